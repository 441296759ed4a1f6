//! How large are the amounts?

use std::collections::BTreeMap;
use std::f64::consts::LOG10_2;

use maud::{Markup, html};

use super::names::{Amount, Name};
use super::scale::{counted, power_of_ten};

/// Currencies that have a row of their own, the most frequent first.
const ROWS: usize = 8;

/// Where bars begin within a power of ten: 1, 2 and 5.
const STEPS: [f64; 3] = [0.0, LOG10_2, 1.0 - LOG10_2];

const LEFT: f64 = 110.0;
const RIGHT: f64 = 980.0;
const ROW: f64 = 52.0;
const BAR: f64 = 38.0;

/// The amounts of one currency: how many there are in each bin.
#[derive(Default)]
struct Row {
    count: u32,
    bins: BTreeMap<i32, u32>,
}

/// The step that an amount lies in: three to each power of ten, 0 begins at 1.
fn bin(value: f64) -> i32 {
    let log = value.log10() + 1e-9;
    let step = STEPS.iter().rposition(|&begin| log - log.floor() >= begin).unwrap_or(0);
    log.floor() as i32 * 3 + step as i32
}

/// Where a bin begins, as the logarithm of an amount.
fn begin(bin: i32) -> f64 {
    f64::from(bin.div_euclid(3)) + STEPS[bin.rem_euclid(3) as usize]
}

/// All amounts, by currency.
#[derive(Default)]
pub struct Amounts {
    of: BTreeMap<String, Row>,
    /// Those below one unit of the scale.
    off: u32,
}

impl Amounts {
    /// Takes the next name.
    pub fn take(&mut self, name: &Name) {
        let Some(Amount { value, currency }) = &name.amount else { return };
        if *value <= 0.0 || !value.is_finite() {
            self.off += name.mentions;
            return;
        }
        let row = self.of.entry(currency.clone()).or_default();
        row.count += name.mentions;
        *row.bins.entry(bin(*value)).or_default() += name.mentions;
    }

    /// The amounts on one logarithmic scale. Nothing where there are none.
    pub fn section(&self) -> Markup {
        let mut rows: Vec<(&str, &Row)> = self.of.iter().map(|(currency, row)| (currency.as_str(), row)).collect();
        rows.sort_by_key(|(_, row)| std::cmp::Reverse(row.count));
        if rows.is_empty() {
            return html! {};
        }
        html! {
            section #amounts aria-labelledby="amounts-title" {
                h2 #amounts-title { "Amounts of money" }
                p.sub { (about(&rows, self.off)) }
                figure.wide { (picture(&rows[..rows.len().min(ROWS)])) }
            }
        }
    }
}

fn about(rows: &[(&str, &Row)], off: u32) -> String {
    let count: u32 = rows.iter().map(|(_, row)| row.count).sum();
    let mut about = format!(
        "{} in {}, as often as they are mentioned, those said again in another currency too; each bar goes from 1, 2 or 5 to the next.",
        counted(count as usize, "amount", "amounts"),
        counted(rows.len(), "currency", "currencies"),
    );
    if rows.len() > ROWS {
        let rest = rows[ROWS..].iter().map(|(_, row)| row.count as usize).sum();
        about += &format!(" {} of further currencies are not drawn.", counted(rest, "amount", "amounts"));
    }
    if off > 0 {
        about += &format!(" {} below one unit of the scale.", counted(off as usize, "amount is", "amounts are"));
    }
    about
}

fn picture(rows: &[(&str, &Row)]) -> Markup {
    let bins = || rows.iter().flat_map(|(_, row)| row.bins.keys().copied());
    let low = bins().min().unwrap_or(0).div_euclid(3);
    let high = bins().max().unwrap_or(0).div_euclid(3) + 1;
    let x = |log: f64| LEFT + (log - f64::from(low)) / f64::from(high - low) * (RIGHT - LEFT);
    let height = ROW * rows.len() as f64;
    let every = (high - low) / 16 + 1;
    html! {
        svg.chart viewBox={ "0 0 1000 " (height + 26.0) } role="group" aria-label="Amounts by currency, on a logarithmic scale" {
            @for exponent in (low..=high).step_by(every as usize) {
                @let at = format!("{:.1}", x(f64::from(exponent)));
                line.grid x1=(at) x2=(at) y1="0" y2=(height) {}
                text.tick x=(at) y=(height + 18.0) text-anchor="middle" { (power_of_ten(exponent)) }
            }
            @for (number, (currency, row)) in rows.iter().enumerate() { (bars(currency, row, ROW * (number as f64 + 1.0), &x)) }
        }
    }
}

fn bars(currency: &str, row: &Row, base: f64, x: &dyn Fn(f64) -> f64) -> Markup {
    let most = row.bins.values().max().copied().unwrap_or(1);
    let title = if currency.is_empty() { "open" } else { currency };
    html! {
        text.head x="0" y=(base - 16.0) { (title) }
        text.tick x="0" y=(base - 1.0) { (counted(row.count as usize, "amount", "amounts")) }
        line.base x1=(LEFT) x2=(RIGHT) y1=(base) y2=(base) {}
        @for (&bin, &count) in &row.bins {
            @let (left, right) = (x(begin(bin)), x(begin(bin + 1)));
            @let height = (f64::from(count) / f64::from(most) * BAR).max(3.0);
            @let told = format!("{title}, {} to {}: {}", edge(bin), edge(bin + 1), counted(count as usize, "amount", "amounts"));
            a.l2 href={ "#a" (currency) ":" (bin) } aria-label=(told) data-tip=(told) {
                rect.hit x=(format!("{left:.1}")) y=(format!("{:.1}", base - BAR - 6.0)) width=(format!("{:.1}", right - left)) height=(BAR + 6.0) {}
                rect.fill x=(format!("{:.1}", left + 1.0)) y=(format!("{:.1}", base - height)) width=(format!("{:.1}", right - left - 2.0)) height=(format!("{height:.1}")) rx="2" {}
            }
        }
    }
}

/// `20M`: where a bin begins, short.
fn edge(bin: i32) -> String {
    let first = ["1", "2", "5"][bin.rem_euclid(3) as usize];
    let power = power_of_ten(bin.div_euclid(3));
    if power.contains('^') { format!("{first}×{power}") } else { power.replacen('1', first, 1) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bins_hold_their_amounts() {
        for (value, expected, told) in [
            (1.0, 0, "1"),
            (1.99, 0, "1"),
            (2.0, 1, "2"),
            (5.0, 2, "5"),
            (10.0, 3, "10"),
            (0.5, -1, "5"),
            (3e9, 28, "2bn"),
        ] {
            assert_eq!(bin(value), expected, "{value}");
            assert!(begin(bin(value)) <= value.log10() + 1e-6 && value.log10() < begin(bin(value) + 1), "{value}");
            if value >= 1.0 {
                assert_eq!(edge(bin(value)), told);
            }
        }
        assert_eq!([edge(46), edge(-5)], ["2×10^15", "0.02"]);
    }
}
