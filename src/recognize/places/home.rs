//! Where a collection is at home, as the user says it: of two namesakes the
//! one there is meant more often.

use super::weights::{Weight, Weights};
use crate::gazetteer::{Accept, Entry, Role};
use crate::lookup::Index;

/// A country, and perhaps a region of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Home {
    country: String,
    admin1: String,
}

impl Home {
    /// Reads *Louisiana, US* or *Australia*: a place of the lists, behind a
    /// comma the country or region that it lies in. `None` where the lists
    /// have no such place with a country.
    pub fn find(lists: &Index, words: &str) -> Option<Self> {
        let (place, owner) = words.split_once(',').map_or((words, ""), |(place, owner)| (place.trim(), owner.trim()));
        let owners: Vec<Entry<'_>> = places(lists, owner).collect();
        let is_in = |entry: &Entry<'_>| owner.is_empty() || owner_of(entry, owner, &owners);
        let found = places(lists, place).filter(is_in).min_by_key(|entry| entry.size());
        // *US* alone: a code that only the column knows.
        let by_code = || lists.gazetteer().entries().find(|entry| entry.column("country") == Some(place));
        let entry = found.or_else(by_code)?;
        let column = |name| entry.column(name).unwrap_or("").to_string();
        let admin1 = if entry.name() == place || found.is_some() { column("admin1") } else { String::new() };
        Some(Home { country: column("country"), admin1 }).filter(|home| !home.country.is_empty())
    }

    /// The country, by its code of ISO 3166.
    pub fn country(&self) -> &str {
        &self.country
    }

    /// What it says for a place in a country and a region of it.
    pub(super) fn speaks_for(&self, country: &str, admin1: &str, weights: &Weights) -> f64 {
        let country = country == self.country;
        let region = country && !self.admin1.is_empty() && admin1 == self.admin1;
        match (region, country) {
            (true, _) => weights.of(Weight::HomeRegion) + weights.of(Weight::HomeCountry),
            (_, true) => weights.of(Weight::HomeCountry),
            _ => 0.0,
        }
    }
}

fn places<'l>(lists: &'l Index, name: &str) -> impl Iterator<Item = Entry<'l>> {
    let entries = lists.rows_named(name).into_iter().map(|row| lists.gazetteer().entry(row));
    entries.filter(|entry| {
        entry.label() == "PLACE"
            && entry.role() == Role::Name
            && entry.accept() != Accept::Never
            && entry.column("country").is_some_and(|country| !country.is_empty())
    })
}

fn owner_of(entry: &Entry<'_>, owner: &str, owners: &[Entry<'_>]) -> bool {
    let same = |other: &Entry<'_>, column| {
        entry.column(column) == other.column(column)
            && entry.column(column) != Some("")
            && entry.column(column).is_some()
    };
    let by_name = |other: &Entry<'_>| {
        same(other, "country") && (other.column("admin1").is_none_or(str::is_empty) || same(other, "admin1"))
    };
    entry.column("country") == Some(owner) || owners.iter().any(by_name)
}
