//! Any bytes as a list: it is read, or every mistake is named.

#![no_main]

use gaztag::{Pipeline, PipelineOptions};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let path = std::env::temp_dir().join(format!("gaztag-fuzz-{}.csv", std::process::id()));
    std::fs::write(&path, bytes).unwrap();
    let options = PipelineOptions { shipped: false, gazetteers: vec![path.into()], ..Default::default() };
    match Pipeline::new(&options) {
        Ok(pipeline) => drop(pipeline.annotate(&String::from_utf8_lossy(bytes))),
        Err(errors) => assert!(!errors.to_string().is_empty()),
    }
});
