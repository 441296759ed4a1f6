//! The parts of an office file.

use std::io::Cursor;
use zip::ZipArchive;
use zip::result::ZipError;

use crate::read::Reason;
use crate::read::archive::zip::{reason, unpack};

/// An office file, and how much of it may still be unpacked.
pub(in crate::read) struct Package<'b> {
    archive: ZipArchive<Cursor<&'b [u8]>>,
    max_size: u64,
    left: u64,
}

impl<'b> Package<'b> {
    /// Opens a file; of its parts at most `max_size` bytes are unpacked.
    ///
    /// # Errors
    /// Where it is damaged.
    pub fn new(bytes: &'b [u8], max_size: u64) -> Result<Self, Reason> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| match error {
            ZipError::InvalidArchive(_) => Reason::Cut,
            other => reason(other),
        })?;
        Ok(Package { archive, max_size, left: max_size })
    }

    /// The names of the parts, as they are in the archive.
    pub fn names(&self) -> Vec<String> {
        self.archive.file_names().filter_map(|name| Some(name.ok()?.into_owned())).collect()
    }

    /// The bytes of a part; `None` where there is no such part.
    ///
    /// # Errors
    /// Where it is damaged, protected, or too large.
    pub fn part(&mut self, name: &str) -> Result<Option<Vec<u8>>, Reason> {
        let file = match self.archive.by_name(name) {
            Ok(file) => file,
            Err(ZipError::FileNotFound) => return Ok(None),
            Err(error) => return Err(reason(error)),
        };
        let packed = file.compressed_size();
        let bytes = unpack(file, packed, self.left).map_err(|reason| match reason {
            Reason::TooLarge { .. } => Reason::TooLarge { max: self.max_size },
            other => other,
        })?;
        self.left -= bytes.len() as u64;
        Ok(Some(bytes))
    }
}
