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
mod evidence;
mod home;
mod known;
mod local;
mod names;
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
use crate::entity::{Certainty, Evidence};
use crate::gazetteer::{Entry, Role, Size};
use beside::Beside;
use evidence::Nearby;
use names::{Mention, Name, Record};

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
    let (mentions, mut names) = names::gather(&scene.clues, candidates, weights, table.home());
    if names.is_empty() {
        return;
    }
    let peoples = peoples(scene, table, candidates);
    let besides = look_beside(scene, table, candidates, &mentions, &mut names);
    unlist(scene, table, candidates, &mentions, &mut names, &besides);
    evidence::reckon(&mut names, &peoples, weights);
    if off.iter().all(|rule| rule != OTHER_RECORD) {
        for name in names.iter().filter(|name| name.records.len() > 1) {
            for &number in &name.mentions {
                decide(name, &mentions[number], besides.get(&number), weights, candidates);
            }
        }
    }
    local::recognize(scene, support, persons, table, || Nearby::new(&names), candidates);
}

/// What stands beside each mention of a name with several records; the
/// records get the share of it that counts for the whole text.
fn look_beside<'l>(
    scene: &Scene<'_, 'l>,
    table: &PlaceTable,
    candidates: &[Candidate<'l>],
    mentions: &[Mention],
    names: &mut [Name<'l>],
) -> HashMap<usize, Beside<'l>> {
    let (weights, mut besides) = (table.weights(), HashMap::default());
    for name in names.iter_mut().filter(|name| name.records.len() > 1) {
        for &number in &name.mentions {
            let (first, last) = candidates[mentions[number].candidates[0]].tokens;
            let beside = Beside::new(scene, table, first, last);
            for record in &mut name.records {
                let share = weights.of(Weight::BesideElsewhere) * beside.speaks_for(record, weights);
                record.beside = record.beside.max(share);
            }
            besides.insert(number, beside);
        }
    }
    besides
}

/// *Bethel, Vt.*: where a text says of a town that it lies where none of its
/// records does, it is none of them; what it lies in tells where it is.
fn unlist<'l>(
    scene: &Scene<'_, 'l>,
    table: &PlaceTable,
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
                let beside = || Beside::new(scene, table, first, last);
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
            entity.evidence = Evidence::Composed { name: entity.name().to_string().into(), core: None };
            entity.near = region;
        }
    }
}

/// How often the text names the people of each country, its bodies (parties,
/// universities), and what only it has (*Interstate*, *Taoiseach*).
fn peoples<'l>(scene: &Scene<'_, 'l>, table: &'l PlaceTable, candidates: &[Candidate<'l>]) -> HashMap<&'l str, usize> {
    let mut peoples = HashMap::default();
    if table.knows_peoples() {
        let is_asked = |i: &usize| scene.clues.is(*i, Role::Demonym) || scene.clues.is(*i, Role::Word);
        let words = scene.capitals().filter(is_asked).filter_map(|i| table.country_of(scene.clues.word_id(i)));
        let bodies = candidates.iter().filter(|c| c.entity.label == "ORG" && c.dropped.is_none());
        for country in words.chain(bodies.filter_map(|body| country_of_body(body.entity.entry()?))) {
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
    let score = |record: &Record<'_>| {
        let here = beside.map_or(0.0, |beside| beside.speaks_for(record, weights));
        (!record.entry.source().shipped, record.prior + record.rest + here.max(record.beside))
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
