//! What looks like money and is not.

use rust_decimal::Decimal;
use std::collections::HashSet;

use crate::clues::Clues;
use crate::gazetteer::Role;
use crate::segment::{Gap, Shape};

use super::amounts::{Amount, noun_at};
use super::items::hyphen;
use super::places::Places;
use super::table::{Families, Kind, MoneyTable, Needs, Place, Unit};
use super::words::{WordKinds, Words};

/// How far words that tell weight or program text are looked for, in tokens.
const REACH: usize = 8;

/// A run of letters and signs is no text from so many bytes on, with so many
/// signs that are rare in texts.
const CODED: usize = 30;
const RARE: usize = 4;
const RARE_SIGNS: &[u8] = b"`@^!<>#*+[]\\?=_{}~";

/// The codes that a document states beyond doubt, for units that need it.
pub(super) type Stated<'t> = HashSet<&'t str>;

/// Says why amounts are no money.
pub(super) struct Guards<'c, 'a, 'l> {
    pub clues: &'c Clues<'a, 'l>,
    pub table: &'c MoneyTable,
    pub places: &'c Places<'c, 'a, 'l>,
    /// The document counts in dollars, so that its pounds may be weights.
    pub dollars: bool,
    /// The document shows program text, so that `$2` may be an argument.
    pub script: bool,
}

impl Guards<'_, '_, '_> {
    /// The name of the guard that drops an amount, if one does.
    pub fn drops(&self, amount: &Amount, unit: &Unit, stated: &Stated<'_>) -> Option<&'static str> {
        let known = stated.contains(unit.code.as_str()) || stated.contains(unit.usual.as_str());
        if unit.needs == Needs::NoWeight {
            return self.weight(amount, unit, known).then_some("guard:weight");
        }
        let dropped = [
            (self.is_word(amount, unit, known) || self.is_name(amount, unit), "guard:word"),
            (self.is_gem(amount, unit), "guard:weight"),
            (self.is_percent(amount), "guard:percent"),
            (self.is_constant(amount, unit), "guard:year"),
            (self.is_clock(amount, unit), "guard:time"),
            (self.is_address(amount, unit), "guard:address"),
            (self.is_misread(amount), "guard:figure"),
            (self.is_object(amount, unit), "guard:object"),
            (self.is_vague(amount), "guard:vague"),
            (self.is_code(amount) || self.is_id(amount, unit) || self.is_coded(amount), "guard:code"),
            (self.is_label(amount, unit), "guard:label"),
            (self.is_ratio(amount, unit), "guard:ratio"),
            (self.kinds(amount.last as usize) & Words::NOT != 0, "guard:phrase"),
        ];
        dropped.iter().find(|(holds, _)| *holds).map(|(_, name)| *name)
    }

    fn kinds(&self, i: usize) -> WordKinds {
        self.table.kinds(self.clues, i)
    }

    /// A unit that is another word as well, with a figure that may well belong
    /// to that: *2 real problems*, `TRY 3` *times*.
    fn is_word(&self, amount: &Amount, unit: &Unit, known: bool) -> bool {
        let firm = self.is_firm(amount) || amount.added.is_some() || self.is_priced(amount);
        let next = amount.last as usize + 1;
        let goes_on = self.clues.gap(next) == Gap::None && self.clues.shape(next) == Shape::Uncased;
        let noun = self.noun_follows(amount) || hyphen(self.clues, next) || goes_on;
        let of = self.kinds(next) & Words::OF != 0 && !self.is_money_noun(next + 1);
        match unit.needs {
            Needs::Nothing | Needs::Apart | Needs::Bare | Needs::NoWeight => false,
            _ if self.is_titled(amount, unit) => !known,
            Needs::Weak => !firm && (noun || of) && self.kinds(next) & Words::CASH == 0,
            Needs::NoVerb => {
                let object = self.kinds(next) & (Words::AFTER_VERB | Words::ARTICLE) != 0 && !self.is_each(amount);
                let verb = noun || of || object;
                !firm && !known && verb && !self.shown(unit)
            }
            Needs::Rare => {
                !(firm || known || self.shown(unit))
                    || (noun && !self.is_grouped(amount))
                    || self.is_point(amount)
                    || self.is_metres(amount)
            }
            Needs::Grouped if self.is_called(amount, unit) => true,
            Needs::Grouped => !self.is_lettered(amount) && !known && (noun || !self.shown(unit)),
            Needs::Known if known || (amount.leads && self.is_counted(amount)) => false,
            // *Bs 1.400 depositados*: the noun behind is no part of it.
            Needs::Known => (noun && !(amount.leads && self.is_grouped(amount))) || !self.shown(unit),
            Needs::Mixed => amount.added.is_none(),
        }
    }

    /// *a plant called “Y7”*: a letter and a digit in quotes name a thing.
    fn is_called(&self, amount: &Amount, unit: &Unit) -> bool {
        let (first, next) = (amount.first as usize, amount.last as usize + 1);
        let quotes = |i: usize| matches!(self.clues.token(i), "\"" | "“" | "”" | "‘" | "’" | "'" | "«" | "»");
        let around = first > 0 && quotes(first - 1) && quotes(next);
        let digit = amount.figure.is_some_and(|figure| figure < Decimal::TEN);
        unit.place == Place::Glued && around && amount.plain && digit && amount.form == Default::default()
    }

    /// True for a figure with a magnitude.
    fn is_counted(&self, amount: &Amount) -> bool {
        amount.upper.map_or(amount.magnitude, |(_, upper)| upper.max(amount.magnitude)) > Decimal::ONE
    }

    /// True where the document names a place whose currency it is, or may be.
    fn shown(&self, unit: &Unit) -> bool {
        let open = unit.code.is_empty();
        let one_of = |code: &str| open && self.table.currency(code).families & unit.families != 0;
        self.places.show(&unit.code) || self.places.show(&unit.usual) || self.places.show_any(one_of)
    }

    /// `TOP` *TWO BILLION*: a code that is a word, before a figure in words.
    fn is_titled(&self, amount: &Amount, unit: &Unit) -> bool {
        amount.leads && amount.form.words && unit.kind == Kind::Code && unit.needs != Needs::Nothing
    }

    /// *the 1,500m crown*: a distance.
    fn is_metres(&self, amount: &Amount) -> bool {
        let letter = self.clues.token(amount.first as usize).ends_with('m');
        letter && !amount.leads && amount.figure.is_some_and(|figure| figure >= Decimal::ONE_HUNDRED)
    }

    /// A price by its words: *a dividend of 10 marks*, *four crowns a kilo*.
    fn is_priced(&self, amount: &Amount) -> bool {
        let first = amount.first as usize;
        self.is_each(amount) || (first.saturating_sub(3)..first).any(|i| self.kinds(i) & Words::PRICED != 0)
    }

    /// *past the 100 mark*: a point on a scale.
    fn is_point(&self, amount: &Amount) -> bool {
        let before = amount.first.checked_sub(1).map_or(0, |i| self.kinds(i as usize));
        let single = !self.clues.token(amount.last as usize).ends_with('s') && !amount.hyphened && !amount.leads;
        before & Words::THE != 0 && single && !self.noun_follows(amount)
    }

    /// *a share*, *per kilo* after the amount.
    fn is_each(&self, amount: &Amount) -> bool {
        let next = amount.last as usize + 1;
        self.kinds(next) & (Words::PER | Words::ARTICLE) != 0 && self.kinds(next + 1) & Words::TRADED != 0
    }

    fn is_money_noun(&self, i: usize) -> bool {
        self.kinds(i) & (Words::OF_MONEY | Words::MONEY_NOUN) != 0
    }

    /// *18ct gold*: carats.
    fn is_gem(&self, amount: &Amount, unit: &Unit) -> bool {
        let next = amount.last as usize + 1;
        unit.kind == Kind::Minor && (next..next + 2).any(|i| self.kinds(i) & Words::GEM != 0)
    }

    /// A figure that nothing but money or a count in the thousands has.
    fn is_grouped(&self, amount: &Amount) -> bool {
        self.is_large(amount) || amount.form.places == 2
    }

    /// A figure with groups or a magnitude.
    fn is_large(&self, amount: &Amount) -> bool {
        let magnitude = amount.upper.map_or(amount.magnitude, |(_, upper)| upper.max(amount.magnitude));
        magnitude > Decimal::ONE || amount.form.grouped
    }

    /// `R 5,000`, `P5m`, but not `R 34.11`, `R2020b`: a letter and a figure
    /// that only money has.
    fn is_lettered(&self, amount: &Amount) -> bool {
        let surface = &self.clues.text[amount.start as usize..amount.end as usize];
        let spaced = surface.chars().nth(1).is_some_and(char::is_whitespace);
        let digit = |c: char| c.is_ascii_digit();
        let letter = surface.strip_suffix(['b', 'B', 'k', 'K', 't', 'T']).is_some_and(|rest| rest.ends_with(digit));
        !letter && (self.is_large(amount) || (amount.form.places == 2 && !spaced))
    }

    /// A figure that looks like money: in groups, with cents, or large.
    fn is_firm(&self, amount: &Amount) -> bool {
        let large = amount.figure.is_some_and(|figure| figure >= Decimal::ONE_HUNDRED) && !amount.is_year();
        self.is_grouped(amount) || (large && !self.noun_follows(amount)) || amount.form.places > 2
    }

    fn noun_follows(&self, amount: &Amount) -> bool {
        noun_at(self.clues, self.table, amount.last as usize + 1)
    }

    /// Pounds of weight: *9 pounds of flour*, *a 60-pound suitcase*.
    fn weight(&self, amount: &Amount, unit: &Unit, stated: bool) -> bool {
        let next = amount.last as usize + 1;
        let name = self.clues.shape(next - 1) == Shape::Capitalized && !self.clues.token(next - 1).ends_with('s');
        if name && amount.plain && !amount.form.words {
            return true;
        }
        if amount.added.is_some() {
            return false;
        }
        let of = self.kinds(next) & Words::OF != 0;
        let after = if of { next + 1 } else { next };
        if (next..next + 4).any(|i| self.kinds(i) & Words::MATERIAL != 0) {
            return of || !self.is_grouped(amount);
        }
        if of && !self.is_money_noun(after) && amount.plain {
            return true;
        }
        let heavy = self.weighing(amount) || self.is_american(amount, unit) || self.is_traded(amount, unit);
        if heavy && !stated {
            return true;
        }
        let lone_hyphen = amount.hyphened && amount.plain && !stated;
        let shed = !stated && self.is_shed(amount);
        (lone_hyphen && (next..next + 2).all(|i| self.kinds(i) & Words::MONEY_NOUN == 0)) || shed
    }

    /// *lost 15 pounds*: a weight, where the figure is that of a body.
    fn is_shed(&self, amount: &Amount) -> bool {
        let first = amount.first as usize;
        let body = amount.plain && amount.added.is_none() && amount.figure.is_some_and(|f| f < Decimal::ONE_HUNDRED);
        let whole = amount.form.places == 0 && !amount.article;
        let before = (first.saturating_sub(3)..first).any(|i| self.kinds(i) & Words::SHEDDING != 0);
        body && whole && before
    }

    /// Pounds where the document counts in dollars, or in parts of a pound; a
    /// conversion beside the figure speaks for money.
    fn is_american(&self, amount: &Amount, unit: &Unit) -> bool {
        let small = amount.magnitude == Decimal::ONE && !amount.form.grouped;
        let converted = self.clues.token(amount.last as usize + 1) == "(";
        let part = (amount.form.places != 0 && amount.form.places != 2) || amount.is_part();
        let american = || self.dollars || part || self.is_of_dollars(unit);
        small && !amount.article && !converted && !self.is_service(amount) && american()
    }

    /// True where the document names places that count in dollars, and none
    /// that count in pounds.
    fn is_of_dollars(&self, unit: &Unit) -> bool {
        let of = |families: Families| self.places.show_any(|code| self.table.currency(code).families & families != 0);
        of(self.table.family("dollar")) && !of(unit.families)
    }

    fn weighing(&self, amount: &Amount) -> bool {
        let (first, last) = (amount.first as usize, amount.last as usize);
        let mut around = (first.saturating_sub(REACH)..first).chain(last + 1..last + 5);
        amount.magnitude == Decimal::ONE && around.any(|i| self.is_weighing(i))
    }

    /// *imports of bean gum are 15 million pounds*: what is traded by weight,
    /// in a document that counts in dollars.
    fn is_traded(&self, amount: &Amount, unit: &Unit) -> bool {
        let first = amount.first as usize;
        let traded = |i: usize| self.kinds(i) & (Words::MATERIAL | Words::WEIGHING) != 0;
        let american = || self.dollars || self.is_of_dollars(unit);
        self.is_large(amount) && (first.saturating_sub(REACH)..first).any(traded) && american()
    }

    /// A word of weight or height, also glued to a figure: `5ft`.
    fn is_weighing(&self, i: usize) -> bool {
        let glued = || {
            let token = self.clues.token(i);
            let letters = token.trim_start_matches(|c: char| c.is_ascii_digit());
            self.table.word(self.clues.lists.word(letters)) & Words::WEIGHING != 0
        };
        self.kinds(i) & Words::WEIGHING != 0 || (self.clues.shape(i) == Shape::Number && glued())
    }

    /// *the ferry is nine pounds*: what has a price and no weight.
    fn is_service(&self, amount: &Amount) -> bool {
        let first = amount.first as usize;
        (first.saturating_sub(4)..first).any(|i| self.kinds(i) & Words::SERVICE != 0)
    }

    fn is_percent(&self, amount: &Amount) -> bool {
        let next = amount.last as usize + 1;
        let percent = self.table.is_percent(self.clues, next);
        percent && amount.leads && self.clues.gap(next) != Gap::Line
    }

    /// *in 2024 euros*: prices of a year.
    fn is_constant(&self, amount: &Amount, unit: &Unit) -> bool {
        let before = amount.first.checked_sub(1).map_or(0, |i| self.kinds(i as usize));
        let hyphened = amount.hyphened && matches!(unit.kind, Kind::Symbol | Kind::Code);
        let dated = before & Words::MONTH != 0;
        let prices = unit.kind == Kind::Word && (dated || before & Words::CONSTANT != 0);
        amount.is_year() && !amount.leads && (prices || hyphened)
    }

    /// *three dollar bills*, *five dollar-denominated bonds*: things, not an
    /// amount.
    fn is_object(&self, amount: &Amount, unit: &Unit) -> bool {
        let next = amount.last as usize + 1;
        let many = amount.figure.is_some_and(|figure| figure > Decimal::ONE);
        let single = unit.kind == Kind::Word && !amount.leads && !amount.hyphened && many && amount.plain;
        let whole = single && !self.clues.token(next - 1).ends_with('s');
        let bills = amount.form.words && self.kinds(next) & Words::BILLS != 0;
        let tail = Words::ARTICLE | Words::PER | Words::TAIL | Words::TO;
        let compound = hyphen(self.clues, next) && self.kinds(next + 1) & tail == 0;
        whole && (bills || compound)
    }

    /// *a million-dollar view*: no amount is meant.
    fn is_vague(&self, amount: &Amount) -> bool {
        let before = amount.first.checked_sub(1).map_or(0, |i| self.kinds(i as usize));
        let one = amount.figure == Some(Decimal::ONE) && amount.magnitude > Decimal::ONE_THOUSAND;
        let counted = self.clues.is(amount.first as usize, Role::Numeral);
        one && amount.form.words && amount.hyphened && before & Words::ARTICLE != 0 && !counted
    }

    /// *8p ET*: a time of the day.
    fn is_clock(&self, amount: &Amount, unit: &Unit) -> bool {
        let hour = amount.figure.is_some_and(|figure| figure <= Decimal::from(12)) && amount.plain;
        let zone = self.kinds(amount.last as usize + 1) & Words::CLOCK != 0;
        hour && zone && unit.kind == Kind::Minor && !amount.leads
    }

    /// *1020 Bolivar Road*, *518 Fr. Mulcahy Street*: the number of a house.
    fn is_address(&self, amount: &Amount, unit: &Unit) -> bool {
        let next = amount.last as usize + 1;
        let bare = !amount.leads && amount.form == Default::default() && amount.plain && unit.kind != Kind::Minor;
        let unit_first = (amount.first as usize + 1).min(next - 1);
        let capital = |i: usize| self.clues.shape(i).is_capital() && self.clues.gap(i) <= Gap::Space;
        let mut names = (next..next + 3).take_while(|&i| capital(i) || self.clues.token(i) == ".");
        bare && self.clues.shape(unit_first).is_capital() && names.any(|i| self.kinds(i) & Words::STREET != 0)
    }

    /// `$1,OOO`, `$8,000.000`: a figure that was read wrongly from a picture.
    fn is_misread(&self, amount: &Amount) -> bool {
        let next = amount.last as usize + 1;
        let touching = self.clues.gap(next) == Gap::None && self.clues.gap(next + 1) == Gap::None;
        let mark = matches!(self.clues.token(next), "," | ".");
        let letters = self.clues.token(next + 1);
        let zeros = letters.len() == 3 && letters.bytes().all(|b| matches!(b, b'O' | b'o' | b'0'));
        let thrice = amount.form.grouped
            && amount.form.places == 3
            && amount.plain
            && amount.figure.is_some_and(|figure| figure.fract().is_zero());
        (touching && mark && zeros && letters != "000") || thrice
    }

    /// `$1` in a script, or anywhere in a document that speaks of one.
    fn is_code(&self, amount: &Amount) -> bool {
        self.is_argument(amount) && (self.script || self.is_in_code(amount))
    }

    /// Letters and figures of an address, a number of a part or a citation:
    /// `#L436`, `com/CAD97`, `3mv5-343c`, `[4c]`.
    fn is_id(&self, amount: &Amount, unit: &Unit) -> bool {
        let (first, next) = (amount.first as usize, amount.last as usize + 1);
        let surface = &self.clues.text[amount.start as usize..amount.end as usize];
        if unit.kind == Kind::Minor && self.is_hash(amount, surface) {
            return true;
        }
        if unit.kind == Kind::Code && self.is_file_number(amount) {
            return true;
        }
        if self.is_formula(amount, unit) {
            return true;
        }
        let starts = surface.starts_with(char::is_alphanumeric);
        if !starts || unit.kind == Kind::Word || first == 0 || self.clues.gap(first) != Gap::None {
            return false;
        }
        let touched = first > 1 && self.clues.gap(first - 1) == Gap::None;
        let number = first > 1 && self.clues.shape(first - 2) == Shape::Number;
        match self.clues.token(first - 1) {
            // `$y=3$`
            "=" => !amount.leads && unit.kind == Kind::Symbol,
            "#" | "@" | "_" => true,
            "/" => touched && !number && !self.clues.token(first - 2).contains(|c: char| c.is_ascii_digit()),
            "-" => touched && unit.kind != Kind::Symbol,
            "+" => touched,
            "[" => {
                let small = unit.kind == Kind::Minor && amount.figure.is_some_and(|f| f < Decimal::TEN);
                small && self.clues.token(next) == "]"
            }
            _ => false,
        }
    }

    /// `$x = 5$`: the sign closes what another one opens.
    fn is_formula(&self, amount: &Amount, unit: &Unit) -> bool {
        let first = amount.first as usize;
        let sign = self.clues.token(amount.last as usize);
        unit.kind == Kind::Symbol
            && !amount.leads
            && first > 1
            && self.clues.token(first - 1) == "="
            && (first.saturating_sub(REACH)..first - 1).any(|i| self.clues.token(i) == sign && self.names(i))
    }

    /// True where letters touch the sign at token `i`.
    fn names(&self, i: usize) -> bool {
        self.clues.gap(i + 1) == Gap::None && !matches!(self.clues.shape(i + 1), Shape::Number | Shape::Symbol)
    }

    /// `AFN 200911050033`, `AFN 2009-0415`: a number that begins with a date.
    fn is_file_number(&self, amount: &Amount) -> bool {
        let next = amount.last as usize + 1;
        let bare = amount.form == Default::default() && amount.magnitude == Decimal::ONE && amount.leads;
        let goes_on = hyphen(self.clues, next) && self.clues.shape(next + 1) == Shape::Number;
        if bare && amount.is_year() && goes_on {
            return true;
        }
        let digits = amount.figure.map_or(String::new(), |figure| figure.to_string());
        let part = |from: usize, to: usize| digits.get(from..to).and_then(|part| part.parse::<u32>().ok()).unwrap_or(0);
        let date =
            (1900..2100).contains(&part(0, 4)) && (1..=12).contains(&part(4, 6)) && (1..=31).contains(&part(6, 8));
        bare && digits.len() >= 10 && date
    }

    /// `-24A$4@#Q…`: within a run of signs and letters that no text has, such as
    /// a file that was put into a message.
    fn is_coded(&self, amount: &Amount) -> bool {
        let (start, end) = (amount.start as usize, amount.end as usize);
        let bytes = self.clues.text.as_bytes();
        let run = |&&byte: &&u8| byte.is_ascii_graphic();
        let before = bytes[..start].iter().rev().take(CODED).take_while(run);
        let after = bytes[end..].iter().take(CODED).take_while(run);
        let run: Vec<u8> = before.chain(after).copied().collect();
        run.len() >= CODED && run.iter().filter(|byte| RARE_SIGNS.contains(byte)).count() >= RARE
    }

    /// `954176c`, `99885bc`: more coins than one would count in one word;
    /// `2003c`: a work of that year.
    fn is_hash(&self, amount: &Amount, surface: &str) -> bool {
        let many = amount.plain && !amount.form.grouped && amount.figure.is_some_and(|f| f >= Decimal::from(5_000));
        let glued = !surface.contains(char::is_whitespace) && surface.ends_with(['c', 'p']);
        glued && !amount.leads && (many || amount.is_year() || amount.magnitude > Decimal::ONE)
    }

    /// *2003-2018 Mark Smith*, *2022 Yuan Tong*: a year and a person.
    fn is_name(&self, amount: &Amount, unit: &Unit) -> bool {
        let next = amount.last as usize + 1;
        let year = |value: Option<Decimal>| {
            value.is_some_and(|v| v >= Decimal::from(1900) && v < Decimal::from(2100) && v.scale() == 0)
        };
        let years = year(amount.figure) && amount.magnitude == Decimal::ONE && !amount.form.grouped;
        let capital = |i: usize| self.clues.shape(i) == Shape::Capitalized;
        // *the 2020 Euro cup*
        let the = amount.first.checked_sub(1).is_some_and(|i| self.kinds(i as usize) & Words::THE != 0);
        years
            && !amount.leads
            && matches!(unit.kind, Kind::Word | Kind::Minor)
            && capital(next - 1)
            && (capital(next) || (the && self.noun_follows(amount)))
            && self.clues.gap(next) == Gap::Space
    }

    /// A figure of one digit behind a bare sign, which is no price for one of
    /// something and has no magnitude.
    fn is_argument(&self, amount: &Amount) -> bool {
        let (first, next) = (amount.first as usize, amount.last as usize + 1);
        let short = amount.leads && self.clues.token(first) == "$" && amount.figure.is_some_and(|f| f < Decimal::TEN);
        let price = || self.kinds(next) & (Words::PER | Words::ARTICLE) != 0 || self.clues.token(next) == "/";
        short && !price() && amount.form == Default::default() && amount.plain
    }

    /// True where words or signs of program text stand around it.
    pub fn is_in_code(&self, amount: &Amount) -> bool {
        if !self.is_argument(amount) {
            return false;
        }
        let (first, last) = (amount.first as usize, amount.last as usize);
        let touches = |i: usize| matches!(self.clues.token(i), "`" | "{" | "}" | "=");
        let quoted = first > 0 && self.clues.gap(first) == Gap::None && touches(first - 1) && touches(last + 1);
        let around = (first.saturating_sub(REACH)..first).chain(last + 1..last + 1 + REACH);
        let escaped = first > 0 && self.clues.gap(first) == Gap::None;
        let rate = first > 1 && self.clues.token(first - 1) == "/" && self.clues.shape(first - 2) == Shape::Number;
        let escaped = escaped && !rate && matches!(self.clues.token(first - 1), "/" | "~" | "^" | "\\" | "_");
        quoted || escaped || around.into_iter().any(|i| self.kinds(i) & Words::CODE != 0) || self.is_hinted(first, last)
    }

    /// *the shell script takes* `$1`: two words before that may speak of
    /// program text, or one beside it and one after it.
    fn is_hinted(&self, first: usize, last: usize) -> bool {
        let hint = |&i: &usize| self.kinds(i) & Words::CODE_HINT != 0;
        let before = (first.saturating_sub(REACH)..first).filter(hint).count();
        let beside = first.checked_sub(1).is_some_and(|i| hint(&i));
        before > 1 || (beside && (last + 1..last + 1 + REACH).any(|i| hint(&i)))
    }

    /// *Series 2 marks*, *Fig. 3c*: the figure belongs to the word before it;
    /// but not before a word that is a currency and nothing else.
    fn is_label(&self, amount: &Amount, unit: &Unit) -> bool {
        let sure = unit.kind == Kind::Word && unit.needs == Needs::Nothing;
        let label = amount.plain && !amount.form.grouped && !sure;
        if !label {
            return false;
        }
        let first = amount.first as usize;
        let stop = first > 1 && self.clues.token(first - 1) == "." && self.clues.gap(first - 1) == Gap::None;
        let before = first.checked_sub(if stop { 2 } else { 1 }).map_or(0, |i| self.kinds(i));
        before & Words::LABEL != 0 && !amount.leads
    }

    /// The second half of a quotation: `149.20/25 yen`, `USD/JPY 149.20`.
    fn is_ratio(&self, amount: &Amount, unit: &Unit) -> bool {
        let first = amount.first as usize;
        let slash = first >= 2 && self.clues.token(first - 1) == "/" && self.clues.gap(first) == Gap::None;
        if !slash || self.clues.gap(first - 1) != Gap::None {
            return false;
        }
        let before = self.clues.token(first - 2);
        let digit = |c: char| c.is_ascii_digit();
        let priced = first >= 3 && self.clues.gap(first - 2) == Gap::None && self.clues.is(first - 3, Role::Currency);
        let pair = self.clues.shape(first - 2) == Shape::Capitals && !before.contains(digit);
        if amount.leads { unit.kind == Kind::Code && pair } else { before.ends_with(digit) && !priced }
    }
}
