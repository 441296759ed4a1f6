//! Which values may the columns of a row have, where rules ask for them?
//!
//! A value that no rule knows would do nothing, and nobody would hear of it.

use super::entry::Role;

/// The columns of the shipped names that rules read, and those who write the
/// lists: they tell nobody else of what is named.
pub const FOR_RULES: [&str; 4] = ["branch", "fame", "note", "support"];

/// What `kind` may say of a place so that choosing among places hears it; any
/// other word is the list's own, and is carried only.
pub const KINDS_OF_PLACES: [&str; 11] = [
    "country",
    "territory",
    "region",
    "state",
    "province",
    "county",
    "capital",
    "city",
    "town",
    "village",
    "continent",
];

/// The values of a column in rows with some roles; several are divided by `|`.
struct Values {
    roles: &'static [Role],
    column: &'static str,
    known: &'static [&'static str],
}

const fn values(roles: &'static [Role], column: &'static str, known: &'static [&'static str]) -> Values {
    Values { roles, column, known }
}

use Role::{Affix, Amount, Currency, Ending, Head, Magnitude, Name, Numeral, Opener, Title, Word};

const ALL: &[Values] = &[
    values(&[Head, Title], "strength", &["strong", "weak", "firm", "proper", "team", "small", "road", "route"]),
    values(&[Head], "short", &["yes", "no"]),
    values(&[Head], "order", &["either"]),
    values(&[Head], "link", &["yes"]),
    values(&[Opener], "left", &["left", "no", "place", "must"]),
    values(&[Ending], "before", &["yes", "both", "company", "short"]),
    values(&[Name], "support", &["acts", "team"]),
    values(&[Affix], "kind", &["after", "before", "ending", "stem", "inner", "whole", "article"]),
    values(&[Currency], "kind", &["symbol", "code", "word", "minor"]),
    values(&[Currency], "place", &["both", "after", "before", "lead", "glued", "touching"]),
    values(&[Currency], "needs", &["rare", "known", "weak", "bare", "apart", "grouped", "weight", "verb", "mixed"]),
    values(&[Currency, Magnitude], "dot", &["group", "maybe", "round"]),
    values(&[Currency], "one", &["yes"]),
    values(&[Numeral], "one", &["yes", "large", "single", "leading"]),
    values(&[Magnitude], "kind", &["word", "single", "short", "letter", "figure"]),
    values(&[Amount], "sign", &["bare", "spa"]),
    values(
        &[Amount],
        "kind",
        &[
            "about",
            "after-verb",
            "all",
            "and",
            "article",
            "between",
            "bills",
            "by",
            "cash",
            "change",
            "clock",
            "code",
            "code-hint",
            "compared",
            "constant",
            "counted",
            "declaring",
            "each",
            "equating",
            "finite",
            "from",
            "further",
            "gem",
            "label",
            "linking",
            "partitive",
            "litre",
            "material",
            "minus",
            "money-noun",
            "month",
            "name",
            "no",
            "not",
            "odd",
            "of",
            "of-money",
            "or",
            "per",
            "percent",
            "place",
            "plain",
            "point",
            "priced",
            "ranging",
            "restating",
            "scale",
            "service",
            "setting-off",
            "shedding",
            "street",
            "tail",
            "the",
            "to",
            "traded",
            "unscaled",
            "up-to",
            "versus",
            "weighing",
            "whole",
        ],
    ),
    values(
        &[Word],
        "use",
        &[
            "acts",
            "affiliation",
            "and",
            "article",
            "at",
            "band",
            "bench",
            "beside",
            "by",
            "certainty",
            "code",
            "copula",
            "country",
            "definite",
            "degree",
            "era",
            "for",
            "from",
            "generic",
            "idea",
            "in",
            "instrument",
            "it",
            "joins",
            "kin",
            "lies",
            "life",
            "local",
            "municipal",
            "near",
            "of",
            "on",
            "ordinal",
            "owned",
            "partisan",
            "plays",
            "portfolio",
            "regional",
            "saint",
            "says",
            "several",
            "spelling",
            "sport",
            "stock",
            "subject",
            "term",
            "to",
            "trade",
            "vowels",
            "weight",
            "with",
            "work",
        ],
    ),
];

/// What there is to choose from for a value that no rule knows; `None` where
/// the value is known, empty, or a matter of the list's own.
pub(super) fn known_instead(role: Role, column: &str, value: &str) -> Option<&'static [&'static str]> {
    let values = ALL.iter().find(|values| values.column == column && values.roles.contains(&role))?;
    let is_known = |value: &str| value.is_empty() || values.known.contains(&value);
    (!value.split('|').all(is_known)).then_some(values.known)
}

/// True where rules ask for the values of a column, in rows of some role.
pub(super) fn is_asked_for(column: &str) -> bool {
    ALL.iter().any(|values| values.column == column)
}

/// The values of a column in rows with a role, for the tests of those who read
/// them: what they know and what a list may say is the same.
#[cfg(test)]
pub(crate) fn known_values(role: Role, column: &str) -> std::collections::BTreeSet<&'static str> {
    let mut values = ALL.iter().filter(|values| values.column == column && values.roles.contains(&role));
    values.next().map_or(&[][..], |values| values.known).iter().copied().collect()
}
