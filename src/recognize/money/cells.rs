//! Cells of tables: tabs, pipes, columns of blanks, or one cell a line.

use crate::clues::Clues;
use crate::segment::Gap;

/// A row of a table has at most so many tokens.
const ROW: usize = 200;

/// Where the cells of a text begin and end.
#[derive(Clone, Copy)]
pub(super) struct Cells<'c, 'a, 'l> {
    pub clues: &'c Clues<'a, 'l>,
}

impl Cells<'_, '_, '_> {
    /// True where a cell begins with token `i`, or ends before it.
    pub fn starts(&self, i: usize) -> bool {
        self.is_pipe(i) || i.checked_sub(1).is_some_and(|i| self.is_pipe(i)) || self.starts_line(i) || self.divided(i)
    }

    fn is_pipe(&self, i: usize) -> bool {
        self.clues.token(i) == "|"
    }

    /// True where a line begins with token `i`, or the text ends before it.
    pub fn starts_line(&self, i: usize) -> bool {
        self.clues.gap(i) >= Gap::Line
    }

    /// True where token `i` is divided from the one before as cells of a line
    /// are.
    pub fn divided(&self, i: usize) -> bool {
        self.is_pipe(i) || between_cells(self.clues, i)
    }

    /// True where tokens fill a cell.
    pub fn filled(&self, first: usize, last: usize) -> bool {
        self.starts(first) && self.starts(last + 1)
    }

    /// The first token of the line that a token stands in.
    pub fn line_of(&self, i: usize) -> usize {
        (i.saturating_sub(ROW)..=i).rev().find(|&i| self.starts_line(i)).unwrap_or(0)
    }

    /// The first token of the line after that of token `i`.
    pub fn line_after(&self, i: usize) -> usize {
        (i + 1..i + ROW).find(|&i| self.starts_line(i)).unwrap_or(i + ROW)
    }

    /// In which cell of its line a token stands.
    pub fn column(&self, i: usize) -> usize {
        (self.line_of(i) + 1..=i).filter(|&i| self.divided(i)).count()
    }

    /// True where tokens fill a line.
    pub fn fills_line(&self, first: usize, last: usize) -> bool {
        self.starts_line(first) && self.starts_line(last + 1)
    }

    /// The token of the opening bracket, where brackets touch the tokens, or
    /// stand in lines of their own around them: `(1,204)`, `(1,204⏎)`.
    pub fn bracket(&self, first: usize, last: usize) -> Option<usize> {
        let open = first.checked_sub(1).filter(|&i| self.clues.token(i) == "(")?;
        let beside = |i: usize| self.clues.gap(i) == Gap::None || self.starts_line(i);
        let closes = self.clues.token(last + 1) == ")" && beside(last + 1);
        (closes && beside(first)).then_some(open)
    }
}

/// True where a tab or several blanks stand before token `i`.
pub(super) fn between_cells(clues: &Clues<'_, '_>, i: usize) -> bool {
    let Some(before) = i.checked_sub(1).filter(|_| i < clues.len()) else { return false };
    let blank = &clues.text[clues.tokens[before].end as usize..clues.tokens[i].start as usize];
    blank == "\t" || blank.chars().count() > 1
}
