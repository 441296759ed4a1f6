//! Who does what next: documents leave the walk, and their rows are written,
//! in the same order.
//!
//! The queue holds only so much between the two, so that neither a large
//! collection nor one slow document fills the memory.
//!
//! It cannot stand still. Let `n` be the next document to be written; it is in
//! one of four places, and in each of them some thread can go on:
//!
//! - Not found yet: then all that was found is written, nothing costs anything,
//!   and whoever takes finds it.
//! - Made: who put it there writes it, or the thread that was writing then,
//!   which looks for the next under the lock before it lets the writer go.
//! - With a thread: it works, or stands in `make_way`, where the next document
//!   to be written never waits. Whoever waits there has given the rest of its
//!   batch back, so that no document is held by a thread that waits for room
//!   for another.
//! - Given back: by a thread that was at a document before `n`. That one is
//!   written, so the thread has been in `take` since, which gives out first
//!   what comes first.
//!
//! A channel of bounded length would not do in its place: full of later
//! documents, it would keep out the one that they all wait for.

use std::collections::BTreeMap;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use super::batch::{Batch, Made};
use super::writer::Writer;
use super::{RunError, Summary};
use crate::read::{Found, Walk};

/// How many documents a thread takes at a time: in a slow folder those that
/// are behind have to wait for so many.
const BATCH_DOCUMENTS: usize = 64;

/// How many documents may be between the walk and the output.
const MOST_DOCUMENTS: u64 = 4096;

/// How many bytes they may cost; one may always enter.
const MOST_BYTES: u64 = 64 << 20;

/// How many bytes the documents of a batch may hold already, as records of a
/// table do, before it is given out.
const MOST_HELD: u64 = 1 << 20;

/// What a large document costs until its rows are made, about: its size so
/// many times. Of small ones each thread has one at a time.
const COST_OF_BYTE: u64 = 4;

/// So much memory is kept to be used again: pieces, and bytes of each.
const KEPT_PIECES: usize = 16;
const KEPT_BYTES: u64 = 256 << 10;

/// What the threads of a run share.
pub(super) struct Queue<'q> {
    state: Mutex<State<'q>>,
    /// What a thread waits for has perhaps come.
    changed: Condvar,
}

struct State<'q> {
    walk: Walk<'q>,
    all_found: bool,
    /// The ticket of the next document that the walk finds.
    found: u64,
    /// The ticket of the next document that is written.
    written: u64,
    /// Documents that threads were given, and have not made.
    underway: u64,
    /// What they gave back for others to do.
    returned: Vec<Batch>,
    /// What waits for its turn, by the first ticket.
    made: BTreeMap<u64, Made<'q>>,
    /// What was written: its memory serves what is made next, so that no
    /// thread has to free what another one asked for.
    spent: Vec<Made<'q>>,
    /// The sum of the costs.
    cost: u64,
    /// Not there while a thread writes.
    writer: Option<Writer<'q>>,
    /// How many threads wait.
    waiting: u32,
    is_stopped: bool,
    error: Option<RunError>,
}

type Locked<'s, 'q> = MutexGuard<'s, State<'q>>;

impl<'q> Queue<'q> {
    pub fn new(walk: Walk<'q>, writer: Writer<'q>) -> Self {
        let state = State {
            walk,
            all_found: false,
            found: 0,
            written: 0,
            underway: 0,
            returned: Vec::new(),
            made: BTreeMap::new(),
            spent: Vec::new(),
            cost: 0,
            writer: Some(writer),
            waiting: 0,
            is_stopped: false,
            error: None,
        };
        Queue { state: Mutex::new(state), changed: Condvar::new() }
    }

    /// The next documents; waits where there is no room for more. `None`
    /// where nothing is left to do.
    pub fn take(&self) -> Option<Batch> {
        let mut state = self.lock();
        while !state.is_stopped {
            let batch = state.next_batch();
            if batch.is_some() || state.is_at_end() {
                return batch;
            }
            state = self.wait(state);
        }
        None
    }

    /// Before a document that may take long: gives the others what is left of
    /// its batch, hands over the rows before it, and waits until there is room
    /// for it.
    pub fn make_way(&self, batch: &mut Batch, made: &mut Made<'_>, size: u64) {
        let mut state = self.lock();
        self.give_back(&mut state, batch);
        state = self.write(state, true);
        while !state.is_stopped && state.written != made.first && state.cost >= MOST_BYTES {
            state = self.wait(state);
        }
        made.reserved += COST_OF_BYTE * size;
        state.cost += COST_OF_BYTE * size;
    }

    /// Takes rows, writes what is next, and returns memory for more rows.
    /// Where another thread has nothing to do, it gets what is left of the
    /// batch.
    pub fn put(&self, made: Made<'q>, batch: &mut Batch) -> Made<'q> {
        let mut state = self.lock();
        state.enter(made);
        if state.waiting > 0 {
            self.give_back(&mut state, batch);
        }
        self.wake(&state);
        self.write(state, false).spent.pop().unwrap_or_default()
    }

    /// Ends the run.
    pub fn fail(&self, error: RunError) {
        self.stop(&mut self.lock(), Some(error));
    }

    /// Ends the run where the thread that holds it panics: nobody shall wait
    /// for that thread.
    pub fn guard(&self) -> Guard<'_, 'q> {
        Guard(self)
    }

    /// When the threads have ended.
    pub fn finish(self) -> Result<Summary, RunError> {
        let state = self.state.into_inner().unwrap_or_else(PoisonError::into_inner);
        match state.error {
            Some(error) => Err(error),
            None => state.writer.expect("who writes brings it back").finish(state.walk.left_out().clone()),
        }
    }

    fn lock(&self) -> Locked<'_, 'q> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for a change, but lets no row wait for it. The caller has to look
    /// whether what it waits for has come.
    fn wait<'s>(&'s self, mut state: Locked<'s, 'q>) -> Locked<'s, 'q> {
        if state.writer.as_ref().is_some_and(Writer::holds_rows) {
            return self.write(state, true);
        }
        state.waiting += 1;
        let mut state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        state.waiting -= 1;
        state
    }

    fn wake(&self, state: &State<'_>) {
        if state.waiting > 0 {
            self.changed.notify_all();
        }
    }

    fn give_back(&self, state: &mut State<'_>, batch: &mut Batch) {
        if !batch.documents.is_empty() {
            state.underway -= batch.documents.len() as u64;
            state.returned.push(std::mem::take(batch));
            self.wake(state);
        }
    }

    /// Writes what is next, unless a thread is at it: then that one will. The
    /// others go on meanwhile. No row is kept for a whole stretch where `all`
    /// are to be handed over.
    fn write<'s>(&'s self, mut state: Locked<'s, 'q>, all: bool) -> Locked<'s, 'q> {
        let Some(mut writer) = state.writer.take() else { return state };
        while !state.is_stopped {
            let mut next = state.leave();
            if next.is_none() && !(all && writer.holds_rows()) {
                break;
            }
            self.wake(&state);
            drop(state);
            let result = match &mut next {
                Some(made) => writer.take(made),
                None => writer.hand_over(),
            };
            state = self.lock();
            state.spent.extend(next.filter(|made| made.cost() <= KEPT_BYTES));
            state.spent.truncate(KEPT_PIECES);
            if let Err(error) = result {
                self.stop(&mut state, Some(error));
            }
        }
        state.writer = Some(writer);
        state
    }

    fn stop(&self, state: &mut State<'_>, error: Option<RunError>) {
        state.is_stopped = true;
        state.error = state.error.take().or(error);
        self.wake(state);
    }
}

impl<'q> State<'q> {
    /// True where no document will be given out any more.
    fn is_at_end(&self) -> bool {
        self.all_found && self.underway == 0 && self.returned.is_empty()
    }

    /// What was given back comes first, because others wait for it.
    fn next_batch(&mut self) -> Option<Batch> {
        let first = (0..self.returned.len()).min_by_key(|&i| self.returned[i].first);
        let batch = match first {
            Some(first) => self.returned.swap_remove(first),
            None => self.find(),
        };
        self.underway += batch.documents.len() as u64;
        (!batch.documents.is_empty()).then_some(batch)
    }

    /// A batch from the walk; an empty one where there is no room for it.
    fn find(&mut self) -> Batch {
        let mut batch = Batch { first: self.found, ..Batch::default() };
        if self.found - self.written < MOST_DOCUMENTS && self.cost < MOST_BYTES {
            let mut held = 0;
            while batch.documents.len() < BATCH_DOCUMENTS && held < MOST_HELD {
                let Some(next) = self.walk.next() else {
                    self.all_found = true;
                    break;
                };
                held += next.as_ref().map_or(0, Found::held);
                batch.documents.push_back(next);
            }
            self.cost += held;
            self.found += batch.documents.len() as u64;
        }
        batch
    }

    fn enter(&mut self, made: Made<'q>) {
        self.underway -= made.len();
        self.cost = self.cost - made.reserved + made.cost();
        self.made.insert(made.first, made);
    }

    /// The documents whose turn it is, if their rows are made.
    fn leave(&mut self) -> Option<Made<'q>> {
        let made = self.made.remove(&self.written)?;
        self.written += made.len();
        self.cost -= made.cost();
        Some(made)
    }
}

/// Stops the others where its thread panics.
pub(super) struct Guard<'s, 'q>(&'s Queue<'q>);

impl Drop for Guard<'_, '_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.0.stop(&mut self.0.lock(), None);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::{Collection, InputOptions};
    use std::sync::atomic::{AtomicBool, Ordering};

    /// Calls `work` with a queue of so many documents.
    fn with_queue(documents: usize, work: impl FnOnce(&Queue<'_>)) {
        let folder = tempfile::tempdir().unwrap();
        let table = folder.path().join("a.jsonl");
        std::fs::write(&table, "{\"body\":\"Velmora\"}\n".repeat(documents)).unwrap();
        let options = InputOptions { text_columns: vec!["body".into()], ..InputOptions::default() };
        let collection = Collection::new(&[table], &options).unwrap();
        let mut watch = |_: super::super::Event<'_>| ();
        work(&Queue::new(collection.documents(), Writer::new(Vec::new(), &mut watch)));
    }

    /// What a thread hands over of documents that it has made.
    fn made<'l>(first: u64, documents: u64) -> Made<'l> {
        let mut made = Made::default();
        made.clear(first);
        for _ in 0..documents {
            made.add("a", 1, crate::read::Decoded::default(), &[]);
        }
        made
    }

    #[test]
    fn only_so_many_documents_are_between_the_walk_and_the_output() {
        let most = MOST_DOCUMENTS as usize;
        with_queue(most + 3 * BATCH_DOCUMENTS, |queue| {
            let batches: Vec<Batch> = std::iter::from_fn(|| queue.lock().next_batch()).collect();
            let given: usize = batches.iter().map(|batch| batch.documents.len()).sum();
            assert!((most..most + BATCH_DOCUMENTS).contains(&given), "{given}");
            assert!(!queue.lock().all_found);
            queue.put(made(0, batches[0].documents.len() as u64), &mut Batch::default());
            assert!(queue.lock().next_batch().is_some(), "what was written makes room");
        });
    }

    #[test]
    fn a_large_document_waits_for_room_unless_it_is_the_next() {
        with_queue(2, |queue| {
            let taken = queue.take().unwrap();
            assert_eq!(taken.documents.len(), 2);
            queue.lock().cost = MOST_BYTES;
            queue.make_way(&mut Batch::default(), &mut made(0, 0), 1);
            let has_room = AtomicBool::new(false);
            std::thread::scope(|scope| {
                scope.spawn(|| {
                    queue.make_way(&mut Batch::default(), &mut made(1, 0), 1);
                    has_room.store(true, Ordering::SeqCst);
                });
                while queue.lock().waiting == 0 {
                    assert!(!has_room.load(Ordering::SeqCst), "it does not wait");
                    std::thread::yield_now();
                }
                queue.lock().cost = 1;
                queue.put(made(0, 1), &mut Batch::default());
            });
            assert!(has_room.load(Ordering::SeqCst));
        });
    }
}
