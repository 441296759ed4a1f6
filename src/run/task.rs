//! What is to be run, what happens meanwhile, and what was done.

use std::collections::BTreeMap;
use std::io;

use crate::advice::SettingNames;
use crate::pipeline::Pipeline;
use crate::read::{Collection, Decoded, Identity, LeftOut, Skipped};
use crate::write::{Format, Sink};

/// What is to be run.
///
/// ```
/// use gaztag::read::Collection;
/// use gaztag::run::{Output, Run};
/// use gaztag::write::{Csv, JsonLines};
///
/// let pipeline = gaztag::Pipeline::new(&Default::default())?;
/// let collection = Collection::new(&["seeds".into()], &Default::default())?;
/// let run = Run { pipeline: &pipeline, collection: &collection, labels: &[], threads: 2, outputs: &[] };
/// let (mut rows, mut objects) = (Vec::new(), Vec::new());
/// let (csv, json_lines) = (Csv::default(), JsonLines::default());
/// let outputs = vec![
///     Output { format: &csv, sink: &mut rows },
///     Output { format: &json_lines, sink: &mut objects },
/// ];
/// let summary = run.write(outputs, &mut |event| println!("{event:?}"))?;
/// assert_eq!(summary.documents, 5);
/// assert!(rows.starts_with(b"document,line,start,end,label,text,"));
/// assert!(objects.starts_with(b"{\"document\":"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Run<'r> {
    /// The tagger.
    pub pipeline: &'r Pipeline,
    /// The documents.
    pub collection: &'r Collection,
    /// The labels that are written; all where there is none.
    pub labels: &'r [String],
    /// How many threads annotate; as many as the machine has cores where 0.
    pub threads: usize,
    /// Files that no document may be, because rows are written to them.
    pub outputs: &'r [Identity],
}

/// One way out of a run.
pub struct Output<'o> {
    /// What it looks like.
    pub format: &'o dyn Format,
    /// Where it goes.
    pub sink: &'o mut dyn Sink,
}

/// What happened, in document order.
#[derive(Debug)]
#[non_exhaustive]
pub enum Event<'e> {
    /// The rows of a document were written.
    Written {
        /// Its name.
        document: &'e str,
        /// Its size in bytes, as it was read.
        bytes: u64,
        /// How many mentions were found in it.
        mentions: u64,
        /// How its bytes became characters.
        encoding: Decoded,
    },
    /// A document was left out.
    Skipped(&'e Skipped),
}

/// What a run has done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Documents whose rows were written.
    pub documents: u64,
    /// Documents that could not be read.
    pub skipped: u64,
    /// Files that were passed over.
    pub left_out: LeftOut,
    /// Documents by the encoding that was told from their bytes.
    pub detected: BTreeMap<&'static str, u64>,
    /// Documents of which stray bytes became U+FFFD.
    pub repaired: u64,
    /// Bytes of the documents, as they were read.
    pub bytes: u64,
    /// Mentions by label.
    pub mentions: BTreeMap<String, u64>,
}

/// Why a run ended before its last document.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RunError {
    /// An output could not be written.
    #[error("cannot be written: {error}")]
    Write {
        /// Which of the outputs, from 0.
        output: usize,
        /// What its sink says.
        error: io::Error,
    },
    /// A document is the file that rows are written to.
    #[error("{0} is a document of the input and the output at once; write the output elsewhere")]
    OutputIsInput(String),
    /// The system gives no threads.
    #[error("{}", self.told(&SettingNames::LIBRARY))]
    Threads(String),
}

impl RunError {
    /// The message, with settings under their names.
    pub fn told(&self, names: &SettingNames) -> String {
        match self {
            RunError::Threads(error) => format!("cannot start the threads: {error}; try a smaller {}", names.threads),
            other => other.to_string(),
        }
    }
}
