//! One identity of a phone's document, from its members to a record.

use serde_json::Value;

use super::OF_IDENTITY;
use super::fields::{PhoneFields, Unreadable};
use crate::backup::noticed::Noticed;
use crate::backup::tally::Tally;
use crate::chain::Generator;
use crate::custody;
use crate::model::{IdCredPub, Identity, IdentityKey, IdentityState, PhoneIdentity, RecordKind};
use crate::secret::SecretText;

/// Reads an identity. `generator` is the network's, as the keys of its accounts repeat it.
pub(super) fn read(
    fields: &PhoneFields<'_>,
    environment: Option<&str>,
    generator: Option<&Generator>,
    tally: &mut Tally,
) -> Result<Identity, Unreadable> {
    let name = fields.text("name")?;
    let label = name.unwrap_or_default();
    let keys = fields.secret_json("privateIdObjectData")?;
    let key = match fields.value("identityObject").and_then(public_key) {
        Some(key) => key,
        None => {
            let key = keys.as_ref().and_then(|keys| computed(keys, generator)).ok_or(Unreadable("idCredPub"))?;
            tally.note(Noticed::PhoneIdentityMended, RecordKind::Identity, label);
            key
        }
    };
    if name.is_none() {
        tally.note(Noticed::PhoneNameMissing, RecordKind::Identity, &legible_key(&key));
    }
    let object = fields.object("identityObject")?;
    let provider = fields.object("identityProvider")?;
    for (field, text) in [("identityObject", &object), ("identityProvider", &provider)] {
        if text.is_none() {
            tally.note_field(Noticed::PhonePartMissing, RecordKind::Identity, field, label);
        }
    }
    let next_account_number = fields.index("nextAccountNumber").unwrap_or_else(|| {
        tally.note(Noticed::PhoneNumberMissing, RecordKind::Identity, label);
        0
    });
    Ok(Identity {
        key: IdentityKey::Phone(key),
        name: label.to_owned(),
        state: if object.is_some() { IdentityState::Confirmed } else { IdentityState::Placeholder },
        detail: None,
        issuer_url: None,
        provider,
        object,
        randomness: String::new(),
        phone: Some(PhoneIdentity {
            next_account_number,
            environment: environment.map(str::to_owned),
            keys,
            other_members: fields.unknown(&OF_IDENTITY)?,
        }),
    })
}

/// Where both versions of an identity object have it.
pub(super) fn public_key(object: &Value) -> Option<IdCredPub> {
    ["/preIdentityObject/pubInfoForIp/idCredPub", "/preIdentityObject/idCredPub"]
        .iter()
        .find_map(|pointer| object.pointer(pointer)?.as_str()?.parse().ok())
}

fn computed(keys: &SecretText, generator: Option<&Generator>) -> Option<IdCredPub> {
    let secret = custody::read_holder_keys(keys)?.id_cred_sec?;
    match generator {
        Some(generator) => custody::id_cred_pub_of(&secret, generator),
        None => custody::id_cred_pub_of(&secret, &Generator::of_mainnet_and_testnet()),
    }
}

/// What stands for the name of an identity that has none: the beginning of its public key.
fn legible_key(key: &IdCredPub) -> String {
    key.to_string().chars().take(8).collect()
}
