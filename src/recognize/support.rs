//! What the words beside a name say of it.

use super::scene::Scene;
use crate::gazetteer::{Accept, Entry, Role};
use crate::segment::{Gap, Shape};

/// The cues of a text.
pub struct Support<'s, 'a, 'l> {
    scene: &'s Scene<'a, 'l>,
    /// The token after a cue of several words, and its role; sorted.
    phrases: Vec<(usize, Role)>,
    /// The last token of each accepted organization, sorted.
    organizations: Vec<usize>,
}

impl<'s, 'a, 'l> Support<'s, 'a, 'l> {
    /// Gathers the cues of several words; those of one word are marks.
    pub fn new(scene: &'s Scene<'a, 'l>) -> Self {
        let cues = scene.clues.hits.iter().filter_map(|hit| {
            let role = scene.clues.entry(hit).role();
            matches!(role, Role::CueBefore | Role::PlaceBefore).then_some((hit.last as usize + 1, role))
        });
        let mut phrases: Vec<_> = cues.collect();
        phrases.sort_unstable_by_key(|(at, _)| *at);
        let names = scene.clues.hits.iter().filter(|hit| is_organization(scene.clues.entry(hit)));
        let mut organizations: Vec<_> = names.map(|hit| hit.last as usize).collect();
        organizations.sort_unstable();
        Support { scene, phrases, organizations }
    }

    /// What says that `first..=last` is a place.
    pub fn place(&self, first: usize, last: usize) -> Option<&'static str> {
        match () {
            _ if self.before_region(last) => Some("region after"),
            _ if self.kind_after(last, Role::PlaceKind) => Some("kind after"),
            _ if self.before(first, Role::PlaceBefore) => Some("before"),
            _ if self.after(last, Role::PlaceAfter) => Some("after"),
            _ => None,
        }
    }

    /// What says that `first..=last` is an organization.
    pub fn organization(&self, first: usize, last: usize) -> Option<&'static str> {
        match () {
            _ if self.kind_after(last, Role::OrgKind) => Some("kind after"),
            _ if self.before(first, Role::CueBefore) => Some("before"),
            _ if self.before(first, Role::OrgKind) => Some("kind before"),
            _ if self.after(last, Role::CueAfter) => Some("after"),
            _ if self.in_row(first, last) => Some("row"),
            _ => None,
        }
    }

    /// *Siemens, Bede, Roche*: between two organizations.
    fn in_row(&self, first: usize, last: usize) -> bool {
        let scene = self.scene;
        let divides = |i: usize| scene.is_sign(i, b',') || scene.word(i) == "and";
        if first < 2 || !divides(first - 1) || !divides(last + 1) {
            return false;
        }
        let next = if scene.word(last + 2) == "and" { last + 3 } else { last + 2 };
        self.organizations.binary_search(&(first - 2)).is_ok()
            && scene.clues.hits_at(next).iter().any(|hit| is_organization(scene.clues.entry(hit)))
    }

    /// A cue of this role before a token. The longer cue speaks: *shares in*
    /// is no *in*.
    pub fn before(&self, first: usize, role: Role) -> bool {
        let phrases = &self.phrases[self.phrases.partition_point(|(token, _)| *token < first)..];
        let mut phrases = phrases.iter().take_while(|(token, _)| *token == first).peekable();
        match phrases.peek() {
            Some(_) => phrases.any(|(_, r)| *r == role),
            None => first > 0 && self.scene.joined(first) && self.scene.clues.is(first - 1, role),
        }
    }

    fn after(&self, last: usize, role: Role) -> bool {
        let clues = &self.scene.clues;
        self.scene.joined(last + 1) && clues.is(last + 1, role) && clues.shape(last + 1) == Shape::Lower
    }

    /// *Tyler, Texas*: the name of a country or a region follows after a comma.
    fn before_region(&self, last: usize) -> bool {
        let (scene, region) = (self.scene, last + 2);
        scene.is_sign(last + 1, b',')
            && scene.joined(region)
            && scene.clues.hits_at(region).iter().any(|hit| {
                let owner = scene.clues.shape(hit.last as usize + 1) == Shape::Possessive;
                !owner && is_region(scene.clues.entry(hit))
            })
    }

    /// *Kingscon, a service provider* and *Pandi is a town*: a few words on,
    /// what it is.
    fn kind_after(&self, last: usize, kind: Role) -> bool {
        let (scene, verb) = (self.scene, last + 1);
        if !scene.is_sign(verb, b',') && !matches!(scene.word(verb), "is" | "was") {
            return false;
        }
        let clues = &scene.clues;
        matches!(scene.word(verb + 1), "a" | "an" | "the")
            && (verb + 2..verb + 6)
                .take_while(|&i| clues.gap(i) == Gap::Space && clues.shape(i) != Shape::Symbol)
                .any(|i| clues.is(i, kind) && clues.shape(i) == Shape::Lower && self.ends_here(i))
    }
}

impl Support<'_, '_, '_> {
    /// *a town in*, but not *the town clerk* or *the company's*.
    fn ends_here(&self, i: usize) -> bool {
        let clues = &self.scene.clues;
        match clues.shape(i + 1) {
            Shape::Symbol => !self.scene.is_hyphen(i + 1),
            _ => clues.gap(i + 1) >= Gap::Line || clues.is(i + 1, Role::Link) || clues.is(i + 1, Role::Outside),
        }
    }
}

fn is_organization(entry: Entry<'_>) -> bool {
    entry.role() == Role::Name && entry.label() == "ORG" && entry.accept() == Accept::Accept
}

fn is_region(entry: Entry<'_>) -> bool {
    entry.role() == Role::Name
        && entry.accept() == Accept::Accept
        && matches!(entry.column("kind"), Some("country" | "region" | "state" | "province" | "territory" | "county"))
}
