//! Resolving: candidates → the entities that stand.
//!
//! One total order decides between candidates that overlap:
//!
//! 1. the longer span, in bytes: *Bank of China* before *China*;
//! 2. a row of the user's own lists, whatever its label: who lists a name
//!    has judged it;
//! 3. what is measured or listed before what a rule put together;
//! 4. the label that comes first in the order of labels (MONEY, ORG, PLACE,
//!    then others by name, unless set otherwise);
//! 5. of two list rows: by kind of place (country, region, city), the greater
//!    weight, the row read first;
//! 6. the earlier start; the canonical name; the id.
//!
//! Candidates are taken in this order; each stands unless it overlaps one
//! that stands already.

use crate::hash::HashSet;
use std::cmp::{Ordering, Reverse};
use std::collections::{BTreeMap, BTreeSet};

use crate::entity::{Entity, Evidence, Span};
use crate::gazetteer::Entry;
use crate::recognize::Candidate;

/// How overlapping candidates are treated.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ResolveOptions {
    /// Labels in order of priority; those not named come after, by name.
    pub labels: Vec<String>,
    /// Keep the entities inside others too.
    pub nested: bool,
}

/// The labels that come first where nothing else is said.
const LABEL_ORDER: [&str; 3] = ["MONEY", "ORG", "PLACE"];

/// The labels of what competes and is not reported.
const SILENT: [&str; 3] = ["PERSON", "EVENT", "STREET"];

/// The entities that stand, by start, the longer first.
///
/// Linear in the candidates but for their sorting.
pub fn resolve<'l>(candidates: &[Candidate<'l>], options: &ResolveOptions) -> Vec<Entity<'l>> {
    let mut standing = chosen(candidates, options);
    standing.retain(|e| !is_silent(e));
    standing.sort_by_key(|e| (e.span.start, Reverse(e.span.end)));
    standing.into_iter().cloned().collect()
}

/// Every entity that stands, also those that are not reported: the outermost,
/// then, where nested ones are asked for, those inside; each in the order of
/// choice.
pub fn chosen<'c, 'l>(candidates: &'c [Candidate<'l>], options: &ResolveOptions) -> Vec<&'c Entity<'l>> {
    let order = in_order(candidates, options);
    let mut chosen = choose(&order);
    if options.nested {
        chosen.extend(inner(&order, &chosen));
    }
    chosen
}

/// Every outermost entity that stands, also those that are not reported, in
/// the order of choice.
pub fn stand<'c, 'l>(candidates: &'c [Candidate<'l>], options: &ResolveOptions) -> Vec<&'c Entity<'l>> {
    choose(&in_order(candidates, options))
}

fn in_order<'c, 'l>(candidates: &'c [Candidate<'l>], options: &ResolveOptions) -> Vec<&'c Entity<'l>> {
    let mut order: Vec<&Entity<'l>> = candidates.iter().filter(|c| c.dropped.is_none()).map(|c| &c.entity).collect();
    // The first step of the order decides most often.
    order.sort_by(|a, b| b.span.len().cmp(&a.span.len()).then_with(|| compare(a, b, options)));
    order
}

/// What only rules find and nobody asked for: persons, events, streets. They
/// compete for the characters (*Paris Hilton* is no place) and are not
/// reported; a row of a list with such a label is.
pub fn is_silent(entity: &Entity<'_>) -> bool {
    SILENT.contains(&entity.label) && entity.entry().is_none()
}

/// Takes candidates in order, leaving out what overlaps one taken before.
///
/// All that was taken before is at least as long, so a candidate overlaps it
/// only where it covers the candidate's first or last byte.
fn choose<'c, 'l>(order: &[&'c Entity<'l>]) -> Vec<&'c Entity<'l>> {
    let mut taken = Taken::up_to(order.iter().map(|entity| entity.span.end).max().unwrap_or(0));
    let mut standing = Vec::with_capacity(order.len());
    for entity in order {
        if !taken.touches(entity.span) {
            taken.add(entity.span);
            standing.push(*entity);
        }
    }
    standing
}

/// The bytes that are taken, a bit for each.
struct Taken(Vec<u64>);

impl Taken {
    fn up_to(end: usize) -> Self {
        Taken(vec![0; end / 64 + 1])
    }

    /// True where the first or the last byte of a span is taken.
    fn touches(&self, span: Span) -> bool {
        let has = |at: usize| self.0[at / 64] >> (at % 64) & 1 == 1;
        span.start < span.end && (has(span.start) || has(span.end - 1))
    }

    fn add(&mut self, span: Span) {
        for at in span.start..span.end {
            self.0[at / 64] |= 1 << (at % 64);
        }
    }
}

/// Candidates that lie wholly within one that stands, one for each span, none
/// across the edge of another.
///
/// All that was taken before is at least as long, so a candidate crosses it
/// only where one of its edges falls inside the candidate.
fn inner<'c, 'l>(order: &[&'c Entity<'l>], outer: &[&'c Entity<'l>]) -> Vec<&'c Entity<'l>> {
    let spans: BTreeMap<usize, usize> = outer.iter().map(|e| (e.span.start, e.span.end)).collect();
    let within = |span: Span| spans.range(..=span.start).next_back().is_some_and(|(_, &end)| span.end <= end);
    let mut seen: HashSet<Span> = outer.iter().map(|e| e.span).collect();
    let mut edges = BTreeSet::new();
    let mut taken = Vec::new();
    for entity in order.iter().filter(|e| within(e.span)) {
        let Span { start, end } = entity.span;
        if edges.range(start + 1..end).next().is_none() && seen.insert(entity.span) {
            edges.extend([start, end]);
            taken.push(*entity);
        }
    }
    taken
}

/// A step of the total order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The longer span.
    Length,
    /// A row of the user's own lists.
    OwnList,
    /// Measured or listed, before put together by a rule.
    Evidence,
    /// The label that comes first.
    Label,
    /// Tied to a longer name of the document.
    Link,
    /// Country, region, city.
    Kind,
    /// The greater weight.
    Weight,
    /// The row read first.
    Row,
    /// The earlier start.
    Start,
    /// Canonical name and id.
    Name,
}

impl Step {
    /// What the one that wins has before the other, in words.
    pub fn reason(self) -> &'static str {
        match self {
            Step::Length => "it is longer",
            Step::OwnList => "it stands in a list of the user's own",
            Step::Evidence => "what is listed or measured comes before what a rule puts together",
            Step::Label => "its label comes first",
            Step::Link => "it belongs to a longer name of the document",
            Step::Kind => "country comes before region, region before city",
            Step::Weight => "its row weighs more",
            Step::Row => "its row is read first",
            Step::Start => "it starts earlier",
            Step::Name => "its name or id comes first in the alphabet",
        }
    }
}

type Compare = fn(&Entity<'_>, &Entity<'_>, &ResolveOptions) -> Ordering;

/// The total order, step by step.
const STEPS: [(Step, Compare); 10] = [
    (Step::Length, |a, b, _| b.span.len().cmp(&a.span.len())),
    (Step::OwnList, |a, b, _| is_own(b).cmp(&is_own(a))),
    (Step::Evidence, |a, b, _| evidence_rank(&a.evidence).cmp(&evidence_rank(&b.evidence))),
    (Step::Label, |a, b, options| label_rank(a.label, options).cmp(&label_rank(b.label, options))),
    (Step::Link, |a, b, _| link_rank(&a.evidence).cmp(&link_rank(&b.evidence))),
    (Step::Kind, |a, b, _| rows(a, b, |a, b| a.size().cmp(&b.size()))),
    (Step::Weight, |a, b, _| rows(a, b, |a, b| b.weight().total_cmp(&a.weight()))),
    (Step::Row, |a, b, _| rows(a, b, |a, b| a.index().cmp(&b.index()))),
    (Step::Start, |a, b, _| a.span.start.cmp(&b.span.start)),
    (Step::Name, |a, b, _| (a.name(), a.id()).cmp(&(b.name(), b.id()))),
];

/// The total order; the one that is to be preferred is less.
pub fn compare(a: &Entity<'_>, b: &Entity<'_>, options: &ResolveOptions) -> Ordering {
    decide(a, b, options).map_or(Ordering::Equal, |(_, order)| order)
}

/// The step of the order that tells two entities apart, and how; `None` where
/// they are the same in every respect.
pub fn decide(a: &Entity<'_>, b: &Entity<'_>, options: &ResolveOptions) -> Option<(Step, Ordering)> {
    STEPS.iter().map(|(step, compare)| (*step, compare(a, b, options))).find(|(_, order)| order.is_ne())
}

/// True for a row of a list that the user brought.
fn is_own(entity: &Entity<'_>) -> bool {
    entity.entry().is_some_and(|entry| !entry.source().shipped)
}

fn label_rank<'e>(label: &'e str, options: &ResolveOptions) -> (usize, &'e str) {
    let set = options.labels.iter().position(|l| l == label);
    let usual = LABEL_ORDER.iter().position(|l| *l == label).unwrap_or(LABEL_ORDER.len());
    (set.unwrap_or(options.labels.len() + usual), label)
}

fn evidence_rank(evidence: &Evidence<'_>) -> u8 {
    match evidence {
        Evidence::Measured(_) | Evidence::Listed(_) => 0,
        Evidence::Composed { .. } | Evidence::ShortForm { .. } => 1,
    }
}

/// A name tied to a longer one of the document before the same on its own.
fn link_rank(evidence: &Evidence<'_>) -> u8 {
    matches!(evidence, Evidence::Composed { .. }).into()
}

/// Between two rows of lists; what is no row of a list is not compared.
fn rows(a: &Entity<'_>, b: &Entity<'_>, compare: fn(Entry<'_>, Entry<'_>) -> Ordering) -> Ordering {
    match (a.entry(), b.entry()) {
        (Some(a), Some(b)) => compare(a, b),
        _ => Ordering::Equal,
    }
}
