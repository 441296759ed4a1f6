//! Which names are there, how often, in which documents?

use std::collections::HashMap;
use std::sync::Arc;

use crate::gazetteer::Entry;
use crate::marked::Placed;

/// Labels whose colours are the same in every report.
const FIRST_LABELS: [&str; 3] = ["ORG", "PLACE", "MONEY"];

/// Spellings of a name that a page tells.
const SPELLINGS: usize = 8;

/// The point of each country, by the id of its list row.
const COUNTRIES: &str = include_str!("countries.csv");

/// Degrees.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    pub latitude: f64,
    pub longitude: f64,
}

impl Point {
    fn read(latitude: &str, longitude: &str) -> Option<Self> {
        let degrees = |figures: &str, most: f64| figures.trim().parse().ok().filter(|d: &f64| d.abs() <= most);
        Some(Point { latitude: degrees(latitude, 90.0)?, longitude: degrees(longitude, 180.0)? })
    }
}

/// An amount as far as a scale needs it.
#[derive(Clone, Debug)]
pub struct Amount {
    pub value: f64,
    /// Empty where nothing decides it.
    pub currency: String,
}

/// A name under one label: its mentions share an id, or else a title.
#[derive(Debug)]
pub struct Name {
    pub label: usize,
    pub title: String,
    pub id: String,
    pub mentions: u32,
    /// Documents, in order, and the mentions in each.
    pub documents: Vec<(u32, u32)>,
    /// In the order of their letters.
    pub spellings: Vec<(Box<str>, u32)>,
    /// The columns of the list row.
    pub row: Vec<(Arc<str>, String)>,
    pub point: Option<Point>,
    pub amount: Option<Amount>,
}

/// A label, with what bears it.
#[derive(Debug, Default)]
pub struct Label {
    pub name: String,
    pub mentions: u32,
    pub names: u32,
    pub documents: u32,
    last_document: Option<u32>,
}

/// All names.
#[derive(Debug)]
pub struct Names {
    pub all: Vec<Name>,
    pub labels: Vec<Label>,
    /// How many names occur in the texts that the page holds: the first ones.
    pub shown: usize,
    of: HashMap<(usize, Box<str>), u32>,
}

impl Default for Names {
    fn default() -> Self {
        let labels = FIRST_LABELS.map(|name| Label { name: name.into(), ..Label::default() });
        Names { all: Vec::new(), labels: labels.into(), shown: 0, of: HashMap::new() }
    }
}

impl Names {
    /// Counts one mention; the number of its name.
    pub fn count(&mut self, document: u32, placed: &Placed, text: &str) -> u32 {
        let label = self.label(&placed.mention.stretch.label);
        let title = placed.title(text);
        // A title never begins as an id is marked here.
        let key = match placed.mention.id.as_str() {
            "" => title.to_string(),
            id => format!("\0{id}"),
        }
        .into_boxed_str();
        let number = *self.of.entry((label, key)).or_insert_with(|| {
            self.labels[label].names += 1;
            self.all.push(Name::new(label, &title, placed));
            self.all.len() as u32 - 1
        });
        self.labels[label].count(document);
        self.all[number as usize].count(document, placed.bytes.of(text));
        number
    }

    fn label(&mut self, name: &str) -> usize {
        self.labels.iter().position(|label| label.name == name).unwrap_or_else(|| {
            self.labels.push(Label { name: name.into(), ..Label::default() });
            self.labels.len() - 1
        })
    }

    /// The names so far occur in texts that the page holds.
    pub fn shown_until_now(&mut self) {
        self.shown = self.all.len();
    }

    /// The numbers of the names, the most mentioned first.
    pub fn ranked(&self) -> Vec<usize> {
        let mut ranked: Vec<usize> = (0..self.all.len()).collect();
        ranked.sort_by_key(|&at| (std::cmp::Reverse(self.all[at].mentions), at));
        ranked
    }

    /// Coordinates by id, where the rows have none: those of list rows, and
    /// for countries a point well within.
    pub fn locate<'g>(&mut self, entries: impl Iterator<Item = Entry<'g>>) {
        let open = |name: &&Name| name.point.is_none() && !name.id.is_empty();
        let mut found: HashMap<String, Option<Point>> =
            self.all.iter().filter(open).map(|name| (name.id.clone(), None)).collect();
        for (id, point) in countries().chain(entries.filter_map(located)) {
            if let Some(known) = found.get_mut(id) {
                *known = Some(point);
            }
        }
        for name in self.all.iter_mut().filter(|name| name.point.is_none()) {
            name.point = found.get(&name.id).copied().flatten();
        }
    }
}

fn countries<'a>() -> impl Iterator<Item = (&'a str, Point)> {
    COUNTRIES.lines().skip(1).filter_map(|line| {
        let mut cells = line.split(',');
        Some((cells.next()?, Point::read(cells.next()?, cells.next()?)?))
    })
}

fn located(entry: Entry<'_>) -> Option<(&str, Point)> {
    Some((entry.id(), Point::read(entry.column("latitude")?, entry.column("longitude")?)?))
}

impl Label {
    fn count(&mut self, document: u32) {
        self.mentions += 1;
        self.documents += u32::from(self.last_document != Some(document));
        self.last_document = Some(document);
    }
}

impl Name {
    fn new(label: usize, title: &str, placed: &Placed) -> Self {
        let mention = &placed.mention;
        let rows = mention.further.iter().filter_map(|(column, value)| Some((column.strip_prefix("gaz_")?, value)));
        Name {
            label,
            title: title.into(),
            id: mention.id.clone(),
            mentions: 0,
            // Most names stand in one document, in one spelling.
            documents: Vec::with_capacity(1),
            spellings: Vec::with_capacity(1),
            row: rows.map(|(column, value)| (column.into(), value.clone())).collect(),
            point: Point::read(mention.column("gaz_latitude"), mention.column("gaz_longitude")),
            amount: mention.value.as_ref().and_then(|value| {
                let currency = value.currency.clone();
                Some(Amount { value: value.amount.parse().ok()?, currency })
            }),
        }
    }

    fn count(&mut self, document: u32, surface: &str) {
        self.mentions += 1;
        match self.documents.last_mut() {
            Some((last, count)) if *last == document => *count += 1,
            _ => self.documents.push((document, 1)),
        }
        match self.spellings.binary_search_by(|(known, _)| (**known).cmp(surface)) {
            Ok(at) => self.spellings[at].1 += 1,
            Err(at) => self.spellings.insert(at, (surface.into(), 1)),
        }
    }

    /// The most frequent spellings.
    pub fn leading_spellings(&self) -> Vec<(&str, u32)> {
        let mut all: Vec<(&str, u32)> = self.spellings.iter().map(|(text, count)| (&**text, *count)).collect();
        all.sort_by_key(|&(_, count)| std::cmp::Reverse(count));
        all.truncate(SPELLINGS);
        all
    }
}
