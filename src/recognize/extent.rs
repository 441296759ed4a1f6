//! How far a composed name reaches: to the left of a head, to the right of an
//! opener, and where its true left edge is.

use super::grammar::Use;
use super::scene::Scene;
use crate::candidate::EVENT;
use crate::gazetteer::Role;
use crate::lookup::Hit;
use crate::segment::Shape;

/// A name reaches over at most this many words to either side of its anchor,
/// so that many anchors in one line cost no more than the line is long.
const REACH: usize = 12;

/// The first token of the name that goes on at token `at`: `at` itself where
/// nothing to its left belongs to it.
pub fn grow_left(scene: &Scene<'_, '_>, at: usize) -> usize {
    let mut first = at;
    for step in 0..REACH {
        match unit_before(scene, first, step) {
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
    if marks.has(Role::Calendar) || is_outside(scene, at) {
        return Some(at + 1);
    }
    if marks.has(Role::Title) && clues.shape(at + 1) != Shape::Possessive {
        let title = clues.hit_of(at, Role::Title)?;
        // *Kings County*
        if clues.names_at(at).any(|(hit, _)| hit.last > title.last) {
            return None;
        }
        let strong = clues.entry(title).column("strength") == Some("strong");
        // *Republican Party* has no Republican in it.
        let next = title.last as usize + 1;
        // Of *Mr Hill* nothing is left.
        let office = |hit: &Hit| clues.entry(hit).label() != "PLACE";
        let names_head = clues.hit_of(next, Role::Head).is_some_and(office) && clues.hit_of(next, Role::Name).is_none();
        return (strong && !names_head).then_some(title.last as usize + 1);
    }
    None
}

/// A word that belongs to no name where it stands: *But* and *Rival* have
/// their capital from the start of the sentence; *the All Qorvath Alliance* is a
/// name.
fn is_outside(scene: &Scene<'_, '_>, at: usize) -> bool {
    let marks = scene.clues.marks(at);
    let kind = marks.has(Role::OrgKind) && !marks.has(Role::Head);
    if is_initial(scene, at)
        || !(marks.has(Role::Outside) || kind)
        || (scene.is_hyphen(at + 1) && scene.touches(at + 1))
    {
        return false;
    }
    let begins_name = || is_name(scene, at) && !scene.clues.hits_at(at).is_empty();
    is_article(scene, at) || ((scene.is_start(at) || scene.in_title(at)) && !begins_name())
}

/// The first letter of *A. B. Velm Ltd.*
fn is_initial(scene: &Scene<'_, '_>, at: usize) -> bool {
    scene.clues.shape(at) == Shape::Initial && scene.is_sign(at + 1, b'.') && scene.touches(at + 1)
}

/// *The*, *A*: no name goes on to the left over one.
fn is_article(scene: &Scene<'_, '_>, at: usize) -> bool {
    let article = scene.clues.is(at, Role::Outside) && scene.is(at, Use::Article);
    article && scene.clues.shape(at) != Shape::Lower && !is_initial(scene, at)
}

/// The first token of the part of a name that ends right before `at`.
/// Right before the anchor, *and* joins nothing: *House and Senate*.
fn unit_before(scene: &Scene<'_, '_>, at: usize, step: usize) -> Option<usize> {
    let end = at.checked_sub(1).filter(|_| scene.joined(at))?;
    match scene.clues.shape(end) {
        Shape::Symbol => symbol_before(scene, end, at),
        Shape::Possessive => possessive_before(scene, end),
        Shape::Lower if scene.touches(at) => None,
        Shape::Lower => match hyphened(scene, end) {
            Some(first) => Some(first),
            None if step == 0 && scene.is(end, Use::And) => None,
            None => link_before(scene, end, at),
        },
        Shape::Number => (step < 2 && is_ordinal(scene, end)).then_some(end),
        _ if is_article(scene, end) || is_shouted(scene, end) => None,
        _ => word_before(scene, end),
    }
}

/// *TO* before *WORLD TIMES, INC.*: a small word in capitals.
fn is_shouted(scene: &Scene<'_, '_>, i: usize) -> bool {
    let marks = scene.clues.marks(i);
    scene.clues.shape(i) == Shape::Capitals && (marks.has(Role::Outside) || marks.has(Role::Link)) && !is_name(scene, i)
}

/// *82nd*, *3rd*.
fn is_ordinal(scene: &Scene<'_, '_>, i: usize) -> bool {
    scene.grammar().is_ordinal(scene.word(i))
}

/// A capital word, with what is tied to its left by a hyphen.
fn word_before(scene: &Scene<'_, '_>, end: usize) -> Option<usize> {
    if !is_part(scene, end) {
        return None;
    }
    let tied = end >= 2 && scene.touches(end) && scene.is_hyphen(end - 1) && scene.touches(end - 1);
    // *Smith, D-Buffalo* is a party, *U-Haul* a name.
    let party = |i: usize| scene.clues.shape(i) == Shape::Initial && i > 0 && scene.clues.shape(i - 1) == Shape::Symbol;
    let tied = tied && !party(end - 2);
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

fn symbol_before(scene: &Scene<'_, '_>, end: usize, at: usize) -> Option<usize> {
    let before = end.checked_sub(1)?;
    if scene.is_sign(end, b'.') {
        return (scene.touches(end) && scene.keeps_stop(before) && is_part(scene, before)).then_some(before);
    }
    if scene.is_sign(end, b',') {
        let series = scene.is_small(at + 1, Use::And) || scene.is_sign(at + 1, b',');
        let topics = is_topic(scene, before) && is_topic(scene, at) && !scene.clues.is(before, Role::Head);
        return (series && scene.touches(end) && topics).then_some(before);
    }
    if matches!(scene.word(end), "'" | "’") {
        let plural = scene.touches(end) && !scene.touches(at) && scene.word(before).ends_with('s');
        return (plural && is_topic(scene, before)).then_some(before);
    }
    if scene.is_sign(end, b'&') {
        return scene.joined(end).then(|| word_before(scene, before)).flatten();
    }
    if scene.is_hyphen(end) {
        let tied = scene.touches(end) && scene.touches(end + 1);
        return (tied && is_part(scene, before) && scene.clues.shape(before) != Shape::Initial).then_some(before);
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
    let given = [Role::Given, Role::Surname].iter().any(|&role| clues.is(word, role));
    let person = given || (is_strong_title(scene, word) && clues.hit_of(word, Role::Head).is_none());
    let common = clues.is(word, Role::Common) && !person;
    let saint = word >= 2
        && scene.is_sign(word - 1, b'.')
        && scene.is(word - 2, Use::Saint)
        && !ends_name(scene, word - 2, word);
    let saint = saint || (word >= 1 && scene.is(word - 1, Use::Saint));
    (is_part(scene, word) && ((common && !is_name(scene, word)) || saint)).then_some(word)
}

/// True where an accepted list name is just `first..=last`.
fn ends_name(scene: &Scene<'_, '_>, first: usize, last: usize) -> bool {
    use crate::gazetteer::Accept;
    let mut names = scene.clues.names_at(first);
    names.any(|(hit, entry)| hit.last as usize == last && entry.accept() == Accept::Accept)
}

/// *Securities and Exchange*, *Bank of China*: a small word between parts.
fn link_before(scene: &Scene<'_, '_>, link: usize, at: usize) -> Option<usize> {
    let before = link.checked_sub(1).filter(|_| scene.joined(link))?;
    // *Teachers' and Drivers'*
    let owns = matches!(scene.word(before), "'" | "’") && scene.touches(before) && before > 0;
    let before = if owns { before - 1 } else { before };
    let joins = match () {
        _ if scene.is(link, Use::And) => {
            let apart = is_body(scene, before) || ends_body(scene, before);
            (joins_topics(scene, before, at) && !apart) || joins_places(scene, before)
        }
        _ if scene.is(link, Use::For) && is_place_head(scene, before) => false,
        _ if scene.is(link, Use::Of) || scene.is(link, Use::For) => is_part(scene, before) && opens(scene, before),
        _ => is_particle(scene, link) && is_part(scene, before),
    };
    joins.then_some(before)
}

/// *Navy* of *Navy and Air Force*: a name of its own.
fn is_body(scene: &Scene<'_, '_>, i: usize) -> bool {
    use crate::gazetteer::Accept;
    let mut names = scene.clues.names_at(i);
    names.any(|(hit, entry)| {
        hit.first == hit.last && entry.accept() == Accept::Context && entry.column("kind") == Some("government")
    })
}

/// *Center* of *Velmora Medical Center*: a head of several words, or of a
/// public body, behind a capital word.
fn ends_body(scene: &Scene<'_, '_>, last: usize) -> bool {
    let clues = &scene.clues;
    let first =
        (last.saturating_sub(2)..last).find(|&i| clues.hit_of(i, Role::Head).is_some_and(|h| h.last as usize == last));
    let public = || clues.hit_of(last, Role::Head).is_some_and(|h| clues.entry(h).column("short") == Some("no"));
    let first = first.or_else(|| public().then_some(last));
    first.is_some_and(|first| first > 0 && scene.joined(first) && is_part(scene, first - 1))
}

/// *State* of *Secretary of State for Transport*.
fn is_place_head(scene: &Scene<'_, '_>, i: usize) -> bool {
    scene.clues.hit_of(i, Role::Head).is_some_and(|head| scene.clues.entry(head).label() == "PLACE")
}

/// *Bank* of *Bank of*, *Vale* of *Vale of*.
fn opens(scene: &Scene<'_, '_>, i: usize) -> bool {
    let clues = &scene.clues;
    let is_opener = |hit: &Hit| hit.last as usize == i + 1 && clues.entry(hit).label() != EVENT;
    clues.is(i, Role::Head) || clues.hit_of(i, Role::Opener).is_some_and(is_opener)
}

/// *Milk and Honey*, *Farmers and Cobblers*: what an office is for; one of the
/// two may be a word that no list has.
fn joins_topics(scene: &Scene<'_, '_>, one: usize, other: usize) -> bool {
    let unknown = |i: usize| {
        let marks = scene.clues.marks(i);
        let person = marks.has(Role::Given) || marks.has(Role::Surname);
        is_part(scene, i) && !is_name(scene, i) && !person && scene.word(i).ends_with('s')
    };
    match (is_topic(scene, one), is_topic(scene, other)) {
        (true, second) => second || (unknown(other) && !scene.clues.is(one, Role::Head)),
        (false, second) => second && unknown(one),
    }
}

/// *the London and North Western Railway*: a place behind an article.
fn joins_places(scene: &Scene<'_, '_>, last: usize) -> bool {
    let clues = &scene.clues;
    let first = (last.saturating_sub(2)..=last).find(|&i| ends_name(scene, i, last));
    first.is_some_and(|first| {
        let mut hits = clues.hits_at(first).iter().filter(|hit| hit.last as usize == last);
        let is_place = hits.any(|hit| clues.entry(hit).label() == "PLACE");
        is_place && first > 0 && scene.is(first - 1, Use::Definite)
    })
}

/// The last token of the part of a name that begins with `at`.
pub fn unit_at(scene: &Scene<'_, '_>, at: usize) -> Option<usize> {
    if scene.joined(at) { unit_from(scene, at) } else { None }
}

/// The same for a part that may begin a line.
pub fn unit_from(scene: &Scene<'_, '_>, at: usize) -> Option<usize> {
    if !is_part(scene, at) || is_strong_title(scene, at) {
        return None;
    }
    let mut last = at;
    while let Some(next) = tied(scene, last) {
        last = next;
    }
    if scene.is_sign(last + 1, b'.') && scene.touches(last + 1) && scene.keeps_stop(last) && is_part(scene, last + 2) {
        last += 1;
    }
    Some(last)
}

/// The capital word behind small ones that names in other languages hold:
/// *Este* of *Punta del Este*.
pub fn behind_particles(scene: &Scene<'_, '_>, at: usize) -> Option<usize> {
    const MOST: usize = 2;
    let next = (at..=at + MOST).find(|&i| !is_particle(scene, i))?;
    // *Velm al-Qorva*
    let tied = next > at && scene.is_hyphen(next) && scene.touches(next) && scene.touches(next + 1);
    let next = if tied { next + 1 } else { next };
    (next > at && (at..=next).all(|i| scene.joined(i)) && is_part(scene, next)).then_some(next)
}

/// *de*, *nad*; *d* of *d'Urgell* stays with its word.
pub fn is_particle(scene: &Scene<'_, '_>, i: usize) -> bool {
    scene.clues.is(i, Role::Particle) && scene.clues.shape(i) == Shape::Lower
}

/// *Asia-Pacific* and *Stratford-upon-Avon*, but not *El Nino-fueled*,
/// *D-Buffalo* or *Paris-London*.
fn tied(scene: &Scene<'_, '_>, last: usize) -> Option<usize> {
    if is_tied(scene, last) {
        return Some(last + 2);
    }
    let tie = |hyphen: usize| scene.is_hyphen(hyphen) && scene.touches(hyphen) && scene.touches(hyphen + 1);
    let over = |small: usize| {
        scene.clues.is(small, Role::Link)
            && scene.clues.shape(small) == Shape::Lower
            && tie(small - 1)
            && tie(small + 1)
    };
    let mut small = last + 2;
    if !over(small) {
        return None;
    }
    // *Orrin-on-the-Velm*
    if scene.is_small(small + 2, Use::Definite) && over(small + 2) {
        small += 2;
    }
    is_part(scene, small + 2).then_some(small + 2)
}

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
    let small = |use_| scene.is_small(link, use_);
    let office = || is_topic(scene, last) || scene.clues.is(last, Role::Head);
    let next = link + 1;
    let article = next + usize::from(scene.is_small(next, Use::Definite));
    let goes_on = match () {
        _ if scene.is_sign(link, b'&') => true,
        _ if small(Use::And) && joins_topics(scene, last, next) => true,
        _ if scene.is_sign(link, b',') => scene.touches(link) && in_series(scene, last),
        _ if small(Use::With) && is_topic(scene, last) => true,
        _ if small(Use::For) && !is_topic(scene, article) && !scene.clues.is(last, Role::Head) => false,
        _ if (small(Use::Of) || small(Use::For)) && office() => {
            return unit_at(scene, article).filter(|_| !(article > next && is_party(scene, article)));
        }
        _ => is_particle(scene, link),
    };
    if goes_on { unit_at(scene, next) } else { None }
}

/// *the Company*, *the Borrower*: a party of a contract, and no part of a name.
pub fn is_party(scene: &Scene<'_, '_>, i: usize) -> bool {
    let goes_on = scene.is_capital(i + 1) || scene.clues.is(i + 1, Role::Link);
    scene.is(i, Use::Term) && !(scene.joined(i + 1) && goes_on)
}

/// *Culture, Sports and Tourism*: topics in a row with an *and* to come.
fn in_series(scene: &Scene<'_, '_>, last: usize) -> bool {
    let ahead = (last + 2..last + 8).find(|&i| !is_topic(scene, i) && !scene.is_sign(i, b','));
    is_topic(scene, last)
        && is_topic(scene, last + 2)
        && ahead.is_some_and(|i| scene.is_small(i, Use::And) && is_topic(scene, i + 1))
}

/// A capital word that may stand inside a name.
fn is_part(scene: &Scene<'_, '_>, i: usize) -> bool {
    scene.is_capital(i) && !scene.clues.is(i, Role::Calendar)
}

/// A capital word that also is an ordinary word: what an office is for.
fn is_topic(scene: &Scene<'_, '_>, i: usize) -> bool {
    is_part(scene, i) && if is_name(scene, i) { begins_office(scene, i) } else { scene.clues.is(i, Role::Common) }
}

/// *Energy* of *Energy Ministry*, though a list has that: *Mines and Energy
/// Ministry*.
fn begins_office(scene: &Scene<'_, '_>, i: usize) -> bool {
    use crate::gazetteer::Accept;
    let is_office = |hit: &Hit| {
        let head = scene.clues.hit_of(hit.last as usize, Role::Head);
        head.is_some_and(|head| scene.clues.entry(head).column("order") == Some("either"))
    };
    let mut names = scene.clues.names_at(i).filter(|(_, entry)| entry.accept() == Accept::Accept);
    names.all(|(hit, _)| hit.last > hit.first && is_office(hit))
}

/// True where an accepted list name begins with the token.
pub fn is_name(scene: &Scene<'_, '_>, i: usize) -> bool {
    use crate::gazetteer::Accept;
    scene.clues.names_at(i).any(|(_, entry)| entry.accept() == Accept::Accept)
}

pub fn is_strong_title(scene: &Scene<'_, '_>, i: usize) -> bool {
    let clues = &scene.clues;
    clues.is(i, Role::Title)
        && clues.hit_of(i, Role::Title).is_some_and(|t| clues.entry(t).column("strength") == Some("strong"))
}
