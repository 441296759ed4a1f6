//! The documents of a collection, in order: files, and what containers hold.
//!
//! A container, such as a table or an archive, is opened when the walk comes
//! to it, and hands out one piece at a time. What is made of a piece is the
//! business of whoever reads it, so that the walk stays short.

use super::container::{self, Entered};
use super::files::{Files, Root};
use super::options::ReadOptions;
use super::passed::{Passed, Pieces};
use super::select::Selection;
use super::{Found, LeftOut, Reason, Skipped};

/// How deep containers lie in each other: a table in a compressed file in an
/// archive in an archive.
const MAX_DEPTH: usize = 4;

/// The documents of a [`Collection`](super::Collection), in order.
pub struct Walk<'c> {
    files: Files<'c>,
    options: &'c ReadOptions,
    /// The containers that are being walked, the innermost last.
    open: Vec<Pieces<'c>>,
    left_out: LeftOut,
    is_flat: bool,
}

impl<'c> Walk<'c> {
    pub(super) fn new(selection: &'c Selection, roots: &'c [Root], options: &'c ReadOptions) -> Self {
        let files = Files::new(selection, roots);
        Walk { files, options, open: Vec::new(), left_out: LeftOut::default(), is_flat: false }
    }

    /// The same walk over files alone: no container is opened.
    pub fn flat(self) -> Self {
        Walk { is_flat: true, ..self }
    }

    /// What was passed over so far.
    pub fn left_out(&self) -> &LeftOut {
        &self.left_out
    }

    /// The next file or piece.
    fn piece(&mut self) -> Option<Result<Found, Passed>> {
        while let Some(pieces) = self.open.last_mut() {
            match pieces.next() {
                Some(piece) => return Some(piece),
                None => drop(self.open.pop()),
            }
        }
        self.files.next()
    }

    /// Goes into a container; what is none is a document.
    fn enter(&mut self, found: Found) -> Option<Result<Found, Skipped>> {
        let (name, kind) = (found.name.clone(), found.kind);
        let skipped = |reason| Some(Err(Skipped::new(name, kind, reason)));
        let entered = match self.is_flat {
            true => Ok(Entered::Document(found)),
            false => container::enter(found, self.options),
        };
        match entered {
            Ok(Entered::Document(found)) => return Some(Ok(found)),
            Ok(Entered::Pieces(_)) if self.open.len() >= MAX_DEPTH => {
                return skipped(Reason::TooDeep { most: MAX_DEPTH });
            }
            Ok(Entered::Pieces(pieces)) => self.open.push(pieces),
            Ok(Entered::Passed(path, verdict)) => self.left_out.add(&path, verdict),
            Err(reason) => return skipped(reason),
        }
        None
    }
}

impl Iterator for Walk<'_> {
    type Item = Result<Found, Skipped>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let next = match self.piece()? {
                Ok(found) => self.enter(found),
                Err(Passed::Skipped(skipped)) => Some(Err(skipped)),
                Err(Passed::LeftOut(path, verdict)) => {
                    self.left_out.add(&path, verdict);
                    None
                }
            };
            if next.is_some() {
                return next;
            }
        }
    }
}
