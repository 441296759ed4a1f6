//! Columns by their titles.

use std::io;

use super::options::ImportError;

/// A reader of CSV with a header.
pub(super) fn csv_reader<R: io::Read>(list: R, delimiter: u8) -> csv::Reader<R> {
    csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(list)
}

/// The places of columns in a header, by their exact titles.
pub(super) struct Titles(std::collections::HashMap<String, usize>);

impl Titles {
    pub fn of(header: &csv::StringRecord) -> Self {
        Titles(header.iter().enumerate().map(|(at, title)| (title.trim().to_string(), at)).collect())
    }

    /// The place of a column.
    ///
    /// # Errors
    /// Where there is no such column.
    pub fn need(&self, title: &str) -> Result<usize, ImportError> {
        self.get(title).ok_or_else(|| {
            let mut found: Vec<&str> = self.0.keys().map(String::as_str).collect();
            found.sort_unstable();
            ImportError::Format(format!("has no column `{title}`; its columns are {}", found.join(", ")))
        })
    }

    pub fn get(&self, title: &str) -> Option<usize> {
        self.0.get(title).copied()
    }
}

/// A field of a record; empty where the record is too short or has no such
/// column.
pub(super) fn field(record: &csv::StringRecord, at: Option<usize>) -> &str {
    at.and_then(|at| record.get(at)).unwrap_or("").trim()
}
