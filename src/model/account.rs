//! Accounts, the credentials that tie identities to them, and the co-signers of shared accounts.

use serde::Serialize;

use std::collections::BTreeSet;

use super::address::AccountAddress;
use super::identity::IdentityKey;
use super::ids::{AccountSlot, CredentialId, CredentialIndex, IdentityIndex, LedgerPath, PairingKey, VerifyKey};
use super::phone::{AccountKeys, PhoneAccount};

/// What makes two records the same account.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AccountKey {
    /// Its address.
    Address(AccountAddress),
    /// A record of an old Desktop Wallet that never got an address: the text it had instead, under its identity.
    Unaddressed {
        /// The identity the record stands under.
        identity: IdentityKey,
        /// What stood in the address field; often empty.
        text: String,
    },
}

impl AccountKey {
    /// The address, if there is one.
    #[must_use]
    pub const fn address(&self) -> Option<&AccountAddress> {
        match self {
            Self::Address(address) => Some(address),
            Self::Unaddressed { .. } => None,
        }
    }

    /// The address field as the Desktop Wallet writes it.
    #[must_use]
    pub fn text(&self) -> String {
        match self {
            Self::Address(address) => address.to_string(),
            Self::Unaddressed { text, .. } => text.clone(),
        }
    }
}

impl From<AccountAddress> for AccountKey {
    fn from(address: AccountAddress) -> Self {
        Self::Address(address)
    }
}

/// How far the making of an account got.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum AccountState {
    /// On chain.
    Confirmed,
    /// Its deployment was sent, or its identity is still pending.
    Pending,
    /// Its deployment was refused.
    Rejected,
    /// Of a network's genesis.
    Genesis,
}

/// What the Desktop Wallet noted about an account's shielded balance.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Shielded {
    /// Hexadecimal: encrypted self amount.
    pub self_amounts: String,
    /// JSON text: array of encrypted incoming amounts.
    pub incoming_amounts: String,
    /// Decimal microCCD: what was decrypted.
    pub total_decrypted: String,
    /// Whether everything was decrypted.
    pub all_decrypted: bool,
}

impl Shielded {
    /// What the Desktop Wallet writes for an account without shielded balance.
    #[must_use]
    pub fn none() -> Self {
        Self {
            self_amounts: format!("c0{:094}", 0).repeat(4),
            incoming_amounts: "[]".into(),
            total_decrypted: "0".into(),
            all_decrypted: true,
        }
    }
}

/// One account.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Account {
    /// What it is.
    pub key: AccountKey,
    /// The identity it is listed under; `None` when nothing says which: an account that came alone, as its keys. Other identities may
    /// hold credentials on it, too.
    pub identity: Option<IdentityKey>,
    /// The person's name for it.
    pub name: String,
    /// How far its making got.
    pub state: AccountState,
    /// How many credentials must sign.
    pub signature_threshold: u32,
    /// Made together with its identity.
    pub is_initial: bool,
    /// Hexadecimal hash of the deploying transaction, while pending.
    pub deployment: Option<String>,
    /// JSON text of an object: which transactions the Desktop Wallet shows.
    pub transaction_filter: String,
    /// Notes about the shielded balance.
    pub shielded: Shielded,
    /// Its keys, where they are in the wallet itself and not on a Ledger.
    pub keys: Option<AccountKeys>,
    /// What a phone keeps of it besides.
    pub phone: Option<PhoneAccount>,
    /// Keys of Ledgers that stand on it without a credential of that Ledger: it was found by them. Ledger's own program makes such
    /// accounts; their credentials are a phone's.
    pub signers: BTreeSet<LedgerSigner>,
}

/// Where on a Ledger a key lies that signs for an account, and which key that is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LedgerSigner {
    /// Which Ledger.
    pub device: PairingKey,
    /// Where the key lies there.
    pub at: SigningPath,
    /// The public key.
    pub key: VerifyKey,
}

/// The path of a key that signs: key number 0 of a credential number of an identity index, below a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SigningPath {
    /// Below which path.
    pub path: LedgerPath,
    /// The number of the identity there; 0 for Ledger's own program.
    pub identity: IdentityIndex,
    /// The number below it: what Ledger's own program calls the account's index.
    pub credential: u8,
}

impl Account {
    /// Whether it has the keys that another state of it has.
    pub(super) fn keeps_keys(&self, other: &Self) -> bool {
        let here = self.phone.as_ref();
        (other.keys.is_none() || other.keys == self.keys)
            && other.phone.as_ref().is_none_or(|there| here.is_some_and(|here| here.keeps_keys(there)))
    }

    /// The name an account gets when nobody named it: the first eight characters of its address.
    #[must_use]
    pub fn default_name(&self) -> String {
        self.key.address().map(AccountAddress::default_name).unwrap_or_default()
    }

    /// Whether keys of a Ledger sign for it. `by_credential`: whether a credential of a Ledger is on it. One that is not finished has no
    /// credential yet; it is its identity's.
    #[must_use]
    pub fn is_on_ledger(&self, by_credential: bool) -> bool {
        let is_of_ledger = self.identity.is_some_and(|identity| identity.device().is_some());
        let is_finished = self.state == AccountState::Confirmed;
        by_credential || !self.signers.is_empty() || (is_of_ledger && !is_finished)
    }

    /// Whether nobody named this account.
    #[must_use]
    pub fn has_default_name(&self) -> bool {
        self.name.is_empty() || self.name == self.default_name()
    }
}

/// What ties an identity to an account.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Credential {
    /// What it is.
    pub id: CredentialId,
    /// The identity whose keys made it.
    pub identity: IdentityKey,
    /// Its number under that identity.
    pub index: CredentialIndex,
    /// The account it was deployed on (or is meant for).
    pub account: AccountKey,
    /// Its place on the account; `None` when it was made but is not, or no longer, on the account.
    pub slot: Option<AccountSlot>,
    /// JSON text: `{"createdAt","validTo","revealedAttributes"}`.
    pub policy: String,
    /// JSON text: commitment randomness, for credentials made by Desktop Wallet 1.2 and later.
    pub randomness: Option<String>,
}

impl Credential {
    /// Whether keys of a Ledger sign by it: what was taken off its account signs for nothing.
    #[must_use]
    pub fn signs_by_ledger(&self) -> bool {
        self.slot.is_some() && self.identity.device().is_some()
    }
}

/// Somebody else's credential on a shared account, with the person's note about it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Cosigner {
    /// The shared account.
    pub account: AccountAddress,
    /// The other signer's credential.
    pub credential: CredentialId,
    /// The person's note; may be empty.
    pub note: String,
}
