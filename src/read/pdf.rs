//! A PDF → its text, by the program `pdftotext` of Poppler.
//!
//! It runs as a process of its own, with a limit on time and memory, so that
//! no file can hold up or end a run. Lines that return at the head or the foot
//! of pages would cut sentences and names in two: they stand at the end.

use std::collections::{HashMap, HashSet};
use std::io::{self, Read, Write};
use std::process::{Child, Command, Stdio};
use std::thread::{self, Builder};
use std::time::{Duration, Instant};

use super::Reason;

/// The program.
const PROGRAM: &str = "pdftotext";

/// How long one file may take.
const LONGEST: Duration = Duration::from_secs(60);

/// How many kilobytes of memory it may ask for.
const MOST_MEMORY: &str = "2000000";

/// Reads a PDF; of the text at most so many bytes.
///
/// # Errors
/// Where the program is not installed, fails, takes too long, or finds pages
/// without letters.
pub(super) fn text(bytes: &[u8], max_size: u64) -> Result<String, Reason> {
    let raw = extract(bytes, max_size, Order::Read)?;
    if !raw.chars().any(char::is_alphanumeric) {
        return Err(Reason::Scan);
    }
    let lines = extract(bytes, max_size, Order::Written).unwrap_or_default();
    Ok(joined(&with_hyphens(&raw, &compounds(&lines))))
}

/// The order in which the program gives the words of a page.
#[derive(Clone, Copy)]
enum Order {
    /// Column by column, without the hyphens at line ends.
    Read,
    /// As the file has them, line by line.
    Written,
}

impl Order {
    fn options(self) -> &'static [&'static str] {
        match self {
            Order::Read => &["-enc", "UTF-8", "-", "-"],
            Order::Written => &["-raw", "-enc", "UTF-8", "-", "-"],
        }
    }
}

fn extract(bytes: &[u8], max_size: u64, order: Order) -> Result<String, Reason> {
    let mut child = command(order).spawn().map_err(not_started)?;
    let outcome = run(&mut child, bytes, max_size);
    if outcome.is_err() {
        let _ = child.kill();
    }
    let _ = child.wait();
    outcome
}

/// On Unix the shell sets the limit on memory.
#[cfg(unix)]
fn command(order: Order) -> Command {
    let script = format!("ulimit -v {MOST_MEMORY}; exec {PROGRAM} {}", order.options().join(" "));
    let mut command = Command::new("sh");
    command.args(["-c", &script]);
    piped(command)
}

#[cfg(not(unix))]
fn command(order: Order) -> Command {
    let mut command = Command::new(PROGRAM);
    command.args(order.options());
    piped(command)
}

fn piped(mut command: Command) -> Command {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn not_started(error: io::Error) -> Reason {
    match error.kind() {
        io::ErrorKind::NotFound => Reason::NoProgram { program: PROGRAM },
        _ => Reason::Unreadable(error),
    }
}

/// Feeds the program and takes what it writes, until it ends or time is up.
fn run(child: &mut Child, bytes: &[u8], max_size: u64) -> Result<String, Reason> {
    let (input, output) = (child.stdin.take(), child.stdout.take());
    let messages = child.stderr.take();
    thread::scope(|scope| {
        let fed = Builder::new().spawn_scoped(scope, move || input.map(|mut input| input.write_all(bytes)));
        let said = Builder::new().spawn_scoped(scope, move || {
            let mut said = Vec::new();
            let _ = messages.map(|mut messages| {
                messages.by_ref().take(4096).read_to_end(&mut said)?;
                // Who stops listening ends the program.
                io::copy(&mut messages, &mut io::sink())
            });
            String::from_utf8_lossy(&said).into_owned()
        });
        let text = Builder::new().spawn_scoped(scope, move || {
            let mut text = Vec::new();
            let _ = output.map(|output| output.take(max_size + 1).read_to_end(&mut text));
            text
        });
        let (said, text) = match (fed, said, text) {
            (Ok(_), Ok(said), Ok(text)) => (said, text),
            (Err(error), ..) | (_, Err(error), _) | (.., Err(error)) => {
                let _ = child.kill().and_then(|()| child.wait());
                return Err(Reason::Unreadable(error));
            }
        };
        let status = wait(child);
        if status.is_err() {
            let _ = child.kill();
        }
        let (text, said) = (text.join().unwrap_or_default(), said.join().unwrap_or_default());
        let status = status?;
        match status.code() {
            _ if text.len() as u64 > max_size => Err(Reason::TooLarge { max: max_size }),
            Some(0) => Ok(String::from_utf8_lossy(&text).into_owned()),
            Some(127) => Err(Reason::NoProgram { program: PROGRAM }),
            _ if said.to_lowercase().contains("password") => Err(Reason::Protected),
            Some(_) if !text.is_empty() => Ok(String::from_utf8_lossy(&text).into_owned()),
            _ => Err(Reason::Damaged(said.lines().next().unwrap_or("no page can be read").trim().to_string())),
        }
    })
}

fn wait(child: &mut Child) -> Result<std::process::ExitStatus, Reason> {
    let (begin, mut pause) = (Instant::now(), Duration::from_millis(1));
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(status);
        }
        if begin.elapsed() > LONGEST {
            return Err(Reason::TooSlow { seconds: LONGEST.as_secs() });
        }
        thread::sleep(pause);
        pause = (pause * 2).min(Duration::from_millis(20));
    }
}

/// Words whose hyphen stands at a line end, as the program writes them without
/// it and as they are: *HouthalenHelchteren*, *20192020*, *Berlinbased*.
fn compounds(lines: &str) -> HashMap<String, String> {
    let bare = |word: &'_ str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_string();
    let words: HashSet<String> = lines.split_whitespace().filter(|word| !word.ends_with('-')).map(bare).collect();
    let (mut compounds, mut before) = (HashMap::new(), None);
    for line in lines.lines() {
        if let (Some(first), Some(second)) = (before, line.split_whitespace().next()) {
            let whole = format!("{first}{second}");
            if keeps_hyphen(first, second)
                || stands_alone(first) && words.contains(&bare(first)) && !words.contains(&bare(&whole))
            {
                compounds.insert(whole, format!("{first}-{second}"));
            }
        }
        before = line.split_whitespace().next_back().and_then(|word| word.strip_suffix(['-', '\u{2010}']));
    }
    compounds
}

/// True where no word goes on: with a capital, with a figure, or with a further
/// hyphen behind a name.
fn keeps_hyphen(first: &str, second: &str) -> bool {
    let is_capitals = !first.chars().any(char::is_lowercase) && !second.chars().any(char::is_lowercase);
    let begins = |word: &str, is: fn(char) -> bool| word.starts_with(is);
    first.ends_with(char::is_alphanumeric)
        && (begins(second, char::is_numeric)
            || begins(second, char::is_uppercase) && !is_capitals
            || begins(first, char::is_uppercase) && second.trim_end_matches('-').contains('-'))
}

/// True for what may be a name before *-based* and the like.
fn stands_alone(first: &str) -> bool {
    first.chars().count() > 3 && first.starts_with(char::is_uppercase) && first.chars().all(char::is_alphabetic)
}

fn with_hyphens(text: &str, compounds: &HashMap<String, String>) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    for piece in text.split_inclusive(char::is_whitespace) {
        let word = piece.trim_end();
        out.push_str(compounds.get(word).map_or(word, String::as_str));
        out.push_str(&piece[word.len()..]);
    }
    out
}

/// The pages as one text: running heads and page numbers at the end, words
/// that a hyphen parts at a line end joined.
fn joined(raw: &str) -> String {
    let pages: Vec<Vec<&str>> = raw.split('\u{c}').map(|page| page.lines().collect()).collect();
    let returning = returning(&pages);
    let (mut text, mut aside) = (String::with_capacity(raw.len()), Vec::new());
    for page in &pages {
        let edges = edges(page);
        let mut is_first = true;
        for (at, line) in page.iter().enumerate() {
            match edges.contains(&at) && returning.get(&key(line)).is_some_and(|count| *count > 2) {
                true => aside.push(*line),
                false if is_first && line.trim().is_empty() => {}
                false => {
                    if std::mem::take(&mut is_first) {
                        go_on(&mut text);
                    }
                    add_line(line, &mut text);
                }
            }
        }
    }
    if !aside.is_empty() {
        text.push('\n');
        aside.iter().for_each(|line| add_line(line, &mut text));
    }
    text
}

/// A sentence that a page leaves open goes on with the next one.
fn go_on(text: &mut String) {
    let end = text.trim_end().len();
    if !text[..end].ends_with(['.', '!', '?', ':', '"', '”', '»']) {
        text.truncate(end);
        text.push('\n');
    }
}

/// How often lines stand at the head or the foot of pages, whatever figures
/// are in them.
fn returning(pages: &[Vec<&str>]) -> HashMap<String, usize> {
    let mut counts = HashMap::new();
    for page in pages {
        for at in edges(page) {
            *counts.entry(key(page[at])).or_default() += 1;
        }
    }
    counts
}

/// The first two and the last two lines of a page that are not empty.
fn edges(page: &[&str]) -> Vec<usize> {
    let full: Vec<usize> = (0..page.len()).filter(|&at| !page[at].trim().is_empty()).collect();
    let (head, foot) = (full.iter().take(2), full.iter().skip(2).rev().take(2));
    head.chain(foot).copied().collect()
}

fn key(line: &str) -> String {
    line.trim().chars().map(|c| if c.is_numeric() { '0' } else { c }).collect()
}

fn add_line(line: &str, text: &mut String) {
    let line = line.trim_end();
    let is_word = |c: Option<char>| c.is_some_and(char::is_alphabetic);
    let is_parted = text.ends_with("-\n")
        && is_word(text[..text.len() - 2].chars().next_back())
        && line.chars().next().is_some_and(char::is_lowercase);
    if is_parted {
        text.truncate(text.len() - 2);
    }
    if line.is_empty() && (text.is_empty() || text.ends_with("\n\n")) {
        return;
    }
    text.push_str(line);
    text.push('\n');
}

#[cfg(test)]
mod tests {
    use super::{compounds, joined, piped, run, with_hyphens};
    use std::process::Command;

    #[test]
    #[cfg(unix)]
    fn a_program_that_says_much_is_heard_to_the_end() {
        let mut command = Command::new("sh");
        command.args(["-c", "cat > /dev/null; seq 30000 >&2; echo text"]);
        let mut child = piped(command).spawn().unwrap();
        assert_eq!(run(&mut child, &[0; 200_000], 100).unwrap(), "text\n");
    }

    #[test]
    fn heads_do_not_cut_names_and_parted_words_are_whole() {
        let page = |number: u32, text: &str| format!("Report of the Board\n\n{text}\n\nPage {number}\n\u{c}");
        let raw = page(1, "We met in New") + &page(2, "York, in Cali-\nfornia and in Aix-\nLes") + &page(3, "End.");
        let text = joined(&raw);
        assert!(text.contains("New\nYork, in California and in Aix-\nLes"), "{text:?}");
        assert!(text.ends_with("Report of the Board\nPage 3\n"), "{text:?}");
    }

    #[test]
    fn hyphens_that_belong_to_words_stay() {
        let lines = "Near Houthalen-\nHelchteren and Aix-\nen-Provence the Berlin-\nbased firm of Berlin paid 300-\n400 \
                     million in Cali-\nfornia. CALI-\nFORNIA it is.\n";
        let text = "Near HouthalenHelchteren and Aixen-Provence the Berlinbased firm of Berlin paid 300400 \
                    million in California. CALIFORNIA it is.\n";
        assert_eq!(
            with_hyphens(text, &compounds(lines)),
            "Near Houthalen-Helchteren and Aix-en-Provence the Berlin-based firm of Berlin paid 300-400 \
             million in California. CALIFORNIA it is.\n"
        );
    }
}
