//! What a reader gives: a name, a text, and the fields that came with it.

use std::borrow::Cow;
use std::sync::Arc;

use super::Kind;

/// A value that came with a document, such as a column of its table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its name, as it was asked for.
    pub name: Arc<str>,
    /// Its value; empty where the document has none.
    pub value: String,
}

/// A document that was read. What rows count in is its `text`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Document<'d> {
    /// Its name, as the column `document` has it.
    pub name: Cow<'d, str>,
    /// Its text.
    pub text: Cow<'d, str>,
    /// The fields that were asked for, in that order.
    pub fields: Cow<'d, [Field]>,
    /// What it was read from.
    pub kind: Kind,
    /// How its bytes became characters.
    pub encoding: Decoded,
    /// How many bytes were read for it.
    pub bytes: u64,
}

impl Document<'_> {
    /// The value of a field; `None` where the document has no such field.
    pub fn field(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|field| &*field.name == name).map(|field| field.value.as_str())
    }
}

/// How bytes became characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Decoded {
    /// The name of the encoding, as the Encoding Standard has it.
    pub name: &'static str,
    /// True where nobody named it: it was told from the bytes.
    pub is_detected: bool,
    /// How many stray bytes became U+FFFD.
    pub repaired: u64,
}

impl Decoded {
    /// The word for it: `repaired` where stray bytes were replaced, `detected`
    /// where the encoding was told from the bytes, else `ok`.
    pub fn status(&self) -> &'static str {
        match self {
            Decoded { repaired: 1.., .. } => "repaired",
            Decoded { is_detected: true, .. } => "detected",
            _ => "ok",
        }
    }
}

impl Default for Decoded {
    fn default() -> Self {
        Decoded { name: "UTF-8", is_detected: false, repaired: 0 }
    }
}
