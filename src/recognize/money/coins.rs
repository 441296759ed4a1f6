//! What is added to an amount: coins, coins that go without saying, halves.

use rust_decimal::Decimal;

use crate::numbers::{product, sum};
use crate::segment::{Gap, Shape};

use super::amounts::{Amount, noun_at};
use super::items::hyphen;
use super::link::{Joiner, Link};
use super::table::{Factor, Families, Kind, Needs, Unit, value};
use super::words::Words;

impl Joiner<'_, '_, '_> {
    /// The first amount with the second added, where that is a part of it:
    /// *6 dollars and 20 cents*, `£3 8s 4d`, *five pounds fifty*, *a dollar and
    /// a half*.
    pub(super) fn mixed(&self, a: &Amount, b: &Amount, link: Link) -> Option<Amount> {
        let major = self.unit(a)?;
        let open = a.plain && a.upper.is_none() && b.upper.is_none() && b.added.is_none();
        let half = b.unit.is_none() && b.is_part();
        if !open || (major.kind == Kind::Minor && !half) {
            return None;
        }
        let more = match self.unit(b) {
            Some(again) if self.is_slashed(b) => self.again(a, major, b, again, link)?,
            Some(minor) => self.coins(a, major, b, minor, link)?,
            None if self.goes_on(b) => return None,
            None if b.is_part() => self.part(a, major, b, link)?,
            None => self.unnamed(a, major, b, link)?,
        };
        let before = a.added.unwrap_or(Some(Decimal::ZERO));
        let added = before.zip(more).and_then(|(x, y)| sum(x, y));
        Some(Amount { added: Some(added), coin: b.unit, end: b.end, last: b.last, ..a.clone() })
    }

    /// A smaller magnitude after a greater one: *Rs 1 crore 20 lakh*, *3 million
    /// 500 thousand dollars*.
    pub(super) fn stacked(&self, a: &Amount, b: &Amount, link: Link) -> Option<Amount> {
        let whole = |x: &Amount| x.upper.is_none() && x.added.is_none() && x.form.places == 0;
        let open = link == Link::Space && whole(a) && whole(b) && !a.plain && !self.goes_on(b);
        let unit = match (a.unit, b.unit) {
            (Some(unit), None) if a.leads && !b.plain => unit,
            (None, Some(unit)) if !b.leads => unit,
            _ => return None,
        };
        let less = product(b.figure?, b.magnitude)? < a.magnitude;
        let more = value(b.figure, b.magnitude, self.table.units[unit as usize].factor);
        (open && less).then(|| Amount { unit: Some(unit), added: Some(more), end: b.end, last: b.last, ..a.clone() })
    }

    /// Coins with their name; what they are worth, `None` where it cannot be
    /// held.
    fn coins(&self, a: &Amount, major: &Unit, b: &Amount, minor: &Unit, link: Link) -> Option<Option<Decimal>> {
        let small = b.figure.is_some_and(|figure| figure < Decimal::ONE_HUNDRED);
        let close = matches!(link, Link::Space | Link::And | Link::Comma);
        let factor = self.coin_of(a, major, minor).filter(|_| small && close)?;
        Some(value(b.figure, b.magnitude, factor))
    }

    /// True for a fraction written with a slash: `40/100`.
    fn is_slashed(&self, b: &Amount) -> bool {
        let one = b.figure.is_some_and(|figure| figure < Decimal::ONE);
        one && b.plain && self.clues.token(b.first as usize + 1) == "/"
    }

    /// *two dollars and 40/100 dollars*: a part of one, with the unit again.
    fn again(&self, a: &Amount, major: &Unit, b: &Amount, again: &Unit, link: Link) -> Option<Option<Decimal>> {
        let same = again.code == major.code && again.families & major.families != 0 && again.kind == major.kind;
        (same && link == Link::And && a.form.places == 0).then(|| value(b.figure, Decimal::ONE, major.factor))
    }

    /// What a coin is worth beside the units before it.
    fn coin_of(&self, a: &Amount, major: &Unit, minor: &Unit) -> Option<Factor> {
        let after_coin = a.coin.is_some();
        let last = a.coin.map_or(major, |coin| &self.table.units[coin as usize]);
        match minor.part {
            Some((of, factor)) if of & last.families != 0 && (after_coin || minor.kind == Kind::Word) => Some(factor),
            _ => {
                let one_code = !minor.code.is_empty() && minor.code == major.code;
                let same = one_code || self.families(major) & self.families(minor) != 0;
                (same && minor.kind == Kind::Minor).then_some(minor.factor)
            }
        }
    }

    /// The families of a unit, those of the currency that it means included.
    pub(super) fn families(&self, unit: &Unit) -> Families {
        unit.families | self.table.currency(unit.means()).families
    }

    /// *a dollar and a half*.
    fn part(&self, a: &Amount, major: &Unit, b: &Amount, link: Link) -> Option<Option<Decimal>> {
        let fits = link == Link::And && !a.leads && a.added.is_none();
        fits.then(|| value(b.figure, Decimal::ONE, major.factor))
    }

    /// Coins without their name: *five pounds fifty*, *12 euros 50*, `12€50`;
    /// after a leading sign only in a line of its own, as on price tags.
    fn unnamed(&self, a: &Amount, major: &Unit, b: &Amount, link: Link) -> Option<Option<Decimal>> {
        let whole = a.form.places == 0 && a.added.is_none() && major.factor.is_one();
        let before = !a.leads || self.is_alone(a, b);
        let firm = matches!(major.needs, Needs::Nothing | Needs::NoWeight) && before && !a.hyphened;
        let close = match link {
            Link::Space => self.clues.gap(b.first as usize) != Gap::Line,
            Link::And => major.kind == Kind::Word && self.ends(b),
            _ => false,
        };
        let fits = whole && firm && close && self.is_two_digits(b) && self.is_apart(b);
        fits.then(|| product(b.figure?, Decimal::new(1, 2)))
    }

    /// True where nothing else stands in the line.
    fn is_alone(&self, a: &Amount, b: &Amount) -> bool {
        let parted = |i: usize| matches!(self.clues.gap(i), Gap::Line | Gap::Paragraph);
        (a.first == 0 || parted(a.first as usize)) && parted(b.last as usize + 1)
    }

    /// Two digits, or a word for such a figure.
    fn is_two_digits(&self, b: &Amount) -> bool {
        let below = b.plain && b.figure.is_some_and(|figure| figure < Decimal::ONE_HUNDRED);
        let two = if b.form.words {
            b.figure.is_some_and(|figure| figure >= Decimal::TEN)
        } else {
            b.form == Default::default() && b.end - b.start == 2
        };
        below && two
    }

    /// True where nothing after `b` counts it: no unit, figure or per cent.
    fn is_apart(&self, b: &Amount) -> bool {
        let next = b.last as usize + 1;
        let counted = self.kinds(next) & Words::PERCENT != 0 || self.clues.shape(next) == Shape::Number;
        let glued = self.clues.gap(next) == Gap::None && self.clues.shape(next) == Shape::Symbol && !self.ends(b);
        !counted && !glued
    }

    /// True where a clause ends after `b`.
    fn ends(&self, b: &Amount) -> bool {
        let next = b.last as usize + 1;
        let stop = matches!(self.clues.token(next), "." | "," | ";" | "!" | "?" | ")");
        let last = matches!(self.clues.gap(next), Gap::Line | Gap::Paragraph);
        last || (stop && (self.clues.gap(next + 1) != Gap::None || next + 1 >= self.clues.len()))
    }

    fn goes_on(&self, b: &Amount) -> bool {
        let next = b.last as usize + 1;
        noun_at(self.clues, self.table, next) || hyphen(self.clues, next)
    }
}
