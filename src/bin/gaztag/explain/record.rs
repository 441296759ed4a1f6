//! One thing that a stage saw: where, and what is known of it.

use gaztag::gazetteer::{Accept, Role};
use gaztag::parts::candidate::Candidate;
use gaztag::parts::lookup::Hit;
use gaztag::parts::places::Reckoned;
use gaztag::{Entity, Pipeline, Span};
use serde_json::{Value as Json, json};

/// A stretch of the text with named values, in the order in which they are
/// shown.
pub struct Record {
    pub span: Span,
    pub values: Vec<(&'static str, Json)>,
}

impl Record {
    /// What a list name in the text is.
    pub fn of_hit(pipeline: &Pipeline, hit: &Hit, span: Span) -> Self {
        let entry = pipeline.lists().entry(hit);
        let values = vec![
            ("label", json!(entry.label())),
            ("role", json!(role(entry.role()))),
            ("match", json!(accept(entry.accept()))),
            ("name", json!(entry.name())),
            ("id", json!(entry.id())),
            ("row", json!(row(entry))),
        ];
        Record { span, values }
    }

    /// An entity, candidate or standing.
    pub fn of_entity(entity: &Entity<'_>) -> Self {
        let quantity = entity.quantity();
        let amount = |amount: Option<String>| json!(amount.unwrap_or_default());
        let mut values = vec![
            ("label", json!(entity.label)),
            ("name", json!(entity.name())),
            ("id", json!(entity.id())),
            ("rule", json!(entity.rule.to_string())),
            ("row", json!(entity.entry().map_or(String::new(), row))),
        ];
        if let Some(quantity) = quantity {
            values.push(("amount", amount(quantity.amount.map(|a| a.normalize().to_string()))));
            values.push(("amount_max", amount(quantity.amount_max.map(|a| a.normalize().to_string()))));
            values.push(("currency", json!(quantity.currency.unwrap_or(""))));
        }
        Record { span: entity.span, values }
    }

    pub fn of_candidate(candidate: &Candidate<'_>) -> Self {
        let mut record = Record::of_entity(&candidate.entity);
        record.values.push(("dropped", json!(candidate.dropped.unwrap_or(""))));
        record
    }

    /// A record of a place, and what speaks for it.
    pub fn of_reckoned(reckoned: &Reckoned<'_>) -> Self {
        let column = |name| reckoned.entry.column(name).unwrap_or("");
        let tenths = |value: f64| (value * 10.0).round() / 10.0;
        let parts: Vec<String> = reckoned.parts.iter().map(|(name, value)| format!("{name} {value:.1}")).collect();
        let values = vec![
            ("score", json!(tenths(reckoned.score()))),
            ("name", json!(reckoned.entry.name())),
            ("id", json!(reckoned.entry.id())),
            ("kind", json!(column("kind"))),
            ("where", json!(format!("{} {}", column("country"), column("admin1")).trim())),
            ("evidence", json!(parts.join(", "))),
        ];
        Record { span: reckoned.span, values }
    }

    /// A value that is a text.
    pub fn text_of(&self, name: &str) -> Option<String> {
        let (_, value) = self.values.iter().find(|(known, _)| *known == name)?;
        value.as_str().map(String::from)
    }
}

/// Where a row stands: file and line.
pub fn row(entry: gaztag::gazetteer::Entry<'_>) -> String {
    format!("{}:{}", entry.source().path, entry.line())
}

/// The word that lists use for a role.
fn role(role: Role) -> &'static str {
    Role::ALL.iter().find(|(_, known)| *known == role).map_or("", |(word, _)| word)
}

/// The word that lists use for a policy.
fn accept(accept: Accept) -> &'static str {
    match accept {
        Accept::Accept => "accept",
        Accept::Context => "context",
        Accept::Part => "part",
        Accept::Never => "never",
    }
}
