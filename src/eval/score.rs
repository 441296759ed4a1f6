//! Counting: what is right, what is false, what is missed.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use serde::Serialize;
use serde::ser::{SerializeStruct, Serializer};

use super::differences::{Difference, differences};
use super::documents::{Pairs, pair};
use super::matching::{Range, most_pairs};
use super::mention::{Annotated, Mention};
use super::scene::Scene;

/// What is to be scored.
#[derive(Clone, Debug, Default)]
pub struct EvalOptions {
    /// The labels; where none is named, those of the gold standard.
    pub labels: Vec<String>,
}

/// Three counts, from which all figures follow.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Score {
    /// Predictions that are right, which is gold mentions that were found.
    pub right: usize,
    /// Predictions that are not.
    pub false_alarms: usize,
    /// Gold mentions that were not found.
    pub missed: usize,
}

impl Score {
    /// The share of the predictions that are right; `None` without any.
    pub fn precision(&self) -> Option<f64> {
        share(self.right, self.right + self.false_alarms)
    }

    /// The share of the gold mentions that were found; `None` without any.
    pub fn recall(&self) -> Option<f64> {
        share(self.right, self.right + self.missed)
    }

    /// The harmonic mean of both: 2·right / (2·right + false + missed).
    pub fn f1(&self) -> Option<f64> {
        share(2 * self.right, 2 * self.right + self.false_alarms + self.missed)
    }

    fn add(&mut self, other: &Score) {
        self.right += other.right;
        self.false_alarms += other.false_alarms;
        self.missed += other.missed;
    }
}

fn share(part: usize, whole: usize) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

impl Serialize for Score {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("Score", 6)?;
        object.serialize_field("right", &self.right)?;
        object.serialize_field("false_alarms", &self.false_alarms)?;
        object.serialize_field("missed", &self.missed)?;
        object.serialize_field("precision", &self.precision())?;
        object.serialize_field("recall", &self.recall())?;
        object.serialize_field("f1", &self.f1())?;
        object.end()
    }
}

/// The scores of a label, or of all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Scores {
    /// Start, end and label are right.
    pub exact: Score,
    /// Label right, start and end nearly.
    pub overlap: Score,
    /// Start, end, label, amount and currency are right, and of corrections
    /// name and id; only where the gold standard states such.
    pub value: Option<Score>,
}

impl Scores {
    fn add(&mut self, other: &Scores) {
        self.exact.add(&other.exact);
        self.overlap.add(&other.overlap);
        if let Some(value) = &other.value {
            self.value.get_or_insert_default().add(value);
        }
    }
}

/// Which documents were compared, and what was left out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Documents {
    /// How many have gold mentions or a gold text; all of them are scored.
    pub scored: usize,
    /// Those without predictions of their own: all their mentions are missed.
    pub gold_only: Vec<String>,
    /// Those that the gold standard does not know; not scored.
    pub predicted_only: Vec<String>,
    /// Gold mentions that were there twice.
    pub gold_duplicates: usize,
    /// Predictions that were there twice.
    pub predicted_duplicates: usize,
    /// Predictions with labels that are not scored.
    pub other_labels: usize,
    /// Predictions that were left out as optional.
    pub optional: usize,
    /// Predictions whose surface is not what the gold text has there.
    pub misplaced: usize,
}

/// Marks of documents of which only some was marked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Corrections {
    /// How many there are.
    pub marked: usize,
    /// How many of them the predictions agree with.
    pub hold: usize,
}

/// The outcome.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Report {
    /// The scores by label.
    pub labels: BTreeMap<String, Scores>,
    /// The sums over all labels, and their figures (micro average).
    pub overall: Scores,
    /// Which documents were compared.
    pub documents: Documents,
    /// What holds of corrections, where the gold standard has any.
    pub corrections: Option<Corrections>,
    /// Every difference, by document and start.
    #[serde(skip)]
    pub differences: Vec<Difference>,
}

/// Holds predictions against a gold standard.
///
/// Documents are paired by name: the whole name; else the name without its
/// folder; else that without its extension; each where one document on either
/// side has it. Linear in the mentions but for sorting, as long as mentions of
/// one side do not lie in heaps above one another.
pub fn evaluate(gold: &[Annotated], predicted: &[Annotated], options: &EvalOptions) -> Report {
    let labels = scored_labels(gold, options);
    let mut report = Report::default();
    report.labels.extend(labels.iter().map(|label| (label.clone(), Scores::default())));
    let Pairs { both, gold_only, predicted_only } = pair(&ids(gold), &ids(predicted));
    let empty = Annotated::default();
    let mut pairs: Vec<(usize, &Annotated)> = both.iter().map(|&(g, p)| (g, &predicted[p])).collect();
    pairs.extend(gold_only.iter().map(|&g| (g, &empty)));
    pairs.sort_by_key(|(g, _)| *g);
    for (g, predictions) in pairs {
        report.add(&gold[g], predictions, &labels);
    }
    report.overall = report.labels.values().fold(Scores::default(), |mut sum, scores| {
        sum.add(scores);
        sum
    });
    report.documents.scored = gold.len();
    report.documents.gold_only = gold_only.iter().map(|&i| gold[i].id.clone()).collect();
    report.documents.predicted_only = predicted_only.iter().map(|&i| predicted[i].id.clone()).collect();
    report
}

fn ids(documents: &[Annotated]) -> Vec<&str> {
    documents.iter().map(|d| d.id.as_str()).collect()
}

fn scored_labels(gold: &[Annotated], options: &EvalOptions) -> BTreeSet<String> {
    match options.labels.is_empty() {
        false => options.labels.iter().cloned().collect(),
        true => {
            let stretches = gold.iter().flat_map(|d| d.mentions.iter().map(|m| &m.stretch).chain(&d.none));
            stretches.map(|stretch| stretch.label.clone()).filter(|label| !label.is_empty()).collect()
        }
    }
}

impl Report {
    /// Adds one document.
    fn add(&mut self, gold: &Annotated, predicted: &Annotated, labels: &BTreeSet<String>) {
        let is_scored = |m: &&Mention| labels.contains(&m.stretch.label);
        let golds = once(gold.mentions.iter().filter(is_scored), &mut self.documents.gold_duplicates);
        let found = once(predicted.mentions.iter().filter(is_scored), &mut self.documents.predicted_duplicates);
        self.documents.other_labels += predicted.mentions.iter().filter(|m| !is_scored(m)).count();
        let scene = Scene::new(gold, golds, found);
        self.documents.misplaced += scene.misplaced();
        if let Some((marked, hold)) = scene.corrections() {
            let sum = self.corrections.get_or_insert_default();
            (sum.marked, sum.hold) = (sum.marked + marked, sum.hold + hold);
        }
        self.documents.optional += scene.predicted.iter().filter(|m| scene.is_pardoned(m)).count();
        for (label, scores) in &mut self.labels {
            scores.add(&scene.scores(label));
        }
        self.differences.extend(differences(&scene));
    }
}

/// Each mention once, by start, end and label; the others are counted.
fn once<'m>(mentions: impl Iterator<Item = &'m Mention>, duplicates: &mut usize) -> Vec<&'m Mention> {
    let mut seen = HashSet::new();
    let mut kept: Vec<&Mention> = Vec::new();
    for mention in mentions {
        match seen.insert(&mention.stretch) {
            true => kept.push(mention),
            false => *duplicates += 1,
        }
    }
    kept.sort_by_key(|m| &m.stretch);
    kept
}

impl Scene<'_> {
    /// The scores of one label in this document.
    fn scores(&self, label: &str) -> Scores {
        let of_label = |m: &&&Mention| m.stretch.label == label;
        let golds: Vec<&Mention> = self.gold.iter().filter(of_label).copied().collect();
        let found: Vec<&Mention> = self.predicted.iter().filter(of_label).copied().collect();
        let counted = found.iter().filter(|m| !self.is_pardoned(m)).count();
        let exact: Vec<(&Mention, &Mention)> =
            golds.iter().filter_map(|g| Some((*g, self.prediction_at(&g.stretch)?))).collect();
        let right = exact.len();
        let score = |right: usize, false_alarms: usize| Score { right, false_alarms, missed: golds.len() - right };
        let states_values = golds.iter().any(|g| self.states_values(g));
        let wrong = exact.iter().filter(|(g, p)| !self.allows(g, p)).count();
        Scores {
            exact: score(right, counted - right),
            overlap: self.overlap(&golds, &found),
            value: states_values.then(|| score(right - wrong, counted - right + wrong)),
        }
    }

    /// Pairs as many as can be. Predictions in optional stretches take part,
    /// but only the others can be false alarms; of these as many are paired as
    /// could be without the optional ones (any set of predictions that can be
    /// paired at once is part of a largest such set).
    fn overlap(&self, golds: &[&Mention], found: &[&Mention]) -> Score {
        let golds = ranges(golds);
        let firm: Vec<&Mention> = found.iter().filter(|m| !self.is_optional(&m.stretch)).copied().collect();
        let right = most_pairs(&golds, &ranges(found));
        let firm_right = most_pairs(&golds, &ranges(&firm));
        Score { right, false_alarms: firm.len() - firm_right, missed: golds.len() - right }
    }
}

fn ranges(mentions: &[&Mention]) -> Vec<Range> {
    mentions.iter().map(|m| (m.stretch.start, m.stretch.end)).collect()
}
