//! Short forms: the names of one document know each other.
//!
//! Every name of several words that stands gives forms by which the same text
//! may call it: without its legal form (*Waigaoqiao Group*), without the place
//! before it, by its first telling words (*Kingscon*), by its initials, by an
//! acronym in brackets on either side (after Schwartz and Hearst, 2003). The
//! forms only add and link: they never take a hit away.

use crate::hash::{HashMap, HashSet};

use super::acronyms;
use super::context::{self, UNSUPPORTED};
use super::defined::{Defined, is_before_code};
use super::extent::is_name;
use super::firms;
use super::grammar::Use;
use super::long_names::{self, Long};
use super::other_letters;
use super::persons::Persons;
use super::scene::Scene;
use super::small_words::SmallWords;
use super::support::Support;
use super::variants;
use crate::candidate::{Candidate, ResolveOptions, compare};
use crate::entity::{Entity, Evidence, Rule, Span};
use crate::gazetteer::{Accept, Entry, Role};
use crate::lookup::Hit;
use crate::segment::Shape;

/// At most so many forms may begin with one word.
const FORMS_A_WORD: usize = 8;

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
    let longs = in_order(scene, standing, options);
    let defined = Defined::new(scene, &longs);
    let forms = forms(scene, &longs, persons);
    let heads = heads(scene, &longs);
    let small = small_words(scene, &forms, &heads, &longs);
    let is_told = |token: usize| small.have(scene.word(token));
    let is_term = |token: usize| defined.is_term(scene.word(token));
    let mut found = Vec::new();
    mentions(scene, &forms, &mut found);
    shouted(scene, &forms, &longs, &mut found);
    let placed = Placed::new(scene, support, &found);
    found.retain(|&(first, last, number)| {
        let (long, alone) = (&longs[number], first == last && !longs[number].repeats);
        let is_word = || alone && scene.clues.is(first, Role::Common) && firms::is_determined(scene, first);
        let is_other = || (alone && is_told(first)) || placed.has(first) || is_term(first);
        let is_gone =
            is_word() || context::is_placed(scene, support, first) || (long.entity.label == "ORG" && is_other());
        let is_gone = is_gone || is_cut(scene, first, last);
        !is_gone
    });
    let mut out = Links::new(scene, candidates, longs.len());
    for (first, last, number) in defined.mentions(scene) {
        out.push(&longs, (first, last), number, "defined");
    }
    for (variant, number) in variants::mentions(scene, &longs) {
        out.join(variant, number);
        out.push(&longs, (longs[variant].first, longs[variant].last), number, "variant");
    }
    for (first, last, number) in found {
        out.push(&longs, (first, last), number, "short-form");
    }
    for (token, number) in heads.into_iter().filter(|&(token, _)| !is_told(token) && !is_term(token)) {
        out.push(&longs, (token, token), number, "short-form");
    }
    for (token, number) in acronyms::mentions(scene, &longs) {
        out.push(&longs, (token, token), number, "acronym");
    }
    other_letters::recognize(scene, standing, &mut out.candidates);
    out.candidates
}

/// *SD* of *SD&A*, *G Norvik* of *P&G Norvik*: letters go on over the sign.
fn is_cut(scene: &Scene<'_, '_>, first: usize, last: usize) -> bool {
    let ties = |sign: usize| scene.is_sign(sign, b'&') && scene.touches(sign) && scene.touches(sign + 1);
    ties(last + 1) || (first > 0 && ties(first - 1))
}

/// The long names of a text, as they are chosen: of two that give a form, the
/// first has it.
fn in_order<'s, 'l>(
    scene: &Scene<'_, 'l>,
    standing: &[&'s Candidate<'l>],
    options: &ResolveOptions,
) -> Vec<Long<'s, 'l>> {
    let mut longs = long_names::all(standing);
    longs.sort_by(|a, b| compare(a.entity, b.entity, options));
    // *Culp* is *Culp, Inc.* before *Culp Hair Services*.
    longs.sort_by_cached_key(|long| is_head_alone(scene, long));
    longs
}

/// All forms of the long names.
fn forms<'a>(scene: &Scene<'a, '_>, longs: &[Long<'_, '_>], persons: &Persons<'_>) -> Forms<'a> {
    let mut forms = Forms::default();
    for (number, long) in longs.iter().enumerate() {
        add_forms(scene, number, long, persons, &mut forms);
    }
    forms
}

/// Words of which a text says that something is in them (*in Velmora*), which
/// is no organization.
struct Placed<'s, 'a, 'l> {
    scene: &'s Scene<'a, 'l>,
    words: HashSet<&'s str>,
}

impl<'s, 'a, 'l> Placed<'s, 'a, 'l> {
    fn new(scene: &'s Scene<'a, 'l>, support: &Support<'_, '_, '_>, found: &[(usize, usize, usize)]) -> Self {
        let firsts = found.iter().map(|(first, ..)| *first);
        let words = firsts.filter(|&first| support.before(first, Role::PlaceBefore)).map(|first| scene.word(first));
        Placed { scene, words: words.collect() }
    }

    fn has(&self, token: usize) -> bool {
        self.words.contains(self.scene.word(token))
    }
}

/// A name that no list has and no legal form ends: its first word is rather
/// that of a firm.
fn is_head_alone(scene: &Scene<'_, '_>, long: &Long<'_, '_>) -> bool {
    matches!(long.entity.rule.kind, "head" | "opener") && !long.is_firm(scene)
}

/// The guard's name that a reading is dropped with where the text defines
/// another.
pub const DEFINED: &str = "guard:defined";

/// Adds the short forms; what the text defines counts over what the lists say
/// of the same words.
pub fn add<'l>(short: Vec<Candidate<'l>>, candidates: &mut Vec<Candidate<'l>>) {
    let defined: HashSet<Span> =
        short.iter().filter(|c| c.entity.rule.kind == "defined").map(Candidate::span).collect();
    if !defined.is_empty() {
        let is_own = |c: &Candidate<'_>| c.entity.entry().is_some_and(|entry| !entry.source().shipped);
        let rivals =
            candidates.iter_mut().filter(|c| c.dropped.is_none() && c.entity.quantity().is_none() && !is_own(c));
        rivals.filter(|c| defined.contains(&c.span())).for_each(|c| c.dropped = Some(DEFINED));
    }
    candidates.extend(short);
}

/// The short forms found so far. Of several for one stretch the first stands:
/// what the text defines, then another spelling of a whole name, then the
/// form of the fullest name, then initials.
struct Links<'s, 'a, 'l> {
    scene: &'s Scene<'a, 'l>,
    /// Where lists and legal forms name something already.
    named: HashSet<Span>,
    linked: HashSet<Span>,
    /// For each long name the one that it is another spelling of.
    name_of: Vec<usize>,
    candidates: Vec<Candidate<'l>>,
}

impl<'s, 'a, 'l> Links<'s, 'a, 'l> {
    fn new(scene: &'s Scene<'a, 'l>, candidates: &[Candidate<'l>], longs: usize) -> Self {
        let named = candidates.iter().filter(|candidate| match candidate.entity.evidence {
            Evidence::Listed(_) => candidate.dropped != Some(UNSUPPORTED),
            _ => candidate.entity.rule.kind == "suffix",
        });
        let (named, name_of) = (named.map(Candidate::span).collect(), (0..longs).collect());
        Links { scene, named, linked: HashSet::default(), name_of, candidates: Vec::new() }
    }

    fn join(&mut self, variant: usize, number: usize) {
        self.name_of[variant] = number;
    }

    fn push(&mut self, longs: &[Long<'_, 'l>], (first, last): (usize, usize), number: usize, rule: &'static str) {
        let span = self.scene.clues.span(first, last);
        let long = &longs[self.name_of[number]];
        let is_free = matches!(rule, "defined" | "variant") || !self.named.contains(&span);
        if is_free
            && !is_blocked(self.scene, first, last)
            && !are_apart(self.scene, long, span)
            && self.linked.insert(span)
        {
            let name = long.entity.name().to_string().into();
            let evidence = Evidence::ShortForm { name, core: long.entity.record() };
            let entity = Entity::new(span, long.entity.label, Rule::plain(rule), evidence);
            self.candidates.push(Candidate::new(entity, (first, last)));
        }
    }
}

/// The words that stand for a name alone, where the text has them as ordinary
/// words too.
fn small_words(
    scene: &Scene<'_, '_>,
    forms: &Forms<'_>,
    heads: &[(usize, usize)],
    longs: &[Long<'_, '_>],
) -> SmallWords {
    let alone = |form: &&Form| form.first == form.last && !longs[form.long].repeats;
    let words = forms.values().flatten().filter(alone).map(|form| scene.word(form.first));
    SmallWords::new(scene, words.chain(heads.iter().map(|&(token, _)| scene.word(token))))
}

/// *the Commission* behind *European Commission*: the head alone, behind an
/// article and with the capital that a common noun would not have. Only where
/// one organization of the text ends with that word.
fn heads(scene: &Scene<'_, '_>, longs: &[Long<'_, '_>]) -> Vec<(usize, usize)> {
    let mut of = HashMap::<&str, Option<usize>>::default();
    for (number, long) in longs.iter().enumerate().filter(|(_, long)| long.entity.label == "ORG") {
        if let Some(head) = head_of(scene, long) {
            let same = |other: usize| longs[other].entity.name() == long.entity.name();
            let known = of.entry(scene.word(head)).or_insert(Some(number));
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
    // *the Board* beside a *Board of Directors* is that.
    let is_term =
        |hit: &&Hit| hit.role == Role::Name && hit.last > hit.first && scene.clues.entry(hit).accept() == Accept::Never;
    for hit in scene.clues.hits.iter().filter(is_term) {
        of.remove(scene.word(hit.first as usize));
    }
    let tokens = scene.capitals().filter(|&i| scene.clues.is(i, Role::Head) && alone(i));
    tokens.filter_map(|i| Some((i, (*of.get(scene.word(i))?)?))).filter(|&(i, n)| i > longs[n].last).collect()
}

/// The last word of *European Commission*, the first one of *League of Towns*.
fn head_of(scene: &Scene<'_, '_>, long: &Long<'_, '_>) -> Option<usize> {
    let opens = |&i: &usize| scene.is_small(i + 1, Use::Of) && scene.clues.is(i, Role::Head);
    match scene.clues.is(long.last, Role::Head) {
        true => Some(long.last),
        false => (long.first..long.last).find(opens),
    }
}

/// True where a row with `match=never` is just these words.
fn is_blocked(scene: &Scene<'_, '_>, first: usize, last: usize) -> bool {
    let hits = scene.clues.hits_at(first).iter().filter(|hit| hit.last as usize == last);
    hits.map(|hit| scene.clues.entry(hit)).any(|entry| entry.accept() == Accept::Never)
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
            .filter(|&i| may_end(scene, i) && !(public && i == first) && (i > first || may_stand(scene, name, i)))
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
    let is_known = |entry: &Entry<'_>| entry.label() == "PLACE" && entry.accept() != Accept::Part;
    let place = clues.names_at(name.first).find(|(_, entry)| is_known(entry));
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
    let company = name.is_firm(scene);
    if is_team(scene, i) && i > name.first {
        return true;
    }
    let ordinary = [Role::Common, Role::Head, Role::Outside, Role::Demonym, Role::Title, Role::Calendar];
    scene.is_capital(i)
        && (!ordinary.iter().any(|&role| marks.has(role)) || is_brand(scene, name, i))
        && (company || !(marks.has(Role::Given) || marks.has(Role::Surname)))
        && !persons.know(scene.word(i))
        && (company && i == name.first || !is_name(scene, i))
}

/// No single letter, no party of a contract, and no letters that the rest only
/// describes: *HQV* of *HQV Solutions*.
fn may_stand(scene: &Scene<'_, '_>, name: &Long<'_, '_>, i: usize) -> bool {
    let shape = scene.clues.shape(i);
    let letters = shape == Shape::Capitals && !name.is_firm(scene) && !name.repeats;
    shape != Shape::Initial && !letters && (name.repeats || !scene.is(i, Use::Term)) && !scene.is_sign(i + 1, b'.')
}

/// *Lantern* of *Lantern Optics Ltd*: the ordinary word that a company's
/// name begins with.
fn is_brand(scene: &Scene<'_, '_>, name: &Long<'_, '_>, i: usize) -> bool {
    let marks = scene.clues.marks(i);
    let others = [Role::Head, Role::Outside, Role::Demonym, Role::Title, Role::Calendar, Role::Opener];
    name.is_firm(scene) && i == name.first && !others.iter().any(|&role| marks.has(role))
}

/// *Tigers* of *Velmora Tigers*.
fn is_team(scene: &Scene<'_, '_>, i: usize) -> bool {
    let head = scene.clues.is(i, Role::Head).then(|| scene.clues.hit_of(i, Role::Head)).flatten();
    head.is_some_and(|head| scene.clues.entry(head).column("strength") == Some("team"))
}

fn may_end(scene: &Scene<'_, '_>, i: usize) -> bool {
    scene.is_capital(i) && scene.clues.shape(i) != Shape::Initial && !scene.is_hyphen(i + 1)
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
            let stands = || stands_out(scene, i, last) && !is_before_code(scene, last);
            if i != form.first && same_words(scene, form, i) && stands() {
                found.push((i, last, form.long));
            }
        }
    }
}

/// The same in capitals: *VELMORA MINING* of *Velmora Mining Ltd*.
fn shouted(scene: &Scene<'_, '_>, forms: &Forms<'_>, longs: &[Long<'_, '_>], found: &mut Vec<(usize, usize, usize)>) {
    const LETTERS: usize = 4;
    let is_shouted = |i: usize| scene.clues.shape(i) == Shape::Capitals;
    let is_form = |form: &&Form| {
        longs[form.long].entity.label == "ORG"
            && scene.clues.shape(form.first) == Shape::Capitalized
            && (form.first < form.last
                || (longs[form.long].is_firm(scene) && !scene.clues.is(form.first, Role::Common)))
    };
    let mut known: Option<HashMap<String, Vec<Form>>> = None;
    for i in scene.capitals().filter(|&i| is_shouted(i) && scene.word(i).len() >= LETTERS) {
        let known = known.get_or_insert_with(|| {
            let mut known: HashMap<String, Vec<Form>> = HashMap::default();
            for form in forms.values().flatten().filter(is_form) {
                known.entry(scene.word(form.first).to_uppercase()).or_default().push(*form);
            }
            known
        });
        for form in known.get(scene.word(i)).into_iter().flatten() {
            let last = i + form.last - form.first;
            let same = |step: usize| {
                scene.joined(i + step) && scene.word(form.first + step).to_uppercase() == scene.word(i + step)
            };
            let beside = |at: usize| is_shouted(at) && !scene.in_capitals(at);
            let goes_on = (scene.joined(last + 1) && beside(last + 1)) || (i > 0 && scene.joined(i) && beside(i - 1));
            let head = scene.joined(last + 1) && scene.clues.is(last + 1, Role::Head);
            if (1..=form.last - form.first).all(same) && !goes_on && !head {
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
