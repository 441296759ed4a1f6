//! One document's entities → its rows.

use super::place::{Place, code_points};
use super::sentence::Sentences;
use super::{Format, Row};
use crate::entity::Entity;
use crate::lookup::Index;

/// The rows of one document, written in one walk forward over its text.
///
/// Writing can stop between two rows and go on later, so that a document
/// whose rows are many times its size need not be held in memory as rows.
pub struct Rows<'l> {
    entities: std::vec::IntoIter<Entity<'l>>,
    place: Place,
    lists: &'l Index,
    sentences: Sentences<'l>,
}

impl<'l> Rows<'l> {
    /// The rows of `entities`, which are sorted by start. `lists` know the
    /// abbreviations that end no sentence.
    pub fn new(entities: Vec<Entity<'l>>, lists: &'l Index) -> Self {
        Rows { entities: entities.into_iter(), place: Place::default(), lists, sentences: Sentences::new(lists) }
    }

    /// Appends rows to `out` until there is no more, or `out` is at least
    /// `enough` bytes long. True where rows are left.
    ///
    /// `document` and `text` must be the same each time. Linear in the text
    /// and the rows.
    pub fn write(&mut self, document: &str, text: &str, format: &dyn Format, enough: usize, out: &mut Vec<u8>) -> bool {
        while out.len() < enough {
            let Some(entity) = self.entities.next() else { return false };
            let span = entity.span;
            self.place.advance(text, span.start);
            let surface = span.of(text);
            let start = self.place.code_point;
            let row = Row {
                document,
                line: self.place.line,
                start,
                end: start + code_points(surface),
                text: surface,
                entity: &entity,
                sentence: self.sentences.around(text, span),
                lists: self.lists,
            };
            format.row(&row, out);
        }
        self.entities.len() > 0
    }
}
