//! A workbook: the mentions of a run, and what they come to.
//!
//! Rows are written to the disk as they come; the workbook is put together at
//! the end.

mod sheet;

use rust_xlsxwriter::Workbook as Book;
use std::collections::BTreeMap;
use std::io::{self, Read, Seek};
use std::sync::{Arc, Mutex, PoisonError};

use crate::summary::{Cell, Documents, Money, NAME_COLUMNS, Names, Pairs, Summary, Table};
use crate::write::{COLUMNS, Mention, Packed, Record, Sink, records};
use sheet::{Shared, Sheet, failed};

/// The finished workbook is handed over in stretches of so many bytes.
const STRETCH: usize = 256 << 10;

/// What a workbook holds.
#[derive(Clone, Debug, Default)]
pub struct WorkbookOptions {
    /// Columns of the lists.
    pub columns: Vec<String>,
    /// Fields of the documents.
    pub fields: Vec<String>,
    /// Labels that documents are counted by.
    pub labels: Vec<String>,
    /// A sheet of the names that stand together.
    pub pairs: bool,
    /// What the sheet *About* says, before the counts of the run.
    pub about: Vec<(String, String)>,
}

impl WorkbookOptions {
    /// The format whose records a [`Workbook`] takes.
    pub fn format(&self) -> Packed {
        let columns = NAME_COLUMNS.into_iter().map(String::from).chain(self.columns.iter().cloned()).collect();
        Packed { columns, fields: self.fields.clone(), without_sentences: false }
    }
}

/// The sheets *Mentions*, *Names*, *Documents*, *Money*, where asked for
/// *Pairs*, and *About*.
pub struct Workbook<W> {
    out: W,
    book: Shared,
    options: WorkbookOptions,
    mentions: Sheet,
    summaries: Vec<(Box<dyn Summary>, Sheet)>,
    document: String,
    fields: Vec<String>,
    counts: BTreeMap<String, u64>,
    is_begun: bool,
}

impl<W: Sink> Workbook<W> {
    /// A workbook that is written to `out` when all documents are known.
    pub fn new(options: WorkbookOptions, out: W) -> Self {
        let book: Shared = Arc::new(Mutex::new(Book::new()));
        let names: Box<dyn Summary> = Box::new(Names::new(&options.format().columns));
        let documents: Box<dyn Summary> = Box::new(Documents::new(&options.labels, &options.fields));
        let mut summaries = vec![
            (names, Sheet::new(&book, "Names")),
            (documents, Sheet::new(&book, "Documents")),
            (Box::new(Money::default()), Sheet::new(&book, "Money")),
        ];
        if options.pairs {
            summaries.push((Box::new(Pairs::default()), Sheet::new(&book, "Pairs")));
        }
        let mentions = Sheet::new(&book, "Mentions");
        let (document, fields, counts) = Default::default();
        Workbook { out, book, options, mentions, summaries, document, fields, counts, is_begun: false }
    }

    fn begin(&mut self) -> io::Result<()> {
        if std::mem::replace(&mut self.is_begun, true) {
            return Ok(());
        }
        let fields = self.options.fields.iter().map(|field| format!("doc_{field}"));
        let columns = self.options.columns.iter().map(|column| format!("gaz_{column}"));
        let titles: Vec<String> = COLUMNS.into_iter().map(String::from).chain(fields).chain(columns).collect();
        self.mentions.head(&titles)?;
        self.summaries.iter_mut().try_for_each(|(summary, sheet)| sheet.head(&summary.titles()))
    }

    fn record(&mut self, record: &Record<'_>) -> io::Result<()> {
        match record {
            Record::Begin { name, fields, .. } => {
                (self.document, self.fields) = (name.to_string(), fields.clone());
                self.count("documents");
            }
            Record::Mention(mention) => {
                self.count(&format!("mentions {}", mention.label));
                self.mention(mention)?;
            }
            Record::Skipped { .. } => self.count("skipped"),
            Record::End => {}
        }
        self.summaries.iter_mut().try_for_each(|(summary, sheet)| summary.take(record, sheet))
    }

    fn count(&mut self, what: &str) {
        match self.counts.get_mut(what) {
            Some(count) => *count += 1,
            None => drop(self.counts.insert(what.to_string(), 1)),
        }
    }

    fn mention(&mut self, mention: &Mention<'_>) -> io::Result<()> {
        let mut cells = vec![
            Cell::Text(&self.document),
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
        cells.extend(self.fields.iter().map(|value| Cell::Listed(value)));
        cells.extend(mention.columns.iter().skip(NAME_COLUMNS.len()).map(|value| Cell::Listed(value)));
        self.mentions.row(&cells)
    }

    fn about(&self) -> io::Result<Sheet> {
        let mut about = Sheet::new(&self.book, "About");
        about.head(&["what".into(), "value".into()])?;
        for (what, value) in &self.options.about {
            about.row(&[Cell::Text(what), Cell::text(value)])?;
        }
        for (what, count) in &self.counts {
            about.row(&[Cell::Text(what), Cell::Count(*count)])?;
        }
        about.end()?;
        Ok(about)
    }

    fn save(&mut self) -> io::Result<()> {
        let about = self.about()?;
        let mut book = self.book.lock().unwrap_or_else(PoisonError::into_inner);
        let mentions = std::mem::replace(&mut self.mentions, Sheet::new(&self.book, "Mentions"));
        let others = self.summaries.drain(..).map(|(_, sheet)| sheet).chain([about]);
        for sheet in [mentions].into_iter().chain(others).flat_map(Sheet::into_worksheets) {
            book.push_worksheet(sheet);
        }
        let mut file = tempfile::tempfile()?;
        book.save_to_writer(&mut file).map_err(failed)?;
        file.rewind()?;
        let mut buffer = vec![0; STRETCH];
        loop {
            match file.read(&mut buffer)? {
                0 => return self.out.end(),
                read => self.out.take(&buffer[..read])?,
            }
        }
    }
}

impl<W: Sink> Sink for Workbook<W> {
    fn take(&mut self, piece: &[u8]) -> io::Result<()> {
        self.begin()?;
        records(piece).try_for_each(|record| self.record(&record?))
    }

    fn end(&mut self) -> io::Result<()> {
        self.begin()?;
        self.mentions.end()?;
        for (summary, sheet) in &mut self.summaries {
            summary.end(sheet)?;
            sheet.end()?;
        }
        self.save()
    }
}
