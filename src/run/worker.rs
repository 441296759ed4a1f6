//! What one thread does: documents → rows.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Instant;

use super::batch::{Batch, Counts, Made, add};
use super::queue::Queue;
use super::writer::PATIENCE;
use super::{Run, RunError};
use crate::read::{Found, Opened, Reason, Skipped};
use crate::write::Rows;

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
    queue: &'s Queue<'w>,
    /// The bytes of the document at hand.
    buffer: Vec<u8>,
    /// Its mentions by label.
    counts: Counts<'w>,
}

impl<'s, 'w> Worker<'s, 'w> {
    pub fn new(run: &'w Run<'w>, queue: &'s Queue<'w>) -> Self {
        Worker { run, queue, buffer: Vec::new(), counts: Vec::new() }
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
        while let Some(next) = batch.next() {
            match next.and_then(|found| self.open(found)) {
                Err(skipped) => made.skip(skipped),
                Ok((found, opened)) if may_take_long(&opened) => {
                    if made.len() > 0 {
                        batch.put_back(found);
                        break;
                    }
                    self.queue.make_way(batch, made, opened.size().unwrap_or(0));
                    self.annotate(found, opened, made);
                }
                Ok((found, opened)) => self.annotate(found, opened, made),
            }
            if made.bytes >= BATCH_BYTES || made.rows.len() >= ROWS_IN_ADVANCE || begin.elapsed() > PATIENCE {
                break;
            }
        }
    }

    fn open(&self, found: Found) -> Result<(Found, Opened), Skipped> {
        match self.run.collection.open(&found) {
            Ok(opened) => {
                if opened.identity().is_some() && opened.identity() == self.run.output {
                    self.queue.fail(RunError::OutputIsInput(found.name.clone()));
                }
                Ok((found, opened))
            }
            Err(reason) => Err(Skipped { name: found.name, reason }),
        }
    }

    /// Adds the rows of a document.
    fn annotate(&mut self, found: Found, opened: Opened, made: &mut Made<'w>) {
        let before = made.rows.len();
        let done = catch_unwind(AssertUnwindSafe(|| self.read(&found.name, opened, made)));
        if self.buffer.capacity() > KEPT_BUFFER {
            self.buffer = Vec::new();
        }
        let reason = match done {
            Ok(Ok(bytes)) => return made.add(&found.name, bytes, &self.counts),
            Ok(Err(reason)) => reason,
            Err(_) => Reason::Failed,
        };
        made.rows.truncate(before);
        made.skip(Skipped { name: found.name, reason });
    }

    /// Makes the rows of a document and counts its mentions; its size.
    fn read(&mut self, name: &str, opened: Opened, made: &mut Made<'w>) -> Result<u64, Reason> {
        let bytes = opened.read(&mut self.buffer)?;
        let text = self.run.collection.text(bytes)?;
        let mut entities = self.run.pipeline.annotate(&text);
        if !self.run.labels.is_empty() {
            entities.retain(|entity| self.run.labels.iter().any(|label| label == entity.label));
        }
        self.counts.clear();
        for entity in &entities {
            add(&mut self.counts, entity.label, 1);
        }
        let mut rows = Rows::new(entities, self.run.pipeline.lists());
        if rows.write(name, &text, self.run.format, ROWS_IN_ADVANCE, &mut made.rows) {
            made.rest = Some((text.into_owned(), rows));
        }
        Ok(bytes.len() as u64)
    }
}

/// True for a large document, and for one whose size shows only in reading.
fn may_take_long(opened: &Opened) -> bool {
    opened.size().is_none_or(|size| size >= BATCH_BYTES)
}
