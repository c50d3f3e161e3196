//! Whether a Ledger can sign for an account: its own public keys, compared with those on the chain.
//! This module knows how many of which keys must sign; it refuses to know the node, and how a key is read.
//!
//! An account asks for a number of credentials, each credential for a number of keys. What was not read is not guessed: it
//! only counts as missing when it could not change the answer.

use std::collections::BTreeMap;

use super::app::public_key::PublicKey;
use crate::model::AccountSlot;

/// The keys that sign for an account, as the chain has them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountKeys {
    /// By slot. A removed credential is not in here.
    pub credentials: BTreeMap<AccountSlot, CredentialKeys>,
    /// How many credentials must sign.
    pub threshold: u32,
}

/// The keys that sign for one credential.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CredentialKeys {
    /// By key number.
    pub keys: BTreeMap<u8, PublicKey>,
    /// How many of them must sign.
    pub threshold: u8,
}

/// A credential that this Ledger's keys made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnCredential {
    /// Where it stands on the account; `None` when it was removed.
    pub slot: Option<AccountSlot>,
    /// The public keys the Ledger gave for it, by key number. What is missing was not read.
    pub keys: BTreeMap<u8, PublicKey>,
}

/// What a Ledger can do for an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// It signs alone.
    Alone,
    /// It signs, and this many further credentials must sign, too.
    NeedsMore {
        /// How many.
        signers: u32,
    },
    /// Its credentials were removed from the account: it cannot sign.
    Removed,
    /// The chain has other keys for its credential: they were replaced, and it cannot sign.
    KeysDiffer,
    /// Not enough was read to say.
    NotChecked,
}

impl Access {
    /// Its stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Alone => "alone",
            Self::NeedsMore { .. } => "needs-more",
            Self::Removed => "removed",
            Self::KeysDiffer => "keys-differ",
            Self::NotChecked => "not-checked",
        }
    }

    /// Decides, from the account on the chain and all of the Ledger's credentials on it.
    #[must_use]
    pub fn of(account: &AccountKeys, own: &[OwnCredential]) -> Self {
        let verdicts: Vec<Verdict> = own.iter().map(|credential| Verdict::of(account, credential)).collect();
        let count = |verdict| u32::try_from(verdicts.iter().filter(|one| **one == verdict).count()).unwrap_or(u32::MAX);
        let signing = count(Verdict::Signs);
        if signing >= account.threshold {
            return Self::Alone;
        }
        if verdicts.is_empty() || verdicts.contains(&Verdict::Unknown) {
            return Self::NotChecked;
        }
        if signing > 0 {
            return Self::NeedsMore { signers: account.threshold - signing };
        }
        if verdicts.contains(&Verdict::Differs) { Self::KeysDiffer } else { Self::Removed }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    Signs,
    Differs,
    Removed,
    Unknown,
}

impl Verdict {
    fn of(account: &AccountKeys, own: &OwnCredential) -> Self {
        let Some(on_chain) = own.slot.and_then(|slot| account.credentials.get(&slot)) else { return Self::Removed };
        let threshold = usize::from(on_chain.threshold);
        let agreeing = on_chain.keys.iter().filter(|(number, key)| own.keys.get(number) == Some(key)).count();
        let unread = on_chain.keys.keys().filter(|number| !own.keys.contains_key(number)).count();
        if agreeing >= threshold {
            Self::Signs
        } else if agreeing + unread >= threshold {
            Self::Unknown
        } else {
            Self::Differs
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn keys(numbers: &[(u8, u8)]) -> BTreeMap<u8, PublicKey> {
        numbers.iter().map(|(number, byte)| (*number, [*byte; 32])).collect()
    }

    /// A slot, its keys by number, and how many of them must sign.
    type Slot<'a> = (u32, &'a [(u8, u8)], u8);

    fn account(threshold: u32, credentials: &[Slot<'_>]) -> AccountKeys {
        let credential = |(slot, numbers, threshold): &Slot<'_>| {
            (AccountSlot(*slot), CredentialKeys { keys: keys(numbers), threshold: *threshold })
        };
        AccountKeys { credentials: credentials.iter().map(credential).collect(), threshold }
    }

    fn own(slot: u32, numbers: &[(u8, u8)]) -> OwnCredential {
        OwnCredential { slot: Some(AccountSlot(slot)), keys: keys(numbers) }
    }

    #[test]
    fn one_credential_with_its_key_signs_alone() {
        assert_eq!(Access::of(&account(1, &[(0, &[(0, 7)], 1)]), &[own(0, &[(0, 7)])]), Access::Alone);
    }

    #[test]
    fn a_shared_account_needs_the_others() {
        let shared = account(3, &[(0, &[(0, 7)], 1), (1, &[(0, 8)], 1), (2, &[(0, 9)], 1)]);
        assert_eq!(Access::of(&shared, &[own(0, &[(0, 7)])]), Access::NeedsMore { signers: 2 });
        let two = [own(0, &[(0, 7)]), own(2, &[(0, 9)])];
        assert_eq!(Access::of(&shared, &two), Access::NeedsMore { signers: 1 });
        // Two of two, by one Ledger.
        assert_eq!(Access::of(&AccountKeys { threshold: 2, ..shared }, &two), Access::Alone);
    }

    #[test]
    fn a_removed_credential_cannot_sign() {
        let left = account(1, &[(0, &[(0, 9)], 1)]);
        let removed = OwnCredential { slot: None, keys: keys(&[(0, 7)]) };
        assert_eq!(Access::of(&left, &[removed]), Access::Removed);
        assert_eq!(Access::of(&left, &[own(3, &[(0, 7)])]), Access::Removed, "its slot is empty");
    }

    #[test]
    fn replaced_keys_differ() {
        assert_eq!(Access::of(&account(1, &[(0, &[(0, 8)], 1)]), &[own(0, &[(0, 7)])]), Access::KeysDiffer);
        // Two of two keys, one of them somebody else's.
        let shared = account(1, &[(0, &[(0, 7), (1, 8)], 2)]);
        assert_eq!(Access::of(&shared, &[own(0, &[(0, 7), (1, 9)])]), Access::KeysDiffer);
        // One of two is enough.
        let either = account(1, &[(0, &[(0, 8), (1, 9)], 1)]);
        assert_eq!(Access::of(&either, &[own(0, &[(0, 7), (1, 9)])]), Access::Alone);
    }

    #[test]
    fn what_was_not_read_is_not_guessed() {
        let one = account(1, &[(0, &[(0, 7)], 1)]);
        assert_eq!(Access::of(&one, &[own(0, &[])]), Access::NotChecked);
        assert_eq!(Access::of(&one, &[]), Access::NotChecked);
        // The unread key could still agree.
        let two = account(1, &[(0, &[(0, 7), (4, 8)], 1)]);
        assert_eq!(Access::of(&two, &[own(0, &[(0, 1)])]), Access::NotChecked);
        // It could not any more.
        assert_eq!(Access::of(&two, &[own(0, &[(0, 1), (4, 1)])]), Access::KeysDiffer);
        // A second credential was not read, and is not needed.
        let shared = account(1, &[(0, &[(0, 7)], 1), (1, &[(0, 8)], 1)]);
        assert_eq!(Access::of(&shared, &[own(0, &[(0, 7)]), own(1, &[])]), Access::Alone);
    }

    proptest! {
        /// Reading more never takes an answer back that was not "not checked".
        #[test]
        fn an_answer_stays_when_more_is_read(
            threshold in 1_u32..4,
            credentials in prop::collection::vec((prop::collection::btree_map(0_u8..3, 0_u8..2, 1..4), 1_u8..3), 1..4),
            hidden in any::<u16>(),
        ) {
            let chain = AccountKeys {
                threshold,
                credentials: (0..).map(AccountSlot).zip(credentials.iter().map(|(numbers, threshold)| CredentialKeys {
                    keys: numbers.iter().map(|(number, byte)| (*number, [*byte; 32])).collect(),
                    threshold: *threshold,
                })).collect(),
            };
            // The Ledger's keys are all zeros.
            let read = |skip: u16| -> Vec<OwnCredential> {
                (0_u32..).zip(&credentials).map(|(slot, (numbers, _))| OwnCredential {
                    slot: Some(AccountSlot(slot)),
                    keys: numbers.keys().filter(|number| skip >> (slot * 3 + u32::from(**number)) & 1 == 0)
                        .map(|number| (*number, [0; 32])).collect(),
                }).collect()
            };
            let (partial, whole) = (Access::of(&chain, &read(hidden)), Access::of(&chain, &read(0)));
            prop_assert!(partial == whole || partial == Access::NotChecked, "{partial:?}, then {whole:?}");
            prop_assert_ne!(whole, Access::NotChecked);
        }
    }
}
