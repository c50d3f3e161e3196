//! Ordered maps and sets, filled one entry after the other.
//!
//! The standard library's `collect` sorts what it gets before it builds a map, and so brings along a sorting routine for every type of
//! entry: together they were a sixth of the compiled engine. `cargo xtask build` refuses a module that has one again.

use std::collections::{BTreeMap, BTreeSet};
use std::mem;

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

/// What [`BTreeMap::retain`] and [`BTreeMap::remove`] are: the rest is gathered anew. Theirs bring along how nodes are joined, seven
/// kilobytes for every type of map; these take as long as all entries do, and are for what is seldom done: never once for each of many.
pub(crate) trait Rest<Key, Value> {
    /// Takes all the others out.
    fn keep_only(&mut self, stays: impl FnMut(&Key, &mut Value) -> bool);

    /// Takes one entry out, if it is there.
    fn take_out(&mut self, key: &Key) -> Option<Value>;
}

impl<Key: Ord, Value> Rest<Key, Value> for BTreeMap<Key, Value> {
    fn keep_only(&mut self, mut stays: impl FnMut(&Key, &mut Value) -> bool) {
        for (key, mut value) in mem::take(self) {
            if stays(&key, &mut value) {
                self.insert(key, value);
            }
        }
    }

    fn take_out(&mut self, key: &Key) -> Option<Value> {
        if !self.contains_key(key) {
            return None;
        }
        let mut found = None;
        for (at, value) in mem::take(self) {
            if at == *key {
                found = Some(value);
            } else {
                self.insert(at, value);
            }
        }
        found
    }
}

/// The entries of one map that another has not, or has otherwise. Both are walked once, side by side: a look-up for each would take most of
/// the time of comparing two wallets that are nearly the same.
pub(crate) fn otherwise<'m, Key: Ord, Value: PartialEq>(
    here: &'m BTreeMap<Key, Value>,
    there: &'m BTreeMap<Key, Value>,
) -> impl Iterator<Item = (&'m Key, &'m Value)> {
    let mut there = there.iter().peekable();
    here.iter().filter(move |(key, value)| {
        while there.next_if(|(other, _)| other < key).is_some() {}
        there.next_if(|(other, _)| other == key).is_none_or(|(_, other)| other != *value)
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn walking_finds_what_looking_up_finds(
            here in prop::collection::btree_map(0_u8..24, 0_u8..3, 0..20),
            there in prop::collection::btree_map(0_u8..24, 0_u8..3, 0..20),
        ) {
            let looked_up: Vec<_> = here.iter().filter(|(key, value)| there.get(*key) != Some(*value)).collect();
            prop_assert_eq!(otherwise(&here, &there).collect::<Vec<_>>(), looked_up);
        }

        #[test]
        fn what_is_left_is_what_the_standard_library_leaves(
            all in prop::collection::btree_map(0_u8..24, 0_u8..6, 0..20),
            key in 0_u8..24,
        ) {
            let (mut ours, mut theirs) = (all.clone(), all);
            prop_assert_eq!(ours.take_out(&key), theirs.remove(&key));
            prop_assert_eq!(&ours, &theirs);
            let stays = |key: &u8, value: &mut u8| {
                *value += 1;
                !(*key + *value).is_multiple_of(3)
            };
            ours.keep_only(stays);
            theirs.retain(stays);
            prop_assert_eq!(ours, theirs);
        }
    }
}
