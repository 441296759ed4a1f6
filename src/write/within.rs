//! A format with so much of the sentences.

use super::sentence::Context;
use super::{Document, Format, Row};
use crate::read::Skipped;

/// Writes as another format does, with as much of each sentence as is asked
/// for.
pub struct Within {
    /// What the rows look like.
    pub format: Box<dyn Format>,
    /// How much of their sentences they have.
    pub context: Context,
}

impl Format for Within {
    fn head(&self, out: &mut Vec<u8>) {
        self.format.head(out);
    }

    fn begin(&self, document: &Document<'_>, out: &mut Vec<u8>) {
        self.format.begin(document, out);
    }

    fn row(&self, row: &Row<'_>, out: &mut Vec<u8>) {
        self.format.row(row, out);
    }

    fn end(&self, document: &Document<'_>, out: &mut Vec<u8>) {
        self.format.end(document, out);
    }

    fn skipped(&self, skipped: &Skipped, out: &mut Vec<u8>) {
        self.format.skipped(skipped, out);
    }

    fn has_sentences(&self) -> bool {
        self.format.has_sentences()
    }

    fn context(&self) -> Context {
        self.context
    }
}
