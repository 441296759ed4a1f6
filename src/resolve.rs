//! Resolving: candidates → the entities that stand.
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
//!
//! Candidates are taken in this order; each stands unless it overlaps one
//! that stands already.

use crate::hash::HashSet;
use rust_decimal::Decimal;
use std::cmp::{Ordering, Reverse};
use std::collections::{BTreeMap, BTreeSet};

use crate::entity::{Entity, Evidence, How, Span};
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
    standing.retain(|candidate| !is_silent(&candidate.entity));
    if options.nested {
        standing.sort_by_key(|candidate| (candidate.span().start, Reverse(candidate.span().end)));
    }
    standing.into_iter().map(|candidate| candidate.entity.clone()).collect()
}

/// Every candidate that stands, also those that are not reported: the
/// outermost by start, then, where nested ones are asked for, those inside.
pub fn chosen<'c, 'l>(candidates: &'c [Candidate<'l>], options: &ResolveOptions) -> Vec<&'c Candidate<'l>> {
    let mut chosen = stand(candidates, options);
    if options.nested {
        chosen.extend(inner(candidates, &chosen, options));
    }
    chosen
}

/// Every outermost candidate that stands, also those that are not reported,
/// by start.
///
/// Only candidates that share a byte, be it through others, compete: the
/// choice is made for each such group alone.
pub fn stand<'c, 'l>(candidates: &'c [Candidate<'l>], options: &ResolveOptions) -> Vec<&'c Candidate<'l>> {
    let competing = candidates.iter().filter(|candidate| candidate.dropped.is_none());
    // With the key in hand: the many candidates of a large text lie far apart.
    let mut by_start: Vec<_> = competing.map(|candidate| (candidate.span().start, candidate)).collect();
    by_start.sort_by_key(|(start, _)| *start);
    let mut by_start: Vec<_> = by_start.into_iter().map(|(_, candidate)| candidate).collect();
    let (mut standing, mut taken) = (Vec::with_capacity(by_start.len()), Taken::default());
    let mut rest = by_start.as_mut_slice();
    while !rest.is_empty() {
        let (group, others) = rest.split_at_mut(first_group(rest));
        choose(group, options, &mut taken, &mut standing);
        rest = others;
    }
    standing
}

/// How many of the candidates, which are sorted by start, hang together with
/// the first one.
fn first_group(by_start: &[&Candidate<'_>]) -> usize {
    let mut end = by_start[0].span().end;
    let more = by_start[1..].iter().take_while(|candidate| {
        let hangs_on = candidate.span().start < end;
        end = end.max(candidate.span().end);
        hangs_on
    });
    1 + more.count()
}

fn sort(candidates: &mut [&Candidate<'_>], options: &ResolveOptions) {
    candidates.sort_by(|a, b| compare(&a.entity, &b.entity, options));
}

/// What only rules find and nobody asked for: persons, events, streets. They
/// compete for the characters (*Paris Hilton* is no place) and are not
/// reported; a row of a list with such a label is.
pub fn is_silent(entity: &Entity<'_>) -> bool {
    SILENT.contains(&entity.label) && entity.entry().is_none()
}

/// Takes the candidates of a group in the total order, leaving out what
/// overlaps one taken before; `standing` gets them by start.
///
fn choose<'c, 'l>(
    group: &mut [&'c Candidate<'l>],
    options: &ResolveOptions,
    taken: &mut Taken,
    standing: &mut Vec<&'c Candidate<'l>>,
) {
    if let [alone] = group {
        return standing.push(alone);
    }
    let (from, start) = (standing.len(), group[0].span().start);
    taken.clear();
    sort(group, options);
    for candidate in group {
        let span = Span::new(candidate.span().start - start, candidate.span().end - start);
        if !taken.touches(span) {
            taken.add(span);
            standing.push(candidate);
        }
    }
    standing[from..].sort_by_key(|candidate| candidate.span().start);
}

/// The bytes of a group that are taken, a bit for each.
#[derive(Default)]
struct Taken(Vec<u64>);

impl Taken {
    fn clear(&mut self) {
        self.0.clear();
    }

    /// True where a byte of a span is taken.
    fn touches(&self, span: Span) -> bool {
        let (first, last) = (span.start / 64, span.end / 64);
        let bits = |word: usize| {
            let from = if word == first { u64::MAX << (span.start % 64) } else { u64::MAX };
            let to = if word == last { !(u64::MAX << (span.end % 64)) } else { u64::MAX };
            from & to
        };
        (first..=last).any(|word| self.0.get(word).is_some_and(|taken| taken & bits(word) != 0))
    }

    fn add(&mut self, span: Span) {
        if self.0.len() <= span.end / 64 {
            self.0.resize(span.end / 64 + 1, 0);
        }
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
fn inner<'c, 'l>(
    candidates: &'c [Candidate<'l>],
    outer: &[&'c Candidate<'l>],
    options: &ResolveOptions,
) -> Vec<&'c Candidate<'l>> {
    let spans: BTreeMap<usize, usize> = outer.iter().map(|c| (c.span().start, c.span().end)).collect();
    let within = |span: Span| spans.range(..=span.start).next_back().is_some_and(|(_, &end)| span.end <= end);
    let mut order: Vec<_> = candidates.iter().filter(|c| c.dropped.is_none() && within(c.span())).collect();
    sort(&mut order, options);
    let mut seen: HashSet<Span> = outer.iter().map(|c| c.span()).collect();
    let mut edges = BTreeSet::new();
    let mut taken = Vec::new();
    for candidate in order {
        let Span { start, end } = candidate.span();
        if edges.range(start + 1..end).next().is_none() && seen.insert(candidate.span()) {
            edges.extend([start, end]);
            taken.push(candidate);
        }
    }
    taken
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
