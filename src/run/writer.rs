//! Pieces → sinks, and what is counted on the way.

use std::io;
use std::time::{Duration, Instant};

use super::batch::{Made, Rest};
use super::{Event, Output, RunError, Summary};
use crate::read::LeftOut;
use crate::write::{Format, Sink};

/// Pieces are handed to a sink in stretches of about this many bytes or more,
/// each ending with a row.
const STRETCH: usize = 32 << 10;

/// A row waits about so long for the others of its batch, and so long again
/// for those of its stretch.
pub(super) const PATIENCE: Duration = Duration::from_millis(200);

/// Hands pieces to the sinks, and counts.
pub(super) struct Writer<'w> {
    formats: Vec<&'w dyn Format>,
    sinks: Vec<&'w mut dyn Sink>,
    /// What waits for each sink.
    buffers: Vec<Vec<u8>>,
    watch: &'w mut (dyn FnMut(Event<'_>) + Send),
    last: Instant,
    summary: Summary,
}

impl<'w> Writer<'w> {
    /// Begins with what comes before the first document.
    pub fn new<'o: 'w>(outputs: Vec<Output<'o>>, watch: &'w mut (dyn FnMut(Event<'_>) + Send)) -> Self {
        let formats: Vec<&'w dyn Format> = outputs.iter().map(|output| output.format).collect();
        let sinks = outputs.into_iter().map(|output| output.sink as &'w mut dyn Sink).collect();
        let mut buffers = vec![Vec::new(); formats.len()];
        for (format, buffer) in formats.iter().zip(&mut buffers) {
            format.head(buffer);
        }
        Writer { formats, sinks, buffers, watch, last: Instant::now(), summary: Summary::default() }
    }

    /// True where rows wait to be handed over.
    pub fn holds_rows(&self) -> bool {
        self.buffers.iter().any(|buffer| !buffer.is_empty())
    }

    /// Writes the documents whose turn it is.
    pub fn take(&mut self, made: &mut Made<'_>) -> Result<(), RunError> {
        for (output, piece) in made.pieces.iter().enumerate() {
            self.put(output, piece)?;
        }
        if let Some(rest) = made.rest.take() {
            self.make(rest)?;
        }
        self.count(&made.counts);
        for event in made.events() {
            self.tell(event);
        }
        Ok(())
    }

    fn put(&mut self, output: usize, piece: &[u8]) -> Result<(), RunError> {
        if piece.len() < STRETCH {
            self.buffers[output].extend_from_slice(piece);
            return self.hand_over_if_due();
        }
        if !self.buffers[output].is_empty() {
            self.hand_over_one(output)?;
        }
        self.last = Instant::now();
        told(output, self.sinks[output].take(piece))
    }

    /// Makes the rows that were too many to be made in advance.
    fn make(&mut self, mut rest: Rest<'_>) -> Result<(), RunError> {
        let (document, rows) = rest.parts();
        while rows.encode(&document, &self.formats, STRETCH, &mut self.buffers) {
            self.hand_over()?;
        }
        for (format, buffer) in self.formats.iter().zip(&mut self.buffers) {
            format.end(&document, buffer);
        }
        self.hand_over_if_due()
    }

    fn tell(&mut self, event: Event<'_>) {
        match event {
            Event::Written { bytes, encoding, .. } => {
                self.summary.documents += 1;
                self.summary.bytes += bytes;
                if encoding.is_detected {
                    *self.summary.detected.entry(encoding.name).or_default() += 1;
                }
                self.summary.repaired += u64::from(encoding.repaired > 0);
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

    fn hand_over_if_due(&mut self) -> Result<(), RunError> {
        let is_long = self.buffers.iter().any(|buffer| buffer.len() >= STRETCH);
        if is_long || self.last.elapsed() > PATIENCE { self.hand_over() } else { Ok(()) }
    }

    /// Hands over every row there is.
    pub fn hand_over(&mut self) -> Result<(), RunError> {
        (0..self.sinks.len()).try_for_each(|output| self.hand_over_one(output))
    }

    fn hand_over_one(&mut self, output: usize) -> Result<(), RunError> {
        let buffer = &mut self.buffers[output];
        told(output, self.sinks[output].take(buffer))?;
        buffer.clear();
        self.last = Instant::now();
        Ok(())
    }

    /// Hands over the last rows; `left_out` are the files that were passed over.
    pub fn finish(mut self, left_out: LeftOut) -> Result<Summary, RunError> {
        self.hand_over()?;
        for (output, sink) in self.sinks.iter_mut().enumerate() {
            told(output, sink.end())?;
        }
        Ok(Summary { left_out, ..self.summary })
    }
}

fn told(output: usize, result: io::Result<()>) -> Result<(), RunError> {
    result.map_err(|error| RunError::Write { output, error })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::write::JsonLines;

    #[test]
    fn rows_wait_for_others_but_not_long() {
        let (format, mut sink) = (JsonLines::default(), Vec::new());
        let mut watch = |_: Event<'_>| ();
        let output = Output { format: &format, sink: &mut sink };
        let mut writer = Writer::new(vec![output], &mut watch);
        writer.last = Instant::now() + PATIENCE;
        writer.put(0, b"first\n").unwrap();
        assert!(writer.holds_rows(), "a row waits for more");
        writer.last = Instant::now().checked_sub(2 * PATIENCE).expect("the machine is up for longer");
        writer.put(0, b"second\n").unwrap();
        assert!(!writer.holds_rows(), "they go out together");
        drop(writer);
        assert_eq!(sink, b"first\nsecond\n");
    }
}
