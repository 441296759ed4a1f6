//! What a text says of its places as a whole: which countries and regions it
//! names how often, and what lies near to what.
//!
//! Every name gives its weight to its records by their shares; a record gains
//! by what the other names give to its country, its region and its
//! neighbourhood. Two rounds, so that a name that was unclear at first counts
//! for the others as the first round has it.

use super::names::{Name, Record, Rest};
use super::weights::{Weight, Weights};
use crate::gazetteer::Size;
use crate::hash::HashMap;

const ROUNDS: usize = 2;

/// Reckons `rest` and `share` of every record. Linear in the records.
///
/// `peoples` are the countries whose people the text names, with how often.
pub fn reckon<'l>(names: &mut [Name<'l>], peoples: &HashMap<&'l str, usize>, weights: &Weights) {
    names.iter_mut().for_each(share);
    if !names.iter().any(Name::is_open) {
        return;
    }
    let ground = Ground::new(names, peoples);
    for _ in 0..ROUNDS {
        let masses = Masses::new(&ground, names);
        for (name, sites) in names.iter_mut().zip(&ground.sites).filter(|(name, _)| name.is_open()) {
            for at in 0..name.records.len() {
                name.records[at].rest = masses.speak_for(at, name, sites, weights);
            }
            share(name);
        }
    }
}

/// Shares that follow the scores: a lead of 1 makes a record e times as likely.
fn share(name: &mut Name<'_>) {
    let score = |record: &Record<'_>| record.prior + record.beside + record.rest.sum();
    let best = name.records.iter().map(score).fold(f64::MIN, f64::max);
    let sum: f64 = name.records.iter().map(|record| (score(record) - best).exp()).sum();
    name.records.iter_mut().for_each(|record| record.share = (score(record) - best).exp() / sum);
}

/// What a name counts: more where it stands more often.
fn weight(mentions: usize) -> f64 {
    if mentions == 0 { 0.0 } else { 1.0 + (mentions as f64).ln() }
}

/// A country that is named itself says less of towns in it than its towns do:
/// the world's papers write *US*, and mean no namesake there.
fn share_of_country(record: &Record<'_>) -> f64 {
    const NAMED: f64 = 0.3;
    if record.entry.size() == Size::Country { NAMED } else { 1.0 }
}

/// A square degree.
type Cell = (i32, i32);

fn cell((latitude, longitude): (f64, f64)) -> Cell {
    (latitude.floor() as i32, longitude.floor() as i32)
}

/// The cells of a neighbourhood, with what a place there counts.
fn around((y, x): Cell) -> impl Iterator<Item = (Cell, f64)> {
    let steps = [-1, 0, 1];
    steps.into_iter().flat_map(move |dy| steps.map(|dx| ((y + dy, x + dx), if dx == 0 && dy == 0 { 1.0 } else { 0.6 })))
}

/// Where a record lies, by the numbers that a text's countries, regions and
/// cells have; 0 is nowhere.
struct Site {
    country: usize,
    /// How much of its weight its country gets.
    to_country: f64,
    region: usize,
    at: Option<Cell>,
    cell: usize,
    /// The cells of the neighbourhood, with what a place there counts.
    around: [(usize, f64); 9],
}

/// Where the records of a text lie.
#[derive(Default)]
struct Ground<'l> {
    /// Those of each name.
    sites: Vec<Vec<Site>>,
    countries: HashMap<&'l str, usize>,
    regions: HashMap<(usize, &'l str), usize>,
    cells: HashMap<Cell, usize>,
    /// What the peoples that a text names give to each country.
    peoples: Vec<f64>,
}

/// The number of a key, from 1.
fn number<K: Eq + std::hash::Hash>(numbers: &mut HashMap<K, usize>, key: K) -> usize {
    let next = numbers.len() + 1;
    *numbers.entry(key).or_insert(next)
}

impl<'l> Ground<'l> {
    fn new(names: &[Name<'l>], peoples: &HashMap<&'l str, usize>) -> Self {
        let mut ground = Ground::default();
        ground.sites =
            names.iter().map(|name| name.records.iter().map(|record| ground.site(record)).collect()).collect();
        let Ground { sites, cells, .. } = &mut ground;
        for site in sites.iter_mut().flatten() {
            for (place, (cell, share)) in site.around.iter_mut().zip(site.at.into_iter().flat_map(around)) {
                *place = (cells.get(&cell).copied().unwrap_or(0), share);
            }
        }
        let peoples: Vec<_> =
            peoples.iter().map(|(country, told)| (number(&mut ground.countries, *country), weight(*told))).collect();
        ground.peoples = vec![0.0; ground.countries.len() + 1];
        peoples.into_iter().for_each(|(country, weight)| ground.peoples[country] += weight);
        ground
    }

    fn site(&mut self, record: &Record<'l>) -> Site {
        let country = if record.country.is_empty() { 0 } else { number(&mut self.countries, record.country) };
        let is_in_region = country > 0 && !record.admin1.is_empty();
        let region = if is_in_region { number(&mut self.regions, (country, record.admin1)) } else { 0 };
        let at = record.point.map(cell);
        let cell = at.map_or(0, |at| number(&mut self.cells, at));
        Site { country, to_country: share_of_country(record), region, at, cell, around: [(0, 0.0); 9] }
    }
}

/// What the names of a text give to countries, regions and cells, by number.
struct Masses {
    countries: Vec<f64>,
    regions: Vec<f64>,
    cells: Vec<f64>,
}

impl Masses {
    fn new(ground: &Ground<'_>, names: &[Name<'_>]) -> Self {
        let empty = |numbers: usize| vec![0.0; numbers + 1];
        let mut masses = Masses {
            countries: ground.peoples.clone(),
            regions: empty(ground.regions.len()),
            cells: empty(ground.cells.len()),
        };
        for (name, sites) in names.iter().zip(&ground.sites) {
            let weight = name.weight();
            for (record, site) in name.records.iter().zip(sites) {
                let mass = weight * record.share;
                masses.countries[site.country] += mass * site.to_country;
                masses.regions[site.region] += mass;
                masses.cells[site.cell] += mass;
            }
        }
        // What is nowhere says nothing.
        (masses.countries[0], masses.regions[0], masses.cells[0]) = (0.0, 0.0, 0.0);
        masses
    }

    /// What the other names say for record number `at` of a name.
    fn speak_for(&self, at: usize, name: &Name<'_>, sites: &[Site], weights: &Weights) -> Rest {
        let (record, site) = (&name.records[at], &sites[at]);
        let weight = name.weight();
        let own = |part_of: &dyn Fn(&Site) -> f64| -> f64 {
            let records = name.records.iter().zip(sites);
            records.map(|(other, site)| part_of(site) * other.share * weight).sum()
        };
        let of_country = |other: &Site| if other.country == site.country { other.to_country } else { 0.0 };
        let of_region = |other: &Site| f64::from(other.region == site.region);
        let known = |mass: f64, own: f64| (mass - own).max(0.0).ln_1p();
        let country = known(self.countries[site.country], own(&of_country));
        let region = if site.region > 0 && record.entry.size() != Size::Country {
            known(self.regions[site.region], own(&of_region))
        } else {
            0.0
        };
        let near = site.at.map_or(0.0, |centre| self.near(centre, site, name, sites, weight));
        Rest {
            country: weights.of(Weight::SameCountry) * country,
            region: weights.of(Weight::SameRegion) * region,
            near: weights.of(Weight::Near) * near.ln_1p(),
        }
    }

    /// What the other names give to a neighbourhood.
    fn near(&self, centre: Cell, site: &Site, name: &Name<'_>, sites: &[Site], weight: f64) -> f64 {
        let all: f64 = site.around.iter().map(|&(cell, share)| share * self.cells[cell]).sum();
        let own = name.records.iter().zip(sites).filter_map(|(record, site)| {
            let (y, x) = site.at?;
            let distance = (y - centre.0).abs().max((x - centre.1).abs());
            let share = [1.0, 0.6].get(distance as usize)?;
            Some(share * record.share * weight)
        });
        (all - own.sum::<f64>()).max(0.0)
    }
}
