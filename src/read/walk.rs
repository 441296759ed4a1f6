//! The documents of a collection, in order: files, and what containers hold.
//!
//! A container, such as a table, is opened when the walk comes to it, and
//! hands out one piece at a time. What is made of a piece is the business of
//! whoever reads it, so that the walk stays short.

use super::files::{Files, Root};
use super::select::Selection;
use super::table::{self, TableOptions};
use super::{Found, Kind, LeftOut, Skipped};

/// What a container holds, one after the other.
pub(super) type Pieces<'c> = Box<dyn Iterator<Item = Result<Found, Skipped>> + Send + 'c>;

/// The documents of a [`Collection`](super::Collection), in order.
pub struct Walk<'c> {
    files: Files<'c>,
    tables: &'c TableOptions,
    /// The containers that are being walked, the innermost last.
    open: Vec<Pieces<'c>>,
    is_flat: bool,
}

impl<'c> Walk<'c> {
    pub(super) fn new(selection: &'c Selection, roots: &'c [Root], tables: &'c TableOptions) -> Self {
        Walk { files: Files::new(selection, roots), tables, open: Vec::new(), is_flat: false }
    }

    /// The same walk over files alone: no container is opened.
    pub fn flat(self) -> Self {
        Walk { is_flat: true, ..self }
    }

    /// What was passed over so far.
    pub fn left_out(&self) -> &LeftOut {
        self.files.left_out()
    }

    /// The next file or piece.
    fn piece(&mut self) -> Option<Result<Found, Skipped>> {
        while let Some(pieces) = self.open.last_mut() {
            match pieces.next() {
                Some(piece) => return Some(piece),
                None => drop(self.open.pop()),
            }
        }
        self.files.next()
    }

    /// The pieces of a container; `Err` where it is a document.
    fn enter(&self, found: Found) -> Result<Pieces<'c>, Found> {
        match found.table_kind(self.tables) {
            Some(kind) if !self.is_flat => Ok(table::open(found, kind, self.tables)),
            _ => Err(found),
        }
    }
}

impl Iterator for Walk<'_> {
    type Item = Result<Found, Skipped>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            match self.piece()? {
                Err(skipped) => return Some(Err(skipped)),
                Ok(found) => match self.enter(found) {
                    Ok(pieces) => self.open.push(pieces),
                    Err(found) => return Some(Ok(found)),
                },
            }
        }
    }
}

impl Found {
    /// Which table it is, if it is one that has to be opened.
    fn table_kind(&self, tables: &TableOptions) -> Option<Kind> {
        match self.path() {
            Some(_) => self.kind.filter(|kind| kind.is_table() && self.is_plain_file()),
            None if self.is_stdin() && tables.has_text() => Some(Kind::Csv),
            None => None,
        }
    }
}
