//! Names that stand in a list.

use super::Candidate;
use crate::clues::Clues;
use crate::entity::{Entity, Evidence, Rule};
use crate::gazetteer::{Accept, Role};

/// Proposes every hit of a row that is a name and accepted.
pub fn recognize<'l>(clues: &Clues<'_, 'l>, out: &mut Vec<Candidate<'l>>) {
    for hit in clues.hits {
        let entry = clues.entry(hit);
        if entry.role() != Role::Name || entry.accept() != Accept::Accept {
            continue;
        }
        out.push(Candidate::new(Entity {
            span: clues.span(hit.first as usize, hit.last as usize),
            label: entry.label(),
            rule: Rule::plain("list"),
            evidence: Evidence::Listed(entry),
        }));
    }
}
