//! Recorded runs of the Desktop Wallet's recovery: we find at least what it found, and say what it did not.

use crate::every;
use crate::fixtures;
use crate::generator;
use crate::support;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use fixtures::{account, credential};
use generator::GENERATOR;
use lifeboat::model::{
    AccountKey, AccountSlot, ContactAddress, Credential, CredentialId, CredentialIndex, GenesisHash, Identity,
    IdentityIndex, IdentityKey, IdentityState, KeyVersion, LedgerPath, Network, NetworkRecords, PairingKey, Wallet,
    YearMonth,
};
use lifeboat::node::{AccountOnChain, CredentialOnChain, Policy};
use lifeboat::recovery::{Basis, Event, Given, Known, LedgerKey, PlaceState, Plan, Recovery, Route, Step};
use lifeboat::secret::PrfKeySeed;
use serde::Deserialize;
use serde_json::Value;

#[derive(Deserialize)]
struct Case {
    name: String,
    fixture: Fixture,
    db: Rows,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Fixture {
    pairing_key: PairingKey,
    seeds: BTreeMap<u32, String>,
    chain: BTreeMap<CredentialId, OnChain>,
    #[serde(default = "one")]
    steps: u32,
    plain: Option<Rows>,
}

fn one() -> u32 {
    1
}

#[derive(Deserialize)]
#[serde(untagged)]
enum OnChain {
    #[serde(rename_all = "camelCase")]
    Account {
        account_threshold: u32,
        account_credentials: BTreeMap<String, Value>,
    },
    Other(Value),
}

/// The rows of the Desktop Wallet, as far as they matter here: its database, or the plaintext of its export.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Rows {
    #[serde(alias = "wallet")]
    wallets: Vec<WalletRow>,
    identities: Vec<IdentityRow>,
    accounts: Vec<AccountRow>,
    credentials: Vec<CredentialRow>,
    #[serde(default)]
    address_book: Vec<ContactRow>,
}

#[derive(Deserialize)]
struct WalletRow {
    id: i64,
    identifier: PairingKey,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct IdentityRow {
    id: i64,
    identity_number: u32,
    wallet_id: i64,
    #[serde(default)]
    version: u8,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct AccountRow {
    address: String,
    name: String,
    signature_threshold: u32,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct CredentialRow {
    cred_id: CredentialId,
    account_address: String,
    identity_id: i64,
    credential_number: u32,
    credential_index: Option<u32>,
    policy: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ContactRow {
    address: String,
}

impl Rows {
    fn identity(&self, id: i64) -> IdentityKey {
        let row = self.identities.iter().find(|row| row.id == id).unwrap();
        let device = self.wallets.iter().find(|wallet| wallet.id == row.wallet_id).unwrap().identifier;
        let version = KeyVersion::ALL.into_iter().find(|version| version.number() == row.version).unwrap();
        IdentityKey::Ledger {
            device,
            path: LedgerPath::Legacy,
            index: IdentityIndex::new(row.identity_number).unwrap(),
            version,
        }
    }

    fn wallet(&self, network: GenesisHash) -> Wallet {
        let mut records = NetworkRecords::default();
        for row in &self.identities {
            let key = self.identity(row.id);
            records.identities.insert(key, Identity::placeholder(key).into());
        }
        for row in &self.credentials {
            let Ok(address) = row.account_address.parse() else { continue };
            let credential = Credential {
                id: row.cred_id,
                identity: self.identity(row.identity_id),
                index: CredentialIndex(row.credential_number),
                account: AccountKey::Address(address),
                slot: row.credential_index.map(AccountSlot),
                policy: row.policy.clone(),
                randomness: None,
            };
            records.credentials.insert(row.cred_id, credential.into());
        }
        Wallet { networks: BTreeMap::from([(network, records)]), ..Wallet::default() }
    }
}

impl OnChain {
    /// What our node layer makes of such an answer.
    fn said(&self) -> Said {
        match self {
            Self::Account { account_threshold, account_credentials } => {
                let credentials = account_credentials
                    .iter()
                    .map(|(slot, value)| (AccountSlot(slot.parse().unwrap()), on_chain(value)))
                    .collect();
                account(*account_threshold, credentials).map_or(Said::Fault, |account| Said::Account(Box::new(account)))
            }
            Self::Other(Value::Null) => Said::Nothing,
            Self::Other(_) => Said::Fault,
        }
    }
}

fn on_chain(credential_json: &Value) -> CredentialOnChain {
    let (value, contents) = (&credential_json["value"], &credential_json["value"]["contents"]);
    let initial = value["type"] == "initial";
    let id = contents[if initial { "regId" } else { "credId" }].as_str().unwrap().parse().unwrap();
    let month = |field: &str| {
        let text = contents["policy"][field].as_str().unwrap();
        let (year, month) = text.split_at(4);
        YearMonth::new(year.parse().unwrap(), month.parse().unwrap()).unwrap()
    };
    let tags = [
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
    ];
    let revealed = contents["policy"]["revealedAttributes"].as_object().unwrap().iter().map(|(name, value)| {
        let tag = tags.iter().position(|tag| tag == name).unwrap();
        (u8::try_from(tag).unwrap(), value.as_str().unwrap().as_bytes().to_vec())
    });
    let policy = Policy { created_at: month("createdAt"), valid_to: month("validTo"), revealed: revealed.collect() };
    CredentialOnChain { policy, ..credential(id, initial) }
}

fn seed(text: &str) -> PrfKeySeed {
    PrfKeySeed::new(hex::decode(text).unwrap().try_into().unwrap())
}

fn check(case: &Case) {
    let (name, fixture, network) = (&case.name, &case.fixture, Network::Mainnet.genesis());
    let known = fixture.plain.as_ref().map_or_else(Known::default, |plain| Known::of(&plain.wallet(network), network));
    let basis = Basis { plan: Plan::standard(), generator: GENERATOR.clone(), network, known };
    let mut recovery = Recovery::new(basis, Route::legacy(fixture.pairing_key));
    let indices = fixture.steps.min(u32::try_from(fixture.seeds.len()).unwrap());
    recover(
        &mut recovery,
        indices,
        |index| seed(&fixture.seeds[&index.get()]),
        |id| fixture.chain.get(id).map_or(Said::Nothing, OnChain::said),
    );

    let wallet = recovery.outcome();
    let found = &wallet.networks[&network];
    let mut here: BTreeSet<String> = found.accounts.keys().map(AccountKey::text).collect();
    let mut here_credentials: BTreeSet<CredentialId> = found.credentials.keys().copied().collect();
    let mut contacts = BTreeSet::new();
    if let Some(plain) = &fixture.plain {
        here.extend(plain.accounts.iter().map(|row| row.address.clone()));
        here_credentials.extend(plain.credentials.iter().map(|row| row.cred_id));
        contacts.extend(plain.address_book.iter().map(|row| &row.address));
        contacts.extend(plain.accounts.iter().map(|row| &row.address));
    }

    for row in &case.db.accounts {
        assert!(here.contains(&row.address), "{name}: account {} is missing", row.address);
        let account = row.address.parse().ok().and_then(|address| found.accounts.get(&AccountKey::Address(address)));
        let Some(account) = account else { continue };
        if !contacts.contains(&row.address) {
            assert_eq!(account.name, row.name, "{name}: name of {}", row.address);
            assert_eq!(account.signature_threshold, row.signature_threshold, "{name}: {}", row.address);
        }
        let contact = &found.contacts[&ContactAddress::read(&row.address)];
        assert_eq!(
            (found.owns(&contact.address), contact.note.as_deref()),
            (true, Some("Recovered account")),
            "{name}"
        );
    }
    for row in &case.db.credentials {
        assert!(here_credentials.contains(&row.cred_id), "{name}: credential {} is missing", row.cred_id);
        let on_record = fixture.plain.iter().flat_map(|plain| &plain.credentials).any(|it| it.cred_id == row.cred_id);
        if on_record {
            // The Desktop Wallet leaves such a row as it was.
            continue;
        }
        let credential = &found.credentials[&row.cred_id];
        assert_eq!(credential.index.0, row.credential_number, "{name}: number of {}", row.cred_id);
        assert_eq!(credential.account.text(), row.account_address, "{name}: account of {}", row.cred_id);
        assert_eq!(credential.identity, case.db.identity(row.identity_id), "{name}: identity of {}", row.cred_id);
        assert_eq!(credential.slot.map(|slot| slot.0), row.credential_index, "{name}: slot of {}", row.cred_id);
        if credential.slot.is_some() {
            let (ours, theirs): (Value, Value) =
                (serde_json::from_str(&credential.policy).unwrap(), serde_json::from_str(&row.policy).unwrap());
            assert_eq!(ours, theirs, "{name}: policy of {}", row.cred_id);
        }
    }
    for identity in found.identities.values() {
        assert_eq!(identity.state, IdentityState::Placeholder);
        assert_eq!(identity.name, format!("Recovered: Index {}", identity.key.index().unwrap()));
    }
    assert!(wallet.devices.contains_key(&fixture.pairing_key));

    check_honesty(case, &recovery, found);
}

/// Everything on the chain that was in reach is found, or reported as not checked; nothing else is claimed.
fn check_honesty(case: &Case, recovery: &Recovery, found: &NetworkRecords) {
    let faults: usize = case.fixture.chain.values().filter(|said| matches!(said.said(), Said::Fault)).count();
    let progress = recovery.progress();
    let not_checked = usize::try_from(recovery.report().totals.not_checked).unwrap();
    assert!(not_checked <= faults, "{}: {not_checked} not checked, {faults} faults", case.name);
    if faults == case.fixture.chain.len() && case.fixture.steps == 1 && faults > 0 {
        assert_eq!(not_checked, faults, "{}: a fault is no answer", case.name);
        let is_said = progress.places.iter().all(|it| it.not_checked == 0 || it.state == PlaceState::Incomplete);
        assert!(is_said, "{}: an index that could not be checked is not empty", case.name);
    }
    let others = found.cosigners.keys().filter(|id| found.credentials.contains_key(id)).count();
    assert_eq!(others, 0, "{}: our own credentials are nobody else's", case.name);
}

/// What a node says about a credential id.
#[derive(Debug, Clone)]
enum Said {
    Account(Box<AccountOnChain>),
    Nothing,
    Fault,
}

/// Recovers the first `indices` indices with a Ledger and a node that answer from tables; faults are given up after one try.
fn recover(
    recovery: &mut Recovery,
    indices: u32,
    seed: impl Fn(IdentityIndex) -> PrfKeySeed,
    node: impl Fn(&CredentialId) -> Said,
) {
    loop {
        match recovery.step() {
            Step::AskKey { place, .. } if place.index().unwrap().get() >= indices => {
                recovery.handle(Event::Stop).unwrap();
            }
            Step::AskKey { place, .. } => {
                let (device, key) = (place.device().unwrap(), LedgerKey::Seed(seed(place.index().unwrap())));
                let given = Given::Ledger { device, key, is_proven: false };
                recovery.handle(Event::Key { place, given }).unwrap();
            }
            Step::Scan { .. } => unreachable!("nobody asked for the list"),
            Step::LookUp { batch } => {
                for query in &batch {
                    recovery.handle(answer(query.credential_id, &node)).unwrap();
                }
                if matches!(recovery.step(), Step::LookUp { batch: left } if left.len() == batch.len()) {
                    recovery.handle(Event::GiveUp).unwrap();
                }
            }
            Step::Suggest { .. } => recovery.handle(Event::Continue).unwrap(),
            Step::Finished => return,
        }
    }
}

fn answer(credential_id: CredentialId, node: impl Fn(&CredentialId) -> Said) -> Event {
    match node(&credential_id) {
        Said::Account(account) => Event::Found { credential_id, account },
        Said::Nothing => Event::Absent { credential_id },
        Said::Fault => Event::Failed { credential_id, code: "node-unreachable" },
    }
}

fn cases(folder: &Path) -> Vec<(PathBuf, Case)> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    files.sort();
    files
        .into_iter()
        .filter_map(|path| {
            let value: Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
            // A manifest may lie beside the cases.
            value.get("fixture")?;
            let case = serde_json::from_value(value);
            Some((path.clone(), case.unwrap_or_else(|error| panic!("{}: {error}", path.display()))))
        })
        .collect()
}

#[test]
fn we_find_what_the_desktop_wallet_found() {
    let cases = cases(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors/desktop-recovery"));
    assert_eq!(cases.len(), 10);
    cases.iter().for_each(|(_, case)| check(case));
}

#[test]
fn extra_data_desktop_recovery_is_matched() {
    let Some(folder) = support::extra_data("desktop-recovery") else { return };
    every::every(cases(&folder).into_iter().map(|(path, case)| (path.display().to_string(), case)), check);
}
