//! Which differences come again and again.

use std::collections::HashMap;

use serde::Serialize;

use super::differences::{Difference, Kind};

/// Differences that are alike: the same kind, label, surface and outcome.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Frequent {
    /// How many there are.
    pub count: usize,
    /// The label of the gold mention, or of the prediction where there is none.
    pub label: String,
    /// The surface.
    pub text: String,
    /// What the gold standard has; empty for a false alarm.
    pub gold: String,
    /// What was predicted; empty for a miss.
    pub predicted: String,
}

/// The most frequent differences of a kind, at most `most`; those that are as
/// frequent as each other by their words.
pub fn most_frequent(differences: &[Difference], kind: Kind, most: usize) -> Vec<Frequent> {
    let mut counts: HashMap<[&str; 4], usize> = HashMap::new();
    for difference in differences.iter().filter(|d| d.kind == kind) {
        *counts.entry([&difference.label, &difference.text, &difference.gold, &difference.predicted]).or_default() += 1;
    }
    let mut sorted: Vec<_> = counts.into_iter().collect();
    sorted.sort_by(|(a, m), (b, n)| n.cmp(m).then_with(|| a.cmp(b)));
    let frequent = |(key, count): ([&str; 4], usize)| {
        let [label, text, gold, predicted] = key.map(String::from);
        Frequent { count, label, text, gold, predicted }
    };
    sorted.into_iter().take(most).map(frequent).collect()
}
