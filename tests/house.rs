//! The house: which file uses which, held against ARCHITECTURE.md.
//!
//! Read from the `use` lines and paths of the source, tests left out: a name
//! belongs to the file that defines it, so that a door of a folder (`mod.rs`)
//! that only hands on a name is no room of its own.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use gaztag::parts::rules::{MONEY_RULES, NAME_RULES, RuleInfo};

/// File → the files that it uses, both below `src`.
type Uses = BTreeMap<String, BTreeSet<String>>;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Every source file of the library, as its path below `src`, and its text
/// without comments and tests.
fn sources() -> BTreeMap<String, String> {
    fn collect(folder: &Path, all: &mut BTreeMap<String, String>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                collect(&path, all);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let name = path.strip_prefix(root().join("src")).unwrap().to_str().unwrap().replace('\\', "/");
                all.insert(name, plain(&fs::read_to_string(&path).unwrap()));
            }
        }
    }
    let mut all = BTreeMap::new();
    collect(&root().join("src"), &mut all);
    all.retain(|name, _| !name.starts_with("bin/") && name != "lib.rs");
    all
}

fn plain(source: &str) -> String {
    let source = source.split("#[cfg(test)]\nmod tests").next().unwrap();
    source.lines().map(|line| line.split("//").next().unwrap()).collect::<Vec<_>>().join("\n")
}

/// The folder of modules that a file opens: `lookup/mod.rs` and `run.rs` are
/// doors of `lookup` and `run`, as `a/b.rs` is of `a/b`.
fn module(file: &str) -> &str {
    let stem = file.strip_suffix(".rs").unwrap();
    stem.strip_suffix("/mod").unwrap_or(stem)
}

/// The paths that a file names, from the root of the crate: every
/// `crate::…`, `super::…` and `self::…`, and those that begin with a module of
/// its own, braces told apart.
fn paths(file: &str, source: &str) -> Vec<Vec<String>> {
    let own: Vec<&str> = module(file).split('/').collect();
    let opened = opened(source);
    let mut found = Vec::new();
    let bytes = source.as_bytes();
    for (at, _) in source.match_indices("::") {
        let head = source[..at].rsplit(|c: char| !(c.is_alphanumeric() || c == '_')).next().unwrap();
        let before = &source[..at - head.len()];
        let base: Vec<&str> = match head {
            // Who may see it: `pub(in crate::…)`.
            _ if before.ends_with("(in ") => continue,
            "crate" => Vec::new(),
            "self" => own.clone(),
            "super" if before.ends_with("super::") => continue,
            "super" => own[..own.len() - 1].to_vec(),
            child if opened.contains(child) && !before.ends_with("::") && !hands_on(before) => {
                own.iter().copied().chain([child]).collect()
            }
            _ => continue,
        };
        let mut base = base;
        let mut rest = at + 2;
        while source[rest..].starts_with("super::") {
            base.pop();
            rest += 7;
        }
        let base = base.iter().map(|part| part.to_string()).collect();
        expand(base, &source[rest..tree_end(bytes, rest)], &mut found);
    }
    found
}

/// The modules that a file opens.
fn opened(source: &str) -> BTreeSet<&str> {
    let lines = source.lines().filter_map(|line| line.trim().strip_suffix(';'));
    lines.filter_map(|line| line.rsplit_once("mod ").map(|(_, name)| name)).collect()
}

/// True where what stands before a path makes it one that a door hands on.
fn hands_on(before: &str) -> bool {
    let said = before.trim_end().strip_suffix("use").map(str::trim_end);
    said.and_then(|said| said.lines().next_back()).is_some_and(|said| said.trim_start().starts_with("pub"))
}

/// Where a path or a tree of paths ends.
fn tree_end(bytes: &[u8], from: usize) -> usize {
    let mut depth = 0;
    let mut at = from;
    while let Some(&b) = bytes.get(at) {
        match b {
            b'{' if at == from || bytes[at - 1] == b':' => depth += 1,
            b'}' if depth > 0 => depth -= 1,
            b':' | b'_' => {}
            b if b.is_ascii_alphanumeric() => {}
            _ if depth > 0 => {}
            _ => break,
        }
        at += 1;
    }
    at
}

fn expand(base: Vec<String>, tree: &str, found: &mut Vec<Vec<String>>) {
    let Some(open) = tree.find('{') else {
        let name = tree.split(" as ").next().unwrap().trim();
        let path = base.into_iter().chain(name.split("::").filter(|part| !part.is_empty()).map(String::from));
        return found.push(path.collect());
    };
    let stem = tree[..open].split("::").filter(|part| !part.trim().is_empty()).map(|part| part.trim().to_string());
    let stem: Vec<String> = base.into_iter().chain(stem).collect();
    let inner = tree[open + 1..].trim_end().trim_end_matches('}');
    let (mut depth, mut from) = (0, 0);
    for (at, c) in inner.char_indices().chain([(inner.len(), ',')]) {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                if !inner[from..at].trim().is_empty() {
                    expand(stem.clone(), inner[from..at].trim(), found);
                }
                from = at + 1;
            }
            _ => {}
        }
    }
}

/// True where a file defines a name that others can use.
fn defines(source: &str, name: &str) -> bool {
    ["struct", "enum", "fn", "trait", "const", "static", "type", "union"].iter().any(|kind| {
        let sign = format!("{kind} {name}");
        source.match_indices(&sign).any(|(at, _)| {
            let ends = source[at + sign.len()..].chars().next().is_none_or(|c| !(c.is_alphanumeric() || c == '_'));
            let line = source[..at].rsplit('\n').next().unwrap();
            ends && (line.trim_start().starts_with("pub") || line.trim().is_empty())
        })
    })
}

/// The file that a path leads to: the deepest module on it, or the file below
/// that module that defines the next name.
fn target(path: &[String], sources: &BTreeMap<String, String>) -> Option<String> {
    for depth in (1..=path.len()).rev() {
        let stem = path[..depth].join("/");
        let door = [format!("{stem}.rs"), format!("{stem}/mod.rs")].into_iter().find(|file| sources.contains_key(file));
        let Some(door) = door else { continue };
        let Some(name) = path.get(depth) else { return Some(door) };
        if defines(&sources[&door], name) {
            return Some(door);
        }
        let below = format!("{stem}/");
        let definer = sources.iter().find(|(file, text)| file.starts_with(&below) && defines(text, name));
        return Some(definer.map_or(door, |(file, _)| file.clone()));
    }
    None
}

fn uses() -> Uses {
    let sources = sources();
    let of = |file: &String, source: &String| -> BTreeSet<String> {
        let all = paths(file, source);
        all.iter().filter_map(|path| target(path, &sources)).filter(|target| target != file).collect()
    };
    sources.iter().map(|(file, source)| (file.clone(), of(file, source))).collect()
}

/// The rooms of ARCHITECTURE.md in their order, each with the row that it
/// stands in.
fn rooms() -> BTreeMap<String, usize> {
    let text = fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    let table = text.split("## Rooms").nth(1).unwrap().split("\n## ").next().unwrap();
    let mut rooms = BTreeMap::new();
    for (row, line) in table.lines().filter(|line| line.starts_with("| `src/")).enumerate() {
        for room in line.split('|').nth(1).unwrap().split('`').filter(|part| part.starts_with("src/")) {
            let name = room.trim_start_matches("src/").trim_end_matches('/').trim_end_matches(".rs");
            rooms.insert(name.to_string(), row);
        }
    }
    rooms
}

/// The room that a file stands in.
fn room<'r>(file: &str, rooms: &'r BTreeMap<String, usize>) -> Option<(&'r String, usize)> {
    let module = module(file);
    let within = |room: &str| module == room || module.starts_with(&format!("{room}/"));
    rooms.iter().filter(|(room, _)| within(room)).max_by_key(|(room, _)| room.len()).map(|(room, row)| (room, *row))
}

#[test]
fn every_file_stands_in_a_room() {
    let rooms = rooms();
    let lost: Vec<String> = sources().into_keys().filter(|file| room(file, &rooms).is_none()).collect();
    assert!(lost.is_empty(), "not in the table of ARCHITECTURE.md: {lost:?}");
}

#[test]
fn a_room_uses_only_those_above_it() {
    let rooms = rooms();
    let mut wrong = Vec::new();
    for (file, targets) in uses() {
        let Some((_, row)) = room(&file, &rooms) else { continue };
        wrong.extend(
            targets
                .iter()
                .filter(|target| room(target, &rooms).is_some_and(|(_, other)| other > row))
                .map(|target| format!("{file} uses {target}")),
        );
    }
    assert!(wrong.is_empty(), "arrows that go upwards:\n{}", wrong.join("\n"));
}

#[test]
fn no_files_use_each_other_in_a_circle() {
    let circles = circles(&uses());
    assert!(circles.is_empty(), "circles:\n{}", circles.iter().map(|c| c.join(" – ")).collect::<Vec<_>>().join("\n"));
}

/// Sets of files that reach each other (Tarjan's components, told simply:
/// files that reach themselves, grouped by what they reach).
fn circles(uses: &Uses) -> Vec<Vec<String>> {
    let reach = |from: &String| {
        let mut seen = BTreeSet::new();
        let mut open: Vec<&String> = uses[from].iter().collect();
        while let Some(next) = open.pop() {
            if seen.insert(next.clone()) {
                open.extend(&uses[next]);
            }
        }
        seen
    };
    let all: BTreeMap<&String, BTreeSet<String>> = uses.keys().map(|file| (file, reach(file))).collect();
    let mut told = BTreeSet::new();
    let mut circles = Vec::new();
    for (file, reached) in &all {
        if reached.contains(*file) && !told.contains(*file) {
            let circle: Vec<String> = reached.iter().filter(|other| all[other].contains(*file)).cloned().collect();
            told.extend(circle.iter().cloned());
            circles.push(circle);
        }
    }
    circles
}

/// The stages in which every word has to be a row of a list.
const WORDLESS: [&str; 10] = [
    "fold.rs",
    "segment.rs",
    "lookup/",
    "numbers/",
    "clues.rs",
    "candidate.rs",
    "recognize/",
    "resolve.rs",
    "large.rs",
    "write/s",
];

/// What recognizers may call by name: labels, and what the lists' columns and
/// their values are called. Sentences for people are no words of a text.
fn is_name_of_data(literal: &str, known: &BTreeSet<String>) -> bool {
    let is_sentence = literal.split_whitespace().count() > 2;
    let (bare, escaped) = literal.split_once('\\').unwrap_or((literal, ""));
    let is_sign = !bare.chars().chain(escaped.chars().skip(1)).any(char::is_alphabetic) || escaped.starts_with("u{");
    is_sentence || is_sign || known.contains(literal.trim_end_matches(':'))
}

fn rules() -> impl Iterator<Item = &'static RuleInfo> {
    NAME_RULES.iter().chain(MONEY_RULES)
}

/// Titles of columns, and the values of those that hold no names.
fn names_of_data() -> BTreeSet<String> {
    let mut known: BTreeSet<String> = ["ORG", "PLACE", "MONEY", "PERSON", "EVENT", "STREET"].map(String::from).into();
    for (_, list) in gaztag::shipped_files() {
        let mut reader = csv::Reader::from_reader(&list[..]);
        let titles = reader.headers().unwrap().clone();
        known.extend(titles.iter().map(String::from));
        for row in reader.records().map(Result::unwrap) {
            let values = titles.iter().zip(&row).filter(|(title, _)| !["name", "aliases"].contains(title));
            known.extend(
                values.flat_map(|(_, value)| value.split('|').chain(value.split([' ', ':']))).map(String::from),
            );
        }
    }
    let weights = fs::read_to_string(root().join("gazetteers/context/place_weights.csv")).unwrap();
    known.extend(weights.lines().filter_map(|line| line.split(',').next()).map(String::from));
    // A rule's name, and the parts that it is put together from.
    known.extend(rules().flat_map(|rule| rule.name.split(':').chain([rule.name])).map(String::from));
    // Why a context supports a name; how a person is told; values that the
    // columns of a user's list may have, though no shipped row does.
    known.extend(["owner", "document", "public body", "introduced", "given-name"].map(String::from));
    known.extend(["auto", "off", "court", "village", "touching"].map(String::from));
    known
}

fn literals(source: &str) -> Vec<String> {
    let mut found = Vec::new();
    for line in
        source.lines().filter(|line| !["#[", "#![", "include"].iter().any(|sign| line.trim_start().starts_with(sign)))
    {
        let line = line.replace("'\"'", "").replace("b'\\\\'", "").replace("'\\\\'", "").replace("\\\"", "");
        let parts: Vec<&str> = line.split('"').collect();
        for i in (1..parts.len())
            .step_by(2)
            .filter(|i| !parts[i - 1].ends_with("expect(") && !parts[i - 1].ends_with("panic!("))
        {
            found.push(parts[i].to_string());
        }
    }
    found
}

#[test]
fn no_word_of_a_language_stands_in_the_code() {
    let known = names_of_data();
    let mut wrong = Vec::new();
    for (file, source) in sources() {
        // How a language spells letters that others lack is no word of it.
        let is_exempt = ["recognize/rules.rs", "lookup/near/spelled.rs"].contains(&file.as_str());
        if WORDLESS.iter().any(|stage| file.starts_with(stage)) && !is_exempt {
            wrong.extend(
                literals(&source).into_iter().filter(|l| !is_name_of_data(l, &known)).map(|l| format!("{file}: {l:?}")),
            );
        }
    }
    assert!(wrong.is_empty(), "words that should be rows of a list:\n{}", wrong.join("\n"));
}

#[test]
fn every_rule_is_told_in_the_docs() {
    let docs = ["docs/rules.md", "docs/money.md"].map(|path| fs::read_to_string(root().join(path)).unwrap()).concat();
    let missing: Vec<&str> =
        rules().map(|rule| rule.name).filter(|name| !docs.contains(&format!("| `{name}` |"))).collect();
    assert!(missing.is_empty(), "not in docs/rules.md or docs/money.md: {missing:?}");
}

#[test]
fn every_guard_of_the_code_is_a_rule() {
    let all = sources();
    let guards = all.iter().filter(|(file, _)| file.starts_with("recognize/")).flat_map(|(_, text)| literals(text));
    let unknown: Vec<String> =
        guards.filter(|literal| literal.starts_with("guard:") && rules().all(|rule| rule.name != literal)).collect();
    assert!(unknown.is_empty(), "not in recognize/rules.rs: {unknown:?}");
}
