//! How far a composed name reaches: to the left of a head, to the right of an
//! opener, and where its true left edge is.

use super::scene::Scene;
use crate::gazetteer::Role;
use crate::segment::Shape;

/// A name reaches over at most this many words to either side of its anchor,
/// so that many anchors in one line cost no more than the line is long.
const REACH: usize = 12;

/// The first token of the name that goes on at token `at`: `at` itself where
/// nothing to its left belongs to it.
pub fn grow_left(scene: &Scene<'_, '_>, at: usize) -> usize {
    let mut first = at;
    for step in 0..REACH {
        match unit_before(scene, first, step == 0) {
            Some(unit) => first = unit,
            None => break,
        }
    }
    first
}

/// The last token of the name that goes on with token `at`; `None` where no
/// part of a name stands there.
pub fn grow_right(scene: &Scene<'_, '_>, at: usize, words: usize) -> Option<usize> {
    let mut last = unit_at(scene, at)?;
    for _ in 1..words.min(REACH) {
        match unit_at(scene, last + 1).or_else(|| linked(scene, last)) {
            Some(end) => last = end,
            None => break,
        }
    }
    Some(last)
}

/// Moves the left edge over words that belong to no name: articles, titles
/// of persons, days and months, the rest of a possessive.
pub fn trim_left(scene: &Scene<'_, '_>, first: usize, last: usize) -> usize {
    let mut at = first;
    while at < last {
        at = match skip(scene, at) {
            Some(next) => next,
            None => break,
        };
    }
    at
}

fn skip(scene: &Scene<'_, '_>, at: usize) -> Option<usize> {
    let clues = &scene.clues;
    let marks = clues.marks(at);
    if clues.shape(at) == Shape::Symbol || clues.shape(at) == Shape::Possessive || clues.shape(at) == Shape::Lower {
        return Some(at + 1);
    }
    if marks.has(Role::Outside) || marks.has(Role::Calendar) {
        return Some(at + 1);
    }
    if marks.has(Role::Title) && clues.shape(at + 1) != Shape::Possessive {
        let title = clues.hit_of(at, Role::Title)?;
        let strong = clues.entry(title).column("strength") == Some("strong");
        return strong.then_some(title.last as usize + 1);
    }
    None
}

/// The first token of the part of a name that ends right before `at`.
/// Right before the anchor, *and* joins nothing: *House and Senate*.
fn unit_before(scene: &Scene<'_, '_>, at: usize, at_anchor: bool) -> Option<usize> {
    let end = at.checked_sub(1).filter(|_| scene.joined(at))?;
    match scene.clues.shape(end) {
        Shape::Symbol => symbol_before(scene, end),
        Shape::Possessive => possessive_before(scene, end),
        Shape::Lower if scene.touches(at) => None,
        Shape::Lower => match hyphened(scene, end) {
            Some(first) => Some(first),
            None if at_anchor && scene.word(end) == "and" => None,
            None => link_before(scene, end, at),
        },
        Shape::Number => (end > 0 && scene.is_sign(end - 1, b'.') && scene.touches(end - 1)).then_some(end),
        _ => word_before(scene, end),
    }
}

/// A capital word, with what is tied to its left by a hyphen.
fn word_before(scene: &Scene<'_, '_>, end: usize) -> Option<usize> {
    if !is_part(scene, end) {
        return None;
    }
    let tied = end >= 2 && scene.touches(end) && scene.is_hyphen(end - 1) && scene.touches(end - 1);
    let tied = tied && scene.clues.shape(end - 2) != Shape::Initial;
    if tied && (is_part(scene, end - 2) || scene.clues.is(end - 2, Role::Link)) {
        return Some(end - 2);
    }
    Some(end)
}

/// *Bio-medicine*: a small word tied to a capital one, unless it makes an
/// adjective of it (*Shanghai-based*).
fn hyphened(scene: &Scene<'_, '_>, end: usize) -> Option<usize> {
    let tied = end >= 2 && scene.touches(end) && scene.is_hyphen(end - 1) && scene.touches(end - 1);
    (tied && is_part(scene, end - 2) && !scene.clues.is(end, Role::Tail)).then(|| end - 2)
}

fn symbol_before(scene: &Scene<'_, '_>, end: usize) -> Option<usize> {
    let before = end.checked_sub(1)?;
    if scene.is_sign(end, b'.') {
        return (scene.touches(end) && scene.keeps_stop(before) && is_part(scene, before)).then_some(before);
    }
    if scene.is_sign(end, b'&') {
        return (scene.joined(end) && is_part(scene, before)).then_some(before);
    }
    if scene.is_sign(end, b')') {
        return bracket_before(scene, end);
    }
    None
}

/// *Fosun Pharmaceutical (Group)*: a bracket of capital words after one.
fn bracket_before(scene: &Scene<'_, '_>, close: usize) -> Option<usize> {
    let open = (close.saturating_sub(4)..close).rev().find(|&i| scene.is_sign(i, b'('))?;
    let inside = open + 1..close;
    (open > 0 && scene.joined(open) && !inside.is_empty() && inside.into_iter().all(|i| is_part(scene, i)))
        .then_some(open)
        .filter(|_| is_part(scene, open - 1))
}

/// *Children's* and *St. John's*, but not *China's*.
fn possessive_before(scene: &Scene<'_, '_>, end: usize) -> Option<usize> {
    let word = end.checked_sub(1)?;
    let clues = &scene.clues;
    let person = [Role::Title, Role::Given, Role::Surname].iter().any(|&role| clues.is(word, role));
    let common = clues.is(word, Role::Common) && !person;
    let saint = word >= 2 && scene.is_sign(word - 1, b'.') && matches!(scene.word(word - 2), "St" | "Ste");
    (is_part(scene, word) && ((common && !is_name(scene, word)) || saint)).then_some(word)
}

/// *Securities and Exchange*, *Bank of China*: a small word between parts.
fn link_before(scene: &Scene<'_, '_>, link: usize, at: usize) -> Option<usize> {
    let before = link.checked_sub(1).filter(|_| scene.joined(link))?;
    match scene.word(link) {
        "and" => (is_topic(scene, before) && is_topic(scene, at)).then_some(before),
        "of" | "for" => (is_part(scene, before) && scene.clues.is(before, Role::Head)).then_some(before),
        "de" | "du" | "des" | "del" | "di" | "do" | "da" | "la" | "von" | "van" | "der" | "al" | "el" | "y" | "et" => {
            is_part(scene, before).then_some(before)
        }
        _ => None,
    }
}

/// The last token of the part of a name that begins with `at`.
pub fn unit_at(scene: &Scene<'_, '_>, at: usize) -> Option<usize> {
    if !scene.joined(at) || !is_part(scene, at) || is_strong_title(scene, at) {
        return None;
    }
    let mut last = at;
    while is_tied(scene, last) {
        last += 2;
    }
    if scene.is_sign(last + 1, b'.') && scene.touches(last + 1) && scene.keeps_stop(last) && is_part(scene, last + 2) {
        last += 1;
    }
    Some(last)
}

/// *Asia-Pacific*, but not *El Nino-fueled*, *D-Buffalo* or *Paris-London*.
fn is_tied(scene: &Scene<'_, '_>, last: usize) -> bool {
    let (hyphen, next) = (last + 1, last + 2);
    scene.is_hyphen(hyphen)
        && scene.touches(hyphen)
        && scene.touches(next)
        && (scene.is_capital(next) || scene.clues.shape(next) == Shape::Number)
        && scene.clues.shape(last) != Shape::Initial
        && !(is_name(scene, last) && is_name(scene, next))
}

/// What follows the part that ends with `last`, over a link: *and Reform*,
/// *& Sons*, *of the Shanghai*, *, Sports*.
fn linked(scene: &Scene<'_, '_>, last: usize) -> Option<usize> {
    let link = last + 1;
    if !scene.joined(link) || !scene.joined(link + 1) {
        return None;
    }
    let next =
        match scene.word(link) {
            "&" => link + 1,
            "and" if is_topic(scene, last) && is_topic(scene, link + 1) => link + 1,
            "," if scene.touches(link) && in_series(scene, last) => link + 1,
            "with" | "against" if is_topic(scene, last) => link + 1,
            "of" | "for" if is_topic(scene, last) || scene.clues.is(last, Role::Head) => {
                if scene.word(link + 1) == "the" { link + 2 } else { link + 1 }
            }
            "de" | "du" | "des" | "del" | "di" | "do" | "da" | "la" | "von" | "van" | "der" | "al" | "el" => link + 1,
            _ => return None,
        };
    unit_at(scene, next)
}

/// *Culture, Sports and Tourism*: topics in a row with an *and* to come.
fn in_series(scene: &Scene<'_, '_>, last: usize) -> bool {
    let ahead = (last + 2..last + 8).find(|&i| !is_topic(scene, i) && !scene.is_sign(i, b','));
    is_topic(scene, last)
        && is_topic(scene, last + 2)
        && ahead.is_some_and(|i| scene.word(i) == "and" && is_topic(scene, i + 1))
}

/// A capital word that may stand inside a name.
fn is_part(scene: &Scene<'_, '_>, i: usize) -> bool {
    scene.is_capital(i) && !scene.clues.is(i, Role::Calendar)
}

/// A capital word that also is an ordinary word: what an office is for.
fn is_topic(scene: &Scene<'_, '_>, i: usize) -> bool {
    is_part(scene, i) && scene.clues.is(i, Role::Common) && !is_name(scene, i)
}

/// True where an accepted list name begins with the token.
pub fn is_name(scene: &Scene<'_, '_>, i: usize) -> bool {
    use crate::gazetteer::Accept;
    let clues = &scene.clues;
    clues.hits_at(i).iter().map(|hit| clues.entry(hit)).any(|e| e.role() == Role::Name && e.accept() == Accept::Accept)
}

pub fn is_strong_title(scene: &Scene<'_, '_>, i: usize) -> bool {
    let clues = &scene.clues;
    clues.is(i, Role::Title)
        && clues.hit_of(i, Role::Title).is_some_and(|t| clues.entry(t).column("strength") == Some("strong"))
}
