//! What one stage saw of a text.

use gaztag::parts::clues::Clues;
use gaztag::parts::segment::{Gap, Shape};
use gaztag::{Pipeline, Span};
use serde_json::json;

use super::Stage;
use super::record::Record;
use super::stretch::Stretch;

/// The findings of a stage in the stretch, by start.
pub fn records(pipeline: &Pipeline, stretch: &Stretch, stage: Stage) -> Vec<Record> {
    let text = &stretch.text;
    let mut records: Vec<Record> = match stage {
        Stage::Tokens => pipeline.inspect(text, tokens),
        Stage::Hits => pipeline.inspect(text, |clues| hits(pipeline, clues)),
        Stage::Numbers => pipeline.inspect(text, numbers),
        Stage::Candidates => pipeline.candidates(text).iter().map(Record::of_candidate).collect(),
        Stage::Places => pipeline.reckon(text).iter().map(Record::of_reckoned).collect(),
        Stage::Entities => pipeline.annotate(text).iter().map(Record::of_entity).collect(),
    };
    records.retain(|record| stretch.holds(record.span));
    records.sort_by_key(|record| record.span.start);
    records
}

fn tokens(clues: &Clues<'_, '_>) -> Vec<Record> {
    let token = |i: usize| Record {
        span: clues.span(i, i),
        values: vec![("gap", json!(gap(clues.gap(i)))), ("shape", json!(shape(clues.shape(i))))],
    };
    (0..clues.len()).map(token).collect()
}

fn hits(pipeline: &Pipeline, clues: &Clues<'_, '_>) -> Vec<Record> {
    let span = |first: u32, last: u32| clues.span(first as usize, last as usize);
    clues.hits.iter().map(|hit| Record::of_hit(pipeline, hit, span(hit.first, hit.last))).collect()
}

fn numbers(clues: &Clues<'_, '_>) -> Vec<Record> {
    let number = |n: &gaztag::parts::numbers::Number| {
        let value = n.value.map_or(String::new(), |value| value.normalize().to_string());
        Record { span: Span::new(n.span.start, n.span.end), values: vec![("value", json!(value))] }
    };
    clues.numbers.iter().map(number).collect()
}

fn gap(gap: Gap) -> &'static str {
    match gap {
        Gap::None => "none",
        Gap::Space => "space",
        Gap::Line => "line",
        Gap::Paragraph => "paragraph",
    }
}

fn shape(shape: Shape) -> &'static str {
    match shape {
        Shape::Symbol => "symbol",
        Shape::Number => "number",
        Shape::Lower => "lower",
        Shape::Capitalized => "capitalized",
        Shape::Capitals => "capitals",
        Shape::Initial => "initial",
        Shape::Mixed => "mixed",
        Shape::Uncased => "uncased",
        Shape::Possessive => "possessive",
    }
}
