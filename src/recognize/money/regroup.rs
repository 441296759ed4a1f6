//! Three digits after a lone mark: a group, or decimals.

use rust_decimal::Decimal;

use crate::clues::Clues;
use crate::numbers::product;

use super::amounts::Amount;
use super::places::Places;
use super::table::{Dot, Families, Kind, MoneyTable, Unit};
use super::words::Words;

/// Reads three digits after a lone dot as a group where the currency or the
/// document writes figures so (`Rp 75.000`), and three digits after a lone
/// comma as decimals where a price for a litre has them (`1,899 €/l`).
pub(super) fn regroup(places: &Places<'_, '_, '_>, amounts: &mut [Amount]) {
    let (clues, table) = (places.clues, places.table);
    let continental = is_continental(clues, amounts);
    let english = clues.numbers.iter().any(|number| number.form.grouped && is_english(number.span.of(clues.text)));
    for i in 0..amounts.len() {
        let (before, rest) = amounts.split_at_mut(i);
        let amount = &mut rest[0];
        let Some(unit) = amount.unit.map(|unit| &table.units[unit as usize]).filter(|_| amount.plain) else { continue };
        let commas = continental && !english && amount.form.lone_comma && has_decimals(table, unit);
        if amount.form.dotted && is_group(places, amount, unit, continental) {
            amount.regroup();
            // The lower end of a range is written alike: `39.000 - 47.000 Euro`.
            if let Some(lower) = before.last_mut().filter(|lower| is_lower(lower, amount)) {
                lower.regroup();
            }
        } else if commas || is_litre_price(clues, table, amount, unit) {
            amount.ungroup();
        } else if may_be_litre_price(clues, table, amount, unit) {
            (amount.figure, amount.unclear) = (None, true);
        }
    }
}

/// True for a bare figure of the same form before an amount, with one word or
/// sign between the two.
fn is_lower(lower: &Amount, amount: &Amount) -> bool {
    let close = amount.first.checked_sub(lower.last) == Some(2);
    close && lower.unit.is_none() && lower.plain && lower.form.dotted
}

/// `1,234,567`, `1,234.5`: groups that only commas make.
fn is_english(figure: &str) -> bool {
    figure.bytes().filter(|&b| b == b',').count() > 1 || (figure.find(',') < figure.find('.') && figure.contains(','))
}

/// True where the document writes figures as on the continent: `1.234,50`,
/// `12,5 %`, `€3,40`; but not for *sections 1,2*.
fn is_continental(clues: &Clues<'_, '_>, amounts: &[Amount]) -> bool {
    let percent = |i: usize| clues.token(i) == "%";
    amounts.iter().any(|amount| amount.form.continental && amount.unit.is_some())
        || clues
            .numbers
            .iter()
            .filter(|number| number.form.continental)
            .any(|number| number.form.grouped || percent(number.last as usize + 1))
}

fn is_group(places: &Places<'_, '_, '_>, amount: &Amount, unit: &Unit, continental: bool) -> bool {
    let (clues, table) = (places.clues, places.table);
    // A price for one of something follows, as at a pump.
    let next = amount.last as usize + 1;
    let each = Words::ARTICLE | Words::PER | Words::EACH;
    let rate = clues.token(next) == "/" || table.kinds(clues, next) & each != 0;
    let figure = amount.figure.unwrap_or_default();
    let tens = product(figure, Decimal::TEN).is_some_and(|tens| tens.normalize().scale() == 0);
    // English counts *euros*, as Spanish does; *1.385 Euro* is neither.
    let plural = unit.kind == Kind::Word && clues.token(amount.last as usize).ends_with('s');
    let english = plural && clues.language.foreign().is_none();
    let likely = figure >= Decimal::TEN || tens || !(rate || english);
    let round = figure.normalize().scale() == 0;
    continental
        || amount.dashed
        || match places.bare_sign_abroad(unit).map_or_else(|| dot(table, unit), |code| table.currency(code).dot) {
            Dot::Group => true,
            Dot::Maybe => likely,
            Dot::Round => round,
            // `150.000 USD`: thousandths of a cent are not written, but those
            // of coins that are thousandths are.
            Dot::Decimal => round && !amount.leads && families(table, unit) & table.family("fils") == 0,
        }
}

/// True where prices in a currency of the continent, or of one that has coins
/// in use, may have three decimals: the rate of another currency.
fn has_decimals(table: &MoneyTable, unit: &Unit) -> bool {
    let coins = families(table, unit) & table.family("centavo") != 0;
    dot(table, unit) == Dot::Maybe || (coins && dot(table, unit) == Dot::Group)
}

fn families(table: &MoneyTable, unit: &Unit) -> Families {
    unit.families | table.currency(unit.means()).families
}

/// How a unit is written; where its row says nothing, as its currency is, or
/// that of where the texts are at home, where it may mean that.
fn dot(table: &MoneyTable, unit: &Unit) -> Dot {
    let home = table.currency(&table.home_currency);
    let may_be_home = unit.code.is_empty() && home.families & (unit.families | unit.beside) != 0;
    match unit.dot {
        Dot::Decimal if may_be_home => home.dot,
        Dot::Decimal => table.currency(unit.means()).dot,
        dot => dot,
    }
}

/// A group of one digit and three in a currency of the continent, before
/// `/l`, *pro Liter*.
fn is_litre_price(clues: &Clues<'_, '_>, table: &MoneyTable, amount: &Amount, unit: &Unit) -> bool {
    let each = |next: usize| clues.token(next) == "/" || table.kinds(clues, next) & Words::PER != 0;
    is_for_litre(clues, table, amount, unit) && each(amount.last as usize + 1)
}

/// The same before *a litre*, where English may have either: *1,789 Euro a
/// litre*.
fn may_be_litre_price(clues: &Clues<'_, '_>, table: &MoneyTable, amount: &Amount, unit: &Unit) -> bool {
    let article = table.kinds(clues, amount.last as usize + 1) & Words::ARTICLE != 0;
    is_for_litre(clues, table, amount, unit) && article && unit.kind == Kind::Word
}

/// One digit and a group, a word, and a litre.
fn is_for_litre(clues: &Clues<'_, '_>, table: &MoneyTable, amount: &Amount, unit: &Unit) -> bool {
    let one = amount.form.grouped && amount.figure.is_some_and(|figure| figure < Decimal::from(4_000));
    let litre = table.kinds(clues, amount.last as usize + 2) & Words::LITRE != 0;
    one && litre && dot(table, unit) == Dot::Maybe
}
