//! The content of a cache file as it is read: block by block, and summed up.
//!
//! A million names compiled are some hundred megabytes. To hold the file
//! beside what comes out of it would cost as much time as to understand it.

use postcard::de_flavors::Flavor;
use postcard::{Error, Result};
use std::io::Read;
use twox_hash::XxHash3_128;

const BLOCK: usize = 1 << 18;

/// What is left of a file, and the checksum of what was read.
pub(super) struct Blocks<R> {
    input: R,
    /// Bytes of the file that were not read yet.
    left: usize,
    block: Vec<u8>,
    /// Where in the block the next byte stands, and where those end that were
    /// read: the block keeps its length, so that it is not cleared each time.
    at: usize,
    end: usize,
    sum: XxHash3_128,
}

impl<R: Read> Blocks<R> {
    /// The next `length` bytes of `input`.
    pub fn new(input: R, length: usize) -> Self {
        Blocks { input, left: length, block: Vec::new(), at: 0, end: 0, sum: XxHash3_128::new() }
    }

    /// Reads on, so that at least `least` bytes are at hand.
    #[cold]
    fn fill(&mut self, least: usize) -> Result<()> {
        let kept = self.end - self.at;
        if least > kept.saturating_add(self.left) {
            return Err(Error::DeserializeUnexpectedEnd);
        }
        self.block.copy_within(self.at..self.end, 0);
        let more = (least.max(BLOCK) - kept).min(self.left);
        (self.at, self.end) = (0, kept + more);
        if self.block.len() < self.end {
            self.block.resize(self.end, 0);
        }
        let read = &mut self.block[kept..self.end];
        self.input.read_exact(read).map_err(|_| Error::DeserializeUnexpectedEnd)?;
        self.sum.write(read);
        self.left -= more;
        Ok(())
    }
}

impl<'de, R: Read + 'de> Flavor<'de> for Blocks<R> {
    type Remainder = u128;
    type Source = R;

    #[inline]
    fn pop(&mut self) -> Result<u8> {
        if self.at == self.end {
            self.fill(1)?;
        }
        self.at += 1;
        Ok(self.block[self.at - 1])
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.end - self.at + self.left)
    }

    /// Nothing can be borrowed from a block that goes.
    fn try_take_n(&mut self, _: usize) -> Result<&'de [u8]> {
        Err(Error::WontImplement)
    }

    fn try_take_n_temp<'a>(&'a mut self, count: usize) -> Result<&'a [u8]>
    where
        'de: 'a,
    {
        if self.end - self.at < count {
            self.fill(count)?;
        }
        self.at += count;
        Ok(&self.block[self.at - count..self.at])
    }

    /// The checksum of all bytes.
    ///
    /// # Errors
    /// Where some were not asked for.
    fn finalize(self) -> Result<u128> {
        if self.left > 0 || self.at < self.end {
            return Err(Error::DeserializeBadEncoding);
        }
        Ok(self.sum.finish_128())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;

    #[test]
    fn what_was_written_is_read_over_block_edges() {
        let value: (Vec<u64>, String, Vec<String>) = (
            (0..200_000).map(|i| i * i).collect(),
            "ä".repeat(BLOCK),
            (0..50_000).map(|i| format!("name {i}")).collect(),
        );
        let bytes = postcard::to_allocvec(&value).expect("memory takes it");
        let mut input = postcard::Deserializer::from_flavor(Blocks::new(&bytes[..], bytes.len()));
        let read: (Vec<u64>, String, Vec<String>) = Deserialize::deserialize(&mut input).expect("whole");
        assert!(read == value);
        assert_eq!(input.finalize(), Ok(XxHash3_128::oneshot(&bytes)));
    }

    #[test]
    fn a_length_past_the_end_takes_no_memory() {
        let bytes = [0xff, 0xff, 0xff, 0xff, 0x7f, b'a'];
        let mut input = postcard::Deserializer::from_flavor(Blocks::new(&bytes[..], bytes.len()));
        assert_eq!(String::deserialize(&mut input), Err(Error::DeserializeUnexpectedEnd));
    }

    #[test]
    fn bytes_behind_the_value_are_a_fault() {
        let mut input = postcard::Deserializer::from_flavor(Blocks::new(&[1, 2][..], 2));
        assert_eq!(u8::deserialize(&mut input), Ok(1));
        assert!(input.finalize().is_err());
    }
}
