//! The hash tables of the hot path, keyed by short words and spans.
//!
//! The standard library's hash is made for keys that strangers choose, and was
//! a twentieth of the instructions of a run. This one is seeded at random too,
//! and cheaper.

/// A map with a fast hash.
pub(crate) type HashMap<K, V> = std::collections::HashMap<K, V, foldhash::fast::RandomState>;

/// A set with a fast hash.
pub(crate) type HashSet<K> = std::collections::HashSet<K, foldhash::fast::RandomState>;
