//! Words → what is known of them: the hash table that every token asks.

use serde::{Deserialize, Serialize};
use std::cmp::Reverse;
use std::hint::select_unpredictable;

use super::automaton::{Following, Node, ROOT};
use super::key::Key;
use super::word::{Marks, NO_WORD, WordId};
use crate::packed::{self, Packed};

/// What is known of a word. Two of them fill a line of the processor's cache.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(align(32))]
pub(crate) struct Known {
    pub key: Key,
    /// Its number; [`NO_WORD`] of what is not known.
    pub word: WordId,
    pub facts: Facts,
}

/// What the lists say of a word.
///
/// What it does in names, and what may follow it there, are filters, so that
/// most words never reach the automaton.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Facts {
    /// The roles that it has on its own.
    pub marks: Marks,
    /// The state that it leads to from the root, or the root.
    pub opening: Node,
    /// The words that may follow where a name begins with it.
    pub following: Following,
    /// What it does in names.
    pub uses: Uses,
}

/// What a word may do in names. [`Uses::opens`] relies on the order.
#[derive(Clone, Copy)]
pub(crate) enum Use {
    /// Some name begins with it in small letters.
    OpensSmall,
    /// Some name begins with it.
    Opens,
    /// It is a name by itself.
    Name,
    /// Some name goes on with it.
    Follows,
    /// A shipped name that is no organization for certain.
    Elsewhere,
}

/// A set of uses.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Uses(u8);

impl Uses {
    /// No use at all.
    pub const NONE: Self = Uses(0);

    /// 1 for a word with this use, else 0.
    #[inline]
    pub fn has(self, one: Use) -> u32 {
        u32::from(self.0 >> one as u8) & 1
    }

    /// 1 where some name begins with it as it is written in a text, in small
    /// letters or not, else 0.
    #[inline]
    pub fn opens(self, in_small: bool) -> u32 {
        u32::from(self.0 >> u8::from(!in_small)) & 1
    }

    /// Adds a use.
    pub fn add(&mut self, one: Use) {
        self.0 |= 1 << one as u8;
    }
}

impl Known {
    /// What is known of a word that no list has: nothing.
    pub const NOTHING: Self = Known {
        key: Key::NONE,
        word: NO_WORD,
        facts: Facts { marks: Marks::NONE, opening: ROOT, following: Following::NONE, uses: Uses::NONE },
    };
}

impl Packed<8> for Known {
    fn pack(&self) -> [u32; 8] {
        let Known { key, word, facts: Facts { marks, opening, following, uses } } = *self;
        let ([a, b, c, d], [marks], [following]) = (key.pack(), marks.pack(), following.pack());
        [a, b, c, d, word, marks, opening, following << 8 | u32::from(uses.0)]
    }

    fn unpack([a, b, c, d, word, marks, opening, rest]: [u32; 8]) -> Option<Self> {
        let (marks, following) = (Marks::unpack([marks])?, Following::unpack([rest >> 8])?);
        let facts = Facts { marks, opening, following, uses: Uses(rest as u8) };
        Some(Known { key: Key::unpack([a, b, c, d])?, word, facts })
    }
}

/// What is known of words, each at a place of its own.
///
/// A look-up touches one far line of memory and takes no branch that nobody
/// can foretell. The places are found by Belazzougui, Botelho and
/// Dietzfelbinger's *Hash, displace, and compress* (2009): words are thrown
/// into small buckets, and each bucket, the fullest first, gets the first
/// shift that brings all its words to places that are free.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Table {
    /// The shift of each bucket.
    #[serde(with = "packed")]
    shifts: Vec<u16>,
    /// At least one is free.
    #[serde(with = "packed")]
    places: Vec<Known>,
    /// Words for which no shift was found, by key: none, unless somebody
    /// contrived their hashes.
    #[serde(with = "packed")]
    crowded: Vec<Known>,
}

/// Words to a bucket, about.
const BUCKET: usize = 4;

/// Words to a place that is left free, about.
const WORDS_TO_A_FREE_PLACE: usize = 4;

/// A bucket that is fuller than this was contrived.
const FULLEST: usize = 64;

/// How many shifts are tried; an honest bucket needs a few dozen.
const SHIFTS: u16 = 1 << 12;

impl Default for Table {
    fn default() -> Self {
        Table::new(&[])
    }
}

impl Table {
    /// Of words with different numbers. Expected linear in them, but for the
    /// sorting.
    pub fn new(words: &[Known]) -> Self {
        let mut shifts = vec![0; words.len() / BUCKET + 1];
        let mut places = vec![Known::NOTHING; words.len() + words.len() / WORDS_TO_A_FREE_PLACE + 1];
        let mut crowded = Vec::new();
        let mut hashed: Vec<(u64, &Known)> = words.iter().map(|known| (known.key.hashed(), known)).collect();
        let mut room = Room { taken: vec![false; places.len()], own: Vec::new() };
        for bucket in buckets(&mut hashed, shifts.len()) {
            let mut tried = (0..SHIFTS).take_while(|_| bucket.len() <= FULLEST);
            let Some(shift) = tried.find(|&shift| room.take(bucket, shift)) else {
                crowded.extend(bucket.iter().map(|(_, known)| **known));
                continue;
            };
            let number = bucket_of(bucket[0].0, shifts.len());
            shifts[number] = shift;
            for (&place, (_, known)) in room.own.iter().zip(bucket) {
                places[place] = **known;
            }
        }
        crowded.sort_unstable_by_key(|known| (known.key, known.word));
        Table { shifts, places, crowded }
    }

    /// What is known of the word with this key, which is no hash.
    #[inline]
    pub fn find_short(&self, key: Key) -> &Known {
        let known = self.at_place_of(key);
        let found = select_unpredictable(known.key == key, known, const { &Known::NOTHING });
        if self.crowded.is_empty() { found } else { self.find(key, |_| true) }
    }

    /// The same for every key; `is_same` is asked for long words only, whose
    /// key is a hash.
    pub fn find(&self, key: Key, is_same: impl Fn(WordId) -> bool) -> &Known {
        let is_it = |known: &&Known| known.key == key && (!key.is_long() || is_same(known.word));
        let from = self.crowded.partition_point(|known| known.key < key);
        let crowded = self.crowded[from..].iter().take_while(|known| known.key == key);
        std::iter::once(self.at_place_of(key)).chain(crowded).find(is_it).unwrap_or(&Known::NOTHING)
    }

    /// What lies where the word with this key would lie.
    #[inline]
    fn at_place_of(&self, key: Key) -> &Known {
        let hash = key.hashed();
        let shift = self.shifts[bucket_of(hash, self.shifts.len())];
        &self.places[place_of(hash, shift, self.places.len())]
    }
}

/// The bucket of a word, of so many.
#[inline]
fn bucket_of(hash: u64, buckets: usize) -> usize {
    scale((hash >> 32) as u32, buckets)
}

/// The place to which a shift brings a word, of so many.
#[inline]
fn place_of(hash: u64, shift: u16, places: usize) -> usize {
    let (low, high) = (hash as u32, (hash >> 32) as u32);
    scale(low.wrapping_add(u32::from(shift).wrapping_mul(high | 1)), places)
}

/// What is to `size` as `number` is to 2³².
#[inline]
fn scale(number: u32, size: usize) -> usize {
    ((u64::from(number) * size as u64) >> 32) as usize
}

/// Words with their hashes, by buckets, the fullest first.
fn buckets<'h, 'k>(hashed: &'h mut [(u64, &'k Known)], count: usize) -> Vec<&'h [(u64, &'k Known)]> {
    // Words of a bucket have neighbouring hashes.
    hashed.sort_unstable_by_key(|(hash, _)| *hash);
    let same = |a: &(u64, &Known), b: &(u64, &Known)| bucket_of(a.0, count) == bucket_of(b.0, count);
    let mut buckets: Vec<_> = hashed.chunk_by(same).collect();
    buckets.sort_by_key(|bucket| Reverse(bucket.len()));
    buckets
}

/// Which places are taken.
struct Room {
    taken: Vec<bool>,
    /// The places of the bucket at hand.
    own: Vec<usize>,
}

impl Room {
    /// Takes the places to which a shift brings the words of a bucket; none of
    /// them where they are not all free.
    fn take(&mut self, bucket: &[(u64, &Known)], shift: u16) -> bool {
        self.own.clear();
        for (hash, _) in bucket {
            let place = place_of(*hash, shift, self.taken.len());
            if std::mem::replace(&mut self.taken[place], true) {
                self.own.iter().for_each(|&own| self.taken[own] = false);
                return false;
            }
            self.own.push(place);
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gazetteer::Role;

    fn known(key: Key, word: WordId) -> Known {
        Known { key, word, ..Known::NOTHING }
    }

    fn words(count: u32) -> Vec<Known> {
        (0..count).map(|word| known(Key::of(format!("w{word}").as_bytes()), word)).collect()
    }

    #[test]
    fn each_word_has_a_place_of_its_own() {
        for count in [0, 1, 2, 3, 10, 1000, 50_000] {
            let words = words(count);
            let table = Table::new(&words);
            assert!(table.crowded.is_empty(), "{count}");
            for word in &words {
                assert_eq!(table.find_short(word.key), word, "{count}");
                assert_eq!(table.find(word.key, |_| false), word, "{count}");
            }
            assert_eq!(table.find_short(Key::of(b"nobody")).word, NO_WORD, "{count}");
        }
    }

    #[test]
    fn words_without_a_place_are_found_too() {
        let long = Key::of("a word of more than sixteen bytes".as_bytes());
        let mut words = words(100);
        words.extend((100..300).map(|word| known(long, word)));
        let table = Table::new(&words);
        assert!(table.crowded.len() >= 200, "the bucket of the long words is full");
        for word in &words {
            assert_eq!(table.find(word.key, |asked| asked == word.word), word);
        }
        assert_eq!(table.find(long, |_| false).word, NO_WORD);
        assert_eq!(table.find_short(Key::of(b"w7")).word, 7);
    }

    #[test]
    fn words_are_read_as_they_were_packed() {
        let mut facts = Facts { opening: 3, following: Following::ANY, ..Facts::default() };
        facts.marks.add(Role::Head);
        facts.uses.add(Use::Name);
        let word = Known { key: Key::of(b"twelve bytes"), word: 9, facts };
        assert_eq!(Known::unpack(word.pack()), Some(word));
        assert_eq!(Known::unpack(Known::NOTHING.pack()), Some(Known::NOTHING));
    }
}
