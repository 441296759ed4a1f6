//! What a folder or a container gives: documents, and what is passed over.

use std::path::PathBuf;

use super::select::Verdict;
use super::{Found, Reason, Skipped};

/// What is passed over.
pub(super) enum Passed {
    /// With a word.
    Skipped(Skipped),
    /// Only counted.
    LeftOut(PathBuf, Verdict),
}

impl Passed {
    pub fn skipped(name: impl Into<String>, reason: impl Into<Reason>) -> Self {
        Passed::Skipped(Skipped { name: name.into(), reason: reason.into() })
    }
}

/// What a container holds, one after the other.
pub(super) type Pieces<'c> = Box<dyn Iterator<Item = Result<Found, Passed>> + Send + 'c>;
