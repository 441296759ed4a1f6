//! Amounts of money: what is one, where it begins and ends, what it is worth.
//!
//! | step | file | from → to |
//! |---|---|---|
//! | pieces | `items` | numbers and rows → numbers, currencies, magnitudes in order |
//! | amounts | `amounts` | pieces → figures with magnitude, currency, sign |
//! | regrouping | `regroup` | `75.000`: a group, or decimals |
//! | joining | `join` | neighbours → ranges, quotations, borrowed magnitudes |
//! | coins | `coins` | neighbours → mixed units, *a dollar and a half* |
//! | guards | `guards` | drops what is no money |
//! | headings | `cells`, `headings`: tables → the scale and currency that headings state |
//! | scales | headings → what their cells count, and in which currency |
//! | places | `places` | which currencies the document's places use |
//! | currency | `currency` | stated, inferred, usual or open |

mod amounts;
mod cells;
mod coins;
mod currency;
mod guards;
mod headings;
mod items;
mod join;
mod link;
mod places;
mod regroup;
mod scales;
mod table;
mod words;

pub use table::MoneyTable;

use rust_decimal::Decimal;

use super::scene::Scene;
use crate::candidate::Candidate;
use crate::clues::Clues;
use crate::entity::{Certainty, Entity, Evidence, Quantity, Rule, Span};
use crate::gazetteer::Role;
use crate::numbers::sum;

use amounts::Amount;
use currency::{Decider, Decision};
use guards::{Guards, Stated};
use places::Places;
use table::{Needs, Unit, value};

/// The label of an amount of money.
const MONEY: &str = "MONEY";

/// Proposes every amount of money. Linear in the text; next to nothing where
/// no figure stands.
pub fn recognize<'l>(scene: &Scene<'_, 'l>, table: &'l MoneyTable, out: &mut Vec<Candidate<'l>>) {
    let clues = &scene.clues;
    let headings = headings::headings(clues, table);
    let stating = headings.iter().filter(|heading| heading.unit.is_some());
    let stating: Vec<_> = stating.map(|heading| (heading.first, heading.last)).collect();
    let items = items::items(clues, table, &stating, &scales::lent(clues, &headings));
    if items.is_empty() {
        return;
    }
    let places = Places::new(scene, table);
    let mut amounts = amounts::amounts(clues, table, &items);
    regroup::regroup(&places, &mut amounts);
    let mut amounts = join::join(clues, table, amounts);
    scales::lend(clues, table, &headings, &mut amounts);
    if amounts.iter().any(|amount| amount.lent) {
        regroup::regroup(&places, &mut amounts);
    }
    amounts.retain(|amount| amount.unit.is_some());
    if amounts.is_empty() {
        return;
    }
    let (mut standing, dropped) = guarded(&places, amounts);
    scales::scale(clues, table, &headings, &mut standing);
    let decisions = Decider::decide(&places, &standing);
    out.extend(standing.iter().zip(decisions).map(|(amount, decision)| {
        let said = decision.converts.map(|before| (amount.start - standing[before].start) as usize);
        candidate(table, amount, decision, said)
    }));
    out.extend(
        dropped.iter().map(|(amount, guard)| Candidate {
            dropped: Some(guard),
            ..candidate(table, amount, Decision::OPEN, None)
        }),
    );
}

/// Parts amounts that stand from those that a guard drops.
fn guarded(places: &Places<'_, '_, '_>, amounts: Vec<Amount>) -> (Vec<Amount>, Vec<(Amount, &'static str)>) {
    let (clues, table) = (places.clues, places.table);
    let dollar = table.family("dollar");
    let dollars = amounts.iter().any(|amount| unit_of(table, amount).families & dollar != 0);
    let mut guards = Guards { clues, table, places, dollars, script: false };
    guards.script = amounts.iter().any(|amount| guards.is_in_code(amount));
    let stated = stated(&guards, &amounts);
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

/// The currencies of the amounts that are money whatever the others are, where
/// some ask for them.
fn stated<'t>(guards: &Guards<'t, '_, '_>, amounts: &[Amount]) -> Stated<'t> {
    let units = || amounts.iter().map(|amount| (amount, unit_of(guards.table, amount)));
    if units().all(|(_, unit)| unit.needs == Needs::Nothing) {
        return Stated::default();
    }
    let firm = units().filter(|(_, unit)| unit.needs == Needs::Nothing && !unit.code.is_empty());
    let standing = firm.filter(|(amount, unit)| guards.drops(amount, unit, &Stated::default()).is_none());
    standing.map(|(_, unit)| unit.code.as_str()).collect()
}

/// The phrases that hold figures and are no money, as first and last token.
fn not_money(clues: &Clues<'_, '_>, table: &MoneyTable) -> Vec<(u32, u32)> {
    let hits = clues.hits.iter().filter(|hit| hit.role == Role::Amount);
    let phrases = hits.filter(|hit| table.not_money.binary_search(&hit.row).is_ok());
    phrases.map(|hit| (hit.first, hit.last)).collect()
}

fn unit_of<'t>(table: &'t MoneyTable, amount: &Amount) -> &'t Unit {
    &table.units[amount.unit.unwrap_or(0) as usize]
}

/// `converts`: so many bytes before it the amount starts that it says again.
fn candidate<'l>(
    table: &MoneyTable,
    amount: &Amount,
    decision: Decision<'l>,
    converts: Option<usize>,
) -> Candidate<'l> {
    let unit = unit_of(table, amount);
    let sign = |value: Decimal| if amount.negative { -value } else { value }.normalize();
    let lower = value(amount.figure, amount.magnitude, unit.factor);
    let lower = match amount.added {
        Some(added) => lower.zip(added).and_then(|(whole, coins)| sum(whole, coins)),
        None => lower,
    };
    let upper = amount.upper.and_then(|(figure, magnitude)| value(figure, magnitude, unit.factor));
    let span = Span::new(amount.start as usize, amount.end as usize);
    let quantity = Quantity {
        amount: lower.map(sign),
        amount_max: upper.map(sign),
        currency: decision.code,
        stated: printed(amount),
        converts,
    };
    let rule = match () {
        _ if amount.unclear => "open",
        _ if amount.scaled => "scaled",
        _ => decision.rule,
    };
    let mut entity = Entity::new(span, MONEY, Rule::new("money", rule), Evidence::Measured(quantity));
    entity.certainty = certainty(rule, amount.scaled);
    Candidate::new(entity, (amount.first as usize, amount.last as usize))
}

/// Where the figure stands within the amount; its article may be left out.
fn printed(amount: &Amount) -> Option<Span> {
    let (start, end) = amount.printed?;
    let start = start.max(amount.start);
    (start <= end).then(|| Span::new((start - amount.start) as usize, (end - amount.start) as usize))
}

/// What is stated is sure, what other words show less so, what is only usual
/// is to be looked at.
fn certainty(rule: &str, scaled: bool) -> Certainty {
    match rule {
        "default" | "open" => Certainty::Low,
        "inferred" | "place" | "declared" | "home" => Certainty::Middle,
        _ if scaled => Certainty::Middle,
        _ => Certainty::High,
    }
}
