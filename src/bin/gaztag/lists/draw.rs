//! Problems drawn in the lines that they are about, as a compiler does.

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use gaztag::Problem;
use gaztag::gazetteer::Severity;
use std::collections::{BTreeSet, HashMap};
use std::io::{self, Write};

use crate::console::printable;

/// How much of a line is drawn behind what it is about, in characters.
const AFTER: usize = 200;

/// Draws problems, which are sorted by file.
pub fn draw(problems: &[Problem], renderer: &Renderer, out: &mut dyn Write) -> io::Result<()> {
    for problems in problems.chunk_by(|a, b| a.path == b.path) {
        let lines = lines(problems);
        for problem in problems {
            let line = lines.get(&problem.line).map(String::as_str);
            writeln!(out, "{}\n", renderer.render(&[group(problem, line)]))?;
        }
    }
    Ok(())
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
/// has none.
fn lines(problems: &[Problem]) -> HashMap<u64, String> {
    let Some(problem) = problems.first() else { return HashMap::new() };
    let Ok(bytes) = std::fs::read(&problem.path) else { return HashMap::new() };
    let text = String::from_utf8_lossy(&bytes);
    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
    let wanted: BTreeSet<u64> = problems.iter().map(|p| p.line).collect();
    let ends: HashMap<u64, u64> = problems.iter().map(|p| (p.line, p.column)).collect();
    let numbered = text.split(['\n', '\r']).zip(1..).filter(|(_, number)| wanted.contains(number));
    numbered.map(|(line, number)| (number, shown(line, ends[&number] as usize + AFTER))).collect()
}

/// The beginning of a line, without characters that steer the terminal.
fn shown(line: &str, characters: usize) -> String {
    line.chars().take(characters).map(|c| if c.is_control() && c != '\t' { '\u{fffd}' } else { c }).collect()
}
