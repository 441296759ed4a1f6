//! Places in capitals from which a story comes: *CROMWELL — The town voted*.
//! The dash says more than any list: a town that bears a word or a surname, or
//! that no list has, is one there.

use super::super::composed_name;
use super::super::persons::Persons;
use super::super::scene::Scene;
use super::beside::is_dateline;
use crate::candidate::Candidate;
use crate::entity::{Entity, Evidence, Rule};
use crate::gazetteer::{Accept, Entry, Role};
use crate::segment::Shape;

/// A name has at most this many words.
const MOST_WORDS: usize = 3;

/// *ERIE — Former Gov. Ivar Venn said*: the first small word of a story is not
/// far.
const REACH: usize = 6;

/// A shorter word is rather an acronym.
const SHORTEST: usize = 5;

/// Proposes them. Linear in the capitals.
pub fn recognize<'l>(scene: &Scene<'_, 'l>, persons: &Persons<'_>, out: &mut Vec<Candidate<'l>>) {
    if !scene.clues.lists.has_role(Role::Word) {
        return;
    }
    let capitals = |i: usize| scene.clues.shape(i) == Shape::Capitals;
    for first in scene.capitals().filter(|&i| capitals(i)) {
        let begins = first == 0 || !scene.joined(first) || !capitals(first - 1);
        let words = |&i: &usize| capitals(i) && (i == first || scene.joined(i));
        let last = (first..first + MOST_WORDS).take_while(words).last().unwrap_or(first);
        if begins && is_story(scene, first, last) && !persons.overlap(first, last) {
            propose(scene, first, last, out);
        }
    }
}

/// A dash follows, and a sentence behind it.
fn is_story(scene: &Scene<'_, '_>, first: usize, last: usize) -> bool {
    let small = |i: usize| (i + 1..=i + REACH).any(|i| scene.clues.shape(i) == Shape::Lower);
    let behind = |i: usize| scene.clues.shape(i).is_capital() && small(i);
    let begins = |dash: usize| behind(dash + 1) || (scene.word(dash + 1) == "-" && behind(dash + 2));
    is_dateline(scene, first, last) && !scene.is_sign(last + 1, b'(') && begins(last + 1)
}

/// The rows that bear the name, else the name itself.
fn propose<'l>(scene: &Scene<'_, 'l>, first: usize, last: usize, out: &mut Vec<Candidate<'l>>) {
    let named = || scene.clues.names_at(first).filter(|(hit, _)| hit.last as usize == last).map(|(_, entry)| entry);
    let is_open = |entry: &Entry<'_>| matches!(entry.accept(), Accept::Context | Accept::Part);
    let places = named().filter(|entry| entry.label() == "PLACE" && is_open(entry));
    let rule = Rule::new("context", "dateline");
    let before = out.len();
    out.extend(places.map(|entry| {
        let entity = Entity::new(scene.clues.span(first, last), entry.label(), rule, Evidence::Listed(entry));
        Candidate::new(entity, (first, last))
    }));
    if out.len() == before && named().next().is_none() && is_unknown(scene, first, last) {
        out.push(composed_name(scene, first, last, "PLACE", rule));
    }
}

/// No word of any kind, nor an acronym.
fn is_unknown(scene: &Scene<'_, '_>, first: usize, last: usize) -> bool {
    const KINDS: [Role; 9] = [
        Role::Common,
        Role::Given,
        Role::Surname,
        Role::Title,
        Role::Outside,
        Role::Link,
        Role::Calendar,
        Role::OrgKind,
        Role::Head,
    ];
    let is_kind = |i: usize| KINDS.iter().any(|&role| scene.clues.marks(i).has(role));
    scene.word(first).len() >= SHORTEST && !(first..=last).any(is_kind)
}
