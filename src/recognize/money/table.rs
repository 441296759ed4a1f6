//! The money lists in typed form, built once for a pipeline.

use crate::hash::HashMap;
use rust_decimal::Decimal;
use std::str::FromStr;

use crate::clues::Clues;
use crate::gazetteer::{Case, Entry, Role, Surface};
use crate::language::Language;
use crate::lookup::{Index, WordId};
use crate::numbers::product;
use crate::segment::Gap;

use super::words::{WordKinds, Words};

/// What a currency row is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Symbol,
    Code,
    Word,
    Minor,
}

/// On which side of a figure a currency may stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// On either side.
    Both,
    /// After it only.
    After,
    /// After it; before it where nothing speaks against it.
    Lead,
    /// Touching it, a coin behind, a sign before it.
    Glued,
    /// Before it only.
    Before,
    /// Touching it, on either side.
    Touching,
}

/// What an amount needs so that the row is money.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Needs {
    Nothing,
    /// A figure that looks like money, or no noun after it.
    Weak,
    /// A figure that looks like money.
    Rare,
    /// Digits in groups, decimals or a magnitude, or the currency elsewhere.
    Grouped,
    /// The currency elsewhere in the document, stated or by a place.
    Known,
    /// As `Weak`, and no word after it that makes it a verb: *12 won by*.
    NoVerb,
    /// Nothing that speaks of weight.
    NoWeight,
    /// No article before it: *the US $5*.
    Bare,
    /// A space before the figure.
    Apart,
    /// Another amount that it is a part of.
    Mixed,
}

/// A set of currency families (*dollar*, *cent* …), one bit each.
pub(super) type Families = u64;

/// What one of a unit is worth in major units: a decimal, divided by `over`
/// where there is no finite decimal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Factor {
    pub value: Decimal,
    pub over: u32,
}

impl Factor {
    /// True where one of the unit is one major unit.
    pub fn is_one(self) -> bool {
        self.value == Decimal::ONE && self.over == 1
    }

    /// The column: a decimal, or a fraction such as `1/240`.
    fn read(column: &str) -> Factor {
        let (value, over) = column.split_once('/').unwrap_or((column, "1"));
        Factor { value: Decimal::from_str(value).unwrap_or(Decimal::ONE), over: over.parse().unwrap_or(1) }
    }
}

/// A currency row.
#[derive(Clone, Debug)]
pub(super) struct Unit {
    pub kind: Kind,
    /// The code that the row states; may be empty.
    pub code: String,
    /// The code that English news means where nothing else is said; may be
    /// empty.
    pub usual: String,
    pub families: Families,
    /// Families whose codes and words may follow the figure: `$400 pesos`.
    pub beside: Families,
    /// Major units in one of it.
    pub factor: Factor,
    /// The families that it can be a part of beside those of its own, and
    /// what one of it is worth then.
    pub part: Option<(Families, Factor)>,
    pub place: Place,
    pub needs: Needs,
    /// How three digits after a lone dot are read, where the row says so.
    pub dot: Dot,
    /// *a dollar* is one of it.
    pub one: bool,
    /// It is an abbreviation that has a full stop in any case.
    pub dotted: bool,
}

impl Unit {
    /// The code that it states, or that it usually means.
    pub fn means(&self) -> &str {
        if self.code.is_empty() { &self.usual } else { &self.code }
    }

    /// True where the words of the row can hardly be anything else.
    pub fn is_sure(&self) -> bool {
        matches!(self.needs, Needs::Nothing | Needs::NoWeight | Needs::Bare | Needs::Apart)
    }

    /// Whether it may touch a figure from before and from after.
    fn sides(&self) -> (bool, bool) {
        match (self.place, self.kind) {
            (Place::Glued, Kind::Minor) | (Place::After, _) => (false, true),
            (Place::Glued | Place::Before, _) => (true, false),
            _ => (true, true),
        }
    }
}

/// A magnitude row.
#[derive(Clone, Debug)]
pub(super) struct Magnitude {
    pub factor: Decimal,
    /// A single letter, such as `m`.
    pub letter: bool,
    /// The families beside which it stands; 0 for any.
    pub families: Families,
    /// The families beside which it is worth something else, and what:
    /// *R$ 500 mil*.
    pub other: Option<(Families, Decimal)>,
    /// Its language writes groups with dots, decimals with a comma.
    pub dots: bool,
}

impl Magnitude {
    /// What it is worth beside units of some families.
    pub fn beside(&self, families: Families) -> Decimal {
        self.other.filter(|(of, _)| of & families != 0).map_or(self.factor, |(_, factor)| factor)
    }
}

/// What a row found beside a figure is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Unit(u32),
    Magnitude(u32),
}

/// How three digits after a lone dot are read beside a currency.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Dot {
    /// As decimals.
    #[default]
    Decimal,
    /// As a group where the three digits are zeros.
    Round,
    /// As a group where the figure looks like one.
    Maybe,
    /// As a group.
    Group,
}

/// What is known of a currency by its code.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Currency {
    pub families: Families,
    pub dot: Dot,
}

/// Letters that touch a figure on one side → what they are.
#[derive(Debug, Default)]
struct Glued {
    exact: HashMap<String, Part>,
    any: HashMap<String, Part>,
}

impl Glued {
    fn add(&mut self, case: Case, letters: &str, part: Part) {
        match case {
            Case::Any => self.any.entry(letters.to_lowercase()).or_insert(part),
            _ => self.exact.entry(letters.to_string()).or_insert(part),
        };
    }

    fn get(&self, letters: &str) -> Option<Part> {
        self.exact.get(letters).or_else(|| self.any.get(&letters.to_lowercase())).copied()
    }
}

/// Everything that the money recognizer takes from the lists.
#[derive(Debug, Default)]
pub struct MoneyTable {
    pub(super) units: Vec<Unit>,
    pub(super) magnitudes: Vec<Magnitude>,
    /// Row of the lists → what it is.
    rows: HashMap<u32, Part>,
    before: Glued,
    after: Glued,
    /// Signs that are another one behind the figure: `M$`.
    behind: HashMap<u32, u32>,
    /// Signs that stand on one side only → the row, for the other side's.
    sided: HashMap<String, u32>,
    words: HashMap<WordId, WordKinds>,
    /// Phrases of several words that are no amount, and places, by row.
    pub(super) not_money: Vec<u32>,
    /// Phrases in which a currency is a part of a name: *euro zone*.
    pub(super) names: Vec<u32>,
    places: HashMap<WordId, String>,
    place_rows: HashMap<u32, String>,
    /// Codes of countries, as the lists of places have them → currencies.
    countries: HashMap<String, String>,
    /// Currencies for which the press at home writes the bare sign, and the
    /// language of that press; none for any.
    bare_sign: HashMap<String, String>,
    currencies: HashMap<String, Currency>,
    /// Codes → the codes that they had, each with the year until which.
    histories: HashMap<String, Vec<(u32, String)>>,
    families: Vec<String>,
    /// The user's choice for amounts that the document leaves open; may be
    /// empty.
    pub(super) default_currency: String,
    /// The currency of where the texts are at home; may be empty.
    pub(super) home_currency: String,
}

impl MoneyTable {
    /// Collects the rows with the roles `currency`, `magnitude` and `amount`.
    ///
    /// `default_currency` stands for amounts whose currency the document does
    /// not decide.
    pub fn new(lists: &Index, default_currency: Option<&str>) -> Self {
        let mut table = MoneyTable {
            default_currency: default_currency.unwrap_or_default().to_uppercase(),
            ..MoneyTable::default()
        };
        let rows = lists.gazetteer();
        for surface in rows.surfaces_of_rules() {
            match surface.role() {
                Role::Currency | Role::Magnitude => {
                    table.add_part(rows.entry_of(surface), surface, rows.surface_text(surface));
                }
                Role::Amount => table.add_word(rows.entry_of(surface), lists.word(rows.surface_text(surface))),
                _ => {}
            }
        }
        table.join_sides();
        table.not_money.sort_unstable();
        table.not_money.dedup();
        table.names.sort_unstable();
        table.names.dedup();
        table
    }

    /// The same for texts that are at home in a country, by its code: its
    /// currency is meant where the document says nothing else.
    pub fn at_home(mut self, country: Option<&str>) -> Self {
        let code = country.and_then(|country| self.country(country)).unwrap_or_default();
        self.home_currency = code.to_string();
        self
    }

    /// What a row of the lists is.
    pub(super) fn part(&self, row: u32) -> Option<Part> {
        self.rows.get(&row).copied()
    }

    /// What letters that touch the start of a figure are.
    pub(super) fn glued_before(&self, letters: &str) -> Option<Part> {
        self.before.get(letters)
    }

    /// What letters that touch the end of a figure are.
    pub(super) fn glued_after(&self, letters: &str) -> Option<Part> {
        self.after.get(letters)
    }

    pub(super) fn word(&self, word: WordId) -> WordKinds {
        self.words.get(&word).copied().unwrap_or(0)
    }

    /// What the word at token `i` says; nothing past the end.
    pub(super) fn kinds(&self, clues: &Clues<'_, '_>, i: usize) -> WordKinds {
        if clues.is(i, Role::Amount) { self.word(clues.word_id(i)) } else { 0 }
    }

    /// True where token `i` makes a percentage of the figure before it: *%*,
    /// *percent*, *per cent*.
    pub(super) fn is_percent(&self, clues: &Clues<'_, '_>, i: usize) -> bool {
        let kinds = self.kinds(clues, i);
        let cent = || match self.glued_after(clues.token(i + 1)) {
            Some(Part::Unit(unit)) => self.units[unit as usize].families & self.family("cent") != 0,
            _ => false,
        };
        kinds & Words::PERCENT != 0 || (kinds & Words::PER != 0 && clues.gap(i + 1) == Gap::Space && cent())
    }

    /// The currency of a place.
    pub(super) fn place(&self, word: WordId) -> Option<&str> {
        self.places.get(&word).map(String::as_str)
    }

    /// The currency of a place of several words.
    pub(super) fn place_row(&self, row: u32) -> Option<&str> {
        self.place_rows.get(&row).map(String::as_str)
    }

    /// The currency of a country, by its code.
    pub(super) fn country(&self, country: &str) -> Option<&str> {
        self.countries.get(country).map(String::as_str)
    }

    /// True for the money that its own press writes `$`, in a language.
    pub(super) fn writes_bare_sign(&self, code: &str, language: Language) -> bool {
        self.bare_sign.get(code).is_some_and(|own| own.is_empty() || language.is_likely(own))
    }

    /// True for a language whose press writes the bare sign for money of its own.
    pub(super) fn signs_in(&self, language: Language) -> bool {
        self.bare_sign.values().any(|own| !own.is_empty() && language.is_likely(own))
    }

    /// The codes that a currency had before, each with the year until which.
    pub(super) fn history(&self, code: &str) -> Option<&[(u32, String)]> {
        self.histories.get(code).map(Vec::as_slice)
    }

    pub(super) fn currency(&self, code: &str) -> Currency {
        self.currencies.get(code).copied().unwrap_or_default()
    }

    /// The bit of a family; 0 where no row names it.
    pub(super) fn family(&self, name: &str) -> Families {
        let index = self.families.iter().position(|family| family == name);
        index.map_or(0, |index| 1u64.checked_shl(index as u32).unwrap_or(0))
    }

    fn add_part(&mut self, entry: Entry<'_>, surface: &Surface, text: &str) {
        let part = match self.part(entry.index()) {
            Some(part) => part,
            None => self.new_part(entry),
        };
        self.rows.insert(entry.index(), part);
        if let Part::Unit(unit) = part {
            self.add_sided(unit, text);
        }
        if text.contains(char::is_whitespace) {
            return;
        }
        let (before, after) = match part {
            Part::Magnitude(_) => (false, true),
            Part::Unit(unit) => self.units[unit as usize].sides(),
        };
        if before {
            self.before.add(surface.case(), text, part);
        }
        if after {
            self.after.add(surface.case(), text, part);
        }
    }

    /// Notes a sign that one row has before the figure, another one behind it.
    fn add_sided(&mut self, unit: u32, text: &str) {
        let place = self.units[unit as usize].place;
        if !matches!(place, Place::Before | Place::After) || self.units[unit as usize].kind != Kind::Symbol {
            return;
        }
        match self.sided.get(text).copied() {
            Some(other) if other != unit => {
                let (before, after) = if place == Place::Before { (unit, other) } else { (other, unit) };
                self.behind.insert(before, after);
            }
            Some(_) => {}
            None => drop(self.sided.insert(text.to_string(), unit)),
        }
    }

    /// A sign that has two rows is the one before the figure until it is read.
    fn join_sides(&mut self) {
        let ahead: HashMap<u32, u32> = self.behind.iter().map(|(before, after)| (*after, *before)).collect();
        for part in self.rows.values_mut() {
            if let Part::Unit(unit) = part {
                *unit = ahead.get(unit).copied().unwrap_or(*unit);
            }
        }
    }

    /// What the sign of a unit is behind a figure.
    pub(super) fn behind(&self, unit: u32) -> u32 {
        self.behind.get(&unit).copied().unwrap_or(unit)
    }

    fn new_part(&mut self, entry: Entry<'_>) -> Part {
        if entry.role() == Role::Magnitude {
            let magnitude = self.magnitude(entry);
            self.magnitudes.push(magnitude);
            return Part::Magnitude(self.magnitudes.len() as u32 - 1);
        }
        let unit = self.unit(entry);
        if unit.kind == Kind::Code && unit.factor.is_one() {
            let history = history(entry.column("before").unwrap_or(""));
            if !history.is_empty() {
                self.histories.insert(unit.code.clone(), history);
            }
            self.currencies.entry(unit.code.clone()).or_insert(Currency { families: unit.families, dot: dot(entry) });
        }
        self.units.push(unit);
        Part::Unit(self.units.len() as u32 - 1)
    }

    fn magnitude(&mut self, entry: Entry<'_>) -> Magnitude {
        let needs = entry.column("needs").unwrap_or("");
        let beside = self.family_bits(entry.column("beside").unwrap_or(""));
        Magnitude {
            factor: Factor::read(entry.column("factor").unwrap_or("")).value,
            letter: entry.column("kind") == Some("letter"),
            families: needs.strip_prefix("family:").map_or(0, |names| self.family_bits(names)),
            other: (beside != 0).then(|| (beside, Factor::read(entry.column("part").unwrap_or("")).value)),
            dots: entry.column("dot") == Some("group"),
        }
    }

    fn unit(&mut self, entry: Entry<'_>) -> Unit {
        let column = |name| entry.column(name).unwrap_or("");
        let kind = match column("kind") {
            "symbol" => Kind::Symbol,
            "code" => Kind::Code,
            "minor" => Kind::Minor,
            _ => Kind::Word,
        };
        let part_of = self.family_bits(column("part_of"));
        Unit {
            kind,
            code: column("code").to_string(),
            usual: column("usual").to_string(),
            families: self.family_bits(column("family")),
            beside: self.family_bits(column("beside")),
            factor: Factor::read(column("factor")),
            part: (part_of != 0).then(|| (part_of, Factor::read(column("part")))),
            place: place(column("place"), kind),
            needs: needs(column("needs")),
            dot: dot(entry),
            one: column("one") == "yes",
            dotted: entry.name().ends_with('.'),
        }
    }

    /// The bits of family names divided by `|`; new names get new bits.
    fn family_bits(&mut self, names: &str) -> Families {
        let mut bits = 0;
        for name in names.split('|').filter(|name| !name.is_empty()) {
            let known = self.families.iter().position(|family| family == name);
            let index = known.unwrap_or_else(|| {
                self.families.push(name.to_string());
                self.families.len() - 1
            });
            bits |= 1u64.checked_shl(index as u32).unwrap_or(0);
        }
        bits
    }

    fn add_word(&mut self, entry: Entry<'_>, word: WordId) {
        let one_word = word != crate::lookup::NO_WORD;
        let code = entry.column("code").unwrap_or("");
        for country in entry.column("country").unwrap_or("").split('|').filter(|country| !country.is_empty()) {
            self.countries.insert(country.to_string(), code.to_string());
        }
        if let Some(sign) = entry.column("sign").filter(|sign| !sign.is_empty()) {
            let language = if sign == "bare" { "" } else { sign };
            self.bare_sign.insert(code.to_string(), language.to_string());
        }
        for kind in entry.column("kind").unwrap_or("").split('|') {
            let code = code.to_string();
            match kind {
                "name" if !one_word => self.names.push(entry.index()),
                "not" if !one_word => self.not_money.push(entry.index()),
                "place" if one_word => drop(self.places.insert(word, code)),
                "place" => drop(self.place_rows.insert(entry.index(), code)),
                _ if !one_word => {}
                _ => *self.words.entry(word).or_insert(0) |= Words::named(kind),
            }
        }
    }
}

/// The column: `VEB:2008|VEF:2018`.
fn history(column: &str) -> Vec<(u32, String)> {
    let codes = column.split('|').filter_map(|part| part.split_once(':'));
    codes.filter_map(|(code, until)| Some((until.parse().ok()?, code.to_string()))).collect()
}

fn place(column: &str, kind: Kind) -> Place {
    match (column, kind) {
        ("both", _) => Place::Both,
        ("lead", _) => Place::Lead,
        ("glued", _) => Place::Glued,
        ("before", _) => Place::Before,
        ("touching", _) => Place::Touching,
        ("", Kind::Symbol | Kind::Code) => Place::Both,
        _ => Place::After,
    }
}

fn needs(column: &str) -> Needs {
    match column {
        "weak" => Needs::Weak,
        "rare" => Needs::Rare,
        "grouped" => Needs::Grouped,
        "known" => Needs::Known,
        "verb" => Needs::NoVerb,
        "weight" => Needs::NoWeight,
        "bare" => Needs::Bare,
        "apart" => Needs::Apart,
        "mixed" => Needs::Mixed,
        _ => Needs::Nothing,
    }
}

fn dot(entry: Entry<'_>) -> Dot {
    match entry.column("dot") {
        Some("group") => Dot::Group,
        Some("maybe") => Dot::Maybe,
        Some("round") => Dot::Round,
        _ => Dot::Decimal,
    }
}

/// Major units: the figure times its magnitude times what one unit is.
/// A fraction without a finite decimal (old pence) is given to four places.
pub(super) fn value(figure: Option<Decimal>, magnitude: Decimal, factor: Factor) -> Option<Decimal> {
    let whole = product(product(figure?, magnitude)?, factor.value)?;
    if factor.over == 1 {
        return Some(whole);
    }
    Some((whole.checked_div(Decimal::from(factor.over))?).round_dp(4))
}
