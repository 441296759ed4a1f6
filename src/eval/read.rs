//! Reading annotations: our CSV, our JSON Lines, or one document a line.

use std::collections::HashMap;
use std::fmt;
use std::path::Path;

use super::amount::plain;
use super::mention::{Annotated, Mention};
use super::{json_lines, table};

/// What is wrong with a file of annotations: where, what, and what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct EvalError {
    /// The file, as it was named.
    pub path: String,
    /// Line, from 1; 0 where the whole file is meant.
    pub line: u64,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: String,
}

impl fmt::Display for EvalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.path)?;
        if self.line > 0 {
            write!(f, ":{}", self.line)?;
        }
        write!(f, ": {}; {}", self.message, self.help)
    }
}

/// What is wrong, before it is known in which file: line, message, help.
pub(super) type Fault = (u64, String, &'static str);

pub(super) const OFFSETS: &str =
    "offsets are Unicode code points from the start of the document, counted from 0, the end exclusive";

/// Reads a file of annotations. What it is shows in its first character: `{`
/// begins JSON Lines, anything else CSV.
///
/// JSON Lines hold either a document a line (`id`, `text`, and its mentions in
/// `spans`, or its amounts in `expect`) or a mention a line, as `annotate`
/// writes them. A CSV needs the columns `document`, `start`, `end`, `label`;
/// the guard against formulas is taken off again. Documents come in the order
/// in which they are first named.
///
/// # Errors
/// The first mistake, with its line.
pub fn read_annotations(path: &Path) -> Result<Vec<Annotated>, EvalError> {
    let error = |(line, message, help): Fault| EvalError {
        path: path.to_string_lossy().into_owned(),
        line,
        message,
        help: help.to_string(),
    };
    let bytes = std::fs::read(path)
        .map_err(|e| error((0, format!("cannot be read: {e}"), "check the path and its permissions")))?;
    read_bytes(&bytes).map_err(error)
}

fn read_bytes(bytes: &[u8]) -> Result<Vec<Annotated>, Fault> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).map_err(|e| {
        let line = 1 + bytes[..e.valid_up_to()].iter().filter(|&&b| b == b'\n').count() as u64;
        (line, "is not valid UTF-8 here".to_string(), "save the file in UTF-8")
    })?;
    match text.trim_start().chars().next() {
        None => Err((0, "is empty".into(), "give it a header, or one JSON object a line")),
        Some('{') => json_lines::read(text),
        Some(_) => table::read(text),
    }
}

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
