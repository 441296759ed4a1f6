//! The extra columns of a row as one string, each found without looking at
//! the others: the values, and behind them the length of each, that of the
//! first one last.

use std::borrow::Cow;
use std::ops::Range;

/// More of a length comes.
const MORE: u8 = 0x40;

/// Bits of a length to a sign.
const BITS: usize = 6;

/// Appends the values.
pub(super) fn push(values: &[Cow<'_, str>], out: &mut String) {
    values.iter().for_each(|value| out.push_str(value));
    values.iter().rev().for_each(|value| push_length(value.len(), out));
}

/// Where value number `at` stands in what [`push`] appended. Linear in `at`.
pub(super) fn find(row: &[u8], at: usize) -> Option<Range<usize>> {
    let (mut start, mut lengths) = (0, row);
    for _ in 0..at {
        start += last_length(&mut lengths)?;
    }
    last_length(&mut lengths).map(|length| start..start + length)
}

/// A length in bytes, to be read from behind: the lowest bits last.
fn push_length(length: usize, out: &mut String) {
    let more = length >> BITS;
    if more > 0 {
        push_length(more, out);
    }
    let low = (length & (usize::from(MORE) - 1)) as u8;
    out.push(char::from(if more > 0 { low | MORE } else { low }));
}

/// Takes the length that stands last.
#[inline]
fn last_length(lengths: &mut &[u8]) -> Option<usize> {
    let (mut length, mut shift) = (0, 0);
    loop {
        let (&sign, before) = lengths.split_last()?;
        *lengths = before;
        length |= usize::from(sign & !MORE) << shift;
        if sign & MORE == 0 {
            return Some(length);
        }
        shift += BITS;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_of_any_length_are_found() {
        let lengths = [0, 1, 63, 64, 0, 65, 4095, 4096, 300_000, 2];
        let values: Vec<Cow<'_, str>> = lengths.iter().map(|&length| "x".repeat(length).into()).collect();
        let mut row = String::new();
        push(&values, &mut row);
        for (at, value) in values.iter().enumerate() {
            assert_eq!(find(row.as_bytes(), at).map(|value| &row[value]), Some(value.as_ref()), "{at}");
        }
        assert_eq!(find(b"", 3), None);
    }
}
