//! The states of a Ledger as a person meets them: every request has its words, its picture and, where it waits for a click,
//! its button.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeSet;
use std::path::PathBuf;

use lifeboat::ledger::{DeviceRequest, DeviceState, Retry};
use lifeboat::model::IdentityIndex;
use serde_json::Value;

/// What is asked of the person while a question of ours is on the screen. No state leads to these: whoever asks says it.
const QUESTIONS: [DeviceRequest; 3] = [
    DeviceRequest::ConfirmOpening,
    DeviceRequest::ConfirmKeyExport { index: IdentityIndex::FIRST },
    DeviceRequest::ConfirmAddress,
];

fn read(path: &str) -> String {
    std::fs::read_to_string(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

fn requests() -> BTreeSet<&'static str> {
    let of_states = DeviceState::ALL.into_iter().filter_map(|state| state.row().request);
    of_states.chain(QUESTIONS).map(DeviceRequest::name).collect()
}

/// The literals between a line that begins a list in the page's source and the bracket that ends it.
fn listed(source: &str, beginning: &str) -> BTreeSet<String> {
    let (_, rest) = source.split_once(beginning).unwrap();
    let (list, _) = rest.split_once(']').unwrap();
    list.split('\'').skip(1).step_by(2).map(str::to_owned).collect()
}

#[test]
fn every_request_has_its_words() {
    let texts: Value = serde_json::from_str(&read("extension/_locales/en/messages.json")).unwrap();
    for request in requests() {
        let title = format!("device_{}", request.replace('-', "_"));
        for key in [title.clone(), format!("{title}_text")] {
            assert!(texts[&key]["message"].is_string(), "no words for {key}");
        }
    }
}

#[test]
fn the_page_knows_every_request_and_no_other() {
    let mut known = listed(&read("extension/page/recover/device.tsx"), "const REQUESTS = [");
    assert!(known.remove("none"), "nothing asked is a word of its own");
    assert_eq!(known, requests().into_iter().map(str::to_owned).collect());
}

#[test]
fn every_request_has_its_picture() {
    let picture = read("extension/page/recover/ledger-picture.tsx");
    for request in requests() {
        assert!(picture.contains(&format!("case '{request}':")), "no picture for {request}");
    }
}

#[test]
fn what_waits_for_a_click_has_a_button() {
    let page = read("extension/page/recover/device.tsx");
    let buttons = listed(&page, "const ON_CLICK: ReadonlySet<Request> = new Set([");
    for row in DeviceState::ALL.map(DeviceState::row) {
        let Some(request) = row.request.filter(|_| row.continuation == Retry::WhenPersonSaysSo) else { continue };
        // This one has the browser's own list behind its button.
        let is_grant = request == DeviceRequest::GrantAccess;
        assert!(is_grant || buttons.contains(request.name()), "{}: no button for {}", row.name, request.name());
    }
}
