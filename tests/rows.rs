//! Laws of reading and writing, for any text.

use gaztag::read::decode;
use gaztag::write::{Csv, Document, Format, JsonLines, MAX_SENTENCE, Packed, Record, Rows, records, unguarded};
use gaztag::{Entity, Evidence, Pipeline, PipelineOptions, Quantity, Rule, Span};
use proptest::prelude::*;
use std::sync::LazyLock;

static PIPELINE: LazyLock<Pipeline> =
    LazyLock::new(|| Pipeline::new(&PipelineOptions { shipped: false, ..Default::default() }).unwrap());

fn entity(span: Span) -> Entity<'static> {
    let evidence = Evidence::Composed { name: "=a,\"b\"\r\nc".into(), core: None };
    Entity::new(span, "ORG", Rule::new("list", "x"), evidence)
}

fn write(text: &str, entities: Vec<Entity<'_>>, format: &dyn Format, enough: usize) -> String {
    String::from_utf8(encode(text, entities, format, enough)).unwrap()
}

/// The bytes of the rows, made in pieces of `enough` bytes and a row.
fn encode(text: &str, entities: Vec<Entity<'_>>, format: &dyn Format, enough: usize) -> Vec<u8> {
    let (mut all, mut part) = (Vec::new(), [Vec::new()]);
    let mut rows = Rows::new(entities, PIPELINE.lists());
    while rows.encode(&Document::new("a.txt", text), &[format], enough, &mut part) {
        all.append(&mut part[0]);
    }
    all.append(&mut part[0]);
    all
}

fn fold(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Text with many ends of sentences, kinds of white space and kinds of
/// letters, and spans of it that overlap in any way.
fn text_and_spans() -> impl Strategy<Value = (String, Vec<Span>)> {
    let piece = prop_oneof![
        "[A-Za-zß東é]{1,6}",
        "[ \t\r\n\u{a0}\u{2028}\u{2029}]{1,4}",
        "[.!?…。\"'”)]{1,3}",
        Just("U.S. ".to_string()),
        Just("\n\n".to_string()),
        any::<char>().prop_map(String::from),
        Just(" ".repeat(3000)),
        Just("word ".repeat(500)),
    ];
    let text = prop::collection::vec(piece, 1..60).prop_map(|pieces| pieces.concat());
    (text, prop::collection::vec((any::<prop::sample::Index>(), 1..30usize), 1..20)).prop_map(|(text, places)| {
        let starts: Vec<usize> = text.char_indices().filter(|(_, c)| !c.is_whitespace()).map(|(i, _)| i).collect();
        let span = |(index, length): (prop::sample::Index, usize)| {
            let start = starts[index.index(starts.len())];
            let end = text[start..].char_indices().nth(length).map_or(text.len(), |(i, _)| start + i);
            Span::new(start, start + text[start..end].trim_end().len())
        };
        let mut spans: Vec<Span> = if starts.is_empty() { Vec::new() } else { places.into_iter().map(span).collect() };
        spans.sort_by_key(|span| (span.start, std::cmp::Reverse(span.end)));
        (text, spans)
    })
}

proptest! {
    #[test]
    fn rows_say_where_they_are((text, spans) in text_and_spans(), enough in 1..5000usize) {
        let rows = write(&text, spans.iter().map(|span| entity(*span)).collect(), &JsonLines::default(), enough);
        let rows: Vec<serde_json::Value> = rows.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        prop_assert_eq!(rows.len(), spans.len());
        for (row, span) in rows.iter().zip(&spans) {
            let (start, end) = (row["start"].as_u64().unwrap() as usize, row["end"].as_u64().unwrap() as usize);
            let surface: String = text.chars().skip(start).take(end - start).collect();
            prop_assert_eq!(&surface, span.of(&text));
            prop_assert_eq!(row["text"].as_str().unwrap(), &surface);
            prop_assert_eq!(row["line"].as_u64().unwrap() as usize, 1 + text[..span.start].matches('\n').count());
            let sentence = row["sentence"].as_str().unwrap();
            prop_assert!(sentence.chars().count() <= MAX_SENTENCE);
            prop_assert!(sentence.contains(&fold(&surface)), "{sentence:?} does not hold {surface:?}");
            prop_assert_eq!(&fold(sentence), sentence);
            let uncut = sentence.trim_start_matches('…').trim_end_matches('…').trim();
            prop_assert!(fold(&text).contains(uncut));
        }
    }

    #[test]
    fn csv_reads_back((text, spans) in text_and_spans(), excel: bool) {
        let entities: Vec<_> = spans.iter().map(|span| entity(*span)).collect();
        let exact = write(&text, entities.clone(), &Csv { exact: true, excel, ..Csv::default() }, usize::MAX);
        let guarded = write(&text, entities, &Csv { excel, ..Csv::default() }, usize::MAX);
        let read = |csv: &str| -> Vec<csv::StringRecord> {
            let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(csv.as_bytes());
            reader.records().map(Result::unwrap).collect()
        };
        let (exact, guarded) = (read(&exact), read(&guarded));
        prop_assert_eq!(exact.len(), spans.len());
        for ((exact, guarded), span) in exact.iter().zip(&guarded).zip(&spans) {
            prop_assert_eq!(&exact[5], span.of(&text));
            prop_assert_eq!(&exact[6], "=a,\"b\"\r\nc");
            for (plain, safe) in exact.iter().zip(guarded) {
                prop_assert_eq!(unguarded(safe, ','), plain);
                prop_assert!(safe.len() < 2 || !safe.starts_with(['=', '+', '-', '@', '\t', '\r']));
            }
        }
    }

    #[test]
    fn rows_without_sentences_are_the_same_else((text, spans) in text_and_spans()) {
        let entities: Vec<_> = spans.iter().map(|span| entity(*span)).collect();
        let (document, lists) = (Document::new("d", &text), PIPELINE.lists());
        let mut with = Rows::new(entities.clone(), lists);
        let mut without = Rows::new(entities, lists).without_sentences();
        while let Some(row) = with.next(&document) {
            let other = without.next(&document).expect("as many");
            prop_assert_eq!((row.line, row.start, row.end, row.text), (other.line, other.start, other.end, other.text));
            prop_assert!(!row.sentence.is_empty() && other.sentence.is_empty());
        }
        prop_assert!(without.next(&document).is_none());
    }

    #[test]
    fn values_are_what_the_rows_say((text, spans) in text_and_spans(), enough in 1..5000usize) {
        let entities: Vec<_> = spans.iter().map(|span| entity(*span)).collect();
        let packed = encode(&text, entities.clone(), &Packed::default(), enough);
        let objects = write(&text, entities, &JsonLines::default(), usize::MAX);
        let mentions: Vec<_> = records(&packed).map(Result::unwrap).collect();
        prop_assert_eq!(mentions.len(), spans.len());
        for (record, object) in mentions.into_iter().zip(objects.lines()) {
            let Record::Mention(mention) = record else { panic!("{record:?} is no mention") };
            let mention = mention.into_owned();
            let object: serde_json::Value = serde_json::from_str(object).unwrap();
            prop_assert_eq!(object["start"].as_u64(), Some(mention.start));
            prop_assert_eq!(object["end"].as_u64(), Some(mention.end));
            prop_assert_eq!(object["line"].as_u64(), Some(mention.line));
            for (name, value) in [
                ("label", &mention.label),
                ("text", &mention.text),
                ("name", &mention.name),
                ("rule", &mention.rule),
                ("sentence", &mention.sentence),
            ] {
                prop_assert_eq!(object[name].as_str(), Some(&**value));
            }
        }
    }

    #[test]
    fn utf_16_reads_back(text in "[^\0]*") {
        let marked: Vec<u16> = std::iter::once(0xfeff).chain(text.encode_utf16()).collect();
        let little: Vec<u8> = marked.iter().flat_map(|unit| unit.to_le_bytes()).collect();
        let big: Vec<u8> = marked.iter().flat_map(|unit| unit.to_be_bytes()).collect();
        prop_assert_eq!(decode(&little, None, true).unwrap().0, text.as_str());
        prop_assert_eq!(decode(&big, None, true).unwrap().0, text.as_str());
    }

    #[test]
    fn no_bytes_upset_the_decoder(bytes: Vec<u8>, encoding in prop::sample::select(&ENCODINGS[..])) {
        for strict in [true, false] {
            let named = encoding_rs::Encoding::for_label(encoding.as_bytes());
            let Ok((text, _)) = decode(&bytes, named, strict) else { continue };
            prop_assert!(!text.contains('\0'));
        }
    }
}

const ENCODINGS: [&str; 8] =
    ["utf-8", "utf-16le", "utf-16be", "windows-1252", "gb18030", "shift_jis", "iso-2022-jp", "big5"];

#[test]
fn amounts_are_plain_figures() {
    let cases = [
        ("248400000000", "248400000000", "248400000000"),
        ("34.690", "34.69", "34.69"),
        ("0.0000001", "0.0000001", "1e-7"),
        ("-5", "-5", "-5"),
        ("100000000000000000000", "100000000000000000000", "\"100000000000000000000\""),
        ("1.234567890123456", "1.234567890123456", "\"1.234567890123456\""),
    ];
    for (amount, csv, json) in cases {
        let amount = Some(amount.parse().unwrap());
        let evidence = Evidence::Measured(Quantity {
            amount,
            amount_max: amount,
            currency: Some("CNY"),
            stated: None,
            converts: None,
        });
        let entity = Entity::new(Span::new(0, 1), "MONEY", Rule::plain("money"), evidence);
        let row = write("5", vec![entity.clone()], &Csv::default(), usize::MAX);
        assert_eq!(row, format!("a.txt,1,0,1,MONEY,5,,,{csv},{csv},CNY,money,5\n"));
        let row = write("5", vec![entity], &JsonLines::default(), usize::MAX);
        assert!(row.contains(&format!("\"amount\":{json},\"amount_max\":{json},\"currency\":\"CNY\"")), "{row}");
    }
}
