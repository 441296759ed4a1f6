//! Records → the rows of our CSV: cleaned, without mistakes, counted.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::io::Write;
use std::path::PathBuf;
use twox_hash::XxHash3_64;

use super::ImportError;
use crate::fold::fold_cased;
use crate::gazetteer::MAX_NAME;

/// One entity of another maker's list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record {
    /// Its name.
    pub name: String,
    /// Other names of it.
    pub aliases: Vec<String>,
    /// Its id with a prefix; empty where it has none.
    pub id: String,
    /// Its label.
    pub label: String,
    /// `exact`, `any`, or empty for the usual.
    pub case: &'static str,
    /// The values of the further columns, in their order.
    pub extra: Vec<String>,
}

/// What became of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Records read.
    pub read: u64,
    /// Rows written.
    pub written: u64,
    /// What was left out or changed, and how often.
    pub notes: BTreeMap<&'static str, u64>,
    /// The first few of what was left out, where they can be named.
    pub examples: BTreeMap<&'static str, Vec<String>>,
    /// Further files that were read: those that a definition names.
    pub files: Vec<PathBuf>,
}

/// How many examples are kept of each.
const EXAMPLES: usize = 3;

impl Counts {
    /// Counts something that was left out or changed.
    pub fn note(&mut self, what: &'static str) {
        *self.notes.entry(what).or_default() += 1;
    }
}

/// Writes records as rows, without those that would be mistakes.
#[derive(Debug)]
pub struct Writer<W: Write> {
    out: csv::Writer<W>,
    columns: Columns,
    counts: Counts,
    /// Hashes of rows, and of ids with a hash of their names.
    rows: HashSet<u64>,
    ids: HashMap<u64, u64>,
}

/// Which of the columns that not every format has are written.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Columns {
    pub aliases: bool,
    pub id: bool,
    pub case: bool,
}

impl<W: Write> Writer<W> {
    /// Writes the header.
    ///
    /// # Errors
    /// Where `out` fails.
    pub(super) fn new(out: W, columns: Columns, extra: &[&str]) -> Result<Self, ImportError> {
        let mut out = csv::Writer::from_writer(out);
        let optional = [("aliases", columns.aliases), ("id", columns.id), ("case", columns.case)];
        let optional = optional.into_iter().filter(|(_, is_there)| *is_there).map(|(title, _)| title);
        out.write_record(["name", "label"].into_iter().chain(optional).chain(extra.iter().copied()))?;
        Ok(Writer { out, columns, counts: Counts::default(), rows: HashSet::new(), ids: HashMap::new() })
    }

    /// Counts a record that was read.
    pub(super) fn read(&mut self) {
        self.counts.read += 1;
    }

    /// Notes a further file that is read.
    pub(super) fn file(&mut self, path: PathBuf) {
        self.counts.files.push(path);
    }

    /// Counts something that was left out or changed.
    pub(super) fn note(&mut self, what: &'static str) {
        self.counts.note(what);
    }

    /// Counts something that was left out, and names the first few.
    pub(super) fn note_example(&mut self, what: &'static str, example: impl FnOnce() -> String) {
        self.note(what);
        let examples = self.counts.examples.entry(what).or_default();
        if examples.len() < EXAMPLES {
            examples.push(example());
        }
    }

    /// Counts something that happened several times.
    pub(super) fn note_times(&mut self, what: &'static str, times: u64) {
        if times > 0 {
            *self.counts.notes.entry(what).or_default() += times;
        }
    }

    /// Writes a record, or counts why it is left out.
    ///
    /// # Errors
    /// Where `out` fails.
    pub(super) fn write(&mut self, mut record: Record) -> Result<(), ImportError> {
        record.name = cleaned(&record.name);
        if let Some(reason) = unfit(&record.name) {
            self.note(reason);
            return Ok(());
        }
        self.clean_aliases(&mut record);
        record.id = cleaned(&record.id);
        record.extra.iter_mut().for_each(|value| *value = cleaned(value));
        if self.is_known(&record) {
            return Ok(());
        }
        let aliases = record.aliases.join("|");
        let optional =
            [(aliases.as_str(), self.columns.aliases), (&record.id, self.columns.id), (record.case, self.columns.case)];
        let optional = optional.into_iter().filter(|(_, is_there)| *is_there).map(|(value, _)| value);
        let fixed = [record.name.as_str(), &record.label].into_iter();
        self.out.write_record(fixed.chain(optional).chain(record.extra.iter().map(String::as_str)))?;
        self.counts.written += 1;
        Ok(())
    }

    /// Ends the list.
    ///
    /// # Errors
    /// Where `out` fails.
    pub(super) fn finish(mut self) -> Result<Counts, ImportError> {
        self.out.flush()?;
        Ok(self.counts)
    }

    fn clean_aliases(&mut self, record: &mut Record) {
        let mut seen = HashSet::from([record.name.clone()]);
        for alias in std::mem::take(&mut record.aliases) {
            let alias = cleaned(&alias);
            let reason = if alias.contains('|') { Some("aliases that hold `|`") } else { unfit_alias(&alias) };
            match reason {
                Some(reason) => self.note(reason),
                None if !alias.is_empty() && seen.insert(alias.clone()) => record.aliases.push(alias),
                None => {}
            }
        }
    }

    /// True, and counted, for a row that is there, or an id of another name.
    fn is_known(&mut self, record: &Record) -> bool {
        let mut key = String::new();
        fold_cased(&record.name, &mut key);
        let name = XxHash3_64::oneshot(key.as_bytes());
        if !record.id.is_empty() {
            let id = XxHash3_64::oneshot(record.id.as_bytes());
            if *self.ids.entry(id).or_insert(name) != name {
                self.note("ids that another name has too");
                return true;
            }
        }
        let fixed = [record.id.as_str(), &record.label];
        for value in fixed.into_iter().chain(record.aliases.iter().chain(&record.extra).map(String::as_str)) {
            key.push('\0');
            key.push_str(value);
        }
        let is_new = self.rows.insert(XxHash3_64::oneshot(key.as_bytes()));
        if !is_new {
            self.note("rows that are there already");
        }
        !is_new
    }
}

fn unfit(name: &str) -> Option<&'static str> {
    match name {
        "" => Some("rows without a name"),
        _ if name.len() > MAX_NAME => Some("names over 1000 bytes"),
        _ => None,
    }
}

fn unfit_alias(alias: &str) -> Option<&'static str> {
    (alias.len() > MAX_NAME).then_some("aliases over 1000 bytes")
}

/// One space for each run of white space and control characters, none at the
/// ends.
fn cleaned(value: &str) -> String {
    let is_space = |c: char| c.is_whitespace() || c.is_control();
    if !value.contains(|c| c != ' ' && is_space(c)) && !value.contains("  ") {
        return value.trim().to_string();
    }
    value.split(is_space).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}
