//! `gaztag lists`: what the lists are, what is wrong with them, which rows
//! hold a name, and how to bring in lists of other makers.
//!
//! Exit codes: 0 all well; 1 a list has mistakes, no list holds the name, or a
//! text could not be read; 2 wrong use, or a file that cannot be read or
//! written.

mod batches;
mod check;
mod draw;
mod import;
mod learn;
mod shipped;
mod show;
mod suggest;

use clap::{Args as ClapArgs, Subcommand};
use std::error::Error;
use std::io::{self, ErrorKind, Write};
use std::process::ExitCode;

use crate::console::{Color, Console};

/// A list has mistakes, or holds nothing of the kind.
const NOT_WELL: u8 = 1;

/// Wrong use, or a file that cannot be read or written.
const FAILED: u8 = 2;

#[derive(ClapArgs)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Args {
    #[command(subcommand)]
    command: Option<Command>,

    /// Write JSON
    #[arg(long)]
    json: bool,
}

#[derive(Subcommand)]
enum Command {
    /// Find every mistake in lists, and what is hardly meant so
    Check(check::Args),
    /// Tell which rows hold a name, and which of them wins
    Show(show::Args),
    /// Propose rows: names of a collection that no list has
    Suggest(suggest::Args),
    /// Make a list of rows that you have corrected in a spreadsheet
    Learn(Box<learn::Args>),
    /// Turn a list of another maker into one of ours
    Import(Box<import::Args>),
}

/// Where a command writes, and what its result is.
type Outcome = Result<ExitCode, Box<dyn Error>>;

pub fn run(args: &Args) -> ExitCode {
    let mut out = io::BufWriter::new(io::stdout().lock());
    let outcome = match &args.command {
        None => shipped::run(args.json, &mut out),
        Some(Command::Check(args)) => check::run(args, &mut out),
        Some(Command::Show(args)) => show::run(args, &mut out),
        Some(Command::Suggest(args)) => suggest::run(args, &mut out),
        Some(Command::Learn(args)) => learn::run(args, &mut out),
        Some(Command::Import(args)) => import::run(args, &mut out),
    };
    match outcome.and_then(|code| out.flush().map(|()| code).map_err(Into::into)) {
        Ok(code) => code,
        // A reader that hangs up early is no error.
        Err(error) if is_hung_up(&*error) => ExitCode::SUCCESS,
        Err(error) => {
            Console::new(Color::Auto, false, false).error(&error.to_string());
            ExitCode::from(FAILED)
        }
    }
}

fn is_hung_up(error: &(dyn Error + 'static)) -> bool {
    error.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == ErrorKind::BrokenPipe)
}
