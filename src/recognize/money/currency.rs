//! Which currency: what the words state, what the document shows, what
//! English news usually means.

use crate::hash::HashMap;

use crate::clues::Clues;
use crate::segment::{Gap, Shape};

use super::amounts::{Amount, noun_at};
use super::places::Places;
use super::table::{Families, Kind, MoneyTable, Unit};

/// A currency with the detail of the rule that gave it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Decision<'l> {
    pub code: Option<&'l str>,
    pub rule: &'static str,
}

/// How often each code stands for something.
pub(super) type Counts<'l> = HashMap<&'l str, usize>;

/// Decides currencies for the amounts of one document.
pub(super) struct Decider<'c, 'a, 'l> {
    clues: &'c Clues<'a, 'l>,
    table: &'l MoneyTable,
    stated: Counts<'l>,
    /// Families in which a bare amount in brackets turns a stated one into
    /// the usual currency: `C$5 ($3.70)`.
    converted: Families,
    places: &'c Places<'c, 'a, 'l>,
}

impl<'c, 'a, 'l> Decider<'c, 'a, 'l> {
    /// The currency of each amount (all of them have units), in order.
    pub fn decide(places: &'c Places<'c, 'a, 'l>, amounts: &[Amount]) -> Vec<Decision<'l>> {
        let (clues, table) = (places.clues, places.table);
        let mut decider = Decider { clues, table, stated: Counts::default(), converted: 0, places };
        let first: Vec<_> = amounts.iter().map(|amount| decider.stated(amount)).collect();
        decider.learn(amounts, &first);
        let second: Vec<_> =
            (0..amounts.len()).map(|i| first[i].or_else(|| decider.open_major(amounts, &first, i))).collect();
        let (majors, coins) = (decider.resolved(&second), decider.usual_coins(amounts, &second));
        let last = second.iter().zip(amounts);
        last.map(|(found, amount)| found.unwrap_or_else(|| decider.open_minor(amount, &majors, &coins))).collect()
    }

    fn unit(&self, amount: &Amount) -> &'l Unit {
        &self.table.units[amount.unit.unwrap_or(0) as usize]
    }

    /// The currency that the words beside the figure state.
    fn stated(&self, amount: &Amount) -> Option<Decision<'l>> {
        let second = amount.second.map(|unit| &self.table.units[unit as usize]);
        let units = second.into_iter().chain([self.unit(amount)]);
        let found = units.into_iter().find(|unit| !unit.code.is_empty());
        found.map(|unit| Decision { code: Some(&unit.code), rule: rule_of(unit.kind) }).or_else(|| self.beside(amount))
    }

    /// *$5 million Canadian*, *$19 (Canadian)*.
    fn beside(&self, amount: &Amount) -> Option<Decision<'l>> {
        let next = amount.last as usize + 1;
        let bracket = self.clues.token_or_none(next) == "(" && self.clues.token_or_none(next + 2) == ")";
        let at = next + usize::from(bracket);
        let code = self.places.at(at)?;
        let family = self.table.currency(code).families & self.unit(amount).families != 0;
        let end = at + usize::from(self.clues.token_or_none(at + 1) == "." && self.clues.gap(at + 1) == Gap::None);
        let owns = self.clues.shape(end + 1) == Shape::Possessive;
        let alone = bracket || !(owns || noun_at(self.clues, self.table, end + 1));
        let adjective = self.unit(amount).kind == Kind::Symbol;
        (family && alone && adjective).then_some(Decision { code: Some(code), rule: "word" })
    }

    /// Notes what the document states, and which conversions it makes.
    fn learn(&mut self, amounts: &[Amount], stated: &[Option<Decision<'l>>]) {
        for (i, found) in stated.iter().enumerate() {
            match found.and_then(|d| d.code) {
                Some(code) => *self.stated.entry(code).or_insert(0) += 1,
                None if self.is_conversion(amounts, stated, i) => self.converted |= self.unit(&amounts[i]).families,
                None => {}
            }
        }
    }

    /// True for a bare amount in brackets after a stated one.
    fn is_conversion(&self, amounts: &[Amount], stated: &[Option<Decision<'l>>], i: usize) -> bool {
        let bracket = amounts[i].first.checked_sub(1).filter(|&b| self.clues.token(b as usize) == "(");
        let Some((bracket, before)) = bracket.zip(i.checked_sub(1)) else { return false };
        stated[before].is_some() && amounts[before].last + 1 == bracket
    }

    /// A unit whose words leave the currency open, coins aside.
    fn open_major(&self, amounts: &[Amount], stated: &[Option<Decision<'l>>], i: usize) -> Option<Decision<'l>> {
        let unit = self.unit(&amounts[i]);
        if unit.kind == Kind::Minor {
            return None;
        }
        let converted = self.converted & unit.families != 0 || self.is_conversion(amounts, stated, i);
        let shown = if converted { None } else { self.shown(unit) };
        shown.map(|code| Decision { code: Some(code), rule: "inferred" }).or_else(|| self.usual(unit))
    }

    /// The currency that other amounts and places of the document show.
    fn shown(&self, unit: &Unit) -> Option<&'l str> {
        if unit.families == 0 {
            return None;
        }
        let mut related = self.stated.keys().filter(|code| self.is_in(code, unit.families));
        if let (Some(code), None) = (related.next(), related.next()) {
            return Some(code);
        }
        if unit.families & self.table.family("dollar") == 0 {
            return dominant(self.places.counts(), |code| self.is_in(code, unit.families));
        }
        if unit.usual.is_empty() || self.stated.is_empty() { self.at_home(unit) } else { None }
    }

    /// The dollar of the country that most places of the document are in,
    /// where the press of that country writes the bare sign.
    fn at_home(&self, unit: &Unit) -> Option<&'l str> {
        let code = dominant(self.places.counts(), |_| true)?;
        (self.is_in(code, unit.families) && self.table.writes_bare_sign(code)).then_some(code)
    }

    fn is_in(&self, code: &str, families: Families) -> bool {
        self.table.currency(code).families & families != 0
    }

    /// The user's default, or what English news means.
    fn usual(&self, unit: &'l Unit) -> Option<Decision<'l>> {
        let chosen = self.table.default_currency.as_str();
        let code = if !chosen.is_empty() && self.is_in(chosen, unit.families) { chosen } else { unit.usual.as_str() };
        (!code.is_empty()).then_some(Decision { code: Some(code), rule: "default" })
    }

    /// How often each currency was found.
    fn resolved(&self, found: &[Option<Decision<'l>>]) -> Counts<'l> {
        count(found.iter().flatten().filter_map(|d| d.code))
    }

    /// How often coins stand that have a usual currency: `cts`.
    fn usual_coins(&self, amounts: &[Amount], found: &[Option<Decision<'l>>]) -> Counts<'l> {
        let open = amounts.iter().zip(found).filter(|(_, found)| found.is_none());
        count(open.map(|(amount, _)| self.unit(amount).usual.as_str()).filter(|code| !code.is_empty()))
    }

    /// A coin takes the currency of the document's other amounts, else its
    /// usual one, else that of coins that have one, else that of the country.
    fn open_minor(&self, amount: &Amount, majors: &Counts<'l>, coins: &Counts<'l>) -> Decision<'l> {
        let unit = self.unit(amount);
        let among = |code: &str| self.is_in(code, unit.families);
        let inferred = |counts| dominant(counts, among).map(|code| Decision { code: Some(code), rule: "inferred" });
        let found = inferred(majors).or_else(|| self.usual(unit)).or_else(|| inferred(coins));
        let home = || self.at_home(unit).map(|code| Decision { code: Some(code), rule: "inferred" });
        found.or_else(home).unwrap_or(Decision { code: None, rule: "open" })
    }
}

fn count<'l>(codes: impl Iterator<Item = &'l str>) -> Counts<'l> {
    let mut counts = Counts::default();
    for code in codes {
        *counts.entry(code).or_insert(0) += 1;
    }
    counts
}

fn rule_of(kind: Kind) -> &'static str {
    match kind {
        Kind::Symbol => "symbol",
        Kind::Code => "code",
        Kind::Word => "word",
        Kind::Minor => "minor",
    }
}

/// The code that stands more than twice as often as all others together,
/// among those that `among` lets in.
fn dominant<'l>(counts: &Counts<'l>, among: impl Fn(&str) -> bool) -> Option<&'l str> {
    let counts: Vec<_> = counts.iter().filter(|(code, _)| among(code)).collect();
    let all: usize = counts.iter().map(|(_, count)| **count).sum();
    counts.into_iter().find(|(_, count)| **count * 3 > all * 2).map(|(code, _)| *code)
}
