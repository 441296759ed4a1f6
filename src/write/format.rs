//! The one seam of writing: what a row holds, and what a format makes of it.

use crate::entity::Entity;

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
}

impl<'r> Row<'r> {
    /// The value of a column of the list that the name stands in; empty where
    /// there is none.
    pub fn list_column(&self, column: &str) -> &'r str {
        self.entity.entry().and_then(|entry| entry.column(column)).unwrap_or("")
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
