//! Which Paris: of several records of one place name, the one that is meant.
//!
//! In this order: the region or country named beside it (*Paris, Texas*);
//! the countries that the document names otherwise, among records that are
//! not dwarfed by the greatest; then what the order of the rows says (kind,
//! population, place in the list).

use crate::hash::HashMap;
use std::cmp::Reverse;

use super::Candidate;
use super::scene::Scene;
use crate::entity::Span;
use crate::gazetteer::Entry;
use crate::resolve::{ResolveOptions, compare};

/// The guard's name that the records not meant are dropped with.
pub const OTHER_RECORD: &str = "guard:other record";

/// A record with less than this share of the greatest population of its name
/// is not chosen for its country alone: a text about the United States that
/// says *Paris* still means the capital of France.
const DWARFED: f64 = 0.05;

/// Drops the records that are not meant. Linear in the candidates, but for
/// their sorting.
pub fn choose(scene: &Scene<'_, '_>, off: &[String], candidates: &mut [Candidate<'_>]) {
    if off.iter().any(|rule| rule == OTHER_RECORD) {
        return;
    }
    let listed = listed(candidates);
    let records = || listed.chunk_by(|a, b| a.0 == b.0);
    if records().all(|rows| rows.len() == 1) {
        return;
    }
    let countries = countries(candidates, records().filter(|rows| rows.len() == 1));
    for records in records().filter(|records| records.len() > 1) {
        let rows: Vec<usize> = records.iter().map(|&(_, row)| row).collect();
        let meant = meant(scene, &rows, candidates, &countries);
        for &row in rows.iter().filter(|row| Some(**row) != meant) {
            candidates[row].dropped = Some(OTHER_RECORD);
        }
    }
}

/// The numbers of the listed places, by where they stand.
fn listed(candidates: &[Candidate<'_>]) -> Vec<(Span, usize)> {
    let is_listed = |c: &Candidate<'_>| c.entity.label == "PLACE" && c.entity.entry().is_some() && c.dropped.is_none();
    let listed = candidates.iter().enumerate().filter(|(_, candidate)| is_listed(candidate));
    let mut listed: Vec<_> = listed.map(|(number, candidate)| (candidate.span(), number)).collect();
    listed.sort_unstable_by_key(|(span, number)| (span.start, span.end, *number));
    listed
}

/// How often each country is named by a place with one record only.
fn countries<'c, 'l>(
    candidates: &[Candidate<'l>],
    single: impl Iterator<Item = &'c [(Span, usize)]>,
) -> HashMap<&'l str, usize> {
    let mut countries = HashMap::default();
    for record in single {
        let country = candidates[record[0].1].entity.entry().and_then(|entry| entry.column("country"));
        if let Some(country) = country.filter(|country| !country.is_empty()) {
            *countries.entry(country).or_default() += 1;
        }
    }
    countries
}

fn meant(
    scene: &Scene<'_, '_>,
    rows: &[usize],
    candidates: &[Candidate<'_>],
    countries: &HashMap<&str, usize>,
) -> Option<usize> {
    let entry = |row: usize| candidates[row].entity.entry();
    let greatest = rows.iter().filter_map(|&row| entry(row)).map(Entry::weight).fold(0.0, f64::max);
    let beside = beside(scene, candidates[rows[0]].tokens.1);
    rows.iter().copied().min_by(|&a, &b| {
        let rank = |row: usize| entry(row).map(|entry| Reverse(standing(entry, &beside, countries, greatest)));
        let usual = || compare(&candidates[a].entity, &candidates[b].entity, &ResolveOptions::default());
        rank(a).cmp(&rank(b)).then_with(usual)
    })
}

/// Whether a record is the user's own, how near it is to what is named beside it, and how often its country
/// is named.
fn standing(
    entry: Entry<'_>,
    beside: &[Entry<'_>],
    countries: &HashMap<&str, usize>,
    greatest: f64,
) -> (bool, u8, usize) {
    let nearness = beside.iter().map(|region| nearness(entry, *region)).max().unwrap_or(0);
    let named = entry.column("country").and_then(|country| countries.get(country)).copied().unwrap_or(0);
    (!entry.source().shipped, nearness, if entry.weight() >= greatest * DWARFED { named } else { 0 })
}

/// 2 in the same region, 1 in the same country.
fn nearness(entry: Entry<'_>, region: Entry<'_>) -> u8 {
    let country = entry.column("country").filter(|country| !country.is_empty());
    if country.is_none() || country != region.column("country") {
        return 0;
    }
    let admin = entry.column("admin1").filter(|admin| !admin.is_empty());
    let same = admin.is_some_and(|admin| region.id().rsplit_once('-').is_some_and(|(_, code)| code == admin));
    1 + u8::from(same)
}

/// The places named behind the token `last` and a comma or a bracket.
fn beside<'l>(scene: &Scene<'_, 'l>, last: usize) -> Vec<Entry<'l>> {
    let (clues, after) = (&scene.clues, last + 1);
    if !scene.is_sign(after, b',') && !scene.is_sign(after, b'(') {
        return Vec::new();
    }
    clues.names_at(after + 1).map(|(_, entry)| entry).filter(|entry| entry.label() == "PLACE").collect()
}
