//! A whole session over a store in memory, a node of tables and the simulated Ledger, for the tests of what a page asks and sees.
#![expect(dead_code, reason = "each test uses its part")]

#[path = "cabinet.rs"]
pub(crate) mod cabinet;
#[path = "counting.rs"]
pub(crate) mod counting;
#[path = "generator.rs"]
mod fixtures;

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::future::{Future, pending};
use std::path::Path;
use std::rc::Rc;
use std::sync::Mutex;

pub(crate) use cabinet::turn;
use cabinet::{Drawer, Power};
use counting::Counting;
use futures_executor::{LocalPool, LocalSpawner};
use futures_util::future::join;
use futures_util::task::LocalSpawn;
use ledger_sim::derive::Seed;
use ledger_sim::hid::HidDevice;
use ledger_sim::{Reaction, Simulator, Version};
use lifeboat::crypto::cbc::SealedBlocks;
use lifeboat::crypto::kdf::{KdfError, Recipe};
use lifeboat::directory::{Directory, DirectoryError, DirectoryTransport, HttpAnswer};
use lifeboat::fault::Fault;
use lifeboat::ledger::hid::{Channel, Packets, Reassembly};
use lifeboat::ledger::{Apdu, LedgerModel, Patience, Response, Transport, TransportError};
use lifeboat::model::{AccountAddress, CredentialId, Format, Network};
use lifeboat::node::{Allowed, ListMethod, ListTransport, Method, NodeError, NodeTransport};
use lifeboat::secret::{Password, Plaintext, SealingKey};
use lifeboat::session::export::intent::ExportIntent;
use lifeboat::session::export::intent::ExportReply;
use lifeboat::session::import::intent::{ImportIntent, ImportReply};
use lifeboat::session::import::rows::{self, RowFilter};
use lifeboat::session::import::view::{ImportView, ItemView};
use lifeboat::session::intent::Intent;
use lifeboat::session::ports::Ports;
use lifeboat::session::recovery::intent::RecoveryIntent;
use lifeboat::session::recovery::intent::RecoveryRoute;
use lifeboat::session::recovery::view::{RecoveryView, RunView};
use lifeboat::session::unfinished::Bequest;
use lifeboat::session::vault::intent::VaultIntent;
use lifeboat::session::vault::view::VaultView;
use lifeboat::session::view::{Snapshot, WalletChange, WalletView};
use lifeboat::session::wallet::intent::WalletIntent;
use lifeboat::session::{Reply, Session, Update};
use lifeboat::vault::{Keeper, VaultMarker};

pub(crate) fn from_a_ledger() -> RecoveryIntent {
    RecoveryIntent::Start { route: RecoveryRoute::Ledger { legacy: true, providers: Vec::new() }, private_scan: false }
}

/// The index on the Ledger's screen.
pub(crate) fn device_index(run: &RunView) -> Option<u32> {
    run.device.as_ref().and_then(|device| device.index)
}

pub(crate) const UNLOCK: &str = "lifeboat at sea";
pub(crate) const MINUTE: u64 = 60_000;
/// More turns than any wait here takes.
pub(crate) const MOST_TURNS: usize = 200_000;

/// What the session is put into.
pub(crate) struct World {
    pub(crate) store: Keeper<Drawer, Drawer>,
    pub(crate) now: Cell<u64>,
    /// How often somebody waited for time to pass.
    pub(crate) slept: Cell<u64>,
    pub(crate) spawner: LocalSpawner,
    pub(crate) seen: RefCell<Option<Snapshot>>,
    pub(crate) records: RefCell<WalletView>,
    /// The last change of it.
    pub(crate) lists_revision: Cell<u32>,
    /// Rows of lists that were sent, and their bytes as JSON.
    pub(crate) sent_rows: Cell<usize>,
    pub(crate) sent_bytes: Cell<usize>,
    /// The node keeps silent about accounts.
    pub(crate) is_silent: Cell<bool>,
    /// Nobody looks at the Ledger.
    pub(crate) is_alone: Cell<bool>,
    /// Whoever looks at the Ledger refuses the next question.
    pub(crate) refuses: Cell<bool>,
    /// Prompts that were opened on the Ledger.
    pub(crate) prompts: Cell<u32>,
    /// What the Ledger was asked.
    pub(crate) sent: RefCell<Vec<String>>,
    /// The app on it.
    pub(crate) version: Cell<Version>,
    /// The passphrase it is unlocked with.
    pub(crate) passphrase: Cell<&'static str>,
    /// Right before the next question opens on it, somebody unlocks it with this one.
    pub(crate) passphrase_at_question: Cell<Option<&'static str>>,
    /// It says nothing at all.
    pub(crate) is_mute: Cell<bool>,
    pub(crate) drawn: Cell<u64>,
    /// Nodes that were asked something.
    pub(crate) asked: RefCell<BTreeSet<String>>,
    /// So many look-ups are answered at a time of the clock; more are too much.
    pub(crate) most_look_ups: Cell<Option<u32>>,
    /// When look-ups were counted last, and how many there were by then.
    pub(crate) look_ups: Cell<(u64, u32)>,
    /// Every look-up ends like this.
    pub(crate) look_up_fault: RefCell<Option<NodeError>>,
    /// Those about these addresses end like this.
    pub(crate) faults: RefCell<Vec<(AccountAddress, NodeError)>>,
    /// How many were too much.
    pub(crate) too_much: Cell<u32>,
    /// How far the node's last block is behind.
    pub(crate) behind_ms: Cell<u64>,
    /// Key files, as long as they can be downloaded.
    pub(crate) offered: RefCell<Vec<Option<String>>>,
    /// Accounts the node knows: see [`account_info`].
    pub(crate) on_chain: RefCell<Vec<Vec<u8>>>,
    /// The chain that the node serves.
    pub(crate) network: Cell<Network>,
    /// An account that the node says was made with a credential of whoever asks.
    pub(crate) planted: RefCell<Option<Planted>>,
    /// What the node answers to a question about a token; without one it knows none.
    pub(crate) token: RefCell<Option<Vec<u8>>>,
    /// What the directory lists: keys and addresses. `None`: it cannot be reached.
    pub(crate) directory: RefCell<Option<Vec<(String, String)>>>,
    /// Keys the directory was asked about.
    pub(crate) keys_asked: RefCell<Vec<String>>,
    /// Questions about accounts.
    pub(crate) looked_up: Cell<u32>,
    /// The node makes no sense of questions about accounts.
    pub(crate) is_broken: Cell<bool>,
    /// Keys take until this ends.
    pub(crate) is_deriving: Cell<bool>,
    /// Keys that are being made.
    pub(crate) keys_under_way: Cell<u32>,
    /// Keys that were made.
    pub(crate) keys_made: Cell<u32>,
    /// Who decrypts foreign files beside the engine.
    pub(crate) elsewhere: Cell<Elsewhere>,
    /// How often that was asked.
    pub(crate) opened_elsewhere: Cell<u32>,
    /// What the engine left at the last lock.
    pub(crate) bequest: RefCell<Option<Bequest>>,
}

/// Somebody who decrypts foreign files.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Elsewhere {
    /// There is nobody.
    #[default]
    Nobody,
    Opens,
    /// Answers as many bytes, and not those.
    Lies,
    /// Never answers.
    Silent,
}

/// The key that a recipe makes of a password: a pure function, and a slow one on purpose. A program that has made a key keeps it, so a test
/// that unlocks again, or another one with the same vault, does not make it anew.
fn derived(recipe: &Recipe, password: &Password) -> Result<SealingKey, KdfError> {
    static MADE: Mutex<BTreeMap<(String, String), SealingKey>> = Mutex::new(BTreeMap::new());
    // EXPOSE: public test passwords.
    let of = (serde_json::to_string(recipe).unwrap(), password.expose().to_owned());
    let known = MADE.lock().unwrap().get(&of).cloned();
    known.map_or_else(
        || {
            let key = recipe.derive(password)?;
            MADE.lock().unwrap().insert(of, key.clone());
            Ok(key)
        },
        Ok,
    )
}

/// One key under way, until it is made or nobody wants it any more.
struct UnderWay<'w>(&'w Cell<u32>);

impl<'w> UnderWay<'w> {
    fn begin(count: &'w Cell<u32>) -> Self {
        count.set(count.get() + 1);
        Self(count)
    }
}

impl Drop for UnderWay<'_> {
    fn drop(&mut self) {
        self.0.set(self.0.get() - 1);
    }
}

impl World {
    /// What the page gets to see.
    fn draw(&self, update: Update) {
        match update {
            Update::Snapshot(snapshot) => *self.seen.borrow_mut() = Some(*snapshot),
            Update::Wallet(change) => self.follow(*change),
            Update::Bequest(bequest) => *self.bequest.borrow_mut() = Some(bequest),
        }
    }

    /// As the page does (`extension/engine.lists.ts`).
    fn follow(&self, change: WalletChange) {
        assert_eq!(change.revision, self.lists_revision.get() + 1, "no change is missed");
        assert!(change.rows() <= 2_000, "the page would stand still for so many");
        self.lists_revision.set(change.revision);
        self.sent_rows.set(self.sent_rows.get() + change.rows());
        // An order that has changed is sent as a whole, and has its own tests.
        let sent = WalletChange { orders: None, ..change.clone() };
        self.sent_bytes.set(self.sent_bytes.get() + serde_json::to_vec(&sent).unwrap().len());
        self.records.borrow_mut().follow(change);
    }

    /// How a look-up ends that is about one of the addresses with a fault.
    fn fault_about(&self, question: &[u8]) -> Option<NodeError> {
        let faults = self.faults.borrow();
        let is_asked = |address: &AccountAddress| question.windows(32).any(|bytes| bytes == address.bytes());
        faults.iter().find(|(address, _)| is_asked(address)).map(|(_, fault)| fault.clone())
    }

    /// Counts one more look-up of this second.
    fn has_room(&self, most: u32) -> bool {
        let second = self.now.get() / 1000;
        let (counted, so_far) = self.look_ups.get();
        let so_far = if counted == second { so_far } else { 0 };
        self.look_ups.set((second, so_far + 1));
        so_far < most
    }
}

pub(crate) struct Desk(Rc<World>);

impl Ports for Desk {
    type Database = Drawer;
    type Files = Drawer;
    type Node = Tables;
    type Directory = Tables;
    type Ledger = Plugged;
    type Random = Counting;

    fn store(&self) -> &Keeper<Drawer, Drawer> {
        &self.0.store
    }

    fn node(&self, allowed: &Allowed) -> Tables {
        self.0.asked.borrow_mut().insert(allowed.url().to_string());
        Tables(Rc::clone(&self.0))
    }

    fn directory(&self, directory: &Directory) -> Tables {
        self.0.asked.borrow_mut().insert(directory.url().to_string());
        Tables(Rc::clone(&self.0))
    }

    async fn ledger(&self) -> Result<(Plugged, Option<LedgerModel>), TransportError> {
        turn().await;
        Ok((Plugged::new(Rc::clone(&self.0)), Some(LedgerModel::NanoSPlus)))
    }

    fn entropy(&self) -> Counting {
        self.0.drawn.set(self.0.drawn.get() + 1);
        Counting(self.0.drawn.get())
    }

    fn now(&self) -> u64 {
        self.0.now.get()
    }

    async fn derive(&self, recipe: &Recipe, password: &Password) -> Result<SealingKey, KdfError> {
        let _under_way = UnderWay::begin(&self.0.keys_under_way);
        while self.0.is_deriving.get() {
            turn().await;
        }
        self.0.keys_made.set(self.0.keys_made.get() + 1);
        derived(recipe, password)
    }

    async fn open_blocks(&self, key: &SealingKey, sealed: SealedBlocks<'_>) -> Option<Plaintext> {
        self.0.opened_elsewhere.set(self.0.opened_elsewhere.get() + 1);
        match self.0.elsewhere.get() {
            Elsewhere::Nobody => None,
            Elsewhere::Opens => sealed.open_blocks(key).ok(),
            Elsewhere::Lies => Some(Plaintext::new(vec![b'{'; sealed.bytes.len()])),
            Elsewhere::Silent => pending().await,
        }
    }

    /// Takes a turn, and no time; where look-ups are limited it takes the time as well.
    async fn sleep(&self, millis: u32) {
        self.0.slept.set(self.0.slept.get() + 1);
        let wakes = self.0.now.get() + u64::from(millis);
        turn().await;
        if self.0.most_look_ups.get().is_some() {
            self.0.now.set(self.0.now.get().max(wakes));
        }
    }

    fn spawn(&self, task: impl Future<Output = ()> + 'static) {
        self.0.spawner.spawn_local_obj(Box::new(task).into()).unwrap();
    }

    fn offer(&self, content: &Plaintext) -> Option<String> {
        // EXPOSE: a published test key, to be looked at in a test.
        let text = String::from_utf8(content.expose().to_vec()).unwrap();
        let url = format!("blob:{}", self.0.offered.borrow().len());
        self.0.offered.borrow_mut().push(Some(text));
        Some(url)
    }

    fn withdraw(&self, url: &str) {
        let number: usize = url.strip_prefix("blob:").unwrap().parse().unwrap();
        self.0.offered.borrow_mut()[number] = None;
    }
}

/// An account that somebody else's credential opened, and that one of whoever asks is said to be on.
pub(crate) struct Planted {
    /// So many other credentials are asked about before.
    others: u32,
    credential: Option<Vec<u8>>,
}

impl Planted {
    pub(crate) const fn new() -> Self {
        Self { others: 20, credential: None }
    }

    /// The account, if this is a question about the credential.
    fn answer(&mut self, question: &[u8]) -> Option<Vec<u8>> {
        const OPENED_BY: [u8; CredentialId::LEN] = [9; CredentialId::LEN];
        let (before, asked) = question.split_at(question.len().checked_sub(CredentialId::LEN)?);
        // A question about an address ends in fewer bytes than that.
        if before.last().copied() != u8::try_from(CredentialId::LEN).ok() {
            return None;
        }
        if self.credential.is_none() {
            let Some(others) = self.others.checked_sub(1) else {
                self.credential = Some(asked.to_vec());
                return self.answer(question);
            };
            self.others = others;
        }
        let address = AccountAddress::of_first_credential(&CredentialId::new(OPENED_BY));
        let is_it = self.credential.as_deref() == Some(asked);
        is_it.then(|| shared_account(address, &[&OPENED_BY, asked], &[7; 32]))
    }
}

/// A node of mainnet that knows no account.
pub(crate) struct Tables(Rc<World>);

impl NodeTransport for Tables {
    async fn call(&self, method: Method, question: &[u8]) -> Result<Vec<u8>, NodeError> {
        if method == Method::GetAccountInfo {
            self.0.looked_up.set(self.0.looked_up.get() + 1);
        }
        turn().await;
        let hash = |bytes: &[u8]| member(1, bytes);
        let genesis = hex::decode(self.0.network.get().genesis().to_string()).unwrap();
        let number = [0x08, 9];
        match method {
            Method::GetConsensusInfo => {
                Ok([member(2, &hash(&genesis)), member(6, &hash(&[2; 32])), member(8, &number)].concat())
            }
            Method::GetBlockInfo => {
                let slot_time = [&[0x08][..], &varint(self.0.now.get() - self.0.behind_ms.get())].concat();
                Ok([member(1, &hash(&[2; 32])), member(2, &number), member(10, &slot_time)].concat())
            }
            Method::GetCryptographicParameters => Ok(member(3, &hex::decode(fixtures::COMMITMENT_KEY).unwrap())),
            Method::GetTokenInfo => self.0.token.borrow().clone().ok_or(NodeError::NotFound),
            Method::GetAccountInfo if self.0.is_silent.get() => pending().await,
            Method::GetAccountInfo if self.0.look_up_fault.borrow().is_some() => {
                Err(self.0.look_up_fault.borrow().clone().unwrap())
            }
            Method::GetAccountInfo if self.0.fault_about(question).is_some() => {
                Err(self.0.fault_about(question).unwrap())
            }
            Method::GetAccountInfo if self.0.is_broken.get() => Ok(vec![0xff]),
            Method::GetAccountInfo => match self.0.most_look_ups.get() {
                Some(most) if !self.0.has_room(most) => {
                    self.0.too_much.set(self.0.too_much.get() + 1);
                    Err(NodeError::Throttled { seconds: Some(1) })
                }
                Some(_) | None => {
                    let on_chain = self.0.on_chain.borrow();
                    // The address is the first thing in there.
                    // A question by number has neither address nor credential in it; 0 is not written.
                    let by_number = match question {
                        [.., 0x1a, 0] => Some(0),
                        [.., 0x1a, 2, 0x08, number] => Some(usize::from(*number)),
                        _ => None,
                    };
                    if let Some(number) = by_number.filter(|_| question.len() < 32) {
                        return on_chain.get(number).cloned().ok_or(NodeError::NotFound);
                    }
                    let is_asked = |account: &&Vec<u8>| question.windows(32).any(|bytes| *bytes == account[4..36]);
                    if let Some(planted) = self.0.planted.borrow_mut().as_mut().and_then(|one| one.answer(question)) {
                        return Ok(planted);
                    }
                    on_chain.iter().find(is_asked).cloned().ok_or(NodeError::NotFound)
                }
            },
        }
    }
}

impl ListTransport for Tables {
    async fn list(
        &self,
        method: ListMethod,
        _: &[u8],
        each: &mut dyn FnMut(&[u8]) -> Result<(), NodeError>,
    ) -> Result<u64, NodeError> {
        turn().await;
        match method {
            ListMethod::GetAccountList => each(&member(1, &[3; 32]))?,
            ListMethod::GetIdentityProviders => {
                each(&[member(1, &[0x08, 3]), member(2, &member(1, b"Provider of tests"))].concat())?;
            }
        }
        Ok(1)
    }
}

impl DirectoryTransport for Tables {
    async fn get(&self, path: &str) -> Result<HttpAnswer, DirectoryError> {
        turn().await;
        let directory = self.0.directory.borrow();
        let Some(listed) = directory.as_ref() else { return Err(DirectoryError::Unreachable) };
        let body = match path.strip_prefix("/v0/keyAccounts/") {
            None => serde_json::json!({ "healthy": true }),
            Some(key) => {
                self.0.keys_asked.borrow_mut().push(key.to_owned());
                let entry = |(_, address): &(String, String)| {
                    serde_json::json!({
                        "address": address, "credential_index": 0, "key_index": 0, "is_simple_account": true,
                        "public_key": { "schemeId": "Ed25519", "verifyKey": key },
                    })
                };
                listed.iter().filter(|(listed, _)| listed == key).map(entry).collect()
            }
        };
        Ok(HttpAnswer { status: 200, body: body.to_string().into_bytes() })
    }
}

/// A number in a protobuf message.
pub(crate) fn varint(mut number: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    while number >= 0x80 {
        bytes.push(u8::try_from(number & 0x7f).unwrap() | 0x80);
        number >>= 7;
    }
    bytes.push(u8::try_from(number).unwrap());
    bytes
}

/// A member of a protobuf message whose value has a length.
pub(crate) fn member(number: u8, bytes: &[u8]) -> Vec<u8> {
    [&[number << 3 | 2][..], &varint(bytes.len() as u64), bytes].concat()
}

/// A number that is a member of a protobuf message.
fn number(number: u8, value: u64) -> Vec<u8> {
    [&[number << 3][..], &varint(value)].concat()
}

/// An account with one credential, whose one key signs for it: the answer of a node, the address first.
pub(crate) fn account_info(address: &str, credential: &[u8], verify_key: &[u8]) -> Vec<u8> {
    shared_account(address.parse().unwrap(), &[credential], verify_key)
}

/// A credential on an account: its id, its keys from number 0 on, and how many of them must sign.
pub(crate) type OnAccount<'a> = (&'a [u8], &'a [Vec<u8>], u64);

/// An account with these credentials, the first one in the first slot, each with this key.
fn shared_account(address: AccountAddress, credentials: &[&[u8]], verify_key: &[u8]) -> Vec<u8> {
    let keys = [verify_key.to_vec()];
    account_with(address, &credentials.iter().map(|id| (*id, &keys[..], 1)).collect::<Vec<_>>(), 1)
}

/// An account with these credentials, of which so many must sign: the answer of a node, the address first.
pub(crate) fn account_with(address: AccountAddress, credentials: &[OnAccount<'_>], threshold: u64) -> Vec<u8> {
    let entry = |key: u64, value: &[u8]| [number(1, key), member(2, value)].concat();
    let keys = |of: &[Vec<u8>], threshold| {
        let each = of.iter().zip(0..).flat_map(|(key, at)| member(1, &entry(at, &member(1, key))));
        [each.collect(), member(2, &number(1, threshold))].concat()
    };
    let month = |year: u64| [number(1, year), number(2, 1)].concat();
    let policy = [member(1, &month(2024)), member(2, &month(2029))].concat();
    let values = |(id, of, threshold): &OnAccount<'_>| {
        [member(1, &keys(of, *threshold)), member(2, &member(1, id)), member(3, &[]), member(4, &policy)].concat()
    };
    let creds = credentials.iter().zip(0..).flat_map(|(one, slot)| member(4, &entry(slot, &member(2, &values(one)))));
    let creds: Vec<u8> = creds.collect();
    let threshold = member(5, &number(1, threshold));
    [member(10, &member(1, address.bytes())), member(2, &number(1, 5_000_000)), creds, threshold].concat()
}

/// The simulated Ledger, held by somebody who approves everything.
pub(crate) struct Plugged {
    pub(crate) device: HidDevice,
    pub(crate) channel: Channel,
    pub(crate) world: Rc<World>,
    /// What it is unlocked with.
    passphrase: &'static str,
}

impl Plugged {
    fn new(world: Rc<World>) -> Self {
        let passphrase = world.passphrase.get();
        let version = world.version.get();
        let mut device = HidDevice::new(Simulator::new(version, version.usual_firmware(), Self::seed(passphrase)));
        // An old app begins with a page that somebody has pressed away.
        device.simulator.begin();
        Self { device, channel: Channel::new(7), world, passphrase }
    }

    fn seed(passphrase: &str) -> Seed {
        Seed::with_passphrase(ledger_sim::mnemonic("abandon-12").unwrap(), passphrase).unwrap()
    }

    /// As somebody has unlocked it meanwhile.
    fn unlock(&mut self, apdu: &Apdu) {
        const EXPORT: &[u8] = &[0xe0, 0x05];
        if apdu.bytes().starts_with(EXPORT)
            && let Some(passphrase) = self.world.passphrase_at_question.take()
        {
            self.world.passphrase.set(passphrase);
        }
        let passphrase = self.world.passphrase.get();
        if self.passphrase != passphrase {
            self.device.simulator.unlock_as(Self::seed(passphrase));
            self.passphrase = passphrase;
        }
    }
}

impl Transport for Plugged {
    async fn exchange(&mut self, apdu: &Apdu, _: Patience) -> Result<Response, TransportError> {
        self.channel = self.channel.next();
        self.unlock(apdu);
        self.world.sent.borrow_mut().push(hex::encode(apdu.bytes()));
        while self.world.is_mute.get() {
            turn().await;
        }
        let mut done = None;
        for report in Packets::new(self.channel, apdu.bytes()) {
            done = self.device.write(&report).map(|exchange| exchange.reaction);
        }
        turn().await;
        if done == Some(Reaction::Prompt) {
            self.world.prompts.set(self.world.prompts.get() + 1);
            while self.world.is_alone.get() {
                turn().await;
            }
            match self.world.refuses.take() {
                true => self.device.reject(),
                false => self.device.approve(),
            };
        }
        let mut reassembly = Reassembly::new(self.channel);
        while let Some(report) = self.device.read() {
            if let Some(response) = reassembly.feed(&report)? {
                return Ok(response);
            }
        }
        Err(TransportError::TimedOut)
    }
}

/// A session and the world around it.
pub(crate) struct Bench {
    pub(crate) pool: LocalPool,
    pub(crate) world: Rc<World>,
    pub(crate) session: Rc<Session<Desk>>,
}

impl Bench {
    pub(crate) fn new() -> Self {
        let power = Power::default();
        Self::with(Keeper::new(Drawer::database(&power), Drawer::files(&power), VaultMarker::default()))
    }

    /// On a disk that was used before.
    pub(crate) fn with(store: Keeper<Drawer, Drawer>) -> Self {
        let mut pool = LocalPool::new();
        let world = Rc::new(World {
            store,
            now: Cell::new(1_763_900_000_000),
            slept: Cell::default(),
            spawner: pool.spawner(),
            seen: RefCell::default(),
            records: RefCell::default(),
            lists_revision: Cell::default(),
            sent_rows: Cell::default(),
            sent_bytes: Cell::default(),
            is_silent: Cell::default(),
            is_alone: Cell::default(),
            refuses: Cell::default(),
            prompts: Cell::default(),
            sent: RefCell::default(),
            version: Cell::new(Version::V5_4_0),
            passphrase: Cell::default(),
            passphrase_at_question: Cell::default(),
            is_mute: Cell::default(),
            drawn: Cell::default(),
            asked: RefCell::default(),
            most_look_ups: Cell::default(),
            look_ups: Cell::default(),
            look_up_fault: RefCell::default(),
            faults: RefCell::default(),
            too_much: Cell::default(),
            behind_ms: Cell::default(),
            offered: RefCell::default(),
            on_chain: RefCell::default(),
            network: Cell::new(Network::Mainnet),
            planted: RefCell::default(),
            token: RefCell::default(),
            directory: RefCell::default(),
            keys_asked: RefCell::default(),
            looked_up: Cell::default(),
            is_broken: Cell::default(),
            is_deriving: Cell::default(),
            elsewhere: Cell::default(),
            opened_elsewhere: Cell::default(),
            keys_under_way: Cell::default(),
            keys_made: Cell::default(),
            bequest: RefCell::default(),
        });
        let page = Rc::clone(&world);
        let session = Session::new(Desk(Rc::clone(&world)), move |update| page.draw(update));
        pool.run_until(session.start());
        Self { pool, world, session }
    }

    /// The engine after this one, on the same disk: it has what this one left at the lock.
    pub(crate) fn renew(&mut self) {
        // The page keeps nothing of another engine's lists, either.
        self.world.lists_revision.set(0);
        *self.world.records.borrow_mut() = WalletView::default();
        let page = Rc::clone(&self.world);
        self.session = Session::new(Desk(Rc::clone(&self.world)), move |update| page.draw(update));
        if let Some(bequest) = self.world.bequest.take() {
            self.session.inherit(bequest);
        }
        self.pool.run_until(self.session.start());
    }

    /// With a vault that was stored before.
    pub(crate) fn stored(vault: &[u8]) -> Self {
        let mut bench = Self::new();
        bench.pool.run_until(bench.world.store.save(vault, None)).unwrap();
        bench.pool.run_until(bench.session.start());
        bench
    }

    /// With a vault that is open.
    pub(crate) fn open() -> Self {
        let mut bench = Self::new();
        bench.ask(VaultIntent::Create { password: password(UNLOCK) }).unwrap();
        bench
    }

    pub(crate) fn ask(&mut self, intent: impl Into<Intent>) -> Result<Reply, Fault> {
        self.pool.run_until(self.session.handle(intent))
    }

    pub(crate) fn refused(&mut self, intent: impl Into<Intent>) -> &'static str {
        match self.ask(intent) {
            Ok(reply) => panic!("not refused: {reply:?}"),
            Err(fault) => fault.code,
        }
    }

    /// Two requests at once.
    pub(crate) fn ask_both(&mut self, one: impl Into<Intent>, two: impl Into<Intent>) -> [Result<Reply, Fault>; 2] {
        let both = join(self.session.handle(one), self.session.handle(two));
        self.pool.run_until(both).into()
    }

    /// Lets a request go on beside others.
    pub(crate) fn spawn(&self, task: impl Future<Output = ()> + 'static) {
        self.world.spawner.spawn_local_obj(Box::new(task).into()).unwrap();
    }

    /// Every row of the preview, page by page.
    pub(crate) fn rows(&self) -> Vec<ItemView> {
        let ImportView::Preview { groups, .. } = self.snapshot().import else { panic!("no preview") };
        let shown = groups.iter().flat_map(|group| {
            let counts = [group.problems, group.differs, group.new, group.same];
            RowFilter::ALL.into_iter().zip(counts).map(|(filter, count)| (group.kind, filter, count))
        });
        let pages = shown
            .flat_map(|(kind, filter, count)| (0..count).step_by(rows::AT_ONCE).map(move |from| (kind, filter, from)));
        let mut rows: Vec<ItemView> = pages
            .flat_map(|(kind, filter, from)| {
                let page = self.session.handle(ImportIntent::Rows { kind, filter, from });
                let Ok(Reply::Import(ImportReply::Rows(rows))) = futures_executor::block_on(page) else {
                    panic!("no rows")
                };
                rows
            })
            .collect();
        rows.sort_by_key(|row| row.id);
        rows
    }

    pub(crate) fn snapshot(&self) -> Snapshot {
        self.world.seen.borrow().clone().unwrap()
    }

    pub(crate) fn until(&mut self, what: &str, is_so: impl Fn(&Snapshot) -> bool) -> Snapshot {
        for _ in 0..MOST_TURNS {
            self.pool.run_until(turn());
            let snapshot = self.snapshot();
            if is_so(&snapshot) {
                return snapshot;
            }
        }
        panic!("never seen: {what}; {:?}", self.snapshot().recovery);
    }

    /// Lets everything under way go on for a while. Then the page has every record as it is: nothing was forgotten on the way.
    pub(crate) fn settle(&mut self) {
        (0..100).for_each(|_| self.pool.run_until(turn()));
        assert_eq!(*self.world.records.borrow(), self.session.records());
    }

    pub(crate) fn relock(&mut self) {
        self.ask(VaultIntent::Lock).unwrap();
        assert!(matches!(self.snapshot().vault, VaultView::Locked { .. }), "{:?}", self.snapshot().vault);
        self.ask(VaultIntent::Unlock { password: password(UNLOCK) }).unwrap();
    }

    /// Chooses a file of the vectors.
    pub(crate) fn offer(&mut self, folder: &str, file: &str) {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors").join(folder);
        let bytes = std::fs::read(folder.join(file)).unwrap();
        self.ask(ImportIntent::File { file_name: file.to_owned(), bytes }).unwrap();
    }

    /// Up to the preview of a file.
    pub(crate) fn preview(&mut self, file: &str, typed: &str) {
        self.offer("desktop-exports", file);
        self.ask(ImportIntent::Password { password: password(typed) }).unwrap();
        assert!(matches!(self.snapshot().import, ImportView::Preview { .. }));
    }

    pub(crate) fn accounts(&self) -> usize {
        self.world.records.borrow().accounts.len()
    }

    /// How many records no backup holds as they are.
    pub(crate) fn missing(&self) -> u32 {
        self.snapshot().summary.unwrap().backup.missing.total()
    }

    /// Seals a file of this format and reads it back from the disk.
    /// Makes a backup that is on no disk yet.
    pub(crate) fn seal_backup(&mut self, format: Format) -> Vec<Vec<u8>> {
        let unlock_password = Some(password(UNLOCK));
        let seal = ExportIntent::Seal { format, password: password("for the file"), unlock_password };
        let Reply::Export(ExportReply::Sealed(files)) = self.ask(seal).unwrap() else { panic!("no files") };
        files.into_iter().map(|file| file.bytes).collect()
    }

    pub(crate) fn save_backup(&mut self, format: Format) -> Vec<Vec<u8>> {
        let bytes = self.seal_backup(format);
        self.ask(ExportIntent::Saved { read_back: bytes.clone() }).unwrap();
        bytes
    }

    pub(crate) fn rename_an_account(&mut self, name: &str) -> Result<Reply, Fault> {
        let account = self.world.records.borrow().accounts[0].clone();
        self.ask(WalletIntent::RenameAccount { network: account.network, id: account.id, name: name.to_owned() })
    }
}

pub(crate) fn password(typed: &str) -> Password {
    Password::new(typed.to_owned())
}

pub(crate) fn running(snapshot: &Snapshot) -> Option<&RunView> {
    match &snapshot.recovery {
        RecoveryView::Running { run } => Some(run),
        RecoveryView::Idle { .. } | RecoveryView::Overview { .. } => None,
    }
}

/// Whether the node is being asked about this index.
pub(crate) fn are_asked(snapshot: &Snapshot, index: usize) -> bool {
    running(snapshot).and_then(|run| run.places.get(index)).is_some_and(|index| index.total > 0)
}

pub(crate) fn resumable(snapshot: &Snapshot) -> Option<u32> {
    match &snapshot.recovery {
        RecoveryView::Idle { resumable, .. } => resumable.as_ref().map(|saved| saved.indices),
        RecoveryView::Running { .. } | RecoveryView::Overview { .. } => None,
    }
}
