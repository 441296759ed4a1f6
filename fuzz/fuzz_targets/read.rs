//! Any bytes as a file of any kind: it is read, or what is wrong is named.

#![no_main]

use gaztag::read::{Collection, InputOptions};
use libfuzzer_sys::fuzz_target;

/// One ending for each reader in the program; the first byte chooses.
const ENDINGS: [&str; 23] = [
    "txt", "csv", "tsv", "jsonl", "json", "xlsx", "ods", "html", "docx", "odt", "fodt", "pptx", "epub", "rtf", "eml",
    "mbox", "msg", "zip", "tar", "gz", "zst", "xz", "bz2",
];

/// Small enough to be fast, and to meet the limit.
const MOST: u64 = 1 << 20;

fuzz_target!(|bytes: &[u8]| {
    let Some((first, rest)) = bytes.split_first() else { return };
    let ending = ENDINGS[usize::from(*first) % ENDINGS.len()];
    let path = std::env::temp_dir().join(format!("gaztag-fuzz-{}.{ending}", std::process::id()));
    std::fs::write(&path, rest).unwrap();
    let options = InputOptions { text_columns: vec!["body".into()], max_size: MOST, ..Default::default() };
    let collection = Collection::new(&[path], &options).unwrap();
    let mut buffer = Vec::new();
    for found in collection.documents() {
        let read = found.and_then(|found| collection.read(&found, &mut buffer, |document| document.text.len()));
        if let Err(skipped) = read {
            assert!(!skipped.to_string().is_empty());
        }
    }
});
