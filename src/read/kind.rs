//! What kind of file is this? By its first bytes, then by the ending of its
//! name.

use std::fmt;
use std::path::Path;

/// What a source is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Kind {
    /// Plain text.
    Text,
    /// A table whose cells stand between commas, or the like.
    Csv,
    /// A table whose cells stand between tabs.
    Tsv,
    /// One JSON object a line.
    JsonLines,
    /// A JSON array of objects.
    Json,
}

/// Endings of names, in small letters, without their dot.
const ENDINGS: [(&str, Kind); 11] = [
    ("txt", Kind::Text),
    ("text", Kind::Text),
    ("md", Kind::Text),
    ("markdown", Kind::Text),
    ("rst", Kind::Text),
    ("csv", Kind::Csv),
    ("tsv", Kind::Tsv),
    ("tab", Kind::Tsv),
    ("jsonl", Kind::JsonLines),
    ("ndjson", Kind::JsonLines),
    ("json", Kind::Json),
];

impl Kind {
    /// By the ending of a name; `None` where the ending is not known.
    pub fn of_name(name: &Path) -> Option<Self> {
        let ending = name.extension()?.to_str()?;
        ENDINGS.iter().find(|(known, _)| known.eq_ignore_ascii_case(ending)).map(|(_, kind)| *kind)
    }

    /// True where its records are documents, and have to be told which column
    /// is their text.
    pub fn is_table(self) -> bool {
        matches!(self, Kind::Csv | Kind::Tsv | Kind::JsonLines | Kind::Json)
    }

    /// Its short name, such as `csv`.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Text => "text",
            Kind::Csv => "csv",
            Kind::Tsv => "tsv",
            Kind::JsonLines => "jsonl",
            Kind::Json => "json",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
