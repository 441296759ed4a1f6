//! What the user named, checked; and reading one document of it.

use encoding_rs::Encoding;
use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::files::{Root, display};
use super::options::ReadOptions;
use super::select::Selection;
use super::{Document, Found, InputError, InputOptions, Opened, Reason, Skipped, Walk, container, convert};
use crate::segment::MAX_TEXT;

/// The files, folders and standard input that the user named.
#[derive(Debug)]
pub struct Collection {
    roots: Vec<Root>,
    selection: Selection,
    max_size: u64,
    options: ReadOptions,
}

impl Collection {
    /// Checks paths and options; opens nothing.
    ///
    /// A path given twice, or inside a folder that is given too, is read once.
    ///
    /// # Errors
    /// The first mistake.
    pub fn new(paths: &[PathBuf], options: &InputOptions) -> Result<Self, InputError> {
        if options.max_size > MAX_TEXT as u64 {
            return Err(InputError::MaxSize);
        }
        let encoding = options.encoding.as_deref().map(named_encoding).transpose()?;
        let mut collection = Collection {
            roots: Vec::new(),
            selection: Selection::new(&options.globs, !options.text_columns.is_empty(), options.hidden)?,
            max_size: options.max_size,
            options: ReadOptions::new(options, encoding),
        };
        collection.roots = collection.roots(paths)?;
        Ok(collection)
    }

    /// The documents, in order, each found only when it is asked for.
    pub fn documents(&self) -> Walk<'_> {
        Walk::new(&self.selection, &self.roots, &self.options)
    }

    /// Looks at the columns of tables, where nothing but tables was named.
    ///
    /// # Errors
    /// What is wrong with the first one, where none of them has the columns
    /// that were asked for, or none was asked for.
    pub fn check_tables(&self) -> Result<(), InputError> {
        let mut first = None;
        for root in &self.roots {
            match self.wrong_columns(root) {
                Some(wrong) => first = first.or(Some(wrong)),
                None => return Ok(()),
            }
        }
        first.map_or(Ok(()), |wrong| Err(InputError::Table(Box::new(wrong))))
    }

    /// What is wrong with the columns of a table that can be opened twice.
    fn wrong_columns(&self, root: &Root) -> Option<Skipped> {
        let Root::File { path, is_file: true } = root else { return None };
        let found = Found::file(display(path), path.clone(), true, true);
        let (name, kind) = (found.name.clone(), found.kind);
        match container::enter(found, &self.options) {
            Err(reason @ Reason::Columns { .. }) => Some(Skipped::new(name, kind, reason)),
            _ => None,
        }
    }

    /// True where a walk would come upon a file at `path`, which has no link
    /// in it: what an output must not be. Looks at names only.
    pub fn takes(&self, path: &Path) -> bool {
        self.roots.iter().any(|root| match root {
            Root::Stdin => false,
            Root::File { path: file, .. } => fs::canonicalize(file).is_ok_and(|real| real == path),
            Root::Folder { real, .. } => path.strip_prefix(real).is_ok_and(|below| self.selection.takes_below(below)),
        })
    }

    /// Opens a document that was found, but reads nothing: what cannot be
    /// opened without waiting is opened when it is read.
    ///
    /// # Errors
    /// Where it is not there, is no file, or is too large.
    pub fn open(&self, found: &Found) -> Result<Opened, Skipped> {
        Opened::new(found, self.max_size).map_err(|reason| found.skipped(reason))
    }

    /// Reads a document that was opened. The buffer only saves memory from
    /// being asked for again.
    ///
    /// # Errors
    /// Where its bytes cannot be read, or are no text.
    pub fn document<'d>(
        &self,
        found: &'d Found,
        opened: Opened,
        buffer: &'d mut Vec<u8>,
    ) -> Result<Document<'d>, Skipped> {
        let bytes = opened.read(found, buffer).map_err(|reason| found.skipped(reason))?;
        let document = convert(found, bytes, &self.options)?;
        match document.text.len() > MAX_TEXT {
            true => Err(found.skipped(Reason::TooLarge { max: self.max_size })),
            false => Ok(document),
        }
    }

    /// Opens and reads one document, and hands it to `then`.
    ///
    /// # Errors
    /// Why the document has to be left out.
    pub fn read<T>(
        &self,
        found: &Found,
        buffer: &mut Vec<u8>,
        then: impl FnOnce(Document<'_>) -> T,
    ) -> Result<T, Skipped> {
        self.open(found).and_then(|opened| self.document(found, opened, buffer)).map(then)
    }

    /// The paths as roots, without those that another one covers.
    fn roots(&self, paths: &[PathBuf]) -> Result<Vec<Root>, InputError> {
        if paths.is_empty() {
            return Err(InputError::NoPath);
        }
        let mut given = Vec::new();
        for path in paths {
            given.push(if path.as_os_str() == "-" { None } else { Some(real(path)?) });
        }
        let folders: HashSet<&PathBuf> = given.iter().flatten().filter(|g| g.is_dir).map(|g| &g.real).collect();
        let mut seen = HashSet::new();
        let mut roots = Vec::new();
        for (path, given) in paths.iter().zip(&given) {
            let fresh = seen.insert(given.as_ref().map(|g| &g.real));
            match given {
                _ if !fresh => {}
                None => roots.push(Root::Stdin),
                Some(given) if self.is_covered(given, &folders) => {}
                Some(given) if given.is_dir => {
                    let prefix = if paths.len() > 1 { path.clone() } else { PathBuf::new() };
                    roots.push(Root::Folder { path: path.clone(), real: given.real.clone(), prefix });
                }
                Some(given) => roots.push(Root::File { path: path.clone(), is_file: given.is_file }),
            }
        }
        Ok(roots)
    }

    /// True where the walk of another folder comes upon the path.
    fn is_covered(&self, given: &Given, folders: &HashSet<&PathBuf>) -> bool {
        let above = given.real.ancestors().skip(1).filter(|a| folders.contains(&a.to_path_buf()));
        above.into_iter().any(|folder| {
            let relative = given.real.strip_prefix(folder).expect("it is an ancestor");
            if given.is_dir { self.selection.takes_folder(relative) } else { self.selection.takes_below(relative) }
        })
    }
}

/// A path that was given, and is there.
struct Given {
    real: PathBuf,
    is_dir: bool,
    is_file: bool,
}

fn real(path: &Path) -> Result<Given, InputError> {
    let error = |error| InputError::Path { path: display(path), error };
    let metadata = fs::metadata(path).map_err(error)?;
    let is_dir = metadata.is_dir();
    let real = match path.file_name() {
        // A link to a file is a document of its own, as it is in a walk.
        Some(name) if !is_dir => fs::canonicalize(parent(path)).map(|folder| folder.join(name)),
        _ => fs::canonicalize(path),
    };
    Ok(Given { real: real.map_err(error)?, is_dir, is_file: metadata.is_file() })
}

fn parent(path: &Path) -> &Path {
    path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

pub(super) fn named_encoding(label: &str) -> Result<&'static Encoding, InputError> {
    Encoding::for_label_no_replacement(label.as_bytes()).ok_or_else(|| InputError::Encoding(label.to_string()))
}
