//! Segmenting: text → tokens, at the word boundaries of UAX #29.
//!
//! Boundaries are those of `unicode-segmentation`, with these changes:
//!
//! - white space makes no token but the [`Gap`] before the next one;
//! - a possessive ending (`'s`, `’s`) is a token of its own, so that *China* is
//!   a token of *China's*;
//! - what nobody sees decides nothing: direction marks and their like make no
//!   token, end none, and divide no word, see `fold::is_invisible`;
//! - underscores at the ends of a word are markup (*_Siemens_*), and a small
//!   letter, a full stop and a capital are two sentences (*Paris.The*);
//! - of HTML, `&amp;` is one sign and `&nbsp;` white space.
//!
//! Most text is ASCII, where the boundaries follow from a table of byte
//! classes. Wherever a decision would look at a byte that is not ASCII, the
//! stretch from the start of that segment to the next ASCII word after white
//! space goes through the general rules of `bounds.rs` instead, and from where
//! those cannot tell, because of joiners or flags, through the crate.

mod bits;
mod bounds;
mod class;
mod classes;
mod shape;
mod table;

use unicode_segmentation::UnicodeSegmentation;

use bits::Bits;
use classes::Look;
pub use shape::Shape;
use shape::{SHAPES, looks, shape, shape_of, shape_of_word};

use crate::fold::is_invisible;
use crate::html;

/// What stands between a token and the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Gap {
    /// Nothing: the tokens touch.
    None,
    /// White space within a line.
    Space,
    /// One line end.
    Line,
    /// At least one empty line, or the start of the text.
    Paragraph,
}

/// One token: where it is, what is before it, what it looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// First byte in the text.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// What stands between this token and the one before it.
    pub gap: Gap,
    /// What it looks like.
    pub shape: Shape,
    /// There is an ASCII digit in it.
    pub digits: bool,
}

impl Token {
    /// The token's text.
    pub fn of<'t>(&self, text: &'t str) -> &'t str {
        &text[self.start as usize..self.end as usize]
    }
}

/// The longest text, in bytes, that [`segment`] takes.
pub const MAX_TEXT: usize = u32::MAX as usize - 1;

/// About how many bytes of English make a token.
const BYTES_A_TOKEN: usize = 5;

/// Appends the tokens of `text` to `tokens`, in order. Linear in the text.
///
/// A text longer than [`MAX_TEXT`] is segmented up to there only; readers
/// refuse such documents before they come here.
pub fn segment(text: &str, tokens: &mut Vec<Token>) {
    let end = text.floor_char_boundary(MAX_TEXT.min(text.len()));
    tokens.reserve(end / BYTES_A_TOKEN);
    Segmenter { text: &text[..end], bytes: &text.as_bytes()[..end], tokens, gap: Gap::Paragraph, passed: 0 }.run();
}

struct Segmenter<'t> {
    text: &'t str,
    bytes: &'t [u8],
    tokens: &'t mut Vec<Token>,
    gap: Gap,
    /// Nothing before this byte makes a token any more.
    passed: usize,
}

impl Segmenter<'_> {
    fn run(&mut self) {
        Bits::of(self.bytes, |bits| self.run_over(bits));
    }

    fn run_over(&mut self, bits: &Bits<'_>) {
        let mut at = 0;
        while at < self.bytes.len() {
            at = self.plain_words(at, bits);
            at = match self.class(at) {
                0 if at == self.bytes.len() => at,
                class if class & class::WORD != 0 => self.word(at),
                class::SPACE => self.space(at),
                _ => self.symbol(at),
            };
        }
    }

    /// Words of letters and digits that nothing joins to what follows, with
    /// single spaces and ASCII signs between them: the most of any text, and
    /// nothing about it to decide. Returns where that ends.
    fn plain_words(&mut self, mut at: usize, bits: &Bits<'_>) -> usize {
        let mut gap = self.gap;
        while let Some(&first) = self.bytes.get(at) {
            let first = class::OF[first as usize];
            if first & (class::LETTER | class::DIGIT) == 0 {
                let behind = self.class_or_space(at + 1);
                match first {
                    _ if behind & class::FOREIGN != 0 => break,
                    class::SPACE if behind != class::SPACE && self.bytes[at] == b' ' => gap = gap.max(Gap::Space),
                    class::SPACE | class::FOREIGN | class::JOINER => break,
                    // `&` may begin an entity, see `symbol`.
                    _ if self.bytes[at] == b'&' => break,
                    _ => {
                        self.tokens.push(Token {
                            start: at as u32,
                            end: at as u32 + 1,
                            gap,
                            shape: Shape::Symbol,
                            digits: false,
                        });
                        gap = Gap::None;
                    }
                }
                at += 1;
                continue;
            }
            let (end, has_other) = bits.word_at(at);
            let [next, behind] = self.two_bytes(end);
            let (next, behind) = (class::OF[next as usize], class::OF[behind as usize]);
            let joins = next & (class::MID_LETTER | class::MID_NUMBER) != 0 && behind & class::WORD != 0;
            if joins || next & (class::FOREIGN | class::JOINER) != 0 || behind & class::FOREIGN != 0 {
                break;
            }
            let (shape, digits) = match has_other {
                true => shape_of_word(&self.bytes[at..end]),
                false => SHAPES[first as usize | usize::from(end == at + 1) << 3],
            };
            self.tokens.push(Token { start: at as u32, end: end as u32, gap, shape, digits });
            // With branches, which are foretold well: else the next word would
            // wait for the answer.
            let one_space = next == class::SPACE && behind != class::SPACE && self.bytes[end] == b' ';
            gap = if one_space { Gap::Space } else { Gap::None };
            at = end + usize::from(one_space);
        }
        self.gap = gap;
        at
    }

    /// The class of the byte at `at`; past the end, that of a space.
    #[inline]
    fn class_or_space(&self, at: usize) -> u8 {
        self.bytes.get(at).map_or(class::SPACE, |&b| class::OF[b as usize])
    }

    /// The byte at `at` and the one after it; past the end, spaces.
    #[inline]
    fn two_bytes(&self, at: usize) -> [u8; 2] {
        match self.bytes.get(at..at + 2) {
            Some(&[first, second]) => [first, second],
            _ => [self.bytes.get(at).copied().unwrap_or(b' '), b' '],
        }
    }

    /// The class of the byte at `at`; past the end, none.
    #[inline]
    fn class(&self, at: usize) -> u8 {
        self.bytes.get(at).map_or(0, |&b| class::OF[b as usize])
    }

    /// A run of ASCII letters, digits and underscores with what joins them
    /// (WB5 to WB13b).
    fn word(&mut self, start: usize) -> usize {
        let mut at = start;
        let mut seen = 0;
        loop {
            let run = self.bytes[at..].iter().map(|&b| class::OF[b as usize]);
            for class in run.take_while(|class| class & class::WORD != 0) {
                seen |= class;
                at += 1;
            }
            let class = self.class(at);
            if class == class::FOREIGN {
                return self.foreign(start);
            }
            let last = self.class(at - 1);
            if !joins(last, class) {
                break;
            }
            let after = self.class(at + 1);
            if after == class::FOREIGN {
                return self.foreign(start);
            }
            if !continues(last, after) {
                break;
            }
            at += 1;
        }
        let shape = match seen & class::JOINER {
            0 => shape_of(self.class(start), seen, at - start),
            _ => shape(&self.text[start..at]).unwrap_or(Shape::Symbol),
        };
        self.push_word(start, at, shape);
        at
    }

    /// A run of ASCII white space: only the gap remembers it.
    fn space(&mut self, start: usize) -> usize {
        let mut at = start;
        while self.class(at) == class::SPACE {
            at += 1;
        }
        if self.class(at) == class::FOREIGN {
            return self.foreign(start);
        }
        if at == start + 1 && self.bytes[start] == b' ' {
            self.gap = self.gap.max(Gap::Space);
        } else {
            self.widen_gap(start, at);
        }
        at
    }

    /// Any other ASCII character stands alone.
    fn symbol(&mut self, start: usize) -> usize {
        if self.bytes[start] >= 128 || self.class(start + 1) == class::FOREIGN {
            return self.foreign(start);
        }
        self.symbol_or_entity(start)
    }

    /// An ASCII sign, which may be what HTML writes for another.
    fn symbol_or_entity(&mut self, start: usize) -> usize {
        let end = match html::entity(&self.bytes[start..]) {
            Some(html::Entity { char: '\u{a0}', len }) => {
                self.gap = self.gap.max(Gap::Space);
                return start + len;
            }
            Some(html::Entity { char: '&', len }) => start + len,
            _ => start + 1,
        };
        self.push(start, end, Shape::Symbol);
        end
    }

    /// The stretch that the general rules have to see whole: up to the next
    /// ASCII character that follows ASCII white space, where a boundary is
    /// certain and nothing to its left matters to its right.
    fn foreign(&mut self, start: usize) -> usize {
        let end = self.end_of_foreign(start);
        let text = &self.text[..end];
        let mut at = self.singles(text, start);
        while let Some(next) = bounds::end_of_segment(text, at).filter(|_| at < end) {
            self.push_segment(at, next);
            at = self.singles(text, next);
        }
        for (offset, segment) in text[at..].split_word_bound_indices() {
            self.push_segment(at + offset, at + offset + segment.len());
        }
        end
    }

    /// Characters that each are a token, as in Chinese: nothing about them to
    /// decide. Returns where they end.
    fn singles(&mut self, text: &str, mut at: usize) -> usize {
        if at < self.passed {
            return at;
        }
        for (end, c, look) in bounds::singles(text, at) {
            let shape = match look {
                Look::Uncased => Shape::Uncased,
                Look::Sign if !c.is_ascii() && !is_invisible(c) => Shape::Symbol,
                _ => break,
            };
            let gap = std::mem::replace(&mut self.gap, Gap::None);
            self.tokens.push(Token { start: at as u32, end: end as u32, gap, shape, digits: false });
            at = end;
        }
        at
    }

    fn push_segment(&mut self, start: usize, end: usize) {
        if start < self.passed {
            return;
        }
        let segment = &self.text[start..end];
        let visible = segment.trim_matches(is_invisible);
        let at = start + segment.len() - segment.trim_start_matches(is_invisible).len();
        match shape(visible) {
            _ if visible.is_empty() => {}
            None => self.widen_gap(start, end),
            Some(_) if visible == "&" => self.passed = self.symbol_or_entity(at),
            Some(shape) if self.go_on(at, visible, shape) => {}
            Some(shape) => self.push_word(at, at + visible.len(), shape),
        }
    }

    /// Joins the letters at `at` to the word before them, where nothing but
    /// spaces without width stands between the two.
    fn go_on(&mut self, at: usize, letters: &str, shape: Shape) -> bool {
        const ZERO_WIDTH_SPACE: &str = "\u{200b}";
        let Some(&word) = self.tokens.last().filter(|word| word.end as usize + ZERO_WIDTH_SPACE.len() <= at) else {
            return false;
        };
        let between = &self.text[word.end as usize..at];
        let is_divided = between.starts_with(is_invisible)
            && between.contains(ZERO_WIDTH_SPACE)
            && between.chars().all(is_invisible);
        let is_word = |shape| !matches!(shape, Shape::Symbol | Shape::Number | Shape::Uncased | Shape::Possessive);
        if !is_divided || !is_word(word.shape) || !is_word(shape) {
            return false;
        }
        let (start, end) = (word.start as usize, at + letters.len());
        self.tokens.pop();
        self.gap = word.gap;
        self.push_word(start, end, looks(&self.text[start..end]));
        true
    }

    fn end_of_foreign(&self, start: usize) -> usize {
        let mut at = start;
        while self.class(at) & class::FOREIGN == 0 {
            at += 1;
        }
        loop {
            at += 1;
            if at >= self.bytes.len() {
                return self.bytes.len();
            }
            let safe = matches!(self.bytes[at - 1], b' ' | b'\n');
            if safe && self.class(at) & (class::FOREIGN | class::SPACE) == 0 {
                return at;
            }
        }
    }

    /// A word, without the markup at its ends, and divided where a sentence
    /// ends inside it.
    fn push_word(&mut self, start: usize, end: usize, shape: Shape) {
        let word = &self.text[start..end];
        let bare = word.trim_matches('_');
        if bare.len() < word.len() && !bare.is_empty() {
            let from = start + word.len() - word.trim_start_matches('_').len();
            let to = from + bare.len();
            (start < from).then(|| self.push(start, from, Shape::Symbol));
            self.push_word(from, to, looks(bare));
            (to < end).then(|| self.push(to, end, Shape::Symbol));
        } else if let Some(stop) = sentence_end(word) {
            let stop = start + stop;
            self.push_with_owner(start, stop, looks(&self.text[start..stop]));
            self.push(stop, stop + 1, Shape::Symbol);
            self.push_word(stop + 1, end, looks(&self.text[stop + 1..end]));
        } else {
            self.push_with_owner(start, end, shape);
        }
    }

    /// A word, with its possessive ending as a token of its own.
    fn push_with_owner(&mut self, start: usize, end: usize, shape: Shape) {
        match possessive(&self.bytes[start..end]) {
            0 => self.push(start, end, shape),
            cut => {
                let word = &self.text[start..end - cut];
                self.push(start, end - cut, self::shape(word).unwrap_or(Shape::Symbol));
                self.push(end - cut, end, Shape::Possessive);
            }
        }
    }

    fn push(&mut self, start: usize, end: usize, shape: Shape) {
        let gap = std::mem::replace(&mut self.gap, Gap::None);
        let digits = self.bytes[start..end].iter().any(u8::is_ascii_digit);
        self.tokens.push(Token { start: start as u32, end: end as u32, gap, shape, digits });
    }

    /// Adds the white space `start..end` to the gap before the next token.
    fn widen_gap(&mut self, start: usize, end: usize) {
        if self.gap == Gap::None {
            self.gap = Gap::Space;
        }
        let mut after_return = start > 0 && self.bytes[start - 1] == b'\r';
        for c in self.text[start..end].chars() {
            let second_half = c == '\n' && after_return;
            after_return = c == '\r';
            match c {
                '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' if !second_half => {
                    self.gap = if self.gap == Gap::Space { Gap::Line } else { Gap::Paragraph };
                }
                '\u{2029}' => self.gap = Gap::Paragraph,
                _ => {}
            }
        }
    }
}

/// True where `class` may join a character of class `last` to another.
#[inline]
fn joins(last: u8, class: u8) -> bool {
    (last & class::LETTER != 0 && class & class::MID_LETTER != 0)
        || (last == class::DIGIT && class & class::MID_NUMBER != 0)
}

/// True where the character after a joiner is of the kind before it.
#[inline]
fn continues(last: u8, after: u8) -> bool {
    (last & class::LETTER != 0 && after & class::LETTER != 0) || (last == class::DIGIT && after == class::DIGIT)
}

/// The full stop of a word that ends a sentence: behind two letters, the last
/// of them small, and before a capital with a small letter.
fn sentence_end(word: &str) -> Option<usize> {
    memchr::memchr_iter(b'.', word.as_bytes()).find(|&stop| {
        let mut before = word[..stop].chars().rev();
        let mut after = word[stop + 1..].chars();
        before.next().is_some_and(char::is_lowercase)
            && before.next().is_some_and(char::is_alphabetic)
            && after.next().is_some_and(char::is_uppercase)
            && after.next().is_some_and(char::is_lowercase)
    })
}

/// Bytes of the possessive ending of a word: 0 where it has none.
fn possessive(word: &[u8]) -> usize {
    match word {
        [.., b's' | b'S'] => {}
        _ => return 0,
    }
    match &word[..word.len() - 1] {
        [_, .., b'\''] => 2,
        [_, .., 0xe2, 0x80, 0x99] => 4,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Text, and its tokens divided by `|`; `_` marks a space before a token,
    /// `/` a line end, `¶` an empty line.
    const CASES: &[(&str, &str)] = &[
        ("", ""),
        ("Cola's can't", "¶Cola|'s|_can't"),
        ("China’s U.S.-based", "¶China|’s|_U.S|.|-|based"),
        ("$34.69 billion", "¶$|34.69|_billion"),
        ("New\nYork\n\nCity", "¶New|/York|¶City"),
        ("a\r\nb\r\n\r\nc", "¶a|/b|¶c"),
        ("a \u{301}b", "¶a| \u{301}|b"),
        ("3.400,50 8'250", "¶3.400,50|_8'250"),
        ("'s", "¶'|s"),
        ("_Paris_ and __x__ _", "¶_|Paris|_|_and|___|x|__|__"),
        ("snake_case _Zürich_", "¶snake_case|__|Zürich|_"),
        ("in Paris.The Ph.D. U.S.A. e.g.The i.Br. a.com", "¶in|_Paris|.|The|_Ph.D|.|_U.S.A|.|_e.g.The|_i.Br|.|_a.com"),
        ("İzmir.Ankara", "¶İzmir|.|Ankara"),
        ("\u{200e}Acme\u{200e}, \u{2068}Bank of \u{2068}Zorb\u{2069}\u{2069}", "¶Acme|,|_Bank|_of|_Zorb"),
        ("Sie\u{ad}mens Sie\u{200b}mens's x \u{200b}y", "¶Sie\u{ad}mens|_Sie\u{200b}mens|'s|_x|_y"),
        ("AT&amp;T A&nbsp;B &amp &amp;é &é", "¶AT|&amp;|T|_A|_B|_&|amp|_&amp;|é|_&|é"),
    ];

    fn drawn(text: &str) -> String {
        let mut tokens = Vec::new();
        segment(text, &mut tokens);
        let marks = |gap| ["", "_", "/", "¶"][gap as usize];
        tokens.iter().map(|t| format!("{}{}", marks(t.gap), t.of(text))).collect::<Vec<_>>().join("|")
    }

    #[test]
    fn tokens_and_gaps() {
        for (text, expected) in CASES {
            assert_eq!(drawn(text), *expected, "{text:?}");
        }
    }

    #[test]
    fn shapes() {
        for (word, expected) in [
            ("China", Shape::Capitalized),
            ("IBM", Shape::Capitals),
            ("U.S", Shape::Capitals),
            ("B", Shape::Initial),
            ("eBay", Shape::Mixed),
            ("yuan", Shape::Lower),
            ("7bn", Shape::Number),
            ("(", Shape::Symbol),
            ("Élan", Shape::Capitalized),
            ("亿", Shape::Uncased),
        ] {
            let mut tokens = Vec::new();
            segment(word, &mut tokens);
            assert_eq!(tokens[0].shape, expected, "{word}");
        }
    }
}
