//! GATE's gazetteers: `lists.def` names files, each with a major type, and a
//! minor type, language and annotation type where there are any
//! (`city.lst:location:city`); a file has one entry a line, which features
//! may follow (`Paris:country=FR`).

use std::io::{BufRead, BufReader, Write};
use std::path::{Component, Path};

use super::lines::Lines;
use super::writer::{Columns, Record, Writer};
use super::{Counts, ImportError, ImportOptions};
use crate::whole;

/// A line of the definition.
struct List {
    file: String,
    major: String,
    minor: String,
}

pub(super) fn import(
    list: impl BufRead,
    path: &Path,
    options: &ImportOptions,
    out: impl Write,
) -> Result<Counts, ImportError> {
    let folder = path.parent().unwrap_or(Path::new(""));
    let mut writer = Writer::new(out, Columns::default(), &["major", "minor", "features"])?;
    for list in definition(list)? {
        let file = folder.join(&list.file);
        let read = whole::open(&file).map_err(|error| ImportError::Format(format!("{}: {error}", file.display())))?;
        writer.file(file.clone());
        entries(BufReader::new(read), &list, options, &mut writer).map_err(|error| match error {
            ImportError::Line { line, message } => ImportError::Format(format!("{}:{line}: {message}", file.display())),
            error => error,
        })?;
    }
    writer.finish()
}

fn definition(mut list: impl BufRead) -> Result<Vec<List>, ImportError> {
    let (mut lists, mut lines) = (Vec::new(), Lines::default());
    loop {
        let number = lines.number + 1;
        let Some(line) = lines.next(&mut list)? else { return Ok(lists) };
        if line.trim().is_empty() {
            continue;
        }
        let mut parts = line.split(':').map(|part| part.trim().to_string());
        let (file, major) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
        let wrong = |message: &str| ImportError::Line { line: number, message: message.into() };
        if file.is_empty() || major.is_empty() {
            return Err(wrong("is not `file:major type`, or `file:major:minor:language:type`"));
        }
        // A definition from elsewhere must not name files outside its folder.
        if !Path::new(&file).components().all(|part| matches!(part, Component::Normal(_))) {
            return Err(wrong("names a file outside of its folder"));
        }
        lists.push(List { file, major, minor: parts.next().unwrap_or_default() });
    }
}

fn entries<W: Write>(
    mut file: impl BufRead,
    list: &List,
    options: &ImportOptions,
    writer: &mut Writer<W>,
) -> Result<(), ImportError> {
    let label = options.label.clone().unwrap_or_else(|| label(&list.major));
    let mut lines = Lines::default();
    while let Some(line) = lines.next(&mut file)? {
        let line = line.trim_start_matches('\u{feff}').trim();
        if line.is_empty() {
            continue;
        }
        writer.read();
        let (name, features) = split(line);
        let extra = vec![list.major.clone(), list.minor.clone(), features];
        writer.write(Record { name: name.to_string(), label: label.clone(), extra, ..Record::default() })?;
    }
    Ok(())
}

/// The name, and its features as `key=value; key=value`. They follow a colon
/// or a tab; a colon with no `=` behind it belongs to the name.
fn split(line: &str) -> (&str, String) {
    let Some((at, _)) = line.char_indices().find(|(at, c)| {
        matches!(c, ':' | '\t') && line[at + 1..].split([':', '\t']).next().is_some_and(|next| next.contains('='))
    }) else {
        return (line, String::new());
    };
    let features: Vec<&str> = line[at + 1..].split([':', '\t']).map(str::trim).filter(|f| !f.is_empty()).collect();
    (&line[..at], features.join("; "))
}

/// GATE's major types under our labels; others under their own name.
fn label(major: &str) -> String {
    match major.to_lowercase().as_str() {
        "location" => "PLACE".into(),
        "organization" | "organisation" | "company" => "ORG".into(),
        other => other.to_uppercase().replace(char::is_whitespace, "_"),
    }
}
