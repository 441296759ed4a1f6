//! `--report`: the page of `gaztag report`, made while texts are annotated.

use std::io::{self, Write};

use gaztag::report::{Report, ReportFormat, ReportOptions, ReportSink};
use gaztag::summary::Memory;
use gaztag::write;

use super::Args;
use super::ways::Way;
use crate::output::Sink;

/// The way of the page: it is written when all documents are in it.
pub fn way(args: &Args, sink: Sink, memory: &Memory) -> Way {
    let title = args.paths[0].file_stem().filter(|name| *name != "-");
    let options = ReportOptions {
        title: title.map_or("Report".into(), |name| name.to_string_lossy().into_owned()),
        date_from_name: args.date_from_name,
        memory: memory.clone(),
        ..ReportOptions::default()
    };
    let columns: Vec<String> = args.rows.columns.iter().map(|column| column.to_lowercase()).collect();
    let format = ReportFormat::new(&columns);
    let documents = ReportSink::new(Report::new(options), &format);
    Way { name: sink.name().to_string(), format: Box::new(format), sink: Box::new(Page { documents, sink }), cut: None }
}

struct Page {
    documents: ReportSink,
    sink: Sink,
}

impl write::Sink for Page {
    fn take(&mut self, piece: &[u8]) -> io::Result<()> {
        self.documents.take(piece)
    }

    fn end(&mut self) -> io::Result<()> {
        self.documents.write_page(&mut self.sink)?;
        self.sink.flush()
    }
}
