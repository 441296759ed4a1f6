//! Words → what is known of them: the hash table that every token asks.

use serde::{Deserialize, Serialize};

use super::automaton::{Node, ROOT};
use super::words::{Marks, NO_WORD, WordId};
use crate::window::{self, EACH_BYTE};

/// What is known of a word. Two of them fill a line of the processor's cache.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[repr(align(32))]
pub(crate) struct Known {
    pub key: Key,
    /// Its number; [`NO_WORD`] of what is not known.
    pub word: WordId,
    pub facts: Facts,
}

/// What the lists say of a word.
///
/// What it does in names is a filter, so that most words never reach the
/// automaton.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Facts {
    /// The roles that it has on its own.
    pub marks: Marks,
    /// The state that it leads to from the root, or the root.
    pub opening: Node,
    /// Some name begins with it in small letters.
    pub opens_small: bool,
    /// Some name begins with it in other letters.
    pub opens_capital: bool,
    /// It is a name by itself.
    pub is_name: bool,
    /// Some name goes on with it.
    pub follows: bool,
}

impl Known {
    /// What is known of a word that no list has: nothing.
    const NOTHING: Self = Known {
        key: Key(0, 0),
        word: NO_WORD,
        facts: Facts {
            marks: Marks::NONE,
            opening: ROOT,
            opens_small: false,
            opens_capital: false,
            is_name: false,
            follows: false,
        },
    };
}

/// A folded token as an integer: its bytes where there are at most sixteen,
/// else a hash of them below a byte that UTF-8 never holds.
#[derive(Clone, Copy, Debug, Eq, Serialize, Deserialize)]
pub(super) struct Key(u64, u64);

impl PartialEq for Key {
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        self.differs(*other) == 0
    }
}

/// As many bytes as a [`Key`] holds.
const KEY_BYTES: usize = 16;

const LONG: u64 = 0xff << 56;

impl Key {
    pub fn of(folded: &[u8]) -> Self {
        if folded.len() <= KEY_BYTES {
            return Key(window::at(folded, 0), window::at(folded, 8));
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
    pub fn of_ascii(text: &[u8], start: usize, end: usize) -> Option<Self> {
        let bits = 8 * (end - start) as u32;
        let (low, high) = match bits {
            0 => return None,
            1..=64 => (window::at(text, start) & u64::MAX >> (64 - bits), 0),
            65..=128 => (window::at(text, start), window::at(text, start + 8) & u64::MAX >> (128 - bits)),
            _ => return None,
        };
        let is_ascii = (low | high) & (EACH_BYTE * 0x80) == 0;
        is_ascii.then(|| Key(small_letters(low), if high == 0 { 0 } else { small_letters(high) }))
    }

    /// Zero for the same key. Both halves at once: nobody can foretell the
    /// first.
    #[inline]
    fn differs(self, other: Self) -> u64 {
        (self.0 ^ other.0) | (self.1 ^ other.1)
    }

    pub fn is_long(self) -> bool {
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

/// The highest bit alone, and only for what is not zero.
#[inline]
fn sign(number: u64) -> u64 {
    (number | number.wrapping_neg()) & 1 << 63
}

/// Eight ASCII characters at once, capitals made small.
#[inline]
fn small_letters(word: u64) -> u64 {
    let from_a = word + EACH_BYTE * (0x80 - b'A' as u64);
    let after_z = word + EACH_BYTE * (0x7f - b'Z' as u64);
    let capitals = (from_a & !after_z) & (EACH_BYTE * 0x80);
    word | (capitals >> 2)
}

/// What is known of words, by open addressing.
///
/// The slots hold numbers of entries, so that they lie close together: what is
/// not there is told from them alone. A quarter of them at most are taken.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(from = "Entries")]
pub(super) struct Table {
    /// The first one is known of every word that is not there.
    entries: Vec<Known>,
    #[serde(skip)]
    slots: Vec<u32>,
}

/// A table on the disk.
#[derive(Deserialize)]
struct Entries {
    entries: Vec<Known>,
}

impl From<Entries> for Table {
    fn from(Entries { entries }: Entries) -> Self {
        let mut table = Table { entries, slots: Vec::new() };
        table.fill(0);
        table
    }
}

impl Default for Table {
    fn default() -> Self {
        let mut table = Table { entries: vec![Known::NOTHING], slots: Vec::new() };
        table.fill(0);
        table
    }
}

impl Table {
    /// What is known of the word with this key, which is no hash.
    #[inline]
    pub fn find_short(&self, key: Key) -> &Known {
        let mask = self.slots.len() - 1;
        let mut slot = key.hash() as usize & mask;
        loop {
            let entry = self.slots[slot] as usize;
            let known = &self.entries[entry];
            // One branch for both: which of the two it is, nobody can foretell.
            if sign(known.key.differs(key)) & sign(entry as u64) == 0 {
                return known;
            }
            slot = (slot + 1) & mask;
        }
    }

    /// The same for every key; `is_same` is asked for long words only, whose
    /// key is a hash.
    pub fn find(&self, key: Key, is_same: impl Fn(WordId) -> bool) -> &Known {
        &self.entries[self.slots[self.slot(key, is_same)] as usize]
    }

    /// All that is known.
    pub fn entries_mut(&mut self) -> &mut [Known] {
        &mut self.entries[1..]
    }

    /// Adds a word that is not there.
    pub fn add(&mut self, known: Known) {
        if self.slots.len() <= 4 * self.entries.len() {
            self.fill(self.entries.len());
        }
        let slot = self.slot(known.key, |_| false);
        self.slots[slot] = self.entries.len() as u32;
        self.entries.push(known);
    }

    /// The slot of a key, or the free one in which it would stand.
    fn slot(&self, key: Key, is_same: impl Fn(WordId) -> bool) -> usize {
        let mask = self.slots.len() - 1;
        let mut slot = key.hash() as usize & mask;
        loop {
            let entry = self.slots[slot] as usize;
            let known = &self.entries[entry];
            if entry == 0 || (known.key == key && (!key.is_long() || is_same(known.word))) {
                return slot;
            }
            slot = (slot + 1) & mask;
        }
    }

    /// Gives the entries slots, with room for as many words more.
    fn fill(&mut self, more: usize) {
        self.slots = vec![0; (4 * (self.entries.len() + more)).next_power_of_two()];
        for entry in 1..self.entries.len() {
            let slot = self.slot(self.entries[entry].key, |_| false);
            self.slots[slot] = entry as u32;
        }
    }
}
