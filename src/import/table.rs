//! Any CSV whose columns are named: a spreadsheet, an export of OpenRefine.

use std::io::{BufRead, Write};

use super::writer::{self, Record, Writer};
use super::{Columns, Counts, ImportError, ImportOptions, Titles, csv_reader, field};

/// A column to read, by its place.
struct Places {
    name: usize,
    aliases: Vec<usize>,
    id: Option<usize>,
    label: Option<usize>,
    keep: Vec<usize>,
}

pub(super) fn import(mut list: impl BufRead, options: &ImportOptions, out: impl Write) -> Result<Counts, ImportError> {
    let columns = &options.columns;
    let delimiter = columns.delimiter.unwrap_or(delimiter(list.fill_buf()?));
    let mut reader = csv_reader(list, delimiter);
    let places = places(&Titles::of(reader.headers()?), columns)?;
    let kept = own_titles(columns.keep.iter().map(String::as_str));
    let written = writer::Columns { aliases: !places.aliases.is_empty(), id: places.id.is_some(), case: false };
    let mut writer = Writer::new(out, written, &kept.iter().map(String::as_str).collect::<Vec<_>>())?;
    let mut record: Option<Record> = None;
    let mut row = csv::StringRecord::new();
    while reader.read_record(&mut row)? {
        writer.read();
        let read = read(&row, &places, options);
        match &mut record {
            Some(open) if columns.records && read.name.is_empty() && !read.aliases.is_empty() => {
                open.aliases.extend(read.aliases);
                writer.note("rows that go on with the record above");
            }
            _ => {
                if let Some(whole) = record.replace(read) {
                    writer.write(whole)?;
                }
            }
        }
    }
    if let Some(whole) = record {
        writer.write(whole)?;
    }
    writer.finish()
}

fn places(titles: &Titles, columns: &Columns) -> Result<Places, ImportError> {
    let several = |names: &[String]| names.iter().map(|name| titles.need(name)).collect::<Result<Vec<_>, _>>();
    let one = |name: &Option<String>| name.as_deref().map(|name| titles.need(name)).transpose();
    Ok(Places {
        name: titles.need(&columns.name)?,
        aliases: several(&columns.aliases)?,
        id: one(&columns.id)?,
        label: one(&columns.label)?,
        keep: several(&columns.keep)?,
    })
}

fn read(row: &csv::StringRecord, places: &Places, options: &ImportOptions) -> Record {
    let columns = &options.columns;
    let separator = columns.alias_separator.as_deref().filter(|s| !s.is_empty()).unwrap_or("|");
    let other_names = places.aliases.iter().flat_map(|at| field(row, Some(*at)).split(separator));
    let id = match (field(row, places.id), &columns.id_prefix) {
        ("", _) => String::new(),
        (id, Some(prefix)) => format!("{prefix}:{id}"),
        (id, None) => id.to_string(),
    };
    let label = match field(row, places.label) {
        "" => options.label.clone().unwrap_or_else(|| "NAME".into()),
        label => label.to_string(),
    };
    Record {
        name: field(row, Some(places.name)).to_string(),
        aliases: other_names.filter(|name| !name.trim().is_empty()).map(str::to_string).collect(),
        id,
        label,
        case: "",
        extra: places.keep.iter().map(|at| field(row, Some(*at)).to_string()).collect(),
    }
}

/// Titles for carried columns: none that our format would take for its own,
/// or for a slip of its own, and none twice.
pub(super) fn own_titles<'t>(titles: impl Iterator<Item = &'t str>) -> Vec<String> {
    let mut own: Vec<String> = Vec::new();
    for title in titles {
        let mut title = title.trim().to_lowercase().replace(char::is_whitespace, "_");
        while crate::gazetteer::is_near_known_column(&title) || own.contains(&title) {
            title.insert_str(0, "own_");
        }
        own.push(title);
    }
    own
}

/// Tab, semicolon or comma, whichever the first line holds most.
fn delimiter(start: &[u8]) -> u8 {
    let line = start.split(|b| *b == b'\n').next().unwrap_or_default();
    let count = |delimiter: &u8| line.iter().filter(|b| *b == delimiter).count();
    [b'\t', b';', b','].into_iter().max_by_key(count).unwrap_or(b',')
}
