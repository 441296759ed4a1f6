//! Rows as packed values, for outputs that want values and not text.
//!
//! A piece is a run of [`Record`]s. They are read back without copying, see
//! [`records`].

use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::io;

use super::{Document, Format, Mention, Row};
use crate::advice::SettingNames;
use crate::read::Skipped;

/// What a piece holds, in the order in which it happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
#[allow(clippy::large_enum_variant, reason = "there is one at a time")]
pub enum Record<'p> {
    /// A document begins; its mentions follow.
    Begin {
        /// Its name.
        #[serde(borrow)]
        name: Cow<'p, str>,
        /// Its size in bytes, as it was read.
        size: u64,
        /// The values of the fields that were asked for, in their order.
        fields: Vec<String>,
        /// What it was read from, and how.
        #[serde(borrow)]
        origin: Origin<'p>,
    },
    /// A mention of the document.
    Mention(#[serde(borrow)] Mention<'p>),
    /// The document is at its end.
    End,
    /// A document could not be read.
    Skipped {
        /// Its name.
        #[serde(borrow)]
        name: Cow<'p, str>,
        /// What it is; empty where that is not known.
        #[serde(borrow)]
        kind: Cow<'p, str>,
        /// Why.
        #[serde(borrow)]
        reason: Cow<'p, str>,
    },
}

/// What a document was read from, and how.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin<'p> {
    /// The kind of its file, such as `docx`.
    #[serde(borrow)]
    pub kind: Cow<'p, str>,
    /// The encoding of its bytes.
    #[serde(borrow)]
    pub encoding: Cow<'p, str>,
    /// `ok`, `detected` encoding, or `repaired` bytes.
    #[serde(borrow)]
    pub status: Cow<'p, str>,
    /// The length of its text, in code points.
    pub characters: u64,
}

impl Origin<'_> {
    fn of(document: &Document<'_>) -> Origin<'static> {
        Origin {
            kind: document.kind.name().into(),
            encoding: document.encoding.name.into(),
            status: document.encoding.status().into(),
            characters: document.text.chars().count() as u64,
        }
    }
}

/// Mentions as values.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Packed {
    /// Fields of the documents.
    pub fields: Vec<String>,
    /// Columns of the lists.
    pub columns: Vec<String>,
    /// Leave the sentences empty.
    pub without_sentences: bool,
    /// What settings are called in the reasons of what was left out.
    pub names: SettingNames,
}

impl Format for Packed {
    fn begin(&self, document: &Document<'_>, out: &mut Vec<u8>) {
        let fields = self.fields.iter().map(|field| document.field(field).to_string()).collect();
        let origin = Origin::of(document);
        pack(&Record::Begin { name: document.name.into(), size: document.size, fields, origin }, out);
    }

    fn row(&self, row: &Row<'_>, out: &mut Vec<u8>) {
        let mut mention = row.mention(&self.columns);
        if self.without_sentences {
            mention.sentence = Cow::Borrowed("");
        }
        pack(&Record::Mention(mention), out);
    }

    fn end(&self, _document: &Document<'_>, out: &mut Vec<u8>) {
        pack(&Record::End, out);
    }

    fn skipped(&self, skipped: &Skipped, out: &mut Vec<u8>) {
        let reason = skipped.reason.told(&self.names).into();
        let (name, kind) = (skipped.name.as_str().into(), skipped.kind_name().into());
        pack(&Record::Skipped { name, kind, reason }, out);
    }

    fn has_sentences(&self) -> bool {
        !self.without_sentences
    }
}

fn pack(record: &Record<'_>, out: &mut Vec<u8>) {
    let packed = postcard::to_extend(record, std::mem::take(out));
    *out = packed.expect("memory takes it");
}

/// The records of a piece.
///
/// # Errors
/// An item is an error where the bytes are no piece; nothing follows it.
pub fn records(mut piece: &[u8]) -> impl Iterator<Item = io::Result<Record<'_>>> {
    std::iter::from_fn(move || {
        if piece.is_empty() {
            return None;
        }
        let (record, rest) = match postcard::take_from_bytes(piece) {
            Ok((record, rest)) => (Ok(record), rest),
            Err(error) => (Err(io::Error::new(io::ErrorKind::InvalidData, error)), &[][..]),
        };
        piece = rest;
        Some(record)
    })
}
