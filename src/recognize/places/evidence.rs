//! What a text says of its places as a whole: which countries and regions it
//! names how often, and what lies near to what.
//!
//! Every name gives its weight to its records by their shares; a record gains
//! by what the other names give to its country, its region and its
//! neighbourhood. Two rounds, so that a name that was unclear at first counts
//! for the others as the first round has it.

use super::names::{Name, Record};
use super::weights::{Weight, Weights};
use crate::gazetteer::Size;
use crate::hash::HashMap;

const ROUNDS: usize = 2;

/// Reckons `rest` and `share` of every record. Linear in the records.
///
/// `peoples` are the countries whose people the text names, with how often.
pub fn reckon<'l>(names: &mut [Name<'l>], peoples: &HashMap<&'l str, usize>, weights: &Weights) {
    names.iter_mut().for_each(share);
    for _ in 0..ROUNDS {
        let masses = Masses::new(names, peoples);
        for name in names.iter_mut().filter(|name| name.records.len() > 1) {
            let rest: Vec<f64> = name.records.iter().map(|record| masses.speak_for(record, name, weights)).collect();
            name.records.iter_mut().zip(rest).for_each(|(record, rest)| record.rest = rest);
            share(name);
        }
    }
}

/// Shares that follow the scores: a lead of 1 makes a record e times as likely.
fn share(name: &mut Name<'_>) {
    let score = |record: &Record<'_>| record.prior + record.beside + record.rest;
    let best = name.records.iter().map(score).fold(f64::MIN, f64::max);
    let sum: f64 = name.records.iter().map(|record| (score(record) - best).exp()).sum();
    name.records.iter_mut().for_each(|record| record.share = (score(record) - best).exp() / sum);
}

/// What a name counts: more where it stands more often.
fn weight(mentions: usize) -> f64 {
    1.0 + (mentions as f64).ln()
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

/// What the names of a text give to countries, regions and neighbourhoods.
#[derive(Default)]
pub struct Masses<'l> {
    countries: HashMap<&'l str, f64>,
    regions: HashMap<(&'l str, &'l str), f64>,
    cells: HashMap<Cell, f64>,
}

impl<'l> Masses<'l> {
    /// What these names and peoples give.
    pub fn new(names: &[Name<'l>], peoples: &HashMap<&'l str, usize>) -> Self {
        let mut masses = Masses::default();
        for (country, mentions) in peoples {
            *masses.countries.entry(*country).or_default() += weight(*mentions);
        }
        for name in names {
            let weight = weight(name.mentions.len());
            name.records.iter().for_each(|record| masses.add(record, weight * record.share));
        }
        masses
    }

    fn add(&mut self, record: &Record<'l>, mass: f64) {
        if !record.country.is_empty() {
            *self.countries.entry(record.country).or_default() += mass;
            if !record.admin1.is_empty() {
                *self.regions.entry((record.country, record.admin1)).or_default() += mass;
            }
        }
        if let Some(point) = record.point {
            *self.cells.entry(cell(point)).or_default() += mass;
        }
    }

    /// What a text names around a record that none of its names has.
    pub fn nearness(&self, record: &Record<'l>) -> f64 {
        let cells = record.point.into_iter().flat_map(|point| around(cell(point)));
        cells.map(|(cell, share)| share * self.cells.get(&cell).copied().unwrap_or(0.0)).sum()
    }

    /// What the other names say for a record of a name.
    fn speak_for(&self, record: &Record<'l>, name: &Name<'l>, weights: &Weights) -> f64 {
        let weight = weight(name.mentions.len());
        let own = |is_there: &dyn Fn(&Record<'l>) -> bool| -> f64 {
            name.records.iter().filter(|other| is_there(other)).map(|other| other.share * weight).sum()
        };
        let known = |mass: Option<&f64>, own: f64| (mass.copied().unwrap_or(0.0) - own).max(0.0).ln_1p();
        let country = known(self.countries.get(record.country), own(&|other| other.country == record.country));
        let of_region = (record.country, record.admin1);
        let is_in_region = !record.admin1.is_empty() && record.entry.size() != Size::Country;
        let region = if is_in_region {
            known(self.regions.get(&of_region), own(&|other| (other.country, other.admin1) == of_region))
        } else {
            0.0
        };
        let near = record.point.map_or(0.0, |point| self.near(cell(point), name, weight));
        weights.of(Weight::SameCountry) * country
            + weights.of(Weight::SameRegion) * region
            + weights.of(Weight::Near) * near.ln_1p()
    }

    /// What the other names give to a neighbourhood.
    fn near(&self, centre: Cell, name: &Name<'_>, weight: f64) -> f64 {
        let all: f64 = around(centre).map(|(cell, share)| share * self.cells.get(&cell).copied().unwrap_or(0.0)).sum();
        let own = name.records.iter().filter_map(|record| {
            let (y, x) = cell(record.point?);
            let distance = (y - centre.0).abs().max((x - centre.1).abs());
            let share = [1.0, 0.6].get(distance as usize)?;
            Some(share * record.share * weight)
        });
        (all - own.sum::<f64>()).max(0.0)
    }
}
