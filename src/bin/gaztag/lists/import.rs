//! `gaztag lists import`.

use clap::ValueEnum;
use flate2::read::MultiGzDecoder;
use gaztag::parts::import::{Columns, Counts, Format, ImportError, ImportOptions, detect, import};
use gaztag::parts::whole;
use gaztag::read::readable_list;
use gaztag::write::Target;
use indicatif::{ProgressBar, ProgressStyle};
use std::error::Error;
use std::io::{self, BufReader, IsTerminal, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use super::Outcome;
use crate::console::{Color, Console, printable};
use crate::output::{Outputs, replaces};

#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  gaztag lists import cities15000.txt -o places.csv --feature-class P,A
  gaztag lists import query.csv --label PERSON -o persons.csv        a Wikidata result
  gaztag lists import lei-records.csv.gz -o companies.csv            GLEIF
  gaztag lists import gate/lists.def -o gate.csv
  gaztag lists import patterns.jsonl -o patterns.csv                 spaCy
  gaztag lists import names.txt --label DRUG -o drugs.csv            one name a line
  gaztag lists import ours.csv --name-column Company --id-column No --id-prefix crm \\
      --alias-column Short --label ORG -o companies.csv              any CSV")]
pub struct Args {
    /// The list; - is standard input, .gz is unpacked, of .xlsx and .ods the
    /// first sheet is read
    file: PathBuf,

    /// What it is read as, if it is not UTF-8 [default: told from the bytes]
    #[arg(long, value_name = "NAME")]
    encoding: Option<String>,

    /// Where to write our CSV [default: standard output]
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,

    /// Whose list it is [default: found from its name and beginning]
    #[arg(long, value_enum)]
    from: Option<From>,

    /// The label of all rows
    #[arg(long)]
    label: Option<String>,

    /// Take other names that are not trusted too: GeoNames' alternate names,
    /// former legal names, short acronyms
    #[arg(long)]
    all_aliases: bool,

    /// Take what is no longer active too
    #[arg(long)]
    inactive: bool,

    /// GeoNames: leave out places with fewer people
    #[arg(long, value_name = "N", default_value_t = 0)]
    min_population: u64,

    /// GeoNames: take these feature classes only, such as P,A
    #[arg(long, value_name = "CLASS", value_delimiter = ',')]
    feature_class: Vec<String>,

    #[command(flatten)]
    table: Table,

    /// No progress and no counts
    #[arg(short, long)]
    quiet: bool,
}

#[derive(clap::Args)]
#[command(next_help_heading = "Any CSV: titles of its columns")]
struct Table {
    /// The column of the names
    #[arg(long, value_name = "TITLE")]
    name_column: Option<String>,

    /// A column of other names [repeatable]
    #[arg(long, value_name = "TITLE")]
    alias_column: Vec<String>,

    /// What divides several other names in one field [default: |]
    #[arg(long, value_name = "TEXT")]
    alias_separator: Option<String>,

    /// The column of ids
    #[arg(long, value_name = "TITLE")]
    id_column: Option<String>,

    /// What is put before each id, without the colon
    #[arg(long, value_name = "PREFIX")]
    id_prefix: Option<String>,

    /// The column of labels
    #[arg(long, value_name = "TITLE")]
    label_column: Option<String>,

    /// A column to carry to the output [repeatable]
    #[arg(long, value_name = "TITLE")]
    keep: Vec<String>,

    /// A row without a name goes on with the record above, as OpenRefine
    /// writes records
    #[arg(long)]
    records: bool,
}

#[derive(Clone, Copy, ValueEnum)]
#[value(rename_all = "lower")]
enum From {
    /// 19 columns divided by tabs
    GeoNames,
    /// A query result, CSV or JSON
    Wikidata,
    /// Research organizations, CSV or JSON
    Ror,
    /// Tickers of companies listed in the United States, JSON
    Sec,
    /// Legal entities, level 1, CSV
    Gleif,
    /// lists.def
    Gate,
    /// EntityRuler patterns, JSON Lines
    Spacy,
    /// Any CSV, with --name-column
    Csv,
    /// One name a line
    Lines,
}

pub fn run(args: &Args, out: &mut dyn Write) -> Outcome {
    let progress = progress(args);
    let list = open(&args.file, &progress)?;
    let (mut list, told) = readable_list(list, args.encoding.as_deref())?;
    if let Some(told) = told.filter(|_| !args.quiet) {
        Console::new(Color::Auto, false, false).line(&format!("{}: read as {told}", args.file.display()));
    }
    let format = format(args, list.fill_buf()?)?;
    let options = options(args)?;
    let place = |error: &ImportError| format!("{}: {error}{}", args.file.display(), flag(error));
    let counts = match &args.output {
        None => import(list, &args.file, format, &options, out).map_err(|error| place(&error))?,
        Some(path) => {
            let files = Outputs::new().map_err(|error| format!("signals cannot be caught: {error}"))?;
            let file = files.open(Some(path)).map_err(|error| error.to_string())?;
            files.check(|target| refuse_input(&args.file, target))?;
            let counts = import(list, &args.file, format, &options, io::BufWriter::new(file));
            let counts = counts.map_err(|error| place(&error))?;
            for list in &counts.files {
                files.check(|target| refuse_input(list, target))?;
            }
            refuse_nothing(&args.file, &counts)?;
            files.commit(None).map_err(|(_, error)| format!("{}: {error}", path.display()))?;
            counts
        }
    };
    progress.finish_and_clear();
    refuse_nothing(&args.file, &counts)?;
    if !args.quiet {
        tell(&counts);
    }
    Ok(ExitCode::SUCCESS)
}

/// With which flag one does what an error advises.
fn flag(error: &ImportError) -> &'static str {
    if matches!(error, ImportError::Variable(_)) { " with --name-column" } else { "" }
}

/// A list of which no row could be taken is no list.
fn refuse_nothing(list: &Path, counts: &Counts) -> Result<(), String> {
    if counts.written > 0 {
        return Ok(());
    }
    let mut message = format!("{}: no row could be taken of {} read", list.display(), counts.read);
    for line in notes(counts) {
        message.push('\n');
        message.push_str(&line);
    }
    Err(message)
}

/// A list must not be written over itself.
pub(super) fn refuse_input(list: &Path, target: &Target) -> Result<(), String> {
    if replaces(target, list) {
        return Err(format!("{}: is the list that is read; write the output elsewhere", list.display()));
    }
    Ok(())
}

fn open(path: &Path, progress: &ProgressBar) -> Result<Box<dyn Read + Send>, Box<dyn Error>> {
    if path == Path::new("-") {
        return Ok(Box::new(io::stdin()));
    }
    let failed = |error: io::Error| format!("{}: {error}", path.display());
    let file = progress.wrap_read(whole::open(path).map_err(failed)?);
    if path.extension().is_some_and(|ending| ending == "gz") {
        return Ok(Box::new(MultiGzDecoder::new(BufReader::new(file))));
    }
    Ok(Box::new(file))
}

fn progress(args: &Args) -> ProgressBar {
    let size = std::fs::metadata(&args.file).ok().filter(std::fs::Metadata::is_file).map(|metadata| metadata.len());
    if args.quiet || !io::stderr().is_terminal() || size.is_none() {
        return ProgressBar::hidden();
    }
    let style = "{bar:40} {bytes}/{total_bytes} {bytes_per_sec} {eta} left";
    let style = ProgressStyle::with_template(style).unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::new(size.unwrap_or(0)).with_style(style)
}

fn format(args: &Args, start: &[u8]) -> Result<Format, String> {
    let format = match args.from {
        Some(From::GeoNames) => Format::GeoNames,
        Some(From::Wikidata) => Format::Wikidata,
        Some(From::Ror) => Format::Ror,
        Some(From::Sec) => Format::Sec,
        Some(From::Gleif) => Format::Gleif,
        Some(From::Gate) => Format::Gate,
        Some(From::Spacy) => Format::Spacy,
        Some(From::Csv) => Format::Table,
        Some(From::Lines) => Format::Lines,
        None if args.table.name_column.is_some() => Format::Table,
        None => detect(&args.file, start).ok_or_else(|| {
            format!(
                "{}: whose list this is cannot be told; say --from FORMAT, or name its columns with --name-column",
                args.file.display()
            )
        })?,
    };
    if format == Format::Table && args.table.name_column.is_none() {
        return Err("say which column holds the names: --name-column TITLE".into());
    }
    Ok(format)
}

fn options(args: &Args) -> Result<ImportOptions, String> {
    let table = &args.table;
    let prefix = table.id_prefix.as_deref().map(|prefix| prefix.trim_end_matches(':').to_string());
    if args.label.as_deref().is_some_and(|label| label.trim().is_empty()) {
        return Err("--label is empty".into());
    }
    Ok(ImportOptions {
        label: args.label.clone(),
        all_aliases: args.all_aliases,
        inactive: args.inactive,
        min_population: args.min_population,
        feature_classes: args.feature_class.clone(),
        columns: Columns {
            name: table.name_column.clone().unwrap_or_default(),
            aliases: table.alias_column.clone(),
            alias_separator: table.alias_separator.clone(),
            id: table.id_column.clone(),
            id_prefix: prefix,
            label: table.label_column.clone(),
            keep: table.keep.clone(),
            delimiter: None,
            records: table.records,
        },
    })
}

fn tell(counts: &Counts) {
    let console = Console::new(Color::Auto, false, false);
    console.line(&format!("{} read, {} rows written", counts.read, counts.written));
    notes(counts).iter().for_each(|line| console.line(line));
}

/// What was left out or changed, with the first of each that can be named.
fn notes(counts: &Counts) -> Vec<String> {
    let mut lines = Vec::new();
    for (what, count) in &counts.notes {
        lines.push(format!("{count:>9} × {what}"));
        let named = counts.examples.get(what).into_iter().flatten();
        lines.extend(named.map(|example| format!("            {}", printable(example))));
    }
    lines
}
