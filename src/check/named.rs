//! Which rows hold a name, and which of them wins.

use super::names::{cased, caseless, decided, order};
use crate::fold::fold_capitals;
use crate::gazetteer::{Accept, Case, Entry, Gazetteer, Role, Surface};
use crate::pipeline::Pipeline;

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

/// A row of the user's own that a name reaches otherwise than as the list has
/// it.
#[derive(Clone, Debug)]
pub struct Reached<'l> {
    /// The row.
    pub entry: Entry<'l>,
    /// How it is reached: `spelling`, `legal form`, `affix` …
    pub how: &'static str,
    /// It is reported only where the text supports it.
    pub needs_support: bool,
}

/// The rows of the user's own by whose other spellings, shorter forms and
/// endings a text with this name would find them. Linear in the name.
pub fn rows_reached<'l>(pipeline: &'l Pipeline, name: &str) -> Vec<Reached<'l>> {
    let mut found = pipeline.inspect(name, |clues| {
        let whole = clues.near.iter().filter(|hit| hit.start == 0 && hit.end as usize == name.len());
        whole.map(|hit| (hit.row, hit.how.detail(), hit.doubtful)).collect::<Vec<_>>()
    });
    found.sort_by_key(|(row, _, needs_support)| (*row, *needs_support));
    found.dedup_by_key(|(row, _, _)| *row);
    let entry = |row| pipeline.lists().gazetteer().entry(row);
    found.into_iter().map(|(row, how, needs_support)| Reached { entry: entry(row), how, needs_support }).collect()
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
