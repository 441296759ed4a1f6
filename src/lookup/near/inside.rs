//! Names inside words: where a row asks for it (`edges=anywhere`), and in
//! Katakana, whose words grow together (*アマゾンジャパン*).
//!
//! The automaton over words cannot see these; the crate `aho-corasick` looks
//! for them in the bytes of the coarser spelling, line by line, all that
//! overlap. Other scripts without spaces need none of this: there each
//! character is a token.

use aho_corasick::{AhoCorasick, MatchKind};
use serde::{Deserialize, Serialize};
use std::sync::OnceLock;

use super::forms::{Form, Kind};
use super::hit::NearHit;
use super::spelled::{Spelled, Umlauts};
use crate::entity::How;
use crate::fold::{fold_capitals, fold_cased};
use crate::gazetteer::{Case, Edges, Entry, Gazetteer};
use crate::hash::HashMap;
use crate::lookup::crowds::{Crowds, MOST_ROWS, first};
use crate::packed;
use crate::segment::Token;

/// The names that are looked for inside words.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Inside {
    #[serde(with = "packed")]
    forms: Vec<Form>,
    /// Some may stand in any script.
    anywhere: bool,
    /// Built when first asked for: it cannot be kept.
    #[serde(skip)]
    automaton: OnceLock<Option<Automaton>>,
}

/// What is looked for: the patterns, and the form of each.
type Automaton = (AhoCorasick, Vec<u32>);

/// A name of fewer characters is no part of a longer word of Katakana, nor
/// where less than two characters of that word are left.
const SHORTEST: usize = 4;
const REST: usize = 2;

impl Inside {
    /// Adds a written form, if it is one to look for here.
    pub fn add(&mut self, text: &str, form: Form, row: Entry<'_>) {
        let anywhere = row.edges() == Edges::Anywhere;
        let in_katakana = row.edges() == Edges::Affix && text.chars().any(is_katakana);
        if form.kind == Kind::Written && (anywhere || in_katakana) {
            self.anywhere |= anywhere;
            self.forms.push(form);
        }
    }

    /// Appends what stands inside words of the text.
    pub fn run(
        &self,
        gazetteer: &Gazetteer,
        text: &str,
        tokens: &[Token],
        crowds: &mut Crowds,
        out: &mut Vec<NearHit>,
    ) {
        if self.forms.is_empty() {
            return;
        }
        let Some((automaton, forms)) = self.automaton.get_or_init(|| self.build(gazetteer)) else { return };
        let (mut spelled, mut from) = (Spelled::default(), 0);
        let (mut place, mut before) = (0..0, out.len());
        for line in text.split_inclusive('\n') {
            if self.anywhere || line.chars().any(is_katakana) {
                spelled.set(line, Umlauts::One);
                for found in automaton.find_overlapping_iter(&spelled.text) {
                    let span = from + spelled.original(found.start())..from + spelled.original(found.end());
                    let form = &self.forms[forms[found.pattern().as_usize()] as usize];
                    if self.fits(gazetteer, form, text, &span) {
                        if place != span {
                            crowds.count(gazetteer, out, before);
                            (place, before) = (span.clone(), out.len());
                        }
                        out.extend(hit(form, span, tokens));
                    }
                }
            }
            from += line.len();
        }
        crowds.count(gazetteer, out, before);
    }

    /// Of forms that are spelled alike only so many as one place may have.
    fn build(&self, gazetteer: &Gazetteer) -> Option<Automaton> {
        let row = |number: &u32| gazetteer.entry(self.forms[*number as usize].row);
        let mut alike: HashMap<String, Vec<u32>> = HashMap::default();
        for (number, form) in (0..).zip(&self.forms) {
            alike.entry(Spelled::of(gazetteer.text_at(form.text), Umlauts::One).text).or_default().push(number);
        }
        for forms in alike.values_mut().filter(|forms| forms.len() > MOST_ROWS) {
            forms.sort_by(|a, b| first(row(a), row(b)));
            forms.truncate(MOST_ROWS);
        }
        let each = |(pattern, forms): (String, Vec<u32>)| forms.into_iter().map(move |form| (form, pattern.clone()));
        let mut patterns: Vec<(u32, String)> = alike.into_iter().flat_map(each).collect();
        patterns.sort_unstable_by_key(|(form, _)| *form);
        let (forms, patterns): (Vec<u32>, Vec<String>) = patterns.into_iter().unzip();
        let automaton = AhoCorasick::builder().match_kind(MatchKind::Standard).build(patterns).ok()?;
        Some((automaton, forms))
    }

    fn fits(&self, gazetteer: &Gazetteer, form: &Form, text: &str, span: &std::ops::Range<usize>) -> bool {
        let (listed, found) = (gazetteer.text_at(form.text), &text[span.clone()]);
        let cased = |text: &str| {
            let mut folded = String::new();
            fold_cased(text, &mut folded);
            folded
        };
        let spelling = match form.case {
            Case::Any => true,
            _ if cased(listed) == cased(found) => true,
            Case::Exact | Case::Title => !listed.chars().any(|c| c.is_uppercase() || c.is_lowercase()),
            Case::Caps => {
                let has_case = listed.chars().any(char::is_lowercase);
                !has_case || (!found.chars().any(char::is_lowercase) && fold_capitals(listed) == fold_capitals(found))
            }
        };
        let edges = gazetteer.entry(form.row).edges();
        spelling
            && (edges == Edges::Anywhere
                || (ends_well(&text[..span.start], found, true) && ends_well(&text[span.end..], found, false)))
    }
}

/// True where a name may begin behind this text, or end before it.
fn ends_well(beside: &str, name: &str, before: bool) -> bool {
    let edge = if before { name.chars().next() } else { name.chars().next_back() };
    if !edge.is_some_and(is_katakana) {
        let next = if before { beside.chars().next_back() } else { beside.chars().next() };
        let spaced = |c: char| c.is_alphanumeric() && c < '\u{2e80}';
        return !(edge.is_some_and(spaced) && next.is_some_and(spaced));
    }
    let rest = match before {
        true => beside.chars().rev().take(REST).take_while(|&c| is_katakana(c)).count(),
        false => beside.chars().take(REST).take_while(|&c| is_katakana(c)).count(),
    };
    rest == 0 || (rest >= REST && name.chars().count() >= SHORTEST)
}

fn is_katakana(c: char) -> bool {
    matches!(c, 'ァ'..='ヺ' | 'ー'..='ヿ' | 'ｦ'..='ﾟ')
}

fn hit(form: &Form, span: std::ops::Range<usize>, tokens: &[Token]) -> Option<NearHit> {
    let first = tokens.partition_point(|token| (token.end as usize) <= span.start);
    let last = tokens.partition_point(|token| (token.start as usize) < span.end);
    (first < tokens.len()).then(|| NearHit {
        start: span.start as u32,
        end: span.end as u32,
        first: first as u32,
        last: last.saturating_sub(1).max(first) as u32,
        row: form.row,
        how: How::Inside,
        begins: false,
        heads: false,
        doubtful: false,
        legal: None,
    })
}
