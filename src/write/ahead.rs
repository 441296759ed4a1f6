//! To the disk while more is written: little is left to wait for at the end.

use std::fs::File;
use std::io;
use std::thread::{Builder, JoinHandle};

/// So many bytes go to the disk together.
const STRETCH: usize = 16 << 20;

/// Flushes a file from time to time, on a thread of its own.
#[derive(Debug, Default)]
pub(super) struct Ahead {
    written: usize,
    flushing: Option<JoinHandle<io::Result<()>>>,
}

impl Ahead {
    /// Tells that so many bytes more were written to `file`.
    ///
    /// # Errors
    /// Those of an earlier flush: the system tells of each once only.
    pub fn wrote(&mut self, bytes: usize, file: &File) -> io::Result<()> {
        self.written += bytes;
        if self.written < STRETCH || self.flushing.as_ref().is_some_and(|flushing| !flushing.is_finished()) {
            return Ok(());
        }
        self.written = 0;
        self.wait()?;
        // Without a second handle or a thread it is flushed at the end.
        let file = file.try_clone().ok();
        self.flushing = file.and_then(|file| Builder::new().spawn(move || file.sync_data()).ok());
        Ok(())
    }

    /// Waits for the flush that is under way.
    ///
    /// # Errors
    /// Those of the flush.
    pub fn wait(&mut self) -> io::Result<()> {
        match self.flushing.take().map(JoinHandle::join) {
            Some(Ok(done)) => done,
            Some(Err(_)) => Err(io::Error::other("the file was not flushed")),
            None => Ok(()),
        }
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn a_flush_that_fails_is_told() {
        let mut ahead = Ahead::default();
        let cannot_be_flushed = File::open("/dev/null").expect("Linux has it");
        assert!(ahead.wrote(STRETCH - 1, &cannot_be_flushed).is_ok());
        assert!(ahead.wait().is_ok());
        assert!(ahead.wrote(1, &cannot_be_flushed).is_ok());
        assert!(ahead.wait().is_err());
    }
}
