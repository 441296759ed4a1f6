//! A large text: taken in stretches, side by side.
//!
//! Who wrote so much in one file has put many texts into it. Each stretch is
//! recognized as though it were a text: what it says of a name does not count
//! in the others. So a large text takes no more time and little more memory
//! than the same in many files.

use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// A text of at least so many bytes is divided.
const LARGE: usize = 8 << 20;

/// A stretch has about so many bytes.
const STRETCH: usize = 1 << 20;

/// So far, in bytes, an end of a paragraph or of a line is looked for.
const REACH: usize = 256 << 10;

/// What `work` makes of each stretch of a text, in order, and where the
/// stretch begins. On as many threads as annotate.
pub(crate) fn side_by_side<T: Send>(text: &str, work: impl Fn(&str) -> T + Sync) -> Vec<(usize, T)> {
    if text.len() < LARGE {
        return vec![(0, work(text))];
    }
    let stretches = stretches(text, STRETCH);
    let threads = rayon::current_num_threads().min(stretches.len());
    let next = AtomicUsize::new(0);
    let some = || {
        let taken = std::iter::from_fn(|| stretches.get(next.fetch_add(1, Ordering::Relaxed)));
        taken.map(|stretch| (stretch.start, work(&text[stretch.clone()]))).collect()
    };
    // The threads are no rayon tasks: who waits for those takes up another
    // text, and has no room for a second one.
    let mut made: Vec<(usize, T)> = thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(some)).collect();
        let mut made: Vec<(usize, T)> = some();
        for other in others {
            made.extend(other.join().expect("a stretch fails as a text would"));
        }
        made
    });
    made.sort_unstable_by_key(|(from, _)| *from);
    made
}

/// The stretches of a text, each of at least `size` bytes.
fn stretches(text: &str, size: usize) -> Vec<Range<usize>> {
    let (mut stretches, mut from) = (Vec::new(), 0);
    while let Some(to) = cut(text.as_bytes(), from + size).filter(|to| text.len() - to >= size) {
        stretches.push(from..to);
        from = to;
    }
    stretches.push(from..text.len());
    stretches
}

/// The first place at byte `from` or behind it where a text may be divided:
/// behind an empty line, else behind any line, else between two words.
///
/// There a token begins in any case, and behind an empty line no name goes on.
fn cut(text: &[u8], from: usize) -> Option<usize> {
    (from..text.len()).step_by(REACH).find_map(|at| {
        let window = &text[at..text.len().min(at + REACH)];
        let lines = || memchr::memchr_iter(b'\n', window).map(|end| at + end + 1);
        let words = || memchr::memchr_iter(b' ', window).map(|space| at + space + 1);
        let begins_word = |&at: &usize| text.get(at).is_some_and(u8::is_ascii_alphanumeric);
        lines()
            .find(|&at| is_empty_line(&text[..at - 1]))
            .or_else(|| lines().next())
            .or_else(|| words().find(begins_word))
    })
}

/// True where the last line of `text`, whose end is cut off, is empty.
fn is_empty_line(text: &[u8]) -> bool {
    text.strip_suffix(b"\r").unwrap_or(text).ends_with(b"\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut_up(text: &str, size: usize) -> Vec<&str> {
        stretches(text, size).into_iter().map(|stretch| &text[stretch]).collect()
    }

    #[test]
    fn paragraphs_are_kept_whole() {
        assert_eq!(cut_up("Bank\nof\r\n\r\nChina,\n\nBonn", 3), ["Bank\nof\r\n\r\n", "China,\n\n", "Bonn"]);
        assert_eq!(cut_up("Bank\n\nof", 3), ["Bank\n\nof"]);
    }

    #[test]
    fn a_text_without_paragraphs_is_divided_too() {
        assert_eq!(cut_up("a line\nand another", 5), ["a line\n", "and another"]);
        assert_eq!(cut_up("words upon words", 3), ["words ", "upon ", "words"]);
        assert_eq!(cut_up("词词词词词词", 3), ["词词词词词词"]);
    }
}
