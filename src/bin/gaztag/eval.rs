//! `gaztag eval`: read both sides, compare, print.

mod print;

use std::io::{self, Write, stdout};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use gaztag::parts::eval::{
    Annotated, Difference, EvalOptions, Report, ablate, evaluate, read_annotations, tag_texts, write_differences,
};
use gaztag::parts::rules::{MONEY_RULES, NAME_RULES};
use gaztag::write::Target;
use gaztag::{Pipeline, PipelineOptions};

use crate::console::{Color, Console, printable};
use crate::list_args::{self, ListArgs};

const EXAMPLES: &str = "\
Examples:
  gaztag eval gold.jsonl annotations.csv          figures by label, and what went wrong
  gaztag eval gold.jsonl annotations.csv --differences differences.csv
  gaztag eval gold.jsonl                          tags the gold texts itself first
  gaztag eval gold.jsonl --gazetteer drugs.csv    the same with a list of your own
  gaztag eval gold.jsonl --ablate                 what each rule gains and costs

Files: the CSV or JSON Lines of `gaztag annotate`, or JSON Lines of documents:
  {\"id\": \"a.txt\", \"text\": \"…\", \"spans\": [{\"start\": 0, \"end\": 5, \"label\": \"ORG\"}]}
Offsets are code points. `optional` holds stretches where a prediction is
neither right nor wrong; `expect` holds amounts, with `amount` and `currency`.

Exit code: 0 compared; 2 wrong use, or a file that cannot be read or written.";

#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// The gold standard: CSV, or JSON Lines
    gold: PathBuf,

    /// What was found: CSV, or JSON Lines; left out, the gold texts are tagged
    predicted: Option<PathBuf>,

    /// Score these labels, instead of those of the gold standard
    #[arg(long, visible_alias = "label", value_name = "LABEL", value_delimiter = ',')]
    labels: Vec<String>,

    /// How many of the most frequent misses and false alarms to show
    #[arg(long, value_name = "N", default_value_t = 10)]
    top: usize,

    /// Write every difference to this CSV
    #[arg(long, value_name = "FILE")]
    differences: Option<PathBuf>,

    /// Tag the gold texts once without each rule, and print what
    /// each rule is worth, as a table in Markdown
    #[arg(long, conflicts_with_all = ["predicted", "differences"])]
    ablate: bool,

    /// Whether a city in results is read as its club, ORG: auto where the
    /// text tells that it is of sports, on or off
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    sports: gaztag::Sports,

    /// Find persons too, PERSON, under the name in full that the text has for
    /// a surname
    #[arg(long)]
    persons: bool,

    /// Print JSON
    #[arg(long)]
    json: bool,

    #[command(flatten)]
    lists: ListArgs,
}

pub fn run(args: &Args) -> ExitCode {
    let console = Console::new(Color::Auto, false, false);
    match eval(args, &console) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            console.error(&message);
            ExitCode::from(2)
        }
    }
}

fn eval(args: &Args, console: &Console) -> Result<(), String> {
    let gold = read_annotations(&args.gold).map_err(|error| error.to_string())?;
    let printed = if args.ablate { ablation(args, &gold, console)? } else { comparison(args, &gold, console)? };
    match stdout().write_all(printed.as_bytes()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(format!("standard output: {error}")),
        _ => Ok(()),
    }
}

fn comparison(args: &Args, gold: &[Annotated], console: &Console) -> Result<String, String> {
    let target = args.differences.as_deref().map(|path| open(path, args)).transpose()?;
    let predicted = match &args.predicted {
        Some(path) => read_annotations(path).map_err(|error| error.to_string())?,
        None => tag_texts(&pipeline(args, gold, console)?, gold),
    };
    let report = evaluate(gold, &predicted, &options(args));
    check_documents(&report, gold, &predicted)?;
    for note in print::notes(&report, args.labels.is_empty()) {
        console.line(&printable(&note));
    }
    if let Some(target) = target {
        write(&report.differences, target).map_err(|error| format!("--differences: {error}"))?;
    }
    Ok(if args.json { print::json(&report, args.top) } else { printable(&print::tables(&report, args.top)) })
}

fn ablation(args: &Args, gold: &[Annotated], console: &Console) -> Result<String, String> {
    let rules: Vec<&str> = NAME_RULES.iter().chain(MONEY_RULES).map(|rule| rule.name).collect();
    let ablation = ablate(pipeline(args, gold, console)?, gold, &rules, &options(args));
    Ok(if args.json { print::ablation_json(&ablation) } else { printable(&print::ablation(&ablation)) })
}

fn options(args: &Args) -> EvalOptions {
    EvalOptions { labels: args.labels.clone() }
}

/// What tags the gold texts; every gold document must have one.
fn pipeline(args: &Args, gold: &[Annotated], console: &Console) -> Result<Pipeline, String> {
    if let Some(document) = gold.iter().find(|document| document.text.is_none()) {
        let (path, id) = (args.gold.display(), &document.id);
        return Err(format!("{path}: the document `{id}` has no text to tag; name a file of predictions as well"));
    }
    let mut options = PipelineOptions { sports: args.sports, ..args.lists.options() };
    options.resolve.persons = args.persons;
    list_args::pipeline(&options, console)
}

/// Two files that have no document in common were not meant for each other.
fn check_documents(report: &Report, gold: &[Annotated], predicted: &[Annotated]) -> Result<(), String> {
    match (gold.first(), predicted.first()) {
        (Some(one), Some(other)) if report.documents.gold_only.len() == gold.len() => Err(format!(
            "no document is in both files: the gold standard has `{}`, the predictions have `{}`; names are compared \
             whole, then without folder, then without extension",
            one.id, other.id
        )),
        _ => Ok(()),
    }
}

/// Differences must not be written over what they are taken from.
fn open(path: &Path, args: &Args) -> Result<Target, String> {
    let is_same = |input: &Path| matches!((path.canonicalize(), input.canonicalize()), (Ok(a), Ok(b)) if a == b);
    if is_same(&args.gold) || args.predicted.as_deref().is_some_and(is_same) {
        return Err(format!("{}: is one of the inputs; write the differences elsewhere", path.display()));
    }
    Target::open(Some(path)).map_err(|error| error.to_string())
}

fn write(differences: &[Difference], mut target: Target) -> io::Result<()> {
    write_differences(differences, &mut target)?;
    target.commit()
}
