//! Files that were passed over without an attempt to read them.

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

use super::select::Verdict;
use crate::advice::SettingNames;

/// Endings of office files before 2007.
const OLD: [&str; 4] = [".doc", ".xls", ".ppt", ".pps"];

/// How many files were passed over, by kind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LeftOut {
    files: BTreeMap<String, u64>,
    old: BTreeMap<String, u64>,
    tables: BTreeMap<String, u64>,
    hidden: u64,
}

impl LeftOut {
    /// How many there are in all.
    pub fn total(&self) -> u64 {
        let kinds = [&self.files, &self.old, &self.tables];
        kinds.into_iter().flat_map(BTreeMap::values).sum::<u64>() + self.hidden
    }

    /// Counts what was passed over for this reason.
    pub(super) fn add(&mut self, name: &Path, verdict: Verdict) {
        match verdict {
            Verdict::Hidden => self.hidden += 1,
            Verdict::LeaveTable => *self.tables.entry(ending(name)).or_default() += 1,
            _ if OLD.contains(&ending(name).as_str()) => *self.old.entry(ending(name)).or_default() += 1,
            _ => *self.files.entry(ending(name)).or_default() += 1,
        }
    }
}

/// `.jpg`, in small letters.
fn ending(name: &Path) -> String {
    match name.extension() {
        Some(ending) => format!(".{}", ending.to_string_lossy().to_lowercase()),
        None => "without an ending".into(),
    }
}

impl fmt::Display for LeftOut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.told(&SettingNames::LIBRARY))
    }
}

impl LeftOut {
    /// `12 .jpg, 1 .csv (name the text column with text_columns)`, with
    /// settings under their names.
    pub fn told(&self, names: &SettingNames) -> String {
        let list = |counts: &BTreeMap<String, u64>| -> Vec<String> {
            counts.iter().map(|(ending, count)| format!("{count} {ending}")).collect()
        };
        let mut parts = list(&self.files);
        let old = list(&self.old).join(", ");
        if !old.is_empty() {
            parts.push(format!("{old} (save as .docx, .xlsx or .pptx)"));
        }
        let tables = list(&self.tables).join(", ");
        if !tables.is_empty() {
            parts.push(format!("{tables} (name the text column with {})", names.text_columns));
        }
        if self.hidden > 0 {
            parts.push(format!("{} hidden (take them with {})", self.hidden, names.hidden));
        }
        parts.join(", ")
    }
}
