//! doccano: a document a line, its mentions as `[start, end, label]`.

use serde_json::{Value as Json, json};

use crate::marked::Marked;

/// The object of a document; offsets are code points. Fields other than
/// `text` and `label` become the document's metadata.
pub fn document(document: &Marked) -> Json {
    let labels =
        document.mentions.iter().map(|placed| (placed.points.start, placed.points.end, &placed.mention.stretch.label));
    json!({ "text": document.text, "label": labels.collect::<Vec<_>>(), "document": document.name })
}
