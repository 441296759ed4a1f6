//! Resolving: candidates → the entities that stand.
//!
//! One total order decides between candidates that overlap: the longer span,
//! the user's own row, what is listed … `candidate` states it step by step.
//! Candidates are taken in this order; each stands unless it overlaps one
//! that stands already.

use crate::hash::HashSet;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use crate::candidate::{Candidate, ResolveOptions, compare, is_silent};
use crate::entity::{Entity, Span};

/// The entities that stand, by start, the longer first.
///
/// Linear in the candidates but for their sorting.
pub fn resolve<'l>(candidates: &[Candidate<'l>], options: &ResolveOptions) -> Vec<Entity<'l>> {
    let mut standing = chosen(candidates, options);
    standing.retain(|candidate| !is_silent(&candidate.entity, options));
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
