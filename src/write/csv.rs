//! CSV for spreadsheets and for programs.

use std::fmt::Display;
use std::io::Write;

use super::{COLUMNS, Format, Row};

/// True where a spreadsheet takes a cell for a formula. A sign alone, such as
/// the name of standard input, is none.
pub(crate) fn is_formula(cell: &str) -> bool {
    cell.len() > 1 && cell.starts_with(['=', '+', '-', '@', '\t', '\r'])
}

/// One row a mention, with a header.
///
/// A spreadsheet takes a cell that begins with `=`, `+`, `-`, `@`, a tab or a
/// carriage return for a formula, quoted or not. Such a text cell gets a
/// leading `'`; numbers are never touched.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Csv {
    /// Leave out the guard against formulas.
    pub exact: bool,
    /// A byte order mark before the header and CRLF line ends, for Excel.
    pub excel: bool,
    /// Columns of the lists, and [`CANDIDATES`](super::CANDIDATES), written as
    /// `gaz_<column>`.
    pub columns: Vec<String>,
}

impl Csv {
    fn text(&self, value: &str, out: &mut Vec<u8>) {
        let guarded = !self.exact && is_formula(value);
        let quoted = value.bytes().fold(false, |quoted, b| quoted | matches!(b, b',' | b'"' | b'\n' | b'\r'));
        if quoted {
            out.push(b'"');
        }
        if guarded {
            out.push(b'\'');
        }
        if quoted {
            for (i, part) in value.split('"').enumerate() {
                out.extend_from_slice(if i > 0 { b"\"\"" } else { b"" });
                out.extend_from_slice(part.as_bytes());
            }
            out.push(b'"');
        } else {
            out.extend_from_slice(value.as_bytes());
        }
    }

    /// A number of a list, such as a longitude, is a number.
    fn list_value(&self, value: &str, out: &mut Vec<u8>) {
        match is_number(value) {
            true => out.extend_from_slice(value.as_bytes()),
            false => self.text(value, out),
        }
    }

    fn line_end(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(if self.excel { b"\r\n" } else { b"\n" });
    }
}

impl Format for Csv {
    fn head(&self, out: &mut Vec<u8>) {
        if self.excel {
            out.extend_from_slice("\u{feff}".as_bytes());
        }
        out.extend_from_slice(COLUMNS.join(",").as_bytes());
        for column in &self.columns {
            out.push(b',');
            self.text(&format!("gaz_{column}"), out);
        }
        self.line_end(out);
    }

    fn row(&self, row: &Row<'_>, out: &mut Vec<u8>) {
        let quantity = row.entity.quantity();
        self.text(row.document, out);
        for number in [row.line, row.start, row.end] {
            out.push(b',');
            append(number, out);
        }
        for text in [row.entity.label, row.text, row.entity.name(), row.entity.id()] {
            out.push(b',');
            self.text(text, out);
        }
        for amount in [quantity.and_then(|q| q.amount), quantity.and_then(|q| q.amount_max)] {
            out.push(b',');
            if let Some(amount) = amount {
                append(amount.normalize(), out);
            }
        }
        out.push(b',');
        self.text(quantity.and_then(|q| q.currency).unwrap_or(""), out);
        out.push(b',');
        self.rule(row, out);
        out.push(b',');
        self.text(row.sentence, out);
        for column in &self.columns {
            out.push(b',');
            self.list_value(&row.list_column(column), out);
        }
        self.line_end(out);
    }
}

impl Csv {
    fn rule(&self, row: &Row<'_>, out: &mut Vec<u8>) {
        if row.entity.rule.detail.is_empty() {
            self.text(row.entity.rule.kind, out);
        } else {
            self.text(&row.entity.rule.to_string(), out);
        }
    }
}

/// Figures, with a sign before and one full stop within where there are any.
fn is_number(value: &str) -> bool {
    let figures = value.strip_prefix(['-', '+']).unwrap_or(value);
    let (whole, fraction) = figures.split_once('.').unwrap_or((figures, "0"));
    [whole, fraction].iter().all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()))
}

/// Appends the plain figures of a number.
fn append(number: impl Display, out: &mut Vec<u8>) {
    write!(out, "{number}").expect("memory takes it");
}
