//! CSV for spreadsheets and for programs.

use std::io::Write;

use super::{COLUMNS, Format, Row};
use crate::entity::Rule;

/// True where a spreadsheet takes a cell for a formula. A sign alone, such as
/// the name of standard input, is none.
pub(crate) fn is_formula(cell: &str) -> bool {
    cell.len() > 1 && matches!(cell.as_bytes()[0], b'=' | b'+' | b'-' | b'@' | b'\t' | b'\r')
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
    /// Columns of the lists, and [`CANDIDATES`](super::CANDIDATES) and
    /// [`CERTAINTY`](super::CERTAINTY), written as `gaz_<column>`.
    pub columns: Vec<String>,
}

impl Csv {
    fn text(&self, value: &str, out: &mut Vec<u8>) {
        let is_quoted = needs_quotes(value.as_bytes());
        if is_quoted {
            out.push(b'"');
        }
        if !self.exact && is_formula(value) {
            out.push(b'\'');
        }
        if is_quoted {
            double_quotes(value.as_bytes(), out);
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
        self.text(row.document.name, out);
        for number in [row.line, row.start, row.end] {
            out.push(b',');
            figures(number, out);
        }
        for text in [row.entity.label, row.text, row.entity.name(), row.entity.id()] {
            out.push(b',');
            self.text(text, out);
        }
        for amount in [quantity.and_then(|q| q.amount), quantity.and_then(|q| q.amount_max)] {
            out.push(b',');
            if let Some(amount) = amount {
                write!(out, "{}", amount.normalize()).expect("memory takes it");
            }
        }
        out.push(b',');
        self.text(quantity.and_then(|q| q.currency).unwrap_or(""), out);
        out.push(b',');
        self.rule(row.entity.rule, out);
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
    /// The rule as it is displayed.
    fn rule(&self, rule: Rule<'_>, out: &mut Vec<u8>) {
        match rule.detail {
            "" => self.text(rule.kind, out),
            detail => self.text(&[rule.kind, detail].join(":"), out),
        }
    }
}

/// Asks eight bytes at a time.
fn needs_quotes(value: &[u8]) -> bool {
    let needs = |b: &u8| (*b == b',') | (*b == b'"') | (*b == b'\n') | (*b == b'\r');
    let (eights, rest) = value.as_chunks::<8>();
    eights.iter().any(|eight| eight.iter().fold(false, |any, b| any | needs(b))) || rest.iter().any(needs)
}

/// Appends a value with two quotes for each one: it ends one piece, and the
/// next piece begins with it.
fn double_quotes(value: &[u8], out: &mut Vec<u8>) {
    let mut from = 0;
    for quote in memchr::memchr_iter(b'"', value) {
        out.extend_from_slice(&value[from..=quote]);
        from = quote;
    }
    out.extend_from_slice(&value[from..]);
}

/// Figures, with a sign before and one full stop within where there are any.
fn is_number(value: &str) -> bool {
    let figures = value.strip_prefix(['-', '+']).unwrap_or(value);
    let (whole, fraction) = figures.split_once('.').unwrap_or((figures, "0"));
    [whole, fraction].iter().all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()))
}

/// Appends a whole number, with less ado than `write!` makes of three a row.
fn figures(mut number: u64, out: &mut Vec<u8>) {
    let mut figures = [0; 20];
    let mut first = figures.len();
    while number > 0 || first == figures.len() {
        first -= 1;
        figures[first] = b'0' + (number % 10) as u8;
        number /= 10;
    }
    out.extend_from_slice(&figures[first..]);
}
