//! The vocabulary: every token of every list name, folded, with a number.

use serde::{Deserialize, Serialize};

use super::firsts::Firsts;
use super::key::Key;
use super::table::{Facts, Known, Table};
use super::word::WordId;
use crate::hash::HashMap;
use crate::packed;

/// Folded tokens → what is known of them; the strings lie in one store.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Words {
    strings: Strings,
    all: Table,
    /// The words that matter in small letters: few, so that they lie close to
    /// the processor, and most words of a text are in small letters.
    small: Table,
    /// What is known of the ASCII characters that stand alone.
    #[serde(with = "packed")]
    signs: Vec<Known>,
    firsts: Firsts,
}

impl Words {
    /// What is known of a folded token.
    pub fn find(&self, folded: &[u8]) -> &Known {
        self.all.find(Key::of(folded), |word| self.strings.of(word) == folded)
    }

    /// False where the fold of a token is no word for sure.
    #[inline]
    pub fn may_hold(&self, token: &str) -> bool {
        self.firsts.may_begin(token)
    }

    /// All words.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        let starts = std::iter::once(0).chain(self.strings.ends.iter().copied());
        starts.zip(&self.strings.ends).map(|(start, end)| &self.strings.store[start as usize..*end as usize])
    }

    /// What is known of the token `text[start..end]`, where its fold is at
    /// hand; `None` where it has to be folded first. `is_small` says that it
    /// is in small letters, see [`NewWords::close`].
    #[inline]
    pub fn find_ascii(&self, text: &[u8], start: usize, end: usize, is_small: bool) -> Option<&Known> {
        let key = Key::of_ascii(text, start, end)?;
        let table = if is_small { &self.small } else { &self.all };
        Some(table.find_short(key))
    }

    /// What is known of a sign of one byte, by that byte.
    #[inline]
    pub fn find_sign(&self, sign: u8) -> Option<&Known> {
        self.signs.get(sign as usize)
    }
}

/// The bytes of each word, by number.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Strings {
    #[serde(with = "packed::text")]
    store: String,
    #[serde(with = "packed")]
    ends: Vec<u32>,
}

impl Strings {
    fn of(&self, word: WordId) -> &[u8] {
        let start = if word == 0 { 0 } else { self.ends[word as usize - 1] };
        &self.store.as_bytes()[start as usize..self.ends[word as usize] as usize]
    }
}

/// The vocabulary while names are added.
#[derive(Default)]
pub(super) struct NewWords {
    strings: Strings,
    numbers: HashMap<Key, WordId>,
    /// The numbers of words whose keys others may share.
    long: HashMap<String, WordId>,
}

impl NewWords {
    /// The number of a folded token, which is added where it is new.
    pub fn intern(&mut self, folded: &str) -> WordId {
        let key = Key::of(folded.as_bytes());
        let known = if key.is_long() { self.long.get(folded) } else { self.numbers.get(&key) };
        if let Some(&word) = known {
            return word;
        }
        let word = self.len() as WordId;
        if key.is_long() {
            self.long.insert(folded.to_owned(), word);
        } else {
            self.numbers.insert(key, word);
        }
        self.strings.store.push_str(folded);
        self.strings.ends.push(self.strings.store.len() as u32);
        word
    }

    /// The number of a folded token that is known.
    pub fn number(&self, folded: &str) -> Option<WordId> {
        let key = Key::of(folded.as_bytes());
        if key.is_long() { self.long.get(folded) } else { self.numbers.get(&key) }.copied()
    }

    /// How many words there are.
    pub fn len(&self) -> usize {
        self.strings.ends.len()
    }

    /// The bytes of a word.
    pub fn bytes(&self, word: WordId) -> &[u8] {
        self.strings.of(word)
    }

    /// The vocabulary, with the facts of each word by number, and whether it
    /// says something in small letters too: it has a role that does not need a
    /// capital, or stands in small letters in a name. A token in small letters
    /// is known only if its word does. Signs are known by their bytes; `fold`
    /// folds them.
    pub fn close(self, facts: &[Facts], small: &[bool], fold: impl Fn(&str) -> String) -> Words {
        let known = |(word, &facts)| Known { key: Key::of(self.bytes(word)), word, facts };
        let all: Vec<Known> = (0..).zip(facts).map(known).collect();
        let matters = |known: &Known| small[known.word as usize] && !known.key.is_long();
        let small: Vec<Known> = all.iter().copied().filter(matters).collect();
        let (all, small) = rayon::join(|| Table::new(&all), || Table::new(&small));
        let mut words = Words { strings: self.strings, all, small, signs: Vec::new(), firsts: Firsts::default() };
        words.firsts = Firsts::of(words.texts());
        let signs = (0..128u8).map(|sign| fold(char::from(sign).encode_utf8(&mut [0; 4])));
        words.signs = signs.map(|sign| *words.find(sign.as_bytes())).collect();
        words
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lookup::word::NO_WORD;

    fn closed(words: NewWords) -> Words {
        let count = words.len();
        words.close(&vec![Facts::default(); count], &vec![false; count], str::to_owned)
    }

    #[test]
    fn finds_what_was_interned_and_nothing_else() {
        let mut words = NewWords::default();
        let known: Vec<String> = (0..5000).map(|i| format!("{}{i}", "ab".repeat(i % 12))).collect();
        for (i, word) in known.iter().enumerate() {
            assert_eq!(words.intern(word), i as WordId);
            assert_eq!(words.intern(word), i as WordId);
        }
        let words = closed(words);
        for (i, word) in known.iter().enumerate() {
            assert_eq!(words.find(word.as_bytes()).word, i as WordId, "{word}");
            assert_eq!(words.find(format!("{word}x").as_bytes()).word, NO_WORD, "{word}x");
        }
    }

    #[test]
    fn ascii_tokens_need_no_folding() {
        let mut words = NewWords::default();
        for word in ["shanghai", "u.s", "azaz[`{", "sixteen-letters!"] {
            words.intern(word);
        }
        let words = closed(words);
        for (token, found) in
            [("SHANGHAI", true), ("U.S", true), ("AzaZ[`{", true), ("Sixteen-Letters!", true), ("x", false)]
        {
            let text = format!("--{token} and more text after it");
            let word =
                words.find_ascii(text.as_bytes(), 2, 2 + token.len(), false).expect("it is short and ASCII").word;
            assert_eq!(word != NO_WORD, found, "{token}");
            let at_end = &text[..2 + token.len()];
            assert_eq!(
                words.find_ascii(at_end.as_bytes(), 2, at_end.len(), false).map(|k| k.word),
                Some(word),
                "{token}"
            );
        }
        assert_eq!(words.find_ascii("é".as_bytes(), 0, 2, false), None);
    }
}
