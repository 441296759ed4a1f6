//! `gaztag.toml`: options of `annotate` that hold for a folder and all below
//! it, as though they stood on the command line.
//!
//! An option that the command line gives itself is not taken from the file.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use clap::parser::ValueSource;
use clap::{Arg, ArgAction, ArgMatches, Command};
use toml::de::{DeTable, DeValue};

/// The name of the file.
const FILE: &str = "gaztag.toml";

/// Options that belong to one run, and not to a folder.
const NOT_KEPT: [&str; 5] = ["help", "version", "no-config", "output", "report"];

/// The option whose paths are those of the file's folder.
const LISTS: &str = "gazetteer";

/// The arguments that the nearest `gaztag.toml` adds to those of `annotate`,
/// with its path; none where there is no such file, or `--no-config`.
///
/// # Errors
/// A file that cannot be read, and the first mistake in it, with its line.
pub fn arguments(annotate: &Command, given: &ArgMatches) -> Result<Option<(PathBuf, Vec<OsString>)>, String> {
    if given.get_flag("no_config") {
        return Ok(None);
    }
    let Some(path) = nearest() else { return Ok(None) };
    let text = std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    let arguments = parse(&text, &path, annotate, given)?;
    Ok(Some((path, arguments)))
}

/// The file in this folder, or in the nearest one above that has it.
fn nearest() -> Option<PathBuf> {
    let here = std::env::current_dir().ok()?;
    here.ancestors().map(|folder| folder.join(FILE)).find(|path| path.is_file())
}

fn parse(text: &str, path: &Path, annotate: &Command, given: &ArgMatches) -> Result<Vec<OsString>, String> {
    let at = |byte: usize, what: &str| {
        let line = 1 + text[..byte.min(text.len())].matches('\n').count();
        format!("{}:{line}: {what}", path.display())
    };
    let table = DeTable::parse(text)
        .map_err(|error| at(error.span().map_or(0, |span| span.start), error.message()))?
        .into_inner();
    let folder = path.parent().unwrap_or(Path::new(""));
    let mut arguments = Vec::new();
    for (key, value) in &table {
        let start = key.span().start;
        let argument = known(annotate, key.get_ref()).map_err(|what| at(start, &what))?;
        if given.value_source(argument.get_id().as_str()) == Some(ValueSource::CommandLine) {
            continue;
        }
        let values = option(argument, value.get_ref(), folder).map_err(|what| at(start, &what))?;
        arguments.extend(values);
    }
    Ok(arguments)
}

/// The option of a key.
fn known<'c>(annotate: &'c Command, key: &str) -> Result<&'c Arg, String> {
    let kept = |argument: &&Arg| argument.get_long().is_some_and(|long| !NOT_KEPT.contains(&long));
    let options: Vec<&Arg> = annotate.get_arguments().filter(kept).collect();
    options.iter().find(|argument| argument.get_long() == Some(key)).copied().ok_or_else(|| {
        let mut names: Vec<&str> = options.iter().filter_map(|argument| argument.get_long()).collect();
        names.sort_unstable();
        format!("`{key}` is no option of annotate that can stand here; known are {}", names.join(", "))
    })
}

/// `--key=value` for each value, `--key` for `true`.
fn option(argument: &Arg, value: &DeValue<'_>, folder: &Path) -> Result<Vec<OsString>, String> {
    let long = argument.get_long().unwrap_or_default();
    let is_flag = matches!(argument.get_action(), ArgAction::SetTrue);
    match value {
        DeValue::Boolean(is_on) if is_flag => Ok(is_on.then(|| format!("--{long}").into()).into_iter().collect()),
        _ if is_flag => Err(format!("`{long}` is on or off; write {long} = true")),
        DeValue::Array(values) if matches!(argument.get_action(), ArgAction::Append) => {
            values.iter().map(|value| with_value(long, value.get_ref(), folder)).collect()
        }
        value => with_value(long, value, folder).map(|option| vec![option]),
    }
}

fn with_value(long: &str, value: &DeValue<'_>, folder: &Path) -> Result<OsString, String> {
    let value = match value {
        DeValue::String(text) => text.to_string(),
        DeValue::Integer(number) => number.to_string(),
        _ => return Err(format!("`{long}` takes a string, such as {long} = \"…\"")),
    };
    let mut option = OsString::from(format!("--{long}="));
    if long == LISTS {
        option.push(beside(&value, folder))
    } else {
        option.push(value)
    }
    Ok(option)
}

/// A list's path, with its label before it or not, as seen from the file.
fn beside(list: &str, folder: &Path) -> OsString {
    let (label, path) = match list.split_once('=') {
        Some((label, path)) if !label.contains(['/', '\\']) => (format!("{label}="), path),
        _ => (String::new(), list),
    };
    let mut out = OsString::from(label);
    out.push(folder.join(path));
    out
}
