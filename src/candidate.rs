//! What a recognizer proposes, and which of two candidates goes first.
//!
//! One total order decides between candidates that overlap:
//!
//! 1. a sum of a thousand and more, which hardly anything else looks like:
//!    *US$4.9 million* before *… of Technology US*, whatever is longer;
//! 2. the longer span, in bytes: *Bank of China* before *China*;
//! 3. a row of the user's own lists, whatever its label: who lists a name
//!    has judged it;
//! 4. what is measured or listed before what a rule put together;
//! 5. of the user's rows the one whose name stands there, before those that
//!    an alias, another spelling, a legal form or an ending reaches;
//! 6. the label that comes first in the order of labels (MONEY, ORG, PLACE,
//!    then others by name, unless set otherwise);
//! 7. what belongs to a longer name of the document; the earlier start;
//! 8. of two list rows: by kind of place (country, region, city), the greater
//!    weight, the row read first;
//! 9. the canonical name; the id.

use rust_decimal::Decimal;
use std::cmp::Ordering;

use crate::entity::{Entity, Evidence, How, Span};
use crate::gazetteer::Entry;

/// An entity that a recognizer proposes.
#[derive(Clone, Debug)]
pub struct Candidate<'l> {
    /// What is proposed.
    pub entity: Entity<'l>,
    /// Its first and its last token.
    pub tokens: (usize, usize),
    /// The guard that dropped it, if one did; such a candidate never stands,
    /// and is kept for the explanation only.
    pub dropped: Option<&'static str>,
}

impl<'l> Candidate<'l> {
    /// A candidate that stands for choice.
    pub fn new(entity: Entity<'l>, tokens: (usize, usize)) -> Self {
        Candidate { entity, tokens, dropped: None }
    }

    /// The same, where so many bytes and tokens stand before the text.
    pub(crate) fn moved(mut self, bytes: usize, tokens: usize) -> Self {
        self.entity.span = self.entity.span.moved(bytes);
        self.tokens = (self.tokens.0 + tokens, self.tokens.1 + tokens);
        self
    }

    /// Its place in the text, in bytes.
    pub fn span(&self) -> Span {
        self.entity.span
    }
}

/// How overlapping candidates are treated.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ResolveOptions {
    /// Labels in order of priority; those not named come after, by name.
    pub labels: Vec<String>,
    /// Keep the entities inside others too.
    pub nested: bool,
    /// Report persons too, which else only keep their words from others.
    pub persons: bool,
}

/// The labels that come first where nothing else is said.
const LABEL_ORDER: [&str; 3] = ["MONEY", "ORG", "PLACE"];

/// The label of persons.
pub const PERSON: &str = "PERSON";

/// The label of events, laws and the like, which only compete.
pub const EVENT: &str = "EVENT";

/// The labels of what competes and is not reported.
const SILENT: [&str; 3] = [PERSON, EVENT, "STREET"];

/// What only rules find and nobody asked for: persons, events, streets. They
/// compete for the characters (*Paris Hilton* is no place) and are not
/// reported; a row of a list with such a label is, and persons where the
/// options say so.
pub fn is_silent(entity: &Entity<'_>, options: &ResolveOptions) -> bool {
    SILENT.contains(&entity.label) && entity.entry().is_none() && !(options.persons && entity.label == PERSON)
}

/// A step of the total order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// A sum of a thousand and more.
    Sum,
    /// The longer span.
    Length,
    /// A row of the user's own lists.
    OwnList,
    /// Measured or listed, before put together by a rule.
    Evidence,
    /// The name as it stands, before what reaches it by another way.
    Exact,
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
            Step::Sum => "it is a sum of a thousand and more",
            Step::Length => "it is longer",
            Step::OwnList => "it stands in a list of the user's own",
            Step::Evidence => "what is listed or measured comes before what a rule puts together",
            Step::Exact => "its name stands there as the list has it",
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
const STEPS: [(Step, Compare); 12] = [
    (Step::Sum, |a, b, _| is_sum(b).cmp(&is_sum(a))),
    (Step::Length, |a, b, _| b.span.len().cmp(&a.span.len())),
    (Step::OwnList, |a, b, _| b.is_own().cmp(&a.is_own())),
    (Step::Evidence, |a, b, _| evidence_rank(&a.evidence).cmp(&evidence_rank(&b.evidence))),
    (Step::Exact, |a, b, _| how(&a.evidence).cmp(&how(&b.evidence))),
    (Step::Label, |a, b, options| label_rank(a.label, options).cmp(&label_rank(b.label, options))),
    (Step::Link, |a, b, _| link_rank(&a.evidence).cmp(&link_rank(&b.evidence))),
    (Step::Start, |a, b, _| a.span.start.cmp(&b.span.start)),
    (Step::Kind, |a, b, _| rows(a, b, |a, b| a.size().cmp(&b.size()))),
    (Step::Weight, |a, b, _| rows(a, b, |a, b| b.weight().total_cmp(&a.weight()))),
    (Step::Row, |a, b, _| rows(a, b, |a, b| a.index().cmp(&b.index()))),
    (Step::Name, |a, b, _| (a.name(), a.id()).cmp(&(b.name(), b.id()))),
];

/// The total order; the one that is to be preferred is less.
pub fn compare(a: &Entity<'_>, b: &Entity<'_>, options: &ResolveOptions) -> Ordering {
    // The first steps decide most often.
    let length = is_sum(b).cmp(&is_sum(a)).then_with(|| b.span.len().cmp(&a.span.len()));
    length.then_with(|| decide(a, b, options).map_or(Ordering::Equal, |(_, order)| order))
}

/// The step of the order that tells two entities apart, and how; `None` where
/// they are the same in every respect.
pub fn decide(a: &Entity<'_>, b: &Entity<'_>, options: &ResolveOptions) -> Option<(Step, Ordering)> {
    STEPS.iter().map(|(step, compare)| (*step, compare(a, b, options))).find(|(_, order)| order.is_ne())
}

fn label_rank<'e>(label: &'e str, options: &ResolveOptions) -> (usize, &'e str) {
    let set = options.labels.iter().position(|l| l == label);
    let usual = LABEL_ORDER.iter().position(|l| *l == label).unwrap_or(LABEL_ORDER.len());
    (set.unwrap_or(options.labels.len() + usual), label)
}

/// A name with such a sum in it is rarer than words beside it that look like one.
fn is_sum(entity: &Entity<'_>) -> bool {
    let amount = entity.quantity().and_then(|quantity| quantity.amount);
    amount.is_some_and(|amount| amount >= Decimal::ONE_THOUSAND)
}

fn evidence_rank(evidence: &Evidence<'_>) -> u8 {
    match evidence {
        Evidence::Measured(_) | Evidence::Listed(_) | Evidence::Derived(..) => 0,
        Evidence::Composed { .. } | Evidence::ShortForm { .. } => 1,
    }
}

/// How the words reach the row; nothing for the name as it stands.
fn how(evidence: &Evidence<'_>) -> Option<How> {
    match evidence {
        Evidence::Derived(_, how) => Some(*how),
        _ => None,
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
