//! Identities: what an identity provider issued, or a placeholder for one whose object is lost.

use serde::Serialize;

use super::ids::{IdCredPub, IdentityIndex, LedgerPath, PairingKey};
use super::phone::PhoneIdentity;

/// How an identity's keys were made from its seed. The Desktop Wallet calls it the identity version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum KeyVersion {
    /// The deprecated way: the seed's hexadecimal text is the input, and two numbers are little endian.
    V0,
    /// The standard way.
    V1,
}

impl KeyVersion {
    /// Both, the usual one first.
    pub const ALL: [Self; 2] = [Self::V1, Self::V0];

    /// 0 or 1.
    #[must_use]
    pub const fn number(self) -> u8 {
        match self {
            Self::V0 => 0,
            Self::V1 => 1,
        }
    }
}

/// Where an identity's keys live: what makes two records the same identity (on one network).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum IdentityKey {
    /// On a Ledger, at an index. Both key versions of one index are two identities.
    Ledger {
        /// Which Ledger.
        device: PairingKey,
        /// Below which path.
        path: LedgerPath,
        /// Its number there.
        index: IdentityIndex,
        /// How its keys are made.
        version: KeyVersion,
    },
    /// In the wallet itself: it came from a phone.
    Phone(IdCredPub),
}

impl IdentityKey {
    /// The Ledger this identity belongs to; `None` for one from a phone.
    #[must_use]
    pub const fn device(&self) -> Option<PairingKey> {
        match self {
            Self::Ledger { device, .. } => Some(*device),
            Self::Phone(_) => None,
        }
    }

    /// Its number on that Ledger.
    #[must_use]
    pub const fn index(&self) -> Option<IdentityIndex> {
        match self {
            Self::Ledger { index, .. } => Some(*index),
            Self::Phone(_) => None,
        }
    }

    /// How its keys are made on that Ledger.
    #[must_use]
    pub const fn version(&self) -> Option<KeyVersion> {
        match self {
            Self::Ledger { version, .. } => Some(*version),
            Self::Phone(_) => None,
        }
    }
}

/// How far the issuing of an identity got.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum IdentityState {
    /// Issued.
    Confirmed,
    /// The identity provider has not decided yet.
    Pending,
    /// Refused by the identity provider.
    Rejected,
    /// Refused, and the person has seen it.
    RejectedAndWarned,
    /// The index is known to be used; the identity object is lost.
    Placeholder,
    /// Of a network's genesis.
    Genesis,
}

/// One identity. The JSON members are kept as the text they came in: they are large, personal, and nothing here reads them.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Identity {
    /// What it is.
    pub key: IdentityKey,
    /// The person's name for it.
    pub name: String,
    /// How far its issuing got.
    pub state: IdentityState,
    /// The identity provider's words on a rejection.
    pub detail: Option<String>,
    /// Where the identity provider answers questions about the issuing. Can be a bearer link.
    pub issuer_url: Option<String>,
    /// JSON text: the identity provider and the privacy guardians. `{}` for a placeholder.
    pub provider: Option<String>,
    /// JSON text: the identity object with the person's attributes.
    pub object: Option<String>,
    /// Hexadecimal: blinding randomness of the issuer's signature; empty for a placeholder, and for an identity from a phone, which
    /// has it among its keys.
    pub randomness: String,
    /// What a phone keeps of it besides.
    pub phone: Option<PhoneIdentity>,
}

impl Identity {
    /// The name a placeholder gets when nobody named it.
    #[must_use]
    pub fn placeholder_name(index: IdentityIndex) -> String {
        format!("Recovered: Index {index}")
    }

    /// Whether its keys are in the wallet: those of one from a phone. A Ledger's are on the Ledger.
    #[must_use]
    pub fn has_keys(&self) -> bool {
        self.phone.as_ref().is_some_and(|phone| phone.keys.is_some())
    }

    /// Whether it has the keys that another state of it has.
    pub(super) fn keeps_keys(&self, other: &Self) -> bool {
        let here = self.phone.as_ref();
        other.phone.as_ref().is_none_or(|there| here.is_some_and(|here| here.keeps_keys(there)))
    }

    /// Whether nobody named this identity.
    #[must_use]
    pub fn has_default_name(&self) -> bool {
        self.name.is_empty() || self.key.index().is_some_and(|index| self.name == Self::placeholder_name(index))
    }

    /// An identity of which only the key is known.
    #[must_use]
    pub fn placeholder(key: IdentityKey) -> Self {
        Self {
            name: key.index().map(Self::placeholder_name).unwrap_or_default(),
            key,
            state: IdentityState::Placeholder,
            detail: None,
            issuer_url: None,
            provider: None,
            object: None,
            randomness: String::new(),
            phone: None,
        }
    }
}
