//! CSV → documents, and differences → CSV.

use std::io::{self, Write};
use std::sync::Arc;

use super::collected::{Collected, Fault, OFFSETS, amount, check_order};
use super::differences::Difference;
use super::mention::{Annotated, Mention, Stretch, Value};
use crate::write::{COLUMNS, guarded, unguarded};

/// The documents of a CSV with one row a mention.
pub(super) fn read(text: &str) -> Result<Vec<Annotated>, Fault> {
    let delimiter = delimiter(text);
    let mut csv = csv::ReaderBuilder::new().delimiter(delimiter).from_reader(text.as_bytes());
    let columns = Columns::of(csv.headers().map_err(unreadable)?, delimiter.into())?;
    let mut collected = Collected::default();
    let mut record = csv::StringRecord::new();
    while csv.read_record(&mut record).map_err(unreadable)? {
        let line = record.position().map_or(0, csv::Position::line);
        let document = unguarded(columns.document.of(&record), columns.delimiter);
        collected.add_mention(&document, columns.mention(&record, line)?);
    }
    Ok(collected.into_documents())
}

fn unreadable(error: csv::Error) -> Fault {
    let line = error.position().map_or(0, csv::Position::line);
    (line, format!("cannot be read as CSV: {error}"), "write one row a mention, each with all columns")
}

/// Comma, semicolon or tab, whichever the header has most of.
fn delimiter(text: &str) -> u8 {
    let header = text.lines().next().unwrap_or_default();
    let count = |d: &u8| header.bytes().filter(|b| b == d).count();
    [b'\t', b';', b','].into_iter().max_by_key(count).unwrap_or(b',')
}

/// A column that may be missing; then it is empty throughout.
#[derive(Clone, Copy)]
struct Column(Option<usize>);

impl Column {
    fn of(self, record: &csv::StringRecord) -> &str {
        self.0.and_then(|at| record.get(at)).unwrap_or("")
    }
}

struct Columns {
    delimiter: char,
    document: Column,
    start: Column,
    end: Column,
    label: Column,
    text: Column,
    amount: Column,
    amount_max: Column,
    currency: Column,
    rule: Column,
    name: Column,
    id: Column,
    sentence: Column,
    /// All others, with their titles.
    further: Vec<(Arc<str>, usize)>,
}

impl Columns {
    fn of(header: &csv::StringRecord, delimiter: char) -> Result<Self, Fault> {
        let optional = |name: &str| Column(header.iter().position(|title| title.trim() == name));
        let needed = |name: &str| match optional(name) {
            Column(None) => Err((
                1,
                format!(
                    "the header has no column `{name}`, it has `{}`",
                    header.iter().collect::<Vec<_>>().join("`, `")
                ),
                "a row needs the columns document, start, end and label",
            )),
            column => Ok(column),
        };
        Ok(Columns {
            delimiter,
            document: needed("document")?,
            start: needed("start")?,
            end: needed("end")?,
            label: needed("label")?,
            text: optional("text"),
            amount: optional("amount"),
            amount_max: optional("amount_max"),
            currency: optional("currency"),
            rule: optional("rule"),
            name: optional("name"),
            id: optional("id"),
            sentence: optional("sentence"),
            further: further(header),
        })
    }

    fn mention(&self, record: &csv::StringRecord, line: u64) -> Result<Mention, Fault> {
        let offset = |column: Column| {
            let figures = column.of(record);
            figures.trim().parse().map_err(|_| (line, format!("`{figures}` is no offset"), OFFSETS))
        };
        let (start, end) = (offset(self.start)?, offset(self.end)?);
        check_order(start, end, line)?;
        let label = self.label.of(record).trim().to_string();
        if label.is_empty() {
            return Err((line, "the row has no label".into(), "write a label such as ORG"));
        }
        let value = self.value(record, &label, line)?;
        Ok(Mention {
            stretch: Stretch { start, end, label },
            text: unguarded(self.text.of(record), self.delimiter).into_owned(),
            value,
            rule: unguarded(self.rule.of(record), self.delimiter).into_owned(),
            name: unguarded(self.name.of(record), self.delimiter).into_owned(),
            id: unguarded(self.id.of(record), self.delimiter).into_owned(),
            sentence: unguarded(self.sentence.of(record), self.delimiter).into_owned(),
            further: self.further(record),
        })
    }

    fn further(&self, record: &csv::StringRecord) -> Vec<(Arc<str>, String)> {
        let value = |at: usize| unguarded(record.get(at).unwrap_or(""), self.delimiter).into_owned();
        let all = self.further.iter().map(|(title, at)| (title.clone(), value(*at)));
        all.filter(|(_, value)| !value.is_empty()).collect()
    }

    /// The value of a row; of MONEY, an empty one is a value as well.
    fn value(&self, record: &csv::StringRecord, label: &str, line: u64) -> Result<Option<Value>, Fault> {
        let value = Value {
            amount: amount(self.amount.of(record).trim(), line)?,
            amount_max: amount(self.amount_max.of(record).trim(), line)?,
            currency: self.currency.of(record).trim().to_string(),
        };
        let is_money = label == "MONEY" && self.amount.0.is_some();
        Ok((is_money || value != Value::default()).then_some(value))
    }
}

/// The columns of a header that every row has room for only at its end.
fn further(header: &csv::StringRecord) -> Vec<(Arc<str>, usize)> {
    let titles = header.iter().map(str::trim).enumerate();
    titles.filter(|(_, title)| !COLUMNS.contains(title)).map(|(at, title)| (Arc::from(title), at)).collect()
}

/// Writes differences as a CSV with a header, guarded against formulas.
///
/// # Errors
/// Those of `out`.
pub fn write_differences(differences: &[Difference], out: impl Write) -> io::Result<()> {
    let mut csv = csv::Writer::from_writer(out);
    csv.write_record(["document", "start", "end", "label", "kind", "text", "gold", "predicted", "rule", "context"])?;
    for d in differences {
        let (start, end, kind) = (d.start.to_string(), d.end.to_string(), d.kind.to_string());
        let fields = [&d.document, &start, &end, &d.label, &kind, &d.text, &d.gold, &d.predicted, &d.rule, &d.context];
        csv.write_record(fields.map(|field| guarded(field, ',')).iter().map(|field| field.as_bytes()))?;
    }
    csv.flush()
}
