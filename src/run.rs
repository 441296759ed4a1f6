//! Many documents: in parallel, their rows in order, in bounded memory.
//!
//! Every thread does the same: it asks the queue for documents, reads and
//! annotates them and puts them into rows, and hands the rows to the queue;
//! whoever brings the rows that are next writes them. So no thread waits for
//! another while there is work, and none has to be woken.

mod batch;
mod queue;
mod worker;
mod writer;

use std::collections::BTreeMap;
use std::io::{self, Write};

use crate::pipeline::Pipeline;
use crate::read::{Collection, Identity, Skipped};
use crate::write::Format;
use queue::Queue;
use worker::Worker;
use writer::Writer;

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

impl Run<'_> {
    /// Annotates every document and writes its rows to `sink`, which gets
    /// whole rows each time; `watch` is told of every document. Both are
    /// called by one thread at a time, now this one, now that one.
    ///
    /// The bytes written are the same whatever the number of threads.
    ///
    /// # Errors
    /// Where the output cannot be written, or is an input. A document that
    /// cannot be read is none: it is counted, and `watch` is told.
    pub fn write(
        &self,
        sink: &mut (dyn Write + Send),
        watch: &mut (dyn FnMut(Event<'_>) + Send),
    ) -> Result<Summary, RunError> {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(self.threads)
            .build()
            .map_err(|error| RunError::Threads(error.to_string()))?;
        let queue = Queue::new(self.collection.documents(), Writer::new(self.format, sink, watch));
        pool.broadcast(|_| Worker::new(self, &queue).work());
        queue.finish()
    }
}
