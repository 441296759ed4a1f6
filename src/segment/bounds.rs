//! The word boundaries of UAX #29, forwards, in text of any script.
//!
//! The same as `unicode-segmentation` gives, with one look into a table for
//! each code point, and no state but what stands before it. Pictographs,
//! flags and what joiners bind are left to the crate. Rules are named as in
//! the annex, section 4.1.1.

use super::classes::{Break, Class, Look};

/// One past the last byte of the segment that begins at byte `start`; `None`
/// where the crate has to be asked, because joiners or flags are about.
///
/// Linear in the segment, and in what joins nothing behind it: marks after a
/// sign such as `.` are looked at twice.
pub(super) fn end_of_segment(text: &str, start: usize) -> Option<usize> {
    let mut chars = Forward { text, at: start };
    let Some((c, class)) = chars.next() else { return Some(start) };
    match class.breaks() {
        // WB3, WB3a, WB3b.
        Break::Newline if c == '\r' && text[chars.at..].starts_with('\n') => Some(chars.at + 1),
        Break::Newline => Some(chars.at),
        // WB3c, WB15, WB16.
        Break::Joiner | Break::RegionalIndicator => None,
        first => chars.rest_of_segment(first),
    }
}

/// From a byte on, the characters that each are a segment of their own, up to
/// the first that may not be: ideographs, letters of Hiragana or Thai, signs.
/// One past the last byte of each, and the character with what it looks like.
pub(super) fn singles(text: &str, start: usize) -> impl Iterator<Item = (usize, char, Look)> {
    let mut chars = text[start..].chars();
    let mut next = chars.next().map(|c| (c, Class::of(c)));
    let mut at = start;
    std::iter::from_fn(move || {
        let (c, class) = next.filter(|(_, class)| class.breaks() == Break::Other)?;
        next = chars.next().map(|c| (c, Class::of(c)));
        let goes_on = |(_, next): (char, Class)| matches!(next.breaks(), Break::Extend | Break::Joiner);
        at += c.len_utf8();
        (!next.is_some_and(goes_on)).then_some((at, c, class.look()))
    })
}

/// A place in a text, between two code points.
#[derive(Clone, Copy)]
struct Forward<'t> {
    text: &'t str,
    at: usize,
}

impl Forward<'_> {
    #[inline]
    fn next(&mut self) -> Option<(char, Class)> {
        let c = self.text[self.at..].chars().next()?;
        self.at += c.len_utf8();
        Some((c, Class::of(c)))
    }

    /// What follows, when marks are passed over (WB4).
    fn beyond_marks(mut self) -> Option<Break> {
        while let Some((_, class)) = self.next() {
            if class.breaks() != Break::Extend {
                return Some(class.breaks());
            }
        }
        None
    }

    /// Goes on behind the first code point of a segment, which is a `last`.
    fn rest_of_segment(mut self, mut last: Break) -> Option<usize> {
        let mut after_mark = false;
        loop {
            let before = self.at;
            let Some((_, class)) = self.next() else { return Some(before) };
            match (last, class.breaks()) {
                (_, Break::Joiner) => return None,
                // WB4; marks begin a segment only where nothing stands before.
                (_, Break::Extend) => {
                    after_mark = true;
                    continue;
                }
                // WB3d: only where they touch.
                (Break::Space, Break::Space) if !after_mark => {}
                // WB6, WB7, WB7b, WB7c, WB11, WB12: the sign counts as what
                // it joins.
                (_, next) if mediates(last, next) => match self.beyond_marks() {
                    Some(Break::Joiner) => return None,
                    after if continues(last, next, after) => continue,
                    // WB7a.
                    _ if last == Break::HebrewLetter && next == Break::SingleQuote => last = next,
                    _ => return Some(before),
                },
                (_, next) if is_joined(last, next) => last = next,
                _ => return Some(before),
            }
            after_mark = false;
        }
    }
}

/// True where the kind that a sign may join follows it.
fn continues(last: Break, sign: Break, after: Option<Break>) -> bool {
    match (last, sign) {
        (Break::Numeric, _) => after == Some(Break::Numeric),
        (_, Break::DoubleQuote) => after == Some(Break::HebrewLetter),
        _ => matches!(after, Some(Break::Letter | Break::HebrewLetter)),
    }
}

/// True where two classes are never parted: WB5, WB8 to WB10, WB13 to WB13b.
#[inline]
fn is_joined(last: Break, next: Break) -> bool {
    use Break::{ExtendNumLet, HebrewLetter, Katakana, Letter, Numeric};
    match last {
        Letter | HebrewLetter | Numeric => matches!(next, Letter | HebrewLetter | Numeric | ExtendNumLet),
        Katakana => matches!(next, Katakana | ExtendNumLet),
        ExtendNumLet => matches!(next, Letter | HebrewLetter | Numeric | Katakana | ExtendNumLet),
        _ => false,
    }
}

/// True for a sign that may join two letters, or two figures.
#[inline]
fn mediates(last: Break, next: Break) -> bool {
    use Break::{DoubleQuote, HebrewLetter, Letter, MidLetter, MidNum, MidNumLet, Numeric, SingleQuote};
    match last {
        HebrewLetter if next == DoubleQuote => true,
        Letter | HebrewLetter => matches!(next, MidLetter | MidNumLet | SingleQuote),
        Numeric => matches!(next, MidNum | MidNumLet | SingleQuote),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use unicode_segmentation::UnicodeSegmentation;

    /// Two of each class, and pictographs that are letters.
    const ONE_OF_EACH: &[char] = &[
        '\r',
        '\n',
        '\u{b}',
        '\u{85}',
        '\u{2028}',
        '\u{301}',
        '\u{ad}',
        '\u{200d}',
        '\u{200e}',
        '\u{fe0f}',
        '\u{1f3fb}',
        'カ',
        'ー',
        'א',
        'ש',
        'a',
        'É',
        'ж',
        'ع',
        '한',
        '\u{1112}',
        ':',
        '·',
        '.',
        '’',
        ',',
        ';',
        '\'',
        '"',
        '1',
        '٣',
        '_',
        '‿',
        '🇨',
        '🇳',
        ' ',
        '\u{2003}',
        '\u{3000}',
        '\u{a0}',
        '👩',
        '❤',
        'Ⓜ',
        '🅰',
        '©',
        '!',
        '上',
        'ひ',
        'ก',
        '၁',
        '$',
    ];

    /// What is told is right; the rest is the crate's.
    fn agrees(text: &str) -> bool {
        let mut at = 0;
        text.split_word_bounds().all(|segment| {
            let expected = at + segment.len();
            let end = end_of_segment(text, at);
            at = expected;
            end.is_none_or(|end| end == expected)
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 20_000, ..ProptestConfig::default() })]

        #[test]
        fn the_same_segments_as_the_crate(
            text in prop::collection::vec(
                prop_oneof![20 => prop::sample::select(ONE_OF_EACH), 1 => any::<char>()], 0..12,
            )
        ) {
            let text: String = text.into_iter().collect();
            prop_assert!(agrees(&text), "{text:?}");
        }
    }

    /// A character that is told to be a segment is one.
    #[test]
    fn singles_are_segments() {
        for a in ONE_OF_EACH {
            for b in ONE_OF_EACH {
                let text: String = [*a, *b, 'a'].iter().collect();
                for (at, _, _) in singles(&text, 0).collect::<Vec<_>>() {
                    assert!(
                        text.split_word_bound_indices().any(|(start, segment)| start + segment.len() == at),
                        "{text:?}"
                    );
                }
            }
        }
        let found = |text| singles(text, 0).map(|(_, c, look)| (c, look)).collect::<Vec<_>>();
        assert_eq!(found("上海。x"), [('上', Look::Uncased), ('海', Look::Uncased), ('。', Look::Sign)]);
        assert_eq!(found("กก\u{e34}"), [('ก', Look::Uncased)]);
    }

    /// Every three classes beside each other.
    #[test]
    fn the_same_for_every_three() {
        for a in ONE_OF_EACH {
            for b in ONE_OF_EACH {
                for c in ONE_OF_EACH {
                    let text: String = [*a, *b, *c, 'a'].iter().collect();
                    assert!(agrees(&text), "{text:?}");
                }
            }
        }
    }
}
