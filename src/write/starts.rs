//! Where the sentences of a text begin.
//!
//! A sentence ends at `.`, `!`, `?` or `…` and the quotes that close after
//! it, before white space and a capital, a figure or an opening quote; not
//! after an initial or an abbreviation of the lists; and at an empty line.

use crate::entity::Span;
use crate::gazetteer::Role;
use crate::lookup::Index;
use crate::window;

/// How far before a mention its sentence is looked for at first, in bytes.
const STEP: usize = 128;

/// How many bytes are asked for marks together.
const STRETCH: usize = 32;

/// The longest word that can be an abbreviation, in code points.
const MAX_ABBREVIATION: usize = 16;

/// The starts of the sentences that hold mentions; what lies between is left
/// out.
pub struct Starts<'l> {
    lists: &'l Index,
    /// The first bytes of sentences, each one from the first of them up to
    /// `at`; never empty.
    known: Vec<usize>,
    /// How far the text is known.
    at: usize,
}

impl<'l> Starts<'l> {
    /// Of a text that is yet to be seen.
    pub fn new(lists: &'l Index) -> Self {
        Starts { lists, known: vec![0], at: 0 }
    }

    /// The sentence, or run of sentences, that holds `span`, the white space
    /// behind it included.
    ///
    /// `text` must be the same each time, and no span may start before the
    /// last one. All spans of a text together cost no more than a few walks
    /// over it.
    pub fn around(&mut self, text: &str, span: Span) -> Span {
        if span.start > self.at + STEP {
            self.leap(text, span.start);
        }
        self.walk(text, span.end);
        let first = self.known.partition_point(|&start| start <= span.start) - 1;
        let rest = &self.known[first + 1..];
        let end = rest.get(rest.partition_point(|&start| start < span.end));
        Span::new(self.known[first], end.copied().unwrap_or(text.len()))
    }

    /// Goes on at the last start before `place`, which is looked for in ever
    /// longer stretches; stays where there is none.
    fn leap(&mut self, text: &str, place: usize) {
        let (last, at) = (self.last(), self.at);
        let mut reach = STEP;
        while at + reach < place {
            self.known.clear();
            self.at = behind_word(&text[..place], place - reach);
            while let Some(mark) = next_mark(&text[..place], self.at) {
                self.judge(text, mark);
            }
            if self.known.first().is_some_and(|&start| start <= place) {
                return;
            }
            reach *= 2;
        }
        self.known.clear();
        self.known.push(last);
        self.at = at;
    }

    /// Goes on to the first start at or behind `place`.
    fn walk(&mut self, text: &str, place: usize) {
        while self.last() < place && self.at < text.len() {
            match next_mark(text, self.at) {
                Some(mark) => self.judge(text, mark),
                None => self.at = text.len(),
            }
        }
    }

    fn last(&self) -> usize {
        self.known.last().copied().unwrap_or_default()
    }

    /// Whether a sentence starts behind `mark`: told by the marks and the
    /// white space there and the words beside them alone.
    fn judge(&mut self, text: &str, mark: usize) {
        let end = end_of_marks(text, mark);
        let next = end + white_space(&text[end..]);
        let is_end = end > mark && is_end(text, mark, end, next, self.lists);
        if next < text.len() && (is_end || is_empty_line(&text[end..next])) {
            self.known.push(next);
        }
        self.at = next.max(mark + width(text, mark));
    }
}

/// The first place at or behind `from` that follows a letter or a figure,
/// which is no part of any end; the end of `text` where there is none.
fn behind_word(text: &str, from: usize) -> usize {
    let from = text.ceil_char_boundary(from);
    let word = text[from..].char_indices().find(|(_, c)| c.is_alphanumeric());
    word.map_or(text.len(), |(at, c)| from + at + c.len_utf8())
}

/// The next character that may end a sentence, line ends among them. Looks at
/// many bytes at a time.
fn next_mark(text: &str, from: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let may_end = |at: usize| match bytes[at] {
        b'.' | b'!' | b'?' | b'\n' => true,
        0xD8 | 0xE0 | 0xE2 | 0xE3 | 0xEF => text[at..].starts_with(|c| is_end_mark(c) || c == PARAGRAPH),
        _ => false,
    };
    let mut at = from;
    while bytes.get(at..).and_then(<[u8]>::first_chunk).is_some_and(has_no_mark) {
        at += STRETCH;
    }
    while at < bytes.len() {
        let mut found = window::any_of(window::at(bytes, at), [b'.', b'!', b'?', b'\n']);
        while found != 0 {
            let here = at + window::first(found);
            if here < bytes.len() && may_end(here) {
                return Some(here);
            }
            found &= found - 1;
        }
        at += 8;
    }
    None
}

/// True where there is nothing but ASCII without marks. Asks every byte, for
/// so many are asked at once.
fn has_no_mark(stretch: &[u8; STRETCH]) -> bool {
    let is_mark = |b: u8| (b == b'.') | (b == b'!') | (b == b'?') | (b == b'\n') | !b.is_ascii();
    !stretch.iter().fold(false, |found, b| found | is_mark(*b))
}

fn width(text: &str, at: usize) -> usize {
    text[at..].chars().next().map_or(1, char::len_utf8)
}

/// One past the end marks and closing quotes that begin at `at`; `at` itself
/// where no end mark is.
fn end_of_marks(text: &str, at: usize) -> usize {
    let closes = |c| matches!(c, '"' | '\'' | '”' | '’' | '»' | ')' | ']' | '」' | '』');
    if !text[at..].starts_with(is_end_mark) {
        return at;
    }
    at + text[at..].find(|c| !is_end_mark(c) && !closes(c)).unwrap_or(text.len() - at)
}

/// Separates paragraphs, as an empty line does.
const PARAGRAPH: char = '\u{2029}';

fn is_end_mark(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…' | '؟' | '।') || ends_alone(c)
}

/// End marks of scripts that put no space between sentences.
fn ends_alone(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '｡')
}

fn white_space(text: &str) -> usize {
    text.find(|c: char| !c.is_whitespace()).unwrap_or(text.len())
}

fn is_empty_line(space: &str) -> bool {
    space.contains(PARAGRAPH) || space.bytes().filter(|&b| b == b'\n').count() > 1
}

/// Whether the marks `mark..end` end a sentence, the next word being at `next`.
fn is_end(text: &str, mark: usize, end: usize, next: usize, lists: &Index) -> bool {
    if text[mark..].starts_with(ends_alone) {
        return true;
    }
    let opens = |c: char| matches!(c, '"' | '\'' | '“' | '‘' | '«' | '(' | '[' | '¿' | '¡');
    let starts = |c: char| c.is_numeric() || opens(c) || (c.is_alphabetic() && !c.is_lowercase());
    let is_full_stop = &text[mark..end] == ".";
    next > end && text[next..].starts_with(starts) && !(is_full_stop && is_abbreviation(&text[..mark], lists))
}

/// Whether the last word of `before` is an initial, letters with stops
/// between, or an abbreviation of the lists.
fn is_abbreviation(before: &str, lists: &Index) -> bool {
    let word = last_word(before);
    let in_turn = |(i, c): (usize, char)| if i % 2 == 0 { c.is_alphabetic() } else { c == '.' };
    if word.chars().enumerate().all(in_turn) && !word.ends_with('.') {
        return word.contains('.') || word.chars().any(char::is_uppercase);
    }
    lists.marks_of(word).has(Role::Abbreviation)
}

/// The letters, figures and stops that `before` ends in, at most
/// [`MAX_ABBREVIATION`] of them.
fn last_word(before: &str) -> &str {
    let tail = before.len().saturating_sub(MAX_ABBREVIATION);
    let bytes = &before.as_bytes()[tail..];
    match bytes.iter().rposition(|b| !b.is_ascii_alphanumeric() && *b != b'.') {
        None => return &before[tail..],
        Some(edge) if bytes[edge].is_ascii() => return &before[tail + edge + 1..],
        Some(_) => {}
    }
    let word = before.char_indices().rev().take(MAX_ABBREVIATION).take_while(|(_, c)| c.is_alphanumeric() || *c == '.');
    word.last().map_or("", |(start, _)| &before[start..])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Pipeline;
    use proptest::prelude::*;
    use std::sync::LazyLock;

    static PIPELINE: LazyLock<Pipeline> =
        LazyLock::new(|| Pipeline::new(&Default::default()).expect("the shipped lists are right"));

    /// The plain way: every code point of the text is judged.
    fn all(text: &str) -> Starts<'static> {
        let mut starts = Starts::new(PIPELINE.lists());
        while starts.at < text.len() {
            starts.judge(text, starts.at);
        }
        starts
    }

    /// Ends of sentences, and what only looks like one, among words.
    fn text() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            3 => "[A-Za-zß東éक]{1,6}",
            1 => "[ \t\r\n\u{b}\u{85}\u{a0}\u{2028}\u{2029}\u{3000}]{1,4}",
            1 => "[.!?…。！؟।\"'”’)(“]{1,3}",
            1 => prop::sample::select(&["U.S. ", ". The ", "J. ", "Corp. ", "St. ", "3.5 ", ".\n", "\n\n", ".\" \n"][..])
                .prop_map(String::from),
            1 => any::<char>().prop_map(String::from),
            1 => "(word ){1,80}",
            1 => "[.!]{1,60}。",
        ];
        prop::collection::vec(piece, 1..80).prop_map(|pieces| pieces.concat())
    }

    /// Spans sorted by start, dense or far apart.
    fn spans(text: &str, places: &[(prop::sample::Index, usize)]) -> Vec<Span> {
        let ends: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let span = |(start, length): &(prop::sample::Index, usize)| {
            let start = start.index(ends.len() - 1);
            Span::new(ends[start], ends[(start + length).min(ends.len() - 1)])
        };
        let mut spans: Vec<Span> = places.iter().map(span).collect();
        spans.sort_by_key(|span| span.start);
        spans
    }

    proptest! {
        #[test]
        fn leaps_find_what_the_whole_walk_does(
            text in text(),
            places in prop::collection::vec((any::<prop::sample::Index>(), 1..30usize), 1..5),
        ) {
            let (mut starts, mut all) = (Starts::new(PIPELINE.lists()), all(&text));
            for span in spans(&text, &places) {
                prop_assert_eq!(starts.around(&text, span), all.around(&text, span), "{:?}", span);
            }
        }
    }
}
