//! By which forms may a text call a row of the user's own?
//!
//! As it is written, whatever stands between its words; without its legal
//! form; in one word, where a text has capitals inside it.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::spelled::{Spelled, Umlauts};
use crate::fold::is_invisible;
use crate::gazetteer::{Case, Entry, Gazetteer, Role, Str};
use crate::segment::{Shape, Token, segment};

/// What a form leaves out of the written one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Kind {
    /// Nothing.
    Written,
    /// The legal form.
    WithoutLegalForm,
    /// The same, and what is left may mean something else: it needs support.
    Doubtful,
    /// Nothing, but a word in capitals may mean something else in small
    /// letters: it needs support.
    Recased,
    /// What stands between its words. Of a name in capitals a text shows where
    /// they begin: *ExxonMobil*.
    Joined,
    /// What stands between the initials that it begins with.
    Initials,
    /// Its legal form, and the ordinary words before it: *Qorvath* of *Qorvath
    /// Coating Systems Inc*.
    Short,
    /// Nothing: it is another name of the same organization.
    Known,
    /// Nothing: initials stand behind a surname as registers have it, *HORTON
    /// D R*, and before it in a text.
    Turned,
    /// The same, and what stands between the initials.
    TurnedInitials,
}

impl Kind {
    pub const ALL: [Kind; 10] = [
        Kind::Written,
        Kind::WithoutLegalForm,
        Kind::Doubtful,
        Kind::Recased,
        Kind::Joined,
        Kind::Initials,
        Kind::Short,
        Kind::Known,
        Kind::Turned,
        Kind::TurnedInitials,
    ];

    /// True where the words may mean something else.
    pub fn is_doubtful(self) -> bool {
        matches!(self, Kind::Doubtful | Kind::Recased | Kind::Short)
    }
}

/// A form of a row.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Form {
    /// The part of the written form that it is.
    pub text: Str,
    pub row: u32,
    pub case: Case,
    pub kind: Kind,
    /// The row of the legal form that it leaves out, or [`NONE`].
    pub legal: u32,
}

/// The row of no legal form.
pub(crate) const NONE: u32 = u32::MAX;

/// A word of a form.
#[derive(Clone, Debug)]
pub(super) struct Word {
    /// Where it stands in the written form.
    pub at: Range<usize>,
    pub spelled: Spelled,
}

/// The words of a written form; what stands between words is none, other
/// signs are.
pub(super) fn words(text: &str, umlauts: Umlauts) -> Vec<Word> {
    let mut tokens = Vec::new();
    segment(text, &mut tokens);
    let told = tokens.iter().filter(|token| !is_between(token, text));
    told.map(|token| Word {
        at: token.start as usize..token.end as usize,
        spelled: Spelled::of(spoken(token.of(text)), umlauts),
    })
    .collect()
}

/// `&` is compared as `and`.
pub(super) fn spoken(token: &str) -> &str {
    if token.starts_with(['&', '＆']) { "and" } else { token }
}

/// True for a sign that may stand between two words of a name or not.
pub(super) fn is_between(token: &Token, text: &str) -> bool {
    let is_sign = |c: char| {
        is_invisible(c)
            || matches!(
                c,
                '-' | '‐'
                    | '‑'
                    | '–'
                    | '.'
                    | ','
                    | '"'
                    | '“'
                    | '”'
                    | '„'
                    | '«'
                    | '»'
                    | '\''
                    | '’'
                    | '‘'
                    | '!'
                    | '('
                    | ')'
                    | '_'
                    | '*'
                    | '·'
                    | '・'
                    | '®'
                    | '™'
                    | '©'
            )
    };
    token.shape == Shape::Symbol && token.of(text).chars().all(is_sign)
}

impl Form {
    /// Of a name in capitals, where the words begin that a text has in one; not
    /// of an address.
    pub fn humps(&self, gazetteer: &Gazetteer) -> Option<u64> {
        if (self.kind, self.case) != (Kind::Joined, Case::Title) {
            return None;
        }
        let words = words(gazetteer.text_at(self.text), Umlauts::One);
        let is_address = words.len() == 2 && words[1].spelled.len() == LINK;
        let starts = words.iter().scan(0, |at, word| Some(std::mem::replace(at, *at + word.spelled.len())));
        (!is_address).then(|| starts.fold(0, |humps, start| humps | 1u64.checked_shl(start as u32).unwrap_or(0)))
    }

    /// Its words, as a text must have them.
    pub fn words(&self, gazetteer: &Gazetteer, umlauts: Umlauts) -> Vec<Spelled> {
        let mut words: Vec<Spelled> =
            words(gazetteer.text_at(self.text), umlauts).into_iter().map(|word| word.spelled).collect();
        if matches!(self.kind, Kind::Turned | Kind::TurnedInitials) {
            words.rotate_left(1);
        }
        let joined = match self.kind {
            Kind::Joined => words.len(),
            Kind::Initials | Kind::TurnedInitials => words.iter().take_while(|word| word.len() == 1).count(),
            _ => 1,
        };
        if joined > 1 {
            let rest = words.split_off(joined);
            let mut first = words.remove(0);
            words.iter().for_each(|word| first.append(word));
            words = std::iter::once(first).chain(rest).collect();
        }
        words
    }
}

/// The words of legal forms, put together, with their rows, and how many words
/// the longest has.
#[derive(Default)]
pub(super) struct LegalForms {
    behind: HashMap<String, u32>,
    /// As they are written, since *AS* is a form before a name and *As* none;
    /// true for those that count only where a form stands behind it too.
    before: HashMap<String, bool>,
    /// Words that no form is made of, but that a name is called without:
    /// *Group*.
    optional: HashSet<String>,
    longest: usize,
}

/// What is left of a name without its legal form: these words, and the row of
/// the form behind them.
type Stem = (Range<usize>, u32);

impl LegalForms {
    /// All that the rows hold.
    pub fn of(gazetteer: &Gazetteer) -> Self {
        let mut forms = LegalForms::default();
        let is_form = |role| matches!(role, Role::LegalForm | Role::Ending);
        for surface in gazetteer.surfaces().iter().filter(|surface| is_form(surface.role())) {
            let words = words(gazetteer.surface_text(surface), Umlauts::One);
            forms.longest = forms.longest.max(words.len());
            let row = gazetteer.entry_of(surface);
            let before = row.column("before").unwrap_or_default();
            let form = joined(&words);
            if before == "short" {
                forms.optional.insert(form);
                continue;
            }
            if matches!(before, "" | "both") {
                forms.behind.entry(form).or_insert(row.index());
            }
            if !before.is_empty() {
                let both = before == "company";
                forms.before.entry(written(gazetteer.surface_text(surface), &words)).or_insert(both);
            }
        }
        forms
    }

    /// The words that are left of a name where legal forms behind it (*Co.,
    /// Inc.*), before it, or both are taken away.
    pub fn stems(&self, text: &str, words: &[Word]) -> Vec<Stem> {
        let count = words.len();
        let mut ends = vec![(count, NONE)];
        for tried in 0..=MOST_FORMS {
            let Some(&(end, _)) = ends.get(tried) else { break };
            let from = end.saturating_sub(self.longest).max(1);
            ends.extend((from..end).filter_map(|at| Some((at, *self.behind.get(&joined(&words[at..end]))?))));
        }
        let to = self.longest.min(count.saturating_sub(1));
        let before = |at: usize| Some((at, *self.before.get(&written(text, &words[..at]))?));
        let starts: Vec<(usize, bool)> = (1..=to).filter_map(before).chain([(0, false)]).collect();
        let mut stems = Vec::new();
        for &(start, both) in &starts {
            let ends = ends.iter().filter(|(end, _)| *end > start && (!both || *end < count));
            stems.extend(ends.map(|&(end, legal)| (start..end, legal)));
        }
        stems.retain(|(stem, _)| stem.len() < count && !self.is_form(text, &words[stem.clone()]));
        stems
    }

    /// Where a name ends without the words that it is called without.
    fn short_end(&self, words: &[Word]) -> usize {
        let is_optional = |word: &&Word| self.optional.contains(&word.spelled.text);
        words.len() - words.iter().rev().take_while(is_optional).count()
    }

    fn is_form(&self, text: &str, words: &[Word]) -> bool {
        self.behind.contains_key(&joined(words)) || self.before.contains_key(&written(text, words))
    }
}

/// At most so many legal forms stand behind one another.
const MOST_FORMS: usize = 3;

/// Some words as they are written, without the dots of abbreviations.
fn written(text: &str, words: &[Word]) -> String {
    let words: Vec<String> = words.iter().map(|word| text[word.at.clone()].replace('.', "")).collect();
    words.join(" ")
}

fn joined(words: &[Word]) -> String {
    let words: Vec<&str> = words.iter().map(|word| word.spelled.text.as_str()).collect();
    words.join(" ")
}

/// What is left of a name without its legal forms, by the rows of some lists.
pub(in crate::lookup) fn without_legal_forms(gazetteer: &Gazetteer) -> impl Fn(&str) -> Vec<String> + use<> {
    let legal = LegalForms::of(gazetteer);
    move |name| {
        let words = words(name, Umlauts::One);
        let mut left: Vec<String> = Vec::new();
        for (stem, _, _) in stems(name, &words, &legal) {
            let stem = &name[bytes(&words, &stem)];
            if !left.iter().any(|known| known == stem) {
                left.push(stem.to_string());
            }
        }
        left
    }
}

/// A name of more words than this is found as it is written only, so that a
/// text costs no more than it is long.
pub(super) const MOST_WORDS: usize = 16;

/// Every form of a written form. `tells` says whether one word alone is known
/// for nothing else.
pub(super) fn of_surface(
    text: &str,
    at: Str,
    entry: Entry<'_>,
    case: Case,
    legal: &LegalForms,
    tells: impl Fn(&str) -> bool,
) -> Vec<Form> {
    let row = entry.index();
    let words = words(text, Umlauts::One);
    if words.is_empty() || words.len() > MOST_WORDS {
        return Vec::new();
    }
    let mut stems = stems(text, &words, legal);
    let is_register = case == Case::Caps && stems.iter().any(|(stem, ..)| is_capitals(&text[bytes(&words, stem)]));
    let case = if is_register { Case::Title } else { case };
    let form = |bytes: Range<usize>, kind, legal| Form { text: at.part(bytes), row, case, kind, legal };
    let is_recased = case == Case::Title && matches!(&words[..], [word] if !tells(&text[word.at.clone()]));
    let kind = if is_recased { Kind::Recased } else { Kind::Written };
    let mut forms = vec![form(0..text.len(), kind, NONE)];
    if entry.label() == PLACE {
        // *Tam Kỳ* is no *Tam* of Finland's limited partnerships.
        stems.retain(|(_, _, is_bracket)| *is_bracket);
    }
    let wholes = stems.iter().map(|(stem, _, _)| stem.clone()).chain(std::iter::once(0..words.len()));
    for whole in wholes {
        let bytes = bytes(&words, &whole);
        let few = (2..=3).contains(&whole.len());
        let letters: Vec<usize> = words[whole].iter().map(|word| word.spelled.len()).collect();
        if few {
            let case = if case == Case::Title { case } else { Case::Exact };
            forms.push(Form { case, ..form(bytes.clone(), Kind::Joined, NONE) });
        }
        if letters.len() > 2 && letters[..2] == [1, 1] {
            forms.push(form(bytes.clone(), Kind::Initials, NONE));
        }
        if matches!(letters[..], [TELLING..=usize::MAX, 1, 1] | [TELLING..=usize::MAX, 1, 1, 1]) && case == Case::Title
        {
            forms.extend([Kind::Turned, Kind::TurnedInitials].map(|kind| form(bytes.clone(), kind, NONE)));
        }
    }
    if entry.label() == ORG && case != Case::Exact {
        for (kind, called) in called(text, &words, &stems, legal, &tells) {
            let bytes = bytes(&words, &called);
            let case = if case == Case::Caps && is_capitals(&text[bytes.clone()]) { Case::Title } else { case };
            forms.push(Form { case, ..form(bytes, kind, NONE) });
        }
    }
    for (stem, legal, is_bracket) in stems {
        let is_sure = match &words[stem.clone()] {
            [word] => is_address(&text[word.at.clone()]) || (!is_register && tells(&text[word.at.clone()])),
            words => words.iter().any(|word| word.spelled.len() > 1) || words.len() >= SIGNS,
        };
        let letters: usize = words[stem.clone()].iter().map(|word| word.spelled.len()).sum();
        let kind = match is_sure {
            true if is_bracket => Kind::Written,
            true => Kind::WithoutLegalForm,
            false => Kind::Doubtful,
        };
        match letters {
            0 | 1 => {}
            2 if text[bytes(&words, &stem)].contains(char::is_lowercase) => {}
            2 => forms.push(Form { case: Case::Exact, ..form(bytes(&words, &stem), Kind::Doubtful, legal) }),
            _ => forms.push(form(bytes(&words, &stem), kind, legal)),
        }
    }
    forms
}

/// What an organization is called without its legal form: without *Group*, or
/// by how its name begins.
fn called(
    text: &str,
    words: &[Word],
    stems: &[(Range<usize>, u32, bool)],
    legal: &LegalForms,
    tells: impl Fn(&str) -> bool,
) -> Vec<(Kind, Range<usize>)> {
    let wholes = stems.iter().map(|(stem, ..)| stem.clone()).chain(std::iter::once(0..words.len()));
    let mut called = Vec::new();
    for whole in wholes {
        let end = whole.start + legal.short_end(&words[whole.clone()]);
        if end > whole.start && end < whole.end {
            let kind = if end - whole.start > 1 { Kind::WithoutLegalForm } else { Kind::Short };
            called.push((kind, whole.start..end));
        }
        called.extend(shorts(text, words, &whole, &tells).into_iter().map(|short| (Kind::Short, short)));
    }
    called
}

/// The beginnings of a name that may tell it, where what follows is ordinary
/// words: two words and more, or one that is known for nothing else. *Qorvath*
/// and *Qorvath Coating* of *Qorvath Coating Systems*.
fn shorts(text: &str, words: &[Word], stem: &Range<usize>, tells: impl Fn(&str) -> bool) -> Vec<Range<usize>> {
    let tells = |word: usize| tells(&text[words[word].at.clone()]);
    let is_long = |word: usize| words[word].spelled.len() >= TELLING;
    let rest = stem.clone().rev().take_while(|&word| !tells(word)).count().min(stem.len().saturating_sub(1));
    let may_end = |end: &usize| is_long(end - 1) && (*end > stem.start + 1 || tells(stem.start));
    (stem.end - rest..stem.end).filter(may_end).map(|end| stem.start..end).collect()
}

/// A word of fewer letters tells nothing by itself.
const TELLING: usize = 4;

/// True for what registers write in capitals beside a legal form in small
/// letters: *NIKE, Inc.*; not for *IBM Corp.*
fn is_capitals(stem: &str) -> bool {
    stem.chars().filter(|c| c.is_uppercase()).count() > LINK && !stem.contains(char::is_lowercase)
}

/// The label of what has other names in the shipped lists, and short ones.
pub(super) const ORG: &str = "ORG";

/// The label of what has no legal form.
pub(super) const PLACE: &str = "PLACE";

/// A last word of so many letters may be the end of an address on the web.
const LINK: usize = 3;

/// True for a name such as *Qorvath.com*, which is no other word.
fn is_address(word: &str) -> bool {
    word.contains('.') && word.split('.').all(|part| part.chars().count() > 1)
}

/// So many signs of Chinese tell as much as two words.
const SIGNS: usize = 3;

/// What is left of a name without its legal form, or without what stands in
/// brackets or between strokes behind it (*(in liquidation)*, */DE/*), which
/// the last says. A stroke alone (*INC/DE*) counts behind a legal form only.
fn stems(text: &str, words: &[Word], legal: &LegalForms) -> Vec<(Range<usize>, u32, bool)> {
    let wholes = [words.len(), before_stroke(text, words)];
    let stems = wholes.iter().filter(|&&count| count > 0).flat_map(|&count| legal.stems(text, &words[..count]));
    let mut all: Vec<_> = stems.map(|(stem, form)| (stem, form, false)).collect();
    for (whole, form, _) in all.clone().into_iter().chain([(0..words.len(), NONE, false)]) {
        let kept = without_remark(text, &words[whole.clone()]);
        if kept > 0 {
            let kept = whole.start..whole.start + kept;
            let stems = legal.stems(text, &words[kept.clone()]).into_iter();
            all.extend(stems.map(|(stem, form)| (stem.start + kept.start..stem.end + kept.start, form, false)));
            all.push((kept, form, form == NONE));
        }
    }
    all
}

/// How many words stand before a stroke and the last one, or the stroke alone:
/// *INC/DE*, *A/S / ADR*, *INC/*.
fn before_stroke(text: &str, words: &[Word]) -> usize {
    let is_stroke = |word: &Word| &text[word.at.clone()] == "/";
    match words {
        [kept @ .., stroke, _] if is_stroke(stroke) => kept.len(),
        [kept @ .., stroke] if is_stroke(stroke) => kept.len(),
        _ => 0,
    }
}

/// How many words stand before what is in brackets or between strokes at the
/// end of them; none where nothing is.
fn without_remark(text: &str, words: &[Word]) -> usize {
    let end = words.last().map_or(0, |word| word.at.end);
    let shown = &text[..end];
    let open = match text[end..].trim_start().chars().next() {
        _ if shown.ends_with(['/', '\\']) => shown.trim_end_matches(['/', '\\']).rfind(['/', '\\']),
        Some(')') => shown.rfind('('),
        Some('）') => shown.rfind('（'),
        _ => None,
    };
    words.iter().take_while(|word| open.is_some_and(|open| word.at.end <= open)).count()
}

/// Where some words stand in the written form.
fn bytes(words: &[Word], range: &Range<usize>) -> Range<usize> {
    words[range.start].at.start..words[range.end - 1].at.end
}
