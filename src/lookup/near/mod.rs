//! Names of the user's own where a text spells, bends or joins them otherwise
//! than the list does.
//!
//! Beside the automaton over words, and only where the user has lists: a trie
//! over coarser words ([`spelled`]), which is entered at every token that may
//! begin a name, with each word that is left when what a language writes
//! together with names is taken off ([`affixes`]). A name has at most
//! [`forms::MOST_WORDS`] words here, so that the walk is linear in the text.

mod affixes;
mod forms;
mod hit;
mod inside;
mod openings;
mod packing;
mod spelled;
mod stems;
mod tables;
mod walk;

pub(super) use forms::without_legal_forms;
pub use hit::NearHit;
pub(crate) use tables::Near;
pub(super) use walk::Walk;
