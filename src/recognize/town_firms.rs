//! Firms that are called like a town: *Shares of Halden fell*, *Halden's
//! profit*. No list has them; what only firms have tells of them.

use super::firms::is_it;
use super::grammar::Use;
use super::scene::Scene;
use super::support::Support;
use crate::candidate::Candidate;
use crate::entity::{Entity, Evidence, Rule};
use crate::gazetteer::{Role, Size};
use crate::hash::HashSet;
use crate::segment::Shape;

/// The guard's name that the towns are dropped with.
pub const FIRM: &str = "guard:firm";

/// Turns towns into the firms that the text means. Linear in the candidates.
pub fn recognize<'l>(scene: &Scene<'_, 'l>, support: &Support<'_, '_, '_>, candidates: &mut Vec<Candidate<'l>>) {
    let told: HashSet<&str> = candidates
        .iter()
        .filter(|c| c.entity.label == "PLACE" && may_be_firm(scene, support, c.tokens))
        .filter(|c| is_town(c) && is_firm(scene, support, c.tokens))
        .map(|c| c.span().of(scene.clues.text))
        .collect();
    if told.is_empty() {
        return;
    }
    let mut firms = Vec::new();
    for town in candidates.iter_mut().filter(|c| is_town(c) && told.contains(c.span().of(scene.clues.text))) {
        if !is_place(scene, support, town.tokens) {
            town.dropped = Some(FIRM);
            firms.push(firm(scene, town));
        }
    }
    firms.dedup_by_key(|firm| firm.span());
    candidates.extend(firms);
}

fn firm<'l>(scene: &Scene<'_, 'l>, town: &Candidate<'l>) -> Candidate<'l> {
    let name = town.span().of(scene.clues.text).to_string().into();
    let evidence = Evidence::Composed { name, core: None };
    Candidate::new(Entity::new(town.span(), "ORG", Rule::new("cue", "stock"), evidence), town.tokens)
}

fn is_town(candidate: &Candidate<'_>) -> bool {
    let entry = candidate.entity.entry();
    candidate.dropped.is_none()
        && candidate.entity.label == "PLACE"
        && entry.is_some_and(|entry| entry.size() == Size::City && entry.source().shipped)
}

/// What tells of a firm begins beside it; most towns have nothing of the kind.
fn may_be_firm(scene: &Scene<'_, '_>, support: &Support<'_, '_, '_>, (first, last): (usize, usize)) -> bool {
    let next = last + 1;
    scene.clues.shape(next) == Shape::Possessive || scene.clues.is(next, Role::Word) || support.is_firm(first)
}

/// *shares of Halden*, *Halden's profit*, *Halden shareholders*, *Halden said
/// it would cut 500 jobs*.
fn is_firm(scene: &Scene<'_, '_>, support: &Support<'_, '_, '_>, (first, last): (usize, usize)) -> bool {
    let next = last + 1;
    let owner = scene.clues.shape(next) == Shape::Possessive;
    let owned = next + usize::from(owner);
    let stock = |i: usize| scene.is_small(i, Use::Stock) && scene.joined(i);
    let has = stock(owned) && (owner || !scene.is_small(owned, Use::Acts) && !scene.is(owned, Use::Plays));
    let speaks = || scene.is_small(next, Use::Says) || scene.is_small(next, Use::Acts);
    let cuts = || speaks() && is_it(scene, last) && within(scene, next, |i| scene.is_small(i, Use::Stock));
    alone(scene, (first, last)) && (support.is_firm(first) || has || cuts())
}

/// A token of the rest of the sentence is such.
fn within(scene: &Scene<'_, '_>, from: usize, is: impl Fn(usize) -> bool) -> bool {
    const REACH: usize = 12;
    (from..from + REACH).take_while(|&i| i < scene.clues.len() && !scene.is_start(i)).any(is)
}

/// No capital word on either side, no region behind it.
fn alone(scene: &Scene<'_, '_>, (first, last): (usize, usize)) -> bool {
    let beside = |i: usize| scene.is_capital(i) && !scene.clues.is(i, Role::Outside);
    let before = first > 0 && scene.joined(first) && (beside(first - 1) || scene.is_hyphen(first - 1));
    let behind = scene.joined(last + 1) && (scene.is_capital(last + 1) || scene.is_hyphen(last + 1));
    let region = scene.is_sign(last + 1, b',') && scene.is_capital(last + 2);
    !before && !behind && !region && !scene.in_capitals(first)
}

/// *in Halden*, *Halden, Ohio*: the town itself.
fn is_place(scene: &Scene<'_, '_>, support: &Support<'_, '_, '_>, (first, last): (usize, usize)) -> bool {
    let maybe = first > 0 && scene.clues.is(first - 1, Role::PlaceMaybe);
    let all_capitals = (first..=last).all(|i| scene.clues.shape(i) == Shape::Capitals);
    maybe || all_capitals || support.before(first, Role::PlaceBefore) || !alone(scene, (first, last))
}
