//! What is wrong with a list: where, what, and what to write instead.

use serde::{Deserialize, Serialize};
use std::fmt;

/// How bad a [`Problem`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The list works, but a person should look.
    Warning,
    /// The list cannot be used before this is mended.
    Error,
}

/// One mistake in one list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// How bad it is.
    pub severity: Severity,
    /// The file, as it was named.
    pub path: String,
    /// Line, from 1; 0 where the whole file is meant.
    pub line: u64,
    /// Column of the value in that line, in code points from 1; 0 where the
    /// whole line is meant.
    pub column: u64,
    /// The value in question; may be empty.
    pub value: String,
    /// What is wrong with it.
    pub message: String,
    /// What to do.
    pub help: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.path)?;
        if self.line > 0 {
            write!(f, ":{}", self.line)?;
        }
        if self.column > 0 {
            write!(f, ":{}", self.column)?;
        }
        write!(f, ": {}", self.message)?;
        if !self.value.is_empty() {
            write!(f, ": `{}`", self.value)?;
        }
        if !self.help.is_empty() {
            write!(f, "; {}", self.help)?;
        }
        Ok(())
    }
}

/// How many errors of one file, and how many warnings, are kept; further ones
/// are counted.
pub const MAX_PROBLEMS: usize = 1000;

/// The problems of one or more files.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problems {
    /// The problems, by file as they were given, then by line.
    pub list: Vec<Problem>,
    /// Errors found beyond [`MAX_PROBLEMS`] of a file.
    pub more_errors: usize,
    /// Warnings found beyond [`MAX_PROBLEMS`] of a file.
    pub more_warnings: usize,
    kept_errors: usize,
    kept_warnings: usize,
}

impl Problems {
    /// Adds a problem, or counts it where there are enough of its kind.
    pub(crate) fn push(&mut self, problem: Problem) {
        let (kept, more) = match problem.severity {
            Severity::Error => (&mut self.kept_errors, &mut self.more_errors),
            Severity::Warning => (&mut self.kept_warnings, &mut self.more_warnings),
        };
        if *kept < MAX_PROBLEMS {
            *kept += 1;
            self.list.push(problem);
        } else {
            *more += 1;
        }
    }

    /// Adds a problem, however many there are.
    pub(crate) fn add(&mut self, problem: Problem) {
        match problem.severity {
            Severity::Error => self.kept_errors += 1,
            Severity::Warning => self.kept_warnings += 1,
        }
        self.list.push(problem);
    }

    /// Makes warnings of the errors behind a line of the one file there is.
    pub(crate) fn soften(&mut self, line: u64) {
        for problem in self.list.iter_mut().filter(|p| p.severity == Severity::Error && p.line > line) {
            problem.severity = Severity::Warning;
            self.kept_errors -= 1;
            self.kept_warnings += 1;
        }
        self.more_warnings += std::mem::take(&mut self.more_errors);
    }

    /// Adds the problems of further files.
    pub(crate) fn append(&mut self, other: Problems) {
        self.list.extend(other.list);
        self.more_errors += other.more_errors;
        self.more_warnings += other.more_warnings;
        self.kept_errors += other.kept_errors;
        self.kept_warnings += other.kept_warnings;
    }

    /// How many errors there are.
    pub fn errors(&self) -> usize {
        self.more_errors + self.kept_errors
    }

    /// How many warnings there are.
    pub fn warnings(&self) -> usize {
        self.more_warnings + self.kept_warnings
    }
}

/// Every mistake of the lists that a pipeline was to be built from.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub struct ListErrors {
    /// The mistakes, in file and line order; at least one.
    pub problems: Vec<Problem>,
    /// How many more there are: of one file the first [`MAX_PROBLEMS`] are
    /// kept.
    pub more: usize,
}

/// How many mistakes the message itself tells.
const SHOWN: usize = 20;

impl fmt::Display for ListErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, problem) in self.problems.iter().take(SHOWN).enumerate() {
            if i > 0 {
                writeln!(f)?;
            }
            write!(f, "{problem}")?;
        }
        let more = self.problems.len().saturating_sub(SHOWN) + self.more;
        if more > 0 {
            write!(f, "\n… and {more} more; `gaztag lists check` draws them")?;
        }
        Ok(())
    }
}

/// A value as a message shows it: its beginning, on one line.
pub(crate) fn shortened(value: &str) -> String {
    const SHOWN: usize = 60;
    let mut shown: String = value.chars().take(SHOWN).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if value.len() > shown.len() {
        shown.push('…');
    }
    shown
}
