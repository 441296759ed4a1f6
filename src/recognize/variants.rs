//! Variants: composed names of one document that differ in spelling only.
//!
//! *Velmora Defence Organisation* and *Velmora Defense Organization*, *Zorblax
//! Co., Ltd.* and *Zorblax Company Limited*, *Department of Fisheries* and
//! *Fisheries Department* are one name each. The order of words tells nothing
//! only for heads whose row says `order=either`: *University of Velmora* and
//! *Velmora University* may be two.

use super::scene::Scene;
use super::short_forms::Long;
use crate::entity::Evidence;
use crate::gazetteer::Role;
use crate::hash::HashMap;
use crate::segment::Shape;

/// Pairs of numbers: a variant, and the name that it is a variant of.
/// Linear in the names.
pub(super) fn mentions(scene: &Scene<'_, '_>, longs: &[Long<'_, '_>]) -> Vec<(usize, usize)> {
    let mut known = HashMap::<String, usize>::default();
    let mut variants = Vec::new();
    let composed = |long: &Long<'_, '_>| matches!(long.entity.evidence, Evidence::Composed { .. });
    let names = || longs.iter().enumerate().filter(|(_, long)| long.last > long.first && composed(long));
    if names().nth(1).is_none() {
        return variants;
    }
    for (number, long) in names() {
        let first = *known.entry(key(scene, long)).or_insert(number);
        if longs[first].entity.name() != long.entity.name() {
            variants.push((number, first));
        }
    }
    variants
}

/// The same for every spelling of a name.
fn key(scene: &Scene<'_, '_>, long: &Long<'_, '_>) -> String {
    let clues = &scene.clues;
    let mut words = vec![long.entity.label.to_string()];
    let mut either = false;
    for i in long.first..=long.last {
        if let Some(form) = clues.hit_of(i, Role::LegalForm).filter(|hit| hit.last as usize >= long.last) {
            words.push(clues.entry(form).name().to_string());
            break;
        }
        let small = clues.is(i, Role::Link) && clues.shape(i) == Shape::Lower;
        if clues.shape(i) == Shape::Symbol || small {
            continue;
        }
        either |= clues.hit_of(i, Role::Head).is_some_and(|head| clues.entry(head).column("order") == Some("either"));
        words.push(spelled(scene.word(i)));
    }
    if either {
        words.sort();
    }
    words.join(" ")
}

/// A word without what British and American spelling differ in.
fn spelled(word: &str) -> String {
    const ENDS: [(&str, &str); 5] = [("ence", "ense"), ("our", "or"), ("tre", "ter"), ("mme", "m"), ("fibre", "fiber")];
    let word = word.to_lowercase().replace('z', "s");
    let end = ENDS.iter().find(|(british, _)| word.ends_with(british));
    end.map_or(word.clone(), |(british, american)| format!("{}{american}", &word[..word.len() - british.len()]))
}
