//! Money, case by case: `money.csv` holds a text a row with the amounts that
//! are in it.
//!
//! Columns: `case`, `text` (`\n` is a line end), and the amounts in order,
//! divided by ` | `: `span`, `amount` (`low..high` for a range, `?` for none),
//! `currency` (`-` for none), `rule` (may be left empty).

use gaztag::{Entity, Pipeline, PipelineOptions};
use proptest::prelude::*;
use std::sync::LazyLock;

static PIPELINE: LazyLock<Pipeline> = LazyLock::new(|| Pipeline::new(&Default::default()).expect("the shipped lists"));

#[derive(serde::Deserialize)]
struct Case {
    case: String,
    text: String,
    span: String,
    amount: String,
    currency: String,
    rule: String,
}

fn money<'p>(pipeline: &'p Pipeline, text: &str) -> Vec<Entity<'p>> {
    pipeline.annotate(text).into_iter().filter(|entity| entity.quantity().is_some()).collect()
}

fn drawn(entity: &Entity<'_>, text: &str, with_rule: bool) -> String {
    let quantity = entity.quantity().expect("only amounts are drawn");
    let amount = quantity.amount.map_or("?".to_string(), |a| a.to_string());
    let upper = quantity.amount_max.map_or(String::new(), |a| format!("..{a}"));
    let rule = if with_rule { format!(" ({})", entity.rule) } else { String::new() };
    format!("[{}] {amount}{upper} {}{rule}", entity.span.of(text), quantity.currency.unwrap_or("-"))
}

fn expected(case: &Case) -> Vec<String> {
    let parts = |column: &str| -> Vec<String> {
        if column.is_empty() {
            Vec::new()
        } else {
            column.split(" | ").map(|p| p.trim().replace("\\n", "\n")).collect()
        }
    };
    let (spans, amounts, currencies) = (parts(&case.span), parts(&case.amount), parts(&case.currency));
    let rules = parts(&case.rule);
    assert_eq!((spans.len(), spans.len()), (amounts.len(), currencies.len()), "case {}", case.case);
    let rule = |i: usize| rules.get(i).map_or(String::new(), |rule| format!(" (money:{rule})"));
    (0..spans.len()).map(|i| format!("[{}] {} {}{}", spans[i], amounts[i], currencies[i], rule(i))).collect()
}

fn cases() -> Vec<Case> {
    let mut reader =
        csv::Reader::from_path(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/money.csv")).expect("the cases");
    reader.deserialize().map(|row| row.expect("a case")).collect()
}

/// `money_again.csv`: which amount says which one again.
#[test]
fn amounts_said_again() {
    let mut reader =
        csv::Reader::from_path(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/money_again.csv")).expect("the cases");
    let mut wrong = Vec::new();
    for case in reader.deserialize::<[String; 3]>() {
        let [case, text, expected] = case.expect("a case");
        let found = money(&PIPELINE, &text);
        let again = found.iter().filter_map(|entity| {
            let start = entity.span.start - entity.quantity()?.converts?;
            let first = found.iter().find(|first| first.span.start == start).expect("the first one is there");
            Some(format!("{} = {}", entity.span.of(&text), first.span.of(&text)))
        });
        let again = again.collect::<Vec<_>>().join(" | ");
        if again != expected {
            wrong.push(format!("{case}: {again:?}, not {expected:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_case() {
    let mut wrong = Vec::new();
    for case in cases() {
        let text = case.text.replace("\\n", "\n");
        let found: Vec<String> =
            money(&PIPELINE, &text).iter().map(|entity| drawn(entity, &text, !case.rule.is_empty())).collect();
        if found != expected(&case) {
            wrong.push(format!("{}: {text:?}\n  expected {:?}\n  found    {found:?}", case.case, expected(&case)));
        }
    }
    assert!(wrong.is_empty(), "{} cases are wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn the_default_currency_stands_where_the_document_is_silent() {
    let options = PipelineOptions { default_currency: Some("AUD".into()), ..Default::default() };
    let pipeline = Pipeline::new(&options).expect("the shipped lists");
    for (text, expected) in [
        ("It costs $5.", "[$5] 5 AUD (money:default)"),
        ("It costs US$5.", "[US$5] 5 USD (money:symbol)"),
        ("It costs 5 francs.", "[5 francs] 5 - (money:open)"),
        ("It costs £5.", "[£5] 5 GBP (money:symbol)"),
    ] {
        let found: Vec<String> = money(&pipeline, text).iter().map(|entity| drawn(entity, text, true)).collect();
        assert_eq!(found, [expected], "{text}");
    }
}

/// Pieces that make amounts and nearly amounts.
const PIECES: &[&str] = &[
    "$",
    "US$",
    "£",
    "€",
    "¥",
    "-",
    "–",
    "5",
    "1,234.50",
    "1.234,50",
    "64 000",
    "½",
    "1/2",
    ".45",
    " ",
    " ",
    "\n",
    "\n\n",
    "million",
    "bn",
    "m",
    "crore",
    "lakh",
    "dollars",
    "pounds",
    "yen",
    "won",
    "cents",
    "p",
    "c",
    "euros",
    "a",
    "half",
    "and",
    "to",
    "between",
    "from",
    "minus",
    "two",
    "hundred",
    "thousand",
    "(",
    ")",
    ",",
    ".",
    "/",
    "USD",
    "CHF19",
    "19CHF",
    "TRY",
    "Rs.",
    "kr",
    "8s",
    "4d",
    "99999999999999999999999999999",
    "trillion",
    "亿",
    "元",
    "％",
    "percent",
    "half a",
    "quarter of a",
    "point",
    "and 50/100",
    "149.20",
    "/25",
    "-1/2",
    " , ",
    " . ",
    "412",
    "000",
    "(5)",
    ",-",
    "/-",
    "bis",
    "R",
    "MT",
    "kr.",
    "1.234567890123456789012345678",
    "fifty",
    "shillings",
    "by",
    "vs",
    "İ",
    "\u{301}",
    "👩‍👧",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn any_text_gives_amounts_in_order(text in "\\PC{0,60}") {
        check(&text)?;
    }

    #[test]
    fn any_pieces_give_amounts_in_order(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..30)) {
        check(&pieces.concat())?;
        check(&pieces.join(" "))?;
    }
}

fn check(text: &str) -> Result<(), TestCaseError> {
    let mut end = 0;
    for entity in money(&PIPELINE, text) {
        prop_assert!(entity.span.start >= end && entity.span.end > entity.span.start);
        prop_assert!(text.get(entity.span.start..entity.span.end).is_some());
        end = entity.span.end;
        let quantity = entity.quantity().expect("only amounts were kept");
        for amount in quantity.amount.iter().chain(&quantity.amount_max) {
            prop_assert_eq!(amount.to_string().parse::<rust_decimal::Decimal>().ok(), Some(*amount));
        }
    }
    Ok(())
}
