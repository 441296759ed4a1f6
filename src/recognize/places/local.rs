//! Towns that are none alone: those that bear a word or a surname (*Nelson*,
//! *Hurricane*), and those that are too small to be known. One counts where
//! its state stands beside it, or where the text names places around it and
//! something beside the mention tells of a place: a word like *in*, an office,
//! a person who is of it.
//!
//! Their rows have `match=part` and `match=context`. What a text may name so
//! is heard when its places are reckoned with, only less: *Leo Venn of
//! Annville, Ivar Holm of Myerstown* tell of each other.

use super::super::grammar::Use;
use super::super::persons::Persons;
use super::super::scene::Scene;
use super::super::support::Support;
use super::beside::Beside;
use super::names::{Name, Record, record};
use super::sentence::Owners;
use super::table::PlaceTable;
use super::weights::{Weight, Weights};
use crate::candidate::Candidate;
use crate::entity::{Certainty, Entity, Evidence, Rule};
use crate::gazetteer::{Accept, Entry, Role, Size};
use crate::hash::{HashMap, HashSet};

/// Where such a town may stand.
struct Town {
    first: usize,
    last: usize,
    /// The number of its name.
    name: usize,
    /// Each record of the name: its region stands beside the mention.
    speaks: Vec<bool>,
}

/// The mentions of a text that may be such towns.
pub struct Towns<'x> {
    towns: Vec<Town>,
    /// The names that are places elsewhere in the text.
    known: HashSet<&'x str>,
}

impl<'x> Towns<'x> {
    /// Finds them, and adds their names to those that are reckoned with.
    /// Linear in the hits, but for the sorting of such.
    pub fn gather<'l>(
        scene: &Scene<'x, 'l>,
        support: &Support<'_, 'x, 'l>,
        persons: &Persons<'x>,
        table: &PlaceTable,
        owners: &Owners<'l>,
        candidates: &[Candidate<'l>],
        names: &mut Vec<Name<'l>>,
    ) -> Self {
        let mut rows: Vec<_> = rows(scene).collect();
        let places = || candidates.iter().filter(|c| c.entity.label == "PLACE" && c.dropped.is_none());
        let mut found = Towns { towns: Vec::new(), known: HashSet::default() };
        if rows.is_empty() {
            return found;
        }
        found.known.extend(places().map(|place| place.span().of(scene.clues.text)));
        // *Oak Harbor* that a rule put together is the town of that name.
        let listed = places().filter(|place| place.entity.entry().is_some());
        let taken: HashSet<(usize, usize)> = listed.map(|place| place.tokens).collect();
        let stands = |first: usize, last: usize| {
            !taken.contains(&(first, last)) && may_be_town(scene, support, persons, first, last)
        };
        rows.sort_by_key(|(first, last, entry)| (*first, *last, entry.index()));
        let mut known: HashMap<u32, usize> = HashMap::default();
        for rows in rows.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)).filter(|rows| stands(rows[0].0, rows[0].1)) {
            let (first, last, entry) = rows[0];
            let name = *known.entry(entry.index()).or_insert_with(|| {
                let records = rows.iter().map(|(.., entry)| record(*entry, table.weights(), None)).collect();
                names.push(Name { records, mentions: Vec::new(), told: 0, heard: heard(entry, table.weights()) });
                names.len() - 1
            });
            names[name].told += 1;
            found.towns.push(Town {
                first,
                last,
                name,
                speaks: speaks(scene, table, owners, first, last, &mut names[name]),
            });
        }
        found
    }

    /// Proposes those that the text vouches for, once its names are reckoned.
    pub fn propose<'l>(
        &self,
        scene: &Scene<'x, 'l>,
        support: &Support<'_, 'x, 'l>,
        persons: &Persons<'x>,
        weights: &Weights,
        names: &[Name<'l>],
        out: &mut Vec<Candidate<'l>>,
    ) {
        let around = Around { scene, support, persons, weights, known: &self.known };
        for town in &self.towns {
            if let Some(entry) = around.meant(town, &names[town.name].records) {
                let (span, evidence) = (scene.clues.span(town.first, town.last), Evidence::Listed(entry));
                let entity = Entity::new(span, entry.label(), Rule::new("context", "near"), evidence);
                out.push(Candidate::new(Entity { certainty: Certainty::Middle, ..entity }, (town.first, town.last)));
            }
        }
    }
}

/// First and last token, and the row.
fn rows<'c, 'l>(scene: &'c Scene<'_, 'l>) -> impl Iterator<Item = (usize, usize, Entry<'l>)> + 'c {
    let open = |entry: &Entry<'_>| matches!(entry.accept(), Accept::Part | Accept::Context);
    let names = scene.clues.names();
    let towns = names.filter(move |(_, entry)| open(entry) && entry.label() == "PLACE" && entry.size() == Size::City);
    towns.map(|(hit, entry)| (hit.first as usize, hit.last as usize, entry))
}

/// How far such a name is heard beside one that is a place for certain; a word
/// or a surname is mostly none.
fn heard(entry: Entry<'_>, weights: &Weights) -> f64 {
    let share = if entry.accept() == Accept::Part { 0.5 } else { 1.0 };
    share * weights.of(Weight::Maybe)
}

/// Which records lie in the region that stands beside a mention; the records
/// get the share of it that counts for the whole text.
fn speaks<'l>(
    scene: &Scene<'_, 'l>,
    table: &PlaceTable,
    owners: &Owners<'l>,
    first: usize,
    last: usize,
    name: &mut Name<'l>,
) -> Vec<bool> {
    let (weights, beside) = (table.weights(), Beside::new(scene, table, owners, first, last));
    let least = weights.of(Weight::BesideRegion);
    let of = |record: &mut Record<'l>| {
        let value = beside.speaks_for(record, weights);
        record.beside = record.beside.max(weights.of(Weight::BesideElsewhere) * value);
        value >= least
    };
    name.records.iter_mut().map(of).collect()
}

/// Alone between other words, and nobody whom the text knows.
fn may_be_town(
    scene: &Scene<'_, '_>,
    support: &Support<'_, '_, '_>,
    persons: &Persons<'_>,
    first: usize,
    last: usize,
) -> bool {
    let beside = |i: usize| scene.is_capital(i) && !scene.clues.is(i, Role::Outside);
    let goes_on = scene.joined(last + 1) && (scene.is_capital(last + 1) || scene.is_hyphen(last + 1));
    scene.is_capital(first)
        && !scene.in_title(first)
        && (!goes_on || support.before_office(last))
        && !(first > 0 && scene.joined(first) && (beside(first - 1) || scene.is_hyphen(first - 1)))
        && !persons.overlap(first, last)
        && !persons.speak(scene.word(last))
}

/// What stands around mentions.
struct Around<'a, 's, 'x, 'l> {
    scene: &'a Scene<'x, 'l>,
    support: &'a Support<'s, 'x, 'l>,
    persons: &'a Persons<'x>,
    weights: &'a Weights,
    known: &'a HashSet<&'x str>,
}

impl<'l> Around<'_, '_, '_, 'l> {
    /// The record that a mention means, where it means one.
    fn meant(&self, town: &Town, records: &[Record<'l>]) -> Option<Entry<'l>> {
        let least = self.least(town.first, town.last);
        let stands = |record: &Record<'l>| least.is_some_and(|least| self.nearness(record) >= least);
        let records = records.iter().zip(&town.speaks).filter(|(record, speaks)| **speaks || stands(record));
        let best = records
            .max_by(|(a, a_speaks), (b, b_speaks)| a_speaks.cmp(b_speaks).then_with(|| a.share.total_cmp(&b.share)));
        best.map(|(record, _)| record.entry)
    }

    /// How much the text has to name around it; nothing is enough for a word
    /// or a surname that nothing beside it tells of.
    fn least(&self, first: usize, last: usize) -> Option<f64> {
        let plain = || self.is_plain(first, last);
        match () {
            _ if self.is_placed(first, last) => Some(self.weights.of(Weight::Local)),
            _ if self.is_told(first, last) && plain() => Some(self.weights.of(Weight::Local)),
            _ if self.scene.is_start(first) => None,
            _ => plain().then(|| self.weights.of(Weight::Alone)),
        }
    }

    /// A word of places stands before or behind it.
    fn is_placed(&self, first: usize, last: usize) -> bool {
        let scene = self.scene;
        let of = || first > 1 && scene.is_small(first - 1, Use::Of) && scene.is_sign(first - 2, b',');
        self.support.place(first, last).is_some_and(|cue| cue != "at") || of()
    }

    /// *Ivar Venn of Velmora*, *to Velmora*, *a Velmora man*: what is said of
    /// places, and of other things too; or it is a place elsewhere in the text.
    fn is_told(&self, first: usize, last: usize) -> bool {
        let scene = self.scene;
        let of = |i: usize| scene.is_small(i, Use::Of) && i > 0 && self.persons.end(i - 1);
        let before = |i: usize| scene.clues.is(i, Role::PlaceMaybe) || of(i);
        let name = || scene.clues.span(first, last).of(scene.clues.text);
        (first > 0 && scene.joined(first) && before(first - 1))
            || (scene.joined(last + 1) && scene.is_small(last + 1, Use::Local))
            || self.known.contains(name())
    }

    /// No word, no name of a person, no organization.
    fn is_plain(&self, first: usize, last: usize) -> bool {
        const OTHERS: [Role; 6] = [Role::Common, Role::Given, Role::Surname, Role::Title, Role::OrgKind, Role::Demonym];
        let clues = &self.scene.clues;
        let other = |i: usize| OTHERS.iter().any(|&role| clues.marks(i).has(role));
        !(first..=last).all(other) && !clues.names_at(first).any(|(_, entry)| entry.label() != "PLACE")
    }

    /// What the other names of the text give to the neighbourhood of a record,
    /// and in part what they give to its region.
    fn nearness(&self, record: &Record<'l>) -> f64 {
        const OF_REGION: f64 = 0.3;
        let mass = |value: f64, weight: Weight| match self.weights.of(weight) {
            0.0 => 0.0,
            weight => (value / weight).exp_m1(),
        };
        mass(record.rest.near, Weight::Near) + OF_REGION * mass(record.rest.region, Weight::SameRegion)
    }
}
