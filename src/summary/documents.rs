//! Which documents there are: one row each, those without mentions and those
//! that could not be read too.

use std::io;

use super::{Cell, Summary, Table};
use crate::write::{Origin, Record, TextNames};

/// The columns that every list of documents has, the first ones.
const COLUMNS: [&str; 9] =
    ["document", "kind", "encoding", "characters", "mentions", "status", "reason", "text_file", "bytes"];

/// Counts the mentions of each document by label.
pub struct Documents {
    labels: Vec<String>,
    fields: Vec<String>,
    name: String,
    size: u64,
    origin: Origin<'static>,
    values: Vec<String>,
    counts: Vec<u64>,
    others: u64,
    /// Where the texts are, if they are written.
    texts: Option<TextNames>,
}

impl Documents {
    /// `labels` get a column each; `fields` are those that the records hold.
    pub fn new(labels: &[String], fields: &[String]) -> Self {
        let counts = vec![0; labels.len()];
        Documents {
            labels: labels.to_vec(),
            fields: fields.to_vec(),
            name: String::new(),
            size: 0,
            origin: Origin::default(),
            values: Vec::new(),
            counts,
            others: 0,
            texts: None,
        }
    }

    /// The same, where a [`DocumentSink`](crate::write::DocumentSink) writes
    /// the texts beside it: tells their files.
    pub fn with_texts(self) -> Self {
        Documents { texts: Some(TextNames::default()), ..self }
    }

    fn row(&mut self, table: &mut dyn Table) -> io::Result<()> {
        let file = self.texts.as_mut().map_or(String::new(), |texts| texts.next(&self.name));
        let sum = self.others + self.counts.iter().sum::<u64>();
        let mut cells = vec![
            Cell::Text(&self.name),
            Cell::Text(&self.origin.kind),
            Cell::Text(&self.origin.encoding),
            Cell::Count(self.origin.characters),
            Cell::Count(sum),
            Cell::Text(&self.origin.status),
            Cell::Empty,
            Cell::text(&file),
            Cell::Count(self.size),
        ];
        cells.extend(self.counts.iter().map(|count| Cell::Count(*count)));
        cells.extend(self.values.iter().map(|value| Cell::Listed(value)));
        table.row(&cells)
    }

    fn skipped(&self, name: &str, kind: &str, reason: &str, table: &mut dyn Table) -> io::Result<()> {
        let mut cells = vec![Cell::Empty; self.titles().len()];
        (cells[0], cells[1]) = (Cell::Text(name), Cell::text(kind));
        (cells[5], cells[6]) = (Cell::Text("skipped"), Cell::Text(reason));
        table.row(&cells)
    }
}

impl Summary for Documents {
    fn titles(&self) -> Vec<String> {
        let before = COLUMNS.into_iter().map(String::from);
        before
            .chain(self.labels.iter().cloned())
            .chain(self.fields.iter().map(|field| format!("doc_{field}")))
            .collect()
    }

    fn take(&mut self, record: &Record<'_>, table: &mut dyn Table) -> io::Result<()> {
        match record {
            Record::Begin { name, size, fields, origin } => {
                (self.name, self.size, self.values) = (name.to_string(), *size, fields.clone());
                self.origin = Origin {
                    kind: origin.kind.to_string().into(),
                    encoding: origin.encoding.to_string().into(),
                    status: origin.status.to_string().into(),
                    characters: origin.characters,
                };
                self.counts.fill(0);
                self.others = 0;
            }
            Record::Mention(mention) => match self.labels.iter().position(|label| *label == mention.label) {
                Some(at) => self.counts[at] += 1,
                None => self.others += 1,
            },
            Record::End => self.row(table)?,
            Record::Skipped { name, kind, reason } => self.skipped(name, kind, reason, table)?,
        }
        Ok(())
    }
}
