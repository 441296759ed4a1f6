//! What the user named, checked; and reading one document of it.

use encoding_rs::Encoding;
use ignore::overrides::{Override, OverrideBuilder};
use std::borrow::Cow;
use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::walk::display;
use super::{Found, Opened, Reason, Skipped, Walk, decode};
use crate::segment::MAX_TEXT;

/// The greatest size of a document where nothing else is said: 256 MiB.
pub const DEFAULT_MAX_SIZE: u64 = 256 << 20;

/// What the files of a folder must be named like where nothing else is said.
const DEFAULT_GLOB: &str = "*.txt";

/// How documents are found and read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InputOptions {
    /// Which files of a folder are documents; one with `!` before it takes
    /// files out. Matched against the name, or the path below the folder
    /// where the glob holds a `/`. By default `*.txt`, in capitals too.
    pub globs: Vec<String>,
    /// A label of the Encoding Standard for documents without a byte order
    /// mark; by default UTF-8.
    pub encoding: Option<String>,
    /// The greatest size of a document, in bytes.
    pub max_size: u64,
}

impl Default for InputOptions {
    fn default() -> Self {
        InputOptions { globs: Vec::new(), encoding: None, max_size: DEFAULT_MAX_SIZE }
    }
}

/// Why nothing can be read at all.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum InputError {
    /// A path that is not there.
    #[error("{path}: {error}")]
    Path {
        /// The path as it was given.
        path: String,
        /// What the system says.
        error: io::Error,
    },
    /// No path at all.
    #[error("no path was given; name files or folders, or - for standard input")]
    NoPath,
    /// A glob that cannot be understood.
    #[error("--glob: {0}")]
    Glob(String),
    /// An encoding of no known name.
    #[error("--encoding: {0:?} is no known encoding; known are for example utf-8, utf-16le, windows-1252, gb18030")]
    Encoding(String),
    /// A greatest size that texts cannot have.
    #[error("--max-size: a document can have at most {MAX_TEXT} bytes")]
    MaxSize,
}

/// The files, folders and standard input that the user named.
#[derive(Debug)]
pub struct Collection {
    roots: Vec<Root>,
    globs: Override,
    encoding: Option<&'static Encoding>,
    max_size: u64,
}

/// One path that the user named.
#[derive(Debug)]
pub(super) enum Root {
    Stdin,
    File {
        path: PathBuf,
        is_file: bool,
    },
    Folder {
        path: PathBuf,
        /// The folder with no link in its path.
        real: PathBuf,
        /// What the names of its documents begin with: nothing where it is
        /// the only path, so that names are the same wherever it lies.
        prefix: PathBuf,
    },
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
        let globs = globs(&options.globs)?;
        let encoding = options.encoding.as_deref().map(named_encoding).transpose()?;
        let mut collection = Collection { roots: Vec::new(), globs, encoding, max_size: options.max_size };
        collection.roots = collection.roots(paths)?;
        Ok(collection)
    }

    /// The documents, in order, each found only when it is asked for.
    pub fn documents(&self) -> Walk<'_> {
        Walk::new(self, &self.roots)
    }

    /// True where a walk would come upon a file at `path`, which has no link
    /// in it: what an output must not be. Looks at names only.
    pub fn takes(&self, path: &Path) -> bool {
        self.roots.iter().any(|root| match root {
            Root::Stdin => false,
            Root::File { path: file, .. } => fs::canonicalize(file).is_ok_and(|real| real == path),
            Root::Folder { real, .. } => path.strip_prefix(real).is_ok_and(|relative| self.takes_below(relative)),
        })
    }

    fn takes_below(&self, relative: &Path) -> bool {
        let folders = relative.ancestors().skip(1).filter(|a| !a.as_os_str().is_empty());
        self.takes_name(relative, false) && folders.into_iter().all(|folder| self.takes_name(folder, true))
    }

    /// What the globs say to a path below a folder.
    pub(super) fn takes_name(&self, relative: &Path, is_folder: bool) -> bool {
        !self.globs.matched(relative, is_folder).is_ignore()
    }

    /// Opens a document that was found, but reads nothing: what cannot be
    /// opened without waiting is opened when it is read.
    ///
    /// # Errors
    /// Where it is not there, is no file, or is too large.
    pub fn open(&self, found: &Found) -> Result<Opened, Reason> {
        Opened::new(found, self.max_size)
    }

    /// The text of a document's bytes. Linear in the bytes.
    ///
    /// # Errors
    /// Where they are no text.
    pub fn text<'b>(&self, bytes: &'b [u8]) -> Result<Cow<'b, str>, Reason> {
        let text = decode(bytes, self.encoding)?;
        if text.len() > MAX_TEXT { Err(Reason::TooLarge { max: self.max_size }) } else { Ok(text) }
    }

    /// Reads one document into `buffer` and hands its text to `then`.
    ///
    /// The buffer only saves memory from being asked for again.
    ///
    /// # Errors
    /// Why the document has to be left out.
    pub fn read<T>(&self, found: &Found, buffer: &mut Vec<u8>, then: impl FnOnce(&str) -> T) -> Result<T, Skipped> {
        self.open(found)
            .and_then(|opened| opened.read(buffer))
            .and_then(|bytes| self.text(bytes))
            .map(|text| then(&text))
            .map_err(|reason| Skipped { name: found.name.clone(), reason })
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
            if given.is_dir { self.takes_name(relative, true) } else { self.takes_below(relative) }
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

fn named_encoding(label: &str) -> Result<&'static Encoding, InputError> {
    Encoding::for_label_no_replacement(label.as_bytes()).ok_or_else(|| InputError::Encoding(label.to_string()))
}

fn globs(globs: &[String]) -> Result<Override, InputError> {
    let error = |error: ignore::Error| InputError::Glob(error.to_string());
    let mut builder = OverrideBuilder::new("");
    if globs.iter().all(|glob| glob.starts_with('!')) {
        builder.case_insensitive(true).and_then(|b| b.add(DEFAULT_GLOB)).map_err(error)?;
        builder.case_insensitive(false).map_err(error)?;
    }
    for glob in globs {
        if glob.trim_start_matches('!').is_empty() {
            return Err(InputError::Glob("the glob is empty; write for example '*.md'".into()));
        }
        builder.add(glob).map_err(error)?;
    }
    builder.build().map_err(error)
}
