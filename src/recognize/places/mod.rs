//! Which Paris: of several records of one place name, the one that is meant.
//!
//! Three kinds of evidence are added up, each with its weight
//! (`weights`, rows of `context/place_weights.csv`): what stands beside the
//! mention (`beside`: *Paris, Texas*), what the text is about (`evidence`:
//! the countries and regions that it names, and what lies near to what), and
//! what is known of a record before any text (size, fame, and the user's
//! `home`). A row of the user's own lists is meant before any other.

pub mod beside;
pub mod codes;
mod core;
pub mod datelines;
mod evidence;
mod home;
mod known;
mod local;
mod names;
mod sentence;
mod table;
mod weights;

use crate::hash::HashMap;
use std::cmp::Ordering;

pub use core::link;
pub use home::Home;
pub use table::PlaceTable;
pub use weights::{Weight, Weights};

use super::persons::Persons;
use super::scene::Scene;
use super::support::Support;
use crate::candidate::Candidate;
use crate::candidate::{ResolveOptions, compare};
use crate::entity::{Certainty, Evidence, Span};
use crate::gazetteer::{Entry, Role, Size};
use beside::Beside;
use local::Towns;
use names::{Mention, Name, Record};
use sentence::Owners;

/// The guard's name that the records not meant are dropped with.
pub const OTHER_RECORD: &str = "guard:other record";

/// Drops the records that are not meant, and proposes towns that only the
/// places around them vouch for. Linear in the candidates, but for their
/// sorting.
pub fn choose<'x, 'l>(
    scene: &Scene<'x, 'l>,
    support: &Support<'_, 'x, 'l>,
    persons: &Persons<'x>,
    table: &'l PlaceTable,
    off: &[String],
    candidates: &mut Vec<Candidate<'l>>,
) {
    let weights = table.weights();
    let (mentions, mut names) = names::gather(scene, candidates, weights, table.home());
    if names.is_empty() {
        return;
    }
    let (peoples, owners) = (peoples(scene, table, candidates), Owners::gather(candidates));
    let besides = look_beside(scene, table, &owners, candidates, &mentions, &mut names);
    unlist(scene, table, &owners, candidates, &mentions, &mut names, &besides);
    let towns = Towns::gather(scene, support, persons, table, &owners, candidates, &mut names);
    evidence::reckon(&mut names, &peoples, weights);
    if off.iter().all(|rule| rule != OTHER_RECORD) {
        for name in names.iter().filter(|name| name.records.len() > 1) {
            for &number in &name.mentions {
                decide(name, &mentions[number], besides.get(&number), weights, candidates);
            }
        }
    }
    towns.propose(scene, support, persons, weights, &names, candidates);
}

/// What stands beside each mention of a name with several records; the
/// records get the share of it that counts for the whole text.
fn look_beside<'l>(
    scene: &Scene<'_, 'l>,
    table: &PlaceTable,
    owners: &Owners<'l>,
    candidates: &[Candidate<'l>],
    mentions: &[Mention],
    names: &mut [Name<'l>],
) -> HashMap<usize, Beside<'l>> {
    let (weights, mut besides) = (table.weights(), HashMap::default());
    for name in names.iter_mut().filter(|name| name.records.len() > 1) {
        for &number in &name.mentions {
            let (first, last) = candidates[mentions[number].candidates[0]].tokens;
            let beside = Beside::new(scene, table, owners, first, last);
            for record in &mut name.records {
                let share = weights.of(Weight::BesideElsewhere) * beside.speaks_for(record, weights);
                record.beside = record.beside.max(share);
            }
            besides.insert(number, beside);
        }
    }
    besides
}

/// A record of a mention that has several, and what speaks for it.
#[derive(Clone, Debug)]
pub struct Reckoned<'l> {
    /// Where the mention stands, in bytes.
    pub span: Span,
    /// The record.
    pub entry: Entry<'l>,
    /// The kinds of evidence that count for it, by the names of their rows,
    /// with what each adds.
    pub parts: Vec<(&'static str, f64)>,
}

impl Reckoned<'_> {
    /// What all evidence comes to.
    pub fn score(&self) -> f64 {
        self.parts.iter().map(|(_, value)| value).sum()
    }
}

/// What speaks for each record of the mentions that have several: by where
/// they stand, the likeliest first. Linear in the candidates, but for their
/// sorting.
pub fn reckon<'x, 'l>(
    scene: &Scene<'x, 'l>,
    support: &Support<'_, 'x, 'l>,
    persons: &Persons<'x>,
    table: &'l PlaceTable,
    candidates: &[Candidate<'l>],
) -> Vec<Reckoned<'l>> {
    let weights = table.weights();
    let (mentions, mut names) = names::gather(scene, candidates, weights, table.home());
    let (peoples, owners) = (peoples(scene, table, candidates), Owners::gather(candidates));
    let besides = look_beside(scene, table, &owners, candidates, &mentions, &mut names);
    Towns::gather(scene, support, persons, table, &owners, candidates, &mut names);
    evidence::reckon(&mut names, &peoples, weights);
    let mut all = Vec::new();
    for name in names.iter().filter(|name| name.records.len() > 1) {
        for &number in &name.mentions {
            let span = candidates[mentions[number].candidates[0]].span();
            let parts = |record| parts(record, besides.get(&number), table);
            all.extend(name.records.iter().map(|r| Reckoned { span, entry: r.entry, parts: parts(r) }));
        }
    }
    all.sort_by(|a, b| a.span.start.cmp(&b.span.start).then(b.score().total_cmp(&a.score())));
    all
}

/// What speaks for a record of a mention, but for what does not count.
fn parts(record: &Record<'_>, beside: Option<&Beside<'_>>, table: &PlaceTable) -> Vec<(&'static str, f64)> {
    let weights = table.weights();
    let mut parts = names::known_parts(record, weights, table.home());
    let here = beside.map(|beside| beside.parts(record, weights)).unwrap_or([(Weight::Row, 0.0); 6]);
    match here.iter().map(|(_, value)| value).sum::<f64>() >= record.beside {
        true => parts.extend(here),
        false => parts.push((Weight::BesideElsewhere, record.beside)),
    }
    parts.push((Weight::SameCountry, record.rest.country));
    parts.push((Weight::SameRegion, record.rest.region));
    parts.push((Weight::Near, record.rest.near));
    parts.into_iter().filter(|(_, value)| *value != 0.0).map(|(weight, value)| (weight.name(), value)).collect()
}

/// *Bethel, Vt.*: where a text says of a town that it lies where none of its
/// records does, it is none of them; what it lies in tells where it is.
fn unlist<'l>(
    scene: &Scene<'_, 'l>,
    table: &PlaceTable,
    owners: &Owners<'l>,
    candidates: &mut [Candidate<'l>],
    mentions: &[Mention],
    names: &mut [Name<'l>],
    besides: &HashMap<usize, Beside<'l>>,
) {
    let is_town = |record: &Record<'l>| record.entry.size() >= Size::Other && record.entry.source().shipped;
    for name in names.iter_mut().filter(|name| name.records.iter().all(is_town)) {
        let region = name.mentions.iter().find_map(|number| match besides.get(number) {
            Some(beside) => beside.elsewhere(&name.records),
            None => {
                let (first, last) = candidates[mentions[*number].candidates[0]].tokens;
                let beside = || Beside::new(scene, table, owners, first, last);
                scene.is_sign(last + 1, b',').then(beside)?.elsewhere(&name.records)
            }
        });
        if region.is_none() {
            continue;
        }
        name.told = 0;
        for &number in &name.mentions {
            let (first, others) = mentions[number].candidates.split_first().expect("a mention has candidates");
            others.iter().for_each(|&other| candidates[other].dropped = Some(OTHER_RECORD));
            let entity = &mut candidates[*first].entity;
            let name = entity.span.of(scene.clues.text).to_string();
            entity.evidence = Evidence::Composed { name: name.into(), core: None };
            entity.near = region;
        }
    }
}

/// How often the text names the people of each country, its bodies (parties,
/// universities), its money, and what only it has (*Interstate*, *Taoiseach*).
fn peoples<'l>(scene: &Scene<'_, 'l>, table: &'l PlaceTable, candidates: &[Candidate<'l>]) -> HashMap<&'l str, usize> {
    let mut peoples = HashMap::default();
    if table.knows_peoples() {
        let is_asked = |i: &usize| scene.clues.is(*i, Role::Demonym) || scene.clues.is(*i, Role::Word);
        let words = scene.capitals().filter(is_asked).filter_map(|i| table.country_of(scene.clues.word_id(i)));
        let bodies = candidates.iter().filter(|c| c.entity.label == "ORG" && c.dropped.is_none());
        let money = candidates.iter().filter(|c| c.dropped.is_none()).filter_map(|c| c.entity.quantity()?.currency);
        let money = money.filter_map(|currency| table.country_of(scene.clues.lists.word(currency)));
        let bodies = bodies.filter_map(|body| country_of_body(body.entity.entry()?));
        for country in words.chain(bodies).chain(money) {
            *peoples.entry(country).or_default() += 1;
        }
    }
    peoples
}

/// The country of an organization that works in one; firms work everywhere.
fn country_of_body<'l>(entry: Entry<'l>) -> Option<&'l str> {
    const NATIONAL: [&str; 6] = ["government", "party", "university", "club", "central_bank", "parliament"];
    let country = entry.column("country").filter(|country| !country.is_empty())?;
    entry.column("kind").is_some_and(|kind| NATIONAL.contains(&kind)).then_some(country)
}

/// Drops all records of a mention but the best one, and says so where
/// another comes close.
fn decide(
    name: &Name<'_>,
    mention: &Mention,
    beside: Option<&Beside<'_>>,
    weights: &Weights,
    candidates: &mut [Candidate<'_>],
) {
    // None of its records is meant.
    if candidates[mention.candidates[0]].entity.entry().is_none() {
        return;
    }
    // *Cambridge, England, and Cambridge, Mass.*: each says where it lies.
    let is_told = beside.is_some_and(|beside| name.records.iter().any(|record| beside.owns(record)));
    let score = |record: &Record<'_>| {
        let here = beside.map_or(0.0, |beside| beside.speaks_for(record, weights));
        let beside = if is_told { here } else { here.max(record.beside) };
        (!record.entry.source().shipped, record.prior + record.rest.sum() + beside)
    };
    let scores: Vec<(bool, f64)> = name.records.iter().map(score).collect();
    let order = |&a: &usize, &b: &usize| -> Ordering {
        let entity = |at: usize| &candidates[mention.candidates[at]].entity;
        let better = scores[b].0.cmp(&scores[a].0).then(scores[b].1.total_cmp(&scores[a].1));
        better.then_with(|| compare(entity(a), entity(b), &ResolveOptions::default()))
    };
    let Some(best) = (0..scores.len()).min_by(order) else { return };
    let others = || (0..scores.len()).filter(|&other| other != best);
    let close = others().any(|other| {
        scores[other].0 == scores[best].0 && scores[best].1 - scores[other].1 < weights.of(Weight::Margin)
    });
    for other in others() {
        candidates[mention.candidates[other]].dropped = Some(OTHER_RECORD);
    }
    if close {
        candidates[mention.candidates[best]].entity.certainty = Certainty::Low;
    }
}
