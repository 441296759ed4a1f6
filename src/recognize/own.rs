//! Names of the user's own: what you list is found.
//!
//! A row of the user's own stands wherever its words do, in the spellings
//! that its list allows. What a rule keeps silent (persons, events, streets,
//! titles of works), what capitals of a headline put together, and shipped
//! rows never take it; only a longer name of the user's own does, or a name
//! put together that holds the whole of it.

use super::blocks::OwnBlocks;
use super::context::supported;
use super::divided::{DIVIDED, within_words};
use super::firms;
use super::grammar::Use;
use super::persons::Persons;
use super::scene::Scene;
use super::support::Support;
use crate::candidate::Candidate;
use crate::candidate::{ResolveOptions, is_silent};
use crate::clues::Clues;
use crate::entity::{Entity, Evidence, How, Rule, Span};
use crate::gazetteer::{Accept, Entry, Languages, Role};
use crate::hash::HashSet;
use crate::lookup::{Hit, NearHit};
use crate::segment::Gap;

/// The guard's name that what would take an own row is dropped with.
pub const OWN: &str = "guard:own list";

/// An entity for a row of the user's own that the words of a text reach so.
pub(super) fn derived<'l>(span: Span, row: Entry<'l>, how: How) -> Entity<'l> {
    Entity::new(span, row.label(), Rule::new("list", how.detail()), Evidence::Derived(row, how))
}

/// Proposes what the user's lists hold in other spellings. Linear in the near
/// hits.
pub fn recognize<'l>(
    scene: &Scene<'_, 'l>,
    support: &Support<'_, '_, '_>,
    persons: &Persons<'_>,
    languages: &Languages,
    out: &mut Vec<Candidate<'l>>,
) {
    let near = scene.clues.near;
    if near.is_empty() {
        return;
    }
    let blocks = OwnBlocks::of(&scene.clues);
    let named = Named::of(scene, out);
    let mut told = HashSet::default();
    for hit in near {
        let entry = scene.clues.lists.gazetteer().entry(hit.row);
        let tokens = (hit.first as usize, with_legal_form(scene, hit));
        let span = Span::new(hit.start as usize, hit.end as usize);
        let span = if tokens.1 > hit.last as usize { span.to(scene.clues.tokens[tokens.1].end as usize) } else { span };
        let found = Found { scene, support, persons, hit, entry, tokens, span };
        if capitals_fit(scene, hit) && found.is_meant(&named) && told.insert((hit.start, hit.end, hit.row)) {
            let blocked = blocks.hold(span).then_some("guard:blocked");
            let divided = || within_words(scene, languages, hit.first as usize, hit.last as usize).then_some(DIVIDED);
            let dropped = blocked.or_else(divided);
            out.push(Candidate { entity: derived(span, entry, hit.how), tokens, dropped });
        }
    }
}

/// Where the words of a row stand, and what is asked about them.
struct Found<'f, 's, 'a, 'l> {
    scene: &'f Scene<'a, 'l>,
    support: &'f Support<'s, 'a, 'l>,
    persons: &'f Persons<'a>,
    hit: &'f NearHit,
    entry: Entry<'l>,
    tokens: (usize, usize),
    span: Span,
}

impl Found<'_, '_, '_, '_> {
    /// True where nothing but the row can be meant, or the text says that it
    /// is.
    fn is_meant(&self, named: &Named) -> bool {
        let (hit, (first, last)) = (self.hit, self.tokens);
        let is_short = hit.how == How::Short;
        let is_person = (is_word(hit, self.tokens) || is_short) && self.persons.overlap(first, last);
        let is_else = is_short && (is_person || self.is_place(named));
        let is_month = hit.doubtful && self.scene.clues.is(first, Role::Calendar);
        let is_stem_of_place = hit.how == How::LegalForm && self.is_place(named);
        let needs = hit.doubtful || self.entry.accept() == Accept::Context || is_stem_of_place || is_person;
        named.sure.contains(&hit.row)
            || !(named.is_part(hit, self.tokens) || is_month || is_else || (needs && !self.is_supported(named)))
    }

    /// A place is called so, too.
    fn is_place(&self, named: &Named) -> bool {
        self.entry.label() == "ORG" && named.places.contains(&self.span)
    }

    fn is_supported(&self, named: &Named) -> bool {
        let (scene, (first, last)) = (self.scene, self.tokens);
        let acts = || firms::acts(scene, self.support, self.persons, first, last).is_some();
        match () {
            _ if self.entry.label() == "ORG" && named.organizations.contains(&self.span) => true,
            // A capital says nothing of what others are called, too.
            _ if self.hit.how == How::Short || self.is_place(named) => {
                self.support.organization(first, last).is_some() || acts()
            }
            _ => supported(scene, self.support, self.persons, self.entry, first, last).is_some(),
        }
    }
}

/// True for one word in another spelling, or without a legal form.
fn is_word(hit: &NearHit, (first, last): (usize, usize)) -> bool {
    hit.how != How::Affix && first == last
}

/// What the lists find word by word in a text.
struct Named {
    /// The rows of the user's own that stand there in full.
    sure: HashSet<u32>,
    /// Where something else tells of an organization: whoever lists one that
    /// is called so means it.
    organizations: HashSet<Span>,
    /// Where something else tells of a place.
    places: HashSet<Span>,
    /// The tokens of shipped names of several words.
    longer: HashSet<usize>,
}

impl Named {
    fn of(scene: &Scene<'_, '_>, found: &[Candidate<'_>]) -> Self {
        let stands = |candidate: &&Candidate<'_>| candidate.dropped.is_none() && !candidate.entity.is_own();
        let others = || found.iter().filter(stands);
        let spans = |label: &str| -> HashSet<Span> {
            others().filter(|candidate| candidate.entity.label == label).map(Candidate::span).collect()
        };
        let shipped = others().filter(|candidate| candidate.entity.entry().is_some());
        let longer = shipped.map(|candidate| candidate.tokens).filter(|(first, last)| first < last);
        let places = spans("PLACE");
        Named {
            sure: sure_rows(scene, found, &places),
            organizations: spans("ORG"),
            places,
            longer: longer.flat_map(|(first, last)| first..=last).collect(),
        }
    }

    /// *Palomar* is no firm in *Palomar Observatory*.
    fn is_part(&self, hit: &NearHit, tokens: (usize, usize)) -> bool {
        is_word(hit, tokens) && self.longer.contains(&tokens.0)
    }
}

/// The token in which a name ends with the legal form that stands behind it in
/// the text, if it is the one that the list has, or goes on with its full
/// stop.
fn with_legal_form(scene: &Scene<'_, '_>, hit: &NearHit) -> usize {
    let (clues, last) = (&scene.clues, hit.last as usize);
    let comma = usize::from(scene.is_sign(last + 1, b',') && scene.touches(last + 1));
    let is_form = |form: &&Hit| matches!(form.role, Role::LegalForm | Role::Ending);
    let behind = |first: usize| clues.hits_at(first).iter().filter(is_form);
    let own = behind(last + 1 + comma)
        .find(|form| hit.legal.is_some_and(|legal| same_form(clues, form.row, legal)))
        .filter(|form| clues.gap(form.first as usize) != Gap::Paragraph);
    let from = last.saturating_sub(3).max(hit.first as usize);
    let goes_on = || (from..=last).flat_map(behind).find(|form| form.last as usize == last + 1);
    own.or_else(goes_on).map_or(last, |form| form.last as usize)
}

/// True for two rows that hold one legal form.
fn same_form(clues: &Clues<'_, '_>, a: u32, b: u32) -> bool {
    let name = |row: u32| clues.lists.gazetteer().entry(row).name();
    a == b || clues.lists.rows_named(name(a)).contains(&b) || clues.lists.rows_named(name(b)).contains(&a)
}

/// The rows that the text names in full, and not where a place is called so.
fn sure_rows(scene: &Scene<'_, '_>, found: &[Candidate<'_>], places: &HashSet<Span>) -> HashSet<u32> {
    let listed = found.iter().filter(|candidate| candidate.entity.is_own());
    let listed = listed.filter_map(|candidate| candidate.entity.entry()).map(Entry::index);
    let is_word = |hit: &NearHit| is_word(hit, (hit.first as usize, hit.last as usize));
    let is_place = |hit: &NearHit| places.contains(&Span::new(hit.start as usize, hit.end as usize));
    let is_whole = |hit: &&NearHit| !hit.doubtful && !is_word(hit) && !is_place(hit);
    let near = scene.clues.near.iter().filter(is_whole).map(|hit| hit.row);
    listed.chain(near).collect()
}

/// A capital that the list has not is one of the sentence or the headline.
fn capitals_fit(scene: &Scene<'_, '_>, hit: &NearHit) -> bool {
    let first = hit.first as usize;
    let in_title = scene.in_title(first);
    (!hit.begins || in_title || scene.is_start(first)) && (!hit.heads || in_title)
}

/// Drops what would take a row of the user's own from the text. Linear in the
/// candidates but for their sorting; nothing where no own row stands.
pub fn protect(scene: &Scene<'_, '_>, candidates: &mut [Candidate<'_>]) {
    let stands = |candidate: &&Candidate<'_>| candidate.dropped.is_none() && candidate.entity.is_own();
    let mut own: Vec<Span> = candidates.iter().filter(stands).map(Candidate::span).collect();
    if own.is_empty() {
        return;
    }
    own.sort_unstable_by_key(|span| (span.start, span.end));
    // The furthest end of all that begin so early: what overlaps is found by
    // halving.
    let mut reach: Vec<usize> = own.iter().map(|span| span.end).collect();
    for i in 1..reach.len() {
        reach[i] = reach[i].max(reach[i - 1]);
    }
    for candidate in candidates.iter_mut().filter(|c| c.dropped.is_none() && !c.entity.is_own()) {
        let span = candidate.span();
        let from = reach.partition_point(|&end| end <= span.start);
        let mut beside = own[from..].iter().take_while(|own| own.start < span.end).filter(|own| own.overlaps(span));
        let never = never_takes(scene, candidate);
        let first = candidate.tokens.0;
        let is_article = scene.is_start(first) || scene.is(first, Use::Definite);
        let adds_article = is_article && scene.clues.len() > first + 1;
        let second = scene.clues.tokens.get(first + 1).map_or(0, |token| token.start as usize);
        let mut end = 0;
        let takes = |own: &Span| {
            let is_rest = adds_article && own.start == second && own.end == span.end && has_words(scene, *own);
            let is_another = end > 0 && own.start >= end;
            end = if end == 0 { own.end } else { end.min(own.end) };
            never || !span.contains(*own) || is_rest || is_another
        };
        if beside.any(takes) {
            candidate.dropped = Some(OWN);
        }
    }
}

/// True for a name of several words.
fn has_words(scene: &Scene<'_, '_>, span: Span) -> bool {
    span.of(scene.clues.text).contains(char::is_whitespace)
}

/// The kind of rule that puts streets together.
const STREET: &str = "street";

/// True for what takes no row of the user's own, even where it holds it.
fn never_takes(scene: &Scene<'_, '_>, candidate: &Candidate<'_>) -> bool {
    let entity = &candidate.entity;
    let is_put_together = matches!(entity.evidence, Evidence::Composed { .. } | Evidence::ShortForm { .. });
    is_silent(entity, &ResolveOptions::default())
        || entity.rule.kind == STREET
        || entity.entry().is_some()
        || (is_put_together && scene.in_title(candidate.tokens.0))
}
