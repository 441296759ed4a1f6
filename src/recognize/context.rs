//! Rows with `match=context`: which of them does the text support?
//!
//! *Tyler* is a place before *, Texas*; *Apple* is a company where an ordinary
//! word would have no capital; *the Treasury* is one behind its article.

use super::blocks::Blocks;
use super::firms;
use super::grammar::Use;
use super::persons::Persons;
use super::postal::is_code;
use super::scene::Scene;
use super::small_words::SmallWords;
use super::sports::tells_of_sports;
use super::support::Support;
use crate::candidate::Candidate;
use crate::entity::{Entity, Evidence, Rule};
use crate::gazetteer::{Accept, Entry, Role};
use crate::hash::HashSet;
use crate::segment::Shape;
use std::cell::OnceCell;

/// Proposes every row that is to be supported and is. Linear in the hits.
pub fn recognize<'l>(
    scene: &Scene<'_, 'l>,
    support: &Support<'_, '_, '_>,
    persons: &Persons<'_>,
    out: &mut Vec<Candidate<'l>>,
) {
    let mut blocks = Blocks::default();
    let mut open = Vec::new();
    let mut known: HashSet<&str> = HashSet::default();
    let small = small_words(scene);
    let is_sport = OnceCell::new();
    for (hit, entry) in scene.clues.names() {
        let is_held = blocks.hold(hit, entry);
        if entry.accept() != Accept::Context || is_held {
            continue;
        }
        let (first, last) = (hit.first as usize, hit.last as usize);
        if persons.overlap(first, last) {
            continue;
        }
        let ordinary = scene.is_start(first) && small.have(scene.word(first));
        let why = match entry.label() == "ORG" && entry.column("support") == Some("team") {
            true => is_team(scene, &is_sport, first, last).then_some("team"),
            false => supported(scene, support, persons, entry, first, last),
        };
        match why {
            Some(why) if !ordinary || why == "owner" => {
                out.push(candidate(scene, entry, why, (first, last)));
                known.extend((entry.label() == "ORG").then(|| entry.name()));
            }
            _ if entry.label() == "ORG" => open.push((entry, first, last)),
            _ => {}
        }
    }
    for (entry, first, last) in open {
        let ordinary = scene.is_start(first) && small.have(scene.word(first));
        if known.contains(entry.name()) && !ordinary && may_repeat(scene, support, first, last) {
            out.push(candidate(scene, entry, "document", (first, last)));
        } else {
            let dropped = Some(UNSUPPORTED);
            out.push(Candidate { dropped, ..candidate(scene, entry, "unsupported", (first, last)) });
        }
    }
}

/// The ordinary words that name organizations, where they stand as words.
fn small_words(scene: &Scene<'_, '_>) -> SmallWords {
    let names = scene
        .clues
        .names()
        .filter(|(hit, entry)| hit.first == hit.last && entry.accept() == Accept::Context && entry.label() == "ORG");
    let words = names.map(|(hit, _)| hit.first as usize).filter(|&i| scene.clues.is(i, Role::Common));
    SmallWords::new(scene, words.map(|i| scene.word(i)))
}

/// The guard's name that a known organization is dropped with where nothing
/// says that it is meant.
pub const UNSUPPORTED: &str = "guard:unsupported";

fn candidate<'l>(
    scene: &Scene<'_, 'l>,
    entry: Entry<'l>,
    why: &'static str,
    (first, last): (usize, usize),
) -> Candidate<'l> {
    let (span, rule) = (scene.clues.span(first, last), Rule::new("context", why));
    Candidate::new(Entity::new(span, entry.label(), rule, Evidence::Listed(entry)), (first, last))
}

/// What the text vouched for elsewhere stands here too, unless a word like
/// *in* makes a place of it or it is a part of something else.
fn may_repeat(scene: &Scene<'_, '_>, support: &Support<'_, '_, '_>, first: usize, last: usize) -> bool {
    let beside = first > 0 && scene.joined(first) && scene.is_capital(first - 1);
    let begins = first == last && scene.is_start(first) && scene.clues.shape(last + 1) == Shape::Symbol;
    !support.before(first, Role::PlaceBefore)
        && !is_placed(scene, support, first)
        && !goes_on(scene, last)
        && !scene.in_capitals(first)
        && !firms::is_determined(scene, first)
        && !begins
        && (!beside || scene.in_title(first) || scene.clues.is(first - 1, Role::Outside))
}

/// What in the text supports a row that is to be supported.
pub(super) fn supported(
    scene: &Scene<'_, '_>,
    support: &Support<'_, '_, '_>,
    persons: &Persons<'_>,
    entry: Entry<'_>,
    first: usize,
    last: usize,
) -> Option<&'static str> {
    if entry.label() == "PLACE" {
        let ends = !goes_on(scene, last) || is_code(scene, last + 1) || support.before_office(last);
        return (!persons.speak(scene.word(last)) && ends)
            .then(|| support.place(first, last).filter(|cue| *cue != "at"))
            .flatten();
    }
    let by_capital = entry.column("support") != Some("acts");
    let public = firms::is_public_body(entry);
    let party = entry.column("kind") == Some("party") && first > 0 && scene.is(first - 1, Use::Definite);
    match () {
        _ if party && is_alone(scene, first, last) => Some("party"),
        _ if public && is_alone(scene, first, last) && !is_placed(scene, support, first) => Some("public body"),
        _ if is_alone(scene, first, last) && by_capital && is_ordinary(scene, first, last) => Some("capital"),
        _ => support.organization(first, last).or_else(|| firms::acts(scene, support, persons, first, last)),
    }
}

/// *the Jets* in a text of sports.
fn is_team(scene: &Scene<'_, '_>, is_sport: &OnceCell<bool>, first: usize, last: usize) -> bool {
    is_alone(scene, first, last)
        && scene.is(first - 1, Use::Definite)
        && *is_sport.get_or_init(|| tells_of_sports(scene))
}

/// *in the Vatican*: the place of that name.
pub(super) fn is_placed(scene: &Scene<'_, '_>, support: &Support<'_, '_, '_>, first: usize) -> bool {
    let article = usize::from(first > 0 && scene.is(first - 1, Use::Definite));
    let is_place = || scene.clues.names_at(first).any(|(_, entry)| entry.label() == "PLACE");
    support.before(first - article, Role::PlaceBefore) && is_place()
}

/// Another capital word follows: the name is longer, or a person's.
fn goes_on(scene: &Scene<'_, '_>, last: usize) -> bool {
    scene.joined(last + 1) && scene.is_capital(last + 1) && !scene.clues.is(last + 1, Role::Calendar)
}

/// In running text, with no capital word on either side.
fn is_alone(scene: &Scene<'_, '_>, first: usize, last: usize) -> bool {
    let partisan = |i: usize| scene.is(i, Use::Partisan);
    let before = first > 0
        && scene.joined(first)
        && scene.is_capital(first - 1)
        && !scene.clues.is(first - 1, Role::Outside)
        && !partisan(first - 1);
    !before
        && (!goes_on(scene, last) || scene.clues.is(last + 1, Role::Title) || partisan(last + 1))
        && !scene.is_start(first)
        && !scene.in_title(first)
        && !scene.in_capitals(first)
}

/// Nothing but ordinary words that are a name on their own: neither a person's
/// nor *the Target*.
fn is_ordinary(scene: &Scene<'_, '_>, first: usize, last: usize) -> bool {
    let others = [Role::Given, Role::Surname, Role::Demonym];
    !firms::is_determined(scene, first)
        && (first..=last).all(|i| {
            let marks = scene.clues.marks(i);
            marks.has(Role::Common) && !others.iter().any(|&role| marks.has(role))
        })
}
