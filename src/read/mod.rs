//! Reading: paths → documents.
//!
//! [`Collection`] is what the user named, checked before the first document
//! is opened. [`Collection::documents`] walks it in order; a table gives one
//! document a record. [`Collection::read`] turns what was found into a
//! [`Document`]: a name, a text, and fields. What cannot be read is a
//! [`Skipped`], never a reason to stop.

mod archive;
mod collection;
mod compressed;
mod container;
mod convert;
mod decode;
mod document;
mod files;
mod found;
mod kind;
mod left_out;
mod list;
#[cfg(feature = "mail")]
mod lzfu;
mod mail;
mod mbox;
#[cfg(feature = "mail")]
mod msg;
#[cfg(feature = "office")]
mod office;
mod opened;
mod options;
mod page;
mod passed;
mod pdf;
mod rtf;
mod select;
mod skipped;
mod stream;
mod table;
#[cfg(feature = "pages")]
mod tags;
mod walk;

pub use collection::Collection;
pub(in crate::read) use convert::convert;
pub use decode::decode;
pub use document::{Decoded, Document, Field};
pub use files::Identity;
pub use found::Found;
pub(in crate::read) use found::Place;
pub use kind::Kind;
pub use left_out::LeftOut;
pub use list::{readable_list, readable_lists};
pub use opened::Opened;
pub use options::{DEFAULT_MAX_SIZE, InputError, InputOptions, PagePart};
pub use skipped::{Reason, Skipped};
#[cfg(feature = "sheets")]
pub(crate) use table::sheets;
pub use walk::Walk;
