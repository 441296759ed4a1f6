//! One written form of an ending.

use serde::{Deserialize, Serialize};

use super::automaton::Symbol;
use crate::gazetteer::{Role, Surface};

/// One written form of an ending.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Ending {
    /// The row of the ending.
    pub row: u32,
    pub symbols: Vec<Symbol>,
}

impl Ending {
    /// The ending that a written form is, if its row is one.
    pub fn of(surface: &Surface, symbols: &[Symbol]) -> Option<Self> {
        let is_ending = matches!(surface.role(), Role::LegalForm | Role::Ending);
        let (first, rest) = symbols.split_first().filter(|_| is_ending)?;
        Some(Ending { row: surface.row, symbols: [&[first.first()], rest].concat() })
    }
}
