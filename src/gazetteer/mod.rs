//! Lists: what a row is, and where rows come from.
//!
//! `entry` is one row, `read` turns CSV into rows, `shipped` holds the lists
//! that come with the program, `problem` is what is wrong with a list.

mod entry;
mod problem;
mod read;
mod shipped;
mod source;

pub use entry::{Accept, Case, Entry, Gazetteer, Role, Source, Surface};
pub use problem::{ListErrors, Problem, Severity};
pub(crate) use read::read_sources;
pub use read::{MAX_NAME, ReadOptions};
pub use shipped::shipped_files;
pub use source::ListSource;
