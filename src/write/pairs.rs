//! Where do two bytes stand side by side? Sixteen at a time are asked, so that
//! text where no such pair is costs next to nothing.

/// The first byte for which `is_one` holds of it and the byte behind it.
///
/// `is_one` is to be without branches (`&` and `|`): only then many bytes are
/// asked by one instruction.
#[inline]
pub(super) fn first_pair(bytes: &[u8], is_one: impl Fn(u8, u8) -> bool) -> Option<usize> {
    let behind = bytes.get(1..)?;
    let (sixteens, _) = bytes[..behind.len()].as_chunks::<16>();
    let (next, _) = behind.as_chunks::<16>();
    let mut both = sixteens.iter().zip(next);
    let any = |(a, b): (&[u8; 16], &[u8; 16])| a.iter().zip(b).fold(false, |any, (a, b)| any | is_one(*a, *b));
    let from = both.position(any).unwrap_or(sixteens.len()) * 16;
    let mut pairs = bytes[from..].iter().zip(&behind[from..]);
    pairs.position(|(a, b)| is_one(*a, *b)).map(|at| from + at)
}

#[cfg(test)]
mod tests {
    use super::first_pair;

    #[test]
    fn a_pair_is_found_wherever_it_stands() {
        for length in 0..70 {
            for at in 0..length {
                let mut bytes = vec![b'x'; length];
                bytes[at] = b'-';
                let found = first_pair(&bytes, |a, b| (a == b'x') & (b == b'-'));
                assert_eq!(found, at.checked_sub(1), "{at} of {length}");
                assert_eq!(first_pair(&bytes, |a, _| a == b'-'), (at + 1 < length).then_some(at), "{at} of {length}");
            }
        }
    }
}
