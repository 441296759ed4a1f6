//! What the small words around amounts say.

/// What a word says about an amount: bits of [`Words`].
pub(super) type WordKinds = u64;

/// The kinds of words around amounts, as the column `kind` names them.
pub(super) struct Words;

impl Words {
    pub const ARTICLE: WordKinds = 1;
    pub const AND: WordKinds = 1 << 1;
    pub const OF: WordKinds = 1 << 2;
    pub const TO: WordKinds = 1 << 3;
    pub const OR: WordKinds = 1 << 4;
    pub const FROM: WordKinds = 1 << 5;
    pub const BETWEEN: WordKinds = 1 << 6;
    pub const MINUS: WordKinds = 1 << 7;
    pub const THE: WordKinds = 1 << 8;
    pub const CHANGE: WordKinds = 1 << 9;
    pub const RANGING: WordKinds = 1 << 10;
    pub const PERCENT: WordKinds = 1 << 11;
    pub const PER: WordKinds = 1 << 12;
    pub const PLAIN: WordKinds = 1 << 13;
    pub const OF_MONEY: WordKinds = 1 << 14;
    pub const MATERIAL: WordKinds = 1 << 15;
    pub const WEIGHING: WordKinds = 1 << 16;
    pub const MONEY_NOUN: WordKinds = 1 << 17;
    pub const CODE: WordKinds = 1 << 18;
    pub const TAIL: WordKinds = 1 << 19;
    pub const CONSTANT: WordKinds = 1 << 20;
    pub const BILLS: WordKinds = 1 << 21;
    pub const NOT: WordKinds = 1 << 22;
    pub const LABEL: WordKinds = 1 << 23;
    pub const BY: WordKinds = 1 << 24;
    pub const VERSUS: WordKinds = 1 << 25;
    pub const GEM: WordKinds = 1 << 26;
    pub const SHEDDING: WordKinds = 1 << 27;
    pub const AFTER_VERB: WordKinds = 1 << 28;
    pub const CASH: WordKinds = 1 << 29;
    pub const PRICED: WordKinds = 1 << 30;
    pub const TRADED: WordKinds = 1 << 31;
    pub const LITRE: WordKinds = 1 << 32;

    /// The bit of a name; none for other words.
    pub fn named(kind: &str) -> WordKinds {
        match kind {
            "article" => Self::ARTICLE,
            "and" => Self::AND,
            "of" => Self::OF,
            "to" => Self::TO,
            "or" => Self::OR,
            "from" => Self::FROM,
            "between" => Self::BETWEEN,
            "minus" => Self::MINUS,
            "the" => Self::THE,
            "change" => Self::CHANGE,
            "ranging" => Self::RANGING,
            "percent" => Self::PERCENT,
            "per" => Self::PER,
            "plain" => Self::PLAIN,
            "of-money" => Self::OF_MONEY,
            "material" => Self::MATERIAL,
            "weighing" => Self::WEIGHING,
            "money-noun" => Self::MONEY_NOUN,
            "code" => Self::CODE,
            "tail" => Self::TAIL,
            "constant" => Self::CONSTANT,
            "bills" => Self::BILLS,
            "not" => Self::NOT,
            "label" => Self::LABEL,
            "by" => Self::BY,
            "versus" => Self::VERSUS,
            "gem" => Self::GEM,
            "shedding" => Self::SHEDDING,
            "after-verb" => Self::AFTER_VERB,
            "cash" => Self::CASH,
            "priced" => Self::PRICED,
            "traded" => Self::TRADED,
            "litre" => Self::LITRE,
            _ => 0,
        }
    }
}
