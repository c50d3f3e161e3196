//! The keys of a single account as Concordium's command-line and company tools write them, the SDKs read them, and the first accounts of a
//! chain come in: "genesis format" (concordium-base, `AccountKeys`; concordium-rust-sdk, `WalletAccount`).
//!
//! It names no network. Beside the keys it may hold those of the identity (`aci`): with them the accounts of that identity can be searched
//! for. It never holds the identity object, so the identity comes in as one that is known by its keys alone.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::phone::{PhoneFields, blank_account, credential_of};
use crate::backup::DocumentError;
use crate::backup::contents::FileContents;
use crate::backup::document::Document;
use crate::backup::json::Members;
use crate::backup::json::wiped::{Unknown, Wiped, secret_text_of};
use crate::backup::noticed::Noticed;
use crate::backup::tally::Tally;
use crate::chain::Generator;
use crate::custody::{self, Examiner};
use crate::fault::Notice;
use crate::gather::Gather;
use crate::model::{
    Account, AccountAddress, AccountKey, AccountKeys, AccountSlot, Credential, CredentialId, Format, Identity,
    IdentityKey, IdentityState, NetworkRecords, PhoneAccount, PhoneIdentity, RecordKind,
};
use crate::secret::SecretText;

/// How it is recognised: it says nothing of itself, but nothing else has these keys at the top.
pub(super) const DOCUMENT: Document = Document {
    format: Format::GenesisKey,
    is: |members| {
        let keys = members.get("accountKeys").and_then(Value::as_object);
        keys.is_some_and(|keys| keys.contains_key("keys")) && !members.contains_key("value")
    },
    read,
};

/// The place of the credential that opened the account.
const FIRST: &str = "0";
const KNOWN: [&str; 6] =
    ["accountKeys", "aci", "address", "commitmentsRandomness", "credentials", "encryptionSecretKey"];

/// Reads the account, and the identity as far as its keys are there.
///
/// # Errors
/// [`DocumentError::KeyFile`].
fn read(document: Wiped, notices: &mut Vec<Notice>) -> Result<FileContents, DocumentError> {
    let members = document.members().ok_or(DocumentError::KeyFile)?;
    let mut tally = Tally::default();
    let credentials = Credentials::of(members);
    let encryption =
        PhoneFields::new(members).secret_text("encryptionSecretKey").map_err(|_| DocumentError::KeyFile)?;
    let key = encryption.as_ref().and_then(custody::read_encryption_key);
    let generator = key.and_then(|key| key.generator.ok());
    let mut identity = members.get("aci").and_then(|aci| identity(aci, generator.as_ref()));
    // Keys of an identity that cannot be read stay with the account: nothing is thrown away.
    let known: Vec<&str> = KNOWN.into_iter().filter(|member| *member != "aci" || identity.is_some()).collect();
    let mut account = account(members, encryption, &credentials, &known, &mut tally)?;
    let name = account.name.clone();
    match &mut identity {
        Some(identity) => identity.name.clone_from(&name),
        None if members.get("aci").is_some_and(|aci| !aci.is_null()) => {
            tally.note(Noticed::GenesisKeyIdentityUnreadable, RecordKind::Account, &name);
        }
        None => {}
    }
    let examiner = Examiner::new(identity.as_ref(), generator);
    account.identity = examiner.identity_key();
    let examined = examiner.account(&account, &[]);
    for finding in examiner.identity() {
        tally.note(Noticed::Found(finding), RecordKind::Identity, &name);
    }
    for finding in &examined.findings {
        tally.note(Noticed::Found(*finding), RecordKind::Account, &name);
    }
    let mut records = NetworkRecords::default();
    let first = account.identity.and_then(|identity| credential_of(identity, &account, &examined));
    let added = credentials.added(&account, &examiner);
    records.credentials.extend(first.into_iter().chain(added).map(|credential| (credential.id, credential.into())));
    records.identities.extend(identity.map(|identity| (identity.key, identity.into())));
    records.accounts.insert(account.key.clone(), account.into());
    notices.extend(tally.into_notices());
    Ok(FileContents::of(None, records))
}

fn account(
    members: &Members,
    encryption: Option<SecretText>,
    credentials: &Credentials<'_>,
    known: &[&str],
    tally: &mut Tally,
) -> Result<Account, DocumentError> {
    let fields = PhoneFields::new(members);
    let signing = fields.secret_json("accountKeys").ok().flatten().ok_or(DocumentError::KeyFile)?;
    let has_commitments = members.get("commitmentsRandomness").is_some_and(|one| one != &Value::Object(Map::new()));
    let commitments =
        fields.secret_json("commitmentsRandomness").map_err(|_| DocumentError::KeyFile)?.filter(|_| has_commitments);
    let said = fields.text("address").ok().flatten().and_then(|text| text.parse().ok());
    let of_credential = || credentials.first().map(|id| AccountAddress::of_first_credential(&id));
    let of_encryption = || {
        let id = custody::read_encryption_key(encryption.as_ref()?)?.credential()?;
        // The key of a credential that was added leads elsewhere.
        credentials.by_place.is_empty().then(|| AccountAddress::of_first_credential(&id))
    };
    let address: AccountAddress = said.or_else(of_credential).or_else(of_encryption).ok_or(DocumentError::KeyFile)?;
    let phone = PhoneAccount {
        submission_id: String::new(),
        credential: credentials.first_as_deployed(),
        revealed_attributes: "{}".into(),
        other_members: credentials.beside(members, known),
    };
    let keys = AccountKeys { signing, encryption, commitments };
    let name = address.default_name();
    if said.is_none() {
        tally.note(Noticed::PhoneAddressMended, RecordKind::Account, &name);
    }
    Ok(blank_account(AccountKey::Address(address), name, credentials.is_initial(), Some(keys), Some(phone)))
}

/// The identity behind its secret. `None` where that cannot be read: without it the identity has no name on the chain.
fn identity(aci: &Value, generator: Option<&Generator>) -> Option<Identity> {
    // As phones keep the same keys.
    let keys = secret_text_of(&[("aci", aci)].into_iter().gather::<BTreeMap<_, _>>());
    let secret = custody::read_holder_keys(&keys)?.id_cred_sec?;
    let usual = Generator::of_mainnet_and_testnet();
    let key = custody::id_cred_pub_of(&secret, generator.unwrap_or(&usual))?;
    Some(Identity {
        key: IdentityKey::Phone(key),
        name: String::new(),
        state: IdentityState::Placeholder,
        detail: None,
        issuer_url: None,
        provider: None,
        object: None,
        randomness: String::new(),
        phone: Some(PhoneIdentity {
            next_account_number: 0,
            environment: None,
            keys: Some(keys),
            other_members: SecretText::new("{}".into()),
        }),
    })
}

/// The credentials that the file lists, by their place on the account. None for an account that was made together with its identity.
struct Credentials<'d> {
    by_place: BTreeMap<&'d str, &'d Value>,
}

impl<'d> Credentials<'d> {
    /// With their version around them, or without.
    fn of(members: &'d Members) -> Self {
        let credentials = members.get("credentials");
        let list = credentials.and_then(|list| list.get("value").or(Some(list))).and_then(Value::as_object);
        Self { by_place: list.into_iter().flatten().map(|(place, one)| (place.as_str(), one)).gather() }
    }

    fn first(&self) -> Option<CredentialId> {
        id_of(self.by_place.get(FIRST)?)
    }

    fn is_initial(&self) -> bool {
        match self.by_place.get(FIRST) {
            Some(first) => first.get("type").and_then(Value::as_str) == Some("initial"),
            None => self.by_place.is_empty(),
        }
    }

    /// The credential that opened the account, in the shape in which phones keep it.
    fn first_as_deployed(&self) -> Option<String> {
        let first = self.by_place.get(FIRST)?;
        Some(serde_json::json!({ "v": 0, "value": { "credential": first } }).to_string())
    }

    /// What else the file holds; and, as key files say it, which credential opened the account.
    fn beside(&self, members: &Members, known: &[&str]) -> SecretText {
        match self.first() {
            Some(first) => {
                let mut kept = Wiped::new(Value::Object(members.clone()));
                kept.change(|kept| {
                    if let Some(kept) = kept.as_object_mut() {
                        kept.insert("credentials".into(), serde_json::json!({ (FIRST): first.to_string() }));
                    }
                });
                let known: Vec<&str> = known.iter().copied().filter(|member| *member != "credentials").collect();
                kept.members().map_or_else(|| SecretText::new("{}".into()), |members| others(members, &known))
            }
            None => others(members, known),
        }
    }

    /// Those that were added to a shared account, as far as they are of this identity.
    fn added(&self, account: &Account, examiner: &Examiner<'_>) -> Vec<Credential> {
        let Some(identity) = account.identity else { return Vec::new() };
        let others = self.by_place.iter().filter(|(place, _)| **place != FIRST);
        let credential = |(place, one): (&&str, &&Value)| {
            let id = id_of(one)?;
            let policy = one.pointer("/contents/policy").filter(|policy| policy.is_object());
            Some(Credential {
                id,
                identity,
                index: examiner.number_of(id)?,
                account: account.key.clone(),
                slot: Some(AccountSlot(place.parse().ok()?)),
                policy: policy.map_or_else(|| super::phone::BLANK_POLICY.into(), Value::to_string),
                randomness: None,
            })
        };
        others.filter_map(credential).collect()
    }
}

fn others(members: &Members, known: &[&str]) -> SecretText {
    secret_text_of(&Unknown { members, known })
}

fn id_of(credential: &Value) -> Option<CredentialId> {
    let contents = credential.get("contents")?;
    contents.get("credId").or_else(|| contents.get("regId"))?.as_str()?.parse().ok()
}
