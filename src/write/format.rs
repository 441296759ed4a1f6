//! The one seam of writing: what a row holds, and what a format makes of it.

use std::borrow::Cow;

use crate::entity::Entity;
use crate::lookup::Index;

/// The columns of every output, in order. Columns of lists follow as
/// `gaz_<column>`.
pub const COLUMNS: [&str; 13] = [
    "document",
    "line",
    "start",
    "end",
    "label",
    "text",
    "name",
    "id",
    "amount",
    "amount_max",
    "currency",
    "rule",
    "sentence",
];

/// The column that no list has: how many records of the lists have the
/// mention's words and label, and so could have been meant.
pub const CANDIDATES: &str = "candidates";

/// The column that no list has either: [`crate::entity::Certainty`] in a word.
pub const CERTAINTY: &str = "certainty";

/// One mention.
#[derive(Clone, Copy, Debug)]
pub struct Row<'r> {
    /// The name of the document.
    pub document: &'r str,
    /// The line that the mention begins in, from 1.
    pub line: u64,
    /// Its start, in code points from the start of the document.
    pub start: u64,
    /// One past its end, in code points.
    pub end: u64,
    /// Its surface.
    pub text: &'r str,
    /// What was found.
    pub entity: &'r Entity<'r>,
    /// The sentence around it, white space folded.
    pub sentence: &'r str,
    /// The lists that it was found with.
    pub lists: &'r Index,
}

impl<'r> Row<'r> {
    /// The value of a column of the list that the name stands in, or of
    /// [`CANDIDATES`] or [`CERTAINTY`]; empty where there is none.
    ///
    /// Cost: for [`CANDIDATES`] a look-up of the mention's words, else none.
    pub fn list_column(&self, column: &str) -> Cow<'r, str> {
        match self.entity.entry().map(|entry| entry.column(column)) {
            Some(Some(value)) => value.into(),
            Some(None) if column == CANDIDATES => self.lists.records(self.text, self.entity.label).to_string().into(),
            _ if column == CERTAINTY => self.entity.certainty.as_str().into(),
            _ => "".into(),
        }
    }
}

/// A kind of output.
///
/// What is returned is bytes, so that a format can be tested without a file.
pub trait Format: Sync {
    /// Appends what comes before the first row.
    fn head(&self, out: &mut Vec<u8>);

    /// Appends one row, line end included.
    fn row(&self, row: &Row<'_>, out: &mut Vec<u8>);
}
