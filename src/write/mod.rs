//! Writing: entities → rows → bytes.
//!
//! [`Rows`] puts one document's entities into rows, with code points, lines
//! and sentences; a [`Format`] turns rows into pieces, which a [`Sink`] takes
//! in order; [`Target`] is a file that appears when it is whole. Who wants
//! rows as values takes [`Mention`]s.

mod ahead;
mod beside;
mod csv;
mod documents;
mod format;
mod guard;
mod json_lines;
mod mention;
mod packed;
mod packing;
mod pairs;
mod rows;
mod sentence;
mod starts;
mod target;
mod within;

pub use csv::{Csv, Delimiter};
pub use documents::{DOCUMENT_COLUMNS, DocumentSink, Documents, TextNames};
pub use format::{
    CANDIDATE_IDS, CANDIDATES, CERTAINTY, COLUMNS, Document, Format, INSIDE, PRECISION, RECKONED, Row, STATED, Sink,
};
pub(crate) use guard::guarded;
pub use guard::unguarded;
pub use json_lines::JsonLines;
pub(crate) use json_lines::{EXACT_FIGURES, json_amount};
pub use mention::Mention;
pub use packed::{Origin, Packed, Record, records};
pub use packing::{Packer, Packing};
pub use rows::Rows;
pub use sentence::{Context, MAX_SENTENCE};
pub use target::{Target, TargetError};
pub use within::Within;
