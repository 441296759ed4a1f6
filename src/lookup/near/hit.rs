//! What is found.

use crate::entity::How;

/// A row of the user's own that the words of a text reach in another way than
/// word by word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NearHit {
    /// First byte of the name in the text.
    pub start: u32,
    /// One past its last byte.
    pub end: u32,
    /// The token in which it begins.
    pub first: u32,
    /// The token in which it ends.
    pub last: u32,
    /// The row.
    pub row: u32,
    /// How the words reach it.
    pub how: How,
    /// A capital that the list has not: of the first word, which may begin a
    /// sentence.
    pub begins: bool,
    /// Capitals that the list has not: of other words, which may stand in a
    /// headline.
    pub heads: bool,
    /// The form may mean something else, and needs support.
    pub doubtful: bool,
    /// The row of the legal form that the name has and the text has not.
    pub legal: Option<u32>,
}
