//! Reading: paths → documents.
//!
//! [`Collection`] is what the user named, checked before the first document
//! is opened. [`Collection::documents`] walks it in order; [`Collection::read`]
//! turns one document that was found into text. What cannot be read is a
//! [`Skipped`], never a reason to stop.

mod collection;
mod decode;
mod opened;
mod skipped;
mod walk;

pub use collection::{Collection, DEFAULT_MAX_SIZE, InputError, InputOptions};
pub use decode::decode;
pub use opened::Opened;
pub use skipped::{Reason, Skipped};
pub use walk::{Found, Identity, Walk};
