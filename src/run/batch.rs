//! What goes from the queue to a thread, and what comes back.

use std::collections::VecDeque;

use crate::read::{Found, Skipped};
use crate::write::Rows;

/// Documents that follow each other, for one thread.
#[derive(Default)]
pub(super) struct Batch {
    /// The ticket of the first of them: its number among all documents.
    pub first: u64,
    pub documents: VecDeque<Result<Found, Skipped>>,
}

impl Batch {
    pub fn next(&mut self) -> Option<Result<Found, Skipped>> {
        let next = self.documents.pop_front()?;
        self.first += 1;
        Some(next)
    }

    /// Takes back what was next.
    pub fn put_back(&mut self, found: Found) {
        self.first -= 1;
        self.documents.push_front(Ok(found));
    }
}

/// The rows of documents that follow each other.
#[derive(Default)]
pub(super) struct Made<'l> {
    /// The ticket of the first of them.
    pub first: u64,
    pub documents: Vec<Outcome<'l>>,
    /// The bytes of the documents, as they were read.
    pub bytes: u64,
    pub rows: Vec<u8>,
    /// The text and the further rows of the last document, where there are
    /// too many to make them in advance.
    pub rest: Option<(String, Rows<'l>)>,
    /// What was reserved in the queue until the rows were made.
    pub reserved: u64,
}

/// What became of a document.
pub(super) enum Outcome<'l> {
    Made {
        name: String,
        /// Its size, as it was read.
        bytes: u64,
        /// Its mentions by label.
        counts: Vec<(&'l str, u64)>,
    },
    Skipped(Skipped),
}

impl Made<'_> {
    /// About how many bytes it holds.
    pub fn cost(&self) -> u64 {
        (self.rows.capacity() + self.rest.as_ref().map_or(0, |(text, _)| text.len())) as u64
    }
}
