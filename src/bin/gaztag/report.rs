//! `gaztag report`: rows and texts → one page.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use gaztag::report::{DEFAULT_MAX_TEXTS, Report, ReportOptions};
use gaztag::write::Target;
use gaztag::{Pipeline, PipelineOptions};

use crate::console::{Color, Console};
use crate::documents::{self, RowArgs};
use crate::input_args::size;

const EXAMPLES: &str = "\
Examples:
  gaztag annotate letters -o letters.csv
  gaztag report letters.csv --texts letters -o report.html
  gaztag report letters.csv -o report.html           without texts: the sentences of the rows
  gaztag report a.csv b.jsonl --texts a --texts b --date-from-name -o report.html

ROWS are the CSV, JSON Lines or workbook of `gaztag annotate`, packed or not. The page is one file that
opens in any browser, offline: counts, leading names, a map, amounts, names
over time where documents have dates, and the texts with every mention.

Places are put on the map by the columns gaz_latitude and gaz_longitude
(annotate --columns latitude,longitude), else by their ids in the lists that
come with the program.

Exit code: 0 written; 1 written, but some texts could not be read; 2 wrong use,
rows that cannot be read, or an output that cannot be written.";

#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    #[command(flatten)]
    rows: RowArgs,

    /// Write the page here, and only when it is whole; by default to standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,

    /// What stands at the head of the page [default: the name of the first file of rows]
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,

    /// Take a document's date from its name, such as 2024-05-17 or 20240517,
    /// where the rows have no column doc_date
    #[arg(long)]
    date_from_name: bool,

    /// How large the texts in the page may be, packed, such as 4M; all are counted
    #[arg(long, value_name = "SIZE", default_value_t = DEFAULT_MAX_TEXTS as u64, value_parser = size)]
    max_texts: u64,
}

pub fn run(args: &Args) -> ExitCode {
    let console = Console::new(Color::Auto, false, false);
    console.exit(&report(args, &console))
}

/// Writes the page; how many texts could not be read.
fn report(args: &Args, console: &Console) -> Result<usize, String> {
    let target = documents::target(args.output.as_deref(), &args.rows)?;
    let mut report = Report::new(ReportOptions {
        title: args.title.clone().unwrap_or_else(|| title(&args.rows.rows[0])),
        max_texts: args.max_texts as usize,
        date_from_name: args.date_from_name,
        ..ReportOptions::default()
    });
    let skipped = documents::each(&args.rows, console, |document| {
        report.add(&document).map_err(|error| format!("counting the names: {error}"))
    })?;
    locate(&mut report)?;
    tell(&report, console);
    write(target, report).map_err(|error| format!("{}: {error}", documents::told(args.output.as_deref())))?;
    Ok(skipped)
}

fn title(rows: &Path) -> String {
    rows.file_stem().map_or("gaztag".into(), |name| name.to_string_lossy().into_owned())
}

/// Coordinates of the shipped lists, for places whose rows have none.
fn locate(report: &mut Report) -> Result<(), String> {
    let options = PipelineOptions { cache: gaztag::cache::default_folder(), ..PipelineOptions::default() };
    let pipeline = Pipeline::new(&options).map_err(|error| error.to_string())?;
    report.locate(pipeline.lists().gazetteer().entries());
    Ok(())
}

fn tell(report: &Report, console: &Console) {
    let (documents, shown) = report.documents();
    console.line(&format!("report: {documents} documents, {shown} of them to be read in the page"));
    if report.misfits() > 0 {
        console.line(&format!(
            "report: {} mentions stand nowhere in the text where their rows say, and were left out; give the texts that were annotated",
            report.misfits()
        ));
    }
}

fn write(mut target: Target, report: Report) -> std::io::Result<()> {
    match report.write(&mut target) {
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        Err(error) => Err(error),
        Ok(()) => target.commit(),
    }
}
