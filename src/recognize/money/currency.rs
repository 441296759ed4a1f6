//! Which currency: what the words state, what the document shows, what
//! English news usually means.
//!
//! What is bare takes, in this order: what the document says of all its
//! amounts (*all prices in US dollars*); for dollars the country that the
//! document is about, and the dollars that it states; for other names that
//! several countries use the place beside the amount, the other amounts, the
//! places of the document; the user's choice; the usual one.

use crate::clues::Clues;
use crate::gazetteer::Role;
use crate::segment::{Gap, Shape};

use super::amounts::{Amount, noun_at};
use super::places::{Counts, Places, dominant};
use super::table::{Families, Kind, MoneyTable, Part, Unit, value};
use super::words::{WordKinds, Words};

/// A currency with the detail of the rule that gave it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Decision<'l> {
    pub code: Option<&'l str>,
    pub rule: &'static str,
    /// Which amount it says again, in another currency or in other words.
    pub converts: Option<usize>,
}

impl<'l> Decision<'l> {
    /// Nothing decides.
    pub const OPEN: Decision<'l> = Decision { code: None, rule: "open", converts: None };

    fn new(code: &'l str, rule: &'static str) -> Self {
        Decision { code: Some(code), rule, converts: None }
    }
}

fn opens(token: &str) -> bool {
    matches!(token, "(" | "[" | "（" | "［")
}

fn is_bracket(token: &str) -> bool {
    opens(token) || matches!(token, ")" | "]" | "）" | "］")
}

/// How many tokens a bracket is looked for over.
const REACH: usize = 12;

/// So many tokens may stand between an amount and what says it again.
const MOST_BETWEEN: usize = 8;

/// How far the word that speaks of all amounts is from the currency, in
/// tokens: *Prices in this leaflet are quoted in New Zealand dollars*.
const STATEMENT: usize = 10;

/// Decides currencies for the amounts of one document.
pub(super) struct Decider<'c, 'a, 'l> {
    clues: &'c Clues<'a, 'l>,
    table: &'l MoneyTable,
    stated: Counts<'l>,
    /// Where codes are stated, by first token.
    marks: Vec<(usize, &'l str)>,
    /// Codes that the document says of all its amounts.
    declared: Vec<&'l str>,
    /// Families in which a bare amount restates a stated one in the usual
    /// currency: `C$5 ($3.70)`.
    converted: Families,
    places: &'c Places<'c, 'a, 'l>,
}

impl<'c, 'a, 'l> Decider<'c, 'a, 'l> {
    /// The currency of each amount (all of them have units), in order.
    pub fn decide(places: &'c Places<'c, 'a, 'l>, amounts: &[Amount]) -> Vec<Decision<'l>> {
        let (clues, table) = (places.clues, places.table);
        let (stated, marks, declared) = (Counts::default(), Vec::new(), Vec::new());
        let mut decider = Decider { clues, table, stated, marks, declared, converted: 0, places };
        let first: Vec<_> = amounts.iter().map(|amount| decider.stated(amount)).collect();
        let restated: Vec<_> = (0..amounts.len()).map(|i| decider.restated(amounts, i)).collect();
        decider.learn(amounts, &first, &restated);
        let from = |i: usize| i.checked_sub(1).map_or(0, |before| amounts[before].last as usize + 1);
        let again = |i: usize| (i + 1..amounts.len().min(i + 5)).find(|&after| restated[after] == Some(i));
        let other = |i: usize| restated[i].or_else(|| again(i)).map(|other| first[other]);
        let open = |i: usize| decider.open_major(&amounts[i], from(i), other(i));
        let second: Vec<_> = (0..amounts.len()).map(|i| first[i].or_else(|| open(i))).collect();
        let (majors, coins) = (decider.resolved(&second), decider.usual_coins(amounts, &second));
        let all = second.iter().zip(amounts).zip(&restated).enumerate();
        let decisions = all.map(|(i, ((found, amount), restated))| {
            let found = found.unwrap_or_else(|| decider.open_minor(amount, &majors, &coins));
            let code = found.code.map(|code| decider.at_time(code, &amounts[i]));
            Decision { code, converts: restated.filter(|&before| decider.is_alone(amounts, before, i)), ..found }
        });
        let mut decisions: Vec<_> = decisions.collect();
        for i in 0..decisions.len() {
            let again = |&before: &usize| decider.are_equal(amounts, &decisions, before, i);
            decisions[i].converts = decisions[i].converts.filter(again);
        }
        decisions
    }

    fn unit(&self, amount: &Amount) -> &'l Unit {
        &self.table.units[amount.unit.unwrap_or(0) as usize]
    }

    fn kinds(&self, i: usize) -> WordKinds {
        self.table.kinds(self.clues, i)
    }

    /// The currency that the words beside the figure state.
    fn stated(&self, amount: &Amount) -> Option<Decision<'l>> {
        let second = amount.second.map(|unit| &self.table.units[unit as usize]);
        let units = second.into_iter().chain([self.unit(amount)]);
        let found = units.into_iter().find(|unit| !unit.code.is_empty());
        found.map(|unit| Decision::new(&unit.code, rule_of(unit.kind))).or_else(|| self.beside(amount))
    }

    /// *$5 million Canadian*, *$19 (Canadian)*; the next line is another row.
    fn beside(&self, amount: &Amount) -> Option<Decision<'l>> {
        let next = amount.last as usize + 1;
        if self.clues.gap(next) > Gap::Space {
            return None;
        }
        let bracket = self.clues.token(next) == "(" && self.clues.token(next + 2) == ")";
        let at = next + usize::from(bracket);
        let code = self.places.at(at)?;
        let family = self.table.currency(code).families & self.unit(amount).families != 0;
        let end = at + usize::from(self.clues.token(at + 1) == "." && self.clues.gap(at + 1) == Gap::None);
        let owns = self.clues.shape(end + 1) == Shape::Possessive;
        let alone = bracket || !(owns || noun_at(self.clues, self.table, end + 1));
        let adjective = self.unit(amount).kind == Kind::Symbol;
        (family && alone && adjective).then_some(Decision::new(code, "word"))
    }

    /// The amount before that amount `i` says again: *6 million HK dollars, or
    /// $770,000*, *50 million rand, about $2.7 million*; in brackets all that
    /// follows: `(€60m or $66m)`.
    fn restated(&self, amounts: &[Amount], i: usize) -> Option<usize> {
        self.before_bracket(amounts, i).or_else(|| self.before_or(amounts, i))
    }

    /// The amount before the bracket that amount `i` stands in.
    fn before_bracket(&self, amounts: &[Amount], i: usize) -> Option<usize> {
        let to = amounts[i].first as usize;
        let mut back = (to.saturating_sub(REACH)..to).rev();
        let open = back.find(|&i| is_bracket(self.clues.token(i))).filter(|&i| opens(self.clues.token(i)))?;
        (i.saturating_sub(4)..i).rev().find(|&k| amounts[k].last as usize + 1 == open)
    }

    /// The amount before amount `i` with *or*, *about*, *that is* or the like
    /// between, or nothing but a sign: *EUR 100 / USD 108*.
    fn before_or(&self, amounts: &[Amount], i: usize) -> Option<usize> {
        let before = i.checked_sub(1)?;
        let (from, to) = (amounts[before].last as usize + 1, amounts[i].first as usize);
        let equal = to == from + 1 && self.kinds(from) & Words::EQUATING != 0;
        let restated = equal || (self.is_said_so(from, to) && !self.is_enumerated(amounts, before));
        (restated && amounts[before].unit != amounts[i].unit).then_some(before)
    }

    /// *or*, *, about*, *– that is*, *, equivalent to*.
    fn is_said_so(&self, from: usize, to: usize) -> bool {
        let is_or = |i: usize| self.kinds(i) & Words::OR != 0;
        let small = |i: usize| self.is_restating(i) || is_or(i) || self.sets_off(i) || self.belongs_to_restating(i, to);
        from < to
            && to - from <= MOST_BETWEEN
            && (from..to).all(small)
            && ((self.sets_off(from) && (from..to).any(|i| self.is_restating(i))) || (from..to).any(is_or))
    }

    fn is_restating(&self, i: usize) -> bool {
        self.kinds(i) & (Words::ABOUT | Words::RESTATING) != 0
    }

    /// A comma or a dash.
    fn sets_off(&self, i: usize) -> bool {
        matches!(self.clues.token(i), "," | "，" | "、") || self.kinds(i) & Words::SETTING_OFF != 0
    }

    /// *the* and *to* of *the equivalent to*, *is* of *that is*, *à* of
    /// *c'est-à-dire*, the full stop of *i.e.*
    fn belongs_to_restating(&self, i: usize, to: usize) -> bool {
        let behind = Words::TO | Words::UP_TO | Words::OF | Words::FINITE | Words::ARTICLE;
        let leads = self.kinds(i) & (Words::THE | Words::ARTICLE) != 0 && i + 1 < to && self.is_restating(i + 1);
        let ends = self.kinds(i) & behind != 0 || self.clues.token(i) == ".";
        let is_dash = i > 1 && self.kinds(i - 1) & Words::SETTING_OFF != 0;
        leads || (ends && i > 0 && self.is_restating(i - 1 - usize::from(is_dash)))
    }

    /// True for the last but one of *€5, €7 or £3*: a list says nothing again.
    fn is_enumerated(&self, amounts: &[Amount], before: usize) -> bool {
        let Some(earlier) = before.checked_sub(1).map(|earlier| amounts[earlier].last as usize + 1) else {
            return false;
        };
        earlier + 1 == amounts[before].first as usize && self.clues.token(earlier) == ","
    }

    /// True where nothing but the one is said of both: *(€5, of which $2)*,
    /// *(in 2019 $2)* and *€5, which was $2 more* tell of another amount.
    fn is_alone(&self, amounts: &[Amount], before: usize, i: usize) -> bool {
        let (from, to) = (amounts[before].last + 1, amounts[i].first);
        let counted = |t: u32| amounts[before + 1..i].iter().any(|amount| amount.first <= t && t <= amount.last);
        let mut between = (from..to).filter(|&t| !counted(t)).map(|t| t as usize);
        let is_further = |t: usize| {
            let says_again =
                self.is_restating(t) && (self.kinds(t + 1) & Words::FINITE != 0 || self.is_restating(t + 1));
            (self.kinds(t) & (Words::FURTHER | Words::CHANGE | Words::MINUS) != 0 && !says_again)
                || self.clues.token(t).contains(char::is_numeric)
        };
        !between.any(is_further) && self.kinds(amounts[i].last as usize + 1) & Words::COMPARED == 0
    }

    /// True for one amount in two currencies, or twice in one.
    fn are_equal(&self, amounts: &[Amount], decisions: &[Decision<'l>], before: usize, i: usize) -> bool {
        let (one, other) = (decisions[before].code, decisions[i].code);
        let value = |i: usize| value(amounts[i].figure, amounts[i].magnitude, self.unit(&amounts[i]).factor);
        one != other || (one.is_some() && value(before) == value(i))
    }

    /// Notes what the document states, and which conversions it makes.
    fn learn(&mut self, amounts: &[Amount], stated: &[Option<Decision<'l>>], restated: &[Option<usize>]) {
        for (i, found) in stated.iter().enumerate() {
            let families = self.unit(&amounts[i]).families;
            let sister = restated[i].and_then(|before| stated[before]?.code).filter(|code| self.is_in(code, families));
            match found.and_then(|d| d.code) {
                Some(code) => {
                    *self.stated.entry(code).or_insert(0) += 1;
                    self.marks.push((amounts[i].first as usize, code));
                }
                None if sister.is_some_and(|code| code != self.unit(&amounts[i]).usual) => self.converted |= families,
                None => {}
            }
        }
        if stated.iter().any(Option::is_none) {
            self.declared = self.declarations(amounts);
        }
    }

    /// *All amounts are US dollars*, *prices in CAD*, *in thousands of Canadian
    /// dollars*: a currency without a figure behind words that speak of all
    /// amounts. Linear in the hits.
    fn declarations(&self, amounts: &[Amount]) -> Vec<&'l str> {
        let mut found: Vec<&'l str> = Vec::new();
        for hit in self.clues.hits.iter().filter(|hit| hit.role == Role::Currency) {
            let Some(Part::Unit(unit)) = self.table.part(hit.row) else { continue };
            let unit = &self.table.units[unit as usize];
            let (first, last) = (hit.first as usize, hit.last);
            if unit.code.is_empty() || unit.kind == Kind::Minor || found.contains(&unit.code.as_str()) {
                continue;
            }
            let next = amounts.partition_point(|amount| amount.last < hit.first);
            let counted = amounts.get(next).is_some_and(|amount| amount.first <= last);
            if !counted && self.is_declared(first) {
                found.push(&unit.code);
            }
        }
        found
    }

    fn is_declared(&self, first: usize) -> bool {
        let all = self.is_scale(first.wrapping_sub(2)) && first > 2 && self.kinds(first - 1) & Words::OF != 0;
        let clause = |&i: &usize| !matches!(self.clues.token(i), "." | ";" | "!" | "?");
        let mut back = (first.saturating_sub(STATEMENT)..first).rev().take_while(clause);
        let small = Words::PLAIN | Words::FINITE | Words::SCALE;
        let small = |i: usize| self.kinds(i) & small != 0 || self.clues.token(i) == ":";
        let direct = first.checked_sub(1).is_some_and(small);
        all || (direct && back.any(|i| self.kinds(i) & Words::DECLARING != 0 && self.means_all(i)))
    }

    /// *All prices*, or *prices* at the start of a sentence or a bracket; not
    /// *our prices*.
    fn means_all(&self, i: usize) -> bool {
        let Some(before) = i.checked_sub(1).filter(|_| self.clues.gap(i) < Gap::Line) else { return true };
        self.kinds(before) & Words::ALL != 0 || matches!(self.clues.token(before), "." | "(" | "[" | ":" | "*" | "|")
    }

    fn is_scale(&self, i: usize) -> bool {
        self.clues.is(i, Role::Magnitude)
    }

    /// A unit whose words leave the currency open, coins aside. `from`: where
    /// the amount before ends; `other`: what another amount states, where one
    /// of the two says the other again.
    fn open_major(&self, amount: &Amount, from: usize, other: Option<Option<Decision<'l>>>) -> Option<Decision<'l>> {
        let unit = self.unit(amount);
        if unit.kind == Kind::Minor {
            return None;
        }
        let other = other.flatten().and_then(|d| d.code).filter(|code| self.is_in(code, unit.families));
        // Bare dollars beside other dollars in brackets are the usual ones.
        if other.is_some_and(|code| code != unit.usual) && !unit.usual.is_empty() {
            return self.abroad(unit);
        }
        if let Some(code) = self.declaration(unit) {
            return Some(Decision::new(code, "declared"));
        }
        if self.converted & unit.families != 0 {
            return self.usual(unit);
        }
        let dollar = unit.families & self.table.family("dollar") != 0;
        let shown = if dollar { self.dollars(amount, unit) } else { self.shown(amount, from, unit) };
        shown.or_else(|| self.usual(unit))
    }

    /// The one currency of the unit's families that the document declares.
    fn declaration(&self, unit: &Unit) -> Option<&'l str> {
        let families = unit.families | if unit.kind == Kind::Symbol { unit.beside } else { 0 };
        let mut related = self.declared.iter().filter(|code| self.is_in(code, families));
        related.next().filter(|_| related.next().is_none()).copied()
    }

    /// Which dollars: those of the country that the document is about; else
    /// the only ones that it states, unless it names places of the usual ones.
    fn dollars(&self, amount: &Amount, unit: &'l Unit) -> Option<Decision<'l>> {
        if let Some(code) = self.at_home(amount, unit) {
            return Some(Decision::new(code, "place"));
        }
        let code = self.only_stated(unit)?;
        let usual = self.places.counts().get(unit.usual.as_str()).copied().unwrap_or(0);
        let own = self.places.counts().get(code).copied().unwrap_or(0);
        let against = code != unit.usual && usual > 0 && own <= 2 * usual;
        // Who writes *US$* means another one by the bare sign.
        let other = self.often_named(unit).filter(|_| code == unit.usual);
        let found = other.map(|other| Decision::new(other, "place"));
        found.or((!against).then_some(Decision::new(code, "inferred")))
    }

    /// The dollars, but for the usual ones, whose places the document names
    /// most, where it names them more than those of the usual ones.
    fn often_named(&self, unit: &Unit) -> Option<&'l str> {
        let counts = self.places.counts();
        let usual = counts.get(unit.usual.as_str()).copied().unwrap_or(0);
        let others = counts.iter().filter(|(code, _)| self.is_in(code, unit.families));
        let bare =
            others.filter(|&(code, &count)| count > usual && self.table.writes_bare_sign(code, self.clues.language));
        bare.max_by_key(|&(code, &count)| (count, *code)).map(|(code, _)| *code)
    }

    /// Which of the currencies that share a name: that of the place beside the
    /// amount; the only one that the document states, or the nearest; that of
    /// the document's places.
    fn shown(&self, amount: &Amount, from: usize, unit: &'l Unit) -> Option<Decision<'l>> {
        if unit.families == 0 {
            return None;
        }
        let among = |code: &str| self.is_in(code, unit.families);
        if self.places.differ(among)
            && let Some(code) = self.places.nearest(amount, from, among)
        {
            return Some(Decision::new(code, "place"));
        }
        let nearest = || self.nearest_stated(amount, unit).filter(|_| unit.usual.is_empty());
        let stated = self.only_stated(unit).or_else(nearest).map(|code| Decision::new(code, "inferred"));
        let places = || dominant(self.places.counts(), among).map(|code| Decision::new(code, "place"));
        stated.or_else(places)
    }

    /// The related currency that the document states, where it is one.
    fn only_stated(&self, unit: &Unit) -> Option<&'l str> {
        let mut related = self.stated.keys().filter(|code| self.is_in(code, unit.families));
        related.next().filter(|_| related.next().is_none()).copied()
    }

    /// The related currency that is stated last before the amount.
    fn nearest_stated(&self, amount: &Amount, unit: &Unit) -> Option<&'l str> {
        let before = self.marks.partition_point(|&(token, _)| token < amount.first as usize);
        let near = self.marks[before.saturating_sub(REACH)..before].iter().rev();
        near.map(|&(_, code)| code).find(|code| self.is_in(code, unit.families))
    }

    /// The dollar of the country that most places of the document are in,
    /// where the press of that country writes the bare sign; where the places
    /// of several countries are many, those around the amount tell.
    fn at_home(&self, amount: &Amount, unit: &Unit) -> Option<&'l str> {
        let counts = self.places.counts();
        let home = self.places.bare_sign_abroad(unit).or_else(|| self.home_of(counts, unit));
        if home.is_some() || !self.places.differ(|code| self.is_in(code, unit.families)) {
            return home;
        }
        // A story of its own speaks where the document does not speak against it.
        let count = |code: &str| counts.get(code).copied().unwrap_or(0);
        let is_open = |code: &&'l str| count(code) >= count(unit.usual.as_str());
        let story = self.home_of(&self.places.counts_in_story(amount), unit).filter(is_open);
        story.or_else(|| self.home_of(&self.places.counts_around(amount), unit))
    }

    fn home_of(&self, counts: &Counts<'l>, unit: &Unit) -> Option<&'l str> {
        self.places.home_of(counts, unit.families)
    }

    fn is_in(&self, code: &str, families: Families) -> bool {
        self.table.currency(code).families & families != 0
    }

    /// The currency at home, the user's default, or what English news means.
    fn usual(&self, unit: &'l Unit) -> Option<Decision<'l>> {
        let home = self.table.home_currency.as_str();
        if !home.is_empty() && self.is_in(home, unit.families | unit.beside) {
            return Some(Decision::new(home, "home"));
        }
        self.abroad(unit)
    }

    /// The same, wherever the texts are at home.
    fn abroad(&self, unit: &'l Unit) -> Option<Decision<'l>> {
        let chosen = self.table.default_currency.as_str();
        let code = if !chosen.is_empty() && self.is_in(chosen, unit.families) { chosen } else { unit.usual.as_str() };
        (!code.is_empty()).then_some(Decision::new(code, "default"))
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
        let inferred = |counts| dominant(counts, among).map(|code| Decision::new(code, "inferred"));
        let declared = self.declaration(unit).map(|code| Decision::new(code, "declared"));
        let usual = || self.usual(unit).or_else(|| inferred(coins)).filter(|_| !self.is_abroad(unit));
        let found = declared.or_else(|| inferred(majors)).or_else(usual);
        let home = || self.at_home(amount, unit).map(|code| Decision::new(code, "place"));
        let most = || most(majors, among).map(|code| Decision::new(code, "inferred"));
        found.or_else(home).or_else(most).unwrap_or(Decision::OPEN)
    }

    /// *not one penny* where the document names places of dollars only.
    fn is_abroad(&self, unit: &Unit) -> bool {
        let usual = unit.usual.as_str();
        let among = |code: &str| code != usual && self.is_in(code, unit.families);
        !usual.is_empty() && !self.places.show(usual) && self.places.show_any(among)
    }

    /// The code that a currency had when the document was written: *bolivars*
    /// of 1987. A code that is written stands as it is.
    fn at_time(&self, code: &'l str, amount: &Amount) -> &'l str {
        let written = self.unit(amount).kind == Kind::Code;
        let Some(history) = self.table.history(code).filter(|_| !written) else { return code };
        let Some(year) = self.places.year() else { return code };
        history.iter().find(|(until, _)| year < *until).map_or(code, |(_, old)| old)
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

/// The code that stands most often, among those that `among` lets in.
fn most<'l>(counts: &Counts<'l>, among: impl Fn(&str) -> bool) -> Option<&'l str> {
    let counts = counts.iter().filter(|(code, _)| among(code));
    counts.max_by_key(|&(code, &count)| (count, *code)).map(|(code, _)| *code)
}
