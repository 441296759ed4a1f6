//! What annotation tools are given, read back as each tool reads it: every
//! mention must come out with its words and its label.

use gaztag::parts::convert::{brat, conll, displacy, doccano, label_studio, web_annotation, webanno};
use gaztag::parts::eval::{Mention, Value};
use gaztag::parts::marked::Marked;
use serde_json::Value as Json;

const TEXT: &str = "😀 Bank of\nVelmora paid €5 to Zorblax's [North_Works]. Velmora\twaits; يدفع زوربلاكس.\r\n";

/// Words and labels, in order.
type Found = Vec<(String, String)>;

fn mention(words: &str, label: &str, from: usize) -> Mention {
    let at = from + TEXT[from..].find(words).expect("the words are in the text");
    let start = TEXT[..at].chars().count();
    let id = if label == "PLACE" { "x:7|8".into() } else { String::new() };
    Mention {
        text: words.into(),
        name: words.into(),
        id,
        rule: "list".into(),
        ..Mention::new(start, start + words.chars().count(), label)
    }
}

fn document() -> Marked {
    let second = TEXT.find(". Velmora").expect("it is there");
    let value = Some(Value { amount: "5".into(), currency: "EUR".into(), ..Value::default() });
    let mentions = vec![
        mention("Bank of\nVelmora", "ORG", 0),
        mention("Velmora", "PLACE", 0),
        Mention { value, ..mention("€5", "MONEY", 0) },
        mention("Zorblax", "ORG", 0),
        mention("North_Works", "A_B C", 0),
        mention("Velmora", "PLACE", second),
        mention("زوربلاكس", "ORG", 0),
    ];
    Marked::new("letters/a b.txt", TEXT.into(), mentions)
}

fn all() -> Found {
    let document = document();
    assert_eq!(document.misfits, 0);
    document.mentions.iter().map(|m| (m.bytes.of(TEXT).into(), m.mention.stretch.label.clone())).collect()
}

fn outer() -> Found {
    let mut all = all();
    all.remove(1);
    all
}

/// As Python slices a string.
fn points(text: &str, start: &Json, end: &Json) -> String {
    let number = |value: &Json| value.as_u64().expect("an offset") as usize;
    text.chars().skip(number(start)).take(number(end) - number(start)).collect()
}

#[test]
fn brat_reads_it() {
    let mut found = Found::new();
    let (mut references, mut notes) = (0, 0);
    for line in brat::annotations(&document()).lines() {
        let fields: Vec<&str> = line.split('\t').collect();
        match &line[..1] {
            "T" => {
                let (label, offsets) = fields[1].split_once(' ').expect("a label");
                let pieces = offsets.split(';').map(|piece| {
                    let (start, end) = piece.split_once(' ').expect("two offsets");
                    points(TEXT, &start.parse::<u64>().unwrap().into(), &end.parse::<u64>().unwrap().into())
                });
                let pieces: Vec<String> = pieces.collect();
                assert_eq!(pieces.join(" "), fields[2], "brat holds the words against the text");
                assert!(!fields[2].contains('\n') && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_'));
                found.push((pieces.join("\n"), label.to_string()));
            }
            "N" => references += 1,
            "#" => notes += 1,
            _ => panic!("{line}"),
        }
    }
    let mut expected = all();
    expected[4].1 = "A_B_C".into();
    assert_eq!((found, references, notes), (expected, 2, 7));
    assert!(brat::configuration(["ORG", "A_B C"].into_iter()).starts_with("[entities]\nA_B_C\nORG\n"));
}

#[test]
fn conll_reads_it() {
    let mut found: Vec<(Vec<String>, String)> = Vec::new();
    let written = conll::document(&document());
    for line in written.lines().skip(2).filter(|line| !line.is_empty()) {
        let fields: Vec<&str> = line.split(' ').collect();
        let [token, "-X-", "_", tag] = fields[..] else { panic!("{line}") };
        match tag.split_once('-') {
            None => assert_eq!(tag, "O"),
            Some(("B", label)) => found.push((vec![token.into()], label.into())),
            Some(("I", label)) => {
                let last = found.last_mut().expect("it begins with B");
                assert_eq!(last.1, label);
                last.0.push(token.into());
            }
            Some(_) => panic!("{line}"),
        }
    }
    let words = |text: &str| text.split_whitespace().collect::<String>();
    let found: Found = found.into_iter().map(|(tokens, label)| (tokens.concat(), label)).collect();
    let mut expected: Found = outer().into_iter().map(|(text, label)| (words(&text), label)).collect();
    expected[3].1 = "A_B_C".into();
    assert_eq!(found, expected);
    let tokens = written.lines().skip(2).filter_map(|line| line.split(' ').next());
    assert_eq!(
        tokens.collect::<String>(),
        TEXT.split_whitespace().collect::<String>(),
        "every sign is there, in order"
    );
}

/// A cell of WebAnno TSV: its values with their numbers.
fn cell(cell: &str) -> Vec<(String, String)> {
    let mut values = vec![(String::new(), String::new())];
    let (mut is_number, mut signs) = (false, cell.chars());
    while let Some(c) = signs.next() {
        let last = values.last_mut().expect("one at least");
        match c {
            '\\' => last.0.extend(signs.next()),
            '[' => is_number = true,
            ']' => is_number = false,
            '|' => values.push(Default::default()),
            c if is_number => last.1.push(c),
            c => last.0.push(c),
        }
    }
    values
}

#[test]
fn webanno_reads_it() {
    let units: Vec<u16> = TEXT.encode_utf16().collect();
    let written = webanno::document(&document());
    assert!(written.starts_with("#FORMAT=WebAnno TSV 3.3\n#T_SP="));
    // Number, or place for one alone → begin, end, label.
    let mut found: Vec<(String, usize, usize, String)> = Vec::new();
    for line in written.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let fields: Vec<&str> = line.split('\t').collect();
        let [place, span, token, ids, labels, ""] = fields[..] else { panic!("{line}") };
        let (begin, end) = span.split_once('-').expect("two offsets");
        let (begin, end): (usize, usize) = (begin.parse().unwrap(), end.parse().unwrap());
        assert_eq!(String::from_utf16(&units[begin..end]).unwrap(), token.replace("\\\\", "\\"));
        if labels == "_" {
            assert_eq!(ids, "_");
            continue;
        }
        for ((label, number), (id, same)) in cell(labels).into_iter().zip(cell(ids)) {
            assert_eq!((number.as_str(), label == "PLACE"), (same.as_str(), id == "x:7|8"));
            let key = if number.is_empty() { place.to_string() } else { number };
            match found.iter_mut().find(|(known, ..)| *known == key) {
                Some(known) => known.2 = end,
                None => found.push((key, begin, end, label)),
            }
        }
    }
    let told: Found = found
        .iter()
        .map(|(_, begin, end, label)| (String::from_utf16(&units[*begin..*end]).unwrap(), label.clone()))
        .collect();
    assert_eq!(told, all());
}

#[test]
fn doccano_reads_it() {
    let object = doccano::document(&document());
    let labels = object["label"].as_array().expect("a list").iter();
    let found: Found = labels
        .map(|l| (points(object["text"].as_str().unwrap(), &l[0], &l[1]), l[2].as_str().unwrap().into()))
        .collect();
    assert_eq!(found, all());
}

#[test]
fn displacy_reads_it() {
    let object = displacy::document(&document());
    let ents = object["ents"].as_array().expect("a list").iter();
    let found: Found = ents
        .map(|e| {
            (points(object["text"].as_str().unwrap(), &e["start"], &e["end"]), e["label"].as_str().unwrap().into())
        })
        .collect();
    assert_eq!(found, outer());
}

#[test]
fn label_studio_reads_it() {
    let task = label_studio::task(&document());
    let text = task["data"]["text"].as_str().expect("a text");
    let results = task["predictions"][0]["result"].as_array().expect("a list").iter();
    let found = results.map(|result| {
        let value = &result["value"];
        assert_eq!(points(text, &value["start"], &value["end"]), value["text"].as_str().unwrap());
        assert_eq!(
            (&result["type"], &result["from_name"], &result["to_name"]),
            (&"labels".into(), &"label".into(), &"text".into())
        );
        (value["text"].as_str().unwrap().to_string(), value["labels"][0].as_str().unwrap().to_string())
    });
    assert_eq!(found.collect::<Found>(), all());
}

#[test]
fn web_annotations_are_read() {
    let collection = web_annotation::collection(web_annotation::annotations(&document()));
    assert_eq!(collection["total"], 7);
    let items = collection["first"]["items"].as_array().expect("a list").iter();
    let found = items.map(|item| {
        let [position, quotation] = &item["target"]["selector"].as_array().unwrap()[..] else { panic!("{item}") };
        let exact = quotation["exact"].as_str().unwrap();
        assert_eq!(points(TEXT, &position["start"], &position["end"]), exact);
        let whole =
            format!("{}{exact}{}", quotation["prefix"].as_str().unwrap(), quotation["suffix"].as_str().unwrap());
        assert!(TEXT.contains(&whole), "{whole}");
        assert_eq!(item["target"]["source"], "letters/a%20b.txt");
        (exact.to_string(), item["body"][0]["value"].as_str().unwrap().to_string())
    });
    assert_eq!(found.collect::<Found>(), all());
}
