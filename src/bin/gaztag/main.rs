//! The command line: arguments, one command, an exit code.
//!
//! Exit codes: 0 all done; 1 some documents could not be read; 2 wrong use,
//! a wrong list, or an output that cannot be written.

pub(crate) mod annotate;
pub(crate) mod completions;
pub(crate) mod config;
pub(crate) mod console;
pub(crate) mod convert;
pub(crate) mod document_args;
pub(crate) mod documents;
pub(crate) mod ending;
pub(crate) mod eval;
pub(crate) mod explain;
pub(crate) mod input_args;
pub(crate) mod list_args;
pub(crate) mod lists;
pub(crate) mod output;
pub(crate) mod places;
pub(crate) mod progress;
pub(crate) mod report;
pub(crate) mod show;

use clap::{Arg, ArgAction, ArgMatches, CommandFactory, FromArgMatches, Parser, Subcommand};
use std::ffi::OsString;
use std::process::ExitCode;

use console::{Color, Console};

/// Finds organizations, places and amounts of money in texts.
#[derive(Parser)]
#[command(name = "gaztag", version, about)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Tag texts and write one CSV row a mention
    Annotate(Box<annotate::Args>),
    /// Check, show and import lists
    Lists(lists::Args),
    /// Tell which places a name could mean, and where texts are at home
    Places(Box<places::Args>),
    /// Tell why a stretch of text was tagged, or not
    Explain(explain::Args),
    /// Make a page of rows and texts, to look at in a browser
    Report(report::Args),
    /// Write rows and texts as annotation tools read them
    Convert(convert::Args),
    /// Show a text in the terminal, its mentions in colour
    Show(show::Args),
    /// Compare annotations with a gold standard
    Eval(eval::Args),
    /// Print what completes the command line in a shell
    Completions(completions::CompletionArgs),
    /// Print or write man pages
    Man(completions::ManArgs),
}

/// Runs the command that `arguments` name, the name of the program first, and
/// returns its exit code. The Python package calls it too.
pub fn run(arguments: &[OsString]) -> ExitCode {
    let command = match parse(arguments) {
        Ok(cli) => cli.command,
        Err(message) => {
            Console::new(Color::Auto, false, false).error(&message);
            return ExitCode::from(2);
        }
    };
    match command {
        Command::Annotate(args) => annotate::run(&args),
        Command::Lists(args) => lists::run(&args),
        Command::Explain(args) => explain::run(&args),
        Command::Places(args) => places::run(&args),
        Command::Report(args) => report::run(&args),
        Command::Convert(args) => convert::run(&args),
        Command::Show(args) => show::run(&args),
        Command::Eval(args) => eval::run(&args),
        Command::Completions(args) => completions::complete(&args, cli()),
        Command::Man(args) => completions::man(&args, cli()),
    }
}

/// The command line, with the option that leaves `gaztag.toml` alone.
fn cli() -> clap::Command {
    let no_config = Arg::new("no_config")
        .long("no-config")
        .action(ArgAction::SetTrue)
        .help("Leave gaztag.toml alone, which holds options for a folder and all below it");
    Cli::command().mut_subcommand("annotate", |annotate| annotate.arg(no_config))
}

/// The arguments; for `annotate` with those of `gaztag.toml`.
fn parse(arguments: &[OsString]) -> Result<Cli, String> {
    let given = cli().get_matches_from(arguments);
    let matches = match given.subcommand() {
        Some(("annotate", annotate)) => with_config(arguments, annotate)?.unwrap_or(given),
        _ => given,
    };
    Cli::from_arg_matches(&matches).map_err(|error| error.to_string())
}

fn with_config(arguments: &[OsString], given: &ArgMatches) -> Result<Option<ArgMatches>, String> {
    let command = cli();
    let annotate = command.find_subcommand("annotate").expect("it is a command");
    let Some((path, further)) = config::arguments(annotate, given)? else { return Ok(None) };
    if !given.get_flag("quiet") {
        Console::new(Color::Auto, false, false).line(&format!("with the options of {}", path.display()));
    }
    let mut arguments = arguments.to_vec();
    arguments.splice(2..2, further);
    Ok(Some(cli().get_matches_from(arguments)))
}

#[allow(dead_code, reason = "the Python package has this file as a library")]
fn main() -> ExitCode {
    run(&std::env::args_os().collect::<Vec<_>>())
}
