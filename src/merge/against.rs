//! A file held against the wallet, without bringing anything in: what each has that the other lacks. What counts is what a person would miss
//! (`record::fingerprint`), and not what a format makes anew by itself.

use serde::Serialize;

use super::changes::Changes;
use crate::model::{Counts, Wallet};
use crate::record::fingerprint;

/// How a file and the wallet compare, in numbers of records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Against {
    /// In one word.
    pub kind: Comparison,
    /// Only the wallet has them.
    pub lacking: Counts,
    /// Both have them, and the file not as they are now.
    pub differing: Counts,
    /// Only the file has them.
    pub beyond: Counts,
}

/// How a file and the wallet compare, in one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Comparison {
    /// The file has everything as it is now, and nothing else.
    Whole,
    /// The file has everything as it is now, and more.
    More,
    /// Something of the wallet is not in the file as it is now.
    Behind,
    /// The file has nothing that is here.
    Stranger,
    /// There is nothing in the wallet.
    NothingHere,
}

impl Against {
    /// Compares records by what they are, each once.
    #[must_use]
    pub fn of(file: &Wallet, here: &Wallet) -> Self {
        let in_file = fingerprint::all(file);
        let mut missing = Counts::default();
        let mut is_related = false;
        fingerprint::each(here, |kind, fingerprint| {
            if in_file.contains(&fingerprint) {
                is_related = true;
            } else {
                missing.count(kind);
            }
        });
        let Changes { added: lacking, removed: beyond, changed } = Changes::between(file, here);
        let differing = missing.minus(lacking);
        let kind = if here.is_empty() {
            Comparison::NothingHere
        } else if !is_related && changed.total() == 0 {
            Comparison::Stranger
        } else if missing.total() > 0 {
            Comparison::Behind
        } else if beyond.total() > 0 {
            Comparison::More
        } else {
            Comparison::Whole
        };
        Self { kind, lacking, differing, beyond }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{AccountAddress, Contact, ContactAddress, Network, NetworkRecords};

    fn contacts(names: &[(u8, &str)]) -> Wallet {
        let mut records = NetworkRecords::default();
        for (number, name) in names {
            let address = ContactAddress::Account(AccountAddress::new([*number; 32]));
            let contact = Contact { address: address.clone(), name: (*name).to_owned(), note: None };
            records.contacts.insert(address, contact.into());
        }
        Wallet { networks: [(Network::Mainnet.genesis(), records)].into(), ..Wallet::default() }
    }

    fn numbers(file: &[(u8, &str)], here: &[(u8, &str)]) -> (Comparison, u32, u32, u32) {
        let Against { kind, lacking, differing, beyond } = Against::of(&contacts(file), &contacts(here));
        (kind, lacking.contacts, differing.contacts, beyond.contacts)
    }

    #[test]
    fn each_has_what_the_other_lacks_and_what_differs_is_neither() {
        let three = [(1, "Ann"), (2, "Bea"), (3, "Cid")];
        assert_eq!(numbers(&three, &three), (Comparison::Whole, 0, 0, 0));
        assert_eq!(numbers(&three, &three[..2]), (Comparison::More, 0, 0, 1));
        assert_eq!(numbers(&three[1..], &three[..2]), (Comparison::Behind, 1, 0, 1));
        assert_eq!(numbers(&three, &[(1, "Anna")]), (Comparison::Behind, 0, 1, 2));
        assert_eq!(numbers(&three, &[(9, "Ann")]), (Comparison::Stranger, 1, 0, 3));
        assert_eq!(numbers(&three, &[]), (Comparison::NothingHere, 0, 0, 3));
        assert_eq!(numbers(&[], &three).0, Comparison::Stranger);
    }
}
