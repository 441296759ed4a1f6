//! The lists that come with the program, embedded in compressed form.

use flate2::read::DeflateDecoder;
use std::borrow::Cow;
use std::io::Read;

/// Every list of `gazetteers/`, one after the other: path, its length, its
/// packed length, each with a line end, then the packed list; where the two
/// lengths are the same, the list as it is. Written by the build script.
static ARCHIVE: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/gazetteers.archive"));

/// The table of their origins.
static SOURCES: &str = include_str!("../../gazetteers/SOURCES.csv");

/// The shipped lists as `(path, content)`, sorted by path; paths look like
/// `places/cities.csv`. Costs the unpacking of some megabytes.
///
/// ```
/// let files = gaztag::shipped_files();
/// assert!(files.iter().any(|(path, _)| path == "context/heads.csv"));
/// ```
pub fn shipped_files() -> Vec<(String, Vec<u8>)> {
    packed_files().iter().map(|file| (file.path.to_string(), file.unpack().into_owned())).collect()
}

/// A shipped list, still packed.
#[derive(Debug)]
pub(crate) struct PackedFile {
    /// As `places/cities.csv`.
    pub path: &'static str,
    /// Bytes of the list.
    pub length: usize,
    packed: &'static [u8],
}

impl PackedFile {
    /// The list itself.
    pub fn unpack(&self) -> Cow<'static, [u8]> {
        if self.packed.len() == self.length {
            return self.packed.into();
        }
        let mut content = Vec::with_capacity(self.length);
        DeflateDecoder::new(self.packed).read_to_end(&mut content).expect("the build script packed it");
        content.into()
    }
}

/// The shipped lists, sorted by path.
pub(crate) fn packed_files() -> Vec<PackedFile> {
    let mut files = Vec::new();
    let mut rest = ARCHIVE;
    while let Some((path, after)) = split_line(rest) {
        let (length, after) = split_length(after);
        let (packed_length, after) = split_length(after);
        let (packed, after) = after.split_at(packed_length);
        files.push(PackedFile { path, length, packed });
        rest = after;
    }
    files
}

/// Where each shipped list comes from.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[non_exhaustive]
pub struct ShippedSource {
    /// The path of the list, as `places/cities.csv`.
    pub file: String,
    /// Who made it, and in which package.
    pub origin: String,
    /// The version of the package; empty for what was written by hand.
    pub version: String,
    /// The licence that it is under.
    pub licence: String,
    /// How many rows the list has.
    pub rows: usize,
    /// What is in it.
    pub note: String,
}

/// The origins and licences of the shipped lists: `gazetteers/SOURCES.csv`.
///
/// ```
/// assert!(gaztag::shipped_sources().iter().all(|source| !source.licence.is_empty()));
/// ```
pub fn shipped_sources() -> Vec<ShippedSource> {
    let mut reader = csv::Reader::from_reader(SOURCES.as_bytes());
    reader.deserialize().collect::<Result<_, _>>().expect("a test reads the table")
}

fn split_length(bytes: &[u8]) -> (usize, &[u8]) {
    let (length, rest) = split_line(bytes).expect("a length follows");
    (length.parse().expect("the length is a number"), rest)
}

fn split_line(bytes: &[u8]) -> Option<(&str, &[u8])> {
    let end = bytes.iter().position(|&b| b == b'\n')?;
    Some((std::str::from_utf8(&bytes[..end]).ok()?, &bytes[end + 1..]))
}
