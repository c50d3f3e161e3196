//! What an incoming record says of itself, for a line of the preview. It is what anybody may see; of keys it tells where
//! they are, and no more.

use std::collections::BTreeSet;

use crate::gather::Gather;
use crate::model::{
    Account, AccountKey, Contact, Cosigner, Credential, CredentialIndex, Identity, IdentityKey, NetworkRecords,
};

/// What an incoming record says of itself. A member that its kind does not have is `None`; what the record *is*, its
/// [`Subject`](super::Subject) says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RecordFacts {
    /// The name it comes with: identities, accounts, contacts.
    pub name: Option<String>,
    /// The note it comes with: contacts and co-signers; never empty.
    pub note: Option<String>,
    /// The identity an account is listed under, or a credential was made by.
    pub identity: Option<IdentityKey>,
    /// The account that a credential or a co-signer is on.
    pub account: Option<AccountKey>,
    /// The number of a credential under its identity.
    pub number: Option<CredentialIndex>,
    /// Where the keys are that an account or an identity comes with.
    pub keys: Option<KeysAt>,
}

/// Where keys are. An account of a Ledger can have keys in the wallet, too; where neither is true, it can only be watched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeysAt {
    /// In the wallet itself, and so on this computer.
    pub computer: bool,
    /// On a Ledger.
    pub ledger: bool,
}

/// The accounts that a credential of a Ledger is on.
pub(super) fn with_ledgers_credential(records: &NetworkRecords) -> BTreeSet<&AccountKey> {
    let on_account = records.credentials.values().filter(|credential| credential.slot.is_some());
    on_account
        .filter(|credential| credential.identity.device().is_some())
        .map(|credential| &credential.account)
        .gather()
}

impl RecordFacts {
    pub(super) fn of_identity(identity: &Identity) -> Self {
        let computer = identity.phone.as_ref().is_some_and(|phone| phone.keys.is_some());
        let keys = KeysAt { computer, ledger: identity.key.device().is_some() };
        Self { name: Some(identity.name.clone()), keys: Some(keys), ..Self::default() }
    }

    /// `by_ledger`: [`with_ledgers_credential`].
    pub(super) fn of_account(account: &Account, by_ledger: &BTreeSet<&AccountKey>) -> Self {
        let ledger = account.is_on_ledger(by_ledger.contains(&account.key));
        Self {
            name: Some(account.name.clone()),
            identity: account.identity,
            keys: Some(KeysAt { computer: account.keys.is_some(), ledger }),
            ..Self::default()
        }
    }

    pub(super) fn of_credential(credential: &Credential) -> Self {
        Self {
            identity: Some(credential.identity),
            account: Some(credential.account.clone()),
            number: Some(credential.index),
            ..Self::default()
        }
    }

    pub(super) fn of_cosigner(cosigner: &Cosigner) -> Self {
        Self {
            note: Some(cosigner.note.clone()).filter(|note| !note.is_empty()),
            account: Some(AccountKey::Address(cosigner.account)),
            ..Self::default()
        }
    }

    pub(super) fn of_contact(contact: &Contact) -> Self {
        let note = contact.note.clone().filter(|note| !note.is_empty());
        Self { name: Some(contact.name.clone()), note, ..Self::default() }
    }
}
