//! Text → sentences of tokens, where no token and no sentence cuts a mention.

use unicode_segmentation::UnicodeSegmentation;

use crate::entity::Span;
use crate::marked::Marked;

/// The sentences of a text, each its tokens, in bytes. Words and sentences
/// end where UAX #29 has them end; a word that holds the edge of a mention is
/// two tokens, and sentences that share a mention are one.
pub fn sentences(document: &Marked) -> Vec<Vec<Span>> {
    let text = document.text.as_str();
    let mut edges: Vec<usize> = document.mentions.iter().flat_map(|m| [m.bytes.start, m.bytes.end]).collect();
    edges.sort_unstable();
    let mut sentences: Vec<Vec<Span>> = Vec::new();
    let mut open: Vec<Span> = Vec::new();
    let (mut edge, mut mention, mut covered) = (0, 0, 0);
    for (at, sentence) in text.split_sentence_bound_indices() {
        for (from, word) in sentence.split_word_bound_indices().filter(|(_, word)| !word.trim().is_empty()) {
            let mut begin = at + from;
            let end = begin + word.len();
            while edge < edges.len() && edges[edge] < end {
                if edges[edge] > begin {
                    open.push(Span::new(begin, edges[edge]));
                    begin = edges[edge];
                }
                edge += 1;
            }
            open.push(Span::new(begin, end));
        }
        let end = at + sentence.len();
        while mention < document.mentions.len() && document.mentions[mention].bytes.start < end {
            covered = covered.max(document.mentions[mention].bytes.end);
            mention += 1;
        }
        if covered <= end && !open.is_empty() {
            sentences.push(std::mem::take(&mut open));
        }
    }
    sentences.extend((!open.is_empty()).then_some(open));
    sentences
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::eval::Mention;

    fn told(text: &str, mentions: &[(usize, usize)]) -> Vec<Vec<String>> {
        let mentions = mentions.iter().map(|&(start, end)| Mention::new(start, end, "ORG")).collect();
        let document = Marked::new("a", text.into(), mentions);
        let words = |sentence: Vec<Span>| sentence.iter().map(|token| token.of(text).to_string()).collect();
        sentences(&document).into_iter().map(words).collect()
    }

    #[test]
    fn edges_of_mentions_are_edges_of_tokens() {
        assert_eq!(told("Zorblax's plant", &[(0, 7)]), [["Zorblax", "'s", "plant"]]);
        assert_eq!(told("One. Two.", &[]), [["One", "."], ["Two", "."]]);
        assert_eq!(told("Zorblax Inc. Velmora is. So", &[(0, 20)]).len(), 2);
        assert_eq!(told(" \n", &[]), Vec::<Vec<String>>::new());
    }
}
