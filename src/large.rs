//! A large text: segmented and looked up in stretches, side by side.
//!
//! A stretch begins behind an empty line. There a token begins in any case,
//! and no name of a list reaches over it, so that what is found in stretches
//! is what is found in the whole.

use std::thread;

use crate::lookup::{Hit, Index, ListedWord, NO_HITS};
use crate::segment::{Token, segment};

/// A text of at least so many bytes is divided.
const LARGE: usize = 8 << 20;

/// A stretch has at least so many bytes.
const STRETCH: usize = 1 << 20;

/// What is found in a text before anything is recognized.
#[derive(Default)]
pub(crate) struct Found {
    pub tokens: Vec<Token>,
    pub words: Vec<ListedWord>,
    pub hits: Vec<Hit>,
}

impl Found {
    /// Segments and looks up, on as many threads as annotate where the text is
    /// large. Linear in the text.
    pub fn read(&mut self, text: &str, lists: &Index) {
        let threads = rayon::current_num_threads();
        if text.len() < LARGE || threads == 1 {
            self.read_at_once(text, lists);
        } else {
            self.read_side_by_side(text, lists, &cuts(text, STRETCH), threads);
        }
    }

    fn read_at_once(&mut self, text: &str, lists: &Index) {
        segment(text, &mut self.tokens);
        lists.look_up(text, &self.tokens, &mut self.words, &mut self.hits);
    }

    /// The threads are no rayon tasks: who waits for those takes up another
    /// text, and has no room for a second one.
    fn read_side_by_side(&mut self, text: &str, lists: &Index, cuts: &[usize], threads: usize) {
        let stretches: Vec<(usize, usize)> = cuts.windows(2).map(|cut| (cut[0], cut[1])).collect();
        for some in stretches.chunks(threads) {
            let found: Vec<Found> = thread::scope(|scope| {
                let read = |&(from, to): &(usize, usize)| {
                    scope.spawn(move || {
                        let mut found = Found::default();
                        found.read_at_once(&text[from..to], lists);
                        found
                    })
                };
                let running: Vec<_> = some.iter().map(read).collect();
                running.into_iter().map(|thread| thread.join().expect("a stretch fails as a text would")).collect()
            });
            for (found, (from, _)) in found.into_iter().zip(some) {
                self.append(found, *from);
            }
        }
    }

    /// Adds what was found in the stretch that begins at byte `from`.
    fn append(&mut self, found: Found, from: usize) {
        let (byte, token, hit) = (from as u32, self.tokens.len() as u32, self.hits.len() as u32);
        let moved = |t: &Token| Token { start: t.start + byte, end: t.end + byte, ..*t };
        self.tokens.extend(found.tokens.iter().map(moved));
        let moved = |word: &ListedWord| match word.hits {
            NO_HITS => *word,
            hits => ListedWord { hits: hits + hit, ..*word },
        };
        self.words.extend(found.words.iter().map(moved));
        let moved = |hit: &Hit| Hit { first: hit.first + token, last: hit.last + token, ..*hit };
        self.hits.extend(found.hits.iter().map(moved));
    }
}

/// Where stretches of at least `least` bytes begin and end: behind two line
/// ends, before an ASCII letter or digit.
fn cuts(text: &str, least: usize) -> Vec<usize> {
    let bytes = text.as_bytes();
    let mut cuts = vec![0];
    let mut at = least;
    while at < bytes.len() {
        let Some(line_end) = memchr::memchr(b'\n', &bytes[at..]) else { break };
        at += line_end + 1;
        let is_safe = bytes[at - 2] == b'\n' && bytes.get(at).is_some_and(u8::is_ascii_alphanumeric);
        if is_safe && bytes.len() - at >= least {
            cuts.push(at);
            at += least;
        }
    }
    cuts.push(bytes.len());
    cuts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Pipeline;

    #[test]
    fn stretches_find_what_the_whole_does() {
        let pipeline = Pipeline::new(&Default::default()).expect("the shipped lists are right");
        let text = "Bayer of\n\nShanghai \n\nand “Xi’an”.\n\n\n\nBank\n\nof China\r\n\r\n7 million yuan\n\u{301}\n\nNew\n\nYork "
            .repeat(20);
        let (mut whole, mut stretches) = (Found::default(), Found::default());
        whole.read_at_once(&text, pipeline.lists());
        let cuts = cuts(&text, 40);
        assert!(cuts.len() > 20, "{cuts:?}");
        stretches.read_side_by_side(&text, pipeline.lists(), &cuts, 3);
        assert_eq!(stretches.tokens, whole.tokens);
        assert_eq!(stretches.words, whole.words);
        assert_eq!(stretches.hits, whole.hits);
    }
}
