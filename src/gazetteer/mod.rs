//! Lists: what a row is, and where rows come from.
//!
//! `source` says which files a run reads, `load` reads them, `read` turns the
//! CSV of one into rows (`encoding`, `fields`, `header` and `repeats` answer
//! its questions), `entry` is one row, `shipped` holds the lists that come
//! with the program, `problem` is what is wrong with a list.

mod encoding;
mod entry;
mod fields;
mod header;
mod languages;
mod load;
mod problem;
mod read;
mod repeats;
mod shipped;
mod source;
mod values;

pub(crate) use encoding::packed_kind;
pub(crate) use entry::Str;
pub use entry::{Accept, Case, Edges, Entry, Gazetteer, Role, Size, Source, Surface};
pub(crate) use header::{is_near, is_near_known_column};
pub use languages::{ForeignWords, Languages, english};
pub(crate) use load::warnings_only;
pub use load::{ListFiles, Loaded, load};
pub use problem::{ListErrors, MAX_PROBLEMS, Problem, Problems, Severity};
pub use read::{MAX_NAME, ReadOptions};
pub use shipped::{ShippedSource, shipped_files, shipped_sources};
pub use source::ListSource;
#[cfg(test)]
pub(crate) use values::known_values;
pub(crate) use values::{FOR_RULES, KINDS_OF_PLACES};
