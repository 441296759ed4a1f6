//! Guards: hits that mean something else where they stand.

use super::common_nouns::common_nouns;
use super::extent::is_name;
use super::grammar::Use;
use super::persons::Persons;
use super::postal::is_code;
use super::scene::Scene;
use crate::candidate::{Candidate, PERSON};
use crate::entity::Span;
use crate::gazetteer::{Accept, Entry, Role, Size};
use crate::hash::HashSet;
use crate::segment::{Gap, Shape};

/// Drops candidates that a guard speaks against; each keeps the guard's name.
/// Guards named in `off` drop nothing, those that other recognizers applied
/// neither.
/// Linear in the candidates.
pub fn apply(scene: &Scene<'_, '_>, persons: &Persons<'_>, off: &[String], candidates: &mut [Candidate<'_>]) {
    for candidate in candidates.iter_mut() {
        candidate.dropped = candidate.dropped.filter(|guard| off.iter().all(|rule| rule != guard));
    }
    let works = works(scene);
    let body = body(scene, candidates);
    let nouns = common_nouns(scene, candidates);
    for candidate in candidates.iter_mut().filter(|c| c.dropped.is_none() && c.entity.label != PERSON) {
        candidate.dropped = objection(scene, persons, (&works, &body, &nouns), candidate)
            .filter(|guard| off.iter().all(|rule| rule != guard));
    }
}

fn objection(
    scene: &Scene<'_, '_>,
    persons: &Persons<'_>,
    (works, body, nouns): (&[Span], &HashSet<&str>, &HashSet<(usize, usize)>),
    candidate: &Candidate<'_>,
) -> Option<&'static str> {
    let bytes = scene.clues.text.as_bytes();
    let span = candidate.span();
    let own = candidate.entity.is_own();
    if candidate.entity.quantity().is_none() && is_currency_sign(bytes, span.start, span.end) {
        return Some("guard:currency");
    }
    if candidate.entity.entry().is_none() && is_blocked(scene, candidate) {
        return Some("guard:blocked");
    }
    if own {
        return None;
    }
    if is_put_together(candidate) && in_headline(scene, candidate.tokens) && !body.contains(span.of(scene.clues.text)) {
        return Some("guard:headline");
    }
    if candidate.entity.rule.kind == "head" && is_portfolio(scene, candidate.tokens) {
        return Some("guard:portfolio");
    }
    if nouns.contains(&candidate.tokens) && candidate.entity.rule.kind == "head" {
        return Some("guard:common noun");
    }
    let next = works.partition_point(|work| work.end <= span.start);
    if candidate.entity.quantity().is_none() && works.get(next).is_some_and(|work| work.contains(span)) {
        return Some("guard:title of a work");
    }
    let entry = candidate.entity.entry()?;
    if entry.source().shipped && is_shouted_word(scene, candidate.tokens) {
        return Some("guard:capitals");
    }
    let (first, last) = candidate.tokens;
    if candidate.entity.label == "ORG" && entry.source().shipped && first == last && persons.are_titled(first) {
        return Some("guard:person");
    }
    if candidate.entity.label == "PLACE" {
        if persons.are(scene, first, last) {
            return Some("guard:person");
        }
        return place_objection(scene, persons, entry, first, last);
    }
    None
}

/// *the Minister for Hill Resources*: what somebody's office is for; but a
/// firm has a secretary too.
fn is_portfolio(scene: &Scene<'_, '_>, (first, last): (usize, usize)) -> bool {
    let link = |i: usize| scene.is_small(i, Use::For) || scene.is_small(i, Use::Of);
    let office = first >= 2 && link(first - 1) && scene.is(first - 2, Use::Portfolio);
    office && (first..=last).all(|i| !scene.is_capital(i) || scene.clues.is(i, Role::Common))
}

/// *Velmora Council Approves Park*: what a headline only seems to hold; a
/// legal form is sure there too.
fn is_put_together(candidate: &Candidate<'_>) -> bool {
    candidate.entity.label == "ORG" && matches!(candidate.entity.rule.kind, "head" | "opener")
}

/// In a line in title case that no full stop ends: *The Velmora Rifles trained
/// at Velmora Camp.* is a sentence.
fn in_headline(scene: &Scene<'_, '_>, (first, last): (usize, usize)) -> bool {
    const REACH: usize = 40;
    let ends = |i: &usize| *i >= scene.clues.len() || scene.clues.gap(*i) >= Gap::Line;
    let sentence = || (last + 1..last + REACH).find(ends).is_some_and(|end| scene.is_sign(end - 1, b'.'));
    scene.in_title(first) && !sentence()
}

/// The organizations put together outside headlines; none where no headline
/// has one.
fn body<'a>(scene: &Scene<'a, '_>, candidates: &[Candidate<'_>]) -> HashSet<&'a str> {
    let put_together = || candidates.iter().filter(|candidate| is_put_together(candidate));
    if !put_together().any(|candidate| scene.in_title(candidate.tokens.0)) {
        return HashSet::default();
    }
    let outside = put_together().filter(|candidate| !scene.in_title(candidate.tokens.0));
    outside.map(|candidate| candidate.span().of(scene.clues.text)).collect()
}

/// *WHO WILL PAY*, *GIVE US*: a small word in a line in capitals.
fn is_shouted_word(scene: &Scene<'_, '_>, (first, last): (usize, usize)) -> bool {
    let marks = scene.clues.marks(first);
    first == last && scene.in_capitals(first) && (marks.has(Role::Link) || marks.has(Role::Outside))
}

fn place_objection(
    scene: &Scene<'_, '_>,
    persons: &Persons<'_>,
    entry: Entry<'_>,
    first: usize,
    last: usize,
) -> Option<&'static str> {
    let clues = &scene.clues;
    if first > 0 && clues.shape(first - 1) == Shape::Number && scene.is(first, Use::Era) {
        return Some("guard:era");
    }
    if is_road(scene, entry, first, last) {
        return Some("guard:road");
    }
    if entry.size() == Size::Region && is_citation(scene, first, last) {
        return Some("guard:citation");
    }
    if is_degree(scene, persons, first) {
        return Some("guard:degree");
    }
    if entry.size() == Size::City && scene.clues.shape(first) == Shape::Capitalized && persons.bear(scene, first, last)
    {
        return Some("guard:surname");
    }
    if in_compound(scene, first, last) {
        return Some("guard:compound");
    }
    let is_small = || matches!(entry.column("kind"), Some("city" | "town" | "capital" | "village"));
    match () {
        _ if goes_on(scene, last + 1) && is_small() && !opens_story(scene, first, last) => Some("guard:longer"),
        _ if first > 0 && is_surname(scene, first - 1) && scene.joined(first) && is_small() => {
            Some("guard:surname before")
        }
        _ => None,
    }
}

/// *along Ohio 9*, *closing U.S. 66*: a highway by its number.
fn is_road(scene: &Scene<'_, '_>, entry: Entry<'_>, first: usize, last: usize) -> bool {
    let stop = scene.is_sign(last + 1, b'.') && scene.word(last).contains('.');
    let number = last + 1 + usize::from(stop);
    let clues = &scene.clues;
    entry.size() != Size::City
        && clues.shape(number) == Shape::Number
        && clues.gap(number) == Gap::Space
        && !scene.is_hyphen(number + 1)
        && scene.word(number).len() <= 3
        && scene.word(number).bytes().all(|b| b.is_ascii_digit())
        && first > 0
        && clues.shape(first - 1) == Shape::Lower
        && !clues.is(first - 1, Role::PlaceBefore)
        && entry.column("country") == Some("US")
}

/// *212 Mass. 88*, *28 U. S. C. 1331*, *N.D. Ill.*: reports, statutes and
/// courts of law.
fn is_citation(scene: &Scene<'_, '_>, first: usize, last: usize) -> bool {
    const MOST_SERIES: usize = 4;
    let clues = &scene.clues;
    let number = |i: usize| clues.shape(i) == Shape::Number && clues.gap(i) <= Gap::Space;
    let stop = scene.is_sign(last + 1, b'.');
    let is_short = stop || scene.word(last).ends_with('.');
    let next = last + 1 + usize::from(stop);
    // *98 Ga. App. 4*, *9 Tex. Civ. App. 2*
    let is_series = |i: usize| clues.shape(i) == Shape::Capitalized && scene.is_sign(i + 1, b'.');
    let series = || {
        let end = (next..).step_by(2).take(MOST_SERIES).find(|&i| !is_series(i));
        end.is_some_and(|end| end > next && (number(end) || number(end + 1)))
    };
    let volume = first > 0 && clues.shape(first - 1) == Shape::Number && scene.joined(first);
    let volume = volume && (number(next) || series());
    // *(D. Mass. 2001)*
    let is_letters = |i: usize| clues.shape(i) == Shape::Initial || scene.word(i).contains('.');
    let district = first >= 2 && scene.is_sign(first - 1, b'.') && is_letters(first - 2);
    let opens = first > 0 && scene.is_sign(first - 1, b'(');
    let year = |i: usize| number(i) && scene.word(i).len() == 4 && scene.is_sign(i + 1, b')');
    let chamber = || clues.shape(next) == Shape::Capitalized && scene.is_sign(next + 1, b'.') && year(next + 2);
    let decided = (district || opens) && (year(next) || chamber());
    let letters = first >= 2 && scene.is_sign(first - 1, b'.') && clues.shape(first - 2) == Shape::Initial;
    let letters = letters && clues.gap(first) == Gap::Space && clues.shape(first) == Shape::Initial;
    let of_region = |(_, entry): (&crate::lookup::Hit, Entry<'_>)| entry.size() == Size::Region;
    let court = first < last && scene.joined(next) && clues.names_at(next).any(of_region);
    is_short && (volume || letters || court || decided)
}

/// *Rolf Venn, D.C., treats backs*: behind a person or another degree.
fn is_degree(scene: &Scene<'_, '_>, persons: &Persons<'_>, first: usize) -> bool {
    let Some(comma) = first.checked_sub(1).filter(|&i| scene.is(first, Use::Degree) && scene.is_sign(i, b',')) else {
        return false;
    };
    let end = comma.saturating_sub(1);
    let stop = usize::from(scene.is_sign(end, b'.'));
    persons.end(end) || scene.is(end.saturating_sub(stop), Use::Degree)
}

/// *WASHINGTON Halvor Venn pardoned*: a place in capitals before the story.
fn opens_story(scene: &Scene<'_, '_>, first: usize, last: usize) -> bool {
    (first..=last).all(|i| scene.clues.shape(i) == Shape::Capitals)
        && (first == 0 || scene.clues.gap(first) >= Gap::Line)
        && scene.clues.shape(last + 1) == Shape::Capitalized
}

fn is_surname(scene: &Scene<'_, '_>, i: usize) -> bool {
    scene.clues.is(i, Role::Surname) && scene.clues.shape(i) == Shape::Capitalized
}

/// A capital word follows that belongs to no office, date or person: *Los
/// Angeles Clippers*.
fn goes_on(scene: &Scene<'_, '_>, next: usize) -> bool {
    const APART: [Role; 6] = [Role::Calendar, Role::Title, Role::Demonym, Role::Given, Role::Outside, Role::Head];
    let marks = scene.clues.marks(next);
    scene.joined(next)
        && scene.is_capital(next)
        && !scene.in_title(next)
        && !scene.is_start(next)
        && !is_code(scene, next)
        && APART.iter().all(|&role| !marks.has(role))
        && scene.clues.hit_of(next, Role::Title).is_none()
        && !is_name(scene, next)
}

/// *Bristol* of *Bristol-Myers*, *Caribbean* of *African-Caribbean*.
fn in_compound(scene: &Scene<'_, '_>, first: usize, last: usize) -> bool {
    let tied = |hyphen: usize, word: usize| {
        scene.is_hyphen(hyphen)
            && scene.touches(hyphen.max(word))
            && scene.clues.shape(word) == Shape::Capitalized
            && !is_name(scene, word)
    };
    (scene.touches(last + 1) && tied(last + 1, last + 2))
        || (first >= 2 && scene.touches(first) && tied(first - 1, first - 2))
}

/// What stands in quotation marks and in title case: *“Last Tango in Paris”*.
/// Linear: every token is looked at once.
fn works(scene: &Scene<'_, '_>) -> Vec<Span> {
    let mut works = Vec::new();
    let mut open = None;
    for i in scene.signs() {
        if scene.clues.gap(i) == Gap::Paragraph {
            open = None;
        }
        match (quote(scene, i), open) {
            (Some(Quote::Close | Quote::Either), Some(from)) => {
                if is_title(scene, from + 1, i) {
                    works.push(scene.clues.span(from + 1, i - 1));
                }
                open = None;
            }
            (Some(Quote::Open | Quote::Either), _) => open = Some(i),
            _ => {}
        }
    }
    works
}

/// What a quotation mark may do.
enum Quote {
    Open,
    Close,
    Either,
}

fn quote(scene: &Scene<'_, '_>, i: usize) -> Option<Quote> {
    let first = scene.clues.tokens.get(i).map(|token| scene.clues.text.as_bytes()[token.start as usize]);
    if !matches!(first, Some(b'"' | b'`' | b'\'' | 0xe2)) || scene.clues.shape(i) != Shape::Symbol {
        return None;
    }
    match scene.word(i) {
        "“" | "`" => Some(Quote::Open),
        "”" => Some(Quote::Close),
        "\"" => Some(Quote::Either),
        "'" if scene.is_sign(i + 1, b'\'') => Some(Quote::Close),
        _ => None,
    }
}

/// At least two long words with a capital, none without.
fn is_title(scene: &Scene<'_, '_>, from: usize, to: usize) -> bool {
    let mut capitals = 0;
    for i in from..to {
        match scene.clues.shape(i) {
            Shape::Lower if scene.word(i).len() > 3 && !scene.clues.is(i, Role::Link) => return false,
            Shape::Capitalized => capitals += 1,
            _ => {}
        }
    }
    capitals >= 2 && to >= from + 3
}

/// True where a row with `match=never` is this name or begins with it.
fn is_blocked(scene: &Scene<'_, '_>, candidate: &Candidate<'_>) -> bool {
    let (first, last) = candidate.tokens;
    let mut names = scene.clues.names_at(first);
    names.any(|(hit, entry)| entry.accept() == Accept::Never && hit.last as usize >= last)
}

/// *US* of *US$* or *$US*.
fn is_currency_sign(bytes: &[u8], start: usize, end: usize) -> bool {
    end - start <= 4 && (bytes.get(end) == Some(&b'$') || (start > 0 && bytes[start - 1] == b'$'))
}
