//! Lists of other makers: what becomes of each, row by row. The lists are
//! `tests/data/lists/*`, what is to come out of them `tests/data/lists/ours/*`.

use gaztag::gazetteer::ListFiles;
use gaztag::parts::import::{Columns, Format, ImportOptions, detect, import};
use std::fs::{self, File};
use std::io::BufReader;
use std::path::{Path, PathBuf};

/// A list, what is asked of it, its format, the file of the expected rows, and
/// the expected counts as `read written`.
type Case = (&'static str, fn() -> ImportOptions, Format, &'static str, (u64, u64));

const CASES: &[Case] = &[
    ("geonames.txt", usual, Format::GeoNames, "geonames.csv", (5, 4)),
    ("geonames.txt", towns, Format::GeoNames, "geonames_towns.csv", (5, 1)),
    ("wikidata.csv", organizations, Format::Wikidata, "wikidata.csv", (4, 2)),
    ("wikidata_page.json", organizations, Format::Wikidata, "wikidata_page.csv", (2, 1)),
    ("wikidata_endpoint.json", organizations, Format::Wikidata, "wikidata_endpoint.csv", (2, 1)),
    ("ror.csv", usual, Format::Ror, "ror.csv", (4, 3)),
    ("ror.json", usual, Format::Ror, "ror_json.csv", (2, 1)),
    ("gleif.csv", usual, Format::Gleif, "gleif.csv", (4, 4)),
    ("sec.json", usual, Format::Sec, "sec.csv", (3, 2)),
    ("sec_exchange.json", usual, Format::Sec, "sec_exchange.csv", (2, 2)),
    ("wikidata_company.csv", organizations, Format::Wikidata, "wikidata_company.csv", (2, 2)),
    ("gate/lists.def", usual, Format::Gate, "gate.csv", (6, 6)),
    ("spacy.jsonl", usual, Format::Spacy, "spacy.csv", (9, 4)),
    ("openrefine.csv", table, Format::Table, "openrefine.csv", (5, 3)),
    ("names.txt", drugs, Format::Lines, "names.csv", (5, 3)),
];

fn usual() -> ImportOptions {
    ImportOptions::default()
}

fn towns() -> ImportOptions {
    ImportOptions {
        all_aliases: true,
        min_population: 1000,
        feature_classes: vec!["P".into()],
        label: Some("TOWN".into()),
        ..usual()
    }
}

fn organizations() -> ImportOptions {
    ImportOptions { label: Some("ORG".into()), ..usual() }
}

fn drugs() -> ImportOptions {
    ImportOptions { label: Some("DRUG".into()), ..usual() }
}

fn table() -> ImportOptions {
    let columns = Columns {
        name: "Company Name".into(),
        aliases: vec!["Other".into()],
        id: Some("No".into()),
        id_prefix: Some("crm".into()),
        label: Some("Type".into()),
        keep: vec!["Sector".into(), "Level".into()],
        records: true,
        ..Columns::default()
    };
    ImportOptions { columns, ..organizations() }
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/lists")
}

fn run(list: &str, options: &ImportOptions, format: Format) -> (String, gaztag::parts::import::Counts) {
    let path = folder().join(list);
    let mut ours = Vec::new();
    let read = BufReader::new(File::open(&path).expect("a list"));
    let counts = import(read, &path, format, options, &mut ours).unwrap_or_else(|error| panic!("{list}: {error}"));
    (String::from_utf8(ours).expect("UTF-8"), counts)
}

#[test]
fn each_list_becomes_ours() {
    for (list, options, format, expected, counts) in CASES {
        let (ours, found) = run(list, &options(), *format);
        let expected = fs::read_to_string(folder().join("ours").join(expected)).unwrap_or_default();
        assert_eq!(ours, expected, "{list}: {found:?}");
        assert_eq!((found.read, found.written), *counts, "{list}: {found:?}");
    }
}

#[test]
fn what_is_left_out_is_counted() {
    for (list, options, format, _, _) in CASES {
        let (_, counts) = run(list, &options(), *format);
        let told: u64 = counts.notes.values().sum();
        assert!(told >= counts.read - counts.written, "{list}: {counts:?}");
    }
}

#[test]
fn our_lists_have_no_mistakes() {
    let lists: Vec<_> = CASES.iter().map(|(_, _, _, ours, _)| folder().join("ours").join(ours).into()).collect();
    let (rows, problems) = ListFiles::read(false, &lists).parse();
    assert_eq!(problems.list, []);
    assert_eq!(rows.len() as u64, CASES.iter().map(|(.., (_, written))| written).sum::<u64>());
}

#[test]
fn formats_are_found_out() {
    for (list, _, format, _, _) in CASES {
        let start = fs::read(folder().join(list)).expect("a list");
        let found = detect(Path::new(list), &start);
        let expected = if *format == Format::Table { None } else { Some(*format) };
        assert_eq!(found, expected, "{list}");
    }
}

/// A list that is not of its format, and the beginning of what is said.
const WRONG: &[(Format, &[u8], &str)] = &[
    (Format::GeoNames, b"1\tZorb\n", "line 1: has 2 columns, GeoNames has 19"),
    (Format::Wikidata, b"name,id\nx,1\n", "has no variable `item`"),
    (Format::Wikidata, b"{\"a\":1}", "line 1: has no `results`"),
    (Format::Wikidata, b"{\"results\":{\"bindings\":[{\"a\":\"1\"}]}}", "has no variable `item`"),
    (Format::Gleif, b"PK\x03\x04", "is a spreadsheet file or a zip archive; unpack it"),
    (Format::Lines, b"\x1f\x8b\x08", "is packed with gzip"),
    (Format::Wikidata, b"[{\"item\":", "line 1: EOF while parsing"),
    (Format::Ror, b"id,name\n1,x\n", "has no column `names.types.ror_display`; its columns are id, name"),
    (Format::Ror, b"[{\"id\": 5}]", "line 1: invalid type"),
    (Format::Gleif, b"LEI,Name\nX,Y\n", "has no column `Entity.LegalName`"),
    (Format::Gate, b"city.lst\n", "line 1: is not `file:major type`"),
    (Format::Gate, b"../city.lst:location\n", "line 1: names a file outside of its folder"),
    (Format::Gate, b"missing.lst:location\n", ""),
    (Format::Spacy, b"{\"label\":\"ORG\",\"pattern\":\"A\"}\n{\n", "line 2: EOF"),
    (Format::Lines, b"A\nB\xff\n", "line 2: is not UTF-8"),
    (Format::Lines, b"\xff\xfeA\0", "is in UTF-16"),
    (Format::Table, b"a,b\n1,2\n", "has no column ``"),
];

#[test]
fn what_is_of_another_format_is_refused_by_line() {
    for (format, list, expected) in WRONG {
        let error = import(*list, Path::new("list"), *format, &usual(), Vec::new()).expect_err("no list of the format");
        assert!(error.to_string().starts_with(expected), "{format:?}: {error}");
    }
}
