//! Many documents, large ones among small ones: order, failure, the end.

use std::io::{self, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::LazyLock;

use gaztag::Pipeline;
use gaztag::read::Collection;
use gaztag::run::{Event, Output, Run, RunError, Summary};
use gaztag::write::{Csv, JsonLines, Packed, Record, records};

static PIPELINE: LazyLock<Pipeline> = LazyLock::new(|| Pipeline::new(&Default::default()).unwrap());

const TEXT: &str = "Shanghai grew.\n\n";

/// The document that is no text.
const UNREADABLE: usize = 290;

/// Documents by name, in their order, and how often the one name stands in
/// each: some alone would fill a batch, some do so together.
fn documents() -> Vec<(String, usize)> {
    let of_size = |i: usize| match i {
        0 | 70..75 | 299 => 20_000,
        _ if i % 50 == 13 => 3_000,
        _ => i % 7,
    };
    (0..300).map(|i| (format!("{:02}/{i:03}.txt", i / 40), of_size(i))).collect()
}

fn write_documents(folder: &Path) {
    for (name, times) in documents() {
        let path = folder.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, TEXT.repeat(times)).unwrap();
    }
    std::fs::write(folder.join(&documents()[UNREADABLE].0), b"\0").unwrap();
}

fn run(
    threads: usize,
    sink: &mut (dyn Write + Send),
    watch: &mut (dyn FnMut(Event<'_>) + Send),
) -> Result<Summary, RunError> {
    let folder = tempfile::tempdir().unwrap();
    write_documents(folder.path());
    let collection = Collection::new(&[folder.path().to_path_buf()], &Default::default()).unwrap();
    let format = JsonLines::default();
    let run = Run { pipeline: &PIPELINE, collection: &collection, labels: &[], threads, outputs: &[] };
    let mut sink = sink;
    run.write(vec![Output { format: &format, sink: &mut sink }], watch)
}

/// What was told of each document, in the order in which it was told.
fn told(threads: usize, sink: &mut (dyn Write + Send)) -> Vec<(String, usize)> {
    let mut told = Vec::new();
    let summary = run(threads, sink, &mut |event| match event {
        Event::Written { document, mentions, .. } => told.push((document.to_string(), mentions as usize)),
        Event::Skipped(skipped) => told.push((skipped.name.clone(), usize::MAX)),
        _ => unreachable!("nothing else happens"),
    });
    let summary = summary.unwrap();
    assert_eq!((summary.documents, summary.skipped), (299, 1));
    let read = documents().into_iter().enumerate().filter(|(i, _)| *i != UNREADABLE);
    assert_eq!(summary.bytes, read.map(|(_, (_, times))| (times * TEXT.len()) as u64).sum::<u64>());
    told
}

#[test]
fn documents_are_told_of_in_order_whatever_the_threads() {
    let mut expected = documents();
    expected[UNREADABLE].1 = usize::MAX;
    let mut one = Vec::new();
    assert_eq!(told(1, &mut one), expected);
    for threads in [2, 3, 16] {
        let mut rows = Vec::new();
        assert_eq!(told(threads, &mut rows), expected, "{threads} threads");
        assert_eq!(rows, one, "{threads} threads");
    }
}

/// Names of the documents and their mentions, as packed records tell them.
fn unpacked(pieces: &[u8]) -> Vec<(String, usize)> {
    let (mut told, mut is_open): (Vec<(String, usize)>, bool) = (Vec::new(), false);
    for record in records(pieces) {
        match record.unwrap() {
            Record::Begin { name, .. } => {
                assert!(!std::mem::replace(&mut is_open, true));
                told.push((name.into_owned(), 0));
            }
            Record::Mention(mention) => {
                assert_eq!((&*mention.text, &*mention.label, mention.end - mention.start), ("Shanghai", "PLACE", 8));
                told.last_mut().unwrap().1 += 1;
            }
            Record::Skipped { name, .. } => told.push((name.into_owned(), usize::MAX)),
            Record::End => assert!(std::mem::take(&mut is_open)),
            _ => unreachable!("there is nothing else"),
        }
    }
    told
}

#[test]
fn several_outputs_of_one_run_hold_the_same() {
    let folder = tempfile::tempdir().unwrap();
    write_documents(folder.path());
    let collection = Collection::new(&[folder.path().to_path_buf()], &Default::default()).unwrap();
    let (mut alone, mut rows, mut objects, mut packed) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    run(2, &mut alone, &mut |_| {}).unwrap();
    let run = Run { pipeline: &PIPELINE, collection: &collection, labels: &[], threads: 3, outputs: &[] };
    let (csv, values, json_lines) = (Csv::default(), Packed::default(), JsonLines::default());
    let outputs = vec![
        Output { format: &csv, sink: &mut rows },
        Output { format: &values, sink: &mut packed },
        Output { format: &json_lines, sink: &mut objects },
    ];
    run.write(outputs, &mut |_| {}).unwrap();
    assert_eq!(objects, alone);
    let mentions: usize = documents().iter().map(|(_, times)| times).sum::<usize>() - documents()[UNREADABLE].1;
    assert_eq!(rows.iter().filter(|&&b| b == b'\n').count(), 1 + mentions);
    let mut expected = documents();
    expected[UNREADABLE].1 = usize::MAX;
    assert_eq!(unpacked(&packed), expected);
}

/// An output that takes so many bytes.
struct Small(usize);

impl Write for Small {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 = self.0.checked_sub(bytes.len()).ok_or(io::ErrorKind::StorageFull)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn an_output_that_fails_ends_the_run() {
    for (threads, room) in [(1, 0), (1, 1 << 20), (2, 0), (2, 1 << 20), (16, 3 << 20)] {
        match run(threads, &mut Small(room), &mut |_| {}) {
            Err(RunError::Write { output: 0, error }) => assert_eq!(error.kind(), io::ErrorKind::StorageFull),
            other => panic!("{threads} threads, room for {room}: {other:?}"),
        }
    }
}

#[test]
fn a_thread_that_panics_lets_none_wait() {
    for threads in [1, 2, 16] {
        let mut left = 100;
        let mut watch = |_: Event<'_>| {
            left -= 1;
            assert!(left > 0, "enough seen");
        };
        let run = || run(threads, &mut io::sink(), &mut watch).map(|_| ());
        assert!(catch_unwind(AssertUnwindSafe(run)).is_err(), "{threads} threads");
    }
}
