//! Which language is a text in?
//!
//! Told from its own words by the crate `whatlang` (trigrams and alphabets),
//! unless the user says. Languages go by their codes of ISO 639-3.

use std::ops::Range;

use whatlang::{Info, Lang};

/// What is known of the language of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Language {
    lang: Option<Lang>,
    is_sure: bool,
    is_certain: bool,
}

/// The stretches of a text that may be in languages of their own.
pub struct Stretches<'a> {
    /// All tokens, stretch by stretch.
    pub tokens: &'a [Range<usize>],
    /// In which language those of a stretch are. To ask costs more than to look
    /// for names.
    pub language: &'a dyn Fn(&Range<usize>) -> Language,
}

/// So many bytes of a text tell its language.
const SAMPLE: usize = 2000;

/// A shorter text, in bytes, is in no language for certain.
const LEAST: usize = 100;

/// A detector less confident than this may be wrong about a sentence or two.
const CONFIDENT: f64 = 0.35;

/// In so many bytes, a detector that is not confident has met a language that
/// it does not know, and endings of all others would be found by chance.
const MUCH: usize = 600;

/// Languages whose sentences are easily taken for one another.
const RELATED: [&[Lang]; 4] = [
    &[Lang::Ces, Lang::Slk, Lang::Hrv, Lang::Slv, Lang::Srp],
    &[Lang::Dan, Lang::Nob, Lang::Swe],
    &[Lang::Tur, Lang::Aze, Lang::Uzb],
    &[Lang::Fin, Lang::Est],
];

/// Shorter codes of the languages, ISO 639-1, and codes of ISO 639-3 for those
/// of which one is told, by the codes that are told.
#[rustfmt::skip]
const OTHER_CODES: [(&str, &str); 74] = [
    ("af", "afr"), ("ak", "aka"), ("am", "amh"), ("ar", "ara"), ("az", "aze"), ("be", "bel"), ("bg", "bul"),
    ("bn", "ben"), ("ca", "cat"), ("cs", "ces"), ("cy", "cym"), ("da", "dan"), ("de", "deu"), ("el", "ell"),
    ("en", "eng"), ("eo", "epo"), ("es", "spa"), ("et", "est"), ("fa", "pes"), ("fi", "fin"), ("fr", "fra"),
    ("gu", "guj"), ("he", "heb"), ("hi", "hin"), ("hr", "hrv"), ("hu", "hun"), ("hy", "hye"), ("id", "ind"),
    ("it", "ita"), ("ja", "jpn"), ("jv", "jav"), ("ka", "kat"), ("km", "khm"), ("kn", "kan"), ("ko", "kor"),
    ("la", "lat"), ("lt", "lit"), ("lv", "lav"), ("mk", "mkd"), ("ml", "mal"), ("mr", "mar"), ("my", "mya"),
    ("nb", "nob"), ("ne", "nep"), ("nl", "nld"), ("no", "nob"), ("or", "ori"), ("pa", "pan"), ("pl", "pol"),
    ("pt", "por"), ("ro", "ron"), ("ru", "rus"), ("si", "sin"), ("sk", "slk"), ("sl", "slv"), ("sn", "sna"),
    ("sr", "srp"), ("sv", "swe"), ("ta", "tam"), ("te", "tel"), ("th", "tha"), ("tk", "tuk"), ("tl", "tgl"),
    ("tr", "tur"), ("uk", "ukr"), ("ur", "urd"), ("uz", "uzb"), ("vi", "vie"), ("yi", "yid"), ("zh", "cmn"),
    ("zu", "zul"), ("zho", "cmn"), ("fas", "pes"), ("nor", "nob"),
];

impl Language {
    /// Any language, for all that is known.
    pub const UNKNOWN: Self = Language { lang: None, is_sure: false, is_certain: false };

    /// English, for certain.
    pub const ENGLISH: Self = Language { lang: Some(Lang::Eng), is_sure: true, is_certain: true };

    /// The language of a text. Constant in its length.
    pub fn of(text: &str) -> Self {
        let sample = &text[..text.floor_char_boundary(SAMPLE.min(text.len()))];
        let of = |info: Info| Language {
            lang: Some(info.lang()),
            is_sure: info.confidence() >= CONFIDENT || sample.len() >= MUCH,
            is_certain: info.is_reliable() && sample.len() >= LEAST,
        };
        whatlang::detect(sample).map_or(Self::UNKNOWN, of)
    }

    /// The language with a code of ISO 639-3 or 639-1, and whatever follows it
    /// (BCP 47): `deu`, `de`, `de-AT`.
    pub fn from_code(code: &str) -> Option<Self> {
        let code = code.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
        let known = OTHER_CODES.iter().find(|(other, _)| *other == code);
        let lang = Lang::from_code(known.map_or(code.as_str(), |(_, code)| code))?;
        Some(Language { lang: Some(lang), is_sure: true, is_certain: true })
    }

    /// The codes of all languages that can be told.
    pub fn codes() -> impl Iterator<Item = &'static str> {
        Lang::all().iter().map(|lang| lang.code())
    }

    /// The code of a language other than English that the text is in for
    /// certain.
    pub fn foreign(self) -> Option<&'static str> {
        self.lang.filter(|lang| self.is_certain && *lang != Lang::Eng).map(|lang| lang.code())
    }

    /// True where the text is in English for certain.
    pub fn is_english(self) -> bool {
        self.is_certain && self.lang == Some(Lang::Eng)
    }

    /// True for a text that is most likely in the language with this code, or
    /// too short to tell and not in English.
    pub fn is_likely(self, code: &str) -> bool {
        self.lang.is_some_and(|lang| lang.code() == code || (!self.is_certain && lang != Lang::Eng))
    }

    /// True where it was told for certain, or said.
    pub fn is_certain(self) -> bool {
        self.is_certain
    }

    /// False where the text is certainly in another language than that with
    /// this code.
    pub fn may_be(self, code: &str) -> bool {
        let Some(lang) = self.lang.filter(|_| self.is_sure) else {
            return self.lang != Some(Lang::Eng) || Lang::from_code(code) == self.lang;
        };
        let related = RELATED.iter().find(|group| group.contains(&lang));
        lang.code() == code || related.is_some_and(|group| group.iter().any(|other| other.code() == code))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_tell_their_language() {
        for (text, code, other) in [
            ("The company said on Monday that it would open two new offices next year.", "eng", "pol"),
            ("Firma poinformowała w poniedziałek, że w przyszłym roku otworzy dwa biura.", "pol", "fin"),
            ("Yhtiö kertoi maanantaina avaavansa ensi vuonna kaksi uutta toimistoa.", "fin", "tur"),
            ("Şirket pazartesi günü gelecek yıl iki yeni ofis açacağını duyurdu.", "tur", "hun"),
        ] {
            let language = Language::of(text);
            assert!(language.may_be(code) && !language.may_be(other), "{text}");
        }
        assert!(Language::of("").may_be("pol"));
        for code in ["tur", "tr", "TR", "tr-CY", "tr_TR"] {
            assert!(Language::from_code(code).is_some_and(|turkish| turkish.may_be("tur")), "{code}");
        }
        assert!(["", "xx", "-tr", "turkish"].iter().all(|code| Language::from_code(code).is_none()));
    }

    #[test]
    fn every_language_has_a_short_code() {
        for code in Language::codes() {
            let short = OTHER_CODES.iter().filter(|(other, of)| *of == code && other.len() == 2);
            assert!(short.count() >= 1, "{code}");
        }
        assert!(
            OTHER_CODES.iter().all(|(other, of)| Lang::from_code(*of).is_some() && Lang::from_code(*other).is_none())
        );
    }
}
