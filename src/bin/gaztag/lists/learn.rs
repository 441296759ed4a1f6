//! `gaztag lists learn`.

use gaztag::parts::eval::{Annotated, Difference, EvalOptions, evaluate, tag_texts};
use gaztag::parts::learn::{Contradiction, Effect, Learned, Mark, gold, marks, write_changes, write_gold};
use gaztag::read::Found;
use gaztag::write::Target;
use gaztag::{ListSource, Pipeline, PipelineOptions};
use std::collections::{BTreeSet, HashSet};
use std::error::Error;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use super::{FAILED, NOT_WELL, Outcome, batches};
use crate::console::{Color, Console, printable};
use crate::documents::{self, RowArgs};
use crate::list_args::{self, ListArgs};
use crate::output::replaces;

const EXAMPLES: &str = "\
Give the rows a column `verdict` in a spreadsheet, and write into it, where a
row is worth a word:

  no                     it is no mention
  yes                    it is right, and stays
  ORG                    it is of this label
  name: Zorblax Ltd      this is its full name
  id: crm:1042           this is its id
  ORG; name: …; id: …    several at once

A row with a `text` and a verdict, and no document, is a name that was missed.
ROWS are CSV, TSV, JSON Lines or .xlsx.

Examples:
  gaztag annotate letters -o rows.csv
  gaztag lists learn rows.csv --texts letters -o mine.csv
  gaztag annotate letters --gazetteer mine.csv -o rows2.csv
  gaztag eval mine.gold.jsonl rows2.csv                what still holds
  gaztag lists learn rows.csv rows2.csv --texts letters -o mine.csv

Give all marked rows each time, and the lists that they were made with.

Exit code: 0 written, and every correction holds; 1 written, but some do not
hold, or some texts could not be read; 2 wrong use, verdicts that contradict
one another, or a file that cannot be read or written: then nothing is written.";

#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    #[command(flatten)]
    rows: RowArgs,

    /// Write the list here
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,

    /// Write the corrections here, for `gaztag eval` [default: beside the list, as .gold.jsonl]
    #[arg(long, value_name = "FILE")]
    gold: Option<PathBuf>,

    /// Write every row of the texts that changes, as CSV
    #[arg(long, value_name = "FILE", requires = "texts")]
    changes: Option<PathBuf>,

    /// The rows were made with --nested
    #[arg(long)]
    nested: bool,

    #[command(flatten)]
    lists: ListArgs,
}

pub fn run(args: &Args, out: &mut dyn Write) -> Outcome {
    let console = Console::new(Color::Auto, false, false);
    let targets = Targets::open(args)?;
    let options = options(args, Vec::new());
    let before = list_args::pipeline(&options, &console)?;
    let Some(mut marks) = all_marks(args, &before, &console) else { return Ok(ExitCode::from(FAILED)) };
    let texts = if args.rows.have_texts() { marked_texts(args, &marks)? } else { Vec::new() };
    let (gold, misfits) = gold(&marks, &texts);
    let list = args.output.to_string_lossy();
    let mut next = Next::new(args, &marks, &before, &gold, &console)?;
    // What was right and would be lost gets a row of its own.
    if let Ok(found) = &next
        && hold_on(&mut marks, &found.broken)
    {
        next = Next::new(args, &marks, &before, &gold, &console)?;
    }
    let next = match next {
        Ok(next) => next,
        Err(contradictions) => {
            contradictions.iter().for_each(|contradiction| console.error(&contradiction.to_string()));
            return Ok(ExitCode::from(FAILED));
        }
    };
    let mut effect = Effect::new(&before, &next.pipeline, &next.learned, &list);
    let skipped = if args.rows.have_texts() { look_at(args, &mut effect, &console)? } else { 0 };
    for place in &misfits {
        console.error(&format!("{place}: stands elsewhere in the text; give the texts that were annotated"));
    }
    tell(&next.learned, &effect, args, out)?;
    tell_broken(&next.broken, &gold, args, out)?;
    targets.write(&next.learned, &gold, &effect)?;
    let is_well = skipped == 0 && misfits.is_empty() && next.broken.is_empty();
    Ok(if is_well { ExitCode::SUCCESS } else { ExitCode::from(NOT_WELL) })
}

/// The next run: the rows that were learned, and what does not hold in it.
struct Next {
    learned: Learned,
    pipeline: Pipeline,
    broken: Vec<Difference>,
}

impl Next {
    /// The next run, or what contradicts itself: names both wanted and not
    /// too, where the texts do not tell them apart.
    fn new(
        args: &Args,
        marks: &[Mark],
        before: &Pipeline,
        gold: &[Annotated],
        console: &Console,
    ) -> Result<Result<Self, Vec<Contradiction>>, Box<dyn Error>> {
        let learned = Learned::new(marks, before.lists().gazetteer());
        if !learned.contradictions.is_empty() {
            return Ok(Err(learned.contradictions));
        }
        let pipeline = after(args, &learned, console)?;
        let broken = broken(&pipeline, gold);
        let is_broken = |surface: &str| broken.iter().any(|difference| difference.text == surface);
        let refused = learned.doubtful.iter().filter(|(surface, _)| !args.rows.have_texts() || is_broken(surface));
        let refused: Vec<Contradiction> = refused.map(|(_, contradiction)| contradiction.clone()).collect();
        Ok(if refused.is_empty() { Ok(Next { learned, pipeline, broken }) } else { Err(refused) })
    }
}

/// Takes marks that say yes, and would not hold, for wishes; true where there
/// is one. Those of which two say yes to different things stay.
fn hold_on(marks: &mut [Mark], broken: &[Difference]) -> bool {
    let at: HashSet<(&str, usize, usize)> = broken.iter().map(|d| (d.document.as_str(), d.start, d.end)).collect();
    let is_broken =
        |mark: &Mark| mark.stretch.as_ref().is_some_and(|s| at.contains(&(mark.document.as_str(), s.start, s.end)));
    let is_alone = |mark: &Mark| marks.iter().all(|other| other.text != mark.text || other.wish == mark.wish);
    let lost: Vec<usize> = (0..marks.len())
        .filter(|&i| marks[i].is_kept && marks[i].has_name() && is_broken(&marks[i]) && is_alone(&marks[i]))
        .collect();
    lost.iter().for_each(|&i| marks[i].is_kept = false);
    !lost.is_empty()
}

/// What is written.
struct Targets {
    list: Target,
    gold: Target,
    changes: Option<Target>,
}

impl Targets {
    fn open(args: &Args) -> Result<Self, Box<dyn Error>> {
        let gold = args.gold.clone().unwrap_or_else(|| args.output.with_extension("gold.jsonl"));
        let lists: Vec<PathBuf> = args.lists.options().gazetteers.into_iter().map(|list| list.path).collect();
        let mut taken: Vec<PathBuf> = Vec::new();
        let mut open = |path: &Path| -> Result<Target, Box<dyn Error>> {
            let target = documents::target(Some(path), &args.rows)?;
            if lists.iter().any(|list| replaces(&target, list)) {
                return Err(format!("{}: is one of the lists; write elsewhere", path.display()).into());
            }
            if target.path().is_some_and(|place| taken.iter().any(|other| other == place)) {
                return Err(format!("{}: is named twice as an output", path.display()).into());
            }
            taken.extend(target.path().map(PathBuf::from));
            Ok(target)
        };
        let changes = args.changes.as_deref().map(&mut open).transpose()?;
        Ok(Targets { list: open(&args.output)?, gold: open(&gold)?, changes })
    }

    fn write(mut self, learned: &Learned, gold: &[Annotated], effect: &Effect<'_>) -> Result<(), Box<dyn Error>> {
        self.list.write_all(learned.csv().as_bytes())?;
        write_gold(gold, &mut self.gold)?;
        if let Some(mut changes) = self.changes {
            write_changes(effect, &mut changes)?;
            changes.commit()?;
        }
        self.list.commit()?;
        Ok(self.gold.commit()?)
    }
}

fn options(args: &Args, further: Vec<ListSource>) -> PipelineOptions {
    let mut options = args.lists.options();
    options.gazetteers.extend(further);
    options.resolve.nested = args.nested;
    options
}

/// The marks of all files; none, and every mistake told, where there is one.
fn all_marks(args: &Args, pipeline: &Pipeline, console: &Console) -> Option<Vec<Mark>> {
    let labels: BTreeSet<&str> = pipeline.lists().gazetteer().entries().map(|entry| entry.label()).collect();
    let labels: Vec<&str> = labels.into_iter().chain(["ORG", "PLACE", "MONEY"]).collect();
    let (mut all, mut errors) = (Vec::new(), Vec::new());
    for path in &args.rows.rows {
        match marks(path, &labels) {
            Ok(marks) => all.extend(marks),
            Err(wrong) => errors.extend(wrong.iter().map(ToString::to_string)),
        }
    }
    if errors.is_empty() && all.is_empty() {
        errors
            .push("no row has a verdict; write one into the column `verdict` of the rows that are worth a word".into());
    }
    errors.iter().for_each(|error| console.error(error));
    errors.is_empty().then_some(all)
}

/// The pipeline of the next run.
fn after(args: &Args, learned: &Learned, console: &Console) -> Result<Pipeline, Box<dyn Error>> {
    let further = match learned.rows.is_empty() {
        true => Vec::new(),
        false => vec![ListSource::from_bytes(&args.output, None, learned.csv())],
    };
    let options = PipelineOptions { cache: None, ..options(args, further) };
    Ok(list_args::pipeline(&options, console)?)
}

/// The texts of the documents that marks name. What cannot be read is told by
/// who looks at all of them.
fn marked_texts(args: &Args, marks: &[Mark]) -> Result<Vec<(String, String)>, Box<dyn Error>> {
    let collection = args.rows.texts()?;
    let marked: HashSet<&str> = marks.iter().map(|mark| stem(&mark.document)).collect();
    let found = collection.documents().filter_map(Result::ok).filter(|found| marked.contains(stem(&found.name)));
    let mut buffer = Vec::new();
    let texts = found.filter_map(|found| {
        let read = collection.read(&found, &mut buffer, |document| document.text.into_owned());
        Some((found.name, read.ok()?))
    });
    Ok(texts.collect())
}

/// Annotates all texts before and after. How many could not be read; each is
/// named.
fn look_at(args: &Args, effect: &mut Effect<'_>, console: &Console) -> Result<usize, Box<dyn Error>> {
    let collection = args.rows.texts()?;
    let empty = effect.beside();
    let look = |found: Found| {
        let mut here = empty.beside();
        collection.read(&found, &mut Vec::new(), |document| here.add(&document.name, &document.text))?;
        Ok(here)
    };
    Ok(batches::each(&collection, console, look, |here| effect.append(here)))
}

/// A name without folder and ending: documents that differ in more are not
/// the same.
fn stem(name: &str) -> &str {
    let name = name.rsplit(['/', '\\']).next().unwrap_or(name);
    name.split_once('.').map_or(name, |(stem, _)| stem)
}

/// The corrections that the next run would not have.
fn broken(after: &Pipeline, gold: &[Annotated]) -> Vec<Difference> {
    let with_text: Vec<Annotated> = gold.iter().filter(|document| document.text.is_some()).cloned().collect();
    evaluate(&with_text, &tag_texts(after, &with_text), &EvalOptions::default()).differences
}

/// The rows of the list, and what each changes.
fn tell(learned: &Learned, effect: &Effect<'_>, args: &Args, out: &mut dyn Write) -> std::io::Result<()> {
    let list = printable(&args.output.to_string_lossy());
    if !args.rows.have_texts() {
        writeln!(
            out,
            "{list}: {}; give the texts with --texts to see what they change",
            counted(learned.rows.len(), "row")
        )?;
        return Ok(());
    }
    writeln!(out, "{list}: {}, which over the texts", counted(learned.rows.len(), "row"))?;
    writeln!(out, "{:>6} {:>6} {:>8}   by the row", "win", "lose", "change")?;
    for (at, row) in learned.rows.iter().enumerate() {
        let what = [row.label.as_str(), row.policy(), &row.id].into_iter().filter(|part| !part.is_empty());
        let what = what.collect::<Vec<_>>().join(", ");
        let row = printable(&format!("{} ({what})", row.name));
        writeln!(out, "{}   {row}", columns(effect.counts(Some(at))))?;
    }
    writeln!(out, "{}   what follows from these", columns(effect.counts(None)))?;
    if args.changes.is_none() {
        writeln!(out, "--changes FILE writes each of them")?;
    }
    Ok(())
}

fn columns([won, lost, changed]: [usize; 3]) -> String {
    format!("{won:>6} {lost:>6} {changed:>8}")
}

fn tell_broken(broken: &[Difference], gold: &[Annotated], args: &Args, out: &mut dyn Write) -> std::io::Result<()> {
    if !args.rows.have_texts() {
        return Ok(());
    }
    let marked: usize =
        gold.iter().filter(|document| document.text.is_some()).map(|d| d.mentions.len() + d.none.len()).sum();
    writeln!(out, "{} of {} hold", marked - broken.len().min(marked), counted(marked, "correction"))?;
    for difference in broken {
        let Difference { document, start, end, text, kind, predicted, .. } = difference;
        let instead = if predicted.is_empty() { String::new() } else { format!(": {predicted}") };
        let told = format!("\"{text}\" in {document} at {start}..{end}, {kind}{instead}");
        writeln!(out, "does not hold: {}", printable(&told))?;
    }
    Ok(())
}

fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}
