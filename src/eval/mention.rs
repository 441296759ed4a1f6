//! What is compared: documents with their mentions.

use std::sync::Arc;

/// A half-open stretch of a document, in code points, with its label.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Stretch {
    /// The first code point.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// The label; empty where any is meant.
    pub label: String,
}

impl Stretch {
    /// How many code points two stretches share.
    pub fn shared(&self, other: &Stretch) -> usize {
        self.end.min(other.end).saturating_sub(self.start.max(other.start))
    }

    /// True where it is meant for this label.
    pub(super) fn allows(&self, label: &str) -> bool {
        self.label.is_empty() || self.label == label
    }

    /// True where `inner` lies within.
    pub fn contains(&self, inner: &Stretch) -> bool {
        self.start <= inner.start && inner.end <= self.end
    }
}

/// What an amount says, in plain figures without needless zeros; empty where
/// nothing is stated.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Value {
    /// The amount, for a range its lower end.
    pub amount: String,
    /// The upper end of a range.
    pub amount_max: String,
    /// ISO 4217 code.
    pub currency: String,
}

impl std::fmt::Display for Value {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.amount)?;
        if !self.amount_max.is_empty() {
            write!(f, "..{}", self.amount_max)?;
        }
        if !self.currency.is_empty() {
            write!(f, " {}", self.currency)?;
        }
        Ok(())
    }
}

/// One mention, gold or predicted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mention {
    /// Where it stands, and its label.
    pub stretch: Stretch,
    /// Its surface, where the file states it; else empty.
    pub text: String,
    /// Its value, where one is stated.
    pub value: Option<Value>,
    /// The rule that found it; may be empty.
    pub rule: String,
    /// The canonical name; may be empty.
    pub name: String,
    /// The id of the list row; may be empty.
    pub id: String,
    /// The sentence around it, where the file states it; else empty.
    pub sentence: String,
    /// What else the row holds, by column, such as `gaz_country`; nothing
    /// that is empty.
    pub further: Vec<(Arc<str>, String)>,
}

impl Mention {
    /// A mention of which no more is known than its place and label.
    pub fn new(start: usize, end: usize, label: &str) -> Self {
        let stretch = Stretch { start, end, label: label.to_string() };
        Mention { stretch, ..Mention::default() }
    }

    /// The value of a further column; empty where there is none.
    pub fn column(&self, name: &str) -> &str {
        self.further.iter().find(|(column, _)| **column == *name).map_or("", |(_, value)| value)
    }

    /// True where this gold mention states no value, or the prediction states
    /// the same.
    pub(super) fn allows_value_of(&self, predicted: &Mention) -> bool {
        match &self.value {
            None => true,
            Some(value) => *value == predicted.value.clone().unwrap_or_default(),
        }
    }

    /// True where this gold mention states no name and no id, or the
    /// prediction states the same.
    pub(super) fn allows_name_of(&self, predicted: &Mention) -> bool {
        (self.name.is_empty() || self.name == predicted.name) && (self.id.is_empty() || self.id == predicted.id)
    }
}

/// A document with its mentions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Annotated {
    /// Its name.
    pub id: String,
    /// Its text, where the file holds it.
    pub text: Option<String>,
    /// Its mentions, in any order.
    pub mentions: Vec<Mention>,
    /// Where a prediction is neither right nor wrong.
    pub optional: Vec<Stretch>,
    /// Stretches that are no mention, whatever the label.
    pub none: Vec<Stretch>,
    /// Only some stretches were marked, as corrections are: a prediction that
    /// has none of them is neither right nor wrong, and names and ids are
    /// asked for where they are stated.
    pub is_partial: bool,
}

impl Annotated {
    /// A document without text and mentions.
    pub fn new(id: &str) -> Self {
        Annotated { id: id.to_string(), ..Default::default() }
    }
}
