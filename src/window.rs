//! Eight bytes of a text at a time, as one integer.
//!
//! A function that tells bytes apart returns the high bit of each byte that
//! it means.

/// The lowest bit of each byte.
pub(crate) const EACH_BYTE: u64 = u64::MAX / 255;

/// The highest bit of each byte.
pub(crate) const HIGH_BITS: u64 = EACH_BYTE * 0x80;

/// The eight bytes from `at` on, the first one lowest; zeros behind the end.
#[inline]
pub(crate) fn at(bytes: &[u8], at: usize) -> u64 {
    match bytes.get(at..at + 8) {
        Some(window) => u64::from_le_bytes(window.try_into().expect("there are eight")),
        None => {
            let mut window = [0; 8];
            let rest = bytes.get(at..).unwrap_or_default();
            window[..rest.len()].copy_from_slice(rest);
            u64::from_le_bytes(window)
        }
    }
}

/// The bytes that lie between two ASCII characters, both included.
#[inline]
pub(crate) fn within(window: u64, from: u8, to: u8) -> u64 {
    let low = window & !HIGH_BITS;
    let reaches = low + EACH_BYTE * u64::from(0x80 - from);
    let passes = low + EACH_BYTE * u64::from(0x7f - to);
    reaches & !passes & !window & HIGH_BITS
}

/// The bytes that are one of four ASCII characters or no ASCII at all. The
/// first one is exact; those after it may be too many.
#[inline]
pub(crate) fn any_of(window: u64, characters: [u8; 4]) -> u64 {
    let [a, b, c, d] = characters;
    (is(window, a) | is(window, b) | is(window, c) | is(window, d) | window) & HIGH_BITS
}

/// The bytes that are this character, up to the first one exactly.
#[inline]
fn is(window: u64, character: u8) -> u64 {
    let other = window ^ (EACH_BYTE * u64::from(character));
    other.wrapping_sub(EACH_BYTE) & !other
}

/// How many bytes lie before the first one that is meant.
#[inline]
pub(crate) fn first(found: u64) -> usize {
    found.trailing_zeros() as usize / 8
}

/// The bytes that are meant, side by side: a bit for each of the eight.
#[inline]
pub(crate) fn gathered(found: u64) -> u64 {
    (found >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_every_byte_apart_at_every_place() {
        for byte in 0..=255u8 {
            for place in 0..8 {
                let mut bytes = [b'x'; 8];
                bytes[place] = byte;
                let window = at(&bytes, 0);
                let meant = |found: u64| gathered(found) >> place & 1 == 1;
                assert_eq!(meant(within(window, b'0', b'9')), byte.is_ascii_digit(), "{byte} at {place}");
                let marks = [b'.', b'!', b'?', b'\n'];
                let found = any_of(window, marks);
                assert_eq!(meant(found), marks.contains(&byte) || byte >= 128, "{byte} at {place}");
                assert!(found == 0 || first(found) == place, "{byte} at {place}");
            }
        }
    }

    #[test]
    fn ends_in_zeros() {
        assert_eq!(at(b"abcdefghij", 8), u64::from_le_bytes(*b"ij\0\0\0\0\0\0"));
        assert_eq!(at(b"abc", 7), 0);
    }
}
