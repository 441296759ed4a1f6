//! Many documents: in parallel, their rows in order, in bounded memory.
//!
//! One thread walks the collection and writes; the others read, annotate and
//! put into rows. A document enters the queue when it is found and leaves it
//! when its rows are written. The queue holds only so much, so that neither a
//! large collection nor one slow document fills the memory.

use std::cell::RefCell;
use std::collections::{BTreeMap, VecDeque};
use std::io::{self, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};

use crate::pipeline::Pipeline;
use crate::read::{Collection, Found, Identity, Reason, Skipped};
use crate::write::{Format, Rows};

/// What is to be run.
///
/// ```
/// use gaztag::read::Collection;
/// use gaztag::run::Run;
/// use gaztag::write::Csv;
///
/// let pipeline = gaztag::Pipeline::new(&Default::default())?;
/// let collection = Collection::new(&["seeds".into()], &Default::default())?;
/// let format = Csv::default();
/// let run = Run { pipeline: &pipeline, collection: &collection, format: &format, labels: &[], threads: 2, output: None };
/// let mut rows = Vec::new();
/// let summary = run.write(&mut rows, &mut |event| println!("{event:?}"))?;
/// assert_eq!(summary.documents, 5);
/// assert!(rows.starts_with(b"document,line,start,end,label,text,"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Run<'r> {
    /// The tagger.
    pub pipeline: &'r Pipeline,
    /// The documents.
    pub collection: &'r Collection,
    /// What rows look like.
    pub format: &'r dyn Format,
    /// The labels that are written; all where there is none.
    pub labels: &'r [String],
    /// How many threads annotate; as many as the machine has cores where 0.
    pub threads: usize,
    /// A file that no document may be, because rows are written to it.
    pub output: Option<Identity>,
}

/// What happened, in document order.
#[derive(Debug)]
pub enum Event<'e> {
    /// The rows of a document were written.
    Written {
        /// Its name.
        document: &'e str,
        /// Its size in bytes, as it was read.
        bytes: u64,
        /// How many mentions were found in it.
        mentions: u64,
    },
    /// A document was left out.
    Skipped(&'e Skipped),
}

/// What a run has done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Documents whose rows were written.
    pub documents: u64,
    /// Documents that could not be read.
    pub skipped: u64,
    /// Files of folders that no glob takes.
    pub left_out: u64,
    /// Bytes of the documents, as they were read.
    pub bytes: u64,
    /// Mentions by label.
    pub mentions: BTreeMap<String, u64>,
}

/// Why a run ended before its last document.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RunError {
    /// The output could not be written.
    #[error("cannot be written: {0}")]
    Write(#[from] io::Error),
    /// A document is the file that rows are written to.
    #[error("{0} is a document of the input and the output at once; write the output elsewhere")]
    OutputIsInput(String),
    /// The system gives no threads.
    #[error("cannot start the threads: {0}; try a smaller --threads")]
    Threads(String),
}

/// Rows are handed to the output in stretches of about this many bytes, each
/// ending with a row.
const STRETCH: usize = 64 << 10;

/// A row waits no longer than this for the others of its stretch.
const PATIENCE: Duration = Duration::from_millis(500);

/// Rows of one document that a thread makes in advance, in bytes; what is
/// over is made when its turn to be written has come.
const ROWS_IN_ADVANCE: usize = 4 << 20;

/// A thread's buffer is kept from one document to the next up to this size.
const KEPT_BUFFER: usize = 8 << 20;

impl Run<'_> {
    /// Annotates every document and writes its rows to `sink`, which gets
    /// whole rows each time; `watch` is told of every document.
    ///
    /// The bytes written are the same whatever the number of threads.
    ///
    /// # Errors
    /// Where the output cannot be written, or is an input. A document that
    /// cannot be read is none: it is counted, and `watch` is told.
    pub fn write(&self, sink: &mut dyn Write, watch: &mut dyn FnMut(Event<'_>)) -> Result<Summary, RunError> {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(self.threads)
            .build()
            .map_err(|error| RunError::Threads(error.to_string()))?;
        let mut writer =
            Writer { run: self, sink, watch, buffer: Vec::new(), last: Instant::now(), summary: Summary::default() };
        self.format.head(&mut writer.buffer);
        let stop = AtomicBool::new(false);
        let result = pool.in_place_scope(|scope| {
            let result = self.drive(scope, &stop, &mut writer);
            stop.store(true, Ordering::Relaxed);
            result
        });
        result?;
        writer.hand_over()?;
        writer.sink.flush()?;
        Ok(writer.summary)
    }

    fn drive<'s>(
        &'s self,
        scope: &rayon::Scope<'s>,
        stop: &'s AtomicBool,
        writer: &mut Writer<'_, '_>,
    ) -> Result<(), RunError> {
        let mut walk = self.collection.documents();
        let mut queue = Queue::default();
        let (sender, receiver) = channel();
        let mut batch = Batch::default();
        let mut all_found = false;
        loop {
            while !all_found && queue.has_room() {
                match walk.next() {
                    Some(Ok(found)) => {
                        // What may take long is no part of a batch.
                        if found.size >= BATCH_BYTES || !found.is_file {
                            self.start(scope, stop, std::mem::take(&mut batch), &sender);
                        }
                        self.enter(found, &mut queue, &mut batch)?;
                    }
                    Some(Err(skipped)) => queue.enter_done(Outcome::Skipped(skipped)),
                    None => all_found = true,
                }
                if batch.is_full() {
                    self.start(scope, stop, std::mem::take(&mut batch), &sender);
                }
            }
            self.start(scope, stop, std::mem::take(&mut batch), &sender);
            match queue.leave() {
                // All that are done, so that there is room for a whole batch.
                Some(first) => {
                    writer.take(first)?;
                    while let Some(next) = queue.leave() {
                        writer.take(next)?;
                    }
                }
                None if queue.is_empty() && all_found => break,
                None => queue.wait(&receiver),
            }
        }
        writer.summary.left_out = walk.left_out();
        Ok(())
    }

    /// Lets a document enter the queue and the batch.
    fn enter(&self, found: Found, queue: &mut Queue<'_>, batch: &mut Batch) -> Result<(), RunError> {
        if found.identity.is_some() && found.identity == self.output {
            return Err(RunError::OutputIsInput(found.name));
        }
        let ticket = queue.enter(&found);
        batch.bytes += if found.is_file { found.size } else { BATCH_BYTES };
        batch.documents.push((ticket, found));
        Ok(())
    }

    /// Lets a thread begin with a batch.
    fn start<'s>(
        &'s self,
        scope: &rayon::Scope<'s>,
        stop: &'s AtomicBool,
        batch: Batch,
        sender: &Sender<Vec<(u64, Outcome<'s>)>>,
    ) {
        if batch.documents.is_empty() {
            return;
        }
        let sender = sender.clone();
        scope.spawn(move |_| {
            let documents = batch.documents.into_iter().take_while(|_| !stop.load(Ordering::Relaxed));
            let done = documents.map(|(ticket, found)| (ticket, self.annotate(found))).collect();
            // Nobody waits for it where the run has ended meanwhile.
            let _ = sender.send(done);
        });
    }

    /// Everything about one document that can be done out of order.
    fn annotate(&self, found: Found) -> Outcome<'_> {
        thread_local!(static BUFFER: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) });
        let done = BUFFER.with_borrow_mut(|buffer| {
            let done = catch_unwind(AssertUnwindSafe(|| {
                self.collection.read(&found, buffer, |text| self.rows(&found.name, text))
            }));
            let bytes = buffer.len() as u64;
            if buffer.capacity() > KEPT_BUFFER {
                *buffer = Vec::new();
            }
            done.map(|read| read.map(|made| (made, bytes)))
        });
        match done {
            Ok(Ok((made, bytes))) => Outcome::Made { name: found.name, bytes, made },
            Ok(Err(skipped)) => Outcome::Skipped(skipped),
            Err(_) => Outcome::Skipped(Skipped { name: found.name, reason: Reason::Failed }),
        }
    }

    fn rows(&self, name: &str, text: &str) -> Made<'_> {
        let mut entities = self.pipeline.annotate(text);
        if !self.labels.is_empty() {
            entities.retain(|entity| self.labels.iter().any(|label| label == entity.label));
        }
        let mut counts: Vec<(&str, u64)> = Vec::new();
        for entity in &entities {
            match counts.iter_mut().find(|(label, _)| *label == entity.label) {
                Some((_, count)) => *count += 1,
                None => counts.push((entity.label, 1)),
            }
        }
        let mut bytes = Vec::new();
        let mut rows = Rows::new(entities, self.pipeline.lists());
        let is_more = rows.write(name, text, self.format, ROWS_IN_ADVANCE, &mut bytes);
        Made { counts, bytes, rest: is_more.then(|| (text.to_string(), rows)) }
    }
}

/// What became of a document.
enum Outcome<'l> {
    Made { name: String, bytes: u64, made: Made<'l> },
    Skipped(Skipped),
}

/// The rows of a document.
struct Made<'l> {
    counts: Vec<(&'l str, u64)>,
    bytes: Vec<u8>,
    /// The text and the rows that are still to be made.
    rest: Option<(String, Rows<'l>)>,
}

impl Outcome<'_> {
    /// About how many bytes it holds.
    fn cost(&self) -> u64 {
        match self {
            Outcome::Made { made, .. } => {
                (made.bytes.capacity() + made.rest.as_ref().map_or(0, |(text, _)| text.len())) as u64
            }
            Outcome::Skipped(_) => 0,
        }
    }
}

/// Documents that one thread takes at a time: to hand over each small one
/// would cost more than many of them do.
#[derive(Default)]
struct Batch {
    documents: Vec<(u64, Found)>,
    bytes: u64,
}

/// A batch is full from this many bytes or documents on.
const BATCH_BYTES: u64 = 64 << 10;
const BATCH_DOCUMENTS: usize = 32;

impl Batch {
    fn is_full(&self) -> bool {
        self.bytes >= BATCH_BYTES || self.documents.len() >= BATCH_DOCUMENTS
    }
}

/// Documents between being found and being written, in order.
#[derive(Default)]
struct Queue<'l> {
    slots: VecDeque<Slot<'l>>,
    /// The ticket of the first slot.
    first: u64,
    /// The sum of the costs.
    cost: u64,
}

struct Slot<'l> {
    cost: u64,
    outcome: Option<Outcome<'l>>,
}

/// How many bytes the documents in the queue may cost; one may always enter.
const MOST_BYTES: u64 = 64 << 20;

/// How many documents the queue may hold.
const MOST_DOCUMENTS: usize = 2048;

/// What a document costs until its rows are made, about: this much, and its
/// size so many times.
const COST: u64 = 4 << 10;
const COST_OF_BYTE: u64 = 4;

impl<'l> Queue<'l> {
    fn has_room(&self) -> bool {
        self.slots.len() < MOST_DOCUMENTS && self.cost < MOST_BYTES
    }

    fn is_empty(&self) -> bool {
        self.slots.is_empty()
    }

    fn enter(&mut self, found: &Found) -> u64 {
        let cost = COST + COST_OF_BYTE * found.size;
        self.cost += cost;
        self.slots.push_back(Slot { cost, outcome: None });
        self.first + self.slots.len() as u64 - 1
    }

    fn enter_done(&mut self, outcome: Outcome<'l>) {
        self.slots.push_back(Slot { cost: 0, outcome: Some(outcome) });
    }

    /// The outcome of the first document, if it is done.
    fn leave(&mut self) -> Option<Outcome<'l>> {
        let outcome = self.slots.front_mut()?.outcome.take()?;
        self.cost -= self.slots.pop_front().map_or(0, |slot| slot.cost);
        self.first += 1;
        Some(outcome)
    }

    /// Waits until one more batch is done.
    fn wait(&mut self, receiver: &Receiver<Vec<(u64, Outcome<'l>)>>) {
        for (ticket, outcome) in receiver.recv().expect("the queue's own thread holds a sender") {
            let slot = &mut self.slots[(ticket - self.first) as usize];
            self.cost = self.cost - slot.cost + outcome.cost();
            slot.cost = outcome.cost();
            slot.outcome = Some(outcome);
        }
    }
}

/// Hands rows to the output, and counts.
struct Writer<'w, 'r> {
    run: &'w Run<'r>,
    sink: &'w mut dyn Write,
    watch: &'w mut dyn FnMut(Event<'_>),
    buffer: Vec<u8>,
    last: Instant,
    summary: Summary,
}

impl Writer<'_, '_> {
    fn take(&mut self, outcome: Outcome<'_>) -> Result<(), RunError> {
        match outcome {
            Outcome::Skipped(skipped) => {
                self.summary.skipped += 1;
                (self.watch)(Event::Skipped(&skipped));
            }
            Outcome::Made { name, bytes, made } => {
                let mentions = made.counts.iter().map(|(_, count)| count).sum();
                self.count(bytes, &made.counts);
                self.put(&name, made)?;
                (self.watch)(Event::Written { document: &name, bytes, mentions });
            }
        }
        Ok(())
    }

    fn count(&mut self, bytes: u64, counts: &[(&str, u64)]) {
        self.summary.documents += 1;
        self.summary.bytes += bytes;
        for (label, count) in counts {
            match self.summary.mentions.get_mut(*label) {
                Some(sum) => *sum += count,
                None => drop(self.summary.mentions.insert(label.to_string(), *count)),
            }
        }
    }

    fn put(&mut self, name: &str, made: Made<'_>) -> io::Result<()> {
        self.buffer.extend_from_slice(&made.bytes);
        self.hand_over_if_due()?;
        let Some((text, mut rows)) = made.rest else { return Ok(()) };
        while rows.write(name, &text, self.run.format, STRETCH, &mut self.buffer) {
            self.hand_over_if_due()?;
        }
        self.hand_over_if_due()
    }

    fn hand_over_if_due(&mut self) -> io::Result<()> {
        let is_due = self.buffer.len() >= STRETCH || self.last.elapsed() > PATIENCE;
        if is_due { self.hand_over() } else { Ok(()) }
    }

    fn hand_over(&mut self) -> io::Result<()> {
        self.sink.write_all(&self.buffer)?;
        self.buffer.clear();
        self.last = Instant::now();
        Ok(())
    }
}
