//! What a code point is to UAX #29, and what kind of letter it is, in one
//! look: a table of two stages.
//!
//! The table is asked from `unicode-segmentation` and the standard library,
//! code point by code point, not from a list of properties: what the crate
//! takes for a letter is one. The tests ask again. After an update of either:
//! `cargo test write_the_table -- --ignored`.

use super::table::{BLOCKS, PLACES};

/// How many code points share a place of the first stage.
const BLOCK: usize = 256;

const BLOCK_COUNT: usize = length(&BLOCKS) / BLOCK;

/// Which block holds the classes of the code points from each multiple of
/// [`BLOCK`] on.
static FIRST: [u8; 0x11_0000 / BLOCK] = expanded(&PLACES);

/// The blocks, one after the other.
static SECOND: [u8; BLOCK_COUNT * BLOCK] = expanded(&BLOCKS);

const fn length(runs: &[(u16, u8)]) -> usize {
    let (mut sum, mut i) = (0, 0);
    while i < runs.len() {
        sum += runs[i].0 as usize;
        i += 1;
    }
    sum
}

const fn expanded<const N: usize>(runs: &[(u16, u8)]) -> [u8; N] {
    let mut all = [0; N];
    let (mut at, mut i) = (0, 0);
    while i < runs.len() {
        let mut left = runs[i].0;
        while left > 0 {
            all[at] = runs[i].1;
            (at, left) = (at + 1, left - 1);
        }
        i += 1;
    }
    all
}

/// A word break property; those that no rule tells apart are one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Break {
    Other,
    Letter,
    HebrewLetter,
    Numeric,
    Katakana,
    ExtendNumLet,
    MidLetter,
    MidNum,
    MidNumLet,
    SingleQuote,
    DoubleQuote,
    RegionalIndicator,
    /// Extend and Format.
    Extend,
    Joiner,
    Space,
    /// Newline, CR and LF.
    Newline,
}

const BREAKS: [Break; 16] = [
    Break::Other,
    Break::Letter,
    Break::HebrewLetter,
    Break::Numeric,
    Break::Katakana,
    Break::ExtendNumLet,
    Break::MidLetter,
    Break::MidNum,
    Break::MidNumLet,
    Break::SingleQuote,
    Break::DoubleQuote,
    Break::RegionalIndicator,
    Break::Extend,
    Break::Joiner,
    Break::Space,
    Break::Newline,
];

/// What a character looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Look {
    Sign,
    Upper,
    Lower,
    Uncased,
    Figure,
    White,
}

const LOOKS: [Look; 8] =
    [Look::Sign, Look::Upper, Look::Lower, Look::Uncased, Look::Figure, Look::White, Look::Sign, Look::Sign];

/// What is known of a code point: four bits of [`Break`], then three of
/// [`Look`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Class(u8);

impl Class {
    #[inline]
    pub fn of(c: char) -> Self {
        let c = c as usize;
        Class(SECOND[usize::from(FIRST[c / BLOCK]) * BLOCK + c % BLOCK])
    }

    #[inline]
    pub fn breaks(self) -> Break {
        BREAKS[usize::from(self.0 & 15)]
    }

    #[inline]
    pub fn look(self) -> Look {
        LOOKS[usize::from(self.0 >> 4)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fmt::Write;
    use unicode_segmentation::UnicodeSegmentation;

    /// True where the crate sees one segment.
    fn is_one(text: &str) -> bool {
        text.split_word_bounds().count() <= 1
    }

    fn around(before: &str, c: char, after: &str) -> bool {
        is_one(&format!("{before}{c}{after}"))
    }

    /// What the crate takes a code point for, told from what it joins.
    fn asked(c: char) -> Break {
        match c {
            _ if !around("", c, "\u{301}") => Break::Newline,
            '\u{200d}' => Break::Joiner,
            _ if around("!", c, "") => Break::Extend,
            _ if around(" ", c, " ") => Break::Space,
            _ if around("🇨", c, "") => Break::RegionalIndicator,
            _ if around("a", c, "") && around("カ", c, "") => Break::ExtendNumLet,
            _ if around("カ", c, "") => Break::Katakana,
            _ if around("a", c, "") && around("", c, "\"א") => Break::HebrewLetter,
            _ if around("a", c, "") && around("a:", c, "") => Break::Letter,
            _ if around("a", c, "") => Break::Numeric,
            _ if around("א", c, "") => Break::SingleQuote,
            _ if around("א", c, "א") && !around("a", c, "a") => Break::DoubleQuote,
            _ if around("a", c, "a") && around("1", c, "1") => Break::MidNumLet,
            _ if around("a", c, "a") => Break::MidLetter,
            _ if around("1", c, "1") => Break::MidNum,
            _ => Break::Other,
        }
    }

    fn look(c: char) -> Look {
        match c {
            _ if c.is_whitespace() => Look::White,
            _ if c.is_uppercase() => Look::Upper,
            _ if c.is_lowercase() => Look::Lower,
            _ if c.is_alphabetic() => Look::Uncased,
            _ if c.is_numeric() => Look::Figure,
            _ => Look::Sign,
        }
    }

    fn class(c: char) -> u8 {
        asked(c) as u8 | (look(c) as u8) << 4
    }

    #[test]
    fn every_code_point_is_what_the_crate_takes_it_for() {
        for c in '\0'..=char::MAX {
            let (found, expected) = (Class::of(c), Class(class(c)));
            // A newer standard library may know more letters than the table.
            let is_known = found.look() == expected.look() || found.look() == Look::Sign;
            assert!(is_known && found.breaks() == expected.breaks(), "{c:?}: {found:?}, not {expected:?}");
        }
    }

    fn runs(values: &[u8]) -> String {
        let mut runs = String::new();
        for run in values.chunk_by(|a, b| a == b) {
            write!(runs, "({}, {}), ", run.len(), run[0]).unwrap();
        }
        runs
    }

    #[test]
    #[ignore = "writes into the source"]
    fn write_the_table() {
        let classes: Vec<u8> = (0..0x11_0000).map(|c| char::from_u32(c).map_or(0, class)).collect();
        let mut blocks: Vec<&[u8]> = Vec::new();
        let mut places = Vec::new();
        for block in classes.chunks(BLOCK) {
            let known = blocks.iter().position(|other| *other == block);
            places.push(known.unwrap_or(blocks.len()) as u8);
            if known.is_none() {
                blocks.push(block);
            }
        }
        assert!(blocks.len() <= 256, "{} blocks", blocks.len());
        let (places, blocks) = ((&places[..], places.chunk_by(|a, b| a == b).count()), blocks.concat());
        let source = format!(
            "//! Written by the test `write_the_table` of `classes.rs`: runs of (how many, which).\n\n\
             #[rustfmt::skip]\npub(super) const PLACES: [(u16, u8); {}] = [{}];\n\n\
             #[rustfmt::skip]\npub(super) const BLOCKS: [(u16, u8); {}] = [{}];\n",
            places.1,
            runs(places.0),
            blocks.chunk_by(|a, b| a == b).count(),
            runs(&blocks),
        );
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/src/segment/table.rs");
        std::fs::write(path, source.replace(", ]", "]")).unwrap();
    }
}
