//! Explanations: one for every candidate, and none but the true one.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Output};

use gaztag::parts::candidate::{Step, decide};
use gaztag::parts::explain::{Outcome, explain};
use gaztag::{Pipeline, PipelineOptions, Span};
use proptest::prelude::*;

const LIST: &str = "\
name,label,id,weight,kind
Bank of China,ORG,x:1,,
China,PLACE,x:2,5,country
China,PLACE,x:3,9,city
China Gate,ORG,x:4,,
Gate Bank,ORG,x:5,,
Gate Bank,PLACE,x:6,,
Rome,PLACE,x:7,3,city
Rome,PLACE,x:8,4,city
Bank,DRUG,x:9,,
Bank,DEVICE,x:10,,
Latium,TOPIC,x:11,5,country
Latium,TOPIC,x:12,9,city
Ostia,TOPIC,x:13,3,city
Ostia,TOPIC,x:14,4,city
";

fn pipeline(nested: bool) -> Pipeline {
    let mut file = tempfile::Builder::new().suffix(".csv").tempfile().unwrap();
    file.write_all(LIST.as_bytes()).unwrap();
    let gazetteers = vec![file.path().to_path_buf().into()];
    let mut options = PipelineOptions { shipped: false, gazetteers, ..Default::default() };
    options.resolve.nested = nested;
    Pipeline::new(&options).unwrap()
}

/// A text, which candidate (by id) is asked about, and who beats it by which
/// step.
const CASES: &[(&str, &str, &str, Step)] = &[
    ("the Bank of China", "x:2", "x:1", Step::Length),
    ("in Latium now", "x:12", "x:11", Step::Kind),
    ("in Ostia now", "x:13", "x:14", Step::Weight),
    ("the Gate Bank", "x:6", "x:5", Step::Label),
    ("China Gate Bank", "x:5", "x:4", Step::Length),
    ("a Bank", "x:9", "x:10", Step::Label),
];

#[test]
fn who_beats_whom_and_why() {
    let pipeline = pipeline(false);
    for (text, asked, winner, expected) in CASES {
        let verdicts = explain(&pipeline, text);
        let verdict = verdicts.iter().find(|v| v.entity.id() == *asked).expect(text);
        let Outcome::Beaten { by, step } = verdict.outcome else { panic!("{text}: {:?}", verdict.outcome) };
        assert_eq!((verdicts[by].entity.id(), step), (*winner, Some(*expected)), "{text}");
    }
}

fn text() -> impl Strategy<Value = String> {
    let word = prop::sample::select(&["Bank", "of", "China", "Gate", "Rome", "Group", "Mr", "US$", "."][..]);
    prop::collection::vec(word, 0..14).prop_map(|words| words.join(" "))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn verdicts_agree_with_what_is_annotated(text in text(), nested in any::<bool>()) {
        let pipeline = pipeline(nested);
        let verdicts = explain(&pipeline, &text);
        let place = |e: &gaztag::Entity<'_>| (e.span, e.label.to_string(), e.id().to_string());
        let stands: Vec<(Span, String, String)> =
            verdicts.iter().filter(|v| v.outcome == Outcome::Stands).map(|v| place(&v.entity)).collect();
        let annotated: Vec<_> = pipeline.annotate(&text).iter().map(place).collect();
        prop_assert_eq!(stands, annotated);
        prop_assert_eq!(verdicts.len(), pipeline.candidates(&text).len());
        for verdict in &verdicts {
            let Outcome::Beaten { by, step } = verdict.outcome else { continue };
            let winner = &verdicts[by];
            prop_assert!(matches!(winner.outcome, Outcome::Stands | Outcome::Silent));
            prop_assert!(winner.entity.span.overlaps(verdict.entity.span));
            let decided = decide(&winner.entity, &verdict.entity, pipeline.resolve_options());
            prop_assert_eq!(decided.map(|(step, order)| (step, order.is_lt())), step.map(|step| (step, true)));
        }
    }
}

fn gaztag(folder: &Path, arguments: &[&str]) -> Output {
    let lists = ["--no-default-gazetteers", "--gazetteer", "list.csv"];
    let mut command = Command::new(env!("CARGO_BIN_EXE_gaztag"));
    command.current_dir(folder).arg("explain").args(lists).args(arguments).output().unwrap()
}

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("list.csv"), LIST).unwrap();
    std::fs::write(folder.path().join("a.txt"), "In Rome.\nŽ Bank of China.\nno name").unwrap();
    folder
}

/// Arguments, and what is printed.
const PRINTED: &[(&[&str], &str)] = &[
    (
        &["a.txt:2"],
        "\
a.txt:2:3
  ✔ ORG    Bank of China  list  list.csv:2  name=Bank of China  id=x:1
  ✘ DEVICE Bank  list  list.csv:11  name=Bank  id=x:10
      beaten by ORG Bank of China (x:1): it is longer
  ✘ DRUG   Bank  list  list.csv:10  name=Bank  id=x:9
      beaten by ORG Bank of China (x:1): it is longer
  ✘ PLACE  China  list  list.csv:3  name=China  id=x:2
      beaten by ORG Bank of China (x:1): it is longer
  ✘ PLACE  China  list  list.csv:4  name=China  id=x:3
      dropped by guard:other record
",
    ),
    (&["a.txt:3"], "nothing here is a candidate; --stage hits shows the list names that are here\n"),
    (
        &["a.txt", "--stage", "entities"],
        "     1:4  Rome                          label=PLACE  name=Rome  id=x:8  rule=list  row=list.csv:9
     2:3  Bank of China                 label=ORG  name=Bank of China  id=x:1  rule=list  row=list.csv:2
",
    ),
    (
        &["--text", "Rome’s 3M", "--stage", "tokens"],
        "     1:1  Rome                          gap=paragraph  shape=capitalized
     1:5  ’s                            gap=none  shape=possessive
     1:8  3M                            gap=space  shape=number
",
    ),
    (
        &["a.txt:2", "--label", "PLACE", "--stage", "hits", "--json"],
        "\
{\"document\":\"a.txt\",\"end\":24,\"id\":\"x:2\",\"label\":\"PLACE\",\"line\":2,\"match\":\"accept\",\"name\":\"China\",\"role\":\"name\",\"row\":\"list.csv:3\",\"start\":19,\"text\":\"China\"}
{\"document\":\"a.txt\",\"end\":24,\"id\":\"x:3\",\"label\":\"PLACE\",\"line\":2,\"match\":\"accept\",\"name\":\"China\",\"role\":\"name\",\"row\":\"list.csv:4\",\"start\":19,\"text\":\"China\"}
",
    ),
];

#[test]
fn what_is_printed() {
    let folder = folder();
    for (arguments, expected) in PRINTED {
        let output = gaztag(folder.path(), arguments);
        assert_eq!(String::from_utf8_lossy(&output.stdout), *expected, "{arguments:?}");
        assert_eq!(output.status.code(), Some(0), "{arguments:?} {}", String::from_utf8_lossy(&output.stderr));
    }
}

#[test]
fn json_says_who_won_and_why() {
    let output = gaztag(folder().path(), &["a.txt:2", "--label", "PLACE", "--json"]);
    let lines: Vec<serde_json::Value> =
        String::from_utf8_lossy(&output.stdout).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 2);
    assert_eq!(
        (&lines[0]["start"], &lines[0]["outcome"], &lines[0]["beaten_by"]),
        (&19.into(), &"beaten".into(), &"Bank of China".into())
    );
    assert_eq!(lines[0]["because"], "it is longer");
}

#[test]
fn color_where_it_is_wanted() {
    let output = gaztag(folder().path(), &["a.txt:1", "--color", "always"]);
    assert!(String::from_utf8_lossy(&output.stdout).contains("\u{1b}["));
}

/// Arguments, and how the complaint begins.
const WRONG: &[(&[&str], &str)] = &[
    (&["nowhere.txt"], "error: nowhere.txt: "),
    (&["a.txt:9"], "error: a.txt: has no line 9; it has 3"),
    (&["."], "error: .: is a folder"),
    (&["--text", "a", "a.txt"], "error: the argument '--text <STRING>' cannot be used with '[PATH]'"),
    (&[], "error: the following required arguments were not provided"),
];

#[test]
fn wrong_use_is_exit_code_2() {
    let folder = folder();
    for (arguments, expected) in WRONG {
        let output = gaztag(folder.path(), arguments);
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(told.starts_with(expected), "{arguments:?}\n{told}");
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
    }
}
