//! Patterns of spaCy's EntityRuler, a JSON object a line: `label`, `pattern`
//! (a string, or a list of tokens) and `id`.
//!
//! A string, and tokens with `TEXT` or `ORTH`, match as written; tokens with
//! `LOWER` match in any capitals. Everything else that a token may ask for
//! has no counterpart in a list and is counted. Patterns of one id are one
//! entity, so the patterns are held until the end.

use serde::Deserialize;
use serde_json::{Map, Value};
use std::collections::HashMap;
use std::io::{BufRead, Write};

use super::lines::Lines;
use super::writer::{Columns, Record, Writer};
use super::{Counts, ImportError, ImportOptions};

#[derive(Deserialize)]
struct Line {
    label: String,
    pattern: Value,
    #[serde(default)]
    id: Option<String>,
}

pub(super) fn import(mut list: impl BufRead, options: &ImportOptions, out: impl Write) -> Result<Counts, ImportError> {
    let columns = Columns { aliases: true, id: true, case: true };
    let mut writer = Writer::new(out, columns, &[])?;
    let mut entities = Entities::default();
    let mut lines = Lines::default();
    loop {
        let number = lines.number + 1;
        let Some(line) = lines.next(&mut list)? else { break };
        if line.trim().is_empty() {
            continue;
        }
        let parsed: Line = serde_json::from_str(line)
            .map_err(|error| ImportError::Line { line: number, message: error.to_string() })?;
        writer.read();
        match form(&parsed.pattern) {
            Ok((name, case)) => entities.add(name, case, parsed, options),
            Err(reason) => writer.note_example(reason, || format!("line {number}: {}", shortened(line))),
        }
    }
    writer.note_times("patterns that became aliases of an entity with the same id", entities.joined);
    writer.note_times("rows without their id, which a row of another label or case has", entities.without_id);
    entities.list.into_iter().try_for_each(|record| writer.write(record))?;
    writer.finish()
}

/// A line as a message shows it: its beginning.
fn shortened(line: &str) -> &str {
    const SHOWN: usize = 100;
    let line = line.trim();
    &line[..line.floor_char_boundary(SHOWN.min(line.len()))]
}

#[derive(Default)]
struct Entities {
    list: Vec<Record>,
    /// Label, id and case → place in the list.
    numbers: HashMap<(String, String, &'static str), usize>,
    /// Id → the case that has it.
    cases: HashMap<String, (String, &'static str)>,
    joined: u64,
    without_id: u64,
}

impl Entities {
    fn add(&mut self, name: String, case: &'static str, line: Line, options: &ImportOptions) {
        let label = options.label.clone().unwrap_or(line.label);
        let Some(id) = line.id.filter(|id| !id.is_empty()) else {
            self.list.push(Record { name, label, case, ..Record::default() });
            return;
        };
        let key = (label.clone(), id.clone(), case);
        if let Some(known) = self.numbers.get(&key) {
            self.list[*known].aliases.push(name);
            self.joined += 1;
            return;
        }
        self.numbers.insert(key, self.list.len());
        // One id has one row; patterns of another label or case go without.
        let owner = self.cases.entry(id.clone()).or_insert_with(|| (label.clone(), case));
        let is_owner = *owner == (label.clone(), case);
        self.without_id += u64::from(!is_owner);
        let id = if is_owner { format!("spacy:{id}") } else { String::new() };
        self.list.push(Record { name, label, case, id, ..Record::default() });
    }
}

/// The text and the case of a pattern.
fn form(pattern: &Value) -> Result<(String, &'static str), &'static str> {
    if let Some(text) = pattern.as_str() {
        return Ok((text.to_string(), "exact"));
    }
    let tokens = pattern.as_array().ok_or("patterns that are neither text nor tokens")?;
    let mut texts = Vec::new();
    let mut cases = Vec::new();
    for token in tokens {
        let (text, case) =
            token.as_object().and_then(token_text).ok_or("patterns that ask for more than the text of tokens")?;
        texts.push(text);
        // What has no letters is the same in any case.
        if text.chars().any(char::is_alphabetic) {
            cases.push(case);
        }
    }
    let case = cases.first().copied().unwrap_or("exact");
    match cases.iter().all(|c| *c == case) {
        true => Ok((joined(&texts), case)),
        false => Err("patterns of which a part is in any case and a part is not"),
    }
}

fn token_text(token: &Map<String, Value>) -> Option<(&str, &'static str)> {
    let mut keys = token.iter();
    let (Some((key, value)), None) = (keys.next(), keys.next()) else { return None };
    let case = match key.to_uppercase().as_str() {
        "LOWER" => "any",
        "TEXT" | "ORTH" => "exact",
        _ => return None,
    };
    Some((value.as_str()?, case))
}

/// Tokens as a text has them: a space between words, none where spaCy cuts
/// punctuation off.
fn joined(tokens: &[&str]) -> String {
    let mut text = String::new();
    for (i, token) in tokens.iter().enumerate() {
        let before = i.checked_sub(1).map_or("", |before| tokens[before]);
        let is_apart = i > 0 && !clings_left(token) && !clings_right(before);
        if is_apart {
            text.push(' ');
        }
        text.push_str(token);
    }
    text
}

fn clings_left(token: &str) -> bool {
    matches!(token, "-" | "/" | "." | "," | ":" | ";" | "!" | "?" | ")" | "]" | "%" | "'s" | "’s" | "'" | "’" | "–")
}

fn clings_right(token: &str) -> bool {
    matches!(token, "-" | "/" | "(" | "[" | "$" | "#" | "@" | "–")
}
