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
        self.line += count(passed, |b| b == b'\n');
        self.byte = to;
    }
}

/// The number of code points of a stretch.
pub fn code_points(text: &str) -> u64 {
    let continues = 0x80..0xc0;
    count(text, |b| !continues.contains(&b))
}

/// How many bytes are such. The steps are so small that a byte holds the
/// count of each, for so many bytes are counted at once.
fn count(text: &str, is_such: impl Fn(u8) -> bool) -> u64 {
    let steps = text.as_bytes().chunks(u8::MAX.into());
    steps.map(|step| u64::from(step.iter().map(|&b| u8::from(is_such(b))).sum::<u8>())).sum()
}
