//! Names that a list has with another ending: *Co., Ltd.* for *Co Ltd*.
//!
//! The written forms of one row with the role `legal` stand for each other
//! behind any name. They are tried where a text has one of them, so that a
//! list of a million companies holds each of them once.

use super::automaton::{Node, ROOT, Symbol};
use super::word::NO_WORD;
use super::{Folder, Index, ListedWord};
use crate::gazetteer::Surface;
use crate::segment::{Gap, Token, segment};

impl Index {
    /// The rows that have the tokens `stem` of a text, which are known as
    /// `words`, with any written form of the row `ending` behind them.
    ///
    /// Linear in the stem and in the forms of the ending.
    pub fn rows_with_ending(&self, text: &str, stem: &[Token], words: &[ListedWord], ending: u32) -> Vec<u32> {
        let walked = self.walk(stem, words).filter(|&node| self.tables.automaton.goes_on(node));
        let Some(node) = walked else { return Vec::new() };
        let spelling = &text[stem[0].start as usize..stem[stem.len() - 1].end as usize];
        let comma = Symbol::new(self.word(","), true);
        // The forms stand in the order of their rows.
        let from = self.tables.endings.partition_point(|form| form.row < ending);
        let endings = self.tables.endings[from..].iter().take_while(|form| form.row == ending);
        let ends = endings.flat_map(|form| {
            let behind_comma = self.tables.automaton.child(node, comma);
            [Some(node), behind_comma].into_iter().flatten().filter_map(|from| self.follow(from, &form.symbols))
        });
        let mut folder = Folder::default();
        let surfaces = ends.flat_map(|end| self.surfaces_of(end));
        let mut rows: Vec<u32> =
            surfaces.filter(|s| self.allows_stem(s, stem.len(), spelling, &mut folder)).map(|s| s.row).collect();
        rows.sort_unstable();
        rows.dedup();
        rows
    }

    /// The state behind just these tokens, where some name goes on there.
    fn walk(&self, tokens: &[Token], words: &[ListedWord]) -> Option<Node> {
        let mut node = ROOT;
        for (i, (token, word)) in tokens.iter().zip(words).enumerate() {
            if word.id == NO_WORD || (i > 0 && token.gap == Gap::Paragraph) {
                return None;
            }
            node = self.tables.automaton.child(node, Symbol::new(word.id, i > 0 && token.gap == Gap::None))?;
        }
        (node != ROOT).then_some(node)
    }

    fn follow(&self, from: Node, symbols: &[Symbol]) -> Option<Node> {
        symbols.iter().try_fold(from, |node, symbol| self.tables.automaton.child(node, *symbol))
    }

    /// True where the first `count` tokens of a written form allow this
    /// spelling.
    fn allows_stem(&self, surface: &Surface, count: usize, spelling: &str, folder: &mut Folder) -> bool {
        let (name, mut tokens) = (self.gazetteer.surface_text(surface), Vec::new());
        segment(name, &mut tokens);
        folder.allows(surface.case, || &name[..tokens[count - 1].end as usize], spelling)
    }
}
