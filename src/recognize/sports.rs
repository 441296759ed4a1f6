//! Sports: in tables and reports of results a city stands for its club.
//!
//! A reading that must be asked for: *Boston 5, New York 3* is a result in a
//! sports page and a pair of counts elsewhere. Countries stay places, as their
//! teams bear no other name.

use std::collections::HashSet;

use super::Candidate;
use super::scene::Scene;
use crate::entity::{Entity, Evidence, Rule};
use crate::gazetteer::{Role, Size};
use crate::segment::{Gap, Shape};

/// The guard's name that the places are dropped with.
pub const CLUB: &str = "guard:club";

/// A score is looked for so many tokens to either side of a name.
const REACH: usize = 25;

/// A line of results holds at least this many names and figures.
const FILLED: usize = 3;

/// Turns the cities of results into clubs. Linear in the text.
pub fn recognize<'l>(scene: &Scene<'_, 'l>, candidates: &mut Vec<Candidate<'l>>) {
    let lines = result_lines(scene, candidates);
    let mut clubs = Vec::new();
    for candidate in candidates.iter_mut().filter(|candidate| is_city(candidate)) {
        let (first, last) = candidate.tokens;
        let in_table = lines.get(first).copied().unwrap_or(false);
        let Some(kind) = in_table.then_some("table").or_else(|| is_reported(scene, first, last)) else { continue };
        candidate.dropped = Some(CLUB);
        let name = candidate.entity.name().to_string().into();
        let evidence = Evidence::Composed { name, id: "" };
        let entity = Entity::new(candidate.span(), "ORG", Rule::new("sports", kind), evidence);
        clubs.push(Candidate::new(entity, candidate.tokens));
    }
    candidates.extend(clubs);
}

fn is_city(candidate: &Candidate<'_>) -> bool {
    let place = candidate.dropped.is_none() && candidate.entity.label == "PLACE";
    place && candidate.entity.entry().is_some_and(|entry| matches!(entry.size(), Size::City | Size::Region))
}

/// For each token, whether it stands in a line of nothing but names, figures
/// and words of results.
fn result_lines(scene: &Scene<'_, '_>, candidates: &[Candidate<'_>]) -> Vec<bool> {
    let mut named: HashSet<usize> = HashSet::new();
    for candidate in candidates.iter().filter(|c| c.entity.label == "PLACE" || c.entity.label == "ORG") {
        let (first, last) = candidate.tokens;
        named.extend(first..=last);
    }
    let mut lines = vec![false; scene.clues.len()];
    let mut from = 0;
    for to in 1..=lines.len() {
        if scene.clues.gap(to) >= Gap::Line {
            lines[from..to].fill(is_result_line(scene, &named, from, to));
            from = to;
        }
    }
    lines
}

fn is_result_line(scene: &Scene<'_, '_>, named: &HashSet<usize>, from: usize, to: usize) -> bool {
    let (mut names, mut figures) = (0, 0);
    for i in from..to {
        match scene.clues.shape(i) {
            _ if named.contains(&i) => names += usize::from(i == from || !named.contains(&(i - 1))),
            Shape::Number => figures += 1,
            Shape::Symbol => {}
            _ if scene.clues.is(i, Role::Result) || scene.clues.is(i, Role::Link) => {}
            _ => return false,
        }
    }
    names > 0 && figures > 0 && names + figures >= FILLED
}

/// *Boston beat Denver 3-1*: a word of results beside the name, and a score in
/// the sentence.
fn is_reported(scene: &Scene<'_, '_>, first: usize, last: usize) -> Option<&'static str> {
    let verb = |i: usize| scene.clues.is(i, Role::Result) && scene.clues.shape(i) == Shape::Lower;
    let before =
        first > 0 && (verb(first - 1) || (first > 1 && scene.clues.is(first - 1, Role::Link) && verb(first - 2)));
    let beside = before || verb(last + 1);
    (beside && has_score(scene, first, last)).then_some("report")
}

fn has_score(scene: &Scene<'_, '_>, first: usize, last: usize) -> bool {
    let after = (last + 1..last + REACH).take_while(|&i| !scene.is_start(i));
    let before = (first.saturating_sub(REACH)..first).rev().take_while(|&i| !scene.is_start(i + 1));
    after.chain(before).any(|i| is_score(scene, i))
}

/// *3-1*
fn is_score(scene: &Scene<'_, '_>, i: usize) -> bool {
    let figure = |i: usize| scene.clues.shape(i) == Shape::Number;
    let dash = scene.is_hyphen(i + 1) || scene.word(i + 1) == "–";
    figure(i) && dash && figure(i + 2) && scene.touches(i + 1) && scene.touches(i + 2)
}
