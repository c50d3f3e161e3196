//! What the page was sent of the lists, and what has changed since: one edit sends one row. Which records there are and how they are shown
//! is the flows' to say.
//!
//! A row is made out of facts, and of nothing else. Facts are marked; where the mark is still the one that was sent, the row is neither
//! made nor sent. So nobody has to say what a change touches, and no row can be forgotten.

use std::cell::{Cell, OnceCell, RefCell};
use std::hash::{DefaultHasher, Hash, Hasher as _};

use crate::crypto::entropy::{Entropy, generate_bytes};
use crate::model::{AccountAddress, AccountKey, ContactAddress, GenesisHash, IdentityKey, PairingKey};

use super::seam::saturated;
use super::view::Splice;
use super::wallet::order::OrdersView;

/// The lists of a wallet, as the page has them.
#[derive(Default)]
pub(super) struct SentLists {
    seed: OnceCell<MarkSeed>,
    /// Grows by one with every change that is sent.
    revision: Cell<u32>,
    orders: RefCell<OrdersView>,
    pub(super) ledgers: SentList<PairingKey>,
    pub(super) identities: SentList<(GenesisHash, IdentityKey)>,
    pub(super) accounts: SentList<(GenesisHash, AccountKey)>,
    pub(super) contacts: SentList<(GenesisHash, ContactAddress)>,
    /// What was asked about before what was heard besides.
    pub(super) chain: SentList<(bool, GenesisHash, AccountAddress)>,
    pub(super) access: SentList<(GenesisHash, AccountAddress)>,
    pub(super) keys_checks: SentList<(GenesisHash, AccountAddress)>,
}

impl SentLists {
    /// The number of the change that is about to be sent.
    pub(super) fn next_revision(&self) -> u32 {
        self.revision.set(self.revision.get().wrapping_add(1));
        self.revision.get()
    }

    /// The orders of the lists, where they are others than those that were sent, which `orders` is given.
    pub(super) fn send_orders(&self, orders: impl FnOnce(&OrdersView) -> OrdersView) -> Option<OrdersView> {
        let now = orders(&self.orders.borrow());
        let is_sent = *self.orders.borrow() == now;
        if is_sent {
            return None;
        }
        self.orders.replace(now.clone());
        Some(now)
    }

    /// What marks are made with.
    pub(super) fn seed(&self, entropy: &mut dyn Entropy) -> MarkSeed {
        *self.seed.get_or_init(|| MarkSeed(generate_bytes(entropy)))
    }
}

/// What marks are made with: drawn anew for every session, so that nobody can make two records of one mark.
#[derive(Debug, Clone, Copy)]
pub(super) struct MarkSeed([u8; 16]);

impl MarkSeed {
    /// The same every time.
    #[cfg(test)]
    pub(super) const FIXED: Self = Self([0; 16]);

    fn mark(self, facts: &impl Hash) -> u64 {
        let mut hasher = DefaultHasher::new();
        hasher.write(&self.0);
        facts.hash(&mut hasher);
        hasher.finish()
    }
}

/// One list as the page has it: what names each row, and the mark of the facts it was made from.
pub(super) struct SentList<Key>(RefCell<Vec<(Key, u64)>>);

impl<Key> Default for SentList<Key> {
    fn default() -> Self {
        Self(RefCell::default())
    }
}

impl<Key: Ord> SentList<Key> {
    /// From now on the page has these rows. Answers what that changes. `facts` are in the order of their keys.
    pub(super) fn send<Facts: Hash, Row>(
        &self,
        seed: MarkSeed,
        facts: impl IntoIterator<Item = (Key, Facts)>,
        row: impl Fn(Facts) -> Row,
    ) -> Vec<Splice<Row>> {
        let mut script = Script::default();
        let mut rows = Vec::new();
        let mut before = self.0.take().into_iter().peekable();
        for (key, facts) in facts {
            while before.next_if(|(gone, _)| *gone < key).is_some() {
                script.remove();
            }
            let mark = seed.mark(&facts);
            match before.next_if(|(same, _)| *same == key) {
                Some((_, sent)) if sent == mark => script.keep(),
                Some(_) => {
                    script.remove();
                    script.put(row(facts));
                }
                None => script.put(row(facts)),
            }
            rows.push((key, mark));
        }
        before.for_each(|_| script.remove());
        self.0.replace(rows);
        script.splices
    }
}

/// Splices as they come about, one step of the list as it was at a time.
struct Script<Row> {
    splices: Vec<Splice<Row>>,
    /// How many rows of the list as it was are behind.
    at: usize,
    /// The last splice goes on.
    is_open: bool,
}

impl<Row> Default for Script<Row> {
    fn default() -> Self {
        Self { splices: Vec::new(), at: 0, is_open: false }
    }
}

impl<Row> Script<Row> {
    const fn keep(&mut self) {
        self.at += 1;
        self.is_open = false;
    }

    fn remove(&mut self) {
        let here = self.here();
        here.gone = here.gone.saturating_add(1);
        self.at += 1;
    }

    fn put(&mut self, row: Row) {
        self.here().put.push(row);
    }

    /// The splice at this place.
    fn here(&mut self) -> &mut Splice<Row> {
        let begun = if std::mem::replace(&mut self.is_open, true) { self.splices.pop() } else { None };
        let splice = begun.unwrap_or(Splice { at: saturated(self.at), gone: 0, put: Vec::new() });
        self.splices.push_mut(splice)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn send(list: &SentList<u8>, rows: &[(u8, u8)]) -> Vec<Splice<(u8, u8)>> {
        list.send(MarkSeed::FIXED, rows.iter().map(|row| (row.0, *row)), |row| row)
    }

    #[test]
    fn what_stands_side_by_side_is_one_splice_and_what_stays_is_none() {
        let list = SentList::default();
        let splices = |rows: &[(u8, u8)]| {
            let script = send(&list, rows);
            script.into_iter().map(|it| (it.at, it.gone, it.put.len())).collect::<Vec<_>>()
        };
        let all: Vec<_> = (0..6).map(|key| (key, 0)).collect();
        assert_eq!(splices(&all), [(0, 0, 6)]);
        assert_eq!(splices(&all), []);
        assert_eq!(splices(&[(0, 0), (1, 1), (2, 1), (4, 0), (5, 0), (9, 0)]), [(1, 3, 2), (6, 0, 1)]);
        assert_eq!(splices(&[]), [(0, 6, 0)]);
    }

    proptest! {
        #[test]
        fn whatever_is_sent_one_after_the_other_the_page_has_the_whole_list(
            steps in prop::collection::vec(prop::collection::btree_map(0_u8..12, 0_u8..3, 0..10), 1..8),
        ) {
            let (list, mut page) = (SentList::default(), Vec::new());
            for step in steps {
                let rows: Vec<_> = step.into_iter().collect();
                let before = page.clone();
                let splices = send(&list, &rows);
                let sent: usize = splices.iter().map(|it| it.put.len()).sum();
                Splice::follow(&mut page, splices);
                prop_assert_eq!(&page, &rows);
                prop_assert_eq!(sent, rows.iter().filter(|row| !before.contains(row)).count());
            }
        }

        #[test]
        fn a_list_that_is_out_of_order_costs_more_and_is_still_right(
            steps in prop::collection::vec(prop::collection::vec((0_u8..6, 0_u8..3), 0..8), 1..6),
        ) {
            let (list, mut page) = (SentList::default(), Vec::new());
            for rows in steps {
                let splices = send(&list, &rows);
                Splice::follow(&mut page, splices);
                prop_assert_eq!(&page, &rows);
            }
        }
    }
}
