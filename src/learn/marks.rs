//! Rows and their verdicts → what a person wants of which mention.

use std::path::Path;

use super::table::{MarkError, Row, rows, text_rows};
use super::verdict::{HELP, Verdict, parse};
use crate::eval::Stretch;

/// What a person wants of a mention.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Wish {
    /// That it is none.
    None,
    /// That it is this.
    Is {
        /// The label.
        label: String,
        /// The name; empty for what has none, such as an amount.
        name: String,
        /// The id; may be empty.
        id: String,
    },
}

/// A row with a verdict.
#[derive(Clone, Debug)]
pub struct Mark {
    /// The file and its line, from 1: `rows.csv:12`.
    pub place: String,
    /// The document; empty for a name that a person has added.
    pub document: String,
    /// Where it stands, in code points, with the label that was found.
    pub stretch: Option<Stretch>,
    /// The surface, white space folded.
    pub text: String,
    /// The verdict as it was written.
    pub verdict: String,
    /// What is wanted.
    pub wish: Wish,
    /// True where that is what was found.
    pub is_kept: bool,
}

impl Mark {
    /// True for what a list can hold: amounts have no name.
    pub fn has_name(&self) -> bool {
        matches!(&self.wish, Wish::Is { name, .. } if !name.is_empty())
    }
}

/// The rows of a file that have a verdict. `labels` are those that are known.
///
/// CSV, TSV and workbooks need the columns `text` and `verdict`; `document`,
/// `start`, `end`, `label`, `name` and `id` are those of `annotate`. A row
/// without `document` and `start` is a name that was missed.
///
/// # Errors
/// All that is wrong with the file, or the verdicts in it.
pub fn marks(path: &Path, labels: &[&str]) -> Result<Vec<Mark>, Vec<MarkError>> {
    of(&path.to_string_lossy(), rows(path), labels)
}

/// The same of a text in memory; `name` is its name in messages.
///
/// # Errors
/// The first mistake.
pub fn marks_of(name: &str, text: &str, labels: &[&str]) -> Result<Vec<Mark>, MarkError> {
    of(name, text_rows(text), labels).map_err(|mut errors| errors.swap_remove(0))
}

fn of(path: &str, rows: Result<Vec<Row>, (usize, String)>, labels: &[&str]) -> Result<Vec<Mark>, Vec<MarkError>> {
    let error = |(line, message)| MarkError { path: path.to_string(), line, message };
    let rows = rows.map_err(|fault| vec![error(fault)])?;
    let (mut marks, mut errors) = (Vec::new(), Vec::new());
    for (line, cells) in rows.into_iter().filter(|(_, cells)| !cells[7].trim().is_empty()) {
        match mark(format!("{path}:{line}"), cells, labels) {
            Ok(mark) => marks.push(mark),
            Err(message) => errors.push(error((line, message))),
        }
    }
    if errors.is_empty() { Ok(marks) } else { Err(errors) }
}

fn mark(place: String, cells: [String; 8], labels: &[&str]) -> Result<Mark, String> {
    let [document, start, end, found, text, name, id, verdict] = cells;
    let text = folded(&text);
    if text.is_empty() {
        return Err("the row has a verdict and no text; write the name into the column `text`".into());
    }
    let parsed = parse(&verdict, labels).map_err(|what| format!("{what}; {HELP}"))?;
    let (found, name) = (found.trim(), folded(&name));
    let stretch = stretch(&document, &start, &end, found)?;
    let was = Wish::Is { label: found.into(), name: name.clone(), id: id.trim().into() };
    // As amounts are.
    let was_unnamed = stretch.is_some() && name.is_empty();
    let wish = match parsed {
        Verdict::No => Wish::None,
        Verdict::Is { label, name: asked, id: asked_id } => {
            let label = label.unwrap_or_else(|| found.to_string());
            if label.is_empty() {
                return Err(format!("\"{text}\" has no label; write one, such as ORG, as its verdict"));
            }
            // What has another label is another thing.
            let is_same = label == found;
            let name = asked.map(|name| folded(&name)).or(is_same.then_some(name));
            let id = asked_id.or(is_same.then(|| id.trim().to_string())).unwrap_or_default();
            let name = name.filter(|name| !name.is_empty() || was_unnamed).unwrap_or_else(|| text.clone());
            Wish::Is { label, name, id }
        }
    };
    let is_kept = stretch.is_some() && wish == was;
    match &wish {
        Wish::Is { label, .. } if label == "MONEY" && !is_kept => {
            return Err(format!("\"{text}\" is an amount, which a list can only take away; write no, or yes"));
        }
        _ => {}
    }
    Ok(Mark { place, document, stretch, text, verdict: verdict.trim().into(), wish, is_kept })
}

fn stretch(document: &str, start: &str, end: &str, label: &str) -> Result<Option<Stretch>, String> {
    let (start, end) = (start.trim(), end.trim());
    if document.is_empty() && start.is_empty() && end.is_empty() {
        return Ok(None);
    }
    let offset = |figures: &str| figures.parse().map_err(|_| format!("`{figures}` is no offset in code points"));
    let (start, end) = (offset(start)?, offset(end)?);
    match start < end {
        true => Ok(Some(Stretch { start, end, label: label.to_string() })),
        false => Err(format!("the mention {start}..{end} holds nothing")),
    }
}

/// One space for each run of white space.
pub(super) fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
