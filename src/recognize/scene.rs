//! What surrounds a word: does a sentence begin here, is the line a headline,
//! is it in capitals, does the name go on over the line end?

use crate::clues::Clues;
use crate::entity::Span;
use crate::gazetteer::Role;
use crate::segment::{Gap, Shape};

/// A sentence, quotation or line begins with this token.
const START: u8 = 1;
/// The line is in title case: capitals say little.
const TITLE: u8 = 2;
/// The line is in capitals: capitals say nothing.
const CAPS: u8 = 4;
/// The line end before this token is only a wrap.
const WRAP: u8 = 8;

/// A line of at least this many bytes may have been wrapped at its end.
const WRAPPED: u32 = 45;

/// The clues of a text, and what each token stands in.
pub struct Scene<'a, 'l> {
    /// The clues.
    pub clues: Clues<'a, 'l>,
    flags: Vec<u8>,
}

impl<'a, 'l> Scene<'a, 'l> {
    /// Looks at every line once. Linear in the tokens.
    pub fn new(clues: Clues<'a, 'l>) -> Self {
        let mut scene = Scene { clues, flags: vec![0; clues.len()] };
        scene.mark_lines();
        scene.mark_starts();
        scene
    }

    /// True where a sentence, a quotation or a line begins with the token.
    pub fn is_start(&self, i: usize) -> bool {
        self.has(i, START)
    }

    /// True in a line in title case.
    pub fn in_title(&self, i: usize) -> bool {
        self.has(i, TITLE)
    }

    /// True in a line in capitals.
    pub fn in_capitals(&self, i: usize) -> bool {
        self.has(i, CAPS)
    }

    /// True where a name may go on from the token before this one.
    pub fn joined(&self, i: usize) -> bool {
        matches!(self.clues.gap(i), Gap::None | Gap::Space) || self.has(i, WRAP)
    }

    /// True where the token touches the one before it.
    pub fn touches(&self, i: usize) -> bool {
        self.clues.gap(i) == Gap::None
    }

    /// The first and last token of a stretch of bytes that tokens make up.
    pub fn tokens_of(&self, span: Span) -> (usize, usize) {
        let tokens = self.clues.tokens;
        let first = tokens.partition_point(|t| (t.start as usize) < span.start);
        let more = tokens[first..].iter().take_while(|t| (t.end as usize) < span.end).count();
        (first, first + more)
    }

    /// True for a word with a capital that means something.
    pub fn is_capital(&self, i: usize) -> bool {
        let shape = self.clues.shape(i);
        (shape.is_capital() || (shape == Shape::Mixed && self.has_capital(i))) && !self.in_capitals(i)
    }

    /// True for a token that is just this ASCII sign.
    pub fn is_sign(&self, i: usize, sign: u8) -> bool {
        self.clues
            .tokens
            .get(i)
            .is_some_and(|t| t.end == t.start + 1 && self.clues.text.as_bytes()[t.start as usize] == sign)
    }

    /// True for a hyphen.
    pub fn is_hyphen(&self, i: usize) -> bool {
        self.is_sign(i, b'-') || matches!(self.word(i), "‐" | "‑")
    }

    /// The text of a token; empty past the end.
    pub fn word(&self, i: usize) -> &'a str {
        self.clues.tokens.get(i).map_or("", |t| t.of(self.clues.text))
    }

    /// True where a full stop after the token need not end a sentence.
    pub fn keeps_stop(&self, i: usize) -> bool {
        match self.clues.shape(i) {
            Shape::Initial => true,
            Shape::Capitals if self.word(i).contains('.') => true,
            _ => self.clues.is(i, Role::Abbreviation),
        }
    }

    fn has(&self, i: usize, flag: u8) -> bool {
        self.flags.get(i).is_some_and(|f| f & flag != 0)
    }

    fn has_capital(&self, i: usize) -> bool {
        self.word(i).chars().any(char::is_uppercase)
    }

    /// Finds wraps, and judges each stretch between true line ends.
    fn mark_lines(&mut self) {
        let tokens = self.clues.tokens;
        let (mut line, mut block) = (0, 0);
        for i in 1..=tokens.len() {
            if i < tokens.len() && tokens[i].gap < Gap::Line {
                continue;
            }
            let is_wrap = i < tokens.len()
                && tokens[i].gap == Gap::Line
                && tokens[i - 1].end - tokens[line].start >= WRAPPED
                && tokens[i - 1].end - tokens[line].start <= 2 * WRAPPED;
            if is_wrap {
                self.flags[i] |= WRAP;
            } else {
                self.judge(block, i);
                block = i;
            }
            line = i;
        }
    }

    /// Marks a stretch as title or capitals by its share of capital words.
    fn judge(&mut self, from: usize, to: usize) {
        let (mut capitals, mut capitalized, mut small) = (0, 0, 0);
        for i in from..to {
            match self.clues.shape(i) {
                Shape::Capitals => capitals += 1,
                Shape::Capitalized => capitalized += 1,
                Shape::Lower if !self.clues.is(i, Role::Link) => small += 1,
                _ => {}
            }
        }
        let flag = match () {
            _ if capitals >= 3 && capitals > 4 * (capitalized + small) => CAPS,
            _ if capitalized >= 4 && capitalized + capitals > 4 * small => TITLE,
            _ => return,
        };
        self.flags[from..to].iter_mut().for_each(|f| *f |= flag);
    }

    fn mark_starts(&mut self) {
        for i in 0..self.clues.len() {
            if self.begins(i) {
                self.flags[i] |= START;
            }
        }
    }

    fn begins(&self, i: usize) -> bool {
        if i == 0 || (self.clues.gap(i) >= Gap::Line && !self.has(i, WRAP)) {
            return true;
        }
        if self.clues.shape(i - 1) != Shape::Symbol {
            return false;
        }
        match self.word(i - 1) {
            "." => i < 2 || !self.keeps_stop(i - 2),
            "_" | "—" | "–" | "-" => self.clues.gap(i) != Gap::None,
            "!" | "?" | "\"" | "“" | "”" | "`" | ":" | "…" | "*" | "•" => true,
            "'" | "’" | "‘" => self.clues.gap(i) == Gap::None || self.has(i - 1, START),
            _ => self.has(i - 1, START),
        }
    }
}
