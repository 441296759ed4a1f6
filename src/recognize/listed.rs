//! Names that stand in a list.

use super::blocks::Blocks;
use super::own::within_words;
use crate::candidate::Candidate;
use crate::clues::Clues;
use crate::entity::{Entity, Evidence, How, Rule};
use crate::fold::{fold_cased, fold_caseless};
use crate::gazetteer::{Accept, Entry};

/// Proposes every hit of a row that is a name and accepted.
pub fn recognize<'l>(clues: &Clues<'_, 'l>, out: &mut Vec<Candidate<'l>>) {
    let mut blocks = Blocks::default();
    for (hit, entry) in clues.names() {
        let is_held = blocks.hold(hit, entry);
        let (first, last) = (hit.first as usize, hit.last as usize);
        if entry.accept() != Accept::Accept || (!entry.source().shipped && within_words(clues, first, last)) {
            continue;
        }
        let tokens = (hit.first as usize, hit.last as usize);
        let span = clues.span(tokens.0, tokens.1);
        let evidence = match how(entry, span.of(clues.text)) {
            Some(how) => Evidence::Derived(entry, how),
            None => Evidence::Listed(entry),
        };
        let entity = Entity::new(span, entry.label(), Rule::plain("list"), evidence);
        out.push(Candidate { entity, tokens, dropped: is_held.then_some("guard:blocked") });
    }
}

/// How the words reach a row of the user's own: nothing where its name stands
/// there. Of shipped rows nobody asks.
fn how(entry: Entry<'_>, found: &str) -> Option<How> {
    if entry.source().shipped || entry.name() == found {
        return None;
    }
    let same = |fold: fn(&str, &mut String)| {
        let (mut listed, mut here) = (String::new(), String::new());
        fold(entry.name(), &mut listed);
        fold(found, &mut here);
        listed == here
    };
    match () {
        _ if same(fold_cased) => None,
        _ if same(fold_caseless) => Some(How::Spelling),
        _ => Some(How::Alias),
    }
}
