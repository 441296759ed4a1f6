//! CSV for spreadsheets and for programs.

use std::io::Write;
use std::str::FromStr;

use super::guard::guarded;
use super::{COLUMNS, Format, Row};
use crate::entity::Rule;

/// What stands between two cells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Delimiter {
    /// `,`
    #[default]
    Comma,
    /// `;`
    Semicolon,
    /// A tab.
    Tab,
    /// `|`
    Bar,
}

impl Delimiter {
    fn byte(self) -> u8 {
        match self {
            Delimiter::Comma => b',',
            Delimiter::Semicolon => b';',
            Delimiter::Tab => b'\t',
            Delimiter::Bar => b'|',
        }
    }
}

impl FromStr for Delimiter {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "," | "comma" => Ok(Delimiter::Comma),
            ";" | "semicolon" => Ok(Delimiter::Semicolon),
            "\t" | "\\t" | "tab" => Ok(Delimiter::Tab),
            "|" | "bar" => Ok(Delimiter::Bar),
            _ => Err("write one of , ; tab |"),
        }
    }
}

/// One row a mention, with a header.
///
/// A spreadsheet takes a cell that begins with `=`, `+`, `-`, `@`, a tab or a
/// carriage return for a formula, quoted or not. Such a text cell gets a
/// leading `'`, and so does what follows another separator than the file's own
/// within a cell; numbers are never touched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Csv {
    /// What stands between two cells.
    pub delimiter: Delimiter,
    /// Leave out the guard against formulas.
    pub exact: bool,
    /// A byte order mark before the header and CRLF line ends, for Excel.
    pub excel: bool,
    /// Columns of the lists, and those of [`RECKONED`](super::RECKONED),
    /// written as `gaz_<column>`.
    pub columns: Vec<String>,
    /// Fields of the documents, written as `doc_<field>`.
    pub fields: Vec<String>,
}

impl Default for Csv {
    fn default() -> Self {
        let (columns, fields) = (Vec::new(), Vec::new());
        Csv { delimiter: Delimiter::Comma, exact: false, excel: false, columns, fields }
    }
}

impl Csv {
    pub(crate) fn text(&self, value: &str, out: &mut Vec<u8>) {
        if is_plain(value.as_bytes()) {
            return out.extend_from_slice(value.as_bytes());
        }
        let safe = if self.exact { value.into() } else { guarded(value, self.delimiter.byte().into()) };
        if self.needs_quotes(&safe) {
            out.push(b'"');
            double_quotes(safe.as_bytes(), out);
            out.push(b'"');
        } else {
            out.extend_from_slice(safe.as_bytes());
        }
    }

    /// Appends what comes before the header.
    pub(crate) fn mark(&self, out: &mut Vec<u8>) {
        if self.excel {
            out.extend_from_slice("\u{feff}".as_bytes());
        }
    }

    /// Appends a line of so many cells, each of which `cell` appends.
    pub(crate) fn cells(&self, count: usize, out: &mut Vec<u8>, mut cell: impl FnMut(&Self, usize, &mut Vec<u8>)) {
        for at in 0..count {
            if at > 0 {
                out.push(self.delimiter.byte());
            }
            cell(self, at, out);
        }
        self.line_end(out);
    }

    fn needs_quotes(&self, value: &str) -> bool {
        let delimiter = self.delimiter.byte();
        value.bytes().any(|b| b == delimiter || matches!(b, b'"' | b'\n' | b'\r'))
    }

    /// A number of a list, such as a longitude, is a number.
    pub(crate) fn list_value(&self, value: &str, out: &mut Vec<u8>) {
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
        self.mark(out);
        for (i, title) in COLUMNS.iter().enumerate() {
            if i > 0 {
                out.push(self.delimiter.byte());
            }
            self.text(title, out);
        }
        let further = [("doc", &self.fields), ("gaz", &self.columns)];
        for (prefix, name) in further.iter().flat_map(|(prefix, names)| names.iter().map(move |name| (prefix, name))) {
            out.push(self.delimiter.byte());
            self.text(&format!("{prefix}_{name}"), out);
        }
        self.line_end(out);
    }

    fn row(&self, row: &Row<'_>, out: &mut Vec<u8>) {
        let quantity = row.entity.quantity();
        self.text(row.document.name, out);
        for number in [row.line, row.start, row.end] {
            out.push(self.delimiter.byte());
            figures(number, out);
        }
        for text in [row.entity.label, row.text, row.entity.name(), row.entity.id()] {
            out.push(self.delimiter.byte());
            self.text(text, out);
        }
        for amount in [quantity.and_then(|q| q.amount), quantity.and_then(|q| q.amount_max)] {
            out.push(self.delimiter.byte());
            if let Some(amount) = amount {
                write!(out, "{}", amount.normalize()).expect("memory takes it");
            }
        }
        out.push(self.delimiter.byte());
        self.text(quantity.and_then(|q| q.currency).unwrap_or(""), out);
        out.push(self.delimiter.byte());
        self.rule(row.entity.rule, out);
        out.push(self.delimiter.byte());
        self.text(row.sentence, out);
        for field in &self.fields {
            out.push(self.delimiter.byte());
            self.list_value(row.document.field(field), out);
        }
        for column in &self.columns {
            out.push(self.delimiter.byte());
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
            detail if is_plain(rule.kind.as_bytes()) && is_plain(detail.as_bytes()) => {
                [rule.kind, ":", detail].iter().for_each(|part| out.extend_from_slice(part.as_bytes()));
            }
            detail => self.text(&[rule.kind, detail].join(":"), out),
        }
    }
}

/// True for a text that neither quotes nor guards can be needed for. Asks
/// eight bytes at a time.
fn is_plain(value: &[u8]) -> bool {
    let begins = value.first().is_none_or(|b| b.is_ascii_alphanumeric() || matches!(b, 0x80..0xef));
    let matters = |b: &u8| {
        (*b == b',') | (*b == b';') | (*b == b'|') | (*b == b'"') | (*b == b'\n') | (*b == b'\r') | (*b == b'\t')
    };
    let (eights, rest) = value.as_chunks::<8>();
    let mut all = eights.iter().map(|eight| eight.iter().fold(false, |any, b| any | matters(b)));
    begins && !all.any(|any| any) && !rest.iter().any(matters)
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
