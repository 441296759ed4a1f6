//! Words without what people leave out or add: accents, points, width, dots.
//!
//! Coarser than [`fold_caseless`](crate::fold::fold_caseless), and only for
//! names of the user's own: *Société Générale* and *Societe Generale*, *Ёлка*
//! and *Елка*, *Müller* and *Mueller* meet here.

use unicode_normalization::char::{decompose_canonical, decompose_compatible};

use crate::fold::is_invisible;

/// A word as it is compared, with where its characters come from.
#[derive(Clone, Debug, Default)]
pub(super) struct Spelled {
    /// What is compared.
    pub text: String,
    /// For each character of `text` one past its last byte there, and one
    /// past the last byte of what it stands for.
    pub ends: Vec<(u32, u32)>,
    /// Which characters are capitals; those past the 64th are not told.
    pub capitals: u64,
    /// Some letter is small.
    pub has_small: bool,
}

/// How *ä*, *ö*, *ü*, *ø*, *å* are spelled where they cannot be had.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Umlauts {
    /// As one letter: *Muller*.
    One,
    /// As two: *Mueller*.
    Two,
}

impl Umlauts {
    /// The ways to spell a word: one where it has none.
    pub fn of(word: &str) -> impl Iterator<Item = Umlauts> {
        const ALL: [char; 10] = ['ä', 'ö', 'ü', 'ø', 'å', 'Ä', 'Ö', 'Ü', 'Ø', 'Å'];
        let has_umlaut = !word.is_ascii() && word.contains(ALL);
        [Umlauts::One, Umlauts::Two].into_iter().take(1 + usize::from(has_umlaut))
    }
}

impl Spelled {
    /// Of a word; whatever stood here before goes.
    pub fn set(&mut self, word: &str, umlauts: Umlauts) {
        self.text.clear();
        self.ends.clear();
        (self.capitals, self.has_small) = (0, false);
        for (at, c) in word.char_indices() {
            self.push(c, (at + c.len_utf8()) as u32, umlauts);
        }
    }

    /// Of a word that nothing has been spelled into yet.
    pub fn of(word: &str, umlauts: Umlauts) -> Self {
        let (text, ends) = (String::with_capacity(word.len()), Vec::with_capacity(word.len()));
        let mut spelled = Spelled { text, ends, ..Spelled::default() };
        spelled.set(word, umlauts);
        spelled
    }

    /// Puts another word behind this one.
    pub fn append(&mut self, word: &Spelled) {
        self.capitals |= word.capitals.checked_shl(self.len() as u32).unwrap_or(0);
        let (text, original) = self.ends.last().copied().unwrap_or_default();
        self.ends.extend(word.ends.iter().map(|(a, b)| (a + text, b + original)));
        self.text.push_str(&word.text);
        self.has_small |= word.has_small;
    }

    /// How many characters there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// How many characters end at or before a byte of `text`.
    pub fn chars_to(&self, byte: usize) -> usize {
        self.ends.partition_point(|(end, _)| *end as usize <= byte)
    }

    /// Where the original stands that a byte of `text` ends or begins.
    pub fn original(&self, byte: usize) -> usize {
        match self.chars_to(byte) {
            0 => 0,
            chars => self.ends[chars - 1].1 as usize,
        }
    }

    /// Appends a character of a text that ends at byte `end` there.
    #[inline]
    pub fn push(&mut self, c: char, end: u32, umlauts: Umlauts) {
        if c.is_ascii() {
            if c != '.' {
                self.keep(c.to_ascii_lowercase(), c.is_ascii_uppercase(), end);
                self.has_small |= c.is_ascii_lowercase();
            }
            return;
        }
        let is_capital = c.is_uppercase();
        self.has_small |= c.is_lowercase();
        let small = if is_capital { c.to_lowercase().next().unwrap_or(c) } else { c };
        match small {
            _ if is_left_out(small) => {}
            'ё' => self.keep('е', is_capital, end),
            'ß' => self.keep_all("ss", is_capital, end),
            'æ' | 'ä' if small == 'æ' || umlauts == Umlauts::Two => self.keep_all("ae", is_capital, end),
            'œ' | 'ö' | 'ø' if small == 'œ' || umlauts == Umlauts::Two => self.keep_all("oe", is_capital, end),
            'ü' if umlauts == Umlauts::Two => self.keep_all("ue", is_capital, end),
            'å' if umlauts == Umlauts::Two => self.keep_all("aa", is_capital, end),
            'ø' => self.keep('o', is_capital, end),
            'ł' => self.keep('l', is_capital, end),
            'đ' | 'ð' => self.keep('d', is_capital, end),
            'ı' => self.keep('i', is_capital, end),
            'ħ' => self.keep('h', is_capital, end),
            'ŧ' => self.keep('t', is_capital, end),
            'þ' => self.keep_all("th", is_capital, end),
            'ς' => self.keep('σ', is_capital, end),
            'أ' | 'إ' | 'آ' | 'ٱ' => self.keep('ا', false, end),
            'ى' | 'ی' => self.keep('ي', false, end),
            'ک' => self.keep('ك', false, end),
            'ة' => self.keep('ه', false, end),
            '‘' | '’' | 'ʼ' | '＇' | '´' => self.keep('\'', false, end),
            // A breve makes another letter of this one.
            '\u{306}' if self.text.ends_with('и') => {
                self.text.pop();
                self.text.push('й');
            }
            '\u{300}'..='\u{36f}' => {}
            'À'..='ɏ' | 'Ḁ'..='ỿ' | 'Ͱ'..='Ͽ' | 'ἀ'..='῿' | '\u{958}'..='\u{95f}' | '\u{9dc}'..='\u{9df}' =>
            {
                decompose_canonical(small, |part| {
                    if !is_left_out(part) && !('\u{300}'..='\u{36f}').contains(&part) {
                        self.keep(part, is_capital, end);
                    }
                });
            }
            '！'..='ﾟ' | 'ﬀ'..='ﬆ' => decompose_compatible(small, |part| match part {
                '\u{3099}' | '\u{309a}' => self.voice(part, end),
                _ => self.keep(part, is_capital, end),
            }),
            '\u{3099}' | '\u{309a}' => self.voice(small, end),
            _ => self.keep(small, is_capital, end),
        }
    }

    /// A mark of kana that is written apart belongs to the sign before it.
    fn voice(&mut self, mark: char, end: u32) {
        let voiced = self.text.chars().next_back().and_then(|c| unicode_normalization::char::compose(c, mark));
        if let (Some(voiced), Some(last)) = (voiced, self.ends.last_mut()) {
            self.text.pop();
            self.text.push(voiced);
            *last = (self.text.len() as u32, end);
        }
    }

    fn keep_all(&mut self, letters: &str, is_capital: bool, end: u32) {
        letters.chars().for_each(|letter| self.keep(letter, is_capital, end));
    }

    #[inline]
    fn keep(&mut self, c: char, is_capital: bool, end: u32) {
        if is_capital && self.ends.len() < 64 {
            self.capitals |= 1 << self.ends.len();
        }
        self.text.push(c);
        self.ends.push((self.text.len() as u32, end));
    }
}

/// Points of Arabic and Hebrew, what stretches or joins letters, the dots and
/// quotes of abbreviations.
pub(super) fn is_left_out(c: char) -> bool {
    is_invisible(c)
        || matches!(c, '\u{591}'..='\u{5c7}' | '״' | '׳' | '\u{640}' | '\u{64b}'..='\u{65f}' | '\u{670}'
            | '\u{6d6}'..='\u{6ed}' | '\u{93c}' | '\u{9bc}' | '·')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_meet() {
        for (a, b) in [
            ("Générale", "Generale"),
            ("Cafe\u{301}", "Café"),
            ("Straße", "STRASSE"),
            ("Łódź", "Lodz"),
            ("İzmir", "Izmir"),
            ("Ёлка", "Елка"),
            ("Йод", "И\u{306}од"),
            ("ΑΘΉΝΑ", "Αθηνα"),
            ("قَطَر", "قطر"),
            ("قـطـر", "قطر"),
            ("إيران", "ايران"),
            ("צה״ל", "צהל"),
            ("ＡＢＣ", "abc"),
            ("ｶﾞｽ", "ガス"),
            ("Sie\u{ad}mens", "siemens"),
            ("U.S", "US"),
            ("O’Neill", "O'Neill"),
        ] {
            assert_eq!(Spelled::of(a, Umlauts::One).text, Spelled::of(b, Umlauts::One).text, "{a} {b}");
        }
        assert_eq!(Spelled::of("Müller", Umlauts::Two).text, "mueller");
        assert_eq!(Spelled::of("ÅS", Umlauts::Two).text, "aas");
    }

    #[test]
    fn what_is_spelled_knows_where_it_stood() {
        let spelled = Spelled::of("Kô\u{ad}ß", Umlauts::One);
        assert_eq!(spelled.text, "koss");
        let originals: Vec<usize> = (0..=4).map(|byte| spelled.original(byte)).collect();
        assert_eq!(originals, [0, 1, 3, 7, 7]);
        assert_eq!((spelled.capitals, spelled.has_small), (1, true));
    }
}
