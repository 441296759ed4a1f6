//! Long arrays on their way to the disk: a few integers an item, each in four
//! bytes, in blocks. To read numbers as they lie is cheaper than to read
//! them one by one.

use serde::de::{DeserializeSeed, Deserializer, Error, SeqAccess, Visitor};
use serde::ser::{Serialize, SerializeSeq, Serializer};
use std::fmt;
use std::marker::PhantomData;

/// What can be written as `N` integers.
pub(crate) trait Packed<const N: usize>: Sized {
    /// The item as integers.
    fn pack(&self) -> [u32; N];

    /// The item that `pack` wrote so; `None` for integers that none has.
    fn unpack(integers: [u32; N]) -> Option<Self>;
}

impl Packed<1> for u32 {
    fn pack(&self) -> [u32; 1] {
        [*self]
    }

    fn unpack([integer]: [u32; 1]) -> Option<Self> {
        Some(integer)
    }
}

impl Packed<1> for u16 {
    fn pack(&self) -> [u32; 1] {
        [u32::from(*self)]
    }

    fn unpack([integer]: [u32; 1]) -> Option<Self> {
        integer.try_into().ok()
    }
}

/// How many items a block holds.
const BLOCK: usize = 1 << 12;

/// Room for so many blocks is asked for at once.
const MOST_BLOCKS: usize = 1 << 8;

/// Writes an array; for `serialize_with`.
pub(crate) fn serialize<const N: usize, T: Packed<N>, S: Serializer>(
    items: &[T],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let mut blocks = serializer.serialize_seq(Some(items.len().div_ceil(BLOCK)))?;
    let mut bytes = Vec::with_capacity(BLOCK * N * 4);
    for items in items.chunks(BLOCK) {
        bytes.clear();
        bytes.extend(items.iter().flat_map(|item| item.pack()).flat_map(u32::to_le_bytes));
        blocks.serialize_element(&Bytes(&bytes))?;
    }
    blocks.end()
}

/// Reads what [`serialize`] wrote; for `deserialize_with`.
pub(crate) fn deserialize<'de, const N: usize, T: Packed<N>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Vec<T>, D::Error> {
    deserializer.deserialize_seq(Blocks(PhantomData))
}

/// Long texts, in pieces: so that no second copy of the whole is ever needed.
pub(crate) mod text {
    use super::*;

    /// About so many bytes are a piece.
    const PIECE: usize = 1 << 16;

    /// Room for so many pieces is asked for at once.
    const MOST_PIECES: usize = 1 << 8;

    /// Writes a text; for `serialize_with`.
    pub(crate) fn serialize<S: Serializer>(text: &str, serializer: S) -> Result<S::Ok, S::Error> {
        let (mut pieces, mut rest) = (Vec::with_capacity(text.len() / PIECE + 1), text);
        while !rest.is_empty() {
            let (piece, more) = rest.split_at(rest.ceil_char_boundary(PIECE.min(rest.len())));
            pieces.push(piece);
            rest = more;
        }
        serializer.collect_seq(pieces)
    }

    /// Reads what [`serialize`] wrote; for `deserialize_with`.
    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
        deserializer.deserialize_seq(Pieces)
    }

    struct Pieces;

    impl<'de> Visitor<'de> for Pieces {
        type Value = String;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("pieces of a text")
        }

        fn visit_seq<A: SeqAccess<'de>>(self, mut pieces: A) -> Result<String, A::Error> {
            let mut text = String::with_capacity(pieces.size_hint().unwrap_or(0).min(MOST_PIECES) * PIECE);
            while pieces.next_element_seed(Piece(&mut text))?.is_some() {}
            Ok(text)
        }
    }

    struct Piece<'t>(&'t mut String);

    impl<'de> DeserializeSeed<'de> for Piece<'_> {
        type Value = ();

        fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
            deserializer.deserialize_string(self)
        }
    }

    impl<'de> Visitor<'de> for Piece<'_> {
        type Value = ();

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a piece of a text")
        }

        fn visit_str<E: Error>(self, piece: &str) -> Result<(), E> {
            self.0.push_str(piece);
            Ok(())
        }
    }
}

struct Bytes<'b>(&'b [u8]);

impl Serialize for Bytes<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(self.0)
    }
}

struct Blocks<const N: usize, T>(PhantomData<T>);

impl<'de, const N: usize, T: Packed<N>> Visitor<'de> for Blocks<N, T> {
    type Value = Vec<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("blocks of integers")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut blocks: A) -> Result<Vec<T>, A::Error> {
        // What a file says of its length is not to be trusted far.
        let at_once = blocks.size_hint().unwrap_or(0).min(MOST_BLOCKS);
        let mut items = Vec::with_capacity(at_once * BLOCK);
        while blocks.next_element_seed(Block(&mut items))?.is_some() {}
        Ok(items)
    }
}

struct Block<'v, const N: usize, T>(&'v mut Vec<T>);

impl<'de, const N: usize, T: Packed<N>> DeserializeSeed<'de> for Block<'_, N, T> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_byte_buf(self)
    }
}

impl<'de, const N: usize, T: Packed<N>> Visitor<'de> for Block<'_, N, T> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a block of integers")
    }

    fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<(), E> {
        let (integers, rest) = bytes.as_chunks::<4>();
        let (items, more) = integers.as_chunks::<N>();
        if !rest.is_empty() || !more.is_empty() {
            return Err(E::custom("a block that is cut short"));
        }
        self.0.reserve(items.len());
        for item in items {
            let item = T::unpack(item.map(u32::from_le_bytes));
            self.0.push(item.ok_or_else(|| E::custom("integers that mean nothing"))?);
        }
        Ok(())
    }
}
