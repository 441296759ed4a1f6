//! What does a page hold?

use std::collections::HashMap;
use std::io;

use super::blocks::Blocks;
use super::date::Date;
use super::names::Names;
use crate::gazetteer::Entry;
use crate::marked::Marked;
use crate::summary::Memory;

/// How large the packed texts of a page may grow where nothing else is said:
/// 16 MiB, some 10,000 articles of 3,000 letters.
pub const DEFAULT_MAX_TEXTS: usize = 16 << 20;

/// Longer texts are cut in the page, at so many bytes.
pub const MAX_TEXT_SHOWN: usize = 1 << 20;

/// Documents that the page lists at most, besides those whose texts it holds.
pub(super) const FURTHER_DOCUMENTS: usize = 20_000;

/// What a name takes of a page, packed, about.
const PACKED_NAME: usize = 24;

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
    /// What all share who count in one run.
    pub memory: Memory,
}

impl Default for ReportOptions {
    fn default() -> Self {
        let (title, memory) = ("Report".into(), Memory::default());
        ReportOptions { title, max_texts: DEFAULT_MAX_TEXTS, date_from_name: false, memory }
    }
}

/// A page that grows by documents.
///
/// Memory: the packed texts and the numbers of the names in them, a date for
/// each document, and a share of what a run counts with; more names than that
/// holds are counted on the disk.
#[derive(Debug)]
pub struct Report {
    pub(super) options: ReportOptions,
    pub(super) names: Names,
    /// The first documents, those whose texts the page holds among them.
    pub(super) documents: Vec<Document>,
    /// The date of each document.
    pub(super) dates: Vec<Option<Date>>,
    pub(super) totals: Totals,
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
#[derive(Debug, Default)]
pub(super) struct Totals {
    pub mentions: usize,
    pub documents: usize,
    /// The first so many have their texts in the page.
    pub shown: usize,
    pub extracts: usize,
    pub cut: usize,
}

impl Report {
    /// A page of no documents yet.
    pub fn new(options: ReportOptions) -> Self {
        let (blocks, names) = (Blocks::new(options.max_texts), Names::new(&options.memory));
        let (documents, dates, totals, rules) = Default::default();
        Report { options, names, documents, dates, totals, blocks, rules, misfits: 0 }
    }

    /// Adds a document. Linear in its text and mentions.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn add(&mut self, document: &Marked) -> io::Result<()> {
        let number = self.totals.documents as u32;
        let mut marks = Vec::with_capacity(document.mentions.len() * 4);
        let (shown, is_shown, known) = (shown(&document.text), self.blocks.have_room(), self.names.shown());
        for placed in &document.mentions {
            let name = self.names.count(number, placed, &document.text, is_shown)?;
            let rule = self.rules.number(&placed.mention.rule);
            if let Some(name) = name.filter(|_| placed.bytes.end <= shown) {
                marks.extend([placed.utf16.start as u32, placed.utf16.len() as u32, name, rule]);
            }
        }
        let block = self.blocks.add(&document.text[..shown], marks);
        self.blocks.grew((self.names.shown() - known) * PACKED_NAME);
        self.misfits += document.misfits;
        self.list(document, block, shown < document.text.len());
        Ok(())
    }

    /// Counts a document, and lists it among the first ones.
    fn list(&mut self, document: &Marked, block: Option<u32>, is_cut: bool) {
        let date = self.date(document);
        let totals = &mut self.totals;
        totals.documents += 1;
        totals.mentions += document.mentions.len();
        totals.shown += usize::from(block.is_some());
        totals.extracts += usize::from(document.is_extract);
        totals.cut += usize::from(is_cut);
        self.dates.push(date);
        if self.documents.len() < self.totals.shown + FURTHER_DOCUMENTS {
            let (name, mentions) = (document.name.clone(), document.mentions.len() as u32);
            self.documents.push(Document { name, date, mentions, block, is_extract: document.is_extract, is_cut });
        }
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
        (self.totals.documents, self.totals.shown)
    }

    fn date(&self, document: &Marked) -> Option<Date> {
        let stated = document.mentions.first().map_or("", |placed| placed.mention.column("doc_date"));
        let from_name = || self.options.date_from_name.then(|| Date::in_name(&document.name)).flatten();
        Date::stated(stated).or_else(from_name)
    }
}

/// How many bytes of a text are shown.
fn shown(text: &str) -> usize {
    if text.len() <= MAX_TEXT_SHOWN { text.len() } else { text.floor_char_boundary(MAX_TEXT_SHOWN) }
}

#[cfg(test)]
mod tests {
    use super::{MAX_TEXT_SHOWN, Report, ReportOptions};
    use crate::eval::Mention;
    use crate::marked::Marked;
    use base64::Engine;
    use base64::engine::general_purpose::STANDARD;
    use flate2::read::DeflateDecoder;

    type Block = Vec<(String, Vec<u32>)>;

    #[test]
    fn a_mention_that_does_not_stand_whole_in_what_is_shown_is_counted_and_not_marked() {
        let mut report = Report::new(ReportOptions::default());
        let text = "x".repeat(MAX_TEXT_SHOWN + 10);
        let at = |start: usize| Mention::new(start, start + 4, "ORG");
        let mentions = [MAX_TEXT_SHOWN - 4, MAX_TEXT_SHOWN - 3, MAX_TEXT_SHOWN].map(at).into();
        report.add(&Marked::new("a", text, mentions)).unwrap();
        assert_eq!(report.totals.mentions, 3);
        let packed = STANDARD.decode(&report.blocks.packed[0]).unwrap();
        let block: Block = serde_json::from_reader(DeflateDecoder::new(&*packed)).unwrap();
        // Place, length, name and rule of the first.
        assert_eq!(block[0].1, [MAX_TEXT_SHOWN as u32 - 4, 4, 0, 0]);
    }
}
