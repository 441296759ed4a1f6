//! What the small words around amounts say.

/// What a word says about an amount: bits of [`Words`].
pub(super) type WordKinds = u64;

/// The kinds of words around amounts, as the column `kind` names them.
pub(super) struct Words;

/// Gives each kind its bit and the name that rows have for it.
macro_rules! word_kinds {
    ($($kind:ident $name:literal,)*) => {
        /// The place of each kind's bit.
        #[allow(non_camel_case_types, clippy::upper_case_acronyms)]
        enum Bit {
            $($kind,)*
        }

        impl Words {
            $(pub const $kind: WordKinds = 1 << Bit::$kind as u32;)*

            /// What rows call the kinds.
            #[cfg(test)]
            const NAMES: &[&str] = &[$($name,)*];

            /// The bit of a name; none for other words.
            pub fn named(kind: &str) -> WordKinds {
                match kind {
                    $($name => Self::$kind,)*
                    _ => 0,
                }
            }
        }
    };
}

word_kinds! {
    ARTICLE "article",
    AND "and",
    OF "of",
    LINKING "linking",
    PARTITIVE "partitive",
    TO "to",
    OR "or",
    FROM "from",
    BETWEEN "between",
    MINUS "minus",
    THE "the",
    CHANGE "change",
    RANGING "ranging",
    PERCENT "percent",
    PER "per",
    PLAIN "plain",
    OF_MONEY "of-money",
    MATERIAL "material",
    WEIGHING "weighing",
    MONEY_NOUN "money-noun",
    CODE "code",
    CODE_HINT "code-hint",
    TAIL "tail",
    CONSTANT "constant",
    BILLS "bills",
    NOT "not",
    LABEL "label",
    BY "by",
    VERSUS "versus",
    GEM "gem",
    SHEDDING "shedding",
    AFTER_VERB "after-verb",
    CASH "cash",
    PRICED "priced",
    TRADED "traded",
    LITRE "litre",
    MONTH "month",
    STREET "street",
    CLOCK "clock",
    FINITE "finite",
    SERVICE "service",
    ODD "odd",
    EACH "each",
    ABOUT "about",
    DECLARING "declaring",
    ALL "all",
    WHOLE "whole",
    SCALE "scale",
    COUNTED "counted",
    UNSCALED "unscaled",
    FURTHER "further",
    UP_TO "up-to",
    RESTATING "restating",
    EQUATING "equating",
    SETTING_OFF "setting-off",
    COMPARED "compared",
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::gazetteer::{Role, known_values};

    #[test]
    fn a_list_may_say_what_is_read() {
        // Which words are names, places and points is read elsewhere.
        let elsewhere = ["name", "no", "place", "point"];
        let read: BTreeSet<&str> = Words::NAMES.iter().copied().chain(elsewhere).collect();
        assert_eq!(known_values(Role::Amount, "kind"), read);
    }
}
