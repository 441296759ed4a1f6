//! Names that stand in a list.

use super::Candidate;
use super::blocks::Blocks;
use crate::clues::Clues;
use crate::entity::{Entity, Evidence, Rule};
use crate::gazetteer::Accept;

/// Proposes every hit of a row that is a name and accepted.
pub fn recognize<'l>(clues: &Clues<'_, 'l>, out: &mut Vec<Candidate<'l>>) {
    let mut blocks = Blocks::default();
    for (hit, entry) in clues.names() {
        let is_held = blocks.hold(hit, entry);
        if entry.accept() != Accept::Accept {
            continue;
        }
        let tokens = (hit.first as usize, hit.last as usize);
        let span = clues.span(tokens.0, tokens.1);
        let entity = Entity::new(span, entry.label(), Rule::plain("list"), Evidence::Listed(entry));
        out.push(Candidate { entity, tokens, dropped: is_held.then_some("guard:blocked") });
    }
}
