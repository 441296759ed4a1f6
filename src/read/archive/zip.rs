//! A zip archive → its members; or the office file that it is.

use crate::read::options::ReadOptions;
use crate::read::passed::Pieces;
use crate::read::stream::Stream;
use crate::read::{Found, Kind, Reason};

/// What a zip archive turns out to be.
#[cfg_attr(not(feature = "archives"), expect(dead_code, reason = "no archive is opened"))]
pub(in crate::read) enum Opened<'c> {
    /// An archive.
    Pieces(Pieces<'c>),
    /// A document of this kind, or a table.
    Is(Kind, Stream),
}

#[cfg(not(feature = "archives"))]
pub(in crate::read) fn open<'c>(_: &Found, _: Stream, _: &'c ReadOptions) -> Result<Opened<'c>, Reason> {
    Err(Reason::NotBuilt { kind: Kind::Zip, feature: "archives" })
}

#[cfg(not(feature = "archives"))]
pub(in crate::read) fn office_kind(_: &[u8]) -> Option<Kind> {
    None
}

#[cfg(feature = "archives")]
pub(in crate::read) use unpacked::{office_kind, open};

#[cfg(feature = "archives")]
mod unpacked {
    use std::io::{self, Read, Seek, SeekFrom};
    use std::path::Path;
    use zip::ZipArchive;
    use zip::read::read_zipfile_from_stream;
    use zip::result::ZipError;

    use super::*;
    use crate::read::archive::MOST_MEMBERS;
    use crate::read::archive::member::{member, verdict};
    use crate::read::compressed::{bomb, grows_too_much};
    use crate::read::passed::Passed;
    use crate::read::stream::{Seekable, seekable};

    /// Opens an archive. One whose end is missing is read from its beginning.
    pub(in crate::read) fn open<'c>(
        found: &Found,
        stream: Stream,
        options: &'c ReadOptions,
    ) -> Result<Opened<'c>, Reason> {
        let name = found.name.clone();
        let mut input = seekable(found, stream, options.max_size)?;
        let archive = match ZipArchive::new(&mut input) {
            Ok(archive) => archive,
            Err(_) => {
                input.seek(SeekFrom::Start(0))?;
                return Ok(Opened::Pieces(Box::new(Broken {
                    name,
                    input,
                    max_size: options.max_size,
                    is_done: false,
                })));
            }
        };
        let kind = kind(&archive);
        drop(archive);
        input.seek(SeekFrom::Start(0))?;
        match kind {
            Some(kind) => Ok(Opened::Is(kind, Stream::new(Box::new(input))?)),
            None => {
                let archive = ZipArchive::new(input).map_err(reason)?;
                Ok(Opened::Pieces(Box::new(Members { name, archive, next: 0, max_size: options.max_size })))
            }
        }
    }

    /// Which office file it is.
    pub(in crate::read) fn office_kind(bytes: &[u8]) -> Option<Kind> {
        kind(&ZipArchive::new(io::Cursor::new(bytes)).ok()?)
    }

    /// Which office file it is, by the names of its parts.
    fn kind<R: Read + Seek>(archive: &ZipArchive<R>) -> Option<Kind> {
        let has = |name: &str| archive.index_for_name(name).is_some();
        match () {
            _ if has("word/document.xml") => Some(Kind::Docx),
            _ if has("ppt/presentation.xml") => Some(Kind::Pptx),
            _ if has("xl/workbook.xml") => Some(Kind::Xlsx),
            _ if has("META-INF/container.xml") && has("mimetype") => Some(Kind::Epub),
            _ if has("content.xml") && has("styles.xml") && has("meta.xml") => Some(Kind::Odt),
            _ => None,
        }
    }

    struct Members {
        name: String,
        archive: ZipArchive<Box<dyn Seekable>>,
        next: usize,
        max_size: u64,
    }

    impl Members {
        fn member(&mut self, index: usize) -> Option<Result<Found, Passed>> {
            let bad = |reason| Some(Err(Passed::skipped(format!("{}: member {}", self.name, index + 1), None, reason)));
            let raw = match self.archive.by_index_raw(index) {
                Ok(file) if file.is_dir() => return None,
                Ok(file) => file.name().map(|name| (name.replace('\\', "/"), file.encrypted())),
                Err(error) => return bad(reason(error)),
            };
            let (path, is_protected) = match raw {
                Ok(raw) => raw,
                Err(error) => return bad(reason(error)),
            };
            if let Err(passed) = verdict(&self.name, &path) {
                return Some(Err(passed));
            }
            let (name, kind) = (format!("{}/{path}", self.name), Kind::of_name(Path::new(&path)));
            if is_protected {
                return Some(Err(Passed::skipped(name, kind, Reason::Protected)));
            }
            let bytes = match self.archive.by_index(index) {
                Ok(file) => {
                    let packed = file.compressed_size();
                    unpack(file, packed, self.max_size)
                }
                Err(error) => Err(reason(error)),
            };
            Some(match bytes {
                Ok(bytes) => member(&self.name, &path, bytes),
                Err(reason) => Err(Passed::skipped(name, kind, reason)),
            })
        }
    }

    impl Iterator for Members {
        type Item = Result<Found, Passed>;

        fn next(&mut self) -> Option<Self::Item> {
            while self.next < self.archive.len() {
                let index = self.next;
                self.next += 1;
                if index as u64 >= MOST_MEMBERS {
                    self.next = self.archive.len();
                    return Some(Err(Passed::skipped(
                        self.name.clone(),
                        Kind::Zip,
                        Reason::TooMany { most: MOST_MEMBERS },
                    )));
                }
                let next = self.member(index);
                if next.is_some() {
                    return next;
                }
            }
            None
        }
    }

    /// An archive without its directory.
    struct Broken {
        name: String,
        input: Box<dyn Seekable>,
        max_size: u64,
        is_done: bool,
    }

    impl Broken {
        fn member(&mut self) -> Result<Option<Result<Found, Passed>>, Reason> {
            let Some(file) = read_zipfile_from_stream(&mut self.input).map_err(reason)? else {
                return Ok(None);
            };
            let path = file.name().map_err(reason)?.replace('\\', "/");
            if file.is_dir() {
                return Ok(Some(Err(Passed::LeftOut(path.into(), crate::read::select::Verdict::Hidden))));
            }
            if let Err(passed) = verdict(&self.name, &path) {
                return Ok(Some(Err(passed)));
            }
            let packed = file.compressed_size();
            let bytes = unpack(file, packed, self.max_size)?;
            Ok(Some(member(&self.name, &path, bytes)))
        }
    }

    impl Iterator for Broken {
        type Item = Result<Found, Passed>;

        fn next(&mut self) -> Option<Self::Item> {
            if self.is_done {
                return None;
            }
            match self.member() {
                Ok(Some(next)) => Some(next),
                // The directory is what is broken.
                Ok(None) | Err(Reason::Packed(_)) => {
                    self.is_done = true;
                    Some(Err(Passed::skipped(self.name.clone(), Kind::Zip, Reason::Cut)))
                }
                Err(reason) => {
                    self.is_done = true;
                    Some(Err(Passed::skipped(self.name.clone(), Kind::Zip, reason)))
                }
            }
        }
    }

    /// The bytes of a member.
    pub(in crate::read) fn unpack(mut file: impl Read, packed: u64, max_size: u64) -> Result<Vec<u8>, Reason> {
        let mut bytes = Vec::new();
        loop {
            let before = bytes.len();
            file.by_ref().take(1 << 20).read_to_end(&mut bytes).map_err(Reason::Packed)?;
            match bytes.len() as u64 {
                length if length > max_size => return Err(Reason::TooLarge { max: max_size }),
                length if grows_too_much(packed, length) => return Err(Reason::Packed(io::Error::other(bomb()))),
                length if length == before as u64 => return Ok(bytes),
                _ => {}
            }
        }
    }

    /// What a mistake of the archive means.
    pub(in crate::read) fn reason(error: ZipError) -> Reason {
        match error {
            ZipError::Io(error) => Reason::Packed(error),
            ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) | ZipError::InvalidPassword => Reason::Protected,
            other => Reason::Damaged(other.to_string()),
        }
    }
}

#[cfg(feature = "office")]
pub(in crate::read) use unpacked::{reason, unpack};
