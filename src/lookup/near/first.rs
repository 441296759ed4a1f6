//! With which bytes do words begin?

use serde::{Deserialize, Serialize};

/// A set of bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct FirstBytes([u64; 4]);

impl FirstBytes {
    /// Adds the first byte of a word; all bytes for a word of nothing.
    pub fn add(&mut self, word: &str) {
        match word.bytes().next() {
            Some(byte) => self.0[usize::from(byte) / 64] |= 1 << (byte % 64),
            None => self.0 = [u64::MAX; 4],
        }
    }

    pub fn has(self, byte: u8) -> bool {
        self.0[usize::from(byte) / 64] >> (byte % 64) & 1 == 1
    }
}
