//! CSV → rows. Every mistake of a file is found in one pass, with its line
//! and column.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use super::entry::{Accept, Case, Gazetteer, NewRow, Role};
use super::problem::{ListErrors, Problem, Severity};
use super::source::ListSource;

/// The longest name or alias, in bytes. Longer ones are mistakes (a quote
/// that was never closed), and a cap keeps every pass linear.
pub const MAX_NAME: usize = 1000;

/// The columns that the format knows.
const COLUMNS: [&str; 8] = ["name", "label", "aliases", "id", "case", "match", "weight", "role"];
const NAME: usize = 0;
const LABEL: usize = 1;
const ALIASES: usize = 2;
const ID: usize = 3;
const CASE: usize = 4;
const MATCH: usize = 5;
const WEIGHT: usize = 6;
const ROLE: usize = 7;

/// Where no `weight` column is, this one serves.
const POPULATION: &str = "population";

/// How a list is read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReadOptions {
    /// The label of rows that name none.
    pub label: String,
}

impl ReadOptions {
    /// The default label of a file: what its folder (or, for a file on its
    /// own, its own name) says: `organizations` is ORG, `places` is PLACE,
    /// `drugs` is DRUG.
    pub fn labelled_after(path: &Path) -> Self {
        let stem = path.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
        let label = match stem.to_lowercase().as_str() {
            "organizations" | "organisations" | "orgs" => "ORG".to_string(),
            other => singular(other).to_uppercase(),
        };
        ReadOptions { label }
    }
}

fn singular(word: &str) -> String {
    match word {
        _ if word.ends_with("ies") && word.len() > 4 => format!("{}y", &word[..word.len() - 3]),
        _ if word.ends_with('s') && !word.ends_with("ss") && word.len() > 2 => word[..word.len() - 1].to_string(),
        _ => word.to_string(),
    }
}

/// The `.csv` and `.tsv` files of a folder and its folders, sorted, each with
/// how it is to be read; a file stands for itself.
///
/// # Errors
/// Where the folder cannot be listed, or holds no list.
pub(crate) fn list_files(path: &Path) -> std::io::Result<Vec<(PathBuf, ReadOptions)>> {
    if !path.is_dir() {
        return Ok(vec![(path.to_path_buf(), ReadOptions::labelled_after(path))]);
    }
    let mut files = Vec::new();
    for entry in ignore::WalkBuilder::new(path).standard_filters(false).sort_by_file_name(Ord::cmp).build() {
        let entry = entry.map_err(std::io::Error::other)?;
        let is_list = entry.path().extension().is_some_and(|e| e == "csv" || e == "tsv");
        if is_list && entry.path().is_file() {
            let folder = entry.path().parent().unwrap_or(path);
            files.push((entry.path().to_path_buf(), ReadOptions::labelled_after(folder)));
        }
    }
    if files.is_empty() {
        return Err(std::io::Error::other("the folder holds no .csv or .tsv list"));
    }
    Ok(files)
}

/// Adds the rows of one list to `gazetteer`, and every mistake in it to
/// `problems`. Linear in the file.
pub(crate) fn read_list(
    bytes: &[u8],
    path: &str,
    options: &ReadOptions,
    gazetteer: &mut Gazetteer,
    problems: &mut Vec<Problem>,
) {
    let mut reader = ListReader {
        path,
        options,
        gazetteer,
        problems,
        raw: bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes),
        delimiter: b',',
        cursor: Cursor { offset: 0, line: 1 },
        header: Header::default(),
        seen_names: HashMap::new(),
        seen_ids: HashMap::new(),
    };
    reader.run();
}

/// A place in the raw file, moved forward only.
#[derive(Clone, Copy)]
struct Cursor {
    offset: usize,
    line: u64,
}

/// Which field holds which column.
#[derive(Default)]
struct Header {
    known: [Option<usize>; COLUMNS.len()],
    extra: Vec<usize>,
    population: Option<usize>,
    width: usize,
}

struct ListReader<'r> {
    path: &'r str,
    options: &'r ReadOptions,
    gazetteer: &'r mut Gazetteer,
    problems: &'r mut Vec<Problem>,
    raw: &'r [u8],
    delimiter: u8,
    cursor: Cursor,
    header: Header,
    /// Name, label, id and role of a row → its line.
    seen_names: HashMap<String, u64>,
    /// Id → name and line.
    seen_ids: HashMap<String, (String, u64)>,
}

impl ListReader<'_> {
    fn run(&mut self) {
        if !self.check_encoding() {
            return;
        }
        self.delimiter = delimiter(self.raw);
        let mut csv =
            csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(self.delimiter).from_reader(self.raw);
        let mut record = csv::StringRecord::new();
        let mut is_header = true;
        loop {
            match csv.read_record(&mut record) {
                Ok(false) => break,
                Ok(true) => self.advance(record.position().map_or(0, |p| p.byte() as usize)),
                Err(error) => {
                    self.error(0, "", format!("cannot be read as CSV: {error}"), "save it as CSV in UTF-8");
                    return;
                }
            }
            if !is_header {
                self.row(&record);
            } else if !self.read_header(&record) {
                return;
            }
            is_header = false;
        }
        if is_header {
            self.error(0, "", "the list is empty".into(), "give it a header row with at least the column `name`");
        }
    }

    /// UTF-8 without NUL, or an error with the true line.
    fn check_encoding(&mut self) -> bool {
        let raw = self.raw;
        let (at, message) = match std::str::from_utf8(raw) {
            Err(error) => (error.valid_up_to(), "is not valid UTF-8 here"),
            Ok(_) => match raw.iter().position(|&b| b == 0) {
                Some(at) => (at, "holds a NUL byte here"),
                None => return true,
            },
        };
        let line_start = raw[..at].iter().rposition(|&b| b == b'\n').map_or(0, |p| p + 1);
        self.cursor.line = 1 + raw[..at].iter().filter(|&&b| b == b'\n').count() as u64;
        let column = 1 + String::from_utf8_lossy(&raw[line_start..at]).chars().count() as u64;
        let value = format!("byte 0x{:02X}", raw[at]);
        self.error(column, &value, message.into(), "save the list as CSV in UTF-8");
        false
    }

    /// Moves the cursor to the record that begins at or after `offset`.
    fn advance(&mut self, offset: usize) {
        let raw = self.raw;
        let mut to = offset.max(self.cursor.offset);
        while to < raw.len() && matches!(raw[to], b'\r' | b'\n') {
            to += 1;
        }
        self.cursor.line += raw[self.cursor.offset..to].iter().filter(|&&b| b == b'\n').count() as u64;
        self.cursor.offset = to;
    }

    fn read_header(&mut self, record: &csv::StringRecord) -> bool {
        let before = self.problems.len();
        let mut extra_names: Vec<String> = Vec::new();
        self.header.width = record.len();
        for (field, title) in record.iter().enumerate() {
            let folded = title.trim().to_lowercase();
            match COLUMNS.iter().position(|c| *c == folded) {
                Some(column) if self.header.known[column].is_some() => {
                    self.field_error(record, field, "this column is there twice", "keep one of them");
                }
                Some(column) => self.header.known[column] = Some(field),
                None if extra_names.contains(&folded) && !folded.is_empty() => {
                    self.field_error(record, field, "this column is there twice", "rename or remove one of them");
                }
                None => {
                    self.check_near_miss(record, field, &folded);
                    self.header.extra.push(field);
                    extra_names.push(folded);
                }
            }
        }
        if self.header.known[NAME].is_none() && self.problems.len() == before {
            let help = format!("name one column `name`; this header has {}", titles(record));
            self.error(1, "", "the header has no column `name`".into(), &help);
        }
        self.header.population = extra_names.iter().position(|c| c == POPULATION).map(|i| self.header.extra[i]);
        self.gazetteer.add_source(self.path, extra_names);
        self.problems.len() == before
    }

    /// A title that is nearly one of the format's own is a slip of the pen.
    fn check_near_miss(&mut self, record: &csv::StringRecord, field: usize, title: &str) {
        let is_there = |column: &str| record.iter().any(|t| t.trim().eq_ignore_ascii_case(column));
        let near = COLUMNS.iter().find(|c| !title.is_empty() && near_miss(title, c) && !is_there(c));
        if let Some(column) = near {
            let help = format!("write `{column}`, or give a column of your own a name that differs more");
            self.field_error(record, field, "unknown column, close to a known one", &help);
        }
    }

    fn row(&mut self, record: &csv::StringRecord) {
        if record.len() != self.header.width {
            let message = format!("the row has {} fields, the header has {}", record.len(), self.header.width);
            self.error(0, "", message, "quote values that hold the delimiter, and fill up short rows");
            return;
        }
        let before = self.problems.len();
        let field = |column: usize| self.header.known[column].map_or("", |at| record[at].trim());
        let (name, id, label) = (field(NAME), field(ID), field(LABEL));
        let (case, accept, role, weight) = (field(CASE), field(MATCH), field(ROLE), field(WEIGHT));
        let aliases: Vec<&str> = match field(ALIASES) {
            "" => Vec::new(),
            aliases => aliases.split('|').map(str::trim).collect(),
        };
        self.check_names(record, name, &aliases);
        let case = self.value(
            record,
            CASE,
            case,
            None,
            &[("exact", Some(Case::Exact)), ("caps", Some(Case::Caps)), ("any", Some(Case::Any))],
        );
        let accept = self.value(
            record,
            MATCH,
            accept,
            Accept::Accept,
            &[
                ("accept", Accept::Accept),
                ("context", Accept::Context),
                ("part", Accept::Part),
                ("never", Accept::Never),
            ],
        );
        let role = self.value(record, ROLE, role, Role::Name, Role::ALL);
        let weight = self.weight(record, weight);
        let label = if label.is_empty() { self.options.label.clone() } else { label.to_string() };
        self.check_repeats(record, name, &label, id, role, &aliases);
        if self.problems[before..].iter().any(|p| p.severity == Severity::Error) {
            return;
        }
        let extra: Vec<&str> = self.header.extra.iter().map(|&at| record[at].trim()).collect();
        let line = self.cursor.line as u32;
        self.gazetteer.add(NewRow {
            name,
            id,
            label: &label,
            aliases: &aliases,
            extra: &extra,
            weight,
            line,
            case,
            accept,
            role,
        });
    }

    fn check_names(&mut self, record: &csv::StringRecord, name: &str, aliases: &[&str]) {
        let forms = std::iter::once((NAME, name)).chain(aliases.iter().map(|a| (ALIASES, *a)));
        for (column, form) in forms {
            let Some(field) = self.header.known[column] else { continue };
            let (message, help) = match form {
                "" if column == NAME => ("the name is empty", "write a name, or delete the row"),
                "" => ("an alias is empty", "delete the extra `|`"),
                _ if form.len() > MAX_NAME => {
                    ("the name is over 1000 bytes long", "shorten it; is a quotation mark missing?")
                }
                _ if form.chars().any(|c| c.is_control() && !c.is_whitespace()) => {
                    ("the name holds a control character", "delete it")
                }
                _ => continue,
            };
            self.field_error(record, field, message, help);
        }
    }

    /// The value of a column with a fixed set of words.
    fn value<T: Copy>(
        &mut self,
        record: &csv::StringRecord,
        column: usize,
        word: &str,
        default: T,
        words: &[(&str, T)],
    ) -> T {
        if word.is_empty() {
            return default;
        }
        match words.iter().find(|(known, _)| known.eq_ignore_ascii_case(word)) {
            Some((_, value)) => *value,
            None => {
                let known: Vec<&str> = words.iter().map(|(known, _)| *known).collect();
                let message = format!("unknown value in column `{}`", COLUMNS[column]);
                let field = self.header.known[column].unwrap_or(0);
                self.field_error(
                    record,
                    field,
                    &message,
                    &format!("write one of {}, or leave it empty", known.join(", ")),
                );
                default
            }
        }
    }

    fn weight(&mut self, record: &csv::StringRecord, word: &str) -> f64 {
        if word.is_empty() {
            let population = self.header.population.map_or("", |at| record[at].trim());
            return population.parse().ok().filter(|w: &f64| w.is_finite()).unwrap_or(0.0);
        }
        match word.parse::<f64>() {
            Ok(weight) if weight.is_finite() => weight,
            _ => {
                let field = self.header.known[WEIGHT].unwrap_or(0);
                self.field_error(record, field, "the weight is not a number", "write plain digits, such as 1250000");
                0.0
            }
        }
    }

    /// The same row twice, or one id for two names.
    fn check_repeats(
        &mut self,
        record: &csv::StringRecord,
        name: &str,
        label: &str,
        id: &str,
        role: Role,
        aliases: &[&str],
    ) {
        // As written, not folded: lists of a million names from outside hold
        // the same name with two kinds of apostrophe, and no harm comes of it.
        let mut key = name.to_string();
        for part in [label, id] {
            key.push('\u{1f}');
            key.push_str(part);
        }
        key.push(role as u8 as char);
        let line = self.cursor.line;
        let field = self.header.known[NAME].unwrap_or(0);
        match self.seen_names.get(&key) {
            Some(first) if aliases.is_empty() => {
                let help = format!("line {first} has the same name, label and id; delete one of the two");
                self.field_error(record, field, "the row is there twice", &help);
            }
            Some(_) => {}
            None => {
                self.seen_names.insert(key, line);
            }
        }
        if id.is_empty() {
            return;
        }
        match self.seen_ids.get(id) {
            Some((other, first)) if other != name => {
                let help =
                    format!("line {first} gives it to `{other}`; make one an alias of the other, or correct the id");
                let field = self.header.known[ID].unwrap_or(0);
                self.field_error(record, field, "two names have the same id", &help);
            }
            Some(_) => {}
            None => {
                self.seen_ids.insert(id.to_string(), (name.to_string(), line));
            }
        }
    }

    fn field_error(&mut self, record: &csv::StringRecord, field: usize, message: &str, help: &str) {
        let (line, column) = locate(&self.raw[self.cursor.offset..], self.delimiter, field);
        let problem = Problem {
            severity: Severity::Error,
            path: self.path.to_string(),
            line: self.cursor.line + line,
            column,
            value: shortened(&record[field]),
            message: message.to_string(),
            help: help.to_string(),
        };
        self.problems.push(problem);
    }

    fn error(&mut self, column: u64, value: &str, message: String, help: &str) {
        self.problems.push(Problem {
            severity: Severity::Error,
            path: self.path.to_string(),
            line: self.cursor.line,
            column,
            value: value.to_string(),
            message,
            help: help.to_string(),
        });
    }
}

/// Line (from 0) and column (from 1) at which a field of a record begins.
fn locate(record: &[u8], delimiter: u8, field: usize) -> (u64, u64) {
    let (mut line, mut column, mut fields, mut quoted) = (0, 1, 0, false);
    for &byte in record {
        if fields == field {
            break;
        }
        match byte {
            b'"' => quoted = !quoted,
            b if b == delimiter && !quoted => fields += 1,
            _ => {}
        }
        if byte == b'\n' {
            line += 1;
            column = 1;
        } else if byte & 0xc0 != 0x80 {
            column += 1;
        }
    }
    (line, column)
}

/// Comma, semicolon or tab, whichever makes `name` a column of the header;
/// else the one that occurs most.
fn delimiter(raw: &[u8]) -> u8 {
    let header = raw.split(|&b| b == b'\n').find(|line| !line.trim_ascii().is_empty()).unwrap_or_default();
    let names_a_column = |&&d: &&u8| {
        header.split(|&b| b == d).any(|t| {
            t.trim_ascii().trim_ascii_end().eq_ignore_ascii_case(b"name") || t.eq_ignore_ascii_case(b"\"name\"")
        })
    };
    let count = |&&d: &&u8| header.iter().filter(|&&b| b == d).count();
    let candidates = [b'\t', b';', b','];
    *candidates
        .iter()
        .filter(names_a_column)
        .max_by_key(count)
        .unwrap_or_else(|| candidates.iter().max_by_key(count).unwrap_or(&b','))
}

fn near_miss(title: &str, column: &str) -> bool {
    let allowed = if column.len() <= 4 { 1 } else { 2 };
    strsim::damerau_levenshtein(title, column) <= allowed
}

fn titles(record: &csv::StringRecord) -> String {
    let titles: Vec<String> = record.iter().take(8).map(|t| format!("`{}`", shortened(t))).collect();
    titles.join(", ")
}

/// A value as an error message shows it.
fn shortened(value: &str) -> String {
    const SHOWN: usize = 60;
    match value.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &value[..end]),
        None => value.to_string(),
    }
}

/// Reads the shipped lists (if asked for), then the user's.
pub(crate) fn read_sources(shipped: bool, lists: &[ListSource]) -> Result<Gazetteer, ListErrors> {
    let mut gazetteer = Gazetteer::default();
    let mut problems = Vec::new();
    if shipped {
        for (path, bytes) in super::shipped_files() {
            let options = ReadOptions::labelled_after(Path::new(&path).parent().unwrap_or(Path::new("")));
            read_list(&bytes, &format!("shipped/{path}"), &options, &mut gazetteer, &mut problems);
        }
    }
    for list in lists {
        read_source(list, &mut gazetteer, &mut problems);
    }
    problems.retain(|p| p.severity == Severity::Error);
    if problems.is_empty() { Ok(gazetteer) } else { Err(ListErrors { problems }) }
}

fn read_source(list: &ListSource, gazetteer: &mut Gazetteer, problems: &mut Vec<Problem>) {
    let files = match list_files(&list.path) {
        Ok(files) => files,
        Err(error) => return problems.push(unreadable(&list.path, &error)),
    };
    for (file, options) in files {
        let options = list.label.as_ref().map_or(options, |label| ReadOptions { label: label.clone() });
        match std::fs::read(&file) {
            Ok(bytes) => read_list(&bytes, &file.to_string_lossy(), &options, gazetteer, problems),
            Err(error) => problems.push(unreadable(&file, &error)),
        }
    }
}

fn unreadable(path: &Path, error: &std::io::Error) -> Problem {
    Problem {
        severity: Severity::Error,
        path: path.to_string_lossy().into_owned(),
        line: 0,
        column: 0,
        value: String::new(),
        message: format!("cannot be read: {error}"),
        help: "check the path and its permissions".into(),
    }
}
