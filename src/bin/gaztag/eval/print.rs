//! What `gaztag eval` prints.

use gaztag::parts::eval::{Ablation, Frequent, Kind, Report, Score, Scores, most_frequent};
use serde_json::json;
use std::fmt::Write;

/// The figures by label, then the most frequent differences of each kind.
pub fn tables(report: &Report, top: usize) -> String {
    let mut out = figures(report);
    for kind in Kind::ALL {
        let frequent = most_frequent(&report.differences, kind, top);
        if !frequent.is_empty() {
            let all = report.differences.iter().filter(|d| d.kind == kind).count();
            write!(out, "\n{kind}: {all}\n{}", list(&frequent)).expect("memory takes it");
        }
    }
    out
}

/// Everything but the single differences, as one JSON object.
pub fn json(report: &Report, top: usize) -> String {
    let mut object = json!(report);
    for kind in Kind::ALL {
        object["frequent"][kind.to_string()] = json!(most_frequent(&report.differences, kind, top));
    }
    format!("{object:#}\n")
}

/// One row a label, and one for all.
fn figures(report: &Report) -> String {
    let has_values = report.overall.value.is_some();
    let label_width = report.labels.keys().map(|l| l.chars().count()).max().unwrap_or(0).max(5);
    let mut out = format!("{:label_width$}   {:>6} {:>6}   {:<17}   {:<17}", "", "", "", "exact", "overlapping");
    out.push_str(if has_values { "   with value\n" } else { "\n" });
    write!(out, "{:label_width$}   {:>6} {:>6}", "label", "gold", "found").expect("memory takes it");
    for _ in 0..if has_values { 3 } else { 2 } {
        out.push_str("       P     R    F1");
    }
    out.push('\n');
    let rows = report.labels.iter().map(|(label, scores)| (label.as_str(), scores));
    for (label, scores) in rows.chain([("all", &report.overall)]) {
        writeln!(out, "{}", row(label, label_width, scores).trim_end()).expect("memory takes it");
    }
    out
}

fn row(label: &str, width: usize, scores: &Scores) -> String {
    let Score { right, false_alarms, missed } = scores.exact;
    let groups = [Some(scores.exact), Some(scores.overlap), scores.value];
    let groups: String = groups.into_iter().flatten().map(|score| format!("   {}", shares(&score))).collect();
    format!("{label:width$}   {:>6} {:>6}{groups}", right + missed, right + false_alarms)
}

/// Precision, recall and F1; a dash where there is nothing to divide by.
fn shares(score: &Score) -> String {
    let shown = |share: Option<f64>| share.map_or("    –".to_string(), |share| format!("{share:.3}"));
    [score.precision(), score.recall(), score.f1()].map(shown).join(" ")
}

fn list(frequent: &[Frequent]) -> String {
    let width = frequent.iter().map(|f| f.label.chars().count()).max().unwrap_or(0);
    let line = |f: &Frequent| format!("{:>6}  {:width$}  {}\n", f.count, f.label, folded(&told(f)));
    frequent.iter().map(line).collect()
}

fn told(frequent: &Frequent) -> String {
    let Frequent { text, gold, predicted, .. } = frequent;
    match (gold.as_str(), predicted.as_str()) {
        (_, "") | ("", _) => text.clone(),
        _ if text == gold => format!("{gold} → {predicted}"),
        _ => format!("{text}: {gold} → {predicted}"),
    }
}

fn folded(text: &str) -> String {
    crate::console::printable(&text.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// One row a rule and label, in Markdown: what is right, what is false and F1
/// with the rule, less the same without it.
pub fn ablation(ablation: &Ablation) -> String {
    let mut out = "| rule | label | right | false | F1 |\n|---|---|---|---|---|\n".to_string();
    for (label, Scores { exact, .. }) in &ablation.all.labels {
        let (right, false_alarms) = (exact.right, exact.false_alarms);
        let f1 = exact.f1().unwrap_or(0.0);
        writeln!(out, "| all | {label} | {right} | {false_alarms} | {f1:.3} |").expect("memory takes it");
    }
    for gain in &ablation.gains {
        let figures = format!("{:+} | {:+} | {:+.3}", gain.right, gain.false_alarms, gain.f1);
        writeln!(out, "| {} | {} | {figures} |", gain.rule, gain.label).expect("memory takes it");
    }
    out
}

/// The same as one JSON object.
pub fn ablation_json(ablation: &Ablation) -> String {
    format!("{:#}\n", json!(ablation))
}

/// What was compared, and what was left out and why; one line each.
pub fn notes(report: &Report, gold_labels: bool) -> Vec<String> {
    let documents = &report.documents;
    let labels = report.labels.keys().map(String::as_str).collect::<Vec<_>>().join(", ");
    let whose = if gold_labels { " (those of the gold standard; --labels names others)" } else { "" };
    let mut notes = vec![format!("documents: {}; labels scored: {labels}{whose}", documents.scored)];
    if let Some(corrections) = report.corrections {
        notes.push(format!("corrections: {} of {} hold", corrections.hold, corrections.marked));
    }
    let mut counted = |count: usize, told: &str| {
        if count > 0 {
            notes.push(format!("{told}: {count}"));
        }
    };
    counted(documents.other_labels, "predictions with other labels, not scored");
    counted(documents.optional, "predictions in optional stretches, neither right nor wrong");
    counted(documents.gold_duplicates, "gold mentions that are there twice, counted once");
    counted(documents.predicted_duplicates, "predictions that are there twice, counted once");
    counted(
        documents.misplaced,
        "predictions whose text is not what the gold text has there; the texts differ, or the offsets are not code points",
    );
    for (names, told) in [
        (&documents.gold_only, "documents without predictions, all their mentions missed"),
        (&documents.predicted_only, "documents that the gold standard does not have, not scored"),
    ] {
        if !names.is_empty() {
            notes.push(format!("{told}: {} ({})", names.len(), some(names)));
        }
    }
    notes
}

/// The first few names, and how many more there are.
fn some(names: &[String]) -> String {
    const SHOWN: usize = 10;
    let mut shown = names.iter().take(SHOWN).cloned().collect::<Vec<_>>().join(", ");
    if names.len() > SHOWN {
        write!(shown, " … and {} more", names.len() - SHOWN).expect("memory takes it");
    }
    crate::console::printable(&shown)
}
