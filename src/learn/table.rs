//! Files of marked rows → their cells, whatever wrote them: CSV, TSV, a
//! workbook, JSON Lines.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

use crate::write::unguarded;

/// What is wrong with a file of marked rows: where, what, and what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct MarkError {
    /// The file, as it was named.
    pub path: String,
    /// Line or row, from 1; 0 where the whole file is meant.
    pub line: usize,
    /// What is wrong, and what to do.
    pub message: String,
}

impl fmt::Display for MarkError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => write!(f, "{}: {}", self.path, self.message),
            line => write!(f, "{}:{line}: {}", self.path, self.message),
        }
    }
}

/// The columns of a marked row that are looked at.
pub(super) const COLUMNS: [&str; 8] = ["document", "start", "end", "label", "text", "name", "id", "verdict"];

/// A row: its line, and its cells in the order of [`COLUMNS`].
pub(super) type Row = (usize, [String; COLUMNS.len()]);

/// A line and what is wrong with it.
pub(super) type Fault = (usize, String);

const SAVE: &str = "save the rows as CSV in UTF-8, or as .xlsx";

/// The rows of a file.
pub(super) fn rows(path: &Path) -> Result<Vec<Row>, Fault> {
    let bytes = crate::whole::read(path).map_err(|error| (0, format!("cannot be read: {error}")))?;
    if bytes.starts_with(b"PK\x03\x04") {
        return workbook(bytes);
    }
    let text = std::str::from_utf8(&bytes).map_err(|error| {
        let line = 1 + bytes[..error.valid_up_to()].iter().filter(|&&b| b == b'\n').count();
        (line, format!("is not valid UTF-8 here; {SAVE}"))
    })?;
    text_rows(text)
}

/// The rows of a text.
pub(super) fn text_rows(text: &str) -> Result<Vec<Row>, Fault> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    match text.trim_start().starts_with('{') {
        true => json_lines(text),
        false => delimited(text),
    }
}

fn delimited(text: &str) -> Result<Vec<Row>, Fault> {
    let header = text.lines().next().unwrap_or_default();
    let count = |d: &u8| header.bytes().filter(|b| b == d).count();
    let delimiter = [b'\t', b';', b','].into_iter().max_by_key(count).unwrap_or(b',');
    let mut reader =
        csv::ReaderBuilder::new().delimiter(delimiter).has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut columns = None;
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| {
            let line = error.position().map_or(0, csv::Position::line);
            (line as usize, format!("cannot be read as CSV: {error}; {SAVE}"))
        })?;
        let line = record.position().map_or(0, csv::Position::line) as usize;
        let cells: Vec<&str> = record.iter().collect();
        match &columns {
            None => columns = Some(Columns::of(&cells).ok_or_else(|| no_verdict(line, &cells))?),
            Some(columns) => rows.push((line, columns.row(&cells, |cell| unguarded(cell, char::from(delimiter))))),
        }
    }
    Ok(rows)
}

/// Those of every sheet that has the columns.
#[cfg(feature = "sheets")]
fn workbook(bytes: Vec<u8>) -> Result<Vec<Row>, Fault> {
    let sheets =
        crate::read::sheets(bytes).map_err(|error| (0, format!("is no workbook that can be read: {error}")))?;
    let mut rows = Vec::new();
    let mut titles = Vec::new();
    for sheet in &sheets {
        let mut lines = (sheet.first..).zip(&sheet.rows);
        let Some(header) = lines.next().map(|(_, cells)| cells) else { continue };
        let header: Vec<&str> = header.iter().map(String::as_str).collect();
        match Columns::of(&header) {
            Some(columns) => rows.extend(lines.map(|(line, cells)| {
                let cells: Vec<&str> = cells.iter().map(String::as_str).collect();
                (line, columns.row(&cells, Cow::from))
            })),
            None => titles.extend(header),
        }
    }
    if rows.is_empty() { Err(no_verdict(0, &titles)) } else { Ok(rows) }
}

#[cfg(not(feature = "sheets"))]
fn workbook(_: Vec<u8>) -> Result<Vec<Row>, Fault> {
    Err((0, format!("workbooks are left out of this build; {SAVE}")))
}

fn json_lines(text: &str) -> Result<Vec<Row>, Fault> {
    let lines = (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty());
    let rows = lines.map(|(number, line)| {
        let fields: BTreeMap<String, serde_json::Value> = serde_json::from_str(line)
            .map_err(|error| (number, format!("is no JSON object: {error}; write one mention a line")))?;
        let cell = |column: &str| match fields.get(column) {
            None | Some(serde_json::Value::Null) => String::new(),
            Some(serde_json::Value::String(text)) => text.clone(),
            Some(other) => other.to_string(),
        };
        Ok((number, COLUMNS.map(cell)))
    });
    rows.collect()
}

fn no_verdict(line: usize, titles: &[&str]) -> Fault {
    let titles: Vec<&str> = titles.iter().filter(|title| !title.is_empty()).take(20).copied().collect();
    (line, format!("needs the columns `text` and `verdict`; there are `{}`", titles.join("`, `")))
}

/// Where the columns stand; any but `text` and `verdict` may be missing.
struct Columns([Option<usize>; COLUMNS.len()]);

impl Columns {
    fn of(titles: &[&str]) -> Option<Self> {
        let titles: Vec<String> = titles.iter().map(|title| title.trim().to_lowercase()).collect();
        let places = COLUMNS.map(|column| titles.iter().position(|title| title == column));
        (places[4].is_some() && places[7].is_some()).then_some(Columns(places))
    }

    fn row<'c>(&self, cells: &[&'c str], plain: impl Fn(&'c str) -> Cow<'c, str>) -> [String; COLUMNS.len()] {
        self.0.map(|place| place.and_then(|at| cells.get(at)).map_or(String::new(), |cell| plain(cell).into_owned()))
    }
}
