//! An Aho-Corasick automaton whose symbols are words, not bytes.
//!
//! The algorithm is Aho and Corasick's (1975): a trie of all names, for each
//! node a link to the node of its longest proper suffix, and for each node a
//! link to the nearest suffix that is a name. One pass over the tokens finds
//! every name at every place, overlapping ones too, in time linear in the
//! tokens and the hits.
//!
//! Why words: names begin and end at word edges by construction, a token
//! costs one step whatever its length, and a name is a few states, not dozens.

use serde::{Deserialize, Serialize};

use super::sparse::{self, Slot};
use super::word::{NO_WORD, WordId};
use crate::packed::{self, Packed};

/// A state of the automaton.
pub(crate) type Node = u32;

/// The state in which nothing has been read.
pub(crate) const ROOT: Node = 0;

const NONE: u32 = u32::MAX;

/// A word of a name, with how it joins the word before it: touching or apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Symbol(u32);

impl Symbol {
    /// The symbol of a word; `touches` says that nothing stands before it.
    #[inline]
    pub fn new(word: WordId, touches: bool) -> Self {
        Symbol(word << 1 | touches as u32)
    }

    /// The word.
    pub fn word(self) -> WordId {
        self.0 >> 1
    }

    /// A bit that other symbols may share.
    #[inline]
    fn bit(self) -> u64 {
        1 << self.bit_number()
    }

    /// The number of that bit, below 64.
    #[inline]
    fn bit_number(self) -> u32 {
        self.0.wrapping_mul(0x9e37_79b9) >> 26
    }

    /// The same word at the start of a name, where what is before it does not
    /// count.
    #[inline]
    pub fn first(self) -> Self {
        Symbol(self.0 & !1)
    }
}

#[derive(Clone, Copy, Debug)]
struct State {
    /// Longest proper suffix that is a beginning of a name.
    fail: Node,
    /// Nearest suffix that is a whole name; [`NONE`] where there is none.
    shorter: Node,
    /// A name ends here.
    is_name: bool,
    /// Words read since the root.
    depth: u32,
    /// A bit for each word that leads on from here, several words to a bit.
    next: u64,
}

const NEW_STATE: State = State { fail: ROOT, shorter: NONE, is_name: false, depth: 0, next: 0 };

impl Packed<6> for State {
    fn pack(&self) -> [u32; 6] {
        let State { fail, shorter, is_name, depth, next } = *self;
        [fail, shorter, is_name.into(), depth, next as u32, (next >> 32) as u32]
    }

    fn unpack([fail, shorter, is_name, depth, low, high]: [u32; 6]) -> Option<Self> {
        Some(State { fail, shorter, is_name: is_name != 0, depth, next: u64::from(low) | u64::from(high) << 32 })
    }
}

/// A transition, in its slot of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Edge {
    from: Node,
    symbol: u32,
    to: Node,
}

impl Packed<4> for (u32, Edge) {
    fn pack(&self) -> [u32; 4] {
        [self.0, self.1.from, self.1.symbol, self.1.to]
    }

    fn unpack([slot, from, symbol, to]: [u32; 4]) -> Option<Self> {
        Some((slot, Edge { from, symbol, to }))
    }
}

const FREE: Edge = Edge { from: NONE, symbol: NO_WORD, to: NONE };

impl Slot for Edge {
    const FREE: Self = FREE;
}

/// Which words may lead on from a state: a bit for each, many words to a bit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Following(u16);

impl Following {
    /// Bits of a state to one of these.
    const SHARED: u32 = 4;

    /// No word at all.
    pub const NONE: Self = Following(0);

    /// Any word, for all that is known.
    pub const ANY: Self = Following(u16::MAX);

    /// 1 for a word that may lead on, 0 for one that does not.
    #[inline]
    pub fn has(self, symbol: Symbol) -> u32 {
        u32::from(self.0) >> (symbol.bit_number() / Self::SHARED) & 1
    }
}

impl Packed<1> for Following {
    fn pack(&self) -> [u32; 1] {
        [u32::from(self.0)]
    }

    fn unpack([integer]: [u32; 1]) -> Option<Self> {
        Some(Following(integer.try_into().ok()?))
    }
}

/// The automaton. Built by [`Automaton::insert`] for each name, then
/// [`Automaton::link`].
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Automaton {
    #[serde(with = "packed")]
    states: Vec<State>,
    #[serde(with = "sparse")]
    edges: Vec<Edge>,
}

impl Default for Automaton {
    fn default() -> Self {
        Automaton { states: vec![NEW_STATE], edges: vec![FREE; 16] }
    }
}

impl Automaton {
    /// Adds a name, which is known by the state in which it ends.
    pub fn insert(&mut self, symbols: &[Symbol]) -> Node {
        self.insert_through(symbols, |_| {})
    }

    /// The same, and calls `through` with each state on the way, in order.
    pub fn insert_through(&mut self, symbols: &[Symbol], mut through: impl FnMut(Node)) -> Node {
        let mut node = ROOT;
        for (i, &symbol) in symbols.iter().enumerate() {
            let symbol = if i == 0 { symbol.first() } else { symbol };
            node = match self.child(node, symbol) {
                Some(child) => child,
                None => self.add_child(node, symbol),
            };
            through(node);
        }
        self.states[node as usize].is_name = true;
        node
    }

    /// How many states there are.
    pub fn len(&self) -> usize {
        self.states.len()
    }

    /// Sets the links from each state to its suffixes, by depth. To be called
    /// once, after the last name.
    pub fn link(&mut self) {
        let mut edges: Vec<Edge> = self.edges.iter().filter(|e| e.from != NONE).copied().collect();
        edges.sort_unstable_by_key(|e| self.states[e.to as usize].depth);
        for edge in edges.iter().filter(|e| e.from != ROOT) {
            let fail = match self.step(self.states[edge.from as usize].fail, Symbol(edge.symbol)) {
                ROOT => self.child(ROOT, Symbol(edge.symbol).first()).unwrap_or(ROOT),
                fail => fail,
            };
            let suffix = &self.states[fail as usize];
            let shorter = if suffix.is_name { fail } else { suffix.shorter };
            let state = &mut self.states[edge.to as usize];
            (state.fail, state.shorter) = (fail, shorter);
        }
    }

    /// True where some name goes on behind this state.
    pub fn goes_on(&self, node: Node) -> bool {
        self.states[node as usize].next != 0
    }

    /// Which words may lead on from the state of a single word.
    pub fn following(&self, node: Node) -> Following {
        let next = self.states[node as usize].next;
        let bits = (0..u64::BITS).filter(|bit| next >> bit & 1 == 1);
        Following(bits.fold(0, |following, bit| following | 1 << (bit / Following::SHARED)))
    }

    /// The state after one more word of names that have begun; the root where
    /// none of them goes on so.
    #[inline]
    pub fn step(&self, mut node: Node, symbol: Symbol) -> Node {
        while node != ROOT {
            let state = &self.states[node as usize];
            if state.next & symbol.bit() != 0
                && let Some(child) = self.child(node, symbol)
            {
                return child;
            }
            node = state.fail;
        }
        ROOT
    }

    /// The states of the names that end in this state, longest first, with
    /// their number of words.
    #[inline]
    pub fn names(&self, node: Node) -> impl Iterator<Item = (Node, u32)> + '_ {
        let mut next = Some(node);
        std::iter::from_fn(move || {
            loop {
                let node = next?;
                let state = &self.states[node as usize];
                next = (state.shorter != NONE).then_some(state.shorter);
                if state.is_name {
                    return Some((node, state.depth));
                }
            }
        })
    }

    /// The state after one more word of the same name.
    #[inline]
    pub fn child(&self, from: Node, symbol: Symbol) -> Option<Node> {
        let edge = self.edges[self.slot(from, symbol)];
        (edge.from != NONE).then_some(edge.to)
    }

    /// The slot of a transition, or the free one in which it would stand.
    #[inline]
    fn slot(&self, from: Node, symbol: Symbol) -> usize {
        let mask = self.edges.len() - 1;
        let key = u64::from(from) << 32 | u64::from(symbol.0);
        let mixed = key.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let mut slot = (mixed >> 32 ^ mixed) as usize & mask;
        loop {
            let edge = self.edges[slot];
            if edge.from == NONE || (edge.from == from && edge.symbol == symbol.0) {
                return slot;
            }
            slot = (slot + 1) & mask;
        }
    }

    fn add_child(&mut self, from: Node, symbol: Symbol) -> Node {
        if self.edges.len() < 2 * (self.states.len() + 1) {
            self.grow();
        }
        let to = self.states.len() as Node;
        let State { depth, next, .. } = &mut self.states[from as usize];
        *next |= symbol.bit();
        let depth = *depth + 1;
        self.states.push(State { depth, ..NEW_STATE });
        let slot = self.slot(from, symbol);
        self.edges[slot] = Edge { from, symbol: symbol.0, to };
        to
    }

    fn grow(&mut self) {
        // A small table grows fast, a large one takes no more than it needs.
        let factor = if self.edges.len() < 1 << 20 { 4 } else { 2 };
        let larger = vec![FREE; self.edges.len() * factor];
        for edge in std::mem::replace(&mut self.edges, larger) {
            if edge.from != NONE {
                let slot = self.slot(edge.from, Symbol(edge.symbol));
                self.edges[slot] = edge;
            }
        }
    }
}
