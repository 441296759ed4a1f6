//! Figures in Chinese characters: `三十万`, `一百二十亿`, `两千五百`.

use rust_decimal::Decimal;

use super::{Form, Number, Reader, Word, exact};
use crate::entity::Span;
use crate::segment::Gap;

/// A figure while it is read: what magnitudes have closed, the thousands since
/// then, and a digit that waits for what it counts.
#[derive(Default)]
struct Sum {
    total: Decimal,
    section: u32,
    digit: Option<u32>,
    /// The last magnitude; the next must be smaller.
    scale: Option<Decimal>,
}

impl Sum {
    /// The section with the digit that waits.
    fn section(&self) -> u32 {
        self.section + self.digit.unwrap_or(0)
    }

    /// Takes a word; `None` where it does not fit.
    fn take(&mut self, word: Word) -> Option<()> {
        match word {
            Word::Small(digit) if digit < 10 && self.digit.is_none() => self.digit = Some(digit),
            Word::Times(times) if self.section.is_multiple_of(10 * times) => {
                self.section += self.digit.take().unwrap_or(1) * times;
            }
            Word::Magnitude(factor) if self.section() > 0 && self.scale.is_none_or(|scale| factor < scale) => {
                let closed = exact::product(self.section().into(), factor)?;
                self.total = exact::sum(self.total, closed)?;
                (self.section, self.digit, self.scale) = (0, None, Some(factor));
            }
            _ => return None,
        }
        Some(())
    }
}

impl Reader<'_> {
    /// A figure in characters that begins at token `i`, which is a digit or a
    /// ten.
    pub(super) fn ideographs(&self, i: usize) -> Option<Number> {
        let mut sum = Sum::default();
        let mut last = None;
        let mut at = i;
        while let Some(word) = self.word(at).filter(|_| at == i || self.gap(at) == Gap::None) {
            let hundreds = at == i && matches!(word, Word::Times(times) if times > 10);
            if hundreds || sum.take(word).is_none() {
                break;
            }
            (last, at) = (Some(at), at + 1);
        }
        let last = last?;
        let value = exact::sum(sum.total, sum.section().into())?;
        Some(Number {
            span: Span::new(self.tokens[i].start as usize, self.tokens[last].end as usize),
            first: i as u32,
            last: last as u32,
            value: Some(value),
            scale: sum.scale.filter(|_| sum.section() == 0),
            form: Form { words: true, ..Form::default() },
        })
    }
}
