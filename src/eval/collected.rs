//! What both readers of annotations share: documents as they come, and what
//! makes a row a fault.

use std::collections::HashMap;

use super::amount::plain;
use super::mention::{Annotated, Mention};

/// What is wrong, before it is known in which file: line, message, help.
pub(super) type Fault = (u64, String, &'static str);

pub(super) const OFFSETS: &str =
    "offsets are Unicode code points from the start of the document, counted from 0, the end exclusive";

/// The documents read so far.
#[derive(Default)]
pub(super) struct Collected {
    documents: Vec<Annotated>,
    place: HashMap<String, usize>,
}

impl Collected {
    /// Adds one mention to the document of that name.
    pub fn add_mention(&mut self, document: &str, mention: Mention) {
        let known = self.place.get(document).copied();
        let place = known.unwrap_or_else(|| self.begin(Annotated::new(document)));
        self.documents[place].mentions.push(mention);
    }

    /// Adds a whole document.
    pub fn add_document(&mut self, line: u64, document: Annotated) -> Result<(), Fault> {
        if self.place.contains_key(&document.id) {
            let message = format!("the document `{}` is there twice", document.id);
            return Err((line, message, "give every document an id of its own"));
        }
        self.begin(document);
        Ok(())
    }

    fn begin(&mut self, document: Annotated) -> usize {
        self.place.insert(document.id.clone(), self.documents.len());
        self.documents.push(document);
        self.documents.len() - 1
    }

    pub fn into_documents(self) -> Vec<Annotated> {
        self.documents
    }
}

/// An amount in plain figures; empty stays empty.
pub(super) fn amount(figures: &str, line: u64) -> Result<String, Fault> {
    match figures {
        "" => Ok(String::new()),
        _ => plain(figures).ok_or_else(|| {
            (
                line,
                format!("the amount `{figures}` is not a number"),
                "write plain figures with a dot, such as 1250000.5",
            )
        }),
    }
}

/// A mention holds at least one code point.
pub(super) fn check_order(start: usize, end: usize, line: u64) -> Result<(), Fault> {
    match start < end {
        true => Ok(()),
        false => Err((line, format!("the mention {start}..{end} holds nothing"), OFFSETS)),
    }
}
