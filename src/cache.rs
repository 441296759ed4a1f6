//! Compiled lists, kept from one run to the next.
//!
//! To compile a million names takes seconds, to read them compiled takes a
//! fraction of one. A file of the cache is named by a hash of all that it
//! comes from: each list's label and content, the program's own source with
//! the shipped lists, the versions of the libraries and of the Unicode data
//! that names are read and folded by. Whatever changes, the name changes, and
//! a file that no longer fits is never looked at. Where a list lies makes no
//! difference: paths are put in when the rows are there.
//!
//! A file has two halves, which are read side by side. It begins with its
//! name's hash, a checksum of each half and the length of the first. One that is
//! damaged, cut short or not ours is passed over and written anew. It is
//! written beside its place and renamed, so that two runs at once read whole
//! files only. Of several that miss the same file, one compiles, and holds a
//! lock meanwhile; the others wait, and read what it has made.
//!
//! A checksum tells damage, not malice: the folder is made for its owner
//! alone, and one that others may write to is not used. Nothing about the
//! cache is ever an error: where the folder cannot be read or written, lists
//! are compiled as if there were none.

mod blocks;
mod folder;
mod part;

use etcetera::BaseStrategy;
use serde::{Serialize, de::DeserializeOwned};
use std::fs::{self, File};
use std::io::{self, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::time::SystemTime;
use twox_hash::XxHash3_128;

use crate::gazetteer::ListFiles;
use blocks::Blocks;
use folder::{ENDING, PART};
use part::Part;

/// From this many bytes of lists on, the cache pays.
const WORTH_BYTES: usize = 1 << 18;

const MAGIC: [u8; 8] = *b"gaztag 3";

/// Magic and key, the checksums, the length of the first half.
const HEADER: usize = 8 + 16 + 2 * 16 + 8;

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
pub(crate) fn through<A: Half, B: Half, E>(
    folder: Option<&Path>,
    files: &ListFiles,
    make: impl FnOnce() -> Result<(A, B), E>,
) -> Result<(A, B), E> {
    let Some(folder) = folder.filter(|_| files.bytes() >= WORTH_BYTES) else { return make() };
    let key = key(files);
    let name = format!("{:032x}", u128::from_le_bytes(key));
    let path = folder.join(&name).with_extension(ENDING);
    if folder::is_private(folder)
        && let Some(kept) = read(&path, &key)
    {
        return Ok(kept);
    }
    // A cache that cannot be written is no cache, and no error.
    let Ok(part) = folder::private(folder).and_then(|()| Part::lock(&path.with_extension(PART))) else { return make() };
    // Another one may have written it meanwhile.
    if let Some(kept) = read(&path, &key) {
        part.remove();
        return Ok(kept);
    }
    let made = make();
    match &made {
        Ok(made) => drop(write(part, &path, &key, made).and_then(|()| folder::remove_oldest(folder))),
        Err(_) => part.remove(),
    }
    made
}

type Key = [u8; 16];

fn key(files: &ListFiles) -> Key {
    let mut hash = XxHash3_128::new();
    hash.write(env!("GAZTAG_SOURCE_HASH").as_bytes());
    hash.write(env!("GAZTAG_LIBRARIES").as_bytes());
    // The libraries may be others than those that the build script sees.
    let (letters, forms) = (char::UNICODE_VERSION, unicode_normalization::UNICODE_VERSION);
    hash.write(format!("{letters:?} {forms:?} {:?}", unicode_segmentation::UNICODE_VERSION).as_bytes());
    files.hash(|bytes| hash.write(bytes));
    hash.finish_128().to_le_bytes()
}

/// Half of what is kept.
pub(crate) trait Half: Serialize + DeserializeOwned + Send {}

impl<T: Serialize + DeserializeOwned + Send> Half for T {}

/// What the head of a file says of its halves.
#[derive(Clone, Copy)]
struct Header {
    sums: [u128; 2],
    /// Bytes of the first half.
    first: u64,
}

fn read<A: Half, B: Half>(path: &Path, key: &Key) -> Option<(A, B)> {
    let mut file = File::open(path).ok()?;
    let mut bytes = [0; HEADER];
    file.read_exact(&mut bytes).ok()?;
    let Header { sums, first } = Header::unpack(&bytes, key)?;
    let second = file.metadata().ok()?.len().checked_sub(HEADER as u64)?.checked_sub(first)?;
    let (first, second) = rayon::join(
        || read_half(file, first, sums[0]),
        || {
            let mut file = File::open(path).ok()?;
            file.seek(SeekFrom::Start(HEADER as u64 + first)).ok()?;
            read_half(file, second, sums[1])
        },
    );
    let kept = (first?, second?);
    // The file's age says when it was last of use.
    let _ = File::options().write(true).open(path).and_then(|file| file.set_modified(SystemTime::now()));
    Some(kept)
}

/// The next `length` bytes of a file; `None` where they are damaged.
fn read_half<T: DeserializeOwned>(file: File, length: u64, sum: u128) -> Option<T> {
    let mut content = postcard::Deserializer::from_flavor(Blocks::new(file, usize::try_from(length).ok()?));
    let half = T::deserialize(&mut content).ok()?;
    // Only now is it known that it is whole.
    (content.finalize().ok()? == sum).then_some(half)
}

fn write<A: Half, B: Half>(part: Part, path: &Path, key: &Key, made: &(A, B)) -> io::Result<()> {
    let written = write_halves(&part.file, key, made).and_then(|()| fs::rename(&part.path, path));
    if written.is_err() {
        part.remove();
    }
    written
}

fn write_halves<A: Half, B: Half>(file: &File, key: &Key, made: &(A, B)) -> io::Result<()> {
    // Whoever was here before may not have come to the end.
    file.set_len(0)?;
    let mut out = BufWriter::with_capacity(1 << 20, file);
    out.write_all(&[0; HEADER])?;
    let (first, first_sum) = write_half(&made.0, &mut out)?;
    let (_, second_sum) = write_half(&made.1, &mut out)?;
    let mut file = out.into_inner().map_err(io::IntoInnerError::into_error)?;
    file.seek(SeekFrom::Start(0))?;
    file.write_all(&Header { sums: [first_sum, second_sum], first }.pack(key))
}

/// Its length and checksum.
fn write_half(half: &impl Serialize, out: &mut impl Write) -> io::Result<(u64, u128)> {
    let mut out = Checked { out, length: 0, sum: XxHash3_128::new() };
    postcard::to_io(half, &mut out).map_err(io::Error::other)?;
    Ok((out.length, out.sum.finish_128()))
}

impl Header {
    fn pack(self, key: &Key) -> [u8; HEADER] {
        let sums = self.sums.map(u128::to_le_bytes);
        let parts: [&[u8]; 5] = [&MAGIC, key, &sums[0], &sums[1], &self.first.to_le_bytes()];
        parts.concat().try_into().expect("so many bytes")
    }

    /// `None` where the file is not ours or not of these lists.
    fn unpack(bytes: &[u8; HEADER], key: &Key) -> Option<Self> {
        let (begin, rest) = bytes.split_at(MAGIC.len() + key.len());
        let (sums, first) = rest.split_at(2 * 16);
        let (sums, _) = sums.as_chunks::<16>();
        let sums = [sums[0], sums[1]].map(u128::from_le_bytes);
        let first = u64::from_le_bytes(first.try_into().ok()?);
        (begin == [&MAGIC[..], key].concat()).then_some(Header { sums, first })
    }
}

/// Sums up what it writes.
struct Checked<W> {
    out: W,
    length: u64,
    sum: XxHash3_128,
}

impl<W: Write> Write for Checked<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.out.write_all(bytes)?;
        self.length += bytes.len() as u64;
        self.sum.write(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::thread::{scope, sleep};
    use std::time::Duration;

    use super::*;
    use crate::gazetteer::ListSource;

    #[test]
    fn of_several_that_miss_one_compiles() {
        let folder = tempfile::tempdir().unwrap();
        let cache = folder.path().join("cache");
        let files = ListFiles::read(false, &[ListSource::from_bytes("list", None, vec![b'x'; WORTH_BYTES])]);
        let compiled = AtomicUsize::new(0);
        let make = || {
            compiled.fetch_add(1, Ordering::Relaxed);
            sleep(Duration::from_millis(100));
            Ok::<_, ()>((1_u8, 2_u8))
        };
        scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| assert_eq!(through(Some(&cache), &files, make), Ok((1, 2))));
            }
        });
        assert_eq!(compiled.into_inner(), 1);
    }
}
