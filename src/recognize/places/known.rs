//! What is known of a record before any text: read from the columns of its row
//! where it is first asked for, and kept.

use std::sync::OnceLock;

use crate::gazetteer::{Entry, Str};

/// What the columns of a row say.
#[derive(Clone, Copy, Debug)]
pub struct Known {
    /// Where the codes of its country and region stand in the lists.
    pub country: Str,
    pub admin1: Str,
    /// Latitude and longitude of what is no region or country.
    pub point: Option<(f64, f64)>,
    /// What size and fame say.
    pub prior: f64,
}

/// Rows to a leaf.
const LEAF: usize = 16;

type Leaf = [OnceLock<Known>; LEAF];

/// What is known of the rows that were asked for. Threads share it, and do not
/// wait for what is there.
#[derive(Debug, Default)]
pub struct Memory(OnceLock<Box<[OnceLock<Box<Leaf>>]>>);

impl Memory {
    /// What is known of a row, which `read` is asked for the first time.
    pub fn of(&self, entry: Entry<'_>, read: impl FnOnce() -> Known) -> Known {
        let leaves = self.0.get_or_init(|| (0..=entry.rows() / LEAF).map(|_| OnceLock::new()).collect());
        let row = entry.index() as usize;
        match leaves.get(row / LEAF) {
            Some(leaf) => *leaf.get_or_init(Box::default)[row % LEAF].get_or_init(read),
            // A row of other lists.
            None => read(),
        }
    }
}

impl Clone for Memory {
    /// Empty: it may be for other lists.
    fn clone(&self) -> Self {
        Memory::default()
    }
}
