//! In which language is a text, or a stretch of it?
//!
//! The crate that tells languages costs what annotating a page does, so that it
//! is asked late, and not for English, which nearly all texts are in.

use std::ops::Range;

use crate::gazetteer::english;
use crate::hash::HashSet;
use crate::language::Language;
use crate::lookup::{Index, ListedWord, NO_WORD, WordId};
use crate::segment::{Gap, Shape, Token};

/// What tells languages.
#[derive(Debug, Default)]
pub(crate) struct Detector {
    /// What the user says of all texts.
    said: Option<Language>,
    /// The words that only English has, and the numbers of those that the
    /// lists know.
    words: HashSet<String>,
    known: HashSet<WordId>,
}

/// So many of the first small words are looked at.
const LOOKED_AT: usize = 200;

/// So many words of English are enough.
const ENOUGH: usize = 6;

/// A stretch of a text that may be in a language of its own has at least so
/// many bytes.
const STRETCH: usize = 1000;

impl Detector {
    /// Of the lists that a run has.
    pub fn new(lists: &Index) -> Self {
        let words: HashSet<String> = english().into_iter().collect();
        let known = words.iter().map(|word| lists.word(word)).filter(|&word| word != NO_WORD).collect();
        Detector { said: None, words, known }
    }

    /// The same where the user says the language of all texts.
    pub fn saying(self, said: Option<Language>) -> Self {
        Detector { said, ..self }
    }

    /// True where the lists know words of English, and thus have rules that
    /// other languages have not.
    pub fn has_words(&self) -> bool {
        !self.known.is_empty()
    }

    /// The language of some tokens of a text, or of all. Constant in their
    /// number.
    pub fn language(&self, text: &str, tokens: &[Token], words: &[ListedWord]) -> Language {
        match (self.said, tokens) {
            (Some(said), _) => said,
            (None, []) => Language::UNKNOWN,
            (None, _) if self.is_english(text, tokens, words) => Language::ENGLISH,
            (None, [first, ..]) => Language::of(&text[first.start as usize..tokens[tokens.len() - 1].end as usize]),
        }
    }

    /// The language of some tokens of a text; that of the `whole` where they
    /// do not tell.
    pub fn language_within(
        &self,
        text: &str,
        tokens: &[Token],
        words: &[ListedWord],
        whole: impl FnOnce() -> Language,
    ) -> Language {
        let part = self.language(text, tokens, words);
        if part.is_certain() { part } else { whole() }
    }

    /// The parts of a text that may be in languages of their own, some lines
    /// each, as tokens. Linear in the tokens.
    pub fn stretches(&self, text: &str, tokens: &[Token]) -> Vec<Range<usize>> {
        let (mut stretches, mut first) = (Vec::new(), 0);
        if self.said.is_none() && text.len() >= 2 * STRETCH {
            for i in 1..tokens.len() {
                let length = (tokens[i].start - tokens[first].start) as usize;
                if tokens[i].gap >= Gap::Line && length >= STRETCH {
                    stretches.push(first..i);
                    first = i;
                }
            }
        }
        stretches.push(first..tokens.len());
        stretches
    }

    /// False where hardly any word is one of English.
    fn is_english(&self, text: &str, tokens: &[Token], words: &[ListedWord]) -> bool {
        let words = tokens.iter().zip(words);
        let mut small = words.filter(|(token, _)| token.shape == Shape::Lower).take(LOOKED_AT);
        let is_english = |(token, word): &(&Token, &ListedWord)| match word.id {
            NO_WORD => self.words.contains(token.of(text)),
            known => self.known.contains(&known),
        };
        small.by_ref().filter(is_english).take(ENOUGH).count() == ENOUGH
    }
}
