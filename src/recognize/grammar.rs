//! What small words do in a sentence, whatever the language: the rows with
//! the role `word` and their column `use`.

use crate::clues::Clues;
use crate::gazetteer::Role;
use crate::hash::HashMap;
use crate::lookup::{Index, WordId};

/// What a word does where a rule asks for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// *a*, *the*
    Article,
    /// *the*
    Definite,
    /// *and*
    And,
    /// *of*
    Of,
    /// *for*
    For,
    /// *on*
    On,
    /// *in*
    In,
    /// *to*
    To,
    /// *from*, *between*: where a route begins.
    From,
    /// *at*
    At,
    /// *by*
    By,
    /// *with*, *against*: joins a topic to the next.
    With,
    /// *near*, *outside*: tells of places only.
    Near,
    /// *is*, *was*
    Copula,
    /// *it*, *its*: what no person is.
    It,
    /// *St*, *Saint*
    Saint,
    /// *TV*: the band of a station.
    Band,
    /// *born*, *died*: begins a life in brackets.
    Life,
    /// *B.C*, *A.D*
    Era,
    /// *said*: what firms do, and persons and places too.
    Says,
    /// *posted*, *recalled*: what firms do.
    Acts,
    /// *profit*, *shareholders*: what belongs to a firm.
    Owned,
    /// *worked*, *sales*: before *at* and a firm.
    Work,
    /// *rival*, *sued*, *joined*: before a firm.
    Beside,
    /// *league*, *coach*: words of sports.
    Sport,
    /// *played*, *signed*, *traded*: before *for* or *to* and a club.
    Plays,
    /// *Republicans*, *Majority*: beside the name of a parliament.
    Partisan,
    /// *Borrower*, *Agent*: a party of a contract, never a name.
    Term,
    /// *TX*: postal code of a state or province.
    Code,
    /// *believe*, *stored*: what is in something that is no place.
    Idea,
    /// *Court*: speaks of cases by a name of their parties.
    Bench,
    /// *governor*, *legislature*: what a state or province has.
    Regional,
    /// *mayor*: what a city has.
    Municipal,
    /// *woman*, *police*: what any place has, but a country has an adjective.
    Local,
    /// *counties*, *provinces*: says of several names before it what they are.
    Several,
    /// *R*, *D*: the party of a member, before a hyphen and the seat.
    Affiliation,
    /// *Act*, *Loan*: a law or paper, which is no body.
    Instrument,
    /// *We*, *they*: what follows is a verb, whatever name it may be elsewhere.
    Subject,
    /// *M.D.*, *D.C.*: a degree behind the name of who has it.
    Degree,
    /// *rival*, *carmaker*: stands before firms only, be they called like a
    /// place or a person.
    Trade,
    /// *profit*, *shareholders*: what firms have and towns do not.
    Stock,
    /// *und*, *et*: joins two names in another language.
    Joins,
    /// *upon*, *under*: between the hyphens of a town's name.
    Lies,
    /// *son*, *wife*: before the given name of a relative.
    Kin,
    /// Ends phrases as well as names: *Program*, *Services*.
    Generic,
    /// *Minister*, *Secretary*: who has an office that is called by what it is
    /// for.
    Portfolio,
}

impl Use {
    /// Every use with the word that the column has for it.
    pub const ALL: [(&str, Use); 46] = [
        ("article", Use::Article),
        ("definite", Use::Definite),
        ("and", Use::And),
        ("of", Use::Of),
        ("for", Use::For),
        ("on", Use::On),
        ("in", Use::In),
        ("to", Use::To),
        ("from", Use::From),
        ("at", Use::At),
        ("by", Use::By),
        ("with", Use::With),
        ("near", Use::Near),
        ("copula", Use::Copula),
        ("it", Use::It),
        ("saint", Use::Saint),
        ("band", Use::Band),
        ("life", Use::Life),
        ("era", Use::Era),
        ("says", Use::Says),
        ("acts", Use::Acts),
        ("owned", Use::Owned),
        ("work", Use::Work),
        ("beside", Use::Beside),
        ("sport", Use::Sport),
        ("plays", Use::Plays),
        ("partisan", Use::Partisan),
        ("term", Use::Term),
        ("code", Use::Code),
        ("idea", Use::Idea),
        ("bench", Use::Bench),
        ("regional", Use::Regional),
        ("municipal", Use::Municipal),
        ("local", Use::Local),
        ("several", Use::Several),
        ("affiliation", Use::Affiliation),
        ("instrument", Use::Instrument),
        ("subject", Use::Subject),
        ("degree", Use::Degree),
        ("trade", Use::Trade),
        ("stock", Use::Stock),
        ("joins", Use::Joins),
        ("lies", Use::Lies),
        ("kin", Use::Kin),
        ("generic", Use::Generic),
        ("portfolio", Use::Portfolio),
    ];

    fn bit(self) -> u64 {
        1 << self as u64
    }
}

/// Words with their uses.
#[derive(Debug, Default)]
pub struct Grammar {
    uses: HashMap<WordId, u64>,
    /// Ends of words that make a figure an ordinal: *th*.
    ordinals: Vec<String>,
    /// Letters that make a word one that can be spoken.
    vowels: String,
    /// Ends of words in two spellings: *our*, *or*.
    spellings: Vec<(String, String)>,
}

impl Grammar {
    /// Gathers the words of the lists.
    pub fn new(lists: &Index) -> Self {
        let mut grammar = Grammar::default();
        for entry in lists.gazetteer().rules().filter(|entry| entry.role() == Role::Word) {
            let word = || entry.name().to_string();
            for use_ in entry.column("use").unwrap_or_default().split('|') {
                match use_ {
                    "vowels" => grammar.vowels.push_str(entry.name()),
                    "ordinal" => grammar.ordinals.push(word()),
                    "spelling" => grammar.spellings.push((word(), entry.column("form").unwrap_or_default().into())),
                    _ => grammar.add(lists.word(entry.name()), use_),
                }
            }
        }
        grammar
    }

    fn add(&mut self, word: WordId, use_: &str) {
        if let Some((_, use_)) = Use::ALL.iter().find(|(name, _)| *name == use_) {
            *self.uses.entry(word).or_default() |= use_.bit();
        }
    }

    /// True where the token is used so.
    pub fn has(&self, clues: &Clues<'_, '_>, i: usize, use_: Use) -> bool {
        clues.is(i, Role::Word) && self.uses.get(&clues.word_id(i)).is_some_and(|uses| uses & use_.bit() != 0)
    }

    /// True for *82nd*.
    pub fn is_ordinal(&self, word: &str) -> bool {
        self.ordinals.iter().any(|end| word.ends_with(end.as_str()))
    }

    /// True for a capital that makes a word one that can be spoken.
    pub fn is_vowel(&self, letter: char) -> bool {
        self.vowels.contains(letter)
    }

    /// How the end of a word is written on the other side of the ocean: the
    /// end, and the other one.
    pub fn other_end(&self, word: &str) -> Option<(&str, &str)> {
        let found = self.spellings.iter().find(|(end, _)| word.ends_with(end.as_str()));
        found.map(|(end, other)| (end.as_str(), other.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::gazetteer::known_values;

    #[test]
    fn a_list_may_say_what_is_read() {
        // Letters and ends of words are read apart; weights, countries' words and
        // what rules are worth by those who ask for them.
        let apart = ["certainty", "country", "ordinal", "spelling", "vowels", "weight"];
        let read: BTreeSet<&str> = Use::ALL.iter().map(|(name, _)| *name).chain(apart).collect();
        assert_eq!(known_values(Role::Word, "use"), read);
    }
}
