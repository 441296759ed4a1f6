//! One object of JSON → a document.

use serde_json::{Map, Value};
use std::borrow::Cow;

use super::columns::advice;
use crate::read::options::ReadOptions;
use crate::read::{Decoded, Document, Field, Found, Kind, Reason};

/// The document of an object. A field that it lacks is empty; an object
/// without any of the text columns is refused.
pub(in crate::read) fn document<'d>(
    found: &'d Found,
    bytes: &'d [u8],
    options: &ReadOptions,
) -> Result<Document<'d>, Reason> {
    let object: Map<String, Value> = serde_json::from_slice(bytes).map_err(|error| Reason::Json(error.to_string()))?;
    if !options.text.iter().any(|column| object.contains_key(column)) {
        let header: Vec<String> = object.keys().cloned().collect();
        let lengths: Vec<usize> = object.values().map(length).collect();
        return Err(Reason::Columns { missing: options.text.first().cloned(), columns: advice(&header, &[lengths]) });
    }
    let value = |name: &str| object.get(name).map_or(String::new(), text);
    let id = options.id.as_deref().map(value).filter(|id| !id.is_empty());
    let parts: Vec<String> = options.text.iter().map(|column| value(column)).collect();
    let fields = options.keep.iter().map(|name| Field { name: name.clone(), value: value(name) });
    Ok(Document {
        name: id.map_or(Cow::Borrowed(found.name.as_str()), Cow::Owned),
        text: parts.join("\n\n").into(),
        fields: fields.collect(),
        kind: found.kind.unwrap_or(Kind::JsonLines),
        encoding: Decoded::default(),
        bytes: bytes.len() as u64,
    })
}

/// A list of texts is paragraphs; what is no text is written as JSON.
fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(items) if items.iter().all(Value::is_string) => {
            items.iter().map(text).collect::<Vec<_>>().join("\n\n")
        }
        other => other.to_string(),
    }
}

fn length(value: &Value) -> usize {
    match value {
        Value::String(text) => text.len(),
        Value::Array(items) => items.iter().filter_map(Value::as_str).map(str::len).sum(),
        _ => 0,
    }
}

/// The fields of an object, and how long their texts are.
pub(super) fn lengths(bytes: &[u8]) -> Vec<(String, usize)> {
    let object: Map<String, Value> = serde_json::from_slice(bytes).unwrap_or_default();
    object.into_iter().map(|(name, value)| (name, length(&value))).collect()
}
