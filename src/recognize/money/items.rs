//! What an amount is made of: numbers, currencies and magnitudes, in order.

use rust_decimal::Decimal;

use crate::clues::Clues;
use crate::gazetteer::Role;
use crate::lookup::Hit;
use crate::numbers::{Form, Number};
use crate::segment::{Gap, Shape, Token};

use super::cells::between_cells;
use super::table::{Kind, MoneyTable, Needs, Part};
use super::words::Words;

/// What an item is: an index into the numbers, units or magnitudes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ItemKind {
    Number(u32),
    /// A figure with letters at it that nobody knows: `7th`, `G7`.
    Stuck,
    Unit(u32),
    Magnitude(u32),
}

/// A piece of an amount.
#[derive(Clone, Copy, Debug)]
pub(super) struct Item {
    pub kind: ItemKind,
    /// Bytes.
    pub start: u32,
    pub end: u32,
    /// Tokens.
    pub first: u32,
    pub last: u32,
}

/// How two items stand together, the closest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Joint {
    Touch,
    Hyphen,
    Space,
    /// From one cell of a table to the next: a tab, or a column of blanks.
    Cell,
    Line,
    Far,
}

/// How `b` follows `a`.
pub(super) fn joint(clues: &Clues<'_, '_>, a: &Item, b: &Item) -> Joint {
    match (b.first as usize).wrapping_sub(a.last as usize) {
        0 => Joint::Touch,
        1 => match clues.gap(b.first as usize) {
            Gap::None => Joint::Touch,
            Gap::Space if between_cells(clues, b.first as usize) => Joint::Cell,
            Gap::Space => Joint::Space,
            Gap::Line => Joint::Line,
            Gap::Paragraph => Joint::Far,
        },
        2 if hyphen(clues, a.last as usize + 1) || broken(clues, a.last as usize + 1) => Joint::Hyphen,
        2 if clues.token(a.last as usize + 1) == "|" && clues.gap(b.first as usize) < Gap::Line => Joint::Cell,
        _ => Joint::Far,
    }
}

/// True where token `i` is a hyphen at the end of a line.
fn broken(clues: &Clues<'_, '_>, i: usize) -> bool {
    clues.gap(i) == Gap::None && clues.gap(i + 1) == Gap::Line && is_dash(clues.token(i))
}

/// True where token `i` is a hyphen that touches both its neighbours.
pub(super) fn hyphen(clues: &Clues<'_, '_>, i: usize) -> bool {
    clues.gap(i) == Gap::None && clues.gap(i + 1) == Gap::None && i < clues.len() && is_dash(clues.token(i))
}

/// What word boundaries take into a token beside letters and figures.
fn is_joiner(c: char) -> bool {
    c == '_' || c.is_whitespace()
}

/// True for the dashes that join words and figures.
pub(super) fn is_dash(token: &str) -> bool {
    matches!(token, "-" | "‐" | "‑" | "‒" | "–" | "−" | "﹣" | "－")
}

/// The ending of a case has at most so many characters.
pub(super) const TAIL: usize = 4;

/// Items belong together over at most so many tokens.
const REACH: u32 = 16;

/// The items of a text, but for those with no currency near and not in one of
/// the `lent` ranges of tokens, and for those of `headings`. Both are in order,
/// as first and last token or the one behind it. Linear in its numbers and
/// hits.
pub(super) fn items(
    clues: &Clues<'_, '_>,
    table: &MoneyTable,
    headings: &[(usize, usize)],
    lent: &[(usize, usize)],
) -> Vec<Item> {
    let mut items = Items { clues, table, items: Vec::with_capacity(2 * clues.numbers.len()), covered: 0 };
    let is_money = |hit: &&Hit| {
        matches!(hit.role, Role::Currency | Role::Magnitude)
            || (hit.role == Role::Amount && table.names.binary_search(&hit.row).is_ok())
    };
    let mut hits = clues.hits.iter().filter(is_money).peekable();
    for (index, number) in clues.numbers.iter().enumerate() {
        while let Some(hit) = hits.next_if(|hit| hit.first < number.first) {
            items.add_hit(hit);
        }
        items.add_number(index as u32, number);
    }
    hits.for_each(|hit| items.add_hit(hit));
    let mut found = items.items;
    leave_out(&mut found, headings);
    let groups = found.chunk_by(|a, b| b.first.saturating_sub(a.last) <= REACH);
    let has_currency = |group: &&[Item]| {
        let first = group.first().map_or(0, |item| item.first as usize);
        let last = group.last().map_or(0, |item| item.last as usize);
        let near = lent.partition_point(|&(_, end)| end <= first);
        lent.get(near).is_some_and(|&(start, _)| start <= last)
            || group.iter().any(|item| matches!(item.kind, ItemKind::Unit(_)))
    };
    groups.filter(has_currency).flatten().copied().collect()
}

/// Takes items out that begin within one of the ranges of tokens, in order.
fn leave_out(items: &mut Vec<Item>, ranges: &[(usize, usize)]) {
    let mut ranges = ranges.iter().peekable();
    if ranges.peek().is_none() {
        return;
    }
    items.retain(|item| {
        while ranges.next_if(|(_, last)| *last < item.first as usize).is_some() {}
        ranges.peek().is_none_or(|(first, _)| (item.first as usize) < *first)
    });
}

struct Items<'c, 'a, 'l> {
    clues: &'c Clues<'a, 'l>,
    table: &'c MoneyTable,
    items: Vec<Item>,
    /// Tokens before this one are taken.
    covered: u32,
}

impl Items<'_, '_, '_> {
    /// The longest row at a place; what begins inside it is no item.
    fn add_hit(&mut self, hit: &Hit) {
        if hit.first < self.covered {
            return;
        }
        if hit.role == Role::Amount {
            // *euro zone*: a currency as a part of a name.
            self.covered = hit.last + 1;
            return;
        }
        let Some(part) = self.table.part(hit.row) else { return };
        if !self.may_stand(part, hit) {
            return;
        }
        let span = self.clues.span(hit.first as usize, hit.last as usize);
        self.push(part, span.start as u32, span.end as u32, hit.first, hit.last);
        self.covered = hit.last + 1;
    }

    /// What a row needs of its neighbours: a space after it, or no article
    /// before it, which would make it the country: *the US $5 offer*.
    fn may_stand(&self, part: Part, hit: &Hit) -> bool {
        let Part::Unit(unit) = part else { return true };
        match self.table.units[unit as usize].needs {
            Needs::Apart => self.clues.gap(hit.last as usize + 1) == Gap::Space,
            Needs::Bare => {
                let before = hit.first.checked_sub(1).map_or(0, |i| self.table.kinds(self.clues, i as usize));
                before & (Words::THE | Words::ARTICLE) == 0
            }
            _ => true,
        }
    }

    fn push(&mut self, part: Part, start: u32, end: u32, first: u32, last: u32) {
        let kind = match part {
            Part::Unit(unit) => ItemKind::Unit(unit),
            Part::Magnitude(magnitude) => ItemKind::Magnitude(magnitude),
        };
        self.items.push(Item { kind, start, end, first, last });
    }

    /// A number with the letters that touch it on either side.
    fn add_number(&mut self, index: u32, number: &Number) {
        let (start, end) = (number.span.start as u32, number.span.end as u32);
        let before = self.clues.tokens[number.first as usize].start;
        let after = self.clues.tokens[number.last as usize].end;
        if self.said_again(index, number) {
            return;
        }
        if before < start && self.is_footnote(number, before) {
            return;
        }
        self.add_scaled_code(number);
        let whole = (before >= start && end == after).then(|| self.bracketed(number)).flatten();
        let (first, start) =
            whole.map_or((number.first, start), |first| (first, self.clues.tokens[first as usize].start));
        let tail = self.tail(number.last as usize, number).filter(|_| end == after);
        let closed = whole.map(|_| number.last + 1);
        let (last, end) =
            closed.or(tail).map_or((number.last, end), |last| (last, self.clues.tokens[last as usize].end));
        let known_before = before >= start || self.add_before(number, before);
        let at = self.items.len();
        self.covered = last + 1;
        self.items.push(Item { kind: ItemKind::Number(index), start, end, first, last });
        let known_after = end >= after || self.add_after(number.last, end, after);
        if !known_before || !known_after || self.is_zeros(number) || self.is_padded(number) {
            self.items[at].kind = ItemKind::Stuck;
        }
    }

    /// *$5 million1*, *20 euros2*: a note at the end of a magnitude or of a
    /// currency; the number is none then.
    fn is_footnote(&mut self, number: &Number, start: u32) -> bool {
        let Some(last) = self.items.last() else { return false };
        let counted = matches!(last.kind, ItemKind::Number(_) | ItemKind::Magnitude(_));
        let close = last.last + 1 == number.first && self.clues.gap(number.first as usize) == Gap::Space;
        let letters = &self.clues.text[start as usize..number.span.start];
        let Some(part) = self.table.glued_after(letters).filter(|_| counted && close) else { return false };
        let word = match part {
            Part::Magnitude(magnitude) => !self.table.magnitudes[magnitude as usize].letter && letters.len() > 2,
            Part::Unit(unit) => self.table.units[unit as usize].kind == Kind::Word,
        };
        if word {
            self.push(part, start, number.span.start as u32, number.first, number.first);
            self.covered = number.last + 1;
        }
        word
    }

    /// `EURm 86.2`: a code with a magnitude in one word before the figure.
    fn add_scaled_code(&mut self, number: &Number) {
        let Some(before) = number.first.checked_sub(1).filter(|&before| before >= self.covered) else { return };
        let apart = self.clues.gap(number.first as usize) == Gap::Space;
        let token = self.clues.token(before as usize);
        if !apart || !(4..=6).contains(&token.len()) || !token.is_ascii() || !token.starts_with(char::is_uppercase) {
            return;
        }
        let (code, letters) = token.split_at(3);
        let parts = (self.table.glued_before(code), self.table.glued_after(letters));
        if let (Some(unit @ Part::Unit(_)), Some(magnitude @ Part::Magnitude(_))) = parts {
            let Token { start, end, .. } = self.clues.tokens[before as usize];
            self.push(unit, start, start + 3, before, before);
            self.push(magnitude, start + 3, end, before, before);
        }
    }

    /// `$(1,204)`: the bracket before a figure that accounts write so when it
    /// is negative.
    fn bracketed(&self, number: &Number) -> Option<u32> {
        let open = (number.first as usize).checked_sub(1)?;
        let closed = self.clues.token(open) == "(" && self.clues.token(number.last as usize + 1) == ")";
        let unit = self.items.last().filter(|item| item.last as usize + 1 == open)?;
        // Where the sign fills a line, so may the brackets.
        let cell = self.clues.gap(unit.first as usize) >= Gap::Line && self.clues.gap(open) >= Gap::Line;
        let beside = |i: usize| self.clues.gap(i) == Gap::None || (cell && self.clues.gap(i) >= Gap::Line);
        let touching = beside(open + 1) && beside(number.last as usize + 1);
        let ItemKind::Unit(index) = unit.kind else { return None };
        let sign = matches!(self.table.units[index as usize].kind, Kind::Symbol | Kind::Code);
        let mut before = self.items.iter().rev().skip(1);
        let counted = before.next().is_some_and(|number| {
            let own = before.next().is_some_and(|sign| sign.kind == unit.kind && sign.last + 1 == number.first);
            joint(self.clues, number, unit) < Joint::Cell && !own
        });
        let year = number.form == Form::default() && number.span.len() == 4 && self.clues.gap(open) == Gap::Space;
        (closed && touching && sign && !counted && !year).then_some(open as u32)
    }

    /// *dos millones de euros*: the small word between a written magnitude and
    /// the currency; *45 de lei*: between any figure from twenty on.
    fn linking(&self, number: &Number) -> Option<u32> {
        let next = number.last as usize + 1;
        // *1.500* may be a figure in groups.
        let counts = || number.form.places == 3 || number.value.is_some_and(|value| value >= Decimal::from(20));
        let between = match () {
            _ if number.scale.is_some() => Words::LINKING,
            _ if counts() => Words::PARTITIVE,
            _ => 0,
        };
        // *tamanho 39 de R$ 99*: the sign belongs to the figure behind it.
        let currencies = self.clues.hits_at(next + 1).iter().filter(|hit| hit.role == Role::Currency);
        let end =
            currencies.map(|hit| hit.last as usize).max().filter(|&end| self.clues.shape(end + 1) != Shape::Number);
        let linked = self.table.kinds(self.clues, next) & between != 0 && end.is_some();
        linked.then_some(next as u32)
    }

    /// The last token of what belongs to a figure though it is none: `15,-`,
    /// `18,40-`, *20-odd*.
    fn tail(&self, last: usize, number: &Number) -> Option<u32> {
        let minus = number.form.places == 2
            && self.clues.token(last + 1) == "-"
            && self.clues.gap(last + 1) == Gap::None
            && self.clues.gap(last + 2) == Gap::Space
            && self.clues.is(last + 2, Role::Currency);
        let odd = hyphen(self.clues, last + 1) && self.table.kinds(self.clues, last + 2) & Words::ODD != 0;
        match (minus, odd) {
            (true, _) => Some(last as u32 + 1),
            (_, true) => Some(last as u32 + 2),
            _ => self.dash_price(last).or_else(|| self.linking(number)),
        }
    }

    /// *ten (10) dollars*: a figure in brackets that says the written one
    /// again belongs to it.
    fn said_again(&mut self, index: u32, number: &Number) -> bool {
        let (first, last) = (number.first as usize, number.last as usize);
        let Some(before) = self.items.last_mut() else { return false };
        let ItemKind::Number(written) = before.kind else { return false };
        let written = &self.clues.numbers[written as usize];
        let same = index > 0 && written.form.words && written.value.is_some() && written.value == number.value;
        let bracketed = before.last as usize + 2 == first
            && self.clues.token(first - 1) == "("
            && self.clues.token(last + 1) == ")";
        if same && bracketed {
            (before.last, before.end) = (number.last + 1, self.clues.tokens[last + 1].end);
            self.covered = number.last + 2;
        }
        same && bracketed
    }

    /// `000` of *in 000 dollars*: what the figures of a table lack.
    fn is_zeros(&self, number: &Number) -> bool {
        let token = self.clues.token(number.first as usize);
        number.first == number.last && token.len() > 1 && token.bytes().all(|b| b == b'0')
    }

    /// `007F`, `0xcd`: figures that begin with a zero and touch letters.
    fn is_padded(&self, number: &Number) -> bool {
        let token = self.clues.token(number.first as usize);
        let figure = number.span.of(self.clues.text);
        figure.starts_with('0') && number.form.places == 0 && figure.len() < token.len()
    }

    /// The last token of a price without small coins: `15,-`, `45.–`,
    /// `1,499/-`, `5,000/=`.
    fn dash_price(&self, number: usize) -> Option<u32> {
        let touches = |i: usize| self.clues.gap(i) == Gap::None;
        let mark = matches!(self.clues.token(number + 1), "," | "." | "/") && touches(number + 1);
        let dash = matches!(self.clues.token(number + 2), "-" | "–" | "—" | "=") && touches(number + 2);
        let twice = self.clues.token(number + 3) == "-" && touches(number + 3);
        let last = number + 2 + usize::from(twice);
        let unit = self.clues.is(last + 1, Role::Currency);
        let ends = unit || !touches(last + 1) || self.clues.shape(last + 1) == Shape::Symbol;
        (mark && dash && ends).then_some(last as u32)
    }

    /// The letters of `RM50`; with a symbol before them, the two as one: `$A5`.
    fn add_before(&mut self, number: &Number, start: u32) -> bool {
        let end = number.span.start as u32;
        if let Some(symbol) = self.items.last().filter(|item| item.end == start).copied() {
            let both = &self.clues.text[symbol.start as usize..end as usize];
            if let Some(part) = self.table.glued_before(both) {
                self.items.pop();
                self.push(part, symbol.start, end, symbol.first, number.first);
                return true;
            }
        }
        let letters = self.clues.text[start as usize..end as usize].trim_end_matches(is_joiner);
        let Some(part) = self.table.glued_before(letters) else { return letters.is_empty() };
        self.push(part, start, start + letters.len() as u32, number.first, number.first);
        true
    }

    /// `14.90US$`: letters and a sign, which is a token of its own.
    fn add_sign_after(&mut self, token: u32, start: u32) -> bool {
        let sign = token as usize + 1;
        if self.clues.gap(sign) != Gap::None || self.clues.shape(sign) != Shape::Symbol {
            return false;
        }
        let end = self.clues.tokens[sign].end;
        let Some(part @ Part::Unit(_)) = self.table.glued_before(&self.clues.text[start as usize..end as usize]) else {
            return false;
        };
        self.push(part, start, end, token, sign as u32);
        self.covered = sign as u32 + 1;
        true
    }

    /// The letters of `7bn`, `60p`, `5mUSD`, `500억원을`.
    fn add_after(&mut self, token: u32, start: u32, end: u32) -> bool {
        let letters = self.clues.text[start as usize..end as usize].trim_start_matches(is_joiner);
        let start = end - letters.len() as u32;
        if self.add_letters(token, start, letters) || self.add_sign_after(token, start) || self.is_tail(letters) {
            return true;
        }
        // The ending of a case touches the currency.
        letters.char_indices().rev().take(TAIL).any(|(ending, _)| {
            let (word, tail) = letters.split_at(ending);
            !word.is_empty() && !tail.is_ascii() && self.is_tail(tail) && self.add_letters(token, start, word)
        })
    }

    fn is_tail(&self, letters: &str) -> bool {
        letters.is_empty() || self.table.word(self.clues.lists.word(letters)) & Words::TAIL != 0
    }

    /// Letters that are a unit or a magnitude, or one behind the other.
    fn add_letters(&mut self, token: u32, start: u32, letters: &str) -> bool {
        let end = start + letters.len() as u32;
        if let Some(part) = self.table.glued_after(letters) {
            self.push(part, start, end, token, token);
            return true;
        }
        for (cut, _) in letters.char_indices().skip(1).take(3) {
            let (magnitude, unit) = letters.split_at(cut);
            let parts = (self.table.glued_after(magnitude), self.table.glued_after(unit));
            if let (Some(magnitude @ Part::Magnitude(_)), Some(unit @ Part::Unit(_))) = parts {
                let middle = start + cut as u32;
                self.push(magnitude, start, middle, token, token);
                self.push(unit, middle, end, token, token);
                return true;
            }
        }
        false
    }
}
