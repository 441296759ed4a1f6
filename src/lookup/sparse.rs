//! A hash table on its way to the disk: only the slots that are taken.
//!
//! Most slots are free, so a table takes a fraction of the room, and is filled
//! again without hashing anything.

use serde::ser::SerializeTuple;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

use crate::packed::{self, Packed};

/// What lies in a slot of a table.
pub(super) trait Slot: Copy + PartialEq {
    /// What lies in a free one.
    const FREE: Self;
}

/// More than the slots of a table for each that is taken.
const MOST_FREE: usize = 64;

pub(super) fn serialize<const N: usize, T: Slot, S: Serializer>(slots: &[T], serializer: S) -> Result<S::Ok, S::Error>
where
    (u32, T): Packed<N>,
{
    let taken = slots.iter().enumerate().filter(|(_, slot)| **slot != T::FREE);
    let taken = Array(taken.map(|(at, slot)| (at as u32, *slot)).collect());
    let mut table = serializer.serialize_tuple(2)?;
    table.serialize_element(&(slots.len() as u32))?;
    table.serialize_element(&taken)?;
    table.end()
}

pub(super) fn deserialize<'de, const N: usize, T: Slot, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Vec<T>, D::Error>
where
    (u32, T): Packed<N>,
{
    let (length, Array::<N, (u32, T)>(taken)) = Deserialize::deserialize(deserializer)?;
    let length: u32 = length;
    // A damaged length must not take all memory.
    if length as usize > MOST_FREE * (taken.len() + MOST_FREE) {
        return Err(D::Error::custom("a table that is nearly empty"));
    }
    let mut slots = vec![T::FREE; length as usize];
    for (at, slot) in taken {
        *slots.get_mut(at as usize).ok_or_else(|| D::Error::custom("a slot past the end"))? = slot;
    }
    Ok(slots)
}

struct Array<const N: usize, T>(Vec<T>);

impl<const N: usize, T: Packed<N>> Serialize for Array<N, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        packed::serialize(&self.0, serializer)
    }
}

impl<'de, const N: usize, T: Packed<N>> Deserialize<'de> for Array<N, T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        packed::deserialize(deserializer).map(Array)
    }
}
