//! Which mentions there are: the rows themselves, as a table.

use std::io;

use super::{Cell, Summary, Table};
use crate::write::{COLUMNS, Mention, Record};

/// From a document's name to the link to its file; empty where there is none.
type Link = Box<dyn Fn(&str) -> String + Send>;

/// Hands every mention to the table.
pub struct Mentions {
    fields: Vec<String>,
    columns: Vec<String>,
    /// So many columns of the lists that the records hold come before.
    skipped: usize,
    link: Option<Link>,
    document: String,
    file: String,
    values: Vec<String>,
}

impl Mentions {
    /// `fields` of the documents and `columns` of the lists are those that the
    /// records hold, but for the first `skipped` columns.
    pub fn new(fields: &[String], columns: &[String], skipped: usize) -> Self {
        let (document, file, values) = Default::default();
        let (fields, columns) = (fields.to_vec(), columns.to_vec());
        Mentions { fields, columns, skipped, link: None, document, file, values }
    }

    /// The same, with links to the documents.
    pub fn with_links(self, link: impl Fn(&str) -> String + Send + 'static) -> Self {
        Mentions { link: Some(Box::new(link)), ..self }
    }

    fn mention(&self, mention: &Mention<'_>, table: &mut dyn Table) -> io::Result<()> {
        let mut cells = vec![
            if self.file.is_empty() { Cell::Text(&self.document) } else { Cell::Linked(&self.document, &self.file) },
            Cell::Count(mention.line),
            Cell::Count(mention.start),
            Cell::Count(mention.end),
            Cell::Label(&mention.label),
            Cell::Text(&mention.text),
            Cell::text(&mention.name),
            Cell::text(&mention.id),
            Cell::amount(mention.amount),
            Cell::amount(mention.amount_max),
            Cell::text(&mention.currency),
            Cell::text(&mention.rule),
            Cell::Sentence(&mention.sentence),
        ];
        cells.extend(self.values.iter().map(|value| Cell::Listed(value)));
        cells.extend(mention.columns.iter().skip(self.skipped).map(|value| Cell::Listed(value)));
        table.row(&cells)
    }
}

impl Summary for Mentions {
    fn titles(&self) -> Vec<String> {
        let fields = self.fields.iter().map(|field| format!("doc_{field}"));
        let columns = self.columns.iter().map(|column| format!("gaz_{column}"));
        COLUMNS.into_iter().map(String::from).chain(fields).chain(columns).collect()
    }

    fn take(&mut self, record: &Record<'_>, table: &mut dyn Table) -> io::Result<()> {
        match record {
            Record::Begin { name, fields, .. } => {
                (self.document, self.values) = (name.to_string(), fields.clone());
                self.file = self.link.as_ref().map_or(String::new(), |link| link(name));
                Ok(())
            }
            Record::Mention(mention) => self.mention(mention, table),
            Record::Skipped { .. } | Record::End => Ok(()),
        }
    }
}
