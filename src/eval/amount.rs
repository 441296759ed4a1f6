//! Amounts as plain figures, of any length, so that equal amounts are equal
//! strings.

/// `0042.50` → `42.5`; `None` where it is no decimal number.
pub(super) fn plain(figures: &str) -> Option<String> {
    let (minus, unsigned) = match figures.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", figures.strip_prefix('+').unwrap_or(figures)),
    };
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    let is_number =
        !(whole.is_empty() && fraction.is_empty()) && whole.bytes().chain(fraction.bytes()).all(|b| b.is_ascii_digit());
    is_number.then(|| {
        let (whole, fraction) = (whole.trim_start_matches('0'), fraction.trim_end_matches('0'));
        match (whole, fraction) {
            ("", "") => "0".to_string(),
            (whole, "") => format!("{minus}{whole}"),
            ("", fraction) => format!("{minus}0.{fraction}"),
            (whole, fraction) => format!("{minus}{whole}.{fraction}"),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::plain;

    const CASES: &[(&str, Option<&str>)] = &[
        ("248400000000", Some("248400000000")),
        ("0042.50", Some("42.5")),
        (".45", Some("0.45")),
        ("-0.0", Some("0")),
        ("-45.", Some("-45")),
        ("+7", Some("7")),
        ("123456789012345678901234567890123.10", Some("123456789012345678901234567890123.1")),
        ("", None),
        (".", None),
        ("1,000", None),
        ("1e6", None),
    ];

    #[test]
    fn plain_figures() {
        for (figures, expected) in CASES {
            assert_eq!(plain(figures).as_deref(), *expected, "{figures:?}");
        }
    }
}
