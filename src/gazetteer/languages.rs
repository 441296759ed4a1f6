//! The small words of languages: `words/<language>.csv`, by ISO 639-3.
//!
//! They are no rows of a run's lists: most texts need none of them, so that
//! they are unpacked when the first text is in another language.

use std::sync::OnceLock;

use super::shipped::{PackedFile, packed_files};
use crate::hash::{HashMap, HashSet};

/// The small words of a language.
pub type ForeignWords = HashSet<String>;

/// The small words of all languages that there is a list of.
#[derive(Debug, Default)]
pub struct Languages(OnceLock<HashMap<&'static str, Listed>>);

/// A list of words, and the words of it once they were asked for.
#[derive(Debug)]
struct Listed(PackedFile, OnceLock<ForeignWords>);

impl Languages {
    /// The words of a language, by its code.
    pub fn words(&self, code: &str) -> Option<&ForeignWords> {
        let listed = |file: PackedFile| Some((code_of(file.path)?, Listed(file, OnceLock::new())));
        let all = self.0.get_or_init(|| packed_files().into_iter().filter_map(listed).collect());
        let Listed(file, words) = all.get(code)?;
        Some(words.get_or_init(|| self::words(&file.unpack())))
    }

    /// The words that ideographs are divided into, which nothing else
    /// divides: those of Chinese.
    pub fn of_ideographs(&self) -> Option<&ForeignWords> {
        self.words("zho")
    }
}

/// The language whose words a shipped list holds.
pub(super) fn code_of(path: &'static str) -> Option<&'static str> {
    let code = path.strip_prefix("words/")?.strip_suffix(".csv")?;
    (code.len() == 3).then_some(code)
}

/// The words of English that none of the other languages has.
pub fn english() -> Vec<String> {
    let file = packed_files().into_iter().find(|file| code_of(file.path) == Some("eng"));
    file.map(|file| words(&file.unpack()).into_iter().collect()).unwrap_or_default()
}

fn words(list: &[u8]) -> ForeignWords {
    let text = String::from_utf8_lossy(list);
    text.lines().skip(1).filter_map(|line| line.split(',').next()).map(str::to_string).collect()
}
