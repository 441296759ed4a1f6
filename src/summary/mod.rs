//! What a run holds altogether: which names, which documents, which amounts,
//! and which names stand together.
//!
//! A [`Summary`] counts while the documents go by, and writes its rows into a
//! [`Table`]: a CSV, JSON Lines, GeoJSON, or a sheet of a workbook. What does
//! not fit in memory is sorted on the disk.

mod documents;
mod groups;
mod mentions;
mod money;
mod names;
mod pairs;
mod share;
mod sorter;
mod table;

use std::io;

use crate::write::{Record, Sink, records};

pub use documents::Documents;
#[cfg(feature = "report")]
pub(crate) use groups::{COST_OF_ALLOCATION, Count, Groups};
pub use mentions::Mentions;
pub use money::Money;
pub use names::{NAME_COLUMNS, Names};
pub use pairs::{MOST_NAMES, Pairs};
pub use share::Memory;
#[cfg(feature = "report")]
pub(crate) use sorter::Sorter;
#[cfg(feature = "xlsx")]
pub(crate) use table::listed_number;
pub use table::{Cell, CsvTable, GeoJson, JsonTable, Table};

/// Counts what documents hold.
pub trait Summary: Send {
    /// The titles of its columns.
    fn titles(&self) -> Vec<String>;

    /// Counts a record, and writes the rows that are known by now.
    ///
    /// # Errors
    /// Those of the table, and of the disk.
    fn take(&mut self, record: &Record<'_>, table: &mut dyn Table) -> io::Result<()>;

    /// Writes the rows that are known only now.
    ///
    /// # Errors
    /// Those of the table, and of the disk.
    fn end(&mut self, _table: &mut dyn Table) -> io::Result<()> {
        Ok(())
    }
}

/// A summary as an output of a run, whose format is
/// [`Packed`](crate::write::Packed).
pub struct Summarized<S, T> {
    summary: S,
    table: T,
    is_begun: bool,
}

impl<S: Summary, T: Table> Summarized<S, T> {
    /// Writes `summary` into `table`.
    pub fn new(summary: S, table: T) -> Self {
        Summarized { summary, table, is_begun: false }
    }

    fn begin(&mut self) -> io::Result<()> {
        if std::mem::replace(&mut self.is_begun, true) { Ok(()) } else { self.table.head(&self.summary.titles()) }
    }
}

impl<S: Summary, T: Table> Sink for Summarized<S, T> {
    fn take(&mut self, piece: &[u8]) -> io::Result<()> {
        self.begin()?;
        records(piece).try_for_each(|record| self.summary.take(&record?, &mut self.table))
    }

    fn end(&mut self) -> io::Result<()> {
        self.begin()?;
        self.summary.end(&mut self.table)?;
        self.table.end()
    }
}

impl Summary for Box<dyn Summary> {
    fn titles(&self) -> Vec<String> {
        (**self).titles()
    }

    fn take(&mut self, record: &Record<'_>, table: &mut dyn Table) -> io::Result<()> {
        (**self).take(record, table)
    }

    fn end(&mut self, table: &mut dyn Table) -> io::Result<()> {
        (**self).end(table)
    }
}

impl Table for Box<dyn Table> {
    fn head(&mut self, titles: &[String]) -> io::Result<()> {
        (**self).head(titles)
    }

    fn row(&mut self, cells: &[Cell<'_>]) -> io::Result<()> {
        (**self).row(cells)
    }

    fn end(&mut self) -> io::Result<()> {
        (**self).end()
    }
}
