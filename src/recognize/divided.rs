//! Does a name stand between words where the script does not divide them?
//!
//! *华人* is no name in *中华人民*, nor *公安部* in *公安部门*, nor *现代* in
//! *现代化*. The characters around a name are divided into words in the
//! cheapest way that the words of the language allow (a shortest path; what
//! is no word costs more). The name stands unless dividing them across its
//! edges is cheaper, or a word that is more than the name and what names have
//! behind them holds it (*北京市*, *中央军委* are).

use super::scene::Scene;
use crate::gazetteer::{ForeignWords, Languages};

/// The guard's name that such names are dropped with.
pub const DIVIDED: &str = "guard:divided";

/// What a word costs, and what a character that belongs to none.
const WORD: usize = 2;
const LONE: usize = 3;

/// So many characters on each side of a name are divided, and no longer word
/// is looked for.
const SIDE: usize = 6;

/// True for a name that only pieces of other words make up. Constant but for
/// the length of the name.
pub(super) fn within_words(scene: &Scene<'_, '_>, languages: &Languages, first: usize, last: usize) -> bool {
    if first == last || !is_han(scene, first) {
        return false;
    }
    let Some(listed) = languages.of_ideographs() else { return false };
    let from = (0..SIDE).fold(first, |at, _| if at > 0 && goes_on(scene, at) { at - 1 } else { at });
    let to = (0..SIDE).fold(last, |at, _| if goes_on(scene, at + 1) { at + 1 } else { at }) + 1;
    let run = Run { scene, listed, to };
    let words: Vec<Word> = (from..to).flat_map(|at| run.words_at(at)).collect();
    let words: Vec<Word> = words.into_iter().filter(|&word| !run.is_more(word, first, last)).collect();
    let with = cheapest(&words, from, first) + WORD + cheapest(&words, last + 1, to);
    cheapest(&words, from, to) < with
}

/// A word of the language, by its first token and the one behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Word {
    from: usize,
    to: usize,
}

/// Characters that nothing divides, up to a token.
struct Run<'s, 'a, 'l> {
    scene: &'s Scene<'a, 'l>,
    listed: &'s ForeignWords,
    to: usize,
}

impl Run<'_, '_, '_> {
    /// The words of several characters that begin with a token.
    fn words_at(&self, from: usize) -> impl Iterator<Item = Word> {
        let ends = (from + 2..=self.to).take(SIDE - 1);
        ends.map(move |to| Word { from, to }).filter(|word| self.is_listed(word.from, word.to))
    }

    fn is_listed(&self, from: usize, to: usize) -> bool {
        let clues = &self.scene.clues;
        self.listed.contains(clues.span(from, to - 1).of(clues.text))
    }

    /// True for a word that is the name with more around it: other words, or
    /// what names have behind them.
    fn is_more(&self, word: Word, first: usize, last: usize) -> bool {
        let holds = word.from <= first && word.to > last && word.to - word.from > last + 1 - first;
        holds && self.is_divided(word.from, first) && self.is_divided(last + 1, word.to)
    }

    /// True where nothing but words stands, those of one character among
    /// them: the list has those that names have behind them.
    fn is_divided(&self, from: usize, to: usize) -> bool {
        let mut ends = vec![from];
        for at in from..to {
            if ends.contains(&at) {
                ends.extend((at + 1..=to).filter(|&end| self.is_listed(at, end)));
            }
        }
        ends.contains(&to)
    }
}

/// What the cheapest way to divide the tokens costs.
fn cheapest(words: &[Word], from: usize, to: usize) -> usize {
    let mut costs = vec![0; to - from + 1];
    for end in from + 1..=to {
        let ending = words.iter().filter(|word| word.to == end && word.from >= from);
        let worded = ending.map(|word| costs[word.from - from] + WORD).min();
        let lone = costs[end - 1 - from] + LONE;
        costs[end - from] = worded.map_or(lone, |cost| cost.min(lone));
    }
    costs[to - from]
}

/// True where a run of characters goes on with this token.
fn goes_on(scene: &Scene<'_, '_>, i: usize) -> bool {
    scene.touches(i) && is_han(scene, i) && is_han(scene, i - 1)
}

fn is_han(scene: &Scene<'_, '_>, i: usize) -> bool {
    let is_han = |c| matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}');
    scene.clues.token(i).starts_with(is_han)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_cheaper_than_characters() {
        let words = [Word { from: 0, to: 2 }, Word { from: 2, to: 4 }, Word { from: 1, to: 4 }];
        assert_eq!(cheapest(&words, 0, 4), 2 * WORD);
        assert_eq!(cheapest(&words, 0, 3), WORD + LONE);
        assert_eq!(cheapest(&words, 1, 4), WORD);
        assert_eq!(cheapest(&words, 2, 2), 0);
    }
}
