//! A message of Outlook → its text: the subject, then the body.
//!
//! The file is a small file system of properties, each a stream that is named
//! by its number and type ([MS-OXMSG]).

use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};

use super::mail::{Message, unquoted, value_of};
use super::options::ReadOptions;
use super::{Decoded, Field, Reason, decode, lzfu, page, rtf};

/// How deep messages are attached to each other.
const MAX_DEPTH: usize = 8;

const SUBJECT: &str = "0037";
const BODY: &str = "1000";
const HTML: &str = "1013";
const RTF: &str = "1009";
const HEADERS: &str = "007D";

/// Headers that stand in properties of their own too.
const FIELDS: [(&str, &[&str]); 3] = [("from", &["0C1A", "5D01", "0C1F"]), ("to", &["0E04"]), ("subject", &[SUBJECT])];

/// The stream of an office file of today with a password.
const ENCRYPTED: &str = "/EncryptedPackage";

type File<'b> = cfb::CompoundFile<Cursor<&'b [u8]>>;

/// Reads a message.
///
/// # Errors
/// [`Reason::Ole`] where it is another file of this kind.
pub(super) fn read(bytes: &[u8], options: &ReadOptions) -> Result<Message, Reason> {
    let mut file = File::open(Cursor::new(bytes)).map_err(|error| match is_protected(bytes) {
        true => Reason::Protected,
        false => Reason::Damaged(error.to_string()),
    })?;
    if !file.exists("/__properties_version1.0") {
        return Err(if file.exists(ENCRYPTED) { Reason::Protected } else { Reason::Ole });
    }
    let mut parts = Vec::new();
    add(&mut file, Path::new("/"), options, MAX_DEPTH, &mut parts)?;
    let headers = text(&mut file, Path::new("/"), HEADERS, options).unwrap_or_default();
    let mut fields = Vec::new();
    for name in &options.keep {
        let told = value_of(headers.as_bytes(), name).filter(|value| !value.is_empty());
        let value = told.unwrap_or_else(|| property(&mut file, name, options));
        fields.push(Field { name: name.clone(), value });
    }
    Ok(Message { text: parts.join("\n\n"), fields, encoding: Decoded::default() })
}

/// True where a file that cannot be opened names what has a password.
fn is_protected(bytes: &[u8]) -> bool {
    let name: Vec<u8> = ENCRYPTED[1..].encode_utf16().flat_map(u16::to_le_bytes).collect();
    memchr::memmem::find(bytes, &name).is_some()
}

fn add(
    file: &mut File<'_>,
    folder: &Path,
    options: &ReadOptions,
    depth: usize,
    parts: &mut Vec<String>,
) -> Result<(), Reason> {
    let body = body(file, folder, options)?;
    parts.extend(text(file, folder, SUBJECT, options).filter(|subject| !subject.trim().is_empty()));
    parts.extend(body.map(|body| body.trim_matches(['\n', '\r']).to_string()));
    for inner in attached(file, folder).into_iter().filter(|_| depth > 0) {
        add(file, &inner, options, depth - 1, parts)?;
    }
    Ok(())
}

/// The body as it is written first: in letters alone, as a page, as RTF.
fn body(file: &mut File<'_>, folder: &Path, options: &ReadOptions) -> Result<Option<String>, Reason> {
    if let Some(body) = text(file, folder, BODY, options).filter(|body| !body.trim().is_empty()) {
        return Ok(Some(unquoted(&body)));
    }
    if let Some(html) = text(file, folder, HTML, options) {
        return page::text(&html, options.page).map(Some);
    }
    let packed = stream(file, folder, RTF, "0102", options);
    packed.and_then(|packed| lzfu::unpacked(&packed)).map(|rtf| rtf::text(&rtf)).transpose()
}

/// The folders of the messages that are attached.
fn attached(file: &File<'_>, folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = file.read_storage(folder) else { return Vec::new() };
    let attachments = entries.filter(|entry| entry.is_storage() && entry.name().starts_with("__attach_version1.0"));
    let messages = attachments.map(|entry| entry.path().join("__substg1.0_3701000D"));
    messages.filter(|message| file.is_storage(message)).collect()
}

/// A property that holds text; `None` where the message has none.
fn text(file: &mut File<'_>, folder: &Path, property: &str, options: &ReadOptions) -> Option<String> {
    // UTF-16, in a code page, and bytes that tell themselves what they are.
    ["001F", "001E", "0102"].into_iter().find_map(|kind| {
        let bytes = stream(file, folder, property, kind, options)?;
        let text = match kind {
            "001F" => encoding_rs::UTF_16LE.decode_without_bom_handling(&bytes).0.into_owned(),
            "0102" => page::characters(&bytes, options.encoding, false).ok()?.0.into_owned(),
            _ => decode(&bytes, options.encoding, false).ok()?.0.into_owned(),
        };
        Some(text.replace('\0', "").replace("\r\n", "\n"))
    })
}

fn stream(file: &mut File<'_>, folder: &Path, property: &str, kind: &str, options: &ReadOptions) -> Option<Vec<u8>> {
    let stream = file.open_stream(folder.join(format!("__substg1.0_{property}{kind}"))).ok()?;
    let mut bytes = Vec::new();
    stream.take(options.max_size).read_to_end(&mut bytes).ok()?;
    Some(bytes)
}

fn property(file: &mut File<'_>, name: &str, options: &ReadOptions) -> String {
    let known = FIELDS.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
    let mut values = known.into_iter().flat_map(|(_, properties)| properties.iter());
    values.find_map(|property| text(file, Path::new("/"), property, options)).unwrap_or_default()
}
