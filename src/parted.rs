//! Words that a hyphen parts at a line end, and names that the marks of quoted
//! mail part, whole again.
//!
//! A text is never changed: recognizers see a copy in which *Cali-⏎fornia* is
//! one word, and what they find goes back to where it stands in the text.
//! Where no list has such a word, the hyphen is one that is written within a
//! line too, as in *Aix-⏎en-Provence*, and only the line end is left out.
//!
//! The `>` before a line is left out where the line above has the same: in
//! *> European⏎> Central Bank* only the line end is between the words.

use crate::entity::{Entity, Evidence, Span};
use crate::lookup::{Index, NO_WORD};

/// The longest half of a word that is looked at, in characters.
const MAX_HALF: usize = 40;

/// A text with such words whole.
pub(crate) struct Whole {
    /// The copy.
    pub text: String,
    cuts: Vec<Cut>,
}

/// A place where something was left out.
struct Cut {
    /// Where it would stand in the copy, in bytes.
    at: usize,
    /// How many bytes were left out up to here, those of this place included.
    gone: usize,
}

impl Whole {
    /// `None` where nothing is parted, as in most texts. Linear in the text.
    pub fn of(text: &str, lists: &Index) -> Option<Self> {
        let mut whole = Whole { text: String::new(), cuts: Vec::new() };
        let (mut last, mut word) = (0, String::new());
        for at in memchr::memchr2_iter(b'-', b'>', text.as_bytes()) {
            let cut = match text.as_bytes()[at] {
                _ if at < last => None,
                b'-' => parted_word(text, last, at, lists, &mut word),
                _ => marks_again(text, at).map(|end| (at, end)),
            };
            let Some((end, next)) = cut else { continue };
            whole.text.push_str(&text[last..end]);
            whole.cuts.push(Cut { at: whole.text.len(), gone: next - whole.text.len() });
            last = next;
        }
        whole.text.push_str(if whole.cuts.is_empty() { "" } else { &text[last..] });
        Some(whole).filter(|whole| !whole.cuts.is_empty())
    }

    /// Moves a finding to where it stands in the text.
    pub fn put_back(&self, entity: &mut Entity<'_>) {
        let (found, span) = (entity.span, self.span(entity.span));
        if let Evidence::Measured(quantity) = &mut entity.evidence {
            quantity.stated = quantity.stated.map(|stated| {
                let there = self.span(stated.moved(found.start));
                Span::new(there.start - span.start, there.end - span.start)
            });
            let said = quantity.converts.map(|bytes| self.span(Span::new(found.start - bytes, found.end)));
            quantity.converts = said.map(|said| span.start - said.start);
        }
        entity.span = span;
    }

    fn span(&self, span: Span) -> Span {
        let gone = |cuts: usize| cuts.checked_sub(1).map_or(0, |last| self.cuts[last].gone);
        let start = span.start + gone(self.cuts.partition_point(|cut| cut.at <= span.start));
        let end = span.end + gone(self.cuts.partition_point(|cut| cut.at < span.end));
        Span::new(start, end)
    }
}

/// What to leave out, from where to where, if a word is parted at `hyphen`. It
/// does not begin before `from`.
fn parted_word(text: &str, from: usize, hyphen: usize, lists: &Index, word: &mut String) -> Option<(usize, usize)> {
    let next = next_line(text, hyphen + 1)?;
    let (first, second) = (last_word(&text[from..hyphen]), first_word(&text[next..]));
    match first.is_empty() || second.is_empty() {
        true => None,
        false if is_listed(first, second, lists, word) => Some((hyphen, next)),
        false => Some((hyphen + 1, next)),
    }
}

/// Where the next line begins, its indent and the marks of quoted mail left
/// out, if a line ends at `at`.
#[inline]
fn next_line(text: &str, at: usize) -> Option<usize> {
    let bytes = &text.as_bytes()[at..];
    let end = match bytes {
        [b'\n', ..] => 1,
        [b'\r', b'\n', ..] => 2,
        _ => return None,
    };
    let start = at + end;
    let marks = marks(&bytes[end..]).filter(|_| marks_again(text, start).is_some()).unwrap_or(0);
    let indent = bytes[end + marks..].iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    Some(start + marks + indent)
}

/// Where the marks of quoted mail end that begin a line at `start`, if the line
/// above has as many.
#[inline]
fn marks_again(text: &str, start: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let [before @ .., b'\n'] = &bytes[..start] else { return None };
    let here = marks(&bytes[start..])?;
    let above = memchr::memrchr(b'\n', before).map_or(0, |end| end + 1);
    let depth = |signs: &[u8]| signs.iter().filter(|byte| **byte == b'>').count();
    let there = marks(&bytes[above..start])?;
    let is_same = depth(&bytes[start..start + here]) == depth(&bytes[above..above + there]);
    is_same.then_some(start + here)
}

/// How long the marks of quoted mail are that begin a line, such as `> > `.
#[inline]
fn marks(line: &[u8]) -> Option<usize> {
    let length = line.iter().take_while(|byte| matches!(byte, b'>' | b' ')).count();
    Some(length).filter(|_| line.first() == Some(&b'>'))
}

fn last_word(text: &str) -> &str {
    let letters = text.chars().rev().take(MAX_HALF).take_while(|c| c.is_alphabetic());
    &text[text.len() - letters.map(char::len_utf8).sum::<usize>()..]
}

fn first_word(text: &str) -> &str {
    let letters = text.chars().take(MAX_HALF).take_while(|c| c.is_alphabetic());
    &text[..letters.map(char::len_utf8).sum()]
}

/// True where the two halves are a word of some list. A capital goes on only
/// in a word that has no other letters.
fn is_listed(first: &str, second: &str, lists: &Index, word: &mut String) -> bool {
    let goes_on = second.starts_with(char::is_lowercase)
        || first.chars().nth(1).is_some() && !first.chars().chain(second.chars()).any(char::is_lowercase);
    word.clear();
    word.extend([first, second]);
    goes_on && lists.word(word) != NO_WORD
}

#[cfg(test)]
mod tests {
    use crate::Pipeline;

    #[test]
    fn parted_words_are_found_where_they_stand() {
        let pipeline = Pipeline::new(&Default::default()).unwrap();
        for (text, expected) in [
            ("It is in Cali-\nfornia and in Shang-\r\n  hai.", vec!["Cali-\nfornia", "Shang-\r\n  hai"]),
            ("They paid $300 mil-\nlion in SHANG-\nHAI.", vec!["$300 mil-\nlion", "SHANG-\nHAI"]),
            ("A well-\nknown town, Munich, and -\n- Ber-\n", vec!["Munich"]),
            ("From Baden-\nBaden to Aix-\nen-Provence", vec!["Baden-\nBaden", "Aix-\nen-Provence"]),
            ("> In Mun-\n> ich, New\n> York.\n", vec!["Mun-\n> ich", "New\n> York"]),
            (">> They paid $300\r\n> > million in Shang-\r\n>> hai", vec!["$300\r\n> > million", "Shang-\r\n>> hai"]),
            ("> He is in New\n> > York.\n", vec![]),
        ] {
            let entities = pipeline.annotate(text);
            let found: Vec<&str> = entities.iter().map(|entity| entity.span.of(text)).collect();
            assert_eq!(found, expected, "{text:?}");
        }
    }
}
