//! A tar archive → its members, as they come.

use std::io::{self, Read};
use std::path::Path;

use super::MOST_MEMBERS;
use super::member::{member, verdict};
use crate::read::options::ReadOptions;
use crate::read::passed::Passed;
use crate::read::{Found, Kind, Reason};

const BLOCK: usize = 512;

/// The members of an archive.
pub(in crate::read) struct Members {
    name: String,
    input: Box<dyn Read + Send>,
    max_size: u64,
    count: u64,
    /// The name of the next member, where its header has no room for it.
    long_name: Option<String>,
    is_done: bool,
}

/// What a header says.
struct Header {
    path: String,
    size: u64,
    kind: u8,
}

impl Members {
    pub fn new(name: &str, input: Box<dyn Read + Send>, options: &ReadOptions) -> Self {
        let (name, max_size) = (name.to_string(), options.max_size);
        Members { name, input, max_size, count: 0, long_name: None, is_done: false }
    }

    /// The next file; `None` at the end.
    fn file(&mut self) -> Result<Option<Result<Found, Passed>>, Reason> {
        while let Some(header) = self.header()? {
            self.count += 1;
            if self.count > MOST_MEMBERS {
                return Err(Reason::TooMany { most: MOST_MEMBERS });
            }
            match header.kind {
                b'L' => self.long_name = Some(text(&self.small(header.size)?)),
                b'x' => self.long_name = path_of_pax(&self.small(header.size)?).or(self.long_name.take()),
                b'0' | b'\0' | b'7' => {
                    let path = self.long_name.take().unwrap_or(header.path);
                    return self.member(&path, header.size).map(Some);
                }
                _ => {
                    self.long_name = None;
                    self.skip(header.size)?;
                }
            }
        }
        Ok(None)
    }

    fn member(&mut self, path: &str, size: u64) -> Result<Result<Found, Passed>, Reason> {
        let path = path.strip_prefix("./").unwrap_or(path);
        let passed = match verdict(&self.name, path) {
            Err(passed) => passed,
            Ok(()) if size > self.max_size => {
                let kind = Kind::of_name(Path::new(path));
                Passed::skipped(format!("{}/{path}", self.name), kind, Reason::TooLarge { max: self.max_size })
            }
            Ok(()) => {
                let bytes = self.data(size)?;
                return Ok(member(&self.name, path, bytes));
            }
        };
        self.skip(size)?;
        Ok(Err(passed))
    }

    fn header(&mut self) -> Result<Option<Header>, Reason> {
        let mut block = [0; BLOCK];
        let mut read = 0;
        while read < BLOCK {
            match self.input.read(&mut block[read..]).map_err(Reason::Packed)? {
                0 if read == 0 => return Ok(None),
                0 => return Err(Reason::Cut),
                more => read += more,
            }
        }
        if block.iter().all(|byte| *byte == 0) {
            return Ok(None);
        }
        parse(&block).map(Some).ok_or(Reason::Damaged("a header makes no sense".into()))
    }

    /// The bytes of a member, and the blank ones after it.
    fn data(&mut self, size: u64) -> Result<Vec<u8>, Reason> {
        let mut bytes = Vec::new();
        self.input.by_ref().take(size).read_to_end(&mut bytes).map_err(Reason::Packed)?;
        if (bytes.len() as u64) < size {
            return Err(Reason::Cut);
        }
        self.pad(size)?;
        Ok(bytes)
    }

    fn small(&mut self, size: u64) -> Result<Vec<u8>, Reason> {
        match size > 1 << 20 {
            true => Err(Reason::Damaged("a name is longer than a megabyte".into())),
            false => self.data(size),
        }
    }

    fn skip(&mut self, size: u64) -> Result<(), Reason> {
        io::copy(&mut self.input.by_ref().take(size), &mut io::sink()).map_err(Reason::Packed)?;
        self.pad(size)
    }

    fn pad(&mut self, size: u64) -> Result<(), Reason> {
        let rest = size.next_multiple_of(BLOCK as u64) - size;
        io::copy(&mut self.input.by_ref().take(rest), &mut io::sink()).map_err(Reason::Packed)?;
        Ok(())
    }
}

impl Iterator for Members {
    type Item = Result<Found, Passed>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.is_done {
            return None;
        }
        match self.file() {
            Ok(next) => next,
            Err(reason) => {
                self.is_done = true;
                Some(Err(Passed::skipped(self.name.clone(), Kind::Tar, reason)))
            }
        }
    }
}

/// A header of POSIX 1003.1 (ustar), or of GNU tar.
fn parse(block: &[u8; BLOCK]) -> Option<Header> {
    let sum: u64 = (0..BLOCK).map(|at| if (148..156).contains(&at) { 32 } else { u64::from(block[at]) }).sum();
    if octal(&block[148..156]) != Some(sum) {
        return None;
    }
    let size = match block[124] & 0x80 {
        0 => octal(&block[124..136])?,
        _ => block[128..136].iter().fold(0, |size, byte| size << 8 | u64::from(*byte)),
    };
    let (name, prefix) = (text(&block[..100]), text(&block[345..500]));
    let has_prefix = block[257..263] == *b"ustar\0" && !prefix.is_empty();
    let path = if has_prefix { format!("{prefix}/{name}") } else { name };
    // Old tar marks a folder by the end of its name alone.
    let kind = if path.ends_with('/') { b'5' } else { block[156] };
    (size < 1 << 62).then_some(Header { path, size, kind })
}

fn octal(field: &[u8]) -> Option<u64> {
    let figures = text(field);
    match figures.trim() {
        "" => Some(0),
        figures => u64::from_str_radix(figures, 8).ok(),
    }
}

/// What stands before the first NUL.
fn text(field: &[u8]) -> String {
    String::from_utf8_lossy(field.split(|byte| *byte == 0).next().unwrap_or_default()).into_owned()
}

/// The line `27 path=...` of an extended header.
fn path_of_pax(bytes: &[u8]) -> Option<String> {
    let lines = bytes.split(|byte| *byte == b'\n');
    let mut paths = lines.filter_map(|line| {
        let space = memchr::memchr(b' ', line)?;
        line[space + 1..].strip_prefix(b"path=")
    });
    paths.next_back().map(|path| String::from_utf8_lossy(path).into_owned())
}
