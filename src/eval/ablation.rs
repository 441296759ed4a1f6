//! What each rule is worth: the figures with all rules beside those without
//! it.

use serde::Serialize;

use super::mention::Annotated;
use super::score::{EvalOptions, Report, Score, evaluate};
use super::tagged::tag_texts;
use crate::Pipeline;

/// What a rule adds to the exact figures of a label: with it, less without it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Gain {
    /// The name of the rule or guard.
    pub rule: String,
    /// The label.
    pub label: String,
    /// More mentions that are right.
    pub right: i64,
    /// More false alarms.
    pub false_alarms: i64,
    /// More F1.
    pub f1: f64,
}

/// The figures with all rules, and what each rule adds to them.
#[derive(Clone, Debug, Serialize)]
pub struct Ablation {
    /// With all rules.
    pub all: Report,
    /// For each rule, one for each label.
    pub gains: Vec<Gain>,
}

/// Tags the texts of `gold` with all rules, then once more without each of
/// `rules`, as [`Pipeline::switch_off`] takes them.
///
/// Cost: that of tagging, times one more than there are rules.
pub fn ablate(mut pipeline: Pipeline, gold: &[Annotated], rules: &[&str], options: &EvalOptions) -> Ablation {
    let all = evaluate(gold, &tag_texts(&pipeline, gold), options);
    let mut gains = Vec::new();
    for rule in rules {
        pipeline.switch_off(&[rule]);
        let without = evaluate(gold, &tag_texts(&pipeline, gold), options);
        gains.extend(all.labels.iter().map(|(label, scores)| {
            let less = without.labels.get(label).map_or(Score::default(), |scores| scores.exact);
            gain(rule, label, &scores.exact, &less)
        }));
    }
    Ablation { all, gains }
}

fn gain(rule: &str, label: &str, with: &Score, without: &Score) -> Gain {
    Gain {
        rule: rule.to_string(),
        label: label.to_string(),
        right: with.right as i64 - without.right as i64,
        false_alarms: with.false_alarms as i64 - without.false_alarms as i64,
        f1: with.f1().unwrap_or(0.0) - without.f1().unwrap_or(0.0),
    }
}
