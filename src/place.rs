//! Bytes → code points, lines and columns, in one walk forward.

/// A place in a text that only moves forward.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    byte: usize,
    /// Code points before it.
    pub code_point: u64,
    /// Its line, from 1.
    pub line: u64,
    /// Code points before its line.
    line_start: u64,
}

impl Default for Place {
    fn default() -> Self {
        Place { byte: 0, code_point: 0, line: 1, line_start: 0 }
    }
}

impl Place {
    /// Moves to byte `to`, which must not be before the last one.
    ///
    /// Cost: linear in the bytes that are passed, many at a time.
    pub fn advance(&mut self, text: &str, to: usize) {
        let passed = &text[self.byte..to];
        self.code_point += code_points(passed);
        let lines = count(passed, |b| b == b'\n');
        if lines > 0 {
            let end = passed.rfind('\n').map_or(0, |end| end + 1);
            self.line_start = self.code_point - code_points(&passed[end..]);
            self.line += lines;
        }
        self.byte = to;
    }

    /// Its column in code points, from 1.
    pub fn column(&self) -> u64 {
        1 + self.code_point - self.line_start
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_counted_from_any_step() {
        let text = "né\n東京 x\r\n\n😀!\n";
        let mut steps = Place::default();
        for at in (0..=text.len()).filter(|&at| text.is_char_boundary(at)) {
            let mut leap = Place::default();
            leap.advance(text, at);
            steps.advance(text, at);
            let line = text[..at].rfind('\n').map_or(0, |end| end + 1);
            assert_eq!(steps, leap);
            assert_eq!(steps.code_point, text[..at].chars().count() as u64);
            assert_eq!(steps.line, 1 + text[..at].matches('\n').count() as u64);
            assert_eq!(steps.column(), 1 + text[line..at].chars().count() as u64);
        }
    }
}
