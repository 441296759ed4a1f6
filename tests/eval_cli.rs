//! `gaztag eval` from outside.

use std::path::Path;
use std::process::{Command, Output};

const GOLD: &str = r#"{"id": "a", "text": "Acme of Rome paid $5 to =Beta.", "spans": [{"start": 0, "end": 4, "label": "ORG"}, {"start": 8, "end": 12, "label": "PLACE"}, {"start": 25, "end": 29, "label": "ORG"}], "expect": [{"start": 18, "end": 20, "text": "$5", "amount": "5", "currency": "USD"}]}
{"id": "b", "text": "Rome.", "spans": [{"start": 0, "end": 4, "label": "PLACE"}], "optional": []}
"#;

const PREDICTED: &str = "\
document,line,start,end,label,text,name,id,amount,amount_max,currency,rule,sentence
texts/a.txt,1,0,4,ORG,Acme,Acme,x:1,,,,list,
texts/a.txt,1,8,12,ORG,Rome,Rome,,,,,list,
texts/a.txt,1,18,20,MONEY,$5,,,5,,,money:symbol,
texts/a.txt,1,24,29,ORG,'=Beta,,,,,,head,
texts/c.txt,1,0,4,ORG,Acme,Acme,x:1,,,,list,
";

const TABLE: &str = "
                        exact               overlapping         with value
label     gold  found       P     R    F1       P     R    F1       P     R    F1
MONEY        1      1   1.000 1.000 1.000   1.000 1.000 1.000   0.000 0.000 0.000
ORG          2      3   0.333 0.500 0.400   0.667 1.000 0.800
PLACE        2      0       – 0.000 0.000       – 0.000 0.000
all          5      4   0.500 0.400 0.444   0.750 0.600 0.667   0.000 0.000 0.000

missed: 1
     1  PLACE  Rome

wrong edge: 1
     1  ORG  Beta → =Beta

wrong label: 1
     1  PLACE  Rome: PLACE → ORG

wrong value: 1
     1  MONEY  $5: 5 USD → 5
";

const NOTES: &str = "\
documents: 2; labels scored: MONEY, ORG, PLACE (those of the gold standard; --labels names others)
documents without predictions, all their mentions missed: 1 (b)
documents that the gold standard does not have, not scored: 1 (texts/c.txt)
";

const DIFFERENCES: &str = "\
document,start,end,label,kind,text,gold,predicted,rule,context
a,8,12,PLACE,wrong label,Rome,PLACE,ORG,list,Acme of Rome paid $5 to =Beta.
a,18,20,MONEY,wrong value,$5,5 USD,5,money:symbol,Acme of Rome paid $5 to =Beta.
a,25,29,ORG,wrong edge,Beta,Beta,'=Beta,head,Acme of Rome paid $5 to =Beta.
b,0,4,PLACE,missed,Rome,Rome,,,Rome.
";

fn gaztag(folder: &Path, arguments: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_gaztag"));
    command.current_dir(folder).args(arguments.split_whitespace()).output().unwrap()
}

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("gold.jsonl"), GOLD).unwrap();
    std::fs::write(folder.path().join("found.csv"), PREDICTED).unwrap();
    std::fs::write(folder.path().join("list.csv"), "name,label\nAcme,ORG\nRome,PLACE\nDrugix,DRUG\n").unwrap();
    folder
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[test]
fn table_notes_and_differences() {
    let folder = folder();
    let output = gaztag(folder.path(), "eval gold.jsonl found.csv --differences differences.csv");
    assert_eq!((text(&output.stdout).as_str(), text(&output.stderr).as_str()), (&TABLE[1..], NOTES));
    assert_eq!(output.status.code(), Some(0));
    let differences = std::fs::read_to_string(folder.path().join("differences.csv")).unwrap();
    assert_eq!(differences, DIFFERENCES);
}

#[test]
fn json_says_the_same() {
    let output = gaztag(folder().path(), "eval gold.jsonl found.csv --json");
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(report["labels"]["ORG"]["exact"]["f1"], 0.4);
    assert_eq!(report["overall"]["value"]["right"], 0);
    assert_eq!(report["documents"]["gold_only"][0], "b");
    assert_eq!(report["frequent"]["missed"][0]["text"], "Rome");
    assert!(report["labels"]["PLACE"]["exact"]["precision"].is_null());
}

#[test]
fn gold_texts_are_tagged_where_no_predictions_are_named() {
    let output = gaztag(
        folder().path(),
        "eval gold.jsonl --no-default-gazetteers --gazetteer list.csv --labels PLACE,ORG --json",
    );
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(report["labels"]["PLACE"]["exact"]["right"], 2, "{}", text(&output.stderr));
    assert_eq!(report["labels"]["ORG"]["exact"]["right"], 1);
}

/// The rows of the rule `list` and of all rules, of the table that `--ablate`
/// prints.
const ABLATION: &[&str] = &[
    "| rule | label | right | false | F1 |",
    "|---|---|---|---|---|",
    "| all | MONEY | 0 | 0 | 0.000 |",
    "| all | ORG | 1 | 0 | 0.667 |",
    "| all | PLACE | 2 | 0 | 1.000 |",
    "| list | MONEY | +0 | +0 | +0.000 |",
    "| list | ORG | +1 | +0 | +0.667 |",
    "| list | PLACE | +2 | +0 | +1.000 |",
];

#[test]
fn what_each_rule_adds() {
    let output = gaztag(folder().path(), "eval gold.jsonl --no-default-gazetteers --gazetteer list.csv --ablate");
    let printed = text(&output.stdout);
    let rows: Vec<&str> = printed.lines().take(ABLATION.len()).collect();
    assert_eq!(rows, ABLATION, "{}", text(&output.stderr));
    assert!(printed.lines().skip(ABLATION.len()).all(|row| row.contains("| +0 | +0 | +0.000 |")), "{printed}");
}

/// Arguments, and how the complaint begins.
const WRONG: &[(&str, &str)] = &[
    ("eval nowhere.jsonl", "error: nowhere.jsonl: cannot be read"),
    ("eval gold.jsonl nowhere.csv", "error: nowhere.csv: cannot be read"),
    ("eval found.csv", "error: found.csv: the document `texts/a.txt` has no text to tag; name a file"),
    ("eval found.csv --ablate", "error: found.csv: the document `texts/a.txt` has no text to tag; name a file"),
    ("eval gold.jsonl found.csv --ablate", "error: the argument"),
    ("eval gold.jsonl list.csv", "error: list.csv:1: the header has no column `document`"),
    (
        "eval gold.jsonl other.csv",
        "error: no document is in both files: the gold standard has `a`, the predictions have `z`",
    ),
    ("eval gold.jsonl found.csv --differences gold.jsonl", "error: gold.jsonl: is one of the inputs"),
    ("eval gold.jsonl found.csv --differences no/such/folder.csv", "error: no/such/folder.csv: cannot be written"),
    ("eval gold.jsonl --gazetteer nowhere.csv", "error: nowhere.csv: cannot be read"),
];

#[test]
fn wrong_use_is_exit_code_2() {
    let folder = folder();
    std::fs::write(folder.path().join("other.csv"), "document,start,end,label\nz,0,4,ORG\n").unwrap();
    for (arguments, expected) in WRONG {
        let output = gaztag(folder.path(), arguments);
        let told = text(&output.stderr);
        assert!(told.lines().any(|line| line.starts_with(expected)), "{arguments}\n{told}");
        assert_eq!(output.status.code(), Some(2), "{arguments}");
    }
}
