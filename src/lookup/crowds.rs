//! Texts that are full of names that many rows have.
//!
//! Each row of a name is a hit at each of its places, and a candidate of some
//! two hundred bytes later on. So much for each row is nothing where a text has
//! such a name now and then; where it has little else, fewer rows are told,
//! everywhere in the text alike: those that would be chosen first.

use std::cmp::Ordering;

use super::hit::Hit;
use super::near::NearHit;
use crate::gazetteer::{Accept, Entry, Gazetteer, Role};

/// At most so many rows of one name are told at a place.
pub(crate) const MOST_ROWS: usize = 32;

/// At most so many rows stand in a text beside the first ones of their places,
/// as far as names with more than [`FEW`] rows bring them.
const MOST_FURTHER: usize = 1 << 18;

/// Names with so many rows and less are not counted.
const FEW: usize = 4;

/// Which of two rows of one name would be chosen first, whatever the text.
pub(super) fn first(a: Entry<'_>, b: Entry<'_>) -> Ordering {
    let rank = |entry: Entry<'_>| (entry.source().shipped, entry.accept() as u8, entry.size());
    rank(a).cmp(&rank(b)).then(b.weight().total_cmp(&a.weight())).then(a.index().cmp(&b.index()))
}

/// A row that is found at a place.
pub(super) trait Found {
    /// Where: what stands at the same place is one after the other.
    fn place(&self) -> (u32, u32);

    /// The row, if it is that of a name which may be reported.
    fn name<'g>(&self, gazetteer: &'g Gazetteer) -> Option<Entry<'g>>;
}

impl Found for Hit {
    fn place(&self) -> (u32, u32) {
        (self.first, self.last)
    }

    fn name<'g>(&self, gazetteer: &'g Gazetteer) -> Option<Entry<'g>> {
        let entry = (self.role == Role::Name).then(|| gazetteer.entry(self.row))?;
        (entry.accept() != Accept::Never).then_some(entry)
    }
}

impl Found for NearHit {
    fn place(&self) -> (u32, u32) {
        (self.start, self.end)
    }

    fn name<'g>(&self, gazetteer: &'g Gazetteer) -> Option<Entry<'g>> {
        Some(gazetteer.entry(self.row)).filter(|entry| entry.accept() != Accept::Never)
    }
}

/// How many rows of a name the places of a text may have.
#[derive(Clone, Copy, Debug)]
pub struct Crowds {
    most: usize,
    further: usize,
}

impl Default for Crowds {
    fn default() -> Self {
        Crowds { most: MOST_ROWS, further: 0 }
    }
}

impl Crowds {
    /// How many rows of a name a place keeps.
    pub(super) fn most(&self) -> usize {
        self.most
    }

    /// Counts what was found at the last place, from number `from` on; where a
    /// text has too much of it, every place keeps fewer rows from then on.
    #[inline]
    pub(super) fn count<T: Found + Copy>(&mut self, gazetteer: &Gazetteer, found: &mut Vec<T>, from: usize) {
        if found.len() > from + FEW {
            self.bound(gazetteer, found, from);
        }
    }

    #[cold]
    fn bound<T: Found + Copy>(&mut self, gazetteer: &Gazetteer, found: &mut Vec<T>, from: usize) {
        self.thin(gazetteer, found, from);
        self.further += (found.len() - from).saturating_sub(1);
        while self.further > MOST_FURTHER && self.most > 1 {
            self.most /= 2;
            self.thin(gazetteer, found, 0);
            self.further = found.chunk_by(is_one_place).map(|place| place.len() - 1).sum();
        }
    }

    /// When all was found: takes from the names that were not counted too.
    pub(super) fn finish<T: Found + Copy>(&self, gazetteer: &Gazetteer, found: &mut Vec<T>) {
        if self.most < MOST_ROWS {
            self.thin(gazetteer, found, 0);
        }
    }

    /// Of each place from number `from` on the rows that go first, in the order
    /// in which they were found.
    fn thin<T: Found + Copy>(&self, gazetteer: &Gazetteer, found: &mut Vec<T>, from: usize) {
        let (mut kept, mut read) = (from, from);
        while read < found.len() {
            let end = read + found[read..].chunk_by(is_one_place).next().map_or(1, <[T]>::len);
            let last = self.last(gazetteer, &found[read..end]);
            for at in read..end {
                let goes_first = |last| found[at].name(gazetteer).is_none_or(|entry| first(entry, last).is_le());
                if last.is_none_or(goes_first) {
                    found[kept] = found[at];
                    kept += 1;
                }
            }
            read = end;
        }
        found.truncate(kept);
    }

    /// The last row that a place keeps, where it has more.
    fn last<'g, T: Found>(&self, gazetteer: &'g Gazetteer, place: &[T]) -> Option<Entry<'g>> {
        if place.len() <= self.most {
            return None;
        }
        let mut names: Vec<Entry<'g>> = place.iter().filter_map(|found| found.name(gazetteer)).collect();
        (names.len() > self.most).then(|| *names.select_nth_unstable_by(self.most - 1, |a, b| first(*a, *b)).1)
    }
}

fn is_one_place<T: Found>(a: &T, b: &T) -> bool {
    a.place() == b.place()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ListSource, Pipeline, PipelineOptions};

    /// Rows that share an alias, the later the heavier; and a name of three.
    fn pipeline(rows: usize, edges: &str) -> Pipeline {
        let mut list = "name,aliases,label,edges,weight\n".to_string();
        (0..rows).for_each(|i| list += &format!("Firm {i},Zorblax,ORG,{edges},{i}\n"));
        (0..3).for_each(|i| list += &format!("Works {i},Velmora,ORG,{edges},{i}\n"));
        let gazetteers = vec![ListSource::from_bytes("list.csv", None, list.into_bytes())];
        Pipeline::new(&PipelineOptions { shipped: false, gazetteers, cache: None, ..Default::default() }).unwrap()
    }

    /// How many candidates each of the places has, and how many firms stand
    /// there under which name.
    fn told(pipeline: &Pipeline, text: &str) -> (Vec<usize>, Vec<(String, usize)>) {
        let mut candidates = pipeline.candidates(text);
        candidates.sort_by_key(|candidate| candidate.span());
        let places = candidates.chunk_by(|a, b| a.span() == b.span()).map(<[_]>::len).collect();
        let names: Vec<String> = pipeline.annotate(text).iter().map(|entity| entity.name().to_string()).collect();
        (places, names.chunk_by(|a, b| a == b).map(|same| (same[0].clone(), same.len())).collect())
    }

    #[test]
    fn a_text_that_is_full_of_a_name_has_fewer_rows_of_it_at_each_place() {
        for (word, edges) in [("Zorblax", ""), ("Zorbláx", ""), ("xZorblaxx", "anywhere")] {
            let pipeline = pipeline(40, edges);
            let (places, names) = told(&pipeline, &format!("{word} ").repeat(100));
            assert_eq!((places, names), (vec![MOST_ROWS; 100], vec![("Firm 39".into(), 100)]), "{word}");
            for (often, most) in [(10_000, 16), (20_000, 8)] {
                let (places, names) = told(&pipeline, &format!("{word} ").repeat(often));
                assert_eq!((places.len(), places.iter().max()), (often, Some(&most)), "{word} {often}");
                assert!(places.iter().all(|rows| *rows == most), "each place has the same");
                assert_eq!(names, [("Firm 39".into(), often)], "{word} {often}");
            }
        }
    }

    #[test]
    fn other_names_of_such_a_text_keep_their_rows_as_long_as_they_are_few() {
        let pipeline = pipeline(40, "");
        let full = "Zorblax ".repeat(10_000);
        let (places, names) = told(&pipeline, &format!("Velmora {full}Velmora"));
        assert_eq!((places[0], places[1], places[10_001]), (3, 16, 3));
        assert_eq!(names.iter().map(|(name, _)| &**name).collect::<Vec<_>>(), ["Works 2", "Firm 39", "Works 2"]);
    }
}
