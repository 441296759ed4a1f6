//! Of which kind is a byte of ASCII? Bits, so that those of a token can be
//! summed.

pub const UPPER: u8 = 1;
pub const LOWER: u8 = 2;
pub const LETTER: u8 = UPPER | LOWER;
pub const DIGIT: u8 = 4;
pub const JOINER: u8 = 8;
pub const WORD: u8 = LETTER | DIGIT | JOINER;
pub const SPACE: u8 = 16;
/// Joins two letters: MidLetter and MidNumLetQ of UAX #29.
pub const MID_LETTER: u8 = 32;
/// Joins two digits: MidNum and MidNumLetQ.
pub const MID_NUMBER: u8 = 64;
pub const FOREIGN: u8 = 128;

pub const OF: [u8; 256] = table();

const fn table() -> [u8; 256] {
    let mut of = [0; 256];
    let mut b = 0;
    while b < 256 {
        of[b] = match b as u8 {
            b'A'..=b'Z' => UPPER,
            b'a'..=b'z' => LOWER,
            b'0'..=b'9' => DIGIT,
            b'_' => JOINER,
            b' ' | 9..=13 => SPACE,
            b'.' | b'\'' => MID_LETTER | MID_NUMBER,
            b':' => MID_LETTER,
            b',' | b';' => MID_NUMBER,
            128.. => FOREIGN,
            _ => 0,
        };
        b += 1;
    }
    of
}
