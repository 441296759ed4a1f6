//! Bytes → a document, each kind by its own reader.

use std::borrow::Cow;
use std::io::{Cursor, Read};
use std::path::Path;

use super::compressed::inner_name;
use super::options::ReadOptions;
use super::table::object;
use super::{Decoded, Document, Found, Kind, Place, Reason, Skipped, compressed, decode, mail, page, pdf, rtf};

/// The document of what was found, of the bytes that were read for it.
///
/// # Errors
/// What it is, as far as that was told, and why it has no text.
pub(super) fn convert<'d>(found: &'d Found, bytes: &'d [u8], options: &ReadOptions) -> Result<Document<'d>, Skipped> {
    let kind = kind(found, bytes);
    let document = match &found.place {
        Place::Object(_) => object::document(found, bytes, options),
        Place::Text(_) => text(found, bytes, kind, options),
        _ if kind.is_compressed() => return unpacked(found, bytes, kind, options),
        _ => of_kind(found, bytes, kind, options),
    };
    document.map_err(|reason| Skipped { kind: Some(kind), ..found.skipped(reason) })
}

/// What it is: of what a container has as text, the container's kind.
fn kind(found: &Found, bytes: &[u8]) -> Kind {
    let told = match &found.place {
        Place::Object(_) | Place::Text(_) => found.kind,
        _ => Kind::agreed(Kind::of_start(bytes), found.kind).or_else(|| likely(found, bytes)),
    };
    match told.unwrap_or(Kind::Text) {
        // Standard input, or a name that has it wrong.
        Kind::Zip => super::archive::zip::office_kind(bytes).unwrap_or(Kind::Zip),
        kind => kind,
    }
}

/// Nobody looked at standard input before.
fn likely(found: &Found, bytes: &[u8]) -> Option<Kind> {
    if found.kind.is_none() { Kind::of_likely_start(bytes) } else { None }
}

fn of_kind<'d>(found: &'d Found, bytes: &'d [u8], kind: Kind, options: &ReadOptions) -> Result<Document<'d>, Reason> {
    let made = |text: String, encoding| document(found, bytes, kind, text.into(), encoding);
    let plain = Decoded::default();
    match kind {
        Kind::Html => {
            let (html, encoding) = page::characters(bytes, options.encoding, options.strict)?;
            Ok(made(page::text(&html, options.page)?, encoding))
        }
        Kind::Rtf => Ok(made(rtf::text(bytes)?, plain)),
        Kind::Pdf => Ok(made(pdf::text(bytes, options.max_size)?, plain)),
        Kind::Docx | Kind::Odt | Kind::Pptx | Kind::Epub => Ok(made(office(bytes, kind, options)?, plain)),
        Kind::Mail => {
            let message = mail::read(bytes, options)?;
            Ok(Document { fields: message.fields.into(), ..made(message.text, message.encoding) })
        }
        Kind::Ole => {
            let message = outlook(bytes, options)?;
            let document = made(message.text, message.encoding);
            Ok(Document { fields: message.fields.into(), kind: Kind::Mail, ..document })
        }
        Kind::Text => text(found, bytes, kind, options),
        kind => Err(Reason::WrongName { kind }),
    }
}

#[cfg(feature = "office")]
fn office(bytes: &[u8], kind: Kind, options: &ReadOptions) -> Result<String, Reason> {
    super::office::parts::office(bytes, kind, options.max_size)
}

#[cfg(not(feature = "office"))]
fn office(_: &[u8], kind: Kind, _: &ReadOptions) -> Result<String, Reason> {
    Err(Reason::NotBuilt { kind, feature: "office" })
}

#[cfg(feature = "mail")]
fn outlook(bytes: &[u8], options: &ReadOptions) -> Result<mail::Message, Reason> {
    super::msg::read(bytes, options)
}

#[cfg(not(feature = "mail"))]
fn outlook(_: &[u8], _: &ReadOptions) -> Result<mail::Message, Reason> {
    Err(Reason::Ole)
}

fn text<'d>(found: &'d Found, bytes: &'d [u8], kind: Kind, options: &ReadOptions) -> Result<Document<'d>, Reason> {
    let (text, encoding) = decode(bytes, options.encoding.or(found.encoding), options.strict)?;
    Ok(document(found, bytes, kind, text, encoding))
}

fn document<'d>(found: &'d Found, bytes: &[u8], kind: Kind, text: Cow<'d, str>, encoding: Decoded) -> Document<'d> {
    Document {
        name: (&found.name).into(),
        text,
        fields: (&found.fields).into(),
        kind,
        encoding,
        bytes: bytes.len() as u64,
    }
}

/// What is inside a compressed file, by the name without its last ending.
fn unpacked<'d>(found: &'d Found, bytes: &'d [u8], kind: Kind, options: &ReadOptions) -> Result<Document<'d>, Skipped> {
    let skipped = |kind, reason| Skipped { kind: Some(kind), ..found.skipped(reason) };
    let inner = unpack(bytes, kind, options.max_size).map_err(|reason| skipped(kind, reason))?;
    let name = Kind::of_name(&inner_name(Path::new(&found.name)));
    let told = Kind::agreed(Kind::of_start(&inner), name).or_else(|| Kind::of_likely_start(&inner));
    let inside = Found { kind: told, ..found.clone() };
    let kind = told.unwrap_or(Kind::Text);
    let read = of_kind(&inside, &inner, kind, options).map_err(|reason| skipped(kind, reason))?;
    Ok(Document {
        name: (&found.name).into(),
        text: read.text.into_owned().into(),
        fields: read.fields.into_owned().into(),
        kind: read.kind,
        encoding: read.encoding,
        bytes: bytes.len() as u64,
    })
}

fn unpack(bytes: &[u8], kind: Kind, max: u64) -> Result<Vec<u8>, Reason> {
    let mut inner = Vec::new();
    let packed = Box::new(Cursor::new(bytes.to_vec()));
    compressed::open(kind, packed)?.take(max + 1).read_to_end(&mut inner).map_err(Reason::Packed)?;
    if inner.len() as u64 > max { Err(Reason::TooLarge { max }) } else { Ok(inner) }
}
