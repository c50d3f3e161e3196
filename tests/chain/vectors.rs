//! Keys, credential ids and addresses against vectors that several other implementations agree on.

use crate::every;
use crate::support;

use std::fs;
use std::path::{Path, PathBuf};

use lifeboat::chain::{Generator, derive_credential_ids, derive_prf_key};
use lifeboat::model::{AccountAddress, CredentialIndex, KeyVersion};
use lifeboat::secret::{PrfKey, PrfKeySeed};
use serde::Deserialize;

#[test]
fn the_credential_that_nobody_has_is_a_hash() {
    use ark_bls12_381::{Fq, G1Affine};
    use ark_ec::AffineRepr as _;
    use ark_ff::PrimeField as _;
    use ark_serialize::CanonicalSerialize as _;
    use sha2::{Digest as _, Sha256};

    // Made of words alone, so that nobody can know a key for it: the first hash that is on the curve, in the right subgroup.
    let on_curve = (0..64).find_map(|number| {
        let words = format!("Lifeboat: a credential that nobody has. {number}");
        G1Affine::get_point_from_x_unchecked(Fq::from_be_bytes_mod_order(&Sha256::digest(words)), false)
    });
    let mut bytes = [0; 48];
    on_curve.unwrap().mul_by_cofactor().serialize_compressed(&mut bytes[..]).unwrap();
    assert_eq!(hex::encode(bytes), lifeboat::node::query::NOBODYS.to_string());
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct CredentialIds {
    on_chain_commitment_key: String,
    vectors: Vec<SeedVector>,
}

#[derive(Deserialize)]
struct SeedVector {
    label: String,
    seed: String,
    versions: Vec<VersionVector>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct VersionVector {
    identity_version: u8,
    prf_key: String,
    credentials: Vec<CredentialVector>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct CredentialVector {
    credential_number: u8,
    cred_id: String,
    address: String,
}

#[derive(Deserialize)]
struct LedgerVectors {
    seeds: Vec<LedgerSeed>,
}

#[derive(Deserialize)]
struct LedgerSeed {
    name: String,
    identities: Vec<LedgerIdentity>,
}

#[derive(Deserialize)]
struct LedgerIdentity {
    identity: u32,
    prf_seed: String,
    prf_key_v1: String,
    prf_key_v0: String,
    credentials: Vec<LedgerCredential>,
}

#[derive(Deserialize)]
struct LedgerCredential {
    cred_counter: u8,
    cred_id_v1: String,
    address_v1: String,
    cred_id_v0: String,
    address_v0: String,
}

fn vectors(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors").join(name)
}

fn generator(commitment_key: &str) -> Generator {
    Generator::parse(&hex::decode(commitment_key).unwrap()).unwrap()
}

fn seed(text: &str) -> PrfKeySeed {
    PrfKeySeed::new(hex::decode(text).unwrap().try_into().unwrap())
}

fn version(number: u8) -> KeyVersion {
    KeyVersion::ALL.into_iter().find(|version| version.number() == number).unwrap()
}

/// EXPOSE: public test seeds.
fn text(key: &PrfKey) -> String {
    hex::encode(key.expose())
}

fn check(label: &str, generator: &Generator, key: &PrfKey, number: u8, id: &str, address: &str) {
    let found = derive_credential_ids(generator, key, number..=number);
    assert_eq!(found, [(CredentialIndex(number.into()), id.parse().unwrap())], "{label}, number {number}");
    assert_eq!(
        AccountAddress::of_first_credential(&found.first().unwrap().1).to_string(),
        address,
        "{label}, number {number}"
    );
}

/// Returns how many credential ids were checked.
fn check_credential_ids(file: &CredentialIds) -> usize {
    let generator = generator(&file.on_chain_commitment_key);
    let mut checked = 0;
    for vector in &file.vectors {
        for versioned in &vector.versions {
            let label = format!("{}, version {}", vector.label, versioned.identity_version);
            let key = derive_prf_key(&seed(&vector.seed), version(versioned.identity_version));
            assert_eq!(text(&key), versioned.prf_key, "{label}");
            for credential in &versioned.credentials {
                let number = credential.credential_number;
                check(&label, &generator, &key, number, &credential.cred_id, &credential.address);
            }
            let last = versioned.credentials.iter().map(|credential| credential.credential_number).max().unwrap();
            let together = derive_credential_ids(&generator, &key, 0..=last);
            for credential in &versioned.credentials {
                let expected =
                    (CredentialIndex(credential.credential_number.into()), credential.cred_id.parse().unwrap());
                assert!(together.contains(&expected), "{label}: {expected:?} is missing in the batch");
            }
            checked += versioned.credentials.len();
        }
    }
    checked
}

#[test]
fn seeds_give_the_known_keys_credential_ids_and_addresses() {
    let file = fs::read(vectors("credential-ids.json")).unwrap();
    assert_eq!(check_credential_ids(&serde_json::from_slice(&file).unwrap()), 250);
}

#[test]
fn an_independent_sdk_agrees() {
    let file = fs::read(vectors("oracle/credential-ids.json")).unwrap();
    assert_eq!(check_credential_ids(&serde_json::from_slice(&file).unwrap()), 30);
}

#[test]
fn what_the_device_exported_gives_what_the_device_showed() {
    let credential_ids: CredentialIds =
        serde_json::from_slice(&fs::read(vectors("credential-ids.json")).unwrap()).unwrap();
    let generator = generator(&credential_ids.on_chain_commitment_key);
    let file: LedgerVectors = serde_json::from_slice(&fs::read(vectors("ledger-vectors.json")).unwrap()).unwrap();
    for identity in file.seeds.iter().flat_map(|seed| seed.identities.iter().map(move |it| (&seed.name, it))) {
        let (name, identity) = identity;
        let label = format!("{name}, identity {}", identity.identity);
        let seed = seed(&identity.prf_seed);
        let (v1, v0) = (derive_prf_key(&seed, KeyVersion::V1), derive_prf_key(&seed, KeyVersion::V0));
        assert_eq!(text(&v1), identity.prf_key_v1, "{label}");
        assert_eq!(text(&v0), identity.prf_key_v0, "{label}");
        for credential in &identity.credentials {
            let number = credential.cred_counter;
            check(&label, &generator, &v1, number, &credential.cred_id_v1, &credential.address_v1);
            check(&label, &generator, &v0, number, &credential.cred_id_v0, &credential.address_v0);
        }
    }
}

/// Every file of the same shape as `credential-ids.json`, in the extra folder itself and in its folder `credential-ids`.
#[test]
fn extra_data_credential_ids_are_derived() {
    let folders = [support::extra_data("."), support::extra_data("credential-ids")];
    let mut paths: Vec<_> = folders
        .into_iter()
        .flatten()
        .flat_map(|folder| fs::read_dir(folder).unwrap())
        .map(|it| it.unwrap().path())
        .collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    every::every(paths.into_iter().map(|path| (path.display().to_string(), path)), |path| {
        let file: serde_json::Value = serde_json::from_slice(&fs::read(path).unwrap()).unwrap();
        if file.get("onChainCommitmentKey").is_some() {
            let checked = check_credential_ids(&serde_json::from_value(file).unwrap());
            assert!(checked > 0, "no credential id in it");
            println!("{}: {checked} credential ids", path.display());
        }
    });
}
