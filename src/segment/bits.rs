//! Where are the letters and digits of ASCII, many bytes at a time?

use crate::window::{EACH_BYTE, gathered, within};

/// Where the ASCII letters and digits of a text are, and which of them are
/// other than small letters: a bit for each byte, 64 to an integer.
pub(super) struct Bits<'b>(&'b [Block]);

/// The bits of 64 bytes.
#[derive(Clone, Copy)]
struct Block {
    word: u64,
    other: u64,
}

impl Bits<'_> {
    /// The bits of a text to `then`; a short one asks for no memory.
    pub fn of<T>(bytes: &[u8], then: impl FnOnce(&Bits<'_>) -> T) -> T {
        let (blocks, rest) = bytes.as_chunks::<64>();
        let mut last = [0; 64];
        last[..rest.len()].copy_from_slice(rest);
        if blocks.is_empty() {
            return then(&Bits(&[Block::of(&last)]));
        }
        let mut bits = Vec::with_capacity(blocks.len() + 1);
        bits.extend(blocks.iter().map(Block::of));
        bits.push(Block::of(&last));
        then(&Bits(&bits))
    }

    /// One past the last letter or digit of the word that begins at `at`, and
    /// whether one after the first is no small letter.
    #[inline]
    pub fn word_at(&self, at: usize) -> (usize, bool) {
        let (Block { word, other }, bit) = (self.0[at / 64], at % 64);
        let length = (!(word >> bit)).trailing_zeros() as usize;
        if bit + length < 64 {
            return (at + length, (other >> bit) & ((1 << length) - 1) > 1);
        }
        let end = self.end_of_word(at);
        (end, self.has_other(at + 1, end))
    }

    /// One past the last letter or digit of the run that holds `at`.
    fn end_of_word(&self, at: usize) -> usize {
        let mut block = at / 64;
        let mut rest = !self.0[block].word >> (at % 64) << (at % 64);
        while rest == 0 {
            block += 1;
            rest = !self.0[block].word;
        }
        block * 64 + rest.trailing_zeros() as usize
    }

    /// True where one of the letters and digits `from..to` is no small letter.
    fn has_other(&self, from: usize, to: usize) -> bool {
        let of = |at: usize| self.0[at / 64].other & ((1 << (at % 64)) - 1);
        match to / 64 - from / 64 {
            0 => of(from) != of(to),
            _ => {
                self.0[from / 64].other != of(from)
                    || of(to) != 0
                    || self.0[from / 64 + 1..to / 64].iter().any(|block| block.other != 0)
            }
        }
    }
}

impl Block {
    /// Looks at eight bytes at a time.
    #[inline]
    fn of(block: &[u8; 64]) -> Self {
        let mut bits = Block { word: 0, other: 0 };
        for (i, window) in block.as_chunks::<8>().0.iter().enumerate() {
            let window = u64::from_le_bytes(*window);
            // Small letters have a bit more than capitals.
            let letter = within(window | (EACH_BYTE * 0x20), b'a', b'z');
            let word = letter | within(window, b'0', b'9');
            let small = letter & (window << 2);
            bits.word |= gathered(word) << (8 * i);
            bits.other |= gathered(word & !small) << (8 * i);
        }
        bits
    }
}
