//! One document → its bytes.

use std::fs::{self, File, Metadata};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::files::special;
use super::{Found, Identity, Place, Reason};

/// A document that can be read, and was not read yet.
#[derive(Debug)]
pub struct Opened {
    source: Source,
    size: Option<u64>,
    identity: Option<Identity>,
    max_size: u64,
}

#[derive(Debug)]
enum Source {
    Stdin,
    /// In memory already.
    Held,
    File(File),
    /// Opened only to be read: that may be to wait.
    Special(PathBuf),
}

impl Opened {
    pub(super) fn new(found: &Found, max_size: u64) -> Result<Self, Reason> {
        let opened = match &found.place {
            Place::Stdin => Self::stdin(max_size),
            Place::File { path, is_file: true } => Self::file(open_at_once(path)?, max_size)?,
            Place::File { path, .. } => Self::special(path, max_size)?,
            Place::Member(_) | Place::Text(_) | Place::Object(_) => {
                Opened { source: Source::Held, size: Some(found.held()), identity: None, max_size }
            }
        };
        if opened.size.is_some_and(|size| size > max_size) { Err(opened.too_large()) } else { Ok(opened) }
    }

    fn stdin(max_size: u64) -> Self {
        // Where the shell has opened a file for it, that is the document.
        let file = fs::metadata("/dev/stdin").ok().filter(Metadata::is_file);
        Opened { source: Source::Stdin, size: None, identity: file.as_ref().and_then(Identity::of), max_size }
    }

    fn file(file: File, max_size: u64) -> Result<Self, Reason> {
        let metadata = file.metadata()?;
        if !metadata.is_file() {
            return Err(not_a_file(&metadata));
        }
        let identity = Identity::of(&metadata);
        Ok(Opened { source: Source::File(file), size: Some(metadata.len()), identity, max_size })
    }

    fn special(path: &Path, max_size: u64) -> Result<Self, Reason> {
        let metadata = fs::metadata(path)?;
        may_be_opened(path, &metadata)?;
        let identity = Identity::of(&metadata);
        Ok(Opened { source: Source::Special(path.to_path_buf()), size: None, identity, max_size })
    }

    /// Its size in bytes; `None` where that shows only in reading, which may
    /// be to wait.
    pub fn size(&self) -> Option<u64> {
        self.size
    }

    /// Which file it is, whatever its name.
    pub fn identity(&self) -> Option<Identity> {
        self.identity
    }

    /// Reads the bytes of `found`, which it was opened for. The buffer only saves memory from being asked for
    /// again; what it holds is of no interest, before and after.
    ///
    /// # Errors
    /// Where it is too large, or the system refuses.
    pub fn read<'d>(mut self, found: &'d Found, buffer: &'d mut Vec<u8>) -> Result<&'d [u8], Reason> {
        let read = match &mut self.source {
            Source::Held => return Ok(found.bytes()),
            Source::Stdin => read_to_end(io::stdin().lock(), 0, self.max_size, buffer)?,
            Source::Special(path) => read_to_end(File::open(path)?, 0, self.max_size, buffer)?,
            Source::File(file) => read_file(file, self.size.unwrap_or(0), self.max_size, buffer)?,
        };
        if read as u64 > self.max_size { Err(self.too_large()) } else { Ok(&buffer[..read]) }
    }

    fn too_large(&self) -> Reason {
        Reason::TooLarge { max: self.max_size }
    }
}

/// Reads a file of about `size` bytes, and of `max_size` at most one more; how
/// many were read.
fn read_file(file: &mut File, size: u64, max_size: u64, buffer: &mut Vec<u8>) -> io::Result<usize> {
    let size = usize::try_from(size).map_err(|_| io::ErrorKind::OutOfMemory)?;
    if buffer.len() <= size {
        buffer.resize(size + 1, 0);
    }
    let read = file.read(&mut buffer[..=size])?;
    // The end is where the file said that it is: no need to look for it.
    if read == size && size > 0 { Ok(read) } else { read_to_end(file, read, max_size, buffer) }
}

/// Reads what follows the first `before` bytes, of `max_size` at most one more.
fn read_to_end(from: impl Read, before: usize, max_size: u64, buffer: &mut Vec<u8>) -> io::Result<usize> {
    buffer.truncate(before);
    from.take((max_size + 1).saturating_sub(before as u64)).read_to_end(buffer)?;
    Ok(buffer.len())
}

/// To open a pipe is to wait for somebody who writes into it; what the shell
/// opened already is there.
fn may_be_opened(path: &Path, metadata: &Metadata) -> Result<(), Reason> {
    let kind = metadata.file_type();
    match () {
        _ if kind.is_file() || (is_descriptor(path) && !kind.is_dir()) => Ok(()),
        _ => Err(not_a_file(metadata)),
    }
}

pub(super) fn not_a_file(metadata: &Metadata) -> Reason {
    match metadata.is_dir() {
        true => Reason::Unreadable(io::ErrorKind::IsADirectory.into()),
        false => Reason::Special(special(metadata.file_type())),
    }
}

/// Opens what was seen to be a file. It may have become a pipe since, which
/// must not hold up the run.
#[cfg(unix)]
pub(super) fn open_at_once(path: &Path) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;
    File::options().read(true).custom_flags(libc::O_NONBLOCK | libc::O_NOCTTY).open(path)
}

/// Opens what was seen to be a file.
#[cfg(not(unix))]
pub(super) fn open_at_once(path: &Path) -> io::Result<File> {
    File::open(path)
}

/// True for the names under which a shell hands over what it has opened.
fn is_descriptor(path: &Path) -> bool {
    path == Path::new("/dev/stdin") || path.starts_with("/dev/fd") || path.starts_with("/proc/self/fd")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    #[test]
    fn a_file_is_read_to_its_end_whatever_its_size_was() {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(b"Shanghai").unwrap();
        let mut buffer = vec![b'x'; 20];
        for (size, max_size, expected) in
            [(8, 99, "Shanghai"), (0, 99, "Shanghai"), (3, 99, "Shanghai"), (50, 99, "Shanghai"), (3, 5, "Shangh")]
        {
            let read = read_file(&mut file.reopen().unwrap(), size, max_size, &mut buffer).unwrap();
            assert_eq!(&buffer[..read], expected.as_bytes(), "{size}, {max_size}");
        }
        file.as_file().set_len(0).unwrap();
        assert_eq!(read_file(&mut file.reopen().unwrap(), 0, 99, &mut buffer).unwrap(), 0);
    }
}
