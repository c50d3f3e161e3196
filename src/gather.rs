//! Ordered maps and sets, filled one entry after the other.
//!
//! The standard library's `collect` sorts what it gets before it builds a map, and so brings along a sorting routine for every type of
//! entry: together they were a sixth of the compiled engine. `cargo xtask build` refuses a module that has one again.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

/// A map or a set.
pub(crate) trait Ordered<Entry>: Default + Extend<Entry> {}

impl<Key: Ord, Value> Ordered<(Key, Value)> for BTreeMap<Key, Value> {}
impl<Key: Ord> Ordered<Key> for BTreeSet<Key> {}
impl Ordered<(String, Value)> for Map<String, Value> {}

/// What [`Iterator::collect`] is for everything else.
pub(crate) trait Gather: Iterator + Sized {
    /// All entries. Of several with one key, the last one's value stays.
    fn gather<All: Ordered<Self::Item>>(self) -> All {
        let mut all = All::default();
        all.extend(self);
        all
    }
}

impl<Entries: Iterator> Gather for Entries {}
