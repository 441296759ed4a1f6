//! Which documents there are: one row each, those without mentions and those
//! that could not be read too.

use std::io;

use super::{Cell, Summary, Table};
use crate::write::Record;

/// Counts the mentions of each document by label.
pub struct Documents {
    labels: Vec<String>,
    fields: Vec<String>,
    name: String,
    size: u64,
    values: Vec<String>,
    counts: Vec<u64>,
    others: u64,
}

impl Documents {
    /// `labels` get a column each; `fields` are those that the records hold.
    pub fn new(labels: &[String], fields: &[String]) -> Self {
        let (labels, fields) = (labels.to_vec(), fields.to_vec());
        let counts = vec![0; labels.len()];
        Documents { labels, fields, name: String::new(), size: 0, values: Vec::new(), counts, others: 0 }
    }

    fn row(&self, table: &mut dyn Table) -> io::Result<()> {
        let sum = self.others + self.counts.iter().sum::<u64>();
        let mut cells = vec![Cell::Text(&self.name), Cell::Count(self.size), Cell::Count(sum)];
        cells.extend(self.counts.iter().map(|count| Cell::Count(*count)));
        cells.push(Cell::Empty);
        cells.extend(self.values.iter().map(|value| Cell::Listed(value)));
        table.row(&cells)
    }

    fn skipped(&self, name: &str, reason: &str, table: &mut dyn Table) -> io::Result<()> {
        let mut cells = vec![Cell::Text(name)];
        cells.resize(3 + self.labels.len(), Cell::Empty);
        cells.push(Cell::Text(reason));
        cells.resize(self.titles().len(), Cell::Empty);
        table.row(&cells)
    }
}

impl Summary for Documents {
    fn titles(&self) -> Vec<String> {
        let before = ["document", "bytes", "mentions"].into_iter().map(String::from);
        let labels = self.labels.iter().cloned().chain([String::from("error")]);
        before.chain(labels).chain(self.fields.iter().map(|field| format!("doc_{field}"))).collect()
    }

    fn take(&mut self, record: &Record<'_>, table: &mut dyn Table) -> io::Result<()> {
        match record {
            Record::Begin { name, size, fields } => {
                (self.name, self.size, self.values) = (name.to_string(), *size, fields.clone());
                self.counts.fill(0);
                self.others = 0;
            }
            Record::Mention(mention) => match self.labels.iter().position(|label| *label == mention.label) {
                Some(at) => self.counts[at] += 1,
                None => self.others += 1,
            },
            Record::End => self.row(table)?,
            Record::Skipped { name, reason } => self.skipped(name, reason, table)?,
        }
        Ok(())
    }
}
