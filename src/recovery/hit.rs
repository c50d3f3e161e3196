//! What the node's answer says about one of our credential ids. Of an account on chain, the part that a wallet records: no
//! balance, no key.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::gather::Gather;
use crate::model::{AccountAddress, AccountSlot, CredentialId};
use crate::node::{AccountOnChain, Policy};

/// Names of the attribute tags, by number (concordium-base `id/src/types.rs`, `ATTRIBUTE_NAMES`).
const ATTRIBUTES: [&str; 18] = [
    "firstName",
    "lastName",
    "sex",
    "dob",
    "countryOfResidence",
    "nationality",
    "idDocType",
    "idDocNo",
    "idDocIssuer",
    "idDocIssuedAt",
    "idDocExpiresAt",
    "nationalIdNo",
    "taxIdNo",
    "lei",
    "legalName",
    "legalCountry",
    "businessNumber",
    "registrationAuth",
];

/// A credential id the chain knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Hit {
    pub(super) id: CredentialId,
    /// The account it leads to.
    pub(super) account: AccountAddress,
    /// How many credentials must sign there.
    pub(super) threshold: u32,
    /// Everything that is on the account now. Ours is missing when it was removed.
    pub(super) listed: BTreeMap<AccountSlot, CredentialThere>,
    /// JSON text of our credential's policy; `None` when it was removed.
    pub(super) policy: Option<String>,
}

/// A credential that is on the account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct CredentialThere {
    pub(super) id: CredentialId,
    /// Made by the identity provider together with the identity.
    pub(super) initial: bool,
}

impl Hit {
    pub(super) fn read(id: CredentialId, account: &AccountOnChain) -> Self {
        Self {
            id,
            account: account.address,
            threshold: account.threshold,
            listed: account
                .credentials
                .iter()
                .map(|(slot, credential)| (*slot, CredentialThere { id: credential.id, initial: credential.initial }))
                .gather(),
            policy: account.credentials.values().find(|credential| credential.id == id).map(|ours| json(&ours.policy)),
        }
    }

    /// Where our credential stands; `None` when it was removed.
    pub(super) fn slot(&self) -> Option<AccountSlot> {
        self.listed.iter().find(|(_, listed)| listed.id == self.id).map(|(slot, _)| *slot)
    }

    /// Whether our credential opened the account, together with our identity.
    pub(super) fn is_initial(&self) -> bool {
        self.opened_by().is_some_and(|first| first.id == self.id && first.initial)
    }

    /// The credential that opened the account: the first one cannot be removed.
    pub(super) fn opened_by(&self) -> Option<&CredentialThere> {
        self.listed.get(&AccountSlot(0))
    }
}

/// The form in which wallets keep a policy: `{"createdAt","revealedAttributes","validTo"}`.
fn json(policy: &Policy) -> String {
    let revealed: Map<String, Value> = policy
        .revealed
        .iter()
        .map(|(tag, value)| {
            let name =
                ATTRIBUTES.get(usize::from(*tag)).map_or_else(|| format!("UNNAMED#{tag}"), |name| (*name).to_owned());
            (name, String::from_utf8_lossy(value).into())
        })
        .gather();
    serde_json::json!({
        "createdAt": policy.created_at.to_string(),
        "revealedAttributes": revealed,
        "validTo": policy.valid_to.to_string(),
    })
    .to_string()
}
