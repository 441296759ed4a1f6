//! Postal codes of states and provinces behind a town: *Austin TX*,
//! *Detroit, MI*, *Reno, NV 89501*. Alone they are words (*ON*, *OR*, *ME*).

use super::super::persons::Persons;
use super::super::scene::Scene;
use super::table::PlaceTable;
use crate::candidate::Candidate;
use crate::entity::{Entity, Evidence, Rule};
use crate::gazetteer::{Accept, Entry, Role};
use crate::recognize::postal::{is_code, is_zip};
use crate::segment::{Gap, Shape};

/// Proposes the region of each code that stands behind a town. Linear in the
/// capitals.
pub fn recognize<'l>(scene: &Scene<'_, 'l>, table: &PlaceTable, persons: &Persons<'_>, out: &mut Vec<Candidate<'l>>) {
    if !scene.clues.lists.has_role(Role::Word) {
        return;
    }
    for at in scene.capitals().filter(|&at| is_code(scene, at)) {
        if let Some(region) = region(scene, table, persons, at).filter(|region| !is_listed(scene, at, *region)) {
            let last = at + usize::from(is_shouted(scene, at) && has_stop(scene, at));
            let (span, evidence) = (scene.clues.span(at, last), Evidence::Listed(region));
            out.push(Candidate::new(Entity::new(span, region.label(), Rule::plain("code"), evidence), (at, last)));
        }
    }
}

/// The name stands in a list with these letters.
fn is_listed(scene: &Scene<'_, '_>, at: usize, region: Entry<'_>) -> bool {
    let mut names = scene.clues.names_at(at);
    names.any(|(_, entry)| entry.index() == region.index() && entry.accept() == Accept::Accept)
}

/// In a line in capitals, or behind a town in capitals: *ERIE, PA. -- A fire*.
fn is_shouted(scene: &Scene<'_, '_>, at: usize) -> bool {
    scene.in_capitals(at) || (at >= 2 && scene.is_sign(at - 1, b',') && scene.clues.shape(at - 2) == Shape::Capitals)
}

/// *PA.,*: the full stop of an abbreviation in a line in capitals.
fn has_stop(scene: &Scene<'_, '_>, at: usize) -> bool {
    let stop = scene.is_sign(at + 1, b'.') && scene.touches(at + 1);
    stop && (scene.clues.shape(at + 2) == Shape::Symbol || scene.clues.gap(at + 2) >= Gap::Line)
}

/// The region whose code this is, where a town stands before it.
fn region<'l>(scene: &Scene<'_, 'l>, table: &PlaceTable, persons: &Persons<'_>, at: usize) -> Option<Entry<'l>> {
    let comma = at >= 2 && scene.is_sign(at - 1, b',') && scene.clues.gap(at) <= Gap::Space;
    let town = if comma { at - 2 } else { at.checked_sub(1).filter(|_| scene.joined(at))? };
    let is_town = scene.clues.shape(town).is_capital() && (comma || !is_code(scene, town));
    let entries = || scene.clues.names_ending_at(town).filter(|entry| entry.label() == "PLACE");
    let regions = table.regions_of(scene.clues.word_id(at)).map(|row| scene.clues.lists.gazetteer().entry(row));
    let lies_in = |region: &Entry<'l>| {
        entries().any(|town| ["country", "admin1"].iter().all(|column| town.column(column) == region.column(column)))
    };
    let zip = is_zip(scene, at + 1);
    let vouched = zip || (comma && (entries().next().is_some() || may_be_town(scene, persons, town, at)));
    let mut regions: Vec<Entry<'l>> = regions.filter(|region| vouched || lies_in(region)).collect();
    regions.sort_by_key(|region| !lies_in(region));
    let first = regions.first().copied().filter(|_| is_town)?;
    (!scene.in_capitals(at) || lies_in(&first) || zip).then_some(first)
}

/// An unknown capital word, neither a person (*Anna Velm, MD*) nor an
/// ordinary word; the code ends what is said there.
fn may_be_town(scene: &Scene<'_, '_>, persons: &Persons<'_>, town: usize, code: usize) -> bool {
    let marks = scene.clues.marks(town);
    let known = [Role::Given, Role::Surname, Role::Title, Role::Outside, Role::Calendar, Role::LegalForm, Role::Common];
    scene.is_capital(town)
        && scene.clues.shape(town) == Shape::Capitalized
        && !known.iter().any(|&role| marks.has(role))
        && !persons.overlap(town, town)
        && !persons.know(scene.word(town))
        && !scene.is_capital(code + 1)
}
