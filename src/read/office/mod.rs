//! Office files and books: zip archives of XML.

pub(super) mod document;
pub(super) mod package;
pub(super) mod parts;
