//! A workbook: the mentions of a run, and what they come to.
//!
//! Rows are written to the disk as they come; the workbook is put together at
//! the end.

mod links;
mod sheet;

use rust_xlsxwriter::Workbook as Book;
use std::collections::BTreeMap;
use std::io::{self, Read, Seek};
use std::sync::{Arc, Mutex, PoisonError};

use crate::advice::SettingNames;
use crate::summary::{
    Cell, Documents, MOST_NAMES, Memory, Mentions, Money, NAME_COLUMNS, Names, Pairs, Summary, Table,
};
use crate::write::{Packed, Record, Sink, records};
pub use links::Files;
use sheet::{Shared, Sheet, failed};
use std::sync::atomic::{AtomicU64, Ordering};

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
    /// The files that documents are, for links to them.
    pub files: Option<Files>,
    /// What all share who count in the run.
    pub memory: Memory,
    /// What settings are called in the reasons of what was left out.
    pub names: SettingNames,
    /// What the sheet *About* says, before the counts of the run.
    pub about: Vec<(String, String)>,
}

impl WorkbookOptions {
    /// The format whose records a [`Workbook`] takes.
    pub fn format(&self) -> Packed {
        let columns = NAME_COLUMNS.into_iter().map(String::from).chain(self.columns.iter().cloned()).collect();
        Packed { columns, fields: self.fields.clone(), without_sentences: false, names: self.names }
    }
}

/// The sheets *Mentions*, *Names*, *Documents*, *Money*, where asked for
/// *Pairs*, and *About*.
pub struct Workbook<W> {
    out: W,
    book: Shared,
    options: WorkbookOptions,
    summaries: Vec<(Box<dyn Summary>, Sheet)>,
    counts: BTreeMap<String, u64>,
    /// How many documents have more names than are paired.
    cut: Arc<AtomicU64>,
    is_begun: bool,
}

impl<W: Sink> Workbook<W> {
    /// A workbook that is written to `out` when all documents are known.
    pub fn new(options: WorkbookOptions, out: W) -> Self {
        let book: Shared = Arc::new(Mutex::new(Book::new()));
        let names: Box<dyn Summary> = Box::new(Names::new(&options.format().columns, &options.memory));
        let documents: Box<dyn Summary> = Box::new(Documents::new(&options.labels, &options.fields));
        let mut mentions = Mentions::new(&options.fields, &options.columns, NAME_COLUMNS.len());
        if let Some(files) = options.files.clone() {
            mentions = mentions.with_links(move |document| files.link(document).unwrap_or_default());
        }
        let mut summaries: Vec<(Box<dyn Summary>, Sheet)> = vec![
            (Box::new(mentions), Sheet::new(&book, "Mentions")),
            (names, Sheet::new(&book, "Names")),
            (documents, Sheet::new(&book, "Documents")),
            (Box::new(Money::default()), Sheet::new(&book, "Money")),
        ];
        let pairs = Pairs::new(&options.memory);
        let cut = pairs.cut();
        if options.pairs {
            summaries.push((Box::new(pairs), Sheet::new(&book, "Pairs")));
        }
        Workbook { out, book, options, summaries, counts: BTreeMap::new(), cut, is_begun: false }
    }

    /// Where it is counted how many documents have more names than are paired.
    pub fn cut(&self) -> Arc<AtomicU64> {
        self.cut.clone()
    }

    fn begin(&mut self) -> io::Result<()> {
        if std::mem::replace(&mut self.is_begun, true) {
            return Ok(());
        }
        self.summaries.iter_mut().try_for_each(|(summary, sheet)| sheet.head(&summary.titles()))
    }

    fn record(&mut self, record: &Record<'_>) -> io::Result<()> {
        match record {
            Record::Begin { .. } => self.count("documents"),
            Record::Mention(mention) => self.count(&format!("mentions {}", mention.label)),
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

    fn about(&self) -> io::Result<Sheet> {
        let mut about = Sheet::new(&self.book, "About");
        about.head(&["what".into(), "value".into()])?;
        for (what, value) in &self.options.about {
            about.row(&[Cell::Text(what), Cell::text(value)])?;
        }
        for (what, count) in &self.counts {
            about.row(&[Cell::Text(what), Cell::Count(*count)])?;
        }
        let cut = self.cut.load(Ordering::Relaxed);
        if cut > 0 {
            let what = format!("documents with more than {MOST_NAMES} names, whose first ones are paired");
            about.row(&[Cell::Text(&what), Cell::Count(cut)])?;
        }
        about.end()?;
        Ok(about)
    }

    fn save(&mut self) -> io::Result<()> {
        let about = self.about()?;
        let mut book = self.book.lock().unwrap_or_else(PoisonError::into_inner);
        let sheets = self.summaries.drain(..).map(|(_, sheet)| sheet).chain([about]);
        for sheet in sheets.flat_map(Sheet::into_worksheets) {
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
        for (summary, sheet) in &mut self.summaries {
            summary.end(sheet)?;
            sheet.end()?;
        }
        self.save()
    }
}
