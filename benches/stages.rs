//! What each stage costs, in bytes of text per second: on one thread, and on
//! two at once, each of which does all of it.
//!
//! `cargo bench --bench stages`. The text is the samples, or the files of the
//! folder that `GAZTAG_BENCH_TEXTS` names; the lists are the shipped ones, or
//! the list that `GAZTAG_BENCH_NAMES` names, alone. Each bench asserts what it
//! found.

use std::hint::black_box;
use std::path::PathBuf;
use std::sync::LazyLock;

use divan::{Bencher, counter::BytesCount};
use gaztag::parts::candidate::Candidate;
use gaztag::parts::lookup::{Hit, ListedWord};
use gaztag::parts::numbers::{Number, NumberTable, find_numbers};
use gaztag::parts::resolve::resolve;
use gaztag::parts::segment::{Token, segment};
use gaztag::read::{Collection, InputOptions};
use gaztag::write::{Csv, Document, Rows};
use gaztag::{Entity, Pipeline, PipelineOptions, ResolveOptions};

#[path = "texts/mod.rs"]
mod texts;

static TEXTS: LazyLock<Vec<String>> = LazyLock::new(texts::collection);
static PIPELINE: LazyLock<Pipeline> = LazyLock::new(|| {
    let names = std::env::var_os("GAZTAG_BENCH_NAMES").map(|list| PathBuf::from(list).into());
    let options =
        PipelineOptions { shipped: names.is_none(), gazetteers: names.into_iter().collect(), ..Default::default() };
    Pipeline::new(&options).expect("the lists are right")
});

/// On how many threads each stage runs at once.
const THREADS: [usize; 2] = [1, 2];

fn main() {
    LazyLock::force(&TEXTS);
    LazyLock::force(&PIPELINE);
    divan::main();
}

fn bytes() -> BytesCount {
    BytesCount::new(TEXTS.iter().map(String::len).sum::<usize>())
}

/// A stage's result for each text, made once outside the timed loop.
fn of_each<T>(make: impl Fn(&'static str) -> Vec<T>) -> Vec<Vec<T>> {
    TEXTS.iter().map(|text| make(text)).collect()
}

fn tokens_of(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    segment(text, &mut tokens);
    tokens
}

fn words_of(text: &str, tokens: &[Token]) -> Vec<ListedWord> {
    let mut words = Vec::new();
    PIPELINE.lists().look_up(text, tokens, &mut words, &mut Vec::new());
    words
}

#[divan::bench(threads = THREADS)]
fn segmenting(bencher: Bencher) {
    let expected: usize = of_each(tokens_of).iter().map(Vec::len).sum();
    bencher.counter(bytes()).with_inputs(Vec::<Token>::new).bench_refs(|tokens| {
        let mut count = 0;
        for text in TEXTS.iter() {
            tokens.clear();
            segment(black_box(text), tokens);
            count += tokens.len();
        }
        assert_eq!(count, expected);
    });
}

#[divan::bench(threads = THREADS)]
fn looking_up(bencher: Bencher) {
    let tokens = of_each(tokens_of);
    let run = |(words, hits): &mut (Vec<ListedWord>, Vec<Hit>)| {
        let mut count = 0;
        for (text, tokens) in TEXTS.iter().zip(&tokens) {
            words.clear();
            hits.clear();
            PIPELINE.lists().look_up(black_box(text), tokens, words, hits);
            count += hits.len();
        }
        count
    };
    let expected = run(&mut Default::default());
    assert!(expected > 0);
    bencher.counter(bytes()).with_inputs(Default::default).bench_refs(|room| assert_eq!(run(room), expected));
}

#[divan::bench(threads = THREADS)]
fn finding_numbers(bencher: Bencher) {
    let tokens = of_each(tokens_of);
    let words: Vec<_> = TEXTS.iter().zip(&tokens).map(|(text, tokens)| words_of(text, tokens)).collect();
    let table = NumberTable::new(PIPELINE.lists());
    let run = |numbers: &mut Vec<Number>| {
        let mut count = 0;
        for ((text, tokens), words) in TEXTS.iter().zip(&tokens).zip(&words) {
            numbers.clear();
            find_numbers(black_box(text), tokens, words, &table, numbers);
            count += numbers.len();
        }
        count
    };
    let expected = run(&mut Vec::new());
    assert!(expected > 0);
    bencher.counter(bytes()).with_inputs(Vec::new).bench_refs(|numbers| assert_eq!(run(numbers), expected));
}

/// Segmenting, looking up, numbers and all recognizers.
#[divan::bench(threads = THREADS)]
fn candidates(bencher: Bencher) {
    let run = || TEXTS.iter().map(|text| PIPELINE.candidates(black_box(text)).len()).sum::<usize>();
    let expected = run();
    assert!(expected > 0);
    bencher.counter(bytes()).bench(|| assert_eq!(run(), expected));
}

#[divan::bench(threads = THREADS)]
fn resolving(bencher: Bencher) {
    let candidates: Vec<Vec<Candidate<'_>>> = of_each(|text| PIPELINE.candidates(text));
    let options = ResolveOptions::default();
    let run = || candidates.iter().map(|found| resolve(black_box(found), &options).len()).sum::<usize>();
    let expected = run();
    assert!(expected > 0);
    bencher.counter(bytes()).bench(|| assert_eq!(run(), expected));
}

/// All stages: text → entities.
#[divan::bench(threads = THREADS)]
fn whole(bencher: Bencher) {
    let run = || TEXTS.iter().map(|text| PIPELINE.annotate(black_box(text)).len()).sum::<usize>();
    let expected = run();
    assert!(expected > 0);
    bencher.counter(bytes()).bench(|| assert_eq!(run(), expected));
}

/// Files → texts.
#[divan::bench(threads = THREADS)]
fn reading(bencher: Bencher) {
    let folder = texts::folder();
    let options = InputOptions::default();
    let collection = Collection::new(&[folder], &options).expect("the folder of the texts is there");
    let run = |buffer: &mut Vec<u8>| {
        let found = collection.documents().map(|found| found.expect("a text can be read"));
        found
            .map(|found| collection.read(&found, buffer, |document| document.text.len()).expect("a text is UTF-8"))
            .sum::<usize>()
    };
    let expected: usize = TEXTS.iter().map(String::len).sum();
    assert_eq!(run(&mut Vec::new()), expected);
    bencher.counter(bytes()).with_inputs(Vec::new).bench_refs(|buffer| assert_eq!(run(buffer), expected));
}

/// Entities → rows of CSV.
#[divan::bench(threads = THREADS)]
fn writing(bencher: Bencher) {
    let entities: Vec<Vec<Entity<'_>>> = of_each(|text| PIPELINE.annotate(text));
    let format = Csv::default();
    let run = |out: &mut Vec<u8>| {
        out.clear();
        for (text, entities) in TEXTS.iter().zip(&entities) {
            let mut rows = Rows::new(entities.clone(), PIPELINE.lists());
            rows.encode(&Document::new("text", black_box(text)), &[&format], usize::MAX, std::slice::from_mut(out));
        }
        out.len()
    };
    let expected = run(&mut Vec::new());
    assert!(expected > 0);
    bencher.counter(bytes()).with_inputs(Vec::new).bench_refs(|out| assert_eq!(run(out), expected));
}
