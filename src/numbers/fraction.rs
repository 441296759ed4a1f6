//! Fractions: `½`, `3 1/2`, `12-1/2`, *and a half*.
//!
//! After decimals a fraction is one of the last place, as grain is quoted:
//! `4.31-1/4` is 4.3125.

use rust_decimal::Decimal;

use super::{Form, Number, Reader, Word, exact};
use crate::entity::Span;
use crate::segment::Gap;

/// Single characters that are fractions, as numerator and denominator.
const SIGNS: [(&str, u32, u32); 11] = [
    ("¼", 1, 4),
    ("½", 1, 2),
    ("¾", 3, 4),
    ("⅕", 1, 5),
    ("⅖", 2, 5),
    ("⅗", 3, 5),
    ("⅘", 4, 5),
    ("⅛", 1, 8),
    ("⅜", 3, 8),
    ("⅝", 5, 8),
    ("⅞", 7, 8),
];

/// Denominators that quotations and prices use; all have finite decimals.
const DENOMINATORS: [u32; 9] = [2, 4, 5, 8, 10, 16, 32, 64, 100];

/// A fraction as an exact decimal.
pub(super) fn part(numerator: u32, denominator: u32) -> Option<Decimal> {
    let value = Decimal::from(numerator).checked_div(Decimal::from(denominator))?.normalize();
    (exact::product(value, Decimal::from(denominator))? == Decimal::from(numerator)).then_some(value)
}

/// The digits that a token begins with: the `2` of `2p`.
fn digits_of(token: &str) -> &str {
    let end = token.bytes().take_while(u8::is_ascii_digit).count();
    &token[..end]
}

impl Reader<'_> {
    /// A fraction sign on its own.
    pub(super) fn sign_fraction(&self, i: usize) -> Option<Number> {
        let value = self.sign(i)?;
        let span = Span::new(self.tokens[i].start as usize, self.tokens[i].end as usize);
        let form = Form { places: value.scale() as u8, ..Form::default() };
        Some(Number { span, first: i as u32, last: i as u32, value: Some(value), scale: None, form })
    }

    /// Adds the fraction that follows a whole number; a whole number that is
    /// a numerator becomes the fraction.
    pub(super) fn extend_fraction(&self, number: &mut Number) {
        let last = number.last as usize;
        if number.form.places == 0
            && let Some((value, end)) = self.slashed(last)
        {
            return self.finish(number, Some(value), end);
        }
        let places = number.form.places;
        let found = match self.gap(last + 1) {
            Gap::Space if places > 0 => None,
            Gap::None | Gap::Space if self.sign(last + 1).is_some() => self.sign(last + 1).map(|v| (v, last + 1)),
            Gap::Space => self.slashed(last + 1),
            Gap::None if self.hyphen(last + 1) => self.slashed(last + 2),
            _ => None,
        };
        let found = if places == 0 { found.or_else(|| self.and_part(last)) } else { found };
        if let Some((value, end)) = found {
            let value = exact::shift(value, -i32::from(places));
            let value = number.value.zip(value).and_then(|(whole, value)| exact::sum(whole, value));
            self.finish(number, value, end);
        }
    }

    fn finish(&self, number: &mut Number, value: Option<Decimal>, end: usize) {
        number.value = value;
        number.last = end as u32;
        let glued = self.token(end).len() - digits_of(self.token(end)).len();
        let apart = glued == self.token(end).len();
        number.span.end = self.tokens[end].end as usize - if apart { 0 } else { glued };
        number.form.places = value.map_or(0, |v| v.scale() as u8);
    }

    fn sign(&self, i: usize) -> Option<Decimal> {
        let token = self.token(i);
        let (_, numerator, denominator) = SIGNS.iter().find(|(sign, _, _)| *sign == token)?;
        part(*numerator, *denominator)
    }

    /// `n/d` from token `i`, with its last token.
    fn slashed(&self, i: usize) -> Option<(Decimal, usize)> {
        let touching = self.gap(i + 1) == Gap::None && self.gap(i + 2) == Gap::None;
        if !touching || !matches!(self.token(i + 1), "/" | "⁄") {
            return None;
        }
        let numerator: u32 = self.token(i).parse().ok()?;
        let denominator: u32 = digits_of(self.token(i + 2)).parse().ok()?;
        let open = self.token(i + 3) == "/" && self.gap(i + 3) == Gap::None;
        let proper = 0 < numerator && numerator < denominator && DENOMINATORS.contains(&denominator);
        (proper && !open).then(|| Some((part(numerator, denominator)?, i + 2)))?
    }

    /// *and a half*, *and three quarters* after token `i`, with its last
    /// token.
    pub(super) fn and_part(&self, i: usize) -> Option<(Decimal, usize)> {
        let and = self.next(i).filter(|&and| self.is(and, &self.table.and))?;
        let count = self.next(and)?;
        let times = match self.word(count) {
            Some(Word::Small(n)) if n < 4 => n,
            _ if self.is(count, &self.table.articles) => 1,
            _ => return None,
        };
        let end = self.next(count)?;
        match self.word(end) {
            Some(Word::Part(numerator, denominator)) => Some((part(numerator.checked_mul(times)?, denominator)?, end)),
            _ => None,
        }
    }
}
