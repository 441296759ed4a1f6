//! What stands in brackets, and behind what.

use crate::entity::Span;
use crate::place::code_points;

/// So far before a stretch its bracket is looked for, and behind it the one
/// that closes, in code points.
const BEFORE: usize = 24;
const BEHIND: usize = 40;

fn opens(c: char) -> bool {
    matches!(c, '(' | '[' | '（' | '［')
}

fn closes(c: char) -> bool {
    matches!(c, ')' | ']' | '）' | '］')
}

/// Where `span` is the first of a pair of brackets that holds any figure: one
/// past what stands before the brackets, in code points. `start` is where it
/// starts.
pub(super) fn behind_bracket(text: &str, span: Span, start: u64) -> Option<u64> {
    let from = text[..span.start].char_indices().rev().take(BEFORE).last().map_or(span.start, |(at, _)| at);
    let before = &text[from..span.start];
    let (at, bracket) = before.char_indices().rev().find(|(_, c)| opens(*c) || closes(*c) || c.is_numeric())?;
    let mut behind = text[span.end..].chars().take(BEHIND);
    if !opens(bracket) || !behind.any(closes) {
        return None;
    }
    let stands = before[..at].trim_end();
    Some(start - code_points(&before[stands.len()..]))
}
