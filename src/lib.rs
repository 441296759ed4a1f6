//! gaztag finds organizations, places and amounts of money in texts.
//!
//! | stage | module | from → to |
//! |---|---|---|
//! | read | [`read`] | paths → documents |
//! | segment | [`segment`] | text → tokens at the word boundaries of UAX #29 |
//! | look up | [`lookup`] | tokens → hits of list names |
//! | numbers | [`numbers`] | tokens → figures with their values |
//! | recognize | [`recognize`] | all of these → candidates |
//! | resolve | [`resolve`] | candidates → the entities that stand |
//! | write | [`mod@write`] | entities → rows |
//!
//! [`Pipeline`] runs those in the middle over one text; [`run`] runs them all
//! over many documents.
//!
//! ```
//! let pipeline = gaztag::Pipeline::new(&Default::default())?;
//! let text = "Roche has a plant in Shanghai.";
//! for entity in pipeline.annotate(text) {
//!     println!("{} {} ({})", entity.label, entity.span.of(text), entity.rule);
//! }
//! # Ok::<(), gaztag::ListErrors>(())
//! ```

#![warn(missing_docs)]

pub mod cache;
pub mod candidate;
pub mod check;
mod choices;
pub mod clues;
pub mod convert;
mod english;
pub mod entity;
pub mod eval;
pub mod explain;
pub mod gazetteer;
mod hash;
mod html;
pub mod import;
pub mod language;
mod large;
pub mod learn;
pub mod lookup;
pub mod marked;
pub mod numbers;
#[cfg(feature = "parquet")]
pub mod parquet;
mod parted;
pub mod pipeline;
pub mod place;
pub mod read;
pub mod recognize;
#[cfg(feature = "report")]
pub mod report;
pub mod resolve;
pub mod run;
pub mod segment;
pub mod summary;
mod threads;
mod window;
#[cfg(feature = "xlsx")]
pub mod workbook;
pub mod write;

mod fold;
mod packed;

pub use candidate::ResolveOptions;
pub use choices::Unknown;
pub use entity::{Entity, Evidence, Quantity, Rule, Span};
pub use gazetteer::{ListErrors, ListSource, Problem, shipped_files, shipped_sources};
pub use large::stretches;
pub use pipeline::{Pipeline, PipelineOptions};
pub use recognize::sports::Sports;

/// The examples of the README, so that they are run.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
