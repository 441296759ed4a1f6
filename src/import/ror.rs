//! ROR, the registry of research organizations, in its second schema: the
//! JSON of the data dump, or its CSV with dotted columns whose values are
//! `en: …; fr: …`.

use serde::Deserialize;
use std::io::{BufRead, Write};

use super::writer::{Columns, Record, Writer};
use super::{Counts, ImportError, ImportOptions, Titles, csv_reader, field, json};

const COLUMNS: Columns = Columns { aliases: true, id: true, case: false };

const EXTRA: [&str; 2] = ["kind", "country"];

pub(super) fn import(mut list: impl BufRead, options: &ImportOptions, out: impl Write) -> Result<Counts, ImportError> {
    let mut writer = Writer::new(out, COLUMNS, &EXTRA)?;
    let is_json = list.fill_buf()?.trim_ascii_start().starts_with(b"[");
    if is_json {
        json::each(list, &[], |entry: Entry| take(entry, options, &mut writer))?;
    } else {
        table(list, options, &mut writer)?;
    }
    writer.finish()
}

/// A record of the registry: what is used of it.
#[derive(Default, Deserialize)]
struct Entry {
    id: String,
    #[serde(default)]
    status: String,
    #[serde(default)]
    names: Vec<Name>,
    #[serde(default)]
    types: Vec<String>,
    #[serde(default)]
    locations: Vec<Location>,
}

#[derive(Deserialize)]
struct Name {
    value: String,
    #[serde(default)]
    types: Vec<String>,
}

impl Name {
    fn is(&self, kind: &str) -> bool {
        self.types.iter().any(|t| t == kind)
    }
}

#[derive(Deserialize)]
struct Location {
    geonames_details: Option<Details>,
}

#[derive(Deserialize)]
struct Details {
    #[serde(default)]
    country_code: Option<String>,
}

fn take<W: Write>(entry: Entry, options: &ImportOptions, writer: &mut Writer<W>) -> Result<(), ImportError> {
    writer.read();
    if entry.status != "active" && !entry.status.is_empty() && !options.inactive {
        writer.note("organizations that are no longer active");
        return Ok(());
    }
    let shown = entry.names.iter().find(|n| n.is("ror_display")).or(entry.names.first());
    let Some(shown) = shown.map(|name| name.value.clone()) else {
        writer.note("rows without a name");
        return Ok(());
    };
    let mut aliases = Vec::new();
    for name in &entry.names {
        if name.is("acronym") && is_short(&name.value) && !options.all_aliases {
            writer.note("acronyms of up to three letters, which many share");
        } else {
            aliases.push(name.value.clone());
        }
    }
    let country = entry.locations.into_iter().find_map(|l| l.geonames_details?.country_code).unwrap_or_default();
    writer.write(Record {
        name: shown,
        aliases,
        id: format!("ror:{}", entry.id.rsplit('/').next().unwrap_or_default()),
        label: options.label.clone().unwrap_or_else(|| "ORG".into()),
        case: "",
        extra: vec![entry.types.into_iter().next().unwrap_or_default(), country],
    })
}

fn is_short(acronym: &str) -> bool {
    acronym.chars().count() <= 3
}

fn table<W: Write>(list: impl BufRead, options: &ImportOptions, writer: &mut Writer<W>) -> Result<(), ImportError> {
    let mut reader = csv_reader(list, b',');
    let titles = Titles::of(reader.headers()?);
    let (id, shown) = (titles.need("id")?, titles.need("names.types.ror_display")?);
    let others = ["label", "alias", "acronym"].map(|kind| (kind, titles.get(&format!("names.types.{kind}"))));
    let (status, types) = (titles.get("status"), titles.get("types"));
    let country = titles.get("locations.geonames_details.country_code");
    let mut row = csv::StringRecord::new();
    while reader.read_record(&mut row)? {
        let mut names: Vec<Name> = single(field(&row, Some(shown))).into_iter().collect();
        names.extend(others.iter().flat_map(|(kind, at)| values(field(&row, *at), kind)));
        let details =
            Details { country_code: values(field(&row, country), "").into_iter().next().map(|name| name.value) };
        let entry = Entry {
            id: field(&row, Some(id)).to_string(),
            status: field(&row, status).to_string(),
            names,
            types: values(field(&row, types), "").into_iter().map(|name| name.value).collect(),
            locations: vec![Location { geonames_details: Some(details) }],
        };
        take(entry, options, writer)?;
    }
    Ok(())
}

/// The values of `en: …; fr: …`, or of `…; …`. Where values have a language,
/// a semicolon with none behind it belongs to the name.
fn values(field: &str, kind: &str) -> Vec<Name> {
    let mut values: Vec<String> = Vec::new();
    let has_languages = language(field).is_some();
    for part in field.split(';').map(str::trim).filter(|part| !part.is_empty()) {
        match (language(part), values.last_mut()) {
            (Some(value), _) => values.push(value.to_string()),
            (None, Some(open)) if has_languages => *open = format!("{open}; {part}"),
            (None, _) => values.push(part.to_string()),
        }
    }
    values.into_iter().map(|value| Name { value, types: vec![kind.to_string()] }).collect()
}

/// `en: Foo` → `Foo`; `None` where no code of a language stands before a
/// colon.
fn language(part: &str) -> Option<&str> {
    let (code, value) = part.trim_start().split_once(": ")?;
    let is_code = (2..=3).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_lowercase());
    (is_code || code == "no_lang_code").then_some(value)
}

/// The one value of a column: a semicolon belongs to it.
fn single(field: &str) -> Option<Name> {
    let value = language(field).unwrap_or(field).trim();
    (!value.is_empty()).then(|| Name { value: value.to_string(), types: vec!["ror_display".to_string()] })
}
