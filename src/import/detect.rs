//! Whose list a file is, from its name and its beginning.

use std::path::Path;

use super::Format;

/// The format of a list, from its name and its first bytes (a few thousand);
/// `None` where it could be anything, as a CSV with titles of its own.
pub fn detect(path: &Path, start: &[u8]) -> Option<Format> {
    let name = path.file_name().map(|name| name.to_string_lossy().to_lowercase()).unwrap_or_default();
    let name = name.strip_suffix(".gz").unwrap_or(&name);
    let text = String::from_utf8_lossy(start);
    let text = text.trim_start_matches('\u{feff}').trim_start();
    let first = text.lines().next().unwrap_or_default();
    match name.rsplit('.').next().unwrap_or_default() {
        "def" => Some(Format::Gate),
        "jsonl" => Some(Format::Spacy),
        _ if text.starts_with(['{', '[']) => from_json(text, first),
        _ if first.split('\t').count() == 19 => Some(Format::GeoNames),
        "csv" | "tsv" => from_titles(first),
        "txt" | "lst" => Some(Format::Lines),
        _ => None,
    }
}

fn from_json(text: &str, first: &str) -> Option<Format> {
    if first.starts_with('{') && first.contains("\"pattern\"") {
        Some(Format::Spacy)
    } else if text.contains("\"itemLabel\"")
        || text.contains("\"bindings\"")
        || text.contains("www.wikidata.org/entity")
    {
        Some(Format::Wikidata)
    } else if text.contains("\"cik_str\"") || (text.contains("\"fields\"") && text.contains("\"cik\"")) {
        Some(Format::Sec)
    } else if text.contains("ror.org/") || text.contains("\"ror_display\"") {
        Some(Format::Ror)
    } else {
        None
    }
}

fn from_titles(header: &str) -> Option<Format> {
    let titles = || header.split([',', '\t', ';']).map(|title| title.trim().trim_matches('"'));
    let has = |title: &str| titles().any(|t| t == title);
    if has("LEI") && has("Entity.LegalName") {
        Some(Format::Gleif)
    } else if has("names.types.ror_display") {
        Some(Format::Ror)
    } else if titles().any(|title| has(&format!("{title}Label"))) {
        Some(Format::Wikidata)
    } else {
        None
    }
}
