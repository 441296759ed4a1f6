//! Which files a run reads, and the rows of all of them.

use rayon::prelude::*;
use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::entry::Gazetteer;
use super::languages::code_of;
use super::problem::{ListErrors, Problem, Problems, Severity};
use super::read::{ReadOptions, read_list};
use super::shipped::{PackedFile, packed_files};
use super::source::ListSource;
use crate::{threads, whole};

/// A list as it lies on the disk, or in memory.
struct ListFile {
    path: String,
    options: ReadOptions,
    bytes: Arc<Vec<u8>>,
}

/// The lists of a run, read but not yet understood.
#[derive(Default)]
pub struct ListFiles {
    /// The shipped lists come before the files.
    shipped: bool,
    /// Without them, what they say of how names are written does.
    spelling: bool,
    /// The user's rows with mistakes are left out.
    skip_bad_rows: bool,
    files: Vec<ListFile>,
    /// What could not be read.
    problems: Problems,
}

impl ListFiles {
    /// Reads the shipped lists (if asked for), then the user's, in the order
    /// given; the files of a folder sorted by name.
    pub fn read(shipped: bool, lists: &[ListSource]) -> Self {
        let mut read = ListFiles { shipped, ..ListFiles::default() };
        let mut seen = HashSet::new();
        for list in lists {
            read.add(list, &mut seen);
        }
        read
    }

    /// The same, and where the shipped lists are left out, what they say of
    /// how the user's names may be written: legal forms and affixes.
    pub fn with_spelling(self) -> Self {
        ListFiles { spelling: !self.shipped && !self.files.is_empty(), ..self }
    }

    /// The same, and rows of the user's lists that have a mistake are left out
    /// and told, instead of the whole list. What is wrong with a list as a
    /// whole, its header or its encoding, remains an error.
    pub fn skipping_bad_rows(self, skip: bool) -> Self {
        ListFiles { skip_bad_rows: skip, ..self }
    }

    /// The rows, and everything that is wrong with them. Files are read side
    /// by side; the rows stand in the order of the files.
    pub fn parse(&self) -> (Gazetteer, Problems) {
        let packed = packed_files();
        let needed = || packed.iter().filter(|file| self.needs(file.path));
        let shipped = needed().filter(|_| self.shipped).map(Part::Shipped);
        let spelling = needed().filter(|_| !self.shipped && self.spelling).map(Part::Spelling);
        let parts: Vec<Part<'_>> = shipped.chain(self.files.iter().map(Part::File)).chain(spelling).collect();
        let read = largest_first(&parts, |part| part.length(), |part| part.parse(self.skip_bad_rows));
        let (mut rows, mut problems) = (Gazetteer::default(), self.problems.clone());
        rows.reserve(read.iter().map(|(part, _)| part));
        for (part, (found, wrong)) in parts.iter().zip(read) {
            problems.append(wrong);
            if !rows.append(found) {
                problems.push(too_large(part.path()));
            }
        }
        (rows, problems)
    }

    /// True for a shipped list that this run reads.
    fn needs(&self, path: &'static str) -> bool {
        code_of(path).is_none() && (self.shipped || SPELLING.contains(&path))
    }

    /// Bytes of all lists, those shipped as one of a usual size.
    pub(crate) fn bytes(&self) -> usize {
        const SHIPPED: usize = 4 << 20;
        self.files.iter().map(|file| file.bytes.len()).sum::<usize>() + if self.shipped { SHIPPED } else { 0 }
    }

    /// Calls `hash` with all that decides the rows, but for the content of
    /// the shipped lists, which the program is built with: the same calls, the
    /// same rows and the same problems, but for the paths of the files, see
    /// [`rename`](Self::rename).
    pub(crate) fn hash(&self, mut hash: impl FnMut(&[u8])) {
        hash(&[self.shipped.into(), self.spelling.into(), self.skip_bad_rows.into()]);
        let mut first = HashMap::new();
        for (at, file) in self.files.iter().enumerate() {
            for part in [file.options.label.as_bytes(), &file.bytes[..]] {
                hash(&part.len().to_le_bytes());
                hash(part);
            }
            hash(&first.entry(&file.path).or_insert(at).to_le_bytes());
        }
        hash(format!("{:?}", self.problems.list).as_bytes());
    }

    /// The paths of the files, as they are told.
    pub(crate) fn paths(&self) -> Vec<String> {
        self.files.iter().map(|file| file.path.clone()).collect()
    }

    /// Gives rows and warnings of the same lists, which lay under the paths
    /// `before`, the paths of now.
    pub(crate) fn rename(&self, before: &[String], rows: &mut Gazetteer, warnings: &mut [Problem]) {
        let moved = before.iter().zip(&self.files).filter(|(before, file)| **before != file.path).rev();
        let moved: HashMap<&str, &str> = moved.map(|(before, file)| (before.as_str(), file.path.as_str())).collect();
        if moved.is_empty() {
            return;
        }
        for path in rows.paths_mut().chain(warnings.iter_mut().map(|warning| &mut warning.path)) {
            if let Some(now) = moved.get(path.as_str()) {
                *path = now.to_string();
            }
        }
    }

    /// The place of a file among the others, by its path as told.
    pub(crate) fn position(&self, path: &str) -> usize {
        self.files.iter().position(|file| file.path == path).map_or(0, |at| at + 1)
    }

    /// Sets the line and column of problems that know their row's line only,
    /// to where their value stands. Linear in the files.
    pub(crate) fn place(&self, mut problems: Problems) -> Problems {
        problems.list.sort_by(|a, b| (&a.path, a.line).cmp(&(&b.path, b.line)));
        for file in &self.files {
            let mut here = problems.list.iter_mut().filter(|p| p.path == file.path && p.column == 0).peekable();
            if here.peek().is_none() {
                continue;
            }
            let text = String::from_utf8_lossy(&file.bytes);
            let mut lines = Lines::new(text.trim_start_matches('\u{feff}'));
            for problem in here {
                lines.place(problem);
            }
        }
        problems
    }

    fn add(&mut self, list: &ListSource, seen: &mut HashSet<PathBuf>) {
        if let Some(content) = &list.content {
            let mut options = ReadOptions::labelled_after(&list.path);
            options.label = list.label.clone().unwrap_or(options.label);
            return self.files.push(ListFile {
                path: list.path.to_string_lossy().into_owned(),
                options,
                bytes: content.clone(),
            });
        }
        let files = match self.list_files(&list.path) {
            Ok(files) => files,
            Err(error) => return self.problems.push(unreadable(&list.path, &error)),
        };
        for (path, mut options) in files {
            if let Some(label) = &list.label {
                options.label.clone_from(label);
            }
            if path.canonicalize().is_ok_and(|real| !seen.insert(real)) {
                self.problems.push(about(&path, "the list is given twice", "name it once"));
                continue;
            }
            match whole::read(&path) {
                Ok(bytes) => {
                    let path = path.to_string_lossy().into_owned();
                    self.files.push(ListFile { path, options, bytes: bytes.into() });
                }
                Err(error) => self.problems.push(unreadable(&path, &error)),
            }
        }
    }

    /// The `.csv` and `.tsv` files of a folder and its folders, sorted, each
    /// with how it is to be read; a file stands for itself. Hidden files are
    /// left out: spreadsheets keep their locks in them.
    fn list_files(&mut self, path: &Path) -> std::io::Result<Vec<(PathBuf, ReadOptions)>> {
        if !path.is_dir() {
            return Ok(vec![(path.to_path_buf(), ReadOptions::labelled_after(path))]);
        }
        let mut files = Vec::new();
        let walk =
            ignore::WalkBuilder::new(path).standard_filters(false).hidden(true).sort_by_file_name(Ord::cmp).build();
        for entry in walk {
            let entry = entry.map_err(std::io::Error::other)?;
            let file = entry.path();
            let ending = file.extension().map(|e| e.to_string_lossy().to_lowercase()).unwrap_or_default();
            if !file.is_file() {
                continue;
            } else if ["csv", "tsv"].contains(&ending.as_str()) {
                files.push((file.to_path_buf(), ReadOptions::labelled_after(file.parent().unwrap_or(path))));
            } else if PERHAPS_LISTS.contains(&ending.as_str()) {
                let help = "save it as .csv, or bring it in with `gaztag lists import`";
                self.problems.push(about(file, "is not read: lists of a folder end in .csv or .tsv", help));
            }
        }
        if files.is_empty() {
            return Err(std::io::Error::other("the folder holds no .csv or .tsv list"));
        }
        Ok(files)
    }
}

/// The lines of a text, forward only.
struct Lines<'t> {
    rest: &'t str,
    number: u64,
}

impl<'t> Lines<'t> {
    fn new(text: &'t str) -> Self {
        Lines { rest: text, number: 1 }
    }

    /// Moves on to the line of a problem, and finds its value there.
    fn place(&mut self, problem: &mut Problem) {
        while self.number < problem.line {
            let Some(end) = self.rest.find(['\n', '\r']) else { return };
            let length = if self.rest[end..].starts_with("\r\n") { 2 } else { 1 };
            self.rest = &self.rest[end + length..];
            self.number += 1;
        }
        let line = &self.rest[..self.rest.find(['\n', '\r']).unwrap_or(self.rest.len())];
        if let Some(at) = line.find(&problem.value).filter(|_| !problem.value.is_empty()) {
            problem.column = 1 + line[..at].chars().count() as u64;
        }
    }
}

/// Endings of files in a folder of lists that a person may think are read.
const PERHAPS_LISTS: [&str; 8] = ["txt", "lst", "json", "jsonl", "ods", "xls", "xlsx", "xlsm"];

/// The shipped lists that say how names of any list may be written.
const SPELLING: [&str; 3] = ["context/affixes.csv", "context/legal_forms.csv", "context/registers.csv"];

/// A list to be read: a shipped one, or a file.
enum Part<'f> {
    Shipped(&'f PackedFile),
    /// A shipped one, for what it says of spelling only.
    Spelling(&'f PackedFile),
    File(&'f ListFile),
}

impl Part<'_> {
    fn path(&self) -> &str {
        match self {
            Part::Shipped(file) | Part::Spelling(file) => file.path,
            Part::File(file) => &file.path,
        }
    }

    /// In bytes.
    fn length(&self) -> usize {
        match self {
            Part::Shipped(file) | Part::Spelling(file) => file.length,
            Part::File(file) => file.bytes.len(),
        }
    }

    fn parse(&self, skip_bad_rows: bool) -> (Gazetteer, Problems) {
        let mut rows = Gazetteer::default();
        let problems = match self {
            Part::Shipped(file) | Part::Spelling(file) => {
                let spelling = matches!(self, Part::Spelling(_));
                let folder = Path::new(file.path).parent().unwrap_or(Path::new(""));
                let options = ReadOptions { shipped: true, spelling, ..ReadOptions::labelled_after(folder) };
                read_list(&file.unpack(), &format!("shipped/{}", file.path), &options, &mut rows)
            }
            Part::File(file) => {
                let options = ReadOptions { skip_bad_rows, ..file.options.clone() };
                read_list(&file.bytes, &file.path, &options, &mut rows)
            }
        };
        (rows, problems)
    }
}

/// `work` on every item, side by side and the largest first, so that no
/// thread is left alone with it at the end; results in the order of the items.
fn largest_first<T: Sync, R: Send>(items: &[T], size: fn(&T) -> usize, work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let mut order: Vec<usize> = (0..items.len()).collect();
    order.sort_by_key(|&at| Reverse(size(&items[at])));
    let mut done: Vec<(usize, R)> = order.par_iter().with_max_len(1).map(|&at| (at, work(&items[at]))).collect();
    done.sort_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, result)| result).collect()
}

/// The rows of some lists, and what is wrong with the lists.
#[derive(Debug)]
#[non_exhaustive]
pub struct Loaded {
    /// The rows.
    pub rows: Gazetteer,
    /// Errors and warnings, by file, then by line.
    pub problems: Problems,
}

/// Reads lists with every problem they have: for a look at them. To tag with
/// them, see [`Pipeline::new`](crate::Pipeline::new).
pub fn load(shipped: bool, lists: &[ListSource]) -> Loaded {
    let (rows, problems) = threads::on(0, || ListFiles::read(shipped, lists).parse());
    Loaded { rows, problems }
}

/// The warnings, where there are no errors.
pub(crate) fn warnings_only(problems: Problems) -> Result<Vec<Problem>, ListErrors> {
    if problems.errors() == 0 {
        return Ok(problems.list);
    }
    let more = problems.more_errors;
    let errors = problems.list.into_iter().filter(|p| p.severity == Severity::Error).collect();
    Err(ListErrors { problems: errors, more })
}

fn unreadable(path: &Path, error: &std::io::Error) -> Problem {
    let message = format!("cannot be read: {error}");
    Problem { severity: Severity::Error, ..about(path, &message, "check the path and its permissions") }
}

fn too_large(path: &str) -> Problem {
    let message = "all lists together hold more than 4 GB of text, 65535 files or 65536 labels";
    Problem { severity: Severity::Error, ..about(Path::new(path), message, "use fewer lists") }
}

/// A warning about a whole file.
fn about(path: &Path, message: &str, help: &str) -> Problem {
    Problem {
        severity: Severity::Warning,
        path: path.to_string_lossy().into_owned(),
        line: 0,
        column: 0,
        value: String::new(),
        message: message.to_string(),
        help: help.to_string(),
    }
}
