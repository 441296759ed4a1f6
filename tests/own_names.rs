//! The law of own lists: a row of the user's own is reported wherever its
//! words stand at their edges, unless a longer name of the user's own, or a
//! name put together that holds the whole of it, covers it.

use std::sync::OnceLock;

use gaztag::{Entity, Evidence, ListSource, Pipeline, PipelineOptions, Span};
use proptest::prelude::*;
use proptest::sample::select;

/// Names of no one: of words that are names, surnames, places and verbs too.
const NAMES: &[&str] = &[
    "Zorvex",
    "Qorvath Foods",
    "Plinth",
    "Hope Garden",
    "Blackwood Timber Ltd",
    "May Tree",
    "Paris Lamp",
    "Northgate",
    "Will Power Gym",
    "metformin",
];

/// What has made something else of a name beside it.
const AROUND: &[&str] = &[
    "Mr",
    "Dr.",
    "Anna",
    "Smith",
    "Street",
    "Road",
    "Marathon",
    "Festival",
    "Prize",
    "“",
    "”",
    "(",
    ")",
    "The",
    "the",
    "said",
    "of",
    "in",
    "at",
    "and",
    "University",
    "Bank",
    "County",
    "Inc.",
    "Paris",
    "Texas",
    "June",
    "12",
    "$5",
    "wins",
    "ROUND",
    "Last Train to",
    "Council",
    "vs.",
    "Cup",
    "born",
    "Saint",
    "-",
    "is",
    "King",
];

const BETWEEN: &[&str] = &[" ", " ", " ", ", ", ". ", "; ", "\n", ": "];

fn pipeline(shipped: bool) -> Pipeline {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("own.csv");
    std::fs::write(
        &path,
        format!("name,label\n{}", NAMES.iter().map(|name| format!("{name},OWN\n")).collect::<String>()),
    )
    .expect("written");
    let options = PipelineOptions { shipped, gazetteers: vec![ListSource::from(path)], ..Default::default() };
    Pipeline::new(&options).expect("a sound list")
}

fn pipelines() -> &'static [Pipeline; 2] {
    static PIPELINES: OnceLock<[Pipeline; 2]> = OnceLock::new();
    PIPELINES.get_or_init(|| [pipeline(true), pipeline(false)])
}

/// A piece of a text, and what stands behind it; true for a name.
fn piece() -> impl Strategy<Value = (&'static str, &'static str, bool)> {
    let name = (select(NAMES), select(BETWEEN)).prop_map(|(name, between)| (name, between, true));
    let around = (select(AROUND), select(BETWEEN)).prop_map(|(word, between)| (word, between, false));
    prop_oneof![1 => name, 3 => around]
}

fn covers(entity: &Entity<'_>, name: Span) -> bool {
    let is_own = entity.entry().is_some_and(|entry| !entry.source().shipped);
    let is_put_together = matches!(entity.evidence, Evidence::Composed { .. } | Evidence::ShortForm { .. });
    entity.span.contains(name) && (is_own || is_put_together)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn what_is_listed_is_found(pieces in prop::collection::vec(piece(), 1..12)) {
        let (mut text, mut names) = (String::new(), Vec::new());
        for (piece, between, is_name) in pieces {
            if is_name {
                names.push(Span::new(text.len(), text.len() + piece.len()));
            }
            text.push_str(piece);
            text.push_str(between);
        }
        for pipeline in pipelines() {
            let found = pipeline.annotate(&text);
            for &name in &names {
                prop_assert!(found.iter().any(|entity| covers(entity, name)), "{:?} in {text:?}: {found:?}", name.of(&text));
            }
        }
    }
}
