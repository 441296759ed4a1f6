//! Which names stand together, in a sentence and in a document: the edges of a
//! network, as Gephi and Cytoscape read them.

use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::groups::{COST_OF_ALLOCATION, Count, Groups, many_first};
use super::{Cell, Memory, Summary, Table, names};
use crate::write::{Mention, Record};

/// Of the names of a document the first so many are paired: all pairs of very
/// many would be more than anybody looks at, and cost their square.
pub const MOST_NAMES: usize = 200;

/// Counts pairs of names.
pub struct Pairs {
    pairs: Groups<Pair>,
    /// The names of this document, and their numbers by key.
    names: Vec<Name>,
    numbers: HashMap<Vec<u8>, usize>,
    /// In how many sentences of this document two of them stand.
    sentences: HashMap<(usize, usize), u64>,
    sentence: String,
    /// Those of this sentence.
    present: Vec<usize>,
    key: Vec<u8>,
    /// This document has more names.
    is_cut: bool,
    cut: Arc<AtomicU64>,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
struct Name {
    name: String,
    label: String,
    id: String,
}

#[derive(Serialize, Deserialize)]
struct Pair {
    names: [Name; 2],
    sentences: u64,
    documents: u64,
}

impl Count for Pair {
    fn held(&self) -> usize {
        let texts = self.names.iter().flat_map(|name| [&name.name, &name.label, &name.id]);
        texts.map(|text| text.len() + COST_OF_ALLOCATION).sum()
    }

    fn add(&mut self, later: Self) {
        self.sentences += later.sentences;
        self.documents += later.documents;
    }
}

impl Pairs {
    /// Counts none yet.
    pub fn new(memory: &Memory) -> Self {
        let (names, numbers, sentences, sentence, present, key) = Default::default();
        let (is_cut, cut) = Default::default();
        Pairs { pairs: Groups::new(memory), names, numbers, sentences, sentence, present, key, is_cut, cut }
    }

    /// Where it is counted how many documents have more than [`MOST_NAMES`]
    /// names.
    pub fn cut(&self) -> Arc<AtomicU64> {
        self.cut.clone()
    }

    fn mention(&mut self, mention: &Mention<'_>) {
        if mention.sentence != self.sentence {
            self.end_sentence();
            self.sentence = mention.sentence.to_string();
        }
        names::key(mention, &mut self.key);
        let number = match self.numbers.get(&self.key) {
            Some(number) => *number,
            None if mention.name.is_empty() => return,
            None if self.names.len() == MOST_NAMES => {
                self.is_cut = true;
                return;
            }
            None => {
                self.numbers.insert(self.key.clone(), self.names.len());
                let text = |value: &str| value.to_string();
                self.names.push(Name { name: text(&mention.name), label: text(&mention.label), id: text(&mention.id) });
                self.names.len() - 1
            }
        };
        if !self.present.contains(&number) {
            self.present.push(number);
        }
    }

    fn end_sentence(&mut self) {
        for (i, a) in self.present.iter().enumerate() {
            for b in &self.present[..i] {
                *self.sentences.entry((*a.min(b), *a.max(b))).or_default() += 1;
            }
        }
        self.present.clear();
        self.sentence.clear();
    }

    fn end_document(&mut self) -> io::Result<()> {
        self.end_sentence();
        if std::mem::take(&mut self.is_cut) {
            self.cut.fetch_add(1, Ordering::Relaxed);
        }
        for b in 0..self.names.len() {
            for a in 0..b {
                let sentences = self.sentences.get(&(a, b)).copied().unwrap_or(0);
                self.count(a, b, sentences)?;
            }
        }
        self.names.clear();
        self.numbers.clear();
        self.sentences.clear();
        Ok(())
    }

    fn count(&mut self, a: usize, b: usize, sentences: u64) -> io::Result<()> {
        let (a, b) = (&self.names[a], &self.names[b]);
        let (first, second) = if a <= b { (a, b) } else { (b, a) };
        self.key.clear();
        for name in [first, second] {
            // By their ids, where they have them: names of one id may differ.
            let told = if name.id.is_empty() { ["", &name.name] } else { [&name.id, ""] };
            for part in [&name.label, told[0], told[1]] {
                self.key.extend_from_slice(part.as_bytes());
                self.key.push(0);
            }
        }
        let make = || Pair { names: [first.clone(), second.clone()], sentences: 0, documents: 0 };
        let pair = self.pairs.of(&self.key, make)?;
        pair.sentences += sentences;
        pair.documents += 1;
        Ok(())
    }
}

impl Summary for Pairs {
    fn titles(&self) -> Vec<String> {
        let titles =
            ["source", "target", "source_label", "target_label", "source_id", "target_id", "sentences", "documents"];
        titles.map(String::from).to_vec()
    }

    fn take(&mut self, record: &Record<'_>, _table: &mut dyn Table) -> io::Result<()> {
        match record {
            Record::Mention(mention) => self.mention(mention),
            Record::End => self.end_document()?,
            _ => {}
        }
        Ok(())
    }

    fn end(&mut self, table: &mut dyn Table) -> io::Result<()> {
        let rank = |pair: &Pair| {
            let [a, b] = &pair.names;
            let mut key = many_first(pair.documents, &[]);
            key.extend(many_first(pair.sentences, &[&a.name, &b.name, &a.label, &b.label, &a.id, &b.id]));
            key
        };
        self.pairs.ranked(rank, |pair| {
            let [a, b] = &pair.names;
            table.row(&[
                Cell::Text(&a.name),
                Cell::Text(&b.name),
                Cell::Label(&a.label),
                Cell::Label(&b.label),
                Cell::text(&a.id),
                Cell::text(&b.id),
                Cell::Count(pair.sentences),
                Cell::Count(pair.documents),
            ])
        })
    }
}
