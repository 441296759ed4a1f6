//! Letters that a text gives to what is no organization: *the False Claims Act
//! (FCA)*, *the Fair Trade Act, or FTA,*. From there on they are no
//! organization that a list has under the same letters.

use super::scene::Scene;
use crate::candidate::{Candidate, EVENT};
use crate::entity::{Entity, Evidence, Rule};
use crate::gazetteer::Role;
use crate::hash::HashMap;
use crate::segment::Shape;

/// Proposes every mention of such letters, which only compete. Linear in the
/// candidates and the capitals.
pub(super) fn recognize<'l>(scene: &Scene<'_, 'l>, standing: &[&Candidate<'l>], out: &mut Vec<Candidate<'l>>) {
    let mut given: HashMap<&str, (usize, &Candidate<'l>)> = HashMap::default();
    for candidate in standing.iter().filter(|candidate| candidate.entity.label == EVENT) {
        if let Some(token) = letters_of(scene, candidate.tokens) {
            given.entry(scene.word(token)).or_insert((token, candidate));
        }
    }
    if given.is_empty() {
        return;
    }
    let mentions = scene.capitals().filter_map(|i| Some((i, given.get(scene.word(i))?)));
    out.extend(mentions.filter(|(i, (token, _))| i >= token).map(|(i, (_, candidate))| {
        let name = candidate.entity.name().to_string().into();
        let evidence = Evidence::ShortForm { name, core: None };
        let entity = Entity::new(scene.clues.span(i, i), EVENT, Rule::plain("defined"), evidence);
        Candidate::new(entity, (i, i))
    }));
}

/// The token behind a name that is its initials: in brackets, or behind a comma
/// and a small word.
fn letters_of(scene: &Scene<'_, '_>, (first, last): (usize, usize)) -> Option<usize> {
    let next = last + 1;
    let token = match () {
        _ if scene.is_sign(next, b'(') && scene.is_sign(next + 2, b')') => next + 1,
        _ if scene.is_sign(next, b',') && is_or(scene, next + 1) => next + 2,
        _ => return None,
    };
    let letters = scene.word(token);
    let capitals = (first..=last).filter(|&i| scene.is_capital(i));
    let is_capitals = scene.clues.shape(token) == Shape::Capitals;
    let initials = capitals.filter_map(|i| scene.word(i).chars().next());
    (is_capitals && initials.eq(letters.chars())).then_some(token)
}

fn is_or(scene: &Scene<'_, '_>, i: usize) -> bool {
    scene.clues.shape(i) == Shape::Lower && scene.clues.is(i, Role::Outside)
}
