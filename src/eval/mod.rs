//! Scoring: annotations against a gold standard.
//!
//! [`read_annotations`] reads either side, [`evaluate`] holds one against the
//! other. All offsets are code points, as in the files.
//!
//! How it counts:
//!
//! - A mention is its document, start, end and label; a second one that is
//!   the same is left out, and counted as a duplicate.
//! - **Exact**: a prediction is right where the gold standard has the same
//!   start, end and label.
//! - **Overlap**: a prediction is right where it shares a code point with a
//!   gold mention of its label. Each gold mention and each prediction is
//!   taken once at most, and as many are paired as can be.
//! - **Value**: as exact, and amount and currency are right as well. Asked only
//!   of gold mentions that state a value.
//! - A prediction that is not right and lies within an optional stretch is
//!   neither right nor wrong.
//! - Of a document that is marked as partial, as corrections are, only the
//!   marked stretches are judged: its mentions, with names and ids where they
//!   are stated, and those that are none.
//! - The labels of the gold standard are scored, unless others are asked for.
//! - A document that only the gold standard has counts as one without
//!   predictions; one that only the predictions have is not scored.
//!
//! ```
//! use gaztag::parts::eval::{Annotated, EvalOptions, Mention, evaluate};
//!
//! let gold = Annotated { mentions: vec![Mention::new(0, 5, "ORG"), Mention::new(9, 14, "PLACE")], ..Annotated::new("a") };
//! let predicted = Annotated { mentions: vec![Mention::new(0, 5, "ORG"), Mention::new(9, 12, "PLACE")], ..Annotated::new("a.txt") };
//! let report = evaluate(&[gold], &[predicted], &EvalOptions::default());
//! assert_eq!(report.overall.exact.f1(), Some(0.5));
//! assert_eq!(report.overall.overlap.f1(), Some(1.0));
//! ```

mod ablation;
mod amount;
mod collected;
mod differences;
mod documents;
mod frequent;
mod json_lines;
mod matching;
mod mention;
mod read;
mod scene;
mod score;
mod table;
mod tagged;

pub use ablation::{Ablation, Gain, ablate};
pub use differences::{Difference, Kind};
pub(crate) use documents::pair;
pub use frequent::{Frequent, most_frequent};
pub use mention::{Annotated, Mention, Stretch, Value};
pub use read::{EvalError, read_annotations};
pub use score::{Corrections, Documents, EvalOptions, Report, Score, Scores, evaluate};
pub use table::write_differences;
pub use tagged::tag_texts;
