//! What a folder or a container gives: documents, and what is passed over.

use std::path::PathBuf;

use super::select::Verdict;
use super::{Found, Kind, Reason, Skipped};

/// What is passed over.
pub(super) enum Passed {
    /// With a word.
    Skipped(Skipped),
    /// Only counted.
    LeftOut(PathBuf, Verdict),
}

impl Passed {
    pub fn skipped(name: impl Into<String>, kind: impl Into<Option<Kind>>, reason: impl Into<Reason>) -> Self {
        Passed::Skipped(Skipped::new(name, kind.into(), reason))
    }
}

/// What a container holds, one after the other.
pub(super) type Pieces<'c> = Box<dyn Iterator<Item = Result<Found, Passed>> + Send + 'c>;
