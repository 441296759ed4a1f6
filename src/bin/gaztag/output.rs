//! The output while signals may come: SIGINT and SIGTERM end the program
//! between two writes, and leave no temporary file.

use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use gaztag::write::Target;

/// Held while something is written; holds the temporary file, if there is one.
type Gate = Arc<Mutex<Option<PathBuf>>>;

/// The way to the output.
pub struct Output {
    gate: Gate,
}

impl Output {
    /// Catches the signals from now on.
    pub fn new() -> io::Result<Self> {
        let gate = Gate::default();
        catch_signals(gate.clone())?;
        Ok(Output { gate })
    }

    /// Opens the target; no signal comes between that and knowing its
    /// temporary file.
    pub fn open<E>(&self, open: impl FnOnce() -> Result<Target, E>) -> Result<Target, E> {
        let mut temporary = lock(&self.gate);
        let target = open()?;
        *temporary = target.temporary().map(PathBuf::from);
        Ok(target)
    }

    /// Where rows go.
    pub fn sink(&self, target: Target) -> Sink {
        Sink { target, gate: self.gate.clone() }
    }
}

/// Writes whole stretches of rows: no signal cuts one in two.
pub struct Sink {
    target: Target,
    gate: Gate,
}

impl Sink {
    /// Puts the finished output in its place.
    pub fn commit(self) -> io::Result<()> {
        let mut temporary = lock(&self.gate);
        self.target.commit()?;
        *temporary = None;
        Ok(())
    }
}

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.write_all(bytes).map(|()| bytes.len())
    }

    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        let _gate = lock(&self.gate);
        self.target.write_all(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        let _gate = lock(&self.gate);
        self.target.flush()
    }
}

fn lock(gate: &Gate) -> MutexGuard<'_, Option<PathBuf>> {
    gate.lock().unwrap_or_else(PoisonError::into_inner)
}

/// SIGHUP is not caught, so that `nohup` does what it is for.
#[cfg(unix)]
fn catch_signals(gate: Gate) -> io::Result<()> {
    use signal_hook::consts::{SIGINT, SIGTERM};
    let mut signals = signal_hook::iterator::Signals::new([SIGINT, SIGTERM])?;
    std::thread::Builder::new().name("signals".into()).spawn(move || {
        if let Some(signal) = signals.forever().next() {
            end(&gate, signal);
        }
    })?;
    Ok(())
}

#[cfg(not(unix))]
fn catch_signals(_gate: Gate) -> io::Result<()> {
    Ok(())
}

/// Ends the program as soon as no row is half written, but within a second:
/// a reader that has stopped reading may hold a write for ever.
#[cfg(unix)]
fn end(gate: &Gate, signal: i32) -> ! {
    use std::time::{Duration, Instant};
    let begin = Instant::now();
    while begin.elapsed() < Duration::from_secs(1) {
        if let Ok(temporary) = gate.try_lock() {
            if let Some(path) = &*temporary {
                let _ = std::fs::remove_file(path);
            }
            std::process::exit(128 + signal);
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    std::process::exit(128 + signal);
}
