//! Which words of a text stand in small letters too: what is an ordinary word
//! in a text is rarely a name in it.

use super::scene::Scene;
use crate::hash::HashSet;
use crate::lookup::WordId;
use crate::segment::Shape;

/// How many integers say which numbers are asked for.
const LIKE: usize = 64;

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
        // Most words of the text are told by their numbers, without a look at their letters.
        let bit = |id: WordId| (id as usize / 64 % LIKE, 1u64 << (id % 64));
        let mut like = [0; LIKE];
        for (at, bit) in asked.iter().map(|word| bit(scene.clues.lists.word(word))) {
            like[at] |= bit;
        }
        let tokens = scene.clues.tokens.iter().zip(scene.clues.words);
        let small = tokens.filter(|(token, word)| {
            let (at, bit) = bit(word.id);
            (token.shape == Shape::Lower) & (like[at] & bit != 0)
        });
        let words = small.map(|(token, _)| token.of(scene.clues.text));
        SmallWords(words.filter(|word| asked.contains(*word)).map(str::to_string).collect())
    }

    /// True where the word was asked about and stands in small letters.
    pub fn have(&self, word: &str) -> bool {
        !self.0.is_empty() && self.0.contains(&word.to_lowercase())
    }
}
