//! Amounts that belong together: ranges, quotations, borrowed magnitudes.

use rust_decimal::Decimal;

use crate::clues::Clues;
use crate::numbers::{product, sum};
use crate::segment::{Gap, Shape};

use super::amounts::{Amount, noun_at};
use super::link::{Joiner, Link};
use super::table::{Kind, MoneyTable, value};
use super::words::{WordKinds, Words};

/// Joins neighbours, in order; bare figures that found no partner stay bare.
/// Linear in the amounts.
pub(super) fn join(clues: &Clues<'_, '_>, table: &MoneyTable, amounts: Vec<Amount>) -> Vec<Amount> {
    let joiner = Joiner { clues, table };
    let mut joined: Vec<Amount> = Vec::with_capacity(amounts.len());
    for amount in joiner.borrowed(amounts) {
        let whole = joined.last().and_then(|before| joiner.joined(before, &amount));
        match (whole, joined.last_mut()) {
            (Some(whole), Some(last)) => *last = whole,
            _ => joined.push(amount),
        }
    }
    joined
}

impl Joiner<'_, '_, '_> {
    /// Lends magnitudes and units across a coordination, from right to left:
    /// *Rs 3 and Rs 5 crore*, *7bn or 9bn euros*; and from left to right:
    /// *$9bn from 7bn*.
    fn borrowed(&self, mut amounts: Vec<Amount>) -> Vec<Amount> {
        for i in (1..amounts.len()).rev() {
            let (left, right) = amounts.split_at_mut(i);
            let listed = i > 1 && self.link(&left[i - 2], &left[i - 1]) == Some(Link::Comma);
            self.lend_back(&mut left[i - 1], &right[0], listed);
        }
        for i in 1..amounts.len() {
            let (left, right) = amounts.split_at_mut(i);
            self.lend_on(&left[i - 1], &mut right[0]);
        }
        amounts
    }

    /// `listed`: another amount and a comma stand before `a`.
    fn lend_back(&self, a: &mut Amount, b: &Amount, listed: bool) {
        let Some(unit) = self.unit(b) else { return };
        let link = match self.link(a, b) {
            Some(Link::CommaAnd) if listed || a.unit.is_none() => Link::And,
            Some(link @ (Link::And | Link::Or | Link::To | Link::CommaTo | Link::Comma)) => link,
            _ => return,
        };
        if self.is_label(a) || (a.unit.is_some() && self.is_complete(a, b, link)) {
            return;
        }
        // *1,000 and 10,000 dollars*: what is written so counts the same.
        let price = |x: &Amount| x.form.grouped || x.form.places > 0;
        let listed = matches!(link, Link::And | Link::Or) || (link == Link::Comma && b.lent);
        let pair = price(a) && price(b) && listed;
        let same = match self.unit(a) {
            Some(own) => a.leads && (own.families & unit.families != 0 || own.code == unit.code),
            None => (link != Link::Comma || pair) && !b.leads && (!b.plain || !a.plain || pair) && !a.is_year(),
        };
        if !same || unit.kind == Kind::Minor || a.is_part() {
            return;
        }
        let alike = a.unit.is_none() && a.form.grouped && b.form.grouped;
        let near = |ratio: Decimal| match (a.figure, b.figure) {
            (Some(x), Some(y)) => {
                (x < Decimal::ONE_THOUSAND || alike) && product(y, ratio).is_some_and(|most| x <= most)
            }
            _ => false,
        };
        let ratio =
            if matches!(link, Link::To | Link::CommaTo | Link::Comma) { Decimal::ONE } else { Decimal::from(3) };
        if a.plain && !b.plain && near(ratio) {
            (a.magnitude, a.plain, a.lent) = (b.magnitude, false, true);
        }
        let change = matches!(link, Link::To | Link::CommaTo);
        if a.unit.is_none() && (!a.plain || pair) && (!change || self.is_change(a, b)) {
            (a.unit, a.lent) = (b.unit, true);
        }
    }

    /// *The toll is $2, and $3 billion went …*: an amount that stands in a
    /// clause of its own borrows nothing.
    fn is_complete(&self, a: &Amount, b: &Amount, link: Link) -> bool {
        let finite = |i: usize| self.kinds(i) & Words::FINITE != 0;
        match link {
            Link::Comma => b.plain || !b.lent,
            // *$(0.50), $1.00 and $132.3 million*: cents are written of what is whole.
            Link::And | Link::Or if a.form.places == 2 && b.form.places != 2 => true,
            Link::And | Link::Or => self.words_before(a.first as usize, 3).any(finite) && finite(b.last as usize + 1),
            _ => false,
        }
    }

    /// *March 31*, *Galaxy 20*: a figure that belongs to the word before it.
    fn is_label(&self, a: &Amount) -> bool {
        let Some(before) = (a.first as usize).checked_sub(1) else { return false };
        let bare = a.unit.is_none() && a.plain && a.form == Default::default();
        bare && matches!(self.clues.gap(before + 1), Gap::Space | Gap::Line)
            && self.kinds(before) & (Words::MONTH | Words::LABEL) != 0
    }

    /// *the Galaxy 20*: a name before a bare figure.
    fn is_named(&self, a: &Amount) -> bool {
        let Some(before) = (a.first as usize).checked_sub(1) else { return false };
        let starts =
            self.clues.gap(before) >= Gap::Line || matches!(self.clues.token(before.saturating_sub(1)), "." | ":");
        let name = matches!(self.clues.shape(before), Shape::Capitalized | Shape::Capitals | Shape::Mixed);
        name && !starts && a.unit.is_none() && a.plain && self.kinds(before) & Words::PLAIN == 0
    }

    fn lend_on(&self, a: &Amount, b: &mut Amount) {
        if a.unit.is_none() || b.unit.is_some() || b.plain || self.unit(a).is_some_and(|u| u.kind == Kind::Minor) {
            return;
        }
        let near = match self.link(a, b) {
            Some(Link::From | Link::Versus) => true,
            Some(Link::And | Link::Or) => a.leads,
            _ => false,
        };
        if near && !noun_at(self.clues, self.table, b.last as usize + 1) {
            (b.unit, b.lent) = (a.unit, true);
        }
    }

    /// The two as one amount, where they are one.
    fn joined(&self, a: &Amount, b: &Amount) -> Option<Amount> {
        let link = self.link(a, b)?;
        let sum = self.mixed(a, b, link).or_else(|| self.stacked(a, b, link));
        sum.or_else(|| self.quotation(a, b, link)).or_else(|| self.range(a, b, link))
    }

    /// `$14-19 million`, *between 14 and 19 euros*: one range.
    fn range(&self, a: &Amount, b: &Amount, link: Link) -> Option<Amount> {
        let taken = a.upper.is_some() || b.upper.is_some() || a.added.is_some() || b.added.is_some();
        let next = b.last as usize + 1;
        let percent = self.table.is_percent(self.clues, next) && self.clues.gap(next) < Gap::Line;
        if taken || b.negative || percent || a.is_part() || (b.is_part() && b.unit.is_none()) || self.is_label(a) {
            return None;
        }
        let worded = match link {
            Link::Dash | Link::ApartDash => false,
            Link::Slash if a.plain && a.unit.is_none() && (!b.plain || self.is_near(a, b)) => false,
            Link::To => true,
            Link::And if self.before(a, 1, Words::BETWEEN) => true,
            _ => return None,
        };
        if worded && link == Link::To && (self.is_change(a, b) || self.is_far(a, b)) {
            return None;
        }
        if let Some(range) = self.coins_up(a, b, link) {
            return Some(range);
        }
        let unit = self.shared_unit(a, b)?;
        self.spread(a, b, link, unit)
    }

    /// *Galaxy 20 to 649 euros*, *31 to 6.2 billion*: a bare figure that is
    /// too far from the amount to be its lower end.
    fn is_far(&self, a: &Amount, b: &Amount) -> bool {
        let times = if self.is_named(a) { Decimal::from(5) } else { Decimal::ONE_HUNDRED };
        let shared = a.plain && !b.plain && a.figure <= b.figure;
        let bare = a.unit.is_none() && a.plain && !shared && !self.hundreds(a, b);
        bare && self.ratio(a, b).is_some_and(|ratio| ratio >= times)
    }

    /// How many times the first the second is.
    fn ratio(&self, a: &Amount, b: &Amount) -> Option<Decimal> {
        product(b.figure?, b.magnitude)?.checked_div(product(a.figure?, a.magnitude)?)
    }

    /// *from 50 cents to $1.50*, `50p-£1`: coins, and what they are a part of.
    fn coins_up(&self, a: &Amount, b: &Amount, link: Link) -> Option<Amount> {
        let (coin, major) = (self.unit(a)?, self.unit(b)?);
        let kinds = coin.kind == Kind::Minor && major.kind != Kind::Minor && major.factor.is_one();
        let said = link != Link::To || self.before(a, 1, Words::FROM) || self.before(a, 3, Words::RANGING);
        if !kinds || !said || self.families(coin) & self.families(major) == 0 {
            return None;
        }
        let low = value(a.figure, a.magnitude, coin.factor)?;
        let high = value(b.figure, b.magnitude, major.factor)?;
        (low < high).then(|| Amount {
            figure: Some(low),
            magnitude: Decimal::ONE,
            plain: false,
            unit: b.unit,
            second: b.second,
            end: b.end,
            last: b.last,
            upper: Some((b.figure, b.magnitude)),
            ..a.clone()
        })
    }

    /// `4,400/4,450 dlrs`: figures that are near each other.
    fn is_near(&self, a: &Amount, b: &Amount) -> bool {
        let whole = a.form.places == 0 && b.form.places == 0;
        let (Some(low), Some(high)) = (a.figure, b.figure) else { return false };
        whole && low >= Decimal::ONE_HUNDRED && product(low, Decimal::TWO).is_some_and(|twice| high < twice)
    }

    /// The unit that both ends have, or one lends to the other.
    fn shared_unit(&self, a: &Amount, b: &Amount) -> Option<u32> {
        match (self.unit(a), self.unit(b)) {
            (Some(x), Some(y)) => {
                let same = x.families & y.families != 0 || (x.code == y.code && !x.code.is_empty());
                (same && x.factor == y.factor).then_some(if x.code.is_empty() { b.unit } else { a.unit })?
            }
            (Some(_), None) if a.leads => a.unit,
            (None, Some(_)) if !b.leads => b.unit,
            _ => None,
        }
    }

    /// The range, where the second figure is the greater.
    fn spread(&self, a: &Amount, b: &Amount, link: Link, unit: u32) -> Option<Amount> {
        let (low, high) = (a.figure?, b.figure?);
        let (mut below, mut above) = (a.magnitude, b.magnitude);
        let alike = low < Decimal::ONE_THOUSAND || ((a.unit.is_none() || a.lent) && a.form.grouped == b.form.grouped);
        let hundreds = self.hundreds(a, b);
        if a.plain && !b.plain && low <= high && alike {
            below = above;
        } else if hundreds {
            below = Decimal::ONE_HUNDRED;
        } else if b.plain && b.unit.is_none() && !a.plain {
            above = below;
        }
        let short = product(low, Decimal::ONE_THOUSAND).is_some_and(|low| low < high);
        let (a_bare, b_bare) = (a.unit.is_none(), b.unit.is_none());
        if link == Link::Dash && (a_bare || b_bare) && b.form.grouped && !a.form.grouped && a.plain && short {
            below = Decimal::ONE_THOUSAND;
        }
        if product(low, below)? >= product(high, above)? {
            return None;
        }
        let bare = b.unit.is_none() && b.plain;
        let noun = noun_at(self.clues, self.table, b.last as usize + 1);
        let alike = link == Link::ApartDash && a.form.grouped && b.form.grouped;
        if (bare && noun && link != Link::Dash && !alike) || (a.unit.is_none() && a.is_year() && !b.is_year()) {
            return None;
        }
        Some(Amount {
            magnitude: below,
            plain: false,
            unit: Some(unit),
            second: a.second.or(b.second),
            hyphened: b.hyphened,
            end: b.end,
            last: b.last,
            upper: Some((b.figure, above)),
            ..a.clone()
        })
    }

    /// *four to five hundred*: the first figure counts hundreds too.
    fn hundreds(&self, a: &Amount, b: &Amount) -> bool {
        let (Some(low), Some(high)) = (a.figure, b.figure) else { return false };
        let words = a.form.words && b.form.words && a.plain && b.plain && a.unit.is_none();
        words
            && low < Decimal::TEN
            && high < Decimal::ONE_THOUSAND
            && high.checked_rem(Decimal::ONE_HUNDRED) == Some(Decimal::ZERO)
            && product(low, Decimal::ONE_HUNDRED).is_some_and(|low| low < high)
    }

    /// `149.20/25 yen`: what is bid and what is asked; the second figure
    /// replaces the last digits of the first.
    fn quotation(&self, a: &Amount, b: &Amount, link: Link) -> Option<Amount> {
        let open = a.upper.is_none() && a.plain && b.plain && a.added.is_none() && a.form.places >= 2 && !b.form.words;
        let one_unit = a.unit.is_some() != b.unit.is_some();
        // *1.60-65 franc*: the digits replace those of the first figure and are
        // no less than they.
        let dash = link == Link::Dash
            && b.form.places == 0
            && self.clues.token(b.first as usize).len() == usize::from(a.form.places);
        let slash = link == Link::Slash && !noun_at(self.clues, self.table, b.last as usize + 1);
        if !(slash || dash) || !open || !one_unit {
            return None;
        }
        let unit = self.shared_unit(a, b)?;
        let high = if b.form.places == 0 { self.asked(a, b)? } else { b.figure? };
        let most = if dash { Decimal::TWO } else { Decimal::new(11, 1) };
        let near =
            high > a.figure? && high <= product(a.figure?, most)? && (slash || high.trunc() == a.figure?.trunc());
        near.then(|| Amount {
            unit: Some(unit),
            plain: false,
            end: b.end,
            last: b.last,
            upper: Some((Some(high), Decimal::ONE)),
            ..a.clone()
        })
    }

    /// The figure of `a` with its last digits replaced by those of `b`, and
    /// carried on where that would be less.
    fn asked(&self, a: &Amount, b: &Amount) -> Option<Decimal> {
        let digits = self.clues.token(b.first as usize).bytes().take_while(u8::is_ascii_digit).count() as u32;
        let places = u32::from(a.form.places);
        if digits == 0 || digits > places {
            return None;
        }
        let (bid, step) = (a.figure?, Decimal::new(1, places - digits));
        let base = bid.checked_sub(bid.checked_rem(step)?)?;
        let asked = sum(base, product(b.figure?, Decimal::new(1, places))?)?;
        if asked > bid { Some(asked) } else { sum(asked, step) }
    }

    /// True where one of the `count` tokens before an amount is of a kind.
    fn before(&self, a: &Amount, count: usize, kind: WordKinds) -> bool {
        self.words_before(a.first as usize, count).any(|i| self.kinds(i) & kind != 0)
    }

    /// The tokens before token `first`, backwards, within the clause.
    fn words_before(&self, first: usize, count: usize) -> impl Iterator<Item = usize> + '_ {
        let clause = move |&i: &usize| !matches!(self.clues.token(i), "." | ";" | ":" | "(" | ")" | "!" | "?");
        (first.saturating_sub(count)..first).rev().take_while(clause)
    }

    /// True for *rose from $6 to $8*, *rose $2 to $45*, *raised it by $2 to
    /// $45*, *rose 20 to 1,800 yen*: a change, or where it led, is no range.
    fn is_change(&self, a: &Amount, b: &Amount) -> bool {
        let from = self.before(a, 1, Words::FROM);
        let both = a.unit.is_some() && b.unit.is_some();
        if self.before(a, 3, Words::RANGING) {
            return false;
        }
        let steep = self.ratio(a, b).is_some_and(|ratio| ratio >= Decimal::from(5));
        if !both && !from {
            return a.plain && steep && self.before(a, 2, Words::CHANGE);
        }
        // *swung from a loss of $4 million to $6 million*
        let swung = both && self.before(a, 5, Words::FROM) && self.before(a, 10, Words::CHANGE);
        let by = self.before(a, 1, Words::BY);
        let reach = match () {
            _ if from || by => 16,
            _ if steep => 10,
            _ => 4,
        };
        let opens = (a.first as usize).checked_sub(1).is_none_or(|from| self.words_before(from, 1).next().is_none());
        let priced = || opens || self.before(a, 5, Words::PRICED);
        swung || self.before(a, reach, Words::CHANGE) || (both && ((from && !priced()) || (by && steep)))
    }
}
