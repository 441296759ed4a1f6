//! When was a name mentioned?

use std::collections::BTreeMap;
use std::rc::Rc;

use maud::{Markup, html};

use super::date::Date;
use super::names::Name;
use super::scale::counted;

/// Names that have a row.
const ROWS: usize = 12;

const LEFT: f64 = 220.0;
const RIGHT: f64 = 980.0;
const ROW: f64 = 30.0;

/// So many letters of a name have room at the left.
const LONGEST: usize = 23;

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// What one column of the picture stands for.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Unit {
    Day,
    Month,
    Year,
}

impl Unit {
    /// The finest unit that all dates tell, and that gives few columns.
    fn of(dates: &[Date]) -> Self {
        let (first, last) = (dates.iter().min(), dates.iter().max());
        let days = first.zip(last).map_or(0, |(first, last)| last.day_number() - first.day_number());
        match () {
            _ if dates.iter().all(|date| date.day > 0) && days <= 92 => Unit::Day,
            _ if dates.iter().all(|date| date.month > 0) && days <= 366 * 10 => Unit::Month,
            _ => Unit::Year,
        }
    }

    fn number(self, date: Date) -> i64 {
        match self {
            Unit::Day => date.day_number(),
            Unit::Month => i64::from(date.year) * 12 + i64::from(date.month) - 1,
            Unit::Year => i64::from(date.year),
        }
    }

    fn told(self, date: Date) -> String {
        let month = || MONTHS[(date.month.max(1) - 1) as usize];
        match self {
            Unit::Day => format!("{} {} {}", date.day, month(), date.year),
            Unit::Month => format!("{} {}", month(), date.year),
            Unit::Year => date.year.to_string(),
        }
    }
}

/// The columns: their numbers, and how each is told.
struct Columns {
    unit: Unit,
    first: i64,
    last: i64,
    told: BTreeMap<i64, String>,
}

impl Columns {
    fn of(dates: &[Date]) -> Self {
        let unit = Unit::of(dates);
        let told: BTreeMap<i64, String> = dates.iter().map(|&date| (unit.number(date), unit.told(date))).collect();
        let end = |key: Option<(&i64, &String)>| key.map_or(0, |(&number, _)| number);
        Columns { unit, first: end(told.first_key_value()), last: end(told.last_key_value()), told }
    }

    fn width(&self) -> f64 {
        (RIGHT - LEFT) / (self.last - self.first + 1) as f64
    }

    fn middle(&self, number: i64) -> f64 {
        LEFT + (number - self.first) as f64 * self.width() + self.width() / 2.0
    }
}

/// The leading names.
#[derive(Default)]
pub struct Timeline {
    leading: Vec<Rc<Name>>,
}

impl Timeline {
    /// Takes the next name, the most mentioned first.
    pub fn take(&mut self, name: &Rc<Name>) {
        if name.amount.is_none() && self.leading.len() < ROWS {
            self.leading.push(name.clone());
        }
    }

    /// The leading names over time, by the dates of all documents. Nothing
    /// where fewer than two days, months or years are told.
    pub fn section(&self, dates: &[Option<Date>]) -> Markup {
        let known: Vec<Date> = dates.iter().flatten().copied().collect();
        let columns = Columns::of(&known);
        if columns.told.len() < 2 {
            return html! {};
        }
        let undated = dates.len() - known.len();
        html! {
            section #time aria-labelledby="time-title" {
                h2 #time-title { "Over time" }
                p.sub {
                    "The leading names, by the dates of the documents."
                    @if undated > 0 { " " (counted(undated, "document has no date.", "documents have no date.")) }
                }
                figure.wide { (picture(&self.leading, dates, &columns)) }
            }
        }
    }
}

fn picture(leading: &[Rc<Name>], dates: &[Option<Date>], columns: &Columns) -> Markup {
    let height = ROW * leading.len() as f64;
    let counts: Vec<BTreeMap<i64, u32>> = leading.iter().map(|name| counts(name, dates, columns.unit)).collect();
    let most = counts.iter().flat_map(BTreeMap::values).max().copied().unwrap_or(1);
    html! {
        svg.chart viewBox={ "0 0 1000 " (height + 28.0) } role="group" aria-label="Mentions of the leading names over time" {
            @for (number, (name, counts)) in leading.iter().zip(&counts).enumerate() {
                (row(name, counts, ROW * (number as f64 + 0.5), most, columns))
            }
            @for (number, told) in ticks(columns) {
                @let (at, anchor) = tick(columns.middle(number));
                text.tick x=(format!("{at:.1}")) y=(height + 20.0) text-anchor=(anchor) { (told) }
            }
        }
    }
}

fn counts(name: &Name, dates: &[Option<Date>], unit: Unit) -> BTreeMap<i64, u32> {
    let mut counts = BTreeMap::new();
    for &(document, count) in &name.documents {
        if let Some(date) = dates[document as usize] {
            *counts.entry(unit.number(date)).or_default() += count;
        }
    }
    counts
}

fn row(name: &Name, counts: &BTreeMap<i64, u32>, y: f64, most: u32, columns: &Columns) -> Markup {
    let href = name.number.map(|number| format!("#n{number}"));
    let largest = (ROW / 2.0 - 2.0).min(columns.width().max(8.0));
    html! {
        a.{ "l" (name.label % 8) } href=[href] {
            text.head x=(LEFT - 14.0) y=(y + 4.0) text-anchor="end" { (short(&name.title)) }
        }
        line.base x1=(LEFT) x2=(RIGHT) y1=(y) y2=(y) {}
        @for (number, &count) in counts {
            @let radius = (f64::from(count) / f64::from(most)).sqrt() * largest;
            @let told = format!("{}, {}: {}", name.title, columns.told.get(number).map_or("", String::as_str), counted(count as usize, "mention", "mentions"));
            circle.{ "l" (name.label % 8) } role="img" aria-label=(told) data-tip=(told) cx=(format!("{:.1}", columns.middle(*number))) cy=(y) r=(format!("{:.1}", radius.max(2.0))) {}
        }
    }
}

/// Some eight columns with their dates, the first and the last among them.
fn ticks(columns: &Columns) -> Vec<(i64, &str)> {
    let mut ticks: Vec<(i64, &str)> = Vec::new();
    for (&number, told) in &columns.told {
        let is_far = |before: i64| columns.middle(number) - columns.middle(before) >= 90.0;
        if ticks.last().is_none_or(|&(before, _)| is_far(before)) {
            ticks.push((number, told));
        }
    }
    ticks
}

/// Where a date is written: one at the edge ends there.
fn tick(middle: f64) -> (f64, &'static str) {
    if middle > RIGHT - 30.0 { (RIGHT, "end") } else { (middle, "middle") }
}

/// A title that fits beside the picture.
fn short(title: &str) -> String {
    match title.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &title[..end]),
        None => title.into(),
    }
}
