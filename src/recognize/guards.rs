//! Guards: hits that mean something else where they stand.

use super::Candidate;
use super::extent::is_name;
use super::persons::{PERSON, Persons};
use super::scene::Scene;
use crate::entity::Span;
use crate::gazetteer::{Accept, Role};
use crate::segment::Shape;

/// Drops candidates that a guard speaks against; each keeps the guard's name.
/// Linear in the candidates.
pub fn apply(scene: &Scene<'_, '_>, persons: &Persons<'_>, candidates: &mut [Candidate<'_>]) {
    for candidate in candidates.iter_mut().filter(|c| c.dropped.is_none() && c.entity.label != PERSON) {
        candidate.dropped = objection(scene, persons, candidate);
    }
}

fn objection(scene: &Scene<'_, '_>, persons: &Persons<'_>, candidate: &Candidate<'_>) -> Option<&'static str> {
    let bytes = scene.clues.text.as_bytes();
    let span = candidate.span();
    if is_currency_sign(bytes, span.start, span.end) {
        return Some("guard:currency");
    }
    if candidate.entity.entry().is_none() && is_blocked(scene, span) {
        return Some("guard:blocked");
    }
    let _ = persons;
    let listed = candidate.entity.entry().is_some();
    if listed && candidate.entity.label == "PLACE" {
        let first = scene.clues.tokens.partition_point(|t| (t.start as usize) < span.start);
        let last = scene.clues.tokens.partition_point(|t| (t.end as usize) < span.end);
        return place_objection(scene, first, last);
    }
    None
}

fn place_objection(scene: &Scene<'_, '_>, first: usize, last: usize) -> Option<&'static str> {
    let clues = &scene.clues;
    if first > 0 && clues.shape(first - 1) == Shape::Number && matches!(scene.word(first), "B.C" | "A.D") {
        return Some("guard:era");
    }
    if in_compound(scene, first, last) {
        return Some("guard:compound");
    }
    let next = last + 1;
    let marks = clues.marks(next);
    let plain = [Role::Calendar, Role::Title, Role::Demonym, Role::Given, Role::Outside].iter().all(|&r| !marks.has(r));
    if std::env::var("G1").is_ok()
        && plain
        && scene.joined(next)
        && scene.is_capital(next)
        && !scene.in_title(next)
        && !scene.is_start(next)
        && !is_name(scene, next)
    {
        return Some("guard:longer");
    }
    None
}

/// *Bristol* of *Bristol-Myers*, *Caribbean* of *African-Caribbean*.
fn in_compound(scene: &Scene<'_, '_>, first: usize, last: usize) -> bool {
    let tied = |hyphen: usize, word: usize| {
        scene.is_hyphen(hyphen)
            && scene.touches(hyphen.max(word))
            && scene.touches(hyphen.min(word) + usize::from(word > hyphen))
            && scene.clues.shape(word) == Shape::Capitalized
            && !is_name(scene, word)
    };
    (scene.touches(last + 1) && tied(last + 1, last + 2))
        || (first >= 2 && scene.touches(first) && tied(first - 1, first - 2))
}

/// True where a row with `match=never` is just this name.
fn is_blocked(scene: &Scene<'_, '_>, span: Span) -> bool {
    let clues = &scene.clues;
    let first = clues.tokens.partition_point(|t| (t.start as usize) < span.start);
    let blocks = clues.hits_at(first).iter().filter(|hit| clues.entry(hit).accept() == Accept::Never);
    blocks.into_iter().any(|hit| clues.span(hit.first as usize, hit.last as usize) == span)
}

/// *US* of *US$* or *$US*.
fn is_currency_sign(bytes: &[u8], start: usize, end: usize) -> bool {
    end - start <= 4 && (bytes.get(end) == Some(&b'$') || (start > 0 && bytes[start - 1] == b'$'))
}
