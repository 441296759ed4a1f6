//! Label Studio: a task a document, its mentions as a prediction.
//!
//! The labelling interface needs `<Text name="text" value="$text"/>` and
//! `<Labels name="label" toName="text">` with a `<Label value="ORG"/>` for
//! each label.

use serde_json::{Value as Json, json};

use crate::marked::Marked;

/// The task of a document; offsets are code points, which Label Studio makes
/// of the units of its browser too.
pub fn task(document: &Marked) -> Json {
    let result = document.mentions.iter().enumerate().map(|(number, placed)| {
        let mention = &placed.mention;
        json!({
            "id": format!("m{number}"),
            "from_name": "label",
            "to_name": "text",
            "type": "labels",
            "value": {
                "start": placed.points.start,
                "end": placed.points.end,
                "text": placed.bytes.of(&document.text),
                "labels": [mention.stretch.label],
            },
            "meta": { "text": [mention.rule, mention.id] },
        })
    });
    json!({
        "data": { "text": document.text, "document": document.name },
        "predictions": [{
            "model_version": concat!("gaztag ", env!("CARGO_PKG_VERSION")),
            "result": result.collect::<Vec<_>>(),
        }],
    })
}
