//! `gaztag explain`: which text, which stretch of it, what to show.

mod print;
mod record;
mod stages;
pub mod stretch;
mod verdicts;

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::ValueEnum;
use gaztag::Pipeline;

use crate::console::{Color, Console};
use crate::list_args::{self, ListArgs};
use print::Printer;
use stretch::Stretch;
use verdicts::Verdicts;

const EXAMPLES: &str = "\
Examples:
  gaztag explain --text 'Paris Hilton flew to Paris.'    every candidate, and why it stands or not
  gaztag explain letters/a.txt:12                        those of one line of a file
  gaztag explain letters/a.txt --stage hits              every list name that was looked up
  echo 'US$5' | gaztag explain - --stage tokens --json   one JSON object a line

Stages, in the order in which a text meets them:
  tokens      the words, with the gap before each and its shape
  hits        the rows of lists that are found, names and cue words
  numbers     the figures, with their values
  candidates  what the recognizers propose
  places      what speaks for each record of a place that has several
  entities    what stands";

#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// A file, one line of it as FILE:LINE, or - for standard input
    #[arg(required_unless_present = "text", value_name = "PATH")]
    path: Option<PathBuf>,

    /// Explain this text
    #[arg(long, value_name = "STRING", conflicts_with = "path")]
    text: Option<String>,

    /// Show what one stage saw, instead of what became of the candidates
    #[arg(long, value_enum, value_name = "STAGE")]
    stage: Option<Stage>,

    /// Show these labels only
    #[arg(long, value_name = "LABEL", value_delimiter = ',')]
    label: Vec<String>,

    /// Explain nested output: what lies inside others stands too
    #[arg(long)]
    nested: bool,

    /// Whether a city in results is read as its club, ORG: auto where the
    /// text tells that it is of sports, on or off
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    sports: gaztag::Sports,

    /// Find persons too, PERSON, under the name in full that the text has for
    /// a surname
    #[arg(long)]
    persons: bool,

    /// Print one JSON object a line
    #[arg(long)]
    json: bool,

    /// Encoding of a file that has no byte order mark [default: utf-8]
    #[arg(long, value_name = "NAME")]
    encoding: Option<String>,

    /// When to use color
    #[arg(long, value_enum, value_name = "WHEN", default_value_t = Color::Auto)]
    color: Color,

    #[command(flatten)]
    lists: ListArgs,
}

/// A stage of the pipeline.
#[derive(Clone, Copy, ValueEnum)]
pub enum Stage {
    Tokens,
    Hits,
    Numbers,
    Candidates,
    Places,
    Entities,
}

pub fn run(args: &Args) -> ExitCode {
    let console = Console::new(args.color, false, false);
    match explain(args, &console) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            console.error(&message);
            ExitCode::from(2)
        }
    }
}

fn explain(args: &Args, console: &Console) -> Result<(), String> {
    let stretch = Stretch::read(args.path.as_deref(), args.text.as_deref(), args.encoding.as_deref())?;
    let mut options = args.lists.options();
    options.resolve.nested = args.nested;
    options.sports = args.sports;
    options.resolve.persons = args.persons;
    let pipeline = list_args::pipeline(&options, console)?;
    let mut printer = Printer::new(args.color);
    match show(args, &pipeline, &stretch, &mut printer) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(format!("standard output: {error}")),
        _ => Ok(()),
    }
}

fn show(args: &Args, pipeline: &Pipeline, stretch: &Stretch, printer: &mut Printer) -> io::Result<()> {
    match args.stage {
        None => {
            let verdicts = Verdicts::new(pipeline, stretch, &args.label);
            match args.json {
                true => printer.json(stretch, &verdicts.records(&stretch.text))?,
                false => verdicts.print(printer, stretch)?,
            }
        }
        Some(stage) => {
            let mut records = stages::records(pipeline, stretch, stage);
            records.retain(|r| args.label.is_empty() || r.text_of("label").is_none_or(|l| args.label.contains(&l)));
            match args.json {
                true => printer.json(stretch, &records)?,
                false => printer.table(stretch, &records)?,
            }
        }
    }
    printer.flush()
}
