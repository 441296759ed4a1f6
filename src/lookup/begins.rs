//! Which words in small letters may say anything at all.
//!
//! Where lists hold nothing but names, a word in small letters matters only
//! inside a name or where one begins with it, and few do. Most are told by
//! their first two letters, so that they never reach the vocabulary.

use serde::{Deserialize, Serialize};

use crate::segment::{Shape, Token};

/// How the words in small letters begin that names begin with: a bit for each
/// pair of letters, several pairs to a bit.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct SmallBegins {
    pairs: [u64; 16],
    /// Words in small letters are of interest for other reasons too.
    all: bool,
}

impl SmallBegins {
    /// Of names that begin with these words, folded.
    pub fn new<'w>(words: impl Iterator<Item = &'w [u8]>) -> Self {
        let mut begins = SmallBegins::default();
        for word in words {
            match *word {
                // What stands behind a word of one letter is no letter of it.
                [first] => (0..32).for_each(|any| begins.add(first, any)),
                [first, second, ..] => begins.add(first, second),
                [] => {}
            }
        }
        begins
    }

    /// Where every word may say something.
    pub fn all() -> Self {
        SmallBegins { all: true, ..Self::default() }
    }

    fn add(&mut self, first: u8, second: u8) {
        let pair = pair(first, second);
        self.pairs[pair / 64] |= 1 << (pair % 64);
    }

    /// False where no name begins with the token, and the token says nothing
    /// by itself. What is no ASCII is not told apart.
    #[inline]
    pub fn may_hold(&self, text: &[u8], token: &Token) -> bool {
        if self.all || token.shape != Shape::Lower {
            return true;
        }
        let start = token.start as usize;
        let Some(&[first, second]) = text.get(start..start + 2) else { return true };
        let pair = pair(first, second);
        ((first | second) >= 0x80) | (self.pairs[pair / 64] >> (pair % 64) & 1 == 1)
    }
}

/// A number below 1,024.
#[inline]
fn pair(first: u8, second: u8) -> usize {
    usize::from(first & 31) << 5 | usize::from(second & 31)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::segment::segment;

    /// Of names that begin with *al*, *e* and *über*.
    const MAY_HOLD: &[(&str, bool)] = &[
        ("al", true),
        ("also", true),
        ("a", false),
        ("e", true),
        ("e.", true),
        ("zebra", false),
        ("über", true),
        ("öl", true),
        ("u\u{308}ber", true),
        ("Zebra", true),
        ("7", true),
    ];

    #[test]
    fn small_words_are_told_by_their_first_letters() {
        let begins = SmallBegins::new(["al", "e", "über"].iter().map(|word| word.as_bytes()));
        for (text, expected) in MAY_HOLD {
            let mut tokens = Vec::new();
            // Behind a word the text goes on.
            let text = format!("{text} and");
            segment(&text, &mut tokens);
            assert_eq!(begins.may_hold(text.as_bytes(), &tokens[0]), *expected, "{text}");
            assert!(SmallBegins::all().may_hold(text.as_bytes(), &tokens[0]), "{text}");
        }
    }
}
