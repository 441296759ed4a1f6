//! Suggesting: which names of a collection should a list have?
//!
//! A rule that finds a name in one document (*Velmora Mining Ltd*, *the brewer
//! Qorvath*) says what it is; other documents name it where no rule tells.
//! Only the collection knows both, and a person decides.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap, HashSet};

use super::hits::{Context, context};
use crate::candidate::{Candidate, PERSON};
use crate::clues::Clues;
use crate::entity::{Certainty, Entity, Span};
use crate::gazetteer::Role;
use crate::pipeline::Pipeline;
use crate::place::Place;
use crate::recognize::grammar::{Grammar, Use};
use crate::resolve::stand;
use crate::segment::{Gap, Shape};

/// How many contexts of each name are kept.
const CONTEXTS: usize = 3;

/// A name is proposed where so large a share of what tells of it agrees.
const AGREED: f64 = 0.75;

/// A name is proposed where rules find it in one of so many documents that
/// hold it.
const BORNE_OUT: usize = 5;

/// A name of more words than this is none.
const MOST_WORDS: usize = 8;

/// A word beside a name says little where it stands beside one mention in so
/// many.
const BESIDE: usize = 7;

/// What is known of the unlisted names of a collection.
#[derive(Debug)]
pub struct Suggestions<'p> {
    pipeline: &'p Pipeline,
    names: HashMap<String, Tally>,
    /// The words in small letters, for what is no name.
    small: HashSet<String>,
}

/// What is known of one name.
#[derive(Debug, Default)]
struct Tally {
    documents: usize,
    mentions: usize,
    /// Mentions that no rule found.
    missed: usize,
    /// Mentions that are a part of a longer name.
    parts: usize,
    /// In how many documents it is how a person's name ends.
    persons: usize,
    /// In how many documents a rule gave it each label.
    labels: BTreeMap<String, usize>,
    /// How often each rule found it.
    rules: BTreeMap<String, usize>,
    contexts: Vec<Context>,
}

/// A row that a list could have.
#[derive(Clone, Debug)]
pub struct Suggestion {
    /// The name.
    pub name: String,
    /// What rules take it for.
    pub label: String,
    /// How many documents hold it.
    pub documents: usize,
    /// How often it stands there.
    pub mentions: usize,
    /// How many of the mentions no rule finds.
    pub missed: usize,
    /// Which rules find it, the most frequent first, with how often.
    pub rules: Vec<(String, usize)>,
    /// The first few places.
    pub contexts: Vec<Context>,
}

impl<'p> Suggestions<'p> {
    /// Nothing known yet; the pipeline's lists decide what is unlisted.
    pub fn new(pipeline: &'p Pipeline) -> Self {
        Suggestions { pipeline, names: HashMap::new(), small: HashSet::new() }
    }

    /// Looks at one text. Linear in the text.
    pub fn add(&mut self, document: &str, text: &str) {
        let candidates = self.pipeline.candidates(text);
        let standing = stand(&candidates, self.pipeline.resolve_options());
        let mut here: HashMap<&str, Here> = HashMap::new();
        let mut covered = Vec::with_capacity(standing.len());
        for candidate in standing {
            covered.push(candidate.span());
            let entity = &candidate.entity;
            if entity.entry().is_none() && entity.id().is_empty() && entity.quantity().is_none() {
                here.entry(candidate.span().of(text)).or_default().found(entity);
            }
        }
        self.pipeline.inspect(text, |clues| {
            unlisted(clues, &covered, |span| here.entry(span.of(text)).or_default().missed(span));
            for (name, here) in &mut here {
                here.is_listed = is_listed(clues, name);
                here.parts = here.spans.iter().filter(|span| is_part(clues, self.pipeline.grammar(), **span)).count();
            }
            self.small_words(clues);
        });
        for name in surnames(text, &candidates) {
            self.names.entry(name.to_string()).or_default().persons += 1;
        }
        let mut told: Vec<(&str, Here)> = here.into_iter().filter(|(_, here)| !here.is_listed).collect();
        told.sort_by_key(|(_, here)| here.spans.first().map(|span| span.start));
        let mut place = Place::default();
        for (name, here) in told {
            let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
            let tally = self.names.entry(name).or_default();
            if tally.contexts.len() < CONTEXTS
                && let Some(&span) = here.spans.first()
            {
                place.advance(text, span.start);
                tally.contexts.push(context(document, text, span, place.line as usize));
            }
            tally.add(here);
        }
    }

    /// Adds what was seen in further texts, which stand behind those here.
    pub fn append(&mut self, other: Suggestions<'p>) {
        for (name, tally) in other.names {
            self.names.entry(name).or_default().append(tally);
        }
        self.small.extend(other.small);
    }

    /// Notes which words the text has in small letters.
    fn small_words(&mut self, clues: &Clues<'_, '_>) {
        for i in (0..clues.len()).filter(|&i| clues.shape(i) == Shape::Lower && !clues.is(i, Role::Common)) {
            if !self.small.contains(clues.token(i)) {
                self.small.insert(clues.token(i).to_string());
            }
        }
    }

    /// The names that rules agree about, the most useful first: by the
    /// documents that hold them, then by the mentions that no rule finds.
    pub fn ranked(self) -> Vec<Suggestion> {
        let small = self.small;
        let is_word = |name: &str| small.contains(name.to_lowercase().as_str());
        let names = self.names.into_iter().filter(|(name, tally)| tally.is_named_in_full() || !is_word(name));
        let mut ranked: Vec<Suggestion> = names.filter_map(|(name, tally)| tally.suggestion(name)).collect();
        ranked.sort_by(|a, b| {
            let key = |s: &Suggestion| (Reverse(s.documents), Reverse(s.missed));
            key(a).cmp(&key(b)).then_with(|| a.name.cmp(&b.name))
        });
        ranked
    }
}

/// What one document says of a name.
#[derive(Default)]
struct Here {
    spans: Vec<Span>,
    missed: usize,
    parts: usize,
    is_listed: bool,
    labels: Vec<String>,
    rules: Vec<String>,
}

impl Here {
    fn found(&mut self, entity: &Entity<'_>) {
        self.spans.push(entity.span);
        if entity.certainty > Certainty::Middle || entity.rule.kind == "short-form" {
            return;
        }
        if !self.labels.iter().any(|label| label == entity.label) {
            self.labels.push(entity.label.to_string());
        }
        self.rules.push(entity.rule.to_string());
    }

    fn missed(&mut self, span: Span) {
        self.spans.push(span);
        self.missed += 1;
    }
}

impl Tally {
    fn add(&mut self, here: Here) {
        self.documents += 1;
        self.mentions += here.spans.len();
        self.missed += here.missed;
        self.parts += here.parts;
        here.labels.into_iter().for_each(|label| *self.labels.entry(label).or_default() += 1);
        here.rules.into_iter().for_each(|rule| *self.rules.entry(rule).or_default() += 1);
    }

    fn append(&mut self, other: Tally) {
        self.documents += other.documents;
        self.mentions += other.mentions;
        self.missed += other.missed;
        self.parts += other.parts;
        self.persons += other.persons;
        other.labels.into_iter().for_each(|(label, count)| *self.labels.entry(label).or_default() += count);
        other.rules.into_iter().for_each(|(rule, count)| *self.rules.entry(rule).or_default() += count);
        let room = CONTEXTS - self.contexts.len();
        self.contexts.extend(other.contexts.into_iter().take(room));
    }

    /// True where a text says what the name stands for: *(WHO)*.
    fn is_named_in_full(&self) -> bool {
        !self.is_only_beside()
    }

    /// True where nothing of the name itself tells, only words beside it.
    fn is_only_beside(&self) -> bool {
        self.rules.keys().all(|rule| rule.starts_with("cue:") && rule != "cue:acronym")
    }

    fn suggestion(mut self, name: String) -> Option<Suggestion> {
        let told: usize = self.labels.values().sum();
        let (label, count) = std::mem::take(&mut self.labels).into_iter().max_by_key(|(_, count)| *count)?;
        let is_agreed = count as f64 >= AGREED * told as f64;
        // A rule that hardly ever finds what stands in so many documents errs.
        let is_borne_out = count * BORNE_OUT >= self.documents;
        let is_part = 2 * self.parts >= self.mentions;
        let is_person = self.persons >= count;
        let is_beside = self.is_only_beside() && self.mentions > BESIDE * self.rules.values().sum::<usize>();
        // A count is none of a name's own: *80th Congress*.
        let is_counted = name.starts_with(|c: char| c.is_ascii_digit());
        if is_part || is_person || is_beside || is_counted {
            return None;
        }
        // What one document says alone is no more than its row says already.
        if !matches!(label.as_str(), "ORG" | "PLACE") || !is_agreed || !is_borne_out || self.documents < 2 {
            return None;
        }
        let mut rules: Vec<(String, usize)> = std::mem::take(&mut self.rules).into_iter().collect();
        rules.sort_by_key(|(_, count)| Reverse(*count));
        let Tally { documents, mentions, missed, contexts, .. } = self;
        Some(Suggestion { name, label, documents, mentions, missed, rules, contexts })
    }
}

/// True for a name that some list has, whatever it takes to be found.
fn is_listed(clues: &Clues<'_, '_>, name: &str) -> bool {
    let rows = clues.lists.rows_named(name);
    rows.iter().any(|&row| clues.lists.gazetteer().entry(row).role() == Role::Name)
}

/// True for a mention that is a part of a longer name: *the American Journal
/// of Physics*, *the Cattlemen's Beef Association*, *Task Force 116*.
fn is_part(clues: &Clues<'_, '_>, grammar: &Grammar, span: Span) -> bool {
    let tokens = clues.tokens;
    let first = tokens.partition_point(|token| (token.start as usize) < span.start);
    let next = tokens.partition_point(|token| (token.start as usize) < span.end);
    let is_capital = |i: usize| i < clues.len() && clues.gap(i) <= Gap::Space && clues.shape(i).is_capital();
    let is_number = |i: usize| i < clues.len() && clues.gap(i) == Gap::Space && clues.shape(i) == Shape::Number;
    let goes_on = clues.gap(next) == Gap::Space
        && [Use::Of, Use::For, Use::On].iter().any(|&joins| grammar.has(clues, next, joins))
        && is_capital(next + 1);
    let owner = first > 0 && clues.shape(first - 1) == Shape::Possessive && first > 1 && is_plural(clues, first - 2);
    goes_on || owner || is_number(next)
}

/// *Cattlemen's Beef Association*, but *Australia's Atomic Energy Commission*.
fn is_plural(clues: &Clues<'_, '_>, i: usize) -> bool {
    clues.shape(i).is_capital() && clues.is(i, Role::Common)
}

/// How the names of persons end in a text.
fn surnames<'t>(text: &'t str, candidates: &[Candidate<'_>]) -> HashSet<&'t str> {
    let persons = candidates.iter().filter(|candidate| candidate.entity.label == PERSON);
    persons.filter_map(|person| person.span().of(text).split_whitespace().next_back()).collect()
}

/// Calls `found` with every run of capital words that nothing covers.
fn unlisted(clues: &Clues<'_, '_>, covered: &[Span], mut found: impl FnMut(Span)) {
    let is_capital = |i: usize| {
        let shape = clues.shape(i);
        i < clues.len() && shape.is_capital() && shape != Shape::Initial && !clues.is(i, Role::Outside)
    };
    let mut i = 0;
    while i < clues.len() {
        if !is_capital(i) {
            i += 1;
            continue;
        }
        let mut last = i;
        while clues.gap(last + 1) == Gap::Space && is_capital(last + 1) {
            last += 1;
        }
        let span = clues.span(i, last);
        let next = covered.partition_point(|other| other.end <= span.start);
        let is_free = covered.get(next).is_none_or(|other| !other.overlaps(span));
        if is_free && last - i < MOST_WORDS {
            found(span);
        }
        i = last + 1;
    }
}
