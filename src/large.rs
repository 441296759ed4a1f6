//! A large text: taken in stretches, side by side.
//!
//! Who wrote so much in one file has put many texts into it. Each stretch is
//! recognized as though it were a text: what it says of a name does not count
//! in the others. So a large text takes no more time and little more memory
//! than the same in many files.

use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use crate::threads;

/// A text of at least so many bytes is divided.
const LARGE: usize = 8 << 20;

/// A stretch has about so many bytes.
const STRETCH: usize = 1 << 20;

/// So far, in bytes, an end of a paragraph or of a line is looked for.
const REACH: usize = 256 << 10;

/// The stretches of a text, in bytes, each of which is annotated as though it
/// were a text: one below 8 MiB, else as many as there are about MiB.
///
/// Whoever annotates them apart, on several machines say, finds what
/// [`Pipeline::annotate`](crate::Pipeline::annotate) finds in the whole, as
/// long as no stretch has 8 MiB itself. Linear in the text at worst.
///
/// ```
/// assert_eq!(gaztag::stretches("a small text"), [0..12]);
/// ```
pub fn stretches(text: &str) -> Vec<Range<usize>> {
    if text.len() < LARGE { std::iter::once(0..text.len()).collect() } else { divided(text, STRETCH) }
}

/// What `work` makes of each stretch of a text, in order, and where the
/// stretch begins. On as many threads as annotate.
pub(crate) fn side_by_side<T: Send>(text: &str, threads: usize, work: impl Fn(&str) -> T + Sync) -> Vec<(usize, T)> {
    if text.len() < LARGE {
        return vec![(0, work(text))];
    }
    let stretches = stretches(text);
    let threads = threads::at_hand(threads).min(stretches.len());
    let next = AtomicUsize::new(0);
    let some = || {
        let taken = std::iter::from_fn(|| stretches.get(next.fetch_add(1, Ordering::Relaxed)));
        taken.map(|stretch| (stretch.start, work(&text[stretch.clone()]))).collect()
    };
    // The threads are no rayon tasks: who waits for those takes up another
    // text, and has no room for a second one.
    let mut made: Vec<(usize, T)> = thread::scope(|scope| {
        // Where the system gives no more threads, there are fewer.
        let spawn = |_| thread::Builder::new().spawn_scoped(scope, some).ok();
        let others: Vec<_> = (1..threads).map_while(spawn).collect();
        let mut made: Vec<(usize, T)> = some();
        for other in others {
            made.extend(other.join().expect("a stretch fails as a text would"));
        }
        made
    });
    made.sort_unstable_by_key(|(from, _)| *from);
    made
}

/// A text in stretches of at least `size` bytes each.
fn divided(text: &str, size: usize) -> Vec<Range<usize>> {
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
    use std::collections::HashSet;
    use std::sync::{Condvar, Mutex};
    use std::time::Duration;

    use super::*;

    fn cut_up(text: &str, size: usize) -> Vec<&str> {
        divided(text, size).into_iter().map(|stretch| &text[stretch]).collect()
    }

    /// How many threads work where so many are asked for. Each waits at its
    /// first stretch for `expected` ones, at most a minute.
    fn threads_of(asked: usize, expected: usize) -> usize {
        let text = "a line\n".repeat(2 * LARGE / 7);
        let (seen, more) = (Mutex::new(HashSet::new()), Condvar::new());
        side_by_side(&text, asked, |_| {
            let mut ids = seen.lock().unwrap();
            ids.insert(thread::current().id());
            more.notify_all();
            let fewer = |ids: &mut HashSet<_>| ids.len() < expected;
            drop(more.wait_timeout_while(ids, Duration::from_secs(60), fewer).unwrap());
        });
        seen.into_inner().unwrap().len()
    }

    #[test]
    fn as_many_threads_work_as_were_asked_for() {
        assert_eq!([threads_of(1, 1), threads_of(3, 3)], [1, 3]);
    }

    #[test]
    fn the_threads_of_a_pool_go_before() {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(2).build().unwrap();
        assert_eq!(pool.install(|| threads_of(1, 2)), 2);
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
