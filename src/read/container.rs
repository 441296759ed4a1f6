//! Is what was found a document, or does it hold documents?

use std::io;
use std::path::{Path, PathBuf};

use super::compressed::inner_name;
use super::options::ReadOptions;
use super::passed::Pieces;
use super::select::Verdict;
use super::stream::{Stream, input};
use super::{Found, Kind, Place, Reason, archive, compressed, mbox, table};

/// What the walk came upon.
pub(super) enum Entered<'c> {
    /// To be read by whoever takes it.
    Document(Found),
    /// It holds documents.
    Pieces(Pieces<'c>),
    /// Nobody asked for it.
    Passed(PathBuf, Verdict),
}

/// Opens what may be a container, and looks at its first bytes. A name that
/// says what kind of document it is, is believed until it is read.
pub(super) fn enter(found: Found, options: &ReadOptions) -> Result<Entered<'_>, Reason> {
    if matches!(found.place, Place::Text(_) | Place::Object(_)) || found.is_sure() {
        return Ok(Entered::Document(found));
    }
    if found.is_stdin() {
        return stdin(found, options);
    }
    if found.is_special() {
        return Ok(Entered::Document(found));
    }
    let mut stream = Stream::new(input(&found)?)?;
    let start = Kind::of_start(&stream.start);
    let likely = || Kind::of_likely_start(&stream.start);
    let Some(kind) = Kind::agreed(start, found.kind).or_else(likely) else {
        let name = PathBuf::from(&found.name);
        return Ok(unknown(found, &name, &stream.start));
    };
    // An old office file, or whatever programs leave in folders.
    if kind == Kind::Ole && found.kind.is_none() && !found.is_named {
        return Ok(Entered::Passed(PathBuf::from(found.name), Verdict::Leave));
    }
    if kind.is_compressed() {
        let inner = inner_name(Path::new(&found.name));
        let name_kind = Kind::of_name(&inner);
        stream = Stream::new(compressed::open(kind, input(&found)?)?).map_err(Reason::Packed)?;
        let start = Kind::of_start(&stream.start);
        let kind = Kind::agreed(start, name_kind).or_else(|| Kind::of_likely_start(&stream.start));
        return match kind {
            Some(kind) if kind.is_compressed() => Err(Reason::TooDeep { most: 1 }),
            Some(kind) if kind.is_container() => hold(found, kind, stream, options),
            Some(_) => Ok(Entered::Document(found)),
            None => Ok(unknown(found, &inner, &stream.start)),
        };
    }
    match kind.is_container() {
        true => hold(found, kind, stream, options),
        false => Ok(Entered::Document(Found { kind: Some(kind), ..found })),
    }
}

/// Standard input is a table where a text column is named, else one document.
fn stdin(found: Found, options: &ReadOptions) -> Result<Entered<'_>, Reason> {
    if !options.has_text() {
        return Ok(Entered::Document(found));
    }
    let stream = Stream::new(Box::new(io::stdin()))?;
    let found = Found { name: "stdin".into(), ..found };
    match Kind::of_start(&stream.start) {
        Some(kind) if kind.is_compressed() => {
            let stream = Stream::new(compressed::open(kind, stream.bytes())?).map_err(Reason::Packed)?;
            hold(found, Kind::Csv, stream, options)
        }
        Some(kind) if kind.is_container() => hold(found, kind, stream, options),
        _ => hold(found, Kind::Csv, stream, options),
    }
}

/// What a container of a known kind holds.
fn hold(found: Found, kind: Kind, stream: Stream, options: &ReadOptions) -> Result<Entered<'_>, Reason> {
    if kind.is_table() && !options.has_text() && !found.is_named {
        return Ok(Entered::Passed(PathBuf::from(found.name), Verdict::LeaveTable));
    }
    Ok(Entered::Pieces(match kind {
        Kind::Zip => match archive::zip::open(&found, stream, options)? {
            archive::zip::Opened::Pieces(pieces) => pieces,
            archive::zip::Opened::Is(kind, stream) if kind.is_table() => {
                return hold(found, kind, stream, options);
            }
            archive::zip::Opened::Is(kind, _) => {
                return Ok(Entered::Document(Found { kind: Some(kind), ..found }));
            }
        },
        Kind::Tar => Box::new(archive::tar::Members::new(&found.name, stream.bytes(), options)),
        Kind::Mbox => Box::new(mbox::Messages::new(&found.name, stream.bytes(), options)),
        kind => table::open(&found, kind, stream, options)?,
    }))
}

/// What has no known ending, and no first bytes that tell; `name` is that of
/// what is inside.
fn unknown<'c>(found: Found, name: &Path, start: &[u8]) -> Entered<'c> {
    // A letter may be cut where the first bytes end.
    let is_text = || std::str::from_utf8(start).map_or_else(|error| error.error_len().is_none(), |_| true);
    let has_ending = name.extension().is_some();
    match found.is_named || (!has_ending && is_text() && memchr::memchr(0, start).is_none()) {
        true => Entered::Document(Found { kind: Some(Kind::Text), ..found }),
        false => Entered::Passed(PathBuf::from(found.name), Verdict::Leave),
    }
}
