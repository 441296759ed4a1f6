//! One document of both sides, ready to be compared.

use std::collections::HashMap;

use super::mention::{Annotated, Mention, Stretch};

/// The mentions of a document that are scored, each once, by place.
pub(super) struct Scene<'m> {
    pub id: &'m str,
    pub gold: Vec<&'m Mention>,
    pub predicted: Vec<&'m Mention>,
    gold_at: HashMap<&'m Stretch, &'m Mention>,
    predicted_at: HashMap<&'m Stretch, &'m Mention>,
    optional: &'m [Stretch],
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
            optional: &document.optional,
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

    /// True within an optional stretch of this label or of any.
    pub fn is_optional(&self, stretch: &Stretch) -> bool {
        self.optional.iter().any(|o| (o.label.is_empty() || o.label == stretch.label) && o.contains(stretch))
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
