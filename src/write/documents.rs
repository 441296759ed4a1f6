//! One line a document, and the texts that rows count in.

use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::HashMap;
use std::fs;
use std::io::{self, Write};
use std::path::PathBuf;

use super::beside::Beside;
use super::{Document, Format, Row, Sink};
use crate::advice::SettingNames;
use crate::read::Skipped;

/// The columns of a list of documents.
pub const DOCUMENT_COLUMNS: [&str; 8] =
    ["document", "kind", "encoding", "characters", "mentions", "status", "reason", "text_file"];

/// The longest name of a text file, in bytes.
const MAX_NAME: usize = 180;

/// Packs each document for a [`DocumentSink`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Documents {
    /// The texts are asked for too.
    pub with_texts: bool,
    /// What settings are called in the reasons of what was left out.
    pub names: SettingNames,
}

#[derive(Serialize, Deserialize)]
struct Packed<'p> {
    #[serde(borrow)]
    name: Cow<'p, str>,
    kind: Cow<'p, str>,
    encoding: Cow<'p, str>,
    characters: u64,
    mentions: u64,
    status: Cow<'p, str>,
    reason: Cow<'p, str>,
    text: Option<Cow<'p, str>>,
}

impl Format for Documents {
    fn row(&self, _row: &Row<'_>, _out: &mut Vec<u8>) {}

    fn end(&self, document: &Document<'_>, out: &mut Vec<u8>) {
        let text = self.with_texts.then_some(Cow::Borrowed(document.text));
        pack(
            &Packed {
                name: document.name.into(),
                kind: document.kind.name().into(),
                encoding: document.encoding.name.into(),
                characters: document.text.chars().count() as u64,
                mentions: document.mentions,
                status: document.encoding.status().into(),
                reason: "".into(),
                text,
            },
            out,
        );
    }

    fn skipped(&self, skipped: &Skipped, out: &mut Vec<u8>) {
        pack(
            &Packed {
                name: skipped.name.as_str().into(),
                kind: skipped.kind_name().into(),
                encoding: "".into(),
                characters: 0,
                mentions: 0,
                status: "skipped".into(),
                reason: skipped.reason.told(&self.names).into(),
                text: None,
            },
            out,
        );
    }

    fn has_sentences(&self) -> bool {
        false
    }
}

fn pack(packed: &Packed<'_>, out: &mut Vec<u8>) {
    let bytes = postcard::to_stdvec(packed).expect("strings and numbers can be packed");
    out.extend_from_slice(&bytes);
}

/// Writes a list of documents, and their texts into a folder, one file each.
pub struct DocumentSink<W: Write> {
    list: Option<csv::Writer<W>>,
    texts: Option<Texts>,
}

/// A folder of texts.
struct Texts {
    folder: PathBuf,
    names: TextNames,
}

/// The names of text files below their folder, one for each document.
#[derive(Clone, Debug, Default)]
pub struct TextNames {
    /// How many documents of a name there were.
    seen: HashMap<String, u64>,
}

impl TextNames {
    /// The name of the file of the next document, which has this name.
    pub fn next(&mut self, document: &str) -> String {
        let base = safe(document);
        // Names that differ in capitals alone are one name to some systems.
        let count = self.seen.entry(base.to_lowercase()).or_default();
        *count += 1;
        if *count == 1 { format!("{base}.txt") } else { format!("{base}~{count}.txt") }
    }
}

impl<W: Write> DocumentSink<W> {
    /// Writes the header of the list; `texts` is a folder, made where it is not
    /// there.
    ///
    /// # Errors
    /// Those of the outputs.
    pub fn new(list: Option<W>, texts: Option<PathBuf>) -> io::Result<Self> {
        let mut list = list.map(csv::Writer::from_writer);
        if let Some(list) = &mut list {
            list.write_record(DOCUMENT_COLUMNS)?;
        }
        if let Some(folder) = &texts {
            fs::create_dir_all(folder)?;
        }
        Ok(DocumentSink { list, texts: texts.map(|folder| Texts { folder, names: TextNames::default() }) })
    }

    /// What the list was written to.
    ///
    /// # Errors
    /// Where its last lines cannot be written.
    pub fn into_list(self) -> io::Result<Option<W>> {
        let list = self.list.map(csv::Writer::into_inner).transpose();
        list.map_err(|error| io::Error::new(error.error().kind(), error.error().to_string()))
    }
}

impl<W: Write + Send> Sink for DocumentSink<W> {
    fn take(&mut self, piece: &[u8]) -> io::Result<()> {
        let mut rest = piece;
        while !rest.is_empty() {
            let (packed, after) = postcard::take_from_bytes::<Packed<'_>>(rest).map_err(io::Error::other)?;
            rest = after;
            let file = match (&mut self.texts, &packed.text) {
                (Some(texts), Some(text)) => texts.write(&packed.name, text)?,
                _ => String::new(),
            };
            if let Some(list) = &mut self.list {
                let (characters, mentions) = (packed.characters.to_string(), packed.mentions.to_string());
                // As the rows have it: no spreadsheet shall take a name for a formula.
                let name = super::guarded(&packed.name, ',');
                list.write_record([
                    &*name,
                    &*packed.kind,
                    &*packed.encoding,
                    &*characters,
                    &*mentions,
                    &*packed.status,
                    &*packed.reason,
                    &*file,
                ])?;
            }
        }
        Ok(())
    }

    fn end(&mut self) -> io::Result<()> {
        self.list.as_mut().map_or(Ok(()), |list| list.flush())
    }
}

impl Texts {
    /// Writes a text; where it is below the folder.
    fn write(&mut self, name: &str, text: &str) -> io::Result<String> {
        let file = self.names.next(name);
        let path = self.folder.join(&file);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        // Whole or not at all, whatever ends the run.
        let mut beside = Beside::new(&path)?;
        beside.file_mut().write_all(text.as_bytes())?;
        beside.persist(&path)?;
        Ok(file)
    }
}

/// A name as a path below a folder, that any system can have: no part leads
/// out, hides, or holds what is not allowed.
fn safe(name: &str) -> String {
    let mut parts: Vec<String> = name.split('/').filter(|part| !part.is_empty()).map(safe_part).collect();
    // A folder must not have the name of a text.
    let folders = parts.len().saturating_sub(1);
    parts[..folders].iter_mut().filter(|part| part.to_lowercase().ends_with(".txt")).for_each(|part| part.push('_'));
    match parts.is_empty() {
        true => "_".into(),
        false => parts.join("/"),
    }
}

fn safe_part(part: &str) -> String {
    let is_bad = |c: char| c.is_control() || "\\:*?\"<>|~".contains(c);
    let mut safe: String = part.chars().map(|c| if is_bad(c) { '_' } else { c }).collect();
    if safe.starts_with('.') {
        safe.replace_range(..1, "_");
    }
    let end = (0..=MAX_NAME.min(safe.len())).rev().find(|at| safe.is_char_boundary(*at)).unwrap_or(0);
    safe.truncate(end);
    let trimmed = safe.trim_end_matches(['.', ' ']).len();
    safe.truncate(trimmed);
    if safe.is_empty() { "_".into() } else { safe }
}

#[cfg(test)]
mod tests {
    use super::{TextNames, Texts, safe};
    use std::fs;

    #[test]
    fn a_text_appears_whole_and_is_never_written_into_what_was_there() {
        let folder = tempfile::tempdir().unwrap();
        let [path, other] = ["a.txt", "other"].map(|name| folder.path().join(name));
        fs::write(&path, "old").unwrap();
        fs::hard_link(&path, &other).unwrap();
        let mut texts = Texts { folder: folder.path().into(), names: TextNames::default() };
        assert_eq!(texts.write("a", "new").unwrap(), "a.txt");
        assert_eq!([path, other].map(|path| fs::read_to_string(path).unwrap()), ["new", "old"]);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
    }

    #[test]
    fn names_that_differ_in_capitals_alone_have_files_of_their_own() {
        let mut names = TextNames::default();
        let files = ["b/Letter", "b/letter", "b/LETTER", "b/other"].map(|name| names.next(name));
        assert_eq!(files, ["b/Letter.txt", "b/letter~2.txt", "b/LETTER~3.txt", "b/other.txt"]);
    }

    #[test]
    fn names_stay_below_the_folder() {
        for (name, expected) in [
            ("a/b.txt", "a/b.txt"),
            ("/etc/passwd", "etc/passwd"),
            ("../../x", "__/__/x"),
            ("./a", "_/a"),
            ("a.csv:17", "a.csv_17"),
            ("", "_"),
            ("-", "-"),
        ] {
            let safe = safe(name);
            assert!(!safe.split('/').any(|part| part == ".." || part == "."), "{safe}");
            if name != "../../x" {
                assert_eq!(safe, expected);
            }
        }
    }
}
