//! Query results of Wikidata: CSV, the JSON of the query page (an array of
//! flat objects) or that of the endpoint (`results.bindings`).
//!
//! The variables are `?item`, `?itemLabel` and `?itemAltLabel` by convention,
//! or any other of which there is a label (`?x ?xLabel`), the first of them;
//! others are carried as columns. Rows of one item stand anywhere, one for
//! each combination of values, so the items are held until the end.

use serde_json::{Map, Value};
use std::collections::HashMap;
use std::io::{BufRead, Write};

use super::writer::{Columns, Record, Writer};
use super::{Counts, ImportError, ImportOptions, csv_reader, json};

const ITEM: &str = "item";
const LABEL: &str = "Label";
const ALIASES: &str = "AltLabel";

pub(super) fn import(mut list: impl BufRead, options: &ImportOptions, out: impl Write) -> Result<Counts, ImportError> {
    let start = list.fill_buf()?.trim_ascii_start().first().copied();
    let mut items = Items::default();
    if matches!(start, Some(b'[' | b'{')) {
        from_json(list, &mut items)?;
    } else {
        from_csv(list, &mut items)?;
    }
    items.write(options, out)
}

/// The items so far, in the order in which they were first met.
#[derive(Default)]
struct Items {
    /// The variable of the items, once a row has it and its label.
    item: Option<String>,
    titles: Vec<String>,
    items: Vec<Record>,
    numbers: HashMap<String, usize>,
    rows: u64,
}

impl Items {
    /// Notes a row, given as pairs of variable and value.
    fn add<'r>(&mut self, row: impl Iterator<Item = (&'r str, &'r str)>) {
        self.rows += 1;
        let mut read = Record::default();
        let mut extra: Vec<(usize, &str)> = Vec::new();
        let item = self.item.clone().unwrap_or_default();
        for (variable, value) in row {
            match variable.strip_prefix(item.as_str()) {
                Some("") => read.id = id(value),
                Some(LABEL) => read.name = value.to_string(),
                Some(ALIASES) => read.aliases = value.split(", ").map(str::to_string).collect(),
                _ if variable.ends_with(ALIASES) => {}
                _ => extra.push((self.column(variable), value)),
            }
        }
        let key = if read.id.is_empty() { read.name.clone() } else { read.id.clone() };
        let number = *self.numbers.entry(key).or_insert(self.items.len());
        if number == self.items.len() {
            self.items.push(read);
        } else {
            self.items[number].aliases.extend(read.aliases);
        }
        let item = &mut self.items[number];
        for (column, value) in extra {
            item.extra.resize(item.extra.len().max(column + 1), String::new());
            if item.extra[column].is_empty() {
                item.extra[column] = value.to_string();
            }
        }
    }

    fn column(&mut self, title: &str) -> usize {
        self.titles.iter().position(|t| t == title).unwrap_or_else(|| {
            self.titles.push(title.to_string());
            self.titles.len() - 1
        })
    }

    fn write(self, options: &ImportOptions, out: impl Write) -> Result<Counts, ImportError> {
        let titles: Vec<String> = super::table::own_titles(self.titles.iter().map(String::as_str));
        let titles: Vec<&str> = titles.iter().map(String::as_str).collect();
        let columns = Columns { aliases: true, id: true, case: false };
        let mut writer = Writer::new(out, columns, &titles)?;
        let repeated = self.rows - self.items.len() as u64;
        (0..self.rows).for_each(|_| writer.read());
        writer.note_times("rows that repeat an item (their other names were kept)", repeated);
        for mut item in self.items {
            if is_bare_id(&item.name) {
                writer.note("items without a label in this language");
                continue;
            }
            item.label = options.label.clone().unwrap_or_else(|| "NAME".into());
            item.extra.resize(titles.len(), String::new());
            writer.write(item)?;
        }
        writer.finish()
    }
}

/// `http://www.wikidata.org/entity/Q380` → `wd:Q380`.
fn id(uri: &str) -> String {
    match uri.rsplit('/').next().unwrap_or_default() {
        "" => String::new(),
        id => format!("wd:{id}"),
    }
}

/// Where an item has no label in the language asked for, its id is given.
fn is_bare_id(name: &str) -> bool {
    name.strip_prefix(['Q', 'L', 'P'])
        .is_some_and(|figures| !figures.is_empty() && figures.bytes().all(|b| b.is_ascii_digit()))
}

fn from_csv(list: impl BufRead, items: &mut Items) -> Result<(), ImportError> {
    let mut reader = csv_reader(list, b',');
    let header = reader.headers()?.clone();
    items.item = Some(item_of(header.iter())?);
    let mut row = csv::StringRecord::new();
    while reader.read_record(&mut row)? {
        items.add(header.iter().zip(row.iter()));
    }
    Ok(())
}

fn from_json(list: impl BufRead, items: &mut Items) -> Result<(), ImportError> {
    json::each(list, &["results", "bindings"], |row: Map<String, Value>| {
        if items.item.is_none() {
            items.item = Some(item_of(row.keys().map(String::as_str))?);
        }
        items.add(row.iter().filter_map(|(variable, value)| Some((variable.as_str(), text_of(value)?))));
        Ok(())
    })
}

/// A value, bare or as `{"type": …, "value": …}`.
fn text_of(value: &Value) -> Option<&str> {
    value.as_str().or_else(|| value.get("value")?.as_str())
}

/// The variable whose label is there too: `item`, or else the first.
fn item_of<'t>(variables: impl Iterator<Item = &'t str>) -> Result<String, ImportError> {
    let variables: Vec<&str> = variables.collect();
    let is_there = |variable: &str| variables.contains(&variable);
    let mut named = variables.iter().filter(|variable| is_there(&format!("{variable}{LABEL}")));
    let found = if is_there(&format!("{ITEM}{LABEL}")) && is_there(ITEM) { Some(&ITEM) } else { named.next() };
    found
        .map(|variable| variable.to_string())
        .ok_or_else(|| ImportError::Variable(if is_there(ITEM) { format!("{ITEM}{LABEL}") } else { ITEM.to_string() }))
}
