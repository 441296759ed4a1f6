//! What HTML writes for a sign, in texts that were taken from pages: `&amp;`.

use std::borrow::Cow;

/// A sign as HTML writes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Entity {
    /// The sign.
    pub char: char,
    /// Bytes that it takes, `&` and `;` included.
    pub len: usize,
}

/// The longest entity that is looked for, in bytes.
const LONGEST: usize = 10;

/// The names that texts of pages are full of.
const NAMES: [(&[u8], char); 6] =
    [(b"amp", '&'), (b"nbsp", '\u{a0}'), (b"apos", '\''), (b"rsquo", '’'), (b"lsquo", '‘'), (b"quot", '"')];

/// The entity with which a text begins, by one of a few names or by its
/// number. Constant in the text.
pub(crate) fn entity(text: &[u8]) -> Option<Entity> {
    let near = &text[..text.len().min(LONGEST)];
    let end = near.iter().position(|&b| b == b';')?;
    let name = near[..end].strip_prefix(b"&")?;
    let char = match name {
        [b'#', b'x' | b'X', hex @ ..] => numbered(hex, 16),
        [b'#', figures @ ..] => numbered(figures, 10),
        name => NAMES.iter().find(|(known, _)| *known == name).map(|(_, char)| *char),
    }?;
    Some(Entity { char, len: end + 1 })
}

/// The text with its entities as the signs that they stand for.
pub(crate) fn decoded(text: &str) -> Cow<'_, str> {
    let mut decoded = String::new();
    let mut copied = 0;
    for at in memchr::memchr_iter(b'&', text.as_bytes()) {
        if let Some(entity) = entity(&text.as_bytes()[at..]) {
            decoded.push_str(&text[copied..at]);
            decoded.push(entity.char);
            copied = at + entity.len;
        }
    }
    if copied == 0 {
        return Cow::Borrowed(text);
    }
    decoded.push_str(&text[copied..]);
    Cow::Owned(decoded)
}

fn numbered(figures: &[u8], radix: u32) -> Option<char> {
    let figures = std::str::from_utf8(figures).ok().filter(|f| f.bytes().all(|b| b.is_ascii_hexdigit()))?;
    char::from_u32(u32::from_str_radix(figures, radix).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entities_are_read() {
        for (text, expected) in [
            ("&amp; x", Some(('&', 5))),
            ("&#38;", Some(('&', 5))),
            ("&#x26;", Some(('&', 6))),
            ("&nbsp;x", Some(('\u{a0}', 6))),
            ("&amp", None),
            ("&;", None),
            ("&#;", None),
            ("&#xd800;", None),
            ("&#+38;", None),
            ("&unknown;", None),
            ("amp;", None),
            ("", None),
        ] {
            assert_eq!(entity(text.as_bytes()).map(|e| (e.char, e.len)), expected, "{text}");
        }
    }
}
