//! Guards: hits that mean something else where they stand.

use super::Candidate;
use super::persons::{PERSON, Persons};
use super::scene::Scene;
use crate::entity::Span;
use crate::gazetteer::Accept;

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
    None
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
