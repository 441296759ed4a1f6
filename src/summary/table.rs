//! What a summary is written into: rows of typed cells.

use rust_decimal::Decimal;
use serde_json::{Map, Value as Json, json};
use std::io;

use crate::write::{Csv, EXACT_FIGURES, Sink, json_amount};

/// One cell.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Cell<'c> {
    /// Nothing.
    Empty,
    /// A text.
    Text(&'c str),
    /// A label such as `ORG`.
    Label(&'c str),
    /// A sentence, or another long text.
    Sentence(&'c str),
    /// A whole number.
    Count(u64),
    /// An amount.
    Amount(Decimal),
    /// A text, and the file that it names, as seen from where the table will
    /// be.
    Linked(&'c str, &'c str),
    /// A value of a list, such as a longitude: a number where it is one.
    Listed(&'c str),
}

impl<'c> Cell<'c> {
    /// An amount, where there is one.
    pub fn amount(amount: Option<Decimal>) -> Self {
        amount.map_or(Cell::Empty, Cell::Amount)
    }

    /// A text; empty cells for empty ones.
    pub fn text(text: &'c str) -> Self {
        if text.is_empty() { Cell::Empty } else { Cell::Text(text) }
    }
}

/// Takes rows of cells.
pub trait Table: Send {
    /// Takes the titles of the columns, before the first row.
    ///
    /// # Errors
    /// Those of the output.
    fn head(&mut self, titles: &[String]) -> io::Result<()>;

    /// Takes a row with as many cells as there are titles.
    ///
    /// # Errors
    /// Those of the output.
    fn row(&mut self, cells: &[Cell<'_>]) -> io::Result<()>;

    /// Is told that no row will follow.
    ///
    /// # Errors
    /// Those of the output.
    fn end(&mut self) -> io::Result<()>;
}

/// Rows gather up to about so many bytes.
const STRETCH: usize = 32 << 10;

/// A CSV.
pub struct CsvTable<S> {
    csv: Csv,
    sink: S,
    buffer: Vec<u8>,
}

impl<S: Sink> CsvTable<S> {
    /// Writes to `sink` as `csv` says; its columns and fields do not matter.
    pub fn new(csv: Csv, sink: S) -> Self {
        CsvTable { csv, sink, buffer: Vec::new() }
    }
}

impl<S: Sink> Table for CsvTable<S> {
    fn head(&mut self, titles: &[String]) -> io::Result<()> {
        self.csv.mark(&mut self.buffer);
        let titles: Vec<Cell<'_>> = titles.iter().map(|title| Cell::Text(title)).collect();
        self.row(&titles)
    }

    fn row(&mut self, cells: &[Cell<'_>]) -> io::Result<()> {
        self.csv.cells(cells.len(), &mut self.buffer, |csv, at, out| match cells[at] {
            Cell::Empty => {}
            Cell::Text(text) | Cell::Label(text) | Cell::Sentence(text) | Cell::Linked(text, _) => csv.text(text, out),
            Cell::Count(count) => out.extend_from_slice(count.to_string().as_bytes()),
            Cell::Amount(amount) => out.extend_from_slice(amount.normalize().to_string().as_bytes()),
            Cell::Listed(value) => csv.list_value(value, out),
        });
        hand_over(&mut self.buffer, &mut self.sink, STRETCH)
    }

    fn end(&mut self) -> io::Result<()> {
        hand_over(&mut self.buffer, &mut self.sink, 0)?;
        self.sink.end()
    }
}

fn hand_over(buffer: &mut Vec<u8>, sink: &mut impl Sink, enough: usize) -> io::Result<()> {
    if buffer.len() >= enough {
        sink.take(buffer)?;
        buffer.clear();
    }
    Ok(())
}

/// JSON Lines: one object a row.
pub struct JsonTable<S> {
    titles: Vec<String>,
    sink: S,
    buffer: Vec<u8>,
}

impl<S: Sink> JsonTable<S> {
    /// Writes to `sink`.
    pub fn new(sink: S) -> Self {
        JsonTable { titles: Vec::new(), sink, buffer: Vec::new() }
    }
}

impl<S: Sink> Table for JsonTable<S> {
    fn head(&mut self, titles: &[String]) -> io::Result<()> {
        self.titles = titles.to_vec();
        Ok(())
    }

    fn row(&mut self, cells: &[Cell<'_>]) -> io::Result<()> {
        let values = self.titles.iter().zip(cells).map(|(title, cell)| (title.clone(), json(title, cell)));
        serde_json::to_writer(&mut self.buffer, &Json::Object(values.collect()))?;
        self.buffer.push(b'\n');
        hand_over(&mut self.buffer, &mut self.sink, STRETCH)
    }

    fn end(&mut self) -> io::Result<()> {
        hand_over(&mut self.buffer, &mut self.sink, 0)?;
        self.sink.end()
    }
}

/// A number of a list, unless it would lose its shape, as `007` would.
pub(crate) fn listed_number(value: &str) -> Option<f64> {
    let figures = value.strip_prefix('-').unwrap_or(value);
    let is_plain = figures.bytes().all(|b| b.is_ascii_digit() || b == b'.') && figures.len() <= EXACT_FIGURES;
    let keeps_shape = !figures.starts_with('0') || figures == "0" || figures.starts_with("0.");
    (is_plain && keeps_shape && figures.ends_with(|c: char| c.is_ascii_digit())).then(|| value.parse().ok()).flatten()
}

/// What tells a place on the globe is a number, as in Parquet.
fn is_degrees(title: &str) -> bool {
    matches!(title.strip_prefix("gaz_").unwrap_or(title), "latitude" | "longitude")
}

/// A value of a list: a number where `is_number` says so and it is one.
fn listed(value: &str, is_number: bool) -> Json {
    let number = listed_number(value).filter(|_| is_number);
    number
        .map_or_else(|| json!(value), |number| if number.fract() == 0.0 { json!(number as i64) } else { json!(number) })
}

fn json(title: &str, cell: &Cell<'_>) -> Json {
    match *cell {
        Cell::Empty | Cell::Listed("") => Json::Null,
        Cell::Text(text) | Cell::Label(text) | Cell::Sentence(text) => json!(text),
        Cell::Linked(text, _) => json!(text),
        Cell::Listed(value) => listed(value, is_degrees(title)),
        Cell::Count(count) => json!(count),
        Cell::Amount(amount) => json_amount(amount),
    }
}

/// GeoJSON: one point a row that has coordinates, the other columns as its
/// properties.
pub struct GeoJson<S> {
    titles: Vec<String>,
    sink: S,
    buffer: Vec<u8>,
    is_first: bool,
}

impl<S: Sink> GeoJson<S> {
    /// Writes to `sink`.
    pub fn new(sink: S) -> Self {
        GeoJson { titles: Vec::new(), sink, buffer: Vec::new(), is_first: true }
    }

    fn coordinate(&self, cells: &[Cell<'_>], title: &str, most: f64) -> Option<f64> {
        let at = self.titles.iter().position(|known| known == title)?;
        let Cell::Listed(value) = cells[at] else { return None };
        value.parse().ok().filter(|degrees: &f64| degrees.abs() <= most)
    }
}

impl<S: Sink> Table for GeoJson<S> {
    fn head(&mut self, titles: &[String]) -> io::Result<()> {
        self.titles = titles.to_vec();
        self.buffer.extend_from_slice(b"{\"type\":\"FeatureCollection\",\"features\":[");
        Ok(())
    }

    fn row(&mut self, cells: &[Cell<'_>]) -> io::Result<()> {
        let place = (self.coordinate(cells, "longitude", 180.0), self.coordinate(cells, "latitude", 90.0));
        let (Some(longitude), Some(latitude)) = place else { return Ok(()) };
        let is_property = |title: &str| title != "longitude" && title != "latitude";
        let named = self.titles.iter().zip(cells).filter(|(title, _)| is_property(title));
        // Maps are drawn by numbers, such as those of inhabitants.
        let property = |title: &String, cell: &Cell<'_>| match *cell {
            Cell::Listed(value) if !value.is_empty() => listed(value, true),
            _ => json(title, cell),
        };
        let properties: Map<String, Json> = named.map(|(title, cell)| (title.clone(), property(title, cell))).collect();
        let geometry = json!({"type": "Point", "coordinates": [longitude, latitude]});
        let feature = json!({"type": "Feature", "geometry": geometry, "properties": properties});
        let before: &[u8] = if std::mem::take(&mut self.is_first) { b"\n" } else { b",\n" };
        self.buffer.extend_from_slice(before);
        serde_json::to_writer(&mut self.buffer, &feature)?;
        hand_over(&mut self.buffer, &mut self.sink, STRETCH)
    }

    fn end(&mut self) -> io::Result<()> {
        self.buffer.extend_from_slice(b"\n]}\n");
        hand_over(&mut self.buffer, &mut self.sink, 0)?;
        self.sink.end()
    }
}
