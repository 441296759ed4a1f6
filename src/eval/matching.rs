//! How many mentions of two sides can be paired where they overlap.

use std::collections::BTreeSet;

/// A stretch `start..end`, not empty.
pub(super) type Range = (usize, usize);

/// The greatest number of pairs of overlapping stretches, one of each side,
/// none used twice. Linear but for sorting.
///
/// Stretches of both sides are taken by their end. Everything that is left
/// ends no earlier, so it overlaps the one in hand where it starts before
/// that ends. Of those of the other side the one that ends first is paired
/// with it: any pairing without this pair can be changed to have it, since
/// what the two would have had instead overlap as well.
pub(super) fn most_pairs(left: &[Range], right: &[Range]) -> usize {
    let mut sides = [Side::new(left), Side::new(right)];
    let mut by_end: Vec<(usize, usize, usize)> =
        sides.iter().enumerate().flat_map(|(s, side)| side.ends(s).collect::<Vec<_>>()).collect();
    by_end.sort_unstable();
    let mut pairs = 0;
    for (end, side, number) in by_end {
        if sides[side].used[number] {
            continue;
        }
        sides[side].take(end, number);
        if let Some((other_end, other)) = sides[1 - side].first_to_end(end) {
            sides[1 - side].take(other_end, other);
            pairs += 1;
        }
    }
    pairs
}

/// The stretches of one side, by start.
struct Side {
    ranges: Vec<Range>,
    used: Vec<bool>,
    /// Begun and not used, as end and number.
    begun: BTreeSet<(usize, usize)>,
    next: usize,
}

impl Side {
    fn new(ranges: &[Range]) -> Self {
        let mut ranges = ranges.to_vec();
        ranges.sort_unstable();
        Side { used: vec![false; ranges.len()], ranges, begun: BTreeSet::new(), next: 0 }
    }

    /// End, side and number of each.
    fn ends(&self, side: usize) -> impl Iterator<Item = (usize, usize, usize)> + '_ {
        self.ranges.iter().enumerate().map(move |(number, range)| (range.1, side, number))
    }

    fn take(&mut self, end: usize, number: usize) {
        self.used[number] = true;
        self.begun.remove(&(end, number));
    }

    /// Of those that start before `end` and are not used, the one that ends
    /// first.
    fn first_to_end(&mut self, end: usize) -> Option<(usize, usize)> {
        while self.next < self.ranges.len() && self.ranges[self.next].0 < end {
            if !self.used[self.next] {
                self.begun.insert((self.ranges[self.next].1, self.next));
            }
            self.next += 1;
        }
        self.begun.first().copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const CASES: &[(&[Range], &[Range], usize)] = &[
        (&[], &[(0, 1)], 0),
        (&[(0, 5)], &[(0, 5)], 1),
        (&[(0, 5)], &[(5, 9)], 0),
        (&[(0, 9)], &[(0, 2), (3, 5), (6, 9)], 1),
        (&[(0, 4), (4, 8)], &[(3, 5)], 1),
        (&[(0, 4), (4, 8)], &[(0, 1), (3, 8)], 2),
        // The first of each side must leave the exact pair alone.
        (&[(0, 5), (0, 3)], &[(0, 5), (3, 5)], 2),
    ];

    #[test]
    fn pairs_of_a_few() {
        for (left, right, expected) in CASES {
            assert_eq!(most_pairs(left, right), *expected, "{left:?} {right:?}");
            assert_eq!(most_pairs(right, left), *expected, "{right:?} {left:?}");
        }
    }

    /// Tries everything.
    fn by_force(left: &[Range], right: &[Range]) -> usize {
        let Some((first, rest)) = left.split_first() else { return 0 };
        let without = by_force(rest, right);
        let overlapping = (0..right.len()).filter(|&i| right[i].0 < first.1 && first.0 < right[i].1);
        let with = overlapping.map(|i| 1 + by_force(rest, &[&right[..i], &right[i + 1..]].concat())).max();
        without.max(with.unwrap_or(0))
    }

    fn ranges() -> impl Strategy<Value = Vec<Range>> {
        prop::collection::vec((0..12usize, 1..6usize).prop_map(|(start, len)| (start, start + len)), 0..6)
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn as_many_as_by_force(left in ranges(), right in ranges()) {
            prop_assert_eq!(most_pairs(&left, &right), by_force(&left, &right));
        }
    }
}
