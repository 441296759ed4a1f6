//! Files that are read whole, or line by line: what has no end is refused.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// The longest file, in bytes.
const MOST_BYTES: u64 = u32::MAX as u64;

/// Opens a file. Devices have no end.
///
/// # Errors
/// What the system says, and that it is a device.
pub fn open(path: &Path) -> io::Result<File> {
    let file = File::open(path)?;
    match is_device(&file.metadata()?) {
        true => Err(io::Error::other("it is a device, which may have no end")),
        false => Ok(file),
    }
}

/// The bytes of a file.
///
/// # Errors
/// What the system says, and that it is a device, or too long.
pub(crate) fn read(path: &Path) -> io::Result<Vec<u8>> {
    let file = open(path)?;
    let mut bytes = Vec::with_capacity(file.metadata()?.len().min(MOST_BYTES) as usize);
    file.take(MOST_BYTES + 1).read_to_end(&mut bytes)?;
    match bytes.len() as u64 > MOST_BYTES {
        true => Err(io::Error::other("it is over 4 GB")),
        false => Ok(bytes),
    }
}

#[cfg(unix)]
fn is_device(file: &std::fs::Metadata) -> bool {
    use std::os::unix::fs::FileTypeExt;
    file.file_type().is_char_device() || file.file_type().is_block_device()
}

#[cfg(not(unix))]
fn is_device(_file: &std::fs::Metadata) -> bool {
    false
}

/// A stream whose lines end: one that goes on and on would fill the memory.
pub(crate) struct EndingLines<R> {
    stream: R,
    most: u64,
    /// Bytes since the last end of a line.
    open: u64,
}

impl<R: Read> EndingLines<R> {
    /// Lines of up to a gigabyte, as a table that is one line of JSON may be.
    pub fn new(stream: R) -> Self {
        EndingLines { stream, most: 1 << 30, open: 0 }
    }
}

impl<R: Read> Read for EndingLines<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.stream.read(buffer)?;
        self.open = match memchr::memrchr(b'\n', &buffer[..read]) {
            Some(end) => (read - end - 1) as u64,
            None => self.open + read as u64,
        };
        match self.open > self.most {
            true => Err(io::Error::other(format!("a line does not end within {} bytes; is this a list?", self.most))),
            false => Ok(read),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_without_an_end_is_refused() {
        let read = |text: &'static [u8]| {
            let mut out = Vec::new();
            EndingLines { most: 4, ..EndingLines::new(text) }.read_to_end(&mut out).map(|_| out.len())
        };
        assert_eq!(read(b"abcd\nabcd\n\nabcd").unwrap(), 15);
        assert!(read(b"abcd\nabcde").unwrap_err().to_string().starts_with("a line does not end within 4 bytes"));
        let endless = EndingLines { most: 1 << 20, ..EndingLines::new(io::repeat(0)) }.read_to_end(&mut Vec::new());
        assert!(endless.is_err());
    }

    #[test]
    #[cfg(unix)]
    fn a_device_is_refused() {
        assert!(read(Path::new("/dev/zero")).is_err());
        assert_eq!(read(Path::new("Cargo.toml")).unwrap(), std::fs::read("Cargo.toml").unwrap());
    }
}
