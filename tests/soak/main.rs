//! Many texts that nobody would write: the laws hold for each.
//!
//! `GAZTAG_SOAK=10000000 cargo test --release --test soak` is a long soak; by
//! default it is a short one. Texts follow from their numbers, so that one
//! that fails can be made again: the message shows it. `fuzz/` looks for such
//! texts by what they reach in the code.

mod texts;

use rayon::prelude::*;

/// Texts where nothing else is said.
const TEXTS: u64 = 20_000;

/// The longest text is put together from about so many pieces.
const PIECES: u64 = 40;

#[test]
fn the_laws_hold_for_any_text() {
    let texts = std::env::var("GAZTAG_SOAK").map_or(TEXTS, |count| count.parse().expect("GAZTAG_SOAK is a number"));
    let words = texts::Words::new();
    let pipeline = gaztag::Pipeline::new(&Default::default()).unwrap();
    (0..texts).into_par_iter().for_each(|number| check(&pipeline, &words.text(&bytes(number)), number));
}

/// Checks one text; whatever fails there, the text is told.
fn check(pipeline: &gaztag::Pipeline, text: &str, number: u64) {
    let held = std::panic::catch_unwind(|| texts::check(pipeline, text));
    assert!(held.is_ok(), "text {number} fails (see above): {text:?}");
}

/// Bytes that follow from a number: splitmix64.
fn bytes(number: u64) -> Vec<u8> {
    let mut state = number.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let mut next = || {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    };
    let pieces = next() % PIECES + 1;
    (0..pieces).flat_map(|_| next().to_le_bytes()).collect()
}
