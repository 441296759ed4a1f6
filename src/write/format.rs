//! The seam of writing: what a document and a row hold, and what a format
//! makes of them.

use std::borrow::Cow;
use std::io;

use super::sentence::Context;
use crate::entity::{Entity, Evidence};
use crate::gazetteer::Entry;
use crate::lookup::Index;
use crate::read::{Decoded, Field, Kind, Skipped};

/// The columns of every output, in order. Fields of the documents follow as
/// `doc_<field>`, columns of lists as `gaz_<column>`.
pub const COLUMNS: [&str; 13] = [
    "document",
    "line",
    "start",
    "end",
    "label",
    "text",
    "name",
    "id",
    "amount",
    "amount_max",
    "currency",
    "rule",
    "sentence",
];

/// The column that no list has: how many records of the lists have the
/// mention's words and label, and so could have been meant.
pub const CANDIDATES: &str = "candidates";

/// The ids of those records, divided by `|`; those without an id are left out.
pub const CANDIDATE_IDS: &str = "candidate_ids";

/// The name of the mention that a mention stands in, where mentions inside
/// others are written.
pub const INSIDE: &str = "inside";

/// The column that no list has either: [`crate::Certainty`] in a word.
pub const CERTAINTY: &str = "certainty";

/// The column that no list has: the figure of an amount as it is printed,
/// without what the heading of a table makes of it.
pub const STATED: &str = "stated";

/// What latitude and longitude stand for: `point`, `centre of a region`,
/// `centre of a country`, or `place in the name` where they are those of a
/// listed place within a composed name, `place nearby` where they are those of
/// the listed place that the text names nearest to one that no list has.
pub const PRECISION: &str = "precision";

/// The columns that are reckoned, not read from a list.
pub const RECKONED: [&str; 6] = [CANDIDATES, CANDIDATE_IDS, CERTAINTY, INSIDE, PRECISION, STATED];

/// A document whose mentions are written.
#[derive(Clone, Copy, Debug)]
pub struct Document<'d> {
    /// Its name, as the column `document` has it.
    pub name: &'d str,
    /// Its text; spans of entities are bytes of it.
    pub text: &'d str,
    /// Its size in bytes, as it was read.
    pub size: u64,
    /// What the reader knows of it, by name.
    pub fields: &'d [Field],
    /// What it was read from.
    pub kind: Kind,
    /// How its bytes became characters.
    pub encoding: Decoded,
    /// How many mentions there are in it.
    pub mentions: u64,
}

impl<'d> Document<'d> {
    /// A text without fields.
    pub fn new(name: &'d str, text: &'d str) -> Self {
        let (kind, encoding) = (Kind::Text, Decoded::default());
        Document { name, text, size: text.len() as u64, fields: &[], kind, encoding, mentions: 0 }
    }

    /// The value of a field; empty where there is none.
    pub fn field(&self, name: &str) -> &'d str {
        self.fields.iter().find(|field| &*field.name == name).map_or("", |field| &field.value)
    }
}

/// One mention, as long as its document is at hand. [`Row::mention`] keeps it.
#[derive(Clone, Copy, Debug)]
pub struct Row<'r> {
    /// The document.
    pub document: &'r Document<'r>,
    /// The line that the mention begins in, from 1.
    pub line: u64,
    /// Its start, in code points from the start of the document.
    pub start: u64,
    /// One past its end, in code points.
    pub end: u64,
    /// Its surface.
    pub text: &'r str,
    /// What was found.
    pub entity: &'r Entity<'r>,
    /// The mention that it stands in, where mentions inside others are written.
    pub inside: Option<&'r Entity<'r>>,
    /// The sentence around it, white space folded; empty where nobody asked
    /// for sentences.
    pub sentence: &'r str,
    /// The lists that it was found with.
    pub lists: &'r Index,
}

impl<'r> Row<'r> {
    /// The value of a column of the list that the name, or the core of it,
    /// stands in, or of one of [`RECKONED`]; empty where there is none.
    ///
    /// Cost: for [`CANDIDATES`] and [`CANDIDATE_IDS`] a look-up of the
    /// mention's words, else none.
    pub fn list_column(&self, column: &str) -> Cow<'r, str> {
        let entity = self.entity;
        let records = || {
            let mut records = self.lists.records(self.text, entity.label);
            // What the text has may be another form of the name.
            if let Evidence::Derived(row, _) = entity.evidence {
                let named = self.lists.records(row.name(), entity.label);
                let is_new = |entry: &Entry<'_>| !records.iter().any(|known| known.index() == entry.index());
                let new: Vec<_> = named.into_iter().filter(is_new).collect();
                records.extend(new);
            }
            records
        };
        match column {
            CERTAINTY => entity.certainty.as_str().into(),
            STATED => self.stated().into(),
            INSIDE => self.inside.map_or("", |around| around.name()).into(),
            PRECISION => precision(entity).into(),
            CANDIDATES if entity.entry().is_some() => records().len().to_string().into(),
            CANDIDATE_IDS if entity.entry().is_some() => {
                let ids: Vec<_> = records().iter().map(|entry| entry.id()).filter(|id| !id.is_empty()).collect();
                ids.join("|").into()
            }
            // Where a place lies, also of one that no list has.
            "country" | "admin1" => of(column, entity.record().or(entity.near)),
            "latitude" | "longitude" => of(column, pointed(entity)),
            _ => of(column, entity.record()),
        }
    }

    /// The figure as it is printed; empty where there is none.
    fn stated(&self) -> &'r str {
        let span = self.entity.quantity().and_then(|quantity| quantity.stated);
        span.and_then(|span| self.text.get(span.start..span.end)).unwrap_or("")
    }
}

/// A column of a row; empty where there is none.
fn of<'r>(column: &str, record: Option<Entry<'r>>) -> Cow<'r, str> {
    record.and_then(|entry| entry.column(column)).unwrap_or("").into()
}

/// The row whose point a finding has: its own, or that of a place nearby.
fn pointed<'r>(entity: &'r Entity<'r>) -> Option<Entry<'r>> {
    const COORDINATES: [&str; 2] = ["latitude", "longitude"];
    let has = |record: &Entry<'_>, column| record.column(column).is_some_and(|at| !at.is_empty());
    entity.record().into_iter().chain(entity.near).find(|record| COORDINATES.iter().any(|column| has(record, column)))
}

/// What the point of a finding stands for; empty where it has none.
fn precision<'r>(entity: &'r Entity<'r>) -> &'r str {
    let has_latitude = |record: &Entry<'_>| record.column("latitude").is_some_and(|at| !at.is_empty());
    let Some(record) = pointed(entity).filter(has_latitude) else { return "" };
    match entity.entry() {
        Some(entry) if entry.index() != record.index() => "place nearby",
        Some(_) => record.column(PRECISION).filter(|of| !of.is_empty()).unwrap_or("point"),
        None if entity.record().is_some() => "place in the name",
        None => "place nearby",
    }
}

/// What an output looks like.
///
/// Threads ask it side by side, so that what costs time is done there: what it
/// appends for documents that follow each other is a piece, and pieces reach
/// the [`Sink`] in the order of the documents. A format whose sink wants
/// values and not text packs them, see [`Packed`](super::Packed).
pub trait Format: Sync {
    /// Appends what comes before the first document.
    fn head(&self, _out: &mut Vec<u8>) {}

    /// Appends what comes before the rows of a document.
    fn begin(&self, _document: &Document<'_>, _out: &mut Vec<u8>) {}

    /// Appends one row, line end included.
    fn row(&self, row: &Row<'_>, out: &mut Vec<u8>);

    /// Appends what comes after the rows of a document.
    fn end(&self, _document: &Document<'_>, _out: &mut Vec<u8>) {}

    /// Appends what is said of a document that could not be read.
    fn skipped(&self, _skipped: &Skipped, _out: &mut Vec<u8>) {}

    /// True where rows need their sentence: finding it is work.
    fn has_sentences(&self) -> bool {
        true
    }

    /// How much of a sentence rows have; where several formats write the same
    /// rows, that of the one that asks for most.
    fn context(&self) -> Context {
        Context::default()
    }
}

/// Where an output goes: takes its pieces in the order of the documents.
///
/// Whatever takes bytes is a sink.
pub trait Sink: Send {
    /// Takes what the format made of whole rows and documents.
    ///
    /// # Errors
    /// Those of the output; they end the run.
    fn take(&mut self, piece: &[u8]) -> io::Result<()>;

    /// Is told that no piece will follow.
    ///
    /// # Errors
    /// Those of the output.
    fn end(&mut self) -> io::Result<()>;
}

impl<W: io::Write + Send + ?Sized> Sink for W {
    fn take(&mut self, piece: &[u8]) -> io::Result<()> {
        self.write_all(piece)
    }

    fn end(&mut self) -> io::Result<()> {
        self.flush()
    }
}
