//! The tagger: lists and options, and what it makes of a text.

use arrow_schema::ArrowError;
use encoding_rs::Encoding;
use gaztag::write::{Document, Row, Rows};
use gaztag::{ListSource, Pipeline, PipelineOptions, ResolveOptions, Sports};
use pyo3::prelude::*;
use std::path::PathBuf;

use crate::columns::{Columns, Values};
use crate::errors::{list_errors, option_error};
use crate::mention::Mention;
use crate::text::Reading;

/// A pipeline with what is asked of its rows.
pub struct Tagger {
    pub pipeline: Pipeline,
    pub labels: Vec<String>,
    pub columns: Vec<String>,
    pub sentences: bool,
    pub reading: Reading,
    pub threads: usize,
}

/// A list: its name or path, its label, and its bytes where it is in memory.
pub type List = (PathBuf, Option<String>, Option<Vec<u8>>);

/// What Python says of a tagger, see `Tagger` there.
#[derive(FromPyObject)]
#[pyo3(from_item_all)]
pub struct Options {
    lists: Vec<List>,
    shipped: bool,
    labels: Vec<String>,
    nested: bool,
    columns: Vec<String>,
    default_currency: Option<String>,
    language: Option<String>,
    sports: bool,
    sentences: bool,
    encoding: Option<String>,
    max_size: Option<u64>,
    threads: usize,
    cache: Option<PathBuf>,
    default_cache: bool,
}

impl Tagger {
    /// Reads and compiles the lists, without holding Python up.
    pub fn new(py: Python<'_>, options: Options) -> PyResult<Self> {
        let encoding = options.encoding.as_deref().map(named_encoding).transpose()?;
        let cache = if options.default_cache { gaztag::cache::default_folder() } else { options.cache };
        let pipeline_options = PipelineOptions {
            shipped: options.shipped,
            gazetteers: options.lists.into_iter().map(source).collect(),
            cache,
            resolve: ResolveOptions { nested: options.nested, ..ResolveOptions::default() },
            default_currency: options.default_currency.map(|code| code.to_uppercase()),
            language: options.language,
            sports: if options.sports { Sports::On } else { Sports::Auto },
            threads: options.threads,
            ..PipelineOptions::default()
        };
        let pipeline = py.detach(|| Pipeline::new(&pipeline_options)).map_err(|errors| list_errors(py, &errors))?;
        let columns: Vec<String> = options.columns.iter().map(|column| column.to_lowercase()).collect();
        let check = |option: &str, result: Result<(), gaztag::Unknown>| {
            result.map_err(|error| option_error(py, &format!("{option}: {error}")))
        };
        for label in &options.labels {
            check("labels", pipeline.check_label(label))?;
        }
        for column in &columns {
            check("columns", pipeline.check_column(column))?;
        }
        if let Some(code) = &pipeline_options.default_currency {
            check("default_currency", pipeline.check_currency(code))?;
        }
        if let Some(code) = &pipeline_options.language {
            check("language", pipeline.check_language(code))?;
        }
        let max_size = options.max_size.unwrap_or(gaztag::read::DEFAULT_MAX_SIZE);
        let most = gaztag::parts::segment::MAX_TEXT as u64;
        if max_size > most {
            return Err(option_error(py, &format!("max_size: a text can have at most {most} bytes")));
        }
        Ok(Tagger {
            pipeline,
            labels: options.labels,
            columns,
            sentences: options.sentences,
            reading: Reading { encoding, max_size },
            threads: options.threads,
        })
    }

    fn found<'p>(&'p self, text: &str) -> Rows<'p> {
        let mut entities = self.pipeline.annotate(text);
        if !self.labels.is_empty() {
            entities.retain(|entity| self.labels.iter().any(|label| label == entity.label));
        }
        let rows = Rows::new(entities, self.pipeline.lists());
        if self.sentences { rows } else { rows.without_sentences() }
    }

    /// The mentions of a text.
    pub fn mentions(&self, text: &str) -> Vec<Mention> {
        let document = Document::new("", text);
        let mut rows = self.found(text);
        let mut mentions = Vec::new();
        while let Some(row) = rows.next(&document) {
            mentions.push(Mention::new(row.mention(&self.columns), &self.columns, self.sentences));
        }
        mentions
    }

    /// Adds the rows of text number `at`; calls `full` where there are enough
    /// for a batch.
    pub fn rows(
        &self,
        text: &str,
        at: u32,
        columns: &mut Columns,
        full: &mut impl FnMut(&mut Columns) -> Result<(), ArrowError>,
    ) -> Result<(), ArrowError> {
        let document = Document::new("", text);
        let mut rows = self.found(text);
        let mut rule = String::new();
        while let Some(row) = rows.next(&document) {
            self.add(&row, at, &mut rule, columns);
            if columns.is_full() {
                full(columns)?;
            }
        }
        Ok(())
    }

    fn add(&self, row: &Row<'_>, at: u32, rule: &mut String, columns: &mut Columns) {
        let (entity, quantity) = (row.entity, row.entity.quantity());
        rule.clear();
        rule.push_str(entity.rule.kind);
        if !entity.rule.detail.is_empty() {
            rule.push(':');
            rule.push_str(entity.rule.detail);
        }
        let values = Values {
            numbers: [row.line, row.start, row.end],
            words: [entity.label, row.text, entity.name(), entity.id()],
            amounts: [quantity.and_then(|q| q.amount), quantity.and_then(|q| q.amount_max)],
            reasons: [quantity.and_then(|q| q.currency).unwrap_or(""), rule],
            sentence: row.sentence,
        };
        columns.add(at, &values, |column| row.list_column(&self.columns[column]));
    }
}

fn source((path, label, bytes): List) -> ListSource {
    match bytes {
        Some(bytes) => ListSource::from_bytes(path, label.as_deref(), bytes),
        None if label.is_some() => ListSource { label, ..ListSource::from(path) },
        None => ListSource::from_argument(path),
    }
}

fn named_encoding(label: &str) -> PyResult<&'static Encoding> {
    let known = "known are for example utf-8, utf-16le, windows-1252, gb18030";
    let error = || Python::attach(|py| option_error(py, &format!("encoding: {label:?} is no known encoding; {known}")));
    Encoding::for_label_no_replacement(label.as_bytes()).ok_or_else(error)
}
