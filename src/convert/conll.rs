//! CoNLL-2003: a token a line, an empty line between sentences.
//!
//! Columns: token, `-X-`, `_`, tag. The columns between are those of a part of
//! speech and of a chunk, which gaztag does not tell. The tag is `B-` and the
//! label on the first token of a mention, `I-` on the others, `O` elsewhere.

use super::outermost;
use super::tokens::sentences;
use crate::marked::Marked;

/// The lines of a document, which begins with `-DOCSTART-`.
pub fn document(document: &Marked) -> String {
    let mut out = String::from("-DOCSTART- -X- O O\n\n");
    let mut mentions = outermost(document).peekable();
    for sentence in sentences(document) {
        for token in sentence {
            while mentions.next_if(|mention| mention.bytes.end <= token.start).is_some() {}
            let tag = match mentions.peek().filter(|mention| mention.bytes.contains(token)) {
                None => "O".to_string(),
                Some(mention) => {
                    let position = if mention.bytes.start == token.start { "B" } else { "I" };
                    let label = mention.mention.stretch.label.split_whitespace().collect::<Vec<_>>().join("_");
                    format!("{position}-{label}")
                }
            };
            out.extend([token.of(&document.text), " -X- _ ", &tag, "\n"]);
        }
        out.push('\n');
    }
    out
}
