//! Tables: one document a record.
//!
//! A table is streamed: what is held is one record at a time, and the first
//! ones while the columns are looked at.

mod columns;
mod delimited;
mod json;
pub(super) mod object;

use encoding_rs::Encoding;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::sync::Arc;

use super::opened::open_at_once;
use super::walk::Pieces;
use super::{Found, InputOptions, Kind, Place, Reason, Skipped};

/// What is asked of a table.
#[derive(Debug)]
pub(super) struct TableOptions {
    pub text: Vec<String>,
    pub id: Option<String>,
    pub keep: Vec<Arc<str>>,
    pub encoding: Option<&'static Encoding>,
    /// The greatest size of a record, in bytes.
    pub max_size: u64,
}

impl TableOptions {
    pub fn new(options: &InputOptions, encoding: Option<&'static Encoding>) -> Self {
        TableOptions {
            text: options.text_columns.clone(),
            id: options.id_column.clone(),
            keep: options.keep.iter().map(|name| name.as_str().into()).collect(),
            encoding,
            max_size: options.max_size,
        }
    }

    /// True where it is said which column is the text.
    pub fn has_text(&self) -> bool {
        !self.text.is_empty()
    }
}

type Input = Box<dyn Read + Send>;

/// The records of a table.
pub(super) fn open(found: Found, kind: Kind, options: &TableOptions) -> Pieces<'_> {
    let name = if found.is_stdin() { "stdin".into() } else { found.name.clone() };
    let records = input(found.place).and_then(|input| records(&name, input, kind, options));
    records.unwrap_or_else(|reason| Box::new(std::iter::once(Err(Skipped { name, reason }))))
}

fn input(place: Place) -> Result<Input, Reason> {
    Ok(match place {
        Place::Stdin => Box::new(io::stdin()),
        Place::File { path, is_file: true } => Box::new(open_at_once(&path)?),
        Place::File { path, .. } => Box::new(File::open(path)?),
        Place::Text(bytes) | Place::Object(bytes) => Box::new(io::Cursor::new(bytes)),
    })
}

fn records<'c>(name: &str, input: Input, kind: Kind, options: &'c TableOptions) -> Result<Pieces<'c>, Reason> {
    let mut input = BufReader::with_capacity(256 << 10, input);
    Ok(match told_by_start(input.fill_buf()?).unwrap_or(kind) {
        Kind::JsonLines => Box::new(json::Lines::new(name, input, options)?),
        Kind::Json => Box::new(json::Array::new(name, input, options)?),
        _ => Box::new(delimited::Records::new(name, input, kind, options)?),
    })
}

/// JSON shows in its first byte, whatever the name says.
fn told_by_start(start: &[u8]) -> Option<Kind> {
    let start = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start).trim_ascii_start();
    let second = start.iter().skip(1).find(|byte| !byte.is_ascii_whitespace());
    let line = start.split(|byte| *byte == b'\n').next().unwrap_or_default();
    match (start.first(), second) {
        (Some(b'['), Some(b'{' | b']')) => Some(Kind::Json),
        // An object that has a line for itself.
        (Some(b'{'), Some(b'"')) if line.trim_ascii_end().ends_with(b"}") || line.len() == start.len() => {
            Some(Kind::JsonLines)
        }
        _ => None,
    }
}
