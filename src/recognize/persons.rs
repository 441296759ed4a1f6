//! Persons: not reported, but what belongs to a person is no place.

use super::Candidate;
use super::scene::Scene;
use crate::entity::{Entity, Evidence, Rule};
use crate::gazetteer::Role;
use crate::segment::Shape;

/// The label of persons.
pub const PERSON: &str = "PERSON";

/// A person's name has at most this many words after the first.
const MORE_WORDS: usize = 4;

/// Proposes given names with what follows them, and what follows a title.
pub fn recognize<'l>(scene: &Scene<'_, 'l>, out: &mut Vec<Candidate<'l>>) {
    let mut i = 0;
    while i < scene.clues.len() {
        i = match person_at(scene, i) {
            Some((first, last, rule)) => {
                out.push(person(scene, first, last, rule));
                last + 1
            }
            None => i + 1,
        };
    }
}

fn person_at(scene: &Scene<'_, '_>, i: usize) -> Option<(usize, usize, &'static str)> {
    let clues = &scene.clues;
    if !clues.shape(i).is_capital() {
        return None;
    }
    let marks = clues.marks(i);
    if marks.has(Role::Title) {
        let title = clues.hit_of(i, Role::Title)?.last as usize;
        let first = if scene.is_sign(title + 1, b'.') && scene.touches(title + 1) { title + 2 } else { title + 1 };
        return name_part(scene, first).then(|| (first, reach(scene, first), "title"));
    }
    if marks.has(Role::Given) {
        let last = reach(scene, i);
        return (last > i).then_some((i, last, "given-name"));
    }
    None
}

/// The last token of the name that begins with `first`.
fn reach(scene: &Scene<'_, '_>, first: usize) -> usize {
    let mut last = first;
    let mut at = first + 1;
    for _ in 0..MORE_WORDS {
        let initial = scene.clues.shape(at - 1) == Shape::Initial && scene.is_sign(at, b'.') && scene.touches(at);
        at += usize::from(initial);
        if scene.is_hyphen(at) && scene.touches(at) && scene.touches(at + 1) {
            at += 1;
        }
        at += usize::from(matches!(
            scene.word(at),
            "de" | "van" | "von" | "der" | "bin" | "al" | "el" | "la" | "ben" | "ibn" | "del" | "dos" | "da"
        ));
        if !name_part(scene, at) {
            break;
        }
        last = at;
        at += 1;
    }
    last
}

fn name_part(scene: &Scene<'_, '_>, i: usize) -> bool {
    let marks = scene.clues.marks(i);
    scene.clues.shape(i).is_capital()
        && scene.joined(i)
        && ![Role::Calendar, Role::Title, Role::Outside, Role::Head, Role::LegalForm]
            .iter()
            .any(|&role| marks.has(role))
}

fn person<'l>(scene: &Scene<'_, 'l>, first: usize, last: usize, rule: &'static str) -> Candidate<'l> {
    let span = scene.clues.span(first, last);
    let name = span.of(scene.clues.text).split_whitespace().collect::<Vec<_>>().join(" ").into();
    Candidate::new(Entity {
        span,
        label: PERSON,
        rule: Rule::new("person", rule),
        evidence: Evidence::Composed { name, id: "" },
    })
}
