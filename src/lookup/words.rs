//! The vocabulary: every token of every list name, folded, with a number.

use serde::{Deserialize, Serialize};

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
    marks: Vec<Marks>,
    /// Hash slots: number of a word, or [`NO_WORD`] where free.
    slots: Vec<WordId>,
}

impl Words {
    /// The number of a folded token, or [`NO_WORD`].
    #[inline]
    pub fn find(&self, folded: &[u8]) -> WordId {
        if self.slots.is_empty() {
            return NO_WORD;
        }
        let mask = self.slots.len() - 1;
        let mut slot = hash(folded) as usize & mask;
        loop {
            let word = self.slots[slot];
            if word == NO_WORD || self.bytes(word) == folded {
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
        let known = self.find(folded.as_bytes());
        if known != NO_WORD {
            return known;
        }
        let word = self.ends.len() as WordId;
        self.store.push_str(folded);
        self.ends.push(self.store.len() as u32);
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
        self.slots = vec![NO_WORD; size];
        for word in 0..self.ends.len() as WordId {
            self.place(word);
        }
    }

    fn place(&mut self, word: WordId) {
        let mask = self.slots.len() - 1;
        let mut slot = hash(self.bytes(word)) as usize & mask;
        while self.slots[slot] != NO_WORD {
            slot = (slot + 1) & mask;
        }
        self.slots[slot] = word;
    }
}

/// A multiplicative hash over eight bytes at a time, mixed at the end.
#[inline]
fn hash(bytes: &[u8]) -> u64 {
    const MULTIPLIER: u64 = 0x9e37_79b9_7f4a_7c15;
    let mut hash = bytes.len() as u64;
    for chunk in bytes.chunks(8) {
        let mut word = [0; 8];
        word[..chunk.len()].copy_from_slice(chunk);
        hash = (hash ^ u64::from_le_bytes(word)).wrapping_mul(MULTIPLIER);
        hash ^= hash >> 29;
    }
    hash ^ (hash >> 32)
}
