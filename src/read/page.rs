//! A web page → its text.
//!
//! Tags within a line vanish, blocks are paragraphs, cells of a table are
//! apart, and what no reader sees is gone. The article of a page is found as
//! the reader view of a browser finds it (the crate `dom_smoothie`, a port of
//! Mozilla's Readability).

use encoding_rs::{Encoding, UTF_8};

use super::options::PagePart;
use super::{Decoded, Reason, decode};

/// What a page says of its encoding stands within so many bytes.
const HEAD: usize = 4096;

/// The bytes of a page as characters: as the page says, where it is not UTF-8.
pub(super) fn characters<'b>(
    bytes: &'b [u8],
    named: Option<&'static Encoding>,
    strict: bool,
) -> Result<(std::borrow::Cow<'b, str>, Decoded), Reason> {
    let head = &bytes[..bytes.len().min(HEAD)];
    // What is UTF-8 shows it, whatever the page says.
    let declared = declared(head).filter(|encoding| encoding.is_ascii_compatible() && *encoding != UTF_8);
    decode(bytes, declared.or(named), strict)
}

/// The encoding that stands behind `charset=` or `encoding=`.
fn declared(head: &[u8]) -> Option<&'static Encoding> {
    let head = head.to_ascii_lowercase();
    let places = |word: &'static [u8]| memchr::memmem::find_iter(&head, word).map(move |at| at + word.len());
    places(b"charset=").chain(places(b"encoding=")).find_map(|at| {
        let rest = head[at..].trim_ascii_start();
        let rest = rest.strip_prefix(b"\"").or(rest.strip_prefix(b"'")).unwrap_or(rest);
        let end = rest.iter().position(|byte| !byte.is_ascii_alphanumeric() && !b"-_:".contains(byte));
        Encoding::for_label_no_replacement(&rest[..end.unwrap_or(rest.len())])
    })
}

#[cfg(not(feature = "pages"))]
pub(super) fn text(_: &str, _: PagePart) -> Result<String, Reason> {
    Err(Reason::NotBuilt { kind: super::Kind::Html, feature: "pages" })
}

#[cfg(feature = "pages")]
pub(super) use tree::text;

#[cfg(feature = "pages")]
mod tree {
    use dom_query::{Document, NodeData, NodeRef};
    use dom_smoothie::Readability;

    use super::*;
    use crate::read::tags;

    /// Deeper than this no person builds a page, and the search for the
    /// article would take long.
    const MAX_DEPTH: usize = 500;

    /// Where the search leaves the article.
    const ARTICLE: &str = "#readability-page-1";

    /// What may show a film.
    const FRAMES: &str = "iframe, embed, object";

    /// What no reader sees.
    const UNSEEN: [&str; 23] = [
        "script",
        "style",
        "template",
        "noscript",
        "head",
        "iframe",
        "object",
        "embed",
        "svg",
        "canvas",
        "audio",
        "video",
        "select",
        "datalist",
        "input",
        "button",
        "textarea",
        "map",
        "dialog",
        "annotation",
        "annotation-xml",
        // How a word is said, in the middle of it.
        "rt",
        "rp",
    ];

    /// The namespace of formulas, which stand within a line.
    const FORMULAS: &str = "http://www.w3.org/1998/Math/MathML";

    /// What stands within a line.
    const INLINE: [&str; 38] = [
        "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i",
        "ins", "kbd", "label", "mark", "meter", "nobr", "output", "progress", "q", "ruby", "s", "samp", "small",
        "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
    ];

    /// The text of a page, or of its article. Linear in the page, but for the
    /// search for the article.
    pub fn text(html: &str, part: PagePart) -> Result<String, Reason> {
        if tags::is_monstrous(html) {
            return Ok(body(&Document::from(tags::without(html))));
        }
        let document = Document::from(html);
        if part == PagePart::All || depth(&document.root()) > MAX_DEPTH {
            return Ok(body(&document));
        }
        drop_odd_frames(&document);
        // The search for the article takes the page apart.
        Ok(article(document).unwrap_or_else(|| body(&Document::from(html))))
    }

    fn body(document: &Document) -> String {
        rendered(&document.body().unwrap_or(document.root()))
    }

    fn article(document: Document) -> Option<String> {
        let mut reader = Readability::with_document(document, None, None).ok()?;
        let article = reader.parse().ok()?;
        let text = rendered(reader.doc.select_single(ARTICLE).nodes().first()?);
        let title = article.title.trim();
        match text.trim().is_empty() {
            true => None,
            false if title.is_empty() || text.contains(title) => Some(text),
            false => Some(format!("{title}\n\n{text}")),
        }
    }

    /// The search looks at the bytes before the address of a film, and fails
    /// where they are part of a letter. Nobody sees frames.
    fn drop_odd_frames(document: &Document) {
        for frame in document.select(FRAMES).nodes() {
            let is_odd = frame.attrs().iter().any(|attribute| !attribute.value.is_ascii())
                || frame.has_name("object") && !frame.inner_html().is_ascii();
            if is_odd {
                frame.remove_from_parent();
            }
        }
    }

    fn depth(root: &NodeRef<'_>) -> usize {
        let (mut most, mut open) = (0, vec![(*root, 0)]);
        while let Some((node, depth)) = open.pop() {
            most = most.max(depth);
            if depth <= MAX_DEPTH {
                open.extend(node.children_it(false).map(|child| (child, depth + 1)));
            }
        }
        most
    }

    enum Step<'t> {
        Enter(NodeRef<'t>),
        Leave(Shape),
    }

    /// How an element stands in the text.
    #[derive(Clone, Copy, PartialEq, Eq)]
    enum Shape {
        Unseen,
        Inline,
        Break,
        Cell,
        Line,
        Paragraph,
        Preformatted,
    }

    fn rendered(root: &NodeRef<'_>) -> String {
        let mut out = Out::default();
        let mut steps = vec![Step::Enter(*root)];
        while let Some(step) = steps.pop() {
            match step {
                Step::Leave(shape) => out.leave(shape),
                Step::Enter(node) => {
                    let shape = node.query_or(Shape::Unseen, |node| match &node.data {
                        NodeData::Document | NodeData::Fragment => Shape::Inline,
                        NodeData::Element(element) => match shape(&element.name.local, &|name| node.data_attr(name)) {
                            Shape::Line if &*element.name.ns == FORMULAS => Shape::Inline,
                            shape => shape,
                        },
                        NodeData::Text { contents } => {
                            out.text(contents);
                            Shape::Unseen
                        }
                        _ => Shape::Unseen,
                    });
                    if shape != Shape::Unseen {
                        out.enter(shape);
                        steps.push(Step::Leave(shape));
                        let first = steps.len();
                        steps.extend(node.children_it(false).map(Step::Enter));
                        steps[first..].reverse();
                    }
                }
            }
        }
        out.finish()
    }

    trait Attributes {
        fn data_attr(&self, name: &str) -> Option<String>;
    }

    impl Attributes for dom_query::TreeNode {
        fn data_attr(&self, name: &str) -> Option<String> {
            match &self.data {
                NodeData::Element(element) => element.attr(name).map(|value| value.to_string()),
                _ => None,
            }
        }
    }

    fn shape(name: &str, attribute: &dyn Fn(&str) -> Option<String>) -> Shape {
        if UNSEEN.contains(&name) || attribute("hidden").is_some() || is_unseen_style(attribute("style")) {
            return Shape::Unseen;
        }
        match name {
            "br" | "hr" => Shape::Break,
            "td" | "th" => Shape::Cell,
            "pre" | "listing" | "xmp" => Shape::Preformatted,
            "p" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "blockquote" | "table" | "article" | "section" | "ul"
            | "ol" | "dl" | "figure" | "address" | "aside" | "header" | "footer" => Shape::Paragraph,
            name if INLINE.contains(&name) => Shape::Inline,
            "img" => Shape::Inline,
            // What is not known stands within the line, as in a browser.
            name if name.contains('-') => Shape::Inline,
            _ => Shape::Line,
        }
    }

    fn is_unseen_style(style: Option<String>) -> bool {
        let style = style.unwrap_or_default().replace(' ', "").to_lowercase();
        style.contains("display:none") || style.contains("visibility:hidden")
    }

    /// The text that is made, white space folded.
    #[derive(Default)]
    struct Out {
        text: String,
        /// White space that stands before the next word.
        gap: Gap,
        preformatted: usize,
    }

    #[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
    enum Gap {
        #[default]
        None,
        Space,
        Tab,
        Line,
        Paragraph,
    }

    impl Out {
        fn enter(&mut self, shape: Shape) {
            self.preformatted += usize::from(shape == Shape::Preformatted);
            self.apart(shape);
        }

        fn leave(&mut self, shape: Shape) {
            self.preformatted -= usize::from(shape == Shape::Preformatted);
            self.apart(shape);
        }

        fn apart(&mut self, shape: Shape) {
            let gap = match shape {
                Shape::Unseen | Shape::Inline => Gap::None,
                Shape::Cell => Gap::Tab,
                Shape::Break | Shape::Line => Gap::Line,
                Shape::Paragraph | Shape::Preformatted => Gap::Paragraph,
            };
            self.gap = self.gap.max(gap);
        }

        fn text(&mut self, text: &str) {
            if self.preformatted > 0 {
                self.close_gap();
                self.text.push_str(text);
                return;
            }
            for piece in text.split_inclusive([' ', '\t', '\n', '\r', '\u{c}']) {
                let word = piece.trim_end_matches([' ', '\t', '\n', '\r', '\u{c}']);
                if !word.is_empty() {
                    self.close_gap();
                    // A soft hyphen shows only at the end of a line.
                    self.text.extend(word.chars().filter(|c| *c != '\u{ad}'));
                }
                if word.len() < piece.len() {
                    self.gap = self.gap.max(Gap::Space);
                }
            }
        }

        fn close_gap(&mut self) {
            let gap = std::mem::take(&mut self.gap);
            if !self.text.is_empty() {
                self.text.push_str(match gap {
                    Gap::None => "",
                    Gap::Space => " ",
                    Gap::Tab => "\t",
                    Gap::Line => "\n",
                    Gap::Paragraph => "\n\n",
                });
            }
        }

        fn finish(mut self) -> String {
            if !self.text.is_empty() {
                self.text.push('\n');
            }
            self.text
        }
    }
}
