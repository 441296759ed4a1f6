//! CSV text → records of fields, as RFC 4180 writes them, with the place of
//! each field.
//!
//! Not the `csv` crate, which reads what is broken without a word: a quote
//! that is never closed, text behind a closing quote. In a list these are
//! mistakes, and a person has to be told the line.

use std::borrow::Cow;

/// One field of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Field<'t> {
    /// What stands between the delimiters, or between the quotes.
    raw: &'t str,
    /// First byte of the field in the text, its quote included.
    start: usize,
    /// True where it holds doubled quotes.
    doubled: bool,
}

impl<'t> Field<'t> {
    /// False where it begins with another ASCII character than `title`, which
    /// is in small letters, and with no white space.
    pub fn may_be(&self, title: &str) -> bool {
        match (self.raw.bytes().next(), title.bytes().next()) {
            (Some(own), Some(first)) if own.is_ascii_graphic() => own.eq_ignore_ascii_case(&first),
            _ => true,
        }
    }

    /// The value, with doubled quotes made single and white space cut off
    /// both ends.
    pub fn value(&self) -> Cow<'t, str> {
        // White space at an end is rare, and its characters take time to tell.
        let ends = |byte: Option<&u8>| byte.is_none_or(u8::is_ascii_graphic);
        let bytes = self.raw.as_bytes();
        let trimmed = if ends(bytes.first()) && ends(bytes.last()) { self.raw } else { self.raw.trim() };
        if self.doubled { Cow::Owned(trimmed.replace("\"\"", "\"")) } else { Cow::Borrowed(trimmed) }
    }
}

/// What is wrong with the quotes of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum QuoteFault {
    /// The quote that opens at this byte is never closed.
    Unclosed(usize),
    /// Text follows a closing quote, from this byte.
    TextAfter(usize),
}

/// The records of a text, one after the other. Empty lines are no records;
/// lines end with LF, CR LF or CR.
pub(crate) struct Records<'t> {
    text: &'t str,
    delimiter: u8,
    /// Where the next record begins.
    next: usize,
    next_line: u64,
    /// Where the record in hand begins.
    start: usize,
    line: u64,
}

impl<'t> Records<'t> {
    /// The records of `text`, whose fields are divided by `delimiter`.
    pub fn new(text: &'t str, delimiter: u8) -> Self {
        Records { text, delimiter, next: 0, next_line: 1, start: 0, line: 1 }
    }

    /// Reads the next record into `fields`; `None` at the end of the text.
    ///
    /// # Errors
    /// Where its quotes are wrong. The rest of the line is passed over, or,
    /// where a quote is never closed, the rest of the text.
    pub fn read(&mut self, fields: &mut Vec<Field<'t>>) -> Option<Result<(), QuoteFault>> {
        fields.clear();
        self.skip_empty_lines();
        if self.next == self.text.len() {
            return None;
        }
        (self.start, self.line) = (self.next, self.next_line);
        loop {
            let read = if self.byte() == Some(b'"') { self.quoted() } else { Ok(self.plain()) };
            match read {
                Ok(field) => fields.push(field),
                Err(fault) => {
                    self.skip_line();
                    return Some(Err(fault));
                }
            }
            if self.byte() != Some(self.delimiter) {
                self.end_line();
                return Some(Ok(()));
            }
            self.next += 1;
        }
    }

    /// The line on which the record in hand begins, from 1.
    pub fn line(&self) -> u64 {
        self.line
    }

    /// Line and column (in code points), both from 1, of a byte of the record
    /// in hand. Linear in the record.
    pub fn place(&self, byte: usize) -> (u64, u64) {
        let before = &self.text[self.start..byte];
        let line_start = before.rfind(['\n', '\r']).map_or(0, |at| at + 1);
        (self.line + line_ends(before), 1 + before[line_start..].chars().count() as u64)
    }

    /// Line and column of a field.
    pub fn place_of(&self, field: &Field<'_>) -> (u64, u64) {
        self.place(field.start)
    }

    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.next).copied()
    }

    fn plain(&mut self) -> Field<'t> {
        let start = self.next;
        let rest = &self.text.as_bytes()[start..];
        let len = memchr::memchr3(self.delimiter, b'\n', b'\r', rest).unwrap_or(rest.len());
        self.next = start + len;
        Field { raw: &self.text[start..self.next], start, doubled: false }
    }

    fn quoted(&mut self) -> Result<Field<'t>, QuoteFault> {
        let start = self.next;
        let bytes = self.text.as_bytes();
        let (mut at, mut doubled) = (start + 1, false);
        let end = loop {
            let Some(quote) = memchr::memchr(b'"', &bytes[at..]) else {
                self.next = bytes.len();
                return Err(QuoteFault::Unclosed(start));
            };
            at += quote + 1;
            if bytes.get(at) != Some(&b'"') {
                break at - 1;
            }
            doubled = true;
            at += 1;
        };
        let raw = &self.text[start + 1..end];
        self.next_line += line_ends(raw);
        self.next = at;
        match self.byte() {
            None | Some(b'\n' | b'\r') => Ok(Field { raw, start, doubled }),
            Some(byte) if byte == self.delimiter => Ok(Field { raw, start, doubled }),
            Some(_) => Err(QuoteFault::TextAfter(at)),
        }
    }

    /// Steps over the rest of the line.
    pub fn skip_line(&mut self) {
        let rest = &self.text.as_bytes()[self.next..];
        self.next += memchr::memchr2(b'\n', b'\r', rest).unwrap_or(rest.len());
        self.end_line();
    }

    fn skip_empty_lines(&mut self) {
        while matches!(self.byte(), Some(b'\n' | b'\r')) {
            self.end_line();
        }
    }

    /// Steps over one line end, if there is one.
    fn end_line(&mut self) {
        let rest = &self.text.as_bytes()[self.next..];
        let length = match rest {
            [b'\r', b'\n', ..] => 2,
            [b'\r' | b'\n', ..] => 1,
            _ => return,
        };
        self.next += length;
        self.next_line += 1;
    }
}

/// How many line ends there are: LF, CR LF or CR.
pub(crate) fn line_ends(text: &str) -> u64 {
    let bytes = text.as_bytes();
    let ends = memchr::memchr2_iter(b'\n', b'\r', bytes);
    ends.filter(|&at| bytes[at] == b'\n' || bytes.get(at + 1) != Some(&b'\n')).count() as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn records(text: &str) -> Vec<(u64, Result<Vec<String>, QuoteFault>)> {
        let mut records = Records::new(text, b',');
        let (mut fields, mut all) = (Vec::new(), Vec::new());
        while let Some(read) = records.read(&mut fields) {
            let values = read.map(|()| fields.iter().map(|f| f.value().into_owned()).collect());
            all.push((records.line(), values));
        }
        all
    }

    #[test]
    fn lines_are_true_whatever_ends_them() {
        for end in ["\n", "\r\n", "\r"] {
            let text = ["a,b", "", "\"x", "y\",\"q\"\"q\"", "", "", "c,"].join(end);
            let found = records(&text);
            let value = |text: &str| text.replace('\n', end);
            assert_eq!(
                found,
                [
                    (1, Ok(vec!["a".into(), "b".into()])),
                    (3, Ok(vec![value("x\ny"), "q\"q".into()])),
                    (7, Ok(vec!["c".into(), String::new()])),
                ]
            );
        }
    }

    #[test]
    fn faults_of_quotes_are_told() {
        assert_eq!(
            records("a\n\"b\" c,d\ne\n\"f\n"),
            [
                (1, Ok(vec!["a".to_string()])),
                (2, Err(QuoteFault::TextAfter(5))),
                (3, Ok(vec!["e".to_string()])),
                (4, Err(QuoteFault::Unclosed(12))),
            ]
        );
    }

    #[test]
    fn places_count_code_points() {
        let mut records = Records::new("é,\"ü\nö\",z\n", b',');
        let mut fields = Vec::new();
        records.read(&mut fields);
        let places: Vec<_> = fields.iter().map(|f| records.place_of(f)).collect();
        assert_eq!(places, [(1, 1), (1, 3), (2, 4)]);
    }

    #[test]
    fn sound_text_is_read_as_by_the_csv_crate() {
        for text in ["a,b\n1,\"x,y\"\n", "\"\"\n", "a\r\n\r\nb", "\"a\"\"b\",\n,\n", "x,\"multi\r\nline\"\r\n"] {
            let mut theirs = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
            let theirs: Vec<Vec<String>> =
                theirs.records().map(|r| r.unwrap().iter().map(str::to_string).collect()).collect();
            let ours: Vec<Vec<String>> = records(text).into_iter().map(|(_, r)| r.unwrap()).collect();
            assert_eq!(ours, theirs, "{text:?}");
        }
    }
}
