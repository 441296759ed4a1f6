//! What the words beside a name say of it.

use super::enumerated::next_of_row;
use super::grammar::Use;
use super::postal::{is_code, is_zip};
use super::scene::Scene;
use crate::gazetteer::{Accept, Entry, Role};
use crate::lookup::Hit;
use crate::segment::{Gap, Shape};

/// The cues of a text.
pub struct Support<'s, 'a, 'l> {
    scene: &'s Scene<'a, 'l>,
    /// The token after a cue of several words, and its role; sorted.
    phrases: Vec<(usize, Role)>,
    /// The token after a cue that stands before firms only, sorted.
    firms: Vec<usize>,
    /// The token after a cue that stands before a constituency, sorted.
    seats: Vec<usize>,
    /// The last token of each accepted organization, sorted.
    organizations: Vec<usize>,
    /// The last token of each accepted place, sorted.
    places: Vec<usize>,
}

impl<'s, 'a, 'l> Support<'s, 'a, 'l> {
    /// Gathers the cues of several words; those of one word are marks.
    pub fn new(scene: &'s Scene<'a, 'l>) -> Self {
        let some = scene.clues.hits.len().min(scene.clues.len()) / 4;
        let (organizations, places) = (Vec::with_capacity(some), Vec::with_capacity(some));
        let (phrases, firms, seats) = (Vec::with_capacity(some), Vec::new(), Vec::new());
        let mut support = Support { scene, phrases, firms, seats, organizations, places };
        for hit in scene.clues.hits {
            let last = hit.last as usize;
            match hit.role {
                Role::CueBefore => {
                    support.phrases.push((last + 1, Role::CueBefore));
                    support.firms.extend((scene.clues.entry(hit).label() == "FIRM").then_some(last + 1));
                }
                Role::PlaceBefore => {
                    support.phrases.push((last + 1, Role::PlaceBefore));
                    support.seats.extend((scene.clues.entry(hit).label() == "SEAT").then_some(last + 1));
                }
                Role::OrgKind if hit.first < hit.last => support.phrases.push((last + 1, Role::OrgKind)),
                Role::Name => support.add_name(scene.clues.entry(hit), last),
                _ => {}
            }
        }
        support.phrases.sort_unstable_by_key(|(at, _)| *at);
        support.firms.sort_unstable();
        support.seats.sort_unstable();
        support.seats.dedup();
        support.organizations.sort_unstable();
        support.places.sort_unstable();
        support
    }

    fn add_name(&mut self, entry: Entry<'_>, last: usize) {
        match entry.label() {
            _ if entry.accept() != Accept::Accept => {}
            "ORG" => self.organizations.push(last),
            "PLACE" => self.places.push(last),
            _ => {}
        }
    }

    /// What says that `first..=last` is a place.
    pub fn place(&self, first: usize, last: usize) -> Option<&'static str> {
        match () {
            _ if self.before_region(first, last) => Some("region after"),
            _ if self.is_seat(first) => Some("before"),
            _ if self.kind_after(last, Role::PlaceKind, 4) => Some("kind after"),
            _ if self.before(first, Role::PlaceBefore) => (!self.is_idea(first, last)).then_some("before"),
            _ if self.after(last, Role::PlaceAfter) => Some("after"),
            _ if self.before_office(last) || self.shares_kind(last) => Some("after"),
            _ if self.on_route(first, last) => Some("route"),
            _ if self.in_places(first, last) || self.leads_places(last) => Some("places"),
            _ if first == last && self.at(first) => Some("at"),
            _ => None,
        }
    }

    /// *believes in Velmora*, *stored in Velmora*; *In Velmora, the Court held*.
    fn is_idea(&self, first: usize, last: usize) -> bool {
        let scene = self.scene;
        let behind = last + 1;
        let idea = first >= 2 && scene.is_small(first - 1, Use::In) && scene.is(first - 2, Use::Idea);
        let of_law = || scene.is_small(behind + 1, Use::Definite) && scene.is(behind + 2, Use::Bench);
        idea || (first > 0 && scene.is(first - 1, Use::In) && scene.is_sign(behind, b',') && of_law())
    }

    /// *Velmora Mayor Ivar Venn*, *Velmora City Manager*.
    pub fn before_office(&self, last: usize) -> bool {
        let scene = self.scene;
        let office = |hit: &Hit| hit.role == Role::PlaceAfter && scene.is_capital(hit.last as usize);
        scene.joined(last + 1) && scene.is_capital(last + 1) && scene.clues.hits_at(last + 1).iter().any(office)
    }

    /// *Union* and *Warren* of *Union and Warren counties*: an ordinary word is
    /// a place too.
    pub fn is_one_of_several(&self, first: usize, last: usize) -> bool {
        let scene = self.scene;
        let divided = || first >= 2 && scene.is_small(first - 1, Use::And) && scene.is_capital(first - 2);
        self.shares_kind(last)
            || (scene.joined(last + 1) && scene.is_small(last + 1, Use::Several) && scene.joined(first) && divided())
    }

    /// *Sen. Ivar Venn, R-Velmora*: where a member of a party was elected.
    fn is_seat(&self, first: usize) -> bool {
        let scene = self.scene;
        first >= 2
            && scene.is_hyphen(first - 1)
            && scene.touches(first - 1)
            && scene.touches(first)
            && scene.clues.shape(first - 2) == Shape::Initial
            && scene.is(first - 2, Use::Affiliation)
    }

    /// *Velmora and Dresden counties*, *Velmora, Bonn and Dresden provinces*:
    /// one word says what all of them are.
    fn shares_kind(&self, last: usize) -> bool {
        const REACH: usize = 14;
        let scene = self.scene;
        let divides = |i: usize| scene.is_sign(i, b',') || scene.is_small(i, Use::And);
        if !divides(last + 1) {
            return false;
        }
        let part = |i: &usize| divides(*i) || scene.is_capital(*i);
        let end = last + 1 + (last + 1..last + REACH).take_while(part).count();
        scene.joined(end) && scene.is_small(end, Use::Several) && scene.is_capital(end - 1)
    }

    /// *from Velmora to Denver*, *between Velmora and Dresden*.
    fn on_route(&self, first: usize, last: usize) -> bool {
        self.begins_route(first, last) || self.ends_route(first)
    }

    /// *from Velmora to Bonn*, *between Velmora and the Rhine*; of *from
    /// Velmora to Dresvik* nobody knows either.
    fn begins_route(&self, first: usize, last: usize) -> bool {
        let (scene, link, end) = (self.scene, last + 1, last + 2);
        let article = usize::from(scene.is_small(end, Use::Definite));
        let both_unknown = || scene.is_small(link, Use::To) && self.is_unknown(first) && self.is_unknown(end);
        self.is_departure(first) && self.leads_on(link) && (self.place_at(end + article) || both_unknown())
    }

    /// *from Bonn to Velmora*, *from New Bonn to Velmora*.
    fn ends_route(&self, first: usize) -> bool {
        /// Words of the other end before its last.
        const REACH: usize = 3;
        let Some(end) = first.checked_sub(2).filter(|end| self.leads_on(end + 1)) else { return false };
        let both_unknown = || self.scene.is_small(end + 1, Use::To) && self.is_unknown(end) && self.is_unknown(first);
        (self.places.binary_search(&end).is_ok() || both_unknown())
            && (end.saturating_sub(REACH)..=end).any(|i| self.is_departure(i))
    }

    /// Behind *from* or *between*.
    fn is_departure(&self, i: usize) -> bool {
        i > 0 && self.scene.is(i - 1, Use::From)
    }

    /// *to* or *and*, with a word behind it.
    fn leads_on(&self, i: usize) -> bool {
        let scene = self.scene;
        (scene.is_small(i, Use::To) || scene.is_small(i, Use::And)) && scene.joined(i + 1)
    }

    /// A capital word that is nothing else.
    fn is_unknown(&self, i: usize) -> bool {
        const ELSE: [Role; 6] = [Role::Common, Role::Given, Role::Surname, Role::Calendar, Role::Title, Role::Demonym];
        let marks = self.scene.clues.marks(i);
        self.scene.clues.shape(i) == Shape::Capitalized && !ELSE.iter().any(|&role| marks.has(role))
    }

    fn place_at(&self, i: usize) -> bool {
        self.scene.clues.hits_at(i).iter().any(|hit| is_place(self.scene.clues.entry(hit)))
    }

    /// *in Dresden, Velmora and Bonn*, *Dresden and Velmora.*: in a row with places.
    fn in_places(&self, first: usize, last: usize) -> bool {
        let scene = self.scene;
        // *the University of Velmora and* joins no places.
        let of_name = |i: usize| i >= 2 && scene.is_small(i - 1, Use::Of) && scene.is_capital(i - 2);
        let is_place = |i: usize| self.places.binary_search(&i).is_ok() && !of_name(i) && !of_name(i.saturating_sub(1));
        let and_at = |i: usize| scene.is_small(i, Use::And);
        let comma = first >= 2 && scene.is_sign(first - 1, b',') && is_place(first - 2);
        let and = first >= 2 && and_at(first - 1) && {
            let end = first - 2;
            is_place(end) || (end > 0 && scene.is_sign(end, b',') && is_place(end - 1))
        };
        let next = last + 1;
        let ends = scene.clues.shape(next) == Shape::Symbol && !scene.is_hyphen(next);
        let more = match () {
            _ if scene.is_sign(next, b',') => Some(next + 1 + usize::from(and_at(next + 1))),
            _ => and_at(next).then_some(next + 1),
        };
        (comma && more.is_some_and(|i| self.place_at(i))) || (and && ends)
    }

    /// *Velmora, Dresden and Bonn*, *Velmora and Bonn, Ohio*: at the head of a
    /// row of places.
    fn leads_places(&self, last: usize) -> bool {
        let scene = self.scene;
        let next = last + 1;
        let end_of_place = |i: usize| {
            let mut names = scene.clues.names_at(i);
            names.find(|(_, entry)| is_place(*entry)).map(|(hit, _)| hit.last as usize)
        };
        if scene.is_sign(next, b',') {
            let end = end_of_place(next + 1);
            return end.and_then(|end| next_of_row(scene, end)).is_some_and(|third| self.place_at(third));
        }
        let end = end_of_place(next + 1).filter(|_| scene.is_small(next, Use::And));
        let region = |i: usize| scene.clues.names_at(i).any(|(_, entry)| is_region(entry));
        end.is_some_and(|end| scene.is_sign(end + 1, b',') && region(end + 2))
    }

    /// *at Velmora*: no more is said.
    fn at(&self, first: usize) -> bool {
        first > 0
            && self.scene.is(first - 1, Use::At)
            && self.scene.joined(first)
            && !self.before(first, Role::CueBefore)
    }

    /// What says that `first..=last` is an organization.
    pub fn organization(&self, first: usize, last: usize) -> Option<&'static str> {
        match () {
            _ if self.kind_after(last, Role::OrgKind, 7) => Some("kind after"),
            _ if self.before(first, Role::CueBefore) => Some("before"),
            _ if self.before(first, Role::OrgKind) || self.kind_beside(first, last) => Some("kind before"),
            _ if self.kind_next(first, last) => Some("kind next"),
            _ if self.after(last, Role::CueAfter) => Some("after"),
            _ if self.has_stock(last) => Some("stock"),
            _ if self.in_row(first, last) => Some("row"),
            _ => None,
        }
    }

    /// *his firm, Zorblax, closed*: what it is, and the name set off by commas.
    fn kind_beside(&self, first: usize, last: usize) -> bool {
        let scene = self.scene;
        let ends = [b',', b'.', b')'].iter().any(|&sign| scene.is_sign(last + 1, sign));
        first >= 2 && ends && scene.is_sign(first - 1, b',') && self.is_kind(first - 2)
    }

    /// *the Zorblax oil company*: behind the article, and what it is follows.
    fn kind_next(&self, first: usize, last: usize) -> bool {
        let scene = self.scene;
        let plain = |i: usize| scene.clues.shape(i) == Shape::Lower && !scene.clues.is(i, Role::Link);
        let kind = if self.is_kind(last + 1) { last + 1 } else { last + 2 };
        let follows = scene.joined(last + 1) && plain(last + 1) && self.is_kind(kind) && scene.joined(kind);
        // *the St. Velm hospital* is called by both.
        first > 0
            && scene.is(first - 1, Use::Definite)
            && !scene.is(first, Use::Saint)
            && follows
            && !scene.is_hyphen(kind + 1)
    }

    /// A word in small letters for what an organization is.
    fn is_kind(&self, i: usize) -> bool {
        self.scene.clues.is(i, Role::OrgKind) && self.scene.clues.shape(i) == Shape::Lower
    }

    /// True where what follows token `last` says that it is an organization.
    pub fn is_organization(&self, last: usize) -> bool {
        self.kind_after(last, Role::OrgKind, 7)
    }

    /// *Siemens, Bede, Roche*: between two organizations.
    fn in_row(&self, first: usize, last: usize) -> bool {
        let scene = self.scene;
        let divides = |i: usize| scene.is_sign(i, b',') || scene.is_small(i, Use::And);
        if first < 2 || !divides(first - 1) || !divides(last + 1) {
            return false;
        }
        let next = last + 2 + usize::from(scene.is_small(last + 2, Use::And));
        self.organizations.binary_search(&(first - 2)).is_ok()
            && scene.clues.hits_at(next).iter().any(|hit| is_organization(scene.clues.entry(hit)))
    }

    /// A cue of this role before a token. The longer cue speaks: *shares in*
    /// is no *in*.
    pub fn before(&self, first: usize, role: Role) -> bool {
        let phrases = &self.phrases[self.phrases.partition_point(|(token, _)| *token < first)..];
        let mut phrases = phrases.iter().take_while(|(token, _)| *token == first).peekable();
        match phrases.peek() {
            Some(_) => phrases.any(|(_, r)| *r == role),
            None => first > 0 && self.scene.joined(first) && self.scene.clues.is(first - 1, role),
        }
    }

    /// *shares of Halvor*: what no person has.
    pub fn is_firm(&self, first: usize) -> bool {
        self.firms.binary_search(&first).is_ok()
    }

    /// *Zorblax's profit*, *Zorblax said it would cut 500 jobs*.
    fn has_stock(&self, last: usize) -> bool {
        const REACH: usize = 12;
        let (scene, next) = (self.scene, last + 1);
        if scene.clues.shape(next) == Shape::Possessive {
            return scene.joined(next + 1) && scene.is_small(next + 1, Use::Stock);
        }
        let acts = scene.is_small(next, Use::Says) || scene.is_small(next, Use::Acts);
        let sentence = || (next..next + REACH).take_while(|&i| i < scene.clues.len() && !scene.is_start(i));
        let has = |use_| sentence().any(|i| scene.is_small(i, use_));
        acts && has(Use::It) && has(Use::Stock)
    }

    /// Where a constituency is named: *the MP for Velmora and Orrin*.
    pub fn seats(&self) -> &[usize] {
        &self.seats
    }

    fn after(&self, last: usize, role: Role) -> bool {
        let (clues, next) = (&self.scene.clues, last + 1);
        let says = || clues.is(next, role) || clues.hits_at(next).iter().any(|hit| hit.role == role);
        self.scene.joined(next) && self.scene.is_plain_word(next) && says()
    }

    /// *Tyler, Texas*: the name of a country or a region follows after a comma.
    fn before_region(&self, first: usize, last: usize) -> bool {
        let (scene, region) = (self.scene, last + 2);
        if self.before_bracket(last) || (is_code(scene, last + 1) && is_zip(scene, last + 2)) {
            return true;
        }
        let maybe =
            || first > 0 && (scene.clues.is(first - 1, Role::PlaceMaybe) || self.before(first, Role::PlaceBefore));
        let region = match scene.is_small(region, Use::In) && maybe() {
            true => region + 1 + usize::from(scene.is_small(region + 1, Use::Definite)),
            false => region,
        };
        scene.is_sign(last + 1, b',')
            && scene.joined(region)
            && (self.before_code(region)
                || scene.clues.hits_at(region).iter().any(|hit| {
                    let owner = scene.clues.shape(hit.last as usize + 1) == Shape::Possessive;
                    !owner && is_region(scene.clues.entry(hit))
                }))
    }

    /// *Velmora [Victoria]*, *Velmora (Ohio)*
    fn before_bracket(&self, last: usize) -> bool {
        let (scene, region) = (self.scene, last + 2);
        let close = match () {
            _ if scene.is_sign(last + 1, b'[') => b']',
            _ if scene.is_sign(last + 1, b'(') => b')',
            _ => return false,
        };
        let mut names = scene.clues.names_at(region);
        // *Orvath (France) 74* is a runner.
        let stands = |end: usize| scene.is_sign(end, close) && scene.clues.shape(end + 1) != Shape::Number;
        names.any(|(hit, entry)| is_region(entry) && stands(hit.last as usize + 1))
    }

    /// *, OH* and a sign, a postal code or the end of what is said.
    fn before_code(&self, at: usize) -> bool {
        let (clues, next) = (&self.scene.clues, at + 1);
        // *ON L8P 1A1*
        let is_postal = || self.scene.word(next).bytes().any(|byte| byte.is_ascii_digit());
        let is_capital = matches!(clues.shape(next), Shape::Capitalized | Shape::Capitals);
        let goes_on = self.scene.joined(next) && is_capital && !is_postal();
        self.scene.is(at, Use::Code) && clues.shape(at) == Shape::Capitals && !goes_on
    }

    /// *Kingscon, a service provider* and *Velmora is a town*: a few words on,
    /// what it is.
    fn kind_after(&self, last: usize, kind: Role, words: usize) -> bool {
        let scene = self.scene;
        let comma = scene.is_sign(last + 1, b',') && scene.is_small(last + 2, Use::Copula);
        let verb = last + 1 + usize::from(comma);
        if !scene.is_sign(verb, b',') && !scene.is_small(verb, Use::Copula) {
            return false;
        }
        let clues = &scene.clues;
        // *an album by the band*: what stands behind a link is not what it is.
        const APART: [Use; 6] = [Use::By, Use::Of, Use::For, Use::In, Use::With, Use::Article];
        let apart = |i: usize| !scene.is_hyphen(i + 1) && APART.iter().any(|&link| scene.is_small(i, link));
        let goes_on = |i: usize| match clues.shape(i) {
            Shape::Symbol => scene.is_hyphen(i) || scene.is_sign(i, b'/'),
            _ => !apart(i),
        };
        scene.is_small(verb + 1, Use::Article)
            && (verb + 2..verb + 2 + words)
                .take_while(|&i| scene.joined(i) && goes_on(i))
                .any(|i| clues.is(i, kind) && clues.shape(i) == Shape::Lower && self.ends_here(i))
    }
}

impl Support<'_, '_, '_> {
    /// *a town in*, but not *the town clerk* or *the company's*.
    fn ends_here(&self, i: usize) -> bool {
        let clues = &self.scene.clues;
        match clues.shape(i + 1) {
            Shape::Symbol => !self.scene.is_hyphen(i + 1),
            _ => clues.gap(i + 1) >= Gap::Line || clues.is(i + 1, Role::Link) || clues.is(i + 1, Role::Outside),
        }
    }
}

fn is_organization(entry: Entry<'_>) -> bool {
    entry.role() == Role::Name && entry.label() == "ORG" && entry.accept() == Accept::Accept
}

fn is_place(entry: Entry<'_>) -> bool {
    entry.role() == Role::Name && entry.label() == "PLACE" && entry.accept() == Accept::Accept
}

fn is_region(entry: Entry<'_>) -> bool {
    entry.role() == Role::Name
        && entry.accept() == Accept::Accept
        && matches!(entry.column("kind"), Some("country" | "region" | "state" | "province" | "territory" | "county"))
}
