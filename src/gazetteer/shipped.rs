//! The lists that come with the program, embedded in compressed form.

use flate2::read::DeflateDecoder;
use std::io::Read;

/// Every list of `gazetteers/`, one after the other: path, a line end, length
/// in decimal digits, a line end, the file. Written by the build script.
static ARCHIVE: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/gazetteers.deflate"));

/// The shipped lists as `(path, content)`, sorted by path; paths look like
/// `places/cities.csv`. Costs the unpacking of some megabytes.
///
/// ```
/// let files = gaztag::shipped_files();
/// assert!(files.iter().any(|(path, _)| path == "context/heads.csv"));
/// ```
pub fn shipped_files() -> Vec<(String, Vec<u8>)> {
    let mut archive = Vec::new();
    DeflateDecoder::new(ARCHIVE).read_to_end(&mut archive).expect("the archive was written by the build script");
    let mut files = Vec::new();
    let mut rest = archive.as_slice();
    while let Some((path, after)) = split_line(rest) {
        let (length, after) = split_line(after).expect("a length follows each path");
        let length: usize = length.parse().expect("the length is a number");
        let (content, after) = after.split_at(length);
        files.push((path.to_string(), content.to_vec()));
        rest = after;
    }
    files
}

fn split_line(bytes: &[u8]) -> Option<(&str, &[u8])> {
    let end = bytes.iter().position(|&b| b == b'\n')?;
    Some((std::str::from_utf8(&bytes[..end]).ok()?, &bytes[end + 1..]))
}
