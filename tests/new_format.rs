//! An output format of somebody else's, as long as it may be: the trait is all
//! that it needs.

use gaztag::read::{Collection, Skipped};
use gaztag::run::{Output, Run};
use gaztag::write::{Document, Format, Row};
use gaztag::{Pipeline, PipelineOptions};

/// A heading a document, and an item a mention.
struct Markdown;

impl Format for Markdown {
    fn begin(&self, document: &Document<'_>, out: &mut Vec<u8>) {
        out.extend_from_slice(format!("## {}\n", document.name).as_bytes());
    }

    fn row(&self, row: &Row<'_>, out: &mut Vec<u8>) {
        let item = format!("- {} **{}** ({}–{})\n", row.entity.label, row.text, row.start, row.end);
        out.extend_from_slice(item.as_bytes());
    }

    fn skipped(&self, skipped: &Skipped, out: &mut Vec<u8>) {
        out.extend_from_slice(format!("> {skipped}\n").as_bytes());
    }

    fn has_sentences(&self) -> bool {
        false
    }
}

#[test]
fn a_format_needs_the_trait_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let list = folder.path().join("list.csv");
    std::fs::write(&list, "name,label\nZorblax,ORG\n").unwrap();
    let texts = folder.path().join("texts");
    std::fs::create_dir(&texts).unwrap();
    std::fs::write(texts.join("a.txt"), "Éh, Zorblax!").unwrap();
    std::fs::write(texts.join("b.txt"), "Nobody.").unwrap();
    let options = PipelineOptions { shipped: false, gazetteers: vec![list.into()], ..Default::default() };
    let pipeline = Pipeline::new(&options).unwrap();
    let collection = Collection::new(&[texts], &Default::default()).unwrap();
    let run = Run { pipeline: &pipeline, collection: &collection, labels: &[], threads: 2, outputs: &[] };
    let mut page = Vec::new();
    run.write(vec![Output { format: &Markdown, sink: &mut page }], &mut |_| ()).unwrap();
    assert_eq!(String::from_utf8(page).unwrap(), "## a.txt\n- ORG **Zorblax** (4–11)\n## b.txt\n");
}
