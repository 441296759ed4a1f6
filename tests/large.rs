//! A large text: taken in stretches, with every name at its place.

use std::io::Write;

use gaztag::{ListSource, Pipeline, PipelineOptions};

const PARAGRAPH: &str = "It is far from Velmora Bank.\n\n";
const TOKENS: usize = 7;

/// Enough for more than one stretch.
const TIMES: usize = (9 << 20) / PARAGRAPH.len();

fn pipeline() -> Pipeline {
    let mut list = tempfile::Builder::new().suffix(".csv").tempfile().unwrap();
    list.write_all(b"name,label\nVelmora Bank,ORG\n").unwrap();
    let gazetteers = vec![ListSource::from(list.path().to_path_buf())];
    Pipeline::new(&PipelineOptions { shipped: false, gazetteers, ..Default::default() }).unwrap()
}

fn on_threads<T: Send>(threads: usize, work: impl FnOnce() -> T + Send) -> T {
    rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap().install(work)
}

#[test]
fn every_name_is_at_its_place() {
    let (pipeline, text) = (pipeline(), PARAGRAPH.repeat(TIMES));
    for threads in [1, 3] {
        let starts: Vec<usize> =
            on_threads(threads, || pipeline.annotate(&text).iter().map(|entity| entity.span.start).collect());
        let expected = (0..TIMES).map(|i| i * PARAGRAPH.len() + "It is far from ".len());
        assert!(starts.into_iter().eq(expected), "{threads} threads");
    }
}

#[test]
fn candidates_count_the_tokens_of_the_whole_text() {
    let (pipeline, text) = (pipeline(), PARAGRAPH.repeat(TIMES));
    let tokens = pipeline.candidates(&text).into_iter().map(|candidate| candidate.tokens);
    assert!(tokens.eq((0..TIMES).map(|i| (i * TOKENS + 4, i * TOKENS + 5))));
}
