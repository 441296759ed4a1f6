//! What lists find in texts: the names that hit most, with contexts.

use std::collections::HashMap;

use crate::entity::Span;
use crate::gazetteer::Entry;
use crate::pipeline::Pipeline;
use crate::place::Place;

/// How many contexts of each name are kept.
const CONTEXTS: usize = 3;

/// Characters on each side of a hit in its context.
const AROUND: usize = 40;

/// Counts what the user's rows find, text by text.
#[derive(Debug)]
pub struct HitCounts<'p> {
    pipeline: &'p Pipeline,
    rows: HashMap<u32, (usize, Vec<Context>)>,
}

/// A place where a name was found.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Context {
    /// The document.
    pub document: String,
    /// Its line, from 1.
    pub line: usize,
    /// What stands before the name, on one line.
    pub before: String,
    /// The name as the text has it.
    pub text: String,
    /// What stands after it, on one line.
    pub after: String,
}

/// How often a row was found.
#[derive(Clone, Debug)]
pub struct NameHits<'p> {
    /// The row.
    pub entry: Entry<'p>,
    /// How often.
    pub count: usize,
    /// The first few places.
    pub contexts: Vec<Context>,
}

impl<'p> HitCounts<'p> {
    /// Nothing counted yet. The pipeline's lists decide what is found; only
    /// rows that are not shipped are counted.
    pub fn new(pipeline: &'p Pipeline) -> Self {
        HitCounts { pipeline, rows: HashMap::new() }
    }

    /// Counts the entities of one text that come from the user's rows.
    pub fn add(&mut self, document: &str, text: &str) {
        let mut place = Place::default();
        for entity in self.pipeline.annotate(text) {
            let Some(entry) = entity.entry().filter(|entry| !entry.source().shipped) else { continue };
            let (count, contexts) = self.rows.entry(entry.index()).or_default();
            *count += 1;
            if contexts.len() < CONTEXTS {
                place.advance(text, entity.span.start);
                contexts.push(context(document, text, entity.span, place.line as usize));
            }
        }
    }

    /// Adds what was counted in further texts, which stand behind those here.
    pub fn append(&mut self, other: HitCounts<'p>) {
        for (row, (count, contexts)) in other.rows {
            let (sum, kept) = self.rows.entry(row).or_default();
            *sum += count;
            let room = CONTEXTS - kept.len();
            kept.extend(contexts.into_iter().take(room));
        }
    }

    /// The rows that were found, the most frequent first.
    pub fn ranked(&self) -> Vec<NameHits<'p>> {
        let rows = self.pipeline.lists().gazetteer();
        let found = self.rows.iter();
        let mut hits: Vec<NameHits<'p>> = found
            .map(|(row, (count, contexts))| NameHits {
                entry: rows.entry(*row),
                count: *count,
                contexts: contexts.clone(),
            })
            .collect();
        hits.sort_by_key(|hit| (std::cmp::Reverse(hit.count), hit.entry.index()));
        hits
    }
}

pub(super) fn context(document: &str, text: &str, span: Span, line: usize) -> Context {
    let before: Vec<char> = text[..span.start].chars().rev().take(AROUND).collect();
    Context {
        document: document.to_string(),
        line,
        before: before.into_iter().rev().map(spaced).collect(),
        text: span.of(text).chars().map(spaced).collect(),
        after: text[span.end..].chars().take(AROUND).map(spaced).collect(),
    }
}

fn spaced(c: char) -> char {
    if c.is_whitespace() || c.is_control() { ' ' } else { c }
}
