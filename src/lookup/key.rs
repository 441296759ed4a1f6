//! Words as integers, so that two are compared in one step.

use std::hash::{Hash, Hasher};

use crate::packed::Packed;
use crate::window::{self, EACH_BYTE};

/// A folded token as an integer: its bytes where there are at most sixteen,
/// else a hash of them below a byte that UTF-8 never holds.
#[derive(Clone, Copy, Debug, Eq, PartialOrd, Ord)]
pub(super) struct Key(u64, u64);

impl PartialEq for Key {
    /// Both halves at once: nobody can foretell the first.
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        (self.0 ^ other.0) | (self.1 ^ other.1) == 0
    }
}

impl Hash for Key {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u64(self.hashed());
    }
}

impl Packed<4> for Key {
    fn pack(&self) -> [u32; 4] {
        [self.0 as u32, (self.0 >> 32) as u32, self.1 as u32, (self.1 >> 32) as u32]
    }

    fn unpack([a, b, c, d]: [u32; 4]) -> Option<Self> {
        let half = |low, high| u64::from(low) | u64::from(high) << 32;
        Some(Key(half(a, b), half(c, d)))
    }
}

/// As many bytes as a [`Key`] holds.
const KEY_BYTES: usize = 16;

const LONG: u64 = 0xff << 56;

impl Key {
    /// The key of no token.
    pub const NONE: Self = Key(0, 0);

    /// The key of a folded token.
    pub fn of(folded: &[u8]) -> Self {
        if folded.len() <= KEY_BYTES {
            return Key(window::at(folded, 0), window::at(folded, 8));
        }
        let mut key = Key(folded.len() as u64, 0);
        for chunk in folded.chunks(8) {
            let mut word = [0; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            key.0 = Key(key.0 ^ u64::from_le_bytes(word), key.1).hashed();
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

    /// True for the key of a long token, which others may share.
    pub fn is_long(self) -> bool {
        self.1 & LONG == LONG
    }

    /// A multiplicative hash, the halves of the product mixed.
    #[inline]
    pub fn hashed(self) -> u64 {
        let mixed =
            u128::from(self.0 ^ 0x9e37_79b9_7f4a_7c15) * u128::from(self.1.rotate_left(32) ^ 0xd6e8_feb8_6659_fd93);
        (mixed as u64) ^ ((mixed >> 64) as u64)
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
