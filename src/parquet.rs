//! Rows → Parquet: kept column by column, typed, for programs that count.
//!
//! <https://parquet.apache.org/docs/file-format/>. Rows gather to groups of
//! [`GROUP`], whose pages are packed with Snappy.

use ::parquet::basic::{Compression, LogicalType, Repetition, Type as Stored};
use ::parquet::data_type::{ByteArray, ByteArrayType, DoubleType, FixedLenByteArray, FixedLenByteArrayType, Int64Type};
use ::parquet::errors::ParquetError;
use ::parquet::file::properties::WriterProperties;
use ::parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use ::parquet::schema::types::Type;
use rust_decimal::Decimal;
use std::io::{self, Write};
use std::sync::Arc;

use crate::summary::{Cell, Table};
use crate::write::Sink;

/// So many rows are written at a time.
pub const GROUP: usize = 32 << 10;

/// Amounts have so many figures, of which so many stand behind the point.
const FIGURES: i32 = 38;
const SCALE: u32 = 9;
const DECIMAL_BYTES: i32 = 16;

/// A table of a Parquet file.
pub struct ParquetTable<S: Sink> {
    titles: Vec<String>,
    rows: Vec<Vec<Value>>,
    /// None before the first group is full, and it is known what columns hold.
    file: Option<(Vec<Holds>, SerializedFileWriter<Out<S>>)>,
    sink: Option<S>,
}

/// A cell that is kept.
#[derive(Clone)]
enum Value {
    Empty,
    Text(Box<str>),
    Count(u64),
    Amount(Decimal),
}

/// What a column holds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Holds {
    Whole,
    Amount,
    Degrees,
    Text,
}

impl<S: Sink> ParquetTable<S> {
    /// Writes to `sink`.
    pub fn new(sink: S) -> Self {
        ParquetTable { titles: Vec::new(), rows: Vec::new(), file: None, sink: Some(sink) }
    }

    fn holds(&self, at: usize) -> Holds {
        let title = self.titles[at].as_str();
        match title.strip_prefix("gaz_").unwrap_or(title) {
            "line" | "start" | "end" | "converts" | "mentions" | "documents" | "sentences" | "weight"
            | "characters" | "bytes" => Holds::Whole,
            "amount" | "amount_max" => Holds::Amount,
            "latitude" | "longitude" => Holds::Degrees,
            _ if self.rows.iter().any(|row| matches!(row[at], Value::Count(_))) => Holds::Whole,
            _ => Holds::Text,
        }
    }

    /// Writes the rows that are there as a group.
    fn write(&mut self) -> Result<(), ParquetError> {
        if let Some(sink) = self.sink.take() {
            let holds: Vec<Holds> = (0..self.titles.len()).map(|at| self.holds(at)).collect();
            let fields = self.titles.iter().zip(&holds).map(|(title, holds)| holds.field(title));
            let fields = fields.collect::<Result<Vec<_>, _>>()?;
            let schema = Type::group_type_builder("rows").with_fields(fields).build()?;
            let properties = WriterProperties::builder()
                .set_compression(Compression::SNAPPY)
                .set_created_by(concat!("gaztag ", env!("CARGO_PKG_VERSION")).into());
            let writer = SerializedFileWriter::new(Out(sink), Arc::new(schema), Arc::new(properties.build()))?;
            self.file = Some((holds, writer));
        }
        let Some((holds, writer)) = self.file.as_mut().filter(|_| !self.rows.is_empty()) else { return Ok(()) };
        let mut group = writer.next_row_group()?;
        for (at, holds) in holds.iter().enumerate() {
            let Some(column) = group.next_column()? else { break };
            holds.write(column, self.rows.iter().map(|row| &row[at]))?;
        }
        group.close()?;
        self.rows.clear();
        Ok(())
    }
}

impl<S: Sink> Table for ParquetTable<S> {
    fn head(&mut self, titles: &[String]) -> io::Result<()> {
        self.titles = titles.to_vec();
        Ok(())
    }

    fn row(&mut self, cells: &[Cell<'_>]) -> io::Result<()> {
        self.rows.push(cells.iter().map(value).collect());
        if self.rows.len() < GROUP { Ok(()) } else { self.write().map_err(failed) }
    }

    fn end(&mut self) -> io::Result<()> {
        self.write().map_err(failed)?;
        let Some((_, writer)) = self.file.take() else { return Ok(()) };
        writer.into_inner().map_err(failed)?.0.end()
    }
}

fn value(cell: &Cell<'_>) -> Value {
    match *cell {
        Cell::Empty | Cell::Text("") | Cell::Listed("") | Cell::Sentence("") => Value::Empty,
        Cell::Text(text) | Cell::Label(text) | Cell::Sentence(text) => Value::Text(text.into()),
        Cell::Linked(text, _) | Cell::Listed(text) => Value::Text(text.into()),
        Cell::Count(count) => Value::Count(count),
        Cell::Amount(amount) => Value::Amount(amount),
    }
}

impl Holds {
    /// The column in the schema; every one may have empty cells.
    fn field(self, title: &str) -> Result<Arc<Type>, ParquetError> {
        let stored = match self {
            Holds::Whole => Stored::INT64,
            Holds::Amount => Stored::FIXED_LEN_BYTE_ARRAY,
            Holds::Degrees => Stored::DOUBLE,
            Holds::Text => Stored::BYTE_ARRAY,
        };
        let field = Type::primitive_type_builder(title, stored).with_repetition(Repetition::OPTIONAL);
        let field = match self {
            Holds::Whole | Holds::Degrees => field,
            Holds::Text => field.with_logical_type(Some(LogicalType::String)),
            Holds::Amount => field
                .with_logical_type(Some(LogicalType::decimal(SCALE as i32, FIGURES)))
                .with_precision(FIGURES)
                .with_scale(SCALE as i32)
                .with_length(DECIMAL_BYTES),
        };
        field.build().map(Arc::new)
    }

    fn write<'v>(
        self,
        mut column: SerializedColumnWriter<'_>,
        values: impl Iterator<Item = &'v Value> + Clone,
    ) -> Result<(), ParquetError> {
        match self {
            Holds::Whole => {
                let (values, levels) = filled(values, |value| match value {
                    Value::Count(count) => Some(*count as i64),
                    _ => None,
                });
                column.typed::<Int64Type>().write_batch(&values, Some(&levels), None)?;
            }
            Holds::Amount => {
                let (values, levels) = filled(values, |value| match value {
                    Value::Amount(amount) => scaled(*amount),
                    _ => None,
                });
                column.typed::<FixedLenByteArrayType>().write_batch(&values, Some(&levels), None)?;
            }
            Holds::Degrees => {
                let (values, levels) = filled(values, |value| match value {
                    Value::Text(text) => text.parse().ok(),
                    _ => None,
                });
                column.typed::<DoubleType>().write_batch(&values, Some(&levels), None)?;
            }
            Holds::Text => {
                let (values, levels) = filled(values, |value| match value {
                    Value::Empty => None,
                    Value::Text(text) => Some(ByteArray::from(&**text)),
                    Value::Count(count) => Some(ByteArray::from(count.to_string().as_str())),
                    Value::Amount(amount) => Some(ByteArray::from(amount.to_string().as_str())),
                });
                column.typed::<ByteArrayType>().write_batch(&values, Some(&levels), None)?;
            }
        }
        column.close()
    }
}

/// The values of the cells that are not empty, and for each cell whether it
/// is.
fn filled<'v, T>(values: impl Iterator<Item = &'v Value>, of: impl Fn(&Value) -> Option<T>) -> (Vec<T>, Vec<i16>) {
    let mut filled = Vec::new();
    let levels = values.map(|value| match of(value) {
        Some(value) => {
            filled.push(value);
            1
        }
        None => 0,
    });
    let levels = levels.collect();
    (filled, levels)
}

/// The amount as Parquet keeps it; none where it has more figures than that.
fn scaled(amount: Decimal) -> Option<FixedLenByteArray> {
    let amount = amount.normalize();
    let missing = SCALE.checked_sub(amount.scale())?;
    let whole = amount.mantissa().checked_mul(10_i128.checked_pow(missing)?)?;
    let fits = whole.unsigned_abs() < 10_u128.pow(FIGURES as u32);
    fits.then(|| ByteArray::from(whole.to_be_bytes().to_vec()).into())
}

fn failed(error: ParquetError) -> io::Error {
    match error {
        ParquetError::External(error) => match error.downcast::<io::Error>() {
            Ok(error) => *error,
            Err(error) => io::Error::other(error),
        },
        error => io::Error::other(error),
    }
}

/// A sink as what the writer writes to.
struct Out<S>(S);

impl<S: Sink> Write for Out<S> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.take(bytes).map(|()| bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ::parquet::file::reader::{FileReader, SerializedFileReader};

    #[test]
    fn what_is_written_is_read_back_typed() {
        let mut file = tempfile::tempfile().unwrap();
        let mut table = ParquetTable::new(&mut file);
        let titles = ["document", "start", "amount", "gaz_latitude", "ORG", "name"];
        table.head(&titles.map(String::from)).unwrap();
        let amount = |text: &str| Cell::Amount(text.parse().unwrap());
        let rows = [
            [
                Cell::Linked("a", "a.txt"),
                Cell::Count(7),
                amount("-12.50"),
                Cell::Listed("1.5"),
                Cell::Empty,
                Cell::Empty,
            ],
            [Cell::Text("é"), Cell::Empty, Cell::Empty, Cell::Listed(""), Cell::Count(3), Cell::Text("x")],
        ];
        for row in &rows {
            table.row(row).unwrap();
        }
        table.end().unwrap();
        drop(table);
        let reader = SerializedFileReader::new(file).unwrap();
        let rows: Vec<String> = reader.get_row_iter(None).unwrap().map(|row| row.unwrap().to_string()).collect();
        assert_eq!(
            rows,
            [
                "{document: \"a\", start: 7, amount: -12.500000000, gaz_latitude: 1.5, ORG: null, name: null}",
                "{document: \"é\", start: null, amount: null, gaz_latitude: null, ORG: 3, name: \"x\"}",
            ]
        );
    }

    #[test]
    fn groups_are_full_but_for_the_last() {
        let mut file = tempfile::tempfile().unwrap();
        let mut table = ParquetTable::new(&mut file);
        table.head(&["start".to_string()]).unwrap();
        (0..=GROUP as u64).for_each(|row| table.row(&[Cell::Count(row)]).unwrap());
        table.end().unwrap();
        drop(table);
        let reader = SerializedFileReader::new(file).unwrap();
        let rows: Vec<i64> = reader.metadata().row_groups().iter().map(|group| group.num_rows()).collect();
        assert_eq!(rows, [32_768, 1]);
    }

    #[test]
    fn amounts_that_do_not_fit_are_empty() {
        let fits = |text: &str| scaled(text.parse().unwrap()).is_some();
        assert!(fits("79228162514264337593543950335") && fits("1.0000000000") && fits("-0.000000001"));
        assert!(!fits("0.0000000001"));
    }
}
