//! brat standoff: a text, and beside it a line a mention.
//!
//! <https://brat.nlplab.org/standoff.html>: offsets are characters; a mention
//! that goes over a line end is told in pieces.

use std::collections::BTreeSet;
use std::fmt::Write;

use crate::marked::{Marked, Placed};

/// The lines of the `.ann` file: for each mention its label and offsets, its
/// id as a reference, and its rule and value as a note.
pub fn annotations(document: &Marked) -> String {
    let mut out = String::new();
    for (number, placed) in (1..).zip(&document.mentions) {
        let (offsets, words) = pieces(placed, &document.text);
        let mention = &placed.mention;
        let _ = writeln!(out, "T{number}\t{} {offsets}\t{words}", label(&mention.stretch.label));
        if !mention.id.is_empty() {
            let (id, name) = (one_word(&mention.id), one_line(&placed.title(&document.text)));
            let _ = writeln!(out, "N{number}\tReference T{number} {id}\t{name}");
        }
        let value = mention.value.as_ref().map(|value| value.to_string()).unwrap_or_default();
        let note = one_line(&format!("{} {value}", mention.rule));
        if !note.is_empty() {
            let _ = writeln!(out, "#{number}\tAnnotatorNotes T{number}\t{note}");
        }
    }
    out
}

/// The `annotation.conf` that lets brat show the labels.
pub fn configuration<'l>(labels: impl Iterator<Item = &'l str>) -> String {
    let labels: BTreeSet<String> = labels.map(label).collect();
    let mut out = String::from("[entities]\n");
    labels.iter().for_each(|label| out.extend([label, "\n"]));
    out + "\n[relations]\n\n[events]\n\n[attributes]\n"
}

/// A label in the letters that brat takes.
fn label(label: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() || c == '-' || c == '_' { c } else { '_' };
    label.chars().map(plain).collect()
}

/// `0 5;6 11`, and the words with a space for each line end.
fn pieces(placed: &Placed, text: &str) -> (String, String) {
    let surface = placed.bytes.of(text);
    let (mut offsets, mut words) = (Vec::new(), Vec::new());
    let mut at = placed.points.start;
    for line in surface.split(['\n', '\r']) {
        let length = line.chars().count();
        if length > 0 {
            offsets.push(format!("{at} {}", at + length));
            words.push(line);
        }
        at += length + 1;
    }
    (offsets.join(";"), words.join(" "))
}

fn one_word(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join("_")
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
