//! Lists → an [`Index`]: names are segmented and folded side by side, then
//! put into vocabulary and automaton in their order.

use rayon::prelude::*;

use super::automaton::{Automaton, Node, ROOT, Symbol};
use super::begins::SmallBegins;
use super::crowds::{MOST_ROWS, first};
use super::ending::Ending;
use super::near::Near;
use super::table::{Facts, Use};
use super::word::{Marks, WordId};
use super::words::NewWords;
use super::{Crowded, Folder, Index, Tables};
use crate::fold::fold_caseless;
use crate::gazetteer::{Accept, Case, Entry, Gazetteer, Problem, Role, Severity, Surface};
use crate::segment::{Gap, Shape, Token, segment};

impl Index {
    /// Compiles lists. Linear in their names.
    pub fn new(gazetteer: Gazetteer) -> Self {
        Compiler::default().compile(gazetteer)
    }

    /// The names that have too many rows to tell all of them wherever they
    /// stand, with the first row of each.
    pub(crate) fn crowded(&self) -> Vec<Problem> {
        let problem = |crowded: &Crowded| {
            let (first, rows) = (self.gazetteer.entry_of(&crowded.surface), crowded.rows);
            Problem {
                severity: Severity::Warning,
                path: first.source().path.clone(),
                line: first.line().into(),
                column: 0,
                value: self.gazetteer.surface_text(&crowded.surface).to_string(),
                message: format!("{rows} rows have this name; {} of them are left out", rows - MOST_ROWS),
                help: format!("the {} with the most weight stay; tell them apart by longer names", MOST_ROWS),
            }
        };
        self.crowded.iter().map(problem).collect()
    }
}

/// Builds an [`Index`].
#[derive(Default)]
pub(super) struct Compiler {
    words: NewWords,
    automaton: Automaton,
    /// What is known of each word, by its number.
    facts: Vec<Facts>,
    /// Whether it says something in small letters.
    small: Vec<bool>,
    symbols: Vec<Symbol>,
    named: Vec<Named>,
    endings: Vec<Ending>,
    roles: Marks,
}

/// A written form with the state in which its name ends, and how the name
/// begins.
#[derive(Clone, Copy)]
struct Named {
    name: Node,
    surface: Surface,
    first: WordId,
    small: bool,
}

/// How many names a thread segments at a time.
const STRETCH: usize = 1 << 12;

/// How many stretches are held segmented at a time.
const HELD: usize = 64;

impl Compiler {
    /// Linear in the names.
    pub fn compile(mut self, gazetteer: Gazetteer) -> Index {
        for surfaces in gazetteer.surfaces().chunks(STRETCH * HELD) {
            let stretches: Vec<Segmented> =
                surfaces.par_chunks(STRETCH).map(|surfaces| Segmented::of(&gazetteer, surfaces)).collect();
            for (surfaces, segmented) in surfaces.chunks(STRETCH).zip(&stretches) {
                self.add(&gazetteer, surfaces, segmented);
            }
        }
        remove_blocked(&gazetteer, &mut self.named);
        self.set_openings();
        let near = Near::new(&gazetteer, |word| self.says_nothing(word));
        let begins = self.small_begins();
        let Compiler { words, facts, small, mut automaton, named, endings, roles, .. } = self;
        let (words, (starts, surfaces, crowded)) = rayon::join(
            || words.close(&facts, &small, folded),
            || {
                automaton.link();
                surfaces_of_names(&gazetteer, named, automaton.len())
            },
        );
        Index {
            gazetteer,
            crowded,
            tables: Tables { words, automaton, starts, surfaces, endings, roles, begins, near },
        }
    }

    /// Adds a stretch of names to vocabulary and automaton.
    fn add(&mut self, gazetteer: &Gazetteer, surfaces: &[Surface], segmented: &Segmented) {
        let mut start = 0;
        for (surface, words) in surfaces.iter().zip(segmented.names()) {
            let role = surface.role();
            if role == Role::Affix {
                start = words.last().map_or(start, |word| word.end as usize);
                continue;
            }
            self.roles.add(role);
            self.symbols.clear();
            for word in words {
                let folded = &segmented.folded[start..word.end as usize];
                self.symbols.push(Symbol::new(self.words.intern(folded), word.touches));
                start = word.end as usize;
            }
            let Some(first) = self.symbols.first().map(|symbol| symbol.word()) else { continue };
            self.endings.extend(Ending::of(surface, &self.symbols));
            self.facts.resize(self.words.len(), Facts::default());
            self.small.resize(self.words.len(), false);
            if self.symbols.len() == 1 {
                let facts = &mut self.facts[first as usize];
                facts.marks.add(role);
                self.small[first as usize] |= !role.only_capitals();
                if role.only_marks() {
                    continue;
                }
                facts.uses.add(Use::Name);
                if is_elsewhere(gazetteer.entry_of(surface)) {
                    facts.uses.add(Use::Elsewhere);
                }
            }
            for (i, (symbol, word)) in self.symbols.iter().zip(words).enumerate() {
                self.small[symbol.word() as usize] |= word.small || surface.case == Case::Any;
                if i > 0 {
                    self.facts[symbol.word() as usize].uses.add(Use::Follows);
                }
            }
            let name = self.automaton.insert(&self.symbols);
            let small = words[0].small;
            self.named.push(Named { name, surface: *surface, first, small });
        }
    }

    /// True for a word that no list knows by itself, but as the name of an
    /// organization.
    fn says_nothing(&self, word: &str) -> bool {
        let known = self.words.number(&folded(word)).and_then(|word| self.facts.get(word as usize));
        known.is_none_or(|facts| facts.marks.are_only(Role::Name) && facts.uses.has(Use::Elsewhere) == 0)
    }

    fn small_begins(&self) -> SmallBegins {
        if !self.roles.are_only(Role::Name) {
            return SmallBegins::all();
        }
        let words = (0..).zip(&self.facts).filter(|(_, facts)| facts.uses.has(Use::OpensSmall) == 1);
        SmallBegins::new(words.map(|(word, _)| self.words.bytes(word)))
    }

    fn set_openings(&mut self) {
        for Named { surface, first, small, .. } in &self.named {
            let facts = &mut self.facts[*first as usize];
            if facts.opening == ROOT {
                facts.opening = self.automaton.child(ROOT, Symbol::new(*first, false)).unwrap_or(ROOT);
                facts.following = self.automaton.following(facts.opening);
            }
            if *small || surface.case == Case::Any {
                facts.uses.add(Use::OpensSmall);
            }
            facts.uses.add(Use::Opens);
        }
    }
}

/// True for a shipped name that is no organization for certain: a company of
/// the user's own may be meant by it, and may not.
fn is_elsewhere(entry: Entry<'_>) -> bool {
    entry.source().shipped && (entry.label() != "ORG" || entry.accept() != Accept::Accept)
}

/// Names, segmented and folded: what threads do side by side.
#[derive(Default)]
struct Segmented {
    folded: String,
    words: Vec<FoldedWord>,
    /// For each name the end of its words.
    names: Vec<u32>,
}

/// A word of a name.
struct FoldedWord {
    /// Where it ends in the folded text; it begins where the one before ends.
    end: u32,
    touches: bool,
    /// It stands in small letters.
    small: bool,
}

impl Segmented {
    fn of(gazetteer: &Gazetteer, surfaces: &[Surface]) -> Self {
        let (mut segmented, mut tokens) = (Segmented::default(), Vec::new());
        for surface in surfaces {
            let name = gazetteer.surface_text(surface);
            tokens.clear();
            segment(name, &mut tokens);
            for token in &tokens {
                fold_caseless(token.of(name), &mut segmented.folded);
                let end = segmented.folded.len() as u32;
                let (touches, small) = (token.gap == Gap::None, is_small(name, token));
                segmented.words.push(FoldedWord { end, touches, small });
            }
            segmented.names.push(segmented.words.len() as u32);
        }
        segmented
    }

    fn names(&self) -> impl Iterator<Item = &[FoldedWord]> {
        let mut start = 0;
        self.names.iter().map(move |&end| {
            let words = &self.words[start..end as usize];
            start = end as usize;
            words
        })
    }
}

/// The written forms by name, and for each state the first of those whose
/// name ends there; one more than there are states. With the first form of
/// each of the user's names that has too many rows, and how many it has.
fn surfaces_of_names(
    gazetteer: &Gazetteer,
    named: Vec<Named>,
    states: usize,
) -> (Vec<u32>, Vec<Surface>, Vec<Crowded>) {
    let (named, crowded) = bounded(gazetteer, by_name(named, states));
    (starts(&named, states), named.iter().map(|named| named.surface).collect(), crowded)
}

/// For each state the first of those whose name ends there, as though they
/// were sorted by name; one more than there are states.
fn starts(named: &[Named], states: usize) -> Vec<u32> {
    let mut starts = vec![0; states + 1];
    for named in named {
        starts[named.name as usize + 1] += 1;
    }
    for i in 0..states {
        starts[i + 1] += starts[i];
    }
    starts
}

/// Sorted by name, and those of one name as they were, by row: a name is a
/// number, so that each is put where it belongs.
fn by_name(named: Vec<Named>, states: usize) -> Vec<Named> {
    let (mut next, mut sorted) = (starts(&named, states), named.clone());
    for named in named {
        let at = &mut next[named.name as usize];
        sorted[*at as usize] = named;
        *at += 1;
    }
    debug_assert!(sorted.is_sorted_by_key(|named| (named.name, named.surface.row)));
    sorted
}

/// Of more rows than [`MOST_ROWS`] that have one name, those that would be
/// chosen first: a text that is full of the name is to cost no more.
fn bounded(gazetteer: &Gazetteer, named: Vec<Named>) -> (Vec<Named>, Vec<Crowded>) {
    let is_crowded = |names: &[Named]| names.len() > MOST_ROWS;
    if !named.chunk_by(|a, b| a.name == b.name).any(is_crowded) {
        return (named, Vec::new());
    }
    let (mut kept, mut crowded) = (Vec::with_capacity(named.len()), Vec::new());
    for names in named.chunk_by(|a, b| a.name == b.name) {
        let mut names = names.to_vec();
        if is_crowded(&names) {
            let own = names.iter().find(|named| !gazetteer.entry_of(&named.surface).source().shipped);
            crowded.extend(own.map(|named| Crowded { surface: named.surface, rows: names.len() }));
            names.sort_by(|a, b| first(gazetteer.entry_of(&a.surface), gazetteer.entry_of(&b.surface)));
            names.truncate(MOST_ROWS);
            names.sort_by_key(|named| named.surface.row);
        }
        kept.append(&mut names);
    }
    (kept, crowded)
}

fn folded(sign: &str) -> String {
    let mut folded = String::new();
    fold_caseless(sign, &mut folded);
    folded
}

/// `&` is compared as `and`, so a text may have small letters there.
fn is_small(name: &str, token: &Token) -> bool {
    token.shape == Shape::Lower || matches!(token.of(name), "&" | "＆")
}

/// A row with `match=never` takes every row of another policy with the same
/// spelling out, whichever list either stands in, and stays itself, so that
/// rules see it; but a shipped block takes
/// out nothing that the user lists.
fn remove_blocked(gazetteer: &Gazetteer, named: &mut Vec<Named>) {
    let is_block = |surface: &Surface| {
        let entry = gazetteer.entry_of(surface);
        entry.accept() == Accept::Never && entry.role() == Role::Name
    };
    let mut blocks: Vec<Named> = named.iter().filter(|named| is_block(&named.surface)).copied().collect();
    blocks.sort_by_key(|block| block.name);
    let mut folder = Folder::default();
    named.retain(|Named { name, surface, .. }| {
        let from = blocks.partition_point(|block| block.name < *name);
        let same = blocks[from..].iter().take_while(|block| block.name == *name);
        let text = gazetteer.surface_text(surface);
        let own = !gazetteer.entry_of(surface).source().shipped;
        let mut blocked = same
            .map(|block| block.surface)
            .filter(|block| !(own && gazetteer.entry_of(block).source().shipped))
            .filter(|block| folder.allows(block.case, || gazetteer.surface_text(block), text));
        let entry = gazetteer.entry_of(surface);
        entry.role() != Role::Name || entry.accept() == Accept::Never || blocked.next().is_none()
    });
}
