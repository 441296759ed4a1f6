//! Which letters and figures are a postal code?

use super::grammar::Use;
use super::scene::Scene;
use crate::segment::{Gap, Shape};

/// Figures of a postal code of the United States.
const ZIP: usize = 5;

/// Two capitals, or three, that some region has for its code.
pub fn is_code(scene: &Scene<'_, '_>, at: usize) -> bool {
    scene.is(at, Use::Code) && scene.clues.shape(at) == Shape::Capitals
}

/// *89501* behind a code.
pub fn is_zip(scene: &Scene<'_, '_>, at: usize) -> bool {
    scene.clues.gap(at) == Gap::Space
        && scene.word(at).len() == ZIP
        && scene.word(at).bytes().all(|byte| byte.is_ascii_digit())
}
