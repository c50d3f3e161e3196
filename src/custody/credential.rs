//! The credential that opened an account, as it was deployed and as phones keep it. Its proofs are not verified.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::gather::Gather;
use crate::model::{CredentialId, VerifyKey};

/// What a deployed credential says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deployed {
    /// Its id.
    pub id: CredentialId,
    /// Made by the identity provider together with the identity.
    pub is_initial: bool,
    /// Its public keys by their place; `None` for one that is not 32 bytes.
    pub keys: BTreeMap<u32, Option<VerifyKey>>,
    /// How many of its keys must sign.
    pub threshold: Option<u32>,
    /// JSON text: `{"createdAt","validTo","revealedAttributes"}`.
    pub policy: Option<String>,
}

/// A text that is there and names no credential.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a credential")]
pub struct CredentialUnreadable;

/// Reads a credential: with its version (`{"v","value":{"credential"}}`), as phones keep it. `Ok(None)` where a phone left it empty.
///
/// # Errors
/// [`CredentialUnreadable`].
pub fn read_credential(text: &str) -> Result<Option<Deployed>, CredentialUnreadable> {
    let credential: Value = serde_json::from_str(text).map_err(|_| CredentialUnreadable)?;
    let value = credential.get("value").unwrap_or(&credential);
    if value.is_null() || value.as_object().is_some_and(serde_json::Map::is_empty) {
        return Ok(None);
    }
    let contents = value.pointer("/credential/contents").ok_or(CredentialUnreadable)?;
    let id = contents.get("credId").or_else(|| contents.get("regId")).and_then(Value::as_str);
    Ok(Some(Deployed {
        id: id.and_then(|id| id.parse().ok()).ok_or(CredentialUnreadable)?,
        is_initial: value.pointer("/credential/type").and_then(Value::as_str) == Some("initial"),
        keys: keys(contents),
        threshold: contents.pointer("/credentialPublicKeys/threshold").and_then(number),
        policy: contents.get("policy").filter(|policy| policy.is_object()).map(Value::to_string),
    }))
}

fn keys(contents: &Value) -> BTreeMap<u32, Option<VerifyKey>> {
    let keys = contents.pointer("/credentialPublicKeys/keys").and_then(Value::as_object);
    keys.into_iter()
        .flatten()
        .filter_map(|(place, key)| {
            let verify = key.get("verifyKey").and_then(Value::as_str).and_then(|text| text.parse().ok());
            Some((place.parse().ok()?, verify))
        })
        .gather()
}

fn number(value: &Value) -> Option<u32> {
    value.as_u64().and_then(|number| u32::try_from(number).ok())
}
