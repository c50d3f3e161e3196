//! The frozen vaults: each file says what is in it, or with which code it must be refused. Made by an independent writer.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use lifeboat::fault::Coded;
use lifeboat::model::{Counts, Format};
use lifeboat::record;
use lifeboat::record::fingerprint;
use lifeboat::secret::Password;
use lifeboat::vault::{self, Deed, KnownBackup, Seen, What};
use serde_json::{Value, json};

#[test]
fn every_vault_opens_to_what_its_file_says_or_is_refused_with_its_code() {
    let mut vectors = 0;
    for path in ["vault-v1", "vault-v2", "vault-v3", "vault-v4", "vault-v5"].into_iter().flat_map(files) {
        let vector: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
        let bytes = STANDARD.decode(vector["vault"].as_str().unwrap()).unwrap();
        let password = Password::new(vector["password"].as_str().unwrap().into());
        let found = match vault::unlock(&bytes, &password) {
            Ok(unlocked) => describe(vault::revision(&bytes).unwrap(), &unlocked.contents),
            Err(refused) => json!({ "code": refused.code() }),
        };
        assert_eq!(found, brought_up_to_date(&vector["expect"]), "{}: {}", path.display(), vector["about"]);
        vectors += 1;
    }
    assert!(vectors >= 92, "{vectors} vectors");
}

fn files(set: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors").join(set);
    std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect()
}

/// What a file says is in it, as the newest version has it: its records read and written anew, one node as a list of one, and a
/// backup that nothing has changed since as one that holds everything.
fn brought_up_to_date(expected: &Value) -> Value {
    let mut expected = expected.clone();
    for part in ["wallet", "undo"] {
        if let Some(record) = expected.get_mut(part).filter(|record| record.is_object()) {
            *record = written(&record::decode(record.to_string().as_bytes()).unwrap());
        }
    }
    if let Some(state) = expected.get_mut("state").and_then(Value::as_object_mut) {
        for node in state["nodes"].as_object_mut().unwrap().values_mut().filter(|node| node.is_string()) {
            *node = json!([node]);
        }
        state.entry("lockWithScreen").or_insert(json!(true));
        state.entry("models").or_insert_with(|| json!({}));
        state.entry("undoOf").or_insert(Value::Null);
        state.entry("backups").or_insert_with(|| json!([]));
    }
    let old = expected.get_mut("state").and_then(Value::as_object_mut).and_then(|state| {
        let (changes, last) = (state.remove("changesSinceBackup")?, state.remove("lastBackupAt")?);
        let seen = if last.is_null() { Value::Null } else { json!({ "at": last, "seen": "saved" }) };
        state.insert("lastBackup".into(), seen);
        Some(!last.is_null() && changes == json!(0))
    });
    if let Some(is_whole) = old {
        let wallet = record::decode(expected["wallet"].to_string().as_bytes()).unwrap();
        let held = if is_whole { fingerprint::all(&wallet) } else { BTreeSet::new() };
        expected["held"] = held.iter().map(|one| hex::encode(one.bytes())).collect();
        expected["missing"] = json!(if is_whole { Counts::default() } else { Counts::of(&wallet) });
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
    let models: serde_json::Map<_, _> =
        contents.models.iter().map(|(device, model)| (device.to_string(), json!(model))).collect();
    json!({
        "revision": revision,
        "state": {
            "network": contents.settings.network.to_string(),
            "nodes": nodes,
            "autoLockMinutes": contents.settings.auto_lock_minutes,
            "lockWithScreen": contents.settings.lock_with_screen,
            "lastBackup": contents.backup.last.map(|last| json!({
                "at": last.at,
                "seen": seen(last.seen),
            })),
            "backups": contents.backup.made.iter().map(made).collect::<Vec<_>>(),
            "undoOf": contents.undo.as_ref().and_then(|undo| undo.of.as_ref()).map(deed),
            "parameters": parameters,
            "models": models,
        },
        "held": contents.backup.held.iter().map(|one| hex::encode(one.bytes())).collect::<Vec<_>>(),
        // The same sixteen bytes as the independent writer's, for a record of every kind.
        "missing": contents.backup.missing(&contents.wallet).seen,
        "wallet": written(&contents.wallet),
        "undo": contents.before().map(written),
    })
}

fn seen(seen: Seen) -> &'static str {
    match seen {
        Seen::Saved => "saved",
        Seen::Opened => "opened",
    }
}

fn format(format: Format) -> &'static str {
    match format {
        Format::LifeboatBackup => "lifeboat-backup",
        Format::DesktopWallet => "desktop-wallet",
        Format::PhoneWallet => "phone-wallet",
        Format::BrowserKey | Format::GenesisKey => "account-key",
        Format::ContactsTable => panic!("no vault has a word for a table"),
    }
}

/// A backup, and which records it holds.
fn made(made: &KnownBackup) -> Value {
    json!({
        "at": made.at,
        "files": made.marks.iter().map(hex::encode).collect::<Vec<_>>(),
        "format": format(made.format),
        "name": made.name,
        "counts": made.counts,
        "seen": seen(made.seen),
        "checked": made.checked,
        "holds": made.holds.iter().map(|one| hex::encode(one.bytes())).collect::<Vec<_>>(),
    })
}

fn deed(deed: &Deed) -> Value {
    let what = match &deed.what {
        What::File { format: of, name } => {
            json!({ "file": { "format": format(*of), "name": name } })
        }
        What::Recovery => json!("recovery"),
        What::Removal => json!("removal"),
    };
    json!({ "at": deed.at, "what": what })
}
