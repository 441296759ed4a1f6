//! What goes to which output.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use gaztag::gazetteer::Role;
use gaztag::parquet::ParquetTable;
use gaztag::run;
use gaztag::summary::{
    CsvTable, Documents, GeoJson, JsonTable, MOST_NAMES, Memory, Mentions, Money, NAME_COLUMNS, Names, Pairs,
    Summarized, Summary, Table,
};
use gaztag::workbook::{Files, Workbook, WorkbookOptions};
use gaztag::write::{self, Context, Csv, Delimiter, Format, JsonLines, Packed, Packer, Packing, Within};
use gaztag::{Pipeline, shipped_sources};

use super::{Args, about, page};
use crate::ending::{self, Kind};
use crate::input_args::FLAGS;
use crate::output::{Outputs, Sink};

/// One output: its name, what it looks like, where it goes.
pub struct Way {
    pub name: String,
    pub format: Box<dyn Format>,
    pub sink: Box<dyn write::Sink>,
    /// How many documents have more names than are paired.
    pub cut: Option<Arc<AtomicU64>>,
}

impl Way {
    /// What it left out, to be told when all is done.
    pub fn note(&self) -> Option<String> {
        let cut = self.cut.as_ref()?.load(Ordering::Relaxed);
        let told =
            format!("{}: of {cut} documents with more than {MOST_NAMES} names the first ones are paired", self.name);
        (cut > 0).then_some(told)
    }

    pub fn output(&mut self) -> run::Output<'_> {
        run::Output { format: &*self.format, sink: &mut *self.sink }
    }
}

/// What an output tells of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum What {
    Rows,
    Names,
    Documents,
    Money,
    Pairs,
    Page,
}

/// An output that the user asked for, open.
pub struct Asked {
    what: What,
    sink: Sink,
}

/// Opens all outputs: rows go to standard output where nothing is named.
pub fn open(args: &Args, files: &Outputs) -> Result<Vec<Asked>, String> {
    let summaries = [
        (What::Names, &args.summaries.names),
        (What::Documents, &args.summaries.documents),
        (What::Money, &args.summaries.money),
        (What::Pairs, &args.summaries.pairs),
    ];
    let summaries = summaries.into_iter().filter_map(|(what, path)| Some((what, Some(path.as_deref()?))));
    let rows = args.output.iter().map(|path| (What::Rows, Some(path.as_path())));
    let page = args.report.as_deref().map(|path| (What::Page, Some(path)));
    let mut asked: Vec<(What, Option<&Path>)> = rows.chain(summaries).chain(page).collect();
    if asked.is_empty() || (args.output.is_empty() && args.format.is_some()) {
        asked.insert(0, (What::Rows, None));
    }
    let mut seen = std::collections::HashSet::new();
    let opened = asked.into_iter().map(|(what, path)| {
        let sink = files.open(path).map_err(|error| error.to_string())?;
        match seen.insert(sink.place().unwrap_or_else(|| sink.name().into())) {
            true => Ok(Asked { what, sink }),
            false => Err(format!("{}: is named twice as an output", sink.name())),
        }
    });
    opened.collect()
}

/// The outputs that the user asked for.
pub fn of(args: &Args, asked: Vec<Asked>, pipeline: &Pipeline) -> Result<Vec<Way>, String> {
    for label in &args.rows.label {
        pipeline.check_label(label).map_err(about("--label"))?;
    }
    let columns: Vec<String> = args.rows.columns.iter().map(|column| column.to_lowercase()).collect();
    for column in &columns {
        pipeline.check_column(column).map_err(about("--columns"))?;
    }
    // The page is the last of them.
    let (pages, asked): (Vec<Asked>, Vec<Asked>) = asked.into_iter().partition(|asked| asked.what == What::Page);
    let told = |asked: &Asked| {
        let named = args.format.filter(|_| asked.what == What::Rows);
        let (kind, packing) = ending::told(asked.sink.file_name(), named)?;
        let is_table = matches!(kind, Kind::Csv | Kind::Tsv | Kind::Jsonl | Kind::Parquet);
        match is_table || asked.what == What::Rows || (asked.what == What::Names && kind == Kind::Geojson) {
            true => Ok((kind, packing)),
            false => Err(format!("{}: is written as .csv, .tsv, .jsonl or .parquet only", asked.sink.name())),
        }
    };
    let kinds: Vec<(Kind, Packing)> = asked.iter().map(told).collect::<Result<_, String>>()?;
    for (option, is_given) in [("--excel", args.rows.excel), ("--delimiter", args.rows.delimiter.is_some())] {
        if is_given && kinds.iter().all(|(kind, _)| *kind != Kind::Csv) {
            return Err(format!("{option} is for CSV; leave it out, or write -f csv"));
        }
    }
    let making = Making { args, columns, pipeline, memory: Memory::default() };
    let ways = asked.into_iter().zip(kinds).map(|(asked, kind)| making.way(asked, kind));
    Ok(ways.chain(pages.into_iter().map(|page| page::way(args, page.sink, &making.memory))).collect())
}

/// What outputs are made from.
struct Making<'m> {
    args: &'m Args,
    columns: Vec<String>,
    pipeline: &'m Pipeline,
    memory: Memory,
}

impl Making<'_> {
    fn way(&self, Asked { what, sink }: Asked, (kind, packing): (Kind, Packing)) -> Way {
        let name = sink.name().to_string();
        let place = sink.place();
        let out = Packer::new(sink, packing);
        let mut cut = None;
        let (format, sink): (Box<dyn Format>, Box<dyn write::Sink>) = match (what, kind) {
            (What::Rows, Kind::Xlsx) => {
                let options = self.workbook(place.as_deref());
                let (format, workbook) = (options.format(), Workbook::new(options, out));
                cut = Some(workbook.cut());
                (Box::new(format), Box::new(workbook))
            }
            (What::Rows, Kind::Geojson) => {
                let (packed, summary) = self.summary(What::Names, &mut cut);
                (Box::new(packed), Box::new(Summarized::new(summary, GeoJson::new(out))))
            }
            (What::Rows, Kind::Parquet) => {
                let packed =
                    Packed { columns: self.columns.clone(), fields: self.fields(), names: FLAGS, ..Packed::default() };
                let mentions = Mentions::new(&packed.fields, &packed.columns, 0);
                (Box::new(packed), Box::new(Summarized::new(mentions, ParquetTable::new(out))))
            }
            (What::Rows, kind) => (self.format(kind), Box::new(out)),
            (what, kind) => {
                let (packed, summary) = self.summary(what, &mut cut);
                let table: Box<dyn Table> = match kind {
                    Kind::Jsonl => Box::new(JsonTable::new(out)),
                    Kind::Geojson => Box::new(GeoJson::new(out)),
                    Kind::Parquet => Box::new(ParquetTable::new(out)),
                    kind => Box::new(CsvTable::new(self.csv(kind), out)),
                };
                (Box::new(packed), Box::new(Summarized::new(summary, table)))
            }
        };
        Way { name, format: self.within(format), sink, cut }
    }

    /// With so much of the sentences as was asked for.
    fn within(&self, format: Box<dyn Format>) -> Box<dyn Format> {
        match self.args.rows.context {
            Some(code_points) => Box::new(Within { format, context: Context::of(code_points) }),
            None => format,
        }
    }

    fn format(&self, kind: Kind) -> Box<dyn Format> {
        match kind {
            Kind::Jsonl => Box::new(JsonLines { columns: self.columns.clone(), fields: self.fields() }),
            kind => Box::new(self.csv(kind)),
        }
    }

    fn csv(&self, kind: Kind) -> Csv {
        let rows = &self.args.rows;
        let (columns, fields) = (self.columns.clone(), self.fields());
        let delimiter = if kind == Kind::Tsv { Delimiter::Tab } else { rows.delimiter.unwrap_or_default() };
        Csv { delimiter, exact: rows.exact, excel: rows.excel && kind == Kind::Csv, columns, fields }
    }

    fn fields(&self) -> Vec<String> {
        self.args.input.keep.clone()
    }

    fn summary(&self, what: What, cut: &mut Option<Arc<AtomicU64>>) -> (Packed, Box<dyn Summary>) {
        let (mut packed, fields) = (Packed { names: FLAGS, ..Packed::default() }, self.fields());
        let summary: Box<dyn Summary> = match what {
            What::Documents => {
                packed = Packed { fields: fields.clone(), without_sentences: true, ..packed };
                let documents = Documents::new(&self.labels(), &fields);
                Box::new(if self.args.documents.are_written() { documents.with_texts() } else { documents })
            }
            What::Money => Box::new(Money::default()),
            What::Pairs => {
                let pairs = Pairs::new(&self.memory);
                *cut = Some(pairs.cut());
                Box::new(pairs)
            }
            What::Names | What::Rows | What::Page => {
                let columns = NAME_COLUMNS.into_iter().map(String::from).chain(self.columns.iter().cloned());
                packed = Packed { columns: columns.collect(), without_sentences: true, ..packed };
                Box::new(Names::new(&packed.columns, &self.memory))
            }
        };
        (packed, summary)
    }

    /// The labels that rows can have.
    fn labels(&self) -> Vec<String> {
        if !self.args.rows.label.is_empty() {
            return self.args.rows.label.clone();
        }
        let own = ["ORG", "PLACE", "MONEY"].map(String::from);
        let names = self.pipeline.lists().gazetteer().entries();
        let names = names.filter(|entry| !entry.source().shipped && entry.role() == Role::Name);
        let listed: BTreeSet<&str> = names.map(|entry| entry.label()).collect();
        let listed = listed.into_iter().map(String::from).filter(|label| !own.contains(label));
        own.iter().cloned().chain(listed).collect()
    }

    fn workbook(&self, place: Option<&Path>) -> WorkbookOptions {
        WorkbookOptions {
            names: FLAGS,
            files: place.and_then(|place| self.files(place)),
            columns: self.columns.clone(),
            fields: self.fields(),
            labels: self.labels(),
            pairs: self.args.summaries.pairs.is_some(),
            memory: self.memory.clone(),
            about: self.about(),
        }
    }

    /// Where documents lie whose names are paths: below the one folder that
    /// was named, else as seen from here.
    fn files(&self, place: &Path) -> Option<Files> {
        let root = match &self.args.paths[..] {
            [folder] if folder.is_dir() => folder.clone(),
            _ => PathBuf::from("."),
        };
        let workbook = place.parent()?.canonicalize().ok()?;
        Some(Files { root: root.canonicalize().ok()?, workbook })
    }

    fn about(&self) -> Vec<(String, String)> {
        let command: Vec<String> = std::env::args().collect();
        let mut about = vec![
            ("program".to_string(), concat!("gaztag ", env!("CARGO_PKG_VERSION")).to_string()),
            ("command".to_string(), command.join(" ")),
        ];
        for list in self.pipeline.lists().gazetteer().sources().iter().filter(|list| !list.shipped) {
            about.push(("list".to_string(), list.path.clone()));
        }
        if self.pipeline.lists().gazetteer().sources().iter().any(|list| list.shipped) {
            let shipped = shipped_sources().into_iter();
            about.extend(shipped.map(|list| {
                let told = [list.origin, list.version, list.licence];
                let told: Vec<String> = told.into_iter().filter(|part| !part.is_empty()).collect();
                (format!("list {}", list.file), told.join(", "))
            }));
            let attribution = "Places are made from GeoNames data (https://www.geonames.org), CC BY 4.0, with changes";
            about.push(("attribution".to_string(), attribution.to_string()));
        }
        about
    }
}
