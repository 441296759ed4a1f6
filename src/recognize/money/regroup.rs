//! Three digits after a lone mark: a group, or decimals.

use rust_decimal::Decimal;

use crate::clues::Clues;
use crate::numbers::product;

use super::amounts::Amount;
use super::table::{Dot, Kind, MoneyTable, Unit};
use super::words::Words;

/// Reads three digits after a lone dot as a group where the currency or the
/// document writes figures so (`Rp 75.000`), and three digits after a lone
/// comma as decimals where a price for a litre has them (`1,899 €/l`).
pub(super) fn regroup(clues: &Clues<'_, '_>, table: &MoneyTable, amounts: &mut [Amount]) {
    let continental = is_continental(clues, amounts);
    for amount in amounts.iter_mut().filter(|a| a.plain) {
        let Some(unit) = amount.unit.map(|unit| &table.units[unit as usize]) else { continue };
        if amount.form.dotted && is_group(clues, table, amount, unit, continental) {
            amount.figure = amount.figure.and_then(|figure| product(figure, Decimal::ONE_THOUSAND));
            (amount.form.grouped, amount.form.places, amount.form.dotted) = (true, 0, false);
        } else if is_litre_price(clues, table, amount, unit) {
            amount.figure = amount.figure.and_then(|figure| product(figure, Decimal::new(1, 3)));
            (amount.form.grouped, amount.form.places) = (false, 3);
        }
    }
}

/// True where the document writes figures as on the continent: `1.234,50`,
/// `12,5 %`, `€3,40`; but not for *sections 1,2*.
fn is_continental(clues: &Clues<'_, '_>, amounts: &[Amount]) -> bool {
    let percent = |i: usize| clues.token_or_none(i) == "%";
    amounts.iter().any(|amount| amount.form.continental && amount.unit.is_some())
        || clues
            .numbers
            .iter()
            .filter(|number| number.form.continental)
            .any(|number| number.form.grouped || percent(number.last as usize + 1))
}

fn is_group(clues: &Clues<'_, '_>, table: &MoneyTable, amount: &Amount, unit: &Unit, continental: bool) -> bool {
    // A price for one of something follows, as at a pump.
    let rate = matches!(clues.token_or_none(amount.last as usize + 1), "a" | "per" | "each" | "/");
    let figure = amount.figure.unwrap_or_default();
    let tens = (figure * Decimal::TEN).normalize().scale() == 0;
    let likely = figure >= Decimal::TEN || tens || (unit.kind != Kind::Word && !rate);
    continental
        || amount.dashed
        || match dot(table, unit) {
            Dot::Group => true,
            Dot::Maybe => likely,
            Dot::Round => figure.normalize().scale() == 0,
            Dot::Decimal => false,
        }
}

/// How a unit is written; where its row says nothing, as its currency is.
fn dot(table: &MoneyTable, unit: &Unit) -> Dot {
    let code = if unit.code.is_empty() { &unit.usual } else { &unit.code };
    if unit.dot == Dot::Decimal { table.currency(code).dot } else { unit.dot }
}

/// A group of one digit and three in a currency of the continent, before
/// `/l`, *pro Liter*.
fn is_litre_price(clues: &Clues<'_, '_>, table: &MoneyTable, amount: &Amount, unit: &Unit) -> bool {
    let one = amount.form.grouped && amount.figure.is_some_and(|figure| figure < Decimal::from(4_000));
    let next = amount.last as usize + 1;
    let each = matches!(clues.token_or_none(next), "/" | "pro" | "par" | "por");
    let litre = table.kinds(clues, next + 1) & Words::LITRE != 0;
    one && each && litre && dot(table, unit) == Dot::Maybe
}
