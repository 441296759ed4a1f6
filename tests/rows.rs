//! Laws of reading and writing, for any text.

use gaztag::read::decode;
use gaztag::write::{Csv, Format, JsonLines, MAX_SENTENCE, Rows};
use gaztag::{Entity, Evidence, Pipeline, PipelineOptions, Quantity, Rule, Span};
use proptest::prelude::*;
use std::sync::LazyLock;
use std::time::Instant;

static PIPELINE: LazyLock<Pipeline> =
    LazyLock::new(|| Pipeline::new(&PipelineOptions { shipped: false, ..Default::default() }).unwrap());

fn entity(span: Span) -> Entity<'static> {
    let evidence = Evidence::Composed { name: "=a,\"b\"\r\nc".into(), id: "" };
    Entity::new(span, "ORG", Rule::new("list", "x"), evidence)
}

fn write(text: &str, entities: Vec<Entity<'_>>, format: &dyn Format, enough: usize) -> String {
    let (mut all, mut part) = (Vec::new(), Vec::new());
    let mut rows = Rows::new(entities, PIPELINE.lists());
    while rows.write("a.txt", text, format, enough, &mut part) {
        all.append(&mut part);
    }
    all.append(&mut part);
    String::from_utf8(all).unwrap()
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
                prop_assert!(safe == plain || safe.strip_prefix('\'') == Some(plain));
                prop_assert!(safe.len() < 2 || !safe.starts_with(['=', '+', '-', '@', '\t', '\r']));
            }
        }
    }

    #[test]
    fn utf_16_reads_back(text in "[^\0]*") {
        let marked: Vec<u16> = std::iter::once(0xfeff).chain(text.encode_utf16()).collect();
        let little: Vec<u8> = marked.iter().flat_map(|unit| unit.to_le_bytes()).collect();
        let big: Vec<u8> = marked.iter().flat_map(|unit| unit.to_be_bytes()).collect();
        prop_assert_eq!(decode(&little, None).unwrap(), text.as_str());
        prop_assert_eq!(decode(&big, None).unwrap(), text.as_str());
    }

    #[test]
    fn no_bytes_upset_the_decoder(bytes: Vec<u8>, encoding in prop::sample::select(&ENCODINGS[..])) {
        if let Ok(text) = decode(&bytes, encoding_rs::Encoding::for_label(encoding.as_bytes())) {
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
        let evidence = Evidence::Measured(Quantity { amount, amount_max: amount, currency: Some("CNY") });
        let entity = Entity::new(Span::new(0, 1), "MONEY", Rule::plain("money"), evidence);
        let row = write("5", vec![entity.clone()], &Csv::default(), usize::MAX);
        assert_eq!(row, format!("a.txt,1,0,1,MONEY,5,,,{csv},{csv},CNY,money,5\n"));
        let row = write("5", vec![entity], &JsonLines::default(), usize::MAX);
        assert!(row.contains(&format!("\"amount\":{json},\"amount_max\":{json},\"currency\":\"CNY\"")), "{row}");
    }
}

/// Twice the text, about twice the time: never four times.
#[test]
fn long_lines_cost_their_length() {
    let time = |mentions: usize, between: &str| {
        let text = format!("Acme{between}").repeat(mentions);
        let width = text.len() / mentions;
        let entities: Vec<_> = (0..mentions).map(|i| entity(Span::new(i * width, i * width + 4))).collect();
        let begin = Instant::now();
        let rows = write(&text, entities, &JsonLines::default(), 1 << 16);
        assert_eq!(rows.lines().count(), mentions);
        begin.elapsed()
    };
    for between in [", ", ". ", " ", "\n", "\n\n", " and what follows after it, ", ". \" ) ", "...", "…", "東"] {
        let (short, long) = (time(4_000, between), time(32_000, between));
        assert!(long < short * 32 + std::time::Duration::from_millis(200), "{between:?}: {short:?}, then {long:?}");
    }
}
