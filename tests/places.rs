//! Which places a text names, and which records they are: the rows of
//! `places.csv`, of which each has `text`, the places in order, and why. A
//! place is written as in the text, with `=` and the start of the country and
//! region of its record where that matters.

use std::path::Path;

use gaztag::Pipeline;

#[test]
fn places_and_their_records() {
    let pipeline = Pipeline::new(&Default::default()).expect("the shipped lists are sound");
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/places.csv");
    let mut rows = csv::Reader::from_path(path).expect("the cases are there");
    let mut wrong = Vec::new();
    for row in rows.records().map(|row| row.expect("a row of three columns")) {
        let (text, expected) = (&row[0], &row[1]);
        let found = places(&pipeline, text);
        let expected: Vec<&str> = expected.split('|').filter(|place| !place.is_empty()).collect();
        let fits = |(expected, found): (&&str, &String)| found.starts_with(*expected) && fits_name(expected, found);
        if expected.len() != found.len() || !expected.iter().zip(&found).all(fits) {
            wrong.push(format!("{text}\n    {found:?}, not {expected:?}: {}", &row[2]));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The name is the whole one, whatever is said of its record.
fn fits_name(expected: &str, found: &str) -> bool {
    let name = |place: &str| place.split('=').next().unwrap_or_default().to_string();
    name(expected) == name(found)
}

/// *Salem=US OR*.
fn places(pipeline: &Pipeline, text: &str) -> Vec<String> {
    let entities = pipeline.annotate(text);
    let places = entities.iter().filter(|entity| entity.label == "PLACE");
    let place = |entity: &gaztag::Entity<'_>| {
        let column = |name| entity.record().or(entity.near).and_then(|entry| entry.column(name)).unwrap_or("");
        format!("{}={} {}", entity.span.of(text), column("country"), column("admin1"))
    };
    places.map(place).collect()
}
