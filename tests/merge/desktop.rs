//! Cases run through the real Desktop Wallet: ours is at least as good, and every difference has a rule.
//!
//! A case holds what a wallet had, what was imported, and the rows that the Desktop Wallet held afterwards. Whatever it held, we
//! hold; where it stopped half way, we hold the rest, too. No file is known by name: each difference must follow from a rule.

use crate::every;
use crate::support;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use lifeboat::backup::format;
use lifeboat::fault::Coded;
use lifeboat::merge::{self, Choices, Item, Subject, Verdict};
use lifeboat::model::{
    Account, AccountKey, AccountState, Common, ContactAddress, GenesisHash, Identity, IdentityKey, IdentityState,
    Network, NetworkRecords, PairingKey, Wallet,
};
use lifeboat::secret::Plaintext;
use serde_json::{Value, json};

#[test]
fn every_case_ends_at_least_as_well_as_in_the_desktop_wallet() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors/desktop-merge");
    assert!(check_folder(&folder) > 0, "no case in {}", folder.display());
}

#[test]
fn extra_data_desktop_merge_ends_at_least_as_well_as_in_the_desktop_wallet() {
    if let Some(folder) = support::extra_data("desktop-merge") {
        println!("{} cases", check_folder(&folder));
    }
}

fn check_folder(folder: &Path) -> usize {
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    paths.sort();
    let name = |path: &std::path::PathBuf| path.file_name().unwrap().to_string_lossy().into_owned();
    every::every(paths.iter().map(|path| (name(path), path)), |path| {
        let case: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
        let name = name(path);
        let differences = Case::read(&name, &case).check();
        let differences: Vec<_> = differences.into_iter().collect();
        println!("{name} · {} · {}", case["name"].as_str().unwrap_or_default(), differences.join("; "));
    });
    paths.len()
}

/// One case, decoded.
struct Case<'a> {
    file: &'a str,
    /// The network of the local wallet.
    network: GenesisHash,
    existing: Wallet,
    /// `None` if our reader refuses the file.
    imported: Option<Wallet>,
    /// The Desktop Wallet's message, if it stopped.
    error: Option<&'a str>,
    /// The Desktop Wallet's tables afterwards.
    after: &'a Value,
}

impl<'a> Case<'a> {
    fn read(file: &'a str, case: &'a Value) -> Self {
        let imported_network = case["imported"]["genesis"]["genesisBlock"].as_str();
        let network = case["genesis"].as_str().or(imported_network);
        let network = network.map_or(Network::Mainnet.genesis(), |text| text.parse().unwrap());
        let mut existing = case["existing"].clone();
        existing["genesis"] = json!({ "id": 1, "genesisBlock": network.to_string() });
        let existing = decode(&existing, network).unwrap_or_else(|why| panic!("{file}: existing: {why}"));
        let desktop = &case["desktopWallet"];
        let has_rows = |tables: &&Value| {
            tables.as_object().is_some_and(|tables| {
                tables.values().flat_map(|rows| rows.as_array().into_iter().flatten()).all(Value::is_object)
            })
        };
        let after = [&case["after"], &desktop["after"]].into_iter().find(has_rows);
        Self {
            file,
            network,
            existing,
            imported: decode(&case["imported"], network).ok(),
            error: desktop["error"].as_str(),
            after: after.unwrap_or_else(|| panic!("{file}: no rows of the Desktop Wallet")),
        }
    }

    /// Checks everything; answers the differences that follow from a rule.
    fn check(&self) -> BTreeSet<String> {
        let mut differences = BTreeSet::new();
        let Some(imported) = &self.imported else {
            assert!(self.error.is_some(), "{}: refused, though the Desktop Wallet takes it", self.file);
            return ["file refused by both".to_owned()].into();
        };
        let plan = merge::plan(&self.existing, imported);
        let (ours, _) = merge::apply(&self.existing, imported, &plan, &Choices::default()).unwrap();
        self.nothing_local_is_lost(&ours);
        self.everything_importable_is_there(&plan.items, imported, &ours, &mut differences);
        self.nothing_the_desktop_wallet_has_is_missing(imported, &ours, &mut differences);
        self.once_more_changes_nothing(imported, &ours);
        if self.error.is_some() {
            differences.insert("the Desktop Wallet stops, we go on".to_owned());
        }
        differences
    }

    fn nothing_local_is_lost(&self, ours: &Wallet) {
        for subject in subjects(&self.existing) {
            assert!(has(ours, &subject), "{}: lost {subject:?}", self.file);
        }
    }

    fn everything_importable_is_there(
        &self,
        items: &[Item],
        imported: &Wallet,
        ours: &Wallet,
        differences: &mut BTreeSet<String>,
    ) {
        let in_plan: BTreeSet<_> = items.iter().map(|item| item.subject.clone()).collect();
        assert!(subjects(imported).is_subset(&in_plan), "{}: not in the plan", self.file);
        for item in items {
            match item.verdict {
                Verdict::New
                | Verdict::Same
                | Verdict::NameDiffers
                | Verdict::NoteDiffers
                | Verdict::ReplacesPlaceholder
                | Verdict::Completes
                | Verdict::Alike
                | Verdict::Repairs => {
                    assert!(has(ours, &item.subject), "{}: not imported: {item:?}", self.file);
                }
                Verdict::Conflict | Verdict::Doubted | Verdict::CannotImport => {
                    let why = item.reason.as_ref().unwrap_or_else(|| panic!("{}: {item:?} without reason", self.file));
                    differences.insert(format!(
                        "{}: {} ({})",
                        word(&item.subject.kind()),
                        word(&item.verdict),
                        why.code()
                    ));
                }
            }
        }
    }

    fn nothing_the_desktop_wallet_has_is_missing(
        &self,
        imported: &Wallet,
        ours: &Wallet,
        differences: &mut BTreeSet<String>,
    ) {
        let empty = NetworkRecords::default();
        let on = |wallet: &'_ Wallet| wallet.networks.get(&self.network).cloned().unwrap_or_default();
        let comparison = Comparison {
            file: self.file,
            mine: &on(&self.existing),
            theirs: &on(imported),
            ours: ours.networks.get(&self.network).unwrap_or(&empty),
        };
        let devices: BTreeMap<i64, String> =
            rows(self.after, "wallet").map(|row| (number(row, "id"), text(row, "identifier").to_lowercase())).collect();
        let mut places = BTreeMap::new();
        for identifier in devices.values() {
            match identifier.parse() {
                Ok(key) => assert!(ours.devices.contains_key(&key), "{}: no device {identifier}", self.file),
                Err(_) => drop(differences.insert("device: not a pairing key".to_owned())),
            }
        }
        for row in rows(self.after, "identities") {
            let device = &devices[&number(row, "walletId")];
            if device.parse::<PairingKey>().is_ok() {
                let place = (device.clone(), number(row, "identityNumber"));
                differences.extend(comparison.identity(row, &place));
                places.insert(number(row, "id"), place);
            }
        }
        for row in rows(self.after, "accounts") {
            if let Some(place) = places.get(&number(row, "identityId")) {
                differences.extend(comparison.account(row, place));
            }
        }
        for row in rows(self.after, "credentials") {
            if let Some(place) = places.get(&number(row, "identityId")) {
                differences.extend(comparison.credential(row, place));
            }
        }
        for row in rows(self.after, "externalCredentials") {
            differences.extend(comparison.cosigner(row));
        }
        for row in rows(self.after, "addressBook") {
            differences.extend(comparison.contact(row));
        }
    }

    fn once_more_changes_nothing(&self, imported: &Wallet, ours: &Wallet) {
        let plan = merge::plan(ours, imported);
        let (twice, report) = merge::apply(ours, imported, &plan, &Choices::default()).unwrap();
        assert!(twice == *ours && !report.changed_anything(), "{}: {report:?}", self.file);
    }
}

/// One network: what was here, what came in, what we made of it; held against the Desktop Wallet's rows.
struct Comparison<'a> {
    file: &'a str,
    mine: &'a NetworkRecords,
    theirs: &'a NetworkRecords,
    ours: &'a NetworkRecords,
}

impl Comparison<'_> {
    fn identity(&self, row: &Value, place: &(String, i64)) -> Option<String> {
        let ours = identity_at(self.ours, place)
            .unwrap_or_else(|| panic!("{}: no identity {place:?} ({})", self.file, text(row, "name")));
        let further = identity_progress(ours.state) - desktop_identity_progress(text(row, "status"));
        assert!(further >= 0, "{}: {:?} is behind {}", self.file, ours.state, text(row, "status"));
        if further == 0 && ours.state != IdentityState::Placeholder {
            assert_eq!(ours.object.as_deref().unwrap_or_default(), text(row, "identityObject"), "{}", self.file);
            assert_eq!(ours.randomness, text(row, "randomness"), "{}", self.file);
        }
        let name = text(row, "name");
        if ours.name == name {
            return (further > 0).then(|| "identity: further state taken".to_owned());
        }
        let (mine, theirs) = (identity_at(self.mine, place), identity_at(self.theirs, place));
        let is_given = |it: &&Identity| !it.has_default_name();
        if mine.filter(is_given).is_some_and(|mine| mine.name == ours.name) {
            return Some("identity: the given name is kept".to_owned());
        }
        let gave_way = mine.is_some_and(|mine| mine.name == name && !is_given(&mine));
        assert!(
            gave_way && theirs.is_some_and(|theirs| theirs.name == ours.name),
            "{}: {} instead of {name}",
            self.file,
            ours.name
        );
        Some("identity: a default name gives way".to_owned())
    }

    fn account(&self, row: &Value, place: &(String, i64)) -> BTreeSet<String> {
        let mut differences = BTreeSet::new();
        let address = text(row, "address");
        let at_place = |account: &&Common<Account>| is_at(account, place);
        let mut found = self.ours.accounts.values().filter(|account| account.key.text() == address);
        let ours = match address.parse() {
            Ok(address) => self.ours.accounts.get(&AccountKey::Address(address)),
            Err(_) => found.find(at_place),
        };
        let ours = ours.unwrap_or_else(|| panic!("{}: no account {address}", self.file));
        let mine = self.mine.accounts.get(&ours.key);
        let theirs = self.theirs.accounts.get(&ours.key);
        if !is_at(ours, place) {
            // Only right if no file ever said what the Desktop Wallet made of it.
            let is_documented = ![mine, theirs].into_iter().flatten().any(|account| is_at(account, place));
            assert!(is_documented, "{}: {address} stands under another identity", self.file);
            differences.insert("account: under the identity the file says".to_owned());
        }
        let further = account_progress(ours.state) - desktop_account_progress(text(row, "status"));
        assert!(further >= 0, "{}: {:?} is behind {}", self.file, ours.state, text(row, "status"));
        if further > 0 {
            differences.insert("account: further state taken".to_owned());
        }
        let name = text(row, "name");
        if ours.name != name {
            differences.insert(self.other_account_name(ours, name).to_owned());
        }
        differences
    }

    /// The rule by which an account is not called what the Desktop Wallet calls it.
    fn other_account_name(&self, ours: &Account, name: &str) -> &'static str {
        let mine = self.mine.accounts.get(&ours.key);
        let theirs = self.theirs.accounts.get(&ours.key);
        if mine.is_some_and(|mine| mine.name == ours.name && !mine.has_default_name()) {
            return "account: the given name is kept";
        }
        if mine.is_some_and(|mine| mine.name == ours.name) && theirs.is_some_and(|theirs| theirs.has_default_name()) {
            return "account: one default name is as good as another";
        }
        let known_as = [self.mine, self.theirs].into_iter().filter_map(|records| {
            let address = ContactAddress::Account(*ours.key.address()?);
            records.contacts.get(&address).map(|contact| contact.name.as_str())
        });
        let is_default = name.is_empty() || name == ours.default_name();
        let named_after_contact = is_default && mine.is_none() && known_as.into_iter().any(|known| known == ours.name);
        assert!(named_after_contact, "{}: account {} instead of {name}", self.file, ours.name);
        "account: called what its address is known as"
    }

    fn credential(&self, row: &Value, place: &(String, i64)) -> Option<String> {
        let id = text(row, "credId");
        // What is not a credential id cannot be one of ours either.
        let Ok(id) = id.parse() else { return None };
        let ours = self.ours.credentials.get(&id).unwrap_or_else(|| panic!("{}: no credential {id}", self.file));
        assert_eq!(ours.account.text(), text(row, "accountAddress"), "{}: {id}", self.file);
        assert_eq!(i64::from(ours.index.0), number(row, "credentialNumber"), "{}: {id}", self.file);
        if let Some(slot) = row["credentialIndex"].as_i64() {
            assert_eq!(ours.slot.map(|slot| i64::from(slot.0)), Some(slot), "{}: {id}", self.file);
        }
        let mine = self.mine.credentials.get(&id).or_else(|| self.theirs.credentials.get(&id)).unwrap();
        assert_eq!(ours.identity, mine.identity, "{}: {id}", self.file);
        let is_misplaced = place_of(&ours.identity) != *place;
        is_misplaced.then(|| "credential: under the identity the file says".to_owned())
    }

    fn cosigner(&self, row: &Value) -> Option<String> {
        let Ok(id) = text(row, "credId").parse() else { return None };
        let ours = self.ours.cosigners.get(&id).unwrap_or_else(|| panic!("{}: no co-signer {id}", self.file));
        assert_eq!(ours.account.to_string(), text(row, "accountAddress"), "{}: {id}", self.file);
        let note = text(row, "note");
        if ours.note == note {
            return None;
        }
        assert!(note.is_empty(), "{}: note {} instead of {note}", self.file, ours.note);
        assert_eq!(ours.note, self.theirs.cosigners[&id].note, "{}: {id}", self.file);
        Some("co-signer: an empty note is filled".to_owned())
    }

    fn contact(&self, row: &Value) -> Option<String> {
        let address = ContactAddress::read(text(row, "address"));
        let ours = self.ours.contacts.get(&address).unwrap_or_else(|| panic!("{}: no contact {address}", self.file));
        assert_eq!(ours.note.as_deref().unwrap_or_default(), text(row, "note"), "{}: {address}", self.file);
        let name = text(row, "name");
        if ours.name == name {
            return None;
        }
        let account = match &address {
            ContactAddress::Account(address) => self.ours.accounts.get(&AccountKey::Address(*address)),
            ContactAddress::Invalid(_) => None,
        };
        if self.ours.owns(&address) && account.is_some_and(|account| account.name == ours.name) {
            return Some("contact: called like its account".to_owned());
        }
        let mine = self.mine.contacts.get(&address);
        let default: String = address.to_string().chars().take(8).collect();
        let is_given = |name: &str| !name.is_empty() && name != default;
        let kept = mine.is_some_and(|mine| mine.name == ours.name && is_given(&mine.name));
        let gave_way = mine.is_some_and(|mine| mine.name == name && !is_given(name)) && is_given(&ours.name);
        assert!(kept || gave_way, "{}: {address} is called {} instead of {name}", self.file, ours.name);
        Some(if kept { "contact: the given name is kept" } else { "contact: a default name gives way" }.to_owned())
    }
}

fn decode(document: &Value, network: GenesisHash) -> Result<Wallet, String> {
    let plaintext = Plaintext::new(serde_json::to_vec(document).unwrap());
    match format::decode(&plaintext, &mut Vec::new()) {
        Ok((_, contents)) => Ok(contents.on(network)),
        Err(why) => Err(why.to_string()),
    }
}

fn rows<'a>(tables: &'a Value, table: &str) -> impl Iterator<Item = &'a Value> {
    tables[table].as_array().into_iter().flatten()
}

fn text<'a>(row: &'a Value, column: &str) -> &'a str {
    row[column].as_str().unwrap_or_default()
}

fn number(row: &Value, column: &str) -> i64 {
    row[column].as_i64().unwrap()
}

fn identity_at<'a>(records: &'a NetworkRecords, place: &(String, i64)) -> Option<&'a Identity> {
    // Both key versions of an index are one place to the Desktop Wallet; the one that got further stands for it.
    let mut found: Vec<_> = records.identities.values().filter(|it| place_of(&it.key) == *place).collect();
    found.sort_by_key(|it| identity_progress(it.state));
    found.pop().map(Common::record)
}

fn is_at(account: &Account, place: &(String, i64)) -> bool {
    account.identity.as_ref().map(place_of).as_ref() == Some(place)
}

/// Where the Desktop Wallet has an identity: on a Ledger, at a number.
fn place_of(key: &IdentityKey) -> (String, i64) {
    (key.device().unwrap().to_string(), i64::from(key.index().unwrap().get()))
}

fn identity_progress(state: IdentityState) -> i32 {
    match state {
        IdentityState::Placeholder => 0,
        IdentityState::Pending => 1,
        IdentityState::Rejected => 2,
        IdentityState::RejectedAndWarned => 3,
        IdentityState::Confirmed | IdentityState::Genesis => 4,
    }
}

fn desktop_identity_progress(status: &str) -> i32 {
    match status {
        "recovered" => 0,
        "pending" => 1,
        "rejected" => 2,
        "rejectedAndWarned" => 3,
        _ => 4,
    }
}

fn account_progress(state: AccountState) -> i32 {
    match state {
        AccountState::Pending => 0,
        AccountState::Rejected => 1,
        AccountState::Confirmed | AccountState::Genesis => 2,
    }
}

fn desktop_account_progress(status: &str) -> i32 {
    match status {
        "pending" => 0,
        "rejected" => 1,
        _ => 2,
    }
}

fn subjects(wallet: &Wallet) -> BTreeSet<Subject> {
    let mut all: BTreeSet<Subject> = wallet.devices.keys().map(|key| Subject::Device(*key)).collect();
    for (network, records) in &wallet.networks {
        all.extend(records.identities.keys().map(|key| Subject::Identity(*network, *key)));
        all.extend(records.accounts.keys().map(|key| Subject::Account(*network, key.clone())));
        all.extend(records.credentials.keys().map(|id| Subject::Credential(*network, *id)));
        all.extend(records.cosigners.keys().map(|id| Subject::Cosigner(*network, *id)));
        all.extend(records.contacts.keys().map(|at| Subject::Contact(*network, at.clone())));
    }
    all
}

/// Whether the record is there; an empty placeholder is, if its index is.
fn has(wallet: &Wallet, subject: &Subject) -> bool {
    let on = |network: &GenesisHash| wallet.networks.get(network);
    match subject {
        Subject::Device(key) => wallet.devices.contains_key(key),
        Subject::Identity(network, key) => on(network).is_some_and(|records| {
            let place = place_of(key);
            records.identities.contains_key(key) || identity_at(records, &place).is_some()
        }),
        Subject::Account(network, key) => on(network).is_some_and(|records| records.accounts.contains_key(key)),
        Subject::Credential(network, id) => on(network).is_some_and(|records| records.credentials.contains_key(id)),
        Subject::Cosigner(network, id) => on(network).is_some_and(|records| records.cosigners.contains_key(id)),
        Subject::Contact(network, at) => on(network).is_some_and(|records| records.contacts.contains_key(at)),
    }
}

/// The name that a closed list has for one of its values.
fn word(value: &impl serde::Serialize) -> String {
    serde_json::to_value(value).unwrap().as_str().unwrap().to_owned()
}
