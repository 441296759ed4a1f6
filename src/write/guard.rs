//! Cells that a spreadsheet would run.
//!
//! A cell that begins with a sign of formulas is one, quoted or not. And who
//! opens a file as though it were divided by another character than it is has
//! cells begin in the middle of a text, where no quote protects them.

use std::borrow::Cow;

use super::pairs::first_pair;

/// What a spreadsheet may divide a file at, besides its own delimiter.
fn is_separator(c: char) -> bool {
    matches!(c, ',' | ';' | '\t' | '|' | '\n' | '\r')
}

/// What a formula begins with; the wide forms too, which spreadsheets of East
/// Asia take for the same.
fn is_sign(c: char) -> bool {
    matches!(c, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠')
}

/// True where a cell that begins like `text` would be run, or is one that is
/// guarded: so that a guard can be told from what was there. A sign alone,
/// such as the name of standard input, is none.
fn begins_formula(text: &str) -> bool {
    let mut rest = text.trim_start_matches('\'').chars();
    let is_first = rest.next().is_some_and(|c| is_sign(c) || matches!(c, '\t' | '\r'));
    is_first && !rest.as_str().is_empty()
}

/// The same behind a separator, where the cell ends with the next one.
fn goes_on_as_formula(text: &str) -> bool {
    let mut rest = text.trim_start_matches('\'').chars();
    rest.next().is_some_and(is_sign) && rest.next().is_some_and(|c| !is_separator(c))
}

/// False where no sign and no guard stands right behind a separator: hardly any
/// sentence has such a place. What is asked of two bytes holds of a few others
/// too, so that it takes less.
fn may_go_on(cell: &[u8]) -> bool {
    const WIDE: u8 = "＝".as_bytes()[0];
    let between = |b: u8, first: u8, last: u8| b.wrapping_sub(first) <= last - first;
    let separates = |a: u8| (a < b' ') | (a == b',') | (a == b';') | (a == b'|');
    let signs = |b: u8| between(b, b'\'', b'-') | between(b, b'=', b'@') | (b == WIDE);
    first_pair(cell, |a, b| separates(a) & signs(b)).is_some()
}

/// Where a guard has to stand in `cell`, in a file divided by `delimiter`, or
/// stands already.
fn places(cell: &str, delimiter: char) -> impl Iterator<Item = usize> {
    let first = begins_formula(cell).then_some(0);
    let rest = if may_go_on(cell.as_bytes()) { cell } else { "" };
    let separators = rest.match_indices(move |c| is_separator(c) && c != delimiter).map(|(at, _)| at + 1);
    first.into_iter().chain(separators.filter(|&at| goes_on_as_formula(&cell[at..])))
}

/// The cell with a `'` before all that would be run.
pub(crate) fn guarded(cell: &str, delimiter: char) -> Cow<'_, str> {
    let (mut safe, mut from) = (String::new(), 0);
    for at in places(cell, delimiter) {
        safe.push_str(&cell[from..at]);
        safe.push('\'');
        from = at;
    }
    finished(cell, safe, from)
}

/// A cell of a CSV of ours without the `'` that keep spreadsheets from running
/// it: what stood there before. Linear in the cell.
///
/// ```
/// assert_eq!(gaztag::write::unguarded("'=1+1", ','), "=1+1");
/// assert_eq!(gaztag::write::unguarded("it's", ','), "it's");
/// ```
pub fn unguarded(cell: &str, delimiter: char) -> Cow<'_, str> {
    let (mut plain, mut from) = (String::new(), 0);
    for at in places(cell, delimiter).filter(|&at| cell[at..].starts_with('\'')) {
        plain.push_str(&cell[from..at]);
        from = at + 1;
    }
    finished(cell, plain, from)
}

/// `made` of all before `from`, and the rest as it is.
fn finished(cell: &str, mut made: String, from: usize) -> Cow<'_, str> {
    if from == 0 && made.is_empty() {
        return cell.into();
    }
    made.push_str(&cell[from..]);
    made.into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_would_run_is_guarded() {
        let cases = [
            ("=1+1", "'=1+1"),
            ("＝1", "'＝1"),
            ("＋1", "'＋1"),
            ("－1", "'－1"),
            ("＠x", "'＠x"),
            ("+x", "'+x"),
            ("@x", "'@x"),
            ("\tx", "'\tx"),
            ("\rx", "'\rx"),
            ("-", "-"),
            ("-x", "'-x"),
            ("'=1", "''=1"),
            ("Acme;=1+41;y", "Acme;'=1+41;y"),
            ("a|+b\t@c\n-d", "a|'+b\t'@c\n'-d"),
            ("a;-;b; -c", "a;-;b; -c"),
            ("100,- and 5,-10", "100,- and 5,-10"),
            ("a;'=b", "a;''=b"),
            ("it's a; 'b", "it's a; 'b"),
        ];
        for (cell, safe) in cases {
            assert_eq!(guarded(cell, ','), safe, "{cell:?}");
        }
        assert_eq!(guarded("100,-10;=1", ';'), "100,'-10;=1");
    }

    proptest! {
        #[test]
        fn guards_come_off_again(cell in "[a=＝+'\t\r\n;|,-]{0,12}", delimiter in prop::sample::select(&[',', ';', '\t'][..])) {
            let safe = guarded(&cell, delimiter);
            prop_assert_eq!(unguarded(&safe, delimiter), cell.as_str());
            let mut cells = safe.split(|c| is_separator(c) && c != delimiter);
            prop_assert!(cells.all(|cell| !cell.starts_with(is_sign) || cell.chars().nth(1).is_none_or(is_separator)));
        }
    }
}
