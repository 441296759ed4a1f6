//! The regions and countries that a sentence names: *The swans of Monroe
//! County in the south of Michigan*.

use super::super::scene::Scene;
use crate::candidate::Candidate;
use crate::gazetteer::{Entry, Size};

/// So many tokens to each side are looked at.
const REACH: usize = 60;

/// The regions and countries of a text by their first tokens, with the last.
pub struct Owners<'l>(Vec<(usize, usize, Entry<'l>)>);

impl<'l> Owners<'l> {
    /// Linear in the candidates, but for the sorting of such.
    pub fn gather(candidates: &[Candidate<'l>]) -> Self {
        let listed = candidates.iter().filter(|c| c.dropped.is_none()).filter_map(|c| Some((c, c.entity.entry()?)));
        let owners = listed.filter(|(_, entry)| entry.label() == "PLACE" && entry.size() <= Size::Region);
        let mut owners: Vec<_> = owners.map(|(c, entry)| (c.tokens.0, c.tokens.1, entry)).collect();
        owners.sort_by_key(|(first, last, entry)| (*first, *last, entry.index()));
        Owners(owners)
    }

    /// Those in the sentence of `first..=last`, but for what lies in there.
    /// Cost: that of the sentence.
    pub fn around(&self, scene: &Scene<'_, '_>, first: usize, last: usize) -> impl Iterator<Item = Entry<'l>> + '_ {
        let from = self.0.partition_point(|(begin, ..)| begin + REACH < first);
        let near = &self.0[from..][..self.0[from..].partition_point(|(begin, ..)| *begin <= last + REACH)];
        let (from, to) = if near.is_empty() { (first, last) } else { bounds(scene, first, last) };
        let owners = near.iter().filter(move |(begin, ..)| (from..to).contains(begin));
        owners.filter(move |(begin, end, _)| *end < first || *begin > last).map(|(.., entry)| *entry)
    }
}

/// The tokens of the sentence of `first..=last`, the last one exclusive; of a
/// long one those around.
pub fn bounds(scene: &Scene<'_, '_>, first: usize, last: usize) -> (usize, usize) {
    let (least, most) = (first.saturating_sub(REACH), (last + 1 + REACH).min(scene.clues.len()));
    let from = (least..=first).rev().find(|&i| scene.is_start(i)).unwrap_or(least);
    (from, (last + 1..most).find(|&i| scene.is_start(i)).unwrap_or(most))
}

/// The region or country holds the town.
pub fn lies_in(town: Entry<'_>, owner: Entry<'_>) -> bool {
    let same = |column| owner.column(column).is_some_and(|of| !of.is_empty() && town.column(column) == Some(of));
    same("country") && (owner.size() == Size::Country || same("admin1"))
}
