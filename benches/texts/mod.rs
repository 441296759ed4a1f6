//! The texts that benches run on.

use std::path::Path;

/// The texts of the folder that `GAZTAG_BENCH_TEXTS` names, or else the
/// samples.
pub fn collection() -> Vec<String> {
    let folder = std::env::var_os("GAZTAG_BENCH_TEXTS").unwrap_or_else(|| "seeds".into());
    let mut paths: Vec<_> = std::fs::read_dir(Path::new(&folder))
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|e| e == "txt"))
        .collect();
    paths.sort();
    paths.iter().map(|path| std::fs::read_to_string(path).expect("a text of the benches is UTF-8")).collect()
}
