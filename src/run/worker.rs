//! What one thread does: documents → pieces.

use std::borrow::Cow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Instant;

use super::batch::{Batch, Counts, Made, Rest, add};
use super::queue::Queue;
use super::writer::PATIENCE;
use super::{Run, RunError};
use crate::entity::Entity;
use crate::lookup::Index;
use crate::read::{Decoded, Found, Opened, Reason, Skipped};
use crate::write::{Context, Document, Format, Rows};

/// Small documents are handed over together, up to about so many bytes: to
/// hand over each would cost more than many of them do.
const BATCH_BYTES: u64 = 128 << 10;

/// Rows that a thread makes in advance, in bytes; what is over is made when
/// its turn to be written has come.
const ROWS_IN_ADVANCE: usize = 4 << 20;

/// A thread's buffer is kept from one document to the next up to this size.
const KEPT_BUFFER: usize = 8 << 20;

/// One of the threads of a run.
pub(super) struct Worker<'s, 'w> {
    run: &'w Run<'w>,
    encoder: Encoder<'s, 'w>,
    queue: &'s Queue<'w>,
    /// The bytes of the document at hand.
    buffer: Vec<u8>,
    /// Its mentions by label.
    counts: Counts<'w>,
    /// How long the pieces were before it.
    before: Vec<usize>,
}

impl<'s, 'w> Worker<'s, 'w> {
    pub fn new(run: &'w Run<'w>, formats: &'s [&'s dyn Format], queue: &'s Queue<'w>) -> Self {
        let encoder = Encoder::new(run.pipeline.lists(), formats);
        Worker { run, encoder, queue, buffer: Vec::new(), counts: Vec::new(), before: Vec::new() }
    }

    /// Takes documents until there are no more.
    pub fn work(mut self) {
        let _guard = self.queue.guard();
        let mut made = Made::default();
        while let Some(mut batch) = self.queue.take() {
            while !batch.documents.is_empty() {
                self.make(&mut batch, &mut made);
                made = self.queue.put(made, &mut batch);
            }
        }
    }

    /// The rows of the next documents of a batch. One that may take long is
    /// alone, so that no other has to wait for it.
    fn make(&mut self, batch: &mut Batch, made: &mut Made<'w>) {
        let begin = Instant::now();
        made.clear(batch.first);
        made.pieces.resize_with(self.encoder.formats.len(), Vec::new);
        while let Some(next) = batch.next() {
            made.reserved += next.as_ref().map_or(0, Found::held);
            match next.and_then(|found| self.open(found)) {
                Err(skipped) => self.encoder.skip(skipped, made),
                Ok((found, opened)) if may_take_long(&opened) => {
                    if made.len() > 0 {
                        made.reserved -= found.held();
                        batch.put_back(found);
                        break;
                    }
                    self.queue.make_way(batch, made, opened.size().unwrap_or(0));
                    self.annotate(found, opened, made);
                }
                Ok((found, opened)) => self.annotate(found, opened, made),
            }
            if made.bytes >= BATCH_BYTES || made.size() >= ROWS_IN_ADVANCE || begin.elapsed() > PATIENCE {
                break;
            }
        }
    }

    fn open(&self, found: Found) -> Result<(Found, Opened), Skipped> {
        match self.run.collection.open(&found) {
            Ok(opened) => {
                if opened.identity().is_some_and(|identity| self.run.outputs.contains(&identity)) {
                    self.queue.fail(RunError::OutputIsInput(found.name.clone()));
                }
                Ok((found, opened))
            }
            Err(skipped) => Err(skipped),
        }
    }

    /// Adds the rows of a document.
    fn annotate(&mut self, found: Found, opened: Opened, made: &mut Made<'w>) {
        self.before.clear();
        self.before.extend(made.pieces.iter().map(Vec::len));
        let done = catch_unwind(AssertUnwindSafe(|| self.read(&found, opened, made)));
        if self.buffer.capacity() > KEPT_BUFFER {
            self.buffer = Vec::new();
        }
        let skipped = match done {
            Ok(Ok((name, bytes, encoding))) => {
                return made.add(name.as_ref().unwrap_or(&found.name), bytes, encoding, &self.counts);
            }
            Ok(Err(skipped)) => skipped,
            Err(_) => found.skipped(Reason::Failed),
        };
        for (piece, before) in made.pieces.iter_mut().zip(&self.before) {
            piece.truncate(*before);
        }
        self.encoder.skip(skipped, made);
    }

    /// Has a document made into pieces, and counts its mentions.
    fn read(&mut self, found: &Found, opened: Opened, made: &mut Made<'w>) -> Result<Read, Skipped> {
        let read = self.run.collection.document(found, opened, &mut self.buffer)?;
        let mut entities = self.run.pipeline.annotate(&read.text);
        if !self.run.labels.is_empty() {
            entities.retain(|entity| self.run.labels.iter().any(|label| label == entity.label));
        }
        self.counts.clear();
        for entity in &entities {
            add(&mut self.counts, entity.label, 1);
        }
        let document = Document {
            name: &read.name,
            text: &read.text,
            size: read.bytes,
            fields: &read.fields,
            kind: read.kind,
            encoding: read.encoding,
            mentions: entities.len() as u64,
        };
        self.encoder.add(&document, entities, made);
        let name = match read.name {
            Cow::Owned(name) => Some(name),
            Cow::Borrowed(_) => None,
        };
        Ok((name, read.bytes, read.encoding))
    }
}

/// What is told of a document: its name, where that shows only in reading, its
/// size, and how its bytes became characters.
type Read = (Option<String>, u64, Decoded);

/// What formats need to know of a run.
#[derive(Clone, Copy)]
struct Encoder<'s, 'w> {
    lists: &'w Index,
    formats: &'s [&'s dyn Format],
    /// How much of the sentences; nothing where no format writes them.
    sentences: Option<Context>,
}

impl<'s, 'w> Encoder<'s, 'w> {
    fn new(lists: &'w Index, formats: &'s [&'s dyn Format]) -> Self {
        let with_sentences = formats.iter().filter(|format| format.has_sentences());
        Encoder { lists, formats, sentences: with_sentences.map(|format| format.context()).reduce(Context::or) }
    }

    /// Has the formats add a document to the pieces.
    fn add(&self, document: &Document<'_>, entities: Vec<Entity<'w>>, made: &mut Made<'w>) {
        let rows = Rows::new(entities, self.lists);
        let mut rows = match self.sentences {
            Some(context) => rows.with_context(context),
            None => rows.without_sentences(),
        };
        for (format, piece) in self.formats.iter().zip(&mut made.pieces) {
            format.begin(document, piece);
        }
        if rows.encode(document, self.formats, ROWS_IN_ADVANCE, &mut made.pieces) {
            made.rest = Some(Rest::new(document, rows));
            return;
        }
        for (format, piece) in self.formats.iter().zip(&mut made.pieces) {
            format.end(document, piece);
        }
    }

    fn skip(&self, skipped: Skipped, made: &mut Made<'w>) {
        for (format, piece) in self.formats.iter().zip(&mut made.pieces) {
            format.skipped(&skipped, piece);
        }
        made.skip(skipped);
    }
}

/// True for a large document, and for one whose size shows only in reading.
fn may_take_long(opened: &Opened) -> bool {
    opened.size().is_none_or(|size| size >= BATCH_BYTES)
}
