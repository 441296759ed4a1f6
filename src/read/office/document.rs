//! XML of an office file → its text.
//!
//! Three families write paragraphs in three vocabularies; what they share is
//! a reader that puts the text of paragraphs one below the other. What stands
//! in a text box or a note is put below the paragraph that it hangs on.

use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};
use std::collections::HashSet;

use crate::read::Reason;

/// Which vocabulary it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Family {
    /// Word: `w:p`, `w:t`.
    Word,
    /// Slides: `a:p`, `a:t`.
    Slides,
    /// OpenDocument: `text:p`, where all characters count.
    OpenDocument,
}

/// What an element means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    /// Nothing of itself.
    Plain,
    /// Its characters are text.
    Text,
    Paragraph,
    /// What is in it is put below the paragraph.
    Aside,
    /// Nothing in it is read.
    Unseen,
    /// It stands for these characters.
    Is(&'static str),
    /// So many spaces.
    Spaces,
    Cell,
    /// A change that is told apart from the text, and whether it deletes.
    Change,
    Deletion,
    /// Where a change begins and ends in the text.
    ChangeStart,
    ChangeEnd,
}

impl Family {
    fn role(self, name: &str) -> Role {
        match self {
            Family::Word => word(name),
            Family::Slides => slides(name),
            Family::OpenDocument => open_document(name),
        }
    }
}

fn word(name: &str) -> Role {
    match name {
        "w:t" => Role::Text,
        "w:p" => Role::Paragraph,
        "w:txbxContent" => Role::Aside,
        // What was deleted, what old programs see instead, and what is
        // counted or asked for, not written; how a word is said.
        "w:del" | "w:rt" | "w:moveFrom" | "mc:Fallback" | "w:instrText" | "w:pPr" | "w:rPr" | "w:sdtPr" => Role::Unseen,
        "w:tab" | "w:ptab" => Role::Is("\t"),
        "w:br" | "w:cr" => Role::Is("\n"),
        "w:noBreakHyphen" => Role::Is("-"),
        "w:tc" => Role::Cell,
        "m:t" => Role::Text,
        _ => Role::Plain,
    }
}

fn slides(name: &str) -> Role {
    match name {
        "a:t" => Role::Text,
        "a:p" => Role::Paragraph,
        "a:br" => Role::Is("\n"),
        "a:fld" | "mc:Fallback" => Role::Unseen,
        "a:tc" => Role::Cell,
        _ => Role::Plain,
    }
}

fn open_document(name: &str) -> Role {
    match name {
        "text:p" | "text:h" => Role::Paragraph,
        "text:note-body" | "draw:text-box" => Role::Aside,
        "text:tracked-changes"
        | "office:annotation"
        | "text:note-citation"
        | "office:forms"
        | "text:ruby-text"
        | "text:sequence-decls"
        | "svg:title"
        | "svg:desc"
        | "office:meta"
        | "office:styles"
        | "office:settings"
        | "office:automatic-styles"
        | "office:master-styles"
        | "office:font-face-decls"
        | "office:scripts"
        | "office:binary-data"
        | "math:annotation" => Role::Unseen,
        "text:changed-region" => Role::Change,
        "text:deletion" => Role::Deletion,
        "text:change-start" => Role::ChangeStart,
        "text:change-end" => Role::ChangeEnd,
        "text:s" => Role::Spaces,
        "text:tab" => Role::Is("\t"),
        "text:line-break" => Role::Is("\n"),
        "table:table-cell" => Role::Cell,
        _ => Role::Plain,
    }
}

/// The text of a part. Linear.
///
/// # Errors
/// Where it is no XML; what stands before the fault is lost.
pub(super) fn text(xml: &[u8], family: Family) -> Result<String, Reason> {
    let characters = crate::read::page::characters(xml, None, false)?.0;
    let mut reader = Reader::from_str(&characters);
    let config = reader.config_mut();
    (config.check_end_names, config.allow_unmatched_ends) = (false, true);
    let mut out = Out { family, ..Out::new() };
    loop {
        match reader.read_event().map_err(|error| Reason::Damaged(format!("its XML is broken: {error}")))? {
            Event::Start(element) => out.start(&element),
            Event::Empty(element) => {
                out.start(&element);
                out.end();
            }
            Event::End(_) => out.end(),
            Event::Text(text) => out.characters(&text),
            Event::CData(text) => out.characters(&text),
            Event::GeneralRef(entity) => out.characters(&resolved(&entity)),
            Event::Eof => return Ok(out.finish()),
            _ => {}
        }
    }
}

/// A character by its number, or one of the five that XML has names for. Other
/// entities are not looked up, so that none can grow.
fn resolved(entity: &BytesRef<'_>) -> String {
    if let Ok(Some(c)) = entity.resolve_char_ref() {
        return c.to_string();
    }
    quick_xml::escape::resolve_xml_entity(entity).unwrap_or_default().to_string()
}

struct Out {
    family: Family,
    text: String,
    /// The roles of the open elements.
    open: Vec<Role>,
    unseen: usize,
    is_text: usize,
    paragraphs: usize,
    /// Texts that an aside interrupts.
    outer: Vec<(String, usize, usize)>,
    /// What is put below the paragraph in hand.
    asides: Vec<String>,
    /// The change that is told of.
    change: String,
    /// The changes that delete; files in one piece leave what they delete in
    /// the text.
    deletions: HashSet<String>,
    /// The deletions that are open.
    deleting: usize,
}

impl Out {
    fn new() -> Self {
        Out {
            family: Family::Word,
            text: String::new(),
            open: Vec::new(),
            unseen: 0,
            is_text: 0,
            paragraphs: 0,
            outer: Vec::new(),
            asides: Vec::new(),
            change: String::new(),
            deletions: HashSet::new(),
            deleting: 0,
        }
    }

    fn start(&mut self, element: &BytesStart<'_>) {
        let role = self.family.role(element.name().into_inner());
        self.open.push(role);
        match role {
            Role::Change => self.change = attribute(element, "text:id"),
            Role::Deletion => drop(self.deletions.insert(self.change.clone())),
            Role::ChangeStart => self.deleting += self.deletes(element),
            Role::ChangeEnd => self.deleting = self.deleting.saturating_sub(self.deletes(element)),
            Role::Unseen => self.unseen += 1,
            _ if self.unseen > 0 => {}
            Role::Text => self.is_text += 1,
            Role::Paragraph => self.paragraphs += 1,
            Role::Is(text) => self.text.push_str(text),
            Role::Spaces => self.text.push_str(&" ".repeat(spaces(element))),
            Role::Aside => {
                let outer = std::mem::take(&mut self.text);
                self.outer.push((outer, std::mem::take(&mut self.is_text), std::mem::take(&mut self.paragraphs)));
            }
            Role::Plain | Role::Cell => {}
        }
    }

    /// One where the change deletes.
    fn deletes(&self, element: &BytesStart<'_>) -> usize {
        usize::from(self.deletions.contains(&attribute(element, "text:change-id")))
    }

    fn end(&mut self) {
        let Some(role) = self.open.pop() else { return };
        match role {
            Role::Unseen => self.unseen -= 1,
            _ if self.unseen > 0 => {}
            Role::Text => self.is_text = self.is_text.saturating_sub(1),
            Role::Paragraph => self.end_paragraph(),
            Role::Cell => self.text.push('\t'),
            Role::Aside => {
                if let Some((text, is_text, paragraphs)) = self.outer.pop() {
                    self.asides.push(std::mem::replace(&mut self.text, text));
                    (self.is_text, self.paragraphs) = (is_text, paragraphs);
                    if self.paragraphs == 0 {
                        self.put_asides();
                    }
                }
            }
            _ => {}
        }
    }

    fn end_paragraph(&mut self) {
        self.paragraphs = self.paragraphs.saturating_sub(1);
        self.text.push('\n');
        if self.paragraphs == 0 {
            self.put_asides();
        }
    }

    fn put_asides(&mut self) {
        for aside in std::mem::take(&mut self.asides) {
            self.text.push_str(aside.trim_end());
            self.text.push('\n');
        }
    }

    fn characters(&mut self, text: &str) {
        let is_seen = match self.family {
            Family::OpenDocument => self.paragraphs > 0,
            _ => self.is_text > 0,
        };
        if is_seen && self.unseen == 0 && self.deleting == 0 {
            self.text.push_str(text);
        }
    }

    fn finish(mut self) -> String {
        while !self.open.is_empty() {
            self.end();
        }
        self.put_asides();
        self.text.replace(['\0', '\u{ad}'], "")
    }
}

fn spaces(element: &BytesStart<'_>) -> usize {
    attribute(element, "text:c").parse().unwrap_or(1).min(1000)
}

fn attribute(element: &BytesStart<'_>, name: &str) -> String {
    let found = element.try_get_attribute(name).ok().flatten();
    found.map_or(String::new(), |found| found.value.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_boxes_and_deletions() {
        let xml = "<w:body><w:p><w:r><w:t>Mun</w:t></w:r><w:del><w:r><w:t>no</w:t></w:r></w:del><w:r><w:t>ich &amp; &#x141;</w:t>\
                   <mc:Choice><w:txbxContent><w:p><w:r><w:t>box</w:t></w:r></w:p></w:txbxContent></mc:Choice>\
                   <mc:Fallback><w:t>box</w:t></mc:Fallback></w:r><w:r><w:tab/><w:t>x</w:t></w:r></w:p></w:body>";
        assert_eq!(text(xml.as_bytes(), Family::Word).unwrap(), "Munich & Ł\tx\nbox\n");
        let xml = "<w:p><w:ruby><w:rt><w:r><w:t>とうきょう</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>東京</w:t></w:r></w:rubyBase></w:ruby></w:p>";
        assert_eq!(text(xml.as_bytes(), Family::Word).unwrap(), "東京\n");
        let xml = "<office:text><text:p>a<text:s text:c=\"2\"/>b<text:tab/><text:note><text:note-citation>1</text:note-citation>\
                   <text:note-body><text:p>note</text:p></text:note-body></text:note>c</text:p></office:text>";
        assert_eq!(text(xml.as_bytes(), Family::OpenDocument).unwrap(), "a  b\tc\nnote\n");
        let change = |id: &str, kind: &str| {
            format!("<text:changed-region text:id=\"{id}\"><text:{kind}/></text:changed-region>")
        };
        let changed = |id: &str, text: &str| {
            format!("<text:change-start text:change-id=\"{id}\"/>{text}<text:change-end text:change-id=\"{id}\"/>")
        };
        let xml = format!(
            "<office:text><text:tracked-changes>{}{}</text:tracked-changes><text:p>a{}{}c</text:p></office:text>",
            change("1", "deletion"),
            change("2", "insertion"),
            changed("1", "no"),
            changed("2", "b")
        );
        assert_eq!(text(xml.as_bytes(), Family::OpenDocument).unwrap(), "abc\n");
    }
}
