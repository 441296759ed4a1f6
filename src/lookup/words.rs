//! The vocabulary: every token of every list name, folded, with a number.

use serde::{Deserialize, Serialize};

use super::sparse::{self, Slot};
use crate::gazetteer::Role;

/// A word's number. [`NO_WORD`] stands for any token that no list holds.
pub type WordId = u32;

/// The number of a token that stands in no list.
pub const NO_WORD: WordId = u32::MAX;

/// A set of roles: which one-word rows a word stands in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Marks(u32);

impl Marks {
    /// True where a row of this role consists of the word alone.
    #[inline]
    pub fn has(self, role: Role) -> bool {
        self.0 & (1 << role as u32) != 0
    }

    /// Adds a role.
    pub(crate) fn add(&mut self, role: Role) {
        self.0 |= 1 << role as u32;
    }
}

/// Folded tokens → numbers, by open addressing; the strings lie in one store.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Words {
    store: String,
    ends: Vec<u32>,
    keys: Vec<Key>,
    marks: Vec<Marks>,
    /// Hash slots: the upper half of a word's hash, then its number;
    /// [`FREE`] where there is none.
    #[serde(with = "sparse")]
    slots: Vec<u64>,
}

const FREE: u64 = u64::MAX;

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
            return Key(load(folded, 0), load(folded, 8));
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

    /// The key of an ASCII token, folded here and now; none for a token that
    /// is not ASCII, too long, or folded to something other than its small
    /// letters.
    #[inline]
    fn of_ascii(text: &[u8], start: usize, end: usize) -> Option<Self> {
        let length = end - start;
        let (low, high) = match length {
            1 if matches!(text[start], b'&' | b'`') => return None,
            0..=7 => (load(text, start) & ((1 << (8 * length)) - 1), 0),
            8 => (load(text, start), 0),
            9..=15 => (load(text, start), load(text, start + 8) & ((1 << (8 * (length - 8))) - 1)),
            16 => (load(text, start), load(text, start + 8)),
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
        let folded = (mixed as u64) ^ ((mixed >> 64) as u64);
        folded.wrapping_mul(0x9e37_79b9_7f4a_7c15)
    }
}

const EACH_BYTE: u64 = u64::MAX / 255;

/// Eight bytes of the text as an integer; zeros behind its end.
#[inline]
fn load(text: &[u8], at: usize) -> u64 {
    match text.get(at..at + 8) {
        Some(window) => u64::from_le_bytes(window.try_into().expect("there are eight")),
        None => {
            let mut bytes = [0; 8];
            let rest = text.get(at..).unwrap_or_default();
            bytes[..rest.len()].copy_from_slice(rest);
            u64::from_le_bytes(bytes)
        }
    }
}

/// Eight ASCII characters at once, capitals made small.
#[inline]
fn small_letters(word: u64) -> u64 {
    let from_a = word + EACH_BYTE * (0x80 - b'A' as u64);
    let after_z = word + EACH_BYTE * (0x7f - b'Z' as u64);
    let capitals = (from_a & !after_z) & (EACH_BYTE * 0x80);
    word | (capitals >> 2)
}

impl Slot for u64 {
    const FREE: Self = FREE;
}

impl Words {
    /// The number of a folded token, or [`NO_WORD`].
    #[inline]
    pub fn find(&self, folded: &[u8]) -> WordId {
        self.find_key(Key::of(folded), folded)
    }

    /// The number of the token `text[start..end]`, where it is one whose fold
    /// is at hand; `None` where it has to be folded first.
    #[inline]
    pub fn find_ascii(&self, text: &[u8], start: usize, end: usize) -> Option<WordId> {
        Key::of_ascii(text, start, end).map(|key| self.find_key(key, &[]))
    }

    /// The word with this key; `folded` is looked at for long ones only.
    #[inline]
    fn find_key(&self, key: Key, folded: &[u8]) -> WordId {
        if self.slots.is_empty() {
            return NO_WORD;
        }
        let mask = self.slots.len() - 1;
        let hash = key.hash();
        let mut slot = hash as usize & mask;
        loop {
            let held = self.slots[slot];
            if held == FREE {
                return NO_WORD;
            }
            let word = held as WordId;
            if held >> 32 == hash >> 32
                && self.keys[word as usize] == key
                && (!key.is_long() || self.bytes(word) == folded)
            {
                return word;
            }
            slot = (slot + 1) & mask;
        }
    }

    /// The number of a folded token, which is added where it is new.
    pub fn intern(&mut self, folded: &str) -> WordId {
        if self.slots.len() < 2 * (self.ends.len() + 1) {
            self.grow();
        }
        let key = Key::of(folded.as_bytes());
        let known = self.find_key(key, folded.as_bytes());
        if known != NO_WORD {
            return known;
        }
        let word = self.ends.len() as WordId;
        self.store.push_str(folded);
        self.ends.push(self.store.len() as u32);
        self.keys.push(key);
        self.marks.push(Marks::default());
        self.place(word);
        word
    }

    /// The roles that a word has on its own.
    #[inline]
    pub fn marks(&self, word: WordId) -> Marks {
        self.marks.get(word as usize).copied().unwrap_or_default()
    }

    pub fn mark(&mut self, word: WordId, role: Role) {
        self.marks[word as usize].add(role);
    }

    /// How many words there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    #[inline]
    fn bytes(&self, word: WordId) -> &[u8] {
        let end = self.ends[word as usize] as usize;
        let start = if word == 0 { 0 } else { self.ends[word as usize - 1] as usize };
        &self.store.as_bytes()[start..end]
    }

    fn grow(&mut self) {
        let size = (4 * (self.ends.len() + 1)).next_power_of_two();
        self.slots = vec![FREE; size];
        for word in 0..self.ends.len() as WordId {
            self.place(word);
        }
    }

    fn place(&mut self, word: WordId) {
        let mask = self.slots.len() - 1;
        let hash = self.keys[word as usize].hash();
        let mut slot = hash as usize & mask;
        while self.slots[slot] != FREE {
            slot = (slot + 1) & mask;
        }
        self.slots[slot] = ((hash >> 32) << 32) | u64::from(word);
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
            assert_eq!(words.find(word.as_bytes()), i as WordId, "{word}");
            assert_eq!(words.find(format!("{word}x").as_bytes()), NO_WORD, "{word}x");
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
            let word = words.find_ascii(text.as_bytes(), 2, 2 + token.len()).expect("it is short and ASCII");
            assert_eq!(word != NO_WORD, found, "{token}");
            let at_end = &text[..2 + token.len()];
            assert_eq!(words.find_ascii(at_end.as_bytes(), 2, at_end.len()), Some(word), "{token}");
        }
        assert_eq!(words.find_ascii("&".as_bytes(), 0, 1), None);
        assert_eq!(words.find_ascii("é".as_bytes(), 0, 2), None);
    }
}
