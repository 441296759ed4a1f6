//! Variants: composed names of one document that differ in spelling only.
//!
//! *Velmora Defence Organisation* and *Velmora Defense Organization*, *Zorblax
//! Co., Ltd.* and *Zorblax Company Limited*, *Department of Fisheries* and
//! *Fisheries Department* are one name each. The order of words tells nothing
//! only for heads whose row says `order=either`: *University of Velmora* and
//! *Velmora University* may be two.

use super::long_names::Long;
use super::scene::Scene;
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
    let mut key = String::with_capacity(long.entity.span.len() + long.entity.label.len() + 1);
    key.push_str(long.entity.label);
    let mut either = false;
    for i in long.first..=long.last {
        if let Some(form) = clues.hit_of(i, Role::LegalForm).filter(|hit| hit.last as usize >= long.last) {
            key.push(' ');
            key.push_str(clues.entry(form).name());
            break;
        }
        let small = clues.is(i, Role::Link) && clues.shape(i) == Shape::Lower;
        if clues.shape(i) == Shape::Symbol || small {
            continue;
        }
        either |= clues.hit_of(i, Role::Head).is_some_and(|head| clues.entry(head).column("order") == Some("either"));
        key.push(' ');
        push_spelled(scene, scene.word(i), &mut key);
    }
    if either { sorted(&key) } else { key }
}

/// The words of a key in an order that tells nothing.
fn sorted(key: &str) -> String {
    let mut words: Vec<&str> = key.split(' ').collect();
    words.sort_unstable();
    words.join(" ")
}

/// Appends a word without what British and American spelling differ in.
fn push_spelled(scene: &Scene<'_, '_>, word: &str, out: &mut String) {
    let start = out.len();
    out.extend(word.chars().flat_map(char::to_lowercase).map(|c| if c == 'z' { 's' } else { c }));
    if let Some((end, other)) = scene.grammar().other_end(&out[start..]) {
        out.truncate(out.len() - end.len());
        out.push_str(other);
    }
}
