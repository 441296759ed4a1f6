//! Rows of cells in the sheets of a workbook.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use rust_xlsxwriter::{Color, Format, FormatAlign, Url, Workbook as Book, Worksheet, XlsxError};
use std::io;
use std::sync::{Arc, Mutex, PoisonError};

use crate::summary::{Cell, Table, listed_number};
use crate::write::EXACT_FIGURES;

/// Sheets hold so many rows, and cells so many UTF-16 units.
const MOST_ROWS: u32 = 1_048_576;
const MOST_UNITS: usize = 32_767;

/// A sheet holds 65,530 links.
const MOST_LINKS: u32 = 65_000;

/// A link has at most 2,080 signs.
const MOST_URL: usize = 2_000;

/// Stands where a cell was cut.
const CUT: &str = "… (cut: longer than a cell)";

/// The workbook, which every sheet is made with.
pub(super) type Shared = Arc<Mutex<Book>>;

/// Soft colours of labels: blue, green, yellow, and grey for the others.
const COLORS: [(&str, u32); 3] = [("ORG", 0xDCE9F7), ("PLACE", 0xDFF2DF), ("MONEY", 0xFBF0CC)];
const OTHER: u32 = 0xECECEC;

/// A table that goes on in a further sheet where one is full.
pub(super) struct Sheet {
    book: Shared,
    name: &'static str,
    titles: Vec<String>,
    done: Vec<Worksheet>,
    current: Option<Worksheet>,
    row: u32,
    links: u32,
    most_rows: u32,
    styles: Styles,
}

struct Styles {
    head: Format,
    plain: Format,
    linked: Format,
    wrapped: Format,
    whole: Format,
    broken: Format,
    marked: Format,
    labels: Vec<(&'static str, Format)>,
}

impl Default for Styles {
    fn default() -> Self {
        // Sentences take several lines: what stands beside them begins with them.
        let top = || Format::new().set_align(FormatAlign::Top);
        let colored = |color: u32| top().set_background_color(Color::RGB(color));
        let labels = COLORS.iter().map(|(label, color)| (*label, colored(*color)));
        Styles {
            head: Format::new().set_bold().set_background_color(Color::RGB(OTHER)),
            plain: top(),
            linked: top().set_hyperlink(),
            wrapped: top().set_text_wrap(),
            whole: top().set_num_format("#,##0"),
            broken: top().set_num_format("#,##0.00#######"),
            marked: top().set_italic().set_align(FormatAlign::Right),
            labels: labels.chain([("", colored(OTHER))]).collect(),
        }
    }
}

impl Styles {
    fn label(&self, label: &str) -> &Format {
        let known = self.labels.iter().find(|(known, _)| *known == label).or(self.labels.last());
        known.map_or(&self.head, |(_, format)| format)
    }
}

impl Sheet {
    pub fn new(book: &Shared, name: &'static str) -> Self {
        let (titles, done, styles) = (Vec::new(), Vec::new(), Styles::default());
        let (row, links) = (0, 0);
        Sheet { book: book.clone(), name, titles, done, current: None, row, links, most_rows: MOST_ROWS, styles }
    }

    #[cfg(test)]
    pub fn with_rows(mut self, most_rows: u32) -> Self {
        self.most_rows = most_rows;
        self
    }

    /// The sheets, in their order.
    pub fn into_worksheets(self) -> Vec<Worksheet> {
        self.done.into_iter().chain(self.current).collect()
    }

    fn begin(&mut self) -> Result<(), XlsxError> {
        self.close()?;
        let mut book = self.book.lock().unwrap_or_else(PoisonError::into_inner);
        let mut sheet = book.new_worksheet_with_constant_memory()?;
        match self.done.len() {
            0 => sheet.set_name(self.name)?,
            before => sheet.set_name(format!("{} {}", self.name, before + 1))?,
        };
        sheet.set_freeze_panes(1, 0)?;
        for (at, title) in self.titles.iter().enumerate() {
            sheet.set_column_width(at as u16, width(title))?;
            sheet.set_column_format(at as u16, &self.styles.plain)?;
            sheet.write_string_with_format(0, at as u16, title, &self.styles.head)?;
        }
        (self.current, self.row, self.links) = (Some(sheet), 1, 0);
        Ok(())
    }

    /// Ends a sheet: its filter covers all its rows.
    fn close(&mut self) -> Result<(), XlsxError> {
        let Some(mut sheet) = self.current.take() else { return Ok(()) };
        if let Some(last) = self.titles.len().checked_sub(1) {
            sheet.autofilter(0, 0, (self.row - 1).max(1), last as u16)?;
        }
        self.done.push(sheet);
        Ok(())
    }

    fn write(&mut self, cells: &[Cell<'_>]) -> Result<(), XlsxError> {
        if self.row == self.most_rows {
            self.begin()?;
        }
        let (row, styles) = (self.row, &self.styles);
        let Some(sheet) = &mut self.current else { return Ok(()) };
        for (at, cell) in cells.iter().enumerate() {
            match *cell {
                Cell::Linked(text, file) if self.links < MOST_LINKS && file.len() <= MOST_URL => {
                    let url = Url::new(format!("file:///{file}")).set_text(fitting(text));
                    sheet.write_url_with_format(row, at as u16, url, &styles.linked)?;
                    self.links += 1;
                }
                _ => write_cell(sheet, styles, (row, at as u16), cell)?,
            }
        }
        self.row += 1;
        Ok(())
    }
}

impl Table for Sheet {
    fn head(&mut self, titles: &[String]) -> io::Result<()> {
        self.titles = titles.to_vec();
        self.begin().map_err(failed)
    }

    fn row(&mut self, cells: &[Cell<'_>]) -> io::Result<()> {
        self.write(cells).map_err(failed)
    }

    fn end(&mut self) -> io::Result<()> {
        self.close().map_err(failed)
    }
}

pub(super) fn failed(error: XlsxError) -> io::Error {
    match error {
        XlsxError::IoError(error) => error,
        error => io::Error::other(error),
    }
}

fn write_cell(sheet: &mut Worksheet, styles: &Styles, at: (u32, u16), cell: &Cell<'_>) -> Result<(), XlsxError> {
    let (row, column) = at;
    match *cell {
        Cell::Empty => {}
        Cell::Text(text) | Cell::Linked(text, _) => _ = sheet.write_string(row, column, fitting(text))?,
        Cell::Label(label) => _ = sheet.write_string_with_format(row, column, fitting(label), styles.label(label))?,
        Cell::Sentence(text) => _ = sheet.write_string_with_format(row, column, fitting(text), &styles.wrapped)?,
        Cell::Count(count) => _ = sheet.write_number(row, column, count as f64)?,
        Cell::Amount(amount) => match exact(amount) {
            Some(number) => {
                let is_whole = amount.normalize().scale() == 0;
                let style = if is_whole { &styles.whole } else { &styles.broken };
                sheet.write_number_with_format(row, column, number, style)?;
            }
            // A double would say another amount.
            None => {
                let figures = amount.normalize().to_string();
                sheet.write_string_with_format(row, column, figures, &styles.marked)?;
            }
        },
        Cell::Listed(value) => match listed_number(value) {
            Some(number) => _ = sheet.write_number(row, column, number)?,
            None if value.is_empty() => {}
            None => _ = sheet.write_string(row, column, fitting(value))?,
        },
    }
    Ok(())
}

fn exact(amount: Decimal) -> Option<f64> {
    let amount = amount.normalize();
    let figures = amount.mantissa().unsigned_abs().to_string();
    (figures.trim_end_matches('0').len() <= EXACT_FIGURES).then(|| amount.to_f64()).flatten()
}

/// The text as far as a cell holds it.
fn fitting(text: &str) -> String {
    if text.len() <= MOST_UNITS || text.encode_utf16().count() <= MOST_UNITS {
        return text.to_string();
    }
    let mut units = CUT.encode_utf16().count();
    let fits = |c: &char| {
        units += c.len_utf16();
        units <= MOST_UNITS
    };
    text.chars().take_while(fits).chain(CUT.chars()).collect()
}

fn width(title: &str) -> f64 {
    match title {
        "sentence" => 80.0,
        "spellings" | "reason" => 40.0,
        "document" | "first_document" | "text" | "name" | "source" | "target" | "before" | "after" => 26.0,
        "line" | "start" | "end" | "label" | "currency" => 9.0,
        "amount" | "amount_max" => 20.0,
        _ => 14.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_keep_their_shape() {
        for (value, number) in [("7", Some(7.0)), ("-0.25", Some(-0.25)), ("0", Some(0.0)), ("12.50", Some(12.5))] {
            assert_eq!(listed_number(value), number, "{value}");
        }
        for value in ["007", "", "-", "1.", "gn:1", "1e5", "12345678901234567", "1.2.3"] {
            assert_eq!(listed_number(value), None, "{value}");
        }
        let amount = |text: &str| exact(text.parse().unwrap());
        assert_eq!(amount("248400000000"), Some(248_400_000_000.0));
        assert_eq!(amount("100000000000000000000"), Some(1e20));
        assert_eq!(amount("1.234567890123456"), None);
    }

    #[test]
    fn a_full_sheet_goes_on_in_another() {
        let mut sheet = Sheet::new(&Shared::default(), "Mentions").with_rows(3);
        sheet.head(&["text".to_string()]).unwrap();
        for text in ["a", "b", "c", "d", "e"] {
            sheet.row(&[Cell::Text(text)]).unwrap();
        }
        sheet.end().unwrap();
        let names: Vec<String> = sheet.into_worksheets().iter().map(Worksheet::name).collect();
        assert_eq!(names, ["Mentions", "Mentions 2", "Mentions 3"]);
    }

    #[test]
    fn long_cells_are_cut_with_a_note() {
        let long = "😀".repeat(20_000);
        let cut = fitting(&long);
        assert!(cut.ends_with(CUT) && cut.encode_utf16().count() <= MOST_UNITS);
        assert_eq!(fitting("short"), "short");
    }
}
