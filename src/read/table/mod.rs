//! Tables: one document a record.
//!
//! A table is streamed: what is held is one record at a time, and the first
//! ones while the columns are looked at. Only workbooks are held whole.

mod columns;
mod delimited;
mod json;
pub(super) mod object;
#[cfg(feature = "sheets")]
pub(super) mod sheet;

#[cfg(feature = "sheets")]
pub(crate) use sheet::sheets;

use std::io::{BufRead, BufReader, Read};

use super::options::ReadOptions;
use super::passed::Pieces;
use super::stream::Stream;
use super::{Found, Kind, Reason};

/// The records of a table.
pub(super) fn open<'c>(
    found: &Found,
    kind: Kind,
    stream: Stream,
    options: &'c ReadOptions,
) -> Result<Pieces<'c>, Reason> {
    let name = &found.name;
    if matches!(kind, Kind::Xlsx | Kind::Ods) {
        return workbook(name, kind, stream, options);
    }
    let mut input = BufReader::with_capacity(256 << 10, decoded(stream));
    let start = input.fill_buf().map_err(Reason::Packed)?;
    let kind = told_by_start(start).unwrap_or(kind);
    let is_object = start.trim_ascii_start().starts_with(b"{");
    Ok(match kind {
        // One object over many lines is an array of one.
        Kind::Json if is_object => Box::new(json::Array::new(name, b"[".chain(input).chain(&b"]"[..]), options)?),
        Kind::JsonLines => Box::new(json::Lines::new(name, input, options)?),
        Kind::Json => Box::new(json::Array::new(name, input, options)?),
        kind => Box::new(delimited::Records::new(name, input, kind, options)?),
    })
}

#[cfg(feature = "sheets")]
fn workbook<'c>(name: &str, kind: Kind, stream: Stream, options: &'c ReadOptions) -> Result<Pieces<'c>, Reason> {
    Ok(Box::new(sheet::Records::new(name, stream.bytes(), kind, options)?))
}

#[cfg(not(feature = "sheets"))]
fn workbook<'c>(_: &str, kind: Kind, _: Stream, _: &'c ReadOptions) -> Result<Pieces<'c>, Reason> {
    Err(Reason::NotBuilt { kind, feature: "sheets" })
}

/// UTF-16 is turned into UTF-8 on the way; the rest is read as it is.
fn decoded(stream: Stream) -> Box<dyn Read + Send> {
    match super::decode::utf_16(&stream.start) {
        Some(encoding) => Box::new(super::decode::Transcoded::new(stream.bytes(), encoding)),
        None => stream.bytes(),
    }
}

/// JSON shows in its first bytes, whatever the name says.
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
