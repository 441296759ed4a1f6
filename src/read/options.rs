//! What is asked of every reader.

use encoding_rs::Encoding;
use std::io;
use std::sync::Arc;

use super::Skipped;
use crate::advice::SettingNames;
use crate::segment::MAX_TEXT;

/// The greatest size of a document where nothing else is said: 256 MiB.
pub const DEFAULT_MAX_SIZE: u64 = 256 << 20;

/// How documents are found and read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InputOptions {
    /// Which files of a folder are documents; one with `!` before it takes
    /// files out. Matched against the name, or the path below the folder
    /// where the glob holds a `/`. By default every kind that can be read.
    pub globs: Vec<String>,
    /// Take files and folders whose name begins with a dot too.
    pub hidden: bool,
    /// A label of the Encoding Standard for what is neither UTF-8 nor has a
    /// byte order mark; by default it is told from the bytes.
    pub encoding: Option<String>,
    /// Refuse what is not valid in its encoding, instead of replacing stray
    /// bytes.
    pub strict: bool,
    /// How much of a web page is its text.
    pub page: PagePart,
    /// The greatest size of a document, in bytes.
    pub max_size: u64,
    /// The columns of a table that hold its texts; several are joined by an
    /// empty line.
    pub text_columns: Vec<String>,
    /// The column of a table that names its documents; by default they are
    /// named by their line, `articles.csv:17`.
    pub id_column: Option<String>,
    /// The fields that documents bring along: columns of a table.
    pub keep: Vec<String>,
}

impl Default for InputOptions {
    fn default() -> Self {
        InputOptions {
            globs: Vec::new(),
            hidden: false,
            encoding: None,
            strict: false,
            page: PagePart::Article,
            max_size: DEFAULT_MAX_SIZE,
            text_columns: Vec::new(),
            id_column: None,
            keep: Vec::new(),
        }
    }
}

/// Why nothing can be read at all.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum InputError {
    /// A path that is not there.
    #[error("{path}: {error}")]
    Path {
        /// The path as it was given.
        path: String,
        /// What the system says.
        error: io::Error,
    },
    /// No path at all.
    #[error("no path was given; name files or folders, or - for standard input")]
    NoPath,
    /// A glob that cannot be understood.
    #[error("{}", self.told(&SettingNames::LIBRARY))]
    Glob(String),
    /// A table without the columns that were asked for.
    #[error("{0}")]
    Table(Box<Skipped>),
    /// An encoding of no known name.
    #[error("{}", self.told(&SettingNames::LIBRARY))]
    Encoding(String),
    /// A greatest size that texts cannot have.
    #[error("{}", self.told(&SettingNames::LIBRARY))]
    MaxSize,
}

impl InputError {
    /// The message, with settings under their names.
    pub fn told(&self, names: &SettingNames) -> String {
        match self {
            InputError::Glob(error) => format!("{}: {error}", names.globs),
            InputError::Table(skipped) => skipped.told(names),
            InputError::Encoding(label) => format!(
                "{}: {label:?} is no known encoding; known are for example utf-8, utf-16le, windows-1252, gb18030",
                names.encoding
            ),
            InputError::MaxSize => format!("{}: a document can have at most {MAX_TEXT} bytes", names.max_size),
            other => other.to_string(),
        }
    }
}

/// How much of a web page is its text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PagePart {
    /// The article, where one is found; else the whole page.
    #[default]
    Article,
    /// The whole page.
    All,
}

/// What is asked of every reader.
#[derive(Debug)]
pub(super) struct ReadOptions {
    /// The columns of a table that hold its texts.
    pub text: Vec<String>,
    /// The column of a table that names its documents.
    pub id: Option<String>,
    /// Fields that documents bring along.
    pub keep: Vec<Arc<str>>,
    /// What is not UTF-8 is read as.
    pub encoding: Option<&'static Encoding>,
    /// Nothing is replaced, and no encoding guessed.
    pub strict: bool,
    /// How much of a web page is its text.
    pub page: PagePart,
    /// The greatest size of a document, in bytes.
    pub max_size: u64,
}

impl ReadOptions {
    pub fn new(options: &InputOptions, encoding: Option<&'static Encoding>) -> Self {
        ReadOptions {
            text: options.text_columns.clone(),
            id: options.id_column.clone(),
            keep: options.keep.iter().map(|name| name.as_str().into()).collect(),
            encoding,
            strict: options.strict,
            page: options.page,
            max_size: options.max_size,
        }
    }

    /// True where it is said which column is the text.
    pub fn has_text(&self) -> bool {
        !self.text.is_empty()
    }
}
