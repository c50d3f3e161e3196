//! Sorting, by one routine for entries of every type.
//!
//! The standard library brings a sorting routine along for every type of entry, and for every way of comparing them: together they were
//! a thirtieth of the compiled engine. `cargo xtask build` refuses a module that has more than this one and
//! that of icu_normalizer. Numbers of one type, which nothing has to be said of, are sorted by the standard library (`node::list`).

use std::cmp::Ordering;
use std::mem;

/// What the `sort` methods of slices are. Entries that are alike stay in the order they had.
pub(crate) trait InOrder<Entry> {
    /// By a comparison.
    fn order_by(&mut self, compare: impl Fn(&Entry, &Entry) -> Ordering);

    /// By what is said of each entry.
    fn order_by_key<Key: Ord>(&mut self, key: impl Fn(&Entry) -> Key) {
        self.order_by(|one, other| key(one).cmp(&key(other)));
    }

    /// By the entries themselves.
    fn order(&mut self)
    where
        Entry: Ord,
    {
        self.order_by(Entry::cmp);
    }
}

impl<Entry> InOrder<Entry> for [Entry] {
    fn order_by(&mut self, compare: impl Fn(&Entry, &Entry) -> Ordering) {
        // Most lists are in order already.
        if self.is_sorted_by(|one, other| compare(one, other).is_le()) {
            return;
        }
        let mut places = places(self.len(), &|one, other| match (self.get(one), self.get(other)) {
            (Some(one), Some(other)) => compare(one, other),
            _ => Ordering::Equal,
        });
        // Round by round: each entry goes where it belongs, and the one that stood there is next.
        for first in 0..places.len() {
            let mut at = first;
            while let Some(from) = places.get_mut(at).map(|place| mem::replace(place, at)).filter(|from| *from != first)
            {
                self.swap(at, from);
                at = from;
            }
        }
    }
}

/// Where the entry now stands that belongs to each place.
fn places(count: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut places: Vec<usize> = (0..count).collect();
    places.sort_by(|one, other| compare(*one, *other));
    places
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn entries_are_in_the_order_that_the_standard_library_gives_them(
            entries in prop::collection::vec((0_u8..12, any::<u16>()), 0..60),
        ) {
            let (mut ours, mut theirs) = (entries.clone(), entries);
            ours.order_by_key(|entry| entry.0);
            theirs.sort_by_key(|entry| entry.0);
            prop_assert_eq!(&ours, &theirs);
            ours.order_by(|one, other| other.cmp(one));
            theirs.sort_by(|one, other| other.cmp(one));
            prop_assert_eq!(&ours, &theirs);
            ours.order();
            theirs.sort();
            prop_assert_eq!(ours, theirs);
        }
    }
}
