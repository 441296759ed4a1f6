//! One document of both sides, ready to be compared.

use std::collections::{HashMap, HashSet};

use super::mention::{Annotated, Mention, Stretch};

/// The mentions of a document that are scored, each once, by place.
pub(super) struct Scene<'m> {
    pub id: &'m str,
    pub gold: Vec<&'m Mention>,
    pub predicted: Vec<&'m Mention>,
    gold_at: HashMap<&'m Stretch, &'m Mention>,
    predicted_at: HashMap<&'m Stretch, &'m Mention>,
    document: &'m Annotated,
    /// Where something was marked, in a document of which only some is.
    marked: Option<HashSet<(usize, usize)>>,
    text: Text<'m>,
}

impl<'m> Scene<'m> {
    /// `gold` and `predicted` are sorted, and no two of a side are the same.
    pub fn new(document: &'m Annotated, gold: Vec<&'m Mention>, predicted: Vec<&'m Mention>) -> Self {
        Scene {
            id: &document.id,
            gold_at: by_stretch(&gold),
            predicted_at: by_stretch(&predicted),
            gold,
            predicted,
            marked: document.is_partial.then(|| marked(document)),
            document,
            text: Text::new(document.text.as_deref()),
        }
    }

    /// The prediction of exactly this start, end and label.
    pub fn prediction_at(&self, stretch: &Stretch) -> Option<&'m Mention> {
        self.predicted_at.get(stretch).copied()
    }

    /// True for a prediction that is exactly right.
    pub fn is_right(&self, prediction: &Mention) -> bool {
        self.gold_at.contains_key(&prediction.stretch)
    }

    /// True within an optional stretch of this label or of any, and, where
    /// only some was marked, for all else.
    pub fn is_optional(&self, stretch: &Stretch) -> bool {
        let is_unmarked = self.marked.as_ref().is_some_and(|marked| !marked.contains(&(stretch.start, stretch.end)));
        is_unmarked || self.document.optional.iter().any(|o| o.allows(&stretch.label) && o.contains(stretch))
    }

    /// True where amount, currency and, of a correction, name and id are as
    /// the gold mention states them.
    pub fn allows(&self, gold: &Mention, predicted: &Mention) -> bool {
        gold.allows_value_of(predicted) && self.allows_name(gold, predicted)
    }

    /// The same of name and id.
    pub fn allows_name(&self, gold: &Mention, predicted: &Mention) -> bool {
        self.marked.is_none() || gold.allows_name_of(predicted)
    }

    /// True where a gold mention states more than its place and label.
    pub fn states_values(&self, gold: &Mention) -> bool {
        gold.value.is_some() || (self.marked.is_some() && !(gold.name.is_empty() && gold.id.is_empty()))
    }

    /// Of a document of which only some was marked: how many marks there are,
    /// and how many of them hold.
    pub fn corrections(&self) -> Option<(usize, usize)> {
        self.marked.as_ref()?;
        let right = |gold: &&&Mention| self.prediction_at(&gold.stretch).is_some_and(|found| self.allows(gold, found));
        let found: HashSet<_> = self.predicted.iter().map(|m| (m.stretch.start, m.stretch.end)).collect();
        let clear = self.document.none.iter().filter(|none| !found.contains(&(none.start, none.end))).count();
        let right = self.gold.iter().filter(right).count();
        Some((self.gold.len() + self.document.none.len(), right + clear))
    }

    /// True for a prediction that is neither right nor wrong.
    pub fn is_pardoned(&self, prediction: &Mention) -> bool {
        !self.is_right(prediction) && self.is_optional(&prediction.stretch)
    }

    /// How many predictions state a surface that the text does not have there.
    pub fn misplaced(&self) -> usize {
        let differs = |m: &&&Mention| {
            !m.text.is_empty() && self.text.is_known() && self.text.slice(&m.stretch) != Some(m.text.as_str())
        };
        self.predicted.iter().filter(differs).count()
    }

    /// The surface of a mention, in the text or as its file has it; empty
    /// where neither tells.
    pub fn surface(&self, mention: &'m Mention) -> &'m str {
        self.text.slice(&mention.stretch).unwrap_or(&mention.text)
    }

    /// Some code points before and after a stretch, with it.
    pub fn around(&self, stretch: &Stretch) -> &'m str {
        const SHOWN: usize = 40;
        let start = stretch.start.saturating_sub(SHOWN);
        let end = (stretch.end + SHOWN).min(self.text.len());
        self.text.slice(&Stretch { start, end, label: String::new() }).unwrap_or("")
    }
}

fn marked(document: &Annotated) -> HashSet<(usize, usize)> {
    let stretches = document.mentions.iter().map(|mention| &mention.stretch).chain(&document.none);
    stretches.map(|stretch| (stretch.start, stretch.end)).collect()
}

fn by_stretch<'m>(mentions: &[&'m Mention]) -> HashMap<&'m Stretch, &'m Mention> {
    mentions.iter().map(|m| (&m.stretch, *m)).collect()
}

/// A text that can be cut at code points.
struct Text<'t> {
    text: &'t str,
    /// Code point → its first byte; one more than there are code points.
    /// Empty where there is no text.
    bytes: Vec<usize>,
}

impl<'t> Text<'t> {
    fn new(text: Option<&'t str>) -> Self {
        let bytes = text.map_or(Vec::new(), |t| t.char_indices().map(|(at, _)| at).chain([t.len()]).collect());
        Text { text: text.unwrap_or(""), bytes }
    }

    fn is_known(&self) -> bool {
        !self.bytes.is_empty()
    }

    /// Code points.
    fn len(&self) -> usize {
        self.bytes.len().saturating_sub(1)
    }

    fn slice(&self, stretch: &Stretch) -> Option<&'t str> {
        self.text.get(*self.bytes.get(stretch.start)?..*self.bytes.get(stretch.end)?)
    }
}
