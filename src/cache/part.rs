//! A file of the cache as it is written, and the lock on it.
//!
//! The file is its own lock. Whoever has it is the only one who writes; the
//! others wait until the file has the name under which it is read.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::Duration;

/// How often, and how many times, a lock is asked for: half a minute in all.
/// Then whoever has it does not go on, and everyone compiles for himself.
const PAUSE: Duration = Duration::from_millis(20);
const TIMES: usize = 1500;

/// A file that is being written.
pub(super) struct Part {
    pub file: File,
    pub path: PathBuf,
}

impl Part {
    /// Opens the file, and waits until nobody else has it.
    pub fn lock(path: &Path) -> io::Result<Self> {
        let file = create(path)?;
        for _ in 0..TIMES {
            match file.try_lock() {
                Err(TryLockError::WouldBlock) => sleep(PAUSE),
                // Where the system has no locks, each one writes the same.
                Ok(()) | Err(TryLockError::Error(_)) => return Ok(Part { file, path: path.to_path_buf() }),
            }
        }
        Err(io::ErrorKind::TimedOut.into())
    }

    /// Takes it away again.
    pub fn remove(self) {
        let _ = fs::remove_file(&self.path);
    }
}

/// True where nobody writes the file any more.
pub(super) fn is_left_behind(path: &Path) -> bool {
    File::open(path).is_ok_and(|file| file.try_lock().is_ok())
}

/// Readable by its owner alone; what is there stays.
fn create(path: &Path) -> io::Result<File> {
    let mut options = File::options();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}
