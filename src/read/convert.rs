//! Bytes → a document, each kind by its own reader.

use encoding_rs::Encoding;

use super::table::{TableOptions, object};
use super::{Decoded, Document, Found, Kind, Place, Reason, decode};

/// The document of what was found, of the bytes that were read for it.
pub(super) fn convert<'d>(
    found: &'d Found,
    bytes: &'d [u8],
    named: Option<&'static Encoding>,
    tables: &TableOptions,
) -> Result<Document<'d>, Reason> {
    if let Place::Object(_) = found.place {
        return object::document(found, bytes, tables);
    }
    let text = decode(bytes, named.or(found.encoding))?;
    Ok(Document {
        name: (&found.name).into(),
        text,
        fields: (&found.fields).into(),
        kind: found.kind.unwrap_or(Kind::Text),
        encoding: Decoded::default(),
        bytes: bytes.len() as u64,
    })
}
