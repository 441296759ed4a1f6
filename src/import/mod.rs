//! Lists of other makers → our CSV.
//!
//! Each format is one file that reads records and hands them to a [`Writer`],
//! which cleans them, leaves out what could not be a row, and counts what was
//! left out and why. What it writes has no mistakes in the sense of
//! `gaztag lists check`.
//!
//! | format | file | id |
//! |---|---|---|
//! | GeoNames, 19 columns | `geonames` | `gn:` |
//! | Wikidata query result, CSV or JSON | `wikidata` | `wd:` |
//! | ROR, CSV or JSON of version 2 | `ror` | `ror:` |
//! | GLEIF, level 1, CSV | `gleif` | `lei:` |
//! | SEC, tickers, JSON | `sec` | `cik:` |
//! | GATE, `lists.def` and its files | `gate` | |
//! | spaCy EntityRuler, JSON Lines | `spacy` | `spacy:` |
//! | any CSV, its columns named | `table` | as asked |
//! | one name a line | `lines` | |
//!
//! Rows go straight from the file to the output, so the size of a list does
//! not matter; only of Wikidata and spaCy, where one record stands in several
//! places, the records are held until the end.

mod detect;
mod gate;
mod geonames;
mod gleif;
mod json;
mod lines;
mod ror;
mod sec;
mod spacy;
mod table;
mod wikidata;
mod writer;

pub use detect::detect;
pub use table::Columns;
pub use writer::{Counts, Record, Writer};

use crate::gazetteer::packed_kind;
use std::io::{self, BufRead, Write};
use std::path::Path;

/// Whose list it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// GeoNames' dump: 19 columns divided by tabs, no header, no quotes.
    GeoNames,
    /// A query result of Wikidata, as CSV or as JSON.
    Wikidata,
    /// The registry of research organizations, as CSV or as JSON.
    Ror,
    /// The register of legal entities, as CSV.
    Gleif,
    /// Tickers of companies listed in the United States, as JSON.
    Sec,
    /// `lists.def` of GATE, beside which its lists lie.
    Gate,
    /// Patterns of spaCy's EntityRuler, a JSON object a line.
    Spacy,
    /// Any CSV whose columns are named by [`Columns`].
    Table,
    /// One name a line.
    Lines,
}

/// What is taken from a list, and how.
#[derive(Clone, Debug, Default)]
pub struct ImportOptions {
    /// The label of all rows, instead of what the format says.
    pub label: Option<String>,
    /// Other names are aliases too, where the format has any that are not
    /// trusted on their own (GeoNames' alternate names).
    pub all_aliases: bool,
    /// Rows of entities that are no longer active are taken too.
    pub inactive: bool,
    /// GeoNames: places with fewer people are left out.
    pub min_population: u64,
    /// GeoNames: the feature classes that are taken, such as `P` and `A`;
    /// all where there is none.
    pub feature_classes: Vec<String>,
    /// Any CSV: which columns hold what.
    pub columns: Columns,
}

/// Why a list could not be brought in.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The list could not be read, or the rows not written.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// A line is not of the format.
    #[error("line {line}: {message}")]
    Line {
        /// The line, from 1.
        line: u64,
        /// What is wrong.
        message: String,
    },
    /// The whole is not of the format.
    #[error("{0}")]
    Format(String),
}

impl From<csv::Error> for ImportError {
    fn from(error: csv::Error) -> Self {
        let line = error.position().map_or(0, csv::Position::line);
        match error.into_kind() {
            csv::ErrorKind::Io(error) => ImportError::Io(error),
            csv::ErrorKind::Utf8 { err, .. } => ImportError::Line { line, message: format!("is not UTF-8: {err}") },
            kind => ImportError::Format(format!("cannot be read as CSV: {kind:?}")),
        }
    }
}

impl From<serde_json::Error> for ImportError {
    fn from(error: serde_json::Error) -> Self {
        match error.io_error_kind() {
            Some(_) => ImportError::Io(error.into()),
            None => ImportError::Line { line: error.line() as u64, message: error.to_string() },
        }
    }
}

/// Reads a list of another maker and writes ours.
///
/// `path` is where the list comes from: GATE's definition names files beside
/// it. Linear in the list.
///
/// ```
/// use gaztag::parts::import::{Format, ImportOptions, import};
/// let mut ours = Vec::new();
/// let list = "Acme\nBeta & Sons\n\nAcme\n".as_bytes();
/// let options = ImportOptions { label: Some("ORG".into()), ..Default::default() };
/// let counts = import(list, "names.txt".as_ref(), Format::Lines, &options, &mut ours)?;
/// assert_eq!(String::from_utf8_lossy(&ours), "name,label\nAcme,ORG\nBeta & Sons,ORG\n");
/// assert_eq!((counts.read, counts.written), (4, 2));
/// # Ok::<(), gaztag::parts::import::ImportError>(())
/// ```
///
/// # Errors
/// Where the list cannot be read or is not of the format, or where `out`
/// fails.
pub fn import(
    list: impl BufRead,
    path: &Path,
    format: Format,
    options: &ImportOptions,
    out: impl Write,
) -> Result<Counts, ImportError> {
    let list = without_mark(list)?;
    match format {
        Format::GeoNames => geonames::import(list, options, out),
        Format::Wikidata => wikidata::import(list, options, out),
        Format::Ror => ror::import(list, options, out),
        Format::Gleif => gleif::import(list, options, out),
        Format::Sec => sec::import(list, options, out),
        Format::Gate => gate::import(list, path, options, out),
        Format::Spacy => spacy::import(list, options, out),
        Format::Table => table::import(list, options, out),
        Format::Lines => lines::import(list, options, out),
    }
}

/// Steps over a byte order mark; UTF-16 and what is packed are refused by
/// name.
fn without_mark<R: BufRead>(mut list: R) -> Result<R, ImportError> {
    let start = list.fill_buf()?;
    if start.starts_with(b"\xff\xfe") || start.starts_with(b"\xfe\xff") {
        return Err(ImportError::Format("is in UTF-16; save it in UTF-8".into()));
    }
    if let Some(kind) = packed_kind(start) {
        return Err(ImportError::Format(format!("is {kind}; unpack it, or save the table as CSV in UTF-8")));
    }
    if start.starts_with(b"\xef\xbb\xbf") {
        list.consume(3);
    }
    Ok(list)
}

/// A reader of CSV with a header.
fn csv_reader<R: io::Read>(list: R, delimiter: u8) -> csv::Reader<R> {
    csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(list)
}

/// The places of columns in a header, by their exact titles.
struct Titles(std::collections::HashMap<String, usize>);

impl Titles {
    fn of(header: &csv::StringRecord) -> Self {
        Titles(header.iter().enumerate().map(|(at, title)| (title.trim().to_string(), at)).collect())
    }

    /// The place of a column.
    ///
    /// # Errors
    /// Where there is no such column.
    fn need(&self, title: &str) -> Result<usize, ImportError> {
        self.get(title).ok_or_else(|| {
            let mut found: Vec<&str> = self.0.keys().map(String::as_str).collect();
            found.sort_unstable();
            ImportError::Format(format!("has no column `{title}`; its columns are {}", found.join(", ")))
        })
    }

    fn get(&self, title: &str) -> Option<usize> {
        self.0.get(title).copied()
    }
}

/// A field of a record; empty where the record is too short or has no such
/// column.
fn field(record: &csv::StringRecord, at: Option<usize>) -> &str {
    at.and_then(|at| record.get(at)).unwrap_or("").trim()
}
