//! What must hold for any bytes at all. One function a target: a fuzzer calls it with bytes it makes up (`cargo xtask fuzz`), and
//! `tests/tree/fuzz_corpora.rs` with every file that a fuzzer found worth keeping.

use std::future::Future;

use futures_util::FutureExt as _;
use lifeboat::backup::format::{self, desktop, phone};
use lifeboat::backup::{BackupError, Separator};
use lifeboat::ledger::hid::{Channels, Reassembly};
use lifeboat::merge::{self, Choices};
use lifeboat::model::{CredentialId, Format, GenesisHash, Network, Wallet};
use lifeboat::node::{
    HttpHead, HttpReply, ListMethod, ListReader, Lookup, Method, NodeError, NodeTransport, grpc_web, query,
};
use lifeboat::recovery::Checkpoint;
use lifeboat::secret::Plaintext;
use lifeboat::session::wallet::present;
use lifeboat::vault::{self, Deletion, Loaded, Standing, StoredCopy, VaultMarker};
use lifeboat::{backup, custody, record};

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
    ("contacts_table", contacts_table),
    ("node_list", node_list),
    ("merge_plan", merge_plan),
    ("replies", replies),
];

/// Any file, before any password.
pub fn recognise(bytes: &[u8]) {
    let _ = backup::LockedFile::read("", bytes);
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
        assert!(format::decode(&document, &mut Vec::new()).is_ok());
    }
}

/// Any decrypted document; what can be read survives being written for phones.
pub fn phone_document(bytes: &[u8]) {
    let network = Network::Testnet.genesis();
    let Some(wallet) = read_document(bytes, network) else { return };
    let carried = phone::carry(&wallet, network).wallet;
    let written = phone::encode(&carried, network);
    let again = format::decode(&written, &mut Vec::new()).expect("what we write can be read").1.on(network);
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

/// Any table of contacts; what can be read is written and read again, for every kind of spreadsheet.
pub fn contacts_table(bytes: &[u8]) {
    let Ok(opened) = backup::open_plain(bytes) else { return };
    if opened.format != Format::ContactsTable {
        return;
    }
    let network = Network::Mainnet.genesis();
    let wallet = opened.contents.on(network);
    for separator in [Separator::Comma, Separator::Semicolon] {
        // Refused it may be: as too long, or as words that nobody should save as text. Read as something else it must not be.
        let written = backup::contacts_table(&wallet, network, separator, 0);
        assert_ne!(written.err(), Some(BackupError::CheckFailed), "what was written reads as what it was");
    }
}

/// Any list of a node, cut anywhere: the pieces say what the whole says.
pub fn node_list(bytes: &[u8]) {
    let Some((cut, body)) = bytes.split_first() else { return };
    let (first, second) = body.split_at(usize::from(*cut).min(body.len()));
    assert_eq!(read_list(&[first, second]), read_list(&[body]));
}

/// Any two wallets: what the plan says happens, whatever is chosen; twice is once; and what comes out can be shown and stored.
pub fn merge_plan(bytes: &[u8]) {
    let Some((head, body)) = bytes.split_at_checked(3) else { return };
    let cut = usize::from(u16::from_be_bytes([head[0], head[1]])).min(body.len());
    let (mine, theirs) = body.split_at(cut);
    let (Some(mine), Some(theirs)) = (any_wallet(mine), any_wallet(theirs)) else { return };
    let plan = merge::plan(&mine, &theirs);
    let mut choices = Choices::default();
    for (at, item) in plan.items.iter().enumerate() {
        let chosen = item.choices[(at + 1) * usize::from(head[2]) % item.choices.len()];
        choices.set(item.subject.clone(), chosen);
    }
    for choices in [Choices::default(), choices] {
        let (merged, _) =
            merge::apply(&mine, &theirs, &plan, &choices).expect("a plan can be done with what it offers");
        let _ = present::lists(&merged);
        // EXPOSE: made-up bytes.
        assert!(record::decode(record::encode(&merged).expose()).is_ok_and(|again| again == merged));
        // A record may name a Ledger that it does not list. It is listed when it comes in, and then nothing more changes.
        let whole = into_itself(&merged);
        assert!(whole.networks == merged.networks, "bringing in what is here changes no record");
        assert!(into_itself(&whole) == whole, "and the second time nothing at all");
    }
}

/// Anything that comes from outside while Lifeboat runs: a node's reply, the copies of the vault, the reports of a Ledger.
pub fn replies(bytes: &[u8]) {
    match bytes.split_first() {
        Some((0..=99, rest)) => node_reply(rest),
        Some((100..=179, rest)) => vault_copies(rest),
        Some((_, rest)) => ledger_reports(rest),
        None => {}
    }
}

/// Nothing is absent unless a status 5 stands in the reply.
fn node_reply(bytes: &[u8]) {
    let Some((head, body)) = bytes.split_at_checked(2) else { return };
    let reply = Said(HttpReply {
        head: HttpHead {
            status: if head[0] < 250 { 200 } else { 429 },
            content_type: (head[0] < 240).then(|| "application/grpc-web+proto".to_owned()),
            grpc_status: (head[1] < 20).then(|| head[1].to_string()),
            ..HttpHead::default()
        },
        body: body.to_vec(),
    });
    let id = CredentialId::new([0xc0; 48]);
    if let Ok(Lookup::Absent) = now(query::account_by_credential(&reply, &id)) {
        let is_said = head[1] == 5 || body.windows(12).any(|said| said.eq_ignore_ascii_case(b"grpc-status:"));
        assert!(is_said, "an absence that nobody said");
    }
    let _ = now(query::consensus_info(&reply));
    let _ = now(query::last_final_block(&reply));
    let _ = now(query::cryptographic_parameters(&reply));
}

/// What can be opened is there and says its own number of saves; and whatever lies there, a save can be planned or is refused.
fn vault_copies(bytes: &[u8]) {
    let mut pieces = bytes.split(|byte| *byte == 0xff).map(<[u8]>::to_vec);
    let mut copy = || match pieces.next() {
        Some(bytes) if !bytes.is_empty() => StoredCopy::Present(bytes.into()),
        Some(_) | None => StoredCopy::Missing,
    };
    let (database, file_one, file_two) = (copy(), copy(), copy());
    let kept = pieces.next().into_iter().collect();
    let deletions: Vec<Vec<u8>> = pieces.take(2).collect();
    for deletion in deletions.iter().filter_map(|bytes| Deletion::decode(bytes)) {
        assert_eq!(Deletion::decode(&deletion.encode()), Some(deletion));
    }
    let loaded = Loaded { database, file_one, file_two, kept, deletions, marker: VaultMarker::default() };
    if let Standing::Present(present) = vault::reconcile(&loaded) {
        assert!(!present.vaults.is_empty());
        for found in &present.vaults {
            assert_eq!(vault::revision(&found.bytes).ok(), Some(found.revision));
        }
    }
    let _ = vault::plan_save(&loaded, b"", None);
}

/// No report makes an answer longer than a Ledger's.
fn ledger_reports(bytes: &[u8]) {
    let mut reassembly = Reassembly::new(Channels::new(0x0100).open());
    for report in bytes.chunks(64) {
        let _ = reassembly.is_foreign(report);
        match reassembly.feed(report) {
            Ok(Some(answer)) => assert!(answer.data().len() < 260),
            Ok(None) => {}
            Err(_) => return,
        }
    }
}

/// A node whose one reply is this.
struct Said(HttpReply);

impl NodeTransport for Said {
    fn call(&self, method: Method, _: &[u8]) -> impl Future<Output = Result<Vec<u8>, NodeError>> {
        std::future::ready(grpc_web::decode_reply(method, &self.0))
    }
}

/// Nothing here waits for anything.
fn now<T>(question: impl Future<Output = T>) -> T {
    question.now_or_never().expect("a reply that is there is not waited for")
}

fn into_itself(wallet: &Wallet) -> Wallet {
    let plan = merge::plan(wallet, wallet);
    merge::apply(wallet, wallet, &plan, &Choices::default()).expect("a wallet goes into itself").0
}

fn any_wallet(bytes: &[u8]) -> Option<Wallet> {
    record::decode(bytes).ok().or_else(|| read_document(bytes, Network::Testnet.genesis()))
}

fn read_document(bytes: &[u8], network: GenesisHash) -> Option<Wallet> {
    format::decode(&Plaintext::new(bytes.to_vec()), &mut Vec::new()).ok().map(|(_, contents)| contents.on(network))
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
