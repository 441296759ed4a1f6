//! Places and peoples of a document, by the currency that they use.

use std::cell::OnceCell;

use crate::clues::Clues;
use crate::gazetteer::{Accept, Entry, Role};
use crate::lookup::Hit;
use crate::recognize::scene::Scene;

use super::currency::Counts;
use super::table::MoneyTable;

/// The label of the lists whose column `country` tells a currency.
const PLACE: &str = "PLACE";

/// The places that a document names; looked for once, when first asked.
pub(super) struct Places<'c, 'a, 'l> {
    scene: &'c Scene<'a, 'l>,
    pub clues: &'c Clues<'a, 'l>,
    pub table: &'l MoneyTable,
    counts: OnceCell<Counts<'l>>,
}

impl<'c, 'a, 'l> Places<'c, 'a, 'l> {
    pub fn new(scene: &'c Scene<'a, 'l>, table: &'l MoneyTable) -> Self {
        Places { scene, clues: &scene.clues, table, counts: OnceCell::new() }
    }

    /// True where the document names a place that uses this currency.
    pub fn show(&self, code: &str) -> bool {
        self.counts().contains_key(code)
    }

    /// How often the document names places and peoples of each currency.
    /// Linear in the text.
    pub fn counts(&self) -> &Counts<'l> {
        self.counts.get_or_init(|| {
            let words = self.scene.capitals().filter_map(|i| Some((i, i, self.at(i)?)));
            let hits = self.clues.hits.iter();
            let phrases = hits.filter_map(|hit| Some((hit.first as usize, hit.last as usize, self.of_hit(hit)?)));
            let mut named: Vec<_> = words.chain(phrases).collect();
            named.sort_by_key(|&(first, last, _)| (first, std::cmp::Reverse(last)));
            let (mut counts, mut free) = (Counts::default(), 0);
            for (first, last, code) in named {
                if first >= free {
                    *counts.entry(code).or_insert(0) += 1;
                    free = last + 1;
                }
            }
            counts
        })
    }

    /// The currency of the place or people that token `i` names in the lists
    /// of money.
    pub fn at(&self, i: usize) -> Option<&'l str> {
        let named = self.clues.is(i, Role::Amount) & self.clues.shape(i).is_capital();
        self.table.place(Some(self.clues.word_id(i)).filter(|_| named)?)
    }

    /// The currency of a phrase of the lists of money, or of a place.
    fn of_hit(&self, hit: &Hit) -> Option<&'l str> {
        match hit.role {
            Role::Amount => self.table.place_row(hit.row),
            Role::Name => self.of_country(hit, self.clues.entry(hit)),
            _ => None,
        }
    }

    /// The currency of a place, where all places of its name are in one
    /// country.
    fn of_country(&self, hit: &Hit, entry: Entry<'l>) -> Option<&'l str> {
        if entry.label() != PLACE || entry.accept() != Accept::Accept {
            return None;
        }
        let country = entry.column("country").filter(|country| !country.is_empty())?;
        let same =
            |other: &&Hit| other.last == hit.last && other.row != hit.row && self.clues.entry(other).label() == PLACE;
        let others = self.clues.hits_at(hit.first as usize).iter().filter(same);
        let sure = others.into_iter().all(|other| self.clues.entry(other).column("country") == Some(country));
        sure.then(|| self.table.country(country))?
    }
}
