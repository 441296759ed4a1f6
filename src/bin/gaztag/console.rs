//! What is said on standard error, and how loudly.

use clap::ValueEnum;
use gaztag::Problem;
use std::io::{IsTerminal, Write, stderr};
use std::process::ExitCode;

/// When messages are coloured.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal, unless NO_COLOR is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// Standard error.
pub struct Console {
    is_colored: bool,
    /// Errors only.
    pub is_quiet: bool,
    /// Every document too.
    pub is_verbose: bool,
    /// A person is watching.
    pub is_terminal: bool,
}

impl Console {
    pub fn new(color: Color, is_quiet: bool, is_verbose: bool) -> Self {
        let is_terminal = stderr().is_terminal();
        let is_colored = match color {
            Color::Auto => is_terminal && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty()),
            Color::Always => true,
            Color::Never => false,
        };
        Console { is_colored, is_quiet, is_verbose, is_terminal }
    }

    /// The exit code of a command that left so many documents out: 0, or 1
    /// where there is one; 2 after an error, which is told.
    pub fn exit(&self, left_out: &Result<usize, String>) -> ExitCode {
        match left_out {
            Ok(0) => ExitCode::SUCCESS,
            Ok(_) => ExitCode::from(1),
            Err(message) => {
                self.error(message);
                ExitCode::from(2)
            }
        }
    }

    /// Something that the user has to mend.
    pub fn error(&self, message: &str) {
        self.line(&self.error_line(message));
    }

    /// `error: …`, coloured.
    pub fn error_line(&self, message: &str) -> String {
        self.labelled("\x1b[1;31m", "error:", message)
    }

    /// What to look at in the lists: the first ones, and how many more.
    pub fn warnings(&self, warnings: &[Problem], shown: usize) {
        for warning in warnings.iter().take(shown) {
            self.line(&self.labelled("\x1b[1;33m", "warning:", &warning.to_string()));
        }
        if let Some(more) = warnings.len().checked_sub(shown).filter(|more| *more > 0) {
            let message = format!("{more} more of the lists; `gaztag lists check` shows them");
            self.line(&self.labelled("\x1b[1;33m", "warning:", &message));
        }
    }

    fn labelled(&self, color: &str, label: &str, message: &str) -> String {
        let (on, off) = if self.is_colored { (color, "\x1b[0m") } else { ("", "") };
        format!("{on}{label}{off} {}", printable(message))
    }

    /// A line as it is. Where standard error is gone, nobody is there to be told.
    pub fn line(&self, line: &str) {
        let _ = writeln!(stderr(), "{line}");
    }
}

/// All that is shown of texts, lists and file names goes through here: control
/// characters must not steer the terminal, nor marks of direction show it
/// another way round than it is.
pub fn printable(message: &str) -> String {
    let mut line = String::with_capacity(message.len());
    for c in message.chars() {
        if (c.is_control() && c != '\n') || is_direction(c) {
            line.extend(c.escape_default());
        } else {
            line.push(c);
        }
    }
    line
}

/// Marks, embeddings, overrides and isolates of direction, and the ends of
/// lines that only Unicode has.
pub fn is_direction(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{206f}')
}

#[cfg(test)]
mod tests {
    use super::printable;

    #[test]
    fn nothing_that_is_shown_steers_the_terminal() {
        assert_eq!(printable("a\x1b[31m\u{9b}2J\r\tb\n"), "a\\u{1b}[31m\\u{9b}2J\\r\\tb\n");
        assert_eq!(printable("\u{202e}gpj.exe\u{2066}\u{200f}"), "\\u{202e}gpj.exe\\u{2066}\\u{200f}");
        assert_eq!(printable("Zürich, 東京, שלום"), "Zürich, 東京, שלום");
    }
}
