//! Which mentions stay where none may lie in another?

use crate::marked::{Marked, Placed};

/// The mentions that share no byte with one that begins before them, or that
/// begins with them and is longer.
pub fn outermost(document: &Marked) -> impl Iterator<Item = &Placed> {
    let mut end = 0;
    document.mentions.iter().filter(move |placed| {
        let is_free = placed.bytes.start >= end;
        end = end.max(placed.bytes.end);
        is_free
    })
}
