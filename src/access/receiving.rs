//! Whether the address of an account may be offered to receive at: money that somebody else can take is not received.

use std::collections::BTreeSet;

use super::Power;
use crate::gather::Gather;
use crate::model::{Account, Cosigner, Credential, VerifyKey};

/// Whether the address of an account may be offered to receive at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Receiving {
    /// It is the person's, or the chain said that nobody else can sign for it.
    Open,
    /// It is here because of keys that are said to be on it, and nobody asked the chain whether they are: a file can say so of any account.
    Unchecked,
    /// It was found by a key with others on it, and the chain was not asked since.
    OthersOnRecord,
    /// It is here because of keys that are said to be on it, and the chain said that it has no such account.
    NotThere,
    /// It was found by a key, and this is what the keys by which it was found can do there now. Never [`Power::Alone`].
    Withheld(Power),
}

impl Receiving {
    /// Of one account: `own` and `others` are the credentials on record for it, `now` what the chain said last of the keys it was found by;
    /// where it said nothing of them, `is_absent` is whether that was because it has no such account.
    #[must_use]
    pub fn of(
        account: &Account,
        own: &[&Credential],
        others: &[&Cosigner],
        now: Option<Power>,
        is_absent: bool,
    ) -> Self {
        if keys_it_rests_on(account, own).is_none() {
            return Self::Open;
        }
        match now {
            Some(power) if power.may_receive() => Self::Open,
            Some(power) => Self::Withheld(power),
            None if is_absent => Self::NotThere,
            None if others.is_empty() => Self::Unchecked,
            None => Self::OthersOnRecord,
        }
    }
}

/// The keys by which an account was found, where nothing else says that it is the person's: no credential of theirs is on it, and no
/// keys of it are here.
#[must_use]
pub fn keys_it_rests_on<'c>(
    account: &Account,
    own: impl IntoIterator<Item = &'c &'c Credential>,
) -> Option<BTreeSet<VerifyKey>> {
    let is_held = account.keys.is_some() || own.into_iter().any(|credential| credential.slot.is_some());
    let keys: BTreeSet<VerifyKey> = account.signers.iter().map(|signer| signer.key).gather();
    (!is_held && !keys.is_empty()).then_some(keys)
}
