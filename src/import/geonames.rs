//! GeoNames' dump (`cities15000.txt`, `allCountries.txt`, `US.txt`): 19
//! columns divided by tabs, no header; quotation marks are part of names.

use std::io::{BufRead, Write};

use super::lines::Lines;
use super::writer::{Columns, Record, Writer};
use super::{Counts, ImportError, ImportOptions};

/// How many columns there are.
const WIDTH: usize = 19;

/// The columns that are used, from 0.
const ID: usize = 0;
const NAME: usize = 1;
const ASCII_NAME: usize = 2;
const ALTERNATE_NAMES: usize = 3;
const LATITUDE: usize = 4;
const LONGITUDE: usize = 5;
const CLASS: usize = 6;
const CODE: usize = 7;
const COUNTRY: usize = 8;
const POPULATION: usize = 14;

pub(super) fn import(mut list: impl BufRead, options: &ImportOptions, out: impl Write) -> Result<Counts, ImportError> {
    let columns = Columns { aliases: true, id: true, case: false };
    let mut writer = Writer::new(out, columns, &["kind", "country", "population", "latitude", "longitude"])?;
    let label = options.label.as_deref().unwrap_or("PLACE");
    let mut lines = Lines::default();
    loop {
        let number = lines.number + 1;
        let Some(line) = lines.next(&mut list)? else { break };
        if line.is_empty() {
            continue;
        }
        let fields: Vec<&str> = line.split('\t').collect();
        if fields.len() != WIDTH {
            let message = format!("has {} columns, GeoNames has {WIDTH}", fields.len());
            return Err(ImportError::Line { line: number, message });
        }
        writer.read();
        match left_out(&fields, options) {
            Some(reason) => writer.note(reason),
            None => writer.write(record(&fields, label, options))?,
        }
    }
    writer.finish()
}

fn left_out(fields: &[&str], options: &ImportOptions) -> Option<&'static str> {
    let classes = &options.feature_classes;
    if !classes.is_empty() && !classes.iter().any(|class| class.eq_ignore_ascii_case(fields[CLASS])) {
        return Some("places of other feature classes");
    }
    if is_gone(fields[CODE]) && !options.inactive {
        return Some("places that are no more (historical, abandoned, destroyed)");
    }
    let population: u64 = fields[POPULATION].parse().unwrap_or(0);
    (population < options.min_population).then_some("places with fewer people")
}

/// Feature codes of what is no more.
fn is_gone(code: &str) -> bool {
    matches!(code, "PPLH" | "PPLQ" | "PPLW" | "PPLCH")
        || (code.starts_with("ADM") || code.starts_with("PCL")) && code.ends_with('H')
}

fn record(fields: &[&str], label: &str, options: &ImportOptions) -> Record {
    let mut aliases = vec![fields[ASCII_NAME].to_string()];
    if options.all_aliases {
        aliases.extend(fields[ALTERNATE_NAMES].split(',').map(str::to_string));
    }
    Record {
        name: fields[NAME].to_string(),
        aliases,
        id: format!("gn:{}", fields[ID]),
        label: label.to_string(),
        case: "",
        extra: vec![
            kind(fields[CLASS], fields[CODE]).to_string(),
            fields[COUNTRY].to_string(),
            fields[POPULATION].to_string(),
            fields[LATITUDE].to_string(),
            fields[LONGITUDE].to_string(),
        ],
    }
}

/// Our kind of place for a feature class and code.
fn kind(class: &str, code: &str) -> &'static str {
    match (class, code) {
        ("A", code) if code.starts_with("PCL") => "country",
        ("A", "ADM1") => "region",
        ("A", _) => "district",
        ("P", "PPLC") => "capital",
        ("P", _) => "city",
        ("H", _) => "water",
        ("T", _) => "mountain",
        ("L", _) => "area",
        ("S", _) => "building",
        ("R", _) => "road",
        ("V", _) => "wood",
        ("U", _) => "undersea",
        _ => "",
    }
}
