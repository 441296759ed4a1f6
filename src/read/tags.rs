//! The tags of a page, without a tree: is it one that somebody wrote?
//!
//! A parser looks through all open elements at each tag, and through all
//! attributes at each attribute. A page that opens elements without end, or
//! attributes, would take it hours; its words are read without a tree.

/// So many elements may be open.
const MOST_OPEN: usize = 2_000;

/// So many attributes may a tag have.
const MOST_ATTRIBUTES: usize = 2_000;

/// Elements that hold nothing, or that the next of their kind ends.
const BRIEF: [&str; 26] = [
    "area", "base", "br", "col", "colgroup", "dd", "dt", "embed", "hr", "img", "input", "li", "link", "meta",
    "optgroup", "option", "p", "param", "source", "tbody", "td", "tfoot", "th", "thead", "tr", "wbr",
];

/// Elements that stay open though their tag ends in `/>`.
const STURDY: [&str; 22] = [
    "a",
    "article",
    "aside",
    "b",
    "blockquote",
    "center",
    "code",
    "div",
    "em",
    "font",
    "form",
    "i",
    "main",
    "nav",
    "ol",
    "section",
    "small",
    "span",
    "strong",
    "table",
    "u",
    "ul",
];

/// What is in these is no markup.
const RAW: [&str; 4] = ["script", "style", "textarea", "title"];

/// True where no tree should be made of a page. Linear.
pub(super) fn is_monstrous(html: &str) -> bool {
    let mut open = 0_usize;
    for tag in Tags::new(html) {
        match tag.is_end {
            true => open = open.saturating_sub(1),
            false => open += usize::from(tag.stays_open()),
        }
        if open > MOST_OPEN || tag.inner.len() > MOST_ATTRIBUTES && tag.attributes() > MOST_ATTRIBUTES {
            return true;
        }
    }
    false
}

/// The page with a space for each tag. Linear.
pub(super) fn without(html: &str) -> String {
    let (mut bare, mut tags) = (String::with_capacity(html.len()), Tags::new(html));
    for tag in tags.by_ref() {
        bare.push_str(tag.before);
        bare.push(' ');
    }
    bare.push_str(tags.rest);
    bare
}

/// One tag, and the text before it.
struct Tag<'h> {
    before: &'h str,
    /// What stands between its brackets, without the slash of an end.
    inner: &'h str,
    is_end: bool,
}

impl<'h> Tag<'h> {
    fn name(&self) -> &'h str {
        let end = self.inner.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(self.inner.len());
        &self.inner[..end]
    }

    fn is(&self, names: &[&str]) -> bool {
        names.iter().any(|name| name.eq_ignore_ascii_case(self.name()))
    }

    fn stays_open(&self) -> bool {
        match () {
            _ if !self.inner.starts_with(|c: char| c.is_ascii_alphabetic()) => false,
            _ if self.inner.ends_with('/') => self.is(&STURDY),
            _ => !self.is(&BRIEF),
        }
    }

    /// About how many there are: white space outside of quotes.
    fn attributes(&self) -> usize {
        let (mut quote, mut count) = (None, 0);
        for byte in self.inner.bytes() {
            match (quote, byte) {
                (Some(open), _) if open == byte => quote = None,
                (None, b'"' | b'\'') => quote = Some(byte),
                (None, byte) => count += usize::from(byte.is_ascii_whitespace() || byte == b'/'),
                _ => {}
            }
        }
        count
    }
}

struct Tags<'h> {
    rest: &'h str,
}

impl<'h> Tags<'h> {
    fn new(html: &'h str) -> Self {
        Tags { rest: html }
    }

    /// Steps over what is no markup, up to the tag that ends it.
    fn skip_raw(&mut self, name: &str) {
        let ends = memchr::memmem::find_iter(self.rest.as_bytes(), b"</");
        let is_end = |at: &usize| {
            let after = self.rest.as_bytes().get(at + 2..at + 2 + name.len());
            after.is_some_and(|after| after.eq_ignore_ascii_case(name.as_bytes()))
        };
        self.rest = &self.rest[ends.into_iter().find(is_end).unwrap_or(self.rest.len())..];
    }
}

impl<'h> Iterator for Tags<'h> {
    type Item = Tag<'h>;

    fn next(&mut self) -> Option<Tag<'h>> {
        let open = memchr::memchr(b'<', self.rest.as_bytes())?;
        let (before, after) = (&self.rest[..open], &self.rest[open + 1..]);
        let close = memchr::memchr(b'>', after.as_bytes());
        let inner = &after[..close.unwrap_or(after.len())];
        self.rest = &after[close.map_or(after.len(), |close| close + 1)..];
        let (inner, is_end) = inner.strip_prefix('/').map_or((inner, false), |inner| (inner, true));
        let tag = Tag { before, inner, is_end };
        if !is_end && tag.is(&RAW) {
            self.skip_raw(tag.name());
        }
        Some(tag)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn monsters_are_told_from_pages() {
        for (html, is) in [
            ("<div>".repeat(3000), true),
            ("<div><p><br><li>a</div>".repeat(3000), false),
            ("<path d=x />".repeat(3000), false),
            ("<div/>".repeat(3000), true),
            (format!("<p {}>", "a b='x y' ".repeat(2000)), true),
            (format!("<img src='{}'>", "a ".repeat(9000)), false),
            (format!("<script>{}</script>", "a<b ".repeat(9000)), false),
        ] {
            assert_eq!(is_monstrous(&html), is, "{}", &html[..40]);
        }
    }

    #[test]
    fn words_stay() {
        assert_eq!(without("a<b>c</b> d<script>if (a<b)</script>e <f"), "a c  d  e  ");
        assert_eq!(without("a > b"), "a > b");
    }
}
