//! `gaztag completions` and `gaztag man`: what a shell and `man` want to know
//! of the command line.

use std::fs;
use std::io::{self, Write, stdout};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Command;
use clap_complete::Shell;

use crate::console::{Color, Console};

#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  gaztag completions bash > ~/.local/share/bash-completion/completions/gaztag
  gaztag completions zsh > \"${fpath[1]}/_gaztag\"
  gaztag completions fish > ~/.config/fish/completions/gaztag.fish")]
pub struct CompletionArgs {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  gaztag man | man -l -                  the page of gaztag
  gaztag man -o ~/.local/share/man/man1  a page for each command too")]
pub struct ManArgs {
    /// Write a page for each command into this folder; by default the page of
    /// gaztag goes to standard output
    #[arg(short, long, value_name = "FOLDER")]
    output: Option<PathBuf>,
}

/// Prints what completes the command in a shell.
pub fn complete(args: &CompletionArgs, mut command: Command) -> ExitCode {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut command, "gaztag", &mut script);
    told("standard output", print(&script))
}

/// Prints or writes man pages.
pub fn man(args: &ManArgs, mut command: Command) -> ExitCode {
    command.build();
    match &args.output {
        None => told("standard output", page(&command).and_then(|page| print(&page))),
        Some(folder) => {
            told(&folder.to_string_lossy(), fs::create_dir_all(folder).and_then(|()| write(&command, folder)))
        }
    }
}

/// The page of a command, and those of the commands below it.
fn write(command: &Command, folder: &Path) -> io::Result<()> {
    let name = command.get_display_name().unwrap_or(command.get_name());
    fs::write(folder.join(format!("{name}.1")), page(command)?)?;
    command.get_subcommands().filter(|command| command.get_name() != "help").try_for_each(|below| write(below, folder))
}

fn page(command: &Command) -> io::Result<Vec<u8>> {
    let mut page = Vec::new();
    clap_mangen::Man::new(command.clone()).render(&mut page)?;
    Ok(page)
}

fn print(bytes: &[u8]) -> io::Result<()> {
    match stdout().write_all(bytes) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error),
        _ => Ok(()),
    }
}

fn told(what: &str, result: io::Result<()>) -> ExitCode {
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            Console::new(Color::Auto, false, false).error(&format!("{what}: {error}"));
            ExitCode::from(2)
        }
    }
}
