//! The names of a text that may have shorter forms.

use super::scene::Scene;
use crate::candidate::Candidate;
use crate::entity::Entity;
use crate::gazetteer::Role;
use crate::hash::HashSet;

/// A name that may have shorter forms, in tokens.
pub(super) struct Long<'e, 'l> {
    pub entity: &'e Entity<'l>,
    pub first: usize,
    pub last: usize,
    /// The whole name is looked for again, not only shorter forms.
    pub repeats: bool,
}

impl Long<'_, '_> {
    /// True for a name that a legal form ends.
    pub fn is_firm(&self, scene: &Scene<'_, '_>) -> bool {
        let clues = &scene.clues;
        let ends = |i: usize| clues.hit_of(i, Role::LegalForm).is_some_and(|form| form.last as usize == self.last);
        self.entity.label == "ORG" && (self.first + 1..=self.last).any(ends)
    }
}

/// The organizations and places of two tokens or more among `standing`, and
/// the names of one word that the text vouched for.
pub(super) fn all<'c, 'l>(standing: &[&'c Candidate<'l>]) -> Vec<Long<'c, 'l>> {
    let often = often(standing);
    standing.iter().filter_map(|candidate| long(candidate, &often)).collect()
}

fn long<'c, 'l>(candidate: &'c Candidate<'l>, often: &HashSet<&str>) -> Option<Long<'c, 'l>> {
    let Candidate { entity, tokens: (first, last), .. } = candidate;
    let (first, last) = (*first, *last);
    let repeats = repeats(entity, first, last, often);
    let is_name = matches!(entity.label, "ORG" | "PLACE");
    (is_name && (last > first || repeats)).then_some(Long { entity, first, last, repeats })
}

/// Names that the text vouched for in one place stand in the others too. A
/// word like *in* stands before much else than places, so that a name of one
/// word needs it twice.
fn repeats(entity: &Entity<'_>, first: usize, last: usize, often: &HashSet<&str>) -> bool {
    match entity.rule.kind {
        "context" => true,
        "sports" => entity.rule.detail == "unlisted",
        "cue" => !is_weak(entity) || (entity.rule.detail != "at" && (last > first || often.contains(entity.name()))),
        _ => false,
    }
}

fn is_weak(entity: &Entity<'_>) -> bool {
    match entity.label {
        "PLACE" => matches!(entity.rule.detail, "at" | "before" | "after" | "places"),
        _ => matches!(entity.rule.detail, "after" | "before"),
    }
}

/// The names that words like *in* vouch for more than once.
fn often<'c>(standing: &[&'c Candidate<'_>]) -> HashSet<&'c str> {
    let mut seen = HashSet::default();
    let entities = standing.iter().map(|candidate| &candidate.entity);
    let weak = entities.filter(|entity| entity.rule.kind == "cue" && is_weak(entity));
    weak.map(|entity| entity.name()).filter(|name| !seen.insert(*name)).collect()
}
