//! The folder of the cache: whose it is, and what is thrown away.

use std::fs::{self, DirBuilder};
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::part::is_left_behind;

/// What the name of each cache file ends in.
pub(super) const ENDING: &str = "gaztag-lists";

/// What it ends in as long as it is written.
pub(super) const PART: &str = "gaztag-part";

/// How many compiled sets of lists are kept; the oldest go first.
const KEPT: usize = 8;

/// Makes the folder, for its owner alone.
///
/// # Errors
/// Where it cannot be made, or others may write to it.
pub(super) fn private(folder: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)?;
    if is_private(folder) { Ok(()) } else { Err(io::ErrorKind::PermissionDenied.into()) }
}

/// True for a folder to which its owner alone may write.
#[cfg(unix)]
pub(super) fn is_private(folder: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    fs::metadata(folder).is_ok_and(|folder| folder.permissions().mode() & 0o022 == 0)
}

/// Elsewhere a user's folders are private by their place.
#[cfg(not(unix))]
pub(super) fn is_private(folder: &Path) -> bool {
    folder.is_dir()
}

/// Keeps the newest files, and throws away what was never finished; another
/// run may do the same at the same time. Files that are not ours stay.
pub(super) fn remove_oldest(folder: &Path) -> io::Result<()> {
    let ending = |path: &Path, ending: &str| path.extension().is_some_and(|e| e == ending);
    let paths: Vec<PathBuf> = fs::read_dir(folder)?.filter_map(|entry| Some(entry.ok()?.path())).collect();
    let mut kept: Vec<(SystemTime, &PathBuf)> = paths
        .iter()
        .filter(|path| ending(path, ENDING))
        .filter_map(|path| Some((path.metadata().ok()?.modified().ok()?, path)))
        .collect();
    kept.sort_by(|a, b| b.cmp(a));
    let oldest = kept.into_iter().skip(KEPT).map(|(_, path)| path);
    for path in oldest.chain(paths.iter().filter(|path| ending(path, PART) && is_left_behind(path))) {
        let _ = fs::remove_file(path);
    }
    Ok(())
}
