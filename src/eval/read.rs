//! Reading annotations: our CSV, our JSON Lines, or one document a line.

use std::fmt;
use std::path::Path;

use super::collected::Fault;
use super::mention::Annotated;
use super::{json_lines, table};
use crate::gazetteer::ListSource;
use crate::read::{Kind, readable_lists};

/// What is wrong with a file of annotations: where, what, and what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct EvalError {
    /// The file, as it was named.
    pub path: String,
    /// Line, from 1; 0 where the whole file is meant.
    pub line: u64,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: String,
}

impl fmt::Display for EvalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.path)?;
        if self.line > 0 {
            write!(f, ":{}", self.line)?;
        }
        write!(f, ": {}; {}", self.message, self.help)
    }
}

/// Reads a file of annotations. What it is shows in its first character: `{`
/// begins JSON Lines, anything else CSV.
///
/// JSON Lines hold either a document a line (`id`, `text`, and its mentions in
/// `spans`, or its amounts in `expect`) or a mention a line, as `annotate`
/// writes them. A CSV needs the columns `document`, `start`, `end`, `label`;
/// the guard against formulas is taken off again. Documents come in the order
/// in which they are first named. What is packed (`.gz`, `.zst`) is unpacked;
/// of a workbook the first sheet is read, and those that go on with it.
///
/// # Errors
/// The first mistake, with its line.
pub fn read_annotations(path: &Path) -> Result<Vec<Annotated>, EvalError> {
    let error = |(line, message, help): Fault| EvalError {
        path: path.to_string_lossy().into_owned(),
        line,
        message,
        help: help.to_string(),
    };
    let bytes = crate::whole::read(path)
        .map_err(|e| error((0, format!("cannot be read: {e}"), "check the path and its permissions")))?;
    let bytes = plain(path, bytes).map_err(error)?;
    read_bytes(&bytes).map_err(error)
}

/// What is in a packed file, or in a workbook, as CSV.
fn plain(path: &Path, bytes: Vec<u8>) -> Result<Vec<u8>, Fault> {
    if bytes.starts_with(b"PAR1") {
        return Err((0, "is Parquet".into(), "give the CSV or JSON Lines of annotate"));
    }
    let is_other = |kind| matches!(kind, Kind::Gzip | Kind::Zstd | Kind::Bzip2 | Kind::Xz | Kind::Zip);
    if !Kind::of_start(&bytes).is_some_and(is_other) {
        return Ok(bytes);
    }
    let turned = readable_lists(&[ListSource::from(path.to_path_buf())], None).ok();
    let inner = turned.and_then(|(mut files, _)| files.pop()?.content);
    let inner = inner.ok_or((0, "cannot be unpacked".into(), "give it as CSV or JSON Lines"))?;
    Ok(std::sync::Arc::unwrap_or_clone(inner))
}

fn read_bytes(bytes: &[u8]) -> Result<Vec<Annotated>, Fault> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).map_err(|e| {
        let line = 1 + bytes[..e.valid_up_to()].iter().filter(|&&b| b == b'\n').count() as u64;
        (line, "is not valid UTF-8 here".to_string(), "save the file in UTF-8")
    })?;
    match text.trim_start().chars().next() {
        None => Err((0, "is empty".into(), "give it a header, or one JSON object a line")),
        Some('{') => json_lines::read(text),
        Some(_) => table::read(text),
    }
}
