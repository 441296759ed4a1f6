//! What a list changes in texts: which rows it wins, loses and changes.

use std::collections::HashMap;
use std::io::{self, Write};

use super::list::Learned;
use super::marks::folded;
use crate::entity::{Entity, Span};
use crate::eval::Stretch;
use crate::gazetteer::Accept;
use crate::pipeline::Pipeline;
use crate::place::{Place, code_points};
use crate::write::guarded;

/// The rows of texts before and after a list.
#[derive(Debug)]
pub struct Effect<'p> {
    before: &'p Pipeline,
    after: &'p Pipeline,
    learned: &'p Learned,
    list: &'p str,
    /// All that changes, by document and start.
    pub changes: Vec<Change>,
}

/// A row that is no longer what it was.
#[derive(Clone, Debug)]
pub struct Change {
    /// The document.
    pub document: String,
    /// The row as it was; none for one that is won.
    pub before: Option<Found>,
    /// The row as it will be; none for one that is lost.
    pub after: Option<Found>,
    /// Which row of the list does it; none for what only follows from
    /// another change.
    pub row: Option<usize>,
}

/// What a row says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The line of its first character, from 1.
    pub line: u64,
    /// Where it stands, in code points, and its label.
    pub stretch: Stretch,
    /// The surface.
    pub text: String,
    /// The name; for an amount what it is worth.
    pub name: String,
    /// The id.
    pub id: String,
    /// The rule.
    pub rule: String,
}

impl<'p> Effect<'p> {
    /// Nothing seen yet. `after` has the learned rows as a list of the name
    /// `list`, `before` has not.
    pub fn new(before: &'p Pipeline, after: &'p Pipeline, learned: &'p Learned, list: &'p str) -> Self {
        Effect { before, after, learned, list, changes: Vec::new() }
    }

    /// The same, with nothing seen yet.
    pub fn beside(&self) -> Self {
        Effect { changes: Vec::new(), ..*self }
    }

    /// Annotates a text with and without the list.
    pub fn add(&mut self, document: &str, text: &str) {
        let (before, after) = (self.before.annotate(text), self.after.annotate(text));
        let (lost, won) = different(&before, &after);
        let mut won: Vec<Option<&Entity<'_>>> = won.into_iter().map(Some).collect();
        let mut changes: Vec<(Option<&Entity<'_>>, Option<&Entity<'_>>)> = Vec::new();
        let mut from = 0;
        for entity in lost {
            from += won[from..].iter().take_while(|w| w.is_none_or(|won| won.span.end <= entity.span.start)).count();
            let beside = won[from..].iter_mut().take_while(|w| w.is_none_or(|won| won.span.start < entity.span.end));
            let taken = beside.filter(|w| w.is_some_and(|won| won.span.overlaps(entity.span))).find_map(Option::take);
            changes.push((Some(entity), taken));
        }
        changes.extend(won.into_iter().flatten().map(|entity| (None, Some(entity))));
        changes.sort_by_key(|(before, after)| before.or(*after).map(|entity| entity.span));
        let places = Places::of(text, changes.iter().flat_map(|(before, after)| [*before, *after]).flatten());
        for (before, after) in changes {
            let row = self.row_of(text, before, after);
            let (before, after) = (before.map(|entity| places.found(entity)), after.map(|entity| places.found(entity)));
            self.changes.push(Change { document: document.to_string(), before, after, row });
        }
    }

    /// Adds what was seen of further texts, which stand behind those here.
    pub fn append(&mut self, other: Effect<'p>) {
        self.changes.extend(other.changes);
    }

    /// How many rows a row of the list wins, loses and changes; `None` tells
    /// of those that only follow.
    pub fn counts(&self, row: Option<usize>) -> [usize; 3] {
        let mut counts = [0; 3];
        for change in self.changes.iter().filter(|change| change.row == row) {
            counts[change.kind() as usize] += 1;
        }
        counts
    }

    /// The row of the list that is behind a change.
    fn row_of(&self, text: &str, before: Option<&Entity<'_>>, after: Option<&Entity<'_>>) -> Option<usize> {
        let own = after.and_then(Entity::entry).filter(|entry| {
            let source = entry.source();
            !source.shipped && source.path == self.list
        });
        if let Some(entry) = own {
            return (entry.line() as usize).checked_sub(2);
        }
        let rows = || self.learned.rows.iter().enumerate();
        let blocks = |entity: &Entity<'_>| {
            rows()
                .filter(|(_, row)| row.accept == Accept::Never)
                .find(|(_, row)| entity.name() == row.name || overlaps(text, entity.span, &row.name))
        };
        let by_block = before.and_then(blocks).map(|(at, _)| at);
        by_block.or_else(|| after.and_then(|e| rows().find(|(_, row)| row.name == e.name()).map(|(at, _)| at)))
    }
}

/// What became of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Won,
    Lost,
    Changed,
}

impl Change {
    fn kind(&self) -> Kind {
        match (&self.before, &self.after) {
            (None, _) => Kind::Won,
            (_, None) => Kind::Lost,
            _ => Kind::Changed,
        }
    }
}

/// The entities that only one side has.
fn different<'e, 'l>(before: &'e [Entity<'l>], after: &'e [Entity<'l>]) -> (Vec<&'e Entity<'l>>, Vec<&'e Entity<'l>>) {
    let (mut lost, mut won) = (Vec::new(), Vec::new());
    let (mut b, mut a) = (before.iter().peekable(), after.iter().peekable());
    let order = |entity: &Entity<'_>| (entity.span.start, std::cmp::Reverse(entity.span.end));
    loop {
        match (b.peek(), a.peek()) {
            (None, None) => return (lost, won),
            (Some(old), Some(new)) if order(old) == order(new) => {
                if told(old) != told(new) {
                    lost.push(*old);
                    won.push(*new);
                }
                b.next();
                a.next();
            }
            (Some(old), Some(new)) if order(new) < order(old) => won.extend(a.next()),
            (Some(_), _) => lost.extend(b.next()),
            (None, Some(_)) => won.extend(a.next()),
        }
    }
}

/// What a row says of an entity, but for where it stands.
fn told<'e>(entity: &'e Entity<'_>) -> (&'e str, String, &'e str, String) {
    (entity.label, name(entity), entity.id(), entity.rule.to_string())
}

fn name(entity: &Entity<'_>) -> String {
    let Some(quantity) = entity.quantity() else { return entity.name().to_string() };
    let amounts = [quantity.amount, quantity.amount_max].into_iter().flatten().map(|amount| amount.to_string());
    amounts.chain(quantity.currency.map(String::from)).collect::<Vec<_>>().join(" ")
}

/// True where the words of a name stand over a span of the text.
fn overlaps(text: &str, span: Span, name: &str) -> bool {
    if folded(span.of(text)) == name {
        return true;
    }
    let from = text.floor_char_boundary(span.start.saturating_sub(name.len()));
    let to = text.ceil_char_boundary((span.end + name.len()).min(text.len()));
    let places = text[from..to].match_indices(name).map(|(at, _)| Span::new(from + at, from + at + name.len()));
    places.into_iter().any(|place| place.overlaps(span))
}

/// Where entities begin, as code points and lines, told in one walk over the
/// text.
struct Places<'t> {
    text: &'t str,
    of: HashMap<usize, (usize, u64)>,
}

impl<'t> Places<'t> {
    fn of<'e, 'l: 'e>(text: &'t str, entities: impl Iterator<Item = &'e Entity<'l>>) -> Self {
        let mut starts: Vec<usize> = entities.map(|entity| entity.span.start).collect();
        starts.sort_unstable();
        let mut place = Place::default();
        let told = starts.into_iter().map(|start| {
            place.advance(text, start);
            (start, (place.code_point as usize, place.line))
        });
        Places { text, of: told.collect() }
    }

    fn found(&self, entity: &Entity<'_>) -> Found {
        let surface = entity.span.of(self.text);
        let (start, line) = self.of.get(&entity.span.start).copied().unwrap_or_default();
        Found {
            line,
            stretch: Stretch { start, end: start + code_points(surface) as usize, label: entity.label.to_string() },
            text: surface.to_string(),
            name: name(entity),
            id: entity.id().to_string(),
            rule: entity.rule.to_string(),
        }
    }
}

/// Writes changes as a CSV: what a row was, and with `new_` what it will be.
///
/// # Errors
/// Those of `out`.
pub fn write_changes(effect: &Effect<'_>, out: impl Write) -> io::Result<()> {
    const FIELDS: [&str; 8] = ["line", "start", "end", "label", "text", "name", "id", "rule"];
    let mut csv = csv::Writer::from_writer(out);
    let new = FIELDS.map(|field| format!("new_{field}"));
    csv.write_record(
        ["change", "because", "document"].into_iter().chain(FIELDS).chain(new.iter().map(String::as_str)),
    )?;
    for change in &effect.changes {
        let kind = match change.kind() {
            Kind::Won => "won",
            Kind::Lost => "lost",
            Kind::Changed => "changed",
        };
        let because = change.row.and_then(|at| effect.learned.rows.get(at)).map_or("", |row| &row.name);
        let head = [kind, because, &change.document].map(String::from);
        let cells = head.into_iter().chain(cells(change.before.as_ref())).chain(cells(change.after.as_ref()));
        csv.write_record(cells.map(|cell| guarded(&cell, ',').into_owned()))?;
    }
    csv.flush()
}

fn cells(found: Option<&Found>) -> [String; 8] {
    let Some(found) = found else { return Default::default() };
    let Found { line, stretch, text, name, id, rule } = found.clone();
    let Stretch { start, end, label } = stretch;
    [line.to_string(), start.to_string(), end.to_string(), label, text, name, id, rule]
}
