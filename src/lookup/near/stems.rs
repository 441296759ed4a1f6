//! What may be left of a word of a text, without its affix, if it begins a name?

use serde::{Deserialize, Serialize};
use twox_hash::XxHash3_64;

/// A set of stems: a bit for each, rarely several to a bit.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Stems(Vec<u64>);

/// So many bits for each.
const ROOM: usize = 16;

impl Stems {
    /// Of these.
    pub fn new(stems: &[String]) -> Self {
        let words = (stems.len() * ROOM).div_ceil(u64::BITS as usize).next_power_of_two();
        let mut set = Stems(vec![0; words]);
        for stem in stems {
            let bit = set.bit(stem);
            set.0[bit / 64] |= 1 << (bit % 64);
        }
        set
    }

    /// False for what is none of them.
    pub fn has(&self, stem: &str) -> bool {
        let bit = self.bit(stem);
        self.0.get(bit / 64).is_some_and(|bits| bits >> (bit % 64) & 1 == 1)
    }

    /// The number of bits is a power of two.
    fn bit(&self, stem: &str) -> usize {
        XxHash3_64::oneshot(stem.as_bytes()) as usize & (self.0.len() * 64).wrapping_sub(1)
    }
}
