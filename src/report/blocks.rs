//! How do many texts get into one page?
//!
//! Some documents at a time are written as JSON, deflated, and put into Base64:
//! a page holds about three times the text so, and its script unpacks only
//! what is looked at.

use std::io;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use flate2::Compression;
use flate2::write::DeflateEncoder;
use serde::Serialize;

/// A block is closed once its texts have so many bytes.
const BLOCK: usize = 256 << 10;

/// The texts of a page.
#[derive(Debug)]
pub struct Blocks {
    /// The blocks that are closed.
    pub packed: Vec<String>,
    open: Vec<(String, Vec<u32>)>,
    open_bytes: usize,
    size: usize,
    limit: usize,
}

impl Blocks {
    /// Blocks of at most about `limit` bytes in all.
    pub fn new(limit: usize) -> Self {
        Blocks { packed: Vec::new(), open: Vec::new(), open_bytes: 0, size: 0, limit }
    }

    /// True while a text may be added.
    pub fn have_room(&self) -> bool {
        self.size < self.limit
    }

    /// Counts so many bytes that the page holds besides the texts.
    pub fn grew(&mut self, bytes: usize) {
        self.size += bytes;
    }

    /// Adds a text with its marks; the number of its block, or none where
    /// there is no room left.
    pub fn add(&mut self, text: &str, marks: Vec<u32>) -> Option<u32> {
        if !self.have_room() {
            return None;
        }
        let block = self.packed.len() as u32;
        self.open_bytes += text.len();
        self.open.push((text.into(), marks));
        if self.open_bytes >= BLOCK {
            self.close();
        }
        Some(block)
    }

    /// Closes the block that is open.
    pub fn close(&mut self) {
        if !self.open.is_empty() {
            self.packed.push(packed(&self.open));
            self.size += self.packed.last().map_or(0, String::len);
            self.open.clear();
            self.open_bytes = 0;
        }
    }
}

/// JSON, deflated, in Base64: letters, figures, `+`, `/` and `=` only.
fn packed(value: &impl Serialize) -> String {
    pack(|out| Ok(serde_json::to_writer(out, value)?)).expect("memory takes it")
}

/// The same of what `write` writes, a stretch at a time.
pub fn pack(write: impl FnOnce(&mut DeflateEncoder<Vec<u8>>) -> io::Result<()>) -> io::Result<String> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
    write(&mut encoder)?;
    Ok(STANDARD.encode(encoder.finish()?))
}
