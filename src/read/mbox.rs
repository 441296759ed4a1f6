//! A mailbox → its messages, one at a time.
//!
//! A message begins with a line `From ` at the start or after an empty line,
//! which names a sender, and mostly a time. Such lines inside messages are
//! written `>From ` (RFC 4155), though not by all programs.

use std::io::{BufRead, BufReader, Read};

use super::options::ReadOptions;
use super::passed::Passed;
use super::{Found, Kind, Place, Reason};

/// The messages of a mailbox.
pub(super) struct Messages {
    name: String,
    input: BufReader<Box<dyn Read + Send>>,
    /// The first line of the next message was read.
    has_begun: bool,
    number: u64,
    max_size: u64,
}

impl Messages {
    pub fn new(name: &str, input: Box<dyn Read + Send>, options: &ReadOptions) -> Self {
        let input = BufReader::with_capacity(256 << 10, input);
        Messages { name: name.into(), input, has_begun: false, number: 0, max_size: options.max_size }
    }

    /// The bytes of the next message; `None` at the end.
    fn message(&mut self) -> Result<Option<Vec<u8>>, Reason> {
        let (mut message, mut line) = (Vec::new(), Vec::new());
        let mut is_after_empty = !self.has_begun;
        let mut has_begun = std::mem::take(&mut self.has_begun);
        loop {
            line.clear();
            let room = (self.max_size + 1).saturating_sub(message.len() as u64).max(1);
            self.input.by_ref().take(room).read_until(b'\n', &mut line)?;
            match &line[..] {
                [] => return Ok(has_begun.then_some(message)),
                _ if is_after_empty && begins(&line) => {
                    if has_begun {
                        self.has_begun = true;
                        return Ok(Some(message));
                    }
                    has_begun = true;
                }
                _ => {
                    let is_quoted = line.trim_ascii_start().starts_with(b">") && {
                        let rest = &line[line.iter().take_while(|byte| **byte == b'>').count()..];
                        rest.starts_with(b"From ")
                    };
                    message.extend_from_slice(&line[usize::from(is_quoted)..]);
                    has_begun = true;
                }
            }
            is_after_empty = matches!(&line[..], b"\n" | b"\r\n");
            if message.len() as u64 > self.max_size {
                self.max_size = 0;
                return Err(Reason::TooLarge { max: self.max_size });
            }
        }
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
        if self.max_size == 0 {
            return None;
        }
        let max = self.max_size;
        self.number += 1;
        let name = format!("{}:{}", self.name, self.number);
        match self.message() {
            Ok(None) => None,
            Ok(Some(message)) => Some(Ok(Found { kind: Some(Kind::Mail), ..Found::new(name, Place::Member(message)) })),
            Err(reason) => {
                self.max_size = 0;
                let reason = if let Reason::TooLarge { .. } = reason { Reason::TooLarge { max } } else { reason };
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
