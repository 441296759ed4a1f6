//! What kind of file is this? By its first bytes, then by the ending of its
//! name.

use std::fmt;
use std::path::Path;

/// What a source is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Kind {
    /// Plain text.
    Text,
    /// A table whose cells stand between commas, or the like.
    Csv,
    /// A table whose cells stand between tabs.
    Tsv,
    /// One JSON object a line.
    JsonLines,
    /// A JSON array of objects.
    Json,
    /// A workbook of Excel.
    Xlsx,
    /// A workbook of OpenDocument.
    Ods,
    /// A web page.
    Html,
    /// A text of Word.
    Docx,
    /// A text of OpenDocument.
    Odt,
    /// Slides of PowerPoint.
    Pptx,
    /// A book.
    Epub,
    /// Rich text.
    Rtf,
    /// Pages for a printer.
    Pdf,
    /// A message; a saved web page in one file is one too.
    Mail,
    /// A file of messages.
    Mbox,
    /// An archive.
    Zip,
    /// An archive.
    Tar,
    /// Something compressed.
    Gzip,
    /// Something compressed.
    Zstd,
    /// Something compressed.
    Bzip2,
    /// Something compressed.
    Xz,
    /// Office files before 2007, messages of Outlook, and protected files.
    Ole,
}

/// Endings of names, in small letters, without their dot.
const ENDINGS: [(&str, Kind); 42] = [
    ("txt", Kind::Text),
    ("text", Kind::Text),
    ("md", Kind::Text),
    ("markdown", Kind::Text),
    ("rst", Kind::Text),
    ("csv", Kind::Csv),
    ("tsv", Kind::Tsv),
    ("tab", Kind::Tsv),
    ("jsonl", Kind::JsonLines),
    ("ndjson", Kind::JsonLines),
    ("json", Kind::Json),
    ("xlsx", Kind::Xlsx),
    ("xlsm", Kind::Xlsx),
    ("ods", Kind::Ods),
    ("html", Kind::Html),
    ("htm", Kind::Html),
    ("xhtml", Kind::Html),
    ("xht", Kind::Html),
    ("mht", Kind::Mail),
    ("mhtml", Kind::Mail),
    ("docx", Kind::Docx),
    ("docm", Kind::Docx),
    ("dotx", Kind::Docx),
    ("odt", Kind::Odt),
    ("ott", Kind::Odt),
    ("fodt", Kind::Odt),
    ("pptx", Kind::Pptx),
    ("ppsx", Kind::Pptx),
    ("pptm", Kind::Pptx),
    ("epub", Kind::Epub),
    ("rtf", Kind::Rtf),
    ("pdf", Kind::Pdf),
    ("eml", Kind::Mail),
    ("msg", Kind::Ole),
    ("mbox", Kind::Mbox),
    ("zip", Kind::Zip),
    ("tar", Kind::Tar),
    ("gz", Kind::Gzip),
    ("tgz", Kind::Gzip),
    ("zst", Kind::Zstd),
    ("bz2", Kind::Bzip2),
    ("xz", Kind::Xz),
];

/// First bytes that nothing else begins with.
const MAGIC: [(&[u8], Kind); 9] = [
    (b"%PDF-", Kind::Pdf),
    (b"PK\x03\x04", Kind::Zip),
    (b"PK\x05\x06", Kind::Zip),
    (b"{\\rtf", Kind::Rtf),
    (b"\x1f\x8b\x08", Kind::Gzip),
    (b"\x28\xb5\x2f\xfd", Kind::Zstd),
    (b"\xfd7zXZ\0", Kind::Xz),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Kind::Ole),
    (b"BZh", Kind::Bzip2),
];

/// Headers of which a message has two or more.
const HEADERS: [&str; 9] =
    ["from", "to", "date", "subject", "received", "message-id", "mime-version", "return-path", "delivered-to"];

/// How many first bytes tell the kind.
pub(super) const START: usize = 4096;

impl Kind {
    /// By the ending of a name; `None` where the ending is not known.
    pub fn of_name(name: &Path) -> Option<Self> {
        let ending = name.extension()?.to_str()?;
        ENDINGS.iter().find(|(known, _)| known.eq_ignore_ascii_case(ending)).map(|(_, kind)| *kind)
    }

    /// By first bytes that leave no doubt.
    pub fn of_start(start: &[u8]) -> Option<Self> {
        let is_tar = |start: &[u8]| start.get(257..262) == Some(b"ustar");
        match start.first()? {
            b'%' | b'P' | b'{' | 0x1f | 0x28 | 0xfd | 0xd0 | b'B' => {
                let magic = MAGIC.iter().find(|(magic, _)| start.starts_with(magic)).map(|(_, kind)| *kind);
                magic.filter(|kind| *kind != Kind::Bzip2 || start.get(4..10) == Some(b"1AY&SY"))
            }
            b'<' | b' ' | b'\n' | b'\r' | b'\t' | 0xef if is_page(start) => Some(Kind::Html),
            _ if is_tar(start) => Some(Kind::Tar),
            _ => None,
        }
    }

    /// By first bytes that a text could have too: for names without a known
    /// ending.
    pub fn of_likely_start(start: &[u8]) -> Option<Self> {
        let start = &start[..start.len().min(START)];
        match () {
            _ if start.starts_with(b"From ") && headers(start) > 1 => Some(Kind::Mbox),
            _ if headers(start) > 1 => Some(Kind::Mail),
            _ => None,
        }
    }

    /// True where its records are documents, and have to be told which column
    /// is their text.
    pub fn is_table(self) -> bool {
        matches!(self, Kind::Csv | Kind::Tsv | Kind::JsonLines | Kind::Json | Kind::Xlsx | Kind::Ods)
    }

    /// True where it holds documents; tables do too.
    pub(super) fn is_container(self) -> bool {
        self.is_table() || self.is_compressed() || matches!(self, Kind::Mbox | Kind::Zip | Kind::Tar)
    }

    /// True where something else is inside.
    pub(super) fn is_compressed(self) -> bool {
        matches!(self, Kind::Gzip | Kind::Zstd | Kind::Bzip2 | Kind::Xz)
    }

    /// True for kinds whose files are zip archives.
    pub(super) fn is_zipped(self) -> bool {
        matches!(self, Kind::Docx | Kind::Odt | Kind::Pptx | Kind::Epub | Kind::Xlsx | Kind::Ods)
    }

    /// What it is, where the first bytes say the one and the name the other.
    pub(super) fn agreed(start: Option<Kind>, name: Option<Kind>) -> Option<Kind> {
        match (start, name) {
            // An XML file of OpenDocument, and pages that tables hold.
            (Some(Kind::Zip), Some(name)) if name.is_zipped() => Some(name),
            (Some(Kind::Html), Some(name)) if name != Kind::Text => Some(name),
            (start, name) => start.or(name),
        }
    }

    /// Its short name, such as `csv`.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Text => "text",
            Kind::Csv => "csv",
            Kind::Tsv => "tsv",
            Kind::JsonLines => "jsonl",
            Kind::Json => "json",
            Kind::Xlsx => "xlsx",
            Kind::Ods => "ods",
            Kind::Html => "html",
            Kind::Docx => "docx",
            Kind::Odt => "odt",
            Kind::Pptx => "pptx",
            Kind::Epub => "epub",
            Kind::Rtf => "rtf",
            Kind::Pdf => "pdf",
            Kind::Mail => "mail",
            Kind::Mbox => "mbox",
            Kind::Zip => "zip",
            Kind::Tar => "tar",
            Kind::Gzip => "gzip",
            Kind::Zstd => "zstd",
            Kind::Bzip2 => "bzip2",
            Kind::Xz => "xz",
            Kind::Ole => "ole",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// True where a page of the web begins.
fn is_page(start: &[u8]) -> bool {
    let start = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start).trim_ascii_start();
    let begins = |with: &str| start.get(..with.len()).is_some_and(|s| s.eq_ignore_ascii_case(with.as_bytes()));
    begins("<!doctype html") || begins("<html")
}

/// How many of the headers of a message the first lines have.
fn headers(start: &[u8]) -> usize {
    let lines = start.split(|byte| *byte == b'\n').skip(usize::from(start.starts_with(b"From ")));
    let mut found = 0;
    for line in lines.take_while(|line| !line.trim_ascii().is_empty()) {
        if line.starts_with(b" ") || line.starts_with(b"\t") {
            continue;
        }
        let Some(colon) = memchr::memchr(b':', line) else { break };
        let name = &line[..colon];
        if !name.iter().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(byte)) {
            break;
        }
        found += usize::from(HEADERS.iter().any(|header| name.eq_ignore_ascii_case(header.as_bytes())));
    }
    found
}
