//! JSON arrays, one element after the other.

use serde::de::{DeserializeOwned, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::fmt;
use std::io::BufRead;
use std::marker::PhantomData;

use super::ImportError;

/// Calls `each` with every element of the array that `list` is, or that lies
/// in its object under `path`. An element is dropped before the next one is
/// read.
///
/// # Errors
/// Where the list is no array of such elements, or `each` fails.
pub(super) fn each<T: DeserializeOwned>(
    list: impl BufRead,
    path: &[&str],
    mut each: impl FnMut(T) -> Result<(), ImportError>,
) -> Result<(), ImportError> {
    let mut failed = None;
    let mut deserializer = serde_json::Deserializer::from_reader(list);
    let mut call = |element| each(element).map_err(|error| failed = Some(error));
    let elements = Elements { each: &mut call, path, of: PhantomData };
    let read = elements.deserialize(&mut deserializer).and_then(|()| deserializer.end());
    match (failed, read) {
        (Some(error), _) => Err(error),
        (None, read) => Ok(read?),
    }
}

struct Elements<'e, T, F> {
    each: &'e mut F,
    path: &'e [&'e str],
    of: PhantomData<T>,
}

impl<'de, T: DeserializeOwned, F: FnMut(T) -> Result<(), ()>> DeserializeSeed<'de> for Elements<'_, T, F> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de, T: DeserializeOwned, F: FnMut(T) -> Result<(), ()>> Visitor<'de> for Elements<'_, T, F> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.path {
            [] => write!(f, "an array of records"),
            path => write!(f, "an array of records, or one under `{}`", path.join(".")),
        }
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<(), A::Error> {
        while let Some(element) = elements.next_element()? {
            (self.each)(element).map_err(|()| serde::de::Error::custom("stopped"))?;
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        let Some((member, path)) = self.path.split_first() else {
            return Err(serde::de::Error::invalid_type(serde::de::Unexpected::Map, &self));
        };
        let mut is_there = false;
        while let Some(key) = members.next_key::<String>()? {
            if key == *member {
                members.next_value_seed(Elements { each: &mut *self.each, path, of: PhantomData })?;
                is_there = true;
            } else {
                members.next_value::<IgnoredAny>()?;
            }
        }
        if is_there { Ok(()) } else { Err(serde::de::Error::custom(format!("has no `{member}`"))) }
    }
}
