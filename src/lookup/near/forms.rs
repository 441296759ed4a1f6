//! By which forms may a text call a row of the user's own?
//!
//! As it is written, whatever stands between its words; without its legal
//! form; in one word, where a text has capitals inside it.

use std::collections::HashSet;
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
    /// What stands between its words.
    Joined,
}

impl Kind {
    pub const ALL: [Kind; 4] = [Kind::Written, Kind::WithoutLegalForm, Kind::Doubtful, Kind::Joined];
}

/// A form of a row.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Form {
    /// The part of the written form that it is.
    pub text: Str,
    pub row: u32,
    pub case: Case,
    pub kind: Kind,
}

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

/// The words of legal forms, put together, and how many words the longest has.
#[derive(Default)]
pub(super) struct LegalForms {
    behind: HashSet<String>,
    before: HashSet<String>,
    longest: usize,
}

impl LegalForms {
    /// All that the rows hold.
    pub fn of(gazetteer: &Gazetteer) -> Self {
        let mut forms = LegalForms::default();
        let is_form = |role| matches!(role, Role::LegalForm | Role::Ending);
        for surface in gazetteer.surfaces().iter().filter(|surface| is_form(surface.role())) {
            let words = words(gazetteer.surface_text(surface), Umlauts::One);
            forms.longest = forms.longest.max(words.len());
            let before = gazetteer.entry_of(surface).column("before") == Some("yes");
            let set = if before { &mut forms.before } else { &mut forms.behind };
            set.insert(joined(&words));
        }
        forms
    }

    /// The words that are left of a name where a legal form behind it, before
    /// it, or both are taken away.
    pub fn stems(&self, words: &[Word]) -> Vec<Range<usize>> {
        let count = words.len();
        let from = count.saturating_sub(self.longest).max(1);
        let mut ends: Vec<usize> = (from..count).filter(|&at| self.behind.contains(&joined(&words[at..]))).collect();
        ends.push(count);
        let to = self.longest.min(count.saturating_sub(1));
        let mut starts: Vec<usize> = (1..=to).filter(|&at| self.before.contains(&joined(&words[..at]))).collect();
        starts.push(0);
        let all = starts.iter().flat_map(|&start| ends.iter().map(move |&end| start..end));
        all.filter(|stem| stem.len() < count && !stem.is_empty()).collect()
    }
}

fn joined(words: &[Word]) -> String {
    let words: Vec<&str> = words.iter().map(|word| word.spelled.text.as_str()).collect();
    words.join(" ")
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
    let mut forms = vec![Form { text: at, row, case, kind: Kind::Written }];
    if (2..=3).contains(&words.len()) && case != Case::Title {
        forms.push(Form { text: at, row, case: Case::Exact, kind: Kind::Joined });
    }
    for stem in legal.stems(&words) {
        let bytes = words[stem.start].at.start..words[stem.end - 1].at.end;
        let is_sure = match &words[stem.clone()] {
            [word] => tells(&text[word.at.clone()]),
            words => words.iter().any(|word| word.spelled.len() > 1),
        };
        let letters: usize = words[stem].iter().map(|word| word.spelled.len()).sum();
        let kind = if is_sure { Kind::WithoutLegalForm } else { Kind::Doubtful };
        if letters > 2 {
            forms.push(Form { text: at.part(bytes), row, case, kind });
        }
    }
    forms
}
