//! The sentence around a mention: for reading, not for finding.
//!
//! It is written in one line, and not at any length: of a long one only the
//! stretch around the mention is ever looked at.

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
    // The vertical tab is white space, but not to the second way.
    if is_spaced(text) {
        append_spaced(text, out);
    } else if text.is_ascii() && !text.contains('\u{b}') {
        join(text, text.split_ascii_whitespace(), out);
    } else {
        join(text, text.split_whitespace(), out);
    }
}

/// True where white space is single characters of ASCII, none at the start;
/// never where there are bytes that other white space begins with.
fn is_spaced(text: &str) -> bool {
    let bytes = text.as_bytes();
    let is_plain = |b: u8| (b != 0xc2) & (b & 0xfc != 0xe0);
    let may_start = bytes.first().is_none_or(|b| *b > b' ') && bytes.last().is_none_or(|b| is_plain(*b));
    let pairs = bytes.iter().zip(bytes.get(1..).unwrap_or_default());
    pairs.fold(may_start, |all, (a, b)| all & is_plain(*a) & ((*a > b' ') | (*b > b' ')))
}

/// Appends `text` with a space for each white space of ASCII.
fn append_spaced(text: &str, out: &mut String) {
    let mut bytes = std::mem::take(out).into_bytes();
    bytes.extend(text.bytes().map(|b| if matches!(b, b'\t'..=b'\r') { b' ' } else { b }));
    *out = String::from_utf8(bytes).expect("one ASCII character for another");
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
