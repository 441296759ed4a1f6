//! The names of the user's lists, by spelling: who else has a name.

use std::cmp::Ordering;
use std::collections::{HashMap, HashSet};

use crate::candidate::{ResolveOptions, Step, decide};
use crate::entity::{Entity, Evidence, Rule, Span};
use crate::fold::{fold_cased, fold_caseless};
use crate::gazetteer::{Accept, Case, Entry, Gazetteer, Role};

/// The names of the user's lists, by spelling.
pub(super) struct Names<'i> {
    rows: &'i Gazetteer,
    /// Cased fold → for each label the row that wins; a few labels at most.
    accepted: HashMap<String, Vec<u32>>,
    /// Caseless folds of all these.
    letters: HashSet<String>,
    /// Caseless fold → the first row that blocks it, with its spellings.
    blocks: HashMap<String, (u32, Case, String)>,
}

/// How many labels of one name are looked at.
const LABELS: usize = 4;

impl<'i> Names<'i> {
    pub fn of(rows: &'i Gazetteer) -> Self {
        let mut names = Names { rows, accepted: HashMap::new(), letters: HashSet::new(), blocks: HashMap::new() };
        for surface in rows.surfaces() {
            let (entry, text) = (rows.entry_of(surface), rows.surface_text(surface));
            match (entry.role(), entry.accept()) {
                (Role::Name, Accept::Never) => {
                    let block = (entry.index(), surface.case, cased(text));
                    names.blocks.entry(caseless(text)).or_insert(block);
                }
                (Role::Name, _) => names.accept(entry, text),
                _ => {}
            }
        }
        if !names.blocks.is_empty() {
            let texts = rows.surfaces().iter().filter(|s| rows.entry_of(s).accept() != Accept::Never);
            names.letters = texts.map(|surface| caseless(rows.surface_text(surface))).collect();
        }
        names
    }

    fn accept(&mut self, entry: Entry<'i>, text: &str) {
        let rows = self.rows;
        let best = self.accepted.entry(cased(text)).or_default();
        match best.iter().position(|row| rows.entry(*row).label() == entry.label()) {
            Some(at) if order(entry, rows.entry(best[at])).is_lt() => best[at] = entry.index(),
            None if best.len() < LABELS => best.push(entry.index()),
            _ => {}
        }
    }

    pub fn is_accepted(&self, name: &str) -> bool {
        self.letters.contains(&caseless(name))
    }

    fn rows_of(&self, name: &str) -> impl Iterator<Item = Entry<'i>> {
        let rows = self.accepted.get(&cased(name)).into_iter().flatten();
        rows.map(|row| self.rows.entry(*row))
    }

    /// The row that is reported for a name under a label.
    pub fn best(&self, label: &str, name: &str) -> Option<Entry<'i>> {
        self.rows_of(name).find(|row| row.label() == label)
    }

    pub fn other_label(&self, entry: Entry<'i>, name: &str) -> Option<Entry<'i>> {
        self.rows_of(name).find(|row| row.label() != entry.label())
    }

    /// The row that blocks this spelling of a name.
    pub fn block_of(&self, name: &str) -> Option<Entry<'i>> {
        let (row, case, spelling) = self.blocks.get(&caseless(name))?;
        (*case == Case::Any || *spelling == cased(name)).then(|| self.rows.entry(*row))
    }
}

/// The step of resolving that decides between two rows found at one place;
/// `None` for one row and itself.
pub(super) fn decided(a: Entry<'_>, b: Entry<'_>) -> Option<(Step, Ordering)> {
    decide(&found(a), &found(b), &ResolveOptions::default())
}

/// The order of two rows found at one place; the one that wins is less.
pub(super) fn order(a: Entry<'_>, b: Entry<'_>) -> Ordering {
    decided(a, b).map_or(Ordering::Equal, |(_, order)| order)
}

fn found(entry: Entry<'_>) -> Entity<'_> {
    Entity::new(Span::new(0, 1), entry.label(), Rule::plain("list"), Evidence::Listed(entry))
}

/// The cased fold of a name.
pub(super) fn cased(name: &str) -> String {
    let mut folded = String::new();
    fold_cased(name, &mut folded);
    folded
}

/// The caseless fold of a name.
pub(super) fn caseless(name: &str) -> String {
    let mut folded = String::new();
    fold_caseless(name, &mut folded);
    folded
}
