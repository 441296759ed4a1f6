//! Which rows of a list say what another has said.

use std::collections::HashMap;
use twox_hash::XxHash3_64;

use super::entry::{Gazetteer, NewRow};
use crate::fold::fold_cased;

/// What a row repeats, with the line of the first.
pub(crate) enum Repeat {
    /// Every value but the policies: the row is there twice.
    Row(u32),
    /// The same, if quotes, dashes and accents are folded.
    Folded(u32),
    /// The id of another name.
    Id(String, u32),
}

/// The rows of one list so far, by hashes: a row costs a few dozen bytes.
#[derive(Default)]
pub(crate) struct Repeats {
    /// Hash of all values → row.
    rows: HashMap<u64, u32>,
    /// Hash of an id → first row with it.
    ids: HashMap<u64, u32>,
    folded: String,
}

impl Repeats {
    /// Notes that `new` is about to become row `row`; returns what it repeats.
    ///
    /// Two records of one name are no repeat where anything but the policies
    /// tells them apart: an id, a weight, an alias, a column of the user's.
    pub fn note(&mut self, new: &NewRow<'_>, row: u32, rows: &Gazetteer) -> Option<Repeat> {
        let id = self.note_id(new, row, rows);
        id.or_else(|| self.note_row(new, row, rows))
    }

    fn note_id(&mut self, new: &NewRow<'_>, row: u32, rows: &Gazetteer) -> Option<Repeat> {
        if new.id.is_empty() {
            return None;
        }
        let first = rows.entry(*known(&mut self.ids, XxHash3_64::oneshot(new.id.as_bytes()), row)?);
        if first.id() != new.id || self.fold(first.name()) == self.fold(new.name) {
            return None;
        }
        Some(Repeat::Id(first.name().to_string(), first.line()))
    }

    fn note_row(&mut self, new: &NewRow<'_>, row: u32, rows: &Gazetteer) -> Option<Repeat> {
        self.folded.clear();
        fold_cased(new.name, &mut self.folded);
        let fold_end = self.folded.len();
        let fixed = [new.id, new.label].into_iter();
        for value in fixed.chain(new.aliases.iter().copied()).chain(new.extra.iter().map(AsRef::as_ref)) {
            self.folded.push('\0');
            self.folded.push_str(value);
        }
        self.folded.push(new.role as u8 as char);
        let hash = XxHash3_64::oneshot(self.folded.as_bytes()) ^ new.weight.to_bits();
        self.folded.truncate(fold_end);
        let first = rows.entry(*known(&mut self.rows, hash, row)?);
        if self.fold(first.name()) != self.folded {
            return None;
        }
        Some(if first.name() == new.name { Repeat::Row(first.line()) } else { Repeat::Folded(first.line()) })
    }

    fn fold(&self, name: &str) -> String {
        let mut folded = String::new();
        fold_cased(name, &mut folded);
        folded
    }
}

/// The row that has this hash already; else `row` takes it.
fn known(rows: &mut HashMap<u64, u32>, hash: u64, row: u32) -> Option<&u32> {
    match rows.entry(hash) {
        std::collections::hash_map::Entry::Occupied(first) => Some(first.into_mut()),
        std::collections::hash_map::Entry::Vacant(free) => {
            free.insert(row);
            None
        }
    }
}
