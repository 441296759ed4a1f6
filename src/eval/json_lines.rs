//! JSON Lines → documents: one document a line, or one mention a line.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use serde::Deserialize;
use serde_json::Value as Json;

use super::collected::{Collected, Fault, OFFSETS, amount, check_order};
use super::mention::{Annotated, Mention, Stretch, Value};

/// A line of either kind.
#[derive(Deserialize)]
struct Line {
    id: Option<Json>,
    document: Option<String>,
    text: Option<String>,
    spans: Option<Vec<Span>>,
    expect: Option<Vec<Span>>,
    #[serde(default)]
    optional: Vec<Span>,
    #[serde(default)]
    none: Vec<Span>,
    #[serde(default)]
    partial: bool,
    rule: Option<String>,
    /// The fields of a mention that is a line of its own.
    start: Option<usize>,
    end: Option<usize>,
    label: Option<String>,
    name: Option<String>,
    sentence: Option<String>,
    #[serde(flatten)]
    stated: Stated,
    /// All other fields.
    #[serde(flatten)]
    further: BTreeMap<String, Json>,
}

#[derive(Deserialize)]
struct Span {
    start: usize,
    end: usize,
    label: Option<String>,
    text: Option<String>,
    name: Option<Json>,
    id: Option<Json>,
    #[serde(flatten)]
    stated: Stated,
}

/// The fields of a value, as they stand.
#[derive(Deserialize)]
struct Stated {
    amount: Option<Json>,
    amount_max: Option<Json>,
    currency: Option<String>,
}

/// The documents of JSON Lines; empty lines are passed over.
pub(super) fn read(text: &str) -> Result<Vec<Annotated>, Fault> {
    let mut collected = Collected::default();
    let mut titles = HashMap::new();
    for (number, line) in (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty()) {
        let line: Line = serde_json::from_str(line).map_err(|e| {
            (number, format!("cannot be read as a line of annotations: {e}"), "write one JSON object a line")
        })?;
        match line.start {
            Some(start) => {
                let (document, mention) = mention(line, start, number, &mut titles)?;
                collected.add_mention(&document, mention);
            }
            None => collected.add_document(number, document(line, number)?)?,
        }
    }
    Ok(collected.into_documents())
}

/// A line as `annotate -f jsonl` writes it.
fn mention(line: Line, start: usize, number: u64, titles: &mut Titles) -> Result<(String, Mention), Fault> {
    let lacks = |field: &str| {
        (number, format!("the mention has no `{field}`"), "a mention needs `document`, `start`, `end` and `label`")
    };
    let document = line.document.ok_or_else(|| lacks("document"))?;
    let span = Span {
        start,
        end: line.end.ok_or_else(|| lacks("end"))?,
        label: Some(line.label.ok_or_else(|| lacks("label"))?),
        text: line.text,
        name: line.name.map(Json::String),
        id: line.id,
        stated: line.stated,
    };
    let mut mention = span.into_mention("", number)?;
    mention.rule = line.rule.unwrap_or_default();
    mention.sentence = line.sentence.unwrap_or_default();
    mention.further = further(line.further, titles);
    Ok((document, mention))
}

/// The titles of further fields, each held once.
type Titles = HashMap<String, Arc<str>>;

/// The fields that are not empty. The line of a mention is told by its start.
fn further(fields: BTreeMap<String, Json>, titles: &mut Titles) -> Vec<(Arc<str>, String)> {
    let fields = fields.into_iter().filter(|(title, _)| title != "line").map(|(title, value)| (title, plain(value)));
    let filled = fields.filter(|(_, value)| !value.is_empty());
    filled
        .map(|(title, value)| (titles.entry(title).or_insert_with_key(|t| t.as_str().into()).clone(), value))
        .collect()
}

/// A string as it is, nothing for `null`, else what JSON writes.
fn plain(value: Json) -> String {
    match value {
        Json::Null => String::new(),
        Json::String(string) => string,
        other => other.to_string(),
    }
}

fn document(line: Line, number: u64) -> Result<Annotated, Fault> {
    let id = match line.id {
        Some(Json::String(id)) => id,
        Some(Json::Number(id)) => id.to_string(),
        _ => return Err((number, "the document has no `id`".into(), "name each document")),
    };
    if line.spans.is_none() && line.expect.is_none() && line.none.is_empty() {
        let message = format!("the document `{id}` has neither `spans` nor `expect`");
        return Err((number, message, "write `\"spans\": []` where nothing is to be found"));
    }
    let mut document = Annotated { text: line.text, is_partial: line.partial, ..Annotated::new(&id) };
    for span in line.spans.into_iter().flatten() {
        document.mentions.push(span.into_mention("", number)?);
    }
    for span in line.expect.into_iter().flatten() {
        let mut mention = span.into_mention("MONEY", number)?;
        mention.value.get_or_insert_default();
        document.mentions.push(mention);
    }
    document.optional = line.optional.into_iter().map(|span| span.into_stretch(number)).collect::<Result<_, _>>()?;
    document.none = line.none.into_iter().map(|span| span.into_stretch(number)).collect::<Result<_, _>>()?;
    check_texts(&document, number)?;
    Ok(document)
}

impl Span {
    fn into_mention(self, default_label: &str, number: u64) -> Result<Mention, Fault> {
        check_order(self.start, self.end, number)?;
        let label = self.label.unwrap_or_else(|| default_label.to_string());
        if label.is_empty() {
            let message = format!("the mention {}..{} has no label", self.start, self.end);
            return Err((number, message, "write a `label` such as ORG"));
        }
        let stretch = Stretch { start: self.start, end: self.end, label };
        let value = self.stated.value(number)?;
        let (name, id) = (self.name.map(plain).unwrap_or_default(), self.id.map(plain).unwrap_or_default());
        let text = self.text.unwrap_or_default();
        Ok(Mention { stretch, text, value, name, id, ..Mention::default() })
    }

    /// A stretch whose label may be left open.
    fn into_stretch(self, number: u64) -> Result<Stretch, Fault> {
        check_order(self.start, self.end, number)?;
        Ok(Stretch { start: self.start, end: self.end, label: self.label.unwrap_or_default() })
    }
}

impl Stated {
    /// `None` where neither an amount nor a currency is stated.
    fn value(self, number: u64) -> Result<Option<Value>, Fault> {
        let (stated, stated_max) = (figures(self.amount), figures(self.amount_max));
        if stated.is_empty() && self.currency.is_none() {
            return Ok(None);
        }
        // A range may be written as one string, `3..5`.
        let (low, high) = stated.split_once("..").unwrap_or((&stated, &stated_max));
        Ok(Some(Value {
            amount: amount(low, number)?,
            amount_max: amount(high, number)?,
            currency: self.currency.unwrap_or_default(),
        }))
    }
}

/// The figures of a number or a string; a double is written out in full.
fn figures(value: Option<Json>) -> String {
    match value {
        None | Some(Json::Null) => String::new(),
        Some(Json::String(figures)) => figures,
        Some(Json::Number(number)) => match number.as_f64() {
            Some(double) if number.is_f64() => double.to_string(),
            _ => number.to_string(),
        },
        Some(other) => other.to_string(),
    }
}

/// Where a document has its text, every mention lies in it, and is there what
/// it says it is.
fn check_texts(document: &Annotated, number: u64) -> Result<(), Fault> {
    let Some(text) = &document.text else { return Ok(()) };
    let chars: Vec<char> = text.chars().collect();
    for mention in &document.mentions {
        let Stretch { start, end, .. } = mention.stretch;
        let Some(found) = chars.get(start..end) else {
            let message =
                format!("the mention {start}..{end} of `{}` ends past its {} code points", document.id, chars.len());
            return Err((number, message, OFFSETS));
        };
        if !mention.text.is_empty() && !found.iter().copied().eq(mention.text.chars()) {
            let found: String = found.iter().collect();
            let message = format!("`{}` has `{found}` at {start}..{end}, not `{}`", document.id, mention.text);
            return Err((number, message, OFFSETS));
        }
    }
    Ok(())
}
