//! Unlisted names that only the words around them vouch for.
//!
//! *shares of Xerox*, *Velmora, Ohio*, *in Velmora*, *Kingscon, a maker of*.

use super::composed_name;
use super::extent::{behind_particles, is_name, unit_at, unit_from};
use super::grammar::Use;
use super::persons::Persons;
use super::postal::{is_code, is_zip};
use super::scene::Scene;
use super::support::Support;
use crate::candidate::Candidate;
use crate::entity::Rule;
use crate::gazetteer::{Accept, Role, Size};
use crate::hash::HashSet;
use crate::segment::{Gap, Shape};

/// What stands before the name says what it is: *the newspaper Norrsken*.
const KIND_BEFORE: &str = "kind before";

/// A run of capital words has at most this many parts.
const MAX_PARTS: usize = 4;

/// The roles whose rows vouch for a name.
const CUES: [Role; 6] =
    [Role::CueBefore, Role::CueAfter, Role::PlaceBefore, Role::PlaceAfter, Role::OrgKind, Role::PlaceKind];

/// Proposes the runs of capital words that a cue beside them vouches for.
/// Linear in the text.
pub fn recognize<'l>(
    scene: &Scene<'_, 'l>,
    support: &Support<'_, '_, '_>,
    persons: &Persons<'_>,
    out: &mut Vec<Candidate<'l>>,
) {
    if !CUES.iter().any(|&role| scene.clues.lists.has_role(role)) {
        return;
    }
    for at in scene.signs().filter(|&at| dateline(scene, at)) {
        out.push(composed_name(scene, at + 1, at + 1, "ORG", Rule::new("cue", "dateline")));
    }
    for at in scene.signs().filter(|&at| party(scene, at)) {
        out.push(composed_name(scene, at + 1, at + 1, "ORG", Rule::new("cue", "party")));
    }
    for (first, last) in support.seats().iter().filter_map(|&at| seat(scene, at)) {
        out.push(composed_name(scene, first, last, "PLACE", Rule::new("cue", "before")));
    }
    called(scene, support, persons, out);
    let terms = terms(scene);
    let mut taken = 0;
    for at in scene.capitals() {
        if at < taken {
            continue;
        }
        let Some(run) = run_at(scene, at) else { continue };
        taken = run.last + 1;
        if run.first == run.last && terms.contains(scene.word(run.first)) {
            continue;
        }
        if let Some((label, cue)) = vouched(scene, support, persons, &run) {
            let last = if cue == KIND_BEFORE { numbered(scene, run.last) } else { run.last };
            out.push(composed_name(scene, run.first, last, label, Rule::new("cue", cue)));
        }
    }
}

/// *30 Steps to Velmora (or Thirty Steps) is a rock band*: what a paragraph
/// says of its first words, figures among them, counts in all of the text.
fn called<'l>(
    scene: &Scene<'_, 'l>,
    support: &Support<'_, '_, '_>,
    persons: &Persons<'_>,
    out: &mut Vec<Candidate<'l>>,
) {
    let starts = std::iter::once(0).chain(scene.signs().filter(|&i| scene.clues.gap(i) == Gap::Paragraph));
    for first in starts {
        let Some(last) = subject(scene, first) else { continue };
        let run = Run { first, last };
        let odd =
            scene.clues.shape(first) == Shape::Number || (first..=last).any(|i| scene.clues.shape(i) == Shape::Lower);
        if !odd
            || persons.overlap(first, last)
            || is_known(scene, &run)
            || !support.is_organization(behind_bracket(scene, last))
        {
            continue;
        }
        let words: Vec<&str> = (first..=last).map(|i| scene.word(i)).collect();
        let same = |i: &usize| {
            words.iter().enumerate().all(|(k, word)| scene.word(i + k) == *word && (k == 0 || scene.joined(i + k)))
        };
        for at in (first..scene.clues.len()).filter(same) {
            out.push(composed_name(scene, at, at + last - first, "ORG", Rule::new("cue", "kind after")));
        }
        return;
    }
}

/// The last token of what may be the subject of a paragraph: capital words and
/// figures with small links between them.
fn subject(scene: &Scene<'_, '_>, first: usize) -> Option<usize> {
    const MOST: usize = 7;
    let is_part = |i: usize| scene.is_capital(i) || scene.clues.shape(i) == Shape::Number;
    let links = |i: usize| scene.clues.shape(i) == Shape::Lower && scene.clues.is(i, Role::Link);
    let goes_on = |i: &usize| *i == first || (scene.joined(*i) && (is_part(*i) || links(*i)));
    if !is_part(first) || is_outside(scene, first) {
        return None;
    }
    (first..first + MOST).take_while(goes_on).filter(|&i| scene.is_capital(i)).last()
}

/// The bracket that follows a name is no part of the sentence: its last token,
/// or that of the name.
fn behind_bracket(scene: &Scene<'_, '_>, last: usize) -> usize {
    const REACH: usize = 16;
    let close = || (last + 2..last + REACH).find(|&i| scene.is_sign(i, b')'));
    scene.is_sign(last + 1, b'(').then(close).flatten().unwrap_or(last)
}

/// The letters that stand for words in small letters or for a law or paper: *a
/// group purchasing organization (“GPO”)* has no name, nor has the *Port
/// Security Act of 2002 (“PSA”)*.
fn terms<'a>(scene: &Scene<'a, '_>) -> HashSet<&'a str> {
    let term = |open: usize| {
        let quoted = matches!(scene.word(open + 1), "“" | "\"");
        let (letters, before) = (open + 1 + usize::from(quoted), open.checked_sub(1)?);
        let of = |i: usize| scene.word(i).trim_end_matches('s');
        let last = of(letters).chars().next_back()?;
        let stands_for = scene.clues.shape(before) == Shape::Lower
            && matches!(scene.clues.shape(letters), Shape::Capitals | Shape::Mixed)
            && scene.word(before).chars().next()? == last.to_ascii_lowercase();
        let year = before >= 2 && scene.clues.shape(before) == Shape::Number && scene.is_small(before - 1, Use::Of);
        let paper = scene.is(if year { before - 2 } else { before }, Use::Instrument);
        (stands_for || paper).then(|| scene.word(letters))
    };
    scene.signs().filter(|&i| scene.is_sign(i, b'(')).filter_map(term).collect()
}

/// *the MP for Velmora North*, *the seat of Velmora and Orrin*: a constituency
/// has one name, be it of two towns.
fn seat(scene: &Scene<'_, '_>, at: usize) -> Option<(usize, usize)> {
    let first = at + usize::from(scene.is_small(at, Use::Definite));
    let end = |from: usize| run_at(scene, from).filter(|_| scene.joined(from)).map(|run| run.last);
    let last = end(first)?;
    let second = scene.is_small(last + 1, Use::And).then(|| end(last + 2)).flatten();
    // *Velmora North*, *Velmora and Orrin*, not *Velmora Halvor Bo said*.
    let sides = last == first + 1 && scene.clues.is(last, Role::Common);
    let other = |i: usize| scene.clues.is(i, Role::Title) || scene.clues.is(i, Role::Given);
    let goes_on = |last: usize| scene.joined(last + 1) && scene.is_capital(last + 1);
    match second.filter(|&second| !other(last + 2) && !goes_on(second)) {
        Some(second) => Some((first, second)),
        None => (sides && !goes_on(last) && !other(last)).then_some((first, last)),
    }
}

/// Capital words in a row, in tokens.
struct Run {
    first: usize,
    last: usize,
}

/// The run that begins at `at`, where one does.
fn run_at(scene: &Scene<'_, '_>, at: usize) -> Option<Run> {
    if !scene.is_capital(at) || is_outside(scene, at) {
        return None;
    }
    let mut last = unit_from(scene, at).unwrap_or(at);
    for _ in 1..MAX_PARTS {
        // *Velmora OH*
        if is_code(scene, last + 1) && is_region_code(scene, last + 1) {
            break;
        }
        if !scene.is_capital(last + 1) && !scene.clues.is(last + 1, Role::Link) {
            break;
        }
        // *Velmora und Dresden*
        if scene.is_small(last + 1, Use::Joins) {
            break;
        }
        // *Velmora Police Chief*
        if scene.clues.hits_at(last + 1).iter().any(|hit| hit.role == Role::PlaceAfter) {
            break;
        }
        let next = behind_particles(scene, last + 1).unwrap_or(last + 1);
        let Some(end) = unit_at(scene, next).filter(|_| !is_outside(scene, next)) else { break };
        last = end;
    }
    Some(Run { first: at, last })
}

/// *the broadcaster Kanal 7*: a number of up to two digits, unless it counts
/// what follows.
fn numbered(scene: &Scene<'_, '_>, last: usize) -> usize {
    let (number, next) = (last + 1, last + 2);
    let is_number = scene.clues.shape(number) == Shape::Number && scene.word(number).len() <= 2;
    let ends = scene.clues.is(next, Role::Speech) || scene.clues.shape(next) == Shape::Symbol || !scene.joined(next);
    let goes_on = scene.is_sign(next, b'.') && scene.touches(next) && scene.touches(next + 1);
    if is_number && scene.joined(number) && ends && !goes_on { number } else { last }
}

/// The code of a region ends what is said, or a postal code follows.
fn is_region_code(scene: &Scene<'_, '_>, at: usize) -> bool {
    is_zip(scene, at + 1) || !scene.joined(at + 1) || !scene.is_capital(at + 1)
}

fn is_outside(scene: &Scene<'_, '_>, i: usize) -> bool {
    let marks = scene.clues.marks(i);
    marks.has(Role::Outside) || marks.has(Role::Calendar)
}

/// The label that the surroundings give a run, and the cue that does.
fn vouched(
    scene: &Scene<'_, '_>,
    support: &Support<'_, '_, '_>,
    persons: &Persons<'_>,
    run: &Run,
) -> Option<(&'static str, &'static str)> {
    let one_of_several = || support.is_one_of_several(run.first, run.last) && !persons.overlap(run.first, run.last);
    if run.first == run.last && one_of_several() && may_share(scene, run) {
        return Some(("PLACE", "after"));
    }
    if (is_ordinary(scene, run) && !is_called(scene, support, run))
        || (run.first == run.last && scene.is(run.first, Use::Term))
        || scene.in_title(run.first)
        || persons.overlap(run.first, run.last)
        || !may_be_name(scene, run)
    {
        return None;
    }
    let place = may_be_place(scene, persons, run).then(|| support.place(run.first, run.last)).flatten();
    let place = place.filter(|cue| !matches!(*cue, "at" | "before") || !is_firm(scene, run));
    let place = place.filter(|cue| fits(scene, persons, run, cue) && (*cue != "after" || !is_name(scene, run.last)));
    if is_acronym(scene, run) && acts(scene, persons, run.first) {
        return Some(("ORG", "acronym"));
    }
    let word = scene.word(run.last);
    let known = persons.know(word);
    let surname = !support.is_firm(run.first) && scene.clues.is(run.last, Role::Surname);
    let speaks = !support.is_firm(run.first) && persons.speak(word);
    let organization = || (!known && !surname).then(|| support.organization(run.first, run.last)).flatten();
    // *the newspaper Zorblax said*
    const SURE: [&str; 3] = [KIND_BEFORE, "kind after", "stock"];
    let organization = || organization().filter(|cue| !speaks || SURE.contains(cue));
    // *members of Velmora's family*
    let owner = || scene.clues.shape(run.last + 1) == Shape::Possessive;
    let organization = || organization().filter(|cue| *cue != "before" || !owner());
    let organization = || organization().filter(|cue| fits(scene, persons, run, cue));
    let place = place.or_else(|| lies(scene, run).then_some("hyphens"));
    place.map(|cue| ("PLACE", cue)).or_else(|| organization().map(|cue| ("ORG", cue)))
}

/// *Orrin-upon-Velm*, *Orrin-on-the-Velm*: where a town lies.
fn lies(scene: &Scene<'_, '_>, run: &Run) -> bool {
    let tied = |i: usize| scene.is_hyphen(i - 1) && scene.is_hyphen(i + 1) && scene.touches(i + 1);
    let mut inner = run.first + 1..run.last;
    inner.any(|i| scene.is_small(i, Use::Lies) && tied(i)) && scene.clues.shape(run.first) == Shape::Capitalized
}

/// *the magazine Lantern*: an ordinary word that is called a name.
fn is_called(scene: &Scene<'_, '_>, support: &Support<'_, '_, '_>, run: &Run) -> bool {
    const OTHERS: [Role; 5] = [Role::Title, Role::Head, Role::Demonym, Role::OrgKind, Role::Surname];
    let marks = scene.clues.marks(run.first);
    !OTHERS.iter().any(|&role| marks.has(role))
        && scene.clues.shape(run.first) == Shape::Capitalized
        && !scene.is_start(run.first)
        && !scene.is_hyphen(run.last + 1)
        && support.organization(run.first, run.last) == Some(KIND_BEFORE)
}

/// An ordinary word alone: no cue makes a name of it.
fn is_ordinary(scene: &Scene<'_, '_>, run: &Run) -> bool {
    let clues = &scene.clues;
    run.first == run.last && clues.is(run.first, Role::Common) && clues.shape(run.first) != Shape::Capitals
}

/// Three letters or more, all capital, in running text.
fn is_acronym(scene: &Scene<'_, '_>, run: &Run) -> bool {
    let letters = scene.word(run.first).chars().count();
    let marks = scene.clues.marks(run.first);
    let other = marks.has(Role::Given) || marks.has(Role::Surname) || scene.is(run.first, Use::Term);
    let one = run.first == run.last && scene.clues.shape(run.first) == Shape::Capitals && !other;
    // *UB313*: what is counted, no body.
    let counted = || scene.word(run.first).bytes().any(|byte| byte.is_ascii_digit());
    one && (3..=7).contains(&letters) && !is_spoken(scene, run.first) && !counted()
}

/// *BRAM*: four letters or more that can be spoken are a word in capitals, such
/// as the name of a speaker.
fn is_spoken(scene: &Scene<'_, '_>, i: usize) -> bool {
    let word = scene.word(i);
    let vowel = |c: char| scene.grammar().is_vowel(c);
    let longest = |of: &dyn Fn(char) -> bool| word.split(|c| !of(c)).map(|run| run.chars().count()).max().unwrap_or(0);
    word.is_ascii() && word.len() > 3 && word.contains(vowel) && longest(&vowel) < 3 && longest(&|c| !vowel(c)) < 3
}

/// *QZV said*, *QZV's*, *run by QZV*: what speaks, owns or does things.
fn acts(scene: &Scene<'_, '_>, persons: &Persons<'_>, i: usize) -> bool {
    let by = i > 0 && (scene.is_small(i - 1, Use::By) || scene.is_small(i - 1, Use::At)) && scene.joined(i);
    let speaks = scene.clues.is(i + 1, Role::Speech) && scene.clues.shape(i + 1) == Shape::Lower;
    by || speaks || persons.speak(scene.word(i)) || scene.clues.shape(i + 1) == Shape::Possessive
}

/// Nobody who speaks, no owner of something, no acronym.
fn may_be_place(scene: &Scene<'_, '_>, persons: &Persons<'_>, run: &Run) -> bool {
    !persons.speak(scene.word(run.last))
        && scene.clues.shape(run.last + 1) != Shape::Possessive
        && scene.clues.shape(run.first) != Shape::Capitals
        && !(run.first..=run.last).any(|i| is_country(scene, i))
}

/// A list has an organization of this name: who is at it works there.
fn is_firm(scene: &Scene<'_, '_>, run: &Run) -> bool {
    let names = scene.clues.names_at(run.first);
    names
        .filter(|(_, entry)| entry.accept() != Accept::Never)
        .any(|(hit, entry)| hit.last as usize == run.last && entry.label() == "ORG")
}

/// *Germany* of *Imperial Germany*: the list knows the place better.
fn is_country(scene: &Scene<'_, '_>, i: usize) -> bool {
    scene.clues.hits_at(i).iter().any(|hit| scene.clues.entry(hit).size() == Size::Country)
}

/// No person, no ordinary word alone, no name that a list has.
fn may_be_name(scene: &Scene<'_, '_>, run: &Run) -> bool {
    let clues = &scene.clues;
    let short = run.first == run.last && scene.word(run.first).chars().nth(2).is_none();
    let demonym = clues.is(run.first, Role::Demonym) || clues.is(run.last, Role::Demonym);
    !short && !demonym && !clues.is(run.first, Role::Title) && !is_known(scene, run) && !clues.is(run.last, Role::Head)
}

/// The same of one of several before the word for all: a head may be one, as
/// in *Warren and Union counties*.
fn may_share(scene: &Scene<'_, '_>, run: &Run) -> bool {
    const OTHERS: [Role; 3] = [Role::Demonym, Role::Title, Role::Speech];
    let marks = scene.clues.marks(run.first);
    !OTHERS.iter().any(|&role| marks.has(role)) && !is_known(scene, run)
}

/// A given name needs a cue that persons do not have; ordinary words need one
/// that says what they are, and more than one word.
fn fits(scene: &Scene<'_, '_>, persons: &Persons<'_>, run: &Run, cue: &str) -> bool {
    let clues = &scene.clues;
    let telling = (run.first..=run.last).any(|i| scene.is_capital(i) && !clues.is(i, Role::Common));
    let called = match cue {
        "kind after" => run.first < run.last,
        "kind before" => run.first == run.last,
        _ => false,
    };
    if !telling && !called {
        return false;
    }
    if !clues.is(run.first, Role::Given) {
        return true;
    }
    let before = || scene.is_small(run.first - 1, Use::Near);
    let place = cue == "after" || cue == "region after" || (cue == "before" && run.first > 0 && before());
    place && run.first == run.last && !persons.know(scene.word(run.first))
}

/// True where a list has the name, or a greater one that it begins with: of
/// *Wola Velmorska* the list has only another place.
fn is_known(scene: &Scene<'_, '_>, run: &Run) -> bool {
    is_name(scene, run.first)
        && scene.clues.names_at(run.first).any(|(hit, entry)| {
            entry.accept() == Accept::Accept && (entry.size() != Size::City || hit.last as usize >= run.last)
        })
}

/// *Halvor Venn (QZV-Velmora)*: the party of a member, and where she was
/// elected.
fn party(scene: &Scene<'_, '_>, open: usize) -> bool {
    let (party, seat) = (open + 1, open + 3);
    scene.is_sign(open, b'(')
        && scene.clues.shape(party) == Shape::Capitals
        && scene.is_hyphen(party + 1)
        && scene.touches(party + 1)
        && scene.touches(seat)
        && scene.clues.shape(seat) == Shape::Capitalized
        && open > 0
        && scene.is_capital(open - 1)
        && (seat + 1..=seat + 2).any(|i| scene.is_sign(i, b')'))
        && !is_name(scene, party)
}

/// *SHANGHAI, 9 Sep (ZXS) --*: the agency of a dateline.
fn dateline(scene: &Scene<'_, '_>, open: usize) -> bool {
    const REACH: usize = 10;
    let opens_line = || (open.saturating_sub(REACH)..=open).any(|i| scene.clues.gap(i) >= Gap::Line);
    scene.is_sign(open, b'(')
        && opens_line()
        && scene.clues.shape(open + 1).is_capital()
        && !scene.clues.is(open + 1, Role::Calendar)
        && scene.is_sign(open + 2, b')')
        && matches!(scene.word(open + 3), "-" | "_" | "—" | "–")
        && open > 0
        && (scene.clues.shape(open - 1) != Shape::Capitalized
            || scene.clues.is(open - 1, Role::Calendar)
            || scene.clues.names_ending_at(open - 1).any(|entry| entry.label() == "PLACE"))
}
