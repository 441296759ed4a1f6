//! Documents with their mentions → one page to look at, offline.
//!
//! [`Report::add`] takes one document after the other and keeps its counts,
//! and its text packed; [`Report::write`] is the HTML. The page asks nothing
//! of any network: style, script and data are in it, and its content security
//! policy allows nothing else. Texts and names reach the page only as data,
//! which its script puts into text nodes, or escaped by the template.
//!
//! | file | the question it answers |
//! |---|---|
//! | `contents.rs` | What does a page hold? |
//! | `names.rs` | Which names are there, how often, in which documents? |
//! | `live.rs` | How does a run make a page while it annotates? |
//! | `date.rs` | Which day is a document of? |
//! | `blocks.rs` | How do many texts get into one page? |
//! | `globe.rs` | Where on the sheet lies a place of the globe? |
//! | `bars.rs`, `map.rs`, `amounts.rs`, `timeline.rs` | What does each picture show? |
//! | `page.rs`, `style.css`, `script.js` | What does the page look like, what does it do? |

mod amounts;
mod bars;
mod blocks;
mod contents;
mod date;
mod globe;
mod live;
mod map;
mod names;
mod page;
mod scale;
mod timeline;

pub use contents::{DEFAULT_MAX_TEXTS, MAX_TEXT_SHOWN, Report, ReportOptions};
pub use live::{ReportFormat, ReportSink};
