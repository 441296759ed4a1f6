//! Rows and texts → documents with every mention in its place.
//!
//! Rows count code points, a page counts UTF-16 units, a tool may count
//! bytes: a [`Placed`] mention knows all three, found in one walk over the
//! text. What a text does not hold where its row says so is a misfit, which
//! is counted and left out.

use std::collections::HashMap;

use crate::entity::Span;
use crate::eval::{Annotated, Mention, pair};

/// A document: its text, and the mentions that were found in it.
#[derive(Clone, Debug, Default)]
pub struct Marked {
    /// Its name.
    pub name: String,
    /// Its text; of an extract, the sentences that hold mentions.
    pub text: String,
    /// Its mentions, by start, the longer first.
    pub mentions: Vec<Placed>,
    /// The whole text is not known: only the sentences of the rows are.
    pub is_extract: bool,
    /// How many mentions are not in the text where their rows say.
    pub misfits: usize,
}

/// A mention and its place.
#[derive(Clone, Debug, Default)]
pub struct Placed {
    /// What the row says.
    pub mention: Mention,
    /// Its bytes.
    pub bytes: Span,
    /// Its code points.
    pub points: Span,
    /// Its UTF-16 units.
    pub utf16: Span,
}

impl Placed {
    /// What names the mention: its canonical name, its amount, or, where it
    /// has neither, its surface.
    pub fn title<'m>(&'m self, text: &'m str) -> std::borrow::Cow<'m, str> {
        match &self.mention.value {
            Some(value) if !value.amount.is_empty() => value.to_string().into(),
            _ if self.mention.name.is_empty() => folded(self.bytes.of(text)).into(),
            _ => self.mention.name.as_str().into(),
        }
    }
}

impl Marked {
    /// Places mentions in their text. Linear in both, but for sorting.
    pub fn new(name: &str, text: String, mentions: Vec<Mention>) -> Self {
        let all = mentions.len();
        let mentions = place(&text, mentions);
        Marked { name: name.into(), misfits: all - mentions.len(), text, mentions, is_extract: false }
    }

    /// What the rows alone tell of a document: the sentences around its
    /// mentions, a line each.
    pub fn extract(document: Annotated) -> Self {
        let mut extract = Extract::default();
        let mut mentions = document.mentions;
        mentions.sort_by_key(order);
        let all = mentions.len();
        let placed = mentions.into_iter().filter_map(|mention| extract.add(mention)).collect();
        let marked = Marked::new(&document.id, extract.text, placed);
        Marked { is_extract: true, misfits: all - marked.mentions.len(), ..marked }
    }
}

/// By start, the longer first.
fn order(mention: &Mention) -> (usize, std::cmp::Reverse<usize>) {
    (mention.stretch.start, std::cmp::Reverse(mention.stretch.end))
}

/// The mentions that the text holds where they say.
fn place(text: &str, mut mentions: Vec<Mention>) -> Vec<Placed> {
    mentions.sort_by_key(order);
    let mut ends: Vec<usize> = mentions.iter().flat_map(|m| [m.stretch.start, m.stretch.end]).collect();
    ends.sort_unstable();
    ends.dedup();
    let places = places(text, &ends);
    let at = |point: usize| ends.binary_search(&point).ok().and_then(|at| places.get(at));
    let placed = mentions.into_iter().filter_map(|mention| {
        let (&(from, from16), &(to, to16)) = (at(mention.stretch.start)?, at(mention.stretch.end)?);
        let points = Span::new(mention.stretch.start, mention.stretch.end);
        let placed = Placed { mention, bytes: Span::new(from, to), points, utf16: Span::new(from16, to16) };
        let stated = &placed.mention.text;
        (stated.is_empty() || stated == placed.bytes.of(text)).then_some(placed)
    });
    placed.collect()
}

/// Bytes and UTF-16 units before each of some code points, as far as the text
/// goes.
fn places(text: &str, points: &[usize]) -> Vec<(usize, usize)> {
    let mut places = Vec::with_capacity(points.len());
    let (mut point, mut utf16) = (0, 0);
    let mut wanted = points.iter().peekable();
    for (byte, c) in text.char_indices().chain([(text.len(), '\0')]) {
        if wanted.next_if_eq(&&point).is_some() {
            places.push((byte, utf16));
        }
        point += 1;
        utf16 += c.len_utf16();
    }
    places
}

/// The sentences of one document, one below the other.
#[derive(Default)]
struct Extract {
    text: String,
    points: usize,
    sentence: String,
    /// Where the sentence begins in the text, in code points.
    begins: usize,
    /// How many code points of the sentence lie before the next mention.
    passed: HashMap<String, usize>,
}

impl Extract {
    /// The mention as it stands in the extract; none where its sentence does
    /// not hold it, because it was cut.
    fn add(&mut self, mut mention: Mention) -> Option<Mention> {
        let surface = folded(&mention.text);
        if mention.sentence.is_empty() {
            mention.sentence = surface.clone();
        }
        if self.sentence != mention.sentence || self.text.is_empty() {
            self.begin(&mention.sentence);
        }
        // The same words further on are the next mention of them.
        let passed = self.passed.entry(surface.clone()).or_default();
        let at = *passed + self.sentence.get(*passed..)?.find(&surface).filter(|_| !surface.is_empty())?;
        *passed = at + surface.len();
        let start = self.begins + self.sentence[..at].chars().count();
        mention.stretch.start = start;
        mention.stretch.end = start + surface.chars().count();
        mention.text = surface;
        Some(mention)
    }

    fn begin(&mut self, sentence: &str) {
        self.begins = self.points;
        self.text.push_str(sentence);
        self.text.push('\n');
        self.points += sentence.chars().count() + 1;
        self.sentence = sentence.into();
        self.passed.clear();
    }
}

fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Rows by document, to be asked for by the names of texts.
pub struct RowsByDocument {
    documents: Vec<Option<Annotated>>,
    /// The text's name → which document of the rows it is.
    of: HashMap<String, usize>,
}

impl RowsByDocument {
    /// Joins rows with texts by name: the whole name, else without folder,
    /// else without extension, where only one on each side has it.
    pub fn new(documents: Vec<Annotated>, texts: &[&str]) -> Self {
        let ids: Vec<&str> = documents.iter().map(|document| document.id.as_str()).collect();
        let pairs = pair(&ids, texts);
        let of = pairs.both.iter().map(|&(row, text)| (texts[text].to_string(), row)).collect();
        RowsByDocument { documents: documents.into_iter().map(Some).collect(), of }
    }

    /// The document of a text with its mentions, once.
    pub fn take(&mut self, name: &str, text: String) -> Marked {
        let document = self.of.get(name).and_then(|&at| self.documents[at].take());
        let document = document.unwrap_or_else(|| Annotated::new(name));
        Marked::new(&document.id, text, document.mentions)
    }

    /// The documents that no text was found for, in the order of the rows.
    /// A file of annotations may hold the text itself.
    pub fn rest(self) -> impl Iterator<Item = Marked> {
        self.documents.into_iter().flatten().map(|mut document| match document.text.take() {
            Some(text) => Marked::new(&document.id, text, document.mentions),
            None => Marked::extract(document),
        })
    }

    /// How many documents of the rows no text was found for.
    pub fn left(&self) -> usize {
        self.documents.iter().flatten().filter(|document| document.text.is_none()).count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mention(start: usize, end: usize, text: &str, sentence: &str) -> Mention {
        Mention { text: text.into(), sentence: sentence.into(), ..Mention::new(start, end, "ORG") }
    }

    #[test]
    fn places_are_told_in_every_unit() {
        let text = "é😀 Zorblax".to_string();
        let marked = Marked::new("a", text, vec![mention(3, 10, "Zorblax", ""), mention(0, 2, "x", "")]);
        assert_eq!(marked.misfits, 1);
        let placed = &marked.mentions[0];
        assert_eq!((placed.points.start, placed.bytes.start, placed.utf16.start), (3, 7, 4));
        assert_eq!(placed.bytes.of(&marked.text), "Zorblax");
    }

    #[test]
    fn past_the_end_is_a_misfit() {
        let marked = Marked::new("a", "ab".into(), vec![mention(0, 2, "ab", ""), mention(1, 3, "", "")]);
        assert_eq!((marked.mentions.len(), marked.misfits), (1, 1));
    }

    #[test]
    fn sentences_stand_for_a_text() {
        let (one, other) = ("Velmora, é Velmora.", "Velmora too.");
        let document = Annotated {
            mentions: vec![
                mention(90, 97, "Velmora", other),
                mention(0, 7, "Velmora", one),
                mention(11, 18, "Velmora", one),
                mention(200, 203, "gone", "cut…"),
            ],
            ..Annotated::new("a")
        };
        let marked = Marked::extract(document);
        assert_eq!(marked.text, "Velmora, é Velmora.\nVelmora too.\ncut…\n");
        let starts: Vec<usize> = marked.mentions.iter().map(|m| m.points.start).collect();
        assert_eq!((starts, marked.misfits), (vec![0, 11, 20], 1));
    }
}
