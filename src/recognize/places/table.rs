//! What choosing among places needs of the lists, gathered once.

use serde::{Deserialize, Serialize};

use super::home::Home;
use super::names::record;
use super::weights::Weights;
use crate::gazetteer::{Entry, Role, Size};
use crate::hash::HashMap;
use crate::lookup::{Index, NO_WORD, WordId};

/// Weights, the countries of peoples, the regions of postal codes, and where
/// the collection is at home.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PlaceTable {
    weights: Weights,
    peoples: HashMap<WordId, String>,
    codes: HashMap<WordId, Vec<u32>>,
    #[serde(skip)]
    home: Option<Home>,
}

impl PlaceTable {
    /// Reads the rows that weigh evidence, name peoples, or are codes. Linear
    /// in all rows: what comes of it is kept with compiled lists.
    pub fn new(lists: &Index) -> Self {
        PlaceTable { weights: Weights::new(lists), peoples: peoples(lists), codes: codes(lists), home: None }
    }

    /// The same for a collection that is at home there.
    pub fn at_home(self, home: Option<Home>) -> Self {
        PlaceTable { home, ..self }
    }

    /// What each kind of evidence counts.
    pub fn weights(&self) -> &Weights {
        &self.weights
    }

    /// What speaks for a record before any text: size, fame and home.
    pub fn prior(&self, entry: Entry<'_>) -> f64 {
        record(entry, &self.weights, self.home.as_ref()).prior
    }

    /// Where the collection is at home.
    pub fn home(&self) -> Option<&Home> {
        self.home.as_ref()
    }

    pub(super) fn knows_peoples(&self) -> bool {
        !self.peoples.is_empty()
    }

    /// The country whose people a word names, or that alone has such a thing.
    pub(super) fn country_of(&self, word: WordId) -> Option<&str> {
        self.peoples.get(&word).map(String::as_str)
    }

    /// The rows of the regions that a word is the postal code of.
    pub(super) fn regions_of(&self, word: WordId) -> impl Iterator<Item = u32> {
        self.codes.get(&word).into_iter().flatten().copied()
    }
}

fn peoples(lists: &Index) -> HashMap<WordId, String> {
    let mut peoples = HashMap::default();
    for role in [Role::Demonym, Role::Word].into_iter().filter(|&role| lists.has_role(role)) {
        for (word, country) in column_of(lists, role, "country") {
            peoples.insert(word, country.to_string());
        }
    }
    peoples
}

fn codes(lists: &Index) -> HashMap<WordId, Vec<u32>> {
    let mut codes = HashMap::<WordId, Vec<u32>>::default();
    if !lists.has_role(Role::Word) {
        return codes;
    }
    // Of the shipped lists only those of places have regions.
    let may_be_region = |entry: &Entry<'_>| {
        entry.role() == Role::Name
            && entry.size() != Size::City
            && (entry.label() == "PLACE" || !entry.source().shipped)
    };
    let larger = lists.gazetteer().entries().filter(may_be_region);
    let rows: HashMap<&str, u32> = larger.map(|entry| (entry.id(), entry.index())).collect();
    for (word, regions) in column_of(lists, Role::Word, "region") {
        let regions = regions.split('|').filter_map(|id| rows.get(id.trim()));
        codes.entry(word).or_default().extend(regions);
    }
    codes
}

/// The words of a role, with what a column of their rows says.
fn column_of<'l>(lists: &'l Index, role: Role, column: &str) -> impl Iterator<Item = (WordId, &'l str)> {
    let gazetteer = lists.gazetteer();
    let surfaces = gazetteer.surfaces_of_rules().filter(move |surface| surface.role() == role);
    surfaces.filter_map(move |surface| {
        let value = gazetteer.entry_of(surface).column(column).filter(|value| !value.is_empty())?;
        let word = lists.word(gazetteer.surface_text(surface));
        (word != NO_WORD).then_some((word, value))
    })
}
