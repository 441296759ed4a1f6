//! What does a page hold?

use std::collections::HashMap;

use super::blocks::Blocks;
use super::date::Date;
use super::names::Names;
use crate::gazetteer::Entry;
use crate::marked::Marked;

/// How large the packed texts of a page may grow where nothing else is said:
/// 16 MiB, some 10,000 articles of 3,000 letters.
pub const DEFAULT_MAX_TEXTS: usize = 16 << 20;

/// Longer texts are cut in the page, at so many bytes.
pub const MAX_TEXT_SHOWN: usize = 1 << 20;

/// What a page is made from besides its documents.
#[derive(Clone, Debug)]
pub struct ReportOptions {
    /// What stands at its head.
    pub title: String,
    /// How many bytes the packed texts may have; documents past that are
    /// counted, and not shown.
    pub max_texts: usize,
    /// Look for a date in the name of a document that has none.
    pub date_from_name: bool,
}

impl Default for ReportOptions {
    fn default() -> Self {
        ReportOptions { title: "Report".into(), max_texts: DEFAULT_MAX_TEXTS, date_from_name: false }
    }
}

/// A page that grows by documents.
///
/// Memory: the names, the documents of each, and the packed texts.
#[derive(Debug)]
pub struct Report {
    pub(super) options: ReportOptions,
    pub(super) names: Names,
    pub(super) documents: Vec<Document>,
    pub(super) blocks: Blocks,
    pub(super) rules: Rules,
    pub(super) misfits: usize,
}

/// What a page says of a document.
#[derive(Debug)]
pub(super) struct Document {
    pub name: String,
    pub date: Option<Date>,
    pub mentions: u32,
    /// The block that holds its text; none where there was no room.
    pub block: Option<u32>,
    pub is_extract: bool,
    pub is_cut: bool,
}

/// The rules that found something, each held once.
#[derive(Debug, Default)]
pub(super) struct Rules {
    pub all: Vec<String>,
    of: HashMap<String, u32>,
}

impl Rules {
    fn number(&mut self, rule: &str) -> u32 {
        if let Some(&number) = self.of.get(rule) {
            return number;
        }
        let number = self.all.len() as u32;
        self.all.push(rule.into());
        self.of.insert(rule.into(), number);
        number
    }
}

/// What the page is about, in figures.
pub(super) struct Totals {
    pub mentions: usize,
    pub documents: usize,
    pub shown: usize,
    pub extracts: usize,
    pub cut: usize,
}

impl Report {
    /// A page of no documents yet.
    pub fn new(options: ReportOptions) -> Self {
        let blocks = Blocks::new(options.max_texts);
        let (names, rules) = (Names::default(), Rules::default());
        Report { options, names, documents: Vec::new(), blocks, rules, misfits: 0 }
    }

    /// Adds a document. Linear in its text and mentions.
    pub fn add(&mut self, document: &Marked) {
        let number = self.documents.len() as u32;
        let mut marks = Vec::with_capacity(document.mentions.len() * 4);
        let shown = shown(&document.text);
        for placed in &document.mentions {
            let name = self.names.count(number, placed, &document.text);
            let rule = self.rules.number(&placed.mention.rule);
            if placed.bytes.end <= shown {
                marks.extend([placed.utf16.start as u32, placed.utf16.len() as u32, name, rule]);
            }
        }
        let block = self.blocks.add(&document.text[..shown], marks);
        if block.is_some() {
            self.names.shown_until_now();
        }
        self.misfits += document.misfits;
        self.documents.push(Document {
            name: document.name.clone(),
            date: self.date(document),
            mentions: document.mentions.len() as u32,
            block,
            is_extract: document.is_extract,
            is_cut: shown < document.text.len(),
        });
    }

    /// Takes coordinates and countries from list rows, for names whose rows
    /// do not tell them: by id.
    pub fn locate<'g>(&mut self, entries: impl Iterator<Item = Entry<'g>>) {
        self.names.locate(entries);
    }

    /// How many mentions stand nowhere in the text that was given.
    pub fn misfits(&self) -> usize {
        self.misfits
    }

    /// How many documents are counted, and how many can be read in the page.
    pub fn documents(&self) -> (usize, usize) {
        let totals = self.totals();
        (totals.documents, totals.shown)
    }

    fn date(&self, document: &Marked) -> Option<Date> {
        let stated = document.mentions.first().map_or("", |placed| placed.mention.column("doc_date"));
        let from_name = || self.options.date_from_name.then(|| Date::in_name(&document.name)).flatten();
        Date::stated(stated).or_else(from_name)
    }

    pub(super) fn totals(&self) -> Totals {
        let count = |is: fn(&Document) -> bool| self.documents.iter().filter(|document| is(document)).count();
        Totals {
            mentions: self.documents.iter().map(|document| document.mentions as usize).sum(),
            documents: self.documents.len(),
            shown: count(|document| document.block.is_some()),
            extracts: count(|document| document.is_extract),
            cut: count(|document| document.is_cut),
        }
    }
}

/// How many bytes of a text are shown.
fn shown(text: &str) -> usize {
    if text.len() <= MAX_TEXT_SHOWN { text.len() } else { text.floor_char_boundary(MAX_TEXT_SHOWN) }
}
