//! JSON → its objects, one at a time. What is in an object is looked at when
//! it is read, by any thread.

use std::io::{self, BufRead};

use super::columns::{SAMPLE, advice};
use super::object;
use crate::read::options::ReadOptions;
use crate::read::passed::Passed;
use crate::read::{Found, Kind, Place, Reason};

fn found(name: &str, number: u64, kind: Kind, bytes: Vec<u8>) -> Found {
    Found { kind: Some(kind), ..Found::new(format!("{name}:{number}"), Place::Object(bytes)) }
}

/// One object a line.
pub(super) struct Lines<R> {
    name: String,
    input: R,
    line: u64,
    max_size: u64,
}

impl<R: BufRead> Lines<R> {
    pub fn new(name: &str, mut input: R, options: &ReadOptions) -> Result<Self, Reason> {
        if !options.has_text() {
            return Err(no_text_column(&mut input.lines().map_while(Result::ok).map(String::into_bytes)));
        }
        if input.fill_buf()?.starts_with(b"\xef\xbb\xbf") {
            input.consume(3);
        }
        Ok(Lines { name: name.into(), input, line: 0, max_size: options.max_size })
    }

    fn line(&mut self) -> io::Result<Vec<u8>> {
        let mut line = Vec::new();
        io::Read::take(&mut self.input, self.max_size + 1).read_until(b'\n', &mut line)?;
        Ok(line)
    }
}

impl<R: BufRead> Iterator for Lines<R> {
    type Item = Result<Found, Passed>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            self.line += 1;
            match self.line() {
                Ok(line) if line.is_empty() => return None,
                Ok(line) if line.trim_ascii().is_empty() => {}
                Ok(line) if line.len() as u64 > self.max_size => {
                    let _ = self.input.skip_until(b'\n');
                    let name = format!("{}:{}", self.name, self.line);
                    return Some(Err(Passed::skipped(name, Kind::JsonLines, Reason::TooLarge { max: self.max_size })));
                }
                Ok(line) => return Some(Ok(found(&self.name, self.line, Kind::JsonLines, line))),
                Err(error) => {
                    self.max_size = 0;
                    return Some(Err(Passed::skipped(self.name.clone(), Kind::JsonLines, Reason::Packed(error))));
                }
            }
        }
    }
}

/// The objects of an array.
pub(super) struct Array<R> {
    name: String,
    input: R,
    number: u64,
    max_size: u64,
    is_done: bool,
}

impl<R: BufRead> Array<R> {
    pub fn new(name: &str, mut input: R, options: &ReadOptions) -> Result<Self, Reason> {
        if input.fill_buf()?.starts_with(b"\xef\xbb\xbf") {
            input.consume(3);
        }
        let start = next_byte(&mut input)?;
        if start != Some(b'[') {
            return Err(Reason::NoArray);
        }
        let mut array = Array { name: name.into(), input, number: 0, max_size: options.max_size, is_done: false };
        if !options.has_text() {
            return Err(no_text_column(&mut std::iter::from_fn(|| array.object().ok().flatten())));
        }
        Ok(array)
    }

    /// The bytes of the next item of the array.
    fn object(&mut self) -> Result<Option<Vec<u8>>, Reason> {
        let (mut item, mut scan) = (Vec::new(), Scan::default());
        match next_byte(&mut self.input)? {
            Some(b',') => {}
            Some(b']') => return Ok(None),
            Some(byte) => {
                item.push(byte);
                scan.step(byte);
            }
            None => return Err(Reason::Cut),
        }
        loop {
            let room = self.input.fill_buf()?;
            if room.is_empty() {
                return Err(Reason::Cut);
            }
            let end = room.iter().position(|byte| scan.step(*byte));
            let taken = end.unwrap_or(room.len());
            // What is too large is passed over: others come behind it.
            if item.len() as u64 <= self.max_size {
                item.extend_from_slice(&room[..taken]);
            }
            self.input.consume(taken);
            if end.is_some() {
                let is_large = item.len() as u64 > self.max_size;
                return if is_large { Err(Reason::TooLarge { max: self.max_size }) } else { Ok(Some(item)) };
            }
        }
    }
}

impl<R: BufRead> Iterator for Array<R> {
    type Item = Result<Found, Passed>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.is_done {
            return None;
        }
        self.number += 1;
        match self.object() {
            Ok(None) => None,
            Ok(Some(item)) if item.trim_ascii().is_empty() => None,
            Ok(Some(item)) => Some(Ok(found(&self.name, self.number, Kind::Json, item))),
            Err(reason) => {
                self.is_done = !matches!(reason, Reason::TooLarge { .. });
                Some(Err(Passed::skipped(format!("{}:{}", self.name, self.number), Kind::Json, reason)))
            }
        }
    }
}

/// Where an item of an array ends: at a comma or a bracket that is in no
/// string and in no item of its own.
#[derive(Default)]
struct Scan {
    depth: u64,
    in_string: bool,
    is_escaped: bool,
}

impl Scan {
    /// True where the byte ends the item, and is no part of it.
    fn step(&mut self, byte: u8) -> bool {
        match byte {
            _ if self.is_escaped => self.is_escaped = false,
            b'\\' if self.in_string => self.is_escaped = true,
            b'"' => self.in_string = !self.in_string,
            _ if self.in_string => {}
            b'{' | b'[' => self.depth += 1,
            b'}' | b']' if self.depth > 0 => self.depth -= 1,
            b',' | b']' | b'}' => return self.depth == 0,
            _ => {}
        }
        false
    }
}

/// The next byte that is no white space.
fn next_byte(input: &mut impl BufRead) -> io::Result<Option<u8>> {
    loop {
        let room = input.fill_buf()?;
        if room.is_empty() {
            return Ok(None);
        }
        let found = room.iter().position(|byte| !byte.is_ascii_whitespace());
        let byte = found.map(|at| room[at]);
        let taken = found.map_or(room.len(), |at| at + 1);
        input.consume(taken);
        if byte.is_some() {
            return Ok(byte);
        }
    }
}

/// The fields that the first objects have.
fn no_text_column(objects: &mut dyn Iterator<Item = Vec<u8>>) -> Reason {
    let mut header: Vec<String> = Vec::new();
    let mut lengths = Vec::new();
    for object in objects.take(SAMPLE) {
        let mut record = vec![0; header.len()];
        for (name, length) in object::lengths(&object) {
            let column = header.iter().position(|known| *known == name).unwrap_or_else(|| {
                header.push(name);
                record.push(0);
                header.len() - 1
            });
            record[column] = length;
        }
        lengths.push(record);
    }
    Reason::Columns { missing: None, columns: advice(&header, &lengths) }
}
