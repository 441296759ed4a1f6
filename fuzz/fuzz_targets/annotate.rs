//! Any text, as it is and put together from pieces: the laws hold.

#![no_main]

#[path = "../../tests/soak/texts.rs"]
mod texts;

use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;

static PIPELINE: LazyLock<gaztag::Pipeline> = LazyLock::new(|| gaztag::Pipeline::new(&Default::default()).unwrap());
static WORDS: LazyLock<texts::Words> = LazyLock::new(texts::Words::new);

fuzz_target!(|bytes: &[u8]| {
    texts::check(&PIPELINE, &WORDS.text(bytes));
    if let Ok(text) = std::str::from_utf8(bytes) {
        texts::check(&PIPELINE, text);
    }
});
