//! Hash tables on their way to the disk: only the slots that are taken.
//!
//! Three slots of four are free, so a table takes a quarter of the room, and
//! is filled again without hashing anything.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

/// What lies in a slot of a table.
pub(super) trait Slot: Copy + PartialEq {
    /// What lies in a free one.
    const FREE: Self;
}

/// More than the slots of a table for each that is taken.
const MOST_FREE: usize = 64;

pub(super) fn serialize<T: Slot + Serialize, S: Serializer>(slots: &[T], serializer: S) -> Result<S::Ok, S::Error> {
    let taken = slots.iter().enumerate().filter(|(_, slot)| **slot != T::FREE);
    let taken: Vec<(u32, T)> = taken.map(|(at, slot)| (at as u32, *slot)).collect();
    (slots.len() as u32, taken).serialize(serializer)
}

pub(super) fn deserialize<'de, T, D>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    T: Slot + Deserialize<'de>,
    D: Deserializer<'de>,
{
    let (length, taken): (u32, Vec<(u32, T)>) = Deserialize::deserialize(deserializer)?;
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
