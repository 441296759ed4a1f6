//! Names that stand in a list.

use super::blocks::Blocks;
use super::divided::{DIVIDED, within_words};
use super::scene::Scene;
use crate::candidate::Candidate;
use crate::entity::{Entity, Evidence, How, Rule};
use crate::fold::{fold_cased, fold_caseless};
use crate::gazetteer::{Accept, Entry, Languages};

/// Proposes every hit of a row that is a name and accepted.
pub fn recognize<'l>(scene: &Scene<'_, 'l>, languages: &Languages, out: &mut Vec<Candidate<'l>>) {
    let clues = &scene.clues;
    let mut blocks = Blocks::default();
    for (hit, entry) in clues.names() {
        let is_held = blocks.hold(hit, entry);
        if entry.accept() != Accept::Accept {
            continue;
        }
        let tokens = (hit.first as usize, hit.last as usize);
        let span = clues.span(tokens.0, tokens.1);
        let evidence = match how(entry, span.of(clues.text)) {
            Some(how) => Evidence::Derived(entry, how),
            None => Evidence::Listed(entry),
        };
        let entity = Entity::new(span, entry.label(), Rule::plain("list"), evidence);
        let is_divided = || entity.is_own() && within_words(scene, languages, tokens.0, tokens.1);
        let dropped = if is_held { Some("guard:blocked") } else { is_divided().then_some(DIVIDED) };
        out.push(Candidate { entity, tokens, dropped });
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
