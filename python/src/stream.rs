//! Batches of texts → batches of rows, one after the other, as they are asked
//! for.

use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, RecordBatch, RecordBatchReader, new_null_array};
use arrow_schema::{ArrowError, DataType, SchemaRef};
use arrow_select::take::take;
use pyo3::Python;
use rayon::ThreadPool;
use rayon::prelude::*;
use std::collections::VecDeque;
use std::ops::Range;
use std::sync::Arc;

use crate::columns::{Carried, Columns, Shape};
use crate::tagger::Tagger;
use crate::text::Raw;

/// Texts that a thread takes at a time have about so many bytes.
const STRETCH: usize = 256 << 10;

/// So many stretches for each thread are annotated before one looks whether
/// somebody wants to stop.
const AT_A_TIME: usize = 4;

/// What is made of texts.
pub struct Plan {
    pub tagger: Arc<Tagger>,
    pub carried: Carried,
    pub shape: Shape,
    pub schema: SchemaRef,
}

/// The rows of the texts of a reader.
pub struct RowReader {
    pub plan: Plan,
    pub texts: Box<dyn RecordBatchReader + Send>,
    /// Which column holds the texts.
    pub column: usize,
    pub pool: Option<ThreadPool>,
    /// The number of the first text of the batch, for messages.
    pub first: usize,
    /// Batches that are made.
    pub ready: VecDeque<RecordBatch>,
    /// Amounts that the column could not hold.
    pub inexact: usize,
    /// The batch of texts at hand, and its stretches that are left.
    pub left: Option<(RecordBatch, Column, VecDeque<Range<usize>>)>,
}

impl RowReader {
    /// The next batch of rows; `None` at the end.
    fn step(&mut self) -> Result<Option<RecordBatch>, ArrowError> {
        loop {
            if let Some(batch) = self.ready.pop_front() {
                return Ok(Some(batch));
            }
            match self.left.take() {
                Some((batch, column, stretches)) => self.annotate(batch, column, stretches)?,
                None => match self.texts.next().transpose()? {
                    Some(batch) => {
                        let column = Column::new(batch.column(self.column))?;
                        let stretches = column.stretches(self.stretch());
                        self.left = Some((batch, column, stretches));
                    }
                    None => return Ok(None),
                },
            }
        }
    }

    /// One thread need not share what is done before one looks up.
    fn stretch(&self) -> usize {
        if self.pool.is_none() { STRETCH * AT_A_TIME } else { STRETCH }
    }

    /// Annotates some stretches of a batch.
    fn annotate(
        &mut self,
        batch: RecordBatch,
        column: Column,
        mut left: VecDeque<Range<usize>>,
    ) -> Result<(), ArrowError> {
        check_signals()?;
        let many = self.pool.as_ref().map_or(1, |pool| pool.current_num_threads() * AT_A_TIME);
        let now: Vec<Range<usize>> = left.drain(..left.len().min(many)).collect();
        let (plan, first) = (&self.plan, self.first);
        let work = |stretch: Range<usize>| plan.rows(&batch, &column, stretch, first);
        let made: Vec<Result<_, ArrowError>> = match &self.pool {
            Some(pool) => pool.install(|| now.into_par_iter().map(work).collect()),
            None => now.into_iter().map(work).collect(),
        };
        for made in made {
            let (batches, inexact) = made?;
            self.ready.extend(batches);
            self.inexact += inexact;
        }
        if left.is_empty() {
            self.first += batch.num_rows();
        } else {
            self.left = Some((batch, column, left));
        }
        Ok(())
    }
}

impl Plan {
    /// The rows of some texts of a batch.
    fn rows(
        &self,
        batch: &RecordBatch,
        column: &Column,
        texts: Range<usize>,
        first: usize,
    ) -> Result<(Vec<RecordBatch>, usize), ArrowError> {
        let mut rows = Columns::new(&self.shape);
        let mut batches = Vec::new();
        for at in texts {
            let Some(raw) = column.get(at) else { continue };
            let mut full = |rows: &mut Columns| {
                batches.push(rows.batch(batch, &self.carried, &self.schema)?);
                Ok(())
            };
            match raw.text(&self.tagger.reading) {
                Ok(text) => self.tagger.rows(&text, at as u32, &mut rows, &mut full)?,
                Err(error) if self.shape.errors => rows.add_error(at as u32, &error),
                Err(error) => return Err(ArrowError::InvalidArgumentError(format!("text {}: {error}", first + at))),
            }
        }
        if !rows.is_empty() {
            batches.push(rows.batch(batch, &self.carried, &self.schema)?);
        }
        Ok((batches, rows.inexact))
    }
}

impl Iterator for RowReader {
    type Item = Result<RecordBatch, ArrowError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.step().transpose()
    }
}

impl RecordBatchReader for RowReader {
    fn schema(&self) -> SchemaRef {
        self.plan.schema.clone()
    }
}

/// Lets an interrupt from the keyboard through.
pub fn check_signals() -> Result<(), ArrowError> {
    Python::attach(|py| py.check_signals()).map_err(|error| ArrowError::ExternalError(Box::new(error)))
}

/// A column of texts, of any type that holds text.
///
/// What another program calls a string is validated here: nobody has to have
/// done so before.
pub enum Column {
    Text(ArrayRef),
    File(ArrayRef),
}

impl Column {
    /// # Errors
    /// Where the column holds no text.
    pub fn new(column: &ArrayRef) -> Result<Self, ArrowError> {
        use DataType::{Binary, BinaryView, Dictionary, LargeBinary, LargeUtf8, Utf8, Utf8View};
        match column.data_type() {
            Utf8 => Ok(Column::Text(Arc::new(arrow_array::BinaryArray::from(column.as_string::<i32>().clone())))),
            LargeUtf8 => {
                Ok(Column::Text(Arc::new(arrow_array::LargeBinaryArray::from(column.as_string::<i64>().clone()))))
            }
            Utf8View => Ok(Column::Text(Arc::new(column.as_string_view().clone().to_binary_view()))),
            Binary | LargeBinary | BinaryView => Ok(Column::File(column.clone())),
            Dictionary(..) => {
                let dictionary = column.as_any_dictionary();
                Column::new(&take(dictionary.values(), dictionary.keys(), None)?)
            }
            DataType::Null => Column::new(&new_null_array(&Utf8, column.len())),
            other => {
                Err(ArrowError::InvalidArgumentError(format!("a column of texts holds strings or bytes, not {other}")))
            }
        }
    }

    fn array(&self) -> &ArrayRef {
        match self {
            Column::Text(array) | Column::File(array) => array,
        }
    }

    /// The text of a row; `None` for a null.
    pub fn get(&self, at: usize) -> Option<Raw<'_>> {
        let array = self.array();
        if array.is_null(at) {
            return None;
        }
        let bytes = match array.data_type() {
            DataType::Binary => array.as_binary::<i32>().value(at),
            DataType::LargeBinary => array.as_binary::<i64>().value(at),
            _ => array.as_binary_view().value(at),
        };
        Some(match self {
            Column::Text(_) => Raw::Text(bytes),
            Column::File(_) => Raw::File(bytes),
        })
    }

    /// How many texts there are.
    pub fn len(&self) -> usize {
        self.array().len()
    }

    /// The rows in stretches of about as many bytes.
    fn stretches(&self, size: usize) -> VecDeque<Range<usize>> {
        let (mut stretches, mut from, mut bytes) = (VecDeque::new(), 0, 0);
        for at in 0..self.len() {
            bytes += self.get(at).map_or(0, Raw::len);
            if bytes >= size || at + 1 == self.len() {
                stretches.push_back(from..at + 1);
                (from, bytes) = (at + 1, 0);
            }
        }
        stretches
    }
}
