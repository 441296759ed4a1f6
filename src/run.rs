//! Many documents: in parallel, their rows in order, in bounded memory.
//!
//! Every thread does the same: it asks the queue for documents, reads and
//! annotates them, has each output's format make a piece of their rows, and
//! hands the pieces to the queue; whoever brings those that are next gives
//! them to the sinks. So no thread waits for another while there is work, and
//! none has to be woken.

mod batch;
mod queue;
mod task;
mod worker;
mod writer;

use crate::threads;
use crate::write::Format;
use queue::Queue;
pub use task::{Event, Output, Run, RunError, Summary};
use worker::Worker;
use writer::Writer;

impl Run<'_> {
    /// Annotates every document and writes its rows to all outputs, whose
    /// sinks get whole rows each time; `watch` is told of every document. They
    /// are called by one thread at a time, now this one, now that one.
    ///
    /// What is written is the same whatever the number of threads.
    ///
    /// # Errors
    /// Where an output cannot be written, or is an input. A document that
    /// cannot be read is none: it is counted, and `watch` is told.
    pub fn write(
        &self,
        outputs: Vec<Output<'_>>,
        watch: &mut (dyn FnMut(Event<'_>) + Send),
    ) -> Result<Summary, RunError> {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads::bounded(self.threads))
            .build()
            .map_err(|error| RunError::Threads(error.to_string()))?;
        let formats: Vec<&dyn Format> = outputs.iter().map(|output| output.format).collect();
        let queue = Queue::new(self.collection.documents(), Writer::new(outputs, watch));
        pool.broadcast(|_| Worker::new(self, &formats, &queue).work());
        queue.finish()
    }
}
