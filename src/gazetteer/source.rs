//! Which lists a run reads: the user's files and folders, with their labels.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

/// A list of the user's own: a file, or a folder of files.
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
    /// The file or folder.
    pub path: PathBuf,
    /// The label of rows that name none; by default what the name of the
    /// folder says, or of the file where a file is given.
    pub label: Option<String>,
}

impl ListSource {
    /// What `PATH` or `LABEL=PATH` on a command line means. A path that
    /// exists is taken as it stands, even if it holds an equals sign.
    pub fn from_argument(argument: impl AsRef<OsStr>) -> Self {
        let argument = argument.as_ref();
        let plain = || ListSource::from(PathBuf::from(argument));
        match argument.to_str().and_then(|text| text.split_once('=')) {
            Some((label, path)) if is_label(label) && !Path::new(argument).exists() => {
                ListSource { path: path.into(), label: Some(label.to_string()) }
            }
            _ => plain(),
        }
    }
}

impl From<PathBuf> for ListSource {
    fn from(path: PathBuf) -> Self {
        ListSource { path, label: None }
    }
}

impl From<&Path> for ListSource {
    fn from(path: &Path) -> Self {
        ListSource { path: path.to_path_buf(), label: None }
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
