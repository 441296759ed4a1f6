//! What a token is to the lists: its number, and the roles that it has alone.

use serde::{Deserialize, Serialize};

use crate::gazetteer::Role;
use crate::packed::Packed;

/// A word's number. [`NO_WORD`] stands for any token that no list holds.
pub type WordId = u32;

/// The number of a token that stands in no list.
pub const NO_WORD: WordId = u32::MAX;

/// What a token is to the lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ListedWord {
    /// Its number, or `NO_WORD`.
    pub id: WordId,
    /// The roles that it has on its own.
    pub marks: Marks,
    /// The first of the hits that begin at the token, or `NO_HITS`.
    pub hits: u32,
}

impl ListedWord {
    /// What a token is that says nothing.
    pub(super) const NONE: Self = ListedWord { id: NO_WORD, marks: Marks::NONE, hits: NO_HITS };
}

/// The number of the first hit of a token at which none begins.
pub const NO_HITS: u32 = u32::MAX;

/// A set of roles: which one-word rows a word stands in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Marks(u32);

impl Packed<1> for Marks {
    fn pack(&self) -> [u32; 1] {
        [self.0]
    }

    fn unpack([roles]: [u32; 1]) -> Option<Self> {
        Some(Marks(roles))
    }
}

impl Marks {
    /// No role at all.
    pub(crate) const NONE: Self = Marks(0);

    /// True where a row of this role consists of the word alone.
    #[inline]
    pub fn has(self, role: Role) -> bool {
        self.0 & (1 << role as u32) != 0
    }

    /// True where there is no role but this one.
    pub(crate) fn are_only(self, role: Role) -> bool {
        self.0 & !(1 << role as u32) == 0
    }

    /// Adds a role.
    pub(crate) fn add(&mut self, role: Role) {
        self.0 |= 1 << role as u32;
    }
}
