//! One row of a list, and the store that holds all rows.

use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::HashMap;

use crate::fold::Capitals;
use crate::packed;

mod columns;
mod packing;

/// What a row is for. Roles are code; labels are data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[repr(u8)]
#[non_exhaustive]
pub enum Role {
    /// A name to report (the default).
    Name,
    /// Legal form that ends an organization's name: *Co., Ltd.*, *GmbH*.
    LegalForm,
    /// Word that a composed name ends with: *Association*, *Free Trade Zone*.
    Head,
    /// Word that a composed name begins with: *University of*, *Lake*.
    Opener,
    /// Words before an organization: *shares of*, *subsidiary of*.
    CueBefore,
    /// Words after an organization: *spokesman*, *shareholders*.
    CueAfter,
    /// A given name; told of words with a capital only.
    Given,
    /// A surname; told of words with a capital only.
    Surname,
    /// Title of a person: *Mr*, *President*.
    Title,
    /// An ordinary word; told of words with a capital only, where it means
    /// that the capital may not.
    Common,
    /// Adjective or noun of nationality: *Chinese*.
    Demonym,
    /// Month or weekday.
    Calendar,
    /// A small word that a composed name may hold: *of*, *and*, *the*.
    Link,
    /// A small word inside names of other languages: *de*, *van*, *al*.
    Particle,
    /// A word that no composed name begins with, capital or not: *The*, *But*.
    Outside,
    /// A short form that keeps its full stop inside a sentence: *St*, *Inc*.
    Abbreviation,
    /// The last part of a hyphened adjective: *based* of *Shanghai-based*.
    Tail,
    /// Words before a place: *in*, *north of*.
    PlaceBefore,
    /// Words before a place as often as before anything else: *at*, *from*.
    PlaceMaybe,
    /// Words after a place: *residents*, *suburbs*.
    PlaceAfter,
    /// Words beside a person: *said*, *who*.
    Speech,
    /// What a place is: *town*, *suburb*.
    PlaceKind,
    /// What an organization is: *maker*, *brokerage*.
    OrgKind,
    /// Words of results in sports: *beat*, *vs*.
    Result,
    /// Two names that must never be joined as forms of one.
    Apart,
    /// Currency word, symbol or code.
    Currency,
    /// Magnitude: *million*, *bn*, *crore*.
    Magnitude,
    /// Written-out figure: *seventeen*, *hundred*, *half*.
    Numeral,
    /// Words about an amount: *about*, *minus*, *between*.
    Amount,
    /// A small word that a rule asks for; its column `use` says what for.
    Word,
    /// What a language writes together with names: *l'*, *-nın*, *에서*; asked
    /// about names of the user's own only.
    Affix,
    /// A legal form that only tells how names of the user's own may be
    /// written, where the shipped lists are left out.
    Ending,
}

impl Role {
    /// Every role with the word that lists use for it.
    pub const ALL: &[(&str, Role)] = &[
        ("name", Role::Name),
        ("legal", Role::LegalForm),
        ("head", Role::Head),
        ("opener", Role::Opener),
        ("before", Role::CueBefore),
        ("after", Role::CueAfter),
        ("given", Role::Given),
        ("surname", Role::Surname),
        ("title", Role::Title),
        ("common", Role::Common),
        ("demonym", Role::Demonym),
        ("calendar", Role::Calendar),
        ("link", Role::Link),
        ("particle", Role::Particle),
        ("outside", Role::Outside),
        ("abbreviation", Role::Abbreviation),
        ("tail", Role::Tail),
        ("place before", Role::PlaceBefore),
        ("place maybe", Role::PlaceMaybe),
        ("place after", Role::PlaceAfter),
        ("speech", Role::Speech),
        ("place kind", Role::PlaceKind),
        ("org kind", Role::OrgKind),
        ("result", Role::Result),
        ("apart", Role::Apart),
        ("currency", Role::Currency),
        ("magnitude", Role::Magnitude),
        ("numeral", Role::Numeral),
        ("amount", Role::Amount),
        ("word", Role::Word),
        ("affix", Role::Affix),
        ("ending", Role::Ending),
    ];

    /// True for roles that say nothing of a word in small letters, or that the
    /// spelling of the row decides about.
    pub fn only_capitals(self) -> bool {
        matches!(self, Role::Name | Role::Given | Role::Surname | Role::Common)
    }

    /// True for roles of which lists have rows by the hundred at most.
    pub(crate) fn makes_rules(self) -> bool {
        !self.only_capitals()
    }

    /// True for roles that are only ever asked about a word in hand: their
    /// one-word rows mark the word and make no hit of their own.
    pub fn only_marks(self) -> bool {
        use Role::*;
        matches!(
            self,
            Given
                | Surname
                | Common
                | Demonym
                | Calendar
                | Link
                | Particle
                | Outside
                | Abbreviation
                | Tail
                | PlaceBefore
                | PlaceMaybe
                | PlaceAfter
                | CueBefore
                | CueAfter
                | Speech
                | PlaceKind
                | OrgKind
                | Result
                | Numeral
                | Amount
                | Word
        )
    }
}

/// Which spellings of a name are the name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[repr(u8)]
pub enum Case {
    /// As written only.
    Exact,
    /// As written, or in capitals throughout.
    Caps,
    /// Any.
    Any,
    /// As written, or with a capital where a word of some length begins: what
    /// registers write in capitals throughout.
    Title,
}

/// Where a name of the user's own may begin and end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[repr(u8)]
pub enum Edges {
    /// At the edges of words, but for what a language writes together with
    /// names; in scripts that do not divide words, anywhere.
    Affix,
    /// At the edges of words only.
    Word,
    /// Anywhere, inside other words too.
    Anywhere,
}

/// What becomes of a hit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[repr(u8)]
pub enum Accept {
    /// It is reported.
    Accept,
    /// It is reported where something in the text supports it.
    Context,
    /// It only serves inside longer names.
    Part,
    /// It is blocked.
    Never,
}

/// A stretch of the store's strings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Str {
    start: u32,
    len: u32,
}

impl Str {
    /// A part of it, in bytes.
    pub fn part(self, bytes: std::ops::Range<usize>) -> Str {
        Str { start: self.start + bytes.start as u32, len: bytes.len() as u32 }
    }
}

/// A file that rows come from.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Source {
    /// The path as given, or `shipped/places/cities.csv`.
    pub path: String,
    /// The columns that the format does not know, carried to the output.
    pub columns: Vec<String>,
    /// True for a list that comes with the program.
    pub shipped: bool,
}

/// Lists have rows by the hundred thousand, and each start reads them: what a
/// row holds fills half a line of the processor's cache.
#[derive(Clone, Debug)]
struct Row {
    /// Where its strings begin: name, id, extra columns, one behind the other.
    start: u32,
    name: u16,
    id: u16,
    extra: u32,
    line: u32,
    weight: f64,
    source: u16,
    label: u16,
    role: Role,
    accept: Accept,
    size: Size,
    spelling: PackedSpelling,
}

impl Row {
    fn name(&self) -> Str {
        Str { start: self.start, len: self.name.into() }
    }

    fn id(&self) -> Str {
        Str { start: self.start + u32::from(self.name), len: self.id.into() }
    }

    fn extra(&self) -> Str {
        Str { start: self.start + u32::from(self.name) + u32::from(self.id), len: self.extra }
    }
}

/// What a row says of its spelling beside `case`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Spelling {
    pub edges: Edges,
    /// Accents tell names apart.
    pub accents: bool,
}

/// A [`Spelling`] in one byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct PackedSpelling(u8);

impl Default for Spelling {
    fn default() -> Self {
        Spelling { edges: Edges::Affix, accents: false }
    }
}

/// What its column `kind` says of the size of a place: of two records of one
/// name the larger kind is meant, whatever their weights.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[repr(u8)]
pub enum Size {
    /// A country.
    Country,
    /// A region, state or province.
    Region,
    /// Anything else, and what is no place.
    Other,
    /// A city or town.
    City,
}

impl Size {
    fn of(kind: &str) -> Self {
        match kind {
            "country" => Size::Country,
            "region" | "state" | "province" => Size::Region,
            "capital" | "city" | "town" => Size::City,
            _ => Size::Other,
        }
    }
}

/// One written form of a row: its name or an alias.
#[derive(Clone, Copy, Debug)]
pub struct Surface {
    pub(crate) text: Str,
    pub(crate) row: u32,
    pub(crate) case: Case,
    /// The role of the row.
    pub(crate) role: Role,
    /// Which letters are capitals, where that is all that its fold loses.
    pub(crate) capitals: Option<Capitals>,
}

impl Surface {
    /// Which spellings it stands for.
    pub fn case(&self) -> Case {
        self.case
    }

    /// The role of its row.
    pub fn role(&self) -> Role {
        self.role
    }
}

/// The rows of any number of lists, in the order in which they were read.
///
/// Strings lie in one store, so that a million rows cost a million times a
/// few dozen bytes and no allocation each.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Gazetteer {
    #[serde(with = "packed::text")]
    strings: String,
    sources: Vec<Source>,
    labels: Vec<String>,
    label_numbers: HashMap<String, u16>,
    #[serde(with = "packed")]
    rows: Vec<Row>,
    #[serde(with = "packed")]
    surfaces: Vec<Surface>,
    /// The written forms of the few rows that rules are made of, by number.
    #[serde(with = "packed")]
    of_rules: Vec<u32>,
}

/// What a reader hands over for one row.
pub(crate) struct NewRow<'r> {
    pub name: &'r str,
    pub id: &'r str,
    pub label: &'r str,
    pub aliases: &'r [&'r str],
    pub extra: &'r [Cow<'r, str>],
    pub weight: f64,
    pub line: u32,
    pub case: Option<Case>,
    pub accept: Accept,
    pub role: Role,
    pub spelling: Spelling,
}

/// The most bytes of text that the store's offsets can tell apart.
const MAX_STRINGS: usize = u32::MAX as usize;

impl Gazetteer {
    /// Number of rows.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// True where there is no row.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The row with index `row`, in reading order.
    ///
    /// # Panics
    /// Where there is no such row.
    pub fn entry(&self, row: u32) -> Entry<'_> {
        Entry { gazetteer: self, row: &self.rows[row as usize], index: row }
    }

    /// All rows, in reading order.
    pub fn entries(&self) -> impl Iterator<Item = Entry<'_>> {
        (0..self.rows.len() as u32).map(|row| self.entry(row))
    }

    /// Every written form of every row, in reading order.
    pub fn surfaces(&self) -> &[Surface] {
        &self.surfaces
    }

    /// The written forms of rows that are neither names nor words by the
    /// thousand, in reading order: those that rules are made of.
    pub fn surfaces_of_rules(&self) -> impl Iterator<Item = &Surface> {
        self.of_rules.iter().map(|&at| &self.surfaces[at as usize])
    }

    /// Their rows, in reading order.
    pub fn rules(&self) -> impl Iterator<Item = Entry<'_>> {
        let row = |at: u32| self.surfaces[at as usize].row;
        self.of_rules.chunk_by(move |&a, &b| row(a) == row(b)).map(move |forms| self.entry(row(forms[0])))
    }

    /// The written form itself.
    pub fn surface_text(&self, surface: &Surface) -> &str {
        self.str(surface.text)
    }

    /// The row that a written form belongs to.
    pub fn entry_of(&self, surface: &Surface) -> Entry<'_> {
        self.entry(surface.row)
    }

    /// The files that the rows came from.
    pub fn sources(&self) -> &[Source] {
        &self.sources
    }

    /// The labels that occur, in order of first use.
    pub fn labels(&self) -> &[String] {
        &self.labels
    }

    /// The paths of the user's lists.
    pub(crate) fn paths_mut(&mut self) -> impl Iterator<Item = &mut String> {
        self.sources.iter_mut().filter(|source| !source.shipped).map(|source| &mut source.path)
    }

    /// Names a further file; the rows added from now on belong to it.
    pub(crate) fn add_source(&mut self, path: &str, columns: Vec<String>, shipped: bool) {
        self.sources.push(Source { path: path.to_string(), columns, shipped });
    }

    /// Adds a row; false, and nothing added, where there is no room for it.
    #[must_use]
    pub(crate) fn add(&mut self, new: &NewRow<'_>) -> bool {
        let Some(label) = self.label(new.label) else { return false };
        let (strings, row) = (self.strings.len(), self.rows.len() as u32);
        let (Ok(name_length), Ok(id)) = (new.name.len().try_into(), new.id.len().try_into()) else { return false };
        let name = self.store(new.name);
        self.strings.push_str(new.id);
        let extra = self.store_extra(new.extra);
        let own = self.sources.last().is_some_and(|source| !source.shipped);
        let case = |text: &str| new.case.unwrap_or_else(|| default_case(text, new.role, own));
        let surface =
            |text, form: &str| Surface { text, row, case: case(form), role: new.role, capitals: Capitals::of(form) };
        self.surfaces.push(surface(name, new.name));
        for alias in new.aliases {
            let text = self.store(alias);
            self.surfaces.push(surface(text, alias));
        }
        if self.strings.len() > MAX_STRINGS {
            self.strings.truncate(strings);
            self.surfaces.truncate(self.surfaces.len() - 1 - new.aliases.len());
            return false;
        }
        let source = (self.sources.len() - 1) as u16;
        let kind = self.sources.last().and_then(|s| s.columns.iter().position(|column| column == "kind"));
        let size = Size::of(kind.and_then(|at| new.extra.get(at)).map_or("", |kind| kind.as_ref()));
        let NewRow { weight, line, role, accept, spelling, .. } = *new;
        let (start, spelling) = (strings as u32, spelling.packed());
        self.rows.push(Row {
            start,
            name: name_length,
            id,
            extra,
            line,
            weight,
            source,
            label,
            role,
            accept,
            size,
            spelling,
        });
        if role.makes_rules() {
            let first = self.surfaces.len() - 1 - new.aliases.len();
            self.of_rules.extend(first as u32..self.surfaces.len() as u32);
        }
        true
    }

    /// Makes room for the rows of other stores.
    pub(crate) fn reserve<'g>(&mut self, others: impl Iterator<Item = &'g Gazetteer> + Clone) {
        self.strings.reserve(others.clone().map(|other| other.strings.len()).sum());
        self.rows.reserve(others.clone().map(|other| other.rows.len()).sum());
        self.surfaces.reserve(others.map(|other| other.surfaces.len()).sum());
    }

    /// Adds the rows of another store behind the own; false, and nothing
    /// added, where there is no room for them.
    #[must_use]
    pub(crate) fn append(&mut self, other: Gazetteer) -> bool {
        let room = self.strings.len() + other.strings.len() <= MAX_STRINGS
            && self.sources.len() + other.sources.len() <= usize::from(u16::MAX);
        let labels: Option<Vec<u16>> = other.labels.iter().map(|label| self.label(label)).collect();
        let (true, Some(labels)) = (room, labels) else { return false };
        let (strings, rows, sources) = (self.strings.len() as u32, self.rows.len() as u32, self.sources.len() as u16);
        let moved = |at: Str| Str { start: if at.len == 0 { 0 } else { at.start + strings }, len: at.len };
        self.strings.push_str(&other.strings);
        self.sources.extend(other.sources);
        self.rows.extend(other.rows.into_iter().map(|row| Row {
            start: row.start + strings,
            source: row.source + sources,
            label: labels[usize::from(row.label)],
            ..row
        }));
        let surfaces = self.surfaces.len() as u32;
        self.of_rules.extend(other.of_rules.iter().map(|at| at + surfaces));
        let surfaces = other.surfaces.into_iter();
        self.surfaces.extend(surfaces.map(|s| Surface { text: moved(s.text), row: s.row + rows, ..s }));
        true
    }

    fn label(&mut self, label: &str) -> Option<u16> {
        // Most rows have the label of the row before.
        if let Some(last) = self.rows.last().filter(|last| self.labels[usize::from(last.label)] == label) {
            return Some(last.label);
        }
        if let Some(known) = self.label_numbers.get(label) {
            return Some(*known);
        }
        let number = u16::try_from(self.labels.len()).ok()?;
        self.labels.push(label.to_string());
        self.label_numbers.insert(label.to_string(), number);
        Some(number)
    }

    /// The extra columns, and their length in bytes; nothing where all are
    /// empty.
    fn store_extra(&mut self, extra: &[Cow<'_, str>]) -> u32 {
        if extra.iter().all(|value| value.is_empty()) {
            return 0;
        }
        let start = self.strings.len();
        columns::push(extra, &mut self.strings);
        (self.strings.len() - start) as u32
    }

    fn store(&mut self, text: &str) -> Str {
        if text.is_empty() {
            return Str::default();
        }
        let start = self.strings.len() as u32;
        self.strings.push_str(text);
        Str { start, len: text.len() as u32 }
    }

    /// A stretch of the strings.
    pub(crate) fn text_at(&self, at: Str) -> &str {
        self.str(at)
    }

    fn str(&self, at: Str) -> &str {
        &self.strings[at.start as usize..(at.start + at.len) as usize]
    }
}

/// The spellings of a form whose row says nothing of `case`: cues in any,
/// short and all-capital names as written, other names also in capitals. Of
/// the user's own lists, capitals are those of a register where they are longer
/// than acronyms.
fn default_case(text: &str, role: Role, own: bool) -> Case {
    if role != Role::Name {
        return Case::Any;
    }
    let (letters, has_small) = match text.is_ascii() {
        true => (
            text.bytes().filter(u8::is_ascii_alphabetic).count(),
            text.bytes().any(|letter| letter.is_ascii_lowercase()),
        ),
        false => (text.chars().filter(|c| c.is_alphabetic()).count(), text.chars().any(char::is_lowercase)),
    };
    let has_capital = || text.chars().any(char::is_uppercase);
    match () {
        _ if letters > 3 && has_small => Case::Caps,
        _ if own && !has_small && letters > longest_acronym(text) && has_capital() => Case::Title,
        _ => Case::Exact,
    }
}

/// So many letters may be an acronym or the sign of a share: *UNEP*, *GOOGL*;
/// in a name of several words, three.
fn longest_acronym(text: &str) -> usize {
    if text.split_whitespace().nth(1).is_some() { 3 } else { 5 }
}

/// A read-only view of one row.
#[derive(Clone, Copy)]
pub struct Entry<'g> {
    gazetteer: &'g Gazetteer,
    row: &'g Row,
    index: u32,
}

impl<'g> Entry<'g> {
    /// The canonical name.
    pub fn name(self) -> &'g str {
        self.gazetteer.str(self.row.name())
    }

    /// The prefixed id; empty where the row has none.
    pub fn id(self) -> &'g str {
        self.gazetteer.str(self.row.id())
    }

    /// `ORG`, `PLACE`, or what the list says.
    pub fn label(self) -> &'g str {
        &self.gazetteer.labels[self.row.label as usize]
    }

    /// What the row is for.
    pub fn role(self) -> Role {
        self.row.role
    }

    /// What becomes of a hit.
    pub fn accept(self) -> Accept {
        self.row.accept
    }

    /// Where its name may begin and end.
    pub fn edges(self) -> Edges {
        self.row.spelling.open().edges
    }

    /// True where its accents tell it from other names.
    pub fn accents_count(self) -> bool {
        self.row.spelling.open().accents
    }

    /// Decides between records of one name, before their weights; the less
    /// wins.
    pub fn size(self) -> Size {
        self.row.size
    }

    /// Decides between records of one name; the greater wins.
    pub fn weight(self) -> f64 {
        self.row.weight
    }

    /// The file that the row stands in.
    pub fn source(self) -> &'g Source {
        &self.gazetteer.sources[self.row.source as usize]
    }

    /// The line of that file, from 1.
    pub fn line(self) -> u32 {
        self.row.line
    }

    /// The place of the row among all rows, in reading order, from 0.
    pub fn index(self) -> u32 {
        self.index
    }

    /// The value of a column that the format does not know, such as
    /// `population`; `None` where the row's file has no such column.
    pub fn column(self, column: &str) -> Option<&'g str> {
        self.column_at(column).map(|at| self.text_at(at))
    }

    /// Where the value of such a column stands among the strings.
    pub(crate) fn column_at(self, column: &str) -> Option<Str> {
        let at = self.source().columns.iter().position(|c| c == column)?;
        let row = self.row.extra();
        let extra = &self.gazetteer.strings.as_bytes()[row.start as usize..][..row.len as usize];
        Some(columns::find(extra, at).map_or(Str::default(), |value| row.part(value)))
    }

    /// A stretch of the strings of its store.
    pub(crate) fn text_at(self, at: Str) -> &'g str {
        self.gazetteer.str(at)
    }

    /// How many rows its store has.
    pub(crate) fn rows(self) -> usize {
        self.gazetteer.len()
    }
}

impl std::fmt::Debug for Entry<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{} {}", self.source().path, self.line(), self.name())
    }
}
