//! Rows → output, and what is counted on the way.

use std::io::{self, Write};
use std::time::{Duration, Instant};

use super::batch::Made;
use super::{Event, RunError, Summary};
use crate::write::{Format, Rows};

/// Rows are handed to the output in stretches of about this many bytes or
/// more, each ending with a row.
const STRETCH: usize = 32 << 10;

/// A row waits about so long for the others of its batch, and so long again
/// for those of its stretch.
pub(super) const PATIENCE: Duration = Duration::from_millis(200);

/// Hands rows to the output, and counts.
pub(super) struct Writer<'w> {
    format: &'w dyn Format,
    sink: &'w mut (dyn Write + Send),
    watch: &'w mut (dyn FnMut(Event<'_>) + Send),
    buffer: Vec<u8>,
    last: Instant,
    summary: Summary,
}

impl<'w> Writer<'w> {
    /// Begins with what comes before the first row.
    pub fn new(
        format: &'w dyn Format,
        sink: &'w mut (dyn Write + Send),
        watch: &'w mut (dyn FnMut(Event<'_>) + Send),
    ) -> Self {
        let mut buffer = Vec::new();
        format.head(&mut buffer);
        Writer { format, sink, watch, buffer, last: Instant::now(), summary: Summary::default() }
    }

    /// True where rows wait to be handed over.
    pub fn holds_rows(&self) -> bool {
        !self.buffer.is_empty()
    }

    /// Writes the rows of documents whose turn it is.
    pub fn take(&mut self, made: &mut Made<'_>) -> Result<(), RunError> {
        self.put(&made.rows)?;
        if let Some((text, rows)) = made.rest.take()
            && let Some(Event::Written { document, .. }) = made.events().next_back()
        {
            self.make(rows, document, &text)?;
        }
        self.count(&made.counts);
        for event in made.events() {
            self.tell(event);
        }
        Ok(())
    }

    fn put(&mut self, rows: &[u8]) -> io::Result<()> {
        if rows.len() < STRETCH {
            self.buffer.extend_from_slice(rows);
            return self.hand_over_if_due();
        }
        if self.holds_rows() {
            self.hand_over()?;
        }
        self.last = Instant::now();
        self.sink.write_all(rows)
    }

    fn make(&mut self, mut rows: Rows<'_>, name: &str, text: &str) -> io::Result<()> {
        while rows.write(name, text, self.format, STRETCH, &mut self.buffer) {
            self.hand_over_if_due()?;
        }
        self.hand_over_if_due()
    }

    fn tell(&mut self, event: Event<'_>) {
        match event {
            Event::Written { bytes, .. } => {
                self.summary.documents += 1;
                self.summary.bytes += bytes;
            }
            Event::Skipped(_) => self.summary.skipped += 1,
        }
        (self.watch)(event);
    }

    fn count(&mut self, counts: &[(&str, u64)]) {
        for (label, count) in counts {
            match self.summary.mentions.get_mut(*label) {
                Some(sum) => *sum += count,
                None => drop(self.summary.mentions.insert(label.to_string(), *count)),
            }
        }
    }

    fn hand_over_if_due(&mut self) -> io::Result<()> {
        let is_due = self.buffer.len() >= STRETCH || self.last.elapsed() > PATIENCE;
        if is_due { self.hand_over() } else { Ok(()) }
    }

    /// Hands over every row there is.
    pub fn hand_over(&mut self) -> io::Result<()> {
        self.sink.write_all(&self.buffer)?;
        self.buffer.clear();
        self.last = Instant::now();
        Ok(())
    }

    /// Hands over the last rows; `left_out` is how many files no glob takes.
    pub fn finish(mut self, left_out: u64) -> Result<Summary, RunError> {
        self.hand_over()?;
        self.sink.flush()?;
        Ok(Summary { left_out, ..self.summary })
    }
}
