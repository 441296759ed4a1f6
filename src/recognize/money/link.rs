//! What stands between two amounts?

use crate::clues::Clues;
use crate::segment::Gap;

use super::amounts::Amount;
use super::items::is_dash;
use super::table::{MoneyTable, Needs, Unit};
use super::words::{WordKinds, Words};

/// What stands between two amounts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Link {
    /// A dash that touches both.
    Dash,
    /// A dash with spaces around it.
    ApartDash,
    /// *to*, also with hyphens: `$5-to-$6`
    To,
    /// *, to*: where a change led.
    CommaTo,
    And,
    /// *, and*
    CommaAnd,
    Or,
    From,
    /// *vs*, *against*: another figure of the same kind.
    Versus,
    Comma,
    /// A slash that touches both.
    Slash,
    /// White space only.
    Space,
}

impl Link {
    /// The link that a comma stands before.
    fn past_comma(self) -> Option<Link> {
        match self {
            Link::To => Some(Link::CommaTo),
            Link::And => Some(Link::CommaAnd),
            Link::Or => Some(Link::Or),
            _ => None,
        }
    }
}

/// Two amounts beside each other, as the text and the lists have them.
pub(super) struct Joiner<'c, 'a, 'l> {
    pub clues: &'c Clues<'a, 'l>,
    pub table: &'c MoneyTable,
}

impl Joiner<'_, '_, '_> {
    pub(super) fn unit(&self, amount: &Amount) -> Option<&Unit> {
        amount.unit.map(|unit| &self.table.units[unit as usize])
    }

    pub(super) fn kinds(&self, i: usize) -> WordKinds {
        self.table.kinds(self.clues, i)
    }

    /// What stands between two amounts, where it can join them.
    pub(super) fn link(&self, a: &Amount, b: &Amount) -> Option<Link> {
        let (from, to) = (a.last as usize + 1, b.first as usize);
        if to < from || (from..=to).any(|i| i - from > 3 || self.clues.gap(i) == Gap::Paragraph) {
            return None;
        }
        // *20 a 35 euros*: a word that is *to* between figures only.
        let figures = a.unit.is_none() && b.unit.is_some() && !b.leads && a.form.words == b.form.words;
        // *de R$ 10 a R$ 20*, *de 5 euros à 10 euros*
        let opened = || {
            let before = a.first.checked_sub(1).map_or(0, |i| self.kinds(i as usize));
            a.leads == b.leads && a.unit == b.unit && before & (Words::LINKING | Words::FROM | Words::BETWEEN) != 0
        };
        let middle = match to - from {
            0 => return Some(Link::Space),
            1 if self.is_coin_mark(from, b) => return Some(Link::Space),
            1 if (figures || opened()) && self.kinds(from) & Words::UP_TO != 0 => return Some(Link::To),
            1 => return self.one_link(from),
            2 if self.clues.token(from) == "," => return self.one_link(from + 1).and_then(Link::past_comma),
            2 if is_dash(self.clues.token(from)) && self.clues.gap(from) == Gap::None => from + 1,
            3 if is_dash(self.clues.token(from)) && is_dash(self.clues.token(from + 2)) => from + 1,
            _ => return None,
        };
        self.one_link(middle).filter(|link| matches!(link, Link::To | Link::And | Link::Or))
    }

    /// `£2 9s. 6d`: the full stop of an abbreviation before a coin.
    fn is_coin_mark(&self, i: usize, b: &Amount) -> bool {
        let coin = self.unit(b).is_some_and(|unit| unit.needs == Needs::Mixed);
        coin && self.clues.token(i) == "." && self.clues.gap(i) == Gap::None && self.clues.gap(i + 1) == Gap::Space
    }

    fn one_link(&self, i: usize) -> Option<Link> {
        let token = self.clues.token(i);
        if is_dash(token) || matches!(token, "—" | "~" | "～" | "〜") {
            return match (self.clues.gap(i), self.clues.gap(i + 1)) {
                (Gap::None, Gap::None) => Some(Link::Dash),
                (Gap::Space, Gap::Space) => Some(Link::ApartDash),
                _ => None,
            };
        }
        let touching = self.clues.gap(i) == Gap::None && self.clues.gap(i + 1) == Gap::None;
        match token {
            "/" => touching.then_some(Link::Slash),
            "," => Some(Link::Comma),
            "&" => Some(Link::And),
            _ => self.word_link(self.kinds(i)),
        }
    }

    fn word_link(&self, kinds: WordKinds) -> Option<Link> {
        let links = [
            (Words::TO, Link::To),
            (Words::AND, Link::And),
            (Words::OR, Link::Or),
            (Words::FROM, Link::From),
            (Words::VERSUS, Link::Versus),
        ];
        links.iter().find(|(kind, _)| kinds & kind != 0).map(|(_, link)| *link)
    }
}
