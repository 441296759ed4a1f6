//! The listed place names of a text, each with its mentions and the records
//! that it could mean.

use super::super::scene::Scene;
use super::core::is_part;
use super::home::Home;
use super::known::Known;
use super::weights::{Weight, Weights};
use crate::candidate::Candidate;
use crate::entity::Span;
use crate::gazetteer::{Entry, Size};
use crate::hash::HashMap;

/// A record that a name could mean.
pub struct Record<'l> {
    pub entry: Entry<'l>,
    pub country: &'l str,
    pub admin1: &'l str,
    /// Latitude and longitude of what is no region or country.
    pub point: Option<(f64, f64)>,
    /// What speaks for it whatever the text says.
    pub prior: f64,
    /// What stands beside some mention.
    pub beside: f64,
    /// What the rest of the text says.
    pub rest: Rest,
    /// How likely it is meant, of 1 for all records of the name.
    pub share: f64,
}

/// What the other names of a text say for a record.
#[derive(Clone, Copy, Default)]
pub struct Rest {
    pub country: f64,
    pub region: f64,
    pub near: f64,
}

impl Rest {
    pub fn sum(self) -> f64 {
        self.country + self.region + self.near
    }
}

/// A name: its records, the numbers of its mentions, and how many of them
/// name the place itself.
pub struct Name<'l> {
    pub records: Vec<Record<'l>>,
    pub mentions: Vec<usize>,
    pub told: usize,
    /// How far it is heard: 1 where it is a place for certain.
    pub heard: f64,
}

impl Name<'_> {
    /// What it counts for other names: more where it stands more often.
    pub fn weight(&self) -> f64 {
        let often = if self.told == 0 { 0.0 } else { 1.0 + (self.told as f64).ln() };
        self.heard * often
    }

    /// True where others have to say what it means, or whether it is a place.
    pub fn is_open(&self) -> bool {
        self.records.len() > 1 || self.heard < 1.0
    }
}

/// One place where a name stands: its candidates in the order of its records.
pub struct Mention {
    pub candidates: Vec<usize>,
}

/// Every mention of a listed place by where it stands, and the names.
/// Linear in the candidates, but for their sorting.
pub fn gather<'l>(
    scene: &Scene<'_, 'l>,
    candidates: &[Candidate<'l>],
    weights: &Weights,
    home: Option<&Home>,
) -> (Vec<Mention>, Vec<Name<'l>>) {
    let (mut mentions, mut names) = (Vec::new(), Vec::<Name<'l>>::new());
    let mut known: HashMap<Vec<u32>, usize> = HashMap::default();
    let mut longer = Longer::new(candidates);
    for rows in listed(candidates).chunk_by(|a, b| a.0 == b.0) {
        let candidates_here: Vec<usize> = rows.iter().map(|(.., number)| *number).collect();
        let key: Vec<u32> = rows.iter().map(|(_, row, _)| *row).collect();
        let name = *known.entry(key).or_insert_with(|| {
            let entries = candidates_here.iter().filter_map(|&number| candidates[number].entity.entry());
            let records = entries.map(|entry| record(entry, weights, home)).collect();
            names.push(Name { records, mentions: Vec::new(), told: 0, heard: 1.0 });
            names.len() - 1
        });
        let is_hidden = longer.hides(scene, &candidates[candidates_here[0]], &names[name].records);
        names[name].told += usize::from(!is_hidden);
        names[name].mentions.push(mentions.len());
        mentions.push(Mention { candidates: candidates_here });
    }
    (mentions, names)
}

/// The longer names that other places stand in: *Memphis Street* says nothing
/// of Memphis, nor *Lake Vermont* of Vermont.
struct Longer<'c, 'l> {
    all: Vec<&'c Candidate<'l>>,
    next: usize,
    /// The one that reaches furthest of those that begin before.
    widest: Option<&'c Candidate<'l>>,
}

impl<'c, 'l> Longer<'c, 'l> {
    fn new(candidates: &'c [Candidate<'l>]) -> Self {
        let takes_words =
            |c: &&Candidate<'l>| c.dropped.is_none() && c.entity.label != "ORG" && c.tokens.0 < c.tokens.1;
        let mut all: Vec<_> = candidates.iter().filter(takes_words).collect();
        all.sort_by_key(|candidate| (candidate.span().start, std::cmp::Reverse(candidate.span().end)));
        Longer { all, next: 0, widest: None }
    }

    /// Asked of mentions by where they begin.
    fn hides(&mut self, scene: &Scene<'_, 'l>, mention: &Candidate<'l>, records: &[Record<'l>]) -> bool {
        let span = mention.span();
        while let Some(candidate) = self.all.get(self.next).filter(|other| other.span().start <= span.start) {
            if self.widest.is_none_or(|widest| widest.span().end < candidate.span().end) {
                self.widest = Some(candidate);
            }
            self.next += 1;
        }
        self.widest.filter(|longer| longer.span().end >= span.end && longer.span() != span).is_some_and(|longer| {
            longer.entity.rule.kind == "street"
                || longer.entity.label != "PLACE"
                || longer.entity.entry().is_some()
                || !records.iter().any(|record| is_part(scene, longer.tokens, record.entry))
        })
    }
}

/// Span, row and number of the listed places, by where they stand.
fn listed(candidates: &[Candidate<'_>]) -> Vec<(Span, u32, usize)> {
    let places = candidates.iter().enumerate().filter(|(_, c)| c.entity.label == "PLACE" && c.dropped.is_none());
    let mut listed: Vec<_> =
        places.filter_map(|(number, c)| Some((c.span(), c.entity.entry()?.index(), number))).collect();
    listed.sort_unstable_by_key(|(span, row, _)| (span.start, span.end, *row));
    listed
}

/// A row with what is known of it before any text.
pub fn record<'l>(entry: Entry<'l>, weights: &Weights, home: Option<&Home>) -> Record<'l> {
    let Known { country, admin1, point, prior } = weights.known.of(entry, || read(entry, weights));
    let (country, admin1) = (entry.text_at(country), entry.text_at(admin1));
    let prior = prior + home.map_or(0.0, |home| home.speaks_for(country, admin1, weights));
    Record { entry, country, admin1, point, prior, beside: 0.0, rest: Rest::default(), share: 1.0 }
}

/// What the columns of a row say.
fn read(entry: Entry<'_>, weights: &Weights) -> Known {
    let number = |name| entry.column(name).unwrap_or("").parse::<f64>().ok();
    let is_point = matches!(entry.size(), Size::City | Size::Other);
    Known {
        country: entry.column_at("country").unwrap_or_default(),
        admin1: entry.column_at("admin1").unwrap_or_default(),
        point: number("latitude").zip(number("longitude")).filter(|_| is_point),
        prior: prior(entry, number("population").unwrap_or(0.0), weights),
    }
}

/// What size and fame say.
fn prior(entry: Entry<'_>, population: f64, weights: &Weights) -> f64 {
    prior_parts(entry, population, weights).iter().map(|(_, value)| value).sum()
}

/// The same by kinds of evidence.
fn prior_parts(entry: Entry<'_>, population: f64, weights: &Weights) -> [(Weight, f64); 3] {
    let kind = match entry.size() {
        Size::Country => Some(Weight::Country),
        Size::Region => Some(Weight::Region),
        Size::Other if entry.column("kind") == Some("continent") => Some(Weight::Country),
        Size::Other => Some(Weight::Feature),
        Size::City => (entry.column("kind") == Some("capital")).then_some(Weight::Capital),
    };
    // A list of the user's own may give a weight and no population.
    let people = population.max(entry.weight()).max(0.0);
    let names = entry.column("fame").and_then(|names| names.parse::<f64>().ok()).unwrap_or(0.0);
    [
        kind.map_or((Weight::Feature, 0.0), |kind| (kind, weights.of(kind))),
        (Weight::Population, weights.of(Weight::Population) * (1.0 + people).log10()),
        (Weight::Fame, weights.of(Weight::Fame) * names.ln_1p()),
    ]
}

/// What speaks for a record before any text, by kinds of evidence.
pub fn known_parts(record: &Record<'_>, weights: &Weights, home: Option<&Home>) -> Vec<(Weight, f64)> {
    let population = record.entry.column("population").and_then(|people| people.parse().ok()).unwrap_or(0.0);
    let mut parts = prior_parts(record.entry, population, weights).to_vec();
    let home = home.map_or(0.0, |home| home.speaks_for(record.country, record.admin1, weights));
    parts.push((Weight::HomeCountry, home));
    parts
}
