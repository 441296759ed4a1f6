//! One document's entities → its rows.

use super::sentence::{Context, Sentences};
use super::{Document, Format, Row};
use crate::entity::Entity;
use crate::lookup::Index;
use crate::place::{Place, code_points};

/// The rows of one document, made in one walk forward over its text.
///
/// The walk can stop between two rows and go on later, so that a document
/// whose rows are many times its size need not be held in memory as rows.
pub struct Rows<'l> {
    entities: Vec<Entity<'l>>,
    next: usize,
    /// The mentions that the last one stands in, from the outermost.
    around: Vec<usize>,
    place: Place,
    lists: &'l Index,
    sentences: Option<Sentences<'l>>,
}

impl<'l> Rows<'l> {
    /// The rows of `entities`, which are sorted by start. `lists` know the
    /// abbreviations that end no sentence.
    pub fn new(entities: Vec<Entity<'l>>, lists: &'l Index) -> Self {
        Rows {
            entities,
            next: 0,
            around: Vec::new(),
            place: Place::default(),
            lists,
            sentences: Some(Sentences::new(lists, Context::default())),
        }
    }

    /// The same without their sentences, which cost about a tenth of the
    /// whole.
    pub fn without_sentences(mut self) -> Self {
        self.sentences = None;
        self
    }

    /// The same with so much of their sentences.
    pub fn with_context(mut self, context: Context) -> Self {
        self.sentences = Some(Sentences::new(self.lists, context));
        self
    }

    /// The next row. `document` must be the same each time. All together are
    /// linear in the text and the rows.
    pub fn next<'r>(&'r mut self, document: &'r Document<'r>) -> Option<Row<'r>> {
        let entity = self.entities.get(self.next)?;
        while self.around.last().is_some_and(|&i| !self.entities[i].span.contains(entity.span)) {
            self.around.pop();
        }
        let inside = self.around.last().map(|&i| &self.entities[i]);
        self.around.push(self.next);
        self.next += 1;
        self.place.advance(document.text, entity.span.start);
        let surface = entity.span.of(document.text);
        let start = self.place.code_point;
        Some(Row {
            document,
            line: self.place.line,
            start,
            end: start + code_points(surface),
            text: surface,
            entity,
            inside,
            sentence: self.sentences.as_mut().map_or("", |sentences| sentences.around(document.text, entity.span)),
            lists: self.lists,
        })
    }

    /// Appends what each format makes of the next rows to its piece, until
    /// there is no more, or the pieces hold `enough` bytes. True where rows
    /// are left.
    pub fn encode(
        &mut self,
        document: &Document<'_>,
        formats: &[&dyn Format],
        enough: usize,
        pieces: &mut [Vec<u8>],
    ) -> bool {
        while pieces.iter().map(Vec::len).sum::<usize>() < enough {
            let Some(row) = self.next(document) else { return false };
            for (format, piece) in formats.iter().zip(&mut *pieces) {
                format.row(&row, piece);
            }
        }
        self.next < self.entities.len()
    }
}
