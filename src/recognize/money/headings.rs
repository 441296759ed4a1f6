//! Headings of tables: which scale and which currency they give to cells.
//!
//! `(in thousands)`, *in millions of euros*, `$m`, `TEUR`, `£'000`,
//! *Price (EUR)* stand above or beside figures that are written without.

use rust_decimal::Decimal;

use crate::clues::Clues;
use crate::gazetteer::Role;
use crate::lookup::Hit;
use crate::numbers::Number;
use crate::segment::{Gap, Shape};

use super::cells::{Cells, between_cells};
use super::table::{Kind, Magnitude, MoneyTable, Needs, Part, Unit};
use super::words::{WordKinds, Words};

/// How many tokens a heading has at most.
const HEADING: usize = 16;

/// For which cells a heading speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scope {
    /// For all below it.
    Below,
    /// For those of its column below it.
    Column(usize),
    /// For those behind it in its line.
    Row,
}

/// A heading: its first and last token, and what it says.
#[derive(Clone, Debug)]
pub(super) struct Heading {
    pub first: usize,
    pub last: usize,
    /// What each figure counts; 1 where nothing is said.
    pub factor: Decimal,
    /// The currency of figures that have none: `EUR m`, `$000`.
    pub unit: Option<u32>,
    /// It leaves out what is given for one of something.
    pub except: bool,
    /// It is in a language that writes groups with dots.
    pub dots: bool,
    /// It speaks of all tables of the document.
    pub whole: bool,
    pub scope: Scope,
    /// Its currency holds for tables with one cell a line too: *in millions of
    /// euros*, but not *$ in thousands* alone, which speaks of signed figures.
    pub lines: bool,
}

impl Heading {
    /// True where it says how many: a thousand, a million of.
    pub fn scales(&self, table: &MoneyTable) -> bool {
        self.factor > Decimal::ONE || self.unit.is_some_and(|unit| is_scaled(&table.units[unit as usize]))
    }
}

/// `TEUR`: a code that holds its magnitude.
fn is_scaled(unit: &Unit) -> bool {
    unit.factor.value >= Decimal::ONE_THOUSAND
}

/// The headings of a text, in order. Linear in its currencies and magnitudes.
pub(super) fn headings(clues: &Clues<'_, '_>, table: &MoneyTable) -> Vec<Heading> {
    let reader = Headings { clues, table, cells: Cells { clues } };
    let mut found: Vec<Heading> = Vec::new();
    for hit in clues.hits.iter().filter(|hit| matches!(hit.role, Role::Currency | Role::Magnitude)) {
        let (first, last) = (hit.first as usize, hit.last as usize);
        if found.last().is_some_and(|heading| first <= heading.last) {
            continue;
        }
        let heading = match table.part(hit.row) {
            Some(Part::Magnitude(magnitude)) => reader.in_thousands(&table.magnitudes[magnitude as usize], first, last),
            Some(Part::Unit(unit)) => reader.sign(unit, first, last),
            None => None,
        };
        found.extend(heading);
    }
    found
}

struct Headings<'c, 'a, 'l> {
    clues: &'c Clues<'a, 'l>,
    table: &'c MoneyTable,
    cells: Cells<'c, 'a, 'l>,
}

impl Headings<'_, '_, '_> {
    fn kinds(&self, i: usize) -> WordKinds {
        self.table.kinds(self.clues, i)
    }

    /// True where the token before `first` is *in* or the like.
    fn is_in(&self, first: usize) -> bool {
        first.checked_sub(1).is_some_and(|i| self.kinds(i) & Words::SCALE != 0)
    }

    /// `(in thousands)`, *Amounts in millions, except per share data*,
    /// *Millions of yen*; but not *shares in thousands*, *in millions of
    /// homes*.
    fn in_thousands(&self, magnitude: &Magnitude, first: usize, last: usize) -> Option<Heading> {
        let worded = self.is_in(first);
        // *Mille euro*: a figure in words.
        let alone = !magnitude.letter && self.opens(first) && self.number(first).is_none();
        let bare = !worded && alone && self.unit_behind(last);
        let factor = magnitude.factor;
        if factor < Decimal::ONE_THOUSAND || !(worded || bare) {
            return None;
        }
        let within = first - usize::from(worded);
        let (from, to) = self.bracket(within, last).or_else(|| self.cell(within, last))?;
        if bare && (last + 1..to).any(|i| self.number(i).is_some()) {
            return None;
        }
        let unit = (from..to).find_map(|i| self.unit_at(i));
        let money = unit.is_some() || (from..to).any(|i| self.clues.is(i, Role::Currency));
        let counted = within > from && self.kinds(within - 1) & Words::COUNTED != 0;
        let of = self.kinds(last + 1) & Words::OF != 0;
        if (counted || of) && !money {
            return None;
        }
        let except = (last + 1..to).any(|i| self.kinds(i) & Words::PER != 0);
        let end = unit.map_or(last, |(_, end)| last.max(end));
        let mut heading = self.heading(within, end, factor, unit.map(|(unit, _)| unit), except);
        heading.lines = self.unit_behind(last);
        heading.dots = magnitude.dots;
        heading.whole = (from..to).any(|i| self.kinds(i) & Words::WHOLE != 0);
        Some(heading)
    }

    /// True where a currency follows a magnitude at once, or behind *of*.
    fn unit_behind(&self, last: usize) -> bool {
        let of = self.kinds(last + 1) & (Words::OF | Words::LINKING) != 0;
        let unit = last + 1 + usize::from(of);
        self.clues.gap(unit) <= Gap::Space && !between_cells(self.clues, unit) && self.unit_at(unit).is_some()
    }

    /// The currency whose row begins at a token, with its last token.
    fn unit_at(&self, i: usize) -> Option<(u32, usize)> {
        let hits = self.clues.hits_at(i).iter().filter(|hit| hit.role == Role::Currency);
        let hit = hits.max_by_key(|hit| hit.last)?;
        match self.table.part(hit.row)? {
            Part::Unit(unit) if self.lends(unit) => Some((unit, hit.last as usize)),
            _ => None,
        }
    }

    /// True for a currency that figures of a table can be in: no coin, and
    /// no weight.
    fn lends(&self, unit: u32) -> bool {
        let unit = &self.table.units[unit as usize];
        unit.kind != Kind::Minor && !matches!(unit.needs, Needs::NoWeight | Needs::Mixed)
    }

    /// The brackets around tokens, as the first token inside and the last
    /// bracket.
    fn bracket(&self, first: usize, last: usize) -> Option<(usize, usize)> {
        let (opens, closes) = (|i| self.opens_bracket(i), |i| self.closes_bracket(i));
        let edge = |&i: &usize| opens(i) || closes(i);
        let open = (first.saturating_sub(HEADING)..first).rev().find(edge)?;
        let close = (last + 1..last + 1 + HEADING).find(edge)?;
        (opens(open) && closes(close)).then_some((open + 1, close))
    }

    /// The cell around tokens, where it is short and no sentence.
    fn cell(&self, first: usize, last: usize) -> Option<(usize, usize)> {
        let from = (first.saturating_sub(HEADING)..=first).rev().find(|&i| self.cells.starts(i))?;
        if first > from + HEADING / 2 && self.kinds(from) & Words::WHOLE == 0 {
            return None;
        }
        let to = (last + 1..last + 1 + HEADING).find(|&i| self.cells.starts(i))?;
        let stop = to > last + 1 && self.clues.token(to - 1) == "." && !self.is_short(to - 1);
        // *All amounts in thousands of euros unless stated otherwise.*
        let sentence = stop && (from..to).all(|i| self.kinds(i) & Words::DECLARING == 0);
        (!sentence).then_some((from, to))
    }

    /// `руб.`: the full stop at token `i` is that of an abbreviation.
    fn is_short(&self, i: usize) -> bool {
        let ends = |hit: &Hit| hit.last as usize == i && matches!(hit.role, Role::Currency | Role::Magnitude);
        (i.saturating_sub(2)..i).any(|first| self.clues.hits_at(first).iter().any(ends))
    }

    fn opens_bracket(&self, i: usize) -> bool {
        matches!(self.clues.token(i), "(" | "（" | "[" | "［")
    }

    fn closes_bracket(&self, i: usize) -> bool {
        matches!(self.clues.token(i), ")" | "）" | "]" | "］")
    }

    /// True where a cell or a bracket begins with a token, or what a colon
    /// announces: `单位：万元`.
    fn opens(&self, first: usize) -> bool {
        let mark = |i: usize| self.opens_bracket(i) || matches!(self.clues.token(i), ":" | "：");
        self.cells.starts(first) || first.checked_sub(1).is_some_and(mark)
    }

    /// True where a cell or a bracket ends before a token.
    fn closes(&self, next: usize) -> bool {
        self.cells.starts(next) || self.closes_bracket(next)
    }

    /// `$m`, `EUR million`, `£'000`, `TEUR` in a cell of its own, in brackets
    /// or behind *in*.
    fn sign(&self, unit: u32, first: usize, last: usize) -> Option<Heading> {
        let worded = self.is_in(first);
        let opens = worded || self.opens(first);
        if let Some((factor, scale)) = self.factor_behind(unit, last, worded) {
            // *Spent £000* at the end of a cell.
            let titled = || {
                let divided = |(from, to)| self.cells.divided(from) || self.cells.divided(to);
                self.cells.starts(scale + 1) && self.cell(first, scale).is_some_and(divided)
            };
            let closes = self.closes(scale + 1) && (opens || titled());
            return closes.then(|| self.heading(first, scale, factor, Some(unit), true));
        }
        if !opens || !self.lends(unit) || !self.closes(last + 1) {
            return None;
        }
        if is_scaled(&self.table.units[unit as usize]) {
            let beside = self.clues.shape(last + 1) == Shape::Number && !self.is_year(last + 1);
            return (worded || !beside).then(|| self.heading(first, last, Decimal::ONE, Some(unit), true));
        }
        self.alone(unit, first, last, worded)
    }

    /// *Price (EUR)*, *Prices in USD* at the end of a cell.
    fn alone(&self, unit: u32, first: usize, last: usize, worded: bool) -> Option<Heading> {
        let bracketed = !worded && first > 0 && self.opens_bracket(first - 1) && self.closes_bracket(last + 1);
        let end = last + 1 + usize::from(bracketed);
        let sign = matches!(self.table.units[unit as usize].kind, Kind::Symbol | Kind::Code);
        let cell = self.cell(first, last).is_some();
        if !sign || !(worded || bracketed) || !self.cells.starts(end) || !cell {
            return None;
        }
        let heading = self.heading(first, end - 1, Decimal::ONE, Some(unit), false);
        (worded || heading.scope != Scope::Below).then_some(heading)
    }

    /// The factor behind a currency, and its last token: `m`, `'000`, `1,000`.
    fn factor_behind(&self, unit: u32, last: usize, worded: bool) -> Option<(Decimal, usize)> {
        let quote = matches!(self.clues.token(last + 1), "'" | "’" | "‘");
        let scale = last + 1 + usize::from(quote);
        if self.clues.gap(scale) > Gap::Space || between_cells(self.clues, scale) {
            return None;
        }
        if self.clues.token(scale) == "000" {
            return Some((Decimal::ONE_THOUSAND, scale));
        }
        let whole = worded.then(|| self.number(scale)).flatten();
        let power = whole.and_then(|number| Some((number.value?, number.last as usize)));
        if let Some((value, end)) = power.filter(|&(value, _)| is_power(value)) {
            return Some((value, end));
        }
        let hits = self.clues.hits_at(scale).iter().filter(|_| !quote);
        let factors = hits.filter_map(|hit| match self.table.part(hit.row)? {
            Part::Magnitude(magnitude) => {
                let families = self.table.units[unit as usize].families;
                Some((self.table.magnitudes[magnitude as usize].beside(families), hit.last as usize))
            }
            Part::Unit(_) => None,
        });
        factors.filter(|&(factor, _)| factor >= Decimal::ONE_THOUSAND).max()
    }

    /// The number that begins with a token.
    fn number(&self, i: usize) -> Option<&Number> {
        let at = self.clues.numbers.partition_point(|number| (number.first as usize) < i);
        self.clues.numbers.get(at).filter(|number| number.first as usize == i)
    }

    /// True for 1998 and the like.
    fn is_year(&self, i: usize) -> bool {
        let token = self.clues.token(i);
        token.len() == 4 && matches!(token.as_bytes(), [b'1', b'9', ..] | [b'2', b'0', ..])
    }

    fn heading(&self, first: usize, last: usize, factor: Decimal, unit: Option<u32>, except: bool) -> Heading {
        let scope = match unit {
            Some(_) => self.scope(first, last),
            None => Scope::Below,
        };
        Heading { first, last, factor, unit, except, dots: false, whole: false, scope, lines: true }
    }

    fn scope(&self, first: usize, last: usize) -> Scope {
        let next = self.cells.line_after(last).min(self.clues.len());
        if (last + 1..next).any(|i| self.is_figure_cell(i)) {
            return Scope::Row;
        }
        // Years in the next line, and nothing else, are columns of their own.
        let mut below = next..self.cells.line_after(next).min(self.clues.len());
        let years = below.clone().any(|i| self.is_year(i)) && !below.any(|i| self.is_figure_cell(i));
        match self.cells.column(first) {
            0 => Scope::Below,
            _ if years => Scope::Below,
            column => Scope::Column(column),
        }
    }

    /// True where a figure that is no year fills a cell of a line.
    fn is_figure_cell(&self, i: usize) -> bool {
        let fills = |number: &Number| self.cells.filled(i, number.last as usize);
        let figure = self.clues.shape(i) == Shape::Number && !self.is_year(i);
        figure && self.cells.starts(i) && self.number(i).is_some_and(fills)
    }
}

fn is_power(value: Decimal) -> bool {
    value == Decimal::ONE_THOUSAND || value == Decimal::from(1_000_000)
}
