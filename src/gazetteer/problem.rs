//! What is wrong with a list: where, what, and what to write instead.

use std::fmt;

/// How bad a [`Problem`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The list works, but a person should look.
    Warning,
    /// The list cannot be used before this is mended.
    Error,
}

/// One mistake in one list.
#[derive(Clone, Debug, PartialEq, Eq)]
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
        if !self.help.is_empty() {
            write!(f, "; {}", self.help)?;
        }
        Ok(())
    }
}

/// Every mistake of the lists that a pipeline was to be built from.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct ListErrors {
    /// The mistakes, in file and line order; at least one.
    pub problems: Vec<Problem>,
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
        if self.problems.len() > SHOWN {
            write!(f, "\n… and {} more", self.problems.len() - SHOWN)?;
        }
        Ok(())
    }
}
