//! Marks → rows of a list, and what no list can hold at once.

use std::collections::BTreeMap;
use std::fmt;

use super::marks::{Mark, Wish};
use crate::fold::fold_cased;
use crate::gazetteer::{Accept, Entry, Gazetteer};

/// A row of the list that marks come to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LearnedRow {
    /// The name.
    pub name: String,
    /// The label.
    pub label: String,
    /// The other surfaces that were marked as this.
    pub aliases: Vec<String>,
    /// The id; may be empty.
    pub id: String,
    /// What becomes of its hits.
    pub accept: Accept,
    /// The columns of the record that has its id, with their titles.
    pub columns: Vec<(String, String)>,
}

/// Verdicts that no list can hold at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contradiction {
    /// The name, or the id, that they are about.
    pub about: String,
    /// Where they stand, and what they say.
    pub verdicts: Vec<(String, String)>,
}

impl fmt::Display for Contradiction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let said: Vec<String> =
            self.verdicts.iter().map(|(place, verdict)| format!("{place} says {verdict}")).collect();
        let Contradiction { about, .. } = self;
        write!(f, "{about}: {}; a list cannot hold both: take one of them back", said.join(", "))
    }
}

/// What marks come to.
#[derive(Clone, Debug, Default)]
pub struct Learned {
    /// The rows of the list.
    pub rows: Vec<LearnedRow>,
    /// What contradicts itself, whatever the texts.
    pub contradictions: Vec<Contradiction>,
    /// Names that are both wanted and not, by surface: their rows ask the text
    /// for support, and texts tell whether that does it.
    pub doubtful: BTreeMap<String, Contradiction>,
}

impl Learned {
    /// Makes rows of marks; `known` are the lists that the rows were made
    /// with, whose records lend their columns to rows of their ids.
    pub fn new(marks: &[Mark], known: &Gazetteer) -> Self {
        let mut learned = Learned::default();
        let mut surfaces: BTreeMap<&str, Vec<&Mark>> = BTreeMap::new();
        for mark in marks {
            surfaces.entry(&mark.text).or_default().push(mark);
        }
        for (surface, marks) in surfaces {
            learned.add(surface, &marks);
        }
        learned.contradictions.extend(ids_of_several(&learned.rows, marks));
        for row in learned.rows.iter_mut().filter(|row| !row.id.is_empty()) {
            row.columns = record(known, row).map_or(Vec::new(), columns);
        }
        learned
    }

    /// The list as a CSV.
    pub fn csv(&self) -> String {
        let has = |given: fn(&LearnedRow) -> bool| self.rows.iter().any(given);
        let optional = [
            ("aliases", has(|row| !row.aliases.is_empty())),
            ("id", has(|row| !row.id.is_empty())),
            ("match", has(|row| row.accept != Accept::Accept)),
        ];
        let mut titles: Vec<&str> = vec!["name", "label"];
        titles.extend(optional.iter().filter(|(_, is_there)| *is_there).map(|(title, _)| *title));
        let fixed = titles.len();
        for (title, _) in self.rows.iter().flat_map(|row| &row.columns) {
            if !titles[fixed..].contains(&title.as_str()) {
                titles.push(title);
            }
        }
        let mut csv = csv::Writer::from_writer(Vec::new());
        let mut write = |cells: Vec<&str>| csv.write_record(cells).expect("memory takes it");
        write(titles.clone());
        for row in &self.rows {
            let aliases = row.aliases.join("|");
            write(titles.iter().map(|title| row.cell(title, &aliases)).collect());
        }
        String::from_utf8(csv.into_inner().expect("memory takes it")).expect("made of strings")
    }

    fn add(&mut self, surface: &str, marks: &[&Mark]) {
        if marks.iter().all(|mark| mark.is_kept) {
            return;
        }
        let mut wishes: Vec<&Mark> = Vec::new();
        for mark in marks {
            if wishes.iter().all(|other| other.wish != mark.wish) {
                wishes.push(mark);
            }
        }
        let said = || Contradiction { about: format!("\"{surface}\""), verdicts: verdicts(&wishes) };
        let wanted = |mark: &&&Mark| mark.wish != Wish::None;
        match (wishes.len(), wishes.iter().find(wanted)) {
            (1, None) => self.rows.push(never(surface, wishes[0])),
            (1, Some(mark)) => self.accept(surface, mark, Accept::Accept),
            (2, Some(mark)) if !wishes.iter().all(|mark| wanted(&mark)) => {
                self.accept(surface, mark, Accept::Context);
                self.doubtful.insert(surface.to_string(), said());
            }
            _ => self.contradictions.push(said()),
        }
    }

    fn accept(&mut self, surface: &str, mark: &Mark, accept: Accept) {
        let Wish::Is { label, name, id } = &mark.wish else { return };
        let is_same = |row: &&mut LearnedRow| {
            (&row.name, &row.label, &row.id, row.accept) == (name, label, id, accept) && accept == Accept::Accept
        };
        let alias = (surface != name).then(|| surface.to_string());
        match self.rows.iter_mut().find(is_same) {
            Some(row) => row.aliases.extend(alias),
            None => self.rows.push(LearnedRow {
                name: name.clone(),
                label: label.clone(),
                aliases: alias.into_iter().collect(),
                id: id.clone(),
                accept,
                columns: Vec::new(),
            }),
        }
    }
}

impl LearnedRow {
    fn cell<'r>(&'r self, title: &str, aliases: &'r str) -> &'r str {
        match title {
            "name" => &self.name,
            "label" => &self.label,
            "aliases" => aliases,
            "id" => &self.id,
            "match" => self.policy(),
            _ => self.columns.iter().find(|(column, _)| column == title).map_or("", |(_, value)| value),
        }
    }

    /// What the column `match` says of it.
    pub fn policy(&self) -> &'static str {
        match self.accept {
            Accept::Never => "never",
            Accept::Context => "context",
            Accept::Accept | Accept::Part => "",
        }
    }
}

fn verdicts(marks: &[&Mark]) -> Vec<(String, String)> {
    marks.iter().map(|mark| (mark.place.clone(), mark.verdict.clone())).collect()
}

/// A row that takes a surface away.
fn never(surface: &str, mark: &Mark) -> LearnedRow {
    let found = mark.stretch.as_ref().map_or("", |stretch| &stretch.label);
    LearnedRow {
        name: surface.to_string(),
        label: if found.is_empty() { "ORG" } else { found }.to_string(),
        aliases: Vec::new(),
        id: String::new(),
        accept: Accept::Never,
        columns: Vec::new(),
    }
}

/// Ids that are given to two names, which a list may not have.
fn ids_of_several(rows: &[LearnedRow], marks: &[Mark]) -> Vec<Contradiction> {
    let folded = |name: &str| {
        let mut fold = String::new();
        fold_cased(name, &mut fold);
        fold
    };
    let mut ids: BTreeMap<&str, Vec<&LearnedRow>> = BTreeMap::new();
    for row in rows.iter().filter(|row| !row.id.is_empty()) {
        ids.entry(&row.id).or_default().push(row);
    }
    let several = ids.into_iter().filter(|(_, rows)| rows.iter().any(|row| folded(&row.name) != folded(&rows[0].name)));
    let told = several.map(|(id, _)| {
        let asks = |mark: &&Mark| !mark.is_kept && matches!(&mark.wish, Wish::Is { id: asked, .. } if asked == id);
        let marks = marks.iter().filter(asks).map(|mark| {
            let Wish::Is { name, .. } = &mark.wish else { unreachable!("it asks for an id") };
            (mark.place.clone(), format!("it is \"{name}\""))
        });
        Contradiction { about: format!("the id {id}"), verdicts: marks.collect() }
    });
    told.collect()
}

/// The record that has the row's id; of several the one of its name.
fn record<'g>(known: &'g Gazetteer, row: &LearnedRow) -> Option<Entry<'g>> {
    let mut records = known.entries().filter(|entry| entry.id() == row.id && entry.accept() != Accept::Never);
    let first = records.next()?;
    Some(std::iter::once(first).chain(records).find(|entry| entry.name() == row.name).unwrap_or(first))
}

fn columns(record: Entry<'_>) -> Vec<(String, String)> {
    let titles = record.source().columns.iter();
    let filled =
        titles.filter_map(|title| Some((title.clone(), record.column(title).filter(|v| !v.is_empty())?.into())));
    filled.collect()
}
