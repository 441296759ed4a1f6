//! Compiled lists that are kept: used where nothing has changed, never
//! otherwise, and never an error.

use gaztag::{ListSource, Pipeline, PipelineOptions};
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// A list that is large enough to be kept.
fn list(last: &str) -> String {
    let rows: String = (0..60_000).map(|i| format!("Zorblax {i} Quuxers,ORG\n")).collect();
    format!("name,label\n{rows}{last},ORG\n")
}

struct Place {
    folder: TempDir,
}

impl Place {
    fn new(last: &str) -> Self {
        let place = Place { folder: tempfile::tempdir().expect("a folder") };
        fs::write(place.list(), list(last)).expect("written");
        place
    }

    fn list(&self) -> PathBuf {
        self.folder.path().join("list.csv")
    }

    fn cache(&self) -> PathBuf {
        self.folder.path().join("cache")
    }

    /// The rows of a text, as a start with this cache finds them.
    fn rows(&self, cache: &Path) -> Vec<String> {
        let gazetteers = vec![self.list().into()];
        let options =
            PipelineOptions { shipped: false, gazetteers, cache: Some(cache.to_path_buf()), ..Default::default() };
        let pipeline = Pipeline::new(&options).expect("a sound list");
        let text = "Zorblax 77 Quuxers met Alpha Zorb and Beta Zorb.";
        pipeline.annotate(text).iter().map(|e| e.span.of(text).to_string()).collect()
    }

    fn kept(&self) -> Vec<PathBuf> {
        let Ok(entries) = fs::read_dir(self.cache()) else { return Vec::new() };
        let mut kept: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
        kept.sort();
        kept
    }
}

const FOUND: [&str; 2] = ["Zorblax 77 Quuxers", "Alpha Zorb"];

#[test]
fn a_second_start_finds_the_same() {
    let place = Place::new("Alpha Zorb");
    assert_eq!(place.rows(&place.cache()), FOUND);
    let kept = place.kept();
    assert_eq!(kept.len(), 1, "{kept:?}");
    let before = fs::read(&kept[0]).expect("kept");
    assert_eq!(place.rows(&place.cache()), FOUND);
    assert_eq!((place.kept(), fs::read(&kept[0]).expect("kept")), (kept, before));
}

#[test]
fn a_changed_list_is_compiled_anew() {
    let place = Place::new("Alpha Zorb");
    assert_eq!(place.rows(&place.cache()), FOUND);
    fs::write(place.list(), list("Beta Zorb")).expect("written");
    assert_eq!(place.rows(&place.cache()), ["Zorblax 77 Quuxers", "Beta Zorb"]);
    assert_eq!(place.kept().len(), 2);
}

#[test]
fn what_is_damaged_is_made_anew() {
    let place = Place::new("Alpha Zorb");
    place.rows(&place.cache());
    let [kept] = &place.kept()[..] else { panic!("one file") };
    let whole = fs::read(kept).expect("kept");
    let middle = whole.len() / 2;
    let mut flipped = whole.clone();
    flipped[middle] ^= 1;
    let mut header = whole.clone();
    header[12] ^= 1;
    let longer = [&whole[..], b"x"].concat();
    let mut letter = whole.clone();
    let name = whole.windows(4).position(|bytes| bytes == b"Quux").expect("names are kept");
    letter[name] ^= 1;
    for damaged in [&flipped[..], &letter, &header, &longer, &whole[..middle], &whole[..10], b"", b"not ours at all"] {
        fs::write(kept, damaged).expect("written");
        assert_eq!(place.rows(&place.cache()), FOUND);
        let anew = fs::read(kept).expect("kept");
        // Also where what is damaged could be read.
        assert!(anew != damaged && anew.len() == whole.len(), "what was damaged stays");
    }
}

#[test]
fn a_folder_that_cannot_be_written_is_no_error() {
    let place = Place::new("Alpha Zorb");
    for cache in [place.list(), place.list().join("below"), PathBuf::from("/proc/none")] {
        assert_eq!(place.rows(&cache), FOUND);
    }
}

#[test]
fn starts_at_once_do_no_harm() {
    let place = Place::new("Alpha Zorb");
    std::thread::scope(|scope| {
        let starts: Vec<_> = (0..4).map(|_| scope.spawn(|| place.rows(&place.cache()))).collect();
        for start in starts {
            assert_eq!(start.join().expect("no panic"), FOUND);
        }
    });
    assert_eq!(place.kept().len(), 1);
}

/// The label and the place of `Alpha Zorb`, as a list under `label` says.
fn told(place: &Place, list: &Path, label: Option<&str>) -> (String, String) {
    let gazetteers = vec![ListSource { label: label.map(str::to_string), ..list.into() }];
    let options = PipelineOptions { shipped: false, gazetteers, cache: Some(place.cache()), ..Default::default() };
    let pipeline = Pipeline::new(&options).expect("a sound list");
    let entities = pipeline.annotate("Alpha Zorb");
    (entities[0].label.to_string(), entities[0].entry().expect("listed").source().path.clone())
}

#[test]
fn another_label_is_another_list() {
    let place = Place::new("Alpha Zorb");
    fs::write(place.list(), list("Alpha Zorb").replace(",ORG", "").replace(",label", "")).expect("written");
    for (label, kept) in [("FIRM", 1), ("SHIP", 2)] {
        assert_eq!(told(&place, &place.list(), Some(label)).0, label);
        assert_eq!(place.kept().len(), kept);
    }
}

#[test]
fn a_list_may_move_and_is_told_where_it_is() {
    let place = Place::new("Alpha Zorb");
    let elsewhere = place.folder.path().join("elsewhere.csv");
    fs::copy(place.list(), &elsewhere).expect("copied");
    for path in [place.list(), elsewhere] {
        assert_eq!(told(&place, &path, Some("FIRM")), ("ORG".to_string(), path.to_string_lossy().into_owned()));
    }
    assert_eq!(place.kept().len(), 1);
}

#[test]
fn what_is_not_ours_stays_and_what_was_left_behind_goes() {
    let place = Place::new("Alpha Zorb");
    fs::create_dir_all(place.cache()).expect("a folder");
    let [ours, foreign] = ["0.gaztag-part", "film.part"].map(|name| place.cache().join(name));
    for path in [&ours, &foreign] {
        fs::write(path, "half").expect("written");
    }
    assert_eq!(place.rows(&place.cache()), FOUND);
    assert_eq!((ours.exists(), foreign.exists()), (false, true));
}

#[cfg(unix)]
#[test]
fn the_folder_is_private() {
    use std::os::unix::fs::PermissionsExt;
    let place = Place::new("Alpha Zorb");
    let mode = |path: &Path| fs::metadata(path).expect("it is there").permissions().mode() & 0o777;
    assert_eq!(place.rows(&place.cache()), FOUND);
    assert_eq!((mode(&place.cache()), mode(&place.kept()[0])), (0o700, 0o600));
    // Where others may write, nothing is read, and nothing is written.
    fs::set_permissions(place.cache(), fs::Permissions::from_mode(0o777)).expect("opened to all");
    let before = fs::metadata(&place.kept()[0]).and_then(|file| file.modified()).expect("a time");
    assert_eq!(place.rows(&place.cache()), FOUND);
    assert_eq!(fs::metadata(&place.kept()[0]).and_then(|file| file.modified()).expect("a time"), before);
    fs::write(place.list(), list("Beta Zorb")).expect("written");
    assert_eq!(place.rows(&place.cache()), ["Zorblax 77 Quuxers", "Beta Zorb"]);
    assert_eq!(place.kept().len(), 1);
}

#[test]
fn lists_in_memory_are_kept_too() {
    let place = Place::new("Alpha Zorb");
    let content = fs::read(place.list()).expect("a list");
    let gazetteers = vec![ListSource::from_bytes("list", None, content)];
    let options = PipelineOptions { shipped: false, gazetteers, cache: Some(place.cache()), ..Default::default() };
    assert!(Pipeline::new(&options).is_ok());
    assert_eq!(told(&place, &place.list(), None).1, place.list().to_string_lossy());
    // The label of one follows from its name, that of the other too.
    assert_eq!(place.kept().len(), 1);
}

#[test]
fn the_oldest_go() {
    let place = Place::new("Alpha Zorb");
    let others = |i: u64| place.cache().join(format!("{i}.others"));
    for i in 0..12 {
        fs::create_dir_all(place.cache()).expect("a folder");
        for old in [place.cache().join(format!("{i}.gaztag-lists")), others(i)] {
            fs::write(&old, "old").expect("written");
            let long_ago = std::time::SystemTime::now() - std::time::Duration::from_secs(10_000 - i);
            fs::File::options().write(true).open(&old).and_then(|f| f.set_modified(long_ago)).expect("aged");
        }
    }
    assert_eq!(place.rows(&place.cache()), FOUND);
    let kept = place.kept().into_iter().filter(|path| path.extension().is_some_and(|e| e == "gaztag-lists"));
    assert_eq!((kept.count(), (0..12).all(|i| others(i).exists())), (8, true));
    assert!(!place.cache().join("0.gaztag-lists").exists());
}

#[test]
fn what_is_used_is_among_the_newest() {
    let place = Place::new("Alpha Zorb");
    assert_eq!(place.rows(&place.cache()), FOUND);
    let [kept] = &place.kept()[..] else { panic!("one file: {:?}", place.kept()) };
    let long_ago = std::time::SystemTime::now() - std::time::Duration::from_secs(10_000);
    fs::File::options().write(true).open(kept).and_then(|file| file.set_modified(long_ago)).expect("aged");
    assert_eq!(place.rows(&place.cache()), FOUND);
    let modified = fs::metadata(kept).and_then(|metadata| metadata.modified()).expect("it is there");
    assert!(modified > long_ago + std::time::Duration::from_secs(1000));
}

#[test]
fn mistakes_are_told_again_and_not_kept() {
    let place = Place::new("\"\"");
    let gazetteers = vec![place.list().into()];
    let options = PipelineOptions { shipped: false, gazetteers, cache: Some(place.cache()), ..Default::default() };
    for _ in 0..2 {
        let errors = Pipeline::new(&options).expect_err("an empty name");
        assert_eq!(errors.problems[0].line, 60_002);
    }
    assert_eq!(place.kept(), Vec::<PathBuf>::new());
}
