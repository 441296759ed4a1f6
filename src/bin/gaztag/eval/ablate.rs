//! `gaztag eval --ablate`: what each rule for names is worth.

use std::io::{self, Write, stdout};

use gaztag::Pipeline;
use gaztag::eval::{Annotated, EvalOptions, Report, Score, evaluate, tag_texts};
use gaztag::recognize::rules::NAME_RULES;

/// Prints, for each rule, what is right, false and F1 with it, less the same
/// without it.
pub fn print(mut pipeline: Pipeline, gold: &[Annotated], labels: &[String]) -> io::Result<()> {
    let options = EvalOptions { labels: labels.to_vec() };
    let whole = evaluate(gold, &tag_texts(&pipeline, gold), &options);
    let mut out = stdout().lock();
    writeln!(out, "| rule | label | right | false | F1 |\n|---|---|---|---|---|")?;
    for (label, score) in exact(&whole) {
        writeln!(
            out,
            "| all | {label} | {} | {} | {:.3} |",
            score.right,
            score.false_alarms,
            score.f1().unwrap_or(0.0)
        )?;
    }
    for rule in NAME_RULES {
        pipeline.switch_off(&[rule.name]);
        let without = evaluate(gold, &tag_texts(&pipeline, gold), &options);
        for ((label, with), (_, without)) in exact(&whole).into_iter().zip(exact(&without)) {
            let right = with.right as i64 - without.right as i64;
            let false_alarms = with.false_alarms as i64 - without.false_alarms as i64;
            let f1 = with.f1().unwrap_or(0.0) - without.f1().unwrap_or(0.0);
            writeln!(out, "| {} | {label} | {right:+} | {false_alarms:+} | {f1:+.3} |", rule.name)?;
        }
    }
    Ok(())
}

fn exact(report: &Report) -> Vec<(&str, Score)> {
    report.labels.iter().map(|(label, scores)| (label.as_str(), scores.exact)).collect()
}
