//! Problems drawn in the lines that they are about, as a compiler does.

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use gaztag::Problem;
use gaztag::gazetteer::Severity;
use std::collections::{BTreeSet, HashMap};
use std::io::{self, Write};

use crate::console::{is_direction, printable};

/// How much of a line is drawn behind what it is about, in characters.
const AFTER: usize = 200;

/// A problem to draw, and the lines of the same file of which the same can be
/// said.
pub struct Frame {
    pub problem: Problem,
    pub others: Vec<u64>,
}

/// One frame for each mistake, and for each kind of advice on a file; in the
/// order of the problems, which are sorted by file.
pub fn frames(problems: &[Problem]) -> Vec<Frame> {
    let mut frames: Vec<Frame> = Vec::new();
    let mut known: HashMap<(&str, String, &str), usize> = HashMap::new();
    for problem in problems {
        let key = (problem.path.as_str(), kind(&problem.message), problem.help.as_str());
        let is_advice = problem.severity == Severity::Warning && problem.line > 0;
        match known.get(&key).filter(|_| is_advice) {
            Some(&frame) => frames[frame].others.push(problem.line),
            None => {
                if is_advice {
                    known.insert(key, frames.len());
                }
                frames.push(Frame { problem: problem.clone(), others: Vec::new() });
            }
        }
    }
    frames
}

/// What a message says of any row: without its numbers and the names in it.
fn kind(message: &str) -> String {
    let without_names: String = message.split('`').step_by(2).collect();
    without_names.chars().filter(|c| !c.is_ascii_digit()).collect()
}

/// Draws frames, which are sorted by file.
pub fn draw(frames: &[Frame], renderer: &Renderer, out: &mut dyn Write) -> io::Result<()> {
    for frames in frames.chunk_by(|a, b| a.problem.path == b.problem.path) {
        let lines = lines(frames);
        for frame in frames {
            let line = lines.get(&frame.problem.line).map(String::as_str);
            writeln!(out, "{}", renderer.render(&[group(&frame.problem, line)]))?;
            if !frame.others.is_empty() {
                writeln!(out, "  … and {}", more(&frame.others))?;
            }
            writeln!(out)?;
        }
    }
    Ok(())
}

/// `21 more rows: 4, 7, 9`
fn more(lines: &[u64]) -> String {
    const SHOWN: usize = 12;
    let shown: Vec<String> = lines.iter().take(SHOWN).map(u64::to_string).collect();
    let rows = if lines.len() == 1 { "row" } else { "rows" };
    let end = if lines.len() > SHOWN { " …" } else { "" };
    format!("{} more {rows}: {}{end}", lines.len(), shown.join(", "))
}

fn group<'p>(problem: &'p Problem, line: Option<&'p str>) -> Group<'p> {
    let level = match problem.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let group = level.primary_title(printable(&problem.message));
    let group = match line {
        Some(line) => group.element(
            Snippet::source(line)
                .line_start(problem.line as usize)
                .path(printable(&problem.path))
                .annotation(AnnotationKind::Primary.span(span(problem, line))),
        ),
        None => group.element(Origin::path(printable(&problem.path))),
    };
    if problem.help.is_empty() { group } else { group.element(Level::HELP.message(printable(&problem.help))) }
}

/// The bytes of a line that a problem is about; the whole line where it names
/// no column.
fn span(problem: &Problem, line: &str) -> std::ops::Range<usize> {
    let Some(characters) = problem.column.checked_sub(1) else { return 0..line.len() };
    let start = line.char_indices().nth(characters as usize).map_or(line.len(), |(at, _)| at);
    let value = problem.value.trim_end_matches('…');
    let rest = &line[start..];
    let quote = usize::from(rest.starts_with('"') && !value.starts_with('"'));
    let length = if rest[quote..].starts_with(value) { quote + value.len() } else { 0 };
    // An empty field is shown by what stands in its place.
    start..(start + length.max(rest.chars().next().map_or(0, char::len_utf8)))
}

/// The lines of one file that problems are about. A file that has vanished
/// has none, and what is no file is not read again: it may have no end.
fn lines(frames: &[Frame]) -> HashMap<u64, String> {
    let problems = || frames.iter().map(|frame| &frame.problem);
    let Some(problem) = problems().next() else { return HashMap::new() };
    let is_file = std::fs::metadata(&problem.path).is_ok_and(|metadata| metadata.is_file());
    let Some(bytes) = is_file.then(|| std::fs::read(&problem.path).ok()).flatten() else { return HashMap::new() };
    let text = String::from_utf8_lossy(&bytes);
    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
    let wanted: BTreeSet<u64> = problems().map(|p| p.line).collect();
    let ends: HashMap<u64, u64> = problems().map(|p| (p.line, p.column)).collect();
    let numbered = text.split(['\n', '\r']).zip(1..).filter(|(_, number)| wanted.contains(number));
    numbered.map(|(line, number)| (number, shown(line, ends[&number] as usize + AFTER))).collect()
}

/// The beginning of a line, without characters that steer the terminal.
fn shown(line: &str, characters: usize) -> String {
    line.chars()
        .take(characters)
        .map(|c| if (c.is_control() && c != '\t') || is_direction(c) { '\u{fffd}' } else { c })
        .collect()
}
