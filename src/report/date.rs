//! Which day is a document of?

/// A day, a month or a year of the Gregorian calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date {
    pub year: i32,
    /// From 1; 0 where only the year is known.
    pub month: u32,
    /// From 1; 0 where only the month is known.
    pub day: u32,
}

/// Years that a file's name may tell of; other figures are numbers.
const YEARS: std::ops::RangeInclusive<i32> = 1600..=2099;

impl Date {
    /// A date as ISO 8601 writes it, a time after it or not: `2024`,
    /// `2024-05`, `2024-05-17T09:30`.
    pub fn stated(text: &str) -> Option<Self> {
        let text = text.trim();
        let end = text.find(|c: char| !c.is_ascii_digit() && c != '-').unwrap_or(text.len());
        let (year, _) = figures(text, 4).filter(|(_, rest)| !begins_with_digit(rest))?;
        let mut parts = text[..end].split('-').skip(1).map(|part| part.parse::<u32>().ok());
        Self::new(year.try_into().ok()?, parts.next().unwrap_or(Some(0))?, parts.next().unwrap_or(Some(0))?)
    }

    /// The first date in a name: `2024-05-17`, `20240517`, `2024_05_17`,
    /// `2024/05`, with no figure beside it.
    pub fn in_name(name: &str) -> Option<Self> {
        let runs = name.char_indices().filter(|&(at, c)| c.is_ascii_digit() && !ends_in_digit(&name[..at]));
        runs.filter_map(|(at, _)| Self::at_front(&name[at..])).next()
    }

    fn at_front(text: &str) -> Option<Self> {
        let (year, rest) = figures(text, 4)?;
        let year = i32::try_from(year).ok().filter(|year| YEARS.contains(year))?;
        let (month, rest) = figures(after_sign(rest), 2)?;
        match figures(after_sign(rest), 2) {
            Some((day, rest)) if !begins_with_digit(rest) => Self::new(year, month, day),
            _ if !begins_with_digit(rest) && after_sign(&text[4..]).len() < text.len() - 4 => Self::new(year, month, 0),
            _ => None,
        }
    }

    fn new(year: i32, month: u32, day: u32) -> Option<Self> {
        let is_date = (1..=9999).contains(&year) && month <= 12 && (month > 0 || day == 0);
        (is_date && day <= days_of(year, month)).then_some(Date { year, month, day })
    }

    /// Days from the first of January 1970.
    pub fn day_number(self) -> i64 {
        day_number(self.year, self.month.max(1), self.day.max(1))
    }
}

/// Howard Hinnant, *chrono-compatible low-level date algorithms*: years begin
/// in March, so that the leap day is the last one.
fn day_number(year: i32, month: u32, day: u32) -> i64 {
    let year = i64::from(year) - i64::from(month <= 2);
    let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let of_year = i64::from((153 * ((month + 9) % 12) + 2) / 5 + day - 1);
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

fn days_of(year: i32, month: u32) -> u32 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// A number of so many figures, and what follows.
fn figures(text: &str, count: usize) -> Option<(u32, &str)> {
    let (figures, rest) = text.split_at_checked(count)?;
    let is_number = figures.bytes().all(|b| b.is_ascii_digit());
    is_number.then(|| figures.parse().ok()).flatten().map(|number| (number, rest))
}

fn after_sign(text: &str) -> &str {
    text.strip_prefix(['-', '_', '.', '/']).unwrap_or(text)
}

fn begins_with_digit(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit())
}

fn ends_in_digit(text: &str) -> bool {
    text.ends_with(|c: char| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_in_names() {
        for (name, expected) in [
            ("news/2024-05-17_velmora.txt", Some((2024, 5, 17))),
            ("20240517.txt", Some((2024, 5, 17))),
            ("2024/05/velmora-7.txt", Some((2024, 5, 0))),
            ("a_1999_12_31_b", Some((1999, 12, 31))),
            ("report-2024-02-30.txt", None),
            ("202405171.txt", None),
            ("120240517.txt", None),
            ("room 2024.txt", None),
            ("000_564dea6bad54cc66.txt", None),
            ("9999-01-01 1987.03.04", Some((1987, 3, 4))),
        ] {
            let found = Date::in_name(name).map(|date| (date.year, date.month, date.day));
            assert_eq!(found, expected, "{name}");
        }
    }

    #[test]
    fn dates_as_stated() {
        for (text, expected) in [
            ("2024-05-17T09:30:00Z", Some((2024, 5, 17))),
            ("2024-05", Some((2024, 5, 0))),
            ("1850", Some((1850, 0, 0))),
            ("17 May 2024", None),
            ("2024-13-01", None),
            ("", None),
        ] {
            let found = Date::stated(text).map(|date| (date.year, date.month, date.day));
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn days_are_numbered() {
        assert_eq!(day_number(1970, 1, 1), 0);
        assert_eq!(day_number(2000, 3, 1), 11_017);
        assert_eq!(day_number(1969, 12, 31), -1);
    }
}
