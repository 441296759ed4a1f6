//! Which amounts there are: one row each, with what stands beside it.
//!
//! Who writes *10 million yuan ($1.4 million)* names one amount twice, as the
//! recognizer of money tells. The second is marked with the start of the first, in the column `converts`: a
//! sum over the rows where that is empty counts nothing twice.

use std::collections::VecDeque;
use std::io;

use super::{Cell, Summary, Table};
use crate::write::{Mention, Record};

/// So many amounts back the one stands that is said again.
const MOST_BETWEEN: usize = 8;

/// So many amounts wait for what stands behind them.
const MOST_WAITING: usize = 1000;

/// Collects the amounts of each document.
#[derive(Default)]
pub struct Money {
    document: String,
    /// The last name, and its sentence.
    before: (String, String),
    /// Where the last amounts start.
    starts: VecDeque<u64>,
    waiting: Vec<Amount>,
}

struct Amount {
    mention: Mention<'static>,
    converts: Option<u64>,
    before: String,
}

impl Money {
    fn amount(&mut self, mention: &Mention<'_>) {
        let converts = mention.converts.filter(|start| self.starts.contains(start));
        let before = if self.before.1 == mention.sentence { self.before.0.clone() } else { String::new() };
        self.starts.push_back(mention.start);
        self.starts.drain(..self.starts.len().saturating_sub(MOST_BETWEEN));
        self.waiting.push(Amount { mention: mention.clone().into_owned(), converts, before });
    }

    /// Writes what waits; `after` is what stands behind it, in the same
    /// sentence.
    fn write(&mut self, after: Option<&Mention<'_>>, table: &mut dyn Table) -> io::Result<()> {
        for Amount { mention, converts, before } in self.waiting.drain(..) {
            let after = after.filter(|after| after.sentence == mention.sentence).map_or("", |after| &after.name);
            table.row(&[
                Cell::Text(&self.document),
                Cell::Count(mention.line),
                Cell::Count(mention.start),
                Cell::Count(mention.end),
                Cell::Text(&mention.text),
                Cell::amount(mention.amount),
                Cell::amount(mention.amount_max),
                Cell::text(&mention.currency),
                converts.map_or(Cell::Empty, Cell::Count),
                Cell::text(&before),
                Cell::text(after),
                Cell::Sentence(&mention.sentence),
            ])?;
        }
        Ok(())
    }
}

impl Summary for Money {
    fn titles(&self) -> Vec<String> {
        let titles = [
            "document",
            "line",
            "start",
            "end",
            "text",
            "amount",
            "amount_max",
            "currency",
            "converts",
            "before",
            "after",
            "sentence",
        ];
        titles.map(String::from).to_vec()
    }

    fn take(&mut self, record: &Record<'_>, table: &mut dyn Table) -> io::Result<()> {
        match record {
            Record::Begin { name, .. } => {
                self.document = name.to_string();
                (self.before, self.starts) = Default::default();
            }
            Record::Mention(mention) if mention.is_amount() => {
                self.amount(mention);
                if self.waiting.len() >= MOST_WAITING {
                    self.write(None, table)?;
                }
            }
            Record::Mention(mention) => {
                self.write(Some(mention), table)?;
                self.before = (mention.name.to_string(), mention.sentence.to_string());
            }
            Record::End => self.write(None, table)?,
            Record::Skipped { .. } => {}
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::summary::{CsvTable, Summarized};
    use crate::write::{Csv, Sink};

    /// An amount, or a name, that stands somewhere.
    fn mention(start: u64, name: &'static str, converts: Option<u64>, sentence: &'static str) -> Mention<'static> {
        Mention { start, end: start + 1, name: name.into(), sentence: sentence.into(), converts, ..Mention::default() }
    }

    /// `converts`, `before` and `after` of the amounts among some mentions.
    fn rows(mentions: Vec<Mention<'static>>) -> Vec<[String; 3]> {
        let mut out = Vec::new();
        let mut money = Summarized::new(Money::default(), CsvTable::new(Csv::default(), &mut out));
        let records = mentions.into_iter().map(Record::Mention).chain([Record::End]);
        records.for_each(|record| money.take(&postcard::to_stdvec(&record).unwrap()).unwrap());
        money.end().unwrap();
        let mut csv = csv::Reader::from_reader(&out[..]);
        csv.records().map(Result::unwrap).map(|row| [8, 9, 10].map(|at| row[at].to_string())).collect()
    }

    #[test]
    fn an_amount_said_again_is_marked_where_the_other_has_a_row() {
        let found = rows(vec![mention(8, "", None, ""), mention(20, "", Some(8), ""), mention(30, "", Some(9), "")]);
        let converts: Vec<&str> = found.iter().map(|row| row[0].as_str()).collect();
        assert_eq!(converts, ["", "8", ""]);
    }

    #[test]
    fn neighbours_stand_in_the_same_sentence() {
        let name = |start, name, sentence| mention(start, name, None, sentence);
        let found = rows(vec![
            name(0, "Acme", "one"),
            name(5, "", "one"),
            name(9, "Globex", "one"),
            name(20, "", "two"),
            name(30, "Initech", "three"),
        ]);
        let neighbours: Vec<[&str; 2]> = found.iter().map(|row| [row[1].as_str(), row[2].as_str()]).collect();
        assert_eq!(neighbours, [["Acme", "Globex"], ["", ""]]);
    }
}
