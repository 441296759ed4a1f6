//! The sentence around a mention: for reading, not for finding.
//!
//! A sentence ends at `.`, `!`, `?` or `…` and the quotes that close after
//! it, before white space and a capital, a figure or an opening quote; not
//! after an initial or an abbreviation of the lists; and at an empty line.
//! The sentences of a text are found in one pass; of a long one only the
//! stretch around the mention is ever looked at again.

use crate::entity::Span;
use crate::gazetteer::Role;
use crate::lookup::Index;
use crate::window;

/// The longest sentence that is written, in code points.
pub const MAX_SENTENCE: usize = 1000;

/// How far from a mention a sentence is looked at, in bytes: enough for the
/// longest one, white space to be folded included.
const REACH: usize = 4 * MAX_SENTENCE;

/// The longest word that can be an abbreviation, in code points.
const MAX_ABBREVIATION: usize = 16;

/// Stands where a sentence was cut.
const CUT: char = '…';

/// The sentences of one text.
pub struct Sentences<'l> {
    lists: &'l Index,
    /// Where each begins, in bytes; empty before the first question.
    starts: Vec<usize>,
    sentence: String,
    /// The stretch of the text that `sentence` serves for.
    served: Span,
}

impl<'l> Sentences<'l> {
    /// Of a text that is yet to be seen.
    pub fn new(lists: &'l Index) -> Self {
        Sentences { lists, starts: Vec::new(), sentence: String::new(), served: Span::new(0, 0) }
    }

    /// The sentence, or run of sentences, that holds `span`: white space
    /// folded, at most [`MAX_SENTENCE`] code points with `…` where it was
    /// cut. `text` must be the same each time.
    pub fn around(&mut self, text: &str, span: Span) -> &str {
        if self.starts.is_empty() {
            split(text, self.lists, &mut self.starts);
        }
        let sentence = self.bounds(text, span);
        if sentence.contains(self.served) && self.served.contains(span) {
            return &self.sentence;
        }
        self.sentence.clear();
        self.served = sentence;
        if sentence.len() <= REACH {
            fold(sentence.of(text), &mut self.sentence);
            self.sentence.truncate(self.sentence.trim_end().len());
        }
        if sentence.len() > REACH || self.sentence.chars().count() > MAX_SENTENCE {
            self.sentence.clear();
            self.served = cut(text, sentence, span, &mut self.sentence);
        }
        &self.sentence
    }

    fn bounds(&self, text: &str, span: Span) -> Span {
        let first = self.starts.partition_point(|&start| start <= span.start) - 1;
        let rest = &self.starts[first + 1..];
        let end = rest.get(rest.partition_point(|&start| start < span.end));
        Span::new(self.starts[first], end.copied().unwrap_or(text.len()))
    }
}

/// Appends `text` with each run of white space as one space; none at the
/// start of `out`.
fn fold(text: &str, out: &mut String) {
    if is_folded(text) {
        return out.push_str(if out.is_empty() { text.trim_start() } else { text });
    }
    // The vertical tab is white space, but not to the faster way.
    if text.is_ascii() && !text.contains('\u{b}') {
        join(text, text.split_ascii_whitespace(), out);
    } else {
        join(text, text.split_whitespace(), out);
    }
}

/// Appends the words of `text` with single spaces between them, and where
/// white space stands before or after them.
fn join<'t>(text: &str, words: impl Iterator<Item = &'t str>, out: &mut String) {
    let is_apart = |out: &String| !out.is_empty() && !out.ends_with(' ');
    let mut space = text.starts_with(char::is_whitespace);
    for word in words {
        if space && is_apart(out) {
            out.push(' ');
        }
        out.push_str(word);
        space = true;
    }
    if text.ends_with(char::is_whitespace) && is_apart(out) {
        out.push(' ');
    }
}

/// True for a stretch of ASCII whose only white space is single spaces inside.
fn is_folded(text: &str) -> bool {
    let bytes = text.as_bytes();
    let is_plain = bytes.iter().fold(true, |plain, b| plain & (b' '..0x7f).contains(b));
    let pairs = bytes.iter().zip(bytes.get(1..).unwrap_or_default());
    is_plain
        && !pairs.fold(false, |double, (a, b)| double | ((*a == b' ') & (*b == b' ')))
        && bytes.first() != Some(&b' ')
}

/// Appends as much of a long sentence as may be written, the mention in it.
///
/// The stretch that is returned is well inside: it serves for the mentions
/// there too, so that not each of a long line costs a cut of its own.
fn cut(text: &str, sentence: Span, mention: Span, out: &mut String) -> Span {
    let from = text.ceil_char_boundary(mention.start.saturating_sub(REACH).max(sentence.start));
    let to = text.floor_char_boundary((mention.end + REACH).min(sentence.end));
    let (mut before, mut middle, mut after) = (String::new(), String::new(), String::new());
    fold(&text[from..mention.start], &mut before);
    let head = &text[mention.start..text.floor_char_boundary(mention.end.min(mention.start + REACH))];
    fold(head, &mut middle);
    // Not empty, so that the space after the mention is kept.
    after.push(CUT);
    fold(&text[mention.end..to], &mut after);
    let after = after[CUT.len_utf8()..].trim_end();
    let room = MAX_SENTENCE.saturating_sub(middle.chars().count());
    let (cut_before, cut_after) = (from > sentence.start, to < sentence.end);
    let needed = |side: &str, is_cut: bool| side.chars().count() + usize::from(is_cut);
    let (left, right) = shares(needed(&before, cut_before), needed(after, cut_after), room);
    last(&before, left, cut_before, out);
    first(&middle, MAX_SENTENCE, mention.len() > head.len(), out);
    first(after, right, cut_after, out);
    Span::new(mention.start, (mention.end + right / 2).min(sentence.end))
}

/// How many code points of each side fit: half for each, and what one side
/// does not need for the other.
fn shares(before: usize, after: usize, room: usize) -> (usize, usize) {
    let half = room / 2;
    let left = before.min(half.max(room.saturating_sub(after)));
    (left, after.min(room - left))
}

/// Appends the last `room` code points of `text`, a mark for the rest included.
fn last(text: &str, room: usize, is_cut: bool, out: &mut String) {
    let count = text.chars().count();
    if count <= room && !is_cut {
        return out.push_str(text);
    }
    if room > 0 {
        out.push(CUT);
        out.extend(text.chars().skip((count + 1).saturating_sub(room)));
    }
}

/// Appends the first `room` code points of `text`, a mark for the rest included.
fn first(text: &str, room: usize, is_cut: bool, out: &mut String) {
    let count = text.chars().count();
    if count <= room && !is_cut {
        return out.push_str(text);
    }
    if room > 0 {
        out.extend(text.chars().take(room - 1));
        out.push(CUT);
    }
}

/// Fills `starts` with the first byte of every sentence, 0 among them.
/// Linear in the text.
fn split(text: &str, lists: &Index, starts: &mut Vec<usize>) {
    starts.push(0);
    let mut at = 0;
    while let Some(mark) = next_mark(text, at) {
        let sentence_end = end_of_marks(text, mark);
        let next = sentence_end + white_space(&text[sentence_end..]);
        let is_end = sentence_end > mark && is_end(text, mark, sentence_end, next, lists);
        if next < text.len() && (is_end || is_empty_line(&text[sentence_end..next])) {
            starts.push(next);
        }
        at = next.max(mark + width(text, mark));
    }
}

/// The next character that may end a sentence, line ends among them. Looks at
/// eight bytes at a time.
fn next_mark(text: &str, from: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let may_end = |b: u8| matches!(b, b'.' | b'!' | b'?' | b'\n' | 0xD8 | 0xE0 | 0xE2 | 0xE3 | 0xEF);
    let mut at = from;
    while at < bytes.len() {
        let mut found = window::any_of(window::at(bytes, at), [b'.', b'!', b'?', b'\n']);
        while found != 0 {
            let here = at + window::first(found);
            if bytes.get(here).is_some_and(|&b| may_end(b)) {
                return Some(here);
            }
            found &= found - 1;
        }
        at += 8;
    }
    None
}

fn width(text: &str, at: usize) -> usize {
    text[at..].chars().next().map_or(1, char::len_utf8)
}

/// One past the end marks and closing quotes that begin at `at`; `at` itself
/// where no end mark is.
fn end_of_marks(text: &str, at: usize) -> usize {
    let is_end_mark = |c| matches!(c, '.' | '!' | '?' | '…') || ends_alone(c) || matches!(c, '؟' | '।');
    let closes = |c| matches!(c, '"' | '\'' | '”' | '’' | '»' | ')' | ']' | '」' | '』');
    if !text[at..].starts_with(is_end_mark) {
        return at;
    }
    at + text[at..].find(|c| !is_end_mark(c) && !closes(c)).unwrap_or(text.len() - at)
}

/// End marks of scripts that put no space between sentences.
fn ends_alone(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '｡')
}

fn white_space(text: &str) -> usize {
    text.find(|c: char| !c.is_whitespace()).unwrap_or(text.len())
}

fn is_empty_line(space: &str) -> bool {
    space.contains('\u{2029}') || space.bytes().filter(|&b| b == b'\n').count() > 1
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
    let word = before.char_indices().rev().take(MAX_ABBREVIATION).take_while(|(_, c)| c.is_alphanumeric() || *c == '.');
    let Some((start, _)) = word.last() else { return false };
    let word = &before[start..];
    let one_letter = |part: &str| part.chars().count() == 1 && part.chars().all(char::is_alphabetic);
    if word.split('.').all(one_letter) {
        return word.contains('.') || word.chars().all(char::is_uppercase);
    }
    lists.marks_of(word).has(Role::Abbreviation)
}
