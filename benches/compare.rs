//! The whole of gaztag beside a bare scan: aho-corasick, automatic kind,
//! leftmost-longest, reading the same files with the same names on the same
//! number of threads. gaztag reads, tags and makes CSV rows.
//!
//! `cargo bench --bench compare`. `GAZTAG_BENCH_TEXTS` names a folder of
//! texts, `GAZTAG_BENCH_NAMES` a list; without them the samples and the
//! shipped names serve. Contestants take turns, round by round, so that a
//! noisy machine is noisy for all; medians and ranges are printed, and the
//! ratio to the bare scan. What is made once (automata, lists) is not timed.

#![allow(clippy::print_stdout)]

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Instant;

use aho_corasick::{AhoCorasick, MatchKind};
use gaztag::read::Collection;
use gaztag::run::{Output, Run};
use gaztag::write::Csv;
use gaztag::{ListSource, Pipeline, PipelineOptions};
use rayon::prelude::*;

#[path = "texts/mod.rs"]
mod texts;

/// How often each contestant runs.
const ROUNDS: usize = 7;

/// So many bytes at least are read in a round.
const ROUND_BYTES: usize = 16 << 20;

struct Contestant<'c> {
    name: &'static str,
    run: Box<dyn Fn() -> usize + 'c>,
    seconds: Vec<f64>,
}

fn main() {
    let copies = tempfile::tempdir().expect("there is a temporary folder");
    let folder = folder(copies.path());
    let collection = Collection::new(&[folder], &Default::default()).expect("the folder is there");
    let files: Vec<PathBuf> =
        collection.documents().filter_map(|found| found.ok()?.path().map(PathBuf::from)).collect();
    let bytes: u64 = files.iter().map(|file| fs::metadata(file).map_or(0, |file| file.len())).sum();
    let names_only = pipeline(false);
    let with_rules = pipeline(true);
    let rows = names_only.lists().gazetteer();
    let names: Vec<&str> = rows.surfaces().iter().map(|surface| rows.surface_text(surface)).collect();
    let bare = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(&names).expect("it builds");
    let scan = |file: &PathBuf| fs::read(file).map_or(0, |text| bare.find_iter(&text).count());
    let mut contestants = [
        contestant("bare scan", || files.par_iter().map(scan).sum()),
        contestant("gaztag, these names alone", || annotated(&names_only, &collection)),
        contestant("gaztag, shipped lists", || annotated(&with_rules, &collection)),
    ];
    println!("{} files, {bytes} bytes, {} names, {} threads", files.len(), names.len(), rayon::current_num_threads());
    for _ in 0..ROUNDS {
        for contestant in &mut contestants {
            let start = Instant::now();
            let found = (contestant.run)();
            contestant.seconds.push(start.elapsed().as_secs_f64());
            assert!(found > 0, "{} found nothing", contestant.name);
        }
    }
    report(&mut contestants, bytes as f64);
}

fn contestant<'c>(name: &'static str, run: impl Fn() -> usize + 'c) -> Contestant<'c> {
    Contestant { name, run: Box::new(run), seconds: Vec::new() }
}

/// Reads and tags every text, makes its rows, and counts the mentions.
fn annotated(pipeline: &Pipeline, collection: &Collection) -> usize {
    let threads = rayon::current_num_threads();
    let run = Run { pipeline, collection, labels: &[], threads, outputs: &[] };
    let output = Output { format: &Csv::default(), sink: &mut io::sink() };
    let summary = run.write(vec![output], &mut |_| {}).expect("a sink takes everything");
    summary.mentions.values().sum::<u64>() as usize
}

/// The folder that was named; without one, so many copies of the samples in
/// `room` that there is something to measure.
fn folder(room: &Path) -> PathBuf {
    if std::env::var_os("GAZTAG_BENCH_TEXTS").is_some() {
        return texts::folder();
    }
    let samples = texts::collection();
    let bytes: usize = samples.iter().map(String::len).sum();
    for copy in 0..ROUND_BYTES.div_ceil(bytes) {
        for (i, text) in samples.iter().enumerate() {
            fs::write(room.join(format!("{copy}-{i}.txt")), text).expect("the copy can be written");
        }
    }
    room.to_path_buf()
}

/// The list of the comparison alone, or the shipped ones.
fn pipeline(shipped: bool) -> Pipeline {
    let names = std::env::var_os("GAZTAG_BENCH_NAMES").unwrap_or_else(|| "gazetteers/places".into());
    let gazetteers = if shipped { Vec::new() } else { vec![ListSource::from_argument(names)] };
    let options = PipelineOptions { shipped, gazetteers, ..PipelineOptions::default() };
    Pipeline::new(&options).unwrap_or_else(|error| panic!("{error}"))
}

fn report(contestants: &mut [Contestant<'_>], bytes: f64) {
    let mut base = None;
    for contestant in contestants {
        contestant.seconds.sort_by(f64::total_cmp);
        let median = contestant.seconds[ROUNDS / 2];
        let base = *base.get_or_insert(median);
        println!(
            "{:28} {:7.1} MB/s (range {:.1} to {:.1}), {:.2} of the bare scan's time",
            contestant.name,
            bytes / median / 1e6,
            bytes / contestant.seconds[ROUNDS - 1] / 1e6,
            bytes / contestant.seconds[0] / 1e6,
            median / base,
        );
    }
}
