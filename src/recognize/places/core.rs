//! Which listed place is the core of a name put together: Xianju of *Xianju
//! County*, Shanghai of *Shanghai Free Trade Zone*, Ohio of *northern Ohio*;
//! and which is named nearest to a place that no list has.

use super::sentence::{bounds, lies_in};
use crate::candidate::Candidate;
use crate::clues::Clues;
use crate::entity::{Evidence, Span};
use crate::gazetteer::{Entry, Role, Size};
use crate::lookup::Hit;
use crate::recognize::grammar::Use;
use crate::recognize::scene::Scene;
use crate::segment::Gap;

/// Gives composed places the row of the listed place within them. Linear in
/// the candidates, but for the sorting of the listed ones.
pub fn link<'l>(scene: &Scene<'_, 'l>, candidates: &mut [Candidate<'l>]) {
    let (clues, listed) = (&scene.clues, listed(candidates));
    if listed.is_empty() {
        return;
    }
    for candidate in candidates.iter_mut().filter(|c| c.entity.label == "PLACE" && c.dropped.is_none()) {
        let (first, last) = candidate.tokens;
        let within = || longest_within(&listed, candidate.entity.span);
        let found = anchor(clues, first, last).and_then(|hit| within().filter(|&core| is_core(scene, hit, core)));
        if let Some(country) = candidate.entity.entry().and_then(without_point) {
            let around = Around::new(scene, &listed, candidate.entity.span, first);
            candidate.entity.near = around.nearest(|_, of| is_point(of) && of.column("country") == Some(country));
            continue;
        }
        let Evidence::Composed { core: core @ None, .. } = &mut candidate.entity.evidence else { continue };
        *core = found;
        if found.is_none() && candidate.entity.near.is_none() {
            candidate.entity.near = where_it_lies(scene, &listed, candidate.entity.span, (first, last));
        }
    }
}

/// The country of a row that has no point.
fn without_point<'l>(entry: Entry<'l>) -> Option<&'l str> {
    let country = entry.column("country").filter(|country| !country.is_empty());
    country.filter(|_| entry.column("latitude") == Some(""))
}

/// The town or feature named nearest to a name: where its sentence names a
/// region or country, one that lies there, else the region itself.
fn where_it_lies<'l>(
    scene: &Scene<'_, 'l>,
    listed: &[(Span, Entry<'l>)],
    name: Span,
    (first, last): (usize, usize),
) -> Option<Entry<'l>> {
    let around = Around::new(scene, listed, name, first);
    let (from, to) = bounds(scene, first, last);
    let sentence = scene.clues.span(from, to - 1);
    let in_sentence = |span: Span| sentence.start <= span.start && span.end <= sentence.end;
    let owner = around.nearest(|span, entry| entry.size() <= Size::Region && in_sentence(span));
    let lies_there = |entry: Entry<'_>| owner.is_none_or(|owner| lies_in(entry, owner));
    let point = around.nearest(|_, entry| is_point(entry) && lies_there(entry));
    point.or(owner.filter(|owner| owner.size() == Size::Region))
}

/// A town or a feature, not what has only a centre.
fn is_point(entry: Entry<'_>) -> bool {
    entry.size() >= Size::Other && entry.column("latitude") != Some("")
}

/// The listed places around a name.
struct Around<'a, 'l> {
    before: &'a [(Span, Entry<'l>)],
    behind: &'a [(Span, Entry<'l>)],
    name: Span,
    /// How much further off what stands before it is.
    before_counts: usize,
}

impl<'a, 'l> Around<'a, 'l> {
    fn new(scene: &Scene<'_, 'l>, listed: &'a [(Span, Entry<'l>)], name: Span, first: usize) -> Self {
        let from = listed.partition_point(|(span, _)| span.start < name.start);
        let (before, behind) = listed.split_at(from);
        let before = &before[before.len().saturating_sub(LOOKED_AT)..];
        let behind = &behind[..behind.len().min(LOOKED_AT)];
        // A heading or another paragraph speaks of other things.
        let before_counts = if scene.clues.gap(first) >= Gap::Line { FAR } else { 1 };
        Around { before, behind, name, before_counts }
    }

    /// The one with the fewest bytes between, of those that will do.
    fn nearest(&self, will_do: impl Fn(Span, Entry<'l>) -> bool) -> Option<Entry<'l>> {
        let of = |other: &&(Span, Entry<'l>)| will_do(other.0, other.1);
        let before = self.before.iter().rev().filter(of).find(|(span, _)| span.end <= self.name.start);
        let behind = self.behind.iter().filter(of).find(|(span, _)| span.start >= self.name.end);
        let before = before.map(|(span, entry)| ((self.name.start - span.end) * self.before_counts, *entry));
        let behind = behind.map(|(span, entry)| (span.start - self.name.end, *entry));
        before.into_iter().chain(behind).min_by_key(|(gap, _)| *gap).map(|(_, entry)| entry)
    }
}

/// So many listed places to each side are looked at.
const LOOKED_AT: usize = 8;

/// How much further off what stands before a paragraph is.
const FAR: usize = 4;

/// The listed places that are meant, by where they stand.
fn listed<'l>(candidates: &[Candidate<'l>]) -> Vec<(Span, Entry<'l>)> {
    let listed = candidates.iter().filter(|c| c.entity.label == "PLACE" && c.dropped.is_none());
    let mut listed: Vec<_> = listed.filter_map(|c| Some((c.span(), c.entity.entry()?))).collect();
    listed.sort_by_key(|(span, _)| (span.start, std::cmp::Reverse(span.end)));
    listed
}

/// The longest of the listed places within a name, the first of equal ones.
fn longest_within<'l>(listed: &[(Span, Entry<'l>)], name: Span) -> Option<Entry<'l>> {
    let from = listed.partition_point(|(span, _)| span.start < name.start);
    let within = listed[from..].iter().take_while(|(span, _)| span.start < name.end);
    let within = within.filter(|(span, _)| span.end <= name.end && *span != name);
    within.min_by_key(|(span, _)| std::cmp::Reverse(span.len())).map(|(_, entry)| *entry)
}

/// The head or opener that makes a name of `first..=last`.
fn anchor<'a>(clues: &Clues<'a, '_>, first: usize, last: usize) -> Option<&'a Hit> {
    let head = (first + 1..=last).filter_map(|i| clues.hit_of(i, Role::Head)).find(|hit| hit.last as usize == last);
    head.or_else(|| clues.hit_of(first, Role::Opener))
}

/// Whether a name of `first..=last` lies in this place, or is it.
pub fn is_part(scene: &Scene<'_, '_>, (first, last): (usize, usize), core: Entry<'_>) -> bool {
    anchor(&scene.clues, first, last).is_some_and(|anchor| is_core(scene, anchor, core))
}

/// Whether a name with this anchor lies in its core, or is it. A river and a
/// lake are named for a region and lie where they like.
fn is_core(scene: &Scene<'_, '_>, hit: &Hit, core: Entry<'_>) -> bool {
    let anchor = scene.clues.entry(hit);
    let part = anchor.column("short") == Some("yes") || anchor.column("left") == Some("place");
    part || scene.is(hit.last as usize, Use::Of) || (anchor.role() == Role::Head && core.size() == Size::City)
}
