//! Which documents, and how they are read: shared by the commands that read
//! texts.

use clap::{Args, ValueEnum};
use std::path::PathBuf;

use gaztag::SettingNames;
use gaztag::read::{Collection, InputOptions, PagePart};

/// What messages call the settings.
pub const FLAGS: SettingNames = SettingNames {
    encoding: "--encoding",
    globs: "--glob",
    hidden: "--hidden",
    max_size: "--max-size",
    strict: "--strict",
    text_columns: "--text-column",
    threads: "--threads",
};

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

    /// How much of a web page is read: its article, where one is found, or all
    #[arg(long, value_enum, value_name = "PART", default_value_t = Page::Article)]
    html: Page,

    /// The column of tables (.csv, .tsv, .jsonl, .json, .xlsx, .ods) that holds the text;
    /// several are joined by an empty line
    #[arg(long, value_name = "COLUMN", value_delimiter = ',')]
    text_column: Vec<String>,

    /// The column that names the documents of a table, instead of file:line
    #[arg(long, value_name = "COLUMN", requires = "text_column")]
    id_column: Option<String>,

    /// Columns of tables and headers of mail that every row brings along, as
    /// doc_NAME, such as date,author
    #[arg(long, value_name = "FIELD", value_delimiter = ',')]
    pub keep: Vec<String>,

    /// What is read as this encoding, if it is not UTF-8 [default: told from the bytes]
    #[arg(long, value_name = "NAME")]
    pub encoding: Option<String>,

    /// Refuse what is not valid in its encoding, instead of mending stray bytes
    #[arg(long)]
    strict: bool,

    /// Refuse documents over this size, such as 900K, 64M, 2G
    #[arg(long, value_name = "SIZE", default_value = "256M", value_parser = size)]
    max_size: u64,
}

#[derive(Clone, Copy, ValueEnum)]
enum Page {
    /// The article, where one is found
    Article,
    /// All that a reader sees
    All,
}

impl InputArgs {
    /// What the user named, checked.
    pub fn collection(&self, paths: &[PathBuf]) -> Result<Collection, String> {
        Collection::new(paths, &self.options()).map_err(|error| error.told(&FLAGS))
    }

    fn options(&self) -> InputOptions {
        InputOptions {
            globs: self.glob.clone(),
            hidden: self.hidden,
            encoding: self.encoding.clone(),
            strict: self.strict,
            page: match self.html {
                Page::Article => PagePart::Article,
                Page::All => PagePart::All,
            },
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
