//! What goes to which output.

use gaztag::Pipeline;
use gaztag::run;
use gaztag::write::{self, Csv, Delimiter, Format, JsonLines, Packer, Packing};

use super::{Args, about};
use crate::ending::{self, Kind};
use crate::output::Sink;

/// One output: its name, what it looks like, where it goes.
pub struct Way {
    pub name: String,
    pub format: Box<dyn Format>,
    pub sink: Box<dyn write::Sink>,
}

impl Way {
    pub fn output(&mut self) -> run::Output<'_> {
        run::Output { format: &*self.format, sink: &mut *self.sink }
    }
}

/// The outputs that the user asked for.
pub fn of(args: &Args, sinks: Vec<Sink>, pipeline: &Pipeline) -> Result<Vec<Way>, String> {
    for label in &args.rows.label {
        pipeline.check_label(label).map_err(about("--label"))?;
    }
    let columns: Vec<String> = args.rows.columns.iter().map(|column| column.to_lowercase()).collect();
    for column in &columns {
        pipeline.check_column(column).map_err(about("--columns"))?;
    }
    let endings = sinks.iter().map(|sink| ending::told(sink.file_name(), args.format));
    let endings: Vec<(Kind, Packing)> = endings.collect::<Result<_, _>>()?;
    for (option, is_given) in [("--excel", args.rows.excel), ("--delimiter", args.rows.delimiter.is_some())] {
        if is_given && endings.iter().all(|(kind, _)| *kind != Kind::Csv) {
            return Err(format!("{option} is for CSV; leave it out, or write -f csv"));
        }
    }
    let ways = sinks.into_iter().zip(endings).map(|(sink, (kind, packing))| Way {
        name: sink.name().to_string(),
        format: format(args, kind, &columns),
        sink: Box::new(Packer::new(sink, packing)),
    });
    Ok(ways.collect())
}

fn format(args: &Args, kind: Kind, columns: &[String]) -> Box<dyn Format> {
    let (columns, fields) = (columns.to_vec(), args.input.keep.clone());
    let (exact, excel) = (args.rows.exact, args.rows.excel);
    match kind {
        Kind::Csv => {
            let delimiter = args.rows.delimiter.unwrap_or_default();
            Box::new(Csv { delimiter, exact, excel, columns, fields })
        }
        Kind::Tsv => Box::new(Csv { delimiter: Delimiter::Tab, exact, excel: false, columns, fields }),
        Kind::Jsonl => Box::new(JsonLines { columns, fields }),
    }
}
