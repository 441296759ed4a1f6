//! What stands beside a mention in a row of names: *Oslo, Bergen and Tromsø*.

use super::grammar::Use;
use super::scene::Scene;
use crate::gazetteer::Entry;

/// Where the next of a row begins: behind a comma, *and*, or both.
pub fn next_of_row(scene: &Scene<'_, '_>, end: usize) -> Option<usize> {
    let comma = usize::from(scene.is_sign(end + 1, b','));
    let and = usize::from(scene.is_small(end + 1 + comma, Use::And));
    (comma + and > 0).then_some(end + 1 + comma + and)
}

/// Where the one before a mention in a row ends.
pub fn before_in_row(scene: &Scene<'_, '_>, first: usize) -> Option<usize> {
    first.checked_sub(2).and_then(|at| match scene.is_small(at + 1, Use::And) {
        true if scene.is_sign(at, b',') => at.checked_sub(1),
        is_and => (is_and || scene.is_sign(at + 1, b',')).then_some(at),
    })
}

/// The listed names before and behind a mention in a row.
pub fn neighbours<'l>(scene: &Scene<'_, 'l>, first: usize, last: usize) -> impl Iterator<Item = Entry<'l>> {
    let after = next_of_row(scene, last).into_iter().flat_map(|next| scene.clues.names_at(next));
    let before = before_in_row(scene, first).into_iter().flat_map(|end| scene.clues.names_ending_at(end));
    after.map(|(_, entry)| entry).chain(before)
}
