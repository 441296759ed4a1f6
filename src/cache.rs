//! Compiled lists, kept from one run to the next.
//!
//! To compile a million names takes seconds, to read them compiled takes a
//! fraction of one. A file of the cache is named by a hash of all that it
//! comes from: each list's path, label and content, and the program's own
//! source, the shipped lists with it. Whatever changes, the name changes, and a file
//! that no longer fits is never looked at.
//!
//! A file begins with its name's hash and a checksum of the rest. One that is
//! damaged, cut short or not ours is passed over and written anew. It is
//! written beside its place and renamed, so that two runs at once read whole
//! files only. Nothing about the cache is ever an error: where the folder
//! cannot be read or written, lists are compiled as if there were none.

mod blocks;

use etcetera::BaseStrategy;
use serde::{Serialize, de::DeserializeOwned};
use std::fs::{self, File};
use std::io::{self, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::time::SystemTime;
use twox_hash::XxHash3_128;

use crate::gazetteer::ListFiles;
use blocks::Blocks;

/// From this many bytes of lists on, the cache pays.
const WORTH_BYTES: usize = 1 << 20;

/// How many compiled sets of lists are kept; the oldest go first.
const KEPT: usize = 8;

/// What the name of each cache file ends in.
const ENDING: &str = "gaztag-lists";

const MAGIC: [u8; 8] = *b"gaztag 1";

/// Magic, key and checksum.
const HEADER: usize = 8 + 16 + 16;

/// The folder for compiled lists in the user's cache folder
/// (`$XDG_CACHE_HOME/gaztag` or `~/.cache/gaztag` on Linux); `None` where the
/// user has none.
pub fn default_folder() -> Option<PathBuf> {
    let folders = etcetera::choose_base_strategy().ok()?;
    Some(folders.cache_dir().join("gaztag"))
}

/// What `make` gives for these lists, from the cache where it is there, and
/// into the cache where it is not.
///
/// # Errors
/// Those of `make`, which are never kept.
pub(crate) fn through<T: Serialize + DeserializeOwned, E>(
    folder: Option<&Path>,
    files: &ListFiles,
    make: impl FnOnce() -> Result<T, E>,
) -> Result<T, E> {
    let Some(folder) = folder.filter(|_| files.bytes() >= WORTH_BYTES) else { return make() };
    let key = key(files);
    let path = folder.join(format!("{:032x}.{ENDING}", u128::from_le_bytes(key)));
    if let Some(kept) = read(&path, &key) {
        return Ok(kept);
    }
    let made = make()?;
    // A cache that cannot be written is no cache, and no error.
    let _ = write(&path, &key, &made).and_then(|()| remove_oldest(folder));
    Ok(made)
}

type Key = [u8; 16];

fn key(files: &ListFiles) -> Key {
    let mut hash = XxHash3_128::new();
    hash.write(env!("GAZTAG_SOURCE_HASH").as_bytes());
    files.hash(|bytes| hash.write(bytes));
    hash.finish_128().to_le_bytes()
}

fn read<T: DeserializeOwned>(path: &Path, key: &Key) -> Option<T> {
    let mut file = File::open(path).ok()?;
    let length = usize::try_from(file.metadata().ok()?.len()).ok()?.checked_sub(HEADER)?;
    let mut header = [0; HEADER];
    file.read_exact(&mut header).ok()?;
    let (begin, sum) = header.split_at(HEADER - 16);
    if begin != [&MAGIC[..], key].concat() {
        return None;
    }
    let mut content = postcard::Deserializer::from_flavor(Blocks::new(file, length));
    let kept = T::deserialize(&mut content).ok()?;
    // Only now is it known that the file is whole.
    if content.finalize().ok()?.to_le_bytes() != sum {
        return None;
    }
    // The file's age says when it was last of use.
    let _ = File::options().write(true).open(path).and_then(|file| file.set_modified(SystemTime::now()));
    Some(kept)
}

fn write<T: Serialize>(path: &Path, key: &Key, made: &T) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new(""));
    fs::create_dir_all(folder)?;
    let file = tempfile::Builder::new().suffix(".part").tempfile_in(folder)?;
    let mut out = Checked { out: BufWriter::with_capacity(1 << 20, file), sum: XxHash3_128::new() };
    out.out.write_all(&[0; HEADER])?;
    postcard::to_io(made, &mut out).map_err(io::Error::other)?;
    let sum = out.sum.finish_128().to_le_bytes();
    let mut file = out.out.into_inner().map_err(io::IntoInnerError::into_error)?;
    file.seek(SeekFrom::Start(0))?;
    file.write_all(&header_of(key, &sum))?;
    file.persist(path)?;
    Ok(())
}

fn header_of(key: &Key, sum: &[u8; 16]) -> [u8; HEADER] {
    let mut header = [0; HEADER];
    header[..8].copy_from_slice(&MAGIC);
    header[8..24].copy_from_slice(key);
    header[24..].copy_from_slice(sum);
    header
}

/// Sums up what it writes.
struct Checked<W> {
    out: W,
    sum: XxHash3_128,
}

impl<W: Write> Write for Checked<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.out.write_all(bytes)?;
        self.sum.write(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// Keeps the newest files; another run may do the same at the same time.
fn remove_oldest(folder: &Path) -> io::Result<()> {
    let mut files: Vec<(SystemTime, PathBuf)> = fs::read_dir(folder)?
        .filter_map(|entry| {
            let entry = entry.ok()?;
            let is_ours = entry.path().extension().is_some_and(|e| e == ENDING || e == "part");
            Some((entry.metadata().ok()?.modified().ok()?, entry.path())).filter(|_| is_ours)
        })
        .collect();
    files.sort_by(|a, b| b.cmp(a));
    for (_, path) in files.into_iter().skip(KEPT) {
        let _ = fs::remove_file(path);
    }
    Ok(())
}
