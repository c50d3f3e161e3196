//! A record that several wallets have in common: the one that comes in, what would be made of it, the wallet and what can be taken back.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::{Deref, DerefMut};
use std::sync::{Arc, OnceLock};

use super::ids::GenesisHash;

/// A record that wallets may have in common. Whoever copies a wallet copies no record, and two wallets that have one in common need not
/// compare it. It reads like the record itself; one that is changed becomes a record of its own first.
pub struct Common<Record>(Arc<Fingerprinted<Record>>);

/// What is kept of a record beside it.
#[derive(Clone)]
struct Fingerprinted<Record> {
    record: Record,
    fingerprint: OnceLock<(Option<GenesisHash>, [u8; FINGERPRINT_LEN])>,
}

/// Length of a fingerprint in bytes.
const FINGERPRINT_LEN: usize = 16;

impl<Record> Common<Record> {
    /// The record itself.
    #[must_use]
    pub fn record(&self) -> &Record {
        &self.0.record
    }

    /// The fingerprint that `make` makes of the record, on a network if it is on one: made once, and again where the record was changed or is on
    /// another network.
    pub(crate) fn fingerprint(
        &self,
        network: Option<GenesisHash>,
        make: impl Fn(&Record) -> [u8; FINGERPRINT_LEN],
    ) -> [u8; FINGERPRINT_LEN] {
        let (of, fingerprint) = self.0.fingerprint.get_or_init(|| (network, make(&self.0.record)));
        if *of == network { *fingerprint } else { make(&self.0.record) }
    }
}

impl<Record: Clone> Common<Record> {
    /// The record, for whoever makes another one of it.
    #[must_use]
    pub fn into_record(self) -> Record {
        Arc::unwrap_or_clone(self.0).record
    }
}

impl<Record> From<Record> for Common<Record> {
    fn from(record: Record) -> Self {
        Self(Arc::new(Fingerprinted { record, fingerprint: OnceLock::new() }))
    }
}

impl<Record> Clone for Common<Record> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<Record> Deref for Common<Record> {
    type Target = Record;

    fn deref(&self) -> &Record {
        &self.0.record
    }
}

impl<Record: Clone> DerefMut for Common<Record> {
    fn deref_mut(&mut self) -> &mut Record {
        let own = Arc::make_mut(&mut self.0);
        own.fingerprint.take();
        &mut own.record
    }
}

impl<Record: PartialEq> PartialEq for Common<Record> {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self.0.record == other.0.record
    }
}

impl<Record: Eq> Eq for Common<Record> {}

impl<Record: PartialEq> PartialEq<Record> for Common<Record> {
    fn eq(&self, other: &Record) -> bool {
        self.0.record == *other
    }
}

impl<Record: Hash> Hash for Common<Record> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.record.hash(state);
    }
}

impl<Record: fmt::Debug> fmt::Debug for Common<Record> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.record.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;
    use crate::model::Network;

    /// Makes it of the first byte, and counts how often it was asked to.
    fn fingerprinting(times: &Cell<u32>) -> impl Fn(&String) -> [u8; FINGERPRINT_LEN] {
        |text| {
            times.set(times.get() + 1);
            [text.as_bytes()[0]; FINGERPRINT_LEN]
        }
    }

    #[test]
    fn one_that_is_changed_is_nobody_elses_and_has_another_fingerprint() {
        let times = Cell::new(0);
        let mainnet = Some(Network::Mainnet.genesis());
        let first = Common::from("Ann".to_owned());
        let mut second = first.clone();
        assert_eq!(first.fingerprint(mainnet, fingerprinting(&times)), [b'A'; 16]);
        assert_eq!(
            (second.fingerprint(mainnet, fingerprinting(&times)), times.get()),
            ([b'A'; 16], 1),
            "it is the same one"
        );

        second.replace_range(..1, "D");
        assert_eq!((first.as_str(), second.as_str()), ("Ann", "Dnn"));
        assert_ne!(first, second);
        assert_eq!((second.fingerprint(mainnet, fingerprinting(&times)), times.get()), ([b'D'; 16], 2));
        assert_eq!((first.fingerprint(mainnet, fingerprinting(&times)), times.get()), ([b'A'; 16], 2));

        // Also one that nobody shares: its fingerprint was of what it was.
        second.replace_range(..1, "E");
        assert_eq!((second.fingerprint(mainnet, fingerprinting(&times)), times.get()), ([b'E'; 16], 3));
        second.replace_range(..1, "A");
        assert_eq!(first, second, "what says the same is the same");
    }

    #[test]
    fn a_fingerprint_is_of_one_network() {
        let times = Cell::new(0);
        let one = Common::from("Ann".to_owned());
        let networks = [Network::Mainnet, Network::Testnet, Network::Mainnet].map(|network| Some(network.genesis()));
        let made: Vec<u32> = networks
            .into_iter()
            .map(|network| {
                one.fingerprint(network, fingerprinting(&times));
                times.get()
            })
            .collect();
        assert_eq!(made, [1, 2, 2]);
    }
}
