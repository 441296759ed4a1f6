//! Paths → documents, or their rows, by the readers of the command line.

use arrow_array::{ArrayRef, RecordBatch, StringArray};
use arrow_schema::{ArrowError, DataType, Field as ArrowField, Schema, SchemaRef};
use arrow_select::take::take;
use gaztag::read::{Collection, DEFAULT_MAX_SIZE, Document, Field, InputError, InputOptions, Skipped};
use gaztag::run::{Output, Run};
use gaztag::write::{Packed, Record, Sink, records};
use pyo3::exceptions::PyStopIteration;
use pyo3::prelude::*;
use std::io;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, sync_channel};
use std::sync::{Arc, Mutex};
use std::thread;

use crate::columns::{Columns, Shape, Values};
use crate::errors::{KEYWORDS, option_error, path_error};
use crate::native::{NativeTagger, Rows, raised};
use crate::stream::check_signals;

/// How documents are found and read.
#[derive(FromPyObject)]
#[pyo3(from_item_all)]
pub struct Inputs {
    globs: Vec<String>,
    hidden: bool,
    encoding: Option<String>,
    max_size: Option<u64>,
    text_columns: Vec<String>,
    id_column: Option<String>,
    keep: Vec<String>,
}

impl Inputs {
    fn collection(self, py: Python<'_>, paths: &[PathBuf]) -> PyResult<Collection> {
        let options = InputOptions {
            globs: self.globs,
            hidden: self.hidden,
            encoding: self.encoding,
            max_size: self.max_size.unwrap_or(DEFAULT_MAX_SIZE),
            text_columns: self.text_columns,
            id_column: self.id_column,
            keep: self.keep,
            ..InputOptions::default()
        };
        Collection::new(paths, &options).map_err(|error| match error {
            InputError::Path { .. } | InputError::NoPath => path_error(py, &error.to_string()),
            _ => option_error(py, &error.told(&KEYWORDS)),
        })
    }
}

/// A document, or why it cannot be read.
struct Read {
    name: String,
    text: Result<String, String>,
    fields: Vec<(String, String)>,
}

impl Read {
    fn of(document: Document<'_>) -> Self {
        let field = |field: &Field| (field.name.to_string(), field.value.clone());
        Read {
            name: document.name.to_string(),
            fields: document.fields.iter().map(field).collect(),
            text: Ok(document.text.into_owned()),
        }
    }
}

/// Documents that wait to be asked for.
const AHEAD: usize = 64;

/// The documents of some paths, one after the other.
#[pyclass(frozen, module = "gaztag._gaztag")]
pub struct Documents(Mutex<Receiver<Read>>);

#[pymethods]
impl Documents {
    fn __iter__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    /// The next document: its name, its text, what is wrong with it (one of the
    /// two None), and its fields.
    fn __next__(&self, py: Python<'_>) -> PyResult<Next> {
        let next = py.detach(|| self.0.lock().expect("nobody panics with it").recv());
        let Ok(Read { name, text, fields }) = next else { return Err(PyStopIteration::new_err(())) };
        Ok(match text {
            Ok(text) => (name, Some(text), None, fields),
            Err(reason) => (name, None, Some(reason), fields),
        })
    }
}

type Next = (String, Option<String>, Option<String>, Vec<(String, String)>);

/// Reads documents, ahead of whoever asks for them.
#[pyfunction]
pub fn read(py: Python<'_>, paths: Vec<PathBuf>, inputs: Inputs) -> PyResult<Documents> {
    let collection = inputs.collection(py, &paths)?;
    let (sender, receiver) = sync_channel(AHEAD);
    thread::spawn(move || {
        let mut buffer = Vec::new();
        for found in collection.documents() {
            let read = found.and_then(|found| collection.read(&found, &mut buffer, Read::of));
            let failed = |skipped: Skipped| {
                let text = Err(skipped.reason.told(&KEYWORDS));
                Read { name: skipped.name, text, fields: Vec::new() }
            };
            let read = read.unwrap_or_else(failed);
            if sender.send(read).is_err() {
                return;
            }
        }
    });
    Ok(Documents(Mutex::new(receiver)))
}

/// The rows of all documents, as the command line has them.
#[pyfunction]
pub fn table(
    py: Python<'_>,
    tagger: &NativeTagger,
    paths: Vec<PathBuf>,
    inputs: Inputs,
    errors: bool,
    amounts_as_text: bool,
) -> PyResult<Rows> {
    let fields = inputs.keep.clone();
    let collection = inputs.collection(py, &paths)?;
    let tagger = tagger.tagger();
    let shape = Shape { listed: tagger.columns.clone(), sentences: tagger.sentences, errors, amounts_as_text };
    let packed = Packed {
        fields: fields.clone(),
        columns: tagger.columns.clone(),
        without_sentences: !tagger.sentences,
        names: KEYWORDS,
    };
    let run = Run {
        pipeline: &tagger.pipeline,
        collection: &collection,
        labels: &tagger.labels,
        threads: tagger.threads,
        outputs: &[],
    };
    let mut batches = Batches::new(shape, &fields);
    let done = py.detach(|| run.write(vec![Output { format: &packed, sink: &mut batches }], &mut |_| {}));
    if let Some(error) = batches.error.take() {
        return Err(error.raised(py));
    }
    done.map_err(|error| path_error(py, &error.told(&KEYWORDS)))?;
    Ok(Rows::new(batches.schema, batches.made, batches.inexact))
}

/// Takes records, and puts them into batches.
struct Batches {
    schema: SchemaRef,
    columns: Columns,
    errors: bool,
    /// Name and fields of the documents of the batch.
    documents: Vec<Vec<String>>,
    /// How many fields a document has.
    fields: usize,
    made: Vec<RecordBatch>,
    inexact: usize,
    /// Why it ended before its end.
    error: Option<Ended>,
}

enum Ended {
    Arrow(ArrowError),
    Document(String),
}

impl Ended {
    fn raised(self, py: Python<'_>) -> PyErr {
        match self {
            Ended::Arrow(error) => raised(py, error),
            Ended::Document(message) => path_error(py, &message),
        }
    }
}

impl From<ArrowError> for Ended {
    fn from(error: ArrowError) -> Self {
        Ended::Arrow(error)
    }
}

impl Batches {
    fn new(shape: Shape, fields: &[String]) -> Self {
        let names = ["document".to_string()].into_iter().chain(fields.iter().map(|field| format!("doc_{field}")));
        let brought = names.map(|name| ArrowField::new(name, DataType::Utf8, true));
        let schema = Arc::new(Schema::new(brought.chain(shape.fields()).collect::<Vec<_>>()));
        Batches {
            schema,
            columns: Columns::new(&shape),
            errors: shape.errors,
            documents: Vec::new(),
            fields: fields.len(),
            made: Vec::new(),
            inexact: 0,
            error: None,
        }
    }

    fn take(&mut self, piece: &[u8]) -> Result<(), Ended> {
        check_signals()?;
        for record in records(piece) {
            match record.map_err(|error| ArrowError::ExternalError(Box::new(error)))? {
                Record::Begin { name, fields, .. } => self.documents.push([vec![name.into()], fields].concat()),
                Record::Mention(mention) => {
                    let values = Values {
                        numbers: [mention.line, mention.start, mention.end],
                        words: [&mention.label, &mention.text, &mention.name, &mention.id],
                        amounts: [mention.amount, mention.amount_max],
                        reasons: [&mention.currency, &mention.rule],
                        sentence: &mention.sentence,
                    };
                    self.columns.add(self.documents.len() as u32 - 1, &values, |column| &mention.columns[column]);
                }
                Record::Skipped { name, reason, .. } if self.errors => {
                    self.documents.push([vec![name.into()], vec![String::new(); self.fields]].concat());
                    self.columns.add_error(self.documents.len() as u32 - 1, &reason);
                }
                Record::Skipped { name, reason, .. } => {
                    return Err(Ended::Document(format!("{name}: {reason}")));
                }
                _ => {}
            }
            if self.columns.is_full() {
                self.close()?;
            }
        }
        Ok(())
    }

    /// Makes a batch of the rows that there are.
    fn close(&mut self) -> Result<(), ArrowError> {
        let (of, columns) = self.columns.finish();
        let brought = (0..=self.fields).map(|at| {
            let values =
                self.documents.iter().map(|document| Some(document[at].as_str()).filter(|value| !value.is_empty()));
            take(&(Arc::new(values.collect::<StringArray>()) as ArrayRef), &of, None)
        });
        let columns = brought.chain(columns.into_iter().map(Ok)).collect::<Result<Vec<_>, _>>()?;
        self.made.push(RecordBatch::try_new(self.schema.clone(), columns)?);
        self.inexact = self.columns.inexact;
        // The document at hand goes on.
        self.documents.drain(..self.documents.len().saturating_sub(1));
        Ok(())
    }
}

impl Sink for Batches {
    fn take(&mut self, piece: &[u8]) -> io::Result<()> {
        Batches::take(self, piece).map_err(|error| {
            self.error = Some(error);
            io::Error::other("it was ended")
        })
    }

    fn end(&mut self) -> io::Result<()> {
        if self.columns.is_empty() {
            return Ok(());
        }
        self.close().map_err(io::Error::other)
    }
}
