//! A row as a value: typed, and kept for as long as one likes.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

use super::Row;
use crate::place::code_points;

/// One mention. Borrows from its row, or from packed bytes, until
/// [`into_owned`](Mention::into_owned).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Mention<'m> {
    /// The line that it begins in, from 1.
    pub line: u64,
    /// Its start, in code points from the start of the document.
    pub start: u64,
    /// One past its end, in code points.
    pub end: u64,
    /// `ORG`, `PLACE`, `MONEY`, or a list's own.
    #[serde(borrow)]
    pub label: Cow<'m, str>,
    /// Its surface.
    #[serde(borrow)]
    pub text: Cow<'m, str>,
    /// The name in full; empty for an amount.
    #[serde(borrow)]
    pub name: Cow<'m, str>,
    /// The id of the list row; empty where there is none.
    #[serde(borrow)]
    pub id: Cow<'m, str>,
    /// The amount in whole units; the lower end of a range.
    #[serde(with = "packed_decimal")]
    pub amount: Option<Decimal>,
    /// The upper end of a range.
    #[serde(with = "packed_decimal")]
    pub amount_max: Option<Decimal>,
    /// ISO 4217; empty where the words do not decide it.
    #[serde(borrow)]
    pub currency: Cow<'m, str>,
    /// Why it is there.
    #[serde(borrow)]
    pub rule: Cow<'m, str>,
    /// The sentence around it, white space folded.
    #[serde(borrow)]
    pub sentence: Cow<'m, str>,
    /// The start of the amount that it says again, in another currency or in
    /// other words, in code points.
    pub converts: Option<u64>,
    /// The values of the columns of lists that were asked for, in their order.
    pub columns: Vec<String>,
}

impl<'r> Row<'r> {
    /// The row as a value, with the values of `columns` of the lists.
    pub fn mention(&self, columns: &[String]) -> Mention<'r> {
        let (entity, quantity) = (self.entity, self.entity.quantity());
        Mention {
            line: self.line,
            start: self.start,
            end: self.end,
            label: entity.label.into(),
            text: self.text.into(),
            name: entity.name().into(),
            id: entity.id().into(),
            amount: quantity.and_then(|q| q.amount),
            amount_max: quantity.and_then(|q| q.amount_max),
            currency: quantity.and_then(|q| q.currency).unwrap_or("").into(),
            rule: match entity.rule.detail {
                "" => entity.rule.kind.into(),
                _ => entity.rule.to_string().into(),
            },
            sentence: self.sentence.into(),
            converts: quantity.and_then(|q| q.converts).map(|bytes| {
                let (from, to) = (entity.span.start - bytes, entity.span.start);
                self.start - code_points(&self.document.text[from..to])
            }),
            columns: columns.iter().map(|column| self.list_column(column).into_owned()).collect(),
        }
    }
}

impl Mention<'_> {
    /// True for an amount, which is what has no name.
    pub fn is_amount(&self) -> bool {
        self.name.is_empty()
    }

    /// The mention, with nothing borrowed.
    pub fn into_owned(self) -> Mention<'static> {
        let owned = |value: Cow<'_, str>| Cow::Owned(value.into_owned());
        Mention {
            label: owned(self.label),
            text: owned(self.text),
            name: owned(self.name),
            id: owned(self.id),
            currency: owned(self.currency),
            rule: owned(self.rule),
            sentence: owned(self.sentence),
            ..self
        }
    }
}

/// A decimal number as its sixteen bytes.
mod packed_decimal {
    use rust_decimal::Decimal;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub fn serialize<S: Serializer>(amount: &Option<Decimal>, serializer: S) -> Result<S::Ok, S::Error> {
        amount.map(|amount| amount.serialize()).serialize(serializer)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Decimal>, D::Error> {
        let bytes: Option<[u8; 16]> = Option::deserialize(deserializer)?;
        Ok(bytes.map(Decimal::deserialize))
    }
}
