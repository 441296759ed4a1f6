//! How do the words begin with which a name may begin?
//!
//! With most words of a text no name begins, whatever is taken off or added.
//! Their first characters tell, so that they are neither spelled nor looked up.

use serde::{Deserialize, Serialize};

use super::spelled::{Spelled, Umlauts};
use crate::fold::is_ideograph;

/// A set of beginnings of words, as they are spelled: a bit for each, several
/// beginnings to a bit.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Openings {
    words: Vec<u64>,
    /// Of words with an apostrophe.
    marked: Vec<u64>,
    /// The first characters of all of them that are ASCII, a bit each: most
    /// words of a text go no further.
    initials: u128,
}

/// So many characters are looked at.
const DEPTH: usize = 4;

/// How many bits there are: two to the power of this.
const BITS: u32 = 15;

/// What stands behind the last character of a word.
const END: char = '\0';

impl Default for Openings {
    fn default() -> Self {
        let none = vec![0; (1 << BITS) / u64::BITS as usize];
        Openings { words: none.clone(), marked: none, initials: 0 }
    }
}

impl Openings {
    /// Adds a spelled word.
    pub fn add(&mut self, word: &str) {
        self.begin(word);
        set(&mut self.words, first(word), DEPTH);
    }

    /// Adds all words that begin with a stem.
    pub fn add_all_like(&mut self, stem: &str) {
        self.begin(stem);
        set(&mut self.words, first(stem), stem.chars().count());
    }

    /// Adds what is written together with a word that follows: with an
    /// apostrophe, or without one.
    pub fn add_before(&mut self, form: &str) {
        self.begin(form);
        let table = if form.ends_with('\'') { &mut self.marked } else { &mut self.words };
        set(table, first(form), form.chars().count());
    }

    fn begin(&mut self, word: &str) {
        if let Some(first) = word.bytes().next().filter(u8::is_ascii) {
            self.initials |= 1 << first;
        }
    }

    /// False for a word with which no name begins, as it stands in a text.
    /// Constant in its length but for a look whether it has an apostrophe.
    #[inline]
    pub fn may_open(&self, word: &str, room: &mut Spelled) -> bool {
        match word.as_bytes() {
            [first, ..] if first.is_ascii_alphanumeric() => {
                self.initials >> first.to_ascii_lowercase() & 1 == 1 && self.holds(word, room)
            }
            _ => self.holds(word, room),
        }
    }

    fn holds(&self, word: &str, room: &mut Spelled) -> bool {
        if let [0xe3..=0xe9, _, _] = word.as_bytes()
            && let Some(c) = word.chars().next().filter(|&c| is_ideograph(c))
        {
            return has(&self.words, [c, END, END, END]);
        }
        let start = &word.as_bytes()[..word.len().min(DEPTH)];
        if !start.is_empty() && start.iter().all(u8::is_ascii_alphanumeric) {
            let mut characters = [END; DEPTH];
            characters.iter_mut().zip(start).for_each(|(c, byte)| *c = byte.to_ascii_lowercase().into());
            return self.has(word, characters);
        }
        Umlauts::of(word).any(|umlauts| {
            spell_first(word, umlauts, room);
            self.has(word, first(&room.text))
        })
    }

    #[inline]
    fn has(&self, word: &str, characters: [char; DEPTH]) -> bool {
        has(&self.words, characters)
            || (has(&self.marked, characters) && word.contains(['\'', '‘', '’', 'ʼ', '＇', '´']))
    }
}

/// Spells as much of a word as its first characters need.
fn spell_first(word: &str, umlauts: Umlauts, room: &mut Spelled) {
    room.set("", umlauts);
    for (at, c) in word.char_indices() {
        if room.len() >= DEPTH && !matches!(c, '\u{300}'..='\u{36f}' | '\u{3099}' | '\u{309a}') {
            break;
        }
        room.push(c, (at + c.len_utf8()) as u32, umlauts);
    }
}

/// The first characters of a spelled word.
fn first(word: &str) -> [char; DEPTH] {
    let mut characters = [END; DEPTH];
    characters.iter_mut().zip(word.chars()).for_each(|(first, c)| *first = c);
    characters
}

/// A bit for each beginning of a word, the longest last.
#[inline]
fn beginnings(characters: [char; DEPTH]) -> [usize; DEPTH] {
    let mut mixed = 0_u32;
    characters.map(|c| {
        mixed = (mixed ^ u32::from(c)).wrapping_mul(0x9e37_79b1).rotate_left(15);
        (mixed.wrapping_mul(0x85eb_ca6b) >> (u32::BITS - BITS)) as usize
    })
}

/// Adds a beginning of so many characters.
fn set(table: &mut [u64], characters: [char; DEPTH], depth: usize) {
    let bit = beginnings(characters)[depth.clamp(1, DEPTH) - 1];
    table[bit / 64] |= 1 << (bit % 64);
}

#[inline]
fn has(table: &[u64], characters: [char; DEPTH]) -> bool {
    beginnings(characters).into_iter().any(|bit| table[bit / 64] >> (bit % 64) & 1 == 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Of names that begin with *müller*, *x*, *ab…* and *京*, and *l'* before
    /// names.
    const MAY_OPEN: &[(&str, bool)] = &[
        ("Müller", true),
        ("Mueller", true),
        ("MULLERS", true),
        ("Mu\u{308}ller", true),
        ("M\u{ad}üller", true),
        ("Möller", false),
        ("Muster", false),
        ("X", true),
        ("Xy", false),
        ("Abc", true),
        ("Abd", true),
        ("Acd", false),
        ("京", true),
        ("東", false),
        ("l'Xy", true),
        ("l’Xy", true),
        ("lx", false),
    ];

    #[test]
    fn words_are_told_by_their_first_characters() {
        let mut openings = Openings::default();
        ["muller", "mueller", "x", "京"].iter().for_each(|word| openings.add(word));
        openings.add_all_like("ab");
        openings.add_before("l'");
        for (word, expected) in MAY_OPEN {
            assert_eq!(openings.may_open(word, &mut Spelled::default()), *expected, "{word}");
        }
    }
    proptest! {
        #[test]
        fn every_word_opens_as_it_is_spelled(word in "[a-zA-Z0-9éÖßÅİ京い\u{301}\u{308}'’\u{ad}]{1,6}") {
            for umlauts in Umlauts::of(&word) {
                let mut openings = Openings::default();
                openings.add(&Spelled::of(&word, umlauts).text);
                prop_assert!(openings.may_open(&word, &mut Spelled::default()), "{umlauts:?}");
            }
        }
    }
}
