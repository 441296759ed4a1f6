//! The texts that benches run on.

use std::path::PathBuf;

/// The folder that `GAZTAG_BENCH_TEXTS` names, or else that of the samples.
pub fn folder() -> PathBuf {
    std::env::var_os("GAZTAG_BENCH_TEXTS").unwrap_or_else(|| "seeds".into()).into()
}

/// The texts of [`folder`].
pub fn collection() -> Vec<String> {
    let folder = folder();
    let mut paths: Vec<_> = std::fs::read_dir(&folder)
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|e| e == "txt"))
        .collect();
    paths.sort();
    paths.iter().map(|path| std::fs::read_to_string(path).expect("a text of the benches is UTF-8")).collect()
}
