//! Which text is explained, and which stretch of it.

use std::path::{Path, PathBuf};

use crate::input_args::FLAGS;
use gaztag::Span;
use gaztag::read::{Collection, InputOptions};

/// A text, and the stretch of it that is asked about.
pub struct Stretch {
    /// The name of the document.
    pub document: String,
    /// Its whole text: a line cannot be understood without what is before it.
    pub text: String,
    /// What is asked about, in bytes.
    pub asked: Span,
}

impl Stretch {
    pub fn read(path: Option<&Path>, text: Option<&str>, encoding: Option<&str>) -> Result<Self, String> {
        let Some(path) = path else {
            let text = text.unwrap_or("").to_string();
            return Ok(Stretch { document: String::new(), asked: Span::new(0, text.len()), text });
        };
        let (path, line) = file_and_line(path);
        let (document, text) = document(&path, encoding)?;
        let asked = match line {
            None => Span::new(0, text.len()),
            Some(line) => line_of(&text, line)
                .ok_or_else(|| format!("{document}: has no line {line}; it has {}", text.lines().count()))?,
        };
        Ok(Stretch { document, text, asked })
    }

    /// True for what shares a byte with the stretch.
    pub fn holds(&self, span: Span) -> bool {
        self.asked.overlaps(span)
    }
}

/// `FILE:LINE`, unless there is a file of that very name.
fn file_and_line(path: &Path) -> (PathBuf, Option<usize>) {
    let whole = || (path.to_path_buf(), None);
    if path.exists() {
        return whole();
    }
    match path.to_str().and_then(|name| name.rsplit_once(':')) {
        Some((file, line)) if !file.is_empty() => match line.parse() {
            Ok(line) => (PathBuf::from(file), Some(line)),
            Err(_) => whole(),
        },
        _ => whole(),
    }
}

fn document(path: &Path, encoding: Option<&str>) -> Result<(String, String), String> {
    if path.is_dir() {
        return Err(format!("{}: is a folder; name one of its files", path.display()));
    }
    let options = InputOptions { encoding: encoding.map(String::from), ..InputOptions::default() };
    let collection = Collection::new(&[path.to_path_buf()], &options).map_err(|error| error.told(&FLAGS))?;
    let found = collection.documents().next().ok_or_else(|| format!("{}: cannot be read", path.display()))?;
    let found = found.map_err(|skipped| skipped.told(&FLAGS))?;
    let read = collection.read(&found, &mut Vec::new(), |document| document.text.into_owned());
    let text = read.map_err(|skipped| skipped.told(&FLAGS))?;
    Ok((found.name, text))
}

/// The bytes of a line, from 1, without its end.
fn line_of(text: &str, line: usize) -> Option<Span> {
    let start = match line.checked_sub(1)? {
        0 => 0,
        before => text.match_indices('\n').nth(before - 1)?.0 + 1,
    };
    let end = text[start..].find('\n').map_or(text.len(), |at| start + at);
    Some(Span::new(start, end))
}
