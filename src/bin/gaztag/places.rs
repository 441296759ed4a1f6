//! `gaztag places`: which records a name has and what speaks for each, and
//! where a collection is at home.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, ErrorKind, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use gaztag::Pipeline;
use gaztag::gazetteer::{Accept, Entry, Size};
use gaztag::parts::places::Weight;

use crate::console::{Color, Console, printable};
use crate::input_args::FLAGS;
use crate::input_args::InputArgs;
use crate::list_args::{ListArgs, pipeline};

#[derive(clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(clap::Subcommand)]
enum Command {
    /// List the records of a name, the likeliest first, and what evidence counts
    Show(ShowArgs),
    /// Find the region that explains the most unambiguous names of texts
    Home(HomeArgs),
}

#[derive(clap::Args)]
#[command(after_help = "Example:\n  gaztag places show Alexandria --home \"Louisiana, US\"")]
struct ShowArgs {
    /// The name, as a text has it
    name: String,

    #[command(flatten)]
    lists: ListArgs,
}

#[derive(clap::Args)]
#[command(after_help = "Example:\n  gaztag places home letters\n  gaztag annotate letters --home \"Louisiana, US\"")]
struct HomeArgs {
    /// Files, folders, or - for standard input
    #[arg(required = true)]
    paths: Vec<PathBuf>,

    #[command(flatten)]
    input: InputArgs,

    #[command(flatten)]
    lists: ListArgs,
}

/// Some documents could not be read, or no list has the name.
const NOT_WELL: u8 = 1;

pub fn run(args: &Args) -> ExitCode {
    let console = Console::new(Color::Auto, false, false);
    let mut out = io::BufWriter::new(io::stdout().lock());
    let outcome = match &args.command {
        Command::Show(args) => show(args, &console, &mut out),
        Command::Home(args) => home(args, &console, &mut out),
    };
    match outcome.and_then(|code| out.flush().map(|()| code).map_err(Failure::Output)) {
        Ok(code) => code,
        Err(Failure::Output(error)) if error.kind() == ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(Failure::Output(error)) => failed(&console, &format!("standard output: {error}")),
        Err(Failure::Use(message)) => failed(&console, &message),
    }
}

fn failed(console: &Console, message: &str) -> ExitCode {
    console.error(message);
    ExitCode::from(2)
}

enum Failure {
    Use(String),
    Output(io::Error),
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Failure::Output(error)
    }
}

fn show(args: &ShowArgs, console: &Console, out: &mut dyn Write) -> Result<ExitCode, Failure> {
    let pipeline = pipeline(&args.lists.options(), console).map_err(Failure::Use)?;
    let places = pipeline.places();
    let mut records = pipeline.lists().records(args.name.trim(), "PLACE");
    records.sort_by(|a, b| places.prior(*b).total_cmp(&places.prior(*a)));
    let Some(first) = records.first().copied() else {
        console.line(&format!("no list has a place `{}`", printable(&args.name)));
        return Ok(ExitCode::from(NOT_WELL));
    };
    writeln!(out, "score  id            kind      where    people      latitude  longitude  km    match    name")?;
    for entry in &records {
        let column = |name| entry.column(name).unwrap_or("");
        let place = format!("{} {}", column("country"), column("admin1"));
        let km = distance(*entry, first).map_or(String::new(), |km| format!("{km:.0}"));
        let line = format!(
            "{:5.1}  {:12}  {:8}  {:7}  {:>10}  {:>8}  {:>9}  {:>5} {:8} {}",
            places.prior(*entry),
            entry.id(),
            column("kind"),
            place,
            column("population"),
            column("latitude"),
            column("longitude"),
            km,
            accept(*entry),
            entry.name(),
        );
        writeln!(out, "{}", printable(line.trim_end()))?;
    }
    writeln!(out, "\nscore: what speaks for a record before any text. A text adds:")?;
    for (name, weight) in Weight::ALL.iter().filter(|(_, weight)| weight.is_of_texts()) {
        writeln!(out, "  {name} {}", places.weights().of(*weight))?;
    }
    Ok(ExitCode::SUCCESS)
}

fn accept(entry: Entry<'_>) -> &'static str {
    match entry.accept() {
        Accept::Accept => "accept",
        Accept::Context => "context",
        Accept::Part => "part",
        Accept::Never => "never",
    }
}

/// Kilometres between two records, on a sphere (haversine).
fn distance(a: Entry<'_>, b: Entry<'_>) -> Option<f64> {
    const EARTH: f64 = 6371.0;
    let angle = |entry: Entry<'_>, column| Some(entry.column(column)?.parse::<f64>().ok()?.to_radians());
    let ((p, q), (r, s)) =
        ((angle(a, "latitude")?, angle(a, "longitude")?), (angle(b, "latitude")?, angle(b, "longitude")?));
    let half = |x: f64| (x / 2.0).sin().powi(2);
    Some(2.0 * EARTH * (half(p - r) + p.cos() * r.cos() * half(q - s)).sqrt().min(1.0).asin())
}

/// A region: country and GeoNames code.
type Region<'l> = (&'l str, &'l str);

fn home(args: &HomeArgs, console: &Console, out: &mut dyn Write) -> Result<ExitCode, Failure> {
    let pipeline = pipeline(&args.lists.options(), console).map_err(Failure::Use)?;
    let collection = args.input.collection(&args.paths).map_err(Failure::Use)?;
    let (mut regions, mut buffer, mut code) = (BTreeMap::new(), Vec::new(), ExitCode::SUCCESS);
    for found in collection.documents() {
        let read = found.and_then(|found| {
            collection.read(&found, &mut buffer, |document| count(&pipeline, &document.text, &mut regions))
        });
        if let Err(skipped) = read {
            console.line(&format!("skipped: {}", skipped.told(&FLAGS)));
            code = ExitCode::from(NOT_WELL);
        }
    }
    print(&pipeline, &regions, out)?;
    Ok(code)
}

/// Counts each unambiguous name of a text once for its region.
fn count<'l>(pipeline: &'l Pipeline, text: &str, regions: &mut BTreeMap<Region<'l>, usize>) {
    let entities = pipeline.annotate(text);
    let records = entities.iter().filter(|entity| entity.label == "PLACE").filter_map(|entity| {
        let only = pipeline.lists().records(entity.span.of(text), "PLACE").len() == 1;
        entity.entry().filter(|_| only)
    });
    let places: BTreeMap<u32, Entry<'l>> = records.map(|entry| (entry.index(), entry)).collect();
    for entry in places.values() {
        let column = |name| entry.column(name).unwrap_or("");
        if !column("country").is_empty() && !column("admin1").is_empty() {
            *regions.entry((column("country"), column("admin1"))).or_default() += 1;
        }
    }
}

fn print(pipeline: &Pipeline, regions: &BTreeMap<Region<'_>, usize>, out: &mut dyn Write) -> io::Result<()> {
    const SHOWN: usize = 10;
    let all: usize = regions.values().sum();
    let mut ranked: Vec<_> = regions.iter().collect();
    ranked.sort_by_key(|(region, names)| (std::cmp::Reverse(**names), **region));
    for (region, names) in ranked.iter().take(SHOWN) {
        let share = 100.0 * **names as f64 / all.max(1) as f64;
        writeln!(out, "{names:6}  {share:4.1} %  --home {:?}", called(pipeline, **region))?;
    }
    if ranked.is_empty() {
        writeln!(out, "the texts name no place that only one record has")?;
    }
    Ok(())
}

/// The region as `--home` takes it.
fn called(pipeline: &Pipeline, (country, admin1): Region<'_>) -> String {
    let is_it = |entry: &Entry<'_>| {
        entry.label() == "PLACE"
            && entry.size() == Size::Region
            && entry.column("country") == Some(country)
            && entry.column("admin1") == Some(admin1)
    };
    let named = |is_it: &dyn Fn(&Entry<'_>) -> bool| -> BTreeSet<&str> {
        pipeline.lists().gazetteer().entries().filter(is_it).map(Entry::name).collect()
    };
    let is_country = |entry: &Entry<'_>| {
        entry.label() == "PLACE" && entry.size() == Size::Country && entry.column("country") == Some(country)
    };
    match named(&is_it).first() {
        Some(name) => format!("{name}, {country}"),
        None => named(&is_country).first().map_or(country.to_string(), |name| name.to_string()),
    }
}
