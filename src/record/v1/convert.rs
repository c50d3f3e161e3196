//! Between the frozen members of version 1 and today's model.
//! This module follows the model when it changes; it refuses to change a member name.

use std::borrow::Cow;

use super::{
    Account, AccountKey, AccountState, Contact, ContactAddress, Cosigner, Credential, Device, Identity, IdentityKey,
    IdentityState, Network, RecordError, Shielded, keyed, optional, text,
};
use crate::model;
use crate::model::{AccountSlot, CredentialIndex, GenesisHash, IdentityIndex, KeyVersion};

const OUT_OF_RANGE: RecordError = RecordError::Unreadable { line: 0, column: 0 };

impl<'a> From<&'a model::Device> for Device<'a> {
    fn from(device: &'a model::Device) -> Self {
        Self { pairing_key: device.pairing_key, kind: borrowed(&device.kind) }
    }
}

impl<'a> From<(&'a GenesisHash, &'a model::NetworkRecords)> for Network<'a> {
    fn from((genesis, records): (&'a GenesisHash, &'a model::NetworkRecords)) -> Self {
        Self {
            genesis: *genesis,
            identities: records.identities.values().map(Identity::from).collect(),
            accounts: records.accounts.values().map(Account::from).collect(),
            credentials: records.credentials.values().map(Credential::from).collect(),
            cosigners: records.cosigners.values().map(Cosigner::from).collect(),
            contacts: records.contacts.values().map(Contact::from).collect(),
        }
    }
}

impl TryFrom<Network<'_>> for model::NetworkRecords {
    type Error = RecordError;

    fn try_from(network: Network<'_>) -> Result<Self, RecordError> {
        Ok(Self {
            identities: keyed("identities", network.identities, |entry| {
                let identity = model::Identity::try_from(entry)?;
                Ok((identity.key, identity))
            })?,
            accounts: keyed("accounts", network.accounts, |entry| {
                let account = model::Account::try_from(entry)?;
                Ok((account.key.clone(), account))
            })?,
            credentials: keyed("credentials", network.credentials, |entry| {
                let credential = model::Credential::try_from(entry)?;
                Ok((credential.id, credential))
            })?,
            cosigners: keyed("cosigners", network.cosigners, |entry| {
                let cosigner =
                    model::Cosigner { account: entry.account, credential: entry.credential, note: text(entry.note)? };
                Ok((cosigner.credential, cosigner))
            })?,
            contacts: keyed("contacts", network.contacts, |entry| {
                let contact = model::Contact::try_from(entry)?;
                Ok((contact.address.clone(), contact))
            })?,
        })
    }
}

impl From<&model::IdentityKey> for IdentityKey {
    fn from(key: &model::IdentityKey) -> Self {
        match key {
            model::IdentityKey::Ledger { device, index, version } => {
                Self::Ledger { device: *device, index: index.get(), key_version: version.number() }
            }
        }
    }
}

impl TryFrom<IdentityKey> for model::IdentityKey {
    type Error = RecordError;

    fn try_from(key: IdentityKey) -> Result<Self, RecordError> {
        match key {
            IdentityKey::Ledger { device, index, key_version } => Ok(Self::Ledger {
                device,
                index: IdentityIndex::new(index).ok_or(OUT_OF_RANGE)?,
                version: match key_version {
                    0 => KeyVersion::V0,
                    1 => KeyVersion::V1,
                    _ => return Err(OUT_OF_RANGE),
                },
            }),
        }
    }
}

impl<'a> From<&'a model::AccountKey> for AccountKey<'a> {
    fn from(key: &'a model::AccountKey) -> Self {
        match key {
            model::AccountKey::Address(address) => Self::Address(*address),
            model::AccountKey::Unaddressed { identity, text } => {
                Self::Unaddressed { identity: identity.into(), text: borrowed(text) }
            }
        }
    }
}

impl TryFrom<AccountKey<'_>> for model::AccountKey {
    type Error = RecordError;

    fn try_from(key: AccountKey<'_>) -> Result<Self, RecordError> {
        match key {
            AccountKey::Address(address) => Ok(Self::Address(address)),
            AccountKey::Unaddressed { identity, text: unaddressed } => {
                Ok(Self::Unaddressed { identity: identity.try_into()?, text: text(unaddressed)? })
            }
        }
    }
}

impl<'a> From<&'a model::Identity> for Identity<'a> {
    fn from(identity: &'a model::Identity) -> Self {
        Self {
            key: (&identity.key).into(),
            name: borrowed(&identity.name),
            state: match identity.state {
                model::IdentityState::Confirmed => IdentityState::Confirmed,
                model::IdentityState::Pending => IdentityState::Pending,
                model::IdentityState::Rejected => IdentityState::Rejected,
                model::IdentityState::RejectedAndWarned => IdentityState::RejectedAndWarned,
                model::IdentityState::Placeholder => IdentityState::Placeholder,
                model::IdentityState::Genesis => IdentityState::Genesis,
            },
            detail: identity.detail.as_deref().map(borrowed),
            issuer_url: identity.issuer_url.as_deref().map(borrowed),
            provider: identity.provider.as_deref().map(borrowed),
            object: identity.object.as_deref().map(borrowed),
            randomness: borrowed(&identity.randomness),
        }
    }
}

impl TryFrom<Identity<'_>> for model::Identity {
    type Error = RecordError;

    fn try_from(identity: Identity<'_>) -> Result<Self, RecordError> {
        Ok(Self {
            key: identity.key.try_into()?,
            name: text(identity.name)?,
            state: match identity.state {
                IdentityState::Confirmed => model::IdentityState::Confirmed,
                IdentityState::Pending => model::IdentityState::Pending,
                IdentityState::Rejected => model::IdentityState::Rejected,
                IdentityState::RejectedAndWarned => model::IdentityState::RejectedAndWarned,
                IdentityState::Placeholder => model::IdentityState::Placeholder,
                IdentityState::Genesis => model::IdentityState::Genesis,
            },
            detail: optional(identity.detail)?,
            issuer_url: optional(identity.issuer_url)?,
            provider: optional(identity.provider)?,
            object: optional(identity.object)?,
            randomness: text(identity.randomness)?,
        })
    }
}

impl<'a> From<&'a model::Account> for Account<'a> {
    fn from(account: &'a model::Account) -> Self {
        Self {
            key: (&account.key).into(),
            identity: (&account.identity).into(),
            name: borrowed(&account.name),
            state: match account.state {
                model::AccountState::Confirmed => AccountState::Confirmed,
                model::AccountState::Pending => AccountState::Pending,
                model::AccountState::Rejected => AccountState::Rejected,
                model::AccountState::Genesis => AccountState::Genesis,
            },
            signature_threshold: account.signature_threshold,
            is_initial: account.is_initial,
            deployment: account.deployment.as_deref().map(borrowed),
            transaction_filter: borrowed(&account.transaction_filter),
            shielded: Shielded {
                self_amounts: borrowed(&account.shielded.self_amounts),
                incoming_amounts: borrowed(&account.shielded.incoming_amounts),
                total_decrypted: borrowed(&account.shielded.total_decrypted),
                all_decrypted: account.shielded.all_decrypted,
            },
        }
    }
}

impl TryFrom<Account<'_>> for model::Account {
    type Error = RecordError;

    fn try_from(account: Account<'_>) -> Result<Self, RecordError> {
        Ok(Self {
            key: account.key.try_into()?,
            identity: account.identity.try_into()?,
            name: text(account.name)?,
            state: match account.state {
                AccountState::Confirmed => model::AccountState::Confirmed,
                AccountState::Pending => model::AccountState::Pending,
                AccountState::Rejected => model::AccountState::Rejected,
                AccountState::Genesis => model::AccountState::Genesis,
            },
            signature_threshold: account.signature_threshold,
            is_initial: account.is_initial,
            deployment: optional(account.deployment)?,
            transaction_filter: text(account.transaction_filter)?,
            shielded: model::Shielded {
                self_amounts: text(account.shielded.self_amounts)?,
                incoming_amounts: text(account.shielded.incoming_amounts)?,
                total_decrypted: text(account.shielded.total_decrypted)?,
                all_decrypted: account.shielded.all_decrypted,
            },
        })
    }
}

impl<'a> From<&'a model::Credential> for Credential<'a> {
    fn from(credential: &'a model::Credential) -> Self {
        Self {
            id: credential.id,
            identity: (&credential.identity).into(),
            index: credential.index.0,
            account: (&credential.account).into(),
            slot: credential.slot.map(|AccountSlot(slot)| slot),
            policy: borrowed(&credential.policy),
            randomness: credential.randomness.as_deref().map(borrowed),
        }
    }
}

impl TryFrom<Credential<'_>> for model::Credential {
    type Error = RecordError;

    fn try_from(credential: Credential<'_>) -> Result<Self, RecordError> {
        Ok(Self {
            id: credential.id,
            identity: credential.identity.try_into()?,
            index: CredentialIndex(credential.index),
            account: credential.account.try_into()?,
            slot: credential.slot.map(AccountSlot),
            policy: text(credential.policy)?,
            randomness: optional(credential.randomness)?,
        })
    }
}

impl<'a> From<&'a model::Cosigner> for Cosigner<'a> {
    fn from(cosigner: &'a model::Cosigner) -> Self {
        Self { credential: cosigner.credential, account: cosigner.account, note: borrowed(&cosigner.note) }
    }
}

impl<'a> From<&'a model::Contact> for Contact<'a> {
    fn from(contact: &'a model::Contact) -> Self {
        Self {
            address: match &contact.address {
                model::ContactAddress::Account(address) => ContactAddress::Account(*address),
                model::ContactAddress::Invalid(text) => ContactAddress::Invalid(borrowed(text)),
            },
            name: borrowed(&contact.name),
            note: contact.note.as_deref().map(borrowed),
            own_account: contact.own_account,
        }
    }
}

impl TryFrom<Contact<'_>> for model::Contact {
    type Error = RecordError;

    fn try_from(contact: Contact<'_>) -> Result<Self, RecordError> {
        Ok(Self {
            address: match contact.address {
                ContactAddress::Account(address) => model::ContactAddress::Account(address),
                ContactAddress::Invalid(invalid) => model::ContactAddress::Invalid(text(invalid)?),
            },
            name: text(contact.name)?,
            note: optional(contact.note)?,
            own_account: contact.own_account,
        })
    }
}

fn borrowed(text: &str) -> Cow<'_, str> {
    Cow::Borrowed(text)
}
