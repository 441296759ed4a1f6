//! Folding: the form in which texts and list names are compared.
//!
//! Nothing folded is ever reported, and no offset is taken from it.

use std::num::NonZeroU16;
use std::sync::OnceLock;
use unicode_normalization::char::canonical_combining_class;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use crate::html;
use crate::packed::Packed;

/// Appends the cased fold of `text`: composed accents (NFC), plain quotes,
/// apostrophes and hyphens, one space for each run of white space, `&` and
/// `&amp;` for `and`, nothing of what nobody sees. Capitals stay.
pub fn fold_cased(text: &str, out: &mut String) {
    if is_plain(text) {
        out.push_str(text);
        return;
    }
    let mut space = false;
    for c in html::decoded(text).nfc() {
        if c.is_whitespace() {
            space = true;
            continue;
        }
        if is_invisible(c) {
            continue;
        }
        if std::mem::take(&mut space) {
            out.push(' ');
        }
        if is_and(c) {
            out.push_str("and");
        } else {
            out.push(plain_punctuation(c));
        }
    }
    if space {
        out.push(' ');
    }
}

/// The caseless fold: [`fold_cased`], and every letter in lower case after
/// having been in upper case, so that `Straße`, `STRASSE` and `strasse` meet
/// (a close relative of Unicode's full case folding).
pub fn fold_caseless(text: &str, out: &mut String) {
    if text.is_ascii() && is_plain(text) {
        let before = out.len();
        out.push_str(text);
        return out[before..].make_ascii_lowercase();
    }
    let before = out.len();
    if !fold_alone(text, out) {
        out.truncate(before);
        fold_together(text, out);
    }
}

/// The caseless fold of any text.
fn fold_together(text: &str, out: &mut String) {
    let mut cased = String::with_capacity(text.len());
    fold_cased(text, &mut cased);
    out.extend(cased.chars().flat_map(caseless));
}

/// In lower case after having been in upper case.
fn caseless(c: char) -> impl Iterator<Item = char> {
    c.to_uppercase().flat_map(char::to_lowercase)
}

/// Appends the caseless fold of a text whose characters all fold alone; false,
/// with a part of it appended, where one does not. Nearly all words of any
/// script are such texts, and this costs a few instructions a character.
fn fold_alone(text: &str, out: &mut String) -> bool {
    text.chars().all(|c| {
        let folded = alone(c);
        folded.into_iter().for_each(|c| out.push(c));
        folded.is_some()
    })
}

/// What a character folds to, where that is one character whatever stands
/// beside it.
#[inline]
pub(crate) fn alone(c: char) -> Option<char> {
    const BLOCK: usize = 256;
    /// For each character of a block its fold; 0 for one that does not fold
    /// alone. Made where one of them is first asked for.
    static BLOCKS: [OnceLock<Box<[u16; BLOCK]>>; BLOCK] = [const { OnceLock::new() }; BLOCK];
    let number = u32::from(c) as usize;
    let block = BLOCKS.get(number / BLOCK)?.get_or_init(|| {
        let first = number / BLOCK * BLOCK;
        Box::new(std::array::from_fn(|i| char::from_u32((first + i) as u32).and_then(find_alone).unwrap_or(0)))
    });
    char::from_u32(block[number % BLOCK].into()).filter(|c| *c != '\0')
}

/// The same, by the long way.
fn find_alone(c: char) -> Option<u16> {
    if is_ideograph(c) {
        return u32::from(c).try_into().ok();
    }
    let composes = is_nfc_quick(std::iter::once(c)) != IsNormalized::Yes || canonical_combining_class(c) != 0;
    // White space is taken together, `&` begins what HTML writes for signs.
    if composes || c.is_whitespace() || is_invisible(c) || is_and(c) {
        return None;
    }
    let mut folded = caseless(plain_punctuation(c));
    let only = folded.next().filter(|_| folded.next().is_none())?;
    u32::from(only).try_into().ok()
}

/// The cased fold in capitals, as `CHINA` for `China`.
pub fn fold_capitals(text: &str) -> String {
    let mut cased = String::with_capacity(text.len());
    fold_cased(text, &mut cased);
    cased.chars().flat_map(char::to_uppercase).collect()
}

/// Which letters of a short word are capitals: what its caseless fold loses,
/// and nothing else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Capitals(NonZeroU16);

impl Capitals {
    /// The longest word, in bytes.
    const LONGEST: u32 = 15;

    /// Of ASCII letters and figures, at most fifteen; `None` for any other
    /// text, which may lose more. Two such words with one caseless fold are
    /// the same where these are.
    pub fn of(word: &str) -> Option<Self> {
        if word.len() > Self::LONGEST as usize {
            return None;
        }
        let mut capitals = 1 << Self::LONGEST;
        for (i, b) in word.bytes().enumerate() {
            if !b.is_ascii_alphanumeric() {
                return None;
            }
            capitals |= u16::from(b.is_ascii_uppercase()) << i;
        }
        NonZeroU16::new(capitals).map(Capitals)
    }
}

impl Packed<1> for Option<Capitals> {
    fn pack(&self) -> [u32; 1] {
        [self.map_or(0, |capitals| u32::from(capitals.0.get()))]
    }

    fn unpack([integer]: [u32; 1]) -> Option<Self> {
        Some(NonZeroU16::new(integer.try_into().ok()?).map(Capitals))
    }
}

/// True where [`fold_cased`] would change nothing.
fn is_plain(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut before_space = false;
    bytes.iter().all(|&b| {
        let twice = before_space && b == b' ';
        before_space = b == b' ';
        (b.is_ascii_graphic() && b != b'&' && b != b'`') || (b == b' ' && !twice)
    })
}

/// True for what has no width and no say: soft hyphens, direction marks and
/// isolates, spaces and joiners without width.
pub fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// True for the unified ideographs of the first plane, which have one form:
/// nothing folds them, whatever stands beside them.
#[inline]
pub fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}')
}

/// True for what is compared as `and`.
fn is_and(c: char) -> bool {
    matches!(c, '&' | '＆')
}

/// Every dash as `-`, every apostrophe as `'`, every quotation mark as `"`.
fn plain_punctuation(c: char) -> char {
    match c {
        '‘' | '’' | '‚' | '‛' | '′' | '`' | '´' | 'ʼ' | '＇' => '\'',
        '“' | '”' | '„' | '‟' | '″' | '«' | '»' | '＂' => '"',
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' | '﹘' | '﹣' | '－' => '-',
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Each line: two texts that must be compared as equal, caseless.
    const SAME: &[(&str, &str)] = &[
        ("Coca\u{2011}Cola", "coca-cola"),
        ("Lloyd’s  Register", "lloyd's register"),
        ("Johnson & Johnson", "JOHNSON AND JOHNSON"),
        ("São Paulo", "sa\u{303}o paulo"),
        ("Straße", "STRASSE"),
        ("ΟΔΟΣ", "οδος"),
        ("New\u{a0}York", "new york"),
        ("\u{212a}elvin", "kelvin"),
        ("Sie\u{ad}mens\u{200e}", "sie\u{200b}mens"),
        ("AT&amp;T&nbsp;Zorb", "at&t zorb"),
    ];

    #[test]
    fn folds_meet() {
        for (a, b) in SAME {
            let (mut left, mut right) = (String::new(), String::new());
            fold_caseless(a, &mut left);
            fold_caseless(b, &mut right);
            assert_eq!(left, right, "{a} / {b}");
        }
    }

    #[test]
    fn capitals_tell_words_of_one_fold_apart() {
        let words =
            ["bank", "Bank", "BANK", "bAnk", "banK", "Ba", "b", "B", "a1B2", "Fifteen0letters", "FIFTEEN0LETTERS"];
        for (a, b) in words.iter().flat_map(|a| words.map(|b| (*a, b))) {
            let same = |fold: fn(&str) -> String| fold(a) == fold(b);
            if same(str::to_lowercase) {
                assert_eq!(Capitals::of(a) == Capitals::of(b), a == b, "{a} {b}");
            }
            assert!(Capitals::of(a).is_some(), "{a}");
        }
        for other in ["Straße", "a b", "U.S", "&", "Sixteen0letters1"] {
            assert_eq!(Capitals::of(other), None, "{other}");
        }
    }

    #[test]
    fn what_folds_alone_folds_so_beside_anything() {
        let folds = |text: &str| {
            let (mut fast, mut slow) = (String::new(), String::new());
            fold_caseless(text, &mut fast);
            fold_together(text, &mut slow);
            assert_eq!(fast, slow, "{text:?}");
        };
        for c in '\0'..=char::MAX {
            folds(&format!("{c}"));
            folds(&format!("é{c}é"));
        }
    }

    proptest! {
        #[test]
        fn any_text_folds_as_before(text in "(\\PC|[a-zé\u{301}\u{345}가각각ßİσς&; ]){0,12}") {
            let (mut fast, mut slow) = (String::new(), String::new());
            fold_caseless(&text, &mut fast);
            fold_together(&text, &mut slow);
            prop_assert_eq!(fast, slow);
        }
    }

    #[test]
    fn cased_fold_keeps_capitals() {
        let mut out = String::new();
        fold_cased("A – B’s", &mut out);
        assert_eq!(out, "A - B's");
        assert_eq!(fold_capitals("Straße & Co"), "STRASSE AND CO");
    }
}
