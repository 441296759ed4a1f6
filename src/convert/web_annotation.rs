//! W3C Web Annotation: an annotation a mention, as JSON-LD.
//!
//! <https://www.w3.org/TR/annotation-model/>: positions are code points; the
//! quotation finds the place again where a text has changed a little.

use serde_json::{Value as Json, json};

use crate::marked::{Marked, Placed};

/// Code points of the text before and behind that a quotation brings along.
const AROUND: usize = 32;

/// The head of a collection of so many annotations, whose items are to be
/// put into `first.items`.
pub fn collection(items: Vec<Json>) -> Json {
    json!({
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": "urn:gaztag:annotations",
        "type": "AnnotationCollection",
        "total": items.len(),
        "first": { "id": "urn:gaztag:annotations:1", "type": "AnnotationPage", "startIndex": 0, "items": items },
    })
}

/// The annotations of a document.
pub fn annotations(document: &Marked) -> Vec<Json> {
    let source = iri(&document.name);
    document.mentions.iter().enumerate().map(|(number, placed)| annotation(document, placed, &source, number)).collect()
}

fn annotation(document: &Marked, placed: &Placed, source: &str, number: usize) -> Json {
    let (text, mention) = (&document.text, &placed.mention);
    let mut body = vec![json!({ "type": "TextualBody", "purpose": "tagging", "value": mention.stretch.label })];
    let title = placed.title(text);
    if !title.is_empty() {
        body.push(json!({ "type": "TextualBody", "purpose": "describing", "value": title }));
    }
    if !mention.id.is_empty() {
        body.push(json!({ "type": "SpecificResource", "purpose": "identifying", "source": iri(&mention.id) }));
    }
    json!({
        "id": format!("urn:gaztag:{source}#{number}"),
        "type": "Annotation",
        "motivation": "identifying",
        "generator": { "id": "urn:gaztag", "type": "Software", "name": concat!("gaztag ", env!("CARGO_PKG_VERSION")) },
        "body": body,
        "target": {
            "source": source,
            "selector": [
                { "type": "TextPositionSelector", "start": placed.points.start, "end": placed.points.end },
                {
                    "type": "TextQuoteSelector",
                    "exact": placed.bytes.of(text),
                    "prefix": before(&text[..placed.bytes.start]),
                    "suffix": text[placed.bytes.end..].chars().take(AROUND).collect::<String>(),
                },
            ],
        },
    })
}

fn before(text: &str) -> &str {
    let from = text.char_indices().rev().nth(AROUND - 1).map_or(0, |(at, _)| at);
    &text[from..]
}

/// A name as an IRI: what has no place in one is written as `%HH`.
fn iri(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for c in name.chars() {
        if c.is_alphanumeric() || "-._~/:@".contains(c) {
            out.push(c);
        } else {
            let mut bytes = [0; 4];
            out.extend(c.encode_utf8(&mut bytes).bytes().map(|byte| format!("%{byte:02X}")));
        }
    }
    out
}
