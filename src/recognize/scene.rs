//! What surrounds a word: does a sentence begin here, is the line a headline,
//! is it in capitals, does the name go on over the line end?

use std::ops::Range;

use super::grammar::{Grammar, Use};
use crate::clues::Clues;
use crate::gazetteer::Role;
use crate::segment::{Gap, Shape, Token};

/// A sentence, quotation or line begins with this token.
const START: u8 = 1;
/// The line is in title case: capitals say little.
const TITLE: u8 = 2;
/// The line is in capitals: capitals say nothing.
const CAPS: u8 = 4;
/// The line end before this token is only a wrap.
const WRAP: u8 = 8;
/// The token has a capital that means something.
const CAPITAL: u8 = 16;

/// A line of at least this many bytes may have been wrapped at its end.
const WRAPPED: u32 = 45;

/// The same for a line of prose, with at least so many words in small letters:
/// columns of a newspaper are narrow.
const NARROW: u32 = 28;
const PROSE: usize = 2;

/// True for a line that may have been wrapped at its end.
fn is_wrap(first: &Token, last: &Token, small: usize) -> bool {
    let least = if small >= PROSE { NARROW } else { WRAPPED };
    (least..=2 * WRAPPED).contains(&(last.end - first.start))
}

/// Room for what is noted of each token, kept from one text to the next.
#[derive(Default)]
pub struct Room {
    flags: Vec<u8>,
    capitals: Vec<u32>,
    signs: Vec<u32>,
    lines: Vec<u32>,
}

impl Room {
    fn prepare(&mut self, tokens: usize) {
        self.flags.clear();
        self.flags.resize(tokens, 0);
        self.lines.clear();
        for list in [&mut self.capitals, &mut self.signs] {
            if list.len() < tokens {
                // Anew: memory that nobody writes to then costs nothing.
                *list = vec![0; tokens];
            }
        }
    }
}

/// The clues of a text, and what each token stands in.
pub struct Scene<'a, 'l> {
    /// The clues.
    pub clues: Clues<'a, 'l>,
    grammar: &'a Grammar,
    room: Room,
    /// How many capitals and signs there are.
    capitals: usize,
    signs: usize,
}

impl<'a, 'l> Scene<'a, 'l> {
    /// Looks at every token once. Linear in the tokens.
    pub fn new(clues: Clues<'a, 'l>, grammar: &'a Grammar, mut room: Room) -> Self {
        room.prepare(clues.len());
        let mut scene = Scene { clues, grammar, room, capitals: 0, signs: 0 };
        scene.room.flags.first_mut().into_iter().for_each(|first| *first |= START);
        scene.mark_lines();
        scene.mark_starts();
        scene
    }

    /// Gives the room back.
    pub fn into_room(self) -> Room {
        self.room
    }

    /// The tokens with a capital letter, in order: one of six of a usual
    /// text.
    pub fn capitals(&self) -> impl Iterator<Item = usize> + '_ {
        self.room.capitals[..self.capitals].iter().map(|&i| i as usize)
    }

    /// The signs, and the first token of each paragraph, in order.
    pub fn signs(&self) -> impl Iterator<Item = usize> + '_ {
        self.room.signs[..self.signs].iter().map(|&i| i as usize)
    }

    /// The first and the last token of each line, in order; the last one
    /// exclusive.
    pub fn lines(&self) -> impl Iterator<Item = Range<usize>> + '_ {
        let (starts, end) = (self.room.lines.iter().map(|&i| i as usize), self.clues.len());
        let ends = starts.clone().chain([end]);
        std::iter::once(0).chain(starts).zip(ends).map(|(from, to)| from..to).filter(|line| !line.is_empty())
    }

    /// True where a sentence, a quotation or a line begins with the token.
    pub fn is_start(&self, i: usize) -> bool {
        self.has(i, START)
    }

    /// True for a word that says what it says: in small letters, or in
    /// capitals (*CEO*) outside a line in capitals.
    pub fn is_plain_word(&self, i: usize) -> bool {
        match self.clues.shape(i) {
            Shape::Lower => true,
            shape => shape == Shape::Capitals && !self.in_capitals(i),
        }
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

    /// True for a word with a capital that means something.
    pub fn is_capital(&self, i: usize) -> bool {
        self.has(i, CAPITAL)
    }

    /// True for a word that is used so.
    pub fn is(&self, i: usize, use_: Use) -> bool {
        self.grammar.has(&self.clues, i, use_)
    }

    /// True for a word that is used so and stands in small letters.
    pub fn is_small(&self, i: usize, use_: Use) -> bool {
        self.clues.shape(i) == Shape::Lower && self.is(i, use_)
    }

    /// What words do in a sentence.
    pub fn grammar(&self) -> &'a Grammar {
        self.grammar
    }

    /// True for a token that is just this ASCII sign; `&` may be written as
    /// HTML has it.
    pub fn is_sign(&self, i: usize, sign: u8) -> bool {
        self.clues.tokens.get(i).is_some_and(|t| {
            let is_long = t.end != t.start + 1;
            (!is_long || sign == b'&') && self.clues.text.as_bytes()[t.start as usize] == sign
        })
    }

    /// True for a hyphen.
    pub fn is_hyphen(&self, i: usize) -> bool {
        self.clues.tokens.get(i).is_some_and(|token| match self.clues.text.as_bytes()[token.start as usize] {
            b'-' => token.end == token.start + 1,
            0xe2 => matches!(token.of(self.clues.text), "‐" | "‑"),
            _ => false,
        })
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
        self.room.flags.get(i).is_some_and(|f| f & flag != 0)
    }

    /// Gathers capitals and signs, finds wraps, and judges each stretch
    /// between true line ends.
    fn mark_lines(&mut self) {
        let Clues { text, tokens, words, .. } = self.clues;
        let judge = |stretch: Range<usize>, with_capital: &[u32], small: usize, flags: &mut [u8]| {
            let is_sentence = small > 0 && ends_with_stop(text, &tokens[stretch.clone()]);
            judge(tokens, stretch, with_capital, (small, is_sentence), flags);
        };
        let Room { flags, capitals: with_capital, signs: all_signs, lines } = &mut self.room;
        let (with_capital, all_signs) = (&mut with_capital[..tokens.len()], &mut all_signs[..tokens.len()]);
        let (mut line, mut stretch) = (0, (0, 0));
        let (mut capitals, mut signs, mut small) = (0, 0, 0);
        let (mut lower, mut lower_before) = (0, 0);
        for (i, (token, word)) in tokens.iter().zip(words).enumerate() {
            if token.gap >= Gap::Line && i > 0 {
                lines.push(i as u32);
                if token.gap == Gap::Line && is_wrap(&tokens[line], &tokens[i - 1], lower - lower_before) {
                    flags[i] |= WRAP;
                } else {
                    flags[i] |= START;
                    judge(stretch.0..i, &with_capital[stretch.1..capitals], std::mem::take(&mut small), flags);
                    stretch = (i, capitals);
                }
                (line, lower_before) = (i, lower);
            }
            // Written without asking, for nobody can foretell the answer.
            with_capital[capitals] = i as u32;
            capitals += usize::from(has_capital(token.shape));
            all_signs[signs] = i as u32;
            signs += usize::from((token.shape == Shape::Symbol) | (token.gap == Gap::Paragraph));
            lower += usize::from(token.shape == Shape::Lower);
            small += usize::from((token.shape == Shape::Lower) & !word.marks.has(Role::Link));
        }
        judge(stretch.0..tokens.len(), &with_capital[stretch.1..capitals], small, flags);
        (self.capitals, self.signs) = (capitals, signs);
    }

    fn mark_starts(&mut self) {
        for sign in 0..self.signs {
            let sign = self.room.signs[sign] as usize;
            let is_sign = self.clues.shape(sign) == Shape::Symbol && sign + 1 < self.clues.len();
            if is_sign && self.begins(sign + 1) {
                self.room.flags[sign + 1] |= START;
            }
        }
    }

    /// True where a sentence may begin with token `i`, which follows a sign.
    fn begins(&self, i: usize) -> bool {
        match self.word(i - 1).chars().next().unwrap_or(' ') {
            '.' => i < 2 || !self.keeps_stop(i - 2),
            '_' => self.clues.gap(i) != Gap::None || self.has(i - 1, START),
            '—' | '–' | '-' => self.clues.gap(i) != Gap::None,
            '!' | '?' | '"' | '“' | '”' | '`' | ':' | '…' | '*' | '•' => true,
            '\'' | '’' | '‘' => self.clues.gap(i) == Gap::None || self.has(i - 1, START),
            _ => self.has(i - 1, START),
        }
    }
}

/// A full stop is the last, or stands before the quotation mark that is.
fn ends_with_stop(text: &str, tokens: &[Token]) -> bool {
    let mut last = tokens.iter().rev().map(|token| token.of(text));
    last.find(|word| !matches!(*word, "\"" | "”" | "’" | "'" | ")")) == Some(".")
}

/// Marks a stretch as title or capitals by its share of capital words beside
/// the `small` ones that are no links, and the capitals that mean something. A
/// sentence is no title.
fn judge(
    tokens: &[Token],
    stretch: Range<usize>,
    with_capital: &[u32],
    (small, is_sentence): (usize, bool),
    flags: &mut [u8],
) {
    let of = |shape| with_capital.iter().map(|&i| usize::from(tokens[i as usize].shape == shape)).sum::<usize>();
    let (capitals, capitalized) = (of(Shape::Capitals), of(Shape::Capitalized));
    let flag = match () {
        _ if capitals >= 3 && capitals > 4 * (capitalized + small) => CAPS,
        _ if capitalized >= 4 && capitalized + capitals > 4 * small && !is_sentence => TITLE,
        _ => 0,
    };
    if flag != 0 {
        flags[stretch].iter_mut().for_each(|f| *f |= flag);
    }
    if flag != CAPS {
        with_capital.iter().for_each(|&i| flags[i as usize] |= CAPITAL);
    }
}

/// True for the shapes of tokens with a capital letter.
#[inline]
fn has_capital(shape: Shape) -> bool {
    const SHAPES: u32 = 1 << Shape::Capitalized as u32
        | 1 << Shape::Capitals as u32
        | 1 << Shape::Initial as u32
        | 1 << Shape::Mixed as u32;
    SHAPES >> shape as u32 & 1 == 1
}
