//! What differs between two sides, and how.

use std::cmp::Reverse;
use std::fmt;

use serde::{Serialize, Serializer};

use super::mention::{Mention, Stretch, Value};
use super::scene::Scene;

/// How a prediction and the gold standard differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// The same stretch with another label.
    WrongLabel,
    /// The same label for a stretch that overlaps.
    WrongEdge,
    /// Another label for a stretch that overlaps.
    WrongLabelAndEdge,
    /// Stretch and label are right, amount or currency are not.
    WrongValue,
    /// Stretch and label of a correction are right, name or id are not.
    WrongName,
    /// A gold mention without any prediction.
    Missed,
    /// A prediction without any gold mention.
    False,
}

impl Kind {
    /// Every kind, in the order in which they are told.
    pub const ALL: [Kind; 7] = [
        Kind::Missed,
        Kind::False,
        Kind::WrongEdge,
        Kind::WrongLabel,
        Kind::WrongLabelAndEdge,
        Kind::WrongValue,
        Kind::WrongName,
    ];
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Kind::WrongLabel => "wrong label",
            Kind::WrongEdge => "wrong edge",
            Kind::WrongLabelAndEdge => "wrong label and edge",
            Kind::WrongValue => "wrong value",
            Kind::WrongName => "wrong name",
            Kind::Missed => "missed",
            Kind::False => "false",
        })
    }
}

impl Serialize for Kind {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// One difference.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// The document, as the gold standard names it.
    pub document: String,
    /// Start of the gold mention, or of the prediction where there is none; in
    /// code points.
    pub start: usize,
    /// Its end.
    pub end: usize,
    /// Its label.
    pub label: String,
    /// How the two differ.
    pub kind: Kind,
    /// Its surface.
    pub text: String,
    /// What the gold standard has: a surface, a label, both, or a value,
    /// whichever differs.
    pub gold: String,
    /// What was predicted instead.
    pub predicted: String,
    /// The rule of the prediction.
    pub rule: String,
    /// Some of the text around it, white space folded.
    pub context: String,
}

/// Every difference of a document, by start.
///
/// What is exactly right is set aside first. Of what is left, a gold mention
/// and a prediction are told as one difference where they overlap: the same
/// stretch before the same label before any other, those that share more
/// before those that share less.
pub(super) fn differences(scene: &Scene<'_>) -> Vec<Difference> {
    let mut golds: Vec<Option<&Mention>> =
        scene.gold.iter().filter(|g| scene.prediction_at(&g.stretch).is_none()).map(|g| Some(*g)).collect();
    let mut found: Vec<Option<&Mention>> =
        scene.predicted.iter().filter(|p| !scene.is_right(p)).map(|p| Some(*p)).collect();
    let mut differences = wrong_values(scene);
    for (_, g, p) in near(&golds, &found) {
        if let (Some(gold), Some(prediction)) = (golds[g], found[p]) {
            differences.push(told(scene, kind(gold, prediction), Some(gold), Some(prediction)));
            (golds[g], found[p]) = (None, None);
        }
    }
    differences.extend(golds.into_iter().flatten().map(|g| told(scene, Kind::Missed, Some(g), None)));
    let alarms = found.into_iter().flatten().filter(|p| !scene.is_optional(&p.stretch));
    differences.extend(alarms.map(|p| told(scene, Kind::False, None, Some(p))));
    differences.sort_by(|a, b| (a.start, a.end, &a.label).cmp(&(b.start, b.end, &b.label)));
    differences
}

fn wrong_values(scene: &Scene<'_>) -> Vec<Difference> {
    let right = scene.gold.iter().filter_map(|g| Some((*g, scene.prediction_at(&g.stretch)?)));
    let wrong = right.filter_map(|(gold, found)| match (gold.allows_value_of(found), scene.allows_name(gold, found)) {
        (false, _) => Some((Kind::WrongValue, gold, found)),
        (true, false) => Some((Kind::WrongName, gold, found)),
        (true, true) => None,
    });
    wrong.map(|(kind, gold, found)| told(scene, kind, Some(gold), Some(found))).collect()
}

fn kind(gold: &Mention, prediction: &Mention) -> Kind {
    let (g, p) = (&gold.stretch, &prediction.stretch);
    match ((g.start, g.end) == (p.start, p.end), g.label == p.label) {
        (true, _) => Kind::WrongLabel,
        (false, true) => Kind::WrongEdge,
        (false, false) => Kind::WrongLabelAndEdge,
    }
}

type Rank = (Kind, Reverse<usize>);

/// Pairs that overlap, the nearest first, as places in the two sides.
fn near(golds: &[Option<&Mention>], found: &[Option<&Mention>]) -> Vec<(Rank, usize, usize)> {
    let found: Vec<&Mention> = found.iter().copied().flatten().collect();
    let mut furthest = 0;
    let ends: Vec<usize> = found
        .iter()
        .map(|p| {
            furthest = furthest.max(p.stretch.end);
            furthest
        })
        .collect();
    let mut pairs = Vec::new();
    for (g, gold) in golds.iter().flatten().enumerate() {
        let until = found.partition_point(|p| p.stretch.start < gold.stretch.end);
        for p in (0..until).rev().take_while(|&p| ends[p] > gold.stretch.start) {
            let shared = gold.stretch.shared(&found[p].stretch);
            if shared > 0 {
                pairs.push(((kind(gold, found[p]), Reverse(shared)), g, p));
            }
        }
    }
    pairs.sort();
    pairs
}

fn told<'m>(scene: &Scene<'m>, kind: Kind, gold: Option<&'m Mention>, prediction: Option<&'m Mention>) -> Difference {
    let main = gold.or(prediction).map_or(Stretch { start: 0, end: 0, label: String::new() }, |m| m.stretch.clone());
    let shown = |mention: Option<&'m Mention>| mention.map_or(String::new(), |m| shown(scene, kind, m));
    Difference {
        document: scene.id.to_string(),
        kind,
        text: gold.or(prediction).map_or("", |m| scene.surface(m)).to_string(),
        gold: shown(gold),
        predicted: shown(prediction),
        rule: prediction.map_or("", |p| &p.rule).to_string(),
        context: folded(scene.around(&main)),
        start: main.start,
        end: main.end,
        label: main.label,
    }
}

/// That of a mention in which it differs from the other.
fn shown(scene: &Scene<'_>, kind: Kind, mention: &Mention) -> String {
    let label = &mention.stretch.label;
    match kind {
        Kind::WrongLabel => label.clone(),
        Kind::WrongLabelAndEdge => format!("{} {label}", scene.surface(mention)),
        Kind::WrongValue => mention.value.as_ref().map_or(String::new(), Value::to_string),
        Kind::WrongName if mention.id.is_empty() => mention.name.clone(),
        Kind::WrongName => format!("{} ({})", mention.name, mention.id),
        Kind::WrongEdge | Kind::Missed | Kind::False => scene.surface(mention).to_string(),
    }
}

fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
