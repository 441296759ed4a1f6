//! What a word carries beside the name: *l'OTAN*, *Ankara'nın*, *서울에서*, *Praze*.
//!
//! Affixes are rows with `role=affix`: the form, its language, its kind, the
//! letters of the name that give way to it, and how long the rest must be.

use crate::hash::HashMap;
use serde::{Deserialize, Serialize};

use super::first::FirstBytes;
use super::spelled::{Spelled, Umlauts};
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

/// A word without an affix.
pub(super) struct Bare {
    /// The word of the name.
    pub word: String,
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

    /// Adds the first bytes of the words that may stand for others or begin
    /// with an affix that no apostrophe marks, of the languages that `speaks`
    /// allows, by their number.
    pub fn add_first(&self, speaks: impl Fn(usize) -> bool, first: &mut FirstBytes) {
        for (form, affixes) in self.wholes.forms.iter().chain(&self.at_start.forms) {
            if !form.ends_with('\'') && affixes.iter().any(|affix| speaks(affix.language.into())) {
                first.add(form);
            }
        }
    }

    /// Calls `found` with every word that is left where an affix is taken off,
    /// of the languages that `speaks` allows, by their number, and where
    /// `marks` says so, of any language if an apostrophe marks it. Bounded by
    /// the longest affix, whatever the word.
    pub fn strip(&self, word: &Spelled, marks: bool, speaks: impl Fn(usize) -> bool, mut found: impl FnMut(Bare)) {
        let text = word.text.as_str();
        for affix in self.wholes.forms.get(text).into_iter().flatten() {
            if speaks(affix.language.into()) {
                let from = if affix.kind == Kind::Article { text.len() } else { 0 };
                for word in &affix.drop {
                    let (word, kept) = (word.clone(), 0..text.len());
                    found(Bare { word, kind: affix.kind, kept, from, to: text.len(), min: affix.min });
                }
            }
        }
        for &(end, _) in word.ends.iter().take(self.at_start.longest) {
            let end = end as usize;
            for affix in self.at_start.forms.get(&text[..end]).into_iter().flatten() {
                let rest = &text[end..];
                let is_marked = marks && text[..end].ends_with('\'');
                let speaks = is_marked || speaks(affix.language.into());
                if speaks && rest.chars().count() >= LEAST {
                    for drop in &affix.drop {
                        let word = [drop.as_str(), rest].concat();
                        // What stands for an article leaves the name alone.
                        let from = if drop.is_empty() || drop.ends_with('\'') { end } else { 0 };
                        let kept = end..text.len();
                        found(Bare { word, kind: Kind::Before, kept, from, to: text.len(), min: affix.min });
                    }
                }
            }
        }
        let starts = word.ends.iter().rev().skip(1).map(|(end, _)| *end as usize).take(self.at_end.longest);
        for start in starts {
            let Some(affixes) = self.at_end.forms.get(&text[start..]) else { continue };
            let stem = text[..start].trim_end_matches(['\'', ':']);
            let is_marked = stem.len() < start;
            for affix in affixes {
                let speaks = (marks && is_marked) || speaks(affix.language.into());
                if speaks && stem.chars().count() >= LEAST {
                    self.stems(stem, affix, if is_marked { stem.len() } else { text.len() }, &mut found);
                }
            }
        }
    }

    /// The words that a stem may be of.
    fn stems(&self, stem: &str, affix: &Affix, whole: usize, found: &mut impl FnMut(Bare)) {
        let is_ending = affix.kind != Kind::After;
        let to = if is_ending { whole } else { stem.len() };
        let mut push = |kept: usize, end: &str| {
            let word = [&stem[..kept], end].concat();
            found(Bare { word, kind: affix.kind, kept: 0..kept, from: 0, to, min: affix.min });
        };
        affix.drop.iter().for_each(|drop| push(stem.len(), drop));
        if !is_ending {
            return;
        }
        let starts = stem.char_indices().rev().map(|(at, _)| at).take(self.stems.longest);
        for start in starts.filter(|&start| start > 0) {
            for other in self.stems.forms.get(&stem[start..]).into_iter().flatten() {
                if other.language == affix.language && stem.chars().count() >= LEAST {
                    let ends = other
                        .drop
                        .iter()
                        .flat_map(|stem| affix.drop.iter().map(move |drop| [stem.as_str(), drop].concat()));
                    ends.for_each(|end| push(start, &end));
                }
            }
        }
    }
}
