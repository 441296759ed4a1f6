//! Figures for people.

/// `1,234,567`.
pub fn figures(number: usize) -> String {
    let plain = number.to_string();
    let mut out = String::with_capacity(plain.len() + plain.len() / 3);
    for (at, figure) in plain.chars().enumerate() {
        if at > 0 && (plain.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(figure);
    }
    out
}

/// `1 mention`, `1,200 mentions`.
pub fn counted(number: usize, one: &str, many: &str) -> String {
    format!("{} {}", figures(number), if number == 1 { one } else { many })
}

/// A power of ten, short: `1`, `10k`, `1M`, `1bn`, `1tn`, `10^18`.
pub fn power_of_ten(exponent: i32) -> String {
    let unit = match exponent.div_euclid(3) {
        0 => "",
        1 => "k",
        2 => "M",
        3 => "bn",
        4 => "tn",
        -1 if exponent >= -3 => return format!("0.{}1", "0".repeat((-exponent - 1) as usize)),
        _ => return format!("10^{exponent}"),
    };
    format!("1{}{unit}", "0".repeat(exponent.rem_euclid(3) as usize))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_grouped() {
        assert_eq!([0, 999, 1000, 1234567].map(figures), ["0", "999", "1,000", "1,234,567"]);
        assert_eq!([0, 4, 6, 11, 12, 15, -2].map(power_of_ten), ["1", "10k", "1M", "100bn", "1tn", "10^15", "0.01"]);
    }
}
