//! Names put together from cue words: what no list can hold.
//!
//! A legal form (*Co., Ltd.*), a head (*Association*, *County*) or an opener
//! (*Ministry of*, *Gulf of*) anchors a name; the name reaches as far as
//! capital words and their links do.

use super::composed_name;
use super::extent::{grow_left, grow_right, is_name, is_party, is_strong_title, trim_left, unit_at};
use super::grammar::Use;
use super::postal::{is_code, is_zip};
use super::scene::Scene;
use crate::candidate::Candidate;
use crate::entity::{Evidence, Rule};
use crate::gazetteer::{Accept, Entry, Role, Size};
use crate::lookup::Hit;
use crate::segment::{Gap, Shape};

/// The roles whose rows anchor a name.
const ANCHORS: [Role; 3] = [Role::LegalForm, Role::Head, Role::Opener];

/// Proposes a name for every anchor that has one. Linear in the text: a name
/// reaches over a bounded number of words.
pub fn recognize<'l>(scene: &Scene<'_, 'l>, out: &mut Vec<Candidate<'l>>) {
    if !ANCHORS.iter().any(|&role| scene.clues.lists.has_role(role)) {
        return;
    }
    for hit in scene.clues.hits {
        let anchor = || scene.clues.entry(hit);
        match hit.role {
            Role::LegalForm => legal(scene, hit, anchor(), out),
            Role::Head => head(scene, hit, anchor(), out),
            Role::Opener => opener(scene, hit, anchor(), out),
            Role::Name => listed_branch(scene, hit, anchor(), out),
            _ => {}
        }
    }
    for i in scene.signs() {
        if scene.is_sign(i, b'&') {
            partners(scene, i, out);
        } else if scene.is_sign(i, b'(') {
            branch(scene, i, out);
        }
    }
    for i in scene.capitals().filter(|&i| scene.clues.shape(i) == Shape::Capitals) {
        call_sign(scene, i, out);
    }
}

/// *Shanghai Kingscon Biotechnology Co., Ltd.*
fn legal<'l>(scene: &Scene<'_, 'l>, hit: &Hit, form: Entry<'l>, out: &mut Vec<Candidate<'l>>) {
    let at = hit.first as usize;
    if is_part_of_place(scene, hit) {
        return;
    }
    if scene.in_capitals(at) {
        return shouted(scene, hit, form, out);
    }
    let from = if at >= 2 && scene.is_sign(at - 1, b',') && scene.joined(at - 1) { at - 1 } else { at };
    let first = trim_left(scene, grow_left(scene, from), from);
    if first < from && !is_region(scene, first, from, hit) {
        push(scene, first, hit.last as usize, form, "suffix", out);
        link(scene, first, from, out);
    }
}

/// *Denver CO 80202*, *Calgary, AB*, *Tralee, Co Kerry*: a town and the letters
/// of its region, or the short word before it, are no company.
fn is_region(scene: &Scene<'_, '_>, first: usize, from: usize, form: &Hit) -> bool {
    let (clues, last) = (&scene.clues, form.last as usize);
    let town = clues.names_at(first).any(|(hit, entry)| hit.last as usize + 1 == from && entry.label() == "PLACE");
    let letters = form.first == form.last && scene.word(last).len() == 2;
    let next = last + 1 + usize::from(scene.is_sign(last + 1, b'.'));
    let county =
        || from < form.first as usize && scene.joined(next) && clues.names_at(next).any(|(_, e)| e.label() == "PLACE");
    let county = letters && scene.is_capital(next) && county();
    county || (town && letters && scene.clues.shape(last) == Shape::Capitals)
}

/// *Denver CO 80202* and *Co. Kerry* hold no legal form.
fn is_part_of_place(scene: &Scene<'_, '_>, hit: &Hit) -> bool {
    let at = hit.first as usize;
    let begins_place = scene.clues.names_at(at).any(|(name, entry)| name.last > hit.last && entry.label() == "PLACE");
    let behind_town =
        || at > 0 && scene.joined(at) && scene.clues.names_ending_at(at - 1).any(|entry| entry.label() == "PLACE");
    begins_place || (is_code(scene, at) && (is_zip(scene, at + 1) || behind_town()))
}

/// Gives the name just proposed the canonical name and the id of the listed
/// organization that it is without its legal form and the place before it:
/// *Shanghai Waigaoqiao Group Co., Ltd.* is Waigaoqiao Group.
fn link<'l>(scene: &Scene<'_, 'l>, first: usize, end: usize, out: &mut [Candidate<'l>]) {
    let clues = &scene.clues;
    let place = clues.names_at(first).find(|(_, entry)| entry.label() == "PLACE");
    let starts = [Some(first), place.map(|(hit, _)| hit.last as usize + 1)];
    let listed =
        starts.into_iter().flatten().flat_map(|start| clues.names_at(start)).find(|(hit, entry)| {
            hit.last as usize + 1 == end && entry.label() == "ORG" && entry.accept() != Accept::Never
        });
    if let (Some((_, entry)), Some(candidate)) = (listed, out.last_mut()) {
        candidate.entity.evidence = Evidence::Composed { name: entry.name().into(), core: Some(entry) };
    }
}

/// *WORLD TIMES, INC.*: in a line in capitals only a small word ends a name.
fn shouted<'l>(scene: &Scene<'_, 'l>, hit: &Hit, form: Entry<'l>, out: &mut Vec<Candidate<'l>>) {
    let at = hit.first as usize;
    // *SEVEN DIE AS BUS OVERTURNS*: the word, no legal form.
    let marks = scene.clues.marks(at);
    if hit.first == hit.last && (marks.has(Role::Link) || marks.has(Role::Outside) || marks.has(Role::Common)) {
        return;
    }
    let from = if at >= 2 && scene.is_sign(at - 1, b',') { at - 1 } else { at };
    let is_name = |i: &usize| {
        let marks = scene.clues.marks(*i);
        scene.clues.shape(*i) == Shape::Capitals && !marks.has(Role::Outside) && !marks.has(Role::Link)
    };
    let first = (from.saturating_sub(3)..from).rev().take_while(is_name).last();
    if let Some(first) = first {
        push(scene, first, hit.last as usize, form, "suffix", out);
    }
}

/// *Brackwell & Thorne*, *Brackwell, Thorne & Mill*.
fn partners<'l>(scene: &Scene<'_, 'l>, sign: usize, out: &mut Vec<Candidate<'l>>) {
    let (Some(mut first), next) = (sign.checked_sub(1), sign + 1) else { return };
    let both = scene.is_capital(first) && scene.is_capital(next) && scene.joined(sign) && scene.joined(next);
    let ordinary = |i| scene.clues.is(i, Role::Common) && scene.clues.shape(i) != Shape::Initial;
    let initials = scene.clues.shape(first) == Shape::Initial && scene.clues.shape(next) == Shape::Initial;
    // *SG&A*, *R&D*: letters of an account or a room, unless a list has them.
    let letters = |i: usize| matches!(scene.clues.shape(i), Shape::Initial | Shape::Capitals);
    let touching = scene.touches(sign) && scene.touches(next);
    let account =
        touching && letters(first) && scene.clues.shape(next) == Shape::Initial && !scene.is_capital(next + 1);
    let apart = (initials && !touching) || account;
    if !both || apart || (ordinary(first) && ordinary(next)) || scene.clues.is(next, Role::LegalForm) {
        return;
    }
    let partner = |i: usize| scene.is_capital(i) && !is_name(scene, i);
    while first >= 2
        && scene.is_sign(first - 1, b',')
        && !is_name(scene, first)
        && partner(first - 2)
        && sign - first < 8
    {
        first -= 2;
    }
    let last = unit_at(scene, next).unwrap_or(next);
    let last = unit_at(scene, last + 1).unwrap_or(last);
    push_plain(scene, first, last, "partners", out);
}

/// *WVEL*, *KQOR-TV*: a station of the United States.
fn call_sign<'l>(scene: &Scene<'_, 'l>, i: usize, out: &mut Vec<Candidate<'l>>) {
    let word = scene.word(i).as_bytes();
    let is_sign = word.len() == 4 && matches!(word[0], b'W' | b'K') && word.iter().all(u8::is_ascii_uppercase);
    let marks = scene.clues.marks(i);
    if !is_sign || marks.has(Role::Common) || marks.has(Role::Given) || scene.in_capitals(i) {
        return;
    }
    let has_band = scene.is_hyphen(i + 1) && scene.touches(i + 1) && scene.touches(i + 2);
    let last = if has_band && scene.is(i + 2, Use::Band) { i + 2 } else { i };
    push_plain(scene, i, last, "call-sign", out);
}

/// *Flextronics (Shanghai) Metal Parts*: a place in brackets inside a name.
fn branch<'l>(scene: &Scene<'_, 'l>, open: usize, out: &mut Vec<Candidate<'l>>) {
    let place = scene.clues.hits_at(open + 1).iter().find(|hit| is_place(scene.clues.entry(hit)));
    let Some(close) = place.map(|hit| hit.last as usize + 1).filter(|&i| scene.is_sign(i, b')')) else { return };
    if open == 0 || !scene.joined(open) {
        return;
    }
    let Some(last) = grow_right(scene, close + 1, 4) else { return };
    let first = trim_left(scene, grow_left(scene, open), open);
    if first < open && !scene.clues.is(last, Role::Head) {
        push_plain(scene, first, last, "branch", out);
    }
}

/// *Velmora Foundation Norway*: the country that an organization works in ends
/// its name. The last token of the name that ends with `last` else.
fn branch_at(scene: &Scene<'_, '_>, last: usize) -> usize {
    let clues = &scene.clues;
    let region = clues.hits_at(last + 1).iter().find(|hit| {
        let entry = clues.entry(hit);
        let short = clues.shape(hit.last as usize) == Shape::Capitals;
        is_place(entry) && entry.accept() == Accept::Accept && entry.size() < Size::Other && !short
    });
    let ends = |hit: &&Hit| !scene.is_capital(hit.last as usize + 1) || !scene.joined(hit.last as usize + 1);
    region
        .filter(ends)
        .filter(|_| scene.joined(last + 1) && !scene.in_title(last))
        .map_or(last, |hit| hit.last as usize)
}

/// *Zorblax Norway*: a listed company and the country that its branch is in.
fn listed_branch<'l>(scene: &Scene<'_, 'l>, hit: &Hit, company: Entry<'l>, out: &mut Vec<Candidate<'l>>) {
    let (first, last) = (hit.first as usize, hit.last as usize);
    let is_company =
        company.label() == "ORG" && company.accept() == Accept::Accept && company.column("branch") != Some("no");
    let end = branch_at(scene, last);
    if is_company && end > last {
        push_plain(scene, first, end, "branch", out);
    }
}

fn is_place(entry: Entry<'_>) -> bool {
    entry.role() == Role::Name && entry.label() == "PLACE"
}

/// *Shanghai Medical Association*, *Xianju County*, *Waigaoqiao port*.
fn head<'l>(scene: &Scene<'_, 'l>, hit: &Hit, head: Entry<'l>, out: &mut Vec<Candidate<'l>>) {
    let (at, last) = (hit.first as usize, hit.last as usize);
    if scene.in_capitals(at) || is_title(scene, hit) || ends_longer(scene, hit) {
        return;
    }
    let reach = trim_left(scene, grow_left(scene, at), at);
    if head.label() == "STREET" {
        return street(scene, (reach, at, last), head, out);
    }
    let first = match head.column("strength") {
        _ if head.label() == "PLACE" => behind_title(scene, behind_link(scene, reach, at), at),
        Some("team") => town_before(scene, reach, at),
        _ => reach,
    };
    let is_other_place = || head.label() == "PLACE" && (place_goes_on(scene, last) || is_aged(scene, last));
    if reach == at || !bears_head(scene, head, (reach, first), hit) || is_headline(scene, first, at) || is_other_place()
    {
        return;
    }
    let end = if head.label() == "ORG" { branch_at(scene, last) } else { last };
    push(scene, first, end, head, "head", out);
    if head.column("link") == Some("yes") {
        link(scene, first, at, out);
    }
}

/// *Velmora Police Chief Halvor Bo*: the chief of Velmora.
fn is_title(scene: &Scene<'_, '_>, head: &Hit) -> bool {
    let clues = &scene.clues;
    let ends = |i: usize| clues.hit_of(i, Role::Title).map(|title| title.last);
    let at = head.first as usize;
    ends(at).is_some_and(|end| end > head.last)
        || (at > 0 && ends(at - 1).is_some_and(|end| end >= head.last))
        || is_office(scene, head.last as usize)
}

/// *Velmora County Commissioner Orla Park*: who has the office follows.
fn is_office(scene: &Scene<'_, '_>, last: usize) -> bool {
    let (clues, next) = (&scene.clues, last + 1);
    clues.is(last, Role::Title) && scene.joined(next) && scene.is_capital(next) && clues.is(next, Role::Given)
}

/// Whether the words from `first` on may bear the head: a head asks the more
/// of them the more it is an ordinary word. `reach` is how far back the name
/// could begin.
fn bears_head(scene: &Scene<'_, '_>, head: Entry<'_>, (reach, first): (usize, usize), hit: &Hit) -> bool {
    let (at, last) = (hit.first as usize, hit.last as usize);
    let tells = || tells(scene, first, at);
    let runs = || is_running(scene, first, at, last);
    let is_person = || is_person(scene, first, at);
    let behind = |role: Role| scene.clues.is(at - 1, role);
    match head.column("strength") {
        Some("small") => !behind(Role::Head) && !behind(Role::Demonym) && tells(),
        Some("team") => tells() && (reach < first || !is_person()),
        Some("proper") => tells() && !is_person(),
        Some("weak") => (tells() || runs()) && !is_person(),
        Some("firm") => tells() || runs(),
        _ => first < at,
    }
}

/// *Merck Speeds Up Plans For Lung Center*: no name.
fn is_headline(scene: &Scene<'_, '_>, first: usize, at: usize) -> bool {
    let small = |i: usize| scene.is_capital(i) && (scene.clues.is(i, Role::Link) || scene.clues.is(i, Role::Outside));
    scene.in_title(at) && (first + 1..at).any(small)
}

/// *Velmora County Chapel*; but not *Velmora County Sheriff Halvor Bo*.
fn place_goes_on(scene: &Scene<'_, '_>, last: usize) -> bool {
    let (clues, next) = (&scene.clues, last + 1);
    scene.is_capital(next)
        && scene.joined(next)
        && !clues.is(next, Role::Calendar)
        && clues.hit_of(next, Role::Title).is_none()
}

/// The Center of *Velmora Convention Center* is a part of a longer head.
fn ends_longer(scene: &Scene<'_, '_>, head: &Hit) -> bool {
    let Some(before) = (head.first as usize).checked_sub(1) else { return false };
    let is_longer = |hit: &Hit| hit.role == Role::Head && hit.last == head.last;
    scene.clues.hits_at(before).iter().any(is_longer)
        && scene.is_capital(before)
        && trim_left(scene, grow_left(scene, before), before) < before
}

/// *National Champion Velmora Tigers*: a team is called by the place before
/// it, where one stands there.
fn town_before(scene: &Scene<'_, '_>, first: usize, at: usize) -> usize {
    let is_town = |i: &usize| {
        let mut names = scene.clues.names_at(*i);
        names.any(|(hit, entry)| hit.last as usize + 1 == at && entry.label() == "PLACE")
    };
    (first..at).find(is_town).unwrap_or(first)
}

/// *Oak Street*, *Highway 19*: a street is a place, unless the name goes on
/// (*Oak Street Chapel*): then it only keeps others from its words.
fn street<'l>(
    scene: &Scene<'_, 'l>,
    (first, at, last): (usize, usize, usize),
    head: Entry<'l>,
    out: &mut Vec<Candidate<'l>>,
) {
    let first = behind_link(scene, first, at);
    let number = last + 1 + usize::from(scene.is_sign(last + 1, b'.') && scene.touches(last + 1));
    let (strength, is_numbered) = (head.column("strength"), is_road_number(scene, number));
    let end = match strength {
        Some("road" | "route") if is_numbered => number,
        Some("road" | "route" | "proper") if !tells(scene, first, at) && !is_running(scene, first, at, last) => return,
        _ if first == at => return,
        _ => last,
    };
    let goes_on = scene.is_capital(end + 1) && scene.joined(end + 1) && !scene.clues.is(end + 1, Role::Calendar);
    // *Route 5* crosses states and is nowhere.
    let is_nowhere = goes_on || (strength == Some("route") && end == number);
    let label = if is_nowhere { head.label() } else { "PLACE" };
    out.push(composed_name(scene, first, end, label, Rule::new("street", head.name())));
}

/// *Halvor Hill, 24, of Velmora*: a person with an age.
fn is_aged(scene: &Scene<'_, '_>, last: usize) -> bool {
    let age = last + 2;
    scene.is_sign(last + 1, b',')
        && scene.is_sign(age + 1, b',')
        && scene.word(age).len() == 2
        && scene.word(age).bytes().all(|byte| byte.is_ascii_digit())
}

/// At most four figures and perhaps a letter, which measure nothing: *19*,
/// but not the number of *2-foot*.
fn is_road_number(scene: &Scene<'_, '_>, i: usize) -> bool {
    let figures = scene.word(i).trim_end_matches(|letter: char| letter.is_ascii_uppercase());
    let is_short = (1..=4).contains(&figures.len()) && scene.word(i).len() <= figures.len() + 1;
    scene.clues.gap(i) == Gap::Space
        && is_short
        && figures.bytes().all(|byte| byte.is_ascii_digit())
        && !(scene.is_hyphen(i + 1) && scene.touches(i + 1))
}

/// In running text a capital says that even ordinary words are a name: *at
/// the Harvest Center*.
fn is_running(scene: &Scene<'_, '_>, first: usize, at: usize, last: usize) -> bool {
    let goes_on = scene.joined(last + 1) && scene.is_capital(last + 1);
    let behind_capital = || scene.is_capital(first - 1) && !scene.clues.is(first - 1, Role::Outside);
    let starts = scene.is_start(first) || scene.in_title(first) || behind_capital();
    first < at && scene.is_capital(first) && !starts && !goes_on
}

/// *Anna Post* and *Florence Forest* may be persons, *Georgia Power* is none.
fn is_person(scene: &Scene<'_, '_>, first: usize, head: usize) -> bool {
    let clues = &scene.clues;
    let is_region = || clues.hits_at(first).iter().any(|hit| clues.entry(hit).size() < Size::Other);
    first + 1 == head && clues.is(first, Role::Given) && !is_region()
}

/// Of *Velmora County Commissioner Orla Park* nothing before the title.
fn behind_title(scene: &Scene<'_, '_>, first: usize, at: usize) -> usize {
    (first + 1..at).rev().find(|&i| is_strong_title(scene, i)).map_or(first, |title| title + 1)
}

/// Of *Qorvath Laboratory of Denver* and of *Velmora and Bear Creek* the
/// place is only what stands behind the link.
fn behind_link(scene: &Scene<'_, '_>, first: usize, at: usize) -> usize {
    let clues = &scene.clues;
    let other = |i| clues.hit_of(i, Role::Head).is_some_and(|hit| clues.entry(hit).label() != "PLACE");
    let parts = |i: usize| scene.is_small(i, Use::And) || (scene.is_small(i, Use::Of) && other(i - 1));
    (first + 1..at).rev().find(|&i| parts(i)).map_or(first, |link| link + 1)
}

/// *Institute of Reform and Innovation of the Shanghai Academy*, *Gulf of X*.
fn opener<'l>(scene: &Scene<'_, 'l>, hit: &Hit, opener: Entry<'l>, out: &mut Vec<Candidate<'l>>) {
    let at = hit.first as usize;
    if !scene.is_capital(at) {
        return;
    }
    if opener.column("left") == Some("place") {
        return part_of_place(scene, hit, opener, out);
    }
    let reaches_left = matches!(opener.column("left"), Some("left" | "must"));
    let begins_later = at > 0 && scene.joined(at) && scene.is_capital(at - 1) && !scene.clues.is(at - 1, Role::Outside);
    if opener.label() == "PLACE" && !reaches_left && begins_later {
        return;
    }
    let words = if reaches_left { usize::MAX } else { 2 };
    let next = hit.last as usize + 1;
    let takes_article = reaches_left || opener.label() != "PLACE";
    let has_article = takes_article && scene.is_small(next, Use::Definite);
    let next = next + usize::from(has_article);
    if has_article && is_party(scene, next) {
        return;
    }
    let Some(last) = grow_right(scene, next, words) else { return };
    let first = if reaches_left { trim_left(scene, grow_left(scene, at), at) } else { at };
    let needs_left = opener.column("left") == Some("must");
    let stands = if needs_left { first < at } else { first == at || !is_seat(scene, first, at, next) };
    if stands {
        push(scene, first, last, opener, "opener", out);
    }
}

/// *East Velmora*, *Greater Manchester*: a part of the place that follows.
fn part_of_place<'l>(scene: &Scene<'_, 'l>, hit: &Hit, opener: Entry<'l>, out: &mut Vec<Candidate<'l>>) {
    let (at, next) = (hit.first as usize, hit.last as usize + 1);
    let alone = at == 0 || !scene.joined(at) || !scene.is_capital(at - 1) || scene.clues.is(at - 1, Role::Outside);
    let place = scene.clues.hits_at(next).iter().find(|hit| {
        let entry = scene.clues.entry(hit);
        is_place(entry) && entry.accept() == Accept::Accept && entry.size() != Size::Other
    });
    if let Some(place) = place.filter(|_| alone && scene.joined(next) && !scene.in_title(at)) {
        push(scene, at, place.last as usize, opener, "opener", out);
    }
}

/// *Qorvath Laboratory of Denver*: behind a name of its own, *of* tells
/// where it is; the *Bank of Canada* has no other name.
fn is_seat(scene: &Scene<'_, '_>, first: usize, at: usize, next: usize) -> bool {
    let clues = &scene.clues;
    let own = (first..at).any(|i| is_telling(scene, i) && !clues.is(i, Role::Demonym));
    let company = clues.is(at, Role::LegalForm);
    // *Chamber of Commerce*: a word, and a town nowhere but among its neighbours.
    let is_known = |entry: &Entry<'_>| is_place(*entry) && entry.accept() != Accept::Part;
    let places = || clues.hits_at(next).iter().map(|hit| clues.entry(hit)).filter(is_known);
    places().all(|place| place.size() != Size::Country)
        && places().any(|place| own || (company && place.size() == Size::City))
}

fn tells(scene: &Scene<'_, '_>, first: usize, end: usize) -> bool {
    (first..end).any(|i| is_telling(scene, i))
}

/// A word that names something: no ordinary word, or one that begins a name.
fn is_telling(scene: &Scene<'_, '_>, i: usize) -> bool {
    scene.is_capital(i) && (!scene.clues.is(i, Role::Common) || is_name(scene, i))
}

fn push<'l>(
    scene: &Scene<'_, 'l>,
    first: usize,
    last: usize,
    anchor: Entry<'l>,
    kind: &'static str,
    out: &mut Vec<Candidate<'l>>,
) {
    out.push(composed_name(scene, first, last, anchor.label(), Rule::new(kind, anchor.name())));
}

fn push_plain<'l>(scene: &Scene<'_, 'l>, first: usize, last: usize, kind: &'static str, out: &mut Vec<Candidate<'l>>) {
    out.push(composed_name(scene, first, last, "ORG", Rule::plain(kind)));
}
