//! Short forms: the names of one document know each other.
//!
//! Every name of several words that stands gives forms by which the same text
//! may call it: without its legal form (*Waigaoqiao Group*), without the place
//! before it, by its first telling words (*Kingscon*), by its initials, by an
//! acronym in brackets on either side (after Schwartz and Hearst, 2003). The
//! forms only add and link: they never take a hit away.

use crate::hash::{HashMap, HashSet};

use std::cell::LazyCell;

use super::Candidate;
use super::acronyms;
use super::context::UNSUPPORTED;
use super::extent::is_name;
use super::grammar::Use;
use super::persons::Persons;
use super::scene::Scene;
use super::support::Support;
use super::variants;
use crate::entity::{Entity, Evidence, Rule, Span};
use crate::gazetteer::Role;
use crate::resolve::{ResolveOptions, compare};
use crate::segment::Shape;

/// At most so many forms may begin with one word.
const FORMS_A_WORD: usize = 8;

/// A name that may have shorter forms, in tokens.
pub(super) struct Long<'e, 'l> {
    pub entity: &'e Entity<'l>,
    pub first: usize,
    pub last: usize,
    /// The whole name is looked for again, not only shorter forms.
    repeats: bool,
}

/// The same words stand for a name: the tokens in which they were first read.
#[derive(Clone, Copy)]
struct Form {
    first: usize,
    last: usize,
    long: usize,
}

/// Forms by their first word.
type Forms<'a> = HashMap<&'a str, Vec<Form>>;

/// Proposes every mention of a form of the names in `standing`. Linear in the
/// text.
pub fn recognize<'l>(
    scene: &Scene<'_, 'l>,
    candidates: &[Candidate<'l>],
    standing: &[&Candidate<'l>],
    persons: &Persons<'_>,
    support: &Support<'_, '_, '_>,
    options: &ResolveOptions,
) -> Vec<Candidate<'l>> {
    // Who does not know the ordinary words cannot tell which form is a name.
    if !scene.clues.lists.has_role(Role::Common) {
        return Vec::new();
    }
    let often = often(standing);
    let mut longs: Vec<Long<'_, 'l>> = standing.iter().filter_map(|candidate| long(candidate, &often)).collect();
    // As they are chosen: of two that give a form, the first has it.
    longs.sort_by(|a, b| compare(a.entity, b.entity, options));
    let listed: LazyCell<HashSet<Span>, _> = LazyCell::new(|| {
        let listed = candidates.iter().filter(|c| c.entity.entry().is_some() && c.dropped != Some(UNSUPPORTED));
        listed.map(Candidate::span).collect()
    });
    let is_listed = |span: Span| listed.contains(&span);
    let mut out = Vec::new();
    let mut forms = Forms::default();
    for (number, long) in longs.iter().enumerate() {
        add_forms(scene, number, long, persons, &mut forms);
    }
    let mut found = Vec::new();
    mentions(scene, &forms, &mut found);
    // *in Velmora*: what something is in is no organization.
    let is_placed = |first: usize| support.before(first, Role::PlaceBefore);
    let placed: HashSet<&str> = found.iter().filter(|m| is_placed(m.0)).map(|m| scene.word(m.0)).collect();
    let mut name_of: Vec<usize> = (0..longs.len()).collect();
    let mut push = |(first, last), number: usize, rule, name_of: &[usize]| {
        push(scene, &longs[name_of[number]], (first, last), Rule::plain(rule), &is_listed, &mut out);
    };
    for (variant, number) in variants::mentions(scene, &longs) {
        name_of[variant] = number;
        push((longs[variant].first, longs[variant].last), number, "variant", &name_of);
    }
    for (first, last, number) in found {
        if longs[number].entity.label != "ORG" || !placed.contains(scene.word(first)) {
            push((first, last), number, "short-form", &name_of);
        }
    }
    for (token, number) in heads(scene, &longs) {
        push((token, token), number, "short-form", &name_of);
    }
    for (token, number) in acronyms::mentions(scene, &longs) {
        push((token, token), number, "acronym", &name_of);
    }
    out
}

/// *the Commission* behind *European Commission*: the head alone, behind an
/// article and with the capital that a common noun would not have. Only where
/// one organization of the text ends with that word.
fn heads(scene: &Scene<'_, '_>, longs: &[Long<'_, '_>]) -> Vec<(usize, usize)> {
    let mut of = HashMap::<&str, Option<usize>>::default();
    for (number, long) in longs.iter().enumerate().filter(|(_, long)| long.entity.label == "ORG") {
        if scene.clues.is(long.last, Role::Head) {
            let same = |other: usize| longs[other].entity.name() == long.entity.name();
            let known = of.entry(scene.word(long.last)).or_insert(Some(number));
            *known = known.filter(|&other| same(other));
        }
    }
    let alone = |i: usize| {
        i > 0
            && scene.is(i - 1, Use::Definite)
            && scene.clues.shape(i) == Shape::Capitalized
            && scene.joined(i)
            && !scene.in_title(i)
            && !scene.is_capital(i + 1)
            && !scene.is_hyphen(i + 1)
            && ![Use::Of, Use::For, Use::On].iter().any(|&link| scene.is_small(i + 1, link))
    };
    if of.is_empty() {
        return Vec::new();
    }
    let tokens = scene.capitals().filter(|&i| scene.clues.is(i, Role::Head) && alone(i));
    tokens.filter_map(|i| Some((i, (*of.get(scene.word(i))?)?))).filter(|&(i, n)| i > longs[n].last).collect()
}

fn push<'l>(
    scene: &Scene<'_, 'l>,
    long: &Long<'_, 'l>,
    (first, last): (usize, usize),
    rule: Rule<'l>,
    is_listed: &impl Fn(Span) -> bool,
    out: &mut Vec<Candidate<'l>>,
) {
    let span = scene.clues.span(first, last);
    if !is_listed(span) && !are_apart(scene, long, span) {
        let name = long.entity.name().to_string().into();
        let evidence = Evidence::ShortForm { name, id: long.entity.id() };
        out.push(Candidate::new(Entity::new(span, long.entity.label, rule, evidence), (first, last)));
    }
}

/// True where a row keeps this name and this form apart: *Credit Suisse* is
/// not *Credit Suisse First Boston*.
fn are_apart(scene: &Scene<'_, '_>, long: &Long<'_, '_>, form: Span) -> bool {
    let clues = &scene.clues;
    clues.hits_at(long.first).iter().filter(|hit| hit.last as usize == long.last).any(|hit| {
        let entry = clues.entry(hit);
        entry.role() == Role::Apart && entry.column("form") == Some(form.of(clues.text))
    })
}

/// The organizations and places of two tokens or more.
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
        "cue" => !is_weak(entity) || (entity.rule.detail != "at" && (last > first || often.contains(entity.name()))),
        _ => false,
    }
}

fn is_weak(entity: &Entity<'_>) -> bool {
    entity.label == "PLACE" && matches!(entity.rule.detail, "at" | "before" | "after" | "places")
}

/// The names of places that words like *in* vouch for more than once.
fn often<'c>(standing: &[&'c Candidate<'_>]) -> HashSet<&'c str> {
    let mut seen = HashSet::default();
    let entities = standing.iter().map(|candidate| &candidate.entity);
    let weak = entities.filter(|entity| entity.rule.kind == "cue" && is_weak(entity));
    weak.map(|entity| entity.name()).filter(|name| !seen.insert(*name)).collect()
}

fn add_forms<'a>(
    scene: &Scene<'a, '_>,
    long: usize,
    name: &Long<'_, '_>,
    persons: &Persons<'_>,
    forms: &mut Forms<'a>,
) {
    let (begin, end) = core(scene, name);
    let public = is_public(scene, name);
    let nickname = is_team(scene, name.last).then_some(name.last).filter(|&last| last > begin);
    for first in [name.first, begin].into_iter().chain(nickname) {
        if !may_begin(scene, name, first, persons) {
            continue;
        }
        for last in (first..=end)
            .filter(|&i| i < name.last || first > name.first || name.repeats)
            .filter(|&i| may_end(scene, i) && !(public && i == first))
        {
            let known = forms.entry(scene.word(first)).or_default();
            if known.len() < FORMS_A_WORD {
                known.push(Form { first, last, long });
            }
        }
    }
}

/// A body whose head says `short=no`: *Velmora* alone is the town and never
/// *Velmora Hospital*.
fn is_public(scene: &Scene<'_, '_>, name: &Long<'_, '_>) -> bool {
    let clues = &scene.clues;
    let heads = (name.first..=name.last).filter_map(|i| clues.hit_of(i, Role::Head));
    let mut ends = heads.filter(|head| head.last as usize == name.last);
    name.entity.label == "ORG" && ends.any(|head| clues.entry(head).column("short") == Some("no"))
}

/// The part of a name that short forms are cut from: no place before it, and
/// of a place only what stands before its head.
fn core(scene: &Scene<'_, '_>, name: &Long<'_, '_>) -> (usize, usize) {
    let clues = &scene.clues;
    let place = clues.names_at(name.first).find(|(_, entry)| entry.label() == "PLACE");
    let begin = place.map_or(name.first, |(hit, _)| hit.last as usize + 1).min(name.last);
    let is_place = name.entity.label == "PLACE";
    (if is_place { name.first } else { begin }, if is_place { before_head(scene, name) } else { name.last })
}

/// What stands before a head that may be left away: *Xianju* of *Xianju
/// County*; nothing of *Ebola River*.
fn before_head(scene: &Scene<'_, '_>, name: &Long<'_, '_>) -> usize {
    if name.repeats {
        return name.last;
    }
    let head = (name.first + 1..=name.last).find_map(|i| scene.clues.hit_of(i, Role::Head));
    match head {
        Some(head) if scene.clues.entry(head).column("short") == Some("yes") => head.first as usize - 1,
        _ => 0,
    }
}

/// A form begins with a word that tells this name from others.
fn may_begin(scene: &Scene<'_, '_>, name: &Long<'_, '_>, i: usize, persons: &Persons<'_>) -> bool {
    let marks = scene.clues.marks(i);
    let company = name.entity.rule.kind == "suffix";
    if is_team(scene, i) && i > name.first {
        return true;
    }
    let ordinary = [Role::Common, Role::Head, Role::Outside, Role::Demonym, Role::Title, Role::Calendar];
    scene.is_capital(i)
        && (!ordinary.iter().any(|&role| marks.has(role)) || is_brand(scene, name, i))
        && (company || !(marks.has(Role::Given) || marks.has(Role::Surname)))
        && !persons.know(scene.word(i))
        && !is_name(scene, i)
}

/// *Lantern* of *Lantern Optics Ltd*: the ordinary word that a company's
/// name begins with.
fn is_brand(scene: &Scene<'_, '_>, name: &Long<'_, '_>, i: usize) -> bool {
    let marks = scene.clues.marks(i);
    let others = [Role::Head, Role::Outside, Role::Demonym, Role::Title, Role::Calendar, Role::Opener];
    name.entity.rule.kind == "suffix" && i == name.first && !others.iter().any(|&role| marks.has(role))
}

/// *Tigers* of *Velmora Tigers*.
fn is_team(scene: &Scene<'_, '_>, i: usize) -> bool {
    let head = scene.clues.is(i, Role::Head).then(|| scene.clues.hit_of(i, Role::Head)).flatten();
    head.is_some_and(|head| scene.clues.entry(head).column("strength") == Some("team"))
}

fn may_end(scene: &Scene<'_, '_>, i: usize) -> bool {
    scene.is_capital(i) && !scene.is_hyphen(i + 1)
}

/// Every place where the words of a form stand again.
fn mentions(scene: &Scene<'_, '_>, forms: &Forms<'_>, found: &mut Vec<(usize, usize, usize)>) {
    // How forms begin: most words begin otherwise, and need no look-up.
    let bit = |word: &str| 1u64 << (word.as_bytes().first().map_or(0, |byte| byte % 64));
    let begins = forms.keys().fold(0, |begins, word| begins | bit(word));
    let may_begin = |&i: &usize| begins & bit(scene.word(i)) != 0 && scene.clues.shape(i) != Shape::Mixed;
    for i in scene.capitals().filter(may_begin) {
        for form in forms.get(scene.word(i)).into_iter().flatten() {
            let last = i + form.last - form.first;
            if i != form.first && same_words(scene, form, i) && stands_out(scene, i, last) {
                found.push((i, last, form.long));
            }
        }
    }
}

/// An ordinary word is a name only alone in running text.
fn stands_out(scene: &Scene<'_, '_>, first: usize, last: usize) -> bool {
    let beside = |i: usize| scene.is_capital(i) && !scene.clues.is(i, Role::Outside);
    first < last
        || !scene.clues.is(first, Role::Common)
        || scene.clues.is(first, Role::Head)
        || !(scene.is_start(first)
            || scene.in_title(first)
            || (scene.joined(first) && beside(first - 1))
            || (scene.joined(last + 1) && beside(last + 1)))
}

fn same_words(scene: &Scene<'_, '_>, form: &Form, at: usize) -> bool {
    (1..=form.last - form.first)
        .all(|step| scene.joined(at + step) && scene.word(form.first + step) == scene.word(at + step))
}
