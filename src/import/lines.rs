//! One name a line.

use std::io::{BufRead, Write};

use super::writer::{Columns, Record, Writer};
use super::{Counts, ImportError, ImportOptions};

pub(super) fn import(mut list: impl BufRead, options: &ImportOptions, out: impl Write) -> Result<Counts, ImportError> {
    let mut writer = Writer::new(out, Columns::default(), &[])?;
    let label = options.label.as_deref().unwrap_or("NAME");
    let mut numbered = Lines::default();
    while let Some(line) = numbered.next(&mut list)? {
        writer.read();
        if line.trim().is_empty() {
            writer.note("empty lines");
            continue;
        }
        writer.write(Record { name: line.to_string(), label: label.to_string(), ..Record::default() })?;
    }
    writer.finish()
}

/// The lines of a file, with their numbers for errors.
#[derive(Default)]
pub(super) struct Lines {
    bytes: Vec<u8>,
    pub number: u64,
}

impl Lines {
    /// The next line without its end, or `None`.
    ///
    /// # Errors
    /// Where the line cannot be read, or is not UTF-8.
    pub fn next<'l>(&'l mut self, list: &mut impl BufRead) -> Result<Option<&'l str>, ImportError> {
        self.bytes.clear();
        if list.read_until(b'\n', &mut self.bytes)? == 0 {
            return Ok(None);
        }
        self.number += 1;
        let line = std::str::from_utf8(&self.bytes)
            .map_err(|_| ImportError::Line { line: self.number, message: "is not UTF-8".into() })?;
        Ok(Some(line.trim_end_matches(['\n', '\r'])))
    }
}
