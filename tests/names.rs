//! Names in context: each line of `names.csv` is a text and what is found.

use gaztag::{ListSource, Pipeline, PipelineOptions, Sports};

#[test]
fn names_in_context() {
    let pipeline = Pipeline::new(&Default::default()).expect("the shipped lists are sound");
    let mut cases = csv::Reader::from_path("tests/names.csv").expect("the table is there");
    let mut wrong = Vec::new();
    for case in cases.records() {
        let case = case.expect("a row of three fields");
        let found = found(&pipeline, &case[0]);
        if found != case[1] {
            wrong.push(format!("{}: {}\n  found    {found}\n  expected {}", &case[2], &case[0], &case[1]));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn one_name_for_every_mention() {
    let pipeline = Pipeline::new(&Default::default()).expect("the shipped lists are sound");
    let text = "Shanghai Waigaoqiao Group Co., Ltd. grew, said Waigaoqiao Group.";
    let names: Vec<String> = pipeline.annotate(text).iter().map(|e| e.name().to_string()).collect();
    assert_eq!(names.len(), 2, "{names:?}");
    assert_eq!(names[0], names[1]);
}

/// Texts in which all mentions have one name.
const ONE_NAME: &[(&str, &str)] = &[
    ("The Department of Fisheries met. The Fisheries Department voted.", "Department of Fisheries"),
    ("Velmora Defence Organisation grew. Velmora Defense Organization fell.", "Velmora Defence Organisation"),
    ("Zorblax Company Limited grew. Zorblax Co., Ltd. fell. Zorblax slept.", "Zorblax Company Limited"),
    ("The European Qorvath Commission met. He told the Commission no.", "European Qorvath Commission"),
    ("The Qorvath Fishing Union (QFU) met. The QFU voted.", "Qorvath Fishing Union"),
];

/// Texts in which every mention has a name of its own.
const OWN_NAMES: &[&str] = &[
    "The University of Qorvath met Qorvath University.",
    "Credit Suisse First Boston told Credit Suisse.",
    "Zorblax Inc. told Zorblax Ltd.",
];

#[test]
fn mentions_with_one_name_and_with_names_of_their_own() {
    let pipeline = Pipeline::new(&Default::default()).expect("the shipped lists are sound");
    for (text, name) in ONE_NAME {
        let entities = pipeline.annotate(text);
        assert!(entities.len() > 1 && entities.iter().all(|e| e.name() == *name), "{text} {entities:?}");
    }
    for text in OWN_NAMES {
        let entities = pipeline.annotate(text);
        let names: std::collections::HashSet<&str> = entities.iter().map(|e| e.name()).collect();
        assert!(names.len() > 1 && names.len() == entities.len(), "{text} {entities:?}");
    }
}

/// Text, and the country of the place that is meant.
const WHICH: &[(&str, &str)] = &[
    ("He lives in Paris, Texas.", "US"),
    ("He lives in Paris.", "FR"),
    ("Toronto and Ottawa are in Canada; so is London, Ontario.", "CA"),
    ("US envoys spent the week in Geneva, as US papers say.", "CH"),
    ("Wool from Victoria pleases Australian mills.", "AU"),
    ("Georgia, Alabama and Tennessee share a river.", "US"),
    ("The pact binds Russia, Georgia and Armenia.", "GE"),
];

#[test]
fn which_paris() {
    let pipeline = Pipeline::new(&Default::default()).expect("the shipped lists are sound");
    for (text, country) in WHICH {
        let entities = pipeline.annotate(text);
        let named =
            |e: &&gaztag::Entity<'_>| ["Paris", "London", "Geneva", "Victoria", "Georgia"].contains(&e.span.of(text));
        let entry = entities.iter().find(named).and_then(|e| e.entry()).expect("a listed place");
        assert_eq!(entry.column("country"), Some(*country), "{text}");
    }
}

/// Text, what is found, and what is found with the reading of sports pages.
const SPORTS: &[(&str, &str, &str)] = &[
    ("Boston 5, Denver 3", "PLACE:Boston|PLACE:Denver", "ORG:Boston|ORG:Denver"),
    ("Boston beat Denver 3-1 on Friday.", "PLACE:Boston|PLACE:Denver", "ORG:Boston|ORG:Denver"),
    ("Boston lost to Denver 3-1.", "PLACE:Boston|PLACE:Denver", "ORG:Boston|ORG:Denver"),
    ("He flew from Boston to Denver with 3 bags.", "PLACE:Boston|PLACE:Denver", "PLACE:Boston|PLACE:Denver"),
    ("Italy 2, Norway 0", "PLACE:Italy|PLACE:Norway", "PLACE:Italy|PLACE:Norway"),
    ("Paris 2024", "PLACE:Paris", "PLACE:Paris"),
    ("Zorvale 2 Qorvath 1", "", "ORG:Zorvale|ORG:Qorvath"),
    (
        "Boston 5, Denver 3\n\nThe team from Boston won.",
        "PLACE:Boston|PLACE:Denver|PLACE:Boston",
        "ORG:Boston|ORG:Denver|PLACE:Boston",
    ),
    (
        "Boston 5, Denver 3\n\nThen Boston won.",
        "PLACE:Boston|PLACE:Denver|PLACE:Boston",
        "ORG:Boston|ORG:Denver|ORG:Boston",
    ),
];

/// Texts, and what is found where the text itself has to tell that it is one
/// of sports.
const TOLD: &[(&str, &str)] = &[
    ("The league season ended after two matches.\n\nBoston 5, Denver 3", "ORG:Boston|ORG:Denver"),
    ("People were counted.\n\nBoston 5, Denver 3", "PLACE:Boston|PLACE:Denver"),
    ("The league season ended after two matches in Boston.", "PLACE:Boston"),
];

#[test]
fn texts_of_sports_tell_that_they_are() {
    let pipeline = Pipeline::new(&Default::default()).expect("the shipped lists are sound");
    for (text, expected) in TOLD {
        assert_eq!(found(&pipeline, text), *expected, "{text}");
    }
}

#[test]
fn cities_in_results() {
    let pipeline = |sports| Pipeline::new(&PipelineOptions { sports, ..Default::default() }).expect("sound lists");
    let (plain, sports) = (pipeline(Sports::Off), pipeline(Sports::On));
    for (text, expected, as_clubs) in SPORTS {
        assert_eq!(found(&plain, text), *expected, "{text}");
        assert_eq!(found(&sports, text), *as_clubs, "{text}");
    }
}

#[test]
fn a_place_of_the_users_own_is_no_club() {
    let list = ListSource::from_bytes("mine.csv", Some("PLACE"), "name\nBoston\n");
    let options = PipelineOptions { sports: Sports::On, gazetteers: vec![list], ..Default::default() };
    let pipeline = Pipeline::new(&options).expect("a sound list");
    assert_eq!(found(&pipeline, "Boston 5, Denver 3"), "PLACE:Boston|ORG:Denver");
}

fn found(pipeline: &Pipeline, text: &str) -> String {
    let entities = pipeline.annotate(text);
    entities.iter().map(|e| format!("{}:{}", e.label, e.span.of(text))).collect::<Vec<_>>().join("|")
}
