//! Made-up phones: identities and accounts whose keys fit together, as the phones' files have them.

use ark_bls12_381::Fr;
use ark_ff::{BigInteger, Field, PrimeField};
use lifeboat::chain::{Generator, derive_credential_ids, multiple_of};
use lifeboat::crypto::entropy::Entropy;
use lifeboat::model::{AccountAddress, CredentialId, VerifyKey};
use lifeboat::secret::PrfKey;
use serde_json::{Value, json};

use super::counting::Counting;

/// What stands in front of every encryption key on mainnet and testnet.
pub(crate) fn generator() -> Generator {
    Generator::of_mainnet_and_testnet()
}

/// The secrets of one identity.
pub(crate) struct Holder {
    seed: u64,
    prf: Fr,
    id_cred_sec: Fr,
}

impl Holder {
    /// The same seed gives the same identity.
    pub(crate) fn new(seed: u64) -> Self {
        let mut entropy = Counting(seed.wrapping_mul(0x1234_5678_9abc_def1));
        let mut scalar = || {
            let mut bytes = [0; 48];
            entropy.fill(&mut bytes);
            Fr::from_be_bytes_mod_order(&bytes)
        };
        Self { seed, prf: scalar(), id_cred_sec: scalar() }
    }

    /// What the identity is known by, in hexadecimal.
    pub(crate) fn id_cred_pub(&self) -> String {
        multiple_of(&generator(), &bytes(self.id_cred_sec)).unwrap().to_string()
    }

    pub(crate) fn credential_id(&self, number: u8) -> CredentialId {
        derive_credential_ids(&generator(), &PrfKey::new(bytes(self.prf)), number..=number)[0].1
    }

    pub(crate) fn address(&self, number: u8) -> AccountAddress {
        AccountAddress::of_first_credential(&self.credential_id(number))
    }

    /// The secret behind account `number`'s shielded balance, in hexadecimal.
    pub(crate) fn encryption_key(&self, number: u8) -> String {
        let scalar = (self.prf + Fr::from(number)).inverse().unwrap();
        hex::encode(generator().bytes()) + &hex::encode(bytes(scalar))
    }

    /// One identity of the list `identities`.
    pub(crate) fn identity(&self, name: &str, accounts: Vec<Value>) -> Value {
        json!({
            "name": name,
            "nextAccountNumber": accounts.len(),
            "identityProvider": {
                "ipInfo": {
                    "ipIdentity": 0,
                    "ipDescription": { "name": "Sample", "url": "", "description": "" },
                    "ipVerifyKey": "97f1",
                    "ipCdiVerifyKey": "00".repeat(32),
                },
                "arsInfos": { "1": { "arIdentity": 1, "arDescription": { "name": "A", "url": "", "description": "" }, "arPublicKey": "b14c" } },
                "metadata": { "icon": "aWNvbg==", "issuanceStart": "https://id.example.invalid/start", "support": "help@example.invalid" },
            },
            "identityObject": {
                "preIdentityObject": {
                    "pubInfoForIp": {
                        "idCredPub": self.id_cred_pub(),
                        "regId": self.credential_id(0).to_string(),
                        "publicKeys": public_keys(&self.sign_key(0)),
                    },
                    "choiceArData": { "arIdentities": [1], "threshold": 1 },
                    "idCredSecCommitment": "aa".repeat(48),
                    "ipArData": { "1": { "encPrfKeyShare": "bb", "proofComEncEq": "cc" } },
                    "prfKeyCommitmentWithIP": "dd".repeat(48),
                    "prfKeySharingCoeffCommitments": ["ee".repeat(48)],
                    "proofsOfKnowledge": "ff",
                },
                "attributeList": {
                    "validTo": "202512",
                    "createdAt": "202412",
                    "maxAccounts": 200,
                    "chosenAttributes": { "firstName": "Alex", "dob": "19700101" },
                },
                "signature": "ab".repeat(96),
            },
            "privateIdObjectData": {
                "aci": {
                    "credentialHolderInformation": { "idCredSecret": hex::encode(bytes(self.id_cred_sec)) },
                    "prfKey": hex::encode(bytes(self.prf)),
                },
                "randomness": "cd".repeat(32),
            },
            "accounts": accounts,
        })
    }

    /// One account of the list `accounts`.
    pub(crate) fn account(&self, name: &str, number: u8) -> Value {
        let seed = self.sign_key(number);
        let mut account = json!({
            "name": name,
            "address": self.address(number).to_string(),
            "submissionId": if number == 0 { String::new() } else { "5a".repeat(32) },
            "accountKeys": account_keys(&[(0, 0, seed)]),
            "encryptionSecretKey": self.encryption_key(number),
            "revealedAttributes": {},
            "credential": self.credential(number),
        });
        if number > 0 {
            account["commitmentsRandomness"] = json!({
                "attributesRand": { "dob": "11".repeat(32) },
                "credCounterRand": "12".repeat(32),
                "idCredSecRand": "13".repeat(32),
                "maxAccountsRand": "14".repeat(32),
                "prfRand": "15".repeat(32),
            });
        }
        account
    }

    fn credential(&self, number: u8) -> Value {
        let policy = json!({ "createdAt": "202412", "validTo": "202512", "revealedAttributes": {} });
        let id = self.credential_id(number).to_string();
        let keys = public_keys(&self.sign_key(number));
        let credential = if number == 0 {
            json!({ "type": "initial", "contents": {
                "credentialPublicKeys": keys, "ipIdentity": 0, "policy": policy, "regId": id, "sig": "ac".repeat(64),
            } })
        } else {
            json!({ "type": "normal", "contents": {
                "arData": { "1": { "encIdCredPubShare": "ad".repeat(96) } }, "credId": id, "credentialPublicKeys": keys,
                "ipIdentity": 0, "policy": policy, "proofs": "ae".repeat(96), "revocationThreshold": 1,
            } })
        };
        json!({ "v": 0, "value": { "credential": credential, "messageExpiry": 1_700_000_000 } })
    }

    /// The signing key of account `number`.
    pub(crate) fn sign_key(&self, number: u8) -> [u8; 32] {
        let mut seed = [0; 32];
        Counting(self.seed ^ u64::from(number) << 32 ^ 0x5157).fill(&mut seed);
        seed
    }
}

/// `accountKeys` with these keys: credential's place, key's place, seed. Every threshold is 1.
pub(crate) fn account_keys(keys: &[(u32, u32, [u8; 32])]) -> Value {
    let mut text = json!({ "keys": {}, "threshold": 1 });
    for (credential, place, seed) in keys {
        let held = &mut text["keys"][credential.to_string()];
        held["threshold"] = 1.into();
        held["keys"][place.to_string()] =
            json!({ "signKey": hex::encode(seed), "verifyKey": verify_key(seed).to_string() });
    }
    text
}

/// The public key of a signing key.
pub(crate) fn verify_key(seed: &[u8; 32]) -> VerifyKey {
    VerifyKey::new(ed25519_dalek::SigningKey::from_bytes(seed).verifying_key().to_bytes())
}

fn public_keys(seed: &[u8; 32]) -> Value {
    json!({ "keys": { "0": { "schemeId": "Ed25519", "verifyKey": verify_key(seed).to_string() } }, "threshold": 1 })
}

fn bytes(scalar: Fr) -> [u8; 32] {
    scalar.into_bigint().to_bytes_be().try_into().unwrap()
}
