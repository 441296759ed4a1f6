//! `gaztag show`: a text in the terminal, its mentions in colour.

use std::collections::BTreeMap;
use std::io::{self, IsTerminal, Write, stdout};
use std::path::PathBuf;
use std::process::{Child, Command, ExitCode, Stdio};

use anstream::{AutoStream, ColorChoice};
use anstyle::{AnsiColor, Style};
use gaztag::{Entity, Span};

use crate::console::{Color, Console, printable};
use crate::explain::stretch::Stretch;
use crate::list_args::{self, ListArgs};

const EXAMPLES: &str = "\
Examples:
  gaztag show letters/a.txt                    the text with its mentions in colour
  gaztag show letters/a.txt:12 -v              one line, and why each mention is there
  gaztag show a.txt --label DRUG --gazetteer DRUG=drugs.csv
  gaztag show a.txt --color never | less       mentions in brackets, with their labels

On a terminal the text goes through the program that PAGER names, else less.";

#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// A file, one line of it as FILE:LINE, or - for standard input
    #[arg(value_name = "FILE")]
    path: PathBuf,

    /// Show these labels only, such as ORG,PLACE
    #[arg(long, value_name = "LABEL", value_delimiter = ',')]
    label: Vec<String>,

    /// Show the mentions inside others too
    #[arg(long)]
    nested: bool,

    /// Write behind each mention the rule that found it, its name and its id
    #[arg(short, long)]
    verbose: bool,

    /// What $5 is worth in a text that does not tell, such as CAD
    #[arg(long, value_name = "CODE")]
    default_currency: Option<String>,

    /// Read a city in tables and reports of results as its club: ORG
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    sports: gaztag::Sports,

    /// Encoding of a file that has no byte order mark [default: utf-8]
    #[arg(long, value_name = "NAME")]
    encoding: Option<String>,

    /// Write straight to the terminal
    #[arg(long)]
    no_pager: bool,

    /// When to use color
    #[arg(long, value_enum, value_name = "WHEN", default_value_t = Color::Auto)]
    color: Color,

    #[command(flatten)]
    lists: ListArgs,
}

pub fn run(args: &Args) -> ExitCode {
    let console = Console::new(args.color, false, false);
    match show(args, &console) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            console.error(&message);
            ExitCode::from(2)
        }
    }
}

fn show(args: &Args, console: &Console) -> Result<(), String> {
    let stretch = Stretch::read(Some(&args.path), None, args.encoding.as_deref())?;
    let mut options = args.lists.options();
    options.resolve.nested = args.nested;
    options.sports = args.sports;
    options.default_currency = args.default_currency.as_ref().map(|code| code.to_uppercase());
    let pipeline = list_args::pipeline(&options, console)?;
    for label in &args.label {
        pipeline.check_label(label).map_err(|error| format!("--label: {error}"))?;
    }
    let mut entities = pipeline.annotate(&stretch.text);
    entities.retain(|entity| stretch.holds(entity.span));
    entities.retain(|entity| args.label.is_empty() || args.label.iter().any(|label| label == entity.label));
    let is_colored = is_colored(args.color);
    let page = page(&stretch, &entities, args.verbose, is_colored);
    let is_paged = stdout().is_terminal() && !args.no_pager;
    let written = if is_paged { paged(&page) } else { straight(&page, is_colored) };
    match written {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(format!("standard output: {error}")),
        _ => Ok(()),
    }
}

/// What colours the terminal takes, a pager between or not.
fn is_colored(color: Color) -> bool {
    match color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => AutoStream::choice(&stdout()) != ColorChoice::Never,
    }
}

fn straight(page: &str, is_colored: bool) -> io::Result<()> {
    let choice = if is_colored { ColorChoice::Always } else { ColorChoice::Never };
    let mut out = AutoStream::new(stdout(), choice);
    out.write_all(page.as_bytes())?;
    out.flush()
}

/// Through the pager; straight where there is none.
fn paged(page: &str) -> io::Result<()> {
    let Ok(mut pager) = pager() else { return stdout().write_all(page.as_bytes()) };
    // A reader who leaves early has seen enough.
    let written = pager.stdin.take().map_or(Ok(()), |mut stdin| stdin.write_all(page.as_bytes()));
    pager.wait()?;
    written
}

fn pager() -> io::Result<Child> {
    let named = std::env::var("PAGER").unwrap_or_default();
    let mut words = named.split_whitespace();
    let mut command = Command::new(words.next().unwrap_or("less"));
    command.args(words).stdin(Stdio::piped());
    // Colours as they are; no pager for a text that fits; nothing wiped.
    if std::env::var_os("LESS").is_none() {
        command.env("LESS", "FRX");
    }
    command.spawn()
}

/// The legend, then the text.
fn page(stretch: &Stretch, entities: &[Entity<'_>], is_verbose: bool, is_colored: bool) -> String {
    let mut page = legend(stretch, entities, is_colored);
    let mut writer = Writer { text: &stretch.text, at: stretch.asked.start, open: Vec::new(), is_verbose, is_colored };
    for entity in entities {
        writer.close(entity.span.start, &mut page);
        writer.open(entity, &mut page);
    }
    writer.close(usize::MAX, &mut page);
    writer.write(stretch.asked.end, &mut page);
    if !page.ends_with('\n') {
        page.push('\n');
    }
    page
}

fn legend(stretch: &Stretch, entities: &[Entity<'_>], is_colored: bool) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for entity in entities {
        *counts.entry(entity.label).or_default() += 1;
    }
    let told = counts.iter().map(|(label, count)| {
        let style = if is_colored { style(label) } else { Style::new() };
        format!("{style}{}{style:#} {count}", printable(label))
    });
    let told: Vec<String> = told.collect();
    let told = if told.is_empty() { "no mentions".to_string() } else { told.join("  ") };
    format!("{}: {told}\n\n", printable(&stretch.document))
}

/// Writes a text forward, with the mentions that are open.
struct Writer<'t, 'l> {
    text: &'t str,
    at: usize,
    open: Vec<&'t Entity<'l>>,
    is_verbose: bool,
    is_colored: bool,
}

impl<'t, 'l> Writer<'t, 'l> {
    fn open(&mut self, entity: &'t Entity<'l>, page: &mut String) {
        self.write(entity.span.start, page);
        if !self.is_colored {
            page.push('[');
        }
        self.open.push(entity);
    }

    /// Ends every mention that ends at `to` or before, the innermost first.
    fn close(&mut self, to: usize, page: &mut String) {
        while let Some(next) = (0..self.open.len()).rev().min_by_key(|&at| self.open[at].span.end) {
            if self.open[next].span.end > to {
                return;
            }
            self.write(self.open[next].span.end, page);
            let entity = self.open.remove(next);
            if !self.is_colored {
                page.push_str(&format!("]{}", printable(entity.label)));
            }
            if self.is_verbose {
                page.push_str(&self.why(entity));
            }
        }
    }

    /// Writes the text up to `to`, in the style of the innermost mention.
    fn write(&mut self, to: usize, page: &mut String) {
        if to <= self.at {
            return;
        }
        let words = shown(Span::new(self.at, to).of(self.text));
        match self.open.last().filter(|_| self.is_colored) {
            // A style ends with its line, so that a pager shows each line right.
            Some(entity) => {
                let style = if self.open.len() > 1 { style(entity.label).bold() } else { style(entity.label) };
                let lines: Vec<String> = words.split('\n').map(|line| format!("{style}{line}{style:#}")).collect();
                page.push_str(&lines.join("\n"));
            }
            None => page.push_str(&words),
        }
        self.at = to;
    }

    /// ` ‹rule, name, id›`
    fn why(&self, entity: &Entity<'_>) -> String {
        let quantity = entity.quantity().map(|quantity| {
            let amounts = [quantity.amount, quantity.amount_max];
            let amounts: Vec<String> = amounts.iter().flatten().map(|amount| amount.normalize().to_string()).collect();
            format!("{} {}", amounts.join(".."), quantity.currency.unwrap_or("?"))
        });
        let told =
            [entity.rule.to_string(), entity.name().to_string(), entity.id().to_string(), quantity.unwrap_or_default()];
        let told: Vec<&str> = told.iter().map(String::as_str).filter(|word| !word.is_empty()).collect();
        let faint = if self.is_colored { Style::new().dimmed() } else { Style::new() };
        format!("{faint} ‹{}›{faint:#}", printable(&told.join(", ")))
    }
}

/// A label is told by its colour, and by its line.
fn style(label: &str) -> Style {
    const OTHERS: [AnsiColor; 3] = [AnsiColor::Magenta, AnsiColor::Cyan, AnsiColor::Red];
    match label {
        "ORG" => AnsiColor::Blue.on_default().bold().underline(),
        "PLACE" => AnsiColor::Green.on_default().underline(),
        "MONEY" => AnsiColor::Yellow.on_default().bold(),
        _ => OTHERS[label.bytes().map(usize::from).sum::<usize>() % OTHERS.len()].on_default().underline(),
    }
}

/// Text that cannot steer the terminal; tabs stay.
fn shown(text: &str) -> String {
    let lines: Vec<String> = text.split('\t').map(|part| printable(&part.replace("\r\n", "\n"))).collect();
    lines.join("\t")
}
