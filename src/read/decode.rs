//! Bytes → text.
//!
//! A byte order mark decides; then what is valid UTF-8 is that; then UTF-16
//! shows in its zero bytes. What is left is read as the encoding that was
//! named, else as what a detector takes it for. The mark is no part of the
//! text. A stray byte that means nothing becomes U+FFFD and is counted, or is
//! an error with its offset where nothing may be replaced.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Decoder, DecoderResult, Encoding, ISO_2022_JP, UTF_8, UTF_16BE, UTF_16LE};
use std::borrow::Cow;
use std::collections::HashSet;
use std::io::{self, Read};

use super::{Decoded, Reason};

/// How many bytes the detector looks at, from the first that is not ASCII.
const DETECTED: usize = 64 << 10;

/// One stray byte in so many is mended; where there are more, it is no text.
const STRAY: usize = 50;

/// What switches between sets of characters begins with it.
const ESCAPE: u8 = 0x1b;

/// The text of a file. Linear in the bytes; UTF-8 is borrowed, not copied.
///
/// ```
/// use gaztag::read::decode;
/// let (text, how) = decode(b"\xff\xfeH\0i\0", None, true).unwrap();
/// assert_eq!((&*text, how.name), ("Hi", "UTF-16LE"));
/// let (text, how) = decode(b"caf\xe9", Some(encoding_rs::WINDOWS_1252), false).unwrap();
/// assert_eq!((&*text, how.name), ("café", "windows-1252"));
/// let error = decode(b"caf\xe9", None, true).unwrap_err().to_string();
/// assert_eq!(error.split(';').next(), Some("not valid UTF-8 at byte 3"));
/// ```
///
/// # Errors
/// [`Reason::Nul`] and, where `strict`, [`Reason::Invalid`], with the offset
/// in `bytes`.
pub fn decode<'b>(
    bytes: &'b [u8],
    named: Option<&'static Encoding>,
    strict: bool,
) -> Result<(Cow<'b, str>, Decoded), Reason> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return whole(bytes, mark, encoding, strict, false);
    }
    let error = match std::str::from_utf8(bytes) {
        Ok(text) => match memchr::memchr2(0, ESCAPE, bytes) {
            None => return Ok((text.into(), Decoded::default())),
            Some(first) if switches(&bytes[first..]) => return whole(bytes, 0, ISO_2022_JP, strict, true),
            Some(first) if memchr::memchr(0, &bytes[first..]).is_none() => {
                return Ok((text.into(), Decoded::default()));
            }
            Some(_) => None,
        },
        Err(error) => Some(error.valid_up_to()),
    };
    if let Some(encoding) = utf_16_without_mark(bytes).or_else(|| utf_16_without_zeros(bytes)) {
        return whole(bytes, 0, encoding, strict, named != Some(encoding));
    }
    match (error, named) {
        (_, Some(named)) if error.is_some() && !is_damaged_utf_8(bytes) => whole(bytes, 0, named, strict, false),
        (Some(first), None) if !strict && !is_damaged_utf_8(bytes) => {
            let encoding = detect(&bytes[first..]);
            let is_likely = is_likely(&bytes[first.saturating_sub(1)..], encoding);
            whole(bytes, 0, if is_likely { encoding } else { UTF_8 }, strict, is_likely)
        }
        _ => whole(bytes, 0, UTF_8, strict, false),
    }
}

/// What bytes that are not UTF-8 are most likely written in.
fn detect(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(&bytes[..bytes.len().min(DETECTED)], true);
    detector.guess(None, Utf8Detection::Deny)
}

/// True where bytes make sense in an encoding: what is not ASCII stands as
/// letters beside letters, or as a sign that people write. A single stray byte
/// is none of it, and neither are a few of which most make no sense.
fn is_likely(bytes: &[u8], encoding: &'static Encoding) -> bool {
    let (text, _) = encoding.decode_without_bom_handling(&bytes[..bytes.len().min(DETECTED)]);
    let (mut good, mut bad, mut before) = (0usize, 0usize, ' ');
    let mut letters = text.chars().peekable();
    while let Some(c) = letters.next() {
        if !c.is_ascii() {
            let after = letters.peek().copied().unwrap_or(' ');
            *(if makes_sense(before, c, after) { &mut good } else { &mut bad }) += 1;
        }
        before = c;
    }
    let all = good + bad;
    match all {
        1 => good == 1 && is_usual(&text),
        // No stray bytes can be so many.
        _ => good > bad || all > 8 && all * STRAY > text.len(),
    }
}

/// True for a letter in a word, in whose capitals nothing is odd, and for a
/// sign of print beside what it belongs to.
fn makes_sense(before: char, c: char, after: char) -> bool {
    let is_odd = |first: char, second: char| first.is_lowercase() && second.is_uppercase();
    match c {
        _ if c.is_alphabetic() => {
            (before.is_alphabetic() || after.is_alphabetic()) && !is_odd(before, c) && !is_odd(c, after)
        }
        '‘' | '’' | '“' | '”' | '„' | '«' | '»' | '–' | '—' | '…' => true,
        '€' | '£' | '¥' => after.is_ascii_digit() || before.is_ascii_digit() || before == ' ',
        '\u{a0}' | '§' | '©' | '®' | '™' | '°' | '·' | '•' => before != c,
        _ => false,
    }
}

/// True where the only character that is not ASCII is one of those that
/// English, French, German or Spanish needs most.
fn is_usual(text: &str) -> bool {
    text.contains(['é', 'è', 'ä', 'ö', 'ü', 'ß', 'ñ', 'ç', 'á', 'ó', '’', '“', '–', '—', '€', '£'])
}

/// True where most of what is not ASCII is UTF-8 all the same.
fn is_damaged_utf_8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().bytes().filter(|byte| *byte >= 0xc0).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    good > bad
}

/// UTF-16 shows in zero bytes of which all, or nearly all, are the first or
/// the second of their pair.
fn utf_16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let start = &bytes[..bytes.len().min(8192) & !1];
    let zeros = |first: usize| start.iter().skip(first).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    match start.len() / 2 {
        pairs if odd * 10 > pairs && odd > 20 * even => Some(UTF_16LE),
        pairs if even * 10 > pairs && even > 20 * odd => Some(UTF_16BE),
        _ => None,
    }
}

/// UTF-16 of a script whose letters all lie above U+0100, such as Chinese. It
/// shows in bytes that would be no text otherwise, in pairs of which each is a
/// character of print: their first halves are few, their second ones many.
fn utf_16_without_zeros(bytes: &[u8]) -> Option<&'static Encoding> {
    let start = &bytes[..bytes.len().min(8192) & !1];
    let high = start.iter().filter(|byte| **byte >= 0x80).count();
    if start.len() < 16 || high * 10 < start.len() || is_text(start, 0, false).is_ok() {
        return None;
    }
    let (pairs, _) = start.as_chunks::<2>();
    let kinds = |half: usize| pairs.iter().map(|pair| pair[half]).collect::<HashSet<u8>>().len();
    let (encoding, unit): (_, fn([u8; 2]) -> u16) = match kinds(0) < kinds(1) {
        true => (UTF_16BE, u16::from_be_bytes),
        false => (UTF_16LE, u16::from_le_bytes),
    };
    let mut letters = 0;
    let mut decoded = char::decode_utf16(pairs.iter().map(|pair| unit(*pair))).enumerate();
    let is_print = decoded.all(|(at, c)| match c {
        Ok(c) => {
            letters += usize::from(c.is_alphabetic());
            !c.is_control() && !matches!(c, '\u{e000}'..='\u{f8ff}') || c.is_whitespace()
        }
        // Half of a pair, where the first bytes end.
        Err(_) => at + 1 == pairs.len(),
    });
    (is_print && letters * 2 > pairs.len()).then_some(encoding)
}

/// True where bytes of ASCII switch to the letters of Japan, as old mail does.
fn switches(bytes: &[u8]) -> bool {
    let has = |sign: &[u8]| memchr::memmem::find(bytes, sign).is_some();
    (has(b"\x1b$B") || has(b"\x1b$@")) && bytes.is_ascii()
}

fn whole<'b>(
    bytes: &'b [u8],
    mark: usize,
    encoding: &'static Encoding,
    strict: bool,
    is_detected: bool,
) -> Result<(Cow<'b, str>, Decoded), Reason> {
    let body = &bytes[mark..];
    let (text, repaired) = match () {
        _ if encoding == UTF_8 => utf_8(body, mark, strict)?,
        _ if encoding == UTF_16LE => from_utf_16(body, mark, encoding, strict, u16::from_le_bytes)?,
        _ if encoding == UTF_16BE => from_utf_16(body, mark, encoding, strict, u16::from_be_bytes)?,
        _ => other(body, encoding, strict)?,
    };
    Ok((text, Decoded { name: encoding.name(), is_detected, repaired }))
}

fn utf_8(body: &[u8], mark: usize, strict: bool) -> Result<(Cow<'_, str>, u64), Reason> {
    match std::str::from_utf8(body) {
        Ok(text) if memchr::memchr(0, body).is_none() => return Ok((text.into(), 0)),
        Ok(_) => few_nuls(body, mark, strict)?,
        Err(error) if strict => return Err(invalid(UTF_8, mark + error.valid_up_to())),
        Err(_) => is_text(body, mark, strict)?,
    }
    let mut text = String::with_capacity(body.len() + 16);
    let mut repaired = 0;
    for chunk in body.utf8_chunks() {
        repaired += without_nuls(chunk.valid(), &mut text);
        if !chunk.invalid().is_empty() {
            text.push(char::REPLACEMENT_CHARACTER);
            repaired += 1;
        }
    }
    Ok((text.into(), repaired))
}

/// Adds a text with U+FFFD for each NUL; how many there were.
fn without_nuls(text: &str, out: &mut String) -> u64 {
    let mut pieces = text.split('\0');
    out.push_str(pieces.next().unwrap_or_default());
    let mut found = 0;
    for piece in pieces {
        out.push(char::REPLACEMENT_CHARACTER);
        out.push_str(piece);
        found += 1;
    }
    found
}

/// A NUL or two are damage; many are no text.
fn few_nuls(body: &[u8], mark: usize, strict: bool) -> Result<(), Reason> {
    let mut nuls = memchr::memchr_iter(0, body);
    let Some(first) = nuls.next() else { return Ok(()) };
    match strict || (1 + nuls.count()) * STRAY > body.len() {
        true => Err(Reason::Nul { byte: (mark + first) as u64 }),
        false => Ok(()),
    }
}

/// What holds many control characters beside bytes that are not UTF-8 is no
/// text in any encoding.
fn is_text(body: &[u8], mark: usize, strict: bool) -> Result<(), Reason> {
    few_nuls(body, mark, strict)?;
    let is_control = |byte: &&u8| matches!(byte, 0..=8 | 11 | 14..=26 | 28..=31);
    let controls = body.iter().filter(is_control).count();
    if controls > 3 && controls * STRAY > body.len() { Err(Reason::Binary) } else { Ok(()) }
}

fn from_utf_16<'b>(
    body: &[u8],
    mark: usize,
    encoding: &'static Encoding,
    strict: bool,
    unit: fn([u8; 2]) -> u16,
) -> Result<(Cow<'b, str>, u64), Reason> {
    let mut text = String::with_capacity(body.len() / 2);
    let (mut at, mut repaired) = (mark, 0);
    let (pairs, rest) = body.as_chunks::<2>();
    for decoded in char::decode_utf16(pairs.iter().map(|pair| unit(*pair))) {
        match decoded {
            Ok('\0') if strict => return Err(Reason::Nul { byte: at as u64 }),
            Err(_) if strict => return Err(invalid(encoding, at)),
            Ok('\0') | Err(_) => {
                text.push(char::REPLACEMENT_CHARACTER);
                repaired += 1;
                at += 2;
            }
            Ok(c) => {
                text.push(c);
                at += 2 * c.len_utf16();
            }
        }
    }
    match rest.is_empty() {
        true => Ok((text.into(), repaired)),
        false if strict => Err(invalid(encoding, at)),
        false => {
            text.push(char::REPLACEMENT_CHARACTER);
            Ok((text.into(), repaired + 1))
        }
    }
}

fn other<'b>(body: &[u8], encoding: &'static Encoding, strict: bool) -> Result<(Cow<'b, str>, u64), Reason> {
    is_text(body, 0, strict)?;
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let room = decoder.max_utf8_buffer_length_without_replacement(body.len());
    let mut text = String::with_capacity(room.unwrap_or(body.len()) + 16);
    let (mut read, mut repaired) = (0, 0);
    loop {
        let (result, more) = decoder.decode_to_string_without_replacement(&body[read..], &mut text, true);
        read += more;
        match result {
            DecoderResult::InputEmpty => break,
            DecoderResult::Malformed(bad, after) if strict => {
                return Err(invalid(encoding, read.saturating_sub(usize::from(bad) + usize::from(after))));
            }
            DecoderResult::Malformed(..) => {
                text.push(char::REPLACEMENT_CHARACTER);
                repaired += 1;
            }
            DecoderResult::OutputFull => text.reserve(body.len() - read + 64),
        }
    }
    if memchr::memchr(0, text.as_bytes()).is_none() {
        return Ok((text.into(), repaired));
    }
    let mut mended = String::with_capacity(text.len() + 16);
    let nuls = without_nuls(&text, &mut mended);
    Ok((mended.into(), repaired + nuls))
}

fn invalid(encoding: &'static Encoding, byte: usize) -> Reason {
    Reason::Invalid { encoding: encoding.name(), byte: byte as u64 }
}

/// UTF-16, if these first bytes are that.
pub(super) fn utf_16(start: &[u8]) -> Option<&'static Encoding> {
    match Encoding::for_bom(start) {
        Some((encoding, _)) => Some(encoding).filter(|encoding| *encoding != UTF_8),
        None => utf_16_without_mark(start),
    }
}

/// Bytes of another encoding, read as UTF-8.
pub(super) struct Transcoded<'r> {
    input: Box<dyn Read + Send + 'r>,
    decoder: Decoder,
    raw: Vec<u8>,
    text: Vec<u8>,
    given: usize,
    is_done: bool,
}

impl<'r> Transcoded<'r> {
    pub fn new(input: Box<dyn Read + Send + 'r>, encoding: &'static Encoding) -> Self {
        let decoder = encoding.new_decoder_with_bom_removal();
        Transcoded { input, decoder, raw: vec![0; 64 << 10], text: Vec::new(), given: 0, is_done: false }
    }

    fn fill(&mut self) -> io::Result<()> {
        let read = self.input.read(&mut self.raw)?;
        self.is_done = read == 0;
        let room = self.decoder.max_utf8_buffer_length(read).unwrap_or(4 * read + 16);
        self.text.resize(room, 0);
        let (_, _, written, _) = self.decoder.decode_to_utf8(&self.raw[..read], &mut self.text, self.is_done);
        self.text.truncate(written);
        self.given = 0;
        Ok(())
    }
}

impl Read for Transcoded<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.given == self.text.len() && !self.is_done {
            self.fill()?;
        }
        let rest = &self.text[self.given..];
        let length = rest.len().min(buffer.len());
        buffer[..length].copy_from_slice(&rest[..length]);
        self.given += length;
        Ok(length)
    }
}

/// What the pieces of a table are read as where they are not UTF-8: the same
/// for all of them, since few are long enough to tell.
#[derive(Clone, Copy, Debug)]
pub(super) struct Guess {
    named: Option<&'static Encoding>,
    detected: Option<&'static Encoding>,
}

impl Guess {
    /// From the start of the table.
    pub fn new(start: &[u8], named: Option<&'static Encoding>) -> Self {
        let first = std::str::from_utf8(start).err().map(|error| error.valid_up_to());
        // A start that ends within a character is UTF-8 all the same.
        let first = first.filter(|first| first + 4 < start.len());
        let detected = first.filter(|_| named.is_none() && !is_damaged_utf_8(start));
        let detected = detected.map(|first| (detect(&start[first..]), &start[first.saturating_sub(1)..]));
        let detected = detected.filter(|(encoding, bytes)| is_likely(bytes, encoding));
        Guess { named, detected: detected.map(|(encoding, _)| encoding) }
    }

    /// `None` where nothing is known.
    pub fn encoding(self) -> Option<&'static Encoding> {
        self.named.or(self.detected)
    }
}

/// A short piece of a table as text; what cannot be read is replaced.
pub(super) fn line_text(bytes: &[u8], guess: Guess) -> Cow<'_, str> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => guess.encoding().unwrap_or(UTF_8).decode_without_bom_handling(bytes).0,
    }
}
