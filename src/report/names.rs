//! Which names are there, how often, in which documents?

use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;
use std::io;

use crate::eval::Mention;
use crate::gazetteer::Entry;
use crate::marked::Placed;
use crate::summary::{COST_OF_ALLOCATION, Count, Groups, Memory};

/// Labels whose colours are the same in every report.
const FIRST_LABELS: [&str; 3] = ["ORG", "PLACE", "MONEY"];

/// The number of the label of places.
pub const PLACE: usize = 1;

/// Spellings of a name that a page tells.
const SPELLINGS: usize = 8;

/// The point of each country, by the id of its list row.
const COUNTRIES: &str = include_str!("countries.csv");

/// Degrees.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
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
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Amount {
    pub value: f64,
    /// Empty where nothing decides it.
    pub currency: String,
}

/// A name under one label: its mentions share an id, or else a title.
#[derive(Debug, Serialize, Deserialize)]
pub struct Name {
    pub label: usize,
    pub title: String,
    pub id: String,
    pub mentions: u32,
    /// Documents, in order, and the mentions in each.
    pub documents: Vec<(u32, u32)>,
    /// In the order of their letters.
    pub spellings: Vec<(Box<str>, u32)>,
    /// What the list row says, by the number of the column.
    pub row: Vec<(usize, String)>,
    pub point: Option<Point>,
    pub amount: Option<Amount>,
    /// Its number, where it stands in a text that the page holds.
    pub number: Option<u32>,
    /// How many names were met before it.
    first: u64,
}

/// A label, with what bears it.
#[derive(Debug, Default)]
pub struct Label {
    pub name: String,
    pub mentions: u32,
    /// How many names there are: known when they are ranked.
    pub names: u32,
    pub documents: u32,
    last_document: Option<u32>,
}

/// All names, counted while documents go by; where they are many, on the
/// disk.
#[derive(Debug)]
pub struct Names {
    pub labels: Vec<Label>,
    /// The columns of list rows.
    pub columns: Vec<String>,
    counted: Groups<Name>,
    /// The numbers of those in the texts that the page holds, by a hash of
    /// their keys that nobody can foresee: to hold the keys would take as much
    /// as the names.
    numbers: HashMap<u64, u32>,
    hasher: RandomState,
    met: u64,
    /// Where ids lie.
    points: HashMap<String, Point>,
    key: Vec<u8>,
}

impl Names {
    pub fn new(memory: &Memory) -> Self {
        let (numbers, hasher, met, points, key) = Default::default();
        let labels = FIRST_LABELS.map(|name| Label { name: name.into(), ..Label::default() }).into();
        Names { labels, columns: Vec::new(), counted: Groups::new(memory), numbers, hasher, met, points, key }
    }

    /// Counts one mention. The number of its name where the page holds the
    /// text, else none.
    pub fn count(&mut self, document: u32, placed: &Placed, text: &str, is_shown: bool) -> io::Result<Option<u32>> {
        let label = self.label(&placed.mention.stretch.label);
        let title = placed.title(text);
        self.key(label, &placed.mention.id, &title);
        let number = is_shown.then(|| self.number());
        let (columns, met) = (&mut self.columns, &mut self.met);
        let name = self.counted.of(&self.key, || {
            *met += 1;
            Name::new(label, &title, placed, *met)
        })?;
        name.number = name.number.or(number);
        let more = name.learn(&placed.mention, columns) + name.count(document, placed.bytes.of(text));
        self.counted.grew(more);
        self.labels[label].count(document);
        Ok(number)
    }

    /// What makes two mentions one name.
    fn key(&mut self, label: usize, id: &str, title: &str) {
        self.key.clear();
        self.key.extend_from_slice(&label.to_be_bytes());
        self.key.push(u8::from(id.is_empty()));
        self.key.extend_from_slice(if id.is_empty() { title } else { id }.as_bytes());
    }

    /// The number of the name whose key was made.
    fn number(&mut self) -> u32 {
        let next = self.numbers.len() as u32;
        *self.numbers.entry(self.hasher.hash_one(&self.key)).or_insert(next)
    }

    fn label(&mut self, name: &str) -> usize {
        self.labels.iter().position(|label| label.name == name).unwrap_or_else(|| {
            self.labels.push(Label { name: name.into(), ..Label::default() });
            self.labels.len() - 1
        })
    }

    /// How many names occur in the texts that the page holds.
    pub fn shown(&self) -> usize {
        self.numbers.len()
    }

    /// Coordinates by id, for names whose rows have none: those of list rows,
    /// and for countries a point well within.
    pub fn locate<'g>(&mut self, entries: impl Iterator<Item = Entry<'g>>) {
        let points = countries().chain(entries.filter_map(located)).filter(|(id, _)| !id.is_empty());
        self.points.extend(points.map(|(id, point)| (id.to_string(), point)));
    }

    /// Hands over every name, the most mentioned first; none is left.
    pub fn ranked(&mut self, mut each: impl FnMut(Name) -> io::Result<()>) -> io::Result<()> {
        let rank = |name: &Name| {
            let mut key = (!name.mentions).to_be_bytes().to_vec();
            key.extend_from_slice(&name.first.to_be_bytes());
            key
        };
        let Names { counted, labels, points, .. } = self;
        counted.ranked(rank, |mut name| {
            labels[name.label].names += 1;
            name.point = name.point.or_else(|| points.get(&name.id).copied());
            each(name)
        })
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

impl Count for Name {
    fn held(&self) -> usize {
        self.title.len() + self.id.len() + 5 * COST_OF_ALLOCATION
    }

    fn add(&mut self, later: Self) {
        self.mentions += later.mentions;
        for (document, count) in later.documents {
            self.in_document(document, count);
        }
        for (surface, count) in later.spellings {
            self.spelled(&surface, count);
        }
        if self.row.is_empty() {
            self.row = later.row;
        }
        self.point = self.point.or(later.point);
        self.number = self.number.or(later.number);
    }
}

impl Name {
    fn new(label: usize, title: &str, placed: &Placed, first: u64) -> Self {
        let mention = &placed.mention;
        Name {
            label,
            title: title.into(),
            id: mention.id.clone(),
            mentions: 0,
            // Most names stand in one document, in one spelling.
            documents: Vec::with_capacity(1),
            spellings: Vec::with_capacity(1),
            row: Vec::new(),
            point: None,
            amount: mention.value.as_ref().and_then(|value| {
                let currency = value.currency.clone();
                Some(Amount { value: value.amount.parse().ok()?, currency })
            }),
            number: None,
            first,
        }
    }

    /// Takes what the row of a mention tells, where none before it did; so
    /// many bytes more are held now, about.
    fn learn(&mut self, mention: &Mention, columns: &mut Vec<String>) -> usize {
        if self.point.is_none() {
            self.point = Point::read(mention.column("gaz_latitude"), mention.column("gaz_longitude"));
        }
        if !self.row.is_empty() {
            return 0;
        }
        let told = mention.further.iter().filter_map(|(column, value)| Some((column.strip_prefix("gaz_")?, value)));
        self.row = told.map(|(column, value)| (number_of(column, columns), value.clone())).collect();
        let values: usize = self.row.iter().map(|(_, value)| value.len() + COST_OF_ALLOCATION).sum();
        size_of_val(&*self.row) + values
    }

    /// Counts a mention; so many bytes more are held now, about.
    fn count(&mut self, document: u32, surface: &str) -> usize {
        self.mentions += 1;
        self.in_document(document, 1) + self.spelled(surface, 1)
    }

    fn in_document(&mut self, document: u32, count: u32) -> usize {
        match self.documents.last_mut() {
            Some((last, sum)) if *last == document => {
                *sum += count;
                0
            }
            _ => {
                self.documents.push((document, count));
                size_of::<(u32, u32)>()
            }
        }
    }

    fn spelled(&mut self, surface: &str, count: u32) -> usize {
        match self.spellings.binary_search_by(|(known, _)| (**known).cmp(surface)) {
            Ok(at) => {
                self.spellings[at].1 += count;
                0
            }
            Err(at) => {
                self.spellings.insert(at, (surface.into(), count));
                size_of::<(Box<str>, u32)>() + surface.len() + COST_OF_ALLOCATION
            }
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

fn number_of(column: &str, columns: &mut Vec<String>) -> usize {
    columns.iter().position(|known| known == column).unwrap_or_else(|| {
        columns.push(column.into());
        columns.len() - 1
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::marked::Marked;

    /// What is told of all names, where so many bytes are counted in memory.
    fn told(enough: usize) -> Vec<String> {
        let mut names = Names { counted: Groups::small(enough), ..Names::new(&Memory::default()) };
        for number in 0..40 {
            let text = format!("Acme{} met Globex{} and acme{}.", number % 3, number % 7, number % 5);
            let words = text.split(' ').filter(|word| word.len() > 4);
            let mentions = words.map(|word| {
                let start = text.find(word).unwrap();
                let id = if number % 2 == 0 { format!("x:{}", &word[..4]) } else { String::new() };
                Mention { id, name: word.into(), ..Mention::new(start, start + word.len(), "ORG") }
            });
            let document = Marked::new("a", text.clone(), mentions.collect());
            for placed in &document.mentions {
                names.count(number, placed, &text, number < 20).unwrap();
            }
        }
        let mut told = Vec::new();
        let each = |name| {
            told.push(format!("{:?}", Name { first: 0, ..name }));
            Ok(())
        };
        names.ranked(each).unwrap();
        told
    }

    #[test]
    fn counts_are_the_same_however_little_fits() {
        let at_once = told(usize::MAX);
        assert!(at_once.len() > 10 && at_once[0].contains("mentions: 20"), "{}", at_once[0]);
        for enough in [0, 500, 3000] {
            assert_eq!(told(enough), at_once);
        }
    }

    #[test]
    fn what_has_no_id_lies_nowhere() {
        let mut names = Names::new(&Memory::default());
        let text = "Acme";
        let document = Marked::new("a", text.into(), vec![Mention::new(0, 4, "PLACE")]);
        names.count(0, &document.mentions[0], text, true).unwrap();
        let list = "name,id,latitude,longitude\nVelmora,,10,20\nZorbton,x:1,30,40\n";
        let lists = crate::gazetteer::load(false, &[crate::ListSource::from_bytes("own.csv", Some("PLACE"), list)]);
        names.locate(lists.rows.entries());
        assert!(names.points.contains_key("x:1"));
        let each = |name: Name| {
            assert_eq!(name.point, None);
            Ok(())
        };
        names.ranked(each).unwrap();
    }
}
