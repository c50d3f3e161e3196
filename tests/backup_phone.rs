//! Phone wallet files: every file of a folder behaves as its manifest says.
#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod support;

use std::collections::BTreeMap;
use std::path::Path;

use lifeboat::backup::document::mobile;
use lifeboat::backup::{self, BackupError, Contents, DocumentError, EnvelopeError, Opened, Source};
use lifeboat::crypto::kdf::KdfError;
use lifeboat::fault::{Explain, Notice};
use lifeboat::model::{Network, NetworkRecords};
use lifeboat::secret::Password;
use serde_json::Value;

fn typed(text: &str) -> Password {
    Password::new(text.to_owned())
}

#[test]
fn our_files_behave_as_their_manifest_says() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors/mobile-exports");
    for (f, o) in check(&folder) {
        println!("{f}: {o}");
    }
}

#[test]
fn extra_data_files_behave_as_their_manifest_says() {
    let Some(folder) = support::extra_data("mobile-exports") else { return };
    for (file, outcome) in check(&folder) {
        println!("{file}: {outcome}");
    }
}

fn check(folder: &Path) -> BTreeMap<String, String> {
    let manifest: Value = serde_json::from_slice(&std::fs::read(folder.join("manifest.json")).unwrap()).unwrap();
    manifest
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| {
            let file = entry["file"].as_str().unwrap();
            let bytes = std::fs::read(folder.join(file)).unwrap();
            let opened = match entry["password"].as_str() {
                Some(p) => backup::open(&bytes, &typed(p)),
                None => backup::open_plain(&bytes),
            };
            let outcome = match opened {
                Ok(opened) => {
                    format!("{:?} {}", opened.source, opened.notices.iter().map(summary).collect::<Vec<_>>().join(" "))
                }
                Err(error) => format!("refused {}", error.code()),
            };
            (file.to_owned(), format!("[{}] {outcome}", entry["expect"].as_str().unwrap()))
        })
        .collect()
}

fn summary(notice: &Notice) -> String {
    let fields = ["kind", "field", "count"].iter().filter_map(|field| notice.fields.get(field));
    fields.fold(notice.code.to_owned(), |text, field| format!("{text}/{field}"))
}
