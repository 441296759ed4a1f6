//! What headings of tables give to the cells below them: a scale, and a
//! currency to figures that have none, until a line of running text.

use rust_decimal::Decimal;

use crate::clues::Clues;
use crate::gazetteer::Role;
use crate::segment::{Gap, Shape};

use super::amounts::Amount;
use super::cells::{Cells, between_cells};
use super::headings::{Heading, Scope};
use super::items::is_dash;
use super::table::MoneyTable;
use super::words::{WordKinds, Words};

/// A label of a row has at most so many tokens.
const LABEL: usize = 16;

/// A line of so many tokens without cells is running text; a shorter one is
/// where it ends as a sentence.
const LINE: usize = 30;
const SENTENCE: usize = 8;

/// So many lines from the heading on may be sentences.
const INTRODUCTION: usize = 2;

/// A row with one cell a line has at most so many tokens.
const COLUMNS: usize = 40;

/// Scales the amounts that stand in cells below a heading. Linear in the
/// tokens below headings.
pub(super) fn scale(clues: &Clues<'_, '_>, table: &MoneyTable, headings: &[Heading], amounts: &mut [Amount]) {
    let scales = Scales { clues, table, cells: Cells { clues } };
    let mut standing = Standing::new(headings);
    for amount in amounts {
        standing.go_to(&scales, amount.first as usize);
        let lent = standing.is_open() && amount.lent;
        let bracketed = scales.is_bracketed(amount, lent);
        amount.negative |= bracketed;
        let heading = standing.for_cell(&scales, amount, |heading| heading.factor > Decimal::ONE);
        let Some(heading) = heading.or_else(|| standing.for_all()) else { continue };
        if (bracketed || scales.is_cell(amount)) && scales.takes(amount, heading) {
            amount.scale(heading.factor);
        }
    }
}

/// Gives figures without a currency, in cells, the one that their heading
/// states. Linear in the tokens below headings.
pub(super) fn lend(clues: &Clues<'_, '_>, table: &MoneyTable, headings: &[Heading], amounts: &mut [Amount]) {
    if headings.iter().all(|heading| heading.unit.is_none()) {
        return;
    }
    let scales = Scales { clues, table, cells: Cells { clues } };
    let mut standing = Standing::new(headings);
    for amount in amounts {
        standing.go_to(&scales, amount.first as usize);
        if amount.unit.is_some() || !standing.is_open() {
            continue;
        }
        let heading = standing.for_cell(&scales, amount, |heading| heading.unit.is_some());
        let heading = heading.filter(|heading| scales.may_borrow(amount, heading));
        let unit = heading.and_then(|heading| heading.unit);
        (amount.unit, amount.lent) = (unit, unit.is_some());
        if unit.is_some() && amount.form.dotted && heading.is_some_and(|heading| heading.dots) {
            amount.regroup();
        }
    }
}

/// The tokens below headings that state a currency, in order: first and last.
pub(super) fn lent(clues: &Clues<'_, '_>, headings: &[Heading]) -> Vec<(usize, usize)> {
    let stating = headings.iter().enumerate().filter(|(_, heading)| heading.unit.is_some());
    let below = stating.map(|(at, heading)| {
        let next = headings.get(at + 1).map_or(clues.len(), |next| next.first);
        (heading.last + 1, Lines::after(heading).end(clues, next))
    });
    below.collect()
}

/// The headings that speak for the cells at a place.
struct Standing<'h> {
    coming: &'h [Heading],
    below: Option<&'h Heading>,
    columns: Vec<&'h Heading>,
    row: Option<&'h Heading>,
    /// What the document says of all its tables.
    whole: Option<&'h Heading>,
    lines: Lines,
}

impl<'h> Standing<'h> {
    fn new(headings: &'h [Heading]) -> Self {
        let (below, columns, row, whole) = (None, Vec::new(), None, None);
        Standing { coming: headings, below, columns, row, whole, lines: Lines::default() }
    }

    fn is_open(&self) -> bool {
        self.below.is_some() || self.row.is_some() || !self.columns.is_empty()
    }

    /// Takes the headings before a token, and lets them go behind a line of
    /// running text.
    fn go_to(&mut self, scales: &Scales<'_, '_, '_>, to: usize) {
        while let Some((heading, coming)) = self.coming.split_first().filter(|(heading, _)| heading.last < to) {
            self.coming = coming;
            self.add(scales, heading);
        }
        if self.is_open() && self.lines.are_prose(scales.clues, to) {
            (self.below, self.row) = (None, None);
            self.columns.clear();
        }
    }

    fn add(&mut self, scales: &Scales<'_, '_, '_>, heading: &'h Heading) {
        let line = |heading: &Heading| scales.cells.line_of(heading.first);
        self.whole = Some(heading).filter(|heading| heading.whole).or(self.whole);
        match heading.scope {
            Scope::Below => (self.below, self.columns) = (Some(heading), Vec::new()),
            Scope::Row => self.row = Some(heading),
            Scope::Column(_) => {
                self.columns.retain(|other| line(other) == line(heading));
                self.columns.push(heading);
            }
        }
        self.lines = Lines::after(heading);
    }

    /// The heading that speaks of all tables, where no other one stands.
    fn for_all(&self) -> Option<&'h Heading> {
        self.whole.filter(|whole| !self.is_open() && whole.factor > Decimal::ONE)
    }

    /// The heading that says something for the cell of an amount: of its row,
    /// of its column, or of all.
    fn for_cell(
        &self,
        scales: &Scales<'_, '_, '_>,
        amount: &Amount,
        says: impl Fn(&Heading) -> bool,
    ) -> Option<&'h Heading> {
        let first = amount.first as usize;
        let line = |heading: &Heading| scales.cells.line_of(heading.first);
        let of_row = self.row.filter(|row| says(row) && line(row) == scales.cells.line_of(first));
        if of_row.is_some() || (self.columns.is_empty() && self.row.is_none()) {
            return of_row.or(self.below.filter(|below| says(below)));
        }
        let column = if self.columns.is_empty() { 0 } else { scales.cells.column(first) };
        let mut columns = self.columns.iter().filter(|heading| says(heading));
        let own = columns.clone().find(|heading| heading.scope == Scope::Column(column));
        // A sign of its own: the scale of the first column speaks for it.
        let other = || if amount.unit.is_some() && !amount.lent { columns.next() } else { None };
        own.or_else(other).copied().or(self.below.filter(|below| says(below)))
    }
}

/// The lines below a heading, as far as they are read.
#[derive(Default)]
struct Lines {
    /// The next token.
    at: usize,
    /// How many tokens of the line are read.
    length: usize,
    /// There are cells in the line.
    cells: bool,
    /// How many lines ended.
    ended: usize,
}

impl Lines {
    fn after(heading: &Heading) -> Lines {
        Lines { at: heading.last + 1, ..Lines::default() }
    }

    /// True where a line of running text stands before token `to`.
    fn are_prose(&mut self, clues: &Clues<'_, '_>, to: usize) -> bool {
        while self.at < to {
            if self.step(clues) {
                return true;
            }
        }
        !self.cells && self.length >= LINE
    }

    /// The first line of running text before token `to`, or that token.
    fn end(&mut self, clues: &Clues<'_, '_>, to: usize) -> usize {
        while self.at < to && !self.step(clues) {}
        self.at
    }

    /// Reads one token; true where a line of running text ends before it.
    fn step(&mut self, clues: &Clues<'_, '_>) -> bool {
        let i = self.at;
        if clues.gap(i) >= Gap::Line {
            // The line of the heading, and one that tells what the table shows.
            let near = self.ended < INTRODUCTION;
            let sentence = !near && self.length >= SENTENCE && i > 0 && clues.token(i - 1) == ".";
            self.ended += 1;
            if !self.cells && (sentence || self.length >= LINE) {
                return true;
            }
            (self.length, self.cells) = (0, false);
        }
        self.length += 1;
        self.cells |= clues.token(i) == "|" || between_cells(clues, i);
        self.at += 1;
        false
    }
}

struct Scales<'c, 'a, 'l> {
    clues: &'c Clues<'a, 'l>,
    table: &'c MoneyTable,
    cells: Cells<'c, 'a, 'l>,
}

impl Scales<'_, '_, '_> {
    fn kinds(&self, i: usize) -> WordKinds {
        self.table.kinds(self.clues, i)
    }

    /// True for an amount that fills a cell.
    fn is_cell(&self, amount: &Amount) -> bool {
        self.cells.filled(amount.first as usize, amount.last as usize)
    }

    /// `(1,204)` in a cell of a row, which accounts write so when it is
    /// negative; not what restates another amount in running text. `lent`: a
    /// heading makes it an amount, so that a line of its own is a cell too.
    fn is_bracketed(&self, amount: &Amount, lent: bool) -> bool {
        let (first, last) = (amount.first as usize, amount.last as usize);
        let Some(open) = self.cells.bracket(first, last) else { return false };
        let divided =
            self.cells.divided(open) || self.cells.divided(last + 2) || (open > 0 && self.clues.token(open - 1) == "|");
        self.cells.filled(open, last + 1) && (divided || lent)
    }

    /// True for a figure that fills a cell of a table, and is no year and no
    /// percentage, and counts nothing else.
    fn may_borrow(&self, amount: &Amount, heading: &Heading) -> bool {
        let (first, last) = (amount.first as usize, amount.last as usize);
        let percent = self.table.is_percent(self.clues, last + 1);
        let plain = amount.plain && !amount.form.words && amount.figure.is_some() && !amount.is_year();
        if !plain || percent || self.counts(first) {
            return false;
        }
        let bracket = self.cells.bracket(first, last).filter(|&open| self.cells.filled(open, last + 1));
        let (from, to) = bracket.map_or((first, last), |open| (open, last + 1));
        if self.cells.fills_line(from, to) {
            let speaks = heading.scope == Scope::Below && heading.lines && heading.scales(self.table);
            return speaks && self.is_in_row(amount, from, to);
        }
        let behind = heading.scope != Scope::Below || self.clues.shape(self.cells.line_of(first)) != Shape::Number;
        self.cells.filled(from, to) && behind && self.cells.column(from) > 0
    }

    /// True for one of several figures in lines of their own, with no share
    /// among them; where another is in groups, a small one is the number of a
    /// note or of a page, or a share.
    fn is_in_row(&self, amount: &Amount, first: usize, last: usize) -> bool {
        let (before, after) = (self.row_before(first), self.row_after(last));
        let mut others = (before..first).chain(last + 1..after);
        let figures = others.clone().any(|i| self.clues.shape(i) == Shape::Number);
        let grouped = others.clone().any(|i| self.clues.token(i).len() > 4);
        let share = others.any(|i| self.table.is_percent(self.clues, i));
        let small = !amount.form.grouped && amount.figure < Some(Decimal::ONE_HUNDRED);
        let note = first < amount.first as usize && amount.form.places == 0 && amount.figure < Some(Decimal::TEN);
        let other = share || note || (small && grouped);
        figures && !other
    }

    /// The first token of the figures, dashes and signs before a token.
    fn row_before(&self, first: usize) -> usize {
        let ends = |&i: &usize| !self.is_of_row(i);
        (first.saturating_sub(COLUMNS)..first).rev().find(ends).map_or(first.saturating_sub(COLUMNS), |i| i + 1)
    }

    /// The token behind the figures, dashes and signs after a token.
    fn row_after(&self, last: usize) -> usize {
        let most = (last + 1 + COLUMNS).min(self.clues.len());
        (last + 1..most).find(|&i| !self.is_of_row(i)).unwrap_or(most)
    }

    /// True for a token of a cell without words.
    fn is_of_row(&self, i: usize) -> bool {
        let token = self.clues.token(i);
        self.clues.shape(i) == Shape::Number
            || is_dash(token)
            || token == "—"
            || matches!(token, "(" | ")" | "%")
            || (self.clues.shape(i) == Shape::Symbol && self.clues.is(i, Role::Currency))
    }

    /// True where the label of the row says that its figures count something
    /// else: *Employees*, *Margin in %*.
    fn counts(&self, first: usize) -> bool {
        let other = Words::COUNTED | Words::PER | Words::UNSCALED | Words::PERCENT;
        self.label(first).any(|i| self.kinds(i) & other != 0)
    }

    /// The tokens of the label before token `first`, backwards: words, and
    /// what stands with them in one cell.
    fn label(&self, first: usize) -> impl Iterator<Item = usize> + '_ {
        let letters = |&i: &usize| {
            let shape = self.clues.shape(i);
            !matches!(shape, Shape::Symbol | Shape::Number) && !self.clues.is(i, Role::Currency)
        };
        // In a row of several cells, the label stands in the same line.
        let line = self.cells.line_of(first);
        let divided = (line + 1..=first).any(|i| self.cells.divided(i));
        let least = if divided { line } else { first.saturating_sub(LINE) };
        let end = (least.max(first.saturating_sub(LINE))..first).rev().find(letters);
        // What stands behind its last word in the same cell belongs to it.
        let tail = end.map_or(first, |end| (end + 1..first).find(|&i| self.cells.starts(i)).unwrap_or(first));
        let from = end.map_or(first, |end| end.saturating_sub(LABEL));
        let mut open = true;
        (from..tail).rev().take_while(move |&i| {
            let within = open;
            open &= end.is_some_and(|end| i > end) || !self.cells.starts(i);
            within
        })
    }

    /// True where the scale of a heading is that of an amount: not of what is
    /// given for one of something.
    fn takes(&self, amount: &Amount, heading: &Heading) -> bool {
        let unit = amount.unit.map(|unit| &self.table.units[unit as usize]);
        let whole = amount.plain && !amount.form.words && amount.added.is_none();
        let except = heading.except || heading.whole || heading.factor == Decimal::ONE_THOUSAND;
        let single = amount.form.places == 2 && except;
        let for_one = |i: usize| self.kinds(i) & (Words::PER | Words::UNSCALED) != 0;
        whole
            && !single
            && unit.is_some_and(|unit| unit.factor.is_one())
            && !self.label(amount.first as usize).any(for_one)
    }
}
