//! Names that are none: what a text also has in small letters, *the Share
//! Purchase Program* beside *a share purchase program*.

use std::ops::Range;

use super::grammar::Use;
use super::scene::Scene;
use super::small_words::small_tokens;
use crate::candidate::Candidate;
use crate::gazetteer::Role;
use crate::hash::{HashMap, HashSet};
use crate::segment::Shape;

/// The tokens of the organizations put together that stand in small
/// letters elsewhere, among those whose head ends phrases as well as names.
/// One pass over the text where there is one that might; linear, since a name
/// has a bounded number of words.
pub fn common_nouns(scene: &Scene<'_, '_>, candidates: &[Candidate<'_>]) -> HashSet<(usize, usize)> {
    let mut phrases: HashMap<String, Vec<(usize, usize)>> = HashMap::default();
    let mut lengths: HashMap<String, HashSet<usize>> = HashMap::default();
    for (first, last) in candidates.iter().filter(|c| is_phrase(scene, c)).map(|c| c.tokens) {
        let words = first..last + 1;
        lengths.entry(scene.word(first).to_lowercase()).or_default().insert(words.len());
        phrases.entry(phrase(scene, words).to_lowercase()).or_default().push((first, last));
    }
    let mut found = HashSet::default();
    if phrases.is_empty() {
        return found;
    }
    for at in small_tokens(scene, lengths.keys()) {
        for length in lengths.get(scene.word(at)).into_iter().flatten() {
            let words = at..at + length;
            if is_small(scene, words.clone()) {
                found.extend(phrases.remove(&phrase(scene, words)).into_iter().flatten());
            }
        }
    }
    found
}

/// The words of some tokens.
fn phrase(scene: &Scene<'_, '_>, words: Range<usize>) -> String {
    words.map(|i| scene.word(i)).collect::<Vec<_>>().join(" ")
}

/// True where tokens stand side by side in small letters.
fn is_small(scene: &Scene<'_, '_>, mut words: Range<usize>) -> bool {
    let first = words.start;
    words.all(|i| {
        let shape = scene.clues.shape(i);
        matches!(shape, Shape::Lower | Shape::Symbol | Shape::Possessive) && (i == first || scene.joined(i))
    })
}

/// An organization by its head, of several ordinary words, of which the last
/// ends phrases too.
fn is_phrase(scene: &Scene<'_, '_>, candidate: &Candidate<'_>) -> bool {
    let (first, last) = candidate.tokens;
    candidate.dropped.is_none()
        && candidate.entity.label == "ORG"
        && candidate.entity.rule.kind == "head"
        && first < last
        && scene.is(last, Use::Generic)
        && (first..last).all(|i| !scene.is_capital(i) || scene.clues.is(i, Role::Common))
}
