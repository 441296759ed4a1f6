//! Which lists a command works with: the same options for every command.

use gaztag::read::readable_lists;
use gaztag::{ListSource, Pipeline, PipelineOptions};

use crate::console::Console;

#[derive(clap::Args)]
#[command(next_help_heading = "Lists")]
pub struct ListArgs {
    /// A list of your own: a CSV or a workbook, or a folder of them; LABEL=PATH sets its label [repeatable]
    #[arg(long, value_name = "PATH")]
    gazetteer: Vec<ListSource>,

    /// Leave out the lists that come with the program
    #[arg(long)]
    no_default_gazetteers: bool,

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
    let pipeline = match Pipeline::new(options) {
        Ok(pipeline) => pipeline,
        Err(error) => again(options, encoding, console)?.ok_or(error.to_string())?,
    };
    if let Some(home) = options.home.as_ref().filter(|_| pipeline.home().is_none()) {
        return Err(format!(
            "--home: no list has a place {home:?} with a country; write for example \"Louisiana, US\" or \"Australia\""
        ));
    }
    if !console.is_quiet {
        console.warnings(pipeline.warnings());
    }
    Ok(pipeline)
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
    Pipeline::new(&options).map(Some).map_err(|error| error.to_string())
}
