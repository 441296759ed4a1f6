//! JSON arrays, one element after the other.

use serde::de::{DeserializeOwned, DeserializeSeed, Deserializer, SeqAccess, Visitor};
use std::fmt;
use std::io::BufRead;
use std::marker::PhantomData;

use super::ImportError;

/// Calls `each` with every element of the array that `list` is. An element is
/// dropped before the next one is read.
///
/// # Errors
/// Where the list is no array of such elements, or `each` fails.
pub(super) fn each<T: DeserializeOwned>(
    list: impl BufRead,
    mut each: impl FnMut(T) -> Result<(), ImportError>,
) -> Result<(), ImportError> {
    let mut failed = None;
    let mut deserializer = serde_json::Deserializer::from_reader(list);
    let elements = Elements { each: |element| each(element).map_err(|error| failed = Some(error)), of: PhantomData };
    let read = elements.deserialize(&mut deserializer).and_then(|()| deserializer.end());
    match (failed, read) {
        (Some(error), _) => Err(error),
        (None, read) => Ok(read?),
    }
}

struct Elements<T, F> {
    each: F,
    of: PhantomData<T>,
}

impl<'de, T: DeserializeOwned, F: FnMut(T) -> Result<(), ()>> DeserializeSeed<'de> for Elements<T, F> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de, T: DeserializeOwned, F: FnMut(T) -> Result<(), ()>> Visitor<'de> for Elements<T, F> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array of records")
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut elements: A) -> Result<(), A::Error> {
        while let Some(element) = elements.next_element()? {
            (self.each)(element).map_err(|()| serde::de::Error::custom("stopped"))?;
        }
        Ok(())
    }
}
