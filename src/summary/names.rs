//! Which names there are: one row a name and label.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::io;

use super::groups::{COST_OF_ALLOCATION, Count, Groups, many_first};
use super::{Cell, Memory, Summary, Table};
use crate::write::{Mention, Record};

/// The columns of lists that a name is told with, before those asked for.
pub const NAME_COLUMNS: [&str; 3] = ["country", "latitude", "longitude"];

/// What a further spelling costs besides its bytes, about.
const COST_OF_SPELLING: usize = 64;

/// The first one brings a node with room for eleven.
const COST_OF_SPELLINGS: usize = 11 * size_of::<(String, u64)>() + COST_OF_ALLOCATION;

/// Counts names: by their id, or where they have none, as they are written.
/// Amounts have no name.
pub struct Names {
    columns: Vec<String>,
    names: Groups<Name>,
    /// Documents before this one.
    documents: u64,
    document: String,
    key: Vec<u8>,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Name {
    name: String,
    id: String,
    label: String,
    mentions: u64,
    documents: u64,
    first: u64,
    last: u64,
    first_document: String,
    spellings: BTreeMap<String, u64>,
    columns: Vec<String>,
}

impl Names {
    /// `columns` are those that the records hold: [`NAME_COLUMNS`], and more.
    pub fn new(columns: &[String], memory: &Memory) -> Self {
        let (documents, document, key) = (0, String::new(), Vec::new());
        Names { columns: columns.to_vec(), names: Groups::new(memory), documents, document, key }
    }

    /// True for a column that is told: each once, though it was asked for too.
    fn is_told(&self, at: usize) -> bool {
        at < NAME_COLUMNS.len() || !NAME_COLUMNS.contains(&self.columns[at].as_str())
    }

    fn count(&mut self, mention: &Mention<'_>) -> io::Result<()> {
        if mention.name.is_empty() {
            return Ok(());
        }
        key(mention, &mut self.key);
        let (documents, document) = (self.documents, &self.document);
        let name = self.names.of(&self.key, || Name::new(mention, documents, document))?;
        name.mentions += 1;
        if name.last != documents {
            (name.documents, name.last) = (name.documents + 1, documents);
        }
        for (known, value) in name.columns.iter_mut().zip(&mention.columns) {
            if known.is_empty() {
                known.clone_from(value);
            }
        }
        if let Some(count) = name.spellings.get_mut(&*mention.text) {
            *count += 1;
            return Ok(());
        }
        name.spellings.insert(mention.text.to_string(), 1);
        self.names.grew(COST_OF_SPELLING + mention.text.len());
        Ok(())
    }
}

/// What makes two mentions one name.
pub(super) fn key(mention: &Mention<'_>, key: &mut Vec<u8>) {
    key.clear();
    key.extend_from_slice(mention.label.as_bytes());
    key.push(0);
    key.extend_from_slice(mention.id.as_bytes());
    if mention.id.is_empty() {
        key.push(0);
        key.extend_from_slice(mention.name.as_bytes());
    }
}

impl Name {
    fn new(mention: &Mention<'_>, document: u64, name: &str) -> Self {
        Name {
            name: mention.name.to_string(),
            id: mention.id.to_string(),
            label: mention.label.to_string(),
            mentions: 0,
            documents: 1,
            first: document,
            last: document,
            first_document: name.to_string(),
            spellings: BTreeMap::new(),
            columns: mention.columns.clone(),
        }
    }

    /// The spellings, the frequent ones first.
    fn spellings(&self) -> String {
        let mut spellings: Vec<(&String, &u64)> = self.spellings.iter().collect();
        spellings.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
        let shown: Vec<String> = spellings.iter().map(|(text, count)| format!("{text} ({count})")).collect();
        shown.join("; ")
    }
}

impl Count for Name {
    fn held(&self) -> usize {
        let texts = [&self.name, &self.id, &self.label, &self.first_document];
        let texts: usize = texts.into_iter().chain(&self.columns).map(|text| text.len() + COST_OF_ALLOCATION).sum();
        texts + size_of_val(&*self.columns) + COST_OF_SPELLINGS
    }

    fn add(&mut self, later: Self) {
        self.mentions += later.mentions;
        self.documents += later.documents - u64::from(self.last == later.first);
        self.last = later.last;
        for (text, count) in later.spellings {
            *self.spellings.entry(text).or_default() += count;
        }
        for (known, value) in self.columns.iter_mut().zip(later.columns) {
            if known.is_empty() {
                *known = value;
            }
        }
    }
}

impl Summary for Names {
    fn titles(&self) -> Vec<String> {
        let fixed = ["name", "id", "label", "mentions", "documents", "first_document", "spellings"];
        let place = fixed.into_iter().chain(NAME_COLUMNS).map(String::from);
        let further = (NAME_COLUMNS.len()..self.columns.len()).filter(|&at| self.is_told(at));
        place.chain(further.map(|at| format!("gaz_{}", self.columns[at]))).collect()
    }

    fn take(&mut self, record: &Record<'_>, _table: &mut dyn Table) -> io::Result<()> {
        match record {
            Record::Begin { name, .. } => self.document = name.to_string(),
            Record::Mention(mention) => self.count(mention)?,
            Record::End => self.documents += 1,
            _ => {}
        }
        Ok(())
    }

    fn end(&mut self, table: &mut dyn Table) -> io::Result<()> {
        let rank = |name: &Name| many_first(name.mentions, &[&name.label, &name.name, &name.id]);
        let told: Vec<usize> = (0..self.columns.len()).filter(|&at| self.is_told(at)).collect();
        self.names.ranked(rank, |name| {
            let spellings = name.spellings();
            let mut cells = vec![
                Cell::Text(&name.name),
                Cell::text(&name.id),
                Cell::Label(&name.label),
                Cell::Count(name.mentions),
                Cell::Count(name.documents),
                Cell::Text(&name.first_document),
                Cell::Sentence(&spellings),
            ];
            cells.extend(told.iter().map(|&at| Cell::Listed(&name.columns[at])));
            table.row(&cells)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::write::Origin;

    /// Keeps the cells of rows.
    #[derive(Default)]
    struct Kept(Vec<String>);

    impl Table for Kept {
        fn head(&mut self, _titles: &[String]) -> io::Result<()> {
            Ok(())
        }

        fn row(&mut self, cells: &[Cell<'_>]) -> io::Result<()> {
            self.0.push(cells.iter().map(|cell| format!("{cell:?}")).collect::<Vec<_>>().join(" "));
            Ok(())
        }

        fn end(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn rows(enough: usize) -> Vec<String> {
        let mut names = Names { names: Groups::small(enough), ..Names::new(&[], &Memory::default()) };
        let mut table = Kept::default();
        for document in 0..50u64 {
            let name = format!("{document}.txt").into();
            let begin = Record::Begin { name, size: 1, fields: Vec::new(), origin: Origin::default() };
            names.take(&begin, &mut table).unwrap();
            for i in 0..document % 7 {
                let id = if i % 2 == 0 { "x:1".to_string() } else { String::new() };
                let mention = Mention {
                    label: "ORG".into(),
                    text: format!("Acme {}", i % 3).into(),
                    name: format!("Acme {}", (i * document) % 5).into(),
                    id: id.into(),
                    ..Mention::default()
                };
                names.take(&Record::Mention(mention), &mut table).unwrap();
            }
            names.take(&Record::End, &mut table).unwrap();
        }
        names.end(&mut table).unwrap();
        table.0
    }

    #[test]
    fn counts_are_the_same_however_little_fits() {
        let rows_at_once = rows(usize::MAX);
        assert_eq!(rows_at_once.len(), 6);
        assert!(rows_at_once[0].contains("x:1") && rows_at_once[0].contains("Count(42)"), "{}", rows_at_once[0]);
        for enough in [0, 300, 1000] {
            assert_eq!(rows(enough), rows_at_once);
        }
    }
}
