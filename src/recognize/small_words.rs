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
        let words = small_tokens(scene, asked.iter()).map(|i| scene.word(i));
        SmallWords(words.filter(|word| asked.contains(*word)).map(str::to_string).collect())
    }

    /// True where the word was asked about and stands in small letters.
    pub fn have(&self, word: &str) -> bool {
        !self.0.is_empty() && self.0.contains(&word.to_lowercase())
    }
}

/// The tokens in small letters that begin like one of `asked` and are as long:
/// most words differ in that. One pass over the text.
pub(super) fn small_tokens<'w>(
    scene: &Scene<'_, '_>,
    asked: impl Iterator<Item = &'w String>,
) -> impl Iterator<Item = usize> {
    let bit = |first: u8, length: usize| 1u64 << ((usize::from(first) + 7 * length) % 64);
    let asked = asked.filter_map(|word| Some(bit(*word.as_bytes().first()?, word.len())));
    let (like, text) = (asked.fold(0, |like, bit| like | bit), scene.clues.text.as_bytes());
    let tokens = scene.clues.tokens.iter().enumerate();
    let like = tokens.filter(move |(_, token)| {
        let (start, end) = (token.start as usize, token.end as usize);
        token.shape == Shape::Lower && like & bit(text[start], end - start) != 0
    });
    like.map(|(i, _)| i)
}
