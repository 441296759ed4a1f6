//! Recognizing: clues → candidates. Each recognizer is one file; none sees
//! the candidates of another.

mod acronyms;
pub mod articles;
mod blocks;
pub mod composed;
pub mod context;
pub mod cued;
mod defined;
mod extent;
mod firms;
pub mod foreign;
pub mod grammar;
pub mod guards;
pub mod legal_forms;
pub mod listed;
mod long_names;
pub mod money;
pub mod own;
pub mod persons;
pub mod places;
pub mod rules;
pub mod scene;
pub mod short_forms;
mod small_words;
pub mod sports;
pub mod support;
mod variants;

use crate::entity::{Entity, Evidence, Rule, Span};

/// An entity that a recognizer proposes.
#[derive(Clone, Debug)]
pub struct Candidate<'l> {
    /// What is proposed.
    pub entity: Entity<'l>,
    /// Its first and its last token.
    pub tokens: (usize, usize),
    /// The guard that dropped it, if one did; such a candidate never stands,
    /// and is kept for the explanation only.
    pub dropped: Option<&'static str>,
}

impl<'l> Candidate<'l> {
    /// A candidate that stands for choice.
    pub fn new(entity: Entity<'l>, tokens: (usize, usize)) -> Self {
        Candidate { entity, tokens, dropped: None }
    }

    /// The same, where so many bytes and tokens stand before the text.
    pub(crate) fn moved(mut self, bytes: usize, tokens: usize) -> Self {
        self.entity.span = self.entity.span.moved(bytes);
        self.tokens = (self.tokens.0 + tokens, self.tokens.1 + tokens);
        self
    }

    /// Its place in the text, in bytes.
    pub fn span(&self) -> Span {
        self.entity.span
    }
}

/// A name that a rule put together from the tokens `first..=last`; its
/// canonical form has one space for each gap.
fn composed_name<'l>(
    scene: &scene::Scene<'_, 'l>,
    first: usize,
    last: usize,
    label: &'l str,
    rule: Rule<'l>,
) -> Candidate<'l> {
    let span = scene.clues.span(first, last);
    let mut name = String::with_capacity(span.len());
    for word in span.of(scene.clues.text).split_whitespace() {
        name.push_str(if name.is_empty() { "" } else { " " });
        name.push_str(word);
    }
    let evidence = Evidence::Composed { name: name.into(), core: None };
    Candidate::new(Entity::new(span, label, rule, evidence), (first, last))
}
