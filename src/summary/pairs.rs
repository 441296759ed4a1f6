//! Which names stand together, in a sentence and in a document: the edges of a
//! network, as Gephi and Cytoscape read them.
//!
//! Such tools take what `source` and `target` say for the names of nodes. Pairs
//! are counted by what makes a name one; what each is called is put beside them
//! at the end, the same for all pairs of it, and unlike any other: where two
//! names are written alike, with their ids or labels behind.

use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::groups::{COST_OF_ALLOCATION, Count, Groups, many_first, packed, unpacked};
use super::sorter::{Sorted, Sorter};
use super::{Cell, Memory, Summary, Table, names};
use crate::write::{Mention, Record};

/// Of the names of a document the first so many are paired: all pairs of very
/// many would be more than anybody looks at, and cost their square.
pub const MOST_NAMES: usize = 200;

/// Counts pairs of names.
pub struct Pairs {
    pairs: Groups<Pair>,
    /// All names, by the keys that pairs have of them.
    nodes: Groups<Name>,
    memory: Memory,
    /// The names of this document by key, and their numbers.
    names: Vec<Vec<u8>>,
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
    /// As a node is called.
    node: String,
    name: String,
    label: String,
    id: String,
}

impl Count for Name {
    fn held(&self) -> usize {
        let texts = [&self.node, &self.name, &self.label, &self.id];
        texts.map(|text| text.len() + COST_OF_ALLOCATION).iter().sum()
    }

    /// What it is called was said first.
    fn add(&mut self, _later: Self) {}
}

/// How often the two names stand together whose keys make up its own.
#[derive(Serialize, Deserialize)]
struct Pair {
    /// Where the key of the second one begins.
    second: usize,
    sentences: u64,
    documents: u64,
}

impl Count for Pair {
    fn held(&self) -> usize {
        0
    }

    fn add(&mut self, later: Self) {
        self.sentences += later.sentences;
        self.documents += later.documents;
    }
}

/// A pair that is told.
#[derive(Serialize, Deserialize)]
struct Edge {
    names: [Name; 2],
    sentences: u64,
    documents: u64,
}

/// Names in the order of their keys, for pairs in the same order.
struct Walk {
    names: Sorted,
    key: Vec<u8>,
    name: Option<Name>,
}

impl Walk {
    fn new(names: Sorter) -> io::Result<Self> {
        Ok(Walk { names: names.sorted()?, key: Vec::new(), name: None })
    }

    fn to(&mut self, key: &[u8]) -> io::Result<Name> {
        while self.name.is_none() || self.key != key {
            let (key, name) = self.names.next()?.ok_or(io::ErrorKind::UnexpectedEof)?;
            (self.key, self.name) = (key, Some(unpacked(&name)?));
        }
        self.name.clone().ok_or(io::ErrorKind::UnexpectedEof.into())
    }
}

impl Pairs {
    /// Counts none yet.
    pub fn new(memory: &Memory) -> Self {
        let (names, numbers, sentences, sentence, present, key, is_cut, cut) = Default::default();
        let (pairs, nodes, memory) = (Groups::new(memory), Groups::new(memory), memory.clone());
        Pairs { pairs, nodes, memory, names, numbers, sentences, sentence, present, key, is_cut, cut }
    }

    /// Where it is counted how many documents have more than [`MOST_NAMES`]
    /// names.
    pub fn cut(&self) -> Arc<AtomicU64> {
        self.cut.clone()
    }

    fn mention(&mut self, mention: &Mention<'_>) -> io::Result<()> {
        if mention.sentence != self.sentence {
            self.end_sentence();
            self.sentence = mention.sentence.to_string();
        }
        names::key(mention, &mut self.key);
        // As long as it says: so no key of two begins like that of another.
        let length = (self.key.len() as u32).to_be_bytes();
        self.key.splice(..0, length);
        let number = match self.numbers.get(&self.key) {
            Some(number) => *number,
            None if mention.name.is_empty() => return Ok(()),
            None if self.names.len() == MOST_NAMES => {
                self.is_cut = true;
                return Ok(());
            }
            None => {
                self.numbers.insert(self.key.clone(), self.names.len());
                self.names.push(self.key.clone());
                self.nodes.of(&self.key, || Name::new(mention))?;
                self.names.len() - 1
            }
        };
        if !self.present.contains(&number) {
            self.present.push(number);
        }
        Ok(())
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
        self.key.extend_from_slice(first);
        self.key.extend_from_slice(second);
        let make = || Pair { second: first.len(), sentences: 0, documents: 0 };
        let pair = self.pairs.of(&self.key, make)?;
        pair.sentences += sentences;
        pair.documents += 1;
        Ok(())
    }

    /// Every name by its key, twice, each called like no other.
    fn named(&mut self) -> io::Result<[Walk; 2]> {
        let sorter = || Sorter::new(&self.memory);
        let (mut alike, mut first, mut second) = (sorter(), sorter(), sorter());
        self.nodes.merged(|key, name| alike.push(name.name.as_bytes().to_vec(), packed(&(key, name))))?;
        let mut alike = alike.sorted()?;
        while let Some((_, names)) = alike.next_group()? {
            let names: Vec<(Vec<u8>, Name)> = names.iter().map(|name| unpacked(name)).collect::<io::Result<_>>()?;
            for (key, name) in &names {
                let name = Name { node: name.node(&names), ..name.clone() };
                first.push(key.clone(), packed(&name))?;
                second.push(key.clone(), packed(&name))?;
            }
        }
        Ok([Walk::new(first)?, Walk::new(second)?])
    }

    /// Every pair with its names, by rank.
    fn edges(&mut self) -> io::Result<Sorted> {
        let [mut firsts, mut seconds] = self.named()?;
        let (mut halves, mut edges) = (Sorter::new(&self.memory), Sorter::new(&self.memory));
        self.pairs.merged(|key, pair| {
            let (first, second) = key.split_at(pair.second);
            halves.push(second.to_vec(), packed(&(firsts.to(first)?, pair.sentences, pair.documents)))
        })?;
        let mut halves = halves.sorted()?;
        while let Some((key, half)) = halves.next()? {
            let (first, sentences, documents): (Name, u64, u64) = unpacked(&half)?;
            let mut names = [first, seconds.to(&key)?];
            names.sort();
            let edge = Edge { names, sentences, documents };
            edges.push(edge.rank(), packed(&edge))?;
        }
        edges.sorted()
    }
}

impl Name {
    fn new(mention: &Mention<'_>) -> Self {
        let name = mention.name.to_string();
        Name { node: name.clone(), name, label: mention.label.to_string(), id: mention.id.to_string() }
    }

    /// What it is called among all that are written like it.
    fn node(&self, alike: &[(Vec<u8>, Name)]) -> String {
        let Name { name, label, id, .. } = self;
        match alike.iter().filter(|(_, other)| other.id == *id).count() {
            _ if alike.len() == 1 => name.clone(),
            _ if id.is_empty() => format!("{name} ({label})"),
            1 => format!("{name} ({id})"),
            _ => format!("{name} ({label}, {id})"),
        }
    }
}

impl Edge {
    fn rank(&self) -> Vec<u8> {
        let [a, b] = &self.names;
        let mut key = many_first(self.documents, &[]);
        key.extend(many_first(self.sentences, &[&a.node, &b.node]));
        key
    }
}

impl Summary for Pairs {
    fn titles(&self) -> Vec<String> {
        let titles = [
            "source",
            "target",
            "type",
            "weight",
            "source_label",
            "target_label",
            "source_id",
            "target_id",
            "sentences",
            "documents",
        ];
        titles.map(String::from).to_vec()
    }

    fn take(&mut self, record: &Record<'_>, _table: &mut dyn Table) -> io::Result<()> {
        match record {
            Record::Mention(mention) => self.mention(mention)?,
            Record::End => self.end_document()?,
            _ => {}
        }
        Ok(())
    }

    fn end(&mut self, table: &mut dyn Table) -> io::Result<()> {
        let mut edges = self.edges()?;
        while let Some((_, edge)) = edges.next()? {
            let Edge { names: [a, b], sentences, documents } = unpacked(&edge)?;
            table.row(&[
                Cell::Text(&a.node),
                Cell::Text(&b.node),
                Cell::Text("Undirected"),
                Cell::Count(documents),
                Cell::Label(&a.label),
                Cell::Label(&b.label),
                Cell::text(&a.id),
                Cell::text(&b.id),
                Cell::Count(sentences),
                Cell::Count(documents),
            ])?;
        }
        Ok(())
    }
}
