//! Towns that bear a word or a surname (*Nelson*, *Hurricane*): none alone,
//! but one where its state stands beside it, or where the text names places
//! around it and a word like *in* stands before.
//!
//! Their rows have `match=part`.

use super::super::grammar::Use;
use super::super::persons::Persons;
use super::super::scene::Scene;
use super::super::support::Support;
use super::beside::Beside;
use super::evidence::Nearby;
use super::names::{Record, record};
use super::table::PlaceTable;
use super::weights::{Weight, Weights};
use crate::candidate::Candidate;
use crate::clues::Clues;
use crate::entity::{Certainty, Entity, Evidence, Rule};
use crate::gazetteer::{Accept, Entry, Role, Size};

/// What stands around a mention.
struct Around<'a, 's, 'x, 'l> {
    scene: &'a Scene<'x, 'l>,
    support: &'a Support<'s, 'x, 'l>,
    persons: &'a Persons<'x>,
    table: &'a PlaceTable,
    nearby: Nearby,
}

/// Proposes such towns. Linear in the hits.
pub fn recognize<'x, 'l>(
    scene: &Scene<'x, 'l>,
    support: &Support<'_, 'x, 'l>,
    persons: &Persons<'x>,
    table: &PlaceTable,
    nearby: impl FnOnce() -> Nearby,
    out: &mut Vec<Candidate<'l>>,
) {
    let mut rows: Vec<_> = towns(&scene.clues).collect();
    if rows.is_empty() {
        return;
    }
    let around = Around { scene, support, persons, table, nearby: nearby() };
    rows.sort_by_key(|(first, last, entry)| (*first, *last, entry.index()));
    for rows in rows.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
        let (first, last, _) = rows[0];
        if let Some(entry) = around.meant(first, last, rows.iter().map(|(.., entry)| *entry)) {
            let (span, evidence) = (scene.clues.span(first, last), Evidence::Listed(entry));
            let entity = Entity::new(span, entry.label(), Rule::new("context", "near"), evidence);
            out.push(Candidate::new(Entity { certainty: Certainty::Middle, ..entity }, (first, last)));
        }
    }
}

/// First and last token, and the row.
fn towns<'c, 'l>(clues: &Clues<'c, 'l>) -> impl Iterator<Item = (usize, usize, Entry<'l>)> {
    let parts = clues
        .names()
        .filter(|(_, entry)| entry.accept() == Accept::Part && entry.label() == "PLACE" && entry.size() == Size::City);
    parts.map(|(hit, entry)| (hit.first as usize, hit.last as usize, entry))
}

impl<'l> Around<'_, '_, '_, 'l> {
    /// The town that a mention means, where it means one.
    fn meant(&self, first: usize, last: usize, rows: impl Iterator<Item = Entry<'l>>) -> Option<Entry<'l>> {
        if !self.may_be_town(first, last) {
            return None;
        }
        let weights = self.table.weights();
        let beside = Beside::new(self.scene, self.table, first, last);
        let is_placed = self.is_placed(first, last);
        let speaks = |record: &Record<'l>| beside.speaks_for(record, weights) >= weights.of(Weight::BesideRegion);
        let stands = |record: &Record<'l>| speaks(record) || (is_placed && self.is_local(record, weights));
        let records = rows.map(|entry| record(entry, weights, None)).filter(stands);
        let rank = |record: &Record<'l>| (speaks(record), self.nearby.nearness(record));
        let best = records.max_by(|a, b| rank(a).partial_cmp(&rank(b)).unwrap_or(std::cmp::Ordering::Equal));
        best.map(|record| record.entry)
    }

    /// Alone between other words, and nobody whom the text knows.
    fn may_be_town(&self, first: usize, last: usize) -> bool {
        let scene = self.scene;
        let beside = |i: usize| scene.is_capital(i) && !scene.clues.is(i, Role::Outside);
        let goes_on = scene.joined(last + 1) && (scene.is_capital(last + 1) || scene.is_hyphen(last + 1));
        scene.is_capital(first)
            && !scene.in_title(first)
            && !goes_on
            && !(first > 0 && scene.joined(first) && (beside(first - 1) || scene.is_hyphen(first - 1)))
            && !self.persons.overlap(first, last)
            && !self.persons.speak(scene.word(first))
    }

    /// A word of places stands before or behind it.
    fn is_placed(&self, first: usize, last: usize) -> bool {
        let of =
            || first > 0 && self.scene.is_small(first - 1, Use::Of) && first > 1 && self.scene.is_sign(first - 2, b',');
        self.support.place(first, last).is_some_and(|cue| cue != "at") || of()
    }

    /// The text names enough of what lies around.
    fn is_local(&self, record: &Record<'l>, weights: &Weights) -> bool {
        self.nearby.nearness(record) >= weights.of(Weight::Local)
    }
}
