//! Documents → links to their files, as seen from the workbook.

use std::fmt::Write;
use std::path::{Component, Path, PathBuf};

/// Where the files are that documents are named after.
#[derive(Clone, Debug, Default)]
pub struct Files {
    /// The folder that names of documents are below.
    pub root: PathBuf,
    /// The folder that the workbook will be in.
    pub workbook: PathBuf,
}

impl Files {
    /// The way from the workbook to the file that a document is, as a URL;
    /// none where it is no file, as records of tables and members of archives
    /// are.
    pub(super) fn link(&self, document: &str) -> Option<String> {
        let file = self.root.join(document);
        // A name that is none of a file must not lead anywhere.
        let is_file = !document.is_empty() && !document.contains(['\n', '\\']) && file.is_file();
        is_file.then(|| escaped(&way(&self.workbook, &file))).flatten()
    }
}

/// The parts of a relative path, from a folder to a file; both are absolute.
fn way(folder: &Path, file: &Path) -> Vec<String> {
    let parts = |path: &Path| -> Vec<String> {
        let names = path.components().filter(|part| matches!(part, Component::Normal(_)));
        names.map(|part| part.as_os_str().to_string_lossy().into_owned()).collect()
    };
    let (folder, file) = (parts(folder), parts(file));
    let shared = folder.iter().zip(&file).take_while(|(a, b)| a == b).count();
    let up = std::iter::repeat_n("..".to_string(), folder.len() - shared);
    up.chain(file[shared..].iter().cloned()).collect()
}

/// The path with what a URL would read otherwise written as `%HH`. Whoever
/// writes the workbook does the same where nothing of it is escaped yet, and
/// takes only these signs for a mark that it is: a path with others that a
/// URL does not hold has no link, nor one with `#` and none of these.
fn escaped(parts: &[String]) -> Option<String> {
    let mut url = String::new();
    for (at, part) in parts.iter().enumerate() {
        url.push_str(if at == 0 { "" } else { "/" });
        for sign in part.chars() {
            match sign {
                ' ' | '%' | '"' | '`' | '<' | '>' | '[' | ']' | '^' | '{' | '}' => {
                    write!(url, "%{:02X}", sign as u32).ok()?
                }
                '?' | '|' | ':' => return None,
                _ if sign.is_control() => return None,
                _ => url.push(sign),
            }
        }
    }
    match url.contains('#') {
        true => url.contains('%').then(|| url.replace('#', "%23")),
        false => Some(url),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_linked_as_seen_from_the_workbook() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("letters");
        std::fs::create_dir_all(root.join("a b")).unwrap();
        std::fs::write(root.join("a b/50%#é.txt"), "").unwrap();
        let files = |workbook: &str| Files { root: root.clone(), workbook: folder.path().join(workbook) };
        let document = "a b/50%#é.txt";
        assert_eq!(files("").link(document).as_deref(), Some("letters/a%20b/50%25%23é.txt"));
        assert_eq!(files("letters/a b").link(document).as_deref(), Some("50%25%23é.txt"));
        assert_eq!(files("out/x").link(document).as_deref(), Some("../../letters/a%20b/50%25%23é.txt"));
        assert_eq!(files("").link("a b/none.txt"), None);
        assert_eq!(files("").link("rows.csv:3"), None);
        std::fs::write(root.join("3#4.txt"), "").unwrap();
        assert_eq!(files("").link("3#4.txt"), None);
        std::fs::write(root.join("é(1)=2.txt"), "").unwrap();
        assert_eq!(files("").link("é(1)=2.txt").as_deref(), Some("letters/é(1)=2.txt"));
    }
}
