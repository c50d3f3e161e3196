//! What must hold for any bytes at all. One function a target: a fuzzer calls it with bytes it makes up (`cargo xtask fuzz`), and
//! `tests/fuzz_corpora.rs` with every file that a fuzzer found worth keeping.

use lifeboat::backup::Contents;
use lifeboat::backup::document::{self, desktop, mobile};
use lifeboat::custody;
use lifeboat::model::{GenesisHash, Network, Wallet};
use lifeboat::node::{HttpHead, ListMethod, ListReader, NodeError};
use lifeboat::recovery::Checkpoint;
use lifeboat::secret::Plaintext;
use lifeboat::{backup, record};

/// One target: its name, which is that of its program and of its corpus, and what must hold.
pub type Target = (&'static str, fn(&[u8]));

/// Every target.
pub const TARGETS: &[Target] = &[
    ("recognise", recognise),
    ("record", any_record),
    ("checkpoint", checkpoint),
    ("desktop_document", desktop_document),
    ("phone_document", phone_document),
    ("account_keys", account_keys),
    ("node_list", node_list),
];

/// Any file, before any password.
pub fn recognise(bytes: &[u8]) {
    let _ = backup::recognise(bytes);
}

/// Any record; one that can be read survives a round trip.
pub fn any_record(bytes: &[u8]) {
    if let Ok(wallet) = record::decode(bytes) {
        // EXPOSE: made-up bytes.
        assert_eq!(record::decode(record::encode(&wallet).expose()), Ok(wallet));
    }
}

/// Any saved search; one that can be read survives a round trip.
pub fn checkpoint(bytes: &[u8]) {
    if let Ok(checkpoint) = Checkpoint::decode(bytes) {
        assert_eq!(Checkpoint::decode(&checkpoint.encode()), Ok(checkpoint));
    }
}

/// Any decrypted document; what can be read survives being written for the Desktop Wallet.
pub fn desktop_document(bytes: &[u8]) {
    let network = Network::Mainnet.genesis();
    let Some(wallet) = read_document(bytes, network) else { return };
    let carried = desktop::carry(&wallet, network).wallet;
    for document in desktop::encode(&carried, network) {
        assert!(document::decode(&document, &mut Vec::new()).is_ok());
    }
}

/// Any decrypted document; what can be read survives being written for phones.
pub fn phone_document(bytes: &[u8]) {
    let network = Network::Testnet.genesis();
    let Some(wallet) = read_document(bytes, network) else { return };
    let carried = mobile::carry(&wallet, network).wallet;
    let written = mobile::encode(&carried, network);
    let again = document::decode(&written, &mut Vec::new()).expect("what we write can be read").on(network);
    let records = |wallet: &Wallet| wallet.networks.get(&network).cloned().unwrap_or_default();
    assert!(records(&again) == records(&carried));
}

/// Any file with the keys of one account; what opens is checked without a panic, and leaves as the same keys.
pub fn account_keys(bytes: &[u8]) {
    let Ok(opened) = backup::open_plain(bytes) else { return };
    let wallet = opened.contents.on(Network::Testnet.genesis());
    for (network, records) in &wallet.networks {
        for (key, account) in &records.accounts {
            let _ = custody::check_account(None, account, &[]);
            let address = key.address().expect("such a file names its account");
            assert!(backup::account_key_file(&wallet, *network, *address).is_ok());
        }
    }
}

/// Any list of a node, cut anywhere: the pieces say what the whole says.
pub fn node_list(bytes: &[u8]) {
    let Some((cut, body)) = bytes.split_first() else { return };
    let (first, second) = body.split_at(usize::from(*cut).min(body.len()));
    assert_eq!(read_list(&[first, second]), read_list(&[body]));
}

fn read_document(bytes: &[u8], network: GenesisHash) -> Option<Wallet> {
    document::decode(&Plaintext::new(bytes.to_vec()), &mut Vec::new())
        .ok()
        .map(|contents: Contents| contents.on(network))
}

fn read_list(pieces: &[&[u8]]) -> (Vec<Vec<u8>>, Result<u64, NodeError>) {
    let content_type = Some("application/grpc-web".to_owned());
    let head = HttpHead { status: 200, content_type, ..HttpHead::default() };
    let mut messages = Vec::new();
    let end = ListReader::begin(ListMethod::GetAccountList, &head).and_then(|mut reader| {
        for piece in pieces {
            reader = reader.feed(piece, &mut |message| {
                messages.push(message.to_vec());
                Ok(())
            })?;
        }
        reader.finish()
    });
    (messages, end)
}
