//! How much memory has each of those that count side by side?
//!
//! A run may count names, pairs and both once more for a workbook: together
//! they keep to what one alone would have.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// The smallest share is this part of the whole, however many there are.
const SMALLEST: usize = 16;

/// The memory that all share who count in one run: some 64 MiB.
#[derive(Clone, Debug, Default)]
pub struct Memory {
    /// How many hold a share now.
    shares: Arc<AtomicUsize>,
}

impl Memory {
    /// One share more.
    pub(crate) fn share(&self) -> Share {
        self.shares.fetch_add(1, Ordering::Relaxed);
        Share(self.shares.clone())
    }
}

/// A share of the memory, for as long as it lives.
#[derive(Debug)]
pub(crate) struct Share(Arc<AtomicUsize>);

impl Drop for Share {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Share {
    /// What this one has of `whole` bytes.
    pub fn of(&self, whole: usize) -> usize {
        whole / self.0.load(Ordering::Relaxed).clamp(1, SMALLEST)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn those_that_count_in_one_run_share_the_memory() {
        let (memory, other) = (Memory::default(), Memory::default());
        let shares: Vec<Share> = std::iter::repeat_with(|| memory.share()).take(4).collect();
        assert_eq!(shares[0].of(1600), 400);
        assert_eq!(other.share().of(1600), 1600);
        drop(shares);
        let many: Vec<Share> = std::iter::repeat_with(|| memory.share()).take(100).collect();
        assert_eq!(many[0].of(1600), 100);
    }
}
