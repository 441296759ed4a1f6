//! Amounts of money: what is one, where it begins and ends, what it is worth.
//!
//! | step | file | from → to |
//! |---|---|---|
//! | pieces | `items` | numbers and rows → numbers, currencies, magnitudes in order |
//! | amounts | `amounts` | pieces → figures with magnitude, currency, sign |
//! | joining | `join` | neighbours → ranges, quotations, borrowed magnitudes |
//! | coins | `coins` | neighbours → mixed units, *a dollar and a half* |
//! | guards | `guards` | drops what is no money |
//! | places | `places` | which currencies the document's places use |
//! | currency | `currency` | stated, inferred, usual or open |

mod amounts;
mod coins;
mod currency;
mod guards;
mod items;
mod join;
mod places;
mod table;
mod words;

pub use table::MoneyTable;

use rust_decimal::Decimal;

use super::Candidate;
use crate::clues::Clues;
use crate::entity::{Entity, Evidence, Quantity, Rule, Span};
use crate::gazetteer::Role;
use crate::numbers::{product, sum};

use amounts::Amount;
use coins::value;
use currency::{Decider, Decision};
use guards::{Guards, Stated};
use places::Places;
use table::{Dot, Kind, Needs, Unit};

/// The label of an amount of money.
const MONEY: &str = "MONEY";

/// Proposes every amount of money. Linear in the text; next to nothing where
/// no figure stands.
pub fn recognize<'l>(clues: &Clues<'_, 'l>, table: &'l MoneyTable, out: &mut Vec<Candidate<'l>>) {
    let items = items::items(clues, table);
    if items.is_empty() {
        return;
    }
    let mut amounts = amounts::amounts(clues, table, &items);
    regroup(clues, table, &mut amounts);
    let mut amounts = join::join(clues, table, amounts);
    amounts.retain(|amount| amount.unit.is_some());
    let places = Places::new(clues, table);
    let (standing, dropped) = guarded(&places, amounts);
    let decisions = Decider::decide(&places, &standing);
    out.extend(standing.iter().zip(decisions).map(|(amount, decision)| candidate(table, amount, decision)));
    out.extend(dropped.iter().map(|(amount, guard)| {
        let open = Decision { code: None, rule: "open" };
        Candidate { dropped: Some(guard), ..candidate(table, amount, open) }
    }));
}

/// Reads three digits after a lone dot as a group where the currency or the
/// document writes figures so: `Rp 75.000`.
fn regroup(clues: &Clues<'_, '_>, table: &MoneyTable, amounts: &mut [Amount]) {
    let continental = clues.numbers.iter().any(|number| number.form.continental);
    for amount in amounts.iter_mut().filter(|a| a.form.dotted && a.plain) {
        let Some(unit) = amount.unit.map(|unit| &table.units[unit as usize]) else { continue };
        let rate = clues.token_or_none(amount.last as usize + 1);
        let rate = matches!(rate, "a" | "per" | "each" | "/");
        if is_group(table, amount, unit, continental, rate) {
            amount.figure = amount.figure.and_then(|figure| product(figure, Decimal::ONE_THOUSAND));
            (amount.form.grouped, amount.form.places, amount.form.dotted) = (true, 0, false);
        }
    }
}

/// `rate` tells that a price for one of something follows, as at a pump.
fn is_group(table: &MoneyTable, amount: &Amount, unit: &Unit, continental: bool, rate: bool) -> bool {
    let code = if unit.code.is_empty() { &unit.usual } else { &unit.code };
    let own = if unit.dot == Dot::Decimal { table.currency(code).dot } else { unit.dot };
    let figure = amount.figure.unwrap_or_default();
    let round = (figure * Decimal::TEN).normalize().scale() == 0;
    let large = figure >= Decimal::TEN;
    let likely = large || round || (unit.kind != Kind::Word && !rate);
    continental || own == Dot::Group || (own == Dot::Maybe && likely)
}

/// Parts amounts that stand from those that a guard drops.
fn guarded(places: &Places<'_, '_, '_>, amounts: Vec<Amount>) -> (Vec<Amount>, Vec<(Amount, &'static str)>) {
    let (clues, table) = (places.clues, places.table);
    let dollar = table.family("dollar");
    let dollars = amounts.iter().any(|amount| unit_of(table, amount).families & dollar != 0);
    let mut guards = Guards { clues, table, places, dollars, script: false };
    guards.script = amounts.iter().any(|amount| guards.is_in_code(amount));
    let firm = amounts.iter().map(|a| unit_of(table, a)).filter(|unit| unit.needs == Needs::Nothing);
    let stated: Stated<'_> = firm.map(|unit| unit.code.as_str()).filter(|code| !code.is_empty()).collect();
    let phrases = not_money(clues, table);
    let (mut standing, mut dropped) = (Vec::with_capacity(amounts.len()), Vec::new());
    for amount in amounts {
        let unit = unit_of(table, &amount);
        let within = phrases.partition_point(|&(_, last)| last < amount.first);
        let in_phrase = phrases.get(within).is_some_and(|&(first, _)| first <= amount.first);
        let guard = if in_phrase { Some("guard:phrase") } else { guards.drops(&amount, unit, &stated) };
        match guard {
            Some(_) if unit.needs == Needs::Mixed => {}
            Some(guard) => dropped.push((amount, guard)),
            None => standing.push(amount),
        }
    }
    (standing, dropped)
}

/// The phrases that hold figures and are no money, as first and last token.
fn not_money(clues: &Clues<'_, '_>, table: &MoneyTable) -> Vec<(u32, u32)> {
    let hits = clues.hits.iter().filter(|hit| clues.entry(hit).role() == Role::Amount);
    let phrases = hits.filter(|hit| table.not_money.binary_search(&hit.row).is_ok());
    phrases.map(|hit| (hit.first, hit.last)).collect()
}

fn unit_of<'t>(table: &'t MoneyTable, amount: &Amount) -> &'t Unit {
    &table.units[amount.unit.unwrap_or(0) as usize]
}

fn candidate<'l>(table: &MoneyTable, amount: &Amount, decision: Decision<'l>) -> Candidate<'l> {
    let unit = unit_of(table, amount);
    let sign = |value: Decimal| if amount.negative { -value } else { value }.normalize();
    let lower = value(amount.figure, amount.magnitude, unit.factor);
    let lower = match amount.added {
        Some(added) => lower.zip(added).and_then(|(whole, coins)| sum(whole, coins)),
        None => lower,
    };
    let upper = amount.upper.and_then(|(figure, magnitude)| value(figure, magnitude, unit.factor));
    Candidate::new(Entity {
        span: Span::new(amount.start as usize, amount.end as usize),
        label: MONEY,
        rule: Rule::new("money", decision.rule),
        evidence: Evidence::Measured(Quantity {
            amount: lower.map(sign),
            amount_max: upper.map(sign),
            currency: decision.code,
        }),
    })
}
