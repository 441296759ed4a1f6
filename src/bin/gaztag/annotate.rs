//! `gaztag annotate`: arguments, lists, run, exit code.

mod page;
mod ways;

use clap::{ArgAction, Args as ClapArgs};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use gaztag::Pipeline;
use gaztag::read::Collection;
use gaztag::run::{self, Run, RunError, Summary};
use gaztag::write::{Delimiter, Target};

use crate::console::{Color, Console};
use crate::document_args::DocumentArgs;
use crate::ending::Kind;
use crate::input_args::FLAGS;
use crate::input_args::InputArgs;
use crate::list_args::{self, ListArgs};
use crate::output::{Outputs, replaces};
use crate::progress::Progress;
use ways::Way;

const EXAMPLES: &str = "\
Examples:
  gaztag annotate letters -o letters.csv         every .txt of a folder
  gaztag annotate a.txt b.txt | head             some files, to the terminal
  gaztag annotate web -g '*.md' -g '!drafts'     .md files, but none of drafts
  gaztag annotate articles.csv --text-column body    one document a record
  zcat big.txt.gz | gaztag annotate - -f jsonl   standard input, JSON Lines
  gaztag annotate letters --gazetteer DRUG=drugs.csv --label DRUG -o drugs.csv
  gaztag annotate letters --excel -o letters.csv for a double click in Excel
  gaztag annotate letters --report letters.html  a page to look at

Columns:
  document, line (from 1), start and end (code points), label, text, name, id,
  amount, amount_max, currency, rule (why the row is there), sentence

Exit code: 0 all done; 1 some documents could not be read (each is named on
standard error, the rest is written); 2 wrong use, a wrong list, no document
that can be read, or an output that cannot be written.";

#[derive(ClapArgs)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// Files, folders (walked in order of their names), or - for standard input
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,

    /// Write here, and only when all is done; by default to standard output.
    /// The ending says what is written: .csv .tsv .jsonl .xlsx .parquet .geojson, with
    /// .gz or .zst behind it where that is wanted [repeatable]
    #[arg(short, long, value_name = "FILE")]
    output: Vec<PathBuf>,

    /// Make a page to look at in a browser too, see `gaztag report`; without
    /// -o and -f no rows are written then
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,

    /// In the page, take a document's date from its name, such as 2024-05-17
    #[arg(long, requires = "report")]
    date_from_name: bool,

    /// What is written, whatever the ending says [default: csv]
    #[arg(short, long, value_enum)]
    format: Option<Kind>,

    /// Threads that annotate; 0 takes as many as there are cores, and no more
    /// than four for a core are taken
    #[arg(short = 'j', long, value_name = "N", default_value_t = 0)]
    threads: usize,

    #[command(flatten)]
    input: InputArgs,

    #[command(flatten)]
    documents: DocumentArgs,

    #[command(flatten)]
    lists: ListArgs,

    #[command(flatten)]
    rows: RowArgs,

    #[command(flatten)]
    summaries: Summaries,

    #[command(flatten)]
    talk: Talk,
}

#[derive(ClapArgs)]
#[command(next_help_heading = "Summaries, as .csv, .tsv, .jsonl or .parquet")]
struct Summaries {
    /// Write one row a name: how often, in how many documents, in which
    /// spellings; as .geojson a point for each that has coordinates
    #[arg(long, value_name = "FILE")]
    names: Option<PathBuf>,

    /// Write one row a document, those without mentions and the skipped too
    #[arg(long, value_name = "FILE")]
    documents: Option<PathBuf>,

    /// Write one row an amount, with the names beside it; one that restates
    /// another in brackets tells which
    #[arg(long, value_name = "FILE")]
    money: Option<PathBuf>,

    /// Write which names stand together, by sentence and by document: the
    /// first 200 names of each document
    #[arg(long, value_name = "FILE")]
    pairs: Option<PathBuf>,
}

#[derive(ClapArgs)]
#[command(next_help_heading = "Rows")]
struct RowArgs {
    /// Write these labels only, such as ORG,PLACE
    #[arg(long, value_name = "LABEL", value_delimiter = ',')]
    label: Vec<String>,

    /// Write the mentions inside others too
    #[arg(long)]
    nested: bool,

    /// What $5 is worth in a document that does not tell, such as CAD; where
    /// nothing is said, what English news means
    #[arg(long, value_name = "CODE")]
    default_currency: Option<String>,

    /// The language of the texts, by its code, such as tr, tur or tr-TR;
    /// else each text tells its own. It says which endings the names of your
    /// lists may have
    #[arg(long, value_name = "CODE")]
    language: Option<String>,

    /// Whether a city in results is read as its club, ORG: auto where the
    /// text tells that it is of sports, on or off
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    sports: gaztag::Sports,

    /// Find persons too, PERSON, under the name in full that the text has for
    /// a surname
    #[arg(long)]
    persons: bool,

    /// Add columns of the lists, as gaz_COLUMN, such as country,latitude,
    /// longitude; and candidates: how many records the name has; certainty:
    /// high, middle or low
    #[arg(long, value_name = "COLUMN", value_delimiter = ',')]
    columns: Vec<String>,

    /// Write at most N characters of each sentence, cut at words, the mention
    /// among them. By default sentences stay whole up to 1,000 characters, and
    /// of longer ones 240 are written
    #[arg(long, value_name = "N", conflicts_with = "pairs")]
    context: Option<usize>,

    /// Leave text that begins with = + - @ as it is, without the ' that keeps
    /// spreadsheets from running it
    #[arg(long)]
    exact: bool,

    /// Write the CSV as Excel likes it: a byte order mark, CRLF line ends
    #[arg(long)]
    excel: bool,

    /// What stands between the cells of a CSV: , ; tab or |
    #[arg(long, value_name = "CHAR")]
    delimiter: Option<Delimiter>,
}

#[derive(ClapArgs)]
#[command(next_help_heading = "Messages")]
struct Talk {
    /// When to use color
    #[arg(long, value_enum, value_name = "WHEN", default_value_t = Color::Auto)]
    color: Color,

    /// No progress and no closing line; errors are still named
    #[arg(short, long, conflicts_with = "verbose")]
    quiet: bool,

    /// Name every document
    #[arg(short, long, action = ArgAction::SetTrue)]
    verbose: bool,
}

/// Wrong use, a wrong list, no document at all, or an output that cannot be
/// written.
const FAILED: u8 = 2;
/// Some documents could not be read.
const SKIPPED: u8 = 1;

pub fn run(args: &Args) -> ExitCode {
    let console = Console::new(args.talk.color, args.talk.quiet, args.talk.verbose);
    match annotate(args, &console) {
        Ok(Some(summary)) if summary.documents + summary.skipped == 0 => ExitCode::from(FAILED),
        Ok(Some(Summary { documents: 0, .. })) if args.report.is_some() => {
            console.error("--report: no document could be read, so there is no page");
            ExitCode::from(FAILED)
        }
        Ok(Some(summary)) if summary.skipped > 0 => ExitCode::from(SKIPPED),
        Ok(_) => ExitCode::SUCCESS,
        Err(message) => {
            console.error(&message);
            ExitCode::from(FAILED)
        }
    }
}

/// Everything is checked before the first document is read. `None` where the
/// reader of the rows hung up.
fn annotate(args: &Args, console: &Console) -> Result<Option<Summary>, String> {
    let files = Outputs::new().map_err(|error| format!("signals cannot be caught: {error}"))?;
    let collection = args.input.collection(&args.paths)?;
    collection.check_tables().map_err(|error| error.told(&FLAGS))?;
    let asked = ways::open(args, &files)?;
    let identities = files.check(|target| {
        refuse_inputs(&collection, target)?;
        refuse_lists(args, target)?;
        Ok(target.identity())
    })?;
    let pipeline = pipeline(args, console)?;
    let mut ways = ways::of(args, asked, &pipeline)?;
    let run = Run {
        pipeline: &pipeline,
        collection: &collection,
        labels: &args.rows.label,
        threads: args.threads,
        outputs: &identities.into_iter().flatten().collect::<Vec<_>>(),
    };
    let mut documents = args.documents.open(&collection)?;
    let mut progress = Progress::new(console, &collection);
    let mut outputs: Vec<run::Output<'_>> = ways.iter_mut().map(Way::output).collect();
    outputs.extend(documents.as_mut().map(|to| run::Output { format: &to.format, sink: &mut to.sink }));
    let result = run.write(outputs, &mut |event| progress.tell(&event));
    let notes: Vec<String> = ways.iter().filter_map(Way::note).collect();
    let names: Vec<String> = ways.into_iter().map(|way| way.name).collect();
    let result = result.and_then(|summary| {
        // A page about nothing is none.
        let page = args.report.as_ref().filter(|_| summary.documents == 0).map(|_| names.len() - 1);
        let committed = files.commit(page).map_err(|(output, error)| RunError::Write { output, error });
        committed.map(|()| summary)
    });
    let summary = finish(&names, result, progress)?;
    if !console.is_quiet {
        notes.iter().for_each(|note| console.line(note));
    }
    Ok(summary)
}

/// Neither the output nor what it is written to meanwhile may be an input.
fn refuse_inputs(collection: &Collection, target: &Target) -> Result<(), String> {
    let Some(path) = target.path() else { return Ok(()) };
    let temporary = target.temporary().is_some_and(|path| collection.takes(&path));
    if temporary || collection.takes(path) {
        return Err(format!("{}: is one of the inputs; write the output elsewhere with -o", path.display()));
    }
    Ok(())
}

/// An output must not take the place of a list, nor become one.
fn refuse_lists(args: &Args, target: &Target) -> Result<(), String> {
    let Some(output) = target.path() else { return Ok(()) };
    let is_list_name = output.extension().is_some_and(|extension| extension == "csv" || extension == "tsv");
    let is_output = |list: &Path| {
        let real = std::fs::canonicalize(list).unwrap_or_default();
        replaces(target, list) || (is_list_name && real.is_dir() && output.starts_with(&real))
    };
    match args.lists.options().gazetteers.iter().find(|list| is_output(&list.path)) {
        Some(_) => Err(format!("{}: is one of the lists; write the output elsewhere with -o", output.display())),
        None => Ok(()),
    }
}

/// A reader that hangs up early is no error.
fn finish(
    names: &[String],
    result: Result<Summary, RunError>,
    progress: Progress<'_>,
) -> Result<Option<Summary>, String> {
    match result {
        Ok(summary) => {
            progress.close(&summary);
            Ok(Some(summary))
        }
        Err(RunError::Write { error, .. }) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(None),
        Err(error @ RunError::Write { output, .. }) => {
            Err(format!("{}: {error}", names.get(output).map_or("--texts", String::as_str)))
        }
        Err(error) => Err(error.told(&FLAGS)),
    }
}

fn pipeline(args: &Args, console: &Console) -> Result<Pipeline, String> {
    let mut options = args.lists.options();
    options.resolve.nested = args.rows.nested;
    options.sports = args.rows.sports;
    options.resolve.persons = args.rows.persons;
    options.threads = args.threads;
    options.default_currency = args.rows.default_currency.as_ref().map(|code| code.to_uppercase());
    options.language.clone_from(&args.rows.language);
    let pipeline = list_args::pipeline_in(&options, args.input.encoding.as_deref(), console)?;
    if let Some(code) = &options.language {
        pipeline.check_language(code).map_err(about("--language"))?;
    }
    if let Some(code) = &options.default_currency {
        pipeline.check_currency(code).map_err(about("--default-currency"))?;
    }
    Ok(pipeline)
}

/// A message that says which option it is about.
fn about<E: ToString>(option: &str) -> impl Fn(E) -> String {
    move |error| format!("{option}: {}", error.to_string())
}
