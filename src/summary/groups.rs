//! Counting by name while documents go by: what does not fit in memory is laid
//! down, and counted together at the end.

use serde::Serialize;
use serde::de::DeserializeOwned;
use std::collections::HashMap;
use std::io;

use super::share::{Memory, Share};
use super::sorter::Sorter;

/// So many bytes are counted in memory, by all together that count.
const ENOUGH: usize = 64 << 20;

/// What an allocation costs besides its bytes, about.
pub(crate) const COST_OF_ALLOCATION: usize = 16;

/// What is counted of a key.
pub(crate) trait Count: Serialize + DeserializeOwned {
    /// So many bytes it holds besides itself, about.
    fn held(&self) -> usize;

    /// Adds what was counted later.
    fn add(&mut self, later: Self);
}

/// Counts by key.
#[derive(Debug)]
pub(crate) struct Groups<C> {
    known: HashMap<Vec<u8>, C>,
    size: usize,
    enough: usize,
    memory: Memory,
    /// Its share of the memory, once it counts something.
    share: Option<Share>,
    laid_down: Sorter,
}

impl<C: Count> Groups<C> {
    pub fn new(memory: &Memory) -> Self {
        let (memory, laid_down) = (memory.clone(), Sorter::new(memory));
        Groups { known: HashMap::new(), size: 0, enough: ENOUGH, memory, share: None, laid_down }
    }

    #[cfg(test)]
    pub fn small(enough: usize) -> Self {
        Groups { enough, ..Groups::new(&Memory::default()) }
    }

    /// The count of `key`, made where there is none.
    pub fn of(&mut self, key: &[u8], make: impl FnOnce() -> C) -> io::Result<&mut C> {
        if self.size > self.share.get_or_insert_with(|| self.memory.share()).of(self.enough) {
            self.lay_down()?;
        }
        if !self.known.contains_key(key) {
            let count = make();
            // A table is between half full and full.
            let place = size_of::<(Vec<u8>, C)>() * 3 / 2;
            self.size += place + COST_OF_ALLOCATION + key.len() + count.held();
            self.known.insert(key.to_vec(), count);
        }
        Ok(self.known.get_mut(key).expect("it was put there"))
    }

    /// Tells that a count holds so many bytes more.
    pub fn grew(&mut self, bytes: usize) {
        self.size += bytes;
    }

    fn lay_down(&mut self) -> io::Result<()> {
        self.size = 0;
        // The table goes too: it would lie beside what is sorted.
        for (key, count) in std::mem::take(&mut self.known) {
            self.laid_down.push(key, packed(&count))?;
        }
        Ok(())
    }

    /// Every key and its count, in the order of the keys; none is left.
    pub fn merged(&mut self, mut each: impl FnMut(Vec<u8>, C) -> io::Result<()>) -> io::Result<()> {
        self.lay_down()?;
        let laid_down = std::mem::replace(&mut self.laid_down, Sorter::new(&self.memory));
        let mut groups = laid_down.sorted()?;
        while let Some((key, parts)) = groups.next_group()? {
            let mut counts = parts.iter().map(|part| unpacked::<C>(part));
            let mut sum = counts.next().expect("a group has a part")?;
            counts.try_for_each(|count| count.map(|count| sum.add(count)))?;
            each(key, sum)?;
        }
        Ok(())
    }

    /// Every count, in the order that `rank` gives; none is left.
    pub fn ranked(
        &mut self,
        rank: impl Fn(&C) -> Vec<u8>,
        mut each: impl FnMut(C) -> io::Result<()>,
    ) -> io::Result<()> {
        let mut ranked = Sorter::new(&self.memory);
        self.merged(|_, sum| ranked.push(rank(&sum), packed(&sum)))?;
        let mut ranked = ranked.sorted()?;
        while let Some((_, count)) = ranked.next()? {
            each(unpacked(&count)?)?;
        }
        Ok(())
    }
}

pub(super) fn packed(count: &impl Serialize) -> Vec<u8> {
    postcard::to_stdvec(count).expect("memory takes it")
}

pub(super) fn unpacked<C: DeserializeOwned>(bytes: &[u8]) -> io::Result<C> {
    postcard::from_bytes(bytes).map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))
}

/// The order of counts: many first, then by the words.
pub(crate) fn many_first(count: u64, words: &[&str]) -> Vec<u8> {
    let mut key = (!count).to_be_bytes().to_vec();
    for word in words {
        key.extend_from_slice(word.as_bytes());
        key.push(0);
    }
    key
}
