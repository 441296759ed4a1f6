//! Which files of a folder are documents.

use ignore::overrides::{Override, OverrideBuilder};
use std::path::Path;

use super::{InputError, Kind};

/// What is taken of a folder.
#[derive(Debug)]
pub(super) struct Selection {
    globs: Override,
    /// A glob says what is taken; else kinds do.
    pub by_glob: bool,
    has_text_column: bool,
    hidden: bool,
}

/// What is to be done with a name in a folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    Take,
    /// To be taken if its first bytes tell what it is.
    Ask,
    /// Not asked for, or of no kind that can be read.
    Leave,
    /// A table whose text column was not named.
    LeaveTable,
    Hidden,
}

impl Selection {
    pub fn new(globs: &[String], has_text_column: bool, hidden: bool) -> Result<Self, InputError> {
        let error = |error: ignore::Error| InputError::Glob(error.to_string());
        let mut builder = OverrideBuilder::new("");
        for glob in globs {
            if glob.trim_start_matches('!').is_empty() {
                return Err(InputError::Glob("the glob is empty; write for example '*.md'".into()));
            }
            builder.add(glob).map_err(error)?;
        }
        let by_glob = globs.iter().any(|glob| !glob.starts_with('!'));
        Ok(Selection { globs: builder.build().map_err(error)?, by_glob, has_text_column, hidden })
    }

    /// What is to be done with a file, by its path below the folder.
    pub fn file(&self, relative: &Path) -> Verdict {
        match () {
            _ if self.is_hidden(relative) => Verdict::Hidden,
            _ if self.globs.matched(relative, false).is_ignore() => Verdict::Leave,
            _ if self.by_glob => Verdict::Take,
            _ => match Kind::of_name(relative) {
                None => Verdict::Ask,
                Some(kind) if kind.is_table() && !self.has_text_column => Verdict::LeaveTable,
                Some(_) => Verdict::Take,
            },
        }
    }

    /// True where a folder is gone into.
    pub fn takes_folder(&self, relative: &Path) -> bool {
        !self.is_hidden(relative) && !self.globs.matched(relative, true).is_ignore()
    }

    /// True where a walk comes upon a file and takes it, by its path alone.
    pub fn takes_below(&self, relative: &Path) -> bool {
        let mut folders = relative.ancestors().skip(1).filter(|folder| !folder.as_os_str().is_empty());
        self.file(relative) == Verdict::Take && folders.all(|folder| self.takes_folder(folder))
    }

    fn is_hidden(&self, relative: &Path) -> bool {
        // Office programs mark what is open by a file of `~$`.
        let is_hidden = |name: &[u8]| name.starts_with(b".") || name.starts_with(b"~$");
        !self.hidden && relative.file_name().is_some_and(|name| is_hidden(name.as_encoded_bytes()))
    }
}
