//! A member of an archive: taken, or passed over, by the rules for the files of
//! a folder.

use std::path::{Path, PathBuf};

use crate::read::passed::Passed;
use crate::read::select::Verdict;
use crate::read::{Found, Kind, Place, Reason};

/// A member as it is found.
pub(super) fn member(archive: &str, path: &str, bytes: Vec<u8>) -> Result<Found, Passed> {
    let kind = Kind::of_name(Path::new(path));
    Ok(Found { kind, ..Found::new(format!("{archive}/{path}"), Place::Member(bytes)) })
}

/// What a name in an archive is worth before it is unpacked.
pub(super) fn verdict(archive: &str, path: &str) -> Result<(), Passed> {
    let name = || format!("{archive}/{path}");
    let parts = || path.split('/');
    match () {
        _ if path.starts_with('/')
            || path.contains(':') && path.get(1..2) == Some(":")
            || parts().any(|p| p == "..") =>
        {
            Err(Passed::skipped(name(), Kind::of_name(Path::new(path)), Reason::MemberName))
        }
        _ if parts().any(|part| part.starts_with('.') || part == "__MACOSX") => {
            Err(Passed::LeftOut(PathBuf::from(path), Verdict::Hidden))
        }
        _ => Ok(()),
    }
}
