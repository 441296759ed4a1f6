//! Records → a table for people, or JSON Lines for tools.

use std::io::{self, Stdout, Write};

use anstream::{AutoStream, ColorChoice};
use anstyle::{AnsiColor, Style};
use gaztag::Span;
use gaztag::parts::place::{Place, code_points};
use serde_json::{Map, Value as Json, json};

use super::record::Record;
use super::stretch::Stretch;
use crate::console::{Color, printable};

pub const PLACE: Style = AnsiColor::Cyan.on_default();
pub const STANDS: Style = AnsiColor::Green.on_default().bold();
pub const DROPPED: Style = AnsiColor::Yellow.on_default();
pub const FAINT: Style = Style::new().dimmed();

/// Standard output, in colour where that is wanted.
pub struct Printer(io::BufWriter<AutoStream<Stdout>>);

impl Printer {
    pub fn new(color: Color) -> Self {
        let choice = match color {
            Color::Auto => ColorChoice::Auto,
            Color::Always => ColorChoice::Always,
            Color::Never => ColorChoice::Never,
        };
        Printer(io::BufWriter::new(AutoStream::new(io::stdout(), choice)))
    }

    /// One object a line; offsets are code points.
    pub fn json(&mut self, stretch: &Stretch, records: &[Record]) -> io::Result<()> {
        let mut place = Place::default();
        for record in records {
            place.advance(&stretch.text, record.span.start);
            let surface = record.span.of(&stretch.text);
            let mut object = Map::new();
            for (name, value) in [
                ("document", json!(stretch.document)),
                ("line", json!(place.line)),
                ("start", json!(place.code_point)),
                ("end", json!(place.code_point + code_points(surface))),
                ("text", json!(surface)),
            ] {
                object.insert(name.to_string(), value);
            }
            object.extend(record.values.iter().map(|(name, value)| (name.to_string(), value.clone())));
            writeln!(self.0, "{}", Json::Object(object))?;
        }
        Ok(())
    }

    /// Line and column, surface, values that are not empty.
    pub fn table(&mut self, stretch: &Stretch, records: &[Record]) -> io::Result<()> {
        let mut place = Place::default();
        for record in records {
            place.advance(&stretch.text, record.span.start);
            let surface = shown(record.span, &stretch.text);
            let values: Vec<String> = record.values.iter().filter_map(named).collect();
            let position = format!("{}:{}", place.line, place.column());
            writeln!(self.0, "{PLACE}{position:>8}{PLACE:#}  {surface:<28}  {}", values.join("  "))?;
        }
        Ok(())
    }
}

impl Write for Printer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

/// `name=value`, in faint type the name; nothing for an empty value.
fn named((name, value): &(&'static str, Json)) -> Option<String> {
    let value = value.as_str().map_or_else(|| value.to_string(), printable);
    (!value.is_empty()).then(|| format!("{FAINT}{name}={FAINT:#}{value}"))
}

/// A surface on one line, cut where it is very long.
pub fn shown(span: Span, text: &str) -> String {
    const LONGEST: usize = 100;
    let folded = span.of(text).split_whitespace().collect::<Vec<_>>().join(" ");
    match folded.char_indices().nth(LONGEST) {
        Some((end, _)) => printable(&format!("{}…", &folded[..end])),
        None => printable(&folded),
    }
}
