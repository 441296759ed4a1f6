//! A large text: taken in stretches, with every name at its place.

use gaztag::{ListSource, Pipeline, PipelineOptions};

const PARAGRAPH: &str = "It is far from Velmora Bank.\n\n";
const TOKENS: usize = 7;

/// Enough for more than one stretch.
const TIMES: usize = (9 << 20) / PARAGRAPH.len();

fn listed() -> ListSource {
    ListSource::from_bytes("list", None, *b"name,label\nVelmora Bank,ORG\n")
}

fn pipeline() -> Pipeline {
    Pipeline::new(&PipelineOptions { shipped: false, gazetteers: vec![listed()], ..Default::default() }).unwrap()
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

#[test]
fn stretches_apart_give_what_the_whole_gives() {
    let (pipeline, text) = (pipeline(), PARAGRAPH.repeat(TIMES));
    let stretches = gaztag::stretches(&text);
    assert!(stretches.len() > 1 && stretches.iter().map(|stretch| stretch.len()).sum::<usize>() == text.len());
    let apart = stretches.iter().flat_map(|stretch| {
        let found = pipeline.annotate(&text[stretch.clone()]);
        found.into_iter().map(|entity| entity.span.start + stretch.start).collect::<Vec<_>>()
    });
    assert!(apart.eq(pipeline.annotate(&text).iter().map(|entity| entity.span.start)));
}

/// In a forked child they are gone, and who asks them for work waits for ever.
#[test]
fn the_threads_that_all_of_a_process_share_are_not_asked() {
    let cache = tempfile::tempdir().unwrap();
    let options = PipelineOptions { cache: Some(cache.path().join("lists")), ..Default::default() };
    for _ in ["compiled", "read as it was kept"] {
        Pipeline::new(&options).unwrap().annotate("Velmora Bank paid $5.");
    }
    pipeline().annotate(&PARAGRAPH.repeat(TIMES));
    // Nobody can begin them who is not the first.
    assert!(rayon::ThreadPoolBuilder::new().num_threads(1).build_global().is_ok());
}
