//! Documents of a run → a page, while they are annotated.
//!
//! [`ReportFormat`] packs each document with its text and its mentions, side
//! by side; [`ReportSink`] takes them in order and adds them to its page.

use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::io;
use std::sync::Arc;

use super::contents::{Report, ReportOptions};
use crate::eval::{Mention, Stretch, Value};
use crate::marked::Marked;
use crate::write::{self, Document, Format, Row, Sink};

/// The columns of lists that a page shows of every name.
const COLUMNS: [&str; 3] = ["country", "latitude", "longitude"];

/// What a piece holds, in order.
#[derive(Serialize, Deserialize)]
enum Part<'p> {
    Begin {
        #[serde(borrow)]
        name: Cow<'p, str>,
        #[serde(borrow)]
        text: Cow<'p, str>,
        #[serde(borrow)]
        date: Cow<'p, str>,
    },
    Mention(#[serde(borrow)] write::Mention<'p>),
    End,
}

/// Packs documents for a [`ReportSink`].
#[derive(Clone, Debug)]
pub struct ReportFormat {
    columns: Vec<String>,
}

impl ReportFormat {
    /// A page that shows these columns of lists too.
    pub fn new(columns: &[String]) -> Self {
        let more = columns.iter().filter(|column| !COLUMNS.contains(&column.as_str())).cloned();
        ReportFormat { columns: COLUMNS.map(String::from).into_iter().chain(more).collect() }
    }
}

impl Format for ReportFormat {
    fn begin(&self, document: &Document<'_>, out: &mut Vec<u8>) {
        let (name, text, date) = (document.name.into(), document.text.into(), document.field("date").into());
        pack(&Part::Begin { name, text, date }, out);
    }

    fn row(&self, row: &Row<'_>, out: &mut Vec<u8>) {
        pack(&Part::Mention(row.mention(&self.columns)), out);
    }

    fn end(&self, _document: &Document<'_>, out: &mut Vec<u8>) {
        pack(&Part::End, out);
    }

    fn has_sentences(&self) -> bool {
        false
    }
}

fn pack(part: &Part<'_>, out: &mut Vec<u8>) {
    let packed = postcard::to_extend(part, std::mem::take(out));
    *out = packed.expect("memory takes it");
}

/// Adds the documents of a run to a page.
#[derive(Debug)]
pub struct ReportSink {
    report: Report,
    titles: Vec<Arc<str>>,
    name: String,
    text: String,
    date: String,
    mentions: Vec<Mention>,
}

impl ReportSink {
    /// Documents go to `report`, as `format` packs them.
    pub fn new(report: Report, format: &ReportFormat) -> Self {
        let titles = format.columns.iter().map(|column| format!("gaz_{column}").into()).collect();
        let (name, text, date) = Default::default();
        ReportSink { report, titles, name, text, date, mentions: Vec::new() }
    }

    /// Writes the page with all documents; the sink is empty then. Countries
    /// are put on the map, other places by the columns of their rows.
    ///
    /// # Errors
    /// Those of `out`, and of the disk.
    pub fn write_page(&mut self, out: &mut impl io::Write) -> io::Result<()> {
        let mut report = std::mem::replace(&mut self.report, Report::new(ReportOptions::default()));
        report.locate(std::iter::empty());
        report.write(out)
    }

    fn add(&mut self, part: Part<'_>) -> io::Result<()> {
        match part {
            Part::Begin { name, text, date } => {
                (self.name, self.text, self.date) = (name.into_owned(), text.into_owned(), date.into_owned());
            }
            Part::Mention(mention) => {
                let mention = self.mention(mention);
                self.mentions.push(mention);
            }
            Part::End => {
                let (text, mentions) = (std::mem::take(&mut self.text), std::mem::take(&mut self.mentions));
                self.report.add(&Marked::new(&self.name, text, mentions))?;
            }
        }
        Ok(())
    }

    fn mention(&self, packed: write::Mention<'_>) -> Mention {
        let figures =
            |amount: Option<rust_decimal::Decimal>| amount.map_or(String::new(), |a| a.normalize().to_string());
        let is_money = packed.amount.is_some() || !packed.currency.is_empty();
        let columns = self.titles.iter().cloned().zip(packed.columns);
        let date = [(Arc::from("doc_date"), self.date.clone())];
        Mention {
            stretch: Stretch {
                start: packed.start as usize,
                end: packed.end as usize,
                label: packed.label.into_owned(),
            },
            text: packed.text.into_owned(),
            value: is_money.then(|| Value {
                amount: figures(packed.amount),
                amount_max: figures(packed.amount_max),
                currency: packed.currency.into_owned(),
            }),
            rule: packed.rule.into_owned(),
            name: packed.name.into_owned(),
            id: packed.id.into_owned(),
            sentence: String::new(),
            further: columns.chain(date).filter(|(_, value)| !value.is_empty()).collect(),
        }
    }
}

impl Sink for ReportSink {
    fn take(&mut self, mut piece: &[u8]) -> io::Result<()> {
        while !piece.is_empty() {
            let (part, rest) =
                postcard::take_from_bytes(piece).map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))?;
            self.add(part)?;
            piece = rest;
        }
        Ok(())
    }

    fn end(&mut self) -> io::Result<()> {
        Ok(())
    }
}
