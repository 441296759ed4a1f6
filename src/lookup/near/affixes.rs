//! What a word carries beside the name: *l'OTAN*, *Ankara'nın*, *서울에서*, *Praze*.
//!
//! Affixes are rows with `role=affix`: the form, its language, its kind, the
//! letters of the name that give way to it, and how long the rest must be.

use crate::hash::{HashMap, HashSet};
use serde::{Deserialize, Serialize};

use super::openings::Openings;
use super::spelled::{Spelled, Umlauts};
use super::stems::Stems;
use crate::gazetteer::Entry;

/// What an affix is to the name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Kind {
    /// A word written together with the name that follows: *l'*, *و*.
    Before,
    /// A word written together with the name before it: *에서*.
    After,
    /// The name itself has another ending: *Praze* of *Praha*.
    Ending,
    /// Before an ending, the stem is another: *Helsingi-* of *Helsinki*.
    Stem,
    /// An ending of a word that is not the last of its name: *Deutschen Bahn*.
    Inner,
    /// Not an affix but another word for one of the name: *und*, *St*.
    Whole,
    /// A word that has taken in the article that the name begins with: *du
    /// Havre*.
    Article,
}

impl Kind {
    const ALL: [(&'static str, Kind); 7] = [
        ("before", Kind::Before),
        ("after", Kind::After),
        ("ending", Kind::Ending),
        ("stem", Kind::Stem),
        ("inner", Kind::Inner),
        ("whole", Kind::Whole),
        ("article", Kind::Article),
    ];
}

/// An affix without its form.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Affix {
    kind: Kind,
    /// What the name has in its place: one of these.
    drop: Vec<String>,
    /// A name of fewer letters is not looked for under it.
    min: u8,
    language: u8,
}

/// Many languages are written in this script, so that a word alone does not
/// tell its own.
const SHARED_SCRIPT: &str = "Latn";

/// Fewer letters of a word than this tell nothing.
const LEAST: usize = 2;

/// Affixes by their form.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Affixes {
    at_start: Forms,
    at_end: Forms,
    stems: Forms,
    wholes: Forms,
    /// The code of each language; nothing where the script tells it.
    languages: Vec<String>,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Forms {
    forms: HashMap<String, Vec<Affix>>,
    /// The longest form, in characters.
    longest: usize,
}

/// How the word of a name is reached that is left without an affix.
pub(super) struct Bare {
    /// How it was reached.
    pub kind: Kind,
    /// The bytes of the whole word that the name keeps.
    pub kept: std::ops::Range<usize>,
    /// The bytes at which what belongs to the name begins and ends.
    pub from: usize,
    pub to: usize,
    /// A name of fewer letters is not meant.
    pub min: u8,
}

impl Affixes {
    /// Adds a row; what is not understood was told when the list was read.
    pub fn add(&mut self, row: Entry<'_>) {
        let column = |name: &str| row.column(name).unwrap_or_default();
        let Some((_, kind)) = Kind::ALL.into_iter().find(|(word, _)| *word == column("kind")) else { return };
        let spelled = |text: &str| Spelled::of(text, Umlauts::One).text;
        let is_shared = column("script") == SHARED_SCRIPT;
        let language = self.language_number(if is_shared { column("language") } else { "" });
        let drop = column("drop").split('|').map(spelled).collect();
        let affix = Affix { kind, drop, min: column("min").parse().unwrap_or(2), language };
        let table = match kind {
            Kind::Before => &mut self.at_start,
            Kind::After | Kind::Ending | Kind::Inner => &mut self.at_end,
            Kind::Stem => &mut self.stems,
            Kind::Whole | Kind::Article => &mut self.wholes,
        };
        let form = spelled(row.name());
        table.longest = table.longest.max(form.chars().count());
        table.forms.entry(form).or_default().push(affix);
    }

    fn language_number(&mut self, language: &str) -> u8 {
        let known = self.languages.iter().position(|known| known == language);
        known.unwrap_or_else(|| {
            self.languages.push(language.to_string());
            self.languages.len() - 1
        }) as u8
    }

    /// The languages that some affix is of.
    pub fn languages(&self) -> &[String] {
        &self.languages
    }

    /// Tells how the words begin that may be the first word of a name, which
    /// all of `names` are, and what is left of them without their affixes.
    pub fn openings<'w>(&self, names: impl Iterator<Item = &'w str>) -> (Openings, Stems) {
        let (mut openings, mut stems, mut first) = (Openings::default(), Vec::new(), HashSet::default());
        let tails = Tails::of(self);
        for name in names {
            openings.add(name);
            first.insert(name);
            tails.add_stems(name, &mut stems);
        }
        stems.iter().for_each(|stem| openings.add_all_like(stem));
        for (form, affixes) in &self.wholes.forms {
            if affixes.iter().flat_map(|affix| &affix.drop).any(|word| first.contains(word.as_str())) {
                openings.add(form);
            }
        }
        self.at_start.forms.keys().for_each(|form| openings.add_before(form));
        (openings, Stems::new(&stems))
    }

    /// Calls `found` with every word that is left where an affix is taken off,
    /// of the languages that `speaks` allows, by their number, or of any if an
    /// apostrophe marks it and that counts, which `speaks` is told. Of a word
    /// whose stem `has_stem` refuses nothing is left. Bounded by the longest
    /// affix, whatever the word.
    pub fn strip(
        &self,
        word: &Spelled,
        speaks: impl Fn(usize, bool) -> bool,
        has_stem: impl Fn(&str) -> bool,
        mut found: impl FnMut(&str, Bare),
    ) {
        let mut left = String::new();
        let text = word.text.as_str();
        for affix in self.wholes.forms.get(text).into_iter().flatten() {
            if speaks(affix.language.into(), false) {
                let from = if affix.kind == Kind::Article { text.len() } else { 0 };
                for word in &affix.drop {
                    let kept = 0..text.len();
                    found(word, Bare { kind: affix.kind, kept, from, to: text.len(), min: affix.min });
                }
            }
        }
        for &(end, _) in word.ends.iter().take(self.at_start.longest) {
            let end = end as usize;
            for affix in self.at_start.forms.get(&text[..end]).into_iter().flatten() {
                let rest = &text[end..];
                let speaks = speaks(affix.language.into(), text[..end].ends_with('\''));
                if speaks && rest.chars().count() >= LEAST {
                    for drop in &affix.drop {
                        join(&mut left, [drop, rest, ""]);
                        // What stands for an article leaves the name alone.
                        let from = if drop.is_empty() || drop.ends_with('\'') { end } else { 0 };
                        let kept = end..text.len();
                        found(&left, Bare { kind: Kind::Before, kept, from, to: text.len(), min: affix.min });
                    }
                }
            }
        }
        let starts = word.ends.iter().rev().skip(1).map(|(end, _)| *end as usize).take(self.at_end.longest);
        for start in starts {
            let Some(affixes) = self.at_end.forms.get(&text[start..]) else { continue };
            let stem = text[..start].trim_end_matches(['\'', ':']);
            if stem.chars().nth(LEAST - 1).is_none() || !has_stem(stem) {
                continue;
            }
            let is_marked = stem.len() < start;
            let to = if is_marked { stem.len() } else { text.len() };
            let affixes = || affixes.iter().filter(|affix| speaks(affix.language.into(), is_marked));
            affixes().for_each(|affix| affix.put_back(stem, "", stem.len(), to, &mut left, &mut found));
            let starts = stem.char_indices().rev().map(|(at, _)| at).take(self.stems.longest);
            for start in starts.filter(|&start| start > 0) {
                for other in self.stems.forms.get(&stem[start..]).into_iter().flatten() {
                    for affix in affixes().filter(|affix| affix.kind != Kind::After && affix.language == other.language)
                    {
                        for end in &other.drop {
                            affix.put_back(&stem[..start], end, stem.len(), to, &mut left, &mut found);
                        }
                    }
                }
            }
        }
    }
}

impl Affix {
    /// Calls `found` with the words that have this affix behind the first
    /// letters of a name, which another end of its stem may follow.
    fn put_back(
        &self,
        kept: &str,
        stem_end: &str,
        stem: usize,
        to: usize,
        left: &mut String,
        found: &mut impl FnMut(&str, Bare),
    ) {
        let to = if self.kind == Kind::After { stem } else { to };
        for drop in &self.drop {
            join(left, [kept, stem_end, drop]);
            found(left, Bare { kind: self.kind, kept: 0..kept.len(), from: 0, to, min: self.min });
        }
    }
}

/// What words of names end in where a text has something else, with the
/// languages in which they do, a bit for each.
#[derive(Default)]
struct Tails<'a> {
    /// All affixes take the place of one of these, endings of one of those.
    of_affixes: HashSet<&'a str>,
    of_endings: HashMap<&'a str, u128>,
    /// Each with what stands there instead.
    of_stems: HashMap<&'a str, Vec<(&'a str, u128)>>,
    /// In bytes.
    longest_stem: usize,
}

impl<'a> Tails<'a> {
    fn of(affixes: &'a Affixes) -> Self {
        let language = |affix: &Affix| 1_u128.checked_shl(affix.language.into()).unwrap_or(u128::MAX);
        let mut tails = Tails::default();
        for affix in affixes.at_end.forms.values().flatten() {
            tails.of_affixes.extend(affix.drop.iter().map(String::as_str));
            for drop in affix.drop.iter().filter(|_| affix.kind != Kind::After) {
                *tails.of_endings.entry(drop).or_default() |= language(affix);
            }
        }
        for (form, stems) in &affixes.stems.forms {
            for (stem, drop) in stems.iter().flat_map(|stem| stem.drop.iter().map(move |drop| (stem, drop))) {
                tails.of_stems.entry(drop).or_default().push((form, language(stem)));
                tails.longest_stem = tails.longest_stem.max(drop.len());
            }
        }
        tails
    }

    /// Adds what a word of a text begins with that stands for a word of a name
    /// and has an affix.
    fn add_stems(&self, word: &str, stems: &mut Vec<String>) {
        let is_kept =
            |(characters, at): &(usize, usize)| *characters >= LEAST && self.of_affixes.contains(&word[*at..]);
        let ends = word.char_indices().map(|(at, _)| at).chain([word.len()]);
        stems.extend(ends.clone().enumerate().filter(is_kept).map(|(_, at)| word[..at].to_string()));
        for end in ends.clone().skip(1) {
            let Some(languages) = self.of_endings.get(&word[end..]) else { continue };
            let may_begin = |&start: &usize| start <= end && end - start <= self.longest_stem;
            for start in ends.clone().skip(1).filter(may_begin) {
                let others = self.of_stems.get(&word[start..end]).into_iter().flatten();
                let spoken = others.filter(|(_, others)| languages & others != 0);
                stems.extend(spoken.map(|(form, _)| [&word[..start], form].concat()));
            }
        }
    }
}

/// Puts the parts of a word together in a place that is used again.
fn join(word: &mut String, parts: [&str; 3]) {
    word.clear();
    parts.iter().for_each(|part| word.push_str(part));
}
