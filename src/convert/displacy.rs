//! displaCy with `manual=True`: what `spacy.displacy.render` draws.

use serde_json::{Value as Json, json};

use super::outermost;
use crate::marked::Marked;

/// The object of a document; offsets are code points. displaCy writes a text
/// twice where a mention lies in another, so only the outermost are told.
pub fn document(document: &Marked) -> Json {
    let ents = outermost(document).map(|placed| {
        json!({
            "start": placed.points.start,
            "end": placed.points.end,
            "label": placed.mention.stretch.label,
            "kb_id": placed.mention.id,
        })
    });
    json!({ "text": document.text, "ents": ents.collect::<Vec<_>>(), "title": document.name })
}
