//! Files of rows and texts → documents with their mentions, for the commands
//! that show or convert them.

use std::path::{Path, PathBuf};

use gaztag::parts::eval::{Annotated, read_annotations};
use gaztag::parts::marked::{Marked, RowsByDocument};
use gaztag::read::{Collection, Found, Skipped};
use gaztag::write::Target;

use crate::console::Console;
use crate::input_args::FLAGS;
use crate::input_args::InputArgs;
use crate::output::replaces;

#[derive(clap::Args)]
pub struct RowArgs {
    /// Rows that annotate has written
    #[arg(required = true, value_name = "ROWS")]
    pub rows: Vec<PathBuf>,

    /// The texts that were annotated: files, or folders [repeatable]
    #[arg(long, value_name = "PATH", num_args = 1..)]
    texts: Vec<PathBuf>,

    #[command(flatten)]
    input: InputArgs,
}

impl RowArgs {
    pub fn have_texts(&self) -> bool {
        !self.texts.is_empty()
    }

    pub fn texts(&self) -> Result<Collection, String> {
        self.input.collection(&self.texts)
    }
}

/// Hands every document to `then`: those of the texts in their order, then
/// those that only the rows have. How many texts could not be read; each is
/// named on standard error.
///
/// # Errors
/// Rows that cannot be read, and those of `then`.
pub fn each(
    args: &RowArgs,
    console: &Console,
    mut then: impl FnMut(Marked) -> Result<(), String>,
) -> Result<usize, String> {
    let rows = annotations(&args.rows)?;
    if !args.have_texts() {
        RowsByDocument::new(rows, &[]).rest().try_for_each(then)?;
        return Ok(0);
    }
    let collection = args.texts()?;
    let found: Vec<Result<Found, Skipped>> = collection.documents().collect();
    let names: Vec<&str> = found.iter().flatten().map(|found| found.name.as_str()).collect();
    let mut rows = RowsByDocument::new(rows, &names);
    let (mut skipped, mut buffer) = (0, Vec::new());
    for found in &found {
        let read = match found {
            Ok(found) => {
                collection.read(found, &mut buffer, |document| document.text.into_owned()).map(|text| (found, text))
            }
            Err(error) => {
                console.error(&error.told(&FLAGS));
                skipped += 1;
                continue;
            }
        };
        match read {
            Ok((found, text)) => then(rows.take(&found.name, text))?,
            Err(error) => {
                console.error(&error.told(&FLAGS));
                skipped += 1;
            }
        }
    }
    let left = rows.left();
    if left > 0 {
        console.line(&format!("note: --texts holds no text of {left} documents of the rows"));
    }
    rows.rest().try_for_each(then)?;
    Ok(skipped)
}

/// The rows of several files; a document that two of them have is one.
fn annotations(paths: &[PathBuf]) -> Result<Vec<Annotated>, String> {
    let mut all: Vec<Annotated> = Vec::new();
    for path in paths {
        let documents = read_annotations(path).map_err(|error| error.to_string())?;
        if all.is_empty() {
            all = documents;
            continue;
        }
        let known: std::collections::HashMap<String, usize> =
            all.iter().enumerate().map(|(at, document)| (document.id.clone(), at)).collect();
        for document in documents {
            match known.get(&document.id) {
                Some(&at) => all[at].mentions.extend(document.mentions),
                None => all.push(document),
            }
        }
    }
    Ok(all)
}

/// Opens the output, which must be none of the inputs.
pub fn target(output: Option<&Path>, args: &RowArgs) -> Result<Target, String> {
    let target = Target::open(output).map_err(|error| error.to_string())?;
    let is_rows = args.rows.iter().any(|rows| replaces(&target, rows));
    let is_text = |path: &Path| args.have_texts() && args.texts().is_ok_and(|collection| collection.takes(path));
    match target.path() {
        Some(path) if is_rows || is_text(path) => {
            Err(format!("{}: is one of the inputs; write the output elsewhere with -o", path.display()))
        }
        _ => Ok(target),
    }
}

/// The output, as it was named.
pub fn told(output: Option<&Path>) -> String {
    output.map_or("standard output".into(), |path| path.to_string_lossy().into_owned())
}
