//! How much memory has each of those that count side by side?
//!
//! A run may count names, pairs and both once more for a workbook: together
//! they keep to what one alone would have.

use std::sync::atomic::{AtomicUsize, Ordering};

/// How many hold a share now.
static SHARES: AtomicUsize = AtomicUsize::new(0);

/// The smallest share is this part of the whole, however many there are.
const SMALLEST: usize = 16;

/// A share of the memory, for as long as it lives.
pub(super) struct Share(());

impl Default for Share {
    fn default() -> Self {
        SHARES.fetch_add(1, Ordering::Relaxed);
        Share(())
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        SHARES.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Share {
    /// What this one has of `whole` bytes.
    pub fn of(&self, whole: usize) -> usize {
        whole / SHARES.load(Ordering::Relaxed).clamp(1, SMALLEST)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn those_that_count_share_the_memory() {
        // Other tests may hold shares too, now and then.
        let shares: Vec<Share> = std::iter::repeat_with(Share::default).take(4).collect();
        assert!(shares[0].of(1600) <= 400);
        assert!(shares[0].of(1600) >= 100);
        drop(shares);
        let many: Vec<Share> = std::iter::repeat_with(Share::default).take(100).collect();
        assert_eq!(many[0].of(1600), 100);
    }
}
