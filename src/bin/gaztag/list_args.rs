//! Which lists a command works with: the same options for every command.

use gaztag::read::readable_lists;
use gaztag::{ListErrors, ListSource, Pipeline, PipelineOptions};

use crate::console::Console;

/// How many warnings about lists a run tells.
const WARNINGS_SHOWN: usize = 5;

/// The same where they name rows that are left out.
const ROWS_SHOWN: usize = 100;

#[derive(clap::Args)]
#[command(next_help_heading = "Lists")]
pub struct ListArgs {
    /// A list of your own: a CSV or a workbook, or a folder of them; LABEL=PATH sets its label [repeatable]
    #[arg(long, value_name = "PATH")]
    gazetteer: Vec<ListSource>,

    /// Leave out the lists that come with the program
    #[arg(long)]
    no_default_gazetteers: bool,

    /// Leave rows of your lists out that have a mistake, and say which; else
    /// one mistake refuses the list
    #[arg(long)]
    skip_bad_rows: bool,

    /// Compile large lists anew instead of keeping them compiled in the cache folder
    #[arg(long)]
    no_cache: bool,

    /// Where the texts are at home: of two places of one name the one there
    /// is meant more often
    #[arg(long, value_name = "REGION, COUNTRY")]
    home: Option<String>,
}

impl ListArgs {
    /// What these options say of a pipeline; the rest is as usual.
    pub fn options(&self) -> PipelineOptions {
        PipelineOptions {
            shipped: !self.no_default_gazetteers,
            gazetteers: self.gazetteer.clone(),
            skip_bad_rows: self.skip_bad_rows,
            home: self.home.clone(),
            cache: if self.no_cache { None } else { gaztag::cache::default_folder() },
            ..PipelineOptions::default()
        }
    }
}

/// Builds the pipeline, and says what to look at in the lists.
pub fn pipeline(options: &PipelineOptions, console: &Console) -> Result<Pipeline, String> {
    pipeline_in(options, None, console)
}

/// The same, where lists that are not UTF-8 are read as an encoding.
pub fn pipeline_in(options: &PipelineOptions, encoding: Option<&str>, console: &Console) -> Result<Pipeline, String> {
    // An encoding is a matter of the whole list, and no reason to leave rows out.
    let turned = if options.skip_bad_rows { again(options, encoding, console)? } else { None };
    let pipeline = match turned.map_or_else(|| Pipeline::new(options), Ok) {
        Ok(pipeline) => pipeline,
        Err(error) => again(options, encoding, console)?.ok_or_else(|| refusal(&error, options))?,
    };
    if let Some(home) = options.home.as_ref().filter(|_| pipeline.home().is_none()) {
        return Err(format!(
            "--home: no list has a place {home:?} with a country; write for example \"Louisiana, US\" or \"Australia\""
        ));
    }
    if !console.is_quiet {
        let shown = if options.skip_bad_rows { ROWS_SHOWN } else { WARNINGS_SHOWN };
        console.warnings(pipeline.warnings(), shown);
    }
    Ok(pipeline)
}

/// What is wrong with the lists, and how to do without what is wrong where
/// that is rows below the header.
fn refusal(error: &ListErrors, options: &PipelineOptions) -> String {
    let are_rows = error.problems.iter().all(|problem| problem.line > 1);
    let help =
        if are_rows && !options.skip_bad_rows { "\n--skip-bad-rows uses the lists without these rows" } else { "" };
    format!("{error}{help}")
}

/// Only lists that cannot be read as they are, are turned into what can. `None`
/// where there was nothing to turn.
fn again(options: &PipelineOptions, encoding: Option<&str>, console: &Console) -> Result<Option<Pipeline>, String> {
    let (gazetteers, notes) = readable_lists(&options.gazetteers, encoding).map_err(|error| error.to_string())?;
    if notes.is_empty() {
        return Ok(None);
    }
    if !console.is_quiet {
        notes.iter().for_each(|note| console.line(note));
    }
    let options = PipelineOptions { gazetteers, ..options.clone() };
    Pipeline::new(&options).map(Some).map_err(|error| refusal(&error, &options))
}
