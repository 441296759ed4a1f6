//! Which letters does a word have?

use super::class;
use super::classes::{Class, Look};

/// The outward form of a token: what its letters and figures look like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Shape {
    /// No letter and no digit: punctuation, symbols, marks.
    Symbol,
    /// Begins with a decimal digit.
    Number,
    /// Cased letters, none of them capital.
    Lower,
    /// A capital first, with small letters after it: `China`, `McDonald`.
    Capitalized,
    /// Two or more letters, all capital: `IBM`, `U.S`.
    Capitals,
    /// One capital letter alone.
    Initial,
    /// A small letter first, a capital later: `eBay`.
    Mixed,
    /// Letters of a script without case.
    Uncased,
    /// A possessive ending cut off its word.
    Possessive,
}

impl Shape {
    /// True for a token that begins with a capital letter.
    pub fn is_capital(self) -> bool {
        matches!(self, Shape::Capitalized | Shape::Capitals | Shape::Initial)
    }
}

/// The shape of a word by the class of its first character, where small
/// letters follow, and 8 more where nothing does; and whether there is an
/// ASCII digit. A table, because nobody can foretell where a capital comes.
pub(super) const SHAPES: [(Shape, bool); 16] = shapes();

const fn shapes() -> [(Shape, bool); 16] {
    let mut shapes = [(Shape::Symbol, false); 16];
    (shapes[class::LOWER as usize], shapes[class::LOWER as usize | 8]) = ((Shape::Lower, false), (Shape::Lower, false));
    (shapes[class::UPPER as usize], shapes[class::UPPER as usize | 8]) =
        ((Shape::Capitalized, false), (Shape::Initial, false));
    (shapes[class::DIGIT as usize], shapes[class::DIGIT as usize | 8]) = ((Shape::Number, true), (Shape::Number, true));
    shapes
}

/// The shape of a run of ASCII letters and digits, and whether it has digits.
pub(super) fn shape_of_word(word: &[u8]) -> (Shape, bool) {
    let seen = word.iter().fold(0, |seen, &b| seen | class::OF[b as usize]);
    (shape_of(class::OF[word[0] as usize], seen, word.len()), seen & class::DIGIT != 0)
}

/// The shape of a word of letters and digits from the class of the first, the
/// sum of the classes and how many there are.
#[inline]
pub(super) fn shape_of(first: u8, seen: u8, len: usize) -> Shape {
    match (first, seen & class::LETTER) {
        (class::DIGIT, _) => Shape::Number,
        (class::UPPER, class::UPPER) if len == 1 => Shape::Initial,
        (class::UPPER, class::UPPER) => Shape::Capitals,
        (class::UPPER, _) => Shape::Capitalized,
        (_, class::LOWER) => Shape::Lower,
        (_, 0) => Shape::Number,
        (_, _) => Shape::Mixed,
    }
}

/// The shape of a word.
pub(super) fn looks(word: &str) -> Shape {
    shape(word).unwrap_or(Shape::Symbol)
}

/// The shape of any segment; `None` for white space.
pub(super) fn shape(segment: &str) -> Option<Shape> {
    let mut first = None;
    let mut seen = 0;
    let mut letters = 0;
    let mut is_white = true;
    for c in segment.chars() {
        let look = Class::of(c).look();
        is_white &= look == Look::White;
        let class = match look {
            Look::Upper => class::UPPER,
            Look::Lower => class::LOWER,
            Look::Uncased => class::JOINER,
            Look::Figure => class::DIGIT,
            Look::Sign | Look::White => continue,
        };
        first.get_or_insert(class);
        seen |= class;
        letters += 1;
    }
    match first {
        None if is_white => None,
        None => Some(Shape::Symbol),
        Some(class::JOINER) => Some(Shape::Uncased),
        Some(first) => Some(shape_of(first, seen, letters)),
    }
}
