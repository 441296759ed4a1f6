//! Which documents, and how they are read: shared by the commands that read
//! texts.

use clap::Args;
use std::path::PathBuf;

use gaztag::read::{Collection, InputOptions};

#[derive(Args)]
#[command(next_help_heading = "Documents")]
pub struct InputArgs {
    /// Which files of a folder are documents, instead of every kind that can
    /// be read; ! takes files out [repeatable]
    #[arg(short, long, value_name = "GLOB")]
    glob: Vec<String>,

    /// Take files and folders whose name begins with a dot too
    #[arg(long)]
    hidden: bool,

    /// The column of tables (.csv, .tsv, .jsonl, .json) that holds the text;
    /// several are joined by an empty line
    #[arg(long, value_name = "COLUMN", value_delimiter = ',')]
    text_column: Vec<String>,

    /// The column that names the documents of a table, instead of file:line
    #[arg(long, value_name = "COLUMN", requires = "text_column")]
    id_column: Option<String>,

    /// Columns of a table that every row of its documents gets, as doc_COLUMN
    #[arg(long, value_name = "COLUMN", value_delimiter = ',', requires = "text_column")]
    pub keep: Vec<String>,

    /// Encoding of documents that have no byte order mark [default: utf-8]
    #[arg(long, value_name = "NAME")]
    encoding: Option<String>,

    /// Refuse documents over this size, such as 900K, 64M, 2G
    #[arg(long, value_name = "SIZE", default_value = "256M", value_parser = size)]
    max_size: u64,
}

impl InputArgs {
    /// What the user named, checked.
    pub fn collection(&self, paths: &[PathBuf]) -> Result<Collection, String> {
        Collection::new(paths, &self.options()).map_err(|error| error.to_string())
    }

    fn options(&self) -> InputOptions {
        InputOptions {
            globs: self.glob.clone(),
            hidden: self.hidden,
            encoding: self.encoding.clone(),
            max_size: self.max_size,
            text_columns: self.text_column.clone(),
            id_column: self.id_column.clone(),
            keep: self.keep.clone(),
        }
    }
}

/// `900K`, `256M`, `2G`, or plain bytes.
pub fn size(text: &str) -> Result<u64, String> {
    let (figures, shift) = match text.to_ascii_uppercase().chars().last() {
        Some('K') => (&text[..text.len() - 1], 10),
        Some('M') => (&text[..text.len() - 1], 20),
        Some('G') => (&text[..text.len() - 1], 30),
        _ => (text, 0),
    };
    let bytes = figures.parse::<u64>().ok().and_then(|n| n.checked_mul(1 << shift));
    bytes.filter(|&n| n > 0).ok_or_else(|| "write a number of bytes, or for example 900K, 256M, 2G".into())
}
