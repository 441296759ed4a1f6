//! Looking up: tokens → hits, in one Aho-Corasick pass.
//!
//! [`Index`] is the compiled form of all lists. Texts and names go through
//! the same segmenting and folding, and are compared word by word; a hit is
//! then held against the spellings that its row allows.

mod automaton;
mod sparse;
mod words;

pub use words::{Marks, NO_WORD, WordId};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::fold::{fold_capitals, fold_cased, fold_caseless};
use crate::gazetteer::{Accept, Case, Entry, Gazetteer, Role, Surface};
use crate::segment::{Gap, Token, segment};
use automaton::{Automaton, NameId, ROOT, Symbol};
use words::Words;

/// A list name found in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Its first token.
    pub first: u32,
    /// Its last token.
    pub last: u32,
    /// The row, see [`Index::entry`].
    pub row: u32,
}

/// The lists, compiled: a vocabulary, an automaton over its words, and for
/// each name the rows that have it.
///
/// Immutable and shared by threads.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Index {
    gazetteer: Gazetteer,
    words: Words,
    automaton: Automaton,
    /// Name → first of its surfaces; one more than there are names.
    starts: Vec<u32>,
    surfaces: Vec<Surface>,
    /// Word → how names begin with it.
    openings: Vec<Opening>,
    /// The roles that some row has.
    roles: Marks,
}

/// Whether names begin with a word, by the spelling of the word in a text:
/// a filter, so that most words never reach the automaton.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
struct Opening {
    small: bool,
    capital: bool,
}

impl Index {
    /// Compiles lists. Linear in their names.
    pub fn new(gazetteer: Gazetteer) -> Self {
        Compiler::default().compile(gazetteer)
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
        self.roles.has(role)
    }

    /// The roles that a word has on its own.
    #[inline]
    pub fn marks(&self, word: WordId) -> Marks {
        self.words.marks(word)
    }

    /// How many different words the lists hold.
    pub fn word_count(&self) -> usize {
        self.words.len()
    }

    /// The word of a single token, or [`NO_WORD`].
    pub fn word(&self, token: &str) -> WordId {
        let mut folded = String::new();
        fold_caseless(token, &mut folded);
        self.words.find(folded.as_bytes())
    }

    /// Every row that has `name` as a written form, whatever the spelling
    /// that the row allows.
    pub fn rows_named(&self, name: &str) -> Vec<u32> {
        let (mut tokens, mut words, mut hits) = (Vec::new(), Vec::new(), Vec::new());
        segment(name, &mut tokens);
        self.words_of(name, &tokens, &mut words);
        self.scan(
            &tokens,
            &words,
            |_| true,
            |first, last, surface| {
                if first == 0 && last + 1 == tokens.len() {
                    hits.push(surface.row);
                }
            },
        );
        hits
    }

    /// How many rows have just these words, in a spelling that they allow, as
    /// a name with this label. Linear in the words.
    pub fn records(&self, words: &str, label: &str) -> usize {
        let (mut tokens, mut ids, mut hits) = (Vec::new(), Vec::new(), Vec::new());
        segment(words, &mut tokens);
        self.look_up(words, &tokens, &mut ids, &mut hits);
        let whole = hits.iter().filter(|hit| hit.first == 0 && hit.last as usize + 1 == tokens.len());
        let entries = whole.map(|hit| self.entry(hit));
        entries.filter(|e| e.role() == Role::Name && e.label() == label && e.accept() != Accept::Never).count()
    }

    /// Fills `words` with the word of each token, and `hits` with every list
    /// name at every place, by first token, the longer first, then by row.
    ///
    /// Linear in the text and the hits.
    pub fn look_up(&self, text: &str, tokens: &[Token], words: &mut Vec<WordId>, hits: &mut Vec<Hit>) {
        self.words_of(text, tokens, words);
        let mut folder = Folder::default();
        let opens = |i: usize| {
            let opening = self.openings[words[i] as usize];
            if tokens[i].shape == crate::segment::Shape::Lower {
                opening.small
            } else {
                opening.capital || opening.small
            }
        };
        self.scan(tokens, words, opens, |first, last, surface| {
            let spelling = &text[tokens[first].start as usize..tokens[last].end as usize];
            if folder.allows(surface.case, self.gazetteer.surface_text(surface), spelling) {
                hits.push(Hit { first: first as u32, last: last as u32, row: surface.row });
            }
        });
        hits.sort_unstable_by_key(|hit| (hit.first, std::cmp::Reverse(hit.last), hit.row));
        hits.dedup();
    }

    /// The word of each token.
    fn words_of(&self, text: &str, tokens: &[Token], words: &mut Vec<WordId>) {
        let mut folded = String::new();
        words.extend(tokens.iter().map(|token| {
            if let Some(word) = self.words.find_ascii(text.as_bytes(), token.start as usize, token.end as usize) {
                return word;
            }
            folded.clear();
            fold_caseless(token.of(text), &mut folded);
            self.words.find(folded.as_bytes())
        }));
    }

    /// Runs the automaton over the words; `found` gets first token, last
    /// token and written form of each name.
    fn scan(
        &self,
        tokens: &[Token],
        words: &[WordId],
        opens: impl Fn(usize) -> bool,
        mut found: impl FnMut(usize, usize, &Surface),
    ) {
        let mut node = ROOT;
        for (i, (token, &word)) in tokens.iter().zip(words).enumerate() {
            if word == NO_WORD {
                node = ROOT;
                continue;
            }
            if token.gap == Gap::Paragraph {
                node = ROOT;
            }
            if node == ROOT && !opens(i) {
                continue;
            }
            node = self.automaton.step(node, Symbol::new(word, token.gap == Gap::None));
            for (name, length) in self.automaton.names(node) {
                for surface in self.surfaces_of(name) {
                    found(i + 1 - length as usize, i, surface);
                }
            }
        }
    }

    fn surfaces_of(&self, name: NameId) -> &[Surface] {
        let name = name as usize;
        &self.surfaces[self.starts[name] as usize..self.starts[name + 1] as usize]
    }
}

/// Holds a spelling in a text against a written form of a list.
#[derive(Default)]
struct Folder {
    listed: String,
    found: String,
}

impl Folder {
    fn allows(&mut self, case: Case, listed: &str, found: &str) -> bool {
        if case == Case::Any || listed == found {
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

/// Builds an [`Index`].
#[derive(Default)]
struct Compiler {
    words: Words,
    automaton: Automaton,
    symbols: Vec<Symbol>,
    named: Vec<Named>,
    roles: Marks,
}

/// A written form with the number of its name, and how the name begins.
#[derive(Clone, Copy)]
struct Named {
    name: NameId,
    surface: Surface,
    first: WordId,
    small: bool,
}

/// How many names a thread segments at a time.
const STRETCH: usize = 1 << 12;

/// How many stretches are held segmented at a time.
const HELD: usize = 64;

impl Compiler {
    fn compile(mut self, gazetteer: Gazetteer) -> Index {
        for surfaces in gazetteer.surfaces().chunks(STRETCH * HELD) {
            let stretches: Vec<Segmented> =
                surfaces.par_chunks(STRETCH).map(|surfaces| Segmented::of(&gazetteer, surfaces)).collect();
            for (surfaces, segmented) in surfaces.chunks(STRETCH).zip(&stretches) {
                self.add(&gazetteer, surfaces, segmented);
            }
        }
        self.automaton.link();
        remove_blocked(&gazetteer, &mut self.named);
        let openings = self.openings();
        self.named.sort_by_key(|named| (named.name, named.surface.row));
        let names = self.automaton.len();
        let mut starts = vec![0; names + 1];
        for named in &self.named {
            starts[named.name as usize + 1] += 1;
        }
        for i in 0..names {
            starts[i + 1] += starts[i];
        }
        let surfaces = self.named.iter().map(|named| named.surface).collect();
        Index { gazetteer, words: self.words, automaton: self.automaton, starts, surfaces, openings, roles: self.roles }
    }

    /// Adds a stretch of names to vocabulary and automaton.
    fn add(&mut self, gazetteer: &Gazetteer, surfaces: &[Surface], segmented: &Segmented) {
        let mut start = 0;
        for (surface, name) in surfaces.iter().zip(segmented.names()) {
            let role = gazetteer.entry_of(surface).role();
            self.roles.add(role);
            self.symbols.clear();
            for word in name.words {
                let folded = &segmented.folded[start..word.end as usize];
                self.symbols.push(Symbol::new(self.words.intern(folded), word.touches));
                start = word.end as usize;
            }
            let Some(first) = self.symbols.first().map(|symbol| symbol.word()) else { continue };
            if self.symbols.len() == 1 {
                self.words.mark(first, role);
                if role.only_marks() {
                    continue;
                }
            }
            let number = self.automaton.insert(&self.symbols);
            self.named.push(Named { name: number, surface: *surface, first, small: name.small });
        }
    }

    fn openings(&self) -> Vec<Opening> {
        let mut openings = vec![Opening::default(); self.words.len()];
        for Named { surface, first, small, .. } in &self.named {
            let opening = &mut openings[*first as usize];
            opening.small |= small | (surface.case == Case::Any);
            opening.capital |= !small || surface.case != Case::Exact;
        }
        openings
    }
}

/// Names, segmented and folded: what threads do side by side.
#[derive(Default)]
struct Segmented {
    folded: String,
    words: Vec<FoldedWord>,
    /// For each name the end of its words, and whether it begins small.
    names: Vec<(u32, bool)>,
}

/// A word of a name.
struct FoldedWord {
    /// Where it ends in the folded text; it begins where the one before ends.
    end: u32,
    touches: bool,
}

/// The words of one name.
struct NameWords<'s> {
    words: &'s [FoldedWord],
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
                segmented.words.push(FoldedWord { end, touches: token.gap == Gap::None });
            }
            let small = tokens.first().is_some_and(|token| begins_small(name, token));
            segmented.names.push((segmented.words.len() as u32, small));
        }
        segmented
    }

    fn names(&self) -> impl Iterator<Item = NameWords<'_>> {
        let mut start = 0;
        self.names.iter().map(move |&(end, small)| {
            let words = &self.words[start..end as usize];
            start = end as usize;
            NameWords { words, small }
        })
    }
}

/// `&` is compared as `and`, so a text may begin the name in small letters.
fn begins_small(name: &str, first: &Token) -> bool {
    first.shape == crate::segment::Shape::Lower || matches!(first.of(name), "&" | "＆")
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
            .filter(|block| folder.allows(block.case, gazetteer.surface_text(block), text));
        let entry = gazetteer.entry_of(surface);
        entry.role() != Role::Name || entry.accept() == Accept::Never || blocked.next().is_none()
    });
}
