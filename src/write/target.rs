//! Where rows go: standard output, a special file, or a file that appears
//! only when it is whole.
//!
//! A file is written without a name, or beside its place under another one,
//! flushed to the disk, and put in its place. Whoever sees the file sees a
//! finished run; a run that fails leaves what was there before.

use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::ahead::Ahead;
use super::beside::{self, Beside, folder_of};
use crate::read::Identity;

/// An open output.
#[derive(Debug)]
pub struct Target {
    kind: Kind,
    /// The file that is to be replaced, with no link in its path.
    path: Option<PathBuf>,
    identity: Option<Identity>,
}

#[derive(Debug)]
enum Kind {
    Stdout,
    Special(File),
    Beside { beside: Beside, ahead: Ahead, replaced: Option<Box<Metadata>> },
}

/// Why an output cannot be written.
#[derive(Debug, thiserror::Error)]
#[error("{path}: cannot be written: {error}")]
#[non_exhaustive]
pub struct TargetError {
    /// The output as it was named.
    pub path: String,
    /// What the system says.
    pub error: io::Error,
}

impl Target {
    /// Opens `path`; `None` and `-` are standard output.
    ///
    /// # Errors
    /// Where there is a folder at `path`, or it cannot be written.
    pub fn open(path: Option<&Path>) -> Result<Self, TargetError> {
        match path {
            Some(path) if !is_stdout(path) => {
                Self::open_file(path).map_err(|error| TargetError { path: path.to_string_lossy().into_owned(), error })
            }
            _ => Ok(Self::stdout()),
        }
    }

    fn stdout() -> Self {
        // Where the shell has sent standard output to a file, that is no
        // input either.
        let metadata = fs::metadata("/dev/stdout").ok().filter(Metadata::is_file);
        let path = metadata.as_ref().and_then(|_| fs::canonicalize("/dev/stdout").ok());
        Target { kind: Kind::Stdout, path, identity: metadata.as_ref().and_then(Identity::of) }
    }

    fn open_file(path: &Path) -> io::Result<Self> {
        let replaced = match fs::metadata(path) {
            Ok(metadata) => Some(metadata),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(error),
        };
        match &replaced {
            Some(metadata) if metadata.is_dir() => return Err(io::ErrorKind::IsADirectory.into()),
            Some(metadata) if !metadata.is_file() || is_descriptor(path) => {
                let file = OpenOptions::new().append(true).open(path)?;
                return Ok(Target { kind: Kind::Special(file), path: None, identity: None });
            }
            // A file that must not be written must not be replaced either.
            Some(_) => drop(OpenOptions::new().append(true).open(path)?),
            None => {}
        }
        let path = place(path)?;
        let beside = Beside::new(&path)?;
        let identity = replaced.as_ref().and_then(Identity::of);
        let kind = Kind::Beside { beside, ahead: Ahead::default(), replaced: replaced.map(Box::new) };
        Ok(Target { kind, path: Some(path), identity })
    }

    /// True for standard output.
    pub fn is_stdout(&self) -> bool {
        matches!(self.kind, Kind::Stdout)
    }

    /// The file that will be replaced or made, with no link in its path.
    pub fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// Which file is there now.
    pub fn identity(&self) -> Option<Identity> {
        self.identity
    }

    /// The file beside the target that rows may go to until all are written.
    pub fn temporary(&self) -> Option<PathBuf> {
        self.path.as_deref().map(beside::temporary)
    }

    /// Puts the finished output in its place.
    ///
    /// # Errors
    /// Where the disk is full or the place is gone; the old file then stands
    /// untouched.
    pub fn commit(mut self) -> io::Result<()> {
        self.flush()?;
        let (Kind::Beside { beside, mut ahead, replaced }, Some(path)) = (self.kind, self.path) else {
            return Ok(());
        };
        if let Some(replaced) = &replaced {
            keep_ownership(beside.file(), replaced);
            beside.file().set_permissions(replaced.permissions())?;
        }
        ahead.wait()?;
        beside.file().sync_all()?;
        beside.persist(&path)?;
        // The name itself; not every file system has that, and the file stands.
        if let Ok(folder) = File::open(folder_of(&path)) {
            let _ = folder.sync_all();
        }
        Ok(())
    }
}

impl Write for Target {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.kind {
            Kind::Stdout => io::stdout().write(bytes),
            Kind::Special(file) => file.write(bytes),
            Kind::Beside { beside, ahead, .. } => {
                let written = beside.file_mut().write(bytes)?;
                ahead.wrote(written, beside.file())?;
                Ok(written)
            }
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut self.kind {
            Kind::Stdout => io::stdout().flush(),
            Kind::Special(file) => file.flush(),
            Kind::Beside { beside, .. } => beside.file_mut().flush(),
        }
    }
}

fn is_stdout(path: &Path) -> bool {
    ["-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"].iter().any(|name| path == Path::new(name))
}

/// True for names of what is open already, which must not be renamed over.
/// Other files below `/dev` are files like any.
fn is_descriptor(path: &Path) -> bool {
    let folders = ["/dev/fd", "/proc/self/fd", "/proc/thread-self/fd"];
    let names = ["/dev/stdin", "/dev/stdout", "/dev/stderr"];
    folders.iter().any(|folder| path.starts_with(folder)) || names.iter().any(|name| path == Path::new(name))
}

/// How many links in a row are followed: as many as Linux does.
const MAX_LINKS: usize = 40;

/// Where the file is to be, links to it followed, even one that leads to
/// nothing yet.
fn place(path: &Path) -> io::Result<PathBuf> {
    let mut path = path.to_path_buf();
    for _ in 0..MAX_LINKS {
        match fs::read_link(&path) {
            Ok(target) => path = folder_of(&path).join(target),
            Err(_) => {
                let name = path.file_name().ok_or(io::ErrorKind::InvalidInput)?;
                return Ok(fs::canonicalize(folder_of(&path))?.join(name));
            }
        }
    }
    Err(io::Error::other("too many links"))
}

/// Keeps the owner where the system lets us; else the file is the user's own.
/// The file itself is asked for, and not whatever has its name by now.
#[cfg(unix)]
fn keep_ownership(file: &File, replaced: &Metadata) {
    use std::os::unix::fs::{MetadataExt, fchown};
    let _ = fchown(file, Some(replaced.uid()), Some(replaced.gid()));
}

#[cfg(not(unix))]
fn keep_ownership(_file: &File, _replaced: &Metadata) {}
