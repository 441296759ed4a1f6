//! The shipped lists, tested as code is: each file in its normal form, the
//! table of origins complete, nothing that contradicts itself.

use gaztag::gazetteer::{Accept, Role, load};
use std::collections::{BTreeMap, BTreeSet};

/// Each shipped list as records, its header first.
fn lists() -> Vec<(String, Vec<csv::StringRecord>)> {
    let records = |bytes: &[u8]| {
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(bytes);
        reader.records().collect::<Result<Vec<_>, _>>().expect("CSV")
    };
    gaztag::shipped_files().into_iter().map(|(path, bytes)| (path, records(&bytes))).collect()
}

/// A start trusts the shipped lists; here they are held to every rule that a
/// user's lists are held to.
#[test]
fn all_are_read_without_a_problem() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("gazetteers");
    let folders = ["context", "money", "organizations", "people", "places", "words"];
    let lists: Vec<_> = folders.iter().map(|name| folder.join(name).into()).collect();
    let strictly = load(false, &lists);
    let said: Vec<String> = strictly.problems.list.iter().map(ToString::to_string).collect();
    assert_eq!(said, Vec::<String>::new());
    let shipped = load(true, &[]);
    assert_eq!(shipped.problems.list, []);
    // The words of languages are read where a text or a list needs them.
    let is_language = |path: &str| path.rsplit_once('/').is_some_and(|(_, file)| file.len() == "zho.csv".len());
    let in_words = |path: &str| path.contains("/words/") && is_language(path);
    let needless = strictly.rows.entries().filter(|row| in_words(&row.source().path)).count();
    assert_eq!(shipped.rows.len() + needless, strictly.rows.len());
}

#[test]
fn sources_name_every_file_with_its_rows() {
    let found: BTreeMap<String, usize> = lists().into_iter().map(|(path, records)| (path, records.len() - 1)).collect();
    let told: BTreeMap<String, usize> = gaztag::shipped_sources().into_iter().map(|s| (s.file, s.rows)).collect();
    assert_eq!(told, found);
}

#[test]
fn sources_are_complete_and_sorted() {
    let sources = gaztag::shipped_sources();
    for source in &sources {
        assert!(!source.origin.is_empty() && !source.licence.is_empty(), "{source:?}");
        let by_hand = source.origin.starts_with("hand-written");
        assert!(by_hand || !source.version.is_empty(), "a package has a version: {source:?}");
    }
    assert!(sources.iter().map(|s| &s.file).is_sorted());
}

#[test]
fn files_end_lines_one_way_and_values_are_trimmed() {
    for (path, bytes) in gaztag::shipped_files() {
        let text = String::from_utf8(bytes).expect("UTF-8");
        assert!(!text.contains('\r') && text.ends_with('\n') && !text.ends_with("\n\n"), "{path}");
        assert!(!text.starts_with('\u{feff}'), "{path}");
    }
    for (path, records) in lists() {
        for value in records.iter().flat_map(csv::StringRecord::iter) {
            assert!(value == value.trim() && !value.contains("  "), "{path}: `{value}`");
        }
    }
}

#[test]
fn rows_are_sorted_by_name() {
    // The words about money stand in groups of one meaning.
    for (path, records) in lists().into_iter().filter(|(path, _)| !path.starts_with("money/")) {
        let at = records[0].iter().position(|title| title == "name").expect("a column `name`");
        let names: Vec<&str> = records[1..].iter().map(|record| &record[at]).collect();
        let wrong = names.windows(2).find(|pair| pair[0] > pair[1]);
        assert_eq!(wrong, None, "{path}");
    }
}

#[test]
fn no_name_is_both_accepted_and_blocked() {
    let rows = load(true, &[]).rows;
    let names = |accept: Accept| -> BTreeSet<(&str, &str)> {
        let entries = rows.entries().filter(|e| e.role() == Role::Name && e.accept() == accept);
        entries.map(|entry| (entry.name(), entry.label())).collect()
    };
    let both: Vec<_> = names(Accept::Accept).intersection(&names(Accept::Never)).copied().collect();
    assert_eq!(both, []);
}

#[test]
fn places_have_an_id_or_a_kind_and_cities_a_population() {
    for entry in load(true, &[]).rows.entries().filter(|e| e.source().path.starts_with("shipped/places/")) {
        if entry.role() != Role::Name || entry.accept() == Accept::Never {
            continue;
        }
        assert!(entry.column("kind").is_some_and(|kind| !kind.is_empty()), "{entry:?}");
        if entry.source().path.ends_with("cities.csv") {
            assert!(entry.id().starts_with("gn:") && entry.column("population") != Some(""), "{entry:?}");
        }
    }
}
