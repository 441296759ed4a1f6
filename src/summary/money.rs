//! Which amounts there are: one row each, with what stands beside it.
//!
//! Who writes *10 million yuan ($1.4 million)* names one amount twice. The
//! second is marked with the start of the first, in the column `converts`: a
//! sum over the rows where that is empty counts nothing twice.

use std::io;

use super::{Cell, Summary, Table};
use crate::write::{Mention, Record};

/// Two amounts in one pair of brackets stand so close, in code points.
const CLOSE: u64 = 5;

/// So many amounts wait for what stands behind them.
const MOST_WAITING: usize = 1000;

/// Collects the amounts of each document.
#[derive(Default)]
pub struct Money {
    document: String,
    /// The last name, and its sentence.
    before: (String, String),
    last: Option<Last>,
    waiting: Vec<Amount>,
}

/// The last amount.
struct Last {
    start: u64,
    end: u64,
    currency: String,
    /// Where the amount starts that it restates, and that one's currency.
    converts: Option<(u64, String)>,
}

struct Amount {
    mention: Mention<'static>,
    converts: Option<u64>,
    before: String,
}

impl Last {
    /// Where the amount starts that `mention` restates, if it does.
    fn restated_by(&self, mention: &Mention<'_>) -> Option<(u64, String)> {
        let is_other = |currency: &str| !currency.is_empty() && currency != mention.currency;
        if mention.currency.is_empty() || !is_other(&self.currency) {
            return None;
        }
        if mention.behind_bracket == Some(self.end) {
            return Some((self.start, self.currency.clone()));
        }
        let is_close = mention.start.saturating_sub(self.end) <= CLOSE;
        self.converts.clone().filter(|(_, currency)| is_close && is_other(currency))
    }
}

impl Money {
    fn amount(&mut self, mention: &Mention<'_>) {
        let converts = self.last.as_ref().and_then(|last| last.restated_by(mention));
        let before = if self.before.1 == mention.sentence { self.before.0.clone() } else { String::new() };
        self.last = Some(Last {
            start: mention.start,
            end: mention.end,
            currency: mention.currency.to_string(),
            converts: converts.clone(),
        });
        let converts = converts.map(|(start, _)| start);
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
                (self.before, self.last) = Default::default();
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
    use crate::write::Sink;
    use crate::write::{Csv, Document, Packed, Rows};
    use crate::{Entity, Evidence, Pipeline, Quantity, Rule, Span};

    /// A text in which amounts are `<10 CNY>` and names `[Acme]`.
    fn rows(marked: &str) -> Vec<(String, String, String, String)> {
        let lists = Pipeline::new(&crate::PipelineOptions { shipped: false, ..Default::default() }).unwrap();
        let (mut text, mut entities, mut start) = (String::new(), Vec::new(), 0);
        for c in marked.chars() {
            match c {
                '<' | '{' => start = text.len(),
                '>' => {
                    let (amount, currency) = text[start..].split_once(' ').unwrap();
                    let currency = ["CNY", "USD", "EUR"].into_iter().find(|known| *known == currency);
                    let amount = amount.parse().ok();
                    let quantity = Quantity { amount, amount_max: None, currency, stated: None, converts: false };
                    let span = Span::new(start, text.len());
                    entities.push(Entity::new(span, "MONEY", Rule::plain("money"), Evidence::Measured(quantity)));
                }
                '}' => {
                    let evidence = Evidence::Composed { name: text[start..].to_string().into(), core: None };
                    entities.push(Entity::new(Span::new(start, text.len()), "ORG", Rule::plain("list"), evidence));
                }
                c => text.push(c),
            }
        }
        let mut piece = [Vec::new()];
        Rows::new(entities, lists.lists()).encode(
            &Document::new("a", &text),
            &[&Packed::default()],
            1 << 20,
            &mut piece,
        );
        let mut out = Vec::new();
        let mut money = Summarized::new(Money::default(), CsvTable::new(Csv::default(), &mut out));
        money.take(&piece[0]).unwrap();
        money.take(&postcard::to_stdvec(&Record::End).unwrap()).unwrap();
        money.end().unwrap();
        let mut csv = csv::Reader::from_reader(&out[..]);
        let field = |record: &csv::StringRecord, at: usize| record[at].to_string();
        csv.records()
            .map(Result::unwrap)
            .map(|row| (field(&row, 4), field(&row, 8), field(&row, 9), field(&row, 10)))
            .collect()
    }

    fn converts(marked: &str) -> Vec<String> {
        rows(marked).into_iter().map(|(_, converts, ..)| converts).collect()
    }

    #[test]
    fn an_amount_said_again_in_brackets_is_marked() {
        assert_eq!(converts("It paid <10 CNY> ({Acme}) and <3 USD>."), ["", ""]);
        assert_eq!(converts("It paid <10 CNY> (<2 USD>)."), ["", "8"]);
        assert_eq!(converts("It paid <10 CNY>（about <2 USD>）."), ["", "8"]);
        assert_eq!(converts("It paid <10 CNY> (<2 USD>; <1 EUR>), then <5 USD> [<4 EUR>]."), ["", "8", "8", "", "36"]);
        assert_eq!(converts("It paid <10 USD> (<2 USD> in May)."), ["", ""]);
        assert_eq!(converts("It paid <10 CNY>. (The other <2 USD> came later.)"), ["", ""]);
        assert_eq!(converts("It paid <10 CNY> (in 2019 <2 USD> more)."), ["", ""]);
    }

    #[test]
    fn neighbours_stand_in_the_same_sentence() {
        let rows = rows("{Acme} paid <10 CNY> to {Globex}. Later <2 USD> went. {Initech} fell.");
        let names: Vec<(&str, &str)> =
            rows.iter().map(|(_, _, before, after)| (before.as_str(), after.as_str())).collect();
        assert_eq!(names, [("Acme", "Globex"), ("", "")]);
    }
}
