//! A mailbox → its messages, one at a time.
//!
//! A message begins with a line `From ` at the start or after an empty line,
//! which names a sender, and mostly a time. Such lines inside messages are
//! written `>From ` (RFC 4155), though not by all programs.

use std::io::{BufRead, BufReader, Read};

use super::options::ReadOptions;
use super::passed::Passed;
use super::{Found, Kind, Place, Reason};

/// A line before a message is read in one piece up to so many bytes, whatever
/// room is left.
const LONGEST_MARK: u64 = 1 << 10;

/// The messages of a mailbox.
pub(super) struct Messages {
    name: String,
    input: BufReader<Box<dyn Read + Send>>,
    /// The first line of the next message was read.
    has_begun: bool,
    number: u64,
    max_size: u64,
    is_done: bool,
}

impl Messages {
    pub fn new(name: &str, input: Box<dyn Read + Send>, options: &ReadOptions) -> Self {
        let input = BufReader::with_capacity(256 << 10, input);
        Messages { name: name.into(), input, has_begun: false, number: 0, max_size: options.max_size, is_done: false }
    }

    /// The bytes of the next message; `None` at the end. Of one that is too
    /// large no more than that is held.
    fn message(&mut self) -> Result<Option<Vec<u8>>, Reason> {
        let (mut message, mut line) = (Vec::new(), Vec::new());
        let (mut is_start, mut is_after_empty) = (true, !self.has_begun);
        let mut has_begun = std::mem::take(&mut self.has_begun);
        loop {
            line.clear();
            let room = (self.max_size + 1).saturating_sub(message.len() as u64).max(LONGEST_MARK);
            self.input.by_ref().take(room).read_until(b'\n', &mut line)?;
            match &line[..] {
                [] => return self.whole(has_begun.then_some(message)),
                _ if is_after_empty && begins(&line) => {
                    if has_begun {
                        self.has_begun = true;
                        return self.whole(Some(message));
                    }
                    has_begun = true;
                }
                _ => {
                    let is_quoted = is_start && line.trim_ascii_start().starts_with(b">") && {
                        let rest = &line[line.iter().take_while(|byte| **byte == b'>').count()..];
                        rest.starts_with(b"From ")
                    };
                    if message.len() as u64 <= self.max_size {
                        message.extend_from_slice(&line[usize::from(is_quoted)..]);
                    }
                    has_begun = true;
                }
            }
            is_after_empty = is_start && matches!(&line[..], b"\n" | b"\r\n");
            is_start = line.ends_with(b"\n");
        }
    }

    /// The message, unless it is too large.
    fn whole(&self, message: Option<Vec<u8>>) -> Result<Option<Vec<u8>>, Reason> {
        let max = self.max_size;
        if message.as_ref().is_some_and(|message| message.len() as u64 > max) {
            return Err(Reason::TooLarge { max });
        }
        Ok(message)
    }
}

/// True for a line before a message, and not for *From the beginning*.
fn begins(line: &[u8]) -> bool {
    let is_time = |three: &[u8]| matches!(three, [a, b':', b] if a.is_ascii_digit() && b.is_ascii_digit());
    let words = line.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty());
    line.starts_with(b"From ") && (line.windows(3).any(is_time) || words.count() < 3)
}

impl Iterator for Messages {
    type Item = Result<Found, Passed>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.is_done {
            return None;
        }
        self.number += 1;
        let name = format!("{}:{}", self.name, self.number);
        match self.message() {
            Ok(None) => None,
            Ok(Some(message)) => Some(Ok(Found { kind: Some(Kind::Mail), ..Found::new(name, Place::Member(message)) })),
            Err(reason) => {
                self.is_done = !matches!(reason, Reason::TooLarge { .. });
                Some(Err(Passed::skipped(name, Kind::Mail, reason)))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::begins;

    #[test]
    fn a_sender_begins_a_message() {
        for line in
            ["From a@example.org Mon Jun 01 10:00:00 2009\n", "From - Mon, 1 Jun 2009 10:00\n", "From MAILER-DAEMON\n"]
        {
            assert!(begins(line.as_bytes()), "{line}");
        }
        for line in ["From the beginning it was so.\n", ">From a@example.org Mon Jun 01 10:00:00 2009\n", "Fro\n", ""] {
            assert!(!begins(line.as_bytes()), "{line}");
        }
    }
}
