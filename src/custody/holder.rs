//! The keys of an identity, and what its object says about its accounts.

use serde::Deserialize;
use serde_json::Value;

use super::keys::bytes_32;
use super::written::{AciText, Hexadecimal};
use crate::chain;
use crate::model::{CredentialId, Identity};
use crate::secret::{IdCredSec, PrfKey, SecretText};

/// The keys of an identity, as far as they can be read.
#[derive(Debug, Clone)]
pub struct HolderKeys {
    /// Behind the identity's public key.
    pub id_cred_sec: Option<IdCredSec>,
    /// Behind the ids of its credentials.
    pub prf: Option<PrfKey>,
}

/// Reads the keys of an identity (`privateIdObjectData`). `None` if the text is not what phones write.
#[must_use]
pub fn read_holder_keys(keys: &SecretText) -> Option<HolderKeys> {
    // EXPOSE: to read the keys in it; their texts are borrowed, not copied.
    let text: HolderText<'_> = serde_json::from_str(keys.expose()).ok()?;
    let scalar = |text: Hexadecimal<'_>| bytes_32(text.0).filter(|bytes| chain::is_scalar(bytes));
    let secret = text.aci.credential_holder_information.and_then(|holder| holder.id_cred_secret).and_then(scalar);
    let prf = text.aci.prf_key.and_then(scalar);
    Some(HolderKeys {
        id_cred_sec: secret.map(|bytes| IdCredSec::new(*bytes)),
        prf: prf.map(|bytes| PrfKey::new(*bytes)),
    })
}

/// How many accounts the identity may have, as its object says.
#[must_use]
pub fn max_accounts(identity: &Identity) -> Option<u32> {
    let number = object(identity)?.pointer("/attributeList/maxAccounts")?.as_u64()?;
    u32::try_from(number).ok()
}

/// The credential the identity was issued with: it opened its first account.
pub(super) fn first_credential(identity: &Identity) -> Option<CredentialId> {
    object(identity)?.pointer("/preIdentityObject/pubInfoForIp/regId")?.as_str()?.parse().ok()
}

/// The identity object; the Desktop Wallet wraps it into its version, phones do not.
fn object(identity: &Identity) -> Option<Value> {
    let mut object: Value = serde_json::from_str(identity.object.as_deref()?).ok()?;
    match object.get_mut("value").map(Value::take) {
        Some(value) if object.get("v").is_some() => Some(value),
        Some(_) | None => Some(object),
    }
}

#[derive(Deserialize)]
struct HolderText<'a> {
    #[serde(borrow)]
    aci: AciText<'a>,
}
