//! What file-based phone wallets keep of identities and accounts beyond what every wallet keeps: first of all the keys. The
//! keys among it are kept as texts, which only `custody` reads.

use crate::secret::SecretText;

/// What a phone keeps of an identity.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct PhoneIdentity {
    /// The number the phone would give the next account.
    pub next_account_number: u32,
    /// What the file says its network is, in its own word; `None` in files from before May 2021.
    pub environment: Option<String>,
    /// JSON text: `privateIdObjectData`. `None` when only watched.
    pub keys: Option<SecretText>,
    /// JSON text of an object: members that no known version writes, kept for making the file again. Nobody knows what is in there, so
    /// it is held like a key.
    pub other_members: SecretText,
}

/// What a phone keeps of an account, apart from its keys.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct PhoneAccount {
    /// Hexadecimal hash of the deployment; empty for an account made together with its identity.
    pub submission_id: String,
    /// JSON text: the credential that opened the account, as it was deployed. Some phones left it out.
    pub credential: Option<String>,
    /// JSON text of an object: attributes revealed on chain.
    pub revealed_attributes: String,
    /// JSON text of an object: members that no known version writes. See [`PhoneIdentity::other_members`].
    pub other_members: SecretText,
}

/// The keys of an account.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct AccountKeys {
    /// JSON text: `{"keys":{credential:{"keys":{key:{"signKey","verifyKey"}},"threshold"}},"threshold"}`.
    pub signing: SecretText,
    /// Hexadecimal: generator and secret scalar of the shielded balance.
    pub encryption: Option<SecretText>,
    /// JSON text: what opens the credential's attribute commitments.
    pub commitments: Option<SecretText>,
}

impl PhoneIdentity {
    /// Whether it has what is secret in another state of it.
    pub(super) fn keeps_keys(&self, other: &Self) -> bool {
        (other.keys.is_none() || other.keys == self.keys) && other.other_members == self.other_members
    }

    /// The same without anything secret.
    #[must_use]
    pub fn watched(self) -> Self {
        Self { keys: None, other_members: SecretText::new("{}".into()), ..self }
    }
}

impl PhoneAccount {
    /// Whether it has what is secret in another state of it.
    pub(super) fn keeps_keys(&self, other: &Self) -> bool {
        other.other_members == self.other_members
    }

    /// The same without anything secret.
    #[must_use]
    pub fn watched(self) -> Self {
        Self { other_members: SecretText::new("{}".into()), ..self }
    }
}
