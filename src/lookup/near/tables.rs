//! The forms of names, compiled into a trie over coarser words.

use serde::{Deserialize, Serialize};

use super::affixes::Affixes;
use super::forms::{self, Form, Kind, LegalForms};
use super::inside::Inside;
use super::openings::Openings;
use super::spelled::{Spelled, Umlauts};
use super::stems::Stems;
use crate::gazetteer::{Accept, Case, Gazetteer, Role};
use crate::hash::{HashMap, HashSet};
use crate::lookup::automaton::{Automaton, Node, ROOT, Symbol};
use crate::lookup::crowds::{MOST_ROWS, first};
use crate::lookup::table::Facts;
use crate::lookup::word::WordId;
use crate::lookup::words::{NewWords, Words};
use crate::packed;

/// The forms of the user's own names, compiled.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Near {
    pub(super) words: Words,
    pub(super) automaton: Automaton,
    /// State → first of the forms whose words end there; one more than there
    /// are states.
    #[serde(with = "packed")]
    starts: Vec<u32>,
    #[serde(with = "packed")]
    forms: Vec<Form>,
    /// How names begin: a bit for each pair of bytes, several pairs to a bit.
    begins: Vec<u64>,
    /// How the words begin with which one may begin in a text.
    pub(super) openings: Openings,
    /// What is left of them without their affixes.
    pub(super) stems: Stems,
    /// The same of the words with which one may go on.
    pub(super) goings_on: Openings,
    pub(super) further_stems: Stems,
    pub(super) affixes: Affixes,
    pub(super) inside: Inside,
}

impl Near {
    /// Of the user's rows; `tells` says whether a word is known for nothing
    /// else. Linear in the names.
    pub fn new(gazetteer: &Gazetteer, tells: impl Fn(&str) -> bool) -> Self {
        let own = |row: u32| !gazetteer.entry(row).source().shipped;
        if !gazetteer.sources().iter().any(|source| !source.shipped) {
            return Near::default();
        }
        let legal = LegalForms::of(gazetteer);
        let mut inside = Inside::default();
        let mut builder = Builder { begins: vec![0; BEGINS / 64], ..Builder::default() };
        for surface in gazetteer.surfaces().iter().filter(|s| s.role() == Role::Name && own(s.row)) {
            let entry = gazetteer.entry_of(surface);
            if matches!(entry.accept(), Accept::Accept | Accept::Context) {
                let text = gazetteer.surface_text(surface);
                for form in forms::of_surface(text, surface.text, entry, surface.case(), &legal, &tells) {
                    builder.add(gazetteer, form);
                    inside.add(text, form, entry);
                }
            }
        }
        builder.drop_shared();
        builder.add_known(gazetteer);
        let further = std::mem::take(&mut builder.further);
        let mut near = Near { inside, ..builder.close(gazetteer) };
        for row in gazetteer.entries().filter(|row| row.role() == Role::Affix) {
            near.affixes.add(row);
        }
        let opens = |word: &&str| near.words.find(word.as_bytes()).facts.opening != ROOT;
        (near.openings, near.stems) = near.affixes.openings(near.words.texts().filter(opens));
        (near.goings_on, near.further_stems) = near.affixes.openings(further.iter().map(String::as_str));
        near
    }

    /// True where the user has no names.
    pub fn is_empty(&self) -> bool {
        self.forms.is_empty()
    }

    /// The forms whose words end in a state.
    pub(super) fn forms_of(&self, node: Node) -> &[Form] {
        let node = node as usize;
        &self.forms[self.starts[node] as usize..self.starts[node + 1] as usize]
    }

    /// False where no name begins with such a word.
    pub(super) fn may_begin(&self, word: &str) -> bool {
        let bit = begin(word.as_bytes());
        self.begins[bit / 64] >> (bit % 64) & 1 == 1
    }
}

const BEGINS: usize = 1 << 14;

/// A number below [`BEGINS`] for how a word begins: by its first four bytes.
fn begin(word: &[u8]) -> usize {
    let mut first = [0; 4];
    let length = word.len().min(4);
    first[..length].copy_from_slice(&word[..length]);
    (u32::from_le_bytes(first).wrapping_mul(0x9e37_79b1) >> 18) as usize
}

#[derive(Default)]
struct Builder {
    words: NewWords,
    automaton: Automaton,
    named: Vec<(Node, Form)>,
    /// First words, with the bytes that they begin with.
    first: Vec<WordId>,
    /// All others.
    further: HashSet<String>,
    begins: Vec<u64>,
    /// State → the one row whose forms lead through it, but for short ones;
    /// [`NOBODY`] or [`SEVERAL`].
    owners: Vec<u32>,
}

const NOBODY: u32 = u32::MAX;
const SEVERAL: u32 = u32::MAX - 1;

impl Builder {
    fn add(&mut self, gazetteer: &Gazetteer, form: Form) {
        let mut seen = Vec::new();
        let is_ascii = gazetteer.text_at(form.text).is_ascii();
        for umlauts in [Umlauts::One, Umlauts::Two].into_iter().take(if is_ascii { 1 } else { 2 }) {
            let words = form.words(gazetteer, umlauts);
            let texts: Vec<String> = words.into_iter().map(|word| word.text).collect();
            if texts.iter().all(|word| word.is_empty()) || seen == texts {
                continue;
            }
            self.further.extend(texts[1..].iter().cloned());
            let symbols: Vec<Symbol> = texts.iter().map(|word| Symbol::new(self.words.intern(word), false)).collect();
            let owners = &mut self.owners;
            let node = self.automaton.insert_through(&symbols, |node| {
                let at = node as usize;
                owners.resize(owners.len().max(at + 1), NOBODY);
                if form.kind != Kind::Short && owners[at] != form.row {
                    owners[at] = if owners[at] == NOBODY { form.row } else { SEVERAL };
                }
            });
            self.first.push(symbols[0].word());
            let bit = begin(texts[0].as_bytes());
            self.begins[bit / 64] |= 1 << (bit % 64);
            self.named.push((node, form));
            seen = texts;
        }
    }

    /// Short forms stay only where no other row's name begins so.
    fn drop_shared(&mut self) {
        let is_alone = |node: Node, row: u32| self.owners.get(node as usize) == Some(&row);
        self.named.retain(|(node, form)| form.kind != Kind::Short || is_alone(*node, form.row));
    }

    /// The states that the words of a name lead through.
    fn path<'s>(&'s self, words: &'s [Spelled]) -> impl Iterator<Item = Node> + 's {
        words.iter().scan(ROOT, |node, word| {
            *node = self.automaton.child(*node, Symbol::new(self.words.number(&word.text)?, false))?;
            Some(*node)
        })
    }

    /// Adds the names that the shipped lists know for the organizations of the
    /// user: *GM* where he lists *General Motors Co*, since a shipped row has
    /// both. Linear in the shipped names.
    fn add_known(&mut self, gazetteer: &Gazetteer) {
        let shipped = gazetteer.surfaces().iter().filter(|surface| {
            let row = gazetteer.entry(surface.row);
            let is_name = (surface.role(), row.accept()) == (Role::Name, Accept::Accept);
            is_name && row.source().shipped && row.label() == forms::ORG
        });
        let own = self.rows_of_nodes(gazetteer);
        // Of a shipped row the user's, or none where several are it.
        let mut meant: HashMap<u32, Option<u32>> = HashMap::default();
        for surface in shipped.clone() {
            if let Some(&row) = self.node_of(gazetteer.surface_text(surface)).and_then(|node| own.get(&node)) {
                meant
                    .entry(surface.row)
                    .and_modify(|known| *known = known.filter(|known| Some(*known) == row))
                    .or_insert(row);
            }
        }
        for surface in shipped {
            if let Some(row) = meant.get(&surface.row).copied().flatten() {
                let form =
                    Form { text: surface.text, row, case: surface.case(), kind: Kind::Known, legal: forms::NONE };
                self.add(gazetteer, form);
            }
        }
    }

    /// The row of the one organization that a name surely is, by the state in
    /// which the name ends; none where there are several.
    fn rows_of_nodes(&self, gazetteer: &Gazetteer) -> HashMap<Node, Option<u32>> {
        let mut rows: HashMap<Node, Option<u32>> = HashMap::default();
        for (node, form) in &self.named {
            let row = gazetteer.entry(form.row);
            let is_sure = matches!(form.kind, Kind::Written | Kind::WithoutLegalForm | Kind::Initials | Kind::Turned);
            if is_sure && row.label() == forms::ORG && row.accept() == Accept::Accept && form.case != Case::Exact {
                let known = |row: &mut Option<u32>| *row = row.filter(|row| *row == form.row);
                rows.entry(*node).and_modify(known).or_insert(Some(form.row));
            }
        }
        rows
    }

    /// The state in which a name ends.
    fn node_of(&self, name: &str) -> Option<Node> {
        let first = name.split([' ', '-', '.', ',', '\'', '’']).next()?;
        let bit = begin(Spelled::of(first, Umlauts::One).text.as_bytes());
        if self.begins[bit / 64] >> (bit % 64) & 1 == 0 {
            return None;
        }
        let words: Vec<Spelled> = forms::words(name, Umlauts::One).into_iter().map(|word| word.spelled).collect();
        self.path(&words).nth(words.len().checked_sub(1)?)
    }

    fn close(mut self, gazetteer: &Gazetteer) -> Near {
        let mut facts = vec![Facts::default(); self.words.len()];
        for &word in &self.first {
            let facts = &mut facts[word as usize];
            facts.opening = self.automaton.child(ROOT, Symbol::new(word, false)).unwrap_or(ROOT);
        }
        let small = vec![false; facts.len()];
        let words = self.words.close(&facts, &small, str::to_owned);
        self.named.sort_by_key(|(node, form)| (*node, form.kind.is_doubtful(), form.kind as u8, form.row));
        self.named.dedup_by_key(|(node, form)| (*node, form.row, form.kind == Kind::Known));
        sort_crowds(&mut self.named, gazetteer);
        let mut starts = vec![0; self.automaton.len() + 1];
        for (node, _) in &self.named {
            starts[*node as usize + 1] += 1;
        }
        for i in 1..starts.len() {
            starts[i] += starts[i - 1];
        }
        let forms = self.named.iter().map(|(_, form)| *form).collect();
        let (automaton, begins) = (self.automaton, self.begins);
        Near { words, automaton, starts, forms, begins, ..Near::default() }
    }
}

/// Of more forms than a place may have, those stand first that would be chosen
/// first.
fn sort_crowds(named: &mut [(Node, Form)], gazetteer: &Gazetteer) {
    let kind = |form: &Form| (form.kind.is_doubtful(), form.kind as u8);
    let order = |(_, a): &(Node, Form), (_, b): &(Node, Form)| {
        kind(a).cmp(&kind(b)).then_with(|| first(gazetteer.entry(a.row), gazetteer.entry(b.row)))
    };
    let names = named.chunk_by_mut(|(a, _), (b, _)| a == b);
    names.filter(|forms| forms.len() > MOST_ROWS).for_each(|forms| forms.sort_by(order));
}
