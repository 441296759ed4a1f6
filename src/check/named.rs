//! Which rows hold a name, and which of them wins.

use super::names::{cased, caseless, decided, order};
use crate::fold::fold_capitals;
use crate::gazetteer::{Accept, Case, Entry, Gazetteer, Role, Surface};

/// A row that holds a name.
#[derive(Clone, Debug)]
pub struct Named<'l> {
    /// The row.
    pub entry: Entry<'l>,
    /// The written form of the row that is the name.
    pub form: &'l str,
    /// The spellings that this form allows.
    pub case: Case,
    /// What becomes of it where a text has the name in this spelling.
    pub standing: Standing<'l>,
}

/// What becomes of a row where its name is found.
#[derive(Clone, Debug)]
pub enum Standing<'l> {
    /// It is reported.
    Wins,
    /// It is reported where the text supports it.
    NeedsContext,
    /// It serves inside longer names only.
    InsideOnly,
    /// It blocks the name.
    Blocks,
    /// A row blocks it.
    BlockedBy(Entry<'l>),
    /// Another row stands before it, for this reason.
    BeatenBy(Entry<'l>, &'static str),
    /// The row does not allow this spelling.
    OtherSpelling,
    /// It is a cue, never reported itself.
    Cue,
}

/// Every row that has `name` as a written form in any capitals, those first
/// that stand before others. Linear in the names of the lists.
pub fn rows_named<'l>(rows: &'l Gazetteer, name: &str) -> Vec<Named<'l>> {
    let folded = caseless(name);
    let surfaces = rows.surfaces().iter().filter(|surface| caseless(rows.surface_text(surface)) == folded);
    let mut named: Vec<Named<'l>> = surfaces
        .map(|surface| {
            let (entry, form) = (rows.entry_of(surface), rows.surface_text(surface));
            Named { entry, form, case: surface.case, standing: alone(entry, surface, form, name) }
        })
        .collect();
    named.sort_by(|a, b| rank(&a.standing).cmp(&rank(&b.standing)).then_with(|| order(a.entry, b.entry)));
    named.dedup_by_key(|row| row.entry.index());
    compete(&mut named);
    named
}

/// What becomes of a row if no other has the name.
fn alone<'l>(entry: Entry<'l>, surface: &Surface, form: &str, name: &str) -> Standing<'l> {
    match (entry.role(), entry.accept()) {
        (Role::Name, _) if !allows(surface.case, form, name) => Standing::OtherSpelling,
        (Role::Name, Accept::Never) => Standing::Blocks,
        (Role::Name, Accept::Accept) => Standing::Wins,
        (Role::Name, Accept::Context) => Standing::NeedsContext,
        (Role::Name, Accept::Part) => Standing::InsideOnly,
        _ => Standing::Cue,
    }
}

fn rank(standing: &Standing<'_>) -> u8 {
    match standing {
        Standing::Blocks => 0,
        Standing::Wins => 1,
        Standing::NeedsContext => 2,
        Standing::InsideOnly => 3,
        Standing::OtherSpelling => 4,
        _ => 5,
    }
}

/// Lets the rows meet: blocks first, then the order of resolving.
fn compete<'l>(named: &mut [Named<'l>]) {
    let blocks: Vec<Entry<'l>> =
        named.iter().filter(|row| matches!(row.standing, Standing::Blocks)).map(|row| row.entry).collect();
    let mut winner: Option<Entry<'l>> = None;
    for row in named.iter_mut() {
        if !matches!(row.standing, Standing::Wins | Standing::NeedsContext | Standing::InsideOnly) {
            continue;
        }
        let own = !row.entry.source().shipped;
        if let Some(block) = blocks.iter().find(|block| !(own && block.source().shipped)) {
            row.standing = Standing::BlockedBy(*block);
        } else if let (Standing::Wins, Some(winner)) = (&row.standing, winner) {
            row.standing = Standing::BeatenBy(winner, decided(winner, row.entry).map_or("", |(step, _)| step.reason()));
        } else if matches!(row.standing, Standing::Wins) {
            winner = Some(row.entry);
        }
    }
}

fn allows(case: Case, form: &str, name: &str) -> bool {
    case == Case::Any
        || cased(form) == cased(name)
        || (case == Case::Caps && !name.chars().any(char::is_lowercase) && fold_capitals(form) == fold_capitals(name))
}
