//! A small model of the Desktop Wallet's importer, made from what its own code was seen to do: what a file of ours would meet there.
//!
//! It says what would be stored, or why the wallet would stop. Rows are JSON as they stand in its files; `existing` is what the wallet
//! had when the import began, for its importer compares with that and not with what it has done since. What goes wrong half way
//! stays half done there, and here.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use serde_json::{Value, json};

/// Its database.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct DesktopWallet {
    pub(crate) wallets: Vec<Value>,
    pub(crate) identities: Vec<Value>,
    pub(crate) accounts: Vec<Value>,
    pub(crate) credentials: Vec<Value>,
    pub(crate) external: Vec<Value>,
    pub(crate) address_book: Vec<Value>,
    /// The network it was set up for.
    pub(crate) genesis: Option<String>,
}

/// Why it stops.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stop {
    /// It was never connected to a node.
    NoNetwork,
    /// The file is of another network.
    OtherNetwork,
    /// "Not compatible with existing data": identities, accounts or credentials.
    Data,
    /// "Not compatible with existing address book".
    AddressBook,
    /// The database's own words about external credentials.
    External,
    /// The page itself falls over.
    Crash,
}

/// One INSERT … SELECT … UNION ALL has at most as many terms.
const MAX_TERMS: usize = 500;

impl DesktopWallet {
    /// A new one, connected to a network.
    pub(crate) fn on(genesis: &str) -> Self {
        Self { genesis: Some(genesis.to_owned()), ..Self::default() }
    }

    /// One that holds what a document says, as its database has it.
    pub(crate) fn holding(document: &Value, genesis: Option<&str>) -> Self {
        Self {
            wallets: list(document, "wallets"),
            identities: list(document, "identities"),
            accounts: list(document, "accounts").into_iter().map(account_row).collect(),
            credentials: list(document, "credentials"),
            external: list(document, "externalCredentials"),
            address_book: list(document, "addressBook"),
            genesis: genesis.map(str::to_owned),
        }
    }

    /// Imports a decrypted file.
    pub(crate) fn import(&mut self, file: &Value) -> Result<(), Stop> {
        if !["accounts", "identities", "addressBook"].iter().all(|list| file[*list].is_array()) {
            return Err(Stop::Crash);
        }
        if let Some(genesis) = file["genesis"]["genesisBlock"].as_str() {
            match &self.genesis {
                None => return Err(Stop::NoNetwork),
                Some(here) if here != genesis => return Err(Stop::OtherNetwork),
                Some(_) => {}
            }
        }
        let existing = self.clone();
        for wallet in list(file, "wallets") {
            self.wallet(&existing, &wallet, file)?;
        }
        self.contacts(&existing, file)?;
        self.cosigners(&existing, file)
    }

    fn wallet(&mut self, existing: &Self, wallet: &Value, file: &Value) -> Result<(), Stop> {
        let identities = list(file, "identities").into_iter().filter(|identity| identity["walletId"] == wallet["id"]);
        let known = existing.wallets.iter().find(|row| row["identifier"] == wallet["identifier"]);
        let Some(known) = known else {
            if self.wallets.iter().any(|row| row["identifier"] == wallet["identifier"]) {
                return Err(Stop::Data);
            }
            let id = next_id(&self.wallets);
            self.wallets.push(json!({ "id": id, "identifier": wallet["identifier"], "type": wallet["type"] }));
            for identity in identities {
                let at = self.insert_identity(&identity, &id.into());
                self.entities(existing, &identity, &at, file)?;
            }
            return Ok(());
        };
        let wallet_id = known["id"].clone();
        for identity in identities {
            let at = self.identity(existing, &identity, &wallet_id)?;
            self.entities(existing, &identity, &at, file)?;
        }
        Ok(())
    }

    /// Which identity of the database an identity of the file is taken for: the first rule that fits.
    fn identity(&mut self, existing: &Self, identity: &Value, wallet_id: &Value) -> Result<Value, Stop> {
        let same = |row: &&Value, columns: &[&str]| columns.iter().all(|column| row[*column] == identity[*column]);
        let find = |columns: &[&str]| existing.identities.iter().find(|row| same(row, columns));
        if let Some(row) = find(&["id", "identityNumber", "identityObject", "name", "randomness"]) {
            return Ok(row["id"].clone());
        }
        if let Some(row) = find(&["identityNumber", "identityObject", "randomness"]) {
            self.rename_identity(row, identity);
            return Ok(row["id"].clone());
        }
        let at_number = existing
            .identities
            .iter()
            .find(|row| row["identityNumber"] == identity["identityNumber"] && row["walletId"] == *wallet_id);
        match at_number {
            None => Ok(self.insert_identity(identity, wallet_id)),
            Some(_) if identity["status"] == "recovered" => {
                // Looked up without the Ledger.
                let row = find(&["identityNumber", "randomness"]).ok_or(Stop::Data)?;
                self.rename_identity(row, identity);
                Ok(row["id"].clone())
            }
            Some(row) if row["status"] == "recovered" => {
                let id = row["id"].clone();
                let mut written = identity.clone();
                written["id"] = id.clone();
                written["walletId"] = wallet_id.clone();
                *self.identities.iter_mut().find(|row| row["id"] == id).unwrap() = written;
                Ok(id)
            }
            Some(_) => Err(Stop::Data),
        }
    }

    /// A placeholder takes the file's name, whatever the person called it.
    fn rename_identity(&mut self, row: &Value, identity: &Value) {
        if row["status"] == "recovered" {
            let here = self.identities.iter_mut().find(|here| here["id"] == row["id"]).unwrap();
            here["name"] = identity["name"].clone();
        }
    }

    fn insert_identity(&mut self, identity: &Value, wallet_id: &Value) -> Value {
        let mut row = identity.clone();
        row["id"] = next_id(&self.identities).into();
        row["walletId"] = wallet_id.clone();
        if row.get("version").is_none() {
            row["version"] = 0.into();
        }
        let id = row["id"].clone();
        self.identities.push(row);
        id
    }

    /// Accounts and credentials of one identity of the file, which is `at` in the database.
    fn entities(&mut self, existing: &Self, identity: &Value, at: &Value, file: &Value) -> Result<(), Stop> {
        let own = |name: &str| list(file, name).into_iter().filter(|row| row["identityId"] == identity["id"]);
        for account in own("accounts") {
            let known =
                existing.accounts.iter().find(|row| row["identityId"] == *at && row["address"] == account["address"]);
            if let Some(known) = known {
                if gives_way(known) {
                    let here = self.accounts.iter_mut().find(|row| row["address"] == account["address"]).unwrap();
                    here["name"] = account["name"].clone();
                }
                continue;
            }
            if self.accounts.iter().any(|row| row["address"] == account["address"]) {
                return Err(Stop::Data);
            }
            let mut row = account_row(account);
            row["identityId"] = at.clone();
            self.accounts.push(row);
        }
        for credential in own("credentials") {
            let is_known = |row: &Value| row["identityId"] == *at && row["credId"] == credential["credId"];
            if existing.credentials.iter().any(is_known) {
                continue;
            }
            let clashes = |row: &Value| {
                row["credId"] == credential["credId"]
                    || (row["identityId"] == *at && row["credentialNumber"] == credential["credentialNumber"])
                    || (!row["credentialIndex"].is_null()
                        && row["credentialIndex"] == credential["credentialIndex"]
                        && row["accountAddress"] == credential["accountAddress"])
            };
            if self.credentials.iter().any(clashes) {
                return Err(Stop::Data);
            }
            let mut row = credential.clone();
            row["identityId"] = at.clone();
            self.credentials.push(row);
        }
        Ok(())
    }

    fn contacts(&mut self, existing: &Self, file: &Value) -> Result<(), Stop> {
        let mut new = Vec::new();
        for contact in list(file, "addressBook") {
            let Some(known) = existing.address_book.iter().find(|row| row["address"] == contact["address"]) else {
                if new.iter().any(|row: &Value| row["address"] == contact["address"]) {
                    return Err(Stop::AddressBook);
                }
                new.push(contact);
                continue;
            };
            let own = |row: &Value| row["readOnly"] == json!(true) || row["readOnly"] == json!(1);
            let takes_name = match (own(known), own(&contact)) {
                (true, true) => gives_way(known),
                (false, true) => true,
                (_, false) => false,
            };
            let here = self.address_book.iter_mut().find(|row| row["address"] == contact["address"]).unwrap();
            if takes_name {
                here["name"] = contact["name"].clone();
            }
            if known["note"].as_str().is_none_or(str::is_empty) {
                here["note"] = contact["note"].clone();
            }
            here["readOnly"] = (own(known) || own(&contact)).into();
        }
        if new.len() > MAX_TERMS {
            return Err(Stop::AddressBook);
        }
        self.address_book.extend(new);
        Ok(())
    }

    fn cosigners(&mut self, existing: &Self, file: &Value) -> Result<(), Stop> {
        let new: Vec<Value> = list(file, "externalCredentials")
            .into_iter()
            .filter(|cosigner| !existing.external.iter().any(|row| row["credId"] == cosigner["credId"]))
            .collect();
        let has_account =
            |cosigner: &Value| self.accounts.iter().any(|row| row["address"] == cosigner["accountAddress"]);
        if new.len() > MAX_TERMS || !new.iter().all(has_account) {
            return Err(Stop::External);
        }
        self.external.extend(new);
        Ok(())
    }

    /// The entry at an address.
    pub(crate) fn contact(&self, address: &str) -> Option<&Value> {
        self.address_book.iter().find(|row| row["address"] == address)
    }
}

fn list(document: &Value, name: &str) -> Vec<Value> {
    document[name].as_array().cloned().unwrap_or_default()
}

fn next_id(rows: &[Value]) -> i64 {
    rows.iter().filter_map(|row| row["id"].as_i64()).max().unwrap_or_default() + 1
}

/// What the database has where a file has nothing.
fn account_row(mut account: Value) -> Value {
    if account.get("signatureThreshold").is_none() {
        account["signatureThreshold"] = 1.into();
    }
    account.as_object_mut().unwrap().remove("rewardFilter");
    account
}

/// A name that is a part of the address makes room: meant for the first eight characters.
fn gives_way(row: &Value) -> bool {
    row["address"].as_str().unwrap().contains(row["name"].as_str().unwrap())
}
