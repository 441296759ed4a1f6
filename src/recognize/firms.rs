//! What a known firm does: *Apple said*, *Shell's profit*, *worked at Ford*.
//!
//! Only for rows with `match=context`: the list knows that a firm of this name
//! is there, the words beside it have to say that it is meant.

use super::enumerated::neighbours;
use super::grammar::Use;
use super::persons::Persons;
use super::scene::Scene;
use super::support::Support;
use crate::gazetteer::{Accept, Entry, Role};
use crate::segment::Shape;

/// What tells that a firm is no person is looked for so many words on.
const REACH: usize = 10;

/// What says that `first..=last` is the firm of a list.
pub fn acts(
    scene: &Scene<'_, '_>,
    support: &Support<'_, '_, '_>,
    persons: &Persons<'_>,
    first: usize,
    last: usize,
) -> Option<&'static str> {
    let name = Name { scene, first, last };
    let person = persons.know(scene.word(last)) || (name.is_surname() && persons.speak(scene.word(last)));
    match () {
        _ if scene.in_capitals(first) || name.goes_on() => None,
        _ if name.owns() => Some("owner"),
        _ if name.works() => Some("at"),
        _ if name.is_traded() && !persons.know(scene.word(last)) => Some("beside"),
        _ if support.before(first, Role::PlaceBefore) => None,
        _ if name.is_among_firms() && !(person || name.is_surname() || name.is_place()) => Some("beside"),
        _ if name.acts() && !persons.know(scene.word(last)) => Some("acts"),
        _ if name.says() && (name.is_it() || !(person || name.is_surname())) => Some("says"),
        _ if name.says() && name.speaks_of_stock() && !persons.know(scene.word(last)) => Some("says"),
        _ if name.beside() && !(person || name.is_surname() || name.is_place()) => Some("beside"),
        _ => None,
    }
}

/// True where an article, a figure or another capital word says that the
/// words are no name on their own: *the Target*, *a Porsche*.
pub fn is_determined(scene: &Scene<'_, '_>, first: usize) -> bool {
    first > 0
        && scene.joined(first)
        && (scene.is(first - 1, Use::Article)
            || scene.clues.shape(first - 1) == Shape::Number
            || scene.clues.shape(first - 1) == Shape::Possessive)
}

/// *it would cut jobs* behind token `last`: no person.
pub(super) fn is_it(scene: &Scene<'_, '_>, last: usize) -> bool {
    (last + 1..last + REACH)
        .take_while(|&i| i < scene.clues.len() && !scene.is_start(i))
        .any(|i| scene.is_small(i, Use::It))
}

/// A listed organization that is no firm, but of the state.
pub fn is_public_body(entry: Entry<'_>) -> bool {
    matches!(entry.column("kind"), Some("government" | "central_bank" | "parliament" | "court" | "bloc"))
}

struct Name<'s, 'a, 'l> {
    scene: &'s Scene<'a, 'l>,
    first: usize,
    last: usize,
}

impl Name<'_, '_, '_> {
    /// *Apple Street*, *John Deere*: it is a part of something else.
    fn goes_on(&self) -> bool {
        let scene = self.scene;
        let capital = |i: usize| scene.is_capital(i) && !scene.clues.is(i, Role::Outside) && !scene.is_start(i);
        let next = self.last + 1;
        let after = scene.joined(next) && capital(next) && !scene.clues.is(next, Role::Title) && !scene.in_title(next);
        let before = self.first.checked_sub(1).filter(|_| scene.joined(self.first));
        let before = before.filter(|&i| capital(i) && !scene.in_title(i) && scene.clues.shape(i) != Shape::Possessive);
        let given = before.is_some_and(|i| !scene.clues.is(i, Role::Demonym) && !scene.clues.is(i, Role::Head));
        after || given || scene.is_hyphen(next) && scene.touches(next)
    }

    fn is_surname(&self) -> bool {
        let marks = self.scene.clues.marks(self.last);
        self.first == self.last && (marks.has(Role::Given) || marks.has(Role::Surname))
    }

    /// A list has a place of the name.
    fn is_place(&self) -> bool {
        let mut names = self.scene.clues.names_at(self.first);
        names.any(|(hit, entry)| {
            hit.last as usize == self.last && entry.label() == "PLACE" && entry.accept() == Accept::Accept
        })
    }

    /// *Apple's profit*, *Apple shareholders*
    fn owns(&self) -> bool {
        let scene = self.scene;
        let owner = scene.clues.shape(self.last + 1) == Shape::Possessive;
        let from = self.last + 1 + usize::from(owner);
        let words = if owner { 2 } else { 1 };
        let ordinary = scene.clues.is(self.last, Role::Common) && scene.is_start(self.first);
        let other = self.is_place() || ordinary || scene.clues.is(self.last, Role::Demonym);
        (owner || !other)
            && (from..from + words)
                .take_while(|&i| scene.joined(i) && scene.is_plain_word(i))
                .any(|i| scene.is(i, Use::Owned))
    }

    /// *worked at Apple*, *sales at Apple*; of a firm that is no place, *at*
    /// is enough.
    fn works(&self) -> bool {
        let scene = self.scene;
        let Some(at) = self.first.checked_sub(1).filter(|&i| scene.is(i, Use::At) || scene.is(i, Use::For)) else {
            return false;
        };
        let work = (at.saturating_sub(3)..at).any(|i| scene.is(i, Use::Work));
        work || (scene.is(at, Use::At) && !self.is_place())
    }

    fn says(&self) -> bool {
        self.scene.is_small(self.last + 1, Use::Says)
    }

    fn acts(&self) -> bool {
        let scene = self.scene;
        scene.is_small(self.last + 1, Use::Acts) && (!self.is_surname() || self.is_it())
    }

    fn is_it(&self) -> bool {
        is_it(self.scene, self.last)
    }

    /// *said quarterly profit fell*
    fn speaks_of_stock(&self) -> bool {
        let scene = self.scene;
        let behind = (self.last + 1..self.last + REACH).take_while(|&i| i < scene.clues.len() && !scene.is_start(i));
        behind.into_iter().any(|i| scene.is_small(i, Use::Stock))
    }

    /// *rival Ford*, *carmaker Ferrari*: no place and no person.
    fn is_traded(&self) -> bool {
        self.is_behind(Use::Trade)
    }

    /// *Caterpillar and Deere*: beside a firm that nobody takes for anything
    /// else.
    fn is_among_firms(&self) -> bool {
        let is_firm = |entry: &Entry<'_>| entry.accept() == Accept::Accept && !is_public_body(*entry);
        let mut others = neighbours(self.scene, self.first, self.last).peekable();
        others.peek().is_some() && others.all(|entry| entry.label() == "ORG" && is_firm(&entry))
    }

    fn beside(&self) -> bool {
        self.is_behind(Use::Beside)
    }

    /// A word of such a use stands before it: in small letters, or at the
    /// start of a sentence.
    fn is_behind(&self, of: Use) -> bool {
        let scene = self.scene;
        let Some(before) = self.first.checked_sub(1).filter(|_| scene.joined(self.first)) else { return false };
        scene.is_small(before, of) || (scene.is(before, of) && scene.is_start(before) && !scene.in_title(before))
    }
}
