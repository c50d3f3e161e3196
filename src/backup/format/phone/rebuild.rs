//! What a phone must find in a file, and another phone left out: made again from what is known. No id and no key is made
//! up.

use serde_json::{Value, json};

use super::members::{self, Mends};
use crate::backup::json::wiped::{Wiped, text_of};
use crate::custody::{self, Examiner};
use crate::gather::{Gather, Rest as _};
use crate::model::{Account, AccountKeys, CredentialIndex};
use crate::secret::SecretText;

/// The key of the shielded balance, and whether it was made again from the identity's keys.
pub(super) fn encryption_for(
    account: &Account,
    keys: &AccountKeys,
    examiner: &Examiner<'_>,
) -> Option<(SecretText, bool)> {
    if let Some(text) = keys.encryption.as_ref().filter(|text| custody::read_encryption_key(text).is_some()) {
        return Some((text.clone(), false));
    }
    let number = examiner.account(account, &[]).number?;
    Some((examiner.encryption_key(number)?, true))
}

/// The credential, and whether it was made again: deployed as it is, it needs no proofs any more, and phones never look at them.
pub(super) fn credential_for(
    account: &Account,
    keys: &AccountKeys,
    revealed: &Value,
    examiner: &Examiner<'_>,
    mends: &mut Mends,
) -> Option<(String, bool)> {
    let kept = account.phone.as_ref().and_then(|phone| phone.credential.as_deref());
    if let Some(text) = kept
        && let Ok(Some(deployed)) = custody::read_credential(text)
        && let Some(mut value) = Wiped::object(text)
    {
        let mut done = Mends::default();
        let table = if deployed.is_initial { members::INITIAL } else { members::NORMAL };
        if !deployed.is_initial {
            // There are two words, and the reader of the first has spoken.
            value.change(|value| {
                let kind = value.pointer_mut("/value/credential").and_then(|it| it.as_object_mut()?.get_mut("type"));
                kind.into_iter().for_each(|kind| *kind = "normal".into());
            });
        }
        if members::mend(&mut value, table, &mut done).is_some() {
            mends.add(done);
            return Some((text_of(value.value()), false));
        }
    }
    let examined = examiner.account(account, &[]);
    let (id, number) = (examined.credential?, examined.number?);
    Some((text_of(&made_again(account, keys, revealed, examiner, &id.to_string(), number)?), true))
}

fn made_again(
    account: &Account,
    keys: &AccountKeys,
    revealed: &Value,
    examiner: &Examiner<'_>,
    id: &str,
    number: CredentialIndex,
) -> Option<Value> {
    let identity = examiner.identity_record()?;
    let provider: Value = serde_json::from_str(identity.provider.as_deref()?).ok()?;
    let object: Value = serde_json::from_str(identity.object.as_deref()?).ok()?;
    let held = custody::read_account_keys(keys).ok()?.credentials.take_out(&0)?;
    let public = held.keys.iter().map(|(place, pair)| {
        let verify = pair.derived().or(pair.verify)?;
        Some((place.to_string(), json!({ "schemeId": "Ed25519", "verifyKey": verify.to_string() })))
    });
    let public: Vec<(String, Value)> = public.collect::<Option<_>>()?;
    let public: serde_json::Map<String, Value> = public.into_iter().gather();
    let mut contents = json!({
        "credentialPublicKeys": { "keys": public, "threshold": held.threshold },
        "ipIdentity": provider.pointer("/ipInfo/ipIdentity")?,
        "policy": {
            "createdAt": object.pointer("/attributeList/createdAt")?,
            "validTo": object.pointer("/attributeList/validTo")?,
            "revealedAttributes": revealed,
        },
    });
    let members = contents.as_object_mut()?;
    // The identity provider makes the first account, with another kind of credential.
    let is_initial = number == CredentialIndex(0) && account.is_initial;
    if is_initial {
        members.extend([("regId".into(), id.into()), ("sig".into(), "".into())]);
    } else {
        let threshold =
            object.pointer("/preIdentityObject/choiceArData/threshold").cloned().unwrap_or_else(|| 1.into());
        members.extend([
            ("credId".into(), id.into()),
            ("arData".into(), json!({})),
            ("proofs".into(), "".into()),
            ("revocationThreshold".into(), threshold),
        ]);
    }
    let kind = if is_initial { "initial" } else { "normal" };
    Some(json!({ "v": 0, "value": { "credential": { "type": kind, "contents": contents }, "messageExpiry": 0 } }))
}
