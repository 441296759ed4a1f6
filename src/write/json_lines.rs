//! JSON Lines: one object a mention, always exact.

use rust_decimal::Decimal;
use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

use super::{COLUMNS, Format, Row};

/// One object a line, with the fields of the CSV.
///
/// What the CSV leaves empty is `null`. An amount is a number where every
/// reader can hold it exactly (up to 15 figures), else a string of figures.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct JsonLines {
    /// Columns of the lists, and those of [`RECKONED`](super::RECKONED),
    /// written as `gaz_<column>`.
    pub columns: Vec<String>,
    /// Fields of the documents, written as `doc_<field>`.
    pub fields: Vec<String>,
}

impl Format for JsonLines {
    fn row(&self, row: &Row<'_>, out: &mut Vec<u8>) {
        let object = Object { row, format: self };
        serde_json::to_writer(&mut *out, &object).expect("memory takes it");
        out.push(b'\n');
    }
}

struct Object<'r> {
    row: &'r Row<'r>,
    format: &'r JsonLines,
}

impl Serialize for Object<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Object { row, format: JsonLines { columns, fields } } = self;
        let (entity, quantity) = (row.entity, row.entity.quantity());
        let mut map = serializer.serialize_map(Some(COLUMNS.len() + fields.len() + columns.len()))?;
        map.serialize_entry("document", row.document.name)?;
        map.serialize_entry("line", &row.line)?;
        map.serialize_entry("start", &row.start)?;
        map.serialize_entry("end", &row.end)?;
        map.serialize_entry("label", entity.label)?;
        map.serialize_entry("text", row.text)?;
        map.serialize_entry("name", &filled(entity.name()))?;
        map.serialize_entry("id", &filled(entity.id()))?;
        map.serialize_entry("amount", &quantity.and_then(|q| q.amount).map(Amount))?;
        map.serialize_entry("amount_max", &quantity.and_then(|q| q.amount_max).map(Amount))?;
        map.serialize_entry("currency", &quantity.and_then(|q| q.currency))?;
        map.serialize_entry("rule", &entity.rule.to_string())?;
        map.serialize_entry("sentence", row.sentence)?;
        for field in fields {
            map.serialize_entry(&format!("doc_{field}"), &filled(row.document.field(field)))?;
        }
        for column in columns {
            map.serialize_entry(&format!("gaz_{column}"), &filled(&row.list_column(column)))?;
        }
        map.end()
    }
}

fn filled(value: &str) -> Option<&str> {
    (!value.is_empty()).then_some(value)
}

/// A decimal number; a string where a reader's double would lose figures.
struct Amount(Decimal);

/// Any number of so many significant figures survives in a double, and in
/// what spreadsheets make of one.
pub(crate) const EXACT_FIGURES: usize = 15;

/// An amount in JSON, as rows have it.
pub(crate) fn json_amount(amount: Decimal) -> serde_json::Value {
    serde_json::to_value(Amount(amount)).unwrap_or_default()
}

impl Serialize for Amount {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let figures = self.0.normalize().to_string();
        let significant = figures.trim_start_matches(['-', '0', '.']).bytes().filter(u8::is_ascii_digit).count();
        match figures.parse::<f64>() {
            Ok(_) if significant > EXACT_FIGURES => serializer.serialize_str(&figures),
            Ok(double) if double.fract() == 0.0 => serializer.serialize_i64(double as i64),
            Ok(double) => serializer.serialize_f64(double),
            Err(_) => serializer.serialize_str(&figures),
        }
    }
}
