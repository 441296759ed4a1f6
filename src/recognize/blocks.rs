//! Names inside longer ones that a row blocks: *GM* of *GM crops*.

use crate::clues::Clues;
use crate::entity::Span;
use crate::gazetteer::{Accept, Entry};
use crate::lookup::Hit;

/// How far the blocks reach that began so far, as the token behind the last;
/// to be asked about every hit in the order of the hits.
#[derive(Default)]
pub struct Blocks {
    own: u32,
    shipped: u32,
}

impl Blocks {
    /// True where a block holds the hit of a name. A shipped block holds no
    /// row of the user's own lists.
    ///
    /// Hits come by their first token, the longer first, so a block comes
    /// before all that it holds; a block that is just the name has taken its
    /// row out when the lists were compiled.
    pub fn hold(&mut self, hit: &Hit, entry: Entry<'_>) -> bool {
        let is_shipped = entry.source().shipped;
        if entry.accept() == Accept::Never {
            let reach = if is_shipped { &mut self.shipped } else { &mut self.own };
            *reach = (*reach).max(hit.last + 1);
        }
        hit.last < self.own || (is_shipped && hit.last < self.shipped)
    }
}

/// Where the user's own blocks stand, by start.
pub struct OwnBlocks(Vec<Span>);

impl OwnBlocks {
    /// All of a text.
    pub fn of(clues: &Clues<'_, '_>) -> Self {
        let blocks = clues.names().filter(|(_, entry)| entry.accept() == Accept::Never && !entry.source().shipped);
        let mut reach = 0;
        let spans = blocks.map(|(hit, _)| clues.span(hit.first as usize, hit.last as usize));
        // What lies within another tells nothing.
        let outer = spans.filter(|span| {
            let is_outer = reach < span.end;
            reach = reach.max(span.end);
            is_outer
        });
        OwnBlocks(outer.collect())
    }

    /// True where a block holds all of a span.
    pub fn hold(&self, span: Span) -> bool {
        let next = self.0.partition_point(|block| block.end < span.end);
        self.0.get(next).is_some_and(|block| block.contains(span))
    }
}
