//! Whether a Ledger can sign for an account: its own public keys, held against those on the chain.
//!
//! An account asks for a number of credentials, each credential for a number of keys. What was not read is not guessed: it
//! only counts as missing when it could not change the answer.

use std::collections::BTreeMap;

use crate::model::AccountSlot;
use crate::node::AccountOnChain;

/// What the Ledger gave for one of its credentials.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnKeys {
    /// Where the credential stands on the account; `None` when it was removed.
    pub slot: Option<AccountSlot>,
    /// Ed25519 public keys by key number; `None` where the Ledger has none. What is missing was not read.
    pub keys: BTreeMap<u8, Option<[u8; 32]>>,
}

/// What a Ledger can do for an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Access {
    /// It signs alone.
    Alone,
    /// It signs, and this many further credentials must sign, too.
    NeedsMore {
        /// How many.
        signers: u32,
    },
    /// It has some of the keys of a credential, too few to sign for it.
    HasSome {
        /// How many it has.
        held: u32,
        /// Of how many.
        of: u32,
        /// How many must sign.
        needed: u32,
        /// How many further credentials must sign, too.
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
    /// Decides, from the account on the chain and all of the Ledger's credentials on it.
    #[must_use]
    pub fn of(account: &AccountOnChain, own: &[OwnKeys]) -> Self {
        let credentials: Vec<Signing> = own.iter().map(|credential| Signing::of(account, credential)).collect();
        let signing = credentials.iter().filter(|one| **one == Signing::Signs).count();
        let signing = u32::try_from(signing).unwrap_or(u32::MAX);
        if signing >= account.threshold {
            return Self::Alone;
        }
        if credentials.is_empty() || credentials.contains(&Signing::Unknown) {
            return Self::NotChecked;
        }
        if signing > 0 {
            return Self::NeedsMore { signers: account.threshold - signing };
        }
        let some = credentials.iter().filter_map(|one| match one {
            Signing::HasSome(some) => Some(some),
            Signing::Signs | Signing::Differs | Signing::Removed | Signing::Unknown => None,
        });
        // Where it has some of several, the one that lacks least.
        if let Some(KeysHeld { held, of, needed }) = some.min_by_key(|some| some.needed - some.held) {
            let signers = account.threshold.saturating_sub(1);
            return Self::HasSome { held: *held, of: *of, needed: *needed, signers };
        }
        if credentials.contains(&Signing::Differs) { Self::KeysDiffer } else { Self::Removed }
    }
}

/// What one credential of the Ledger does for the account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Signing {
    Signs,
    /// Everything was read; fewer of its keys are there than must sign.
    HasSome(KeysHeld),
    Differs,
    Removed,
    Unknown,
}

/// How many keys of a credential a Ledger has: fewer than must sign, and at least one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct KeysHeld {
    held: u32,
    of: u32,
    needed: u32,
}

impl Signing {
    fn of(account: &AccountOnChain, own: &OwnKeys) -> Self {
        let Some(on_chain) = own.slot.and_then(|slot| account.credentials.get(&slot)) else { return Self::Removed };
        let on_chain = &on_chain.keys;
        let threshold = usize::from(on_chain.threshold);
        let agreeing =
            on_chain.keys.iter().filter(|(number, key)| own.keys.get(number) == Some(&Some(*key.bytes()))).count();
        let unread = on_chain.keys.keys().filter(|number| !own.keys.contains_key(number)).count();
        if agreeing >= threshold {
            Self::Signs
        } else if unread > 0 {
            Self::Unknown
        } else if agreeing > 0 {
            let count = |items: usize| u32::try_from(items).unwrap_or(u32::MAX);
            let (held, of, needed) = (count(agreeing), count(on_chain.keys.len()), count(threshold));
            Self::HasSome(KeysHeld { held, of, needed })
        } else {
            Self::Differs
        }
    }
}
