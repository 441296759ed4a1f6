//! Persons: what belongs to one is no place; reported where that is asked for.

use crate::hash::{HashMap, HashSet};

use super::composed_name;
use super::extent::{is_name, is_particle};
use super::grammar::Use;
use super::postal::is_code;
use super::scene::Scene;
use crate::candidate::{Candidate, PERSON};
use crate::entity::{Entity, Evidence, Rule};
use crate::gazetteer::{Accept, Role, Size};
use crate::segment::Shape;

/// A person's name has at most this many words after the first.
const MORE_WORDS: usize = 4;

/// The persons of a text: where they stand, and the words that name them.
#[derive(Default)]
pub struct Persons<'a> {
    /// First and last token of each, in order.
    spans: Vec<(usize, usize)>,
    /// First tokens of those behind a title, and of relatives.
    titled: HashSet<usize>,
    words: HashSet<&'a str>,
    /// Last words of names of two or more.
    surnames: HashSet<&'a str>,
    speakers: HashSet<&'a str>,
}

impl Persons<'_> {
    /// True where a word of the text names a person somewhere in it.
    pub fn know(&self, word: &str) -> bool {
        self.words.contains(word)
    }

    /// True where a word of the text is seen to speak or to be someone.
    pub fn speak(&self, word: &str) -> bool {
        self.words.contains(word) || self.speakers.contains(word)
    }

    /// True where a person behind a title begins.
    pub fn are_titled(&self, first: usize) -> bool {
        self.titled.contains(&first)
    }

    /// True where `first..=last` is a person: behind a title, or a name that
    /// the text introduces and lets speak.
    pub fn are(&self, scene: &Scene<'_, '_>, first: usize, last: usize) -> bool {
        let word = scene.word(last);
        let speaks = self.words.contains(word) && self.speakers.contains(word);
        self.titled.contains(&first) || (speaks && first > 0 && !scene.clues.is(first - 1, Role::PlaceBefore))
    }

    /// True where a word is the surname of somebody whom the text names, and
    /// nothing beside it tells of a place.
    pub fn bear(&self, scene: &Scene<'_, '_>, first: usize, last: usize) -> bool {
        let clues = &scene.clues;
        let told = |i: usize| clues.is(i, Role::PlaceBefore) || clues.is(i, Role::PlaceMaybe) || scene.is(i, Use::Of);
        let is_row = || scene.is_sign(last + 1, b',') && scene.is_capital(last + 2);
        first == last
            && self.surnames.contains(scene.word(last))
            && !(first > 0 && told(first - 1))
            && !clues.is(last + 1, Role::PlaceAfter)
            && !scene.is(last + 1, Use::Local)
            && !(scene.joined(last + 1) && scene.is_capital(last + 1))
            && !is_row()
    }

    /// True where one of the persons ends with token `last`.
    pub fn end(&self, last: usize) -> bool {
        self.spans.binary_search_by_key(&last, |&(_, end)| end).is_ok()
    }

    /// True where one of the persons shares a token with `first..=last`.
    pub fn overlap(&self, first: usize, last: usize) -> bool {
        let next = self.spans.partition_point(|&(_, end)| end < first);
        self.spans.get(next).is_some_and(|&(start, _)| start <= last)
    }
}

/// Proposes given names with what follows them, and what follows a title.
/// Linear in the text.
pub fn recognize<'a, 'l>(scene: &Scene<'a, 'l>, out: &mut Vec<Candidate<'l>>) -> Persons<'a> {
    let mut persons = Persons::default();
    if ![Role::Given, Role::Title].iter().any(|&role| scene.clues.lists.has_role(role)) {
        return persons;
    }
    let mut taken = 0;
    for i in scene.capitals().filter(|&i| scene.clues.shape(i) != Shape::Mixed) {
        if i < taken {
            continue;
        }
        if let Some((first, last, rule)) = person_at(scene, i) {
            out.push(composed_name(scene, first, last, PERSON, Rule::new("person", rule)));
            persons.spans.push((first, last));
            if rule == "title" || rule == "kin" {
                persons.titled.insert(first);
            }
            persons.words.extend((first..=last).map(|token| scene.word(token)));
            if rule == "title" || (rule != "introduced" && first < last) {
                persons.surnames.insert(scene.word(last));
            }
            taken = last + 1;
        } else if speaks(scene, i) {
            persons.speakers.insert(scene.word(i));
        }
    }
    persons
}

/// *Halvor said*, *said Halvor*, *Halvor, who*.
fn speaks(scene: &Scene<'_, '_>, i: usize) -> bool {
    let speech = |i: usize| scene.clues.is(i, Role::Speech) && scene.clues.shape(i) == Shape::Lower;
    // *a founder of Zorblax, said*: who speaks is the founder.
    let of_it = || i > 0 && [Use::Of, Use::At, Use::For].iter().any(|&link| scene.is_small(i - 1, link));
    scene.clues.shape(i) == Shape::Capitalized
        && (speech(i + 1) || (i > 0 && speech(i - 1)) || (scene.is_sign(i + 1, b',') && speech(i + 2) && !of_it()))
}

fn person_at(scene: &Scene<'_, '_>, i: usize) -> Option<(usize, usize, &'static str)> {
    let clues = &scene.clues;
    let marks = clues.marks(i);
    // *We Miss Oslo*: what somebody does.
    if i > 0 && marks.has(Role::Common) && scene.joined(i) && scene.is(i - 1, Use::Subject) {
        return None;
    }
    if marks.has(Role::Title) {
        let title = clues.hit_of(i, Role::Title)?.last as usize;
        let stop = scene.is_sign(title + 1, b'.') && scene.touches(title + 1) && scene.keeps_stop(title);
        let first = title + 1 + usize::from(stop);
        return name_part(scene, first).then(|| (first, reach(scene, first), "title"));
    }
    // *her son Austin*
    if i > 0 && marks.has(Role::Given) && scene.joined(i) && scene.is_small(i - 1, Use::Kin) {
        return Some((i, reach(scene, i), "kin"));
    }
    if let Some(last) = introduced(scene, i).filter(|_| may_name(scene, i)) {
        return Some((i, last, "introduced"));
    }
    // *Will Germany pay?*, *Miss Oslo*: a word that a name of the lists follows.
    // Before a town it takes a question: *Jack London wrote*.
    let begins = || scene.is_start(i) && (marks.has(Role::Outside) || is_region(scene, i + 1) || asks(scene, i + 2));
    let verb = marks.has(Role::Common) && is_name(scene, i + 1) && (marks.has(Role::Title) || begins());
    // *Al-Velm*: the article of another language.
    let tied = || scene.clues.is(i, Role::Particle) && scene.is_hyphen(i + 1) && scene.touches(i + 1);
    if marks.has(Role::Given) && !marks.has(Role::Demonym) && !verb && !tied() {
        let last = reach(scene, i);
        return (last > i && !is_place(scene, i, last)).then_some((i, last, "given-name"));
    }
    None
}

/// Gives each person the name in full that the text has for the surname, and
/// finds the surnames that stand alone. Linear in the text.
pub fn in_full<'l>(scene: &Scene<'_, 'l>, candidates: &mut Vec<Candidate<'l>>) {
    let is_person = |c: &Candidate<'_>| c.entity.label == PERSON && c.dropped.is_none();
    let mut full: HashMap<&str, String> = HashMap::default();
    for person in candidates.iter().filter(|c| is_person(c) && c.tokens.1 > c.tokens.0) {
        full.entry(scene.word(person.tokens.1)).or_insert_with(|| person.entity.name().to_string());
    }
    if full.is_empty() {
        return;
    }
    let taken: HashSet<usize> =
        candidates.iter().filter(|c| c.dropped.is_none()).flat_map(|c| c.tokens.0..=c.tokens.1).collect();
    for person in candidates.iter_mut().filter(|c| is_person(c) && c.tokens.0 == c.tokens.1) {
        if let Some(name) = full.get(scene.word(person.tokens.0)) {
            person.entity.evidence = Evidence::Composed { name: name.clone().into(), core: None };
        }
    }
    let alone = |&i: &usize| {
        let beside = |i: usize| scene.is_capital(i) && !scene.clues.is(i, Role::Outside);
        let goes_on = |i: usize| scene.joined(i) && beside(i - 1) && !scene.clues.is(i - 1, Role::Title);
        !(taken.contains(&i) || i > 0 && goes_on(i) || scene.joined(i + 1) && beside(i + 1))
    };
    for i in scene.capitals().filter(alone) {
        if let Some(name) = full.get(scene.word(i)) {
            let evidence = Evidence::Composed { name: name.clone().into(), core: None };
            let entity = Entity::new(scene.clues.span(i, i), PERSON, Rule::new("person", "surname"), evidence);
            candidates.push(Candidate::new(entity, (i, i)));
        }
    }
}

/// A country or region is named there.
fn is_region(scene: &Scene<'_, '_>, i: usize) -> bool {
    scene.clues.names_at(i).any(|(_, entry)| entry.label() == "PLACE" && entry.size() <= Size::Region)
}

/// A question ends within a few words.
fn asks(scene: &Scene<'_, '_>, from: usize) -> bool {
    const REACH: usize = 12;
    let ends = (from..from + REACH).find(|&i| scene.is_sign(i, b'?') || scene.is_sign(i, b'.'));
    ends.is_some_and(|i| scene.is_sign(i, b'?'))
}

/// The last token of the name that begins with `first`.
fn reach(scene: &Scene<'_, '_>, first: usize) -> usize {
    let mut last = first;
    let mut at = first + 1;
    for _ in 0..MORE_WORDS {
        let initial = scene.clues.shape(at - 1) == Shape::Initial && scene.is_sign(at, b'.') && scene.touches(at);
        at += usize::from(initial);
        if scene.is_hyphen(at) && scene.touches(at) && scene.touches(at + 1) {
            at += 1;
        }
        at += usize::from(is_particle(scene, at));
        if !name_part(scene, at) {
            break;
        }
        last = at;
        at += 1;
    }
    last
}

/// *Winston-Salem*: a town in just these words.
fn is_place(scene: &Scene<'_, '_>, first: usize, last: usize) -> bool {
    let mut names = scene.clues.names_at(first);
    names.any(|(hit, entry)| hit.last as usize == last && entry.label() == "PLACE" && entry.accept() != Accept::Part)
}

/// *Ivar Dresden (born 1969)*, *Ivar Bo (1823 – 1901)*: the words before the
/// bracket, back to the start of the sentence.
fn introduced(scene: &Scene<'_, '_>, i: usize) -> Option<usize> {
    let party = scene.clues.shape(i) == Shape::Initial && scene.is_hyphen(i + 1);
    if ends_with(scene, i) || party || is_name(scene, i) {
        return None;
    }
    let last = reach(scene, i);
    if last > i && has_office(scene, i, last) {
        return Some(last);
    }
    if !scene.is_start(i) {
        return None;
    }
    let open = last + 1;
    let year = || {
        scene.clues.shape(open + 1) == Shape::Number
            && scene.word(open + 1).len() == 4
            && matches!(scene.word(open + 2), "-" | "–" | "—")
    };
    let born = || scene.is_small(open + 1, Use::Life);
    (last > i && scene.is_sign(open, b'(') && (born() || year())).then_some(last)
}

/// True where no name of several words begins with token `i`: a common word
/// follows. Most capitals are such, and this asks for little.
fn ends_with(scene: &Scene<'_, '_>, i: usize) -> bool {
    const LONGEST_PARTICLE: u32 = 3;
    let next = scene.clues.tokens.get(i + 1);
    next.is_none_or(|next| next.shape == Shape::Lower && next.end - next.start > LONGEST_PARTICLE)
}

/// *Orla Venn, the prime minister*: an office in small letters follows.
fn has_office(scene: &Scene<'_, '_>, first: usize, last: usize) -> bool {
    let (comma, clues) = (last + 1, &scene.clues);
    if !scene.is_sign(comma, b',') || clues.is(last, Role::LegalForm) {
        return false;
    }
    let place = first > 0 && (clues.is(first - 1, Role::PlaceBefore) || clues.is(first - 1, Role::PlaceMaybe));
    let office = comma + 1 + usize::from(scene.is_small(comma + 1, Use::Article));
    !place
        && (office..office + 3)
            .take_while(|&i| clues.shape(i) == Shape::Lower)
            .any(|i| clues.is(i, Role::Title) && !clues.is(i, Role::OrgKind))
}

fn name_part(scene: &Scene<'_, '_>, i: usize) -> bool {
    scene.joined(i) && may_name(scene, i)
}

fn may_name(scene: &Scene<'_, '_>, i: usize) -> bool {
    let marks = scene.clues.marks(i);
    scene.clues.shape(i).is_capital()
        && !is_code(scene, i)
        && ![Role::Calendar, Role::Title, Role::Outside, Role::Head, Role::LegalForm]
            .iter()
            .any(|&role| marks.has(role))
}
