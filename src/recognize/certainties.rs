//! How far the rows of a rule may be trusted: the rows whose use is
//! `certainty`, measured on the development sets.

use crate::entity::{Certainty, Entity};
use crate::gazetteer::{Entry, Role};
use crate::hash::HashMap;
use crate::lookup::Index;

/// What the lists say of a rule.
#[derive(Debug)]
struct Row {
    /// The part of the rule's name after the colon; any where empty.
    detail: String,
    label: String,
    certainty: Certainty,
}

/// The certainties by the kind of rule.
#[derive(Debug, Default)]
pub struct Certainties(HashMap<String, Vec<Row>>);

impl Certainties {
    /// Reads the words whose use is `certainty`.
    pub fn new(lists: &Index) -> Self {
        let mut certainties = Certainties::default();
        for entry in lists.gazetteer().rules().filter(is_certainty) {
            let (kind, detail) = entry.name().split_once(':').unwrap_or((entry.name(), ""));
            // A column for each label, whose titles are kept in small letters.
            for label in &entry.source().columns {
                if let Some(certainty) = entry.column(label).and_then(Certainty::from_word) {
                    let row = Row { detail: detail.into(), label: label.clone(), certainty };
                    certainties.0.entry(kind.into()).or_default().push(row);
                }
            }
        }
        certainties
    }

    /// Lowers the certainty of an entity to that of its rule. Cost: one look
    /// into a table.
    pub fn apply(&self, entity: &mut Entity<'_>) {
        let rows = self.0.get(entity.rule.kind).map_or(&[][..], Vec::as_slice);
        let mut rows = rows.iter().filter(|row| row.label.eq_ignore_ascii_case(entity.label));
        let row = rows
            .clone()
            .find(|row| row.detail == entity.rule.detail)
            .or_else(|| rows.find(|row| row.detail.is_empty()));
        entity.certainty = row.map_or(entity.certainty, |row| entity.certainty.max(row.certainty));
    }
}

fn is_certainty(entry: &Entry<'_>) -> bool {
    entry.role() == Role::Word && entry.column("use") == Some("certainty")
}
