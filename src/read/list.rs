//! Lists of names in other forms → CSV in UTF-8, as lists are read.
//!
//! Workbooks, compressed files and other encodings are turned by the same code
//! as documents. Stray bytes are not mended: in a list every line counts, and
//! whoever reads it names the line.

use encoding_rs::Encoding;
use std::fs;
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::path::PathBuf;

use super::collection::named_encoding;
use super::decode::{Guess, Transcoded, utf_16};
use super::options::DEFAULT_MAX_SIZE;
use super::{InputError, Kind, Reason, compressed, decode};
use crate::gazetteer::{ListSource, ReadOptions};
use crate::whole::EndingLines;

/// So many first bytes of a stream tell its encoding.
const START: u64 = 1 << 20;

/// Endings of the files of a folder that are lists.
const ENDINGS: [&str; 4] = ["csv", "tsv", "xlsx", "ods"];

/// The same lists, those that are no CSV in UTF-8 turned into that, and what
/// was done to which. A folder that holds one of them is taken file by file.
/// What cannot be turned stays what it is: reading it tells what is wrong.
///
/// # Errors
/// An encoding of no known name.
pub fn readable_lists(
    lists: &[ListSource],
    encoding: Option<&str>,
) -> Result<(Vec<ListSource>, Vec<String>), InputError> {
    let named = encoding.map(named_encoding).transpose()?;
    let (mut readable, mut notes) = (Vec::new(), Vec::new());
    for list in lists {
        let turned: Vec<ListSource> = files(list).into_iter().map(|file| turned(file, named, &mut notes)).collect();
        match turned.iter().any(|file| file.content.is_some()) {
            true => readable.extend(turned),
            false => readable.push(list.clone()),
        }
    }
    Ok((readable, notes))
}

/// The files that a list stands for.
fn files(list: &ListSource) -> Vec<ListSource> {
    if list.content.is_some() || !list.path.is_dir() {
        return vec![list.clone()];
    }
    let mut walk = ignore::WalkBuilder::new(&list.path);
    let walk = walk.standard_filters(false).hidden(true).sort_by_file_name(Ord::cmp).build();
    let paths = walk.filter_map(|entry| Some(entry.ok()?.into_path()));
    let is_list = |path: &PathBuf| {
        let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
        path.is_file() && ending.is_some_and(|ending| ENDINGS.contains(&ending.as_str()))
    };
    let file = |path: PathBuf| {
        let after = ReadOptions::labelled_after(path.parent().unwrap_or(&list.path)).label;
        ListSource { label: Some(list.label.clone().unwrap_or(after)), ..ListSource::from(path) }
    };
    paths.filter(is_list).map(file).collect()
}

fn turned(list: ListSource, named: Option<&'static Encoding>, notes: &mut Vec<String>) -> ListSource {
    // A pipe cannot be read twice, and a device has no end.
    if list.content.is_some() || !list.path.is_file() {
        return list;
    }
    let read = fs::read(&list.path).map_err(Reason::from).and_then(|bytes| as_text(bytes, named));
    match read {
        Ok(Some((content, told))) => {
            notes.push(format!("{}: read as {told}", list.path.display()));
            ListSource { content: Some(content.into()), ..list }
        }
        _ => list,
    }
}

/// A list as text, and what it was; `None` where it is that already.
fn as_text(bytes: Vec<u8>, named: Option<&'static Encoding>) -> Result<Option<(Vec<u8>, String)>, Reason> {
    let Some(kind) = Kind::of_start(&bytes).filter(|kind| kind.is_compressed() || *kind == Kind::Zip) else {
        let (text, how) = decode(&bytes, named, false)?;
        let is_same = how.repaired > 0 || text.len() == bytes.len() && text.as_bytes() == bytes;
        let is_marked = bytes.starts_with(b"\xef\xbb\xbf");
        return Ok((!is_same && !is_marked).then(|| (text.into_owned().into_bytes(), how.name.to_string())));
    };
    if kind == Kind::Zip {
        return Ok(Some((workbook(bytes)?, "a workbook: its first sheet".into())));
    }
    let mut inner = Vec::new();
    let packed: Box<dyn Read + Send> = Box::new(Cursor::new(bytes));
    compressed::open(kind, packed)?.take(DEFAULT_MAX_SIZE * 4).read_to_end(&mut inner).map_err(Reason::Packed)?;
    let text = decode(&inner, named, false)?.0.into_owned().into_bytes();
    Ok(Some((text, kind.to_string())))
}

#[cfg(feature = "sheets")]
fn workbook(bytes: Vec<u8>) -> Result<Vec<u8>, Reason> {
    super::table::sheet::csv(bytes)
}

#[cfg(not(feature = "sheets"))]
fn workbook(_: Vec<u8>) -> Result<Vec<u8>, Reason> {
    Err(Reason::NotBuilt { kind: Kind::Xlsx, feature: "sheets" })
}

/// A list as a stream of CSV or text in UTF-8, and what it was, where it was
/// something else. What its first megabyte does not tell, stays as it is.
///
/// # Errors
/// An encoding of no known name, and what the system says.
pub fn readable_list<'r>(
    list: impl Read + Send + 'r,
    encoding: Option<&str>,
) -> Result<(Box<dyn BufRead + 'r>, Option<String>), InputError> {
    let named = encoding.map(named_encoding).transpose()?;
    let (mut list, mut start) = (EndingLines::new(list), Vec::new());
    let failed = |error: io::Error| InputError::Path { path: "the list".into(), error };
    list.by_ref().take(START).read_to_end(&mut start).map_err(failed)?;
    let is_zip = Kind::of_start(&start) == Some(Kind::Zip);
    let is_whole = is_zip || named.is_some();
    if is_whole {
        list.read_to_end(&mut start).map_err(failed)?;
        return Ok(match as_text(start.clone(), named) {
            Ok(Some((text, told))) => (Box::new(Cursor::new(text)), Some(told)),
            _ => (Box::new(Cursor::new(start)), None),
        });
    }
    let encoding = utf_16(&start).or_else(|| Guess::new(&start, None).encoding());
    let whole = Cursor::new(start).chain(list);
    Ok(match encoding {
        Some(encoding) => {
            let text = Transcoded::new(Box::new(whole), encoding);
            (Box::new(BufReader::new(text)), Some(encoding.name().to_string()))
        }
        None => (Box::new(BufReader::with_capacity(1 << 16, whole)), None),
    })
}
