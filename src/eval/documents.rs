//! Which document of one side is which of the other.

use std::collections::HashMap;

/// The documents of two sides, by their place in each.
#[derive(Debug, Default)]
pub(crate) struct Pairs {
    /// Gold and predicted.
    pub both: Vec<(usize, usize)>,
    pub gold_only: Vec<usize>,
    pub predicted_only: Vec<usize>,
}

/// Pairs documents by name: the whole name; else the name without its folder;
/// else that without its extension. Each step takes only names that one
/// document on each side has.
pub(crate) fn pair(gold: &[&str], predicted: &[&str]) -> Pairs {
    let mut pairs = Pairs {
        both: Vec::new(),
        gold_only: (0..gold.len()).collect(),
        predicted_only: (0..predicted.len()).collect(),
    };
    for key in [whole, file_name, stem] {
        pairs.join(gold, predicted, key);
    }
    pairs.both.sort_unstable();
    pairs
}

impl Pairs {
    fn join(&mut self, gold: &[&str], predicted: &[&str], key: fn(&str) -> &str) {
        let golds = unique(&self.gold_only, gold, key);
        let predictions = unique(&self.predicted_only, predicted, key);
        let known = |name: &str| Some((golds.get(name).copied()??, predictions.get(name).copied()??));
        let new: Vec<(usize, usize)> = self.gold_only.iter().filter_map(|&i| known(key(gold[i]))).collect();
        self.gold_only.retain(|i| known(key(gold[*i])).is_none());
        self.predicted_only.retain(|i| known(key(predicted[*i])).is_none());
        self.both.extend(new);
    }
}

/// Key → the one document that has it; `None` where several have.
fn unique<'n>(open: &[usize], names: &[&'n str], key: fn(&str) -> &str) -> HashMap<&'n str, Option<usize>> {
    let mut of = HashMap::new();
    for &i in open {
        of.entry(key(names[i])).and_modify(|one| *one = None).or_insert(Some(i));
    }
    of
}

fn whole(name: &str) -> &str {
    name
}

fn file_name(name: &str) -> &str {
    name.rsplit(['/', '\\']).next().unwrap_or(name)
}

/// The file name without `.txt` and the like. A number after a full stop is
/// part of the name: `APW.0391` and `APW.0392` are two documents.
fn stem(name: &str) -> &str {
    let name = file_name(name);
    match name.rsplit_once('.') {
        Some((stem, extension)) if is_extension(extension) && !stem.is_empty() => stem,
        _ => name,
    }
}

fn is_extension(word: &str) -> bool {
    (1..=5).contains(&word.len())
        && word.bytes().all(|b| b.is_ascii_alphanumeric())
        && word.bytes().any(|b| b.is_ascii_alphabetic())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gold names, predicted names, and which belong together.
    type Case = (&'static [&'static str], &'static [&'static str], &'static [(usize, usize)]);

    const CASES: &[Case] = &[
        (&["a.txt", "b.txt"], &["b.txt", "a.txt"], &[(0, 1), (1, 0)]),
        (&["a", "b"], &["texts/b.txt", "texts/a.txt"], &[(0, 1), (1, 0)]),
        (&["APW.0391", "APW.0392"], &["x/APW.0392.txt"], &[(1, 0)]),
        (&["a.txt"], &["one/a.txt", "two/a.txt"], &[]),
        (&["one/a", "two/a"], &["one/a", "a.txt"], &[(0, 0), (1, 1)]),
        (&["a"], &["a.html", "a"], &[(0, 1)]),
        (&[".txt"], &["txt"], &[]),
    ];

    #[test]
    fn names_that_belong_together() {
        for (gold, predicted, expected) in CASES {
            let pairs = pair(gold, predicted);
            assert_eq!(pairs.both, *expected, "{gold:?} {predicted:?}");
            assert_eq!(pairs.gold_only.len(), gold.len() - expected.len(), "{gold:?} {predicted:?}");
            assert_eq!(pairs.predicted_only.len(), predicted.len() - expected.len(), "{gold:?} {predicted:?}");
        }
    }
}
