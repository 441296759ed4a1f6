//! A document that was found, and not yet read.

use encoding_rs::Encoding;
use std::fs;
use std::path::{Path, PathBuf};

use super::{Field, Kind, Reason, Skipped};

/// A document that was found, and not yet read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Its name, as the column `document` has it.
    pub name: String,
    pub(super) place: Place,
    /// What its container, or its name, says that it is.
    pub(super) kind: Option<Kind>,
    /// Somebody named it, or a glob does: it is not to be passed over.
    pub(super) is_named: bool,
    /// Fields that its container has for it.
    pub(super) fields: Vec<Field>,
    /// What it is read as where it is not UTF-8, as its container tells.
    pub(super) encoding: Option<&'static Encoding>,
}

/// Where the bytes of a document are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// Standard input.
    Stdin,
    /// A path.
    File {
        path: PathBuf,
        /// It was seen to be a plain file, that can be opened without waiting.
        is_file: bool,
    },
    /// A file that its container held.
    Member(Vec<u8>),
    /// A piece of text that its container held.
    Text(Vec<u8>),
    /// An object of JSON that its container held.
    Object(Vec<u8>),
}

impl Found {
    pub(super) fn new(name: String, place: Place) -> Self {
        Found { name, place, kind: None, is_named: false, fields: Vec::new(), encoding: None }
    }

    pub(super) fn file(name: String, path: PathBuf, is_file: bool, is_named: bool) -> Self {
        let kind = Kind::of_name(&path);
        Found { kind, is_named, ..Found::new(name, Place::File { path, is_file }) }
    }

    /// Why it is left out.
    pub(crate) fn skipped(&self, reason: Reason) -> Skipped {
        Skipped::new(self.name.clone(), self.kind, reason)
    }

    pub(super) fn is_stdin(&self) -> bool {
        self.place == Place::Stdin
    }

    /// True for what a shell hands over, and for pipes and devices.
    pub(super) fn is_special(&self) -> bool {
        matches!(self.place, Place::File { is_file: false, .. })
    }

    /// True where its name says that it is a document by itself.
    pub(super) fn is_sure(&self) -> bool {
        self.kind.is_some_and(|kind| !kind.is_container())
    }

    /// Where it is; `None` for standard input, and for what a container held.
    pub fn path(&self) -> Option<&Path> {
        match &self.place {
            Place::File { path, .. } => Some(path),
            _ => None,
        }
    }

    /// The bytes that it holds in memory.
    pub(super) fn bytes(&self) -> &[u8] {
        match &self.place {
            Place::Member(bytes) | Place::Text(bytes) | Place::Object(bytes) => bytes,
            Place::Stdin | Place::File { .. } => &[],
        }
    }

    /// How many bytes it holds in memory already.
    pub fn held(&self) -> u64 {
        self.bytes().len() as u64
    }

    /// Its size in bytes; 0 where that shows only in reading.
    ///
    /// Cost: asks the system.
    pub fn size(&self) -> u64 {
        match &self.place {
            Place::File { path, is_file: true } => fs::metadata(path).map_or(0, |metadata| metadata.len()),
            _ => self.held(),
        }
    }
}
