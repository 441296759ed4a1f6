//! Packs the lists of `gazetteers/` into one compressed archive that the
//! library embeds.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

/// The folders whose CSV files are shipped.
const FOLDERS: [&str; 6] = ["context", "money", "organizations", "people", "places", "words"];

fn main() {
    println!("cargo::rerun-if-changed=gazetteers");
    let mut archive = Vec::new();
    for folder in FOLDERS {
        for path in lists(&Path::new("gazetteers").join(folder)) {
            let content = fs::read(&path).expect("a list can be read");
            let name = path.file_name().expect("a list has a name").to_string_lossy();
            write!(archive, "{folder}/{name}\n{}\n", content.len()).expect("memory takes it");
            archive.extend(content);
        }
    }
    let out = PathBuf::from(std::env::var_os("OUT_DIR").expect("cargo sets it")).join("gazetteers.deflate");
    let file = fs::File::create(out).expect("the build folder can be written");
    let mut encoder = flate2::write::DeflateEncoder::new(file, flate2::Compression::best());
    encoder.write_all(&archive).and_then(|()| encoder.finish().map(drop)).expect("the archive can be written");
}

/// The CSV files of a folder, sorted; none where there is no such folder.
fn lists(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut paths: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|e| e == "csv"))
        .collect();
    paths.sort();
    paths
}
