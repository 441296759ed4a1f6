//! One amount: a figure with its magnitude, its currency and its sign.

use rust_decimal::Decimal;

use crate::clues::Clues;
use crate::gazetteer::Role;
use crate::numbers::{Form, product};
use crate::segment::{Gap, Shape};

use super::items::{Item, ItemKind, Joint, TAIL, hyphen, is_dash, joint};
use super::table::{Dot, Kind, Magnitude, MoneyTable, Place, Unit};
use super::words::{WordKinds, Words};

/// An amount, or a bare figure that may become one beside an amount.
#[derive(Clone, Debug)]
pub(super) struct Amount {
    /// The figure as written; `None` where it cannot be held.
    pub figure: Option<Decimal>,
    /// What the figure is multiplied with; 1 where nothing is said.
    pub magnitude: Decimal,
    /// Nothing says a magnitude.
    pub plain: bool,
    pub form: Form,
    pub unit: Option<u32>,
    /// A code or word on the other side that makes the unit precise.
    pub second: Option<u32>,
    /// The unit stands before the figure.
    pub leads: bool,
    /// A hyphen joins the unit to the figure.
    pub hyphened: bool,
    pub negative: bool,
    /// Bytes.
    pub start: u32,
    pub end: u32,
    /// Tokens.
    pub first: u32,
    pub last: u32,
    /// The upper end of a range: figure and magnitude.
    pub upper: Option<(Option<Decimal>, Decimal)>,
    /// Major units that a smaller coin adds; the inner is `None` where the
    /// sum cannot be held.
    pub added: Option<Option<Decimal>>,
    /// The coin added last.
    pub coin: Option<u32>,
    /// Its unit stands at a neighbour.
    pub lent: bool,
    /// An unwritten figure: *a dollar*.
    pub article: bool,
    /// A dash stands for the coins: `12.990.-`.
    pub dashed: bool,
    /// The figure as it is printed, in bytes.
    pub printed: Option<(u32, u32)>,
    /// The heading of a table says what the figure counts.
    pub scaled: bool,
    /// The figure can be read in two ways, and nothing says which is meant.
    pub unclear: bool,
}

impl Amount {
    /// A bare figure where an item stands.
    fn bare(figure: Option<Decimal>, form: Form, item: &Item) -> Amount {
        Amount {
            figure,
            magnitude: Decimal::ONE,
            plain: true,
            form,
            unit: None,
            second: None,
            leads: false,
            hyphened: false,
            negative: false,
            start: item.start,
            end: item.end,
            first: item.first,
            last: item.last,
            upper: None,
            added: None,
            coin: None,
            lent: false,
            article: false,
            dashed: false,
            printed: Some((item.start, item.end)),
            scaled: false,
            unclear: false,
        }
    }

    /// Takes the scale of a table.
    pub fn scale(&mut self, factor: Decimal) {
        let upper = match self.upper {
            Some((figure, magnitude)) => product(magnitude, factor).map(|magnitude| Some((figure, magnitude))),
            None => Some(None),
        };
        if let (Some(magnitude), Some(upper)) = (product(self.magnitude, factor), upper) {
            (self.magnitude, self.upper, self.scaled) = (magnitude, upper, true);
        }
    }

    /// True for a figure such as 1998 that may well be a year.
    pub fn is_year(&self) -> bool {
        let year = |value: Decimal| value >= Decimal::from(1900) && value < Decimal::from(2100);
        self.plain && self.form == Form::default() && self.figure.is_some_and(year)
    }

    /// Reads three digits after a lone dot as a group.
    pub fn regroup(&mut self) {
        self.figure = self.figure.and_then(|figure| product(figure, Decimal::ONE_THOUSAND));
        (self.form.grouped, self.form.places, self.form.dotted) = (true, 0, false);
    }

    /// Reads three digits after a lone comma as decimals.
    pub fn ungroup(&mut self) {
        self.figure = self.figure.and_then(|figure| product(figure, Decimal::new(1, 3)));
        (self.form.grouped, self.form.places, self.form.lone_comma) = (false, 3, false);
    }

    /// True for *half*, *three quarters of a*: less than one, in words.
    pub fn is_part(&self) -> bool {
        self.form.words && self.plain && self.figure.is_some_and(|figure| figure < Decimal::ONE && !figure.is_zero())
    }
}

/// Reads the amounts of a text, bare figures too. Linear in the items.
pub(super) fn amounts(clues: &Clues<'_, '_>, table: &MoneyTable, items: &[Item]) -> Vec<Amount> {
    let reader = Reader { clues, table, items };
    let mut amounts: Vec<Amount> = Vec::new();
    let (mut at, mut free) = (0, 0);
    while at < items.len() {
        let end_of_last = amounts.last().map(|a| a.last as usize + 1);
        let read = match items[at].kind {
            ItemKind::Number(_) => Some(reader.read(at, free)),
            ItemKind::Unit(_) => reader.one(at, end_of_last),
            _ => None,
        };
        at += 1;
        if let Some((amount, next)) = read {
            amounts.push(amount);
            (at, free) = (next, next);
        }
    }
    amounts
}

/// A unit before a number.
#[derive(Clone, Copy)]
struct Lead {
    item: usize,
    /// The item that the amount begins with.
    from: usize,
    /// A minus sign stands between the two.
    negative: bool,
    /// The magnitude that stands between the two: `EURm 86.2`.
    factor: Option<Decimal>,
}

struct Reader<'c, 'a, 'l> {
    clues: &'c Clues<'a, 'l>,
    table: &'c MoneyTable,
    items: &'c [Item],
}

impl Reader<'_, '_, '_> {
    fn unit(&self, at: usize) -> Option<&Unit> {
        match self.items.get(at)?.kind {
            ItemKind::Unit(unit) => Some(&self.table.units[unit as usize]),
            _ => None,
        }
    }

    fn unit_index(&self, at: usize) -> Option<u32> {
        match self.items.get(at)?.kind {
            ItemKind::Unit(unit) => Some(unit),
            _ => None,
        }
    }

    fn joint(&self, at: usize) -> Joint {
        match (self.items.get(at), self.items.get(at + 1)) {
            (Some(a), Some(b)) => joint(self.clues, a, b),
            _ => Joint::Far,
        }
    }

    /// The amount around the number item `at`; items before `free` are taken.
    /// With the first item after it.
    fn read(&self, at: usize, free: usize) -> (Amount, usize) {
        let mut amount = self.bare(at);
        let lead = (at > free).then(|| self.lead(at, free)).flatten();
        let at = self.hundreds(at, &mut amount);
        let mut last = self.magnitudes(at, lead, &mut amount);
        let follows = self.follows(last, lead, &amount);
        if follows {
            last += 1;
            amount.hyphened = self.joint(last - 1) == Joint::Hyphen;
            last = self.late_magnitude(last, &mut amount);
        }
        let follower = follows.then(|| self.unit_index(last).or_else(|| self.unit_index(last - 1))).flatten();
        let follower = follower.map(|unit| self.table.behind(unit));
        let lead = lead.filter(|lead| match follower {
            Some(follower) => self.unit(lead.item).is_some_and(|u| same_money(u, &self.table.units[follower as usize])),
            None => self.may_lead(lead.item, last, &amount),
        });
        if let Some(lead) = lead {
            (amount.unit, amount.second) = self.sides(lead.item, follower);
            amount.leads = true;
            amount.negative |= lead.negative;
            self.begin(&mut amount, lead.from);
            lead.factor.into_iter().for_each(|factor| self.scale(&mut amount, factor));
        } else {
            amount.unit = follower;
        }
        self.end(&mut amount, last);
        self.drop_article(&mut amount);
        self.coins_only(&mut amount);
        self.sign(&mut amount);
        (amount, last + 1)
    }

    /// The unit before and the one after, as unit and second; a word of
    /// another family after a sign is the unit: `$400 pesos`.
    fn sides(&self, lead: usize, follower: Option<u32>) -> (Option<u32>, Option<u32>) {
        let first = self.unit_index(lead);
        let other = self.unit(lead).zip(follower.map(|f| &self.table.units[f as usize]));
        if other.is_some_and(|(a, b)| a.beside & b.families != 0) { (follower, None) } else { (first, follower) }
    }

    fn bare(&self, at: usize) -> Amount {
        let item = &self.items[at];
        let ItemKind::Number(index) = item.kind else { unreachable!("only numbers are read") };
        let number = &self.clues.numbers[index as usize];
        let scale = number.scale.unwrap_or(Decimal::ONE);
        // *zwölftausendfünfhundert*: no finite number of twelve thousands.
        let divided = number.value.and_then(|value| value.checked_div(scale));
        let whole = divided.and_then(|figure| product(figure, scale)) == number.value;
        let (figure, scale) = if whole { (divided, scale) } else { (number.value, Decimal::ONE) };
        let (bracketed, minus) = (item.first < number.first, self.clues.token(item.last as usize) == "-");
        Amount {
            magnitude: scale,
            plain: number.scale.is_none(),
            negative: bracketed || (minus && item.last == number.last + 1),
            dashed: item.last > number.last + 1
                && !bracketed
                && !self.clues.token(item.last as usize).ends_with(char::is_alphabetic),
            ..Amount::bare(figure, number.form, item)
        }
    }

    fn begin(&self, amount: &mut Amount, item: usize) {
        (amount.start, amount.first) = (self.items[item].start, self.items[item].first);
    }

    /// The *a* of *a hundred-dollar fine* belongs to the fine.
    fn drop_article(&self, amount: &mut Amount) {
        let first = amount.first as usize;
        if amount.hyphened && amount.form.words && self.kinds(first) & Words::ARTICLE != 0 {
            (amount.first, amount.start) = (amount.first + 1, self.clues.tokens[first + 1].start);
        }
    }

    /// Sets the end. The full stop of an abbreviation belongs to it where the
    /// sentence goes on, or where the row has it in its name.
    fn end(&self, amount: &mut Amount, item: usize) {
        let dotted = self.unit(item).is_some_and(|unit| unit.dotted);
        let item = &self.items[item];
        (amount.end, amount.last) = (item.end, item.last);
        let surface = &self.clues.text[item.start as usize..item.end as usize];
        amount.end -= self.ending(surface);
        let stop = surface.len() > 1 && surface.ends_with('.') && item.last > item.first;
        if stop && !dotted && self.sentence_ends(item.last as usize) {
            amount.end -= 1;
            amount.last -= 1;
        }
    }

    /// How many bytes of a currency are the ending of a case: `원을`.
    fn ending(&self, surface: &str) -> u32 {
        let ends = |&at: &usize| {
            let (word, tail) = surface.split_at(at);
            let is_tail = !tail.is_ascii() && self.table.word(self.clues.lists.word(tail)) & Words::TAIL != 0;
            is_tail && self.table.glued_after(word).is_some()
        };
        let mut at = surface.char_indices().rev().take(TAIL).map(|(at, _)| at);
        at.find(ends).map_or(0, |at| (surface.len() - at) as u32)
    }

    /// True where a sentence may well end with token `i`.
    fn sentence_ends(&self, i: usize) -> bool {
        match self.clues.shape(i + 1) {
            Shape::Lower | Shape::Symbol => matches!(self.clues.gap(i + 1), Gap::Line | Gap::Paragraph),
            _ => true,
        }
    }

    /// The unit before number item `at`; items before `free` are taken.
    fn lead(&self, at: usize, free: usize) -> Option<Lead> {
        let lead = at.checked_sub(1)?;
        let Some(unit) = self.unit(lead) else { return self.scaled_lead(at, free) };
        let joint = self.joint(lead);
        let close = match unit.place {
            Place::After => false,
            Place::Glued | Place::Touching => joint == Joint::Touch,
            Place::Both | Place::Before => matches!(joint, Joint::Touch | Joint::Space | Joint::Cell | Joint::Line),
            Place::Lead => matches!(joint, Joint::Space | Joint::Line),
        };
        if close {
            let (from, factor) = self.magnitude_before(lead, free);
            return Some(Lead { item: lead, from, negative: false, factor });
        }
        // A hyphen that touches letters is none: `CVE-2019`.
        let letters = self.clues.text[..self.items[lead].end as usize].ends_with(char::is_alphabetic);
        let apart = !letters || self.clues.gap(self.items[lead].last as usize + 1) != Gap::None;
        let signed = unit.place == Place::Both && unit.kind != Kind::Word && apart && self.signed(lead, at);
        signed.then_some(Lead { item: lead, from: lead, negative: true, factor: None })
    }

    /// `Mio. EUR 340`: the magnitude before the sign, in languages that write
    /// so; with the first item of both.
    fn magnitude_before(&self, lead: usize, free: usize) -> (usize, Option<Decimal>) {
        let before = lead.checked_sub(1).filter(|&before| before >= free && self.joint(before) == Joint::Space);
        let magnitude = before.and_then(|before| match self.items[before].kind {
            ItemKind::Magnitude(index) => Some((before, &self.table.magnitudes[index as usize])),
            _ => None,
        });
        let stands = magnitude.filter(|(_, magnitude)| magnitude.dots);
        stands.map_or((lead, None), |(before, magnitude)| (before, Some(magnitude.factor)))
    }

    /// *trois cents francs*, *deux cents millions*: what is a coin elsewhere is
    /// a hundred before a currency or a magnitude.
    fn hundreds(&self, at: usize, amount: &mut Amount) -> usize {
        let coin = self.unit(at + 1).filter(|unit| unit.kind == Kind::Minor && unit.factor.value == Decimal::new(1, 2));
        // What it counts, and how many items that takes.
        let counted = match self.items.get(at + 2).map(|item| item.kind) {
            Some(ItemKind::Magnitude(index)) if !self.table.magnitudes[index as usize].letter => Some((None, 1)),
            Some(ItemKind::Unit(unit)) if self.table.units[unit as usize].kind == Kind::Word => Some((None, 1)),
            // *cinq cent mille*
            Some(ItemKind::Number(index)) => self.whole_scale(index).map(|factor| (Some(factor), 2)),
            _ => None,
        };
        let apart = self.joint(at) == Joint::Space && self.joint(at + 1) == Joint::Space;
        let total = amount.figure.and_then(|figure| product(figure, amount.magnitude));
        let digit = total.and_then(|total| total.checked_rem(Decimal::ONE_HUNDRED)).unwrap_or_default();
        let small = amount.form.words && digit < Decimal::TEN && !digit.is_zero();
        let (Some((factor, taken)), true) = (counted, coin.is_some() && apart && small) else { return at };
        let more = product(digit, Decimal::from(99)).and_then(|more| more.checked_div(amount.magnitude));
        amount.figure = amount.figure.zip(more).and_then(|(figure, more)| figure.checked_add(more));
        factor.into_iter().for_each(|factor| self.scale(amount, factor));
        at + taken
    }

    /// The factor of a written figure that is nothing but a magnitude.
    fn whole_scale(&self, number: u32) -> Option<Decimal> {
        let number = &self.clues.numbers[number as usize];
        number.scale.filter(|&scale| number.value == Some(scale) && number.first == number.last)
    }

    /// `EURm 86.2`, `£m 9.1`: a sign with its magnitude before the figure.
    fn scaled_lead(&self, at: usize, free: usize) -> Option<Lead> {
        let item = at.checked_sub(2).filter(|&item| item >= free)?;
        let ItemKind::Magnitude(index) = self.items[at - 1].kind else { return None };
        let unit = self.unit(item)?;
        let sign = unit.place == Place::Both && matches!(unit.kind, Kind::Symbol | Kind::Code);
        let close = matches!(self.joint(item), Joint::Touch | Joint::Space)
            && matches!(self.joint(at - 1), Joint::Space | Joint::Cell);
        let factor = Some(self.table.magnitudes[index as usize].factor);
        (sign && close).then_some(Lead { item, from: item, negative: false, factor })
    }

    /// True where a lone minus stands between two items and touches the
    /// second: `$-45`, `EUR -45`.
    fn signed(&self, lead: usize, at: usize) -> bool {
        let (before, number) = (self.items[lead].last as usize, self.items[at].first as usize);
        number == before + 2
            && is_dash(self.clues.token(before + 1))
            && self.clues.gap(number) == Gap::None
            && matches!(self.clues.gap(before + 1), Gap::None | Gap::Space)
    }

    /// Takes the magnitudes after the number into the amount; gives the last
    /// item taken.
    fn magnitudes(&self, at: usize, lead: Option<Lead>, amount: &mut Amount) -> usize {
        let mut last = at;
        while let Some(Item { kind: ItemKind::Magnitude(index), .. }) = self.items.get(last + 1) {
            let magnitude = &self.table.magnitudes[*index as usize];
            let apart = self.magnitude_joint(last, lead);
            let beside = lead.and_then(|lead| self.unit(lead.item)).or_else(|| self.unit(last + 2));
            let families = beside.map_or(0, |unit| unit.families);
            let fits = magnitude.families == 0 || families & magnitude.families != 0 || lead.is_none();
            let free = !magnitude.letter
                || apart == Joint::Touch
                || (apart == Joint::Space && !hyphen(self.clues, self.items[last + 1].last as usize + 1));
            // *lakh crore*, *thousand million*, but no *million mill*.
            let greater = last == at || magnitude.factor > amount.magnitude;
            if apart == Joint::Far || !fits || !free || !greater {
                break;
            }
            self.regroup(amount, magnitude);
            self.scale(amount, magnitude.beside(families));
            last += 1;
        }
        last
    }

    /// Before the magnitude of a language that writes groups with a dot, three
    /// digits after it are one: *5.120 Millionen*; after a comma they are
    /// decimals.
    fn regroup(&self, amount: &mut Amount, magnitude: &Magnitude) {
        if magnitude.dots && amount.form.dotted {
            amount.regroup();
        } else if magnitude.dots && amount.form.lone_comma && amount.plain {
            amount.ungroup();
        }
    }

    /// How the magnitude after item `at` follows; in a text whose tokens all
    /// stand apart, a hyphen does too: `$ 100 - million`.
    fn magnitude_joint(&self, at: usize, lead: Option<Lead>) -> Joint {
        let dash = self.items[at].last as usize + 1;
        let spaced = lead.is_some_and(|lead| self.joint(lead.item) == Joint::Space)
            && self.items.get(at + 1).is_some_and(|next| next.first as usize == dash + 1)
            && self.clues.gap(dash) == Gap::Space
            && self.clues.gap(dash + 1) == Gap::Space
            && is_dash(self.clues.token(dash));
        if spaced { Joint::Hyphen } else { self.joint(at) }
    }

    fn scale(&self, amount: &mut Amount, factor: Decimal) {
        match product(amount.magnitude, factor) {
            Some(magnitude) => amount.magnitude = magnitude,
            None => amount.figure = None,
        }
        amount.plain = false;
    }

    /// True where the item after `last` is the unit of this amount.
    fn follows(&self, last: usize, lead: Option<Lead>, amount: &Amount) -> bool {
        let Some(unit) = self.unit_index(last + 1).map(|unit| &self.table.units[self.table.behind(unit) as usize])
        else {
            return false;
        };
        let joint = self.joint(last);
        let close = match (unit.place, unit.kind) {
            (Place::Glued, Kind::Minor) => joint == Joint::Touch,
            (Place::Touching, _) => joint == Joint::Touch,
            (Place::Glued | Place::Before, _) => false,
            // The next cell is that of another figure.
            _ if joint >= Joint::Cell && (lead.is_some() || self.leads(unit)) => false,
            // What may be another word begins the next line as that.
            _ if joint == Joint::Line => unit.is_sure(),
            _ => joint != Joint::Far,
        };
        if self.begins_name(last + 1) {
            return false;
        }
        let coin = amount.is_part() && unit.kind != Kind::Minor && !self.ends_in_article(last);
        if !close || coin || self.belongs_to_next(last + 1, joint, lead, amount) {
            return false;
        }
        match lead.and_then(|lead| self.unit(lead.item)) {
            Some(first) => first.place == Place::Lead || same_money(first, unit),
            None => true,
        }
    }

    /// True where letters touch the sign `at`, as in a variable: `1 $words`.
    fn begins_name(&self, at: usize) -> bool {
        let item = &self.items[at];
        let surface = &self.clues.text[item.start as usize..item.end as usize];
        let next = item.last as usize + 1;
        let letters =
            matches!(self.clues.shape(next), Shape::Lower | Shape::Capitalized | Shape::Capitals | Shape::Mixed);
        surface.ends_with('$') && letters && self.clues.gap(next) == Gap::None
    }

    /// *half a* before a dollar; *half dollar* is a coin.
    fn ends_in_article(&self, item: usize) -> bool {
        self.kinds(self.items[item].last as usize) & Words::ARTICLE != 0
    }

    /// True where the unit at `at` is nearer to the number after it, or where
    /// the figure before it needs none.
    fn belongs_to_next(&self, at: usize, before: Joint, lead: Option<Lead>, amount: &Amount) -> bool {
        let ItemKind::Number(next) = self.items.get(at + 1).map_or(ItemKind::Stuck, |item| item.kind) else {
            return false;
        };
        let Some(unit) = self.unit(at).filter(|unit| unit.place == Place::Both) else { return false };
        let after = self.joint(at);
        if after != before {
            return after < before;
        }
        let sign = matches!(unit.kind, Kind::Symbol | Kind::Code);
        let cells = sign && before >= Joint::Cell;
        // On the continent a sign stands behind: `2 € 40`.
        let leads = unit.kind == Kind::Code || self.leads(unit);
        let counted = || leads && before == Joint::Space && self.counts(amount, next, at);
        amount.is_year() || lead.is_some() || cells || (sign && counted())
    }

    /// True for a sign that stands before its figure where it is at home.
    fn leads(&self, unit: &Unit) -> bool {
        unit.kind == Kind::Symbol && unit.place == Place::Both && self.table.currency(unit.means()).dot == Dot::Decimal
    }

    /// `Bed 6 GBP 45`: the first figure counts something, the sign between
    /// the two belongs to the second.
    fn counts(&self, amount: &Amount, next: u32, unit: usize) -> bool {
        let next = &self.clues.numbers[next as usize];
        let money = !amount.plain || amount.form.grouped || amount.form.places == 2;
        let next_money = next.form.grouped || next.form.places == 2;
        if money || next_money {
            return next_money && !money;
        }
        let Some(before) = (amount.first as usize).checked_sub(1) else { return false };
        let small = Words::PLAIN | Words::PRICED | Words::CHANGE | Words::SHEDDING;
        let after = self.items[unit + 1].last as usize + 1;
        let noun = noun_at(self.clues, self.table, after) && self.kinds(after) & (Words::PRICED | Words::TRADED) == 0;
        is_word(self.clues, before) && self.kinds(before) & small == 0 && !noun
    }

    /// *16 USD million*: a magnitude after the unit.
    fn late_magnitude(&self, last: usize, amount: &mut Amount) -> usize {
        let code = self.unit(last).is_some_and(|unit| matches!(unit.kind, Kind::Code | Kind::Symbol));
        match self.items.get(last + 1) {
            Some(Item { kind: ItemKind::Magnitude(index), .. }) if code && amount.plain => {
                let magnitude = &self.table.magnitudes[*index as usize];
                if magnitude.letter || self.joint(last) != Joint::Space {
                    return last;
                }
                self.scale(amount, magnitude.factor);
                last + 1
            }
            _ => last,
        }
    }

    /// Whether a word before the figure is its unit: *yen 149*, but not *the
    /// yen 3 weeks ago*.
    fn may_lead(&self, lead: usize, last: usize, amount: &Amount) -> bool {
        let next = self.items[last].last as usize + 1;
        if self.table.is_percent(self.clues, next) && self.clues.gap(next) < Gap::Line {
            return false;
        }
        if self.unit(lead).is_none_or(|unit| unit.place != Place::Lead) {
            return true;
        }
        let before = self.items[lead].first as usize;
        let the = before > 0 && self.kinds(before - 1) & (Words::THE | Words::ARTICLE) != 0;
        !the && !amount.is_year() && (!amount.plain || !noun_at(self.clues, self.table, next))
    }

    fn kinds(&self, i: usize) -> WordKinds {
        self.table.kinds(self.clues, i)
    }

    /// `-,95 €`: a dash stands for the whole units.
    fn coins_only(&self, amount: &mut Amount) {
        let first = amount.first as usize;
        let Some(dash) = first.checked_sub(2) else { return };
        let touching = self.clues.gap(first) == Gap::None && self.clues.gap(first - 1) == Gap::None;
        let mark = self.clues.token(first - 1) == "," && is_dash(self.clues.token(dash));
        let apart = dash == 0 || self.clues.gap(dash) != Gap::None;
        let coins = amount.plain && amount.form == Form::default() && self.clues.token(first).len() == 2;
        if touching && mark && apart && coins && !self.items_touch(amount, first) {
            amount.figure = amount.figure.and_then(|figure| product(figure, Decimal::new(1, 2)));
            amount.form.places = 2;
            (amount.first, amount.start) = (dash as u32, self.clues.tokens[dash].start);
        }
    }

    /// A sign before the amount: `-£45`, *minus 45 euros*.
    fn sign(&self, amount: &mut Amount) {
        let first = amount.first as usize;
        let Some(before) = first.checked_sub(1) else { return };
        if self.items_touch(amount, first) {
            return;
        }
        let token = self.clues.token(before);
        let touching = self.clues.gap(first) == Gap::None && amount.start == self.clues.tokens[first].start;
        let open = self.clues.gap(before) != Gap::None
            || before == 0
            || matches!(self.clues.token(before - 1), "(" | "[" | ";" | "|");
        let is_sign = touching && open && (is_dash(token) || token == "+");
        let is_word = self.kinds(before) & Words::MINUS != 0 && self.clues.gap(first) == Gap::Space;
        if is_sign || is_word {
            amount.negative |= token != "+";
            (amount.first, amount.start) = (before as u32, self.clues.tokens[before].start);
        }
    }

    /// True where letters of the first token stand before the amount.
    fn items_touch(&self, amount: &Amount, first: usize) -> bool {
        amount.start > self.clues.tokens[first].start
    }

    /// *a dollar*: one of a unit, where no noun follows.
    fn one(&self, at: usize, end_of_last: Option<usize>) -> Option<(Amount, usize)> {
        let (unit, item) = (self.unit(at)?, &self.items[at]);
        let article = (item.first as usize).checked_sub(1)?;
        let singular = unit.one && !self.clues.token(item.last as usize).ends_with('s');
        let apart = matches!(self.clues.gap(item.first as usize), Gap::Space | Gap::Line);
        let next = item.last as usize + 1;
        let goes_on = (noun_at(self.clues, self.table, next) && !self.clues.is(next, Role::Numeral))
            || hyphen(self.clues, next)
            || self.kinds(next) & Words::OF != 0
            || self.clues.shape(next) == Shape::Possessive
            || self.clues.shape(next) == Shape::Number;
        if !singular || !apart || goes_on || self.kinds(article) & Words::ARTICLE == 0 || Some(article) == end_of_last {
            return None;
        }
        let per = article > 0
            && (self.kinds(article - 1) & (Words::PER | Words::PERCENT) != 0
                || self.clues.is(article - 1, Role::Numeral));
        let form = Form { words: true, ..Form::default() };
        let amount = Amount {
            unit: self.unit_index(at),
            start: self.clues.tokens[article].start,
            first: article as u32,
            article: true,
            printed: None,
            ..Amount::bare(Some(Decimal::ONE), form, item)
        };
        (!per).then_some((amount, at + 1))
    }
}

/// True where two units say the same money: `$19 AUD`, `$5 million dollars`.
fn same_money(first: &Unit, second: &Unit) -> bool {
    let related = (first.families | first.beside) & second.families != 0;
    let one_code = first.code == second.code || first.code.is_empty() || second.code.is_empty();
    let same_size = first.factor == second.factor;
    same_size && one_code && (related || (first.code == second.code && !first.code.is_empty()))
}

/// True where a noun (or any word that is not a small one) stands at token
/// `i` and belongs to the phrase before it.
pub(super) fn noun_at(clues: &Clues<'_, '_>, table: &MoneyTable, i: usize) -> bool {
    if !matches!(clues.gap(i), Gap::Space | Gap::Line) {
        return false;
    }
    is_word(clues, i) && table.kinds(clues, i) & Words::PLAIN == 0
}

/// True for a token of cased letters.
fn is_word(clues: &Clues<'_, '_>, i: usize) -> bool {
    matches!(clues.shape(i), Shape::Lower | Shape::Capitalized | Shape::Capitals | Shape::Mixed | Shape::Initial)
}
