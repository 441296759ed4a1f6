//! The walk over a text: every way in which its words may be names.

use std::ops::Range;

use super::affixes::{self, Bare};
use super::forms::{self, Form};
use super::hit::NearHit;
use super::spelled::{Spelled, Umlauts, is_left_out};
use super::tables::Near;
use crate::entity::How;
use crate::fold::fold_caseless;
use crate::gazetteer::{Case, Edges, Entry, Gazetteer, Role};
use crate::language::{Language, Stretches};
use crate::lookup::automaton::{Node, ROOT, Symbol};
use crate::lookup::crowds::{Crowds, MOST_ROWS};
use crate::lookup::hit::Hit;
use crate::lookup::table::Known;
use crate::lookup::word::{ListedWord, Marks, NO_WORD, WordId};
use crate::segment::{Gap, Shape, Token};

/// A way to read a token.
#[derive(Clone, Copy, Debug)]
struct Reading {
    word: WordId,
    opening: Node,
    affix: Option<affixes::Kind>,
    /// Where the name begins and ends in the text, if it begins or ends here.
    from: u32,
    to: u32,
    /// What of the word is the name's own: its capitals, how many characters,
    /// and whether one of them is small.
    capitals: u64,
    kept: usize,
    has_small: bool,
    /// How many letters the word of the name has, and how many its name must
    /// have.
    letters: usize,
    min: u8,
    token: u32,
    /// The token in which it ends: that of an *'s* which is the name's own.
    last: u32,
}

impl Reading {
    /// True where the word has another form than in the list, not only another
    /// word in its place.
    fn bends(&self) -> bool {
        self.affix.is_some_and(|affix| affix != affixes::Kind::Whole)
    }

    /// True where whatever the other leads to is found by this one too: it is
    /// the same word of a name at the same place, whatever was taken off.
    fn stands_for(&self, other: &Reading) -> bool {
        let place = |reading: &Reading| (reading.word, reading.from, reading.to);
        let covers = self.min <= other.min && self.affix != Some(affixes::Kind::Inner);
        place(self) == place(other) && self.affix.is_some() && (self.affix == other.affix || covers)
    }
}

/// The walk over one text.
pub(in crate::lookup) struct Walk<'a> {
    pub near: &'a Near,
    pub gazetteer: &'a Gazetteer,
    pub text: &'a str,
    pub tokens: &'a [Token],
    /// What the lists say of each token.
    pub words: &'a [ListedWord],
    /// What was found word by word.
    pub hits: &'a [Hit],
    /// Where the languages change whose endings count.
    pub stretches: &'a Stretches<'a>,
}

impl Walk<'_> {
    /// Appends every near hit, by first token. Linear in the text and the
    /// hits.
    pub fn run(&self, crowds: Crowds, out: &mut Vec<NearHit>) {
        let mut room = Room { crowds, ..Room::default() };
        for stretch in self.stretches.tokens {
            self.look(stretch, &mut room, out);
        }
        self.near.inside.run(self.gazetteer, self.text, self.tokens, &mut room.crowds, out);
        room.crowds.finish(self.gazetteer, out);
    }

    /// Appends the near hits of a stretch. In which language it is matters
    /// only where a name hangs on an affix; so it is walked as if it were in
    /// all of them first.
    fn look(&self, stretch: &Range<usize>, room: &mut Room, out: &mut Vec<NearHit>) {
        let (before, most) = (out.len(), room.crowds.most());
        room.speak(self.near, None);
        self.walk(stretch, room, out);
        if room.hangs {
            // Fewer rows of each place may be there than were.
            let begins = |hit: &NearHit| (hit.first as usize) < stretch.start;
            out.truncate(if room.crowds.most() == most { before } else { out.partition_point(begins) });
            room.speak(self.near, Some((self.stretches.language)(stretch)));
            self.walk(stretch, room, out);
        }
    }

    fn walk(&self, stretch: &Range<usize>, room: &mut Room, out: &mut Vec<NearHit>) {
        for i in stretch.clone() {
            let token = &self.tokens[i];
            let mut may_open = || self.near.openings.may_open(token.of(self.text), &mut room.spelled);
            if token.shape == Shape::Symbol || (!self.is_possessive(i + 1) && !may_open()) {
                continue;
            }
            let from = out.len();
            for reading in self.readings(i, true, room) {
                room.path.clear();
                room.path.push(reading);
                self.go(reading.opening, room, out);
            }
            room.crowds.count(self.gazetteer, out, from);
        }
    }

    /// Tells the names that end in `node`, and goes on with the next word.
    fn go(&self, node: Node, room: &mut Room, out: &mut Vec<NearHit>) {
        let last = room.path[room.path.len() - 1];
        let before = out.len();
        self.tell(node, &room.path, room.crowds.most(), out);
        room.hangs |= out.len() > before && room.path.iter().any(|reading| reading.affix.is_some());
        if last.affix == Some(affixes::Kind::After) || room.path.len() >= forms::MOST_WORDS {
            return;
        }
        let Some(next) = self.next(last.last as usize) else { return };
        if !self.near.automaton.goes_on(node) || !self.may_go_on(next, room) {
            return;
        }
        for reading in self.readings(next, false, room) {
            if let Some(child) = self.near.automaton.child(node, Symbol::new(reading.word, false)) {
                room.path.push(reading);
                self.go(child, room, out);
                room.path.pop();
            }
        }
    }

    fn may_go_on(&self, next: usize, room: &mut Room) -> bool {
        let word = forms::spoken(self.tokens[next].of(self.text));
        self.is_possessive(next + 1) || self.near.goings_on.may_open(word, &mut room.spelled)
    }

    /// The token with which a name goes on behind this one.
    fn next(&self, token: usize) -> Option<usize> {
        const MOST_SIGNS: usize = 2;
        for next in (token + 1..).take(MOST_SIGNS + 1) {
            let found = self.tokens.get(next).filter(|found| found.gap != Gap::Paragraph)?;
            if !forms::is_between(found, self.text) {
                return Some(next);
            }
            let after = self.tokens.get(next + 1)?;
            let (before, behind) = (found.gap == Gap::None, after.gap == Gap::None);
            let joins = match self.text.as_bytes()[found.start as usize] {
                b'-' | 0xe2 if found.of(self.text).chars().all(|c| matches!(c, '-' | '‐' | '‑')) => {
                    before && behind
                }
                b'.' => before && after.gap <= Gap::Space,
                b',' | b'!' | b'*' => false,
                _ => before != behind,
            };
            if !joins {
                return None;
            }
        }
        None
    }

    /// The words of names that a token may be.
    fn readings(&self, i: usize, opens: bool, room: &mut Room) -> Vec<Reading> {
        let token = &self.tokens[i];
        let word = token.of(self.text);
        let mut readings = Vec::new();
        for umlauts in Umlauts::of(word) {
            room.spelled.set(forms::spoken(word), umlauts);
            let spelled = &room.spelled;
            let known = |text: &str| {
                let begins = !opens || self.near.may_begin(text);
                let known = begins.then(|| self.near.words.find(text.as_bytes()));
                known.filter(|known| known.word != NO_WORD && !(opens && known.facts.opening == ROOT))
            };
            let whole = |known: &Known| whole(known, spelled, token, i);
            if let Some(found) = known(&spelled.text) {
                readings.push(whole(found));
            }
            let is_bare = matches!(token.shape, Shape::Symbol | Shape::Number | Shape::Possessive);
            if is_bare || spelled.len() < 2 {
                continue;
            }
            let stems = if opens { &self.near.stems } else { &self.near.further_stems };
            self.near.affixes.strip(
                spelled,
                |language, is_marked| room.speaks[language] || (is_marked && room.marks),
                |stem| stems.has(stem),
                |left, bare| {
                    if matches!(bare.kind, affixes::Kind::Before | affixes::Kind::Article) && !opens {
                        return;
                    }
                    if left != spelled.text
                        && let Some(found) = known(left)
                    {
                        let letters = left.chars().count();
                        add(&mut readings, self.bare(Reading { letters, ..whole(found) }, spelled, &bare, token));
                    }
                },
            );
        }
        readings.extend(self.with_possessive(i, opens, room));
        readings
    }

    /// A word with the *'s* behind it, which registers write without its
    /// apostrophe: *DOMINOS*.
    fn with_possessive(&self, i: usize, opens: bool, room: &mut Room) -> Option<Reading> {
        if !self.is_possessive(i + 1) {
            return None;
        }
        let (token, last) = (&self.tokens[i], &self.tokens[i + 1]);
        let spelled = &mut room.spelled;
        spelled.set(token.of(self.text), Umlauts::One);
        let letters = last.of(self.text).chars().filter(|c| c.is_alphabetic());
        letters.for_each(|c| spelled.push(c, last.end - token.start, Umlauts::One));
        let found = self.near.words.find(spelled.text.as_bytes());
        let known = found.word != NO_WORD && !(opens && found.facts.opening == ROOT);
        known.then(|| Reading { to: last.end, last: i as u32 + 1, ..whole(found, spelled, token, i) })
    }

    fn is_possessive(&self, i: usize) -> bool {
        self.tokens.get(i).is_some_and(|token| token.shape == Shape::Possessive)
    }

    /// True for a word that lists know for something.
    fn says_more(&self, reading: &Reading) -> bool {
        self.words[reading.token as usize].marks != Marks::default()
    }

    /// A reading without the affix.
    fn bare(&self, whole: Reading, spelled: &Spelled, bare: &Bare, token: &Token) -> Reading {
        let (from, to) = (spelled.chars_to(bare.kept.start), spelled.chars_to(bare.kept.end));
        let kept = to - from;
        let capitals = (spelled.capitals >> from.min(63)) & mask(kept);
        let original = |byte: usize| match byte {
            0 => token.start,
            byte if byte == spelled.text.len() => token.end,
            byte => token.start + spelled.original(byte) as u32,
        };
        let (start, end) = (original(bare.from), original(bare.to));
        let has_small = self.text[start as usize..end as usize].chars().any(char::is_lowercase);
        Reading { affix: Some(bare.kind), from: start, to: end, capitals, kept, has_small, min: bare.min, ..whole }
    }

    /// Tells the rows of a name, unless so many as a place may have were found
    /// there word by word.
    fn tell(&self, node: Node, path: &[Reading], most: usize, out: &mut Vec<NearHit>) {
        let (first, last) = (&path[0], &path[path.len() - 1]);
        let letters: usize = path.iter().map(|reading| reading.letters).sum();
        let is_short = path.iter().any(|reading| letters < reading.min.into());
        if is_short || matches!(last.affix, Some(affixes::Kind::Inner | affixes::Kind::Article)) {
            return;
        }
        let behind = first.token + u32::from(first.affix == Some(affixes::Kind::Article));
        let start = first.from.max(self.tokens[behind as usize].start);
        let told: Vec<u32> = self.told(first, last).collect();
        let forms = if told.len() < most { self.near.forms_of(node) } else { &[] };
        for form in forms.iter().take(MOST_ROWS) {
            if told.contains(&form.row) {
                continue;
            }
            let entry = self.gazetteer.entry(form.row);
            let bends = path.iter().any(Reading::bends);
            if bends && entry.edges() == Edges::Word {
                continue;
            }
            let Some(capitals) = self.capitals(form, path) else { continue };
            let letters: usize = path.iter().map(|reading| reading.kept).sum();
            let text = &self.text[start as usize..last.to as usize];
            let listed = self.gazetteer.text_at(form.text);
            let Some(brackets) = brackets(listed, text, &self.text[last.to as usize..]) else { continue };
            let how = match form.kind {
                forms::Kind::WithoutLegalForm | forms::Kind::Doubtful => How::LegalForm,
                forms::Kind::Short => How::Short,
                forms::Kind::Known => How::Known,
                _ if bends => How::Affix,
                _ => How::Spelling,
            };
            let is_short = letters < SHORT && how == How::Spelling && !same_letters(listed, text);
            if is_short || (entry.accents_count() && !bends && !same_letters(listed, text)) {
                continue;
            }
            out.push(NearHit {
                start,
                end: last.to + brackets,
                first: behind,
                last: last.last + brackets,
                row: form.row,
                how,
                begins: capitals.begins,
                heads: capitals.heads,
                doubtful: form.kind.is_doubtful()
                    || (path.len() == 1 && first.last > first.token && self.says_more(first))
                    || (how == How::Spelling && self.is_word(path, entry, listed, text)),
                legal: (form.legal != forms::NONE).then_some(form.legal),
            });
        }
    }

    /// True where a text in small letters has the word as one of its own:
    /// *Come* is a town only if it is spelled *Comé*; nor is *Leon* or *ABARE*
    /// where *León* and *Abaré* are places.
    fn is_word(&self, path: &[Reading], entry: Entry<'_>, listed: &str, text: &str) -> bool {
        let [reading] = path else { return false };
        let marks = self.words[reading.token as usize].marks;
        let is_capitals = |i: usize| self.tokens.get(i).is_some_and(|token| token.shape == Shape::Capitals);
        let at = reading.token as usize;
        let alone = !is_capitals(at.wrapping_sub(1)) && !is_capitals(at + 1);
        let acronym = alone && !reading.has_small && listed.chars().any(char::is_lowercase);
        let other = acronym || marks.has(Role::Given) || marks.has(Role::Surname);
        (marks.has(Role::Common) || (other && entry.label() == forms::PLACE)) && !same_letters(listed, text)
    }

    /// The rows of names that were found there word by word already.
    fn told(&self, first: &Reading, last: &Reading) -> impl Iterator<Item = u32> {
        let whole =
            first.from == self.tokens[first.token as usize].start && last.to == self.tokens[last.last as usize].end;
        let from = self.hits.partition_point(|hit| hit.first < first.token);
        let here = self.hits[from..].iter().take_while(move |hit| whole && hit.first == first.token);
        here.filter(|hit| hit.last == last.last && hit.role == Role::Name).map(|hit| hit.row)
    }

    /// The capitals that the text has and the list has not; `None` where the
    /// row does not allow them.
    fn capitals(&self, form: &Form, path: &[Reading]) -> Option<Capitals> {
        let mut capitals = Capitals::default();
        if form.case == Case::Any {
            return Some(capitals);
        }
        let words = form.words(self.gazetteer, Umlauts::One);
        let listed: Vec<(u64, usize)> = words.iter().map(|word| (word.capitals, word.len())).collect();
        let mut is_same = listed.len() == path.len();
        let mut is_title = is_same;
        for (i, ((listed, length), found)) in listed.iter().zip(path).enumerate() {
            if found.affix == Some(affixes::Kind::Article) {
                continue;
            }
            let mask = mask(found.kept.min(*length));
            let (listed, found) = (listed & mask, found.capitals & mask);
            is_title &= found & 1 == 1 || (*length <= LINK && path.len() > 1) || listed & 1 == 0;
            match (listed == found, listed | 1 == found) {
                (true, _) => {}
                (_, true) if i == 0 => capitals.begins = true,
                (_, true) => capitals.heads = true,
                _ => is_same = false,
            }
        }
        if let Some(humps) = form.humps(self.gazetteer) {
            return (path[0].capitals == humps || path[0].capitals == mask(path[0].kept)).then(Capitals::default);
        }
        let is_plain = !capitals.begins && !capitals.heads;
        let in_capitals = || path.iter().all(|reading| !reading.has_small) && path.iter().any(|r| r.capitals != 0);
        match form.case {
            Case::Exact => (is_same && is_plain).then_some(capitals),
            Case::Title if is_title => Some(Capitals::default()),
            _ if is_same => Some(capitals),
            _ => in_capitals().then(Capitals::default),
        }
    }
}

/// The reading of all of a word.
fn whole(known: &Known, spelled: &Spelled, token: &Token, i: usize) -> Reading {
    Reading {
        word: known.word,
        opening: known.facts.opening,
        affix: None,
        from: token.start,
        to: token.end,
        capitals: spelled.capitals,
        kept: spelled.len(),
        has_small: spelled.has_small,
        letters: spelled.len(),
        min: 0,
        token: i as u32,
        last: i as u32,
    }
}

/// Capitals that the list has not.
#[derive(Clone, Copy, Default)]
struct Capitals {
    begins: bool,
    heads: bool,
}

/// A word of so many letters may be small in a name in capitals.
const LINK: usize = 3;

/// A name of fewer letters is spelled as in the list.
const SHORT: usize = 4;

/// How many bytes of brackets end a name that has some inside; `None` where
/// the text has brackets and the list none.
fn brackets(listed: &str, text: &str, behind: &str) -> Option<u32> {
    match (listed.contains('('), text.contains('(')) {
        (false, true) => None,
        (true, true) if !text.contains(')') => behind.starts_with(')').then_some(1),
        _ => Some(0),
    }
}

/// A bit for each of the first characters.
fn mask(characters: usize) -> u64 {
    if characters >= 64 { u64::MAX } else { (1 << characters) - 1 }
}

/// True where the same letters stand there, whatever their case.
fn same_letters(a: &str, b: &str) -> bool {
    let fold = |text: &str| {
        let mut folded = String::new();
        fold_caseless(text, &mut folded);
        folded.retain(|c| c.is_alphanumeric() && !is_left_out(c));
        folded
    };
    fold(a) == fold(b)
}

/// Adds a reading of a token, unless another one stands for it.
fn add(readings: &mut Vec<Reading>, reading: Reading) {
    match readings.iter_mut().find(|other| other.stands_for(&reading)) {
        Some(other) => other.min = other.min.min(reading.min),
        None => readings.push(reading),
    }
}

#[derive(Default)]
struct Room {
    crowds: Crowds,
    spelled: Spelled,
    path: Vec<Reading>,
    /// By its number, whether a language is one of those that the text may be
    /// in.
    speaks: Vec<bool>,
    /// Affixes that an apostrophe marks count in any language.
    marks: bool,
    /// A name was found only because an affix counts.
    hangs: bool,
}

impl Room {
    /// Takes the language whose affixes count from here on; all where it is
    /// not known yet.
    fn speak(&mut self, near: &Near, language: Option<Language>) {
        let speaks = |code: &String| language.is_none_or(|language| code.is_empty() || language.may_be(code));
        self.speaks.clear();
        self.speaks.extend(near.affixes.languages().iter().map(speaks));
        // English has apostrophes of its own: *can't*, *ain't*.
        self.marks = !language.is_some_and(Language::is_english);
        self.hangs = false;
    }
}
