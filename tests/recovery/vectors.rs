//! Checkpoints that were written once are read for ever: every file of the folder, by what it says about itself.

use crate::generator;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use generator::GENERATOR;
use lifeboat::model::KeyVersion;
use lifeboat::recovery::{Basis, Checkpoint, Known, Place, Plan, Recovery, Step, VersionCoverage};
use serde::Deserialize;
use serde_json::Value;

#[derive(Deserialize)]
struct Vector {
    says: String,
    expect: Expected,
    checkpoint: Value,
}

#[derive(Deserialize)]
struct Expected {
    /// `ask <place>`, `look up <count>`, `scan <count>`, `suggest` or `finished`.
    step: String,
    accounts: usize,
    places: Vec<ExpectedPlace>,
}

#[derive(Deserialize)]
struct ExpectedPlace {
    index: Option<u32>,
    /// By key version; a version without an entry was not searched at all.
    versions: BTreeMap<String, Numbers>,
}

#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Numbers {
    found: String,
    absent: String,
    not_checked: String,
    open: String,
    not_searched: String,
    #[serde(default)]
    unlisted: String,
}

impl Numbers {
    fn of(version: &VersionCoverage) -> Self {
        Self {
            found: version.found.to_string(),
            absent: version.absent.to_string(),
            not_checked: version.not_checked.to_string(),
            open: version.under_way.to_string(),
            not_searched: version.not_searched.to_string(),
            unlisted: version.unlisted.to_string(),
        }
    }

    fn nothing() -> Self {
        let none = String::new;
        Self {
            found: none(),
            absent: none(),
            not_checked: none(),
            open: none(),
            not_searched: "0–255".to_owned(),
            unlisted: none(),
        }
    }
}

/// The plan the files were written under.
fn plan() -> Plan {
    Plan {
        batch: 4,
        margin: 2,
        deepest: 11,
        deepest_on_request: 11,
        phone_batch: 4,
        max_indices: 9,
        suggest_after: 2,
        ..Plan::standard()
    }
}

fn said(recovery: &Recovery) -> String {
    match recovery.step() {
        Step::AskKey { place: Place::Ledger { index, .. }, .. } => format!("ask {index}"),
        Step::AskKey { place: Place::Phone(_), .. } => "ask phone".to_owned(),
        Step::LookUp { batch } => format!("look up {}", batch.len()),
        Step::Scan { wanted } => format!("scan {}", wanted.len()),
        Step::Suggest { .. } => "suggest".to_owned(),
        Step::Finished => "finished".to_owned(),
    }
}

fn check(name: &str, vector: &Vector) {
    let name = format!("{name}: {}", vector.says);
    let bytes = serde_json::to_vec(&vector.checkpoint).unwrap();
    let checkpoint = Checkpoint::decode(&bytes).unwrap_or_else(|error| panic!("{name}: {error}"));
    let basis =
        Basis { plan: plan(), generator: GENERATOR.clone(), network: checkpoint.network(), known: Known::default() };
    let recovery = Recovery::resume(basis, &checkpoint).unwrap();
    assert_eq!(said(&recovery), vector.expect.step, "{name}");
    assert_eq!(checkpoint.found(), vector.expect.accounts, "{name}");
    assert_eq!(usize::try_from(recovery.report().totals.accounts).unwrap(), vector.expect.accounts, "{name}");
    let coverage = recovery.coverage();
    assert_eq!(coverage.places.len(), vector.expect.places.len(), "{name}");
    for (place, expected) in coverage.places.iter().zip(&vector.expect.places) {
        assert_eq!(place.place.index().map(|index| index.get()), expected.index, "{name}");
        for version in &place.versions {
            let key = version.version.map_or("phone".to_owned(), |version: KeyVersion| version.number().to_string());
            let wanted = expected.versions.get(&key);
            let nothing = Numbers::nothing();
            assert_eq!(&Numbers::of(version), wanted.unwrap_or(&nothing), "{name}, {:?}", place.place);
        }
    }
    // What it is written as today says the same.
    let again = Checkpoint::decode(&recovery.checkpoint().encode()).unwrap();
    assert_eq!(again, recovery.checkpoint(), "{name}");
}

#[test]
fn every_checkpoint_ever_written_is_read() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors/recovery-checkpoint");
    let mut names: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    names.sort();
    for path in &names {
        let vector: Vector = serde_json::from_slice(&fs::read(path).unwrap()).unwrap();
        check(&path.file_name().unwrap().to_string_lossy(), &vector);
    }
    for version in ["v1", "v2", "v3"] {
        assert!(names.iter().any(|path| path.to_string_lossy().contains(version)), "no vector of {version}");
    }
}
