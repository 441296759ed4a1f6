//! The command line: arguments, one command, an exit code.
//!
//! Exit codes: 0 all done; 1 some documents could not be read; 2 wrong use,
//! a wrong list, or an output that cannot be written.

mod annotate;
mod console;
mod convert;
mod documents;
mod ending;
mod eval;
mod explain;
mod input_args;
mod list_args;
mod lists;
mod output;
mod progress;
mod report;
mod show;

use clap::{Parser, Subcommand};
use std::process::ExitCode;

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
}

fn main() -> ExitCode {
    match Cli::parse().command {
        Command::Annotate(args) => annotate::run(&args),
        Command::Lists(args) => lists::run(&args),
        Command::Explain(args) => explain::run(&args),
        Command::Report(args) => report::run(&args),
        Command::Convert(args) => convert::run(&args),
        Command::Show(args) => show::run(&args),
        Command::Eval(args) => eval::run(&args),
    }
}
