//! Texts in another language than English: shipped names that are words there.
//!
//! *Auch* and *Ende* are towns, and stand two hundred times in German minutes.
//! Who is sure of the language drops shipped names of one word that are small
//! words of it, or that the text itself writes small, and towns that hardly
//! any text of another language means.

use super::scene::Scene;
use crate::candidate::Candidate;
use crate::gazetteer::{Entry, ForeignWords, Size};
use crate::hash::HashSet;
use crate::segment::Shape;

/// The guard's name.
pub const FOREIGN: &str = "guard:other language";

/// A town with fewer people is meant by few texts in other languages.
const KNOWN: f64 = 50_000.0;

/// Drops what is a word of the text's own language. Linear in the text.
pub fn apply(scene: &Scene<'_, '_>, words: Option<&ForeignWords>, candidates: &mut [Candidate<'_>]) {
    let small: HashSet<&str> = small(scene);
    for candidate in candidates.iter_mut().filter(|c| c.dropped.is_none() && c.tokens.0 == c.tokens.1) {
        let Some(entry) = candidate.entity.entry().filter(|entry| entry.source().shipped) else { continue };
        let word = scene.word(candidate.tokens.0).to_lowercase();
        let is_word = words.is_some_and(|words| words.contains(&word)) || small.contains(word.as_str());
        if is_word || is_little(entry) {
            candidate.dropped = Some(FOREIGN);
        }
    }
}

/// The words that the text writes in small letters.
fn small<'a>(scene: &Scene<'a, '_>) -> HashSet<&'a str> {
    let tokens = 0..scene.clues.len();
    tokens.filter(|&i| scene.clues.shape(i) == Shape::Lower).map(|i| scene.word(i)).collect()
}

fn is_little(entry: Entry<'_>) -> bool {
    entry.label() == "PLACE" && entry.size() == Size::City && entry.weight() < KNOWN
}
