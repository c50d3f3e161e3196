//! The frozen vaults: each file says what is in it, or with which code it must be refused. Made by an independent writer.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use lifeboat::fault::Explain;
use lifeboat::record;
use lifeboat::secret::Password;
use lifeboat::vault;
use serde_json::{Value, json};

#[test]
fn every_vault_opens_to_what_its_file_says_or_is_refused_with_its_code() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors/vault-v1");
    let mut vectors = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let vector: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
        let bytes = STANDARD.decode(vector["vault"].as_str().unwrap()).unwrap();
        let password = Password::new(vector["password"].as_str().unwrap().into());
        let found = match vault::unlock(&bytes, &password) {
            Ok((_, contents)) => describe(vault::revision(&bytes).unwrap(), &contents),
            Err(refused) => json!({ "code": refused.code() }),
        };
        assert_eq!(found, expected(&vector["expect"]), "{}: {}", path.display(), vector["about"]);
        vectors += 1;
    }
    assert!(vectors >= 20, "{vectors} vectors");
}

/// What a file expects, with its records in the version that is written today.
fn expected(vector: &Value) -> Value {
    let mut expected = vector.clone();
    for member in ["wallet", "undo"] {
        if let Some(record) = expected.get_mut(member).filter(|record| !record.is_null()) {
            *record = written(&record::decode(record.to_string().as_bytes()).unwrap());
        }
    }
    expected
}

fn written(wallet: &lifeboat::model::Wallet) -> Value {
    // EXPOSE: a wallet made up for a test vector.
    serde_json::from_slice(record::encode(wallet).expose()).unwrap()
}

fn describe(revision: u64, contents: &vault::Contents) -> Value {
    let by_text = |entry: (&lifeboat::model::GenesisHash, Value)| (entry.0.to_string(), entry.1);
    let nodes: serde_json::Map<_, _> =
        contents.settings.nodes.iter().map(|(network, url)| by_text((network, json!(url)))).collect();
    let parameters: serde_json::Map<_, _> =
        contents.parameters.iter().map(|(network, bytes)| by_text((network, json!(hex::encode(bytes))))).collect();
    json!({
        "revision": revision,
        "state": {
            "network": contents.settings.network.to_string(),
            "nodes": nodes,
            "autoLockMinutes": contents.settings.auto_lock_minutes,
            "lastBackupAt": contents.backup.last_at,
            "changesSinceBackup": contents.backup.changes_since,
            "parameters": parameters,
        },
        "wallet": written(&contents.wallet),
        "undo": contents.undo.as_ref().map(written),
    })
}
