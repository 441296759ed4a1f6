//! Which words of a text stand in small letters too: what is an ordinary word
//! in a text is rarely a name in it.

use super::scene::Scene;
use crate::hash::HashSet;
use crate::segment::Shape;

/// The words among those asked about that stand in small letters.
#[derive(Default)]
pub struct SmallWords(HashSet<String>);

impl SmallWords {
    /// Looks for each of `asked` in small letters. One pass over the text, and
    /// none where nothing is asked.
    pub fn new<'t>(scene: &Scene<'_, '_>, asked: impl Iterator<Item = &'t str>) -> Self {
        let asked: HashSet<String> = asked.map(str::to_lowercase).collect();
        if asked.is_empty() {
            return SmallWords::default();
        }
        // How they begin and how long they are: most words differ in that.
        let bit = |word: &str| 1u64 << ((word.as_bytes()[0] as usize + 7 * word.len()) % 64);
        let like = asked.iter().filter(|word| !word.is_empty()).fold(0, |like, word| like | bit(word));
        let tokens = scene.clues.tokens.iter().filter(|token| token.shape == Shape::Lower);
        let words = tokens.map(|token| token.of(scene.clues.text)).filter(|word| like & bit(word) != 0);
        SmallWords(words.filter(|word| asked.contains(*word)).map(str::to_string).collect())
    }

    /// True where the word was asked about and stands in small letters.
    pub fn have(&self, word: &str) -> bool {
        !self.0.is_empty() && self.0.contains(&word.to_lowercase())
    }
}
