//! The outputs while signals may come: they end the program between two
//! writes, and no temporary file is left.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use gaztag::read::Identity;
use gaztag::write::{Target, TargetError};

/// True where the output would take the place of `input`: of its path, or of a
/// file that has another name too.
pub fn replaces(target: &Target, input: &Path) -> bool {
    let input = if input == Path::new("-") { Path::new("/dev/stdin") } else { input };
    let identity = std::fs::metadata(input).ok().filter(std::fs::Metadata::is_file).and_then(|m| Identity::of(&m));
    let is_same_path = std::fs::canonicalize(input).is_ok_and(|input| target.path() == Some(&input));
    is_same_path || (identity.is_some() && identity == target.identity())
}

/// Held while something is written.
type Targets = Arc<Mutex<Vec<Target>>>;

/// The open outputs.
pub struct Outputs(Targets);

impl Outputs {
    /// Catches the signals from now on.
    pub fn new() -> io::Result<Self> {
        let targets = Targets::default();
        catch_signals(targets.clone())?;
        Ok(Outputs(targets))
    }

    /// Opens one more output; `None` is standard output. No signal comes
    /// between that and knowing its temporary file.
    pub fn open(&self, path: Option<&Path>) -> Result<Sink, TargetError> {
        let mut targets = lock(&self.0);
        let target = Target::open(path)?;
        let name = path.filter(|_| !target.is_stdout()).map(|path| path.to_string_lossy().into_owned());
        let sink = Sink { targets: self.0.clone(), at: targets.len(), place: target.path().map(PathBuf::from), name };
        targets.push(target);
        Ok(sink)
    }

    /// What `check` says of each output, up to the first error.
    pub fn check<T>(&self, check: impl Fn(&Target) -> Result<T, String>) -> Result<Vec<T>, String> {
        lock(&self.0).iter().map(check).collect()
    }

    /// Puts the finished outputs in their places, but for one that is not
    /// wanted; says which of them could not be.
    pub fn commit(self, but: Option<usize>) -> Result<(), (usize, io::Error)> {
        let mut targets = lock(&self.0);
        let mut wanted = targets.drain(..).enumerate().filter(|(at, _)| Some(*at) != but);
        wanted.try_for_each(|(at, target)| target.commit().map_err(|error| (at, error)))
    }
}

/// The way to one output. Writes whole stretches of rows: no signal cuts one
/// in two.
#[derive(Clone)]
pub struct Sink {
    targets: Targets,
    at: usize,
    place: Option<PathBuf>,
    name: Option<String>,
}

impl Sink {
    /// The output as it was named.
    pub fn name(&self) -> &str {
        self.name.as_deref().unwrap_or("standard output")
    }

    /// Its name where that is one of a file of its own.
    pub fn file_name(&self) -> Option<&str> {
        self.name.as_deref().filter(|_| self.place.is_some())
    }

    /// Where the file will be.
    pub fn place(&self) -> Option<PathBuf> {
        self.place.clone()
    }

    fn with<T>(&self, work: impl FnOnce(&mut Target) -> io::Result<T>) -> io::Result<T> {
        let mut targets = lock(&self.targets);
        work(targets.get_mut(self.at).ok_or(io::ErrorKind::BrokenPipe)?)
    }
}

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.write_all(bytes).map(|()| bytes.len())
    }

    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.with(|target| target.write_all(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.with(Target::flush)
    }
}

fn lock(targets: &Targets) -> MutexGuard<'_, Vec<Target>> {
    targets.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(unix)]
fn catch_signals(targets: Targets) -> io::Result<()> {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    let hangup = (!ignores_hangup()).then_some(SIGHUP);
    let mut signals = signal_hook::iterator::Signals::new([SIGINT, SIGTERM].into_iter().chain(hangup))?;
    std::thread::Builder::new().name("signals".into()).spawn(move || {
        if let Some(signal) = signals.forever().next() {
            end(&targets, signal);
        }
    })?;
    Ok(())
}

#[cfg(not(unix))]
fn catch_signals(_targets: Targets) -> io::Result<()> {
    Ok(())
}

/// True where the program was started to outlive its terminal, as by `nohup`,
/// and where that cannot be told.
#[cfg(unix)]
fn ignores_hangup() -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let ignored = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    ignored.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).is_none_or(|mask| mask & 1 == 1)
}

/// Ends the program as soon as no row is half written, but within a second:
/// a reader that has stopped reading may hold a write for ever.
#[cfg(unix)]
fn end(targets: &Targets, signal: i32) -> ! {
    use std::time::{Duration, Instant};
    let begin = Instant::now();
    while begin.elapsed() < Duration::from_secs(1) {
        if let Ok(mut targets) = targets.try_lock() {
            targets.clear();
            std::process::exit(128 + signal);
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    std::process::exit(128 + signal);
}
