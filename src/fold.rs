//! Folding: the form in which texts and list names are compared.
//!
//! Nothing folded is ever reported, and no offset is taken from it.

use unicode_normalization::UnicodeNormalization;

/// Appends the cased fold of `text`: composed accents (NFC), plain quotes,
/// apostrophes and hyphens, one space for each run of white space, `&` for
/// `and`. Capitals stay.
pub fn fold_cased(text: &str, out: &mut String) {
    if is_plain(text) {
        out.push_str(text);
        return;
    }
    let mut space = false;
    for c in text.nfc() {
        if c.is_whitespace() {
            space = true;
            continue;
        }
        if std::mem::take(&mut space) {
            out.push(' ');
        }
        push_punctuation(c, out);
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
        out.extend(text.chars().map(|c| c.to_ascii_lowercase()));
        return;
    }
    let mut cased = String::with_capacity(text.len());
    fold_cased(text, &mut cased);
    for c in cased.chars() {
        out.extend(c.to_uppercase().flat_map(char::to_lowercase));
    }
}

/// The cased fold in capitals, as `CHINA` for `China`.
pub fn fold_capitals(text: &str) -> String {
    let mut cased = String::with_capacity(text.len());
    fold_cased(text, &mut cased);
    cased.chars().flat_map(char::to_uppercase).collect()
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

/// One code point with every dash as `-`, every apostrophe as `'`, every
/// quotation mark as `"`, and `&` as `and`.
fn push_punctuation(c: char, out: &mut String) {
    match c {
        '&' | '＆' => out.push_str("and"),
        '‘' | '’' | '‚' | '‛' | '′' | '`' | '´' | 'ʼ' | '＇' => out.push('\''),
        '“' | '”' | '„' | '‟' | '″' | '«' | '»' | '＂' => out.push('"'),
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' | '﹘' | '﹣' | '－' => out.push('-'),
        _ => out.push(c),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
    fn cased_fold_keeps_capitals() {
        let mut out = String::new();
        fold_cased("A – B’s", &mut out);
        assert_eq!(out, "A - B's");
        assert_eq!(fold_capitals("Straße & Co"), "STRASSE AND CO");
    }
}
