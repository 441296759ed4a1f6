//! The bytes of a container: in order, or in any order.

use std::fs::File;
#[cfg(feature = "archives")]
use std::io::Seek;
use std::io::{self, Cursor, Read};
use std::path::Path;

#[cfg(feature = "archives")]
use super::Kind;
use super::opened::{not_a_file, open_at_once};
use super::{Found, Place, Reason};

/// Bytes that can be read in order, of which the first are known.
pub(super) struct Stream {
    pub start: Vec<u8>,
    rest: Box<dyn Read + Send>,
}

impl Stream {
    pub fn new(mut rest: Box<dyn Read + Send>) -> io::Result<Self> {
        let mut start = Vec::new();
        rest.by_ref().take(super::kind::START as u64).read_to_end(&mut start)?;
        Ok(Stream { start, rest })
    }

    /// All bytes, from the first.
    pub fn bytes(self) -> Box<dyn Read + Send> {
        Box::new(Cursor::new(self.start).chain(self.rest))
    }
}

/// Bytes that can be read in any order.
#[cfg(feature = "archives")]
pub(super) trait Seekable: Read + Seek + Send {}

#[cfg(feature = "archives")]
impl<T: Read + Seek + Send> Seekable for T {}

/// The bytes of a file or a member.
pub(super) fn input(found: &Found) -> Result<Box<dyn Read + Send>, Reason> {
    Ok(match &found.place {
        Place::File { path, .. } => Box::new(file(path)?),
        _ => Box::new(Cursor::new(found.bytes().to_vec())),
    })
}

/// A file, which has to be one still.
pub(super) fn file(path: &Path) -> Result<File, Reason> {
    let file = open_at_once(path)?;
    let metadata = file.metadata()?;
    match metadata.is_file() {
        true => Ok(file),
        false => Err(not_a_file(&metadata)),
    }
}

/// The bytes of a container, in any order; what only streams is held.
#[cfg(feature = "archives")]
pub(super) fn seekable(found: &Found, stream: Stream, max_size: u64) -> Result<Box<dyn Seekable>, Reason> {
    match &found.place {
        Place::File { path, .. } if Kind::of_start(&stream.start) == start_of(path)? => Ok(Box::new(file(path)?)),
        _ => {
            let mut bytes = Vec::new();
            stream.bytes().take(max_size + 1).read_to_end(&mut bytes).map_err(Reason::Packed)?;
            match bytes.len() as u64 > max_size {
                true => Err(Reason::TooLarge { max: max_size }),
                false => Ok(Box::new(Cursor::new(bytes))),
            }
        }
    }
}

#[cfg(feature = "archives")]
fn start_of(path: &Path) -> Result<Option<Kind>, Reason> {
    Ok(Kind::of_start(&Stream::new(Box::new(file(path)?))?.start))
}
