//! Reading annotations: what a file says, and what is wrong with it.

use std::io::Write;

use gaztag::parts::eval::{Annotated, read_annotations};

fn read(content: &str) -> Result<Vec<Annotated>, String> {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(content.as_bytes()).unwrap();
    let path = file.path().to_string_lossy().into_owned();
    read_annotations(file.path()).map_err(|error| error.to_string().replace(&path, "FILE"))
}

/// A document as `id: 0-5 ORG, 6-9 MONEY 5 USD`, optional stretches after `?`.
fn told(document: &Annotated) -> String {
    let one = |m: &gaztag::parts::eval::Mention| {
        let value = m.value.as_ref().map_or(String::new(), |value| format!(" [{value}]"));
        format!("{}-{} {}{value}", m.stretch.start, m.stretch.end, m.stretch.label)
    };
    let mentions: Vec<String> = document.mentions.iter().map(one).collect();
    let optional: Vec<String> =
        document.optional.iter().map(|o| format!(" ?{}-{}{}", o.start, o.end, o.label)).collect();
    format!("{}: {}{}", document.id, mentions.join(", "), optional.concat())
}

/// A file, and its documents.
const GOOD: &[(&str, &[&str])] = &[
    (
        "document,start,end,label\na.txt,0,5,ORG\nb.txt,1,2,PLACE\na.txt,7,9,ORG\n",
        &["a.txt: 0-5 ORG, 7-9 ORG", "b.txt: 1-2 PLACE"],
    ),
    ("\u{feff}label;end;start;document\r\nORG;5;0;a\r\n", &["a: 0-5 ORG"]),
    ("document\tstart\tend\tlabel\na\t0\t5\tORG\n", &["a: 0-5 ORG"]),
    ("document,start,end,label\n'=a,0,5,ORG\n'a,0,5,ORG\n", &["=a: 0-5 ORG", "'a: 0-5 ORG"]),
    (
        "document,start,end,label,amount,amount_max,currency\na,0,5,MONEY,5.00,,USD\na,6,9,MONEY,3,4.50,\na,10,12,MONEY,,,\na,13,15,ORG,,,\n",
        &["a: 0-5 MONEY [5 USD], 6-9 MONEY [3..4.5], 10-12 MONEY [], 13-15 ORG"],
    ),
    ("document,start,end,label\na,0,5,MONEY\n", &["a: 0-5 MONEY"]),
    (
        r#"{"id": "a", "text": "abcdef", "spans": [{"start": 0, "end": 5, "label": "ORG"}], "optional": [{"start": 2, "end": 6}]}"#,
        &["a: 0-5 ORG ?2-6"],
    ),
    (
        r#"{"id": 7, "expect": [{"start": 0, "end": 2, "text": "$5", "amount": "5", "currency": "USD"}, {"start": 5, "end": 9}]}"#,
        &["7: 0-2 MONEY [5 USD], 5-9 MONEY []"],
    ),
    (
        r#"{"id": "a", "expect": [{"start": 0, "end": 2, "amount": "3..5", "currency": null}]}"#,
        &["a: 0-2 MONEY [3..5]"],
    ),
    (
        "{\"document\": \"a\", \"start\": 0, \"end\": 2, \"label\": \"MONEY\", \"id\": null, \"amount\": 0.5, \"currency\": \"USD\"}\n\n{\"document\": \"a\", \"start\": 5, \"end\": 6, \"label\": \"ORG\", \"id\": \"x:1\", \"amount\": null}\n",
        &["a: 0-2 MONEY [0.5 USD], 5-6 ORG"],
    ),
    (
        r#"{"document": "a", "start": 0, "end": 2, "label": "MONEY", "amount": 12345678901234567890}"#,
        &["a: 0-2 MONEY [12345678901234567890]"],
    ),
    (r#"{"id": "a", "spans": []}"#, &["a: "]),
];

/// A file, and what is said of it.
const WRONG: &[(&str, &str)] = &[
    ("", "FILE: is empty; give it a header, or one JSON object a line"),
    (
        "document,start,label\n",
        "FILE:1: the header has no column `end`, it has `document`, `start`, `label`; a row needs the columns document, start, end and label",
    ),
    ("document,start,end,label\na,x,5,ORG\n", "FILE:2: `x` is no offset; offsets are"),
    ("document,start,end,label\na,0,5,ORG\na,5,5,ORG\n", "FILE:3: the mention 5..5 holds nothing; offsets are"),
    ("document,start,end,label\na,0,5,\n", "FILE:2: the row has no label; write a label"),
    ("document,start,end,label\na,0,5\n", "FILE:2: cannot be read as CSV"),
    (
        "document,start,end,label,amount\na,0,5,MONEY,\"1,000\"\n",
        "FILE:2: the amount `1,000` is not a number; write plain figures",
    ),
    ("{\"id\": \"a\", \"spans\": []}\n{\"id\": \"a\", \"spans\": []}\n", "FILE:2: the document `a` is there twice"),
    (
        "{\"id\": \"a\", \"spans\": []}\n\n{\"id\": \"b\", \"spans\": [}\n",
        "FILE:3: cannot be read as a line of annotations",
    ),
    (r#"{"id": "a", "entities": []}"#, "FILE:1: the document `a` has neither `spans` nor `expect`"),
    (r#"{"spans": []}"#, "FILE:1: the document has no `id`"),
    (r#"{"id": "a", "spans": [{"start": 0, "end": 5}]}"#, "FILE:1: the mention 0..5 has no label"),
    (
        r#"{"id": "a", "text": "abc", "spans": [{"start": 1, "end": 5, "label": "ORG"}]}"#,
        "FILE:1: the mention 1..5 of `a` ends past its 3 code points; offsets are",
    ),
    (
        r#"{"id": "a", "text": "äbcdef", "spans": [{"start": 2, "end": 4, "label": "ORG", "text": "bc"}]}"#,
        "FILE:1: `a` has `cd` at 2..4, not `bc`; offsets are",
    ),
    (r#"{"document": "a", "start": 0, "label": "ORG"}"#, "FILE:1: the mention has no `end`"),
];

#[test]
fn files_that_can_be_read() {
    for (content, expected) in GOOD {
        let documents = read(content).unwrap_or_else(|error| panic!("{content}\n{error}"));
        assert_eq!(documents.iter().map(told).collect::<Vec<_>>(), *expected, "{content}");
    }
}

#[test]
fn mistakes_are_told_with_their_line() {
    for (content, expected) in WRONG {
        let error = read(content).expect_err(content);
        assert!(error.starts_with(expected), "{content}\n{error}\n{expected}");
    }
}

#[test]
fn what_is_no_text() {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(b"document,start,end,label\na,0,5,\xff\n").unwrap();
    let error = read_annotations(file.path()).unwrap_err();
    assert_eq!((error.line, error.message.as_str()), (2, "is not valid UTF-8 here"));
    let error = read_annotations(std::path::Path::new("/nowhere/at/all.csv")).unwrap_err();
    assert!(error.to_string().starts_with("/nowhere/at/all.csv: cannot be read"));
}
