//! `gaztag lists`: the lists that come with the program.

use gaztag::gazetteer::ShippedSource;
use std::io::{self, Write};
use std::process::ExitCode;

use super::Outcome;

/// What the licence of GeoNames asks for.
const ATTRIBUTION: &str = "\
Places contain data of GeoNames (https://www.geonames.org), under the licence
CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/); changed: chosen,
renamed and judged for finding names in texts.";

pub fn run(json: bool, out: &mut dyn Write) -> Outcome {
    let sources = gaztag::shipped_sources();
    if json {
        serde_json::to_writer_pretty(&mut *out, &sources)?;
        writeln!(out)?;
    } else {
        table(&sources, out)?;
    }
    Ok(ExitCode::SUCCESS)
}

fn table(sources: &[ShippedSource], out: &mut dyn Write) -> io::Result<()> {
    let width = |of: fn(&ShippedSource) -> &str| sources.iter().map(|s| of(s).chars().count()).max().unwrap_or(0);
    let (files, licences) = (width(|s| &s.file), width(|s| &s.licence));
    for source in sources {
        let origin = format!("{} {}", source.origin, source.version);
        let (file, licence) = (&source.file, &source.licence);
        writeln!(out, "{file:<files$} {:>7} rows  {licence:<licences$}  {}", source.rows, origin.trim_end())?;
    }
    let rows: usize = sources.iter().map(|source| source.rows).sum();
    writeln!(out, "{:<files$} {rows:>7} rows\n\n{ATTRIBUTION}", "all")
}
