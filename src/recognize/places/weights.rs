//! What each kind of evidence counts when a record of a name is chosen.

use serde::{Deserialize, Serialize};

use super::known::Memory;
use crate::gazetteer::{Entry, Role};
use crate::lookup::Index;

/// A kind of evidence, by the name of its row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// For each tenfold of people.
    Population,
    /// For each e-fold of names that the world has for it.
    Fame,
    /// That it is a country.
    Country,
    /// That it is a state, a province or a region.
    Region,
    /// That it is the capital of a country.
    Capital,
    /// That it is no city: a county, a river, a district.
    Feature,
    /// Its own region stands beside the mention: *Paris, Texas*.
    BesideRegion,
    /// Its own country does.
    BesideCountry,
    /// The same of another mention in the text, as a share of the above.
    BesideElsewhere,
    /// It stands in a row of names that are all of its size.
    Row,
    /// It is known to the world and stands in a row with another such city.
    World,
    /// A place that lies in it stands before it and a comma: *Buffalo, New
    /// York*.
    Holds,
    /// An office tells of its size: *Ohio Gov.*, *Athens Mayor*.
    Office,
    /// The sentence names its region or country.
    Sentence,
    /// For what else the text names in its region.
    SameRegion,
    /// For what else the text names in its country.
    SameCountry,
    /// For what else the text names near to it.
    Near,
    /// It lies in the region that the user calls home.
    HomeRegion,
    /// It lies in the country that the user calls home.
    HomeCountry,
    /// How much a text has to name around a town that bears a word or a
    /// surname.
    Local,
    /// The same around a town that is only too small to be known.
    Alone,
    /// How far a name is heard that may be such a town.
    Maybe,
    /// A lead below which a choice is doubtful.
    Margin,
}

use Weight::*;

impl Weight {
    /// Every weight with the name of its row.
    pub const ALL: [(&str, Weight); 23] = [
        ("population", Population),
        ("fame", Fame),
        ("country", Country),
        ("region", Region),
        ("capital", Capital),
        ("feature", Feature),
        ("beside-region", BesideRegion),
        ("beside-country", BesideCountry),
        ("beside-elsewhere", BesideElsewhere),
        ("row", Row),
        ("world", World),
        ("holds", Holds),
        ("office", Office),
        ("sentence", Sentence),
        ("same-region", SameRegion),
        ("same-country", SameCountry),
        ("near", Near),
        ("home-region", HomeRegion),
        ("home-country", HomeCountry),
        ("local", Local),
        ("alone", Alone),
        ("maybe", Maybe),
        ("margin", Margin),
    ];
}

impl Weight {
    /// The name of its row.
    pub fn name(self) -> &'static str {
        Weight::ALL[self as usize].0
    }

    /// True for what a text says, not what is known before it.
    pub fn is_of_texts(self) -> bool {
        matches!(
            self,
            BesideRegion
                | BesideCountry
                | BesideElsewhere
                | Row
                | World
                | Holds
                | Office
                | Sentence
                | SameRegion
                | SameCountry
                | Near
        )
    }
}

fn is_weight(entry: &Entry<'_>) -> bool {
    entry.role() == Role::Word && entry.column("use") == Some("weight")
}

/// The weights of the lists.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Weights {
    of: [f64; Weight::ALL.len()],
    /// What they say of rows.
    #[serde(skip)]
    pub(super) known: Memory,
}

impl Weights {
    /// Reads the words whose use is `weight`, of two with one name the later;
    /// what no row names counts 1.
    pub fn new(lists: &Index) -> Self {
        let mut weights = [1.0; Weight::ALL.len()];
        for entry in lists.gazetteer().rules().filter(is_weight) {
            let at = Weight::ALL.iter().position(|(name, _)| *name == entry.name());
            let value = entry.column("value").and_then(|value| value.parse().ok());
            if let (Some(at), Some(value)) = (at, value) {
                weights[at] = value;
            }
        }
        Weights { of: weights, known: Memory::default() }
    }

    /// What this kind of evidence counts.
    pub fn of(&self, weight: Weight) -> f64 {
        self.of[weight as usize]
    }
}
