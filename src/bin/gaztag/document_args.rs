//! The texts that rows count in, written beside the rows.

use clap::Args;
use std::fs;
use std::path::{Path, PathBuf};

use crate::input_args::FLAGS;
use gaztag::read::Collection;
use gaztag::write::{DocumentSink, Documents};

#[derive(Args)]
#[command(next_help_heading = "Documents")]
pub struct DocumentArgs {
    /// Write the texts that start and end count in, one UTF-8 file a document
    #[arg(long, value_name = "FOLDER")]
    texts: Option<PathBuf>,
}

/// The way out for them.
pub struct DocumentOutput {
    pub format: Documents,
    pub sink: DocumentSink<Vec<u8>>,
}

impl DocumentArgs {
    /// True where texts are written.
    pub fn are_written(&self) -> bool {
        self.texts.is_some()
    }

    /// Opens what was asked for; `None` where nothing was.
    pub fn open(&self, collection: &Collection) -> Result<Option<DocumentOutput>, String> {
        let Some(folder) = &self.texts else { return Ok(None) };
        refuse_inputs(folder, collection)?;
        let sink = DocumentSink::new(None, Some(folder.clone())).map_err(|error| format!("--texts: {error}"))?;
        Ok(Some(DocumentOutput { format: Documents { with_texts: true, names: FLAGS }, sink }))
    }
}

/// Texts must not become documents while the folder is walked.
fn refuse_inputs(folder: &Path, collection: &Collection) -> Result<(), String> {
    let message = |error: std::io::Error| format!("{}: {error}", folder.display());
    fs::create_dir_all(folder).map_err(message)?;
    let real = fs::canonicalize(folder).map_err(message)?;
    match collection.takes(&real.join("a.txt")) {
        true => Err(format!("{}: is part of the inputs; write --texts elsewhere", folder.display())),
        false => Ok(()),
    }
}
