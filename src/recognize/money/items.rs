//! What an amount is made of: numbers, currencies and magnitudes, in order.

use crate::clues::Clues;
use crate::gazetteer::Role;
use crate::lookup::Hit;
use crate::numbers::Number;
use crate::segment::{Gap, Shape};

use super::table::{MoneyTable, Needs, Part};
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
    Line,
    Far,
}

/// How `b` follows `a`.
pub(super) fn joint(clues: &Clues<'_, '_>, a: &Item, b: &Item) -> Joint {
    match (b.first as usize).wrapping_sub(a.last as usize) {
        0 => Joint::Touch,
        1 => match clues.gap(b.first as usize) {
            Gap::None => Joint::Touch,
            Gap::Space => Joint::Space,
            Gap::Line => Joint::Line,
            Gap::Paragraph => Joint::Far,
        },
        2 if hyphen(clues, a.last as usize + 1) || broken(clues, a.last as usize + 1) => Joint::Hyphen,
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

/// Items belong together over at most so many tokens.
const REACH: u32 = 16;

/// The items of a text, but for those with no currency near. Linear in its
/// numbers and hits.
pub(super) fn items(clues: &Clues<'_, '_>, table: &MoneyTable) -> Vec<Item> {
    let mut items = Items { clues, table, items: Vec::with_capacity(2 * clues.numbers.len()), covered: 0 };
    let is_money = |hit: &&Hit| matches!(hit.role, Role::Currency | Role::Magnitude);
    let mut hits = clues.hits.iter().filter(is_money).peekable();
    for (index, number) in clues.numbers.iter().enumerate() {
        while let Some(hit) = hits.next_if(|hit| hit.first < number.first) {
            items.add_hit(hit);
        }
        items.add_number(index as u32, number);
    }
    hits.for_each(|hit| items.add_hit(hit));
    let groups = items.items.chunk_by(|a, b| b.first.saturating_sub(a.last) <= REACH);
    let has_currency = |group: &&[Item]| group.iter().any(|item| matches!(item.kind, ItemKind::Unit(_)));
    groups.filter(has_currency).flatten().copied().collect()
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
        let (last, end) = self.dash_price(number.last as usize).filter(|_| end == after).unwrap_or((number.last, end));
        if self.said_again(index, number) {
            return;
        }
        let known_before = before >= start || self.add_before(number, before);
        let at = self.items.len();
        self.covered = last + 1;
        self.items.push(Item { kind: ItemKind::Number(index), start, end, first: number.first, last });
        let known_after = end >= after || self.add_after(number.last, end, after);
        if !known_before || !known_after || self.is_zeros(number) || self.is_padded(number) {
            self.items[at].kind = ItemKind::Stuck;
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
            && self.clues.token_or_none(last + 1) == ")";
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

    /// The last token and the end of a price without small coins: `15,-`,
    /// `45.–`, `1,499/-`, `5,000/=`.
    fn dash_price(&self, number: usize) -> Option<(u32, u32)> {
        let touches = |i: usize| self.clues.gap(i) == Gap::None;
        let mark = matches!(self.clues.token_or_none(number + 1), "," | "." | "/") && touches(number + 1);
        let dash = matches!(self.clues.token_or_none(number + 2), "-" | "–" | "—" | "=") && touches(number + 2);
        let twice = self.clues.token_or_none(number + 3) == "-" && touches(number + 3);
        let last = number + 2 + usize::from(twice);
        let unit = self.clues.is(last + 1, Role::Currency);
        let ends = unit || !touches(last + 1) || self.clues.shape(last + 1) == Shape::Symbol;
        (mark && dash && ends).then(|| (last as u32, self.clues.tokens[last].end))
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

    /// The letters of `7bn`, `60p`, `5mUSD`.
    fn add_after(&mut self, token: u32, start: u32, end: u32) -> bool {
        let letters = self.clues.text[start as usize..end as usize].trim_start_matches(is_joiner);
        let start = end - letters.len() as u32;
        if let Some(part) = self.table.glued_after(letters) {
            self.push(part, start, end, token, token);
            return true;
        }
        let cuts = letters.char_indices().skip(1).take(3);
        for (cut, _) in cuts {
            let (magnitude, unit) = letters.split_at(cut);
            let parts = (self.table.glued_after(magnitude), self.table.glued_after(unit));
            if let (Some(magnitude @ Part::Magnitude(_)), Some(unit @ Part::Unit(_))) = parts {
                let middle = start + cut as u32;
                self.push(magnitude, start, middle, token, token);
                self.push(unit, middle, end, token, token);
                return true;
            }
        }
        letters.is_empty() || self.table.word(self.clues.lists.word(letters)) & Words::TAIL != 0
    }
}
