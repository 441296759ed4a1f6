//! Scoring: figures worked out by hand, and against a naive scorer.

use std::collections::BTreeSet;

use gaztag::parts::eval::{
    Annotated, Difference, EvalOptions, Kind, Mention, Report, Score, Stretch, Value, evaluate, most_frequent,
};
use proptest::prelude::*;

/// Mentions as `0-5 ORG, 9-14 MONEY 5 USD`; the value is left out where none
/// is stated.
fn mentions(told: &str) -> Vec<Mention> {
    told.split(", ").filter(|one| !one.is_empty()).map(mention).collect()
}

fn mention(told: &str) -> Mention {
    let words: Vec<&str> = told.split(' ').collect();
    let (start, end) = words[0].split_once('-').unwrap();
    let mut mention = Mention::new(start.parse().unwrap(), end.parse().unwrap(), words.get(1).unwrap_or(&""));
    if let [_, _, amount, currency] = words[..] {
        let (amount, currency) = (amount.to_string(), currency.to_string());
        mention.value = Some(Value { amount, currency, amount_max: String::new() });
    }
    mention
}

fn document(id: &str, gold: &str, optional: &str) -> Annotated {
    let optional = mentions(optional).into_iter().map(|m| m.stretch).collect();
    Annotated { mentions: mentions(gold), optional, ..Annotated::new(id) }
}

fn report(gold: &str, optional: &str, predicted: &str, labels: &[&str]) -> Report {
    let labels = labels.iter().map(|l| l.to_string()).collect();
    evaluate(&[document("d", gold, optional)], &[document("d", predicted, "")], &EvalOptions { labels })
}

/// Right, false alarms, missed.
type Counts = (usize, usize, usize);

fn counts(score: &Score) -> Counts {
    (score.right, score.false_alarms, score.missed)
}

struct Case {
    gold: &'static str,
    optional: &'static str,
    predicted: &'static str,
    exact: Counts,
    overlap: Counts,
    differences: &'static [&'static str],
}

const CASES: &[Case] = &[
    Case { gold: "", optional: "", predicted: "", exact: (0, 0, 0), overlap: (0, 0, 0), differences: &[] },
    Case {
        gold: "0-5 ORG, 9-14 PLACE",
        optional: "",
        predicted: "0-5 ORG, 9-12 PLACE",
        exact: (1, 1, 1),
        overlap: (2, 0, 0),
        differences: &["9-14 PLACE wrong edge"],
    },
    Case {
        // Of two predictions for one mention, one is right; so is one gold
        // mention of two under one prediction.
        gold: "0-9 ORG, 20-24 ORG, 25-29 ORG",
        optional: "",
        predicted: "0-2 ORG, 3-9 ORG, 20-29 ORG",
        exact: (0, 3, 3),
        overlap: (2, 1, 1),
        differences: &["0-2 ORG false", "0-9 ORG wrong edge", "20-24 ORG wrong edge", "25-29 ORG missed"],
    },
    Case {
        // The same mention twice counts once.
        gold: "0-5 ORG, 0-5 ORG",
        optional: "",
        predicted: "0-5 ORG, 0-5 ORG, 7-8 ORG, 7-8 ORG",
        exact: (1, 1, 0),
        overlap: (1, 1, 0),
        differences: &["7-8 ORG false"],
    },
    Case {
        // Labels that the gold standard does not have are not scored.
        gold: "0-5 ORG",
        optional: "",
        predicted: "0-5 ORG, 6-9 DRUG",
        exact: (1, 0, 0),
        overlap: (1, 0, 0),
        differences: &[],
    },
    Case {
        // Neither right nor wrong within an optional stretch; across its
        // edge, wrong.
        gold: "0-5 ORG",
        optional: "10-20",
        predicted: "0-5 ORG, 10-20 ORG, 12-15 ORG, 15-25 ORG",
        exact: (1, 1, 0),
        overlap: (1, 1, 0),
        differences: &["15-25 ORG false"],
    },
    Case {
        // An optional stretch of one label pardons that label only.
        gold: "0-5 ORG, 30-32 PLACE",
        optional: "10-20 ORG",
        predicted: "10-20 ORG, 12-15 PLACE",
        exact: (0, 1, 2),
        overlap: (0, 1, 2),
        differences: &["0-5 ORG missed", "12-15 PLACE false", "30-32 PLACE missed"],
    },
    Case {
        // A gold mention within an optional stretch is right all the same,
        // and overlapping it inexactly is no false alarm.
        gold: "10-14 ORG, 16-20 ORG",
        optional: "8-30",
        predicted: "10-14 ORG, 16-22 ORG",
        exact: (1, 0, 1),
        overlap: (2, 0, 0),
        differences: &["16-20 ORG wrong edge"],
    },
    Case {
        // The optional prediction must not take the mention from the other.
        gold: "10-20 ORG",
        optional: "8-13",
        predicted: "9-12 ORG, 15-18 ORG",
        exact: (0, 1, 1),
        overlap: (1, 0, 0),
        differences: &["10-20 ORG wrong edge"],
    },
    Case {
        gold: "0-5 ORG, 10-20 ORG, 30-40 PLACE",
        optional: "",
        predicted: "0-5 PLACE, 12-22 PLACE",
        exact: (0, 2, 3),
        overlap: (0, 2, 3),
        differences: &["0-5 ORG wrong label", "10-20 ORG wrong label and edge", "30-40 PLACE missed"],
    },
    Case {
        // Nested: the exact pair leaves the inner mention to the other.
        gold: "0-9 ORG, 0-4 ORG",
        optional: "",
        predicted: "0-9 ORG, 2-4 ORG",
        exact: (1, 1, 1),
        overlap: (2, 0, 0),
        differences: &["0-4 ORG wrong edge"],
    },
];

#[test]
fn counts_worked_out_by_hand() {
    for case in CASES {
        let report = report(case.gold, case.optional, case.predicted, &[]);
        let told = format!("gold {} optional {} predicted {}", case.gold, case.optional, case.predicted);
        assert_eq!(counts(&report.overall.exact), case.exact, "exact, {told}");
        assert_eq!(counts(&report.overall.overlap), case.overlap, "overlap, {told}");
        assert_eq!(report.overall.value, None, "{told}");
        let tell = |d: &Difference| format!("{}-{} {} {}", d.start, d.end, d.label, d.kind);
        let differences: Vec<String> = report.differences.iter().map(tell).collect();
        assert_eq!(differences, case.differences, "{told}");
    }
}

#[test]
fn figures_by_label_and_overall() {
    let report = report("0-5 ORG, 6-9 ORG, 10-14 PLACE", "", "0-5 ORG, 10-14 PLACE, 20-24 PLACE, 30-34 PLACE", &[]);
    let figures = |score: &Score| (score.precision().unwrap(), score.recall().unwrap(), score.f1().unwrap());
    let close = |a: (f64, f64, f64), b: (f64, f64, f64)| {
        (a.0 - b.0).abs() < 1e-12 && (a.1 - b.1).abs() < 1e-12 && (a.2 - b.2).abs() < 1e-12
    };
    assert!(close(figures(&report.labels["ORG"].exact), (1.0, 0.5, 2.0 / 3.0)));
    assert!(close(figures(&report.labels["PLACE"].exact), (1.0 / 3.0, 1.0, 0.5)));
    assert!(close(figures(&report.overall.exact), (0.5, 2.0 / 3.0, 4.0 / 7.0)));
}

#[test]
fn values_are_asked_where_the_gold_standard_states_them() {
    let gold = "0-5 MONEY 5 USD, 6-9 MONEY 7.5 EUR, 10-14 MONEY";
    let report = report(gold, "", "0-5 MONEY 5 USD, 6-9 MONEY 75 EUR, 10-14 MONEY 3 GBP", &[]);
    assert_eq!(counts(&report.overall.exact), (3, 0, 0));
    assert_eq!(counts(&report.overall.value.unwrap()), (2, 1, 1));
    let [difference] = &report.differences[..] else { panic!("{:?}", report.differences) };
    assert_eq!((difference.kind, &*difference.gold, &*difference.predicted), (Kind::WrongValue, "7.5 EUR", "75 EUR"));
}

#[test]
fn labels_that_are_asked_for() {
    let report = report("0-5 ORG, 6-9 PLACE", "", "6-9 PLACE, 20-25 DRUG", &["PLACE", "DRUG"]);
    assert_eq!(report.labels.keys().collect::<Vec<_>>(), ["DRUG", "PLACE"]);
    assert_eq!(counts(&report.overall.exact), (1, 1, 0));
}

#[test]
fn documents_of_one_side() {
    let gold = [document("a.txt", "0-5 ORG", ""), document("b.txt", "0-5 ORG", "")];
    let predicted = [document("texts/b.txt", "0-5 ORG", ""), document("c.txt", "0-5 ORG", "")];
    let report = evaluate(&gold, &predicted, &EvalOptions::default());
    assert_eq!(counts(&report.overall.exact), (1, 0, 1));
    assert_eq!(
        (&report.documents.gold_only[..], &report.documents.predicted_only[..]),
        (&["a.txt".into()][..], &["c.txt".into()][..])
    );
}

#[test]
fn surfaces_and_contexts_are_code_points_of_the_gold_text() {
    let mut gold = document("d", "7-10 ORG", "");
    gold.text = Some("Žilina\nČEZ – Ž".into());
    let mut wrong = Mention::new(7, 10, "ORG");
    wrong.text = "EZ ".into();
    let predicted = Annotated { mentions: vec![Mention::new(13, 14, "ORG"), wrong], ..Annotated::new("d") };
    let report = evaluate(&[gold], &[predicted], &EvalOptions::default());
    assert_eq!(report.documents.misplaced, 1);
    let [difference] = &report.differences[..] else { panic!("{:?}", report.differences) };
    assert_eq!((&*difference.text, &*difference.context), ("Ž", "Žilina ČEZ – Ž"));
}

#[test]
fn the_most_frequent_first() {
    let named = |kind, text: &str| Difference {
        document: "d".into(),
        start: 0,
        end: 1,
        label: "ORG".into(),
        kind,
        text: text.into(),
        gold: text.into(),
        predicted: String::new(),
        rule: String::new(),
        context: String::new(),
    };
    let differences = ["b", "a", "b", "c", "c"].map(|text| named(Kind::Missed, text));
    let frequent = most_frequent(&differences, Kind::Missed, 2);
    let told: Vec<(usize, &str)> = frequent.iter().map(|f| (f.count, f.gold.as_str())).collect();
    assert_eq!(told, [(2, "b"), (2, "c")]);
    assert!(most_frequent(&differences, Kind::False, 2).is_empty());
}

/// What a scorer of a few lines counts for one label, exactly.
fn naive_exact(gold: &Annotated, predicted: &Annotated, label: &str) -> Counts {
    let set = |document: &Annotated| -> BTreeSet<Stretch> {
        document.mentions.iter().map(|m| m.stretch.clone()).filter(|s| s.label == label).collect()
    };
    let (golds, found) = (set(gold), set(predicted));
    let pardoned =
        |s: &&Stretch| !golds.contains(s) && gold.optional.iter().any(|o| o.start <= s.start && s.end <= o.end);
    let right = golds.intersection(&found).count();
    (right, found.len() - right - found.iter().filter(pardoned).count(), golds.len() - right)
}

/// The most pairs, by trying all.
fn naive_pairs(golds: &[&Stretch], found: &[&Stretch]) -> usize {
    let Some((first, rest)) = golds.split_first() else { return 0 };
    let with = (0..found.len()).filter(|&i| first.shared(found[i]) > 0).map(|i| {
        let others: Vec<&Stretch> = found.iter().enumerate().filter(|(j, _)| *j != i).map(|(_, s)| *s).collect();
        1 + naive_pairs(rest, &others)
    });
    with.max().unwrap_or(0).max(naive_pairs(rest, found))
}

fn annotated(most: usize) -> impl Strategy<Value = Annotated> {
    let one = (0..14usize, 1..6usize, prop::sample::select(&["ORG", "PLACE"][..]));
    let mentions =
        prop::collection::vec(one.prop_map(|(start, len, label)| Mention::new(start, start + len, label)), 0..most);
    let optional = prop::collection::vec((0..14usize, 1..6usize), 0..2);
    (mentions, optional).prop_map(|(mentions, optional)| {
        let optional =
            optional.into_iter().map(|(start, len)| Stretch { start, end: start + len, label: String::new() });
        Annotated { mentions, optional: optional.collect(), ..Annotated::new("d") }
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn figures_of_a_naive_scorer(gold in annotated(6), predicted in annotated(6)) {
        let (gold, predicted) = ([gold], [predicted]);
        let report = evaluate(&gold, &predicted, &EvalOptions { labels: vec!["ORG".into(), "PLACE".into()] });
        for (label, scores) in &report.labels {
            prop_assert_eq!(counts(&scores.exact), naive_exact(&gold[0], &predicted[0], label));
            let of = |d: &'_ Annotated| -> BTreeSet<Stretch> { d.mentions.iter().map(|m| m.stretch.clone()).filter(|s| s.label == *label).collect() };
            let (golds, found) = (of(&gold[0]), of(&predicted[0]));
            let pairs = naive_pairs(&golds.iter().collect::<Vec<_>>(), &found.iter().collect::<Vec<_>>());
            prop_assert_eq!(scores.overlap.right, pairs);
            prop_assert_eq!(scores.overlap.missed, golds.len() - pairs);
            prop_assert!(scores.overlap.false_alarms <= scores.exact.false_alarms);
        }
    }

    /// The differences explain the counts.
    #[test]
    fn differences_add_up(gold in annotated(8), predicted in annotated(8)) {
        let gold = Annotated { optional: Vec::new(), ..gold };
        let report = evaluate(&[gold], &[predicted], &EvalOptions { labels: vec!["ORG".into(), "PLACE".into()] });
        let of = |kinds: &[Kind]| report.differences.iter().filter(|d| kinds.contains(&d.kind)).count();
        let both = of(&[Kind::WrongEdge, Kind::WrongLabel, Kind::WrongLabelAndEdge]);
        prop_assert_eq!(of(&[Kind::Missed]) + both, report.overall.exact.missed);
        prop_assert_eq!(of(&[Kind::False]) + both, report.overall.exact.false_alarms);
    }
}
