//! Looking up: tokens → hits, in one Aho-Corasick pass.
//!
//! [`Index`] is the compiled form of all lists. Texts and names go through
//! the same segmenting and folding, and are compared word by word; a hit is
//! then held against the spellings that its row allows.

mod automaton;
mod begins;
mod compile;
mod crowds;
mod ending;
mod endings;
mod firsts;
mod hit;
mod key;
mod near;
mod sparse;
mod table;
mod word;
mod words;

pub use crowds::Crowds;
pub use hit::Hit;
pub use near::NearHit;
pub use word::{ListedWord, Marks, NO_HITS, NO_WORD, WordId};

use serde::{Deserialize, Serialize};
use std::hint::select_unpredictable;

use crate::fold::{Capitals, fold_capitals, fold_cased, fold_caseless};
use crate::gazetteer::{Accept, Case, Entry, Gazetteer, Role, Surface};
use crate::language::Stretches;
use crate::packed;
use crate::segment::{Gap, Shape, Token, segment};
use automaton::{Automaton, Following, Node, ROOT, Symbol};
use begins::SmallBegins;
use ending::Ending;
use near::Near;
use table::{Facts, Known, Use, Uses};
use words::Words;

/// The lists, compiled: a vocabulary, an automaton over its words, and for
/// each name the rows that have it.
///
/// Immutable and shared by threads.
#[derive(Debug, Default)]
pub struct Index {
    gazetteer: Gazetteer,
    tables: Tables,
    /// Told once, where the lists are compiled.
    crowded: Vec<Crowded>,
}

/// A name of the user's that more rows have than are told at a place.
#[derive(Clone, Debug)]
struct Crowded {
    /// As the first row has it.
    surface: Surface,
    rows: usize,
}

/// What the rows of a [`Gazetteer`] were compiled into.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Tables {
    words: Words,
    automaton: Automaton,
    /// State → first of the surfaces whose name ends there; one more than
    /// there are states.
    #[serde(with = "packed")]
    starts: Vec<u32>,
    #[serde(with = "packed")]
    surfaces: Vec<Surface>,
    /// The written forms of all endings.
    endings: Vec<Ending>,
    /// The roles that some row has.
    roles: Marks,
    /// Which words in small letters say something outside of names.
    begins: SmallBegins,
    /// The forms of the user's own names.
    near: Near,
}

impl Index {
    /// Of what [`Index::into_halves`] gave.
    pub(crate) fn from_halves(gazetteer: Gazetteer, tables: Tables) -> Self {
        Index { gazetteer, tables, crowded: Vec::new() }
    }

    /// The rows, and what they were compiled into.
    pub(crate) fn into_halves(self) -> (Gazetteer, Tables) {
        (self.gazetteer, self.tables)
    }

    /// The row of a hit.
    #[inline]
    pub fn entry(&self, hit: &Hit) -> Entry<'_> {
        self.gazetteer.entry(hit.row)
    }

    /// The rows that it was compiled from.
    pub fn gazetteer(&self) -> &Gazetteer {
        &self.gazetteer
    }

    /// True where some row has this role: a rule without rows has nothing to
    /// say and need not look.
    pub fn has_role(&self, role: Role) -> bool {
        self.tables.roles.has(role)
    }

    /// The roles that a single token has on its own.
    pub fn marks_of(&self, token: &str) -> Marks {
        self.known(token).facts.marks
    }

    /// The word of a single token, or [`NO_WORD`].
    pub fn word(&self, token: &str) -> WordId {
        self.known(token).word
    }

    fn known(&self, token: &str) -> &Known {
        let is_plain = token.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'.');
        if let Some(known) = self.tables.words.find_ascii(token.as_bytes(), 0, token.len(), false).filter(|_| is_plain)
        {
            return known;
        }
        let mut folded = String::new();
        fold_caseless(token, &mut folded);
        self.tables.words.find(folded.as_bytes())
    }

    /// What is left of a name where the legal forms of these lists are taken
    /// away, each part of it that a text may have; linear in those forms once,
    /// then in the name.
    pub(crate) fn without_legal_forms(&self) -> impl Fn(&str) -> Vec<String> {
        near::without_legal_forms(&self.gazetteer)
    }

    /// Every row that has `name` as a written form, whatever the spelling
    /// that the row allows.
    pub fn rows_named(&self, name: &str) -> Vec<u32> {
        let (mut tokens, mut rows) = (Vec::new(), Vec::new());
        segment(name, &mut tokens);
        let mut scan = Scan::new(self);
        for (i, token) in tokens.iter().enumerate() {
            scan.step(token, self.known(token.of(name)), |_| 1);
            for (length, surfaces) in scan.names() {
                if length == tokens.len() && i + 1 == length {
                    rows.extend(surfaces.iter().map(|surface| surface.row));
                }
            }
        }
        rows
    }

    /// The rows that have just these words, in a spelling that they allow, as
    /// a name with this label, in reading order. Linear in the words.
    pub fn records(&self, words: &str, label: &str) -> Vec<Entry<'_>> {
        let (mut tokens, mut ids, mut hits) = (Vec::new(), Vec::new(), Vec::new());
        segment(words, &mut tokens);
        self.look_up(words, &tokens, &mut ids, &mut hits);
        let whole = hits.iter().filter(|hit| hit.first == 0 && hit.last as usize + 1 == tokens.len());
        let entries = whole.map(|hit| self.entry(hit));
        let is_record = |e: &Entry<'_>| e.role() == Role::Name && e.label() == label && e.accept() != Accept::Never;
        entries.filter(is_record).collect()
    }

    /// Fills `words` with what is known of each token, and `hits` with every
    /// list name at every place, by first token, the longer first, then by
    /// row. Of names with many rows fewer are told in a text that is full of
    /// them: how many is returned.
    ///
    /// Linear in the text and the hits.
    pub fn look_up(&self, text: &str, tokens: &[Token], words: &mut Vec<ListedWord>, hits: &mut Vec<Hit>) -> Crowds {
        let (mut folder, mut crowds) = (Folder::default(), Crowds::default());
        let mut scan = Scan::new(self);
        words.extend(tokens.iter().enumerate().map(|(i, token)| {
            if !self.tables.begins.may_hold(text.as_bytes(), token) && scan.node == ROOT {
                return ListedWord::NONE;
            }
            let known = self.known_in(text, token, &mut folder.folded);
            let may_end = scan.step(token, known, |uses| uses.opens(token.shape == Shape::Lower));
            if may_end {
                for (length, surfaces) in scan.names() {
                    let first = i + 1 - length;
                    let spelling = &text[tokens[first].start as usize..token.end as usize];
                    let capitals = Capitals::of(spelling);
                    let fits = |s: &&Surface| {
                        (capitals.is_some() & (s.capitals == capitals))
                            || folder.allows(s.case, || self.gazetteer.surface_text(s), spelling)
                    };
                    let hit = |s: &Surface| Hit { first: first as u32, last: i as u32, row: s.row, role: s.role };
                    let from = hits.len();
                    hits.extend(surfaces.iter().filter(fits).map(hit));
                    crowds.count(&self.gazetteer, hits, from);
                }
            }
            ListedWord { id: known.word, marks: known.facts.marks, hits: NO_HITS }
        }));
        hits.sort_unstable_by_key(|hit| (hit.first, std::cmp::Reverse(hit.last), hit.row));
        hits.dedup();
        crowds.finish(&self.gazetteer, hits);
        for (number, hit) in hits.iter().enumerate().rev() {
            words[hit.first as usize].hits = number as u32;
        }
        crowds
    }

    /// Appends to `near` the rows of the user's own that the text reaches
    /// otherwise than word by word, see `near`; `hits` are those that it
    /// reaches so. Of endings that are not marked, those count that are of the
    /// language of their stretch, which is asked for where a name hangs on it.
    ///
    /// Linear in the text and the hits; nothing where all lists are shipped.
    pub fn look_near(
        &self,
        text: &str,
        tokens: &[Token],
        words: &[ListedWord],
        (hits, crowds): (&[Hit], Crowds),
        stretches: &Stretches<'_>,
        near: &mut Vec<NearHit>,
    ) {
        if self.has_near() {
            let (tables, gazetteer) = (&self.tables.near, &self.gazetteer);
            near::Walk { near: tables, gazetteer, text, tokens, words, hits, stretches }.run(crowds, near);
        }
    }

    /// True where the user has names of his own.
    pub fn has_near(&self) -> bool {
        !self.tables.near.is_empty()
    }

    /// What is known of a token of a text.
    #[inline]
    fn known_in(&self, text: &str, token: &Token, folded: &mut String) -> &Known {
        let (start, end) = (token.start as usize, token.end as usize);
        let known = match token.shape {
            Shape::Symbol if end == start + 1 => self.tables.words.find_sign(text.as_bytes()[start]),
            Shape::Symbol | Shape::Uncased => None,
            shape => self.tables.words.find_ascii(text.as_bytes(), start, end, shape == Shape::Lower),
        };
        known.unwrap_or_else(|| {
            if !self.tables.words.may_hold(token.of(text)) {
                return &Known::NOTHING;
            }
            folded.clear();
            fold_caseless(token.of(text), folded);
            self.tables.words.find(folded.as_bytes())
        })
    }

    /// The written forms whose name ends in a state.
    fn surfaces_of(&self, node: Node) -> &[Surface] {
        let node = node as usize;
        &self.tables.surfaces[self.tables.starts[node] as usize..self.tables.starts[node + 1] as usize]
    }
}

/// The automaton on its way over the words of a text.
struct Scan<'i> {
    index: &'i Index,
    node: Node,
    /// The state is that of one word.
    opened: bool,
    /// The words that may lead on from it.
    following: Following,
}

impl<'i> Scan<'i> {
    fn new(index: &'i Index) -> Self {
        Scan { index, node: ROOT, opened: false, following: Following::NONE }
    }

    /// Goes on by one token; `opens` is 1 where a name may begin with it, else
    /// 0. False where no name ends with the token.
    ///
    /// All that nobody can foretell is an integer, not a condition.
    #[inline]
    fn step(&mut self, token: &Token, known: &Known, opens: impl Fn(Uses) -> u32) -> bool {
        let Facts { opening, following, uses, .. } = known.facts;
        let symbol = Symbol::new(known.word, token.gap == Gap::None);
        let goes_on = uses.has(Use::Follows) & u32::from(token.gap != Gap::Paragraph);
        if goes_on & self.following.has(symbol) == 1 {
            self.node = self.index.tables.automaton.step(self.node, symbol);
            if self.node != ROOT {
                (self.opened, self.following) = (false, Following::ANY);
                return true;
            }
        }
        let opens = opens(uses);
        self.opened = true;
        self.node = select_unpredictable(opens == 1, opening, ROOT);
        self.following = select_unpredictable(opens == 1, following, Following::NONE);
        opens & uses.has(Use::Name) == 1
    }

    /// The names that end here, the longest first: tokens and written forms.
    #[inline]
    fn names(&self) -> impl Iterator<Item = (usize, &'i [Surface])> + use<'i> {
        let index = self.index;
        // The state of one word need not be looked at; it lies far away.
        let one = (self.opened && self.node != ROOT).then_some((self.node, 1));
        let several = (!self.opened).then(|| index.tables.automaton.names(self.node));
        let names = one.into_iter().chain(several.into_iter().flatten());
        names.map(|(node, length)| (length as usize, index.surfaces_of(node)))
    }
}

/// Holds a spelling in a text against a written form of a list.
#[derive(Default)]
struct Folder {
    listed: String,
    found: String,
    /// Room for a token on its way to the vocabulary.
    folded: String,
}

impl Folder {
    /// `listed` is not even asked for where any spelling will do: the written
    /// forms lie far from the processor.
    fn allows<'l>(&mut self, case: Case, listed: impl FnOnce() -> &'l str, found: &str) -> bool {
        if case == Case::Any {
            return true;
        }
        let listed = listed();
        if listed == found {
            return true;
        }
        for (text, folded) in [(listed, &mut self.listed), (found, &mut self.found)] {
            folded.clear();
            fold_cased(text, folded);
        }
        self.listed == self.found
            || (case == Case::Caps
                && !found.chars().any(char::is_lowercase)
                && fold_capitals(listed) == fold_capitals(found))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_of_nothing_hold_nothing() {
        for lists in [Index::default(), Index::new(Gazetteer::default())] {
            let (text, mut tokens, mut words, mut hits) = ("Port of $5", Vec::new(), Vec::new(), Vec::new());
            segment(text, &mut tokens);
            lists.look_up(text, &tokens, &mut words, &mut hits);
            assert_eq!((words.len(), hits.len()), (tokens.len(), 0));
            assert!(words.iter().all(|word| word.id == NO_WORD));
            assert!(lists.rows_named(text).is_empty());
            assert!(lists.records(text, "PLACE").is_empty());
        }
    }
}
