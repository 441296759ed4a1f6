//! Which columns of a table are meant?

use crate::read::Reason;
use crate::read::options::ReadOptions;

/// How many records are looked at to tell which column looks like the text.
pub(super) const SAMPLE: usize = 50;

/// Where the columns that were asked for stand.
#[derive(Debug)]
pub(super) struct Columns {
    pub text: Vec<usize>,
    pub id: Option<usize>,
    pub keep: Vec<usize>,
}

impl Columns {
    /// Looks the columns up in the header; `sample` gives the first records
    /// where they are needed for advice.
    ///
    /// # Errors
    /// Where no text column was named, or one is not there.
    pub fn new(
        header: &[String],
        options: &ReadOptions,
        sample: impl FnOnce() -> Vec<Vec<usize>>,
    ) -> Result<Self, Reason> {
        let find = |name: &str| position(header, name).ok_or(name.to_string());
        let all = |names: &mut dyn Iterator<Item = &str>| names.map(find).collect::<Result<Vec<usize>, String>>();
        let columns = || {
            Ok(Columns {
                text: all(&mut options.text.iter().map(String::as_str))?,
                id: options.id.as_deref().map(find).transpose()?,
                keep: all(&mut options.keep.iter().map(|name| &**name))?,
            })
        };
        let columns: Result<Columns, String> = columns();
        match columns {
            Ok(columns) if !columns.text.is_empty() => Ok(columns),
            wrong => Err(Reason::Columns { missing: wrong.err(), columns: advice(header, &sample()) }),
        }
    }
}

/// By its name; else by its name in other capitals.
fn position(header: &[String], name: &str) -> Option<usize> {
    let exact = header.iter().position(|title| title == name);
    exact.or_else(|| header.iter().position(|title| title.to_lowercase() == name.to_lowercase()))
}

/// The names of the columns, and which one looks like the text: that with the
/// longest cells.
pub(super) fn advice(header: &[String], lengths: &[Vec<usize>]) -> String {
    let sum = |column: usize| lengths.iter().filter_map(|record| record.get(column)).sum::<usize>();
    let names: Vec<&str> = header.iter().map(String::as_str).collect();
    let likely = (0..header.len()).rev().max_by_key(|&column| sum(column)).filter(|&column| sum(column) > 0);
    match likely {
        Some(column) => format!("{}; {} looks like the text", names.join(", "), names[column]),
        None => names.join(", "),
    }
}
