//! A file that is not in its place yet.
//!
//! Where the system has files without a name, it has none until it is whole:
//! then nothing is left of a process that is killed. Elsewhere it is one
//! beside its place. That is kept locked by its process, so that who comes
//! next can tell one in use from one that was left behind, and removes this.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::hash::Hasher;
use std::io;
use std::path::{Path, PathBuf};
use twox_hash::XxHash3_64;

/// How many runs may write the same file at once.
const MOST: u32 = 100;

/// The folder that a path lies in.
pub(super) fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// A file for what is to be at a place.
#[derive(Debug)]
pub(super) struct Beside {
    file: File,
    /// Where it is; `None` while it has no name.
    path: Option<PathBuf>,
}

impl Beside {
    /// A new file for `place`, in the same folder.
    ///
    /// # Errors
    /// Where the folder takes no file.
    pub fn new(place: &Path) -> io::Result<Self> {
        if let Some(file) = unnamed::new(place) {
            return Ok(Beside { file, path: None });
        }
        let (file, path) = named(place)?;
        Ok(Beside { file, path: Some(path) })
    }

    pub fn file(&self) -> &File {
        &self.file
    }

    pub fn file_mut(&mut self) -> &mut File {
        &mut self.file
    }

    /// Puts the file in its place.
    ///
    /// # Errors
    /// Where the place is gone, or is another's.
    pub fn persist(mut self, place: &Path) -> io::Result<()> {
        let path = match self.path.take() {
            Some(path) => path,
            None => free(place, |path| unnamed::link(&self.file, path))?.1,
        };
        fs::rename(&path, place).inspect_err(|_| drop(fs::remove_file(&path)))
    }
}

impl Drop for Beside {
    fn drop(&mut self) {
        if let Some(path) = &self.path {
            let _ = fs::remove_file(path);
        }
    }
}

/// The first name that the file for `place` may have for a while.
pub(super) fn temporary(place: &Path) -> PathBuf {
    numbered(place, 0)
}

fn numbered(place: &Path, number: u32) -> PathBuf {
    let mut hasher = XxHash3_64::default();
    hasher.write(place.as_os_str().as_encoded_bytes());
    folder_of(place).join(format!(".gaztag-{:016x}-{number}.tmp", hasher.finish()))
}

fn named(place: &Path) -> io::Result<(File, PathBuf)> {
    free(place, |path| {
        let file = OpenOptions::new().write(true).create_new(true).open(path)?;
        // Without locks on this file system nothing can be told apart later.
        let _ = file.try_lock();
        Ok(file)
    })
}

/// Has `make` make a file under the first name that is not in use.
fn free<T>(place: &Path, make: impl Fn(&Path) -> io::Result<T>) -> io::Result<(T, PathBuf)> {
    for number in 0..MOST {
        let path = numbered(place, number);
        match make(&path) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            made => return Ok((made?, path)),
        }
        if is_left_behind(&path) {
            let _ = fs::remove_file(&path);
            match make(&path) {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                made => return Ok((made?, path)),
            }
        }
    }
    Err(io::Error::other(format!("{MOST} other runs write here")))
}

/// True where no process holds the file.
fn is_left_behind(path: &Path) -> bool {
    let is_file = fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_file());
    let file = is_file.then(|| OpenOptions::new().append(true).open(path).ok()).flatten();
    file.is_some_and(|file| !matches!(file.try_lock(), Err(TryLockError::WouldBlock | TryLockError::Error(_))))
}

#[cfg(target_os = "linux")]
mod unnamed {
    use rustix::fs::{AtFlags, CWD, Mode, OFlags, linkat, open};
    use std::fs::{self, File};
    use std::io;
    use std::os::fd::AsRawFd;
    use std::path::Path;

    use super::folder_of;

    /// A file without a name that can be given one; `None` where the system
    /// has none.
    pub fn new(place: &Path) -> Option<File> {
        // Some systems make such a file, and then let nobody name it. One that
        // had a name cannot be given another: so this is tried with one more.
        let tried = open_unnamed(place)?;
        let (_, path) = super::free(place, |path| link(&tried, path)).ok()?;
        fs::remove_file(path).ok()?;
        open_unnamed(place)
    }

    fn open_unnamed(place: &Path) -> Option<File> {
        let flags = OFlags::TMPFILE | OFlags::WRONLY | OFlags::CLOEXEC;
        let file: File = open(folder_of(place), flags, Mode::from_raw_mode(0o666)).ok()?.into();
        let _ = file.try_lock();
        Some(file)
    }

    /// Gives the file a name.
    pub fn link(file: &File, path: &Path) -> io::Result<()> {
        let source = format!("/proc/self/fd/{}", file.as_raw_fd());
        Ok(linkat(CWD, source.as_str(), CWD, path, AtFlags::SYMLINK_FOLLOW)?)
    }
}

#[cfg(not(target_os = "linux"))]
mod unnamed {
    use std::fs::File;
    use std::io;
    use std::path::Path;

    pub fn new(_place: &Path) -> Option<File> {
        None
    }

    pub fn link(_file: &File, _path: &Path) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn names(folder: &Path) -> Vec<String> {
        let names = fs::read_dir(folder).unwrap();
        names.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
    }

    #[test]
    fn one_in_use_is_told_from_one_left_behind() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("rows.csv");
        fs::write(temporary(&place), "left behind").unwrap();
        let (mut first, path) = named(&place).unwrap();
        assert_eq!(path, temporary(&place));
        assert_eq!(fs::read(&path).unwrap(), b"");
        let (_second, other) = named(&place).unwrap();
        assert_ne!(path, other);
        first.write_all(b"rows").unwrap();
        let first = Beside { file: first, path: Some(path) };
        first.persist(&place).unwrap();
        assert_eq!(fs::read(&place).unwrap(), b"rows");
        assert_eq!(names(folder.path()).len(), 2);
    }

    #[test]
    fn a_file_is_put_in_its_place_or_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("rows.csv");
        for text in ["first", "second"] {
            let mut beside = Beside::new(&place).unwrap();
            beside.file_mut().write_all(text.as_bytes()).unwrap();
            beside.persist(&place).unwrap();
            assert_eq!(fs::read_to_string(&place).unwrap(), text);
        }
        drop(Beside::new(&place).unwrap());
        drop(Beside { path: Some(named(&place).unwrap().1), file: File::open(&place).unwrap() });
        assert_eq!(names(folder.path()), ["rows.csv"]);
    }
}
