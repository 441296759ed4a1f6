//! Rows → columns of Arrow.

use arrow_array::builder::{Decimal128Builder, Int64Builder, StringBuilder, UInt32Builder};
use arrow_array::{ArrayRef, RecordBatch, RecordBatchOptions};
use arrow_schema::{ArrowError, DataType, Field, Schema, SchemaRef};
use arrow_select::take::take;
use rust_decimal::Decimal;
use std::sync::Arc;

/// What amounts are in Arrow: so many figures in all, so many behind the dot.
const FIGURES: u8 = 38;
const PLACES: i8 = 9;

/// A batch is closed at so many rows, or so many bytes of text in them.
const ROWS: usize = 131_072;
const BYTES: usize = 32 << 20;

/// Which columns there are.
#[derive(Clone)]
pub struct Shape {
    /// Columns of the lists, written as `gaz_<column>`.
    pub listed: Vec<String>,
    /// Whether there is a column `sentence`.
    pub sentences: bool,
    /// Whether there is a column `error`, and a row for each text that has one.
    pub errors: bool,
    /// Amounts as text, which holds every one exactly.
    pub amounts_as_text: bool,
}

impl Shape {
    /// The columns that a row has of itself.
    pub fn fields(&self) -> Vec<Field> {
        let text = |name: &str| Field::new(name, DataType::Utf8, true);
        let number = |name: &str| Field::new(name, DataType::Int64, true);
        let amount = |name: &str| match self.amounts_as_text {
            true => text(name),
            false => Field::new(name, DataType::Decimal128(FIGURES, PLACES), true),
        };
        let mut fields = vec![number("line"), number("start"), number("end")];
        fields.extend(["label", "text", "name", "id"].map(text));
        fields.extend(["amount", "amount_max"].map(amount));
        fields.extend(["currency", "rule"].map(text));
        fields.extend(self.sentences.then(|| text("sentence")));
        fields.extend(self.listed.iter().map(|column| text(&format!("gaz_{column}"))));
        fields.extend(self.errors.then(|| text("error")));
        fields
    }
}

/// Columns that come with the texts, and are repeated for each of their rows.
#[derive(Clone, Default)]
pub struct Carried {
    /// What they are called in the output.
    pub fields: Vec<Field>,
    /// Which columns of a batch of texts they are.
    pub columns: Vec<usize>,
}

impl Carried {
    /// All columns of the output.
    pub fn schema(&self, shape: &Shape) -> SchemaRef {
        Arc::new(Schema::new(self.fields.iter().cloned().chain(shape.fields()).collect::<Vec<_>>()))
    }
}

/// Collects rows.
pub struct Columns {
    shape: Shape,
    /// Of which text each row is.
    texts: UInt32Builder,
    numbers: [Int64Builder; 3],
    words: [StringBuilder; 4],
    amounts: [Amounts; 2],
    reasons: [StringBuilder; 2],
    sentence: StringBuilder,
    listed: Vec<StringBuilder>,
    error: StringBuilder,
    rows: usize,
    bytes: usize,
    /// How many amounts had more places than the column has.
    pub inexact: usize,
}

/// A row, whoever has it.
pub struct Values<'v> {
    pub numbers: [u64; 3],
    /// Label, text, name, id.
    pub words: [&'v str; 4],
    pub amounts: [Option<Decimal>; 2],
    /// Currency and rule.
    pub reasons: [&'v str; 2],
    pub sentence: &'v str,
}

impl Columns {
    /// No rows yet.
    pub fn new(shape: &Shape) -> Self {
        Columns {
            shape: shape.clone(),
            texts: UInt32Builder::new(),
            numbers: Default::default(),
            words: Default::default(),
            amounts: std::array::from_fn(|_| Amounts::new(shape.amounts_as_text)),
            reasons: Default::default(),
            sentence: StringBuilder::new(),
            listed: shape.listed.iter().map(|_| StringBuilder::new()).collect(),
            error: StringBuilder::new(),
            rows: 0,
            bytes: 0,
            inexact: 0,
        }
    }

    /// True where there are rows enough for a batch.
    pub fn is_full(&self) -> bool {
        self.rows >= ROWS || self.bytes >= BYTES
    }

    /// True where there are none.
    pub fn is_empty(&self) -> bool {
        self.rows == 0
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.rows
    }

    /// Adds a row of text number `text`; `listed` tells its columns of lists.
    pub fn add<V: AsRef<str>>(&mut self, text: u32, values: &Values<'_>, listed: impl Fn(usize) -> V) {
        self.texts.append_value(text);
        for (column, number) in self.numbers.iter_mut().zip(values.numbers) {
            column.append_value(number as i64);
        }
        for (column, word) in self.words.iter_mut().zip(values.words) {
            column.append_option(filled(word));
            self.bytes += word.len();
        }
        for (column, amount) in self.amounts.iter_mut().zip(values.amounts) {
            self.inexact += usize::from(!column.add(amount));
        }
        for (column, reason) in self.reasons.iter_mut().zip(values.reasons) {
            column.append_option(filled(reason));
        }
        if self.shape.sentences {
            self.sentence.append_option(filled(values.sentence));
            self.bytes += values.sentence.len();
        }
        for (at, column) in self.listed.iter_mut().enumerate() {
            let value = listed(at);
            column.append_option(filled(value.as_ref()));
            self.bytes += value.as_ref().len();
        }
        self.error.append_null();
        self.rows += 1;
    }

    /// Adds a row for a text that could not be read.
    pub fn add_error(&mut self, text: u32, error: &str) {
        self.texts.append_value(text);
        self.numbers.iter_mut().for_each(Int64Builder::append_null);
        let words = self.words.iter_mut().chain(&mut self.reasons).chain(&mut self.listed);
        words.chain([&mut self.sentence]).for_each(StringBuilder::append_null);
        self.amounts.iter_mut().for_each(|column| _ = column.add(None));
        self.error.append_value(error);
        self.rows += 1;
    }

    /// The columns of the rows, in the order of [`Shape::fields`], and of
    /// which text each row is.
    pub fn finish(&mut self) -> (ArrayRef, Vec<ArrayRef>) {
        let mut columns: Vec<ArrayRef> = Vec::new();
        columns.extend(self.numbers.iter_mut().map(|column| Arc::new(column.finish()) as ArrayRef));
        columns.extend(self.words.iter_mut().map(|column| Arc::new(column.finish()) as ArrayRef));
        columns.extend(self.amounts.iter_mut().map(Amounts::finish));
        columns.extend(self.reasons.iter_mut().map(|column| Arc::new(column.finish()) as ArrayRef));
        let sentence = self.sentence.finish();
        if self.shape.sentences {
            columns.push(Arc::new(sentence));
        }
        columns.extend(self.listed.iter_mut().map(|column| Arc::new(column.finish()) as ArrayRef));
        let error = self.error.finish();
        if self.shape.errors {
            columns.push(Arc::new(error));
        }
        (self.rows, self.bytes) = (0, 0);
        (Arc::new(self.texts.finish()), columns)
    }

    /// The rows as a batch, with the columns that their texts bring along.
    pub fn batch(
        &mut self,
        texts: &RecordBatch,
        carried: &Carried,
        schema: &SchemaRef,
    ) -> Result<RecordBatch, ArrowError> {
        let rows = self.rows;
        let (of, columns) = self.finish();
        let brought = carried.columns.iter().map(|&column| take(texts.column(column), &of, None));
        let columns = brought.chain(columns.into_iter().map(Ok)).collect::<Result<Vec<_>, _>>()?;
        let options = RecordBatchOptions::new().with_row_count(Some(rows));
        RecordBatch::try_new_with_options(schema.clone(), columns, &options)
    }
}

fn filled(value: &str) -> Option<&str> {
    (!value.is_empty()).then_some(value)
}

/// A column of amounts.
enum Amounts {
    Text(StringBuilder),
    Decimal(Decimal128Builder),
}

impl Amounts {
    fn new(as_text: bool) -> Self {
        match as_text {
            true => Amounts::Text(StringBuilder::new()),
            false => Amounts::Decimal(Decimal128Builder::new().with_data_type(DataType::Decimal128(FIGURES, PLACES))),
        }
    }

    /// False where the column cannot hold the amount, and has a null for it.
    fn add(&mut self, amount: Option<Decimal>) -> bool {
        let amount = amount.map(|amount| amount.normalize());
        match self {
            Amounts::Text(column) => column.append_option(amount.map(|amount| amount.to_string())),
            Amounts::Decimal(column) => {
                let scaled = amount.map(scaled);
                column.append_option(scaled.flatten());
                return scaled != Some(None);
            }
        }
        true
    }

    fn finish(&mut self) -> ArrayRef {
        match self {
            Amounts::Text(column) => Arc::new(column.finish()),
            Amounts::Decimal(column) => Arc::new(column.finish()),
        }
    }
}

/// The amount in units of the last place; `None` where it has more places.
fn scaled(amount: Decimal) -> Option<i128> {
    let missing = u32::try_from(PLACES).ok()?.checked_sub(amount.scale())?;
    amount.mantissa().checked_mul(10_i128.pow(missing)).filter(|scaled| scaled.unsigned_abs() < 10_u128.pow(38))
}
