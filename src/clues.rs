//! What recognizers see: a read-only view of one text after look-up.

use crate::entity::Span;
use crate::gazetteer::{Entry, Role};
use crate::language::Language;
use crate::lookup::{Hit, Index, ListedWord, Marks, NO_HITS, NO_WORD, NearHit, WordId};
use crate::numbers::Number;
use crate::segment::{Gap, Shape, Token};

/// One text with its tokens, words, hits and numbers.
///
/// Positions are token numbers unless a [`Span`] says bytes.
#[derive(Clone, Copy)]
pub struct Clues<'a, 'l> {
    /// The text, unchanged.
    pub text: &'a str,
    /// Its tokens, in order.
    pub tokens: &'a [Token],
    /// What each token is to the lists.
    pub words: &'a [ListedWord],
    /// Every list name at every place, by first token, the longer first.
    pub hits: &'a [Hit],
    /// What the user's own lists hold beside that, in other spellings.
    pub near: &'a [NearHit],
    /// Every number, in order, not overlapping.
    pub numbers: &'a [Number],
    /// The lists.
    pub lists: &'l Index,
    /// The language of the text, as far as it is known.
    pub language: Language,
}

impl<'a, 'l> Clues<'a, 'l> {
    /// How many tokens there are.
    pub fn len(&self) -> usize {
        self.tokens.len()
    }

    /// True for a text without tokens.
    pub fn is_empty(&self) -> bool {
        self.tokens.is_empty()
    }

    /// The text of a token; empty past the end.
    pub fn token(&self, i: usize) -> &'a str {
        self.tokens.get(i).map_or("", |t| t.of(self.text))
    }

    /// The shape of a token; [`Shape::Symbol`] past either end.
    pub fn shape(&self, i: usize) -> Shape {
        self.tokens.get(i).map_or(Shape::Symbol, |t| t.shape)
    }

    /// The gap before a token; [`Gap::Paragraph`] past the end.
    pub fn gap(&self, i: usize) -> Gap {
        self.tokens.get(i).map_or(Gap::Paragraph, |t| t.gap)
    }

    /// The number of a token's word; [`NO_WORD`] where no list has it, and
    /// past the end.
    pub fn word_id(&self, i: usize) -> WordId {
        self.words.get(i).map_or(NO_WORD, |word| word.id)
    }

    /// The roles that a token has on its own; none past the end.
    pub fn marks(&self, i: usize) -> Marks {
        self.words.get(i).map_or(Marks::default(), |word| word.marks)
    }

    /// True where a list gives the token this role on its own.
    pub fn is(&self, i: usize, role: Role) -> bool {
        self.marks(i).has(role)
    }

    /// The row of a hit.
    pub fn entry(&self, hit: &Hit) -> Entry<'l> {
        self.lists.entry(hit)
    }

    /// The hits that begin at a token, the longest first. Cost: that of their
    /// number.
    #[inline]
    pub fn hits_at(&self, i: usize) -> &'a [Hit] {
        match self.words.get(i) {
            Some(word) if word.hits != NO_HITS => self.hits_from(word.hits as usize, i),
            _ => &[],
        }
    }

    fn hits_from(&self, from: usize, i: usize) -> &'a [Hit] {
        let count = self.hits[from..].iter().take_while(|hit| hit.first as usize == i).count();
        &self.hits[from..from + count]
    }

    /// The hits of names with their rows, in their order.
    pub fn names(&self) -> impl Iterator<Item = (&'a Hit, Entry<'l>)> {
        self.names_of(self.hits)
    }

    /// The rows of the names that begin at a token, the longest first, with
    /// their hits. Cost: that of the hits that begin there.
    pub fn names_at(&self, i: usize) -> impl Iterator<Item = (&'a Hit, Entry<'l>)> {
        self.names_of(self.hits_at(i))
    }

    /// The rows of the names of up to three words that end with a token.
    /// Cost: that of the hits that begin at these words.
    pub fn names_ending_at(&self, end: usize) -> impl Iterator<Item = Entry<'l>> {
        let begun = (end.saturating_sub(2)..=end).flat_map(|at| self.names_at(at));
        begun.filter(move |(hit, _)| hit.last as usize == end).map(|(_, entry)| entry)
    }

    fn names_of(&self, hits: &'a [Hit]) -> impl Iterator<Item = (&'a Hit, Entry<'l>)> {
        let lists = self.lists;
        hits.iter().filter(|hit| hit.role == Role::Name).map(|hit| (hit, lists.entry(hit)))
    }

    /// The longest hit of a role that begins at a token.
    pub fn hit_of(&self, i: usize, role: Role) -> Option<&'a Hit> {
        self.hits_at(i).iter().find(|hit| hit.role == role)
    }

    /// The bytes from the start of token `first` to the end of token `last`.
    pub fn span(&self, first: usize, last: usize) -> Span {
        Span::new(self.tokens[first].start as usize, self.tokens[last].end as usize)
    }

    /// The surface of a run of tokens.
    pub fn surface(&self, first: usize, last: usize) -> &'a str {
        self.span(first, last).of(self.text)
    }
}
