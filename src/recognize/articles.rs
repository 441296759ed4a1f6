//! Articles that belong to a name: *told The Velmora Post*.
//!
//! In the middle of a sentence nothing but the name gives *The* its capital.

use super::grammar::Use;
use super::scene::Scene;
use crate::candidate::Candidate;
use crate::segment::Shape;

/// Moves the left edge of organizations over such an article. Linear in the
/// candidates.
pub fn recognize(scene: &Scene<'_, '_>, candidates: &mut [Candidate<'_>]) {
    for candidate in candidates.iter_mut().filter(|c| c.entity.label == "ORG" && !c.entity.is_own()) {
        let (first, last) = candidate.tokens;
        if let Some(article) = first.checked_sub(1).filter(|&i| is_of_name(scene, i)) {
            candidate.entity.span = scene.clues.span(article, last);
            candidate.tokens = (article, last);
        }
    }
}

fn is_of_name(scene: &Scene<'_, '_>, i: usize) -> bool {
    scene.clues.shape(i) == Shape::Capitalized
        && scene.is_capital(i)
        && scene.joined(i + 1)
        && !scene.is_start(i)
        && !scene.in_title(i)
        && scene.is(i, Use::Definite)
}
