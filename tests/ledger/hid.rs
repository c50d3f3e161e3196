//! The packets on the bus: every recorded request is cut as it was, every recorded answer is put together.

use std::path::{Path, PathBuf};

use lifeboat::ledger::hid::{Channel, Packets, Reassembly};
use serde_json::Value;

use crate::every;
use crate::support;

const APDU_TAG: u8 = 5;

fn report(value: &Value) -> Vec<u8> {
    hex::decode(value.as_str().unwrap()).unwrap()
}

fn channel(report: &[u8]) -> Channel {
    Channel::new(u16::from_be_bytes([report[0], report[1]]))
}

/// The reports of one message: the first announces a length that the others complete.
fn message(reports: &[Vec<u8>]) -> Option<Vec<u8>> {
    let first = reports.first().filter(|first| first[2] == APDU_TAG && first[3..5] == [0, 0])?;
    let length = usize::from(u16::from_be_bytes([first[5], first[6]]));
    let mut bytes = first[7..].to_vec();
    for (report, sequence) in reports[1..].iter().zip(1_u16..) {
        if report[..3] != first[..3] || report[3..5] != sequence.to_be_bytes() {
            return None;
        }
        bytes.extend(&report[5..]);
    }
    (length > 0 && bytes.len() >= length && bytes.len() - length < 59).then(|| bytes[..length].to_vec())
}

/// Checks one exchange of reports; answers how many messages were compared.
fn check(sent: &[Vec<u8>], received: &[Vec<u8>]) -> usize {
    let mut compared = 0;
    if let Some(request) = message(sent) {
        let cut: Vec<_> = Packets::new(channel(&sent[0]), &request).map(Vec::from).collect();
        assert_eq!(cut.len(), sent.len());
        for (cut, sent) in cut.iter().zip(sent) {
            assert_eq!(hex::encode(cut), hex::encode(sent));
        }
        compared += 1;
    }
    if let Some(expected) = message(received) {
        let mut reassembly = Reassembly::new(channel(&received[0]));
        let mut elsewhere = Reassembly::new(channel(&received[0]).next());
        let mut answer = None;
        for report in received {
            assert!(answer.is_none());
            answer = reassembly.feed(report).unwrap();
            assert!(elsewhere.feed(report).unwrap().is_none());
        }
        let answer = answer.unwrap();
        assert_eq!([answer.data(), &answer.status().to_be_bytes()].concat(), expected);
        compared += 1;
    }
    compared
}

fn check_folder(folder: &Path) -> usize {
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    let of_files = every::every(paths.into_iter().map(|path| (path.display().to_string(), path)), |path| {
        let mut compared = 0;
        let file: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
        let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
        for step in list(&file["steps"]) {
            let of = |field: &str| list(&step[field]).iter().map(report).collect::<Vec<_>>();
            compared += check(&of("host_to_device"), &of("device_to_host"));
        }
        for record in list(&file["records"]) {
            let frames = list(&record["hid_frames"]);
            let of = |way: &str| frames.iter().filter(|f| f[0] == way).map(|f| report(&f[1])).collect::<Vec<_>>();
            compared += check(&of("host>device"), &of("device>host"));
        }
        compared
    });
    let compared = of_files.iter().map(|(_, compared)| compared).sum();
    println!("{compared} messages compared");
    compared
}

#[test]
fn recorded_packets_are_cut_and_joined_alike() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/vectors/ledger-transcripts");
    assert!(check_folder(&folder) > 60);
}

#[test]
fn extra_data_ledger_transcripts_are_cut_and_joined_alike() {
    let Some(folder) = support::extra_data("ledger-transcripts") else { return };
    check_folder(&folder);
}
