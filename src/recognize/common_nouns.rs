//! Names that are none: what a text also has in small letters, *the Share
//! Purchase Program* beside *a share purchase program*.

use super::grammar::Use;
use super::scene::Scene;
use super::small_words::small_tokens;
use crate::candidate::Candidate;
use crate::gazetteer::Role;
use crate::hash::{HashMap, HashSet};
use crate::segment::Shape;

/// The tokens of the organizations put together that stand in small
/// letters elsewhere, among those whose head ends phrases as well as names.
/// One pass over the text where there is one that might.
pub fn common_nouns(scene: &Scene<'_, '_>, candidates: &[Candidate<'_>]) -> HashSet<(usize, usize)> {
    let mut asked: HashMap<String, Vec<(usize, usize)>> = HashMap::default();
    for (first, last) in candidates.iter().filter(|c| is_phrase(scene, c)).map(|c| c.tokens) {
        asked.entry(scene.word(first).to_lowercase()).or_default().push((first, last));
    }
    if asked.is_empty() {
        return HashSet::default();
    }
    let found = small_tokens(scene, asked.keys()).flat_map(|i| {
        let alike = asked.get(scene.word(i)).into_iter().flatten();
        alike.copied().filter(move |&(first, last)| stands_small(scene, first, last, i))
    });
    found.collect()
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

/// True where the words of `first..=last` stand at `at` in small letters.
fn stands_small(scene: &Scene<'_, '_>, first: usize, last: usize, at: usize) -> bool {
    let is_small = |i: usize| matches!(scene.clues.shape(i), Shape::Lower | Shape::Symbol | Shape::Possessive);
    (first..=last).all(|i| {
        let other = at + i - first;
        is_small(other) && (i == first || scene.joined(other)) && scene.word(i).to_lowercase() == scene.word(other)
    })
}
