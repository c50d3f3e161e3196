//! The strictest reader of a phone's file: an iPhone, which reads every record by its declared types, and refuses the whole file for one
//! member that is missing or of another type.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

/// The members that the strictest reader (iOS) needs, with the types it needs them in.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "reading them is the test")]
pub(crate) struct Phone {
    r#type: String,
    v: i32,
    environment: String,
    value: PhoneValue,
}

impl Phone {
    /// Why it would refuse the whole file.
    pub(crate) fn refuses(document: &Value) -> Option<String> {
        let phone: Phone = match serde_json::from_value(document.clone()) {
            Ok(phone) => phone,
            Err(why) => return Some(why.to_string()),
        };
        let is_one = phone.r#type == "concordium-mobile-wallet-data" && phone.v == 1 && !has_null(document);
        (!is_one).then(|| "a null, another type or version".to_owned())
    }
}

fn has_null(value: &Value) -> bool {
    match value {
        Value::Null => true,
        // A list of unknown meaning keeps what is in it.
        Value::Array(list) => list.iter().filter(|one| !one.is_null()).any(has_null),
        Value::Object(members) => members.values().any(has_null),
        Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    }
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "reading them is the test")]
struct PhoneValue {
    identities: Vec<PhoneIdentity>,
    recipients: Vec<PhoneRecipient>,
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "reading them is the test")]
struct PhoneRecipient {
    name: String,
    address: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "reading them is the test")]
struct PhoneIdentity {
    name: String,
    next_account_number: i32,
    identity_provider: PhoneProvider,
    identity_object: PhoneObject,
    private_id_object_data: PhoneHolder,
    accounts: Vec<PhoneAccount>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "reading them is the test")]
struct PhoneProvider {
    ip_info: PhoneIpInfo,
    ars_infos: BTreeMap<String, PhoneGuardian>,
    metadata: PhoneMetadata,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "reading them is the test")]
struct PhoneIpInfo {
    ip_identity: i32,
    ip_description: PhoneDescription,
    ip_verify_key: String,
    ip_cdi_verify_key: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "reading them is the test")]
struct PhoneMetadata {
    icon: String,
    issuance_start: String,
    support: Option<String>,
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "reading them is the test")]
struct PhoneDescription {
    name: String,
    url: String,
    description: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "reading them is the test")]
struct PhoneGuardian {
    ar_identity: i32,
    ar_description: PhoneDescription,
    ar_public_key: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "reading them is the test")]
struct PhoneObject {
    pre_identity_object: PhonePreIdentity,
    attribute_list: PhoneAttributes,
    signature: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "reading them is the test")]
struct PhonePreIdentity {
    pub_info_for_ip: PhonePublic,
    choice_ar_data: PhoneChoice,
    id_cred_sec_commitment: String,
    ip_ar_data: BTreeMap<String, PhoneShare>,
    #[serde(rename = "prfKeyCommitmentWithIP")]
    prf_key_commitment: String,
    prf_key_sharing_coeff_commitments: Vec<String>,
    proofs_of_knowledge: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "reading them is the test")]
struct PhonePublic {
    id_cred_pub: String,
    reg_id: String,
    public_keys: PhoneKeys<PhonePublicKey>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "reading them is the test")]
struct PhonePublicKey {
    scheme_id: String,
    verify_key: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "reading them is the test")]
struct PhoneChoice {
    ar_identities: Vec<i32>,
    threshold: i32,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "reading them is the test")]
struct PhoneShare {
    enc_prf_key_share: String,
    proof_com_enc_eq: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "reading them is the test")]
struct PhoneAttributes {
    valid_to: String,
    created_at: String,
    max_accounts: i32,
    chosen_attributes: BTreeMap<String, String>,
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "reading them is the test")]
struct PhoneHolder {
    aci: PhoneAci,
    randomness: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "reading them is the test")]
struct PhoneAci {
    credential_holder_information: PhoneHolderSecret,
    prf_key: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "reading them is the test")]
struct PhoneHolderSecret {
    id_cred_secret: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "reading them is the test")]
struct PhonePair {
    sign_key: String,
    verify_key: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "reading them is the test")]
struct PhoneCommitments {
    attributes_rand: BTreeMap<String, String>,
    cred_counter_rand: String,
    id_cred_sec_rand: String,
    max_accounts_rand: String,
    prf_rand: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "reading them is the test")]
struct PhoneAccount {
    name: String,
    address: String,
    submission_id: String,
    account_keys: PhoneKeys<PhoneKeys<PhonePair>>,
    encryption_secret_key: String,
    commitments_randomness: Option<PhoneCommitments>,
    revealed_attributes: BTreeMap<String, String>,
    credential: PhoneVersioned,
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "reading them is the test")]
struct PhoneKeys<Key> {
    keys: BTreeMap<String, Key>,
    threshold: i32,
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "reading them is the test")]
struct PhoneVersioned {
    v: i32,
    value: PhoneDeployment,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "reading them is the test")]
struct PhoneDeployment {
    credential: PhoneCredential,
    message_expiry: i64,
}

#[derive(Deserialize)]
#[serde(tag = "type", content = "contents", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[expect(dead_code, reason = "reading them is the test")]
enum PhoneCredential {
    Initial {
        credential_public_keys: PhoneKeys<PhonePublicKey>,
        ip_identity: i32,
        policy: PhonePolicy,
        reg_id: String,
        sig: String,
    },
    Normal {
        ar_data: BTreeMap<String, PhoneArData>,
        cred_id: String,
        credential_public_keys: PhoneKeys<PhonePublicKey>,
        ip_identity: i32,
        policy: PhonePolicy,
        proofs: String,
        revocation_threshold: i32,
    },
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "reading them is the test")]
struct PhoneArData {
    enc_id_cred_pub_share: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "reading them is the test")]
struct PhonePolicy {
    created_at: String,
    valid_to: String,
    revealed_attributes: BTreeMap<String, String>,
}
