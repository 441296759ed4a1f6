//! What an output is, told by the ending of its name.

use clap::ValueEnum;
use gaztag::write::Packing;

/// What an output can be.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Kind {
    /// A header and one line a mention
    Csv,
    /// The same, divided by tabs
    Tsv,
    /// JSON Lines: one object a mention
    Jsonl,
    /// A workbook: mentions, names, documents, amounts
    Xlsx,
    /// Typed columns, for DuckDB, Polars, pandas, Spark
    Parquet,
    /// One point a place, with how often it is named
    Geojson,
}

const ENDINGS: [(&str, Kind); 8] = [
    ("csv", Kind::Csv),
    ("tsv", Kind::Tsv),
    ("tab", Kind::Tsv),
    ("jsonl", Kind::Jsonl),
    ("ndjson", Kind::Jsonl),
    ("xlsx", Kind::Xlsx),
    ("parquet", Kind::Parquet),
    ("geojson", Kind::Geojson),
];

/// What a file is, and how it is compressed; `named` overrules its ending.
/// What has no name, such as standard output or a device, is a CSV where
/// nothing else is said.
pub fn told(file: Option<&str>, named: Option<Kind>) -> Result<(Kind, Packing), String> {
    let Some(file) = file else { return Ok((named.unwrap_or(Kind::Csv), Packing::None)) };
    let lower = file.to_lowercase();
    let (stem, packing) = match lower.rsplit_once('.') {
        Some((stem, "gz")) => (stem, Packing::Gzip),
        Some((stem, "zst")) => (stem, Packing::Zstd),
        _ => (lower.as_str(), Packing::None),
    };
    let ending = stem.rsplit_once('.').map_or("", |(_, ending)| ending);
    let told = ENDINGS.iter().find(|(known, _)| *known == ending).map(|(_, kind)| *kind);
    named.or(told).map(|kind| (kind, packing)).ok_or_else(|| unknown(file))
}

fn unknown(file: &str) -> String {
    let endings: Vec<String> = ENDINGS.iter().map(|(ending, _)| format!(".{ending}")).collect();
    format!(
        "{file}: its ending does not say what to write; known are {}, each with .gz or .zst behind it; or say it with -f",
        endings.join(", ")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endings_tell_kind_and_packing() {
        for (file, kind, packing) in [
            ("a.csv", Kind::Csv, Packing::None),
            ("A.TSV.GZ", Kind::Tsv, Packing::Gzip),
            ("a.b.jsonl.zst", Kind::Jsonl, Packing::Zstd),
        ] {
            assert!(told(Some(file), None) == Ok((kind, packing)), "{file}");
        }
        assert!(told(Some("rows.txt.gz"), Some(Kind::Csv)) == Ok((Kind::Csv, Packing::Gzip)));
        assert!(told(None, None) == Ok((Kind::Csv, Packing::None)));
        for file in ["rows", "rows.txt", "csv", "rows.gz", ".csv.xml"] {
            assert!(told(Some(file), None).is_err_and(|message| message.contains(".jsonl")), "{file}");
        }
    }
}
