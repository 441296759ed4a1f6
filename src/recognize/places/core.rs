//! Which listed place is the core of a name put together: Xianju of *Xianju
//! County*, Shanghai of *Shanghai Free Trade Zone*, Ohio of *northern Ohio*;
//! and which is named nearest to a place that no list has.

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
            let near = nearest(clues, &listed, candidate.entity.span, first);
            candidate.entity.near = near.filter(|near| near.column("country") == Some(country));
            continue;
        }
        let Evidence::Composed { core: core @ None, .. } = &mut candidate.entity.evidence else { continue };
        *core = found;
        if found.is_none() && candidate.entity.near.is_none() {
            candidate.entity.near = nearest(clues, &listed, candidate.entity.span, first);
        }
    }
}

/// The country of a row that has no point.
fn without_point<'l>(entry: Entry<'l>) -> Option<&'l str> {
    let country = entry.column("country").filter(|country| !country.is_empty());
    country.filter(|_| entry.column("latitude") == Some(""))
}

/// The towns and features before and behind a name, the one with fewer bytes
/// between, in the same paragraph where there is one.
fn nearest<'l>(clues: &Clues<'_, 'l>, listed: &[(Span, Entry<'l>)], name: Span, first: usize) -> Option<Entry<'l>> {
    let is_point =
        |(_, entry): &&(Span, Entry<'l>)| entry.size() >= Size::Other && entry.column("latitude") != Some("");
    let from = listed.partition_point(|(span, _)| span.start < name.start);
    let before =
        listed[from.saturating_sub(LOOKED_AT)..from].iter().rev().filter(is_point).find(|(s, _)| s.end <= name.start);
    let behind = listed[from..].iter().take(LOOKED_AT).filter(is_point).find(|(span, _)| span.start >= name.end);
    let gap = |other: &(Span, Entry<'l>)| match other.0.end <= name.start {
        // A heading or another paragraph speaks of other things.
        true => (name.start - other.0.end) * if starts_paragraph(clues, first) { FAR } else { 1 },
        false => other.0.start - name.end,
    };
    before.into_iter().chain(behind).min_by_key(|other| gap(other)).map(|(_, entry)| *entry)
}

/// So many listed places to each side are looked at.
const LOOKED_AT: usize = 8;

/// How much further off what stands before a paragraph is.
const FAR: usize = 4;

fn starts_paragraph(clues: &Clues<'_, '_>, first: usize) -> bool {
    clues.gap(first) >= Gap::Line
}

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
