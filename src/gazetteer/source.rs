//! Which lists a run reads: the user's files, folders and what is in memory,
//! with their labels.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A list of the user's own: a file, a folder of files, or bytes in memory.
///
/// ```
/// use gaztag::ListSource;
///
/// let plain = ListSource::from_argument("drugs.csv");
/// assert_eq!((plain.path.to_str(), plain.label), (Some("drugs.csv"), None));
/// let labelled = ListSource::from_argument("DRUG=drugs.csv");
/// assert_eq!((labelled.path.to_str(), labelled.label.as_deref()), (Some("drugs.csv"), Some("DRUG")));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ListSource {
    /// The file or folder; the name in messages of a list in memory.
    pub path: PathBuf,
    /// The label of rows that name none; by default what the name of the
    /// folder says, or of the file where a file is given.
    pub label: Option<String>,
    /// The list itself, as a file would hold it, where it lies in memory.
    pub content: Option<Arc<Vec<u8>>>,
}

impl ListSource {
    /// What `PATH` or `LABEL=PATH` on a command line means. A path that
    /// exists is taken as it stands, even if it holds an equals sign.
    pub fn from_argument(argument: impl AsRef<OsStr>) -> Self {
        let argument = argument.as_ref();
        let plain = || ListSource::from(PathBuf::from(argument));
        match argument.to_str().and_then(|text| text.split_once('=')) {
            Some((label, path)) if is_label(label) && !Path::new(argument).exists() => {
                ListSource { path: path.into(), label: Some(label.to_string()), content: None }
            }
            _ => plain(),
        }
    }
}

impl ListSource {
    /// A list that lies in memory as a file would hold it: CSV with a header.
    ///
    /// `name` tells it from others in messages, and gives its rows their label
    /// as the name of a file would, where `label` says nothing.
    ///
    /// ```
    /// use gaztag::{ListSource, Pipeline, PipelineOptions};
    ///
    /// let list = ListSource::from_bytes("drugs", None, *b"name,id\nZorbamycin,crm:7\n");
    /// let options = PipelineOptions { gazetteers: vec![list], ..PipelineOptions::default() };
    /// let pipeline = Pipeline::new(&options)?;
    /// let entities = pipeline.annotate("They took Zorbamycin.");
    /// assert_eq!((entities[0].label, entities[0].id()), ("DRUG", "crm:7"));
    /// # Ok::<(), gaztag::ListErrors>(())
    /// ```
    pub fn from_bytes(name: impl Into<PathBuf>, label: Option<&str>, bytes: impl Into<Vec<u8>>) -> Self {
        ListSource { path: name.into(), label: label.map(str::to_string), content: Some(Arc::new(bytes.into())) }
    }
}

impl From<PathBuf> for ListSource {
    fn from(path: PathBuf) -> Self {
        ListSource { path, label: None, content: None }
    }
}

impl From<&Path> for ListSource {
    fn from(path: &Path) -> Self {
        ListSource::from(path.to_path_buf())
    }
}

/// What the command line gives: `PATH` or `LABEL=PATH`.
impl From<OsString> for ListSource {
    fn from(argument: OsString) -> Self {
        ListSource::from_argument(argument)
    }
}

/// True for what stands before `=` as a label: letters, figures, `_`, `-`.
fn is_label(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '-')
}
