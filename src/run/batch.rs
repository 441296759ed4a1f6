//! What goes from the queue to a thread, and what comes back.

use std::collections::VecDeque;
use std::ops::Range;

use super::Event;
use crate::read::{Decoded, Field, Found, Kind, Skipped};
use crate::write::{Document, Rows};

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

/// What the formats made of documents that follow each other. Its memory is
/// used again.
#[derive(Default)]
pub(super) struct Made<'l> {
    /// The ticket of the first of them.
    pub first: u64,
    documents: Vec<Outcome>,
    names: String,
    /// The bytes of the documents, as they were read.
    pub bytes: u64,
    /// Mentions by label.
    pub counts: Counts<'l>,
    /// One for each output.
    pub pieces: Vec<Vec<u8>>,
    /// The further rows of the last document, where there are too many to
    /// make them in advance.
    pub rest: Option<Rest<'l>>,
    /// What was reserved in the queue until the rows were made.
    pub reserved: u64,
}

/// A document whose rows are made when its turn has come.
pub(super) struct Rest<'l> {
    pub name: String,
    pub text: String,
    pub fields: Vec<Field>,
    size: u64,
    kind: Kind,
    encoding: Decoded,
    mentions: u64,
    pub rows: Rows<'l>,
}

impl<'l> Rest<'l> {
    pub fn new(document: &Document<'_>, rows: Rows<'l>) -> Self {
        let Document { name, text, size, fields, kind, encoding, mentions } = *document;
        Rest { name: name.into(), text: text.into(), fields: fields.into(), size, kind, encoding, mentions, rows }
    }

    /// The document, and its rows.
    pub fn parts(&mut self) -> (Document<'_>, &mut Rows<'l>) {
        let Rest { size, kind, encoding, mentions, .. } = *self;
        let (name, text, fields) = (&*self.name, &*self.text, &*self.fields);
        let document = Document { name, text, size, fields, kind, encoding, mentions };
        (document, &mut self.rows)
    }
}

/// Mentions by label.
pub(super) type Counts<'l> = Vec<(&'l str, u64)>;

/// What became of a document.
enum Outcome {
    Made { name: Range<usize>, bytes: u64, mentions: u64, encoding: Decoded },
    Skipped(Skipped),
}

impl<'l> Made<'l> {
    /// Begins anew.
    pub fn clear(&mut self, first: u64) {
        self.first = first;
        self.documents.clear();
        self.names.clear();
        self.bytes = 0;
        self.counts.clear();
        self.pieces.iter_mut().for_each(Vec::clear);
        self.rest = None;
        self.reserved = 0;
    }

    /// How many documents there are.
    pub fn len(&self) -> u64 {
        self.documents.len() as u64
    }

    /// Adds a document whose rows are made; `bytes` is its size, as it was
    /// read.
    pub fn add(&mut self, name: &str, bytes: u64, encoding: Decoded, counts: &[(&'l str, u64)]) {
        for (label, count) in counts {
            add(&mut self.counts, label, *count);
        }
        let start = self.names.len();
        self.names.push_str(name);
        let mentions = counts.iter().map(|(_, count)| count).sum();
        self.documents.push(Outcome::Made { name: start..self.names.len(), bytes, mentions, encoding });
        self.bytes += bytes;
    }

    /// Adds a document that has no rows.
    pub fn skip(&mut self, skipped: Skipped) {
        self.documents.push(Outcome::Skipped(skipped));
    }

    /// What happened, document by document.
    pub fn events(&self) -> impl DoubleEndedIterator<Item = Event<'_>> {
        self.documents.iter().map(|outcome| match outcome {
            Outcome::Made { name, bytes, mentions, encoding } => Event::Written {
                document: &self.names[name.clone()],
                bytes: *bytes,
                mentions: *mentions,
                encoding: *encoding,
            },
            Outcome::Skipped(skipped) => Event::Skipped(skipped),
        })
    }

    /// About how many bytes it holds.
    pub fn cost(&self) -> u64 {
        let pieces: usize = self.pieces.iter().map(Vec::capacity).sum();
        (pieces + self.rest.as_ref().map_or(0, |rest| rest.text.len())) as u64
    }

    /// How many bytes the pieces have.
    pub fn size(&self) -> usize {
        self.pieces.iter().map(Vec::len).sum()
    }
}

/// Counts mentions of a label.
pub(super) fn add<'l>(counts: &mut Counts<'l>, label: &'l str, more: u64) {
    match counts.iter_mut().find(|(known, _)| *known == label) {
        Some((_, count)) => *count += more,
        None => counts.push((label, more)),
    }
}
