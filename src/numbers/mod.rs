//! Numbers: tokens → figures with their exact values.
//!
//! A number is digits in any grouping (`1,234.5`, `1.234,50`, `1 234`,
//! `12,34,567`), with or without a fraction (`3 1/2`, `3½`, *two and a
//! half*), or a figure written out (*two hundred and six*, *half a million*).
//! A magnitude after digits (`7 million`) is not part of the number: what it
//! means depends on what is measured.

mod digits;
mod exact;
mod fraction;
mod ideographs;
mod written;

pub use digits::Form;
pub use exact::{product, sum};

use crate::hash::HashMap;
use rust_decimal::Decimal;
use std::str::FromStr;

use crate::entity::Span;
use crate::gazetteer::{Entry, Role};
use crate::lookup::{Index, ListedWord, NO_WORD, WordId};
use crate::segment::{Gap, Shape, Token};

/// A figure, in digits or in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Number {
    /// Where it stands, in bytes; it may begin or end inside a token (`7` of
    /// `7bn`).
    pub span: Span,
    /// Its first token.
    pub first: u32,
    /// Its last token.
    pub last: u32,
    /// Its value; `None` where it cannot be held exactly.
    pub value: Option<Decimal>,
    /// The magnitude that a written figure ends with (*two million*:
    /// 1,000,000); it is part of the value.
    pub scale: Option<Decimal>,
    /// How it is written.
    pub form: Form,
}

/// What a word does in a written figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Word {
    /// Under a hundred, or hundreds that are one word.
    Small(u32),
    /// *十*, *百*: so many times the digit before it.
    Times(u32),
    /// *hundred*
    Hundred,
    /// *half*, *quarter*: numerator and denominator.
    Part(u32, u32),
    /// *thousand*, *million*, *crore*
    Magnitude(Decimal),
    /// A magnitude that is a figure alone too: *mille euro*.
    Figure(Decimal),
}

/// The words of numbers, taken from the rows of the lists.
#[derive(Debug, Default)]
pub struct NumberTable {
    words: HashMap<WordId, Word>,
    articles: Vec<WordId>,
    and: Vec<WordId>,
    of: Vec<WordId>,
    point: Vec<WordId>,
    no: Vec<WordId>,
    /// Words that are figures before a magnitude only: *due milioni*.
    large: Vec<WordId>,
    /// Words of other languages than English.
    foreign: Vec<WordId>,
    /// Magnitudes that are a figure where a smaller one follows: *mil
    /// quinientos*.
    leading: Vec<(WordId, Decimal)>,
    /// Words that are a figure before magnitudes in the singular only, which
    /// are the others: *um milhão*, but not *um Millionen*.
    before_single: Vec<WordId>,
    single: Vec<WordId>,
    /// The words of languages that write a figure as one word:
    /// *zweihundertfünfzigtausend*.
    joined: HashMap<String, Word>,
    /// The longest of them, in bytes.
    longest: usize,
}

impl NumberTable {
    /// Collects the rows with the roles `numeral` (column `value`) and
    /// `magnitude` (column `factor`), and the small words of `amount`.
    pub fn new(lists: &Index) -> Self {
        let mut table = NumberTable::default();
        for surface in lists.gazetteer().surfaces_of_rules() {
            if matches!(surface.role(), Role::Numeral | Role::Magnitude | Role::Amount) {
                let text = lists.gazetteer().surface_text(surface);
                table.add(lists.gazetteer().entry_of(surface), lists.word(text), text);
            }
        }
        table
    }

    fn add(&mut self, entry: Entry<'_>, word: WordId, text: &str) {
        if word == NO_WORD {
            return;
        }
        let column = |name| entry.column(name).unwrap_or("");
        if entry.role() == Role::Amount {
            for kind in column("kind").split('|') {
                match kind {
                    "article" => self.articles.push(word),
                    "and" => self.and.push(word),
                    "of" => self.of.push(word),
                    "point" => self.point.push(word),
                    "no" => self.no.push(word),
                    _ => {}
                }
            }
            return;
        }
        match column("one") {
            "large" => self.large.push(word),
            "single" => self.before_single.push(word),
            "leading" => {
                self.leading.extend(Decimal::from_str(column("value")).ok().map(|value| (word, value)));
                return;
            }
            _ => {}
        }
        if !column("language").is_empty() {
            self.foreign.push(word);
        }
        if column("kind") == "single" {
            self.single.push(word);
        }
        if let Some(value) =
            word_value(entry.role(), column("value"), column("factor"), column("kind"), !column("language").is_empty())
        {
            let joins = matches!(value, Word::Small(_)) && !column("language").is_empty();
            if joins || matches!(value, Word::Figure(_)) {
                self.longest = self.longest.max(text.len());
                self.joined.insert(text.to_lowercase(), value);
            }
            self.words.insert(word, value);
        }
    }
}

/// What a row says; `alone`: *cien euros*, a hundred without *a*.
fn word_value(role: Role, value: &str, factor: &str, kind: &str, alone: bool) -> Option<Word> {
    if role == Role::Magnitude {
        let factor = Decimal::from_str(factor).ok()?;
        return match kind {
            "word" | "single" => Some(Word::Magnitude(factor)),
            "figure" => Some(Word::Figure(factor)),
            _ => None,
        };
    }
    match value.split_once('/') {
        Some((n, d)) => Some(Word::Part(n.parse().ok()?, d.parse().ok()?)),
        None if value.starts_with('*') => {
            Some(Word::Times(value[1..].parse().ok().filter(|times| (1..10_000).contains(times))?))
        }
        None if value == "100" && !alone => Some(Word::Hundred),
        None => Some(Word::Small(value.parse().ok().filter(|&value| value < 1000)?)),
    }
}

/// Finds the numbers of a text, in order, not overlapping. Linear in the
/// tokens; ordinary words cost a look at their marks.
pub fn find_numbers(
    text: &str,
    tokens: &[Token],
    words: &[ListedWord],
    table: &NumberTable,
    numbers: &mut Vec<Number>,
) {
    let reader = Reader { text, tokens, words, table };
    let mut from = 0;
    while let Some(next) = tokens[from..].iter().zip(&words[from..]).position(|(token, word)| may_be(token, word)) {
        let joined = (next > 0).then(|| reader.joined(from + next - 1)).flatten();
        let found = joined.or_else(|| reader.read(from + next));
        from = found.as_ref().map_or(from + next, |number| number.last as usize) + 1;
        numbers.extend(found);
    }
}

/// True for a token with a figure in it, for a word of numbers, and for a
/// currency, before which a figure may be one long word.
#[inline]
fn may_be(token: &Token, word: &ListedWord) -> bool {
    let word_of_numbers = word.marks.has(Role::Numeral) | word.marks.has(Role::Magnitude);
    (token.shape == Shape::Number) | token.digits | word_of_numbers | word.marks.has(Role::Currency)
}

/// Reads one number from a place in the text.
struct Reader<'a> {
    text: &'a str,
    tokens: &'a [Token],
    words: &'a [ListedWord],
    table: &'a NumberTable,
}

impl<'a> Reader<'a> {
    /// The number that begins with token `i`.
    fn read(&self, i: usize) -> Option<Number> {
        let (token, word) = (&self.tokens[i], &self.words[i]);
        match token.shape {
            Shape::Number => self.digits(i).or_else(|| self.sign_fraction(i)),
            _ if token.digits && word.id == NO_WORD => self.digits(i),
            Shape::Uncased if word.marks.has(Role::Numeral) => self.ideographs(i).or_else(|| self.written(i)),
            _ if word.marks.has(Role::Numeral) || word.marks.has(Role::Magnitude) => self.written(i),
            _ => None,
        }
    }

    fn token(&self, i: usize) -> &'a str {
        self.tokens.get(i).map_or("", |t| t.of(self.text))
    }

    fn word(&self, i: usize) -> Option<Word> {
        let word = self.words.get(i)?;
        match self.table.words.get(&word.id) {
            None if word.marks.has(Role::Numeral) => self.leading(i, word.id),
            known => known.copied(),
        }
    }

    /// *mil quinientos*: a thousand where a written figure goes on.
    fn leading(&self, i: usize, id: WordId) -> Option<Word> {
        let factor = self.table.leading.iter().find(|(word, _)| *word == id)?.1;
        let next = self.next(i).and_then(|next| self.words.get(next));
        let goes_on = next.is_some_and(|next| matches!(self.table.words.get(&next.id), Some(Word::Small(_))));
        goes_on.then_some(Word::Figure(factor))
    }

    fn is(&self, i: usize, set: &[WordId]) -> bool {
        self.words.get(i).is_some_and(|word| set.contains(&word.id))
    }

    fn gap(&self, i: usize) -> Gap {
        self.tokens.get(i).map_or(Gap::Paragraph, |t| t.gap)
    }

    /// True where token `i` is apart from the one before, in one paragraph.
    fn apart(&self, i: usize) -> bool {
        matches!(self.gap(i), Gap::Space | Gap::Line)
    }

    /// True where token `i` is a hyphen that touches both its neighbours.
    fn hyphen(&self, i: usize) -> bool {
        self.gap(i) == Gap::None && self.gap(i + 1) == Gap::None && matches!(self.token(i), "-" | "‐" | "‑")
    }

    /// The token after `i` in the same phrase: past white space or a hyphen.
    fn next(&self, i: usize) -> Option<usize> {
        if self.hyphen(i + 1) {
            return Some(i + 2);
        }
        self.apart(i + 1).then_some(i + 1)
    }

    /// A number that begins with digits.
    fn digits(&self, i: usize) -> Option<Number> {
        let token = self.token(i);
        let figure = digits::figure(token)?;
        let base = self.tokens[i].start as usize;
        let mut number = Number {
            span: Span::new(base + figure.start, base + figure.end),
            first: i as u32,
            last: i as u32,
            value: figure.value,
            scale: None,
            form: figure.form,
        };
        if figure.start == 0 && self.leading_dot(i, &figure) {
            number.span.start = self.tokens[i - 1].start as usize;
            number.first -= 1;
            number.form.places = figure.length.min(255) as u8;
            number.value = number.value.and_then(|value| exact::shift(value, -i32::from(number.form.places)));
        } else if figure.end == token.len() && figure.is_plain() {
            if !self.extend_spaced(&mut number, &figure) {
                self.extend_groups(&mut number, &figure);
            }
            self.extend_fraction(&mut number);
        } else if figure.end == token.len() && figure.form.places == 2 && !figure.form.continental {
            self.extend_fraction(&mut number);
        }
        Some(number)
    }

    /// True for `.45`: a dot that touches the figure and nothing before it
    /// that could be a word or a figure.
    fn leading_dot(&self, i: usize, figure: &digits::Figure) -> bool {
        let dot = i > 0 && self.gap(i) == Gap::None && self.token(i - 1) == "." && figure.is_plain();
        dot && (self.gap(i - 1) != Gap::None || i < 2 || {
            let before = self.tokens[i - 2].shape;
            before == Shape::Symbol && self.token(i - 2) != "."
        })
    }

    /// Groups and decimals of a text whose tokens are all divided by spaces:
    /// `$ 8 , 150`, `$ 2 . 5 million`. True where there are any.
    fn extend_spaced(&self, number: &mut Number, first: &digits::Figure) -> bool {
        let i = number.last as usize;
        let sign = i > 0
            && matches!(self.gap(i), Gap::None | Gap::Space)
            && self.tokens[i - 1].shape == Shape::Symbol
            && self.words[i - 1].marks.has(Role::Currency);
        // `$3 . 4 million`, but `$3 . 4 men left`.
        let apart = self.gap(i) == Gap::Space;
        let spaced = |i: usize| self.gap(i) == Gap::Space && self.gap(i + 1) == Gap::Space;
        let (mut value, mut length, mut last) = (number.value, first.length, i);
        while sign && length <= digits::MAX_DIGITS && spaced(last + 1) && matches!(self.token(last + 1), "," | ".") {
            let decimals = self.token(last + 1) == ".";
            let Some(group) = digits::figure(self.token(last + 2)).filter(|f| f.is_plain()) else { break };
            let fits = if decimals { group.length <= 2 } else { group.length == 3 && first.length <= 3 };
            let firm = apart || !decimals || self.is_magnitude(last + 3);
            if !fits || !firm || group.end < self.token(last + 2).len() {
                break;
            }
            (length, last) = (length + group.length, last + 2);
            let places = group.length as u8;
            let (old, new) = if decimals {
                (value, group.value.and_then(|v| exact::shift(v, -i32::from(places))))
            } else {
                (value.and_then(|v| exact::shift(v, 3)), group.value)
            };
            value = old.zip(new).and_then(|(old, new)| exact::sum(old, new));
            number.form = Form { grouped: !decimals || number.form.grouped, ..Form::default() };
            if decimals {
                number.form.places = places;
                break;
            }
        }
        (number.value, number.last, number.span.end) = (value, last as u32, self.tokens[last].end as usize);
        last > i
    }

    fn is_magnitude(&self, i: usize) -> bool {
        self.words.get(i).is_some_and(|word| word.marks.has(Role::Magnitude))
    }

    /// Groups divided by spaces: `64 000`, `1 234 567,50`.
    fn extend_groups(&self, number: &mut Number, first: &digits::Figure) {
        if first.length > 3 || first.zero {
            return;
        }
        let mut length = first.length;
        let mut i = number.last as usize + 1;
        while self.gap(i) == Gap::Space && self.tokens[i].shape == Shape::Number {
            let Some(figure) = digits::figure(self.token(i)).filter(|f| f.whole_digits() == 3 && !f.form.grouped)
            else {
                break;
            };
            let blank = &self.text[self.tokens[i - 1].end as usize..self.tokens[i].start as usize];
            let cells = blank == "\t" || blank.chars().nth(1).is_some();
            if cells || (blank == " " && self.hyphen(i + 1)) {
                break;
            }
            length += figure.length;
            number.value = match (number.value, figure.value) {
                (Some(value), Some(group)) if length <= digits::MAX_DIGITS => {
                    exact::shift(value, 3).and_then(|value| exact::sum(value, group))
                }
                _ => None,
            };
            number.last = i as u32;
            number.span.end = self.tokens[i].start as usize + figure.end;
            number.form = Form { grouped: true, dotted: false, ..figure.form };
            if !figure.is_plain() || figure.end < self.token(i).len() {
                break;
            }
            i += 1;
        }
    }
}
