//! What Python gives as a text, in the form that the tagger reads.

use encoding_rs::Encoding;
use gaztag::read::decode;
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyString};
use std::borrow::Cow;

use crate::errors::KEYWORDS;

/// The bytes of a text, held by Python or by us.
pub enum Bytes<'py> {
    /// A string in UTF-8.
    Text(Bound<'py, PyBytes>),
    /// A string with lone surrogates, each of which became U+FFFD.
    Mended(String),
    /// Bytes, to be decoded as those of a file are.
    File(Bound<'py, PyBytes>),
}

impl<'py> Bytes<'py> {
    /// The text of a `str` or `bytes`.
    ///
    /// # Errors
    /// Where it is neither.
    pub fn of(object: &Bound<'py, PyAny>) -> PyResult<Self> {
        if let Ok(text) = object.cast::<PyString>() {
            return match text.encode_utf8() {
                Ok(bytes) => Ok(Bytes::Text(bytes)),
                Err(_) => mended(text).map(Bytes::Mended),
            };
        }
        match object.cast::<PyBytes>() {
            Ok(bytes) => Ok(Bytes::File(bytes.clone())),
            Err(_) => Err(PyTypeError::new_err(format!("a text is str or bytes, not {}", object.get_type().name()?))),
        }
    }

    /// What the tagger reads.
    pub fn raw(&self) -> Raw<'_> {
        match self {
            Bytes::Text(bytes) => Raw::Text(bytes.as_bytes()),
            Bytes::Mended(text) => Raw::Text(text.as_bytes()),
            Bytes::File(bytes) => Raw::File(bytes.as_bytes()),
        }
    }
}

/// A lone surrogate is three bytes, and so is U+FFFD: code points and bytes
/// stay where they are.
fn mended(text: &Bound<'_, PyString>) -> PyResult<String> {
    let bytes = text.call_method1("encode", ("utf-8", "surrogatepass"))?;
    let mut bytes = bytes.cast::<PyBytes>()?.as_bytes().to_vec();
    let mut at = 0;
    while let Err(error) = std::str::from_utf8(&bytes[at..]) {
        at += error.valid_up_to();
        bytes[at..at + 3].copy_from_slice("\u{fffd}".as_bytes());
        at += 3;
    }
    Ok(String::from_utf8(bytes)?)
}

/// The bytes of a text, and whether they were a text before.
#[derive(Clone, Copy)]
pub enum Raw<'b> {
    /// UTF-8, as far as its maker is to be trusted.
    Text(&'b [u8]),
    /// The bytes of a file.
    File(&'b [u8]),
}

impl<'b> Raw<'b> {
    /// How many bytes there are.
    pub fn len(self) -> usize {
        match self {
            Raw::Text(bytes) | Raw::File(bytes) => bytes.len(),
        }
    }

    /// The text, or what is wrong with it.
    pub fn text(self, reading: &Reading) -> Result<Cow<'b, str>, String> {
        if self.len() as u64 > reading.max_size {
            return Err(format!("has {} bytes; at most {} are read", self.len(), reading.max_size));
        }
        match self {
            Raw::Text(bytes) => match std::str::from_utf8(bytes) {
                Ok(text) => Ok(text.into()),
                Err(error) => Err(format!("is not UTF-8 at byte {}", error.valid_up_to())),
            },
            Raw::File(bytes) => {
                decode(bytes, reading.encoding, false).map(|(text, _)| text).map_err(|reason| reason.told(&KEYWORDS))
            }
        }
    }
}

/// How texts are read.
pub struct Reading {
    /// Of bytes without a byte order mark; UTF-8 where `None`.
    pub encoding: Option<&'static Encoding>,
    /// The greatest size of a text, in bytes.
    pub max_size: u64,
}
