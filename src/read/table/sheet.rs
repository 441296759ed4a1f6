//! A workbook → the records of its sheets.
//!
//! The first row of a sheet that is not empty names its columns. A workbook is
//! held in memory, one sheet at a time.

use calamine::{Data, Range, Reader, open_workbook_auto_from_rs};
use std::collections::VecDeque;
use std::io::{Cursor, Read};

use super::columns::{Columns, SAMPLE};
use crate::read::options::ReadOptions;
use crate::read::passed::Passed;
use crate::read::{Field, Found, Kind, Place, Reason};

type Workbook = calamine::Sheets<Cursor<Vec<u8>>>;

/// The records of a workbook, as documents.
pub(super) struct Records<'c> {
    name: String,
    kind: Kind,
    workbook: Workbook,
    sheets: VecDeque<String>,
    has_one_sheet: bool,
    sheet: Option<Sheet>,
    options: &'c ReadOptions,
}

struct Sheet {
    name: String,
    cells: Range<Data>,
    columns: Columns,
    next: usize,
}

impl<'c> Records<'c> {
    /// Opens a workbook.
    ///
    /// # Errors
    /// Where it is damaged or protected, or none of its sheets has the columns
    /// that were asked for.
    pub fn new(name: &str, input: Box<dyn Read + Send>, kind: Kind, options: &'c ReadOptions) -> Result<Self, Reason> {
        let mut bytes = Vec::new();
        input.take(options.max_size + 1).read_to_end(&mut bytes).map_err(Reason::Packed)?;
        if bytes.len() as u64 > options.max_size {
            return Err(Reason::TooLarge { max: options.max_size });
        }
        let workbook = open(bytes).map_err(Reason::Damaged)?;
        let sheets: VecDeque<String> = workbook.sheet_names().into();
        let has_one_sheet = sheets.len() == 1;
        let mut records = Records { name: name.into(), kind, workbook, sheets, has_one_sheet, sheet: None, options };
        records.sheet = records.next_sheet()?;
        match records.sheet {
            Some(_) => Ok(records),
            None => Err(Reason::NoRecords),
        }
    }

    /// The next sheet that has the columns; an error where it is the last and
    /// none had them.
    fn next_sheet(&mut self) -> Result<Option<Sheet>, Reason> {
        let mut wrong = None;
        while let Some(name) = self.sheets.pop_front() {
            let cells = self.workbook.worksheet_range(&name).map_err(|error| Reason::Damaged(error.to_string()))?;
            let Some(header_row) = cells.rows().position(|row| row.iter().any(|cell| *cell != Data::Empty)) else {
                continue;
            };
            let header: Vec<String> = row(&cells, header_row).iter().map(|cell| cell.trim().to_string()).collect();
            let lengths = || -> Vec<Vec<usize>> {
                let rows = (header_row + 1..cells.height()).take(SAMPLE);
                rows.map(|at| row(&cells, at).iter().map(String::len).collect()).collect()
            };
            match Columns::new(&header, self.options, lengths) {
                Ok(columns) => return Ok(Some(Sheet { name, cells, columns, next: header_row + 1 })),
                Err(reason) => wrong = wrong.or(Some(reason)),
            }
        }
        match wrong {
            Some(reason) if self.sheet.is_none() => Err(reason),
            _ => Ok(None),
        }
    }

    fn found(&self, sheet: &Sheet, at: usize) -> Found {
        let cells = row(&sheet.cells, at);
        let cell = |column: usize| cells.get(column).cloned().unwrap_or_default();
        let line = sheet.cells.start().map_or(0, |(first, _)| first as usize) + at + 1;
        let place = match self.has_one_sheet {
            true => format!("{}:{line}", self.name),
            false => format!("{}/{}:{line}", self.name, sheet.name),
        };
        let id = sheet.columns.id.map(|column| cell(column).trim().to_string()).filter(|id| !id.is_empty());
        let text: Vec<String> = sheet.columns.text.iter().map(|column| cell(*column)).collect();
        let keep = self.options.keep.iter().zip(&sheet.columns.keep);
        Found {
            kind: Some(self.kind),
            fields: keep.map(|(name, column)| Field { name: name.clone(), value: cell(*column) }).collect(),
            ..Found::new(id.unwrap_or(place), Place::Text(text.join("\n\n").into_bytes()))
        }
    }
}

impl Iterator for Records<'_> {
    type Item = Result<Found, Passed>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let sheet = self.sheet.as_mut()?;
            let at = sheet.next;
            sheet.next += 1;
            if at >= sheet.cells.height() {
                match self.next_sheet() {
                    Ok(next) => self.sheet = next,
                    Err(reason) => {
                        self.sheet = None;
                        return Some(Err(Passed::skipped(self.name.clone(), self.kind, reason)));
                    }
                }
                continue;
            }
            let sheet = self.sheet.as_ref()?;
            // An empty row is no record.
            if row(&sheet.cells, at).iter().all(String::is_empty) {
                continue;
            }
            return Some(Ok(self.found(sheet, at)));
        }
    }
}

/// The cells of a sheet as a person reads them.
pub(crate) struct Cells {
    /// The row that the first one stands in, from 1.
    pub first: usize,
    pub rows: Vec<Vec<String>>,
}

/// Opens a workbook in memory.
fn open(bytes: Vec<u8>) -> Result<Workbook, String> {
    open_workbook_auto_from_rs(Cursor::new(bytes)).map_err(|error| match error {
        calamine::Error::Msg(_) => "it is no workbook, or its end is missing".into(),
        error => error.to_string(),
    })
}

/// Every sheet of a workbook in memory.
///
/// # Errors
/// Where it is damaged or protected.
pub(crate) fn sheets(bytes: Vec<u8>) -> Result<Vec<Cells>, String> {
    let mut workbook = open(bytes)?;
    let mut sheets = Vec::new();
    for (_, cells) in workbook.worksheets() {
        let first = cells.start().map_or(1, |(row, _)| row as usize + 1);
        sheets.push(Cells { first, rows: (0..cells.height()).map(|at| row(&cells, at)).collect() });
    }
    Ok(sheets)
}

/// The first sheet that holds something, as CSV: each row in the line of its
/// number. Sheets right behind it that have the same first row go on with it,
/// as the mentions of a workbook do.
///
/// # Errors
/// Where it is damaged or protected, or holds nothing.
pub(in crate::read) fn csv(bytes: Vec<u8>) -> Result<Vec<u8>, Reason> {
    let sheets = sheets(bytes).map_err(Reason::Damaged)?;
    let mut full = sheets.into_iter().skip_while(|sheet| sheet.rows.is_empty());
    let Cells { first, rows } = full.next().ok_or(Reason::NoRecords)?;
    let mut lines = vec![b'\n'; first - 1];
    rows.iter().for_each(|cells| add_line(cells, &mut lines));
    for further in full.take_while(|sheet| sheet.rows.first() == rows.first()) {
        further.rows[1..].iter().for_each(|cells| add_line(cells, &mut lines));
    }
    Ok(lines)
}

/// A line end within a cell is a space, so that lines are rows.
fn add_line(cells: &[String], lines: &mut Vec<u8>) {
    if cells.iter().any(|cell| !cell.is_empty()) {
        for (at, cell) in cells.iter().enumerate() {
            lines.extend_from_slice(if at == 0 { b"\"" } else { b",\"" });
            lines.extend(cell.replace(['\r', '\n'], " ").replace('"', "\"\"").bytes());
            lines.push(b'"');
        }
    }
    lines.push(b'\n');
}

fn row(cells: &Range<Data>, at: usize) -> Vec<String> {
    let (_, width) = cells.get_size();
    (0..width).map(|column| cells.get((at, column)).map_or(String::new(), text)).collect()
}

/// A cell as a person reads it; days in the form of ISO 8601.
fn text(cell: &Data) -> String {
    match cell {
        Data::String(text) => text.clone(),
        Data::DateTime(date) if date.is_datetime() => {
            let (year, month, day, hour, minute, second, _) = date.to_ymd_hms_milli();
            match (hour, minute, second) {
                (0, 0, 0) => format!("{year:04}-{month:02}-{day:02}"),
                _ => format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}"),
            }
        }
        Data::Empty | Data::Error(_) => String::new(),
        other => other.to_string(),
    }
}
