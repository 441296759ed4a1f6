//! Digits within one token, and how they are grouped.

use rust_decimal::Decimal;

/// How a number is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Form {
    /// Written out in words.
    pub words: bool,
    /// Digits in groups: `7,412`, `64 000`.
    pub grouped: bool,
    /// Digits after the decimal mark.
    pub places: u8,
    /// Three digits after a lone dot: `75.000` may be 75 or 75,000. The value
    /// is the smaller one.
    pub dotted: bool,
    /// Three digits after a lone comma: `1,689` is 1689, or 1.689 on the
    /// continent. The value is the greater one.
    pub lone_comma: bool,
    /// Written as on the European continent beyond doubt: `3.400,50`, `12,5`.
    pub continental: bool,
}

/// More digits than this have no value.
pub(super) const MAX_DIGITS: usize = 28;

/// A figure in a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Figure {
    /// First byte within the token.
    pub start: usize,
    /// One past the last byte within the token.
    pub end: usize,
    /// Its value; `None` where it is too long.
    pub value: Option<Decimal>,
    /// How many digits it has.
    pub length: usize,
    /// It begins with a zero.
    pub zero: bool,
    /// How it is written.
    pub form: Form,
}

impl Figure {
    /// True for digits with nothing between them.
    pub fn is_plain(&self) -> bool {
        self.form == Form::default()
    }

    /// Digits before the decimal mark.
    pub fn whole_digits(&self) -> usize {
        self.length.saturating_sub(self.form.places as usize)
    }
}

/// The first figure of a token. Linear in the token.
pub(super) fn figure(token: &str) -> Option<Figure> {
    let start = token.find(|c| digit(c).is_some())?;
    let mut groups = Groups::default();
    let mut end = start;
    let mut chars = token[start..].chars().peekable();
    while let Some(c) = chars.next() {
        match (digit(c), separator(c)) {
            (Some(value), _) => groups.push(value),
            (_, Some(mark)) if chars.peek().is_some_and(|&after| digit(after).is_some()) => groups.divide(mark),
            _ => break,
        }
        end += c.len_utf8();
    }
    let form = groups.form()?;
    let value = (groups.length <= MAX_DIGITS)
        .then(|| Decimal::try_from_i128_with_scale(groups.mantissa, form.places.into()).ok());
    Some(Figure { start, end, value: value.flatten(), length: groups.length, zero: groups.zero, form })
}

/// A mark between digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    Dot,
    Comma,
    Quote,
}

/// The narrow no-break space, which word boundaries take for a joiner.
const NARROW_SPACE: char = '\u{202f}';

fn separator(c: char) -> Option<Mark> {
    match c {
        '.' | '．' | '٫' => Some(Mark::Dot),
        ',' | '，' | '٬' => Some(Mark::Comma),
        '\'' | '’' | NARROW_SPACE => Some(Mark::Quote),
        _ => None,
    }
}

/// The code point of each zero of the decimal digits in common use (general
/// category Nd).
const ZEROS: [u32; 24] = [
    0x0660, 0x06f0, 0x07c0, 0x0966, 0x09e6, 0x0a66, 0x0ae6, 0x0b66, 0x0be6, 0x0c66, 0x0ce6, 0x0d66, 0x0de6, 0x0e50,
    0x0ed0, 0x0f20, 0x1040, 0x17e0, 0x1810, 0x1946, 0x19d0, 0x1b50, 0xa620, 0xff10,
];

/// The value of a decimal digit.
fn digit(c: char) -> Option<u32> {
    if c.is_ascii() {
        return c.to_digit(10);
    }
    let code = c as u32;
    ZEROS.iter().find(|&&zero| (zero..zero + 10).contains(&code)).map(|zero| code - zero)
}

/// What is known of the digits read so far and the marks between them.
#[derive(Default)]
struct Groups {
    mantissa: i128,
    length: usize,
    zero: bool,
    /// Digits before the first mark.
    lead: usize,
    /// Digits since the last mark.
    tail: usize,
    first: Option<Mark>,
    last: Option<Mark>,
    marks: usize,
    /// All marks but the last are the same.
    even: bool,
    /// All closed groups but the first have three digits; have two.
    threes: bool,
    twos: bool,
    /// Digits of the group that the last mark closed.
    closed: usize,
    /// The same flags without the group before the last mark.
    inner_twos: bool,
}

impl Groups {
    fn push(&mut self, value: u32) {
        self.zero |= self.length == 0 && value == 0;
        self.length += 1;
        self.tail += 1;
        if self.length <= MAX_DIGITS {
            self.mantissa = self.mantissa * 10 + i128::from(value);
        }
    }

    fn divide(&mut self, mark: Mark) {
        if self.marks == 0 {
            (self.lead, self.first) = (self.tail, Some(mark));
            (self.even, self.threes, self.twos, self.inner_twos) = (true, true, true, true);
        } else {
            self.even &= self.last == self.first;
            self.inner_twos = self.twos;
            self.threes &= self.tail == 3;
            self.twos &= self.tail == 2;
        }
        self.closed = self.tail;
        self.last = Some(mark);
        self.marks += 1;
        self.tail = 0;
    }

    /// How the digits are written, if it is a way to write one number.
    fn form(&self) -> Option<Form> {
        let Some(last) = self.last else { return Some(Form::default()) };
        if self.marks == 1 {
            return self.one_mark(last);
        }
        if !self.even || self.lead > 3 {
            return None;
        }
        if self.first == self.last { self.only_groups(last) } else { self.groups_and_decimals(last) }
    }

    fn one_mark(&self, mark: Mark) -> Option<Form> {
        let places = u8::try_from(self.tail).ok()?;
        let as_group = self.tail == 3 && self.lead <= 3 && !self.zero;
        match mark {
            Mark::Dot => Some(Form { places, dotted: as_group, ..Form::default() }),
            Mark::Comma | Mark::Quote if as_group => {
                Some(Form { grouped: true, lone_comma: mark == Mark::Comma, ..Form::default() })
            }
            Mark::Comma => Some(Form { places, continental: true, ..Form::default() }),
            Mark::Quote => None,
        }
    }

    fn only_groups(&self, mark: Mark) -> Option<Form> {
        let indian = mark == Mark::Comma && self.twos && self.lead <= 2;
        let continental = mark == Mark::Dot;
        (self.tail == 3 && (self.threes || indian)).then_some(Form { grouped: true, continental, ..Form::default() })
    }

    fn groups_and_decimals(&self, mark: Mark) -> Option<Form> {
        let indian = mark == Mark::Dot && self.closed == 3 && self.inner_twos && self.lead <= 2;
        let places = u8::try_from(self.tail).ok()?;
        let continental = mark == Mark::Comma;
        let decimals = mark != Mark::Quote;
        (decimals && (self.threes || indian)).then_some(Form { grouped: true, places, continental, ..Form::default() })
    }
}

#[cfg(test)]
mod tests {
    use super::figure;

    /// A token, and the value of its figure; `-` for none, `?` for one that
    /// is too long.
    const CASES: &[(&str, &str)] = &[
        ("1,234.5", "1234.5"),
        ("1.234,50", "1234.50"),
        ("12,34,567", "1234567"),
        ("1,00,00,000.25", "10000000.25"),
        ("8'250", "8250"),
        ("8’250.75", "8250.75"),
        ("1.234.567", "1234567"),
        ("75.000", "75.000"),
        ("0,500", "0.500"),
        ("12,5", "12.5"),
        ("7bn", "7"),
        ("CHF19", "19"),
        ("１２，３４５", "12345"),
        ("٣٫٥", "3.5"),
        ("1,2,3", "-"),
        ("1.2.3", "-"),
        ("1,23,45", "-"),
        ("12345678901234567890123456789", "?"),
        ("1,5;2,6", "1.5"),
        ("64\u{202f}000,5", "64000.5"),
    ];

    #[test]
    fn figures() {
        for (token, expected) in CASES {
            let found = match figure(token) {
                None => "-".to_string(),
                Some(figure) => figure.value.map_or("?".to_string(), |v| v.to_string()),
            };
            assert_eq!(found, *expected, "{token}");
        }
    }
}
