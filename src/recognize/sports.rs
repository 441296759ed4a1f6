//! Sports: in tables and reports of results a city stands for its club.
//!
//! *Boston 5, New York 3* is a result in a sports page and a pair of counts
//! elsewhere, so a text has to tell that it is of sports: by a line of results
//! or a score beside a verb of results, and by some words of sports. Countries
//! stay places, as their teams bear no other name.

use std::ops::Range;

use super::composed_name;
use super::grammar::Use;
use super::persons::Persons;
use super::scene::Scene;
use super::support::Support;
use crate::candidate::Candidate;
use crate::entity::{Entity, Evidence, Rule};
use crate::gazetteer::{Entry, Role, Size};
use crate::hash::HashSet;
use crate::segment::{Gap, Shape};

/// When a text is read as one of sports.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sports {
    /// Where its own lines and words tell that it is one.
    #[default]
    Auto,
    /// Always.
    On,
    /// Never.
    Off,
}

impl std::str::FromStr for Sports {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "auto" => Ok(Sports::Auto),
            "on" => Ok(Sports::On),
            "off" => Ok(Sports::Off),
            _ => Err("write auto, on or off".into()),
        }
    }
}

/// The guard's name that the places are dropped with.
pub const CLUB: &str = "guard:club";

/// A score is looked for so many tokens to either side of a name.
const REACH: usize = 25;

/// A line of results holds at least this many names and figures.
const FILLED: usize = 3;

/// A line of results has at most so many tokens.
const MOST_TOKENS: usize = 40;

/// A text of sports has at least so many different words of sports, more where
/// it has no score.
const SPORT_WORDS: usize = 3;
const MANY_SPORT_WORDS: usize = 5;

/// So many lines that hold two names with a figure each, and nothing else,
/// need one word of sports, or a listed club.
const PAIRED_LINES: usize = 3;

/// Turns the cities of results into clubs. Linear in the text.
pub fn recognize<'l>(
    scene: &Scene<'_, 'l>,
    reading: Sports,
    support: &Support<'_, '_, '_>,
    persons: &Persons<'_>,
    candidates: &mut Vec<Candidate<'l>>,
) {
    if reading == Sports::Off || !scene.clues.lists.has_role(Role::Result) {
        return;
    }
    let players: Vec<_> = candidates
        .iter_mut()
        .filter(|c| is_city(c) && plays_for(scene, c.tokens))
        .map(|city| club(city, "player"))
        .collect();
    candidates.extend(players);
    let lines = result_lines(scene, candidates);
    let reported: Vec<_> = candidates.iter().map(|c| is_city(c) && is_beside_verb(scene, c.tokens)).collect();
    let scored = || candidates.iter().zip(&reported).any(|(c, reported)| *reported && has_score(scene, c.tokens));
    let guests: Vec<(usize, usize)> = scene.signs().filter_map(|open| guest(scene, open)).collect();
    let opens = |c: &Candidate<'l>| is_city(c) && opens_scored(scene, support, c.tokens);
    let results =
        lines.iter().any(|line| line.is_result) || guests.len() > 1 || scored() || candidates.iter().any(opens);
    let enough = match results {
        true if is_paired(scene, &lines) => 1,
        true => SPORT_WORDS,
        false => MANY_SPORT_WORDS,
    };
    let words = || (enough == 1 && names_club(&lines, candidates)) || sport_words(scene, enough);
    let tells = || (results || reported.contains(&true)) && words();
    if reading == Sports::Auto && !tells() {
        return;
    }
    let mut taken: HashSet<usize> = HashSet::default();
    let mut clubs = Vec::new();
    let in_table = |first: usize| line_at(&lines, first).is_some_and(|line| line.is_result);
    for (candidate, reported) in candidates.iter_mut().zip(reported) {
        let in_table = in_table(candidate.tokens.0) || is_scored(scene, support, candidate.tokens);
        let kind = if in_table { Some("table") } else { reported.then_some("report") };
        if let Some(kind) = kind.filter(|_| is_city(candidate)) {
            taken.extend(candidate.tokens.0..=candidate.tokens.1);
            clubs.push(club(candidate, kind));
        }
    }
    let known: HashSet<String> = clubs.iter().map(|club| club.entity.name().to_string()).collect();
    for candidate in candidates.iter_mut().filter(|c| is_city(c) && known.contains(c.entity.name())) {
        if !taken.contains(&candidate.tokens.0) && !is_place(scene, support, candidate.tokens) {
            clubs.push(club(candidate, "club"));
        }
    }
    unlisted(scene, persons, (&lines, &guests), candidates, &mut clubs);
    candidates.extend(clubs);
}

/// The club in the place of a city, which is dropped.
fn club<'l>(city: &mut Candidate<'l>, kind: &'static str) -> Candidate<'l> {
    city.dropped = Some(CLUB);
    let name = city.entity.name().to_string().into();
    let entity = Entity::new(city.span(), "ORG", Rule::new("sports", kind), Evidence::Composed { name, core: None });
    Candidate::new(entity, city.tokens)
}

fn is_city(candidate: &Candidate<'_>) -> bool {
    let place = candidate.dropped.is_none() && candidate.entity.label == "PLACE";
    let may_be_club = |entry: Entry<'_>| match entry.size() {
        Size::City | Size::Region => true,
        Size::Country => false,
        Size::Other => entry.column("kind") == Some("county"),
    };
    // What the user calls a place is one.
    place && !candidate.entity.is_own() && candidate.entity.entry().is_some_and(may_be_club)
}

/// *played for Velmora*, *was traded to Velmora*: in any text.
fn plays_for(scene: &Scene<'_, '_>, (first, last): (usize, usize)) -> bool {
    const LINKS: [Use; 4] = [Use::For, Use::With, Use::To, Use::By];
    let Some(link) = first.checked_sub(1).filter(|&i| LINKS.iter().any(|&link| scene.is_small(i, link))) else {
        return false;
    };
    let next = last + 1;
    let ends = match scene.clues.shape(next) {
        Shape::Lower => scene.clues.is(next, Role::Link) || scene.clues.is(next, Role::Outside),
        Shape::Symbol => !scene.is_hyphen(next),
        _ => !scene.joined(next) || !scene.is_capital(next),
    };
    ends && scene.joined(first) && link > 0 && scene.is_small(link - 1, Use::Plays)
}

/// What a club of the text still is in other lines: the place of a match, of
/// a dateline, or a town and its region.
fn is_place(scene: &Scene<'_, '_>, support: &Support<'_, '_, '_>, (first, last): (usize, usize)) -> bool {
    let maybe = first > 0 && scene.clues.is(first - 1, Role::PlaceMaybe);
    let begins_line = first == 0 || scene.clues.gap(first) >= Gap::Line;
    let dateline =
        begins_line && (scene.clues.shape(last + 1) == Shape::Symbol || scene.clues.gap(last + 1) >= Gap::Line);
    let region = scene.is_sign(last + 1, b',') && scene.is_capital(last + 2);
    let in_brackets = scene.is_sign(last + 1, b')');
    maybe || dateline || region || in_brackets || support.before(first, Role::PlaceBefore) || scene.in_capitals(first)
}

/// A line that could be one of results, in tokens.
struct Line {
    from: usize,
    to: usize,
    is_result: bool,
}

fn line_at(lines: &[Line], token: usize) -> Option<&Line> {
    let next = lines.partition_point(|line| line.to <= token);
    lines.get(next).filter(|line| line.from <= token)
}

/// The lines of nothing but capital words, figures, signs and words of
/// results, and whether they are results.
fn result_lines(scene: &Scene<'_, '_>, candidates: &[Candidate<'_>]) -> Vec<Line> {
    let may_be = |line: &Range<usize>| line.len() <= MOST_TOKENS && may_be_result(scene, line.start, line.end);
    let lines = scene.lines().filter(may_be).map(|line| Line { from: line.start, to: line.end, is_result: false });
    let mut lines: Vec<Line> = lines.collect();
    if lines.is_empty() {
        return lines;
    }
    let mut named: HashSet<usize> = HashSet::default();
    for candidate in candidates.iter().filter(|c| c.entity.label == "PLACE" || c.entity.label == "ORG") {
        let (first, last) = candidate.tokens;
        if line_at(&lines, first).is_some() {
            named.extend(first..=last);
        }
    }
    lines.iter_mut().for_each(|line| line.is_result = is_result(scene, &named, line));
    lines
}

/// Figures that are no date, and no ordinary words.
fn may_be_result(scene: &Scene<'_, '_>, from: usize, to: usize) -> bool {
    let mut figures = 0;
    let is_fixture = (from + 1..to).any(|i| meets(scene, i));
    for i in from..to {
        match scene.clues.shape(i) {
            Shape::Number => figures += 1,
            Shape::Lower if !scene.clues.is(i, Role::Result) && !scene.clues.is(i, Role::Link) => return false,
            Shape::Symbol => {}
            _ if scene.clues.is(i, Role::Calendar) => return false,
            _ => {}
        }
    }
    (figures > 0 || is_fixture) && !(from..to).any(|i| is_date(scene, i))
}

/// *Boston at Denver*, *Boston v Denver*
fn meets(scene: &Scene<'_, '_>, i: usize) -> bool {
    scene.is(i, Use::At) || scene.clues.is(i, Role::Result)
}

/// *1996-08-23*, *23/8*, and the year alone.
fn is_date(scene: &Scene<'_, '_>, i: usize) -> bool {
    let word = scene.word(i);
    let year = word.len() == 4 && (word.starts_with("19") || word.starts_with("20"));
    // *9 1/2* games behind.
    let half = word == "1" && scene.word(i + 2) == "2";
    scene.clues.shape(i) == Shape::Number && (year || (scene.is_sign(i + 1, b'/') && !half))
}

fn is_result(scene: &Scene<'_, '_>, named: &HashSet<usize>, line: &Line) -> bool {
    let (mut names, mut figures, mut others) = (0, 0, 0);
    for i in line.from..line.to {
        match scene.clues.shape(i) {
            _ if named.contains(&i) => names += usize::from(i == line.from || !named.contains(&(i - 1))),
            Shape::Number => figures += 1,
            Shape::Symbol => {}
            _ if scene.clues.is(i, Role::Result) || scene.clues.is(i, Role::Link) => {}
            _ => others += 1,
        }
    }
    let pair = others > 0 && pairs(scene, line) == 2;
    let fixture = names == 2 && others == 0 && figures == 0 && (line.from + 1..line.to).any(|i| meets(scene, i));
    (names > 0 && others == 0 && figures > 0 && names + figures >= FILLED) || pair || fixture
}

/// How often words and then a figure stand in a line that holds nothing else:
/// *Zorvale Rovers 2 Qorvath 1*; 0 where something else does.
fn pairs(scene: &Scene<'_, '_>, line: &Line) -> usize {
    let (mut at, mut pairs) = (line.from, 0);
    while at < line.to {
        let words = (at..line.to).take_while(|&i| is_club_word(scene, i)).count();
        let figure = at + words;
        if words == 0 || words > 4 || figure >= line.to || scene.clues.shape(figure) != Shape::Number {
            return 0;
        }
        pairs += 1;
        at = figure + 1;
        at += usize::from(at < line.to && scene.is_sign(at, b','));
    }
    pairs
}

fn is_paired(scene: &Scene<'_, '_>, lines: &[Line]) -> bool {
    lines.iter().filter(|line| line.is_result && pairs(scene, line) == 2).nth(PAIRED_LINES - 1).is_some()
}

/// A listed club stands in a line of results.
fn names_club(lines: &[Line], candidates: &[Candidate<'_>]) -> bool {
    let is_club = |entry: Entry<'_>| entry.column("kind") == Some("club");
    let clubs = candidates.iter().filter(|c| c.dropped.is_none() && c.entity.entry().is_some_and(is_club));
    clubs.map(|club| club.tokens.0).any(|first| line_at(lines, first).is_some_and(|line| line.is_result))
}

fn is_club_word(scene: &Scene<'_, '_>, i: usize) -> bool {
    let marks = scene.clues.marks(i);
    scene.clues.shape(i).is_capital()
        && !marks.has(Role::Calendar)
        && !marks.has(Role::Title)
        && !marks.has(Role::Outside)
}

/// *Orthex (France) 74*: the club before the country that it comes from, and
/// its score.
fn guest(scene: &Scene<'_, '_>, open: usize) -> Option<(usize, usize)> {
    const WORDS: usize = 4;
    if !scene.is_sign(open, b'(') {
        return None;
    }
    let place = scene.clues.names_at(open + 1).find(|(_, entry)| entry.label() == "PLACE")?;
    let close = place.0.last as usize + 1;
    let score = scene.word(close + 1);
    let is_score = (2..=3).contains(&score.len()) && score.bytes().all(|byte| byte.is_ascii_digit());
    let first = (open.saturating_sub(WORDS)..open).rev().take_while(|&i| is_club_word(scene, i)).last()?;
    let is_guest = scene.is_sign(close, b')') && is_score;
    (is_guest && !scene.is_sign(close + 2, b'.')).then_some((first, open - 1))
}

/// Clubs that no list has, in the lines of results of two clubs.
fn unlisted<'l>(
    scene: &Scene<'_, 'l>,
    persons: &Persons<'_>,
    (lines, guests): (&[Line], &[(usize, usize)]),
    candidates: &[Candidate<'l>],
    clubs: &mut Vec<Candidate<'l>>,
) {
    let lines: Vec<&Line> = lines.iter().filter(|line| line.is_result && pairs(scene, line) == 2).collect();
    if lines.is_empty() && guests.len() < 2 {
        return;
    }
    let taken: HashSet<usize> = candidates
        .iter()
        .filter(|c| c.dropped.is_none() || c.dropped == Some(CLUB))
        .flat_map(|c| c.tokens.0..=c.tokens.1)
        .collect();
    let mut add = |first: usize, last: usize| {
        if !(first..=last).any(|i| taken.contains(&i)) && !persons.overlap(first, last) {
            clubs.push(composed_name(scene, first, last, "ORG", Rule::new("sports", "unlisted")));
        }
    };
    if guests.len() > 1 {
        guests.iter().for_each(|&(first, last)| add(first, last));
    }
    for line in lines {
        let mut at = line.from;
        while at < line.to {
            let last = (at..line.to).take_while(|&i| is_club_word(scene, i)).last();
            if let Some(last) = last {
                add(at, last);
                at = last;
            }
            at += 1;
        }
    }
}

/// Some different words of sports.
pub(super) fn tells_of_sports(scene: &Scene<'_, '_>) -> bool {
    sport_words(scene, SPORT_WORDS)
}

/// So many different words of sports. Looked for only where something else
/// tells of sports.
fn sport_words(scene: &Scene<'_, '_>, enough: usize) -> bool {
    let mut words: HashSet<u32> = HashSet::default();
    let sports = (0..scene.clues.len()).filter(|&i| scene.is(i, Use::Sport));
    sports.map(|i| scene.clues.word_id(i)).any(|word| words.insert(word) && words.len() >= enough)
}

/// *Boston beat Denver*: a word of results beside the name.
fn is_beside_verb(scene: &Scene<'_, '_>, (first, last): (usize, usize)) -> bool {
    let verb = |i: usize| scene.clues.is(i, Role::Result) && scene.clues.shape(i) == Shape::Lower;
    // *lost to Denver*, but not *lost in Denver*.
    let link = |i: usize| scene.clues.is(i, Role::Link) && !scene.is(i, Use::In) && !scene.is(i, Use::At);
    let before = first > 0 && (verb(first - 1) || (first > 1 && link(first - 1) && verb(first - 2)));
    before || verb(last + 1)
}

/// *Kent 108-3*: the score behind a name.
fn is_scored(scene: &Scene<'_, '_>, support: &Support<'_, '_, '_>, (first, last): (usize, usize)) -> bool {
    const DIGITS: usize = 3;
    let (score, next) = (last + 1, last + 2);
    // *Denver 5 times*, *Denver 0 for 10*
    let counts = scene.clues.shape(next) == Shape::Lower && !scene.is(next, Use::And);
    scene.clues.shape(score) == Shape::Number
        && scene.clues.gap(score) == Gap::Space
        && scene.word(score).len() <= DIGITS
        && !is_date(scene, score)
        && !counts
        && !support.before(first, Role::PlaceBefore)
}

/// *Kent 2 (Venn 18th, Holm 30th)*: a line begins with a name and its score.
fn opens_scored(scene: &Scene<'_, '_>, support: &Support<'_, '_, '_>, tokens: (usize, usize)) -> bool {
    scene.clues.gap(tokens.0) >= Gap::Line && scene.is_sign(tokens.1 + 2, b'(') && is_scored(scene, support, tokens)
}

/// *Boston beat Denver 3-1*: a score in the sentence.
fn has_score(scene: &Scene<'_, '_>, (first, last): (usize, usize)) -> bool {
    let after = (last + 1..last + REACH).take_while(|&i| !scene.is_start(i));
    let before = (first.saturating_sub(REACH)..first).rev().take_while(|&i| !scene.is_start(i + 1));
    after.chain(before).any(|i| is_score(scene, i))
}

/// *3-1*
fn is_score(scene: &Scene<'_, '_>, i: usize) -> bool {
    let figure = |i: usize| scene.clues.shape(i) == Shape::Number && !is_date(scene, i);
    let dash = scene.is_hyphen(i + 1) || scene.word(i + 1) == "–";
    figure(i) && dash && figure(i + 2) && scene.touches(i + 1) && scene.touches(i + 2)
}
