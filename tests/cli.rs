//! The command line, as its users meet it. The cases are data: `tests/cli/*.case`.
//!
//! ```text
//! == what the case shows
//! $ a line for the shell; `tag` is `gaztag annotate` with the list names.csv
//! exit 0              the exit code of the last line; 0 where it is not said
//! > a line of standard output; all of them, or none where it does not matter
//! ~ words that standard output must hold
//! ! words that standard error must hold
//! !! words that standard error must not hold
//! ```

#![cfg(unix)]

use rayon::prelude::*;
use std::fs;
use std::io::Read;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// A case that stands still is ended after so long: a hundred times what the
/// slowest takes, so that none fails because others use the machine.
const LIMIT: Duration = Duration::from_secs(600);

const PRELUDE: &str = r#"
tag() { gaztag annotate --no-default-gazetteers --gazetteer "$LIST" "$@"; }
cols() { cut -d, -f"$1"; }
"#;

#[derive(Default)]
struct Case {
    title: String,
    script: String,
    exit: i32,
    stdout: Vec<String>,
    stdout_holds: Vec<String>,
    stderr_holds: Vec<String>,
    stderr_lacks: Vec<String>,
}

struct Outcome {
    exit: Option<i32>,
    stdout: String,
    stderr: String,
}

#[test]
fn every_case_of_the_command_line() {
    let cases = cases();
    assert!(cases.len() > 60, "only {} cases were found", cases.len());
    let failures: Vec<String> = cases.par_iter().filter_map(|case| check(case).err()).collect();
    assert!(failures.is_empty(), "{} of {} cases failed\n\n{}", failures.len(), cases.len(), failures.join("\n\n"));
}

fn folder() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cli")
}

fn cases() -> Vec<Case> {
    let mut files: Vec<_> = fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "case"));
    files.sort();
    files.iter().flat_map(|path| read_cases(&fs::read_to_string(path).unwrap())).collect()
}

fn read_cases(text: &str) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let (sign, rest) = line.split_once(' ').unwrap_or((line, ""));
        if sign == "==" {
            cases.push(Case { title: rest.into(), ..Case::default() });
            continue;
        }
        let case = cases.last_mut().expect("a case begins with ==");
        match sign {
            "$" => case.script += &format!("{rest}\n"),
            "exit" => case.exit = rest.parse().unwrap(),
            ">" => case.stdout.push(rest.into()),
            "~" => case.stdout_holds.push(rest.into()),
            "!" => case.stderr_holds.push(rest.into()),
            "!!" => case.stderr_lacks.push(rest.into()),
            _ => panic!("{}: no such sign: {line}", case.title),
        }
    }
    cases
}

fn check(case: &Case) -> Result<(), String> {
    let outcome = run(&case.script);
    let mut wrong = Vec::new();
    if outcome.exit != Some(case.exit) {
        wrong.push(format!("exit code {:?}, not {}", outcome.exit, case.exit));
    }
    if !case.stdout.is_empty() && outcome.stdout.lines().ne(case.stdout.iter()) {
        wrong.push(format!("standard output is not\n{}", case.stdout.join("\n")));
    }
    wrong.extend(
        case.stdout_holds.iter().filter(|w| !outcome.stdout.contains(*w)).map(|w| format!("no {w:?} on stdout")),
    );
    wrong.extend(
        case.stderr_holds.iter().filter(|w| !outcome.stderr.contains(*w)).map(|w| format!("no {w:?} on stderr")),
    );
    wrong.extend(case.stderr_lacks.iter().filter(|w| outcome.stderr.contains(*w)).map(|w| format!("{w:?} on stderr")));
    if wrong.is_empty() {
        return Ok(());
    }
    let Outcome { stdout, stderr, .. } = outcome;
    let wrong = wrong.join("\n");
    Err(format!("== {}\n{}-- wrong\n{wrong}\n-- stdout\n{stdout}\n-- stderr\n{stderr}", case.title, case.script))
}

/// Runs a script in a folder of its own; no exit code where it took too long.
fn run(script: &str) -> Outcome {
    let (work, cache) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let programs = Path::new(env!("CARGO_BIN_EXE_gaztag")).parent().unwrap();
    let path = format!("{}:{}", programs.display(), std::env::var("PATH").unwrap_or_default());
    let mut child = Command::new("sh")
        .args(["-c", &format!("{PRELUDE}{script}")])
        .current_dir(work.path())
        .env("PATH", path)
        .env("LIST", folder().join("names.csv"))
        .env("LC_ALL", "C")
        .env("XDG_CACHE_HOME", cache.path())
        .process_group(0)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let stdout = drain(child.stdout.take().unwrap());
    let stderr = drain(child.stderr.take().unwrap());
    let exit = wait(&mut child);
    Outcome { exit, stdout: stdout.join().unwrap(), stderr: stderr.join().unwrap() }
}

fn drain(mut from: impl Read + Send + 'static) -> JoinHandle<String> {
    std::thread::spawn(move || {
        let mut bytes = Vec::new();
        from.read_to_end(&mut bytes).unwrap();
        String::from_utf8_lossy(&bytes).into_owned()
    })
}

fn wait(child: &mut Child) -> Option<i32> {
    let begin = Instant::now();
    while begin.elapsed() < LIMIT {
        if let Some(status) = child.try_wait().unwrap() {
            return status.code();
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    let group = format!("-{}", child.id());
    let _ = Command::new("kill").args(["-KILL", "--", &group]).status();
    let _ = child.wait();
    None
}
