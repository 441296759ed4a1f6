//! Packs the lists of `gazetteers/` into one compressed archive that the
//! library embeds, and tells the library which source it was built from.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::Write;
use std::path::{Path, PathBuf};

/// The folders whose CSV files are shipped.
const FOLDERS: [&str; 6] = ["context", "money", "organizations", "people", "places", "words"];

fn main() {
    pack_lists();
    hash_source();
    name_libraries();
}

/// A hash of all that decides how lists are compiled: lists that another
/// state of the source has compiled are not to be trusted.
fn hash_source() {
    let mut hasher = DefaultHasher::new();
    std::env::var_os("CARGO_PKG_VERSION").hash(&mut hasher);
    for path in ["src", "build.rs"] {
        println!("cargo::rerun-if-changed={path}");
        hash_files(Path::new(path), &mut hasher);
    }
    for folder in FOLDERS {
        hash_files(&Path::new("gazetteers").join(folder), &mut hasher);
    }
    println!("cargo::rustc-env=GAZTAG_SOURCE_HASH={:016x}", hasher.finish());
}

fn hash_files(path: &Path, hasher: &mut DefaultHasher) {
    if path.is_dir() {
        for path in sorted(path) {
            hash_files(&path, hasher);
        }
    } else {
        path.hash(hasher);
        fs::read(path).unwrap_or_default().hash(hasher);
    }
}

/// The libraries that read, fold and pack lists.
const LIBRARIES: [&str; 9] = [
    "csv",
    "csv-core",
    "encoding_rs",
    "postcard",
    "serde",
    "twox-hash",
    "unicode-normalization",
    "unicode-segmentation",
    "unicode-properties",
];

/// Tells the library their versions: lists that other ones have compiled are
/// not to be trusted either.
fn name_libraries() {
    let lock = PathBuf::from("Cargo.lock");
    println!("cargo::rerun-if-changed={}", lock.display());
    let lock = fs::read_to_string(lock).unwrap_or_default();
    let packages = lock.split("[[package]]").filter_map(|package| {
        let value = |key: &str| package.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(" = "));
        let name = value("name")?.trim_matches('"');
        LIBRARIES.contains(&name).then(|| format!("{name} {}", value("version").unwrap_or_default().trim_matches('"')))
    });
    println!("cargo::rustc-env=GAZTAG_LIBRARIES={}", packages.collect::<Vec<_>>().join(", "));
}

fn pack_lists() {
    println!("cargo::rerun-if-changed=gazetteers");
    let mut archive = Vec::new();
    for folder in FOLDERS {
        for path in lists(&Path::new("gazetteers").join(folder)) {
            let content = fs::read(&path).expect("a list can be read");
            let name = path.file_name().expect("a list has a name").to_string_lossy();
            let packed = if is_of_each_start(folder, &name) { content.clone() } else { packed(&content) };
            write!(archive, "{folder}/{name}\n{}\n{}\n", content.len(), packed.len()).expect("memory takes it");
            archive.extend(packed);
        }
    }
    let out = PathBuf::from(std::env::var_os("OUT_DIR").expect("cargo sets it")).join("gazetteers.archive");
    fs::write(out, archive).expect("the build folder can be written");
}

/// The words of other languages are only asked for where a text is in one. To
/// unpack the other lists would be an eighth of a first start.
fn is_of_each_start(folder: &str, name: &str) -> bool {
    folder != "words" || name == "common.csv"
}

/// Each list is packed on its own, so that a start unpacks them side by side.
fn packed(content: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(content).and_then(|()| encoder.finish()).expect("memory takes it")
}

/// The CSV files of a folder, sorted; none where there is no such folder.
fn lists(folder: &Path) -> Vec<PathBuf> {
    sorted(folder).into_iter().filter(|path| path.extension().is_some_and(|e| e == "csv")).collect()
}

/// What lies in a folder, sorted; nothing where there is no such folder.
fn sorted(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut paths: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.sort();
    paths
}
