//! The classes that Python sees, and the frames that go in and out.

use arrow_array::builder::BooleanBufferBuilder;
use arrow_array::{
    Array, ArrayRef, Int64Array, ListArray, RecordBatch, RecordBatchIterator, RecordBatchReader, StructArray,
};
use arrow_schema::{ArrowError, DataType, Field, FieldRef, Schema, SchemaRef};
use gaztag::stretches;
use pyo3::exceptions::{PyStopIteration, PyValueError};
use pyo3::prelude::*;
use pyo3::types::PyCapsule;
use pyo3_arrow::PyRecordBatchReader;
use pyo3_arrow::ffi::{ArrayIterator, ArrayReader, to_schema_pycapsule, to_stream_pycapsule};
use pyo3_arrow::input::AnyArray;
use rayon::ThreadPoolBuilder;
use rayon::prelude::*;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use crate::columns::{Carried, Columns, Shape};
use crate::errors::{Problem, problem, text_error};
use crate::mention::Mention;
use crate::stream::{Column, Plan, RowReader, check_signals};
use crate::tagger::{Options, Tagger};
use crate::text::Bytes;

/// What `gaztag.Tagger` is made of: built once, shared by threads.
#[pyclass(frozen, module = "gaztag._gaztag")]
pub struct NativeTagger(Arc<Tagger>);

impl NativeTagger {
    pub fn tagger(&self) -> &Arc<Tagger> {
        &self.0
    }

    fn shape(&self, errors: bool, amounts_as_text: bool) -> Shape {
        let (listed, sentences) = (self.0.columns.clone(), self.0.sentences);
        Shape { listed, sentences, errors, amounts_as_text }
    }

    fn reader(
        &self,
        texts: Box<dyn RecordBatchReader + Send>,
        column: usize,
        carried: Carried,
        shape: Shape,
    ) -> PyResult<RowReader> {
        let schema = carried.schema(&shape);
        let pool = match self.0.threads {
            1 => None,
            threads => Some(ThreadPoolBuilder::new().num_threads(threads).build().map_err(broken)?),
        };
        Ok(RowReader {
            plan: Plan { tagger: self.0.clone(), carried, shape, schema },
            texts,
            column,
            pool,
            first: 0,
            ready: VecDeque::new(),
            inexact: 0,
            left: None,
        })
    }
}

fn broken(error: impl std::fmt::Display) -> PyErr {
    PyValueError::new_err(error.to_string())
}

/// Texts are annotated a handful at a time, so that an interrupt is heard.
const BATCH: usize = 64;

#[pymethods]
impl NativeTagger {
    #[new]
    fn new(py: Python<'_>, options: Options) -> PyResult<Self> {
        Tagger::new(py, options).map(|tagger| NativeTagger(Arc::new(tagger)))
    }

    /// What to look at in the lists, though they work.
    #[getter]
    fn warnings(&self) -> Vec<Problem<'_>> {
        self.0.pipeline.warnings().iter().map(problem).collect()
    }

    /// The labels that rows can have.
    #[getter]
    fn labels(&self) -> Vec<String> {
        self.0.pipeline.lists().gazetteer().labels().to_vec()
    }

    /// The mentions of a `str`, or of `bytes` decoded as a file is.
    fn annotate(&self, py: Python<'_>, text: &Bound<'_, PyAny>) -> PyResult<Vec<Mention>> {
        let bytes = Bytes::of(text)?;
        let raw = bytes.raw();
        let found = py.detach(|| raw.text(&self.0.reading).map(|text| self.0.mentions(&text)));
        found.map_err(|error| text_error(py, &format!("the text: {error}")))
    }

    /// The mentions of many texts, in their order.
    fn annotate_batch(&self, py: Python<'_>, texts: &Bound<'_, PyAny>) -> PyResult<Vec<Vec<Mention>>> {
        let texts = texts.try_iter()?.map(|text| Bytes::of(&text?)).collect::<PyResult<Vec<_>>>()?;
        let raws: Vec<_> = texts.iter().map(Bytes::raw).collect();
        py.detach(|| self.mentions(&raws)).map_err(|error| raised(py, error))
    }

    /// Rows of a frame's column of texts; `carried` are pairs of names, here
    /// and in the frame. Where none is `document`, texts are counted from 0.
    #[pyo3(signature = (data, text, carried, errors, amounts_as_text))]
    fn stream(
        &self,
        data: PyRecordBatchReader,
        text: &str,
        carried: Vec<(String, String)>,
        errors: bool,
        amounts_as_text: bool,
    ) -> PyResult<RowStream> {
        let texts = numbered(data.into_reader()?);
        let schema = texts.schema();
        let column = position(&schema, text)?;
        let mut brought = Carried::default();
        if carried.iter().all(|(name, _)| name != "document") {
            brought.fields.push(number_field());
            brought.columns.push(schema.fields().len() - 1);
        }
        for (name, from) in carried {
            let at = position(&schema, &from)?;
            brought.fields.push(schema.field(at).clone().with_name(name));
            brought.columns.push(at);
        }
        let reader = self.reader(texts, column, brought, self.shape(errors, amounts_as_text))?;
        Ok(RowStream::new(reader))
    }

    /// Rows of an array of texts; the column `document` counts them from 0.
    fn array(&self, texts: AnyArray, errors: bool, amounts_as_text: bool) -> PyResult<RowStream> {
        let texts = numbered(one_column(texts.into_reader()?));
        let carried = Carried { fields: vec![number_field()], columns: vec![1] };
        Ok(RowStream::new(self.reader(texts, 0, carried, self.shape(errors, amounts_as_text))?))
    }

    /// For each text of an array the list of its rows.
    fn lists(&self, py: Python<'_>, texts: AnyArray, errors: bool, amounts_as_text: bool) -> PyResult<Lists> {
        let shape = self.shape(errors, amounts_as_text);
        let reader = texts.into_reader()?;
        py.detach(|| self.lists_of(reader, &shape)).map_err(|error| raised(py, error))
    }
}

impl NativeTagger {
    fn mentions(&self, texts: &[crate::text::Raw<'_>]) -> Result<Vec<Vec<Mention>>, ArrowError> {
        let annotate = |(at, raw): (usize, &crate::text::Raw<'_>)| match raw.text(&self.0.reading) {
            Ok(text) => Ok(self.0.mentions(&text)),
            Err(error) => Err(ArrowError::InvalidArgumentError(format!("text {at}: {error}"))),
        };
        let threads = self.0.threads;
        let pool = (threads != 1).then(|| ThreadPoolBuilder::new().num_threads(threads).build());
        let pool = pool.transpose().map_err(|error| ArrowError::ExternalError(Box::new(error)))?;
        let mut found = Vec::with_capacity(texts.len());
        for (batch, some) in texts.chunks(BATCH * threads.max(1)).enumerate() {
            check_signals()?;
            let first = batch * BATCH * threads.max(1);
            let numbered = |at: usize| annotate((first + at, &some[at]));
            let made: Result<Vec<_>, _> = match &pool {
                Some(pool) => pool.install(|| (0..some.len()).into_par_iter().map(numbered).collect()),
                None => (0..some.len()).map(numbered).collect(),
            };
            found.extend(made?);
        }
        Ok(found)
    }

    fn lists_of(&self, texts: Box<dyn ArrayReader + Send>, shape: &Shape) -> Result<Lists, ArrowError> {
        let rows: Vec<Field> = shape.fields();
        let item: FieldRef = Arc::new(Field::new_struct("item", rows, false));
        let field: FieldRef = Arc::new(Field::new_list("mentions", item.clone(), true));
        let mut chunks = Vec::new();
        let mut before = 0;
        for array in texts {
            let column = Column::new(&array?)?;
            let mut columns = Columns::new(shape);
            let (mut ends, mut there) = (vec![0], BooleanBufferBuilder::new(column.len()));
            for at in 0..column.len() {
                if at % BATCH == 0 {
                    check_signals()?;
                }
                let raw = column.get(at);
                there.append(raw.is_some());
                match raw.map(|raw| raw.text(&self.0.reading)) {
                    None => {}
                    Some(Ok(text)) => self.0.rows(&text, 0, &mut columns, &mut |_| Ok(()))?,
                    Some(Err(error)) if shape.errors => columns.add_error(0, &error),
                    Some(Err(error)) => {
                        return Err(ArrowError::InvalidArgumentError(format!("text {}: {error}", before + at)));
                    }
                }
                ends.push(columns.len() as i32);
                if columns.is_full() {
                    chunks.push(list(&item, &mut columns, &mut ends, &mut there)?);
                }
            }
            before += column.len();
            if ends.len() > 1 {
                chunks.push(list(&item, &mut columns, &mut ends, &mut there)?);
            }
        }
        Ok(Lists { field, chunks })
    }
}

/// A chunk of lists, one a text.
fn list(
    item: &FieldRef,
    columns: &mut Columns,
    ends: &mut Vec<i32>,
    there: &mut BooleanBufferBuilder,
) -> Result<ArrayRef, ArrowError> {
    let (_, values) = columns.finish();
    let DataType::Struct(fields) = item.data_type() else { unreachable!("a row is a struct") };
    let rows = *ends.last().expect("it begins with 0") as usize;
    let values = StructArray::try_new_with_length(fields.clone(), values, None, rows)?;
    let ends = arrow_buffer::OffsetBuffer::new(std::mem::replace(ends, vec![0]).into());
    let nulls = arrow_buffer::NullBuffer::new(there.finish());
    Ok(Arc::new(ListArray::try_new(item.clone(), ends, Arc::new(values), Some(nulls))?))
}

/// The column that counts texts from 0.
fn number_field() -> Field {
    Field::new("document", DataType::Int64, false)
}

/// The batches with a further column: the number of each row.
fn numbered(texts: Box<dyn RecordBatchReader + Send>) -> Box<dyn RecordBatchReader + Send> {
    let fields = texts.schema().fields().iter().cloned().chain([Arc::new(number_field())]).collect::<Vec<_>>();
    let schema: SchemaRef = Arc::new(Schema::new(fields));
    let (with, mut next) = (schema.clone(), 0_i64);
    let batches = texts.map(move |batch| {
        let batch = batch?;
        let end = next + batch.num_rows() as i64;
        let number: ArrayRef = Arc::new(Int64Array::from_iter_values(next..end));
        next = end;
        RecordBatch::try_new(with.clone(), batch.columns().iter().cloned().chain([number]).collect())
    });
    Box::new(RecordBatchIterator::new(batches, schema))
}

/// An array as a frame of one column.
fn one_column(texts: Box<dyn ArrayReader + Send>) -> Box<dyn RecordBatchReader + Send> {
    let field = Field::new("text", texts.field().data_type().clone(), true);
    let schema: SchemaRef = Arc::new(Schema::new(vec![field]));
    let with = schema.clone();
    let batches = texts.map(move |array| RecordBatch::try_new(with.clone(), vec![array?]));
    Box::new(RecordBatchIterator::new(batches, schema))
}

fn position(schema: &Schema, name: &str) -> PyResult<usize> {
    schema.fields().iter().position(|field| field.name() == name).ok_or_else(|| {
        let known: Vec<_> = schema.fields().iter().map(|field| field.name().as_str()).collect();
        let known = known[..known.len() - 1].join(", ");
        pyo3::exceptions::PyKeyError::new_err(format!("there is no column {name:?}; there are {known}"))
    })
}

/// An error on its way through Arrow, as Python knows it.
pub fn raised(py: Python<'_>, error: ArrowError) -> PyErr {
    match error {
        ArrowError::ExternalError(error) => match error.downcast::<PyErr>() {
            Ok(error) => *error,
            Err(error) => broken(error),
        },
        ArrowError::InvalidArgumentError(message) => text_error(py, &message),
        other => broken(other),
    }
}

/// What Arrow's protocol of capsules hands over, and the schema that who takes
/// it would like.
type Capsule<'py> = PyResult<Bound<'py, PyCapsule>>;
type Requested<'py> = Option<Bound<'py, PyCapsule>>;

/// Rows in memory: a table for whoever speaks Arrow.
#[pyclass(frozen, module = "gaztag", name = "Rows")]
pub struct Rows {
    schema: SchemaRef,
    batches: Vec<RecordBatch>,
    /// How many amounts are null because they have more than nine places.
    #[pyo3(get)]
    inexact: usize,
}

impl Rows {
    pub fn new(schema: SchemaRef, batches: Vec<RecordBatch>, inexact: usize) -> Self {
        Rows { schema, batches, inexact }
    }
}

#[pymethods]
impl Rows {
    fn __len__(&self) -> usize {
        self.batches.iter().map(RecordBatch::num_rows).sum()
    }

    #[pyo3(signature = (requested_schema = None))]
    fn __arrow_c_stream__<'py>(&self, py: Python<'py>, requested_schema: Requested<'py>) -> Capsule<'py> {
        capsule(py, self.schema.clone(), self.batches.clone().into_iter().map(Ok), requested_schema)
    }

    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> Capsule<'py> {
        Ok(to_schema_pycapsule(py, self.schema.as_ref())?)
    }

    /// The names of the columns.
    #[getter]
    fn column_names(&self) -> Vec<String> {
        self.schema.fields().iter().map(|field| field.name().clone()).collect()
    }

    /// A `pyarrow.Table`, without copying.
    fn to_arrow<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.py().import("pyarrow")?.call_method1("table", (slf,))
    }

    /// A pandas data frame, by way of pyarrow.
    fn to_pandas<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        Self::to_arrow(slf)?.call_method0("to_pandas")
    }

    /// A polars data frame, without copying.
    fn to_polars<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.py().import("polars")?.call_method1("DataFrame", (slf,))
    }

    /// All rows as a list of dictionaries, by way of pyarrow.
    fn to_pylist<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        Self::to_arrow(slf)?.call_method0("to_pylist")
    }

    fn __repr__(&self) -> String {
        format!("<Rows {} of {}>", self.__len__(), self.column_names().join(", "))
    }
}

/// Rows that are made as they are asked for, once.
#[pyclass(frozen, module = "gaztag", name = "RowStream")]
pub struct RowStream {
    schema: SchemaRef,
    reader: Mutex<Option<RowReader>>,
}

impl RowStream {
    fn new(reader: RowReader) -> Self {
        RowStream { schema: reader.schema(), reader: Mutex::new(Some(reader)) }
    }

    fn take(&self) -> PyResult<RowReader> {
        let mut reader = self.reader.lock().expect("nobody panics with it");
        reader.take().ok_or_else(|| PyValueError::new_err("the rows were read already; annotate once more"))
    }
}

#[pymethods]
impl RowStream {
    #[pyo3(signature = (requested_schema = None))]
    fn __arrow_c_stream__<'py>(&self, py: Python<'py>, requested_schema: Requested<'py>) -> Capsule<'py> {
        capsule(py, self.schema.clone(), self.take()?, requested_schema)
    }

    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> Capsule<'py> {
        Ok(to_schema_pycapsule(py, self.schema.as_ref())?)
    }

    fn __iter__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    /// The next rows.
    fn __next__(&self, py: Python<'_>) -> PyResult<Rows> {
        let Ok(mut reader) = self.take() else { return Err(PyStopIteration::new_err(())) };
        let inexact = reader.inexact;
        let batch = py.detach(|| reader.next()).transpose().map_err(|error| raised(py, error))?;
        let Some(batch) = batch else { return Err(PyStopIteration::new_err(())) };
        let inexact = reader.inexact - inexact;
        *self.reader.lock().expect("nobody panics with it") = Some(reader);
        Ok(Rows::new(self.schema.clone(), vec![batch], inexact))
    }

    /// All rows.
    fn read_all(&self, py: Python<'_>) -> PyResult<Rows> {
        let mut reader = self.take()?;
        let batches = py.detach(|| reader.by_ref().collect::<Result<Vec<_>, _>>());
        let batches = batches.map_err(|error| raised(py, error))?;
        Ok(Rows::new(self.schema.clone(), batches, reader.inexact))
    }
}

/// For each text the list of its rows: an array for whoever speaks Arrow.
#[pyclass(frozen, module = "gaztag", name = "Lists")]
pub struct Lists {
    field: FieldRef,
    chunks: Vec<ArrayRef>,
}

#[pymethods]
impl Lists {
    fn __len__(&self) -> usize {
        self.chunks.iter().map(|chunk| chunk.len()).sum()
    }

    #[pyo3(signature = (requested_schema = None))]
    fn __arrow_c_stream__<'py>(&self, py: Python<'py>, requested_schema: Requested<'py>) -> Capsule<'py> {
        let arrays = ArrayIterator::new(self.chunks.clone().into_iter().map(Ok), self.field.clone());
        Ok(to_stream_pycapsule(py, Box::new(arrays), requested_schema)?)
    }

    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> Capsule<'py> {
        Ok(to_schema_pycapsule(py, self.field.as_ref())?)
    }
}

/// Batches as the C stream of Arrow.
fn capsule<'py>(
    py: Python<'py>,
    schema: SchemaRef,
    batches: impl Iterator<Item = Result<RecordBatch, ArrowError>> + Send + 'static,
    requested: Requested<'py>,
) -> Capsule<'py> {
    let field = Arc::new(Field::new_struct("", schema.fields().clone(), false));
    let arrays = batches.map(|batch| batch.map(|batch| Arc::new(StructArray::from(batch)) as ArrayRef));
    Ok(to_stream_pycapsule(py, Box::new(ArrayIterator::new(arrays, field)), requested)?)
}

/// The stretches of a text of 8 MiB or more, each of which is annotated as
/// though it were a text; in code points. One stretch for a smaller text.
#[pyfunction]
#[pyo3(name = "stretches")]
pub fn text_stretches(text: &Bound<'_, PyAny>) -> PyResult<Vec<(usize, usize)>> {
    let bytes = Bytes::of(text)?;
    let reading = crate::text::Reading { encoding: None, max_size: gaztag::parts::segment::MAX_TEXT as u64 };
    let text = bytes.raw().text(&reading).map_err(|error| text_error(text.py(), &format!("the text: {error}")))?;
    let mut at = 0;
    let points = stretches(&text).into_iter().map(|stretch| {
        let from = at;
        at += text[stretch].chars().count();
        (from, at)
    });
    Ok(points.collect())
}

/// The label that the name of a folder, or of a file, gives to rows that name
/// none.
#[pyfunction]
pub fn label_of(path: std::path::PathBuf) -> String {
    gaztag::gazetteer::ReadOptions::labelled_after(&path).label
}
