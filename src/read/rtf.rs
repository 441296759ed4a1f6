//! RTF → its text, after the specification 1.9.1.
//!
//! Letters stand as they are, as `\'hh` in the code page of their font, or as
//! `\uN`. What stands in a destination that no reader sees is passed over.

use encoding_rs::{Encoding, WINDOWS_1252};
use std::collections::HashMap;

use super::Reason;

/// Groups deeper than this are no text that somebody wrote.
const MAX_DEPTH: usize = 10_000;

/// Destinations without text of the document.
const UNSEEN: [&str; 36] = [
    "fonttbl",
    "colortbl",
    "stylesheet",
    "info",
    "pict",
    "object",
    "objdata",
    "themedata",
    "colorschememapping",
    "datastore",
    "latentstyles",
    "listtable",
    "listoverridetable",
    "rsidtbl",
    "generator",
    "xmlnstbl",
    "fldinst",
    "header",
    "headerl",
    "headerr",
    "headerf",
    "footer",
    "footerl",
    "footerr",
    "footerf",
    "bkmkstart",
    "bkmkend",
    "revtbl",
    "filetbl",
    "pgptbl",
    "mmathPr",
    "wgrffmtfilter",
    "nonshppict",
    "annotation",
    "atnid",
    "shpinst",
];

/// The state of a group.
#[derive(Clone, Copy)]
struct Group {
    is_unseen: bool,
    is_font_table: bool,
    is_deleted: bool,
    is_hidden: bool,
    encoding: &'static Encoding,
    /// How many characters follow `\uN` for readers that do not know it.
    skip: usize,
    is_note: bool,
}

struct Reader<'b> {
    bytes: &'b [u8],
    at: usize,
    group: Group,
    outer: Vec<Group>,
    fonts: HashMap<i32, &'static Encoding>,
    /// The font that the table of fonts speaks of.
    told_font: i32,
    /// The font of what names none.
    font: i32,
    default: &'static Encoding,
    /// Bytes in the code page, not decoded yet.
    pending: Vec<u8>,
    /// A half of a pair of UTF-16.
    high: Option<u16>,
    to_skip: usize,
    text: String,
    /// Where the footnote in hand begins in the text; notes come after the
    /// paragraph.
    note: Option<usize>,
    notes: String,
}

/// Reads a text. Linear.
///
/// # Errors
/// Where it nests without end, or holds none of the signs of RTF.
pub(super) fn text(bytes: &[u8]) -> Result<String, Reason> {
    let group = Group {
        is_unseen: false,
        is_font_table: false,
        is_deleted: false,
        is_hidden: false,
        encoding: WINDOWS_1252,
        skip: 1,
        is_note: false,
    };
    let mut reader = Reader {
        bytes,
        at: 0,
        group,
        outer: Vec::new(),
        fonts: HashMap::new(),
        told_font: 0,
        font: 0,
        default: WINDOWS_1252,
        pending: Vec::new(),
        high: None,
        to_skip: 0,
        text: String::new(),
        note: None,
        notes: String::new(),
    };
    reader.read()?;
    reader.end_note();
    reader.text.push_str(&std::mem::take(&mut reader.notes));
    Ok(reader.text)
}

impl Reader<'_> {
    fn read(&mut self) -> Result<(), Reason> {
        while let Some(&byte) = self.bytes.get(self.at) {
            self.at += 1;
            match byte {
                b'{' if self.outer.len() >= MAX_DEPTH => return Err(Reason::TooDeep { most: MAX_DEPTH }),
                b'{' => {
                    self.flush();
                    self.outer.push(self.group);
                    self.to_skip = 0;
                }
                b'}' => {
                    self.flush();
                    let was_note = self.group.is_note;
                    match self.outer.pop() {
                        Some(group) => self.group = group,
                        None => return Ok(()),
                    }
                    if was_note && !self.group.is_note {
                        self.end_note();
                    }
                    self.to_skip = 0;
                    if self.outer.is_empty() {
                        return Ok(());
                    }
                }
                b'\\' => self.control(),
                b'\r' | b'\n' => {}
                _ => self.byte(byte),
            }
        }
        self.flush();
        Ok(())
    }

    fn control(&mut self) {
        let rest = &self.bytes[self.at..];
        let length = rest.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
        if length == 0 {
            return self.symbol();
        }
        let word = std::str::from_utf8(&rest[..length]).unwrap_or_default();
        let rest = &rest[length..];
        let sign = usize::from(rest.first() == Some(&b'-'));
        let figures = rest[sign..].iter().take(10).take_while(|byte| byte.is_ascii_digit()).count();
        let number = if figures == 0 { "" } else { std::str::from_utf8(&rest[..sign + figures]).unwrap_or_default() };
        self.at += length + number.len();
        if self.bytes.get(self.at) == Some(&b' ') {
            self.at += 1;
        }
        self.word(word, number.parse().ok());
    }

    fn symbol(&mut self) {
        let Some(&byte) = self.bytes.get(self.at) else { return };
        self.at += 1;
        match byte {
            b'\'' => {
                let code = self.bytes.get(self.at..self.at + 2).and_then(|code| std::str::from_utf8(code).ok());
                if let Some(byte) = code.and_then(|code| u8::from_str_radix(code, 16).ok()) {
                    self.at += 2;
                    self.byte(byte);
                }
            }
            b'\\' | b'{' | b'}' => self.byte(byte),
            b'~' => self.char('\u{a0}'),
            b'_' => self.char('-'),
            b'*' => self.group.is_unseen |= !self.is_known_destination(),
            b'\r' | b'\n' => self.char('\n'),
            // An optional hyphen, and index marks.
            _ => {}
        }
    }

    /// Destinations behind `\*` that hold text all the same.
    fn is_known_destination(&self) -> bool {
        let rest = &self.bytes[self.at..];
        [&b"\\shptxt"[..], b"\\footnote", b"\\endnote"].iter().any(|known| rest.starts_with(known))
    }

    fn word(&mut self, word: &str, number: Option<i32>) {
        match word {
            "bin" => {
                self.flush();
                self.at = self.bytes.len().min(self.at.saturating_add(number.unwrap_or(0).max(0) as usize));
            }
            "u" => self.unicode(number.unwrap_or(0)),
            "uc" => self.group.skip = number.unwrap_or(1).clamp(0, 32) as usize,
            "par" | "sect" | "page" | "row" | "nestrow" => self.apart('\n'),
            "cell" | "nestcell" => self.apart('\t'),
            "line" => self.char('\n'),
            "tab" => self.char('\t'),
            "emdash" => self.char('—'),
            "endash" => self.char('–'),
            "lquote" => self.char('‘'),
            "rquote" => self.char('’'),
            "ldblquote" => self.char('“'),
            "rdblquote" => self.char('”'),
            "bullet" => self.char('•'),
            "emspace" | "enspace" | "qmspace" => self.char(' '),
            "ansicpg" => self.set_default(code_page(number.unwrap_or(1252))),
            "mac" => self.set_default(encoding_rs::MACINTOSH),
            "deff" => self.font = number.unwrap_or(0),
            "f" if self.group.is_font_table => {
                self.flush();
                self.told_font = number.unwrap_or(0);
                self.fonts.insert(self.told_font, self.default);
            }
            "fcharset" if self.group.is_font_table => {
                self.fonts.extend(number.and_then(char_set).map(|encoding| (self.told_font, encoding)));
            }
            // The code page of a font, where its set of characters does not say it.
            "cpg" if self.group.is_font_table => {
                self.fonts.extend(number.map(|number| (self.told_font, code_page(number))));
            }
            "f" => self.set_font(number.unwrap_or(0)),
            "plain" => {
                self.set_font(self.font);
                (self.group.is_hidden, self.group.is_deleted) = (false, false);
            }
            "deleted" => self.group.is_deleted = number != Some(0),
            "v" => self.group.is_hidden = number != Some(0),
            "fonttbl" => (self.group.is_font_table, self.group.is_unseen) = (true, true),
            "footnote" => self.begin_note(),
            "shptxt" => self.group.is_unseen = false,
            word if UNSEEN.contains(&word) => self.group.is_unseen = true,
            _ => {}
        }
    }

    fn set_default(&mut self, encoding: &'static Encoding) {
        (self.default, self.group.encoding) = (encoding, encoding);
    }

    fn set_font(&mut self, number: i32) {
        self.flush();
        self.group.encoding = self.fonts.get(&number).copied().unwrap_or(self.default);
    }

    fn is_seen(&self) -> bool {
        !(self.group.is_unseen || self.group.is_deleted || self.group.is_hidden)
    }

    fn byte(&mut self, byte: u8) {
        if self.to_skip > 0 {
            self.to_skip -= 1;
        } else if self.is_seen() {
            self.high = None;
            self.pending.push(byte);
        }
    }

    /// The end of a paragraph or a cell parts words though it be hidden.
    fn apart(&mut self, c: char) {
        let hidden = std::mem::replace(&mut self.group.is_hidden, false);
        self.char(c);
        self.group.is_hidden = hidden;
    }

    fn char(&mut self, c: char) {
        self.flush();
        self.to_skip = 0;
        if self.is_seen() {
            self.text.push(c);
        }
        if c == '\n' && self.note.is_none() && !self.notes.is_empty() {
            self.text.push_str(&std::mem::take(&mut self.notes));
        }
    }

    fn unicode(&mut self, number: i32) {
        self.flush();
        self.to_skip = self.group.skip;
        if !self.is_seen() {
            return;
        }
        let unit = number.rem_euclid(0x1_0000) as u16;
        let high = self.high.take();
        match (high, unit) {
            (_, 0xd800..0xdc00) => self.high = Some(unit),
            (Some(high), 0xdc00..0xe000) => self.text.extend(char::decode_utf16([high, unit]).filter_map(Result::ok)),
            // Symbols of old fonts stand in the private area.
            (_, 0 | 0xdc00..0xe000) => {}
            _ => self.text.extend(char::from_u32(u32::from(unit))),
        }
    }

    fn flush(&mut self) {
        if !self.pending.is_empty() {
            let (text, _) = self.group.encoding.decode_without_bom_handling(&self.pending);
            self.text.extend(text.chars().filter(|c| *c != '\0'));
            self.pending.clear();
        }
    }

    fn begin_note(&mut self) {
        self.flush();
        if self.note.is_none() {
            self.group.is_note = true;
            self.note = Some(self.text.len());
        }
    }

    fn end_note(&mut self) {
        if let Some(start) = self.note.take() {
            let note = self.text.split_off(start.min(self.text.len()));
            self.notes.push_str(note.trim());
            self.notes.push('\n');
        }
    }
}

fn code_page(number: i32) -> &'static Encoding {
    let label = match number {
        10000 => "macintosh".to_string(),
        932 => "shift_jis".into(),
        936 => "gbk".into(),
        949 => "euc-kr".into(),
        950 => "big5".into(),
        874 => "windows-874".into(),
        65001 => "utf-8".into(),
        866 => "ibm866".into(),
        other => format!("windows-{other}"),
    };
    Encoding::for_label(label.as_bytes()).unwrap_or(WINDOWS_1252)
}

/// The code page of a character set of Windows.
fn char_set(number: i32) -> Option<&'static Encoding> {
    Some(code_page(match number {
        0 => 1252,
        77 => 10000,
        128 => 932,
        129 => 949,
        134 => 936,
        136 => 950,
        161 => 1253,
        162 => 1254,
        163 => 1258,
        177 => 1255,
        178 => 1256,
        186 => 1257,
        204 => 1251,
        222 => 874,
        238 => 1250,
        _ => return None,
    }))
}

#[cfg(test)]
mod tests {
    use super::text;

    #[test]
    fn letters_of_every_kind() {
        for (rtf, expected) in [
            (r"{\rtf1\ansi Caf\'e9 \u321?\'f3d\u378?\par x}", "Café Łód\u{17a}\nx"),
            (r"{\rtf1{\fonttbl{\f0 Arial;}{\f1\fcharset204 Arial;}}\f1 \'cc\'ee\'f1\f0 a}", "Мосa"),
            (r"{\rtf1{\fonttbl{\f0\fnil\fcharset0\cpg1251 Arial;}}\f0 \'cc\'ee\'f1}", "Мос"),
            (r"{\rtf1\uc2\u8364xx 5{\*\generator Riched;}{\b o}ld}", "€ 5old"),
            (r"{\rtf1 a{\field{\*\fldinst HYPERLINK x}{\fldrslt link}} \{b\}{\deleted no}}", "alink {b}"),
            (r"{\rtf1 a{\footnote note} b\par c}", "a b\nnote\nc"),
            (r"{\rtf1\v no{\v0 a}\cell no{\v0 b}\par{\v0 c}}", "a\tb\nc"),
            (r"{\rtf1 \u-10179?\u-8704?}", "😀"),
            (r"{\rtf1 a\bin3 }}}b", "ab"),
        ] {
            assert_eq!(text(rtf.as_bytes()).unwrap(), expected, "{rtf}");
        }
    }

    #[test]
    fn any_cut_is_read() {
        let rtf = br"{\rtf1\ansi{\fonttbl{\f0 A;}}a\'e9\u321?{\footnote b}\par\bin9999 }";
        for end in 0..rtf.len() {
            text(&rtf[..end]).unwrap();
        }
    }
}
