//! From records to documents that the real Desktop Wallet takes without loss. What its importer aborts on is never written.

use serde::Serialize;
use serde_json::{Map, Value};

use super::filter_object;
use crate::model::{
    Account, AccountSlot, AccountState, Contact, Cosigner, Credential, DesktopRows, Device, GenesisHash, Identity,
    IdentityKey, IdentityState, LedgerPath, NetworkRecords, PairingKey, Wallet,
};
use crate::order::InOrder as _;
use crate::secret::Plaintext;

/// Most address book entries, and most external credentials, that its importer takes at once (`app/database/addressBookDao.ts`).
pub const MAX_NEW_PER_FILE: usize = 500;

/// How many files the records take.
#[must_use]
pub fn parts(carried: &Wallet, network: GenesisHash) -> usize {
    let longest =
        carried.networks.get(&network).map_or(0, |records| records.contacts.len().max(records.cosigners.len()));
    longest.div_ceil(MAX_NEW_PER_FILE).max(1)
}

/// The documents, in the order in which they must be imported. Expects what [`super::carry`] gives.
#[must_use]
pub fn encode(carried: &Wallet, network: GenesisHash) -> Vec<Plaintext> {
    let nothing = NetworkRecords::default();
    let records = carried.networks.get(&network).unwrap_or(&nothing);
    // Own accounts first: they belong to what the first file brings.
    let (own, others): (Vec<_>, Vec<_>) = records.contacts.values().partition(|contact| records.owns(&contact.address));
    let contacts =
        own.into_iter().map(|contact| (contact, true)).chain(others.into_iter().map(|contact| (contact, false)));
    let mut contacts = contacts.map(|(contact, is_own)| ContactRow::from((contact.record(), is_own))).peekable();
    let mut cosigners = records.cosigners.values().map(|cosigner| CosignerRow::from(cosigner.record())).peekable();
    let mut documents = vec![document(carried, records, network)];
    loop {
        if let Some(last) = documents.last_mut() {
            last.address_book = contacts.by_ref().take(MAX_NEW_PER_FILE).collect();
            last.external_credentials = cosigners.by_ref().take(MAX_NEW_PER_FILE).collect();
        }
        if contacts.peek().is_none() && cosigners.peek().is_none() {
            return documents.iter().map(DesktopDocument::bytes).collect();
        }
        documents.push(DesktopDocument::empty(network));
    }
}

fn document<'a>(carried: &'a Wallet, records: &'a NetworkRecords, network: GenesisHash) -> DesktopDocument<'a> {
    let nothing = DesktopRows::default();
    let rows = carried.desktop_rows.get(&network).unwrap_or(&nothing);
    let identity_row = |key: &IdentityKey| rows.identities.get(key).copied();
    let mut wallets: Vec<_> = carried
        .devices
        .values()
        .filter_map(|device| Some(WalletRow::new(device, *rows.devices.get(&device.pairing_key)?)))
        .collect();
    let mut identities: Vec<_> = records
        .identities
        .values()
        .filter_map(|identity| IdentityEntry::new(identity, identity_row(&identity.key)?, rows))
        .collect();
    // An empty Desktop Wallet numbers what it takes in this order.
    wallets.order_by_key(|row| row.id);
    identities.order_by_key(|row| row.id);
    DesktopDocument {
        wallets,
        identities,
        accounts: records
            .accounts
            .values()
            .filter_map(|account| Some(AccountRow::new(account, identity_row(account.identity.as_ref()?)?)))
            .collect(),
        credentials: records
            .credentials
            .values()
            .filter_map(|credential| Some(CredentialRow::new(credential, identity_row(&credential.identity)?)))
            .collect(),
        ..DesktopDocument::empty(network)
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct DesktopDocument<'a> {
    accounts: Vec<AccountRow<'a>>,
    identities: Vec<IdentityEntry<'a>>,
    address_book: Vec<ContactRow<'a>>,
    credentials: Vec<CredentialRow<'a>>,
    external_credentials: Vec<CosignerRow<'a>>,
    wallets: Vec<WalletRow<'a>>,
    genesis: GenesisRow,
}

impl DesktopDocument<'_> {
    /// Every list is there in every file: the importer expects them.
    fn empty(network: GenesisHash) -> Self {
        Self {
            accounts: Vec::new(),
            identities: Vec::new(),
            address_book: Vec::new(),
            credentials: Vec::new(),
            external_credentials: Vec::new(),
            wallets: Vec::new(),
            genesis: GenesisRow { id: 1, genesis_block: network },
        }
    }

    fn bytes(&self) -> Plaintext {
        #[expect(clippy::expect_used, reason = "cannot happen: see the text")]
        Plaintext::new(serde_json::to_vec(self).expect("texts, numbers and lists serialise into memory"))
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct GenesisRow {
    id: u32,
    genesis_block: GenesisHash,
}

#[derive(Serialize)]
struct WalletRow<'a> {
    id: u32,
    identifier: PairingKey,
    r#type: &'a str,
}

impl<'a> WalletRow<'a> {
    fn new(device: &'a Device, id: u32) -> Self {
        Self { id, identifier: device.pairing_key, r#type: &device.kind }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct IdentityEntry<'a> {
    id: u32,
    identity_number: u32,
    name: &'a str,
    status: &'static str,
    detail: Option<&'a str>,
    code_uri: Option<&'a str>,
    identity_provider: Option<&'a str>,
    identity_object: Option<&'a str>,
    randomness: &'a str,
    wallet_id: u32,
    version: u8,
}

impl<'a> IdentityEntry<'a> {
    /// `None` for an identity that is on none of these Ledgers.
    fn new(identity: &'a Identity, id: u32, rows: &DesktopRows) -> Option<Self> {
        let IdentityKey::Ledger { device, index, version, path: LedgerPath::Legacy } = identity.key else {
            return None;
        };
        Some(Self {
            id,
            identity_number: index.get(),
            name: &identity.name,
            status: match identity.state {
                IdentityState::Confirmed => "confirmed",
                IdentityState::Pending => "pending",
                IdentityState::Rejected => "rejected",
                IdentityState::RejectedAndWarned => "rejectedAndWarned",
                IdentityState::Placeholder => "recovered",
                IdentityState::Genesis => "genesis",
            },
            detail: identity.detail.as_deref(),
            code_uri: identity.issuer_url.as_deref(),
            identity_provider: identity.provider.as_deref(),
            identity_object: identity.object.as_deref(),
            randomness: &identity.randomness,
            wallet_id: *rows.devices.get(&device)?,
            version: version.number(),
        })
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct AccountRow<'a> {
    identity_id: u32,
    name: &'a str,
    status: &'static str,
    self_amounts: &'a str,
    incoming_amounts: &'a str,
    signature_threshold: u32,
    total_decrypted: &'a str,
    all_decrypted: bool,
    deployment_transaction_id: Option<&'a str>,
    is_initial: bool,
    address: String,
    transaction_filter: Map<String, Value>,
}

impl<'a> AccountRow<'a> {
    fn new(account: &'a Account, identity_id: u32) -> Self {
        Self {
            identity_id,
            name: &account.name,
            status: match account.state {
                AccountState::Confirmed => "confirmed",
                AccountState::Pending => "pending",
                AccountState::Rejected => "rejected",
                AccountState::Genesis => "genesis",
            },
            self_amounts: &account.shielded.self_amounts,
            incoming_amounts: &account.shielded.incoming_amounts,
            signature_threshold: account.signature_threshold,
            total_decrypted: &account.shielded.total_decrypted,
            all_decrypted: account.shielded.all_decrypted,
            deployment_transaction_id: account.deployment.as_deref(),
            is_initial: account.is_initial,
            address: account.key.text(),
            transaction_filter: filter_object(&account.transaction_filter),
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct CredentialRow<'a> {
    identity_id: u32,
    account_address: String,
    cred_id: String,
    credential_number: u32,
    credential_index: Option<u32>,
    policy: &'a str,
    randomness: Option<&'a str>,
}

impl<'a> CredentialRow<'a> {
    fn new(credential: &'a Credential, identity_id: u32) -> Self {
        Self {
            identity_id,
            account_address: credential.account.text(),
            cred_id: credential.id.to_string(),
            credential_number: credential.index.0,
            credential_index: credential.slot.map(|AccountSlot(slot)| slot),
            policy: &credential.policy,
            randomness: credential.randomness.as_deref(),
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct CosignerRow<'a> {
    account_address: String,
    cred_id: String,
    note: &'a str,
}

impl<'a> From<&'a Cosigner> for CosignerRow<'a> {
    fn from(cosigner: &'a Cosigner) -> Self {
        Self {
            account_address: cosigner.account.to_string(),
            cred_id: cosigner.credential.to_string(),
            note: &cosigner.note,
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ContactRow<'a> {
    name: &'a str,
    address: String,
    note: Option<&'a str>,
    read_only: bool,
}

impl<'a> From<(&'a Contact, bool)> for ContactRow<'a> {
    fn from((contact, read_only): (&'a Contact, bool)) -> Self {
        Self { name: &contact.name, address: contact.address.to_string(), note: contact.note.as_deref(), read_only }
    }
}
