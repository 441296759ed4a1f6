//! Tagging the texts of a gold standard.

use rayon::prelude::*;

use super::mention::{Annotated, Mention, Stretch, Value};
use crate::Pipeline;
use crate::entity::Entity;
use crate::place::{Place, code_points};
use crate::threads;

/// What a pipeline finds in the texts of `documents`; those without a text
/// stay empty. In parallel; the order is kept.
pub fn tag_texts(pipeline: &Pipeline, documents: &[Annotated]) -> Vec<Annotated> {
    threads::on(0, || documents.par_iter().map(|document| tag(pipeline, document)).collect())
}

fn tag(pipeline: &Pipeline, document: &Annotated) -> Annotated {
    let text = document.text.as_deref().unwrap_or("");
    let entities = pipeline.annotate(text);
    let mut place = Place::default();
    let mentions = entities.iter().map(|entity| mention(entity, text, &mut place)).collect();
    Annotated { mentions, ..Annotated::new(&document.id) }
}

fn mention(entity: &Entity<'_>, text: &str, place: &mut Place) -> Mention {
    let surface = entity.span.of(text);
    place.advance(text, entity.span.start);
    let start = place.code_point as usize;
    let end = start + code_points(surface) as usize;
    let value = entity.quantity().map(|quantity| Value {
        amount: quantity.amount.map_or(String::new(), |a| a.normalize().to_string()),
        amount_max: quantity.amount_max.map_or(String::new(), |a| a.normalize().to_string()),
        currency: quantity.currency.unwrap_or("").to_string(),
    });
    Mention {
        stretch: Stretch { start, end, label: entity.label.to_string() },
        text: surface.to_string(),
        value,
        rule: entity.rule.to_string(),
        name: entity.name().to_string(),
        id: entity.id().to_string(),
        ..Mention::default()
    }
}
