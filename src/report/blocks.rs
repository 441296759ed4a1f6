//! How do many texts get into one page?
//!
//! Some documents at a time are written as JSON, deflated, and put into Base64:
//! a page holds about three times the text so, and its script unpacks only
//! what is looked at.

use std::io::Write;

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

    /// Adds a text with its marks; the number of its block, or none where
    /// there is no room left.
    pub fn add(&mut self, text: &str, marks: Vec<u32>) -> Option<u32> {
        if self.size >= self.limit {
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
pub fn packed(value: &impl Serialize) -> String {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
    serde_json::to_writer(&mut encoder, value).expect("memory takes it");
    encoder.flush().expect("memory takes it");
    STANDARD.encode(encoder.finish().expect("memory takes it"))
}
