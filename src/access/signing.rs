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
    /// Ed25519 public keys by key number. What is missing was not read.
    pub keys: BTreeMap<u8, [u8; 32]>,
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
        if credentials.contains(&Signing::Differs) { Self::KeysDiffer } else { Self::Removed }
    }
}

/// What one credential of the Ledger does for the account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Signing {
    Signs,
    Differs,
    Removed,
    Unknown,
}

impl Signing {
    fn of(account: &AccountOnChain, own: &OwnKeys) -> Self {
        let Some(on_chain) = own.slot.and_then(|slot| account.credentials.get(&slot)) else { return Self::Removed };
        let on_chain = &on_chain.keys;
        let threshold = usize::from(on_chain.threshold);
        let agreeing = on_chain.keys.iter().filter(|(number, key)| own.keys.get(number) == Some(key.bytes())).count();
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
