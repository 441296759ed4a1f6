//! Tables: the scale that a heading gives to the cells below it.
//!
//! `(in thousands)`, *Amounts in millions*, `$m`, `£'000` stand above figures
//! that are written without it. The scale holds for amounts that fill a cell,
//! until a line of running text.

use rust_decimal::Decimal;

use crate::clues::Clues;
use crate::gazetteer::Role;
use crate::segment::{Gap, Shape};

use super::amounts::Amount;
use super::items::between_cells;
use super::table::{MoneyTable, Part};
use super::words::{WordKinds, Words};

/// How many tokens a heading has at most, and a label of a row.
const HEADING: usize = 16;

/// A row of a table has at most so many tokens.
const ROW: usize = 200;

/// A line of so many tokens without cells is running text; a shorter one is
/// where it ends as a sentence.
const LINE: usize = 30;
const SENTENCE: usize = 8;

/// A heading: its first and last token and its scale.
struct Heading {
    first: usize,
    last: usize,
    factor: Decimal,
    /// The currency of figures below it that have none: `EUR m`, `$000`.
    unit: Option<u32>,
    /// It leaves out what is given for one of something.
    except: bool,
}

/// Scales the amounts that stand in cells below a heading. Linear in the
/// tokens below headings.
pub(super) fn scale(clues: &Clues<'_, '_>, table: &MoneyTable, amounts: &mut [Amount]) {
    let scales = Scales { clues, table };
    let mut headings = scales.headings().into_iter().peekable();
    let mut active: Option<(Heading, Lines)> = None;
    for amount in amounts {
        while let Some(heading) = headings.next_if(|heading| heading.last < amount.first as usize) {
            let lines = Lines { at: heading.last + 1, length: 0, cells: false };
            active = Some((heading, lines));
        }
        let to = amount.first as usize;
        if active.as_mut().is_some_and(|(_, lines)| lines.are_prose(clues, to)) {
            active = None;
        }
        let bracketed = scales.is_bracketed(amount);
        amount.negative |= bracketed;
        let Some((heading, _)) = &active else { continue };
        if (bracketed || scales.is_cell(amount)) && scales.takes(amount, heading) {
            amount.scale(heading.factor);
        }
    }
}

/// Gives figures without a currency, in cells of a column, the one that its
/// heading states. Linear in the tokens below headings.
pub(super) fn lend(clues: &Clues<'_, '_>, table: &MoneyTable, amounts: &mut [Amount]) {
    let scales = Scales { clues, table };
    if amounts.iter().all(|amount| amount.unit.is_some()) {
        return;
    }
    let mut headings = scales.headings().into_iter().filter(|heading| heading.unit.is_some()).peekable();
    let mut active: Vec<Heading> = Vec::new();
    let mut lines = Lines { at: 0, length: 0, cells: false };
    for amount in amounts {
        let to = amount.first as usize;
        while let Some(heading) = headings.next_if(|heading| heading.last < to) {
            lines = Lines { at: heading.last + 1, length: 0, cells: false };
            let line = scales.line_of(heading.first);
            active.retain(|other| scales.line_of(other.first) == line);
            active.push(heading);
        }
        if active.is_empty() {
            continue;
        }
        if lines.are_prose(clues, to) {
            active.clear();
        } else if amount.unit.is_none() && scales.may_borrow(amount) {
            amount.unit = scales.lender(&active, to);
        }
    }
}

/// The lines below a heading, as far as they are read.
struct Lines {
    /// The next token.
    at: usize,
    /// How many tokens of the line are read.
    length: usize,
    /// There are cells in the line.
    cells: bool,
}

impl Lines {
    /// True where a line of running text stands before token `to`.
    fn are_prose(&mut self, clues: &Clues<'_, '_>, to: usize) -> bool {
        for i in self.at..to {
            if clues.gap(i) >= Gap::Line {
                let sentence = self.length >= SENTENCE && i > 0 && clues.token(i - 1) == ".";
                if !self.cells && (sentence || self.length >= LINE) {
                    return true;
                }
                (self.length, self.cells) = (0, false);
            }
            self.length += 1;
            self.cells |= clues.token(i) == "|" || between_cells(clues, i);
        }
        self.at = self.at.max(to);
        !self.cells && self.length >= LINE
    }
}

struct Scales<'c, 'a, 'l> {
    clues: &'c Clues<'a, 'l>,
    table: &'c MoneyTable,
}

impl Scales<'_, '_, '_> {
    fn kinds(&self, i: usize) -> WordKinds {
        self.table.kinds(self.clues, i)
    }

    fn headings(&self) -> Vec<Heading> {
        let hits = self.clues.hits.iter().filter(|hit| matches!(hit.role, Role::Currency | Role::Magnitude));
        let found = hits.filter_map(|hit| match self.table.part(hit.row)? {
            Part::Magnitude(_) => self.in_thousands(hit.first as usize, hit.last as usize),
            Part::Unit(unit) => self.sign(unit, hit.first as usize, hit.last as usize),
        });
        found.collect()
    }

    fn factor(&self, i: usize) -> Option<Decimal> {
        let hits = self.clues.hits_at(i).iter().filter(|hit| hit.last as usize == i);
        let found = hits.filter_map(|hit| match self.table.part(hit.row)? {
            Part::Magnitude(magnitude) => Some(self.table.magnitudes[magnitude as usize].factor),
            Part::Unit(_) => None,
        });
        found.filter(|&factor| factor >= Decimal::ONE_THOUSAND).max()
    }

    /// `(in thousands)`, *Amounts in millions, except per share data*; but not
    /// *shares in thousands*, *in millions of homes*.
    fn in_thousands(&self, first: usize, last: usize) -> Option<Heading> {
        let within = first.checked_sub(1).filter(|&i| self.kinds(i) & Words::SCALE != 0)?;
        let factor = self.factor(last)?;
        let (from, to) = self.bracket(within, last).or_else(|| self.short_line(within, last))?;
        let money = (from..to).any(|i| self.clues.is(i, Role::Currency));
        let counted = within > from && self.kinds(within - 1) & Words::COUNTED != 0;
        let of = self.kinds(last + 1) & Words::OF != 0;
        if (counted || of) && !money {
            return None;
        }
        let except = (last + 1..to).any(|i| self.kinds(i) & Words::PER != 0);
        Some(Heading { first: within, last, factor, unit: None, except })
    }

    /// The brackets around tokens, as the first token inside and the last
    /// bracket.
    fn bracket(&self, first: usize, last: usize) -> Option<(usize, usize)> {
        let edge = |&i: &usize| matches!(self.clues.token_or_none(i), "(" | ")");
        let open = (first.saturating_sub(HEADING)..first).rev().find(edge)?;
        let close = (last + 1..last + 1 + HEADING).find(edge)?;
        (self.clues.token(open) == "(" && self.clues.token_or_none(close) == ")").then_some((open + 1, close))
    }

    /// The line around tokens, where it is short and no sentence.
    fn short_line(&self, first: usize, last: usize) -> Option<(usize, usize)> {
        let starts = |&i: &usize| self.clues.gap(i) >= Gap::Line;
        let from = (first.saturating_sub(HEADING / 2)..=first).rev().find(starts)?;
        let to = (last + 1..last + 1 + HEADING).find(starts)?;
        (self.clues.token(to - 1) != ".").then_some((from, to))
    }

    /// `$m`, `EUR million`, `£'000` in a cell of its own or in brackets.
    fn sign(&self, unit: u32, first: usize, last: usize) -> Option<Heading> {
        let quote = matches!(self.clues.token_or_none(last + 1), "'" | "’" | "‘");
        let scale = last + 1 + usize::from(quote);
        if self.clues.gap(scale) > Gap::Space || between_cells(self.clues, scale) {
            return None;
        }
        let zeros = self.clues.token_or_none(scale) == "000";
        let factor = if zeros { Decimal::ONE_THOUSAND } else { self.factor(scale).filter(|_| !quote)? };
        let opens = self.starts_cell(first) || first.checked_sub(1).is_some_and(|i| self.clues.token(i) == "(");
        let closes = self.starts_cell(scale + 1) || self.clues.token_or_none(scale + 1) == ")";
        (opens && closes).then_some(Heading { first, last: scale, factor, unit: Some(unit), except: true })
    }

    /// True where a cell begins with token `i`, or ends before it.
    fn starts_cell(&self, i: usize) -> bool {
        let pipe =
            self.clues.token_or_none(i) == "|" || i.checked_sub(1).is_some_and(|i| self.clues.token_or_none(i) == "|");
        pipe || self.clues.gap(i) >= Gap::Line || between_cells(self.clues, i)
    }

    /// True for an amount that fills a cell.
    fn is_cell(&self, amount: &Amount) -> bool {
        let next = amount.last as usize + 1;
        self.starts_cell(amount.first as usize) && self.starts_cell(next)
    }

    /// `(1,204)` in a cell of a row, which accounts write so when it is
    /// negative; not what restates another amount in running text.
    fn is_bracketed(&self, amount: &Amount) -> bool {
        let (first, next) = (amount.first as usize, amount.last as usize + 1);
        let Some(open) = first.checked_sub(1).filter(|&i| self.clues.token(i) == "(") else { return false };
        let touching = self.clues.gap(first) == Gap::None && self.clues.gap(next) == Gap::None;
        let divided = |i: usize| between_cells(self.clues, i) || self.clues.token_or_none(i) == "|";
        touching
            && self.clues.token_or_none(next) == ")"
            && self.starts_cell(open)
            && self.starts_cell(next + 1)
            && (divided(open) || divided(next + 1) || (open > 0 && self.clues.token(open - 1) == "|"))
    }

    /// The first token of the line that a token stands in.
    fn line_of(&self, i: usize) -> usize {
        (i.saturating_sub(ROW)..=i).rev().find(|&i| self.clues.gap(i) >= Gap::Line).unwrap_or(0)
    }

    /// In which cell of its line a token stands.
    fn column(&self, i: usize) -> usize {
        let starts = |&i: &usize| between_cells(self.clues, i) || self.clues.token(i) == "|";
        (self.line_of(i) + 1..=i).filter(starts).count()
    }

    /// True for a figure that fills a cell in a row with a label, and is no
    /// year and no percentage.
    fn may_borrow(&self, amount: &Amount) -> bool {
        let first = amount.first as usize;
        let label = self.clues.shape(self.line_of(first));
        let part = self.table.is_percent(self.clues, amount.last as usize + 1);
        amount.plain
            && !amount.form.words
            && amount.figure.is_some()
            && !amount.is_year()
            && !part
            && !matches!(label, Shape::Number)
            && (self.is_cell(amount) || self.is_bracketed(amount))
    }

    /// The currency of the heading above a token: of its column, or of the
    /// first, whose heading speaks of all.
    fn lender(&self, headings: &[Heading], first: usize) -> Option<u32> {
        let column = self.column(first);
        let above = |heading: &&Heading| {
            let of = self.column(heading.first);
            column > 0 && (of == column || of == 0)
        };
        headings.iter().find(above).and_then(|heading| heading.unit)
    }

    /// True where the scale of a heading is that of an amount: not of what is
    /// given for one of something.
    fn takes(&self, amount: &Amount, heading: &Heading) -> bool {
        let unit = amount.unit.map(|unit| &self.table.units[unit as usize]);
        let whole = amount.plain && !amount.form.words && amount.added.is_none();
        let single = amount.form.places == 2 && (heading.except || heading.factor == Decimal::ONE_THOUSAND);
        whole && !single && unit.is_some_and(|unit| unit.factor.is_one()) && !self.is_for_one(amount.first as usize)
    }

    /// True where the words at the start of the row say *per*, *price*.
    fn is_for_one(&self, first: usize) -> bool {
        let letters = |&i: &usize| {
            let shape = self.clues.shape(i);
            !matches!(shape, Shape::Symbol | Shape::Number) && !self.clues.is(i, Role::Currency)
        };
        let Some(end) = (first.saturating_sub(LINE)..first).rev().find(letters) else { return false };
        let mut label = (end.saturating_sub(HEADING)..=end).rev();
        let mut open = true;
        label.any(|i| {
            let said = open && self.kinds(i) & (Words::PER | Words::UNSCALED) != 0;
            open &= !self.starts_cell(i);
            said
        })
    }
}
