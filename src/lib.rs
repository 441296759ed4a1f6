//! gaztag finds organizations, places and amounts of money in texts.
//!
//! | | |
//! |---|---|
//! | [`Pipeline`] | finds the entities of a text; built once from [`PipelineOptions`], shared by threads |
//! | [`Entity`] | what is found: [`Span`], label, name, [`Evidence`] |
//! | [`gazetteer`] | lists: where they come from, what is wrong with them |
//! | [`read`] | paths → documents, whatever kind of file they lie in |
//! | [`run`] | many documents: in parallel, rows in order, memory bounded |
//! | [`mod@write`] | entities → rows: CSV, JSON Lines, and a format of one's own |
//! | [`summary`] | rows about names, documents, amounts and pairs |
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

mod advice;
pub mod cache;
mod candidate;
mod check;
mod choices;
mod clues;
mod convert;
mod detect;
mod entity;
mod eval;
mod explain;
mod fold;
pub mod gazetteer;
mod hash;
mod html;
mod import;
mod language;
mod large;
mod learn;
mod lookup;
mod marked;
mod numbers;
mod packed;
#[cfg(feature = "parquet")]
pub mod parquet;
mod parted;
mod pipeline;
mod place;
pub mod read;
mod recognize;
#[cfg(feature = "report")]
pub mod report;
mod resolve;
pub mod run;
mod segment;
pub mod summary;
mod threads;
mod whole;
mod window;
#[cfg(feature = "xlsx")]
pub mod workbook;
pub mod write;

pub use advice::SettingNames;
pub use candidate::ResolveOptions;
pub use choices::Unknown;
pub use entity::{Certainty, Entity, Evidence, How, Quantity, Rule, Span};
pub use gazetteer::{ListErrors, ListSource, Problem, shipped_files, shipped_sources};
pub use large::stretches;
pub use pipeline::{Pipeline, PipelineOptions};
pub use recognize::sports::Sports;

/// What the program, the Python package, tests and benches are made of beside
/// the library. It changes with them, in any version.
#[doc(hidden)]
pub mod parts {
    pub mod candidate {
        pub use crate::candidate::{Candidate, Step, decide};
    }
    pub mod check {
        pub use crate::check::*;
    }
    pub mod clues {
        pub use crate::clues::Clues;
    }
    pub mod convert {
        pub use crate::convert::*;
    }
    pub mod eval {
        pub use crate::eval::*;
    }
    pub mod explain {
        pub use crate::explain::{Outcome, Verdict, explain};
    }
    pub mod import {
        pub use crate::import::*;
    }
    pub mod learn {
        pub use crate::learn::*;
    }
    pub mod lookup {
        pub use crate::lookup::{Hit, Index, ListedWord};
    }
    pub mod marked {
        pub use crate::marked::{Marked, RowsByDocument};
    }
    pub mod numbers {
        pub use crate::numbers::{Number, NumberTable, find_numbers};
    }
    pub mod place {
        pub use crate::place::{Place, code_points};
    }
    pub mod places {
        pub use crate::recognize::places::{PlaceTable, Reckoned, Weight};
    }
    pub mod resolve {
        pub use crate::resolve::resolve;
    }
    pub mod rules {
        pub use crate::recognize::rules::{MONEY_RULES, NAME_RULES, RuleInfo};
    }
    pub mod threads {
        pub use crate::threads::on;
    }
    pub mod whole {
        pub use crate::whole::open;
    }
    pub mod segment {
        pub use crate::segment::{Gap, MAX_TEXT, Shape, Token, segment};
    }
}

/// The examples of the README, so that they are run.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
