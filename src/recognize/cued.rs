//! Names that only the words around them vouch for: unlisted ones, and rows
//! with `match=context`.
//!
//! *shares of Xerox*, *Muskegon, Mich.*, *in Pandi*, *Kingscon, a maker of*.

use super::Candidate;
use super::extent::{is_name, unit_at};
use super::persons::Persons;
use super::scene::Scene;
use crate::entity::{Entity, Evidence, Rule};
use crate::gazetteer::{Accept, Entry, Role};
use crate::segment::{Gap, Shape};

/// A run of capital words has at most this many parts.
const MAX_PARTS: usize = 4;

/// Proposes the runs of capital words that a cue beside them vouches for.
/// Linear in the text.
pub fn recognize<'l>(scene: &Scene<'_, 'l>, persons: &Persons<'_>, out: &mut Vec<Candidate<'l>>) {
    let phrases = Phrases::new(scene);
    let mut at = 0;
    while at < scene.clues.len() {
        let Some(run) = run_at(scene, at) else {
            at += 1;
            continue;
        };
        at = run.last + 1;
        if let Some((label, cue)) = vouched(scene, persons, &phrases, &run) {
            out.push(candidate(scene, &run, label, cue));
        }
    }
}

/// Capital words in a row, in tokens.
struct Run {
    first: usize,
    last: usize,
}

/// The cues of several words, by the token beside them.
struct Phrases {
    /// Token after the phrase, its role; sorted.
    before: Vec<(usize, Role)>,
}

impl Phrases {
    fn new(scene: &Scene<'_, '_>) -> Self {
        let cues = scene.clues.hits.iter().filter_map(|hit| {
            let role = scene.clues.entry(hit).role();
            matches!(role, Role::CueBefore | Role::PlaceBefore).then_some((hit.last as usize + 1, role))
        });
        let mut before: Vec<_> = cues.collect();
        before.sort_unstable_by_key(|(at, _)| *at);
        Phrases { before }
    }

    fn before(&self, at: usize, role: Role) -> bool {
        let from = self.before.partition_point(|(token, _)| *token < at);
        self.before[from..].iter().take_while(|(token, _)| *token == at).any(|(_, r)| *r == role)
    }
}

/// The run that begins at `at`, where one does.
fn run_at(scene: &Scene<'_, '_>, at: usize) -> Option<Run> {
    if !scene.is_capital(at) || is_outside(scene, at) {
        return None;
    }
    let mut last = at;
    let mut next = Some(at);
    for _ in 0..MAX_PARTS {
        let Some(end) = next.and_then(|start| unit_at(scene, start)) else { break };
        last = end;
        next = Some(end + 1).filter(|&i| !is_outside(scene, i));
    }
    Some(Run { first: at, last })
}

fn is_outside(scene: &Scene<'_, '_>, i: usize) -> bool {
    let marks = scene.clues.marks(i);
    marks.has(Role::Outside) || marks.has(Role::Calendar)
}

/// The label that the surroundings give a run, and the cue that does.
fn vouched(
    scene: &Scene<'_, '_>,
    persons: &Persons<'_>,
    phrases: &Phrases,
    run: &Run,
) -> Option<(&'static str, &'static str)> {
    if scene.in_title(run.first) || persons.overlap(run.first, run.last) || !may_be_name(scene, run) {
        return None;
    }
    let may_be_place = !persons.speak(scene.word(run.last))
        && scene.clues.shape(run.last + 1) != Shape::Possessive
        && scene.clues.shape(run.first) != Shape::Capitals;
    if may_be_place && is_before_region(scene, run) {
        return Some(("PLACE", "region after"));
    }
    if may_be_place && is_kind_after(scene, run, Role::PlaceKind) {
        return Some(("PLACE", "kind after"));
    }
    if is_kind_after(scene, run, Role::OrgKind) {
        return Some(("ORG", "kind after"));
    }
    let before = |role| run.first > 0 && (scene.clues.is(run.first - 1, role) || phrases.before(run.first, role));
    let after = |role| {
        scene.joined(run.last + 1)
            && scene.clues.is(run.last + 1, role)
            && scene.clues.shape(run.last + 1) == Shape::Lower
    };
    if before(Role::CueBefore) {
        return Some(("ORG", "before"));
    }
    if before(Role::OrgKind) {
        return Some(("ORG", "kind before"));
    }
    if may_be_place && before(Role::PlaceBefore) {
        return Some(("PLACE", "before"));
    }
    if after(Role::CueAfter) {
        return Some(("ORG", "after"));
    }
    if may_be_place && after(Role::PlaceAfter) {
        return Some(("PLACE", "after"));
    }
    None
}

/// No person, no ordinary word alone, no name that a list has.
fn may_be_name(scene: &Scene<'_, '_>, run: &Run) -> bool {
    let clues = &scene.clues;
    let first = clues.marks(run.first);
    let person = [Role::Given, Role::Title, Role::Demonym].iter().any(|&role| first.has(role));
    let telling = (run.first..=run.last).any(|i| scene.is_capital(i) && !clues.is(i, Role::Common));
    !person && telling && !is_name(scene, run.first) && !clues.is(run.last, Role::Head)
}

/// *Tyler, Texas*: the name of a country or a region follows after a comma.
fn is_before_region(scene: &Scene<'_, '_>, run: &Run) -> bool {
    let (comma, region) = (run.last + 1, run.last + 2);
    scene.is_sign(comma, b',')
        && scene.joined(region)
        && scene.clues.hits_at(region).iter().any(|hit| is_region(scene.clues.entry(hit)))
}

fn is_region(entry: Entry<'_>) -> bool {
    entry.role() == Role::Name
        && entry.accept() == Accept::Accept
        && matches!(entry.column("kind"), Some("country" | "region" | "state" | "province" | "territory" | "county"))
}

/// *Kingscon, a service provider* and *Pandi is a town*: a few words on, what
/// it is.
fn is_kind_after(scene: &Scene<'_, '_>, run: &Run, kind: Role) -> bool {
    let verb = run.last + 1;
    if !scene.is_sign(verb, b',') && !matches!(scene.word(verb), "is" | "was") {
        return false;
    }
    let article = verb + 1;
    matches!(scene.word(article), "a" | "an" | "the")
        && (article + 1..article + 5)
            .take_while(|&i| scene.clues.gap(i) == Gap::Space && scene.clues.shape(i) != Shape::Symbol)
            .any(|i| scene.clues.is(i, kind) && scene.clues.shape(i) == Shape::Lower)
}

fn candidate<'l>(scene: &Scene<'_, 'l>, run: &Run, label: &'static str, cue: &'static str) -> Candidate<'l> {
    let span = scene.clues.span(run.first, run.last);
    let name = span.of(scene.clues.text).split_whitespace().collect::<Vec<_>>().join(" ").into();
    Candidate::new(Entity { span, label, rule: Rule::new("cue", cue), evidence: Evidence::Composed { name, id: "" } })
}
