//! `gaztag lists suggest`.

use gaztag::parts::check::{Context, Suggestion, Suggestions};
use gaztag::read::{Collection, Found, InputOptions, Skipped};
use gaztag::{ListSource, Pipeline, PipelineOptions};
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use super::{NOT_WELL, Outcome, batches};
use crate::console::{Color, Console};
use crate::input_args::FLAGS;
use crate::list_args;

#[derive(clap::Args)]
#[command(after_help = "\
The rows are a list: go through them in a spreadsheet, delete what is wrong,
and give the rest back with --gazetteer.

Examples:
  gaztag lists suggest articles > proposed.csv
  gaztag lists suggest articles --gazetteer companies.csv --top 500 > more.csv")]
pub struct Args {
    /// Files and folders of texts
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,

    /// Lists of your own: what they hold is not proposed
    #[arg(long, value_name = "FILE")]
    gazetteer: Vec<ListSource>,

    /// How many names to propose
    #[arg(long, value_name = "N", default_value_t = 200)]
    top: usize,
}

pub fn run(args: &Args, out: &mut dyn Write) -> Outcome {
    let options = PipelineOptions { gazetteers: args.gazetteer.clone(), ..PipelineOptions::default() };
    let pipeline = list_args::pipeline(&options, &Console::new(Color::Auto, true, false))?;
    let (seen, skipped) = suggestions(args, &pipeline)?;
    let mut ranked = seen.ranked();
    ranked.truncate(args.top);
    let mut csv = csv::Writer::from_writer(out);
    csv.write_record(["name", "label", "documents", "mentions", "missed", "evidence", "contexts"])?;
    for suggestion in &ranked {
        csv.write_record(record(suggestion))?;
    }
    csv.flush()?;
    Ok(if skipped > 0 { ExitCode::from(NOT_WELL) } else { ExitCode::SUCCESS })
}

/// Looks at all texts, side by side; documents that cannot be read are named,
/// and how many there were is told.
fn suggestions<'p>(
    args: &Args,
    pipeline: &'p Pipeline,
) -> Result<(Suggestions<'p>, usize), Box<dyn std::error::Error>> {
    let console = Console::new(Color::Auto, false, false);
    let collection = Collection::new(&args.paths, &InputOptions::default()).map_err(|error| error.told(&FLAGS))?;
    let mut all = Suggestions::new(pipeline);
    let look = |found| look_at(found, &collection, pipeline);
    let skipped = batches::each(&collection, &console, look, |here| all.append(here));
    Ok((all, skipped))
}

fn look_at<'p>(found: Found, collection: &Collection, pipeline: &'p Pipeline) -> Result<Suggestions<'p>, Skipped> {
    let mut seen = Suggestions::new(pipeline);
    collection.read(&found, &mut Vec::new(), |document| seen.add(&document.name, &document.text))?;
    Ok(seen)
}

fn record(suggestion: &Suggestion) -> [String; 7] {
    let Suggestion { name, label, documents, mentions, missed, rules, contexts } = suggestion;
    let rules: Vec<String> = rules.iter().map(|(rule, count)| format!("{rule} {count}")).collect();
    let contexts: Vec<String> = contexts.iter().map(drawn).collect();
    [
        name.clone(),
        label.clone(),
        documents.to_string(),
        mentions.to_string(),
        missed.to_string(),
        rules.join("; "),
        contexts.join(" / "),
    ]
}

fn drawn(context: &Context) -> String {
    let Context { before, text, after, .. } = context;
    format!("…{before}[{text}]{after}…")
}
