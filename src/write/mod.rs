//! Writing: entities → rows → bytes.
//!
//! [`Rows`] puts one document's entities into rows, with code points, lines
//! and sentences; a [`Format`] turns a row into bytes; [`Target`] is where
//! they go.

mod ahead;
mod csv;
mod format;
mod json_lines;
mod place;
mod rows;
mod sentence;
mod starts;
mod target;

pub use csv::Csv;
pub(crate) use csv::is_formula;
pub use format::{CANDIDATES, CERTAINTY, COLUMNS, Format, Row};
pub use json_lines::JsonLines;
pub use rows::Rows;
pub use sentence::MAX_SENTENCE;
pub use target::{Target, TargetError};
