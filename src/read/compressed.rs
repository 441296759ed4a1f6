//! Compressed bytes → the bytes inside, with a limit on how much they grow.

use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::{Kind, Reason};

/// What grows more than this many times is no honest file: text shrinks to a
/// tenth, and the emptiest table of numbers to a hundredth.
const MOST_GROWTH: u64 = 1000;

/// Up to so many bytes nobody asks.
const FREE: u64 = 16 << 20;

/// The bytes inside.
///
/// # Errors
/// Where the format is broken from the start, or not built in.
pub(super) fn open(kind: Kind, packed: Box<dyn Read + Send>) -> Result<Box<dyn Read + Send>, Reason> {
    let taken = Arc::new(AtomicU64::new(0));
    let packed = BufReader::new(Counted { inner: packed, taken: taken.clone() });
    let inner = decoder(kind, packed)?;
    Ok(Box::new(Bounded { inner, taken, given: 0 }))
}

#[cfg(feature = "archives")]
fn decoder(kind: Kind, packed: BufReader<Counted>) -> Result<Box<dyn Read + Send>, Reason> {
    Ok(match kind {
        Kind::Zstd => Box::new(Frames { packed: Some(packed), frame: None }),
        Kind::Bzip2 => Box::new(bzip2::read::MultiBzDecoder::new(packed)),
        Kind::Xz => Box::new(lzma_rust2::XzReader::new(packed, true)),
        _ => Box::new(flate2::read::MultiGzDecoder::new(packed)),
    })
}

#[cfg(not(feature = "archives"))]
fn decoder(kind: Kind, packed: BufReader<Counted>) -> Result<Box<dyn Read + Send>, Reason> {
    match kind {
        Kind::Gzip => Ok(Box::new(flate2::read::MultiGzDecoder::new(packed))),
        _ => Err(Reason::NotBuilt { kind, feature: "archives" }),
    }
}

/// Counts what is read.
struct Counted {
    inner: Box<dyn Read + Send>,
    taken: Arc<AtomicU64>,
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.taken.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

/// Ends with an error where the bytes grow too much.
struct Bounded {
    inner: Box<dyn Read + Send>,
    taken: Arc<AtomicU64>,
    given: u64,
}

impl Read for Bounded {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.given += read as u64;
        match grows_too_much(self.taken.load(Ordering::Relaxed), self.given) {
            true => Err(io::Error::other(bomb())),
            false => Ok(read),
        }
    }
}

/// True for what was made to fill a disk.
pub(super) fn grows_too_much(packed: u64, unpacked: u64) -> bool {
    unpacked > FREE && unpacked / MOST_GROWTH > packed
}

/// What is said of it.
pub(super) fn bomb() -> String {
    format!("it grows more than {MOST_GROWTH} times; unpack it yourself if you trust it")
}

/// The frames of a zstd file, one after the other.
#[cfg(feature = "archives")]
struct Frames {
    packed: Option<BufReader<Counted>>,
    frame: Option<Box<Frame>>,
}

#[cfg(feature = "archives")]
type Frame = ruzstd::decoding::StreamingDecoder<BufReader<Counted>, ruzstd::decoding::FrameDecoder>;

#[cfg(feature = "archives")]
impl Read for Frames {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        use std::io::BufRead;
        loop {
            if let Some(frame) = &mut self.frame {
                match frame.read(buffer)? {
                    0 => self.packed = self.frame.take().map(|frame| frame.into_inner()),
                    read => return Ok(read),
                }
            }
            let Some(mut packed) = self.packed.take() else { return Ok(0) };
            if packed.fill_buf()?.is_empty() {
                return Ok(0);
            }
            self.frame = Some(Box::new(Frame::new(packed).map_err(io::Error::other)?));
        }
    }
}

/// The name of what is compressed: `a.csv` of `a.csv.gz`, `a.tar` of `a.tgz`.
pub(super) fn inner_name(name: &Path) -> PathBuf {
    match name.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("tgz")) {
        true => name.with_extension("tar"),
        false => name.with_extension(""),
    }
}
