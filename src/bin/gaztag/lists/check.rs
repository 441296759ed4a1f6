//! `gaztag lists check`.

use annotate_snippets::Renderer;
use gaztag::gazetteer::{Role, Severity};
use gaztag::parts::check::{Check, Forms, HitCounts, NameHits, check, forms_of_rows};
use gaztag::parts::threads;
use gaztag::read::{Collection, Found, InputOptions, Skipped, readable_lists};
use gaztag::write::Target;
use gaztag::{ListSource, Pipeline, PipelineOptions, Problem};
use serde_json::json;
use std::collections::BTreeMap;
use std::error::Error;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use super::import::refuse_input;
use super::{NOT_WELL, Outcome, batches, draw};
use crate::console::{Color, Console, printable};
use crate::input_args::FLAGS;

#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  gaztag lists check companies.csv
  gaztag lists check ORG=companies.csv drugs/
  gaztag lists check companies.csv --against texts    which names hit most
  gaztag lists check companies.csv --forms forms.csv  what of each row is found")]
pub struct Args {
    /// Lists: CSV files and workbooks, or folders of them; LABEL=PATH sets the
    /// label
    #[arg(required = true, value_name = "FILE")]
    lists: Vec<ListSource>,

    /// Run the lists over these texts too, and rank the names that they find
    #[arg(long, value_name = "FOLDER")]
    against: Vec<PathBuf>,

    /// Write a CSV that tells for each row which forms of its name are found,
    /// which only where the text supports them, and which are not
    #[arg(long, value_name = "FILE")]
    forms: Option<PathBuf>,

    /// What is read as this encoding, if it is not UTF-8 [default: told from
    /// the bytes]
    #[arg(long, value_name = "NAME")]
    encoding: Option<String>,

    /// How many names to rank
    #[arg(long, value_name = "N", default_value_t = 20)]
    top: usize,

    /// How many problems to draw
    #[arg(long, value_name = "N", default_value_t = 100)]
    limit: usize,

    /// Mistakes only, no advice
    #[arg(long)]
    errors_only: bool,

    /// Write one JSON object with everything
    #[arg(long)]
    json: bool,

    /// When to use color
    #[arg(long, value_enum, value_name = "WHEN", default_value_t = Color::Auto)]
    color: Color,
}

pub fn run(args: &Args, out: &mut dyn Write) -> Outcome {
    for list in &args.lists {
        if let Err(error) = std::fs::metadata(&list.path) {
            return Err(format!("{}: {error}", list.path.display()).into());
        }
    }
    let forms = args.forms.as_deref().map(|path| forms_target(path, args)).transpose()?;
    let (lists, notes) = readable_lists(&args.lists, args.encoding.as_deref())?;
    if !args.json {
        notes.iter().try_for_each(|note| writeln!(out, "{note}"))?;
    }
    let mut found = threads::on(0, || check(&lists));
    if args.errors_only {
        found.problems.list.retain(|p| p.severity == Severity::Error);
    }
    let is_asked = !args.against.is_empty() || args.forms.is_some();
    let pipeline = if is_asked && found.problems.errors() == 0 { Some(pipeline(lists)?) } else { None };
    let (hits, skipped) = match &pipeline {
        Some(pipeline) if !args.against.is_empty() => hits(args, pipeline)?,
        _ => (Vec::new(), 0),
    };
    if let (Some(forms), Some(pipeline)) = (forms, &pipeline) {
        write_forms(forms, pipeline)?;
    }
    if args.json {
        json(&found, &hits, args, out)?
    } else {
        text(&found, &hits, args, out)?
    }
    Ok(if found.problems.errors() + skipped > 0 { ExitCode::from(NOT_WELL) } else { ExitCode::SUCCESS })
}

fn pipeline(gazetteers: Vec<ListSource>) -> Result<Pipeline, Box<dyn Error>> {
    let options = PipelineOptions { gazetteers, ..PipelineOptions::default() };
    Ok(threads::on(0, || Pipeline::new(&options))?)
}

/// Where the forms go; never over one of the lists.
fn forms_target(path: &Path, args: &Args) -> Result<Target, Box<dyn Error>> {
    let target = Target::open(Some(path))?;
    args.lists.iter().try_for_each(|list| refuse_input(&list.path, &target))?;
    Ok(target)
}

/// One line a row: in which forms it is found, and in which it is not.
fn write_forms(target: Target, pipeline: &Pipeline) -> Result<(), Box<dyn Error>> {
    let mut csv = csv::Writer::from_writer(target);
    csv.write_record(["list", "line", "name", "label", "id", "found", "found_with_support", "not_found"])?;
    for Forms { entry, found, supported, missed } in forms_of_rows(pipeline) {
        let line = entry.line().to_string();
        let (found, supported, missed) = (found.join("|"), supported.join("|"), missed.join("|"));
        let (path, name, label, id) = (entry.source().path.as_str(), entry.name(), entry.label(), entry.id());
        csv.write_record([path, &line, name, label, id, &found, &supported, &missed])?;
    }
    Ok(csv.into_inner().map_err(csv::IntoInnerError::into_error)?.commit()?)
}

/// Runs the lists over the texts, side by side; documents that cannot be read
/// are named, and how many there were is told. The contexts are those of the
/// first documents, whoever is ready first.
fn hits<'p>(args: &Args, pipeline: &'p Pipeline) -> Result<(Vec<NameHits<'p>>, usize), Box<dyn Error>> {
    let console = Console::new(args.color, false, false);
    let collection = Collection::new(&args.against, &InputOptions::default()).map_err(|error| error.told(&FLAGS))?;
    let mut counts = HitCounts::new(pipeline);
    let skipped =
        batches::each(&collection, &console, |found| count(found, &collection, pipeline), |here| counts.append(here));
    Ok((counts.ranked(), skipped))
}

fn count<'p>(found: Found, collection: &Collection, pipeline: &'p Pipeline) -> Result<HitCounts<'p>, Skipped> {
    let mut counts = HitCounts::new(pipeline);
    collection.read(&found, &mut Vec::new(), |document| counts.add(&document.name, &document.text))?;
    Ok(counts)
}

fn text(found: &Check, hits: &[NameHits<'_>], args: &Args, out: &mut dyn Write) -> io::Result<()> {
    let colored = match args.color {
        Color::Auto => io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|v| v.is_empty()),
        Color::Always => true,
        Color::Never => false,
    };
    let renderer = if colored { Renderer::styled() } else { Renderer::plain() };
    let problems = &found.problems;
    // Mistakes have to be mended: where there are too many problems to draw,
    // they come first.
    let mut drawn = draw::frames(&problems.list);
    let errors = drawn.iter().filter(|f| f.problem.severity == Severity::Error).count().min(args.limit);
    let mut left = (errors, args.limit - errors);
    drawn.retain(|frame| take(&frame.problem, &mut left));
    draw::draw(&drawn, &renderer, out)?;
    let told: usize = drawn.iter().map(|frame| 1 + frame.others.len()).sum();
    let (all_errors, warnings) = (problems.errors(), if args.errors_only { 0 } else { problems.warnings() });
    let more = all_errors + warnings - told;
    if more > 0 {
        writeln!(out, "… and {more} more; --limit N draws more of them\n")?;
    }
    rank(hits, args.top, out)?;
    writeln!(out, "{}: {}", counted(all_errors, "mistake"), summary(found))?;
    if warnings > 0 {
        writeln!(out, "{} to look at", counted(warnings, "row"))?;
    }
    if !args.against.is_empty() && all_errors > 0 {
        writeln!(out, "not run over the texts before the mistakes are mended")?;
    }
    if let Some(path) = args.forms.as_ref().filter(|_| all_errors > 0) {
        writeln!(out, "{} is not written before the mistakes are mended", path.display())?;
    }
    Ok(())
}

fn take(problem: &Problem, (errors, warnings): &mut (usize, usize)) -> bool {
    let left = if problem.severity == Severity::Error { errors } else { warnings };
    let is_taken = *left > 0;
    *left -= usize::from(is_taken);
    is_taken
}

fn counted(count: usize, thing: &str) -> String {
    match count {
        0 => format!("no {thing}s"),
        1 => format!("1 {thing}"),
        _ => format!("{count} {thing}s"),
    }
}

/// Sound rows by label, as `30 rows (12 ORG, 18 PLACE)`.
fn summary(found: &Check) -> String {
    let rows = found.lists.gazetteer();
    let labels: Vec<String> = by_label(found).iter().map(|(label, count)| format!("{count} {label}")).collect();
    let labels = if labels.is_empty() { String::new() } else { format!(" ({})", labels.join(", ")) };
    format!("{} sound{labels}", counted(rows.len(), "row"))
}

fn by_label(found: &Check) -> BTreeMap<&str, usize> {
    let mut labels = BTreeMap::new();
    for row in found.lists.gazetteer().entries() {
        let kind = if row.role() == Role::Name { row.label() } else { "cue words" };
        *labels.entry(kind).or_default() += 1;
    }
    labels
}

fn rank(hits: &[NameHits<'_>], top: usize, out: &mut dyn Write) -> io::Result<()> {
    for hit in hits.iter().take(top) {
        let (row, source) = (hit.entry, hit.entry.source());
        let name = format!("{} ({}, {}:{})", row.name(), row.label(), source.path, row.line());
        writeln!(out, "{:>7} × {}", hit.count, printable(&name))?;
        for context in &hit.contexts {
            let (before, text, after) = (&context.before, &context.text, &context.after);
            let told = format!("…{before}[{text}]{after}…  {}:{}", context.document, context.line);
            writeln!(out, "          {}", printable(&told))?;
        }
    }
    if !hits.is_empty() {
        let all: usize = hits.iter().map(|hit| hit.count).sum();
        writeln!(out, "{} of {} found\n", counted(all, "mention"), counted(hits.len(), "row"))?;
    }
    Ok(())
}

fn json(found: &Check, hits: &[NameHits<'_>], args: &Args, out: &mut dyn Write) -> io::Result<()> {
    let hits: Vec<_> = hits
        .iter()
        .take(args.top)
        .map(|hit| {
            let (row, path) = (hit.entry, &hit.entry.source().path);
            json!({"name": row.name(), "label": row.label(), "path": path, "line": row.line(),
                "count": hit.count, "contexts": hit.contexts})
        })
        .collect();
    let report = json!({
        "errors": found.problems.errors(),
        "warnings": found.problems.warnings(),
        "rows": found.lists.gazetteer().len(),
        "labels": by_label(found),
        "problems": found.problems.list,
        "hits": hits,
    });
    serde_json::to_writer_pretty(&mut *out, &report)?;
    writeln!(out)
}
