//! Bytes → code points and lines, in one walk forward.

/// A place in a text that only moves forward.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    byte: usize,
    /// Code points before it.
    pub code_point: u64,
    /// Its line, from 1.
    pub line: u64,
}

impl Default for Place {
    fn default() -> Self {
        Place { byte: 0, code_point: 0, line: 1 }
    }
}

impl Place {
    /// Moves to byte `to`, which must not be before the last one.
    pub fn advance(&mut self, text: &str, to: usize) {
        let passed = &text[self.byte..to];
        self.code_point += code_points(passed);
        self.line += memchr::memchr_iter(b'\n', passed.as_bytes()).count() as u64;
        self.byte = to;
    }
}

/// The number of code points of a stretch.
pub fn code_points(text: &str) -> u64 {
    text.chars().count() as u64
}
