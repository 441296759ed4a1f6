//! Numbers: tokens → figures with their exact values.

use rust_decimal::Decimal;

use crate::entity::Span;
use crate::lookup::{Index, WordId};
use crate::segment::Token;

/// A figure, in digits or in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Number {
    /// Where it stands, in bytes; it may end inside a token (`7` of `7bn`).
    pub span: Span,
    /// Its first token.
    pub first: u32,
    /// Its last token.
    pub last: u32,
    /// Its value; `None` where it cannot be held exactly.
    pub value: Option<Decimal>,
}

/// Finds the numbers of a text. Linear in the tokens.
pub fn find_numbers(_text: &str, _tokens: &[Token], _words: &[WordId], _lists: &Index, _numbers: &mut Vec<Number>) {}
