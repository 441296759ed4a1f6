//! CSV and its kin → records, one at a time.
//!
//! A record that is broken costs itself alone: where a quote swallows what
//! follows, reading goes on with the line after the one it stands in.

use std::borrow::Cow;
use std::io::BufRead;

use super::columns::{Columns, SAMPLE};
use crate::read::decode::{Guess, line_text};
use crate::read::options::ReadOptions;
use crate::read::passed::Passed;
use crate::read::{Field, Found, Kind, Place, Reason};

/// The records of a table, as documents.
pub(super) struct Records<'c, R> {
    name: String,
    lines: Lines<R>,
    columns: Columns,
    /// How many fields a record has.
    width: usize,
    kind: Kind,
    guess: Guess,
    options: &'c ReadOptions,
}

impl<'c, R: BufRead> Records<'c, R> {
    /// Reads the header.
    pub fn new(name: &str, mut input: R, kind: Kind, options: &'c ReadOptions) -> Result<Self, Reason> {
        let start = input.fill_buf()?;
        let guess = Guess::new(start, options.encoding);
        let (delimiter, skip) = delimiter(start, kind);
        input.consume(skip);
        let mut lines = Lines::new(input, delimiter, options.max_size);
        lines.next_line += u64::from(skip > 3);
        let header = match lines.read(None) {
            Some(Ok(())) => lines.fields().map(|field| line_text(&field, guess).trim().to_string()).collect::<Vec<_>>(),
            Some(Err(reason)) => return Err(reason),
            None => return Err(Reason::NoRecords),
        };
        let columns = Columns::new(&header, options, || lines.sample())?;
        Ok(Records { name: name.into(), lines, columns, width: header.len(), kind, guess, options })
    }

    fn found(&self) -> Found {
        let field = |column: usize| self.lines.field(column);
        let text = match &self.columns.text[..] {
            [column] => field(*column).into_owned(),
            several => several.iter().map(|column| field(*column)).collect::<Vec<_>>().join(&b"\n\n"[..]),
        };
        let text_of = |column: usize| line_text(&field(column), self.guess).trim().to_string();
        let id = self.columns.id.map(text_of).filter(|id| !id.is_empty());
        let keep = self.options.keep.iter().zip(&self.columns.keep);
        Found {
            name: id.unwrap_or_else(|| self.place()),
            place: Place::Text(text),
            kind: Some(self.kind),
            is_named: false,
            fields: keep.map(|(name, column)| Field { name: name.clone(), value: text_of(*column) }).collect(),
            encoding: self.guess.encoding(),
        }
    }

    fn place(&self) -> String {
        format!("{}:{}", self.name, self.lines.line)
    }
}

impl<R: BufRead> Iterator for Records<'_, R> {
    type Item = Result<Found, Passed>;

    fn next(&mut self) -> Option<Self::Item> {
        Some(match self.lines.read(Some(self.width))? {
            Ok(()) => Ok(self.found()),
            Err(reason) => Err(Passed::skipped(self.place(), self.kind, reason)),
        })
    }
}

/// The delimiter, and how many bytes before the header are no part of it.
fn delimiter(start: &[u8], kind: Kind) -> (u8, usize) {
    let mark = if start.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
    let line_end = memchr::memchr2(b'\n', b'\r', &start[mark..]).map_or(start.len(), |end| mark + end);
    let line = &start[mark..line_end];
    if let [b's' | b'S', b'e' | b'E', b'p' | b'P', b'=', delimiter] = line {
        let end = start[line_end..].iter().take(2).take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        return (*delimiter, line_end + end);
    }
    // What stands most often in the header outside quotes.
    let mut quoted = false;
    let mut counts = [(b'\t', 0), (b';', 0), (b'|', 0), (b',', 0)];
    for byte in line {
        quoted ^= *byte == b'"';
        counts.iter_mut().filter(|(d, _)| d == byte && !quoted).for_each(|(_, count)| *count += 1);
    }
    match counts.iter().max_by_key(|(_, count)| *count) {
        _ if kind == Kind::Tsv => (b'\t', mark),
        Some((delimiter, 1..)) => (*delimiter, mark),
        _ => (b',', mark),
    }
}

/// Lines → the fields of one record at a time.
struct Lines<R> {
    input: R,
    delimiter: u8,
    max_size: u64,
    /// Bytes that were read; those before `start` are done with.
    raw: Vec<u8>,
    start: usize,
    /// The line that the record in hand begins in, from 1, and the next one.
    line: u64,
    next_line: u64,
    /// The fields of the record in hand.
    parts: Vec<Part>,
}

/// Where a field stands in what was read, its quotes left out.
struct Part {
    start: usize,
    end: usize,
    /// It holds doubled quotes.
    doubled: bool,
}

impl<R: BufRead> Lines<R> {
    fn new(input: R, delimiter: u8, max_size: u64) -> Self {
        Lines { input, delimiter, max_size, raw: Vec::new(), start: 0, line: 1, next_line: 1, parts: Vec::new() }
    }

    fn fields(&self) -> impl Iterator<Item = Cow<'_, [u8]>> {
        (0..self.parts.len()).map(|index| self.field(index))
    }

    fn field(&self, index: usize) -> Cow<'_, [u8]> {
        let part = &self.parts[index];
        let bytes = &self.raw[part.start..part.end];
        match part.doubled {
            false => Cow::Borrowed(bytes),
            true => Cow::Owned(single_quotes(bytes)),
        }
    }

    /// Reads the next record, of so many fields; `None` at the end.
    ///
    /// # Errors
    /// Where the record is broken. What follows its first line can be read.
    fn read(&mut self, width: Option<usize>) -> Option<Result<(), Reason>> {
        match self.skip_empty_lines() {
            Ok(true) => {}
            Ok(false) => return None,
            Err(error) => return self.give_up(Reason::Packed(error)),
        }
        self.line = self.next_line;
        let length = match self.parse() {
            Ok(length) => length,
            Err(reason @ (Reason::Unreadable(_) | Reason::Packed(_))) => return self.give_up(reason),
            Err(reason) => return Some(Err(self.pass_over(reason))),
        };
        if let Some(width) = width.filter(|width| *width != self.parts.len()) {
            return Some(Err(self.pass_over(Reason::Record { fields: self.parts.len(), columns: width })));
        }
        // Of CR LF, the parser leaves the LF for the next record.
        let end = self.start + length;
        let is_cut = self.raw[..end].ends_with(b"\r") && self.raw.get(end) == Some(&b'\n');
        self.advance(length + usize::from(is_cut));
        Some(Ok(()))
    }

    /// How many bytes the record has, without its line end.
    fn parse(&mut self) -> Result<usize, Reason> {
        self.parts.clear();
        let mut at = self.start;
        loop {
            at = if self.raw.get(at) == Some(&b'"') { self.quoted(at)? } else { self.plain(at) };
            if self.raw.get(at) != Some(&self.delimiter) {
                return Ok(at - self.start);
            }
            at += 1;
        }
    }

    /// Where the field that begins at `start` ends.
    fn plain(&mut self, start: usize) -> usize {
        let rest = &self.raw[start..];
        let end = start + memchr::memchr3(self.delimiter, b'\n', b'\r', rest).unwrap_or(rest.len());
        self.parts.push(Part { start, end, doubled: false });
        end
    }

    /// Where the field whose quote opens at `quote` ends, its quote included.
    fn quoted(&mut self, quote: usize) -> Result<usize, Reason> {
        let (mut at, mut doubled) = (quote + 1, false);
        loop {
            match memchr::memchr(b'"', &self.raw[at..]) {
                Some(found) if self.raw.get(at + found + 1) == Some(&b'"') => {
                    doubled = true;
                    at += found + 2;
                }
                Some(found) => {
                    let end = at + found;
                    self.parts.push(Part { start: quote + 1, end, doubled });
                    return match self.raw.get(end + 1) {
                        None | Some(b'\n' | b'\r') => Ok(end + 1),
                        Some(byte) if *byte == self.delimiter => Ok(end + 1),
                        Some(_) => Err(Reason::Unclosed),
                    };
                }
                None if (self.raw.len() - self.start) as u64 > self.max_size => {
                    return Err(Reason::TooLarge { max: self.max_size });
                }
                None => {
                    at = self.raw.len();
                    if !self.fill().map_err(Reason::Packed)? {
                        return Err(Reason::Unclosed);
                    }
                }
            }
        }
    }

    /// Adds a line to what was read; false at the end.
    fn fill(&mut self) -> std::io::Result<bool> {
        if self.start == self.raw.len() {
            self.raw.clear();
            self.start = 0;
        }
        let room = (self.max_size + 2).saturating_sub((self.raw.len() - self.start) as u64).max(1);
        std::io::Read::take(&mut self.input, room).read_until(b'\n', &mut self.raw).map(|read| read > 0)
    }

    fn skip_empty_lines(&mut self) -> std::io::Result<bool> {
        loop {
            if self.start == self.raw.len() && !self.fill()? {
                return Ok(false);
            }
            match &self.raw[self.start..] {
                [b'\r', b'\n', ..] => self.advance(2),
                [b'\r' | b'\n', ..] => self.advance(1),
                _ => return Ok(true),
            }
        }
    }

    /// Steps over the first line of what is left.
    fn pass_over(&mut self, reason: Reason) -> Reason {
        let rest = &self.raw[self.start..];
        let end = memchr::memchr(b'\n', rest).or(memchr::memchr(b'\r', rest)).map_or(rest.len(), |end| end + 1);
        self.advance(end);
        reason
    }

    fn advance(&mut self, length: usize) {
        let done = &self.raw[self.start..self.start + length];
        let ends = memchr::memchr_iter(b'\n', done).count().max(usize::from(done.ends_with(b"\r")));
        self.next_line += ends as u64;
        self.start += length;
    }

    /// Nothing more can be read.
    fn give_up(&mut self, reason: Reason) -> Option<Result<(), Reason>> {
        (self.start, self.max_size) = (self.raw.len(), 0);
        Some(Err(reason))
    }

    /// The lengths of the fields of the first records.
    fn sample(&mut self) -> Vec<Vec<usize>> {
        let mut lengths = Vec::new();
        while lengths.len() < SAMPLE
            && let Some(Ok(())) = self.read(None)
        {
            lengths.push(self.fields().map(|field| field.len()).collect());
        }
        lengths
    }
}

fn single_quotes(bytes: &[u8]) -> Vec<u8> {
    let mut single = Vec::with_capacity(bytes.len());
    let mut last = 0;
    for at in memchr::memmem::find_iter(bytes, b"\"\"") {
        single.extend_from_slice(&bytes[last..=at]);
        last = at + 2;
    }
    single.extend_from_slice(&bytes[last..]);
    single
}
