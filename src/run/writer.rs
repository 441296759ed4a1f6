//! Rows → output, and what is counted on the way.

use std::io::{self, Write};
use std::time::{Duration, Instant};

use super::batch::{Made, Outcome};
use super::{Event, RunError, Summary};
use crate::write::{Format, Rows};

/// Rows are handed to the output in stretches of about this many bytes, each
/// ending with a row.
const STRETCH: usize = 64 << 10;

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
    pub fn take(&mut self, made: Made<'_>) -> Result<(), RunError> {
        if self.buffer.is_empty() {
            self.buffer = made.rows;
        } else {
            self.buffer.extend_from_slice(&made.rows);
        }
        self.hand_over_if_due()?;
        if let (Some((text, rows)), Some(Outcome::Made { name, .. })) = (made.rest, made.documents.last()) {
            self.make(rows, name, &text)?;
        }
        for document in &made.documents {
            self.tell(document);
        }
        Ok(())
    }

    fn make(&mut self, mut rows: Rows<'_>, name: &str, text: &str) -> io::Result<()> {
        while rows.write(name, text, self.format, STRETCH, &mut self.buffer) {
            self.hand_over_if_due()?;
        }
        self.hand_over_if_due()
    }

    fn tell(&mut self, document: &Outcome<'_>) {
        match document {
            Outcome::Skipped(skipped) => {
                self.summary.skipped += 1;
                (self.watch)(Event::Skipped(skipped));
            }
            Outcome::Made { name, bytes, counts } => {
                let mentions = counts.iter().map(|(_, count)| count).sum();
                self.count(*bytes, counts);
                (self.watch)(Event::Written { document: name, bytes: *bytes, mentions });
            }
        }
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
