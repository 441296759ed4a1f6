//! Acronyms: which letters stand for which name of the document.

use crate::hash::HashMap;

use super::long_names::Long;
use super::scene::Scene;
use crate::segment::Shape;

/// The longest acronym, in letters.
const MAX_LETTERS: usize = 8;

/// Every mention of an acronym of a name: the token and the number of the
/// name. An acronym that the text does not define is the name's initial
/// letters.
pub(super) fn mentions(scene: &Scene<'_, '_>, longs: &[Long<'_, '_>]) -> Vec<(usize, usize)> {
    let mut known: HashMap<String, usize> = HashMap::default();
    for (number, long) in longs.iter().enumerate().filter(|(_, long)| long.entity.label == "ORG") {
        let initials = initials(scene, long);
        if (3..=MAX_LETTERS).contains(&initials.chars().count()) {
            known.entry(initials).or_insert(number);
        }
    }
    if known.is_empty() {
        return Vec::new();
    }
    let capitals = scene.capitals().filter(|&i| scene.clues.shape(i) == Shape::Capitals && !scene.in_capitals(i));
    capitals.filter_map(|i| Some((i, *known.get(scene.word(i))?))).collect()
}

/// *European Medicines Agency (EMA)* or *EMA (European Medicines Agency)*.
pub(super) fn defined_beside(scene: &Scene<'_, '_>, long: &Long<'_, '_>) -> Option<usize> {
    let after = long.last + 2;
    let closes = [b')', b';', b','].iter().any(|&sign| scene.is_sign(after + 1, sign));
    if scene.is_sign(long.last + 1, b'(') && closes && (stands_for(scene, after, long) || is_foreign(scene, after)) {
        return Some(after);
    }
    let open = long.first.checked_sub(1).filter(|&i| scene.is_sign(i, b'('))?;
    let before = open.checked_sub(1)?;
    (scene.is_sign(long.last + 1, b')')
        && scene.clues.shape(before) != Shape::Capitalized
        && stands_for(scene, before, long))
    .then_some(before)
}

/// Each letter is found in the name in its order, the first one as the first
/// letter of a word.
fn stands_for(scene: &Scene<'_, '_>, token: usize, long: &Long<'_, '_>) -> bool {
    if !matches!(scene.clues.shape(token), Shape::Capitals | Shape::Mixed | Shape::Capitalized) {
        return false;
    }
    let name = long.entity.span.of(scene.clues.text);
    let mut letters = name.chars().flat_map(char::to_lowercase);
    let mut acronym = scene.word(token).chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase);
    let length = scene.word(token).chars().count();
    (2..=MAX_LETTERS).contains(&length) && acronym.all(|a| letters.any(|l| l == a))
}

/// *Qorvath Safety Commission (KPZ)*: letters of the name in another
/// language.
fn is_foreign(scene: &Scene<'_, '_>, token: usize) -> bool {
    scene.clues.shape(token) == Shape::Capitals
        && (3..=MAX_LETTERS).contains(&scene.word(token).chars().count())
        && !scene.is_sign(token + 1, b',')
}

fn initials(scene: &Scene<'_, '_>, long: &Long<'_, '_>) -> String {
    let words = (long.first..=long.last).filter(|&i| scene.is_capital(i));
    words.filter_map(|i| scene.word(i).chars().next()).take(MAX_LETTERS + 1).collect()
}
