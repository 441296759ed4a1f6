//! Figures written out in words.

use rust_decimal::Decimal;

use super::fraction::part;
use super::{Form, NO_WORD, Number, Reader, Word, exact};
use crate::entity::Span;
use crate::segment::{Gap, Shape};

/// A written figure while it is read.
struct Sum {
    /// What magnitudes have closed: the 2,000,000 of *two million six …*.
    total: Option<Decimal>,
    /// Since the last magnitude, under a thousand.
    group: Option<u32>,
    /// A fraction added to the group.
    part: Option<Decimal>,
    /// The last magnitude; the next must be smaller.
    scale: Option<Decimal>,
    last: usize,
}

impl Sum {
    fn value(&self) -> Option<Decimal> {
        let group = exact::sum(self.group.unwrap_or(0).into(), self.part.unwrap_or_default())?;
        exact::sum(self.total?, group)
    }

    /// True where a figure under a hundred may follow.
    fn takes(&self, n: u32) -> bool {
        match self.group {
            None => true,
            Some(group) if n < 100 => group % 100 == 0 || (n < 10 && group % 10 == 0 && group % 100 >= 20),
            Some(_) => false,
        }
    }

    /// True where a word fits.
    fn fits(&self, word: Word) -> bool {
        let open = self.part.is_none();
        match word {
            Word::Small(n) => open && self.takes(n),
            Word::Hundred => open && self.group.is_some_and(|g| (1..100).contains(&g)),
            Word::Magnitude(factor) => self.group.is_some() && self.scale.is_none_or(|s| factor < s),
            Word::Figure(factor) => self.scale.is_none_or(|s| factor < s),
            _ => false,
        }
    }

    /// Takes a word, where it fits.
    fn take(&mut self, word: Word) -> bool {
        let fits = self.fits(word);
        match word {
            _ if !fits => {}
            Word::Small(n) => self.group = Some(self.group.unwrap_or(0) + n),
            Word::Hundred => self.group = self.group.map(|g| g * 100),
            Word::Magnitude(factor) => self.scale_by(factor),
            Word::Figure(factor) => {
                self.group = self.group.or(Some(1));
                self.scale_by(factor);
            }
            _ => {}
        }
        fits
    }

    /// *quatre-vingts*, *soixante-douze*, *dix-huit*: four twenties, and what
    /// counts on from sixty, eighty or ten.
    fn take_twenties(&mut self, word: Word) -> bool {
        let (Some(group), Word::Small(n)) = (self.group.filter(|_| self.part.is_none()), word) else { return false };
        let more = match (group % 100, n) {
            (4, 20) => 76,
            (60 | 80, 10..20) | (10, 7..10) => n,
            _ => return false,
        };
        self.group = Some(group + more);
        true
    }

    fn scale_by(&mut self, factor: Decimal) {
        let group = exact::sum(self.group.unwrap_or(0).into(), self.part.unwrap_or_default());
        let scaled = group.and_then(|group| exact::product(group, factor));
        self.total = self.total.zip(scaled).and_then(|(total, scaled)| exact::sum(total, scaled));
        (self.group, self.part, self.scale) = (None, None, Some(factor));
    }
}

/// A figure in one word has at least so many bytes: *dreitausend*.
const JOINED: usize = 8;

/// A fraction of a magnitude; what has no finite decimal is given to two
/// places, as for *two thirds of a billion*.
fn part_of(factor: Decimal, numerator: u32, denominator: u32) -> Option<Decimal> {
    let whole = exact::product(factor, numerator.into())?;
    Some(whole.checked_div(denominator.into())?.round_dp(2))
}

impl Reader<'_> {
    /// A written figure that begins at token `i`, or whose article stands
    /// before it.
    pub(super) fn written(&self, i: usize) -> Option<Number> {
        match self.word(i)? {
            Word::Small(_) => self.parts_of(i).or_else(|| self.counted(i, i)),
            Word::Part(numerator, denominator) => self.part_of(i, numerator, denominator),
            Word::Times(_) => None,
            Word::Figure(_) => self.counted(i, i),
            Word::Hundred | Word::Magnitude(_) => self.article_before(i).and_then(|first| self.counted(first, i)),
        }
    }

    /// The *a* of *a million*.
    fn article_before(&self, i: usize) -> Option<usize> {
        let before = if i >= 2 && self.hyphen(i - 1) { i - 2 } else { i.checked_sub(1)? };
        (self.next(before) == Some(i) && self.is(before, &self.table.articles)).then_some(before)
    }

    /// Reads on from token `i`; the number begins at token `first`.
    fn counted(&self, first: usize, i: usize) -> Option<Number> {
        let single = || self.next(i).is_some_and(|next| self.is(next, &self.table.single));
        if self.is(i, &self.table.before_single) && !single() {
            return None;
        }
        let group = (first != i).then_some(1);
        let mut sum = Sum { total: Some(Decimal::ZERO), group, part: None, scale: None, last: i };
        let mut next = Some(i);
        while let Some(at) = next.filter(|&at| self.take(at, &mut sum)) {
            sum.last = at;
            self.take_part(&mut sum);
            next = self.following(&sum);
        }
        // *dos mil euros*: the magnitude is none of written figures only.
        let counts = self.next(i).is_some_and(|next| self.is_magnitude(next));
        let bare = sum.last == i && sum.scale.is_none() && !counts && self.is(i, &self.table.large);
        (!bare).then(|| self.number(first, sum.last, sum.value(), sum.scale))
    }

    /// Takes the word at `at` into the sum, where it fits.
    fn take(&self, at: usize, sum: &mut Sum) -> bool {
        let Some(word) = self.word(at) else { return false };
        if at > sum.last && self.hyphen(at - 1) && sum.take_twenties(word) {
            return true;
        }
        sum.take(word)
    }

    /// A figure that is one word, *zweihundertfünfzigtausend*, before a
    /// currency or a magnitude.
    pub(super) fn joined(&self, i: usize) -> Option<Number> {
        let token = self.token(i);
        let unknown = self.words[i].id == NO_WORD && !self.table.joined.is_empty();
        if !unknown
            || token.len() < JOINED
            || !self.apart(i + 1)
            || !matches!(self.tokens[i].shape, Shape::Lower | Shape::Capitalized)
        {
            return None;
        }
        let mut sum = Sum { total: Some(Decimal::ZERO), group: None, part: None, scale: None, last: i };
        let word = token.to_lowercase();
        let mut rest = word.as_str();
        while !rest.is_empty() {
            let most = rest.floor_char_boundary(self.table.longest.min(rest.len()));
            let parts = (1..=most).rev().filter_map(|end| rest.split_at_checked(end));
            let known = parts.filter_map(|(part, rest)| Some((*self.table.joined.get(part)?, rest)));
            // *dreihundertachttausend*: no three hundred times eight thousand.
            let open = sum.group.is_some();
            let whole = |part: Word| !open || !matches!(part, Word::Figure(factor) if factor != Decimal::ONE_THOUSAND);
            let (part, after) = known.into_iter().find(|&(part, _)| sum.fits(part) && whole(part))?;
            sum.take(part);
            rest = after;
        }
        if let Some(word) = self.word(i + 1).filter(|word| matches!(word, Word::Magnitude(_)) && sum.fits(*word)) {
            sum.take(word);
            sum.last = i + 1;
        }
        Some(self.number(i, sum.last, sum.value(), sum.scale))
    }

    /// *and a half*: of one where a group is open, else of the magnitude just
    /// taken; *point five*; *and 50/100*.
    fn take_part(&self, sum: &mut Sum) {
        let open = sum.group.is_some();
        if let Some((value, end)) = self.point_part(sum.last).filter(|_| open) {
            (sum.part, sum.last) = (Some(value), end);
        } else if let Some((value, end)) = self.hundredths(sum.last) {
            (sum.part, sum.last) = (Some(value), end);
        } else if let Some((value, end)) = self.and_part(sum.last) {
            match sum.scale.filter(|_| !open) {
                Some(scale) => {
                    let scaled = exact::product(value, scale);
                    sum.total = sum.total.zip(scaled).and_then(|(total, scaled)| exact::sum(total, scaled));
                }
                None => sum.part = Some(value),
            }
            sum.last = end;
        }
    }

    /// *point five*, *point seven five*, *point twenty* after token `i`, with
    /// its last token.
    fn point_part(&self, i: usize) -> Option<(Decimal, usize)> {
        let mut at = self.next(i).filter(|&point| self.is(point, &self.table.point))?;
        let (mut digits, mut places) = (0u32, 0u32);
        while let Some((next, Word::Small(n))) = self.next(at).and_then(|next| Some((next, self.word(next)?))) {
            let more = if n < 10 { 1 } else { 2 };
            if places > 6 || (more == 2 && places > 0) {
                break;
            }
            (digits, places, at) = (digits * 10u32.pow(more) + n, places + more, next);
            if more == 2 {
                break;
            }
        }
        (places > 0).then(|| (Decimal::new(digits.into(), places), at))
    }

    /// *and 50/100*, *and no/100* after token `i`, as on cheques, with its last
    /// token.
    fn hundredths(&self, i: usize) -> Option<(Decimal, usize)> {
        let count = self.next(i).filter(|&and| self.is(and, &self.table.and)).and_then(|and| self.next(and))?;
        let slash = self.token(count + 1) == "/" && self.token(count + 2) == "100";
        let touching = self.gap(count + 1) == Gap::None && self.gap(count + 2) == Gap::None;
        let coins = if self.is(count, &self.table.no) { Some(0) } else { self.token(count).parse().ok() };
        let coins: u32 = coins.filter(|&coins| coins < 100 && slash && touching)?;
        Some((Decimal::new(coins.into(), 2), count + 2))
    }

    /// The next token of the figure: past an *and* after hundreds and
    /// thousands, where a small figure follows.
    fn following(&self, sum: &Sum) -> Option<usize> {
        let Some(next) = self.next(sum.last) else { return self.past_comma(sum) };
        if !self.is(next, &self.table.and) {
            return Some(next);
        }
        let open = match (sum.group, sum.scale) {
            (Some(group), _) if group % 100 == 0 => group >= 100,
            // *noventa e cinco*, *cuarenta y dos*
            (Some(group), _) => group % 100 >= 20 && group % 10 == 0 && self.is(sum.last, &self.table.foreign),
            (None, Some(scale)) => scale <= Decimal::ONE_THOUSAND,
            _ => false,
        };
        let after = self.next(next)?;
        (open && matches!(self.word(after), Some(Word::Small(_)))).then_some(after)
    }

    /// The next word of a sum that is written with commas: *Two Million, Ten
    /// Thousand, Four Hundred*; a magnitude or a hundred must follow, or all
    /// be written with capitals, as on cheques.
    fn past_comma(&self, sum: &Sum) -> Option<usize> {
        let comma = sum.last + 1;
        let next = comma + 1;
        let parted = sum.group.is_none() && sum.scale.is_some_and(|scale| scale >= Decimal::ONE_THOUSAND);
        if !parted || self.token(comma) != "," || self.gap(comma) != Gap::None || !self.apart(next) {
            return None;
        }
        let capital = |i: usize| self.tokens.get(i).is_some_and(|token| token.shape.is_capital());
        let large = |i: usize| matches!(self.word(i), Some(Word::Hundred | Word::Magnitude(_)));
        let mut words = std::iter::successors(Some(next), |&at| self.next(at)).take(4);
        let greater = words.by_ref().take_while(|&at| self.word(at).is_some()).any(large);
        let counted = matches!(self.word(next), Some(Word::Small(_)));
        (counted && (greater || (capital(sum.last) && capital(next)))).then_some(next)
    }

    /// *three quarters of a million*.
    fn parts_of(&self, i: usize) -> Option<Number> {
        let (Some(Word::Small(times)), next) = (self.word(i), self.next(i)?) else { return None };
        let Some(Word::Part(numerator, denominator)) = self.word(next) else { return None };
        self.scaled_part(i, next, times.checked_mul(numerator)?, denominator)
    }

    /// *half a million*, *a quarter of a million*, *half a* (dollar), *half*
    /// (a cent); the article belongs to it before *of* and after *and*.
    fn part_of(&self, i: usize, numerator: u32, denominator: u32) -> Option<Number> {
        let of = self.next(i).is_some_and(|next| self.is(next, &self.table.of));
        let joined = |article: usize| article > 0 && self.is(article - 1, &self.table.and);
        let large = self.next(i).is_some_and(|next| matches!(self.word(next), Some(Word::Magnitude(_))));
        // *the fifth million* is no fifth of one.
        if large && denominator != 2 && denominator != 4 {
            return None;
        }
        let whole = of || (large && self.gap(i + 1) == Gap::Space);
        let first = self.article_before(i).filter(|&article| whole || joined(article)).unwrap_or(i);
        self.scaled_part(first, i, numerator, denominator)
    }

    /// A fraction that ends at token `i`, and the magnitude that it is of; where
    /// there is none, *a* or *of a* belongs to the fraction.
    fn scaled_part(&self, first: usize, i: usize, numerator: u32, denominator: u32) -> Option<Number> {
        let (mut last, mut next) = (i, self.next(i));
        if let Some(of) = next.filter(|&of| self.is(of, &self.table.of)) {
            next = self.next(of);
        }
        // The *a* of *a dollar and a half a week* belongs to the week.
        let counted = first < i && next == self.next(i);
        if let Some(article) = next.filter(|&article| !counted && self.is(article, &self.table.articles)) {
            (last, next) = (article, self.next(article));
        }
        match next.map(|next| (next, self.word(next))) {
            Some((at, Some(Word::Magnitude(factor)))) => {
                Some(self.number(first, at, part_of(factor, numerator, denominator), Some(factor)))
            }
            _ => Some(self.number(first, last, Some(part(numerator, denominator)?), None)),
        }
    }

    fn number(&self, first: usize, last: usize, value: Option<Decimal>, scale: Option<Decimal>) -> Number {
        Number {
            span: Span::new(self.tokens[first].start as usize, self.tokens[last].end as usize),
            first: first as u32,
            last: last as u32,
            value: value.map(|v| v.normalize()),
            scale,
            form: Form { words: true, ..Form::default() },
        }
    }
}
