//! Corrections come home: rows that a person has marked → rows of a list.
//!
//! A column `verdict` says what a row should have been: `no`, `yes`, a label,
//! `name: …`, `id: …`, several of them divided by `;`. [`marks`] reads them,
//! [`Learned`] makes list rows of them and tells which of them contradict one
//! another, [`Effect`] what the list changes in texts, and [`gold`] keeps the
//! marks for `eval`, which tells later which of them still hold.
//!
//! ```
//! use gaztag::parts::learn::{Learned, Mark};
//! use gaztag::{Pipeline, PipelineOptions};
//!
//! let pipeline = Pipeline::new(&PipelineOptions::default())?;
//! let marks: Vec<Mark> = gaztag::parts::learn::marks_of("rows.csv", "document,start,end,text,label,verdict\na.txt,0,6,Jordan,PLACE,no\n", &["PLACE"])?;
//! let learned = Learned::new(&marks, pipeline.lists().gazetteer());
//! assert_eq!(learned.csv(), "name,label,match\nJordan,PLACE,never\n");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod effect;
mod gold;
mod list;
mod marks;
mod table;
mod verdict;

pub use effect::{Change, Effect, Found, write_changes};
pub use gold::{gold, write_gold};
pub use list::{Contradiction, Learned, LearnedRow};
pub use marks::{Mark, Wish, marks, marks_of};
pub use table::MarkError;
