//! What of labels, columns and currencies is there to choose from?

use std::collections::BTreeSet;

use crate::candidate::PERSON;
use crate::gazetteer::{Accept, Entry, FOR_RULES, Role, Source};
use crate::language::Language;
use crate::pipeline::Pipeline;
use crate::write::RECKONED;

/// A label, a column or a currency that no list has.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no list has {value:?}; known are {}", known.join(", "))]
#[non_exhaustive]
pub struct Unknown {
    /// What was asked for.
    pub value: String,
    /// What there is, sorted.
    pub known: Vec<String>,
}

/// The labels that recognizers give whatever the lists are.
const OWN_LABELS: [&str; 3] = ["ORG", "PLACE", "MONEY"];

/// Checks of what a user asks of rows, so that a slip of the pen is an error
/// and not an empty output. Each costs a look at all rows of the lists at most.
impl Pipeline {
    /// Whether rows can have the label.
    ///
    /// # Errors
    /// The labels that there are.
    pub fn check_label(&self, label: &str) -> Result<(), Unknown> {
        let names = self.lists().gazetteer().entries().filter(|row| row.role() == Role::Name);
        let reported = names.filter(|row| !matches!(row.accept(), Accept::Never | Accept::Part));
        let persons = self.resolve_options().persons.then_some(PERSON);
        known(label, OWN_LABELS.into_iter().chain(persons).chain(reported.map(Entry::label)))
    }

    /// Whether a list has the column, which is written as `gaz_<column>`.
    /// Columns of the shipped lists that only rules read are not told.
    ///
    /// # Errors
    /// The columns that there are.
    pub fn check_column(&self, column: &str) -> Result<(), Unknown> {
        let names = self.lists().gazetteer().entries().filter(|row| row.role() == Role::Name);
        let mut lists: Vec<&Source> = names.map(Entry::source).collect();
        lists.dedup_by_key(|list| list.path.as_str());
        let columns = lists.iter().flat_map(|list| list.columns.iter().map(move |column| (list, column.as_str())));
        if columns.clone().any(|(_, known)| known == column) {
            return Ok(());
        }
        let telling = columns.filter(|(list, column)| !(list.shipped && FOR_RULES.contains(column)));
        known(column, telling.map(|(_, column)| column).chain(RECKONED))
    }

    /// Whether the language is one that texts are told to be in, by its code
    /// of ISO 639-3 or 639-1.
    ///
    /// # Errors
    /// The languages that there are.
    pub fn check_language(&self, code: &str) -> Result<(), Unknown> {
        match Language::from_code(code) {
            Some(_) => Ok(()),
            None => known(code, Language::codes()),
        }
    }

    /// Whether the lists know the currency, by its ISO 4217 code.
    ///
    /// # Errors
    /// The currencies that there are.
    pub fn check_currency(&self, code: &str) -> Result<(), Unknown> {
        let entries = self.lists().gazetteer().entries().filter(|entry| entry.role() == Role::Currency);
        known(code, entries.filter_map(|entry| entry.column("code")))
    }
}

fn known<'k>(value: &str, known: impl Iterator<Item = &'k str>) -> Result<(), Unknown> {
    let known: BTreeSet<&str> = known.filter(|known| !known.is_empty()).collect();
    if known.contains(value) {
        return Ok(());
    }
    Err(Unknown { value: value.to_string(), known: known.into_iter().map(str::to_string).collect() })
}
