//! The sentence around a mention: for reading, not for finding.
//!
//! It is written in one line, and not at any length: of a long one only the
//! stretch around the mention is ever looked at.

use super::pairs::first_pair;
use super::starts::Starts;
use crate::entity::Span;
use crate::lookup::Index;

/// The longest sentence that is written whole, in code points.
pub const MAX_SENTENCE: usize = 1000;

/// So many code points around a mention are written of a longer one.
const WINDOW: usize = 240;

/// Stands where a sentence was cut.
const CUT: char = '…';

/// How much of a sentence is written, in code points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Context {
    /// The longest that is written whole.
    most: usize,
    /// What is written of a longer one, the mention included.
    window: usize,
}

impl Default for Context {
    fn default() -> Self {
        Context { most: MAX_SENTENCE, window: WINDOW }
    }
}

impl Context {
    /// At most so many code points of any sentence.
    pub fn of(code_points: usize) -> Self {
        Context { most: code_points, window: code_points }
    }

    /// What serves both.
    pub(crate) fn or(self, other: Self) -> Self {
        Context { most: self.most.max(other.most), window: self.window.max(other.window) }
    }
}

/// How far from a mention a sentence is looked at, in bytes: enough for so
/// many code points, white space to be folded included.
fn reach(code_points: usize) -> usize {
    code_points.saturating_mul(4)
}

/// The sentences of one text.
pub struct Sentences<'l> {
    starts: Starts<'l>,
    context: Context,
    sentence: String,
    /// The stretch of the text that `sentence` serves for.
    served: Span,
}

impl<'l> Sentences<'l> {
    /// Of a text that is yet to be seen.
    pub fn new(lists: &'l Index, context: Context) -> Self {
        Sentences { starts: Starts::new(lists), context, sentence: String::new(), served: Span::new(0, 0) }
    }

    /// The sentence, or run of sentences, that holds `span`: white space
    /// folded, of a long one what is around the span, with `…` where it was
    /// cut. `text` must be the same each time, and the spans sorted by start.
    pub fn around(&mut self, text: &str, span: Span) -> &str {
        let sentence = self.starts.around(text, span);
        if sentence.contains(self.served) && self.served.contains(span) {
            return &self.sentence;
        }
        self.sentence.clear();
        self.served = sentence;
        let may_be_whole = sentence.len() <= reach(self.context.most);
        if may_be_whole {
            fold(sentence.of(text).trim_end(), &mut self.sentence);
        }
        if !may_be_whole || is_long(&self.sentence, self.context.most) {
            self.sentence.clear();
            self.served = cut(text, sentence, span, self.context.window, &mut self.sentence);
        }
        &self.sentence
    }
}

fn is_long(sentence: &str, most: usize) -> bool {
    sentence.len() > most && sentence.chars().count() > most
}

/// Appends `text` with each run of white space as one space; none at the
/// start of `out`.
fn fold(text: &str, out: &mut String) {
    let inner = text.trim();
    let is_apart = |out: &String| !out.is_empty() && !out.ends_with(' ');
    if text.starts_with(char::is_whitespace) && is_apart(out) {
        out.push(' ');
    }
    match has_wide_space(inner) {
        true => join(inner.split_whitespace(), out),
        false => join(Parts(inner), out),
    }
    if text.ends_with(char::is_whitespace) && is_apart(out) {
        out.push(' ');
    }
}

/// Appends parts with a space between them.
fn join<'t>(parts: impl Iterator<Item = &'t str>, out: &mut String) {
    for (i, part) in parts.enumerate() {
        if i > 0 {
            out.push(' ');
        }
        out.push_str(part);
    }
}

/// True where there is white space that is not ASCII: each begins with one of
/// four bytes, with which much else begins too.
fn has_wide_space(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut wide = memchr::memchr3_iter(0xc2, 0xe2, 0xe3, bytes).chain(memchr::memchr_iter(0xe1, bytes));
    wide.any(|at| text[at..].starts_with(char::is_whitespace))
}

/// The parts of a text between white space that is no single space. The text
/// has no white space but that of ASCII, and none at its ends.
struct Parts<'t>(&'t str);

impl<'t> Iterator for Parts<'t> {
    type Item = &'t str;

    fn next(&mut self) -> Option<&'t str> {
        let is_space = |b: u8| (b == b' ') | (b.wrapping_sub(b'\t') <= b'\r' - b'\t');
        let is_other = |a: u8, b: u8| is_space(a) & ((a != b' ') | is_space(b));
        let part = &self.0[..first_pair(self.0.as_bytes(), is_other).unwrap_or(self.0.len())];
        self.0 = self.0[part.len()..].trim_start();
        (!part.is_empty()).then_some(part)
    }
}

/// Appends as much of a long sentence as may be written, the mention in it.
///
/// The stretch that is returned is well inside: it serves for the mentions
/// there too, so that not each of a long line costs a cut of its own.
fn cut(text: &str, sentence: Span, mention: Span, window: usize, out: &mut String) -> Span {
    let reach = reach(window);
    let from = text.ceil_char_boundary(mention.start.saturating_sub(reach).max(sentence.start));
    let to = text.floor_char_boundary((mention.end + reach).min(sentence.end));
    let (mut before, mut middle, mut after) = (String::new(), String::new(), String::new());
    fold(&text[from..mention.start], &mut before);
    let head = &text[mention.start..text.floor_char_boundary(mention.end.min(mention.start + reach))];
    fold(head, &mut middle);
    // Not empty, so that the space after the mention is kept.
    after.push(CUT);
    fold(&text[mention.end..to], &mut after);
    let after = after[CUT.len_utf8()..].trim_end();
    let room = window.saturating_sub(middle.chars().count());
    let (cut_before, cut_after) = (from > sentence.start, to < sentence.end);
    let needed = |side: &str, is_cut: bool| side.chars().count() + usize::from(is_cut);
    let (left, right) = shares(needed(&before, cut_before), needed(after, cut_after), room);
    last(&before, left, cut_before, out);
    first(&middle, window, mention.len() > head.len(), out);
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

/// Appends the last `room` code points of `text`, a mark for the rest
/// included; fewer where a word begins soon.
fn last(text: &str, room: usize, is_cut: bool, out: &mut String) {
    let count = text.chars().count();
    if count <= room && !is_cut {
        return out.push_str(text);
    }
    let Some(kept) = room.checked_sub(1) else { return };
    let from = text.char_indices().nth(count.saturating_sub(kept)).map_or(text.len(), |(at, _)| at);
    let is_inside = from > 0 && !text[..from].ends_with(' ');
    let soon = text[from..].char_indices().take(kept / LEAST_PART).find(|(_, c)| *c == ' ').filter(|_| is_inside);
    out.push(CUT);
    out.push_str(&text[soon.map_or(from, |(space, _)| from + space + 1)..]);
}

/// Appends the first `room` code points of `text`, a mark for the rest
/// included; fewer where a word ends shortly before.
fn first(text: &str, room: usize, is_cut: bool, out: &mut String) {
    let count = text.chars().count();
    if count <= room && !is_cut {
        return out.push_str(text);
    }
    let Some(kept) = room.checked_sub(1) else { return };
    let to = text.char_indices().nth(kept).map_or(text.len(), |(at, _)| at);
    let is_inside = text[to..].chars().next().is_some_and(|c| c != ' ');
    let before = text[..to].char_indices().rev().take(kept / LEAST_PART).find(|(_, c)| *c == ' ').filter(|_| is_inside);
    out.push_str(&text[..before.map_or(to, |(space, _)| space)]);
    out.push(CUT);
}

/// At most such a part of a side is left out for the sake of a whole word.
const LEAST_PART: usize = 4;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_white_space_is_folded() {
        for c in '\0'..=char::MAX {
            let text = format!(" {c}a b{c}{c} c  d\n{c}e{c}\n");
            let mut folded = String::new();
            fold(text.trim_end(), &mut folded);
            assert_eq!(folded, text.split_whitespace().collect::<Vec<_>>().join(" "), "{c:?}");
        }
    }

    /// What is written of a text of one sentence around *Velmora*.
    fn window(text: &str, context: Context) -> String {
        let lists = Index::default();
        let start = text.find("Velmora").expect("it holds the name");
        Sentences::new(&lists, context).around(text, Span::new(start, start + "Velmora".len())).to_string()
    }

    #[test]
    fn only_long_sentences_are_cut_and_at_words() {
        let words = |count: usize| "word ".repeat(count);
        let whole = format!("{}Velmora {}end", words(90), words(100));
        assert_eq!(window(&whole, Context::default()), whole);
        // Up to the longest, and no further.
        let long = |count: usize| format!("{}Velmora {}", words(100), "e".repeat(count - 508));
        assert_eq!(long(MAX_SENTENCE).chars().count(), MAX_SENTENCE);
        assert_eq!(window(&long(MAX_SENTENCE), Context::default()), long(MAX_SENTENCE));
        assert_ne!(window(&long(MAX_SENTENCE + 1), Context::default()), long(MAX_SENTENCE + 1));
        let endless = format!("{}Velmora {}end", words(300), words(300));
        let cut = window(&endless, Context::default());
        assert!((200..=WINDOW).contains(&cut.chars().count()), "{cut}");
        assert!(cut.starts_with("…word ") && cut.ends_with(" word…") && cut.contains(" Velmora "), "{cut}");
        assert_eq!(window(&whole, Context::of(30)), "…word word Velmora word word…");
        assert_eq!(window("In Velmora it rained.", Context::of(30)), "In Velmora it rained.");
        assert_eq!(window("In Velmora it rained.", Context::of(0)), "");
        let undivided = format!("{0}Velmora{0}", "東".repeat(2000));
        assert_eq!(window(&undivided, Context::default()).chars().count(), WINDOW);
    }
}
