//! WebAnno TSV 3.3, which INCEpTION reads: a token a line.
//!
//! <https://inception-project.github.io/releases/36.0/docs/user-guide.html#sect_formats_webannotsv3>:
//! offsets are UTF-16 units, as in Java. A mention of several tokens, or one
//! of several at a token, has a number in brackets.

use std::fmt::Write;

use super::tokens::sentences;
use crate::entity::Span;
use crate::marked::{Marked, Placed};

const HEAD: &str = "#FORMAT=WebAnno TSV 3.3\n\
    #T_SP=de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity|identifier|value\n\n";

/// The file of a document.
pub fn document(document: &Marked) -> String {
    let mut out = String::from(HEAD);
    let text = document.text.as_str();
    let sentences = sentences(document);
    let numbers = numbers(document, &sentences);
    let (mut byte, mut unit) = (0, 0);
    let mut open: Vec<(usize, &Placed)> = Vec::new();
    let mut waiting = numbers.into_iter().zip(&document.mentions).peekable();
    for (number, sentence) in (1..).zip(&sentences) {
        let (Some(head), Some(last)) = (sentence.first(), sentence.last()) else { continue };
        let _ = writeln!(out, "\n#Text={}", escaped(&text[head.start..last.end]));
        for (place, token) in (1..).zip(sentence) {
            unit += units(&text[byte..token.start]);
            let end = unit + units(token.of(text));
            open.retain(|(_, mention)| mention.bytes.end > token.start);
            while let Some(next) = waiting.next_if(|(_, mention)| mention.bytes.start < token.end) {
                open.push(next);
            }
            let words = escaped(token.of(text));
            let ids = cell(&open, |mention| &mention.mention.id);
            let labels = cell(&open, |mention| &mention.mention.stretch.label);
            let _ = writeln!(out, "{number}-{place}\t{unit}-{end}\t{words}\t{ids}\t{labels}\t");
            (byte, unit) = (token.end, end);
        }
    }
    out
}

/// The number of each mention; 0 for one that is alone at its only token.
fn numbers(document: &Marked, sentences: &[Vec<Span>]) -> Vec<usize> {
    let mut next = 0;
    let mut tokens = sentences.iter().flatten().peekable();
    let all = &document.mentions;
    let mut reached = 0;
    let numbers = all.iter().enumerate().map(|(at, placed)| {
        while tokens.next_if(|token| token.end <= placed.bytes.start).is_some() {}
        let is_single = tokens.peek().is_some_and(|token| token.end >= placed.bytes.end);
        let is_first = placed.bytes.start >= reached;
        reached = reached.max(placed.bytes.end);
        let is_alone = all.get(at + 1).is_none_or(|next| next.bytes.start >= placed.bytes.end);
        if is_single && is_first && is_alone {
            return 0;
        }
        next += 1;
        next
    });
    numbers.collect()
}

/// One value a mention; `_` where there is no mention, `*` for no value.
fn cell(here: &[(usize, &Placed)], value: impl Fn(&Placed) -> &String) -> String {
    let values = here.iter().map(|&(number, mention)| {
        let value = match value(mention).as_str() {
            "" => "*".into(),
            value => escaped_value(value),
        };
        if number == 0 { value } else { format!("{value}[{number}]") }
    });
    let values: Vec<String> = values.collect();
    if values.is_empty() { "_".into() } else { values.join("|") }
}

fn units(text: &str) -> usize {
    text.encode_utf16().count()
}

/// Signs that mean something in a cell have a backslash before them.
fn escaped_value(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    for c in escaped(value).chars() {
        if matches!(c, '[' | ']' | '|' | '_' | ';' | '*') {
            out.push('\\');
        }
        out.push(c);
    }
    out.replace("->", "\\->")
}

/// A text on one line.
fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('\n', "\\n").replace('\t', "\\t").replace('\r', "\\r")
}
