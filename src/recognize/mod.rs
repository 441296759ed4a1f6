//! Recognizing: clues → candidates. Each recognizer is one file; none sees
//! the candidates of another.

mod acronyms;
pub mod articles;
mod blocks;
pub mod certainties;
mod common_nouns;
pub mod composed;
pub mod context;
pub mod cued;
mod defined;
pub mod divided;
mod enumerated;
mod extent;
mod firms;
pub mod foreign;
pub mod grammar;
pub mod guards;
pub mod legal_forms;
pub mod listed;
mod long_names;
pub mod money;
mod other_letters;
pub mod own;
pub mod persons;
pub mod places;
mod postal;
pub mod rules;
pub mod scene;
pub mod short_forms;
mod small_words;
pub mod sports;
pub mod support;
pub mod town_firms;
mod variants;

use crate::candidate::Candidate;
use crate::entity::{Entity, Evidence, Rule};

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
