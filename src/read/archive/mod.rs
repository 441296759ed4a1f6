//! Archives: each member is a document, or a container itself.

mod member;
pub(super) mod tar;
pub(super) mod zip;

/// So many members are looked at.
pub(super) const MOST_MEMBERS: u64 = 5_000_000;
