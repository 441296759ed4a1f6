//! Companies listed in the United States, as the SEC gives out their tickers:
//! JSON, either an object of entries with `cik_str`, `ticker` and `title`, or
//! `fields` and rows of `data`.
//!
//! A company stands there once for each ticker; they become one row, so the
//! list (some ten thousand entries) is held as a whole.

use serde_json::{Map, Value};
use std::collections::HashMap;
use std::io::{BufRead, Write};

use super::writer::{Columns, Record, Writer};
use super::{Counts, ImportError, ImportOptions};

/// What an entry says.
struct Entry {
    cik: String,
    name: String,
    ticker: String,
    exchange: String,
}

pub(super) fn import(list: impl BufRead, options: &ImportOptions, out: impl Write) -> Result<Counts, ImportError> {
    let list: Map<String, Value> = serde_json::from_reader(list)?;
    let entries = match (list.get("fields"), list.get("data")) {
        (Some(fields), Some(data)) => of_table(fields, data),
        _ => of_entries(&list),
    };
    let columns = Columns { aliases: false, id: true, case: false };
    let mut writer = Writer::new(out, columns, &["ticker", "exchange"])?;
    let (mut records, mut numbers) = (Vec::<Record>::new(), HashMap::new());
    for entry in entries.ok_or_else(unknown)? {
        writer.read();
        let number = *numbers.entry(entry.cik.clone()).or_insert(records.len());
        match records.get_mut(number) {
            Some(known) => {
                known.extra[0] = format!("{}|{}", known.extra[0], entry.ticker);
                writer.note("further tickers of a company");
            }
            None => records.push(record(entry, options)),
        }
    }
    records.into_iter().try_for_each(|record| writer.write(record))?;
    writer.finish()
}

fn unknown() -> ImportError {
    ImportError::Format("has neither `fields` and `data` nor entries with `cik_str` and `title`".into())
}

fn record(entry: Entry, options: &ImportOptions) -> Record {
    Record {
        name: entry.name,
        id: format!("cik:{}", entry.cik),
        label: options.label.clone().unwrap_or_else(|| "ORG".into()),
        extra: vec![entry.ticker, entry.exchange],
        ..Record::default()
    }
}

fn of_entries(list: &Map<String, Value>) -> Option<Vec<Entry>> {
    let mut numbered: Vec<(u64, &Value)> =
        list.iter().map(|(key, value)| (key.parse().unwrap_or(u64::MAX), value)).collect();
    numbered.sort_by_key(|(number, _)| *number);
    let of = |value: &Value| {
        let field = |name: &str| value.get(name).map_or(String::new(), text);
        let (cik, name) = (value.get("cik_str").map(text)?, value.get("title").map(text)?);
        Some(Entry { cik, name, ticker: field("ticker"), exchange: field("exchange") })
    };
    numbered.into_iter().map(|(_, value)| of(value)).collect()
}

fn of_table(fields: &Value, data: &Value) -> Option<Vec<Entry>> {
    let fields: Vec<&str> = fields.as_array()?.iter().filter_map(Value::as_str).collect();
    let at = |name: &str| fields.iter().position(|field| *field == name);
    let (cik, name) = (at("cik")?, at("name")?);
    let (ticker, exchange) = (at("ticker"), at("exchange"));
    let rows = data.as_array()?.iter().map(|row| {
        let field = |at: Option<usize>| at.and_then(|at| row.get(at)).map_or(String::new(), text);
        Entry { cik: field(Some(cik)), name: field(Some(name)), ticker: field(ticker), exchange: field(exchange) }
    });
    Some(rows.collect())
}

/// A text or a number as text.
fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}
