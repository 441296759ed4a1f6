//! The bytes of a list → text, with every line that is not UTF-8.

use std::borrow::Cow;

use super::fields::line_ends;
use super::problem::{Problem, Problems, Severity};

/// The list as text, without a byte order mark. What is not UTF-8 is replaced
/// and told: one error a line, so that the rest can be checked as well. A
/// list in UTF-16, or none that is text, is one error, and `None`.
pub(crate) fn decode<'b>(bytes: &'b [u8], path: &str, problems: &mut Problems) -> Option<Cow<'b, str>> {
    if let Some(kind) = packed_kind(bytes) {
        problems.push(problem(path, (1, 0), String::new(), &format!("is {kind}, not CSV")));
        return None;
    }
    if is_utf16(bytes) {
        problems.push(problem(path, (1, 0), String::new(), "is in UTF-16, not UTF-8"));
        return None;
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    Some(match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => Cow::Owned(replace(bytes, path, problems)),
    })
}

/// What kind of packed file this is, if it is one, by its first bytes.
pub(crate) fn packed_kind(start: &[u8]) -> Option<&'static str> {
    match start {
        [b'P', b'K', 3, 4, ..] => Some("a spreadsheet file or a zip archive"),
        [0xd0, 0xcf, 0x11, 0xe0, ..] => Some("a spreadsheet file"),
        [0x1f, 0x8b, ..] => Some("packed with gzip"),
        [b'B', b'Z', b'h', b'1'..=b'9', b'1', b'A', b'Y', ..] => Some("packed with bzip2"),
        [0xfd, b'7', b'z', b'X', b'Z', 0, ..] => Some("packed with xz"),
        _ => None,
    }
}

/// By its mark, or by a first letter that comes with a zero byte.
fn is_utf16(bytes: &[u8]) -> bool {
    matches!(bytes, [0xff, 0xfe, ..] | [0xfe, 0xff, ..] | [0, _, 0, _, ..] | [_, 0, _, 0, ..])
}

fn replace(bytes: &[u8], path: &str, problems: &mut Problems) -> String {
    let mut text = String::with_capacity(bytes.len());
    let (mut line, mut counted, mut told) = (1, 0, 0);
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        if chunk.invalid().is_empty() {
            continue;
        }
        line += line_ends(&text[counted..]);
        counted = text.len();
        if line != told {
            let start = text.rfind(['\n', '\r']).map_or(0, |at| at + 1);
            let column = 1 + text[start..].chars().count() as u64;
            let value = format!("byte 0x{:02X}", chunk.invalid()[0]);
            problems.push(problem(path, (line, column), value, "is not valid UTF-8 here"));
            told = line;
        }
        text.push(char::REPLACEMENT_CHARACTER);
    }
    text
}

fn problem(path: &str, (line, column): (u64, u64), value: String, message: &str) -> Problem {
    Problem {
        severity: Severity::Error,
        path: path.to_string(),
        line,
        column,
        value,
        message: message.to_string(),
        help: "save the list as CSV in UTF-8".to_string(),
    }
}
