//! gaztag beside a bare scan: aho-corasick, automatic kind, leftmost-longest,
//! over the same texts with the same names on the same threads.
//!
//! `cargo bench --bench compare`. `GAZTAG_BENCH_TEXTS` names a folder of
//! texts, `GAZTAG_BENCH_NAMES` a list; without them the samples and the
//! shipped names serve. Contestants take turns, round by round, so that a
//! noisy machine is noisy for all; medians and ranges are printed, and the
//! ratio to the bare scan.

#![allow(clippy::print_stdout)]

use std::time::Instant;

use aho_corasick::{AhoCorasick, MatchKind};
use gaztag::{ListSource, Pipeline, PipelineOptions};
use rayon::prelude::*;

#[path = "texts/mod.rs"]
mod texts;

/// How often each contestant runs.
const ROUNDS: usize = 7;

/// So many bytes at least are scanned in a round.
const ROUND_BYTES: usize = 16 << 20;

struct Contestant<'c> {
    name: &'static str,
    run: Box<dyn Fn() -> usize + 'c>,
    seconds: Vec<f64>,
}

fn main() {
    let texts = enough(texts::collection());
    let bytes: usize = texts.iter().map(String::len).sum();
    let names_only = pipeline(false);
    let with_rules = pipeline(true);
    let rows = names_only.lists().gazetteer();
    let names: Vec<&str> = rows.surfaces().iter().map(|surface| rows.surface_text(surface)).collect();
    let bare = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(&names).expect("it builds");
    let mut contestants = [
        contestant("bare scan", || total(&texts, |text| bare.find_iter(text).count())),
        contestant("gaztag, these names alone", || total(&texts, |text| names_only.annotate(text).len())),
        contestant("gaztag, shipped lists", || total(&texts, |text| with_rules.annotate(text).len())),
    ];
    println!("{} texts, {bytes} bytes, {} names, {} threads", texts.len(), names.len(), rayon::current_num_threads());
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

fn total(texts: &[String], count: impl Fn(&str) -> usize + Sync) -> usize {
    texts.par_iter().map(|text| count(text)).sum()
}

/// The texts again and again until there is something to measure.
fn enough(texts: Vec<String>) -> Vec<String> {
    let bytes: usize = texts.iter().map(String::len).sum();
    let times = ROUND_BYTES.div_ceil(bytes.max(1)).max(1);
    std::iter::repeat_n(texts, times).flatten().collect()
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
