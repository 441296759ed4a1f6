//! What one thread does: documents → rows.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Instant;

use super::batch::{Batch, Made, Outcome};
use super::queue::Queue;
use super::writer::PATIENCE;
use super::{Run, RunError};
use crate::entity::Entity;
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
    buffer: Vec<u8>,
}

impl<'s, 'w> Worker<'s, 'w> {
    pub fn new(run: &'w Run<'w>, queue: &'s Queue<'w>) -> Self {
        Worker { run, queue, buffer: Vec::new() }
    }

    /// Takes documents until there are no more.
    pub fn work(mut self) {
        let _guard = self.queue.guard();
        while let Some(mut batch) = self.queue.take() {
            while !batch.documents.is_empty() {
                let made = self.make(&mut batch);
                self.queue.put(made, &mut batch);
            }
        }
    }

    /// The rows of the next documents of a batch. One that may take long is
    /// alone, so that no other has to wait for it.
    fn make(&mut self, batch: &mut Batch) -> Made<'w> {
        let begin = Instant::now();
        let mut made = Made { first: batch.first, ..Made::default() };
        while let Some(next) = batch.next() {
            let outcome = match next.and_then(|found| self.open(found)) {
                Err(skipped) => Outcome::Skipped(skipped),
                Ok((found, opened)) if may_take_long(&opened) => {
                    if !made.documents.is_empty() {
                        batch.put_back(found);
                        break;
                    }
                    self.queue.make_way(batch, &mut made, opened.size().unwrap_or(0));
                    self.annotate(found, opened, &mut made)
                }
                Ok((found, opened)) => self.annotate(found, opened, &mut made),
            };
            made.documents.push(outcome);
            if made.bytes >= BATCH_BYTES || made.rows.len() >= ROWS_IN_ADVANCE || begin.elapsed() > PATIENCE {
                break;
            }
        }
        made
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
    fn annotate(&mut self, found: Found, opened: Opened, made: &mut Made<'w>) -> Outcome<'w> {
        let before = made.rows.len();
        let done = catch_unwind(AssertUnwindSafe(|| self.read(&found.name, opened, made)));
        if self.buffer.capacity() > KEPT_BUFFER {
            self.buffer = Vec::new();
        }
        let reason = match done {
            Ok(Ok((bytes, counts))) => {
                made.bytes += bytes;
                return Outcome::Made { name: found.name, bytes, counts };
            }
            Ok(Err(reason)) => reason,
            Err(_) => Reason::Failed,
        };
        made.rows.truncate(before);
        Outcome::Skipped(Skipped { name: found.name, reason })
    }

    /// The size of a document and its mentions by label.
    fn read(&mut self, name: &str, opened: Opened, made: &mut Made<'w>) -> Result<(u64, Counts<'w>), Reason> {
        let bytes = opened.read(&mut self.buffer)?;
        let text = self.run.collection.text(bytes)?;
        let mut entities = self.run.pipeline.annotate(&text);
        if !self.run.labels.is_empty() {
            entities.retain(|entity| self.run.labels.iter().any(|label| label == entity.label));
        }
        let counts = counts(&entities);
        let mut rows = Rows::new(entities, self.run.pipeline.lists());
        if rows.write(name, &text, self.run.format, ROWS_IN_ADVANCE, &mut made.rows) {
            made.rest = Some((text.to_string(), rows));
        }
        Ok((bytes.len() as u64, counts))
    }
}

/// Mentions by label.
type Counts<'l> = Vec<(&'l str, u64)>;

fn counts<'l>(entities: &[Entity<'l>]) -> Counts<'l> {
    let mut counts: Counts<'_> = Vec::new();
    for entity in entities {
        match counts.iter_mut().find(|(label, _)| *label == entity.label) {
            Some((_, count)) => *count += 1,
            None => counts.push((entity.label, 1)),
        }
    }
    counts
}

/// True for a large document, and for one whose size shows only in reading.
fn may_take_long(opened: &Opened) -> bool {
    opened.size().is_none_or(|size| size >= BATCH_BYTES)
}
