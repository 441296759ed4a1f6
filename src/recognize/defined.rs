//! Forms that a text defines: *Oxford Life Insurance Company (“Oxford”)*.
//!
//! In brackets behind a name, in quotation marks or as letters of the name. A
//! form counts from there on, whatever the lists say of it; a word that only
//! names a party (*the “Borrower”*) is no name.

use super::acronyms::defined_beside;
use super::grammar::Use;
use super::long_names::Long;
use super::scene::Scene;
use crate::hash::HashMap;
use crate::hash::HashSet;
use crate::segment::Shape;

/// A bracket with definitions holds at most so many tokens.
const REACH: usize = 20;

/// A form has at most so many words.
const MAX_WORDS: usize = 5;

/// What a text defines.
#[derive(Default)]
pub(super) struct Defined<'a> {
    /// By the first word of a form: its words, where it is defined and for
    /// which name; in the order of the text.
    forms: HashMap<&'a str, Vec<Form<'a>>>,
    terms: HashSet<&'a str>,
}

struct Form<'a> {
    words: Vec<&'a str>,
    at: usize,
    number: usize,
}

impl<'a> Defined<'a> {
    /// Looks into the brackets behind each name. Linear in the names.
    pub fn new(scene: &Scene<'a, '_>, longs: &[Long<'_, '_>]) -> Self {
        let mut defined = Defined::default();
        let ends: HashSet<usize> = longs.iter().map(|long| long.last).collect();
        for (number, long) in longs.iter().enumerate().filter(|(_, long)| long.entity.label == "ORG") {
            if scene.is_sign(long.last + 1, b'(') {
                defined.read(scene, long.last + 2, number);
            } else if let Some(open) = behind_apposition(scene, long.last).filter(|open| !ends.contains(&(open - 1))) {
                defined.read(scene, open + 1, number);
            }
            if let Some(token) = defined_beside(scene, long) {
                defined.add(vec![scene.word(token)], token, number);
            }
        }
        defined.forms.values_mut().for_each(|forms| forms.sort_by_key(|form| form.at));
        defined
    }

    /// Reads what stands in quotation marks up to the closing bracket.
    fn read(&mut self, scene: &Scene<'a, '_>, from: usize, number: usize) {
        let mut open = None;
        for i in from..from + REACH {
            if scene.is_sign(i, b')') || scene.word(i).is_empty() {
                break;
            }
            match (is_quote(scene, i), open) {
                (true, Some(start)) => {
                    self.note(scene, start, i, number);
                    open = None;
                }
                (true, None) => open = Some(i + 1),
                _ => {}
            }
        }
    }

    fn note(&mut self, scene: &Scene<'a, '_>, from: usize, to: usize, number: usize) {
        let from = from + usize::from(scene.is(from, Use::Article));
        // *“Zorblax,”* has the comma inside.
        let to = if to > from && scene.is_sign(to - 1, b',') { to - 1 } else { to };
        if from >= to || to - from > MAX_WORDS || !scene.clues.shape(from).is_capital() {
            return;
        }
        // *the “Velmora Loan”* is a paper.
        let is_paper = to - from > 1 && scene.is(to - 1, Use::Instrument);
        if is_paper || (from..to).all(|i| scene.is(i, Use::Term)) {
            self.terms.extend((!is_paper).then(|| scene.word(from)));
        } else {
            self.add((from..to).map(|i| scene.word(i)).collect(), from, number);
        }
    }

    fn add(&mut self, words: Vec<&'a str>, at: usize, number: usize) {
        let forms = self.forms.entry(words[0]).or_default();
        if forms.iter().all(|form| form.at != at) {
            forms.push(Form { words, at, number });
        }
    }

    /// True for a word that the text defines as a party.
    pub fn is_term(&self, word: &str) -> bool {
        self.terms.contains(word)
    }

    /// Every mention of a form from its definition on, as first and last token
    /// with the number of the name: the one that was defined last.
    pub fn mentions(&self, scene: &Scene<'a, '_>) -> Vec<(usize, usize, usize)> {
        if self.forms.is_empty() {
            return Vec::new();
        }
        let at = |i: usize| {
            let forms = self.forms.get(scene.word(i))?;
            let known = &forms[..forms.partition_point(|form| form.at <= i)];
            let form = known.iter().rev().find(|form| stands(scene, form, i))?;
            Some((i, i + form.words.len() - 1, form.number))
        };
        scene.capitals().filter(|&i| !scene.in_capitals(i)).filter_map(at).collect()
    }
}

/// *Velmora Ltd, a Delaware company (“Velmora”)*: the bracket behind what it is.
fn behind_apposition(scene: &Scene<'_, '_>, last: usize) -> Option<usize> {
    const WORDS: usize = 12;
    let (comma, from) = (last + 1, last + 3);
    let begins = scene.is_sign(comma, b',') && scene.is_small(comma + 1, Use::Article);
    let goes_on = |i: &usize| scene.joined(*i) && (scene.clues.shape(*i) != Shape::Symbol || scene.is_hyphen(*i));
    let open = from + (from..from + WORDS).take_while(goes_on).count();
    (begins && scene.is_sign(open, b'(')).then_some(open)
}

fn stands(scene: &Scene<'_, '_>, form: &Form<'_>, at: usize) -> bool {
    let words = form.words.iter().enumerate().skip(1);
    words.into_iter().all(|(k, word)| scene.joined(at + k) && scene.word(at + k) == *word)
        && !is_before_code(scene, at + form.words.len() - 1)
}

/// *QZV-AD1*: what a company makes, called by its name and a code.
pub(super) fn is_before_code(scene: &Scene<'_, '_>, last: usize) -> bool {
    let (hyphen, code) = (last + 1, last + 2);
    scene.is_hyphen(hyphen)
        && scene.touches(hyphen)
        && scene.touches(code)
        && scene.word(code).bytes().any(|byte| byte.is_ascii_digit())
}

fn is_quote(scene: &Scene<'_, '_>, i: usize) -> bool {
    scene.clues.shape(i) == Shape::Symbol && matches!(scene.word(i), "“" | "”" | "\"" | "„" | "‘‘" | "’’" | "``" | "''")
}
