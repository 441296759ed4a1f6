//! What is imported, how, and what may be wrong with it.

use std::io;

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

/// Which columns of a table hold what; each by its title.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Columns {
    /// The names.
    pub name: String,
    /// Other names, any number of columns.
    pub aliases: Vec<String>,
    /// What divides several other names in one field; by default `|`.
    pub alias_separator: Option<String>,
    /// Ids.
    pub id: Option<String>,
    /// What is put before each id, without the colon.
    pub id_prefix: Option<String>,
    /// Labels, where a row does not have the one of all rows.
    pub label: Option<String>,
    /// Columns to carry.
    pub keep: Vec<String>,
    /// What divides the fields; found from the header by default.
    pub delimiter: Option<u8>,
    /// A row without a name goes on with the record above: OpenRefine writes
    /// further values of a record in this way.
    pub records: bool,
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
    /// A result of a query that has no such variable.
    #[error("has no variable `{0}`; bring it in as a table")]
    Variable(String),
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
