//! With which characters do the words of all names begin?
//!
//! Most words of a script that hardly any name is in are told by their first
//! character, so that they are neither folded nor looked up.

use serde::{Deserialize, Serialize};

use crate::fold;

/// The first characters of folded words: a bit for each, several characters to
/// a bit.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Firsts(Vec<u64>);

/// How many bits there are: two to the power of this.
const BITS: u32 = 14;

impl Default for Firsts {
    fn default() -> Self {
        Firsts(vec![0; (1 << BITS) / u64::BITS as usize])
    }
}

impl Firsts {
    /// Of folded words.
    pub fn of<'w>(words: impl Iterator<Item = &'w str>) -> Self {
        let mut firsts = Firsts::default();
        for bit in words.filter_map(|word| word.chars().next()).map(bit) {
            firsts.0[bit / 64] |= 1 << (bit % 64);
        }
        firsts
    }

    /// False where the fold of a word is none of the words; constant.
    #[inline]
    pub fn may_begin(&self, word: &str) -> bool {
        let mut characters = word.chars().map(fold::alone);
        let Some(Some(first)) = characters.next() else { return true };
        // What follows may compose with it.
        let stands = characters.next().is_none_or(|second| second.is_some());
        !stands || self.0[bit(first) / 64] >> (bit(first) % 64) & 1 == 1
    }
}

#[inline]
fn bit(c: char) -> usize {
    (u32::from(c).wrapping_mul(0x9e37_79b1) >> (u32::BITS - BITS)) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_told_by_their_first_characters() {
        let firsts = Firsts::of(["東京", "ünal", "strasse", "a"].into_iter());
        let may = |word| firsts.may_begin(word);
        assert!(may("東") && may("Ünal") && may("U\u{308}nal") && may("ſtraße") && may("aé"));
        assert!(!may("京") && !may("Örtlich") && !may("Москва"));
        assert!(!Firsts::default().may_begin("東"));
    }
}
