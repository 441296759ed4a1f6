//! Is a text in English? Told at a glance, since nearly all are.

use crate::gazetteer::english;
use crate::hash::HashSet;
use crate::lookup::{Index, ListedWord, NO_WORD, WordId};
use crate::segment::{Shape, Token};

/// The numbers of words that only English has.
#[derive(Debug, Default)]
pub(crate) struct English(HashSet<WordId>);

/// So many of the first small words are looked at.
const LOOKED_AT: usize = 200;

/// So many of them are enough.
const ENOUGH: usize = 6;

impl English {
    /// Of the lists that a run has.
    pub fn new(lists: &Index) -> Self {
        English(english().iter().map(|word| lists.word(word)).filter(|&word| word != NO_WORD).collect())
    }

    /// True where no list knows the words.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// False where hardly any word is one of English. Constant in the text.
    pub fn is_that_of(&self, tokens: &[Token], words: &[ListedWord]) -> bool {
        let words = tokens.iter().zip(words);
        let mut small = words.filter(|(token, _)| token.shape == Shape::Lower).take(LOOKED_AT);
        small.by_ref().filter(|(_, word)| self.0.contains(&word.id)).take(ENOUGH).count() == ENOUGH
    }
}
