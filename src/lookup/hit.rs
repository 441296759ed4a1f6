//! What is found.

use crate::gazetteer::Role;

/// A list name found in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Its first token.
    pub first: u32,
    /// Its last token.
    pub last: u32,
    /// The row, see [`Index::entry`](super::Index::entry).
    pub row: u32,
    /// The role of the row.
    pub role: Role,
}
