//! Documents that could not be read, and why.

use std::fmt;
use std::io;

use super::Kind;
use crate::advice::SettingNames;

/// A document, or a folder, that was left out.
#[derive(Debug)]
pub struct Skipped {
    /// Its name, as the column `document` would have it.
    pub name: String,
    /// What it is, as far as its name, its container or its first bytes tell.
    pub kind: Option<Kind>,
    /// Why.
    pub reason: Reason,
}

impl Skipped {
    pub(super) fn new(name: impl Into<String>, kind: Option<Kind>, reason: impl Into<Reason>) -> Self {
        Skipped { name: name.into(), kind, reason: reason.into() }
    }

    /// The short name of its kind; empty where that is not known.
    pub fn kind_name(&self) -> &'static str {
        self.kind.map_or("", Kind::name)
    }
}

impl fmt::Display for Skipped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.name, self.reason)
    }
}

impl Skipped {
    /// The message, with settings under their names.
    pub fn told(&self, names: &SettingNames) -> String {
        format!("{}: {}", self.name, self.reason.told(names))
    }
}

impl Reason {
    /// The message, with settings under their names.
    pub fn told(&self, names: &SettingNames) -> String {
        match self {
            Reason::Invalid { encoding, byte } => {
                let SettingNames { strict, encoding: name, .. } = names;
                format!("not valid {encoding} at byte {byte}; leave out {strict}, or name its encoding with {name}")
            }
            Reason::TooLarge { max } => {
                format!("larger than {max} bytes; raise {}, or split it", names.max_size)
            }
            Reason::Columns { missing: None, columns } => {
                format!("is a table; name its text column with {}; its columns are {columns}", names.text_columns)
            }
            other => other.to_string(),
        }
    }
}

/// Why a document was left out. Byte offsets count from the start of the
/// file, a byte order mark included.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Reason {
    /// Bytes that mean nothing in the encoding.
    #[error("{}", self.told(&SettingNames::LIBRARY))]
    Invalid {
        /// The encoding it was read as.
        encoding: &'static str,
        /// Offset of the first bad byte.
        byte: u64,
    },
    /// A NUL byte, or a NUL character of UTF-16.
    #[error("holds a NUL at byte {byte}; is it text?")]
    Nul {
        /// Its offset.
        byte: u64,
    },
    /// Bytes of which many are control characters.
    #[error("is no text: many of its bytes are control characters")]
    Binary,
    /// Over the size that was set.
    #[error("{}", self.told(&SettingNames::LIBRARY))]
    TooLarge {
        /// The greatest size allowed, in bytes.
        max: u64,
    },
    /// A fifo, a socket, a device.
    #[error("is {0}, not a file; feed it through standard input: gaztag annotate - < FILE")]
    Special(&'static str),
    /// A link to a folder that it lies in.
    #[error("is a link to a folder that holds it; not followed")]
    Loop,
    /// A link to a folder that another link has led to.
    #[error("is a link to a folder that another link has led to; read once")]
    Again,
    /// The system refused.
    #[error("cannot be read: {0}")]
    Unreadable(#[from] io::Error),
    /// A table whose text column is not known.
    #[error("{}", match missing {
        Some(missing) => format!("has no column {missing}; its columns are {columns}"),
        None => self.told(&SettingNames::LIBRARY),
    })]
    Columns {
        /// A column that was asked for, and is not there.
        missing: Option<String>,
        /// Those that are, and which one looks like the text.
        columns: String,
    },
    /// A table without a header.
    #[error("is a table without a header and records")]
    NoRecords,
    /// A record of a table that has not one field for each column.
    #[error("has {fields} fields, but the header has {columns}; quote fields that hold delimiters or line ends")]
    Record {
        /// Its fields.
        fields: usize,
        /// The columns of the header.
        columns: usize,
    },
    /// A quote that is never closed, or text behind a closing one.
    #[error("the quotation marks of this record are wrong: one never closes, or text follows a closing one")]
    Unclosed,
    /// A record that is no JSON object.
    #[error("is no object of JSON: {0}")]
    Json(String),
    /// JSON of another form.
    #[error("is no array of objects; a table in JSON begins with [")]
    NoArray,
    /// The end is missing.
    #[error("ends in the middle; is the file complete?")]
    Cut,
    /// An archive, or another container, under the name of a document.
    #[error("is {kind}, though its name does not say so; save it under a name with the ending of its kind")]
    WrongName {
        /// What it is.
        kind: Kind,
    },
    /// Something protected by a password.
    #[error("is protected by a password; save it without one")]
    Protected,
    /// Something that was damaged, or is not what it seems.
    #[error("is damaged: {0}")]
    Damaged(String),
    /// What was packed could not be unpacked.
    #[error("cannot be unpacked: {0}")]
    Packed(io::Error),
    /// A member of an archive that leads out of it.
    #[error("has a name that leads out of the archive; not read")]
    MemberName,
    /// Containers in containers.
    #[error("lies in more than {most} others; unpack it")]
    TooDeep {
        /// How many are gone into.
        most: usize,
    },
    /// More members than anybody packs.
    #[error("has more than {most} members; the rest is not read")]
    TooMany {
        /// How many are read.
        most: u64,
    },
    /// Pages without letters.
    #[error("has pages without letters; a scan has to go through OCR first")]
    Scan,
    /// A program that is needed is not there.
    #[error("needs the program {program}, which is not installed (poppler-utils, or poppler in Homebrew)")]
    NoProgram {
        /// Its name.
        program: &'static str,
    },
    /// A program that is needed did not end.
    #[error("took more than {seconds} seconds to read; not waited for")]
    TooSlow {
        /// How long it was waited for.
        seconds: u64,
    },
    /// Office files before 2007.
    #[error("is an old Office file (.doc, .xls, .ppt); save it as .docx, .xlsx or .pptx, without a password")]
    Ole,
    /// A kind that this build leaves out.
    #[error("is {kind}, which this build cannot read; build it with the feature {feature}")]
    NotBuilt {
        /// What it is.
        kind: Kind,
        /// The feature of the crate that reads it.
        feature: &'static str,
    },
    /// A mistake in this program.
    #[error("made the tagger fail; please report it with the document")]
    Failed,
}
