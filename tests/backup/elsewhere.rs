//! What somebody else decrypts of a foreign file, in place of our own code. Who decrypts wrongly is noticed, and what a person is told is the same then; what
//! only a liar could give, about a block that nobody compares, is believed.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use lifeboat::backup::{BackupError, LockedFile, Opened};
use lifeboat::crypto::cbc::{self, BLOCK_LEN, SealedBlocks};
use lifeboat::fault::Coded as _;
use lifeboat::model::Network;
use lifeboat::secret::{Password, Plaintext, SealingKey};
use serde_json::Value;

use crate::javascript::javascript_json;
use crate::stride;

/// Work on their keys that a test of the values needs none of.
const MOST_WORK: u64 = 100;
/// Longer files have nothing that these have not, and take their time.
const LONGEST: usize = 64 * 1024;

/// Who decrypts.
type Peer = fn(&SealingKey, SealedBlocks<'_>) -> Option<Vec<u8>>;

/// As the browser does it: piece by piece, and each without its padding, or not at all.
fn in_pieces(key: &SealingKey, sealed: SealedBlocks<'_>, blocks: usize) -> Option<Vec<u8>> {
    let pieces = sealed.pieces(key, blocks).map(|piece| cbc::open(key, &piece.iv, &piece.bytes));
    // EXPOSE: public test files.
    pieces.map(|piece| Some(piece.ok()?.expose().to_vec())).collect::<Option<Vec<_>>>().map(|pieces| pieces.concat())
}

fn honest(key: &SealingKey, sealed: SealedBlocks<'_>) -> Option<Vec<u8>> {
    in_pieces(key, sealed, 100)
}

const PEERS: &[(&str, Peer)] = &[
    ("opens it", honest),
    ("opens it block by block", |key, sealed| in_pieces(key, sealed, 1)),
    ("fails", |_, _| None),
    ("gives nothing", |_, _| Some(Vec::new())),
    ("takes the padding off", |key, sealed| {
        // EXPOSE: public test files.
        cbc::open(key, sealed.iv, sealed.bytes).ok().map(|text| text.expose().to_vec())
    }),
    ("fails where the padding does not fit", |key, sealed| {
        cbc::open(key, sealed.iv, sealed.bytes).ok()?;
        honest(key, sealed)
    }),
    ("gives a byte too many", |key, sealed| Some([honest(key, sealed)?, vec![b'}']].concat())),
    ("gives it twice", |key, sealed| Some(honest(key, sealed)?.repeat(2))),
    ("loses a block in the middle", |key, sealed| {
        let mut blocks = honest(key, sealed)?;
        let middle = blocks.len() / 2 / BLOCK_LEN * BLOCK_LEN;
        blocks.drain(middle..(middle + BLOCK_LEN).min(blocks.len()));
        Some(blocks)
    }),
    ("has another key", |_, sealed| honest(&SealingKey::new([1; SealingKey::LEN]), sealed)),
    ("gives back what it got", |_, sealed| Some(sealed.bytes.to_vec())),
    ("gives zeros", |_, sealed| Some(vec![0; sealed.bytes.len()])),
    ("gives other text", |_, sealed| Some(b"{}".iter().copied().cycle().take(sealed.bytes.len()).collect())),
    ("gives other text between the ends", |key, sealed| {
        let mut blocks = honest(key, sealed)?;
        let end = blocks.len().saturating_sub(BLOCK_LEN);
        blocks.iter_mut().take(end).skip(BLOCK_LEN).for_each(|byte| *byte = b'a');
        Some(blocks)
    }),
    ("gives no text between the ends", |key, sealed| {
        let mut blocks = honest(key, sealed)?;
        let end = blocks.len().saturating_sub(BLOCK_LEN);
        blocks.iter_mut().take(end).skip(BLOCK_LEN).for_each(|byte| *byte = 0xe5);
        Some(blocks)
    }),
];

/// What becomes of a file, and how often somebody's blocks were offered.
fn fate(
    locked: &LockedFile,
    keys: &[SealingKey],
    password: &Password,
    peer: Option<Peer>,
) -> Result<Opened, BackupError> {
    let mut attempt = locked.attempt(password)?.unwrap();
    let mut keys = keys.iter();
    while attempt.next_spelling().is_some() {
        let key = keys.next().unwrap();
        let blocks = peer.and_then(|peer| peer(key, attempt.sealed()?)).map(Plaintext::new);
        if let Some(opened) = attempt.try_key(key, blocks)? {
            return Ok(opened);
        }
    }
    Err(attempt.refusal())
}

/// The file, and the same with one byte of what is locked changed, at several places.
fn with_damage(bytes: &[u8]) -> Vec<Vec<u8>> {
    let mut all = vec![bytes.to_vec()];
    let Ok(file) = serde_json::from_slice::<Value>(bytes) else { return all };
    let Some(sealed) = file["cipherText"].as_str().and_then(|text| STANDARD.decode(text).ok()) else { return all };
    let length = sealed.len();
    for at in [0, BLOCK_LEN, length / 3, length / 2, length.saturating_sub(BLOCK_LEN + 1), length.saturating_sub(1)] {
        let (mut file, mut sealed) = (file.clone(), sealed.clone());
        if let Some(byte) = sealed.get_mut(at) {
            *byte ^= 0x55;
        }
        file["cipherText"] = STANDARD.encode(sealed).into();
        all.push(file.to_string().into_bytes());
    }
    all
}

/// Every locked file of the vectors, with its password.
fn files() -> Vec<(String, Vec<u8>, String)> {
    let vectors = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors");
    let mut files = Vec::new();
    let mut add = |path: PathBuf, password: &Value| {
        if let (Ok(bytes), Some(password)) = (std::fs::read(&path), password.as_str()) {
            files.push((path.display().to_string(), bytes, password.to_owned()));
        }
    };
    for folder in ["desktop-exports", "desktop-sealed", "mobile-exports", "people-hold", "interop"] {
        let folder = vectors.join(folder);
        let manifest = javascript_json(&std::fs::read_to_string(folder.join("manifest.json")).unwrap());
        match &manifest {
            Value::Array(entries) => {
                entries.iter().for_each(|one| add(folder.join(one["file"].as_str().unwrap()), &one["password"]));
            }
            Value::Object(entries) => entries.iter().for_each(|(file, password)| add(folder.join(file), password)),
            other => panic!("{other}"),
        }
    }
    files
}

#[test]
#[ignore = "every locked file, every damage, everybody who could decrypt it"]
fn whoever_decrypts_a_file_its_fate_is_the_same() {
    let (mut fates, mut believed) = (BTreeSet::new(), 0);
    let mut tried = 0;
    for (name, bytes, password) in files().into_iter().filter(|(_, bytes, _)| bytes.len() < LONGEST) {
        for typed in [password.as_str(), "not it"].map(|typed| Password::new(typed.into())) {
            let mut keys = None;
            for (number, bytes) in with_damage(&bytes).into_iter().enumerate().step_by(stride()) {
                let Ok(locked) = LockedFile::read(&name, &bytes) else { continue };
                let Ok(Some(mut attempt)) = locked.attempt(&typed) else { continue };
                if attempt.sealed().is_none() || attempt.recipe().work() > MOST_WORK {
                    continue;
                }
                let keys = keys.get_or_insert_with(|| {
                    let mut keys = Vec::new();
                    while let Some(spelling) = attempt.next_spelling() {
                        keys.push(attempt.recipe().derive(&spelling).unwrap());
                    }
                    keys
                });
                let alone = fate(&locked, keys, &typed, None);
                // Everybody for the file as it is; for each damage some, and together everybody.
                let (from, step) = if number == 0 { (0, 1) } else { (number % 5, 5) };
                for (what, peer) in PEERS.iter().skip(from).step_by(step) {
                    assert_eq!(fate(&locked, keys, &typed, Some(*peer)), alone, "{name}, and somebody {what}");
                    tried += 1;
                }
                fates.insert(alone.as_ref().map_or_else(BackupError::code, |_| "opened"));
                let is_damaged = |opened: &Opened| opened.notices.iter().any(|notice| notice.code == "damaged-file");
                believed += usize::from(alone.is_ok_and(|opened| !is_damaged(&opened)));
            }
        }
    }
    for fate in ["opened", "envelope-wrong-password-or-damaged", "backup-wrong-password"] {
        assert!(fates.contains(fate), "{fate} is not among {fates:?}");
    }
    assert!(tried > 500 && believed > 30, "{tried} tried, {believed} files that were whole");
}

/// Writes one letter otherwise, in a name that stands in blocks that are not compared.
fn lying(key: &SealingKey, sealed: SealedBlocks<'_>) -> Option<Vec<u8>> {
    let mut blocks = honest(key, sealed)?;
    let distance = blocks.len() / BLOCK_LEN / 128;
    let is_compared = |at: usize| (at / BLOCK_LEN).is_multiple_of(distance);
    let letter = (0..blocks.len()).find(|at| blocks[*at..].starts_with(b"Recipient") && !is_compared(*at))?;
    blocks[letter] = b'r';
    Some(blocks)
}

#[test]
fn what_the_browser_decrypts_is_believed_and_so_is_what_only_a_liar_could_give() {
    let (name, bytes, password) =
        files().into_iter().find(|(name, ..)| name.ends_with("desktop-exports/addressbook-501.json")).unwrap();
    let locked = LockedFile::read(&name, &bytes).unwrap();
    let password = Password::new(password);
    let mut attempt = locked.attempt(&password).unwrap().unwrap();
    let spelling = attempt.next_spelling().unwrap();
    let keys = [attempt.recipe().derive(&spelling).unwrap()];
    let names = |peer: Option<Peer>| -> Vec<String> {
        let opened = fate(&locked, &keys, &password, peer).unwrap();
        let wallet = opened.contents.on(Network::Mainnet.genesis());
        let records = wallet.networks.values();
        records.flat_map(|records| records.contacts.values().map(|contact| contact.name.clone())).collect()
    };
    let alone = names(None);
    assert_eq!(names(Some(honest)), alone);
    let believed = names(Some(lying));
    assert_eq!(believed.iter().zip(&alone).filter(|(believed, own)| believed != own).count(), 1);
    assert_eq!(believed.iter().filter(|name| name.starts_with("recipient")).count(), 1, "nobody opened it again");
}
