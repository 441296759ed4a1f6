//! Lists of other makers → our CSV.
//!
//! Each format is one file that reads records and hands them to a [`Writer`],
//! which cleans them, leaves out what could not be a row, and counts what was
//! left out and why. What it writes has no mistakes in the sense of
//! `gaztag lists check`.
//!
//! | format | file | id |
//! |---|---|---|
//! | GeoNames, 19 columns | `geonames` | `gn:` |
//! | Wikidata query result, CSV or JSON | `wikidata` | `wd:` |
//! | ROR, CSV or JSON of version 2 | `ror` | `ror:` |
//! | GLEIF, level 1, CSV | `gleif` | `lei:` |
//! | SEC, tickers, JSON | `sec` | `cik:` |
//! | GATE, `lists.def` and its files | `gate` | |
//! | spaCy EntityRuler, JSON Lines | `spacy` | `spacy:` |
//! | any CSV, its columns named | `table` | as asked |
//! | one name a line | `lines` | |
//!
//! Rows go straight from the file to the output, so the size of a list does
//! not matter; only of Wikidata and spaCy, where one record stands in several
//! places, the records are held until the end.

mod detect;
mod gate;
mod geonames;
mod gleif;
mod json;
mod lines;
mod options;
mod ror;
mod sec;
mod spacy;
mod table;
mod titles;
mod wikidata;
mod writer;

pub use detect::detect;
pub use options::{Columns, Format, ImportError, ImportOptions};
use titles::{Titles, csv_reader, field};
pub use writer::{Counts, Record, Writer};

use crate::gazetteer::packed_kind;
use std::io::{BufRead, Write};
use std::path::Path;

/// Reads a list of another maker and writes ours.
///
/// `path` is where the list comes from: GATE's definition names files beside
/// it. Linear in the list.
///
/// ```
/// use gaztag::parts::import::{Format, ImportOptions, import};
/// let mut ours = Vec::new();
/// let list = "Acme\nBeta & Sons\n\nAcme\n".as_bytes();
/// let options = ImportOptions { label: Some("ORG".into()), ..Default::default() };
/// let counts = import(list, "names.txt".as_ref(), Format::Lines, &options, &mut ours)?;
/// assert_eq!(String::from_utf8_lossy(&ours), "name,label\nAcme,ORG\nBeta & Sons,ORG\n");
/// assert_eq!((counts.read, counts.written), (4, 2));
/// # Ok::<(), gaztag::parts::import::ImportError>(())
/// ```
///
/// # Errors
/// Where the list cannot be read or is not of the format, or where `out`
/// fails.
pub fn import(
    list: impl BufRead,
    path: &Path,
    format: Format,
    options: &ImportOptions,
    out: impl Write,
) -> Result<Counts, ImportError> {
    let list = without_mark(list)?;
    match format {
        Format::GeoNames => geonames::import(list, options, out),
        Format::Wikidata => wikidata::import(list, options, out),
        Format::Ror => ror::import(list, options, out),
        Format::Gleif => gleif::import(list, options, out),
        Format::Sec => sec::import(list, options, out),
        Format::Gate => gate::import(list, path, options, out),
        Format::Spacy => spacy::import(list, options, out),
        Format::Table => table::import(list, options, out),
        Format::Lines => lines::import(list, options, out),
    }
}

/// Steps over a byte order mark; UTF-16 and what is packed are refused by
/// name.
fn without_mark<R: BufRead>(mut list: R) -> Result<R, ImportError> {
    let start = list.fill_buf()?;
    if start.starts_with(b"\xff\xfe") || start.starts_with(b"\xfe\xff") {
        return Err(ImportError::Format("is in UTF-16; save it in UTF-8".into()));
    }
    if let Some(kind) = packed_kind(start) {
        return Err(ImportError::Format(format!("is {kind}; unpack it, or save the table as CSV in UTF-8")));
    }
    if start.starts_with(b"\xef\xbb\xbf") {
        list.consume(3);
    }
    Ok(list)
}
