//! Places and peoples of a document, by the currency that they use.

use std::cell::OnceCell;

use crate::clues::Clues;
use crate::gazetteer::{Accept, Entry, Role};
use crate::hash::HashMap;
use crate::lookup::Hit;
use crate::numbers::{Form, Number};
use crate::recognize::scene::Scene;
use crate::segment::{Gap, Shape};

use super::amounts::Amount;
use super::table::{Families, MoneyTable, Unit};
use super::words::Words;

/// How often each code stands for something.
pub(super) type Counts<'l> = HashMap<&'l str, usize>;

/// The label of the lists whose column `country` tells a currency.
const PLACE: &str = "PLACE";

/// The places that a document names; looked for once, when first asked.
pub(super) struct Places<'c, 'a, 'l> {
    scene: &'c Scene<'a, 'l>,
    pub clues: &'c Clues<'a, 'l>,
    pub table: &'l MoneyTable,
    named: OnceCell<Vec<Named<'l>>>,
    counts: OnceCell<Counts<'l>>,
    abroad: OnceCell<Option<&'l str>>,
    year: OnceCell<Option<u32>>,
}

/// A place or people: first and last token, and the currency.
type Named<'l> = (usize, usize, &'l str);

/// How many tokens around an amount tell where its story is set.
const STORY: usize = 100;

/// A headline has fewer tokens than this, and at least so many.
const HEADLINE: usize = 20;
const SHORTEST: usize = 3;

/// The currency of words that name a currency and no place.
const NOWHERE: &str = "";

/// Places count more in the line that tells where a story comes from.
const DATELINE: usize = 8;

/// How many tokens a sentence is followed over.
const SENTENCE: usize = 40;

impl<'c, 'a, 'l> Places<'c, 'a, 'l> {
    pub fn new(scene: &'c Scene<'a, 'l>, table: &'l MoneyTable) -> Self {
        let (named, counts) = (OnceCell::new(), OnceCell::new());
        let (abroad, year) = (OnceCell::new(), OnceCell::new());
        Places { scene, clues: &scene.clues, table, named, counts, abroad, year }
    }

    /// The currency that a bare sign means in texts of the language of the
    /// country that the document is about: `$` in Spanish from Bogotá.
    pub fn bare_sign_abroad(&self, unit: &Unit) -> Option<&'l str> {
        if unit.beside == 0 || !unit.code.is_empty() || !self.table.signs_in(self.clues.language) {
            return None;
        }
        *self.abroad.get_or_init(|| {
            let families = unit.families | unit.beside;
            let code = self.home_of(self.counts(), families)?;
            (self.table.currency(code).families & unit.families == 0).then_some(code)
        })
    }

    /// The currency, of some families, of the country that most places are in,
    /// where the press of that country writes the bare sign.
    pub fn home_of(&self, counts: &Counts<'l>, families: Families) -> Option<&'l str> {
        let code = dominant(counts, |code| self.table.currency(code).families & families != 0)?;
        let all: usize = counts.values().sum();
        let often = counts.get(code).is_some_and(|&count| count * 3 >= all);
        (often && self.table.writes_bare_sign(code, self.clues.language)).then_some(code)
    }

    /// True where the document names a place that uses this currency.
    pub fn show(&self, code: &str) -> bool {
        self.counts().contains_key(code)
    }

    /// True where the document names a place that uses one of some currencies.
    pub fn show_any(&self, among: impl Fn(&str) -> bool) -> bool {
        self.counts().keys().any(|code| among(code))
    }

    /// The places and peoples of the document, in order. Linear in the text.
    fn named(&self) -> &[Named<'l>] {
        self.named.get_or_init(|| {
            let words = self.scene.capitals().filter_map(|i| Some((i, i, self.at(i)?)));
            let hits = self.clues.hits.iter();
            let phrases = hits.filter_map(|hit| Some((hit.first as usize, hit.last as usize, self.of_hit(hit)?)));
            let mut named: Vec<_> = words.chain(phrases).collect();
            named.sort_by_key(|&(first, last, _)| (first, std::cmp::Reverse(last)));
            let mut free = 0;
            named.retain(|&(first, last, _)| {
                let stands = first >= free;
                free = if stands { last + 1 } else { free };
                stands
            });
            named.retain(|&(_, _, code)| code != NOWHERE);
            named
        })
    }

    /// How often the document names places and peoples of each currency. What
    /// is smaller than a country counts twice, since only those who live there
    /// speak of it; what stands in the first words counts once more.
    pub fn counts(&self) -> &Counts<'l> {
        self.counts.get_or_init(|| self.count(self.named()))
    }

    /// The same around an amount.
    pub fn counts_around(&self, amount: &Amount) -> Counts<'l> {
        self.counts_between((amount.first as usize).saturating_sub(STORY), amount.last as usize + STORY)
    }

    /// The same within the story of an amount, between two headlines.
    pub fn counts_in_story(&self, amount: &Amount) -> Counts<'l> {
        let (first, last) = (amount.first as usize, amount.last as usize);
        let (least, most) = (first.saturating_sub(STORY), last + STORY);
        let begins = (least..=first).rev().find(|&i| self.is_headline(i));
        let ends = (last + 1..most).find(|&i| self.is_headline(i));
        self.counts_between(begins.unwrap_or(least), ends.unwrap_or(most))
    }

    fn counts_between(&self, start: usize, end: usize) -> Counts<'l> {
        let from = self.named().partition_point(|&(place, _, _)| place < start);
        let to = self.named().partition_point(|&(place, _, _)| place < end);
        self.count(&self.named()[from..to])
    }

    /// True where a paragraph of a few words begins that is no sentence, and
    /// another paragraph follows.
    fn is_headline(&self, i: usize) -> bool {
        if self.clues.gap(i) != Gap::Paragraph {
            return false;
        }
        let next = (i + 1..i + HEADLINE).find(|&next| self.clues.gap(next) == Gap::Paragraph);
        next.is_some_and(|next| next >= i + SHORTEST && next < self.clues.len() && self.is_open(next - 1))
    }

    /// False for a token that ends a sentence.
    fn is_open(&self, i: usize) -> bool {
        !matches!(self.clues.token(i), "." | "!" | "?" | ":" | "…" | "\"" | "”" | "’" | "'" | "»" | ")")
    }

    fn count(&self, named: &[Named<'l>]) -> Counts<'l> {
        let mut counts = Counts::default();
        for &(first, last, code) in named {
            let weight = 1 + usize::from(self.is_local(first, last)) + usize::from(first < DATELINE);
            *counts.entry(code).or_insert(0) += weight;
        }
        counts
    }

    /// True for a city or a part of a country.
    fn is_local(&self, first: usize, last: usize) -> bool {
        let hits = self.clues.hits_at(first).iter().filter(|hit| hit.last as usize == last && hit.role == Role::Name);
        let mut kinds = hits.filter_map(|hit| self.clues.entry(hit).column("kind"));
        kinds.any(|kind| !matches!(kind, "" | "country" | "territory"))
    }

    /// True where the document names places of at least two of some currencies.
    pub fn differ(&self, among: impl Fn(&str) -> bool) -> bool {
        self.counts().keys().filter(|code| among(code)).nth(1).is_some()
    }

    /// The currency, one of some, of the places before the amount in its
    /// sentence, not before token `from`, where it is one; where none stand
    /// there, of the place after it.
    pub fn nearest(&self, amount: &Amount, from: usize, among: impl Fn(&str) -> bool) -> Option<&'l str> {
        let (named, first, last) = (self.named(), amount.first as usize, amount.last as usize);
        let at = named.partition_point(|&(place, _, _)| place < first);
        // *4,000 pesos in Bogotá*
        let beside = |&&(start, _, code): &&Named<'l>| {
            start == last + 2 && among(code) && self.table.kinds(self.clues, last + 1) & Words::SCALE != 0
        };
        if let Some(&(_, _, code)) = named.get(at).filter(beside) {
            return Some(code);
        }
        let before = named[..at].iter().rev().take_while(|&&(start, _, _)| start >= from).take(SENTENCE);
        let mut before = before.filter(|&&(_, end, code)| among(code) && self.one_sentence(end, first));
        if let Some(&(_, _, code)) = before.next() {
            return before.all(|&(_, _, other)| other == code).then_some(code);
        }
        let mut after = named[at..].iter().take(SENTENCE);
        let right = after.find(|(_, _, code)| among(code)).filter(|&&(start, _, _)| self.one_sentence(last, start));
        right.map(|&(_, _, code)| code)
    }

    /// True where no sentence ends between two tokens, which are not far apart.
    fn one_sentence(&self, from: usize, to: usize) -> bool {
        let stop = |i: usize| matches!(self.clues.token(i), "." | "!" | "?") && self.clues.gap(i + 1) != Gap::None;
        to.saturating_sub(from) <= SENTENCE && (from + 1..to).all(|i| !stop(i) && self.clues.gap(i) != Gap::Paragraph)
    }

    /// The latest year that the document names, figures of amounts aside.
    pub fn year(&self) -> Option<u32> {
        *self.year.get_or_init(|| {
            let bare = |number: &&Number| number.form == Form::default() && number.span.len() == 4;
            let alone = |number: &&Number| {
                let (before, after) = ((number.first as usize).wrapping_sub(1), number.last as usize + 1);
                !self.clues.is(before, Role::Currency) && !self.clues.is(after, Role::Currency)
            };
            let years = self.clues.numbers.iter().filter(bare).filter(alone);
            let years = years.filter_map(|number| number.span.of(self.clues.text).parse::<u32>().ok());
            years.filter(|year| (1970..2100).contains(year)).max()
        })
    }

    /// The currency of the place or people that token `i` names in the lists
    /// of money.
    pub fn at(&self, i: usize) -> Option<&'l str> {
        let named = self.clues.is(i, Role::Amount) & self.clues.shape(i).is_capital();
        self.table.place(Some(self.clues.word_id(i)).filter(|_| named && !self.is_person(i))?)
    }

    /// *Sydney McClain*: a given name that is a place too, before a surname.
    fn is_person(&self, i: usize) -> bool {
        let next = i + 1;
        let surname = self.clues.is(next, Role::Surname) || self.clues.shape(next) == Shape::Mixed;
        self.clues.is(i, Role::Given) && self.clues.gap(next) == Gap::Space && surname
    }

    /// The currency of a phrase of the lists of money, or of a place.
    fn of_hit(&self, hit: &Hit) -> Option<&'l str> {
        match hit.role {
            Role::Amount => self.table.place_row(hit.row),
            // The *US* of *US dollars* says nothing of where a text is from.
            Role::Currency => Some(NOWHERE),
            Role::Name => self.of_country(hit, self.clues.entry(hit)),
            _ => None,
        }
    }

    /// The currency of a place, where all places of its name are in one
    /// country.
    fn of_country(&self, hit: &Hit, entry: Entry<'l>) -> Option<&'l str> {
        if entry.label() != PLACE || entry.accept() != Accept::Accept {
            return None;
        }
        let country = entry.column("country").filter(|country| !country.is_empty())?;
        let same =
            |other: &&Hit| other.last == hit.last && other.row != hit.row && self.clues.entry(other).label() == PLACE;
        let others = self.clues.hits_at(hit.first as usize).iter().filter(same);
        let sure = others.into_iter().all(|other| self.clues.entry(other).column("country") == Some(country));
        sure.then(|| self.table.country(country))?
    }
}

/// The code that stands more than twice as often as all others together,
/// among those that `among` lets in.
pub(super) fn dominant<'l>(counts: &Counts<'l>, among: impl Fn(&str) -> bool) -> Option<&'l str> {
    let counts: Vec<_> = counts.iter().filter(|(code, _)| among(code)).collect();
    let all: usize = counts.iter().map(|(_, count)| **count).sum();
    counts.into_iter().find(|(_, count)| **count * 3 > all * 2).map(|(code, _)| *code)
}
