//! Folders → the documents in them, one at a time, in a fixed order.
//!
//! The order is that of the bytes of the paths: `a.txt` before `a/b.txt`. One
//! folder's names are held at a time for each level, so a walk costs little
//! memory however many files there are. Links to files and folders are
//! followed; a link to a folder that holds it is not, and each folder is
//! followed to once, so that every walk ends.

use std::collections::HashSet;
use std::ffi::OsString;
use std::fs::{FileType, Metadata};
use std::path::{Path, PathBuf};
use std::{fs, io};

use super::passed::Passed;
use super::select::{Selection, Verdict};
use super::{Found, Kind, Place, Reason, Skipped};

/// One path that the user named.
#[derive(Debug)]
pub(super) enum Root {
    Stdin,
    File {
        path: PathBuf,
        is_file: bool,
    },
    Folder {
        path: PathBuf,
        /// The folder with no link in its path.
        real: PathBuf,
        /// What the names of its documents begin with: nothing where it is
        /// the only path, so that names are the same wherever it lies.
        prefix: PathBuf,
    },
}

/// Device and inode of a file: equal for two names of one file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Identity(u64, u64);

impl Identity {
    /// What the system says; `None` where it does not say.
    #[cfg(unix)]
    pub fn of(metadata: &Metadata) -> Option<Self> {
        use std::os::unix::fs::MetadataExt;
        Some(Identity(metadata.dev(), metadata.ino()))
    }

    /// What the system says; `None` where it does not say.
    #[cfg(not(unix))]
    pub fn of(_metadata: &Metadata) -> Option<Self> {
        None
    }
}

/// The files below some roots, in order.
pub(super) struct Files<'c> {
    selection: &'c Selection,
    roots: std::slice::Iter<'c, Root>,
    folders: Vec<Folder>,
    followed: HashSet<PathBuf>,
}

/// A folder that is being walked.
struct Folder {
    path: PathBuf,
    /// What the names of its documents begin with.
    name: PathBuf,
    /// What its globs are matched against.
    relative: PathBuf,
    /// The folder with no link in its path.
    real: PathBuf,
    /// Kept until all are visited: now this thread walks, now that one, and
    /// none shall free at every step what another one asked for.
    items: Vec<Item>,
    /// How many of them were visited.
    visited: usize,
}

/// A name in a folder.
struct Item {
    name: OsString,
    kind: Sort,
    is_link: bool,
}

enum Sort {
    File,
    Folder,
    Special(&'static str),
    Broken(io::Error),
}

impl<'c> Files<'c> {
    pub fn new(selection: &'c Selection, roots: &'c [Root]) -> Self {
        Files { selection, roots: roots.iter(), folders: Vec::new(), followed: HashSet::new() }
    }

    fn enter_root(&mut self, root: &'c Root) -> Option<Result<Found, Passed>> {
        match root {
            Root::Stdin => Some(Ok(Found::new("-".into(), Place::Stdin))),
            Root::File { path, is_file } => Some(Ok(Found::file(display(path), path.clone(), *is_file, true))),
            Root::Folder { path, real, prefix } => {
                self.enter(path.clone(), prefix.clone(), PathBuf::new(), real.clone()).err().map(skipped)
            }
        }
    }

    fn enter(&mut self, path: PathBuf, name: PathBuf, relative: PathBuf, real: PathBuf) -> Result<(), Skipped> {
        match items(&path) {
            Ok(items) => {
                self.folders.push(Folder { path, name, relative, real, items, visited: 0 });
                Ok(())
            }
            Err(error) => Err(Skipped::new(display(&path), None, error)),
        }
    }

    /// The document, the folder or the trouble that the next item of the
    /// innermost folder stands for; leaves the folder where there is none.
    fn visit(&mut self) -> Option<Result<Found, Passed>> {
        let folder = self.folders.last_mut()?;
        let Some(item) = folder.items.get(folder.visited) else {
            self.folders.pop();
            return None;
        };
        folder.visited += 1;
        let path = folder.path.join(&item.name);
        let name = folder.name.join(&item.name);
        let relative = folder.relative.join(&item.name);
        let (is_folder, is_link) = (matches!(item.kind, Sort::Folder), item.is_link);
        let verdict = match is_folder {
            true if self.selection.takes_folder(&relative) => Verdict::Take,
            true => return None,
            false => self.selection.file(&relative),
        };
        let taken = matches!(verdict, Verdict::Take | Verdict::Ask);
        let kind = Kind::of_name(&name).filter(|_| !is_folder);
        let skipped = |reason| Some(Err(Passed::skipped(display(&name), kind, reason)));
        let folder = self.folders.last()?;
        match &folder.items[folder.visited - 1].kind {
            // A dead link whose name nothing takes is no document.
            Sort::Broken(error) if verdict == Verdict::Take || error.kind() != io::ErrorKind::NotFound => {
                skipped(Reason::Unreadable(same(error)))
            }
            Sort::Broken(_) => None,
            _ if !taken => Some(Err(Passed::LeftOut(relative, verdict))),
            Sort::File => Some(Ok(Found::file(display(&name), path, true, self.selection.by_glob))),
            Sort::Special(what) => skipped(Reason::Special(what)),
            Sort::Folder if is_link => match self.follow(&path) {
                Ok(real) => self.enter(path, name, relative, real).err().map(self::skipped),
                Err(reason) => skipped(reason),
            },
            Sort::Folder => {
                let real = folder.real.join(path.file_name().unwrap_or_default());
                self.enter(path, name, relative, real).err().map(self::skipped)
            }
        }
    }

    /// Where a link to a folder leads, if it is to be followed.
    fn follow(&mut self, link: &Path) -> Result<PathBuf, Reason> {
        let real = fs::canonicalize(link)?;
        if self.folders.iter().any(|folder| folder.real.starts_with(&real)) {
            return Err(Reason::Loop);
        }
        if self.followed.insert(real.clone()) { Ok(real) } else { Err(Reason::Again) }
    }
}

impl Iterator for Files<'_> {
    type Item = Result<Found, Passed>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let result = if self.folders.is_empty() {
                let root = self.roots.next()?;
                self.enter_root(root)
            } else {
                self.visit()
            };
            if result.is_some() {
                return result;
            }
        }
    }
}

fn skipped(skipped: Skipped) -> Result<Found, Passed> {
    Err(Passed::Skipped(skipped))
}

/// What the system said, once more.
fn same(error: &io::Error) -> io::Error {
    error.raw_os_error().map_or_else(|| error.kind().into(), io::Error::from_raw_os_error)
}

/// The names of a folder, in the order of the bytes of the paths below it.
fn items(path: &Path) -> io::Result<Vec<Item>> {
    let mut items = Vec::new();
    for entry in fs::read_dir(path)? {
        let entry = entry?;
        let mut kind = entry.file_type();
        let is_link = kind.as_ref().is_ok_and(FileType::is_symlink);
        if is_link {
            kind = fs::metadata(entry.path()).map(|metadata| metadata.file_type());
        }
        items.push(Item { name: entry.file_name(), kind: kind.map_or_else(Sort::Broken, Sort::of), is_link });
    }
    items.sort_unstable_by(|a, b| a.sort_key().cmp(b.sort_key()));
    Ok(items)
}

impl Item {
    /// The bytes of the name, with the `/` that follows it in paths below.
    fn sort_key(&self) -> impl Iterator<Item = u8> {
        let slash = matches!(self.kind, Sort::Folder).then_some(b'/');
        self.name.as_encoded_bytes().iter().copied().chain(slash)
    }
}

impl Sort {
    fn of(kind: FileType) -> Self {
        match special(kind) {
            _ if kind.is_file() => Sort::File,
            _ if kind.is_dir() => Sort::Folder,
            what => Sort::Special(what),
        }
    }
}

/// What a file is that is neither file nor folder.
#[cfg(unix)]
pub(super) fn special(kind: FileType) -> &'static str {
    use std::os::unix::fs::FileTypeExt;
    if kind.is_fifo() {
        "a pipe"
    } else if kind.is_socket() {
        "a socket"
    } else {
        "a device"
    }
}

/// What a file is that is neither file nor folder.
#[cfg(not(unix))]
pub(super) fn special(_kind: FileType) -> &'static str {
    "a device"
}

/// A path as the column `document` has it: with `/`, and `\xHH` for each byte
/// that is not UTF-8.
pub(super) fn display(path: &Path) -> String {
    let mut name = String::new();
    for chunk in path.as_os_str().as_encoded_bytes().utf8_chunks() {
        name.push_str(chunk.valid());
        for byte in chunk.invalid() {
            name.push_str(&format!("\\x{byte:02X}"));
        }
    }
    if std::path::MAIN_SEPARATOR == '/' { name } else { name.replace(std::path::MAIN_SEPARATOR, "/") }
}
