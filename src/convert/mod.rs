//! Documents with their mentions → what annotation tools read.
//!
//! Each tool counts in a unit of its own, and some cannot hold a mention
//! inside another:
//!
//! | file | tool | offsets | nested | a document is |
//! |---|---|---|---|---|
//! | `brat.rs` | brat standoff | code points | yes | two files |
//! | `conll.rs` | CoNLL-2003, BIO tags | tokens | outermost | a stretch of one file |
//! | `webanno.rs` | WebAnno TSV 3.3 (INCEpTION) | UTF-16 units | yes | a file |
//! | `doccano.rs` | doccano JSON Lines | code points | yes | a line |
//! | `label_studio.rs` | Label Studio tasks | code points | yes | an object of a list |
//! | `displacy.rs` | displaCy, `manual=True` | code points | outermost | an object of a list |
//! | `web_annotation.rs` | W3C Web Annotation, JSON-LD | code points | yes | objects, one a mention |

pub mod brat;
pub mod conll;
pub mod displacy;
pub mod doccano;
pub mod label_studio;
mod outermost;
mod tokens;
pub mod web_annotation;
pub mod webanno;

pub use outermost::outermost;
