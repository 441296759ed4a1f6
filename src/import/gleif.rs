//! GLEIF's register of legal entities, level 1, as CSV: millions of rows,
//! legal names often in capitals throughout, other names each with a type.

use std::io::{BufRead, Write};

use super::writer::{Columns, Record, Writer};
use super::{Counts, ImportError, ImportOptions, Titles, csv_reader, field};

/// The groups of other names: title of a name, title of its type. The figure
/// of each name stands in the place of `#`.
const OTHER_NAMES: [(&str, &str); 2] = [
    ("Entity.OtherEntityNames.OtherEntityName.#", "Entity.OtherEntityNames.OtherEntityName.#.type"),
    (
        "Entity.TransliteratedOtherEntityNames.TransliteratedOtherEntityName.#",
        "Entity.TransliteratedOtherEntityNames.TransliteratedOtherEntityName.#.type",
    ),
];

/// How many other names a group has at most.
const MOST_NAMES: usize = 10;

pub(super) fn import(list: impl BufRead, options: &ImportOptions, out: impl Write) -> Result<Counts, ImportError> {
    let mut reader = csv_reader(list, b',');
    let titles = Titles::of(reader.headers()?);
    let (id, name) = (titles.need("LEI")?, titles.need("Entity.LegalName")?);
    let (status, registration) = (titles.get("Entity.EntityStatus"), titles.get("Registration.RegistrationStatus"));
    let country = titles.get("Entity.LegalAddress.Country");
    let others = other_names(&titles);
    let columns = Columns { aliases: true, id: true, case: true };
    let mut writer = Writer::new(out, columns, &["country"])?;
    let label = options.label.as_deref().unwrap_or("ORG");
    let mut row = csv::StringRecord::new();
    while reader.read_record(&mut row)? {
        writer.read();
        let is_gone = field(&row, status) == "INACTIVE";
        let is_void = matches!(field(&row, registration), "ANNULLED" | "DUPLICATE" | "RETIRED" | "MERGED");
        if (is_gone || is_void) && !options.inactive {
            writer.note("entities that are no longer active");
            continue;
        }
        let name = field(&row, Some(name));
        let mut record = Record {
            name: name.to_string(),
            aliases: Vec::new(),
            id: format!("lei:{}", field(&row, Some(id))),
            label: label.to_string(),
            case: case(name),
            extra: vec![field(&row, country).to_string()],
        };
        let aliases = aliases(&row, &others, options, &mut writer);
        // The aliases are not in capitals: they have a row with the usual case.
        if !aliases.is_empty() && !record.case.is_empty() {
            writer.write(record.clone())?;
            record.case = "";
        }
        record.aliases = aliases;
        writer.write(record)?;
    }
    writer.finish()
}

/// The other names of a row; former ones only where they are asked for.
fn aliases<W: Write>(
    row: &csv::StringRecord,
    others: &[(Option<usize>, Option<usize>)],
    options: &ImportOptions,
    writer: &mut Writer<W>,
) -> Vec<String> {
    let mut aliases = Vec::new();
    for (name, kind) in others {
        let name = field(row, *name);
        if field(row, *kind) == "PREVIOUS_LEGAL_NAME" && !options.all_aliases {
            writer.note("former names");
        } else if !name.is_empty() {
            aliases.push(name.to_string());
        }
    }
    aliases
}

fn other_names(titles: &Titles) -> Vec<(Option<usize>, Option<usize>)> {
    let numbered = (1..=MOST_NAMES).map(|number| number.to_string());
    let each = numbered.flat_map(|n| OTHER_NAMES.map(|(name, kind)| (name.replace('#', &n), kind.replace('#', &n))));
    each.filter_map(|(name, kind)| Some((Some(titles.get(&name)?), titles.get(&kind)))).collect()
}

/// A name of several words in capitals stands for itself in any: texts write
/// it otherwise. One word alone would hit too much.
fn case(name: &str) -> &'static str {
    let is_capital = !name.chars().any(char::is_lowercase) && name.chars().any(char::is_uppercase);
    if is_capital && name.split_whitespace().count() > 1 { "any" } else { "" }
}
