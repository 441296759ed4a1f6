//! Rows with `match=context`: which of them does the text support?
//!
//! *Tyler* is a place before *, Texas*; *Apple* is a company where an ordinary
//! word would have no capital; *the Treasury* is one behind its article.

use super::Candidate;
use super::blocks::Blocks;
use super::persons::Persons;
use super::scene::Scene;
use super::support::Support;
use crate::entity::{Entity, Evidence, Rule};
use crate::gazetteer::{Accept, Entry, Role};

/// Proposes every row that is to be supported and is. Linear in the hits.
pub fn recognize<'l>(
    scene: &Scene<'_, 'l>,
    support: &Support<'_, '_, '_>,
    persons: &Persons<'_>,
    out: &mut Vec<Candidate<'l>>,
) {
    let mut blocks = Blocks::default();
    for (hit, entry) in scene.clues.names() {
        let is_held = blocks.hold(hit, entry);
        if entry.accept() != Accept::Context || is_held {
            continue;
        }
        let (first, last) = (hit.first as usize, hit.last as usize);
        if persons.overlap(first, last) {
            continue;
        }
        if let Some(why) = supported(scene, support, persons, entry, first, last) {
            let (span, rule) = (scene.clues.span(first, last), Rule::new("context", why));
            let entity = Entity::new(span, entry.label(), rule, Evidence::Listed(entry));
            out.push(Candidate::new(entity, (first, last)));
        }
    }
}

fn supported(
    scene: &Scene<'_, '_>,
    support: &Support<'_, '_, '_>,
    persons: &Persons<'_>,
    entry: Entry<'_>,
    first: usize,
    last: usize,
) -> Option<&'static str> {
    if entry.label() == "PLACE" {
        return (!persons.speak(scene.word(last)) && !goes_on(scene, last))
            .then(|| support.place(first, last).filter(|cue| *cue != "at"))
            .flatten();
    }
    let public = matches!(entry.column("kind"), Some("government" | "central_bank" | "parliament" | "court"));
    match () {
        _ if public && is_alone(scene, first, last) => Some("public body"),
        _ if is_alone(scene, first, last) && is_ordinary(scene, first, last) => Some("capital"),
        _ => support.organization(first, last),
    }
}

/// Another capital word follows: the name is longer, or a person's.
fn goes_on(scene: &Scene<'_, '_>, last: usize) -> bool {
    scene.joined(last + 1) && scene.is_capital(last + 1) && !scene.clues.is(last + 1, Role::Calendar)
}

/// In running text, with no capital word on either side.
fn is_alone(scene: &Scene<'_, '_>, first: usize, last: usize) -> bool {
    let before =
        first > 0 && scene.joined(first) && scene.is_capital(first - 1) && !scene.clues.is(first - 1, Role::Outside);
    !before
        && (!goes_on(scene, last) || scene.clues.is(last + 1, Role::Title))
        && !scene.is_start(first)
        && !scene.in_title(first)
        && !scene.in_capitals(first)
}

/// Nothing but ordinary words: neither a person's name nor a place.
fn is_ordinary(scene: &Scene<'_, '_>, first: usize, last: usize) -> bool {
    (first..=last).all(|i| {
        let marks = scene.clues.marks(i);
        marks.has(Role::Common) && !marks.has(Role::Given) && !marks.has(Role::Surname)
    })
}
