//! What stands beside a mention: the region or country that it lies in
//! (*Paris, Texas*; *Springfield IL 62704*; *Ohio's Springfield*), or a row
//! of names of one size (*Oregon, Washington and Idaho*).

use super::super::grammar::Use;
use super::super::scene::Scene;
use super::names::Record;
use super::sentence::{Owners, lies_in};
use super::table::PlaceTable;
use super::weights::{Weight, Weights};
use crate::gazetteer::{Accept, Entry, Role, Size};
use crate::recognize::enumerated::{before_in_row, neighbours, next_of_row};
use crate::recognize::postal::is_code;
use crate::segment::{Gap, Shape};

/// The names beside a mention.
pub struct Beside<'l> {
    /// Regions and countries that it may lie in.
    owners: Vec<Entry<'l>>,
    /// A comma or a full stop closes them: *Detroit, Texas;*.
    is_closed: bool,
    /// The size of its neighbours in a row.
    row: Option<Size>,
    /// A city that the world knows stands beside it in a row: *Berlin, Dublin*.
    world: bool,
    /// Places before a comma, which may lie in it: *Buffalo, New York*.
    towns: Vec<Entry<'l>>,
    /// What the words of an office say of its size: *Ohio Gov.*, *Athens
    /// Mayor*.
    office: Option<Office>,
    /// The regions and countries of the sentence.
    sentence: Vec<Entry<'l>>,
}

/// Who has what stands beside a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Office {
    /// A state or province: *Ohio Gov.*, *Corvin City, Washington,*.
    Region,
    /// A city or town.
    City,
    /// Anything but a country: *a Lebanon woman*, where the country has an
    /// adjective.
    Local,
}

impl Office {
    fn suits(self, size: Size) -> bool {
        match self {
            Office::Region => size == Size::Region,
            Office::City => size == Size::City,
            Office::Local => size != Size::Country,
        }
    }
}

impl<'l> Beside<'l> {
    /// Looks at what is beside the tokens `first..=last`. Cost: that of the
    /// names that begin there.
    pub fn new(scene: &Scene<'_, 'l>, table: &PlaceTable, of: &Owners<'l>, first: usize, last: usize) -> Self {
        let (row, after) = (row(scene, first, last), owner_after(scene, last));
        let is_closed = scene.is_sign(last + 1, b',') && after.is_some_and(|(_, end)| is_closed(scene, end));
        let owners = match after {
            // *Georgia, Alabama and Ohio* is a row, not a Georgia in Alabama.
            Some((at, end)) if row.is_some() && row_goes_on(scene, at, end) => Vec::new(),
            Some((at, _)) => owners_at(scene, at).collect(),
            None => code_after(scene, table, last).unwrap_or_else(|| owner_before(scene, first)),
        };
        let is_owner = scene.clues.names_at(first).any(|(hit, entry)| hit.last as usize == last && is_owner(&entry));
        let is_famous = || neighbours(scene, first, last).any(|entry| is_famous(entry));
        let world = row == Some(Size::City) && !is_owner && is_famous();
        // Regions stand beside regions, whatever the towns of their names.
        let sentence = if is_owner { Vec::new() } else { of.around(scene, first, last).collect() };
        Beside {
            owners,
            is_closed,
            row,
            world,
            towns: towns_before(scene, first),
            office: office(scene, first, last),
            sentence,
        }
    }

    /// The region beside it, where that holds none of these records: *Bethel,
    /// Vt.*, of which no list has a row.
    pub fn elsewhere(&self, records: &[Record<'l>]) -> Option<Entry<'l>> {
        let region =
            self.owners.iter().find(|owner| owner.column("admin1").is_some_and(|admin1| !admin1.is_empty()))?;
        let owns = |record: &Record<'l>| {
            let size = record.entry.size();
            let may_be_there = || record.admin1.is_empty() && region.column("country") == Some(record.country);
            let is_other = || !self.is_closed && is_large(record);
            nearness(record, *region) > 0 || may_be_there() || size <= Size::Region || is_other()
        };
        (!self.owners.iter().any(|owner| records.iter().any(|record| nearness(record, *owner) > 0)))
            .then_some(*region)
            .filter(|_| !records.iter().any(owns))
    }

    /// The region or country beside it holds the record.
    pub fn owns(&self, record: &Record<'_>) -> bool {
        self.owners.iter().any(|owner| nearness(record, *owner) > 0)
    }

    /// What it says for a record.
    pub fn speaks_for(&self, record: &Record<'_>, weights: &Weights) -> f64 {
        self.parts(record, weights).iter().map(|(_, value)| value).sum()
    }

    /// The same by kinds of evidence.
    pub fn parts(&self, record: &Record<'_>, weights: &Weights) -> [(Weight, f64); 6] {
        let owner = self.owners.iter().map(|owner| nearness(record, *owner)).max().unwrap_or(0);
        let (owner, is_beside) = match owner {
            2 => (Weight::BesideRegion, true),
            1 => (Weight::BesideCountry, true),
            _ => (Weight::BesideRegion, false),
        };
        // *US delegates met in Geneva*: a country speaks for what it is known for.
        let is_known =
            || record.entry.size() == Size::Other || record.entry.weight() >= KNOWN || is_famous(record.entry);
        let sentence = match self.sentence.iter().map(|owner| nearness(record, *owner)).max() {
            Some(2) => true,
            Some(1) => is_known(),
            _ => false,
        };
        let size = record.entry.size();
        let holds = size <= Size::Region && self.towns.iter().any(|town| lies_in(*town, record.entry));
        let counts = |holds: bool, weight| (weight, if holds { weights.of(weight) } else { 0.0 });
        [
            counts(is_beside, owner),
            counts(sentence, Weight::Sentence),
            counts(self.row == Some(size), Weight::Row),
            counts(self.world && is_famous(record.entry), Weight::World),
            counts(holds, Weight::Holds),
            counts(self.office.is_some_and(|office| office.suits(size)), Weight::Office),
        ]
    }
}

/// A city that nobody names by a region that it does not lie in; what stands
/// behind it begins something else.
fn is_large(record: &Record<'_>) -> bool {
    const PEOPLE: f64 = 500_000.0;
    record.entry.weight() >= PEOPLE
}

/// A city of so many people is known in its country.
const KNOWN: f64 = 300_000.0;

/// A city that has names in many languages.
fn is_famous(entry: Entry<'_>) -> bool {
    const NAMES: u32 = 45;
    entry.size() == Size::City && entry.column("fame").and_then(|names| names.parse::<u32>().ok()) >= Some(NAMES)
}

/// Towns that end right before *, X*.
fn towns_before<'l>(scene: &Scene<'_, 'l>, first: usize) -> Vec<Entry<'l>> {
    let end = first.checked_sub(2).filter(|_| scene.is_sign(first - 1, b','));
    let towns = end.into_iter().flat_map(|end| scene.clues.names_ending_at(end));
    towns.filter(|town| town.label() == "PLACE" && town.size() >= Size::Other).collect()
}

/// *Ohio Gov.*, *governor of Ohio*, *a Lebanon woman*; *WASHINGTON --*.
fn office(scene: &Scene<'_, '_>, first: usize, last: usize) -> Option<Office> {
    let of = (first >= 2 && scene.is_small(first - 1, Use::Of)).then(|| first - 2);
    let after = Some(last + 1).filter(|&next| scene.joined(next));
    let told = after.into_iter().chain(of).find_map(|at| match () {
        _ if scene.is(at, Use::Regional) => Some(Office::Region),
        _ if scene.is(at, Use::Municipal) => Some(Office::City),
        _ => None,
    });
    let told = told.or_else(|| holds_town(scene, first, last).then_some(Office::Region));
    let local = || after.filter(|&next| scene.is_small(next, Use::Local)).map(|_| Office::Local);
    let city = || is_dateline(scene, first, last) || opens_story(scene, first, last);
    told.or_else(local).or_else(|| city().then_some(Office::City))
}

/// *Corvin City, Washington,*: behind a town that no list may have.
fn holds_town(scene: &Scene<'_, '_>, first: usize, last: usize) -> bool {
    let head = || scene.clues.hits_at(first - 2).iter().find(|hit| hit.role == Role::Head && hit.last == hit.first);
    first >= 3
        && scene.is_sign(first - 1, b',')
        && scene.is_capital(first - 3)
        && scene.is_sign(last + 1, b',')
        && head().is_some_and(|head| scene.clues.entry(head).label() == "PLACE")
}

/// *GENEVA Delegates met*: in capitals before the first sentence of a line.
fn opens_story(scene: &Scene<'_, '_>, first: usize, last: usize) -> bool {
    (first..=last).all(|i| scene.clues.shape(i) == Shape::Capitals)
        && (first == 0 || scene.clues.gap(first) >= Gap::Line)
        && scene.clues.shape(last + 1) == Shape::Capitalized
        && scene.clues.gap(last + 1) == Gap::Space
        && !scene.in_title(first)
        && !scene.in_capitals(first)
}

/// *WASHINGTON --*, *GENEVA (KNA) --*: a place in capitals from which a story
/// comes.
pub fn is_dateline(scene: &Scene<'_, '_>, first: usize, last: usize) -> bool {
    let dash = |i: usize| matches!(scene.word(i), "-" | "—" | "–" | "_") && scene.clues.gap(i) != Gap::None;
    let agency = || scene.is_sign(last + 1, b'(') && scene.is_sign(last + 3, b')');
    (first..=last).all(|i| scene.clues.shape(i) == Shape::Capitals)
        && (scene.is_start(first) || scene.clues.gap(first) >= Gap::Line)
        && (dash(last + 1) || agency())
}

/// 2 in the same region, 1 in the same country, where nothing more is said.
fn nearness(record: &Record<'_>, owner: Entry<'_>) -> u8 {
    let country = owner.column("country").unwrap_or("");
    let is_itself = owner.index() == record.entry.index();
    if is_itself || country.is_empty() || country != record.country || record.entry.size() == Size::Country {
        return 0;
    }
    match owner.column("admin1").unwrap_or("") {
        "" => 1,
        admin1 if admin1 == record.admin1 => 2,
        _ => 0,
    }
}

/// The regions and countries whose name begins at a token, rows that need
/// support too: what stands before them is their support.
fn owners_at<'l>(scene: &Scene<'_, 'l>, at: usize) -> impl Iterator<Item = Entry<'l>> {
    scene.clues.names_at(at).map(|(_, entry)| entry).filter(is_owner)
}

fn is_owner(entry: &Entry<'_>) -> bool {
    let larger = || {
        entry.size() <= Size::Region
            || (entry.size() == Size::Other
                && matches!(entry.column("kind"), Some("territory" | "county" | "constituent country" | "republic")))
    };
    entry.label() == "PLACE" && entry.accept() != Accept::Never && larger()
}

/// Where a region or country that follows begins and ends: behind a comma, a
/// bracket, *in*, or nothing.
fn owner_after(scene: &Scene<'_, '_>, last: usize) -> Option<(usize, usize)> {
    let next = last + 1;
    let at = match scene.word(next) {
        "," | "(" | "[" => next + 1,
        "." if scene.touches(next) && scene.is_sign(next + 1, b',') => next + 2,
        _ if scene.is_small(next, Use::In) => next + 1,
        _ if scene.joined(next) => next,
        _ => return None,
    };
    let mut names = scene.clues.names_at(at);
    let (hit, owner) = names.find(|(_, entry)| is_owner(entry))?;
    let end = hit.last as usize;
    (!is_adjective(scene, owner, end)).then_some((at, end))
}

/// *in Vienna, US diplomats said*: a country in capitals says whose they are.
fn is_adjective(scene: &Scene<'_, '_>, country: Entry<'_>, end: usize) -> bool {
    let next = end + 1;
    country.size() == Size::Country
        && scene.clues.shape(end) == Shape::Capitals
        && scene.joined(next)
        && scene.clues.shape(next) == Shape::Lower
        && !scene.clues.is(next, Role::Link)
}

/// Nothing goes on behind a token that could be part of its name.
fn is_closed(scene: &Scene<'_, '_>, end: usize) -> bool {
    matches!(scene.word(end + 1), "" | "," | "." | ";" | ")") || scene.clues.gap(end + 1) >= Gap::Line
}

/// *Springfield, IL*: the regions that have a code which follows.
fn code_after<'l>(scene: &Scene<'_, 'l>, table: &PlaceTable, last: usize) -> Option<Vec<Entry<'l>>> {
    let at = if scene.is_sign(last + 1, b',') { last + 2 } else { last + 1 };
    let rows = is_code(scene, at).then(|| table.regions_of(scene.clues.word_id(at)))?;
    Some(rows.map(|row| scene.clues.lists.gazetteer().entry(row)).collect())
}

/// *Ohio's Springfield*.
fn owner_before<'l>(scene: &Scene<'_, 'l>, first: usize) -> Vec<Entry<'l>> {
    if first < 2 || scene.clues.shape(first - 1) != Shape::Possessive {
        return Vec::new();
    }
    let end = first - 2;
    let starts = end.saturating_sub(2)..=end;
    let names = starts.flat_map(|at| scene.clues.names_at(at)).filter(|(hit, _)| hit.last as usize == end);
    names.map(|(_, entry)| entry).filter(is_owner).collect()
}

/// The size of the neighbours of a mention in a row: of the name behind *,*
/// or *and*, where all its records are of one size, else of the one before.
fn row(scene: &Scene<'_, '_>, first: usize, last: usize) -> Option<Size> {
    let after = next_of_row(scene, last).and_then(|next| size(scene.clues.names_at(next).map(|(_, entry)| entry)));
    after.or_else(|| {
        let size = size(scene.clues.names_ending_at(before_in_row(scene, first)?))?;
        // *Bradford, Ontario* is a town and its province.
        let is_last = scene.is_sign(first - 1, b',') && owners_at(scene, first).next().is_some();
        (!is_last || size <= Size::Region).then_some(size)
    })
}

/// The size that all of these places have, else that of a region which is
/// far greater than the towns of its name.
fn size<'l>(names: impl Iterator<Item = Entry<'l>>) -> Option<Size> {
    let places: Vec<_> = names.filter(|entry| entry.label() == "PLACE" && entry.accept() == Accept::Accept).collect();
    let first = places.first()?.size();
    places.iter().all(|place| place.size() == first).then_some(first).or_else(|| great(&places))
}

/// *Oregon and Washington*: Oregon is the state.
fn great(places: &[Entry<'_>]) -> Option<Size> {
    const TIMES: f64 = 20.0;
    let is_region = |place: &&Entry<'_>| place.size() <= Size::Region;
    let people = |of: bool| {
        let of_size = places.iter().filter(|place| is_region(place) == of);
        of_size.map(|place| place.weight()).fold(0.0, f64::max)
    };
    let mut sizes = places.iter().filter(is_region).map(|place| place.size());
    let size = sizes.next()?;
    (sizes.all(|other| other == size) && people(true) > TIMES * people(false)).then_some(size)
}

/// A further region or country follows behind a comma or *and*, which does
/// not hold this one: *Stroud, Ontario, Canada* is no row.
fn row_goes_on(scene: &Scene<'_, '_>, at: usize, end: usize) -> bool {
    let mut further = next_of_row(scene, end).into_iter().flat_map(|next| owners_at(scene, next)).peekable();
    let holds =
        |owner: Entry<'_>| owners_at(scene, at).any(|inner| inner.size() > owner.size() && lies_in(inner, owner));
    further.peek().is_some() && !further.any(holds)
}
