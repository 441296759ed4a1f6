//! Sorting more than the memory is to hold: what waits is sorted and laid on
//! the disk, and all of it merged at the end.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Seek, Write};

use super::share::{Memory, Share};

/// So many bytes wait in memory, in all together that sort.
const ENOUGH: usize = 32 << 20;

/// What a pair costs besides its bytes, about: its place, half of one more
/// while the places grow or are sorted, and what the allocator adds.
const COST_OF_PAIR: usize = 128;

/// So many runs of one size become one of the next: each is an open file, and
/// systems allow a process some hundreds.
const MOST_OF_A_SIZE: usize = 64;

type Pair = (Vec<u8>, Vec<u8>);

/// A key and all its values.
type Group = (Vec<u8>, Vec<Vec<u8>>);

/// A key, the number of its run, its value.
type Head = (Vec<u8>, usize, Vec<u8>);

/// Sorts pairs by the bytes of their keys; equal keys stay in the order in
/// which they came.
#[derive(Debug)]
pub(crate) struct Sorter {
    waiting: Vec<Pair>,
    size: usize,
    enough: usize,
    most_of_a_size: usize,
    memory: Memory,
    /// Its share of the memory, once it sorts something.
    share: Option<Share>,
    /// Those on the disk, the large ones first: how often each was merged.
    runs: Vec<(u32, Run)>,
}

#[derive(Debug)]
enum Run {
    Disk(BufReader<File>),
    Memory(std::vec::IntoIter<Pair>),
}

impl Sorter {
    pub fn new(memory: &Memory) -> Self {
        let (waiting, runs, memory) = (Vec::new(), Vec::new(), memory.clone());
        Sorter { waiting, size: 0, enough: ENOUGH, most_of_a_size: MOST_OF_A_SIZE, memory, share: None, runs }
    }

    pub fn push(&mut self, key: Vec<u8>, value: Vec<u8>) -> io::Result<()> {
        self.size += key.len() + value.len() + COST_OF_PAIR;
        self.waiting.push((key, value));
        if self.size < self.share.get_or_insert_with(|| self.memory.share()).of(self.enough) {
            Ok(())
        } else {
            self.lay_down()
        }
    }

    fn lay_down(&mut self) -> io::Result<()> {
        self.size = 0;
        self.waiting.sort_by(|a, b| a.0.cmp(&b.0));
        let run = Run::written(std::mem::take(&mut self.waiting).into_iter().map(Ok))?;
        self.runs.push((0, run));
        self.merge()
    }

    /// Makes one run of the last ones, where there are many of their size.
    fn merge(&mut self) -> io::Result<()> {
        while let Some(&(size, _)) = self.runs.last() {
            let from = self.runs.iter().rposition(|(other, _)| *other != size).map_or(0, |at| at + 1);
            if self.runs.len() - from < self.most_of_a_size {
                break;
            }
            let mut sorted = Sorted::of(self.runs.drain(from..).map(|(_, run)| run).collect())?;
            let run = Run::written(std::iter::from_fn(|| sorted.next().transpose()))?;
            self.runs.push((size + 1, run));
        }
        Ok(())
    }

    /// All pairs in order.
    pub fn sorted(mut self) -> io::Result<Sorted> {
        self.waiting.sort_by(|a, b| a.0.cmp(&b.0));
        let waiting = Run::Memory(self.waiting.into_iter());
        Sorted::of(self.runs.into_iter().map(|(_, run)| run).chain([waiting]).collect())
    }
}

/// The pairs of a [`Sorter`].
pub(crate) struct Sorted {
    runs: Vec<Run>,
    /// The next pair of each run: the first key, of the first run, on top.
    heads: BinaryHeap<Reverse<Head>>,
}

impl Sorted {
    fn of(runs: Vec<Run>) -> io::Result<Self> {
        let mut sorted = Sorted { runs, heads: BinaryHeap::new() };
        (0..sorted.runs.len()).try_for_each(|run| sorted.advance(run))?;
        Ok(sorted)
    }

    fn advance(&mut self, run: usize) -> io::Result<()> {
        if let Some((key, value)) = self.runs[run].next()? {
            self.heads.push(Reverse((key, run, value)));
        }
        Ok(())
    }

    pub fn next(&mut self) -> io::Result<Option<Pair>> {
        let Some(Reverse((key, run, value))) = self.heads.pop() else { return Ok(None) };
        self.advance(run)?;
        Ok(Some((key, value)))
    }

    /// The next key and all its values.
    pub fn next_group(&mut self) -> io::Result<Option<Group>> {
        let Some((key, first)) = self.next()? else { return Ok(None) };
        let mut values = vec![first];
        while self.heads.peek().is_some_and(|Reverse((next, ..))| *next == key) {
            values.extend(self.next()?.map(|(_, value)| value));
        }
        Ok(Some((key, values)))
    }
}

impl Run {
    fn written(pairs: impl Iterator<Item = io::Result<Pair>>) -> io::Result<Self> {
        let mut out = BufWriter::new(tempfile::tempfile()?);
        for pair in pairs {
            let (key, value) = pair?;
            for part in [key, value] {
                out.write_all(&(part.len() as u64).to_le_bytes())?;
                out.write_all(&part)?;
            }
        }
        let mut file = out.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.rewind()?;
        Ok(Run::Disk(BufReader::new(file)))
    }

    fn next(&mut self) -> io::Result<Option<Pair>> {
        match self {
            Run::Memory(pairs) => Ok(pairs.next()),
            Run::Disk(file) => match part(file)? {
                None => Ok(None),
                Some(key) => Ok(part(file)?.map(|value| (key, value))),
            },
        }
    }
}

fn part(file: &mut impl Read) -> io::Result<Option<Vec<u8>>> {
    let mut length = [0; 8];
    match file.read_exact(&mut length) {
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
        read => read?,
    }
    let mut part = vec![0; u64::from_le_bytes(length) as usize];
    file.read_exact(&mut part)?;
    Ok(Some(part))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_laid_down_is_sorted_as_in_memory(
            pairs in prop::collection::vec(("[a-c]{0,2}", "[x-z]{0,3}"), 0..60),
            enough in 1..2000usize,
            most_of_a_size in 2..5usize,
        ) {
            let mut sorter = Sorter { enough, most_of_a_size, ..Sorter::new(&Memory::default()) };
            for (key, value) in &pairs {
                sorter.push(key.clone().into_bytes(), value.clone().into_bytes()).unwrap();
                prop_assert!(sorter.runs.len() <= 7 * (most_of_a_size - 1));
            }
            let mut expected = pairs.clone();
            expected.sort_by(|a, b| a.0.cmp(&b.0));
            let mut sorted = sorter.sorted().unwrap();
            for (key, value) in expected {
                prop_assert_eq!(sorted.next().unwrap(), Some((key.into_bytes(), value.into_bytes())));
            }
            prop_assert_eq!(sorted.next().unwrap(), None);
        }
    }
}
