//! The vocabulary: every token of every list name, folded, with a number.

use serde::{Deserialize, Serialize};

use super::automaton::{Node, ROOT};
use super::sparse::{self, Slot};
use crate::gazetteer::Role;
use crate::segment::window;

/// A word's number. [`NO_WORD`] stands for any token that no list holds.
pub type WordId = u32;

/// The number of a token that stands in no list.
pub const NO_WORD: WordId = u32::MAX;

/// What a token is to the lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ListedWord {
    /// Its number, or [`NO_WORD`].
    pub id: WordId,
    /// The roles that it has on its own.
    pub marks: Marks,
}

/// A set of roles: which one-word rows a word stands in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Marks(u32);

/// The bit of [`Marks`] that is no role.
const BEGINS_HITS: u32 = 1 << 31;

impl Marks {
    /// True where a row of this role consists of the word alone.
    #[inline]
    pub fn has(self, role: Role) -> bool {
        self.0 & (1 << role as u32) != 0
    }

    /// True for a token of a text at which a hit begins.
    #[inline]
    pub fn begin_hits(self) -> bool {
        self.0 & BEGINS_HITS != 0
    }

    /// Notes that a hit begins at the token.
    pub(crate) fn add_hits(&mut self) {
        self.0 |= BEGINS_HITS;
    }

    /// Adds a role.
    pub(crate) fn add(&mut self, role: Role) {
        self.0 |= 1 << role as u32;
    }
}

/// What the lists know of a word, in the slot of the table that it hashes to:
/// one read of memory tells all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Known {
    key: Key,
    /// Its number; [`NO_WORD`] in a slot that is free.
    pub word: WordId,
    pub facts: Facts,
}

/// What the lists say of a word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Facts {
    /// The roles that it has on its own.
    pub marks: Marks,
    /// How names begin with it.
    pub opening: Opening,
    /// It says something in small letters too: it has a role that does not
    /// need a capital, or stands in small letters in a name.
    pub small: bool,
}

/// Whether names begin with a word, by the spelling of the word in a text:
/// a filter, so that most words never reach the automaton.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Opening {
    /// The state that the word leads to from the root, or the root.
    pub node: Node,
    /// Some name begins with it in small letters.
    pub small: bool,
    /// Some name begins with it in other letters.
    pub capital: bool,
}

impl Slot for Known {
    const FREE: Self = Known {
        key: Key(0, 0),
        word: NO_WORD,
        facts: Facts { marks: Marks(0), opening: Opening { node: ROOT, small: false, capital: false }, small: false },
    };
}

/// Folded tokens → what is known of them; the strings lie in one store.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Words {
    store: String,
    ends: Vec<u32>,
    all: Table,
    /// The words that matter in small letters: few, so that they lie close to
    /// the processor, and most words of a text are in small letters.
    small: Table,
    /// What is known of the ASCII characters that stand alone.
    signs: Vec<Known>,
}

/// A hash table with open addressing; less than half of it is taken.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Table {
    #[serde(with = "sparse")]
    slots: Vec<Known>,
    taken: u32,
}

impl Default for Table {
    fn default() -> Self {
        Table { slots: vec![Known::FREE; 16], taken: 0 }
    }
}

/// A folded token as an integer: its bytes where there are at most sixteen,
/// else a hash of them below a byte that UTF-8 never holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Key(u64, u64);

/// As many bytes as a [`Key`] holds.
const KEY_BYTES: usize = 16;

const LONG: u64 = 0xff << 56;

impl Key {
    fn of(folded: &[u8]) -> Self {
        if folded.len() <= KEY_BYTES {
            return Key(window(folded, 0), window(folded, 8));
        }
        let mut key = Key(folded.len() as u64, 0);
        for chunk in folded.chunks(8) {
            let mut word = [0; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            key.0 = Key(key.0 ^ u64::from_le_bytes(word), key.1).hash();
            key.1 = key.1.rotate_left(25) ^ key.0;
        }
        Key(key.0, key.1 | LONG)
    }

    /// The key of an ASCII word, folded here and now; none for a token that
    /// is not ASCII or too long. What is no letter must fold to itself.
    #[inline]
    fn of_ascii(text: &[u8], start: usize, end: usize) -> Option<Self> {
        let bits = 8 * (end - start) as u32;
        let (low, high) = match bits {
            0 => return None,
            1..=64 => (window(text, start) & u64::MAX >> (64 - bits), 0),
            65..=128 => (window(text, start), window(text, start + 8) & u64::MAX >> (128 - bits)),
            _ => return None,
        };
        let is_ascii = (low | high) & (EACH_BYTE * 0x80) == 0;
        is_ascii.then(|| Key(small_letters(low), if high == 0 { 0 } else { small_letters(high) }))
    }

    fn is_long(self) -> bool {
        self.1 & LONG == LONG
    }

    /// A multiplicative hash, the halves of the product mixed.
    #[inline]
    fn hash(self) -> u64 {
        let mixed =
            u128::from(self.0 ^ 0x9e37_79b9_7f4a_7c15) * u128::from(self.1.rotate_left(32) ^ 0xd6e8_feb8_6659_fd93);
        (mixed as u64) ^ ((mixed >> 64) as u64)
    }
}

const EACH_BYTE: u64 = u64::MAX / 255;

/// Eight ASCII characters at once, capitals made small.
#[inline]
fn small_letters(word: u64) -> u64 {
    let from_a = word + EACH_BYTE * (0x80 - b'A' as u64);
    let after_z = word + EACH_BYTE * (0x7f - b'Z' as u64);
    let capitals = (from_a & !after_z) & (EACH_BYTE * 0x80);
    word | (capitals >> 2)
}

impl Words {
    /// What is known of a folded token.
    pub fn find(&self, folded: &[u8]) -> &Known {
        self.all.find(Key::of(folded), |word| self.bytes(word) == folded)
    }

    /// What is known of the token `text[start..end]`, where its fold is at
    /// hand; `None` where it has to be folded first. `is_small` says that it
    /// is in small letters, see [`Words::close`].
    #[inline]
    pub fn find_ascii(&self, text: &[u8], start: usize, end: usize, is_small: bool) -> Option<&Known> {
        let key = Key::of_ascii(text, start, end)?;
        let table = if is_small { &self.small } else { &self.all };
        Some(table.find(key, |_| true))
    }

    /// What is known of a sign of one byte, by that byte.
    #[inline]
    pub fn find_sign(&self, sign: u8) -> Option<&Known> {
        self.signs.get(sign as usize)
    }

    /// The number of a folded token, which is added where it is new.
    pub fn intern(&mut self, folded: &str) -> WordId {
        self.all.make_room();
        let key = Key::of(folded.as_bytes());
        let slot = self.all.slot(key, |word| self.bytes(word) == folded.as_bytes());
        if self.all.slots[slot].word == NO_WORD {
            self.all.put(slot, Known { key, word: self.ends.len() as WordId, ..Known::FREE });
            self.store.push_str(folded);
            self.ends.push(self.store.len() as u32);
        }
        self.all.slots[slot].word
    }

    /// To be called after the last word, with the facts of each by number.
    /// From now on a token in small letters is known only if the word matters
    /// so ([`Facts::small`]), and signs are known by their bytes; `fold` folds
    /// them.
    pub fn close(&mut self, facts: &[Facts], fold: impl Fn(&str) -> String) {
        for known in self.all.slots.iter_mut().filter(|known| known.word != NO_WORD) {
            known.facts = facts[known.word as usize];
            if known.facts.small && !known.key.is_long() {
                self.small.make_room();
                let slot = self.small.slot(known.key, |_| true);
                self.small.put(slot, *known);
            }
        }
        let signs = (0..128u8).map(|sign| fold(char::from(sign).encode_utf8(&mut [0; 4])));
        self.signs = signs.map(|sign| *self.find(sign.as_bytes())).collect();
    }

    /// How many words there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// The bytes of a word.
    fn bytes(&self, word: WordId) -> &[u8] {
        let start = if word == 0 { 0 } else { self.ends[word as usize - 1] };
        &self.store.as_bytes()[start as usize..self.ends[word as usize] as usize]
    }
}

impl Table {
    #[inline]
    fn find(&self, key: Key, is_same: impl Fn(WordId) -> bool) -> &Known {
        &self.slots[self.slot(key, is_same)]
    }

    /// The slot of a key, or the free one in which it would stand. `is_same`
    /// is asked for long words only, whose key is a hash.
    #[inline]
    fn slot(&self, key: Key, is_same: impl Fn(WordId) -> bool) -> usize {
        let mask = self.slots.len() - 1;
        let mut slot = key.hash() as usize & mask;
        loop {
            let known = &self.slots[slot];
            if known.word == NO_WORD || (known.key == key && (!key.is_long() || is_same(known.word))) {
                return slot;
            }
            slot = (slot + 1) & mask;
        }
    }

    fn put(&mut self, slot: usize, known: Known) {
        self.slots[slot] = known;
        self.taken += 1;
    }

    /// Sees to it that one more finds room.
    fn make_room(&mut self) {
        if self.slots.len() > 2 * (self.taken as usize + 1) {
            return;
        }
        let larger = vec![Known::FREE; self.slots.len() * 2];
        for known in std::mem::replace(&mut self.slots, larger).into_iter().filter(|known| known.word != NO_WORD) {
            let slot = self.slot(known.key, |_| false);
            self.slots[slot] = known;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_was_interned_and_nothing_else() {
        let mut words = Words::default();
        let known: Vec<String> = (0..5000).map(|i| format!("{}{i}", "ab".repeat(i % 12))).collect();
        for (i, word) in known.iter().enumerate() {
            assert_eq!(words.intern(word), i as WordId);
        }
        for (i, word) in known.iter().enumerate() {
            assert_eq!(words.find(word.as_bytes()).word, i as WordId, "{word}");
            assert_eq!(words.find(format!("{word}x").as_bytes()).word, NO_WORD, "{word}x");
        }
    }

    #[test]
    fn ascii_tokens_need_no_folding() {
        let mut words = Words::default();
        for word in ["shanghai", "u.s", "azaz[`{", "sixteen-letters!"] {
            words.intern(word);
        }
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
