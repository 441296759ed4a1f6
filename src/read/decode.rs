//! Bytes → text.
//!
//! A byte order mark decides; without one, the encoding that was named, or
//! else UTF-8. The mark is no part of the text. Nothing is replaced: a byte
//! that means nothing is an error with its offset.

use encoding_rs::{DecoderResult, Encoding, UTF_8, UTF_16BE, UTF_16LE};
use std::borrow::Cow;

use super::Reason;

/// The text of a file. Linear in the bytes; UTF-8 is borrowed, not copied.
///
/// ```
/// use gaztag::read::decode;
/// assert_eq!(decode(b"\xff\xfeH\0i\0", None).unwrap(), "Hi");
/// assert_eq!(decode(b"caf\xe9", Some(encoding_rs::WINDOWS_1252)).unwrap(), "café");
/// assert_eq!(decode(b"caf\xe9", None).unwrap_err().to_string().split(';').next(), Some("not valid UTF-8 at byte 3"));
/// ```
///
/// # Errors
/// [`Reason::Invalid`] and [`Reason::Nul`], with the offset in `bytes`.
pub fn decode<'b>(bytes: &'b [u8], named: Option<&'static Encoding>) -> Result<Cow<'b, str>, Reason> {
    let (encoding, mark) = Encoding::for_bom(bytes).unwrap_or((named.unwrap_or(UTF_8), 0));
    let body = &bytes[mark..];
    let text = if encoding == UTF_8 {
        Cow::Borrowed(utf_8(body, mark)?)
    } else if encoding == UTF_16LE {
        Cow::Owned(utf_16(body, mark, encoding, u16::from_le_bytes)?)
    } else if encoding == UTF_16BE {
        Cow::Owned(utf_16(body, mark, encoding, u16::from_be_bytes)?)
    } else {
        Cow::Owned(other(body, encoding)?)
    };
    Ok(text)
}

fn utf_8(body: &[u8], mark: usize) -> Result<&str, Reason> {
    let text = std::str::from_utf8(body).map_err(|error| invalid(UTF_8, mark + error.valid_up_to()))?;
    no_nul(body, mark)?;
    Ok(text)
}

fn no_nul(body: &[u8], mark: usize) -> Result<(), Reason> {
    match memchr::memchr(0, body) {
        None => Ok(()),
        Some(at) => Err(Reason::Nul { byte: (mark + at) as u64 }),
    }
}

fn utf_16(body: &[u8], mark: usize, encoding: &'static Encoding, unit: fn([u8; 2]) -> u16) -> Result<String, Reason> {
    let mut text = String::with_capacity(body.len() / 2);
    let mut at = mark;
    let (pairs, rest) = body.as_chunks::<2>();
    for decoded in char::decode_utf16(pairs.iter().map(|pair| unit(*pair))) {
        match decoded {
            Ok('\0') => return Err(Reason::Nul { byte: at as u64 }),
            Ok(c) => {
                text.push(c);
                at += 2 * c.len_utf16();
            }
            Err(_) => return Err(invalid(encoding, at)),
        }
    }
    if rest.is_empty() { Ok(text) } else { Err(invalid(encoding, at)) }
}

fn other(body: &[u8], encoding: &'static Encoding) -> Result<String, Reason> {
    no_nul(body, 0)?;
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let room = decoder.max_utf8_buffer_length_without_replacement(body.len());
    let mut text = String::with_capacity(room.unwrap_or(body.len()));
    match decoder.decode_to_string_without_replacement(body, &mut text, true) {
        (DecoderResult::InputEmpty, _) => Ok(text),
        (DecoderResult::Malformed(bad, after), read) => {
            Err(invalid(encoding, read.saturating_sub(usize::from(bad) + usize::from(after))))
        }
        // The room asked for is enough by the decoder's own promise.
        (DecoderResult::OutputFull, read) => Err(invalid(encoding, read)),
    }
}

fn invalid(encoding: &'static Encoding, byte: usize) -> Reason {
    Reason::Invalid { encoding: encoding.name(), byte: byte as u64 }
}

/// What the pieces of a table are read as where they are not UTF-8.
#[derive(Clone, Copy, Debug)]
pub(super) struct Guess(Option<&'static Encoding>);

impl Guess {
    /// From the start of the table.
    pub fn new(_start: &[u8], named: Option<&'static Encoding>) -> Self {
        Guess(named)
    }

    /// `None` where nothing is known.
    pub fn encoding(self) -> Option<&'static Encoding> {
        self.0
    }
}

/// A short piece of a table as text; what cannot be read is replaced.
pub(super) fn line_text(bytes: &[u8], guess: Guess) -> Cow<'_, str> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => guess.0.unwrap_or(UTF_8).decode_without_bom_handling(bytes).0,
    }
}
