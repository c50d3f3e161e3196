//! Files that are hostile or very large, and yet below the ceilings on size: what a wallet has to survive.
//! This crate knows how they are made and shares no code with the engine; what has to become of them, its tests say.
//!
//! Every encrypted file opens with [`PASSWORD`].
#![expect(clippy::expect_used, reason = "a tool for tests: what it makes is fixed")]

use std::ops::Range;

use aes::Aes256;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use cbc::cipher::{BlockModeEncrypt as _, KeyIvInit as _, block_padding::Pkcs7};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256, Sha512};

/// Opens every encrypted file.
pub const PASSWORD: &str = "123456";

const MAINNET: &str = "9dd9ca4d19e9393877d2c44b70f89acbfc0883c2243e5eeaecc0d1cd0503f478";
/// What stands in front of every encryption key on mainnet and testnet.
const GENERATOR: &str =
    "b14cbfe44a02c6b1f78711176d5f437295367aa4f2a8c2551ee10d25a03adc69d61a332a058971919dad7312e1fc94c5";
/// Of every credential that has everything.
const POLICY: &str = r#"{"validTo":"203101","createdAt":"202101","revealedAttributes":{}}"#;
const MEBIBYTE: usize = 1024 * 1024;

/// The hash under PBKDF2.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hash {
    /// What every wallet writes.
    Sha256,
    /// Slower, and taken by the Desktop Wallet.
    Sha512,
}

/// Numbers of records in a Desktop Wallet file; those of each list belong to those of the others in turn.
#[derive(Debug, Clone, Copy, Default)]
pub struct Desktop {
    /// Ledgers; never fewer than one.
    pub devices: usize,
    /// Identities; never fewer than one.
    pub identities: usize,
    /// Accounts, each with a credential that made its address.
    pub accounts: usize,
    /// Other people's credentials on those accounts.
    pub cosigners: usize,
    /// Entries of the address book.
    pub contacts: usize,
    /// With all that the Desktop Wallet writes beside what tells them apart: 29 kB for an identity, 700 bytes for an account.
    pub is_full: bool,
}

impl Desktop {
    /// `n` of everything, each the next one's: whoever looks for one of them in a list of the others takes `n · n` steps.
    #[must_use]
    pub const fn linked(n: usize) -> Self {
        Self { devices: n, identities: n, accounts: n, cosigners: n, contacts: n, is_full: false }
    }

    /// The widest wallet that anybody is thought to have, as it is written: a file of 18 MB.
    #[must_use]
    pub const fn wide() -> Self {
        Self { devices: 4, identities: 200, accounts: 5_000, cosigners: 0, contacts: 20_000, is_full: true }
    }

    /// The document, not encrypted.
    #[must_use]
    pub fn document(self) -> String {
        let (devices, identities) = (self.devices.max(1), self.identities.max(1));
        let credential = |number: usize| hex_of(&format!("credential {number}"), 48);
        let address = |number: usize| address(&Sha256::digest(hex::decode(credential(number)).expect("hexadecimal")));
        let owner = |number: usize| number % identities + 1;
        let accounts = list(0..self.accounts, |number| {
            let mut account = json!({ "address": address(number), "identityId": owner(number), "status": "confirmed", "name": format!("Account {number}") });
            self.fill(&mut account, || {
                json!({
                    "selfAmounts": format!("c0{:094}", 0).repeat(4),
                    "incomingAmounts": "[]",
                    "signatureThreshold": 1,
                    "totalDecrypted": "0",
                    "allDecrypted": true,
                    "deploymentTransactionId": null,
                    "isInitial": false,
                    "transactionFilter": {},
                })
            });
            account
        });
        let credentials = list(0..self.accounts, |number| {
            json!({
                "credId": credential(number),
                "accountAddress": address(number),
                "credentialIndex": 0,
                "credentialNumber": number / identities,
                "identityId": owner(number),
                "policy": if self.is_full { POLICY } else { "{}" },
            })
        });
        let identities = list(0..identities, |number| {
            let mut identity = json!({ "id": number + 1, "walletId": number % devices + 1, "identityNumber": number, "version": 1, "status": "confirmed", "name": format!("Identity {number}") });
            self.fill(&mut identity, || json!({
                    "detail": null,
                    "codeUri": "https://example.org/identity",
                    "identityProvider": json!({
                        "ipInfo": { "ipIdentity": 0, "ipDescription": { "name": "A provider", "url": "", "description": "" }, "ipVerifyKey": hex_of("provider", 64).repeat(110) },
                    }).to_string(),
                    "identityObject": json!({
                        "v": 0,
                        "value": {
                            "attributeList": { "chosenAttributes": { "firstName": "Alice", "lastName": format!("No. {number}") }, "createdAt": "202101", "validTo": "203101", "maxAccounts": 200 },
                            "preIdentityObject": hex_of(&format!("object {number}"), 64).repeat(110),
                        },
                    }).to_string(),
                    "randomness": hex_of(&format!("randomness {number}"), 32),
                }));
            identity
        });
        let devices = list(
            0..devices,
            |number| json!({ "id": number + 1, "identifier": hex_of(&format!("device {number}"), 32), "type": "ledgernanos" }),
        );
        let contacts = list(
            0..self.contacts,
            |number| json!({ "address": address(self.accounts + number), "name": format!("Contact {number}"), "note": "" }),
        );
        let cosigners = list(
            0..self.cosigners,
            |number| json!({ "credId": hex_of(&format!("co-signer {number}"), 48), "accountAddress": address(number % self.accounts.max(1)), "note": "x" }),
        );
        format!(
            r#"{{"accounts":{accounts},"identities":{identities},"wallets":{devices},"addressBook":{contacts},"credentials":{credentials},"externalCredentials":{cosigners},"genesis":{{"genesisBlock":"{MAINNET}"}}}}"#
        )
    }
}

impl Desktop {
    /// Adds further members, where the document is to have everything.
    fn fill(self, record: &mut Value, more: impl FnOnce() -> Value) {
        if let (true, Value::Object(record), Value::Object(more)) = (self.is_full, record, more()) {
            record.extend(more);
        }
    }
}

/// A phone's document: the accounts of these numbers, all of one identity, each with keys of its own that fit nothing.
#[must_use]
pub fn phone(numbers: Range<usize>) -> String {
    let accounts = list(numbers, |number| {
        json!({
            "name": format!("Account {number}"),
            "address": address(&Sha256::digest(format!("phone account {number}"))),
            "submissionId": "",
            "accountKeys": { "keys": { "0": { "keys": { "0": { "signKey": hex_of(&format!("key {number}"), 32), "verifyKey": hex_of("none", 32) } }, "threshold": 1 } }, "threshold": 1 },
            "encryptionSecretKey": format!("{GENERATOR}{:064x}", number + 1),
            "commitmentsRandomness": {},
            "revealedAttributes": {},
            "credential": {},
        })
    });
    let head = json!({
        "name": "Identity",
        "nextAccountNumber": 0,
        "identityProvider": {},
        "identityObject": { "preIdentityObject": { "pubInfoForIp": { "idCredPub": GENERATOR } } },
        "privateIdObjectData": { "aci": { "credentialHolderInformation": { "idCredSecret": hex_of("none", 32) }, "prfKey": format!("{:064x}", 7) }, "randomness": "" },
    });
    let head = head.to_string();
    let head = head.strip_suffix('}').expect("an object");
    format!(
        r#"{{"type":"concordium-mobile-wallet-data","v":1,"environment":"mainnet","value":{{"identities":[{head},"accounts":{accounts}}}],"recipients":[]}}}}"#
    )
}

/// The smallest values there are, by the million.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Filling {
    /// `{"":0}`
    Objects,
    /// `[]`
    Arrays,
    /// `0`
    Numbers,
}

/// JSON of this many MiB, an object that begins with `head`: nearly all of it is a list of the smallest values.
#[must_use]
pub fn filled(head: &str, filling: Filling, mebibytes: usize) -> String {
    let unit = match filling {
        Filling::Objects => r#"{"":0},"#,
        Filling::Arrays => "[],",
        Filling::Numbers => "0,",
    };
    let mut text = format!(r#"{{{head},"a":["#);
    let units = (mebibytes * MEBIBYTE).saturating_sub(text.len() + 4) / unit.len();
    text.reserve(units * unit.len() + 4);
    text.extend(std::iter::repeat_n(unit, units));
    text.push_str("0]}");
    text
}

/// A document in the envelope of the Concordium wallets.
#[must_use]
pub fn sealed(document: &str, rounds: u32, hash: Hash) -> String {
    let (salt, vector) = ([5; 16], [6; 16]);
    let mut key = [0; 32];
    match hash {
        Hash::Sha256 => pbkdf2::pbkdf2_hmac::<Sha256>(PASSWORD.as_bytes(), &salt, rounds, &mut key),
        Hash::Sha512 => pbkdf2::pbkdf2_hmac::<Sha512>(PASSWORD.as_bytes(), &salt, rounds, &mut key),
    }
    let encryptor = cbc::Encryptor::<Aes256>::new(&key.into(), &vector.into());
    envelope(&encryptor.encrypt_padded_vec::<Pkcs7>(document.as_bytes()), &salt, &vector, rounds, hash)
}

/// An envelope that says it takes so many rounds. Nothing is in it: making it would take as long as opening it.
#[must_use]
pub fn costly_envelope(rounds: u32, hash: Hash) -> String {
    envelope(&[7; 16], &[5; 16], &[6; 16], rounds, hash)
}

fn envelope(sealed: &[u8], salt: &[u8], vector: &[u8], rounds: u32, hash: Hash) -> String {
    let file = json!({
        "cipherText": STANDARD.encode(sealed),
        "metadata": {
            "keyLen": 32,
            "iterations": rounds,
            "salt": STANDARD.encode(salt),
            "initializationVector": STANDARD.encode(vector),
            "encryptionMethod": "AES-256",
            "keyDerivationMethod": "PBKDF2WithHmacSHA256",
            "hashAlgorithm": match hash {
                Hash::Sha256 => "sha256",
                Hash::Sha512 => "sha512",
            },
        },
    });
    file.to_string()
}

/// A Lifeboat backup whose header asks for this much of Argon2id, its checksum in order. Nothing is in it.
#[must_use]
pub fn costly_backup(memory_kib: u32, passes: u32) -> String {
    const CREATED_AT: u64 = 1_795_418_280_000;
    let (salt, nonce, sealed) = ([1; 16], [2; 12], [3; 64]);
    let mut header = b"lifeboat-backup\0".to_vec();
    header.extend(1_u32.to_be_bytes());
    header.extend(CREATED_AT.to_be_bytes());
    let part = |header: &mut Vec<u8>, bytes: &[u8]| {
        header.extend((bytes.len() as u64).to_be_bytes());
        header.extend(bytes);
    };
    part(&mut header, b"argon2id");
    for number in [memory_kib, passes, 1] {
        header.extend(number.to_be_bytes());
    }
    part(&mut header, &salt);
    part(&mut header, b"aes-256-gcm");
    part(&mut header, &nonce);
    header.extend(sealed);
    let file = json!({
        "format": "lifeboat-backup",
        "version": 1,
        "createdAt": CREATED_AT,
        "kdf": { "name": "argon2id", "memoryKib": memory_kib, "passes": passes, "lanes": 1, "salt": STANDARD.encode(salt) },
        "cipher": { "name": "aes-256-gcm", "nonce": STANDARD.encode(nonce) },
        "ciphertext": STANDARD.encode(sealed),
        "checksum": STANDARD.encode(Sha256::digest(&header)),
    });
    file.to_string()
}

fn list(numbers: Range<usize>, one: impl Fn(usize) -> Value) -> String {
    let rows: Vec<String> = numbers.map(|number| one(number).to_string()).collect();
    format!("[{}]", rows.join(","))
}

/// So many bytes that follow from a word, in hexadecimal.
fn hex_of(word: &str, bytes: usize) -> String {
    let mut text = hex::encode(Sha512::digest(word));
    text.truncate(2 * bytes);
    text
}

fn address(account: &[u8]) -> String {
    let body = [&[1], account].concat();
    let check: [u8; 32] = Sha256::digest(Sha256::digest(&body)).into();
    bs58::encode([body.as_slice(), check.first_chunk::<4>().expect("32 bytes")].concat()).into_string()
}
