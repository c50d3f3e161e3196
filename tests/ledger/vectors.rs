//! The simulated Ledger derives what the real one does: every value of the vectors, which were made from recorded
//! answers of the real app.

use std::path::{Path, PathBuf};

use ledger_sim::derive::{Seed, address, bls_key_v0, bls_key_v1, credential_id};
use serde_json::Value;

use crate::every;
use crate::support;

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

fn number(value: &Value) -> u32 {
    value.as_u64().unwrap() as u32
}

/// Checks one file; answers how many identities were in it.
fn check(path: &Path) -> usize {
    let file: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    let seeds = file["seeds"].as_array().unwrap().iter().map(|entry| (text(&entry["mnemonic"]).to_owned(), entry));
    let of_seeds = every::every(seeds, |entry| {
        let mut identities = 0;
        let seed = Seed::from_mnemonic(text(&entry["mnemonic"])).unwrap();
        assert_eq!(hex::encode(seed.bytes()), text(&entry["bip39_seed"]));
        assert_eq!(hex::encode(seed.pairing_public_key()), text(&entry["pairing_public_key"]));
        for expected in entry["identities"].as_array().unwrap() {
            let identity = number(&expected["identity"]);
            let prf_seed = seed.prf_key_seed(identity);
            let id_seed = seed.id_cred_sec_seed(identity);
            let (v0, v1) = (bls_key_v0(&prf_seed), bls_key_v1(&prf_seed));
            assert_eq!(hex::encode(prf_seed), text(&expected["prf_seed"]));
            assert_eq!(hex::encode(v1), text(&expected["prf_key_v1"]));
            assert_eq!(hex::encode(v0), text(&expected["prf_key_v0"]));
            assert_eq!(hex::encode(id_seed), text(&expected["id_cred_sec_seed"]));
            assert_eq!(hex::encode(bls_key_v1(&id_seed)), text(&expected["id_cred_sec_v1"]));
            assert_eq!(hex::encode(bls_key_v0(&id_seed)), text(&expected["id_cred_sec_v0"]));
            for credential in expected["credentials"].as_array().unwrap() {
                let counter = number(&credential["cred_counter"]);
                for (key, version) in [(&v0, "v0"), (&v1, "v1")] {
                    let id = credential_id(key, counter);
                    assert_eq!(hex::encode(id), text(&credential[format!("cred_id_{version}")]));
                    assert_eq!(address(&id), text(&credential[format!("address_{version}")]));
                }
                let signing = seed.signing_public_key(identity, counter, 0);
                assert_eq!(hex::encode(signing), text(&credential["sign_key_0"]));
            }
            identities += 1;
        }
        identities
    });
    of_seeds.iter().map(|(_, identities)| identities).sum()
}

#[test]
fn every_value_of_the_vectors_is_derived() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/vectors/ledger-vectors.json");
    assert!(check(&path) >= 10);
}

#[test]
fn extra_data_every_value_of_the_vectors_is_derived() {
    let Some(path) = support::extra_data("ledger-vectors.json") else { return };
    println!("{} identities", check(&path));
}
