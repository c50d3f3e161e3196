//! A whole session over a store in memory, a node of tables and the simulated Ledger: what the page asks, and what it sees.
#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, dead_code, reason = "tests")]

#[path = "support/counting.rs"]
mod counting;
#[path = "support/generator.rs"]
mod fixtures;

use std::cell::{Cell, RefCell};
use std::future::{Future, pending, poll_fn};
use std::path::Path;
use std::rc::Rc;
use std::task::Poll;

use counting::Counting;
use futures_executor::{LocalPool, LocalSpawner};
use futures_util::future::join;
use futures_util::task::LocalSpawn;
use ledger_sim::derive::Seed;
use ledger_sim::hid::HidDevice;
use ledger_sim::{Reaction, Simulator, Version};
use lifeboat::fault::Fault;
use lifeboat::ledger::hid::{Channel, Packets, Reassembly};
use lifeboat::ledger::{Apdu, Patience, Response, Transport, TransportError};
use lifeboat::model::Network;
use lifeboat::node::{Method, NodeError, NodeTransport, NodeUrl};
use lifeboat::secret::Password;
use lifeboat::session::intent::{ExportFormat, Intent};
use lifeboat::session::view::{ImportView, RecoveryView, RunView, Snapshot, VaultView, WalletView};
use lifeboat::session::{Ports, Reply, Session, Update};
use lifeboat::vault::{Loaded, StoreError, StoredCopy, VaultStore, WhichCopy, check_expected};

const UNLOCK: &str = "lifeboat at sea";
const MINUTE: u64 = 60_000;
/// More turns than any wait here takes.
const MOST_TURNS: usize = 200_000;

/// Two copies and a marker, as long as the test runs.
#[derive(Default)]
struct Memory {
    primary: RefCell<Option<Vec<u8>>>,
    secondary: RefCell<Option<Vec<u8>>>,
    aside: RefCell<Option<Vec<u8>>>,
    marker: Cell<bool>,
    /// Saves wait for this to end.
    is_slow: Cell<bool>,
}

impl VaultStore for Memory {
    async fn load(&self) -> Result<Loaded, StoreError> {
        let copy =
            |copy: &RefCell<Option<Vec<u8>>>| copy.borrow().clone().map_or(StoredCopy::Missing, StoredCopy::Present);
        Ok(Loaded { primary: copy(&self.primary), secondary: copy(&self.secondary), marker: self.marker.get() })
    }

    async fn save(&self, record: &[u8], expected: Option<u64>) -> Result<(), StoreError> {
        while self.is_slow.get() {
            turn().await;
        }
        check_expected(&self.load().await?, expected)?;
        *self.primary.borrow_mut() = Some(record.to_vec());
        turn().await;
        *self.secondary.borrow_mut() = Some(record.to_vec());
        self.marker.set(true);
        Ok(())
    }

    async fn mend(&self, record: &[u8], which: WhichCopy) -> Result<(), StoreError> {
        let copy = match which {
            WhichCopy::Primary => &self.primary,
            WhichCopy::Secondary => &self.secondary,
        };
        *copy.borrow_mut() = Some(record.to_vec());
        Ok(())
    }

    async fn load_aside(&self) -> Result<Option<Vec<u8>>, StoreError> {
        turn().await;
        Ok(self.aside.borrow().clone())
    }

    async fn save_aside(&self, record: Option<&[u8]>) -> Result<(), StoreError> {
        *self.aside.borrow_mut() = record.map(<[u8]>::to_vec);
        turn().await;
        Ok(())
    }

    async fn clear(&self) -> Result<(), StoreError> {
        self.primary.take();
        self.secondary.take();
        self.aside.take();
        self.marker.set(false);
        Ok(())
    }
}

/// What the session is put into.
struct World {
    store: Memory,
    now: Cell<u64>,
    spawner: LocalSpawner,
    seen: RefCell<Option<Snapshot>>,
    records: RefCell<WalletView>,
    /// The node keeps silent about accounts.
    is_silent: Cell<bool>,
    /// Nobody looks at the Ledger.
    is_alone: Cell<bool>,
    /// Prompts that were opened on the Ledger.
    prompts: Cell<u32>,
    drawn: Cell<u64>,
}

struct Desk(Rc<World>);

impl Ports for Desk {
    type Store = Memory;
    type Node = Tables;
    type Ledger = Plugged;
    type Random = Counting;

    fn store(&self) -> &Memory {
        &self.0.store
    }

    fn node(&self, _: &NodeUrl) -> Tables {
        Tables(Rc::clone(&self.0))
    }

    async fn ledger(&self) -> Result<(Plugged, Option<&'static str>), TransportError> {
        turn().await;
        Ok((Plugged::new(Rc::clone(&self.0)), Some("Nano S Plus")))
    }

    fn entropy(&self) -> Counting {
        self.0.drawn.set(self.0.drawn.get() + 1);
        Counting(self.0.drawn.get())
    }

    fn now(&self) -> u64 {
        self.0.now.get()
    }

    async fn sleep(&self, _: u32) {
        turn().await;
    }

    fn spawn(&self, task: impl Future<Output = ()> + 'static) {
        self.0.spawner.spawn_local_obj(Box::new(task).into()).unwrap();
    }

    fn publish(&self, update: Update) {
        match update {
            Update::Snapshot(snapshot) => *self.0.seen.borrow_mut() = Some(*snapshot),
            Update::Wallet(wallet) => *self.0.records.borrow_mut() = *wallet,
        }
    }
}

/// A node of mainnet that knows no account.
struct Tables(Rc<World>);

impl NodeTransport for Tables {
    async fn call(&self, method: Method, _: &[u8]) -> Result<Vec<u8>, NodeError> {
        turn().await;
        let hash = |bytes: &[u8]| member(1, bytes);
        let genesis = hex::decode(Network::Mainnet.genesis().to_string()).unwrap();
        let number = [0x08, 9];
        match method {
            Method::GetConsensusInfo => {
                Ok([member(2, &hash(&genesis)), member(6, &hash(&[2; 32])), member(8, &number)].concat())
            }
            Method::GetBlockInfo => Ok([member(1, &hash(&[2; 32])), member(2, &number), member(10, &number)].concat()),
            Method::GetCryptographicParameters => Ok(member(3, &hex::decode(fixtures::COMMITMENT_KEY).unwrap())),
            Method::GetAccountInfo if self.0.is_silent.get() => pending().await,
            Method::GetAccountInfo => Err(NodeError::NotFound),
        }
    }
}

/// A member of a protobuf message whose value has a length.
fn member(number: u8, bytes: &[u8]) -> Vec<u8> {
    [&[number << 3 | 2, u8::try_from(bytes.len()).unwrap()], bytes].concat()
}

/// The simulated Ledger, held by somebody who approves everything.
struct Plugged {
    device: HidDevice,
    channel: Channel,
    world: Rc<World>,
}

impl Plugged {
    fn new(world: Rc<World>) -> Self {
        let seed = Seed::from_mnemonic(ledger_sim::mnemonic("abandon-12").unwrap()).unwrap();
        let version = Version::V5_4_0;
        let device = HidDevice::new(Simulator::new(version, version.usual_firmware(), seed));
        Self { device, channel: Channel::new(7), world }
    }
}

impl Transport for Plugged {
    async fn exchange(&mut self, apdu: &Apdu, _: Patience) -> Result<Response, TransportError> {
        self.channel = self.channel.next();
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
            self.device.approve();
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

/// Lets everybody else go first, once.
fn turn() -> impl Future<Output = ()> {
    let mut is_over = false;
    poll_fn(move |context| {
        if is_over {
            return Poll::Ready(());
        }
        is_over = true;
        context.waker().wake_by_ref();
        Poll::Pending
    })
}

/// A session and the world around it.
struct Bench {
    pool: LocalPool,
    world: Rc<World>,
    session: Rc<Session<Desk>>,
}

impl Bench {
    fn new() -> Self {
        let mut pool = LocalPool::new();
        let world = Rc::new(World {
            store: Memory::default(),
            now: Cell::new(1_763_900_000_000),
            spawner: pool.spawner(),
            seen: RefCell::default(),
            records: RefCell::default(),
            is_silent: Cell::default(),
            is_alone: Cell::default(),
            prompts: Cell::default(),
            drawn: Cell::default(),
        });
        let session = Session::new(Desk(Rc::clone(&world)));
        pool.run_until(session.start());
        Self { pool, world, session }
    }

    /// With a vault that is open.
    fn open() -> Self {
        let mut bench = Self::new();
        bench.ask(Intent::CreateVault { password: password(UNLOCK) }).unwrap();
        bench
    }

    fn ask(&mut self, intent: Intent) -> Result<Reply, Fault> {
        self.pool.run_until(self.session.handle(intent))
    }

    fn refused(&mut self, intent: Intent) -> &'static str {
        match self.ask(intent) {
            Ok(reply) => panic!("not refused: {reply:?}"),
            Err(fault) => fault.code,
        }
    }

    /// Two requests at once.
    fn ask_both(&mut self, one: Intent, two: Intent) -> [Result<Reply, Fault>; 2] {
        let both = join(self.session.handle(one), self.session.handle(two));
        self.pool.run_until(both).into()
    }

    fn snapshot(&self) -> Snapshot {
        self.world.seen.borrow().clone().unwrap()
    }

    fn until(&mut self, what: &str, is_so: impl Fn(&Snapshot) -> bool) -> Snapshot {
        for _ in 0..MOST_TURNS {
            self.pool.run_until(turn());
            let snapshot = self.snapshot();
            if is_so(&snapshot) {
                return snapshot;
            }
        }
        panic!("never seen: {what}; {:?}", self.snapshot().recovery);
    }

    /// Lets everything under way go on for a while.
    fn settle(&mut self) {
        (0..100).for_each(|_| self.pool.run_until(turn()));
    }

    fn relock(&mut self) {
        self.ask(Intent::Lock).unwrap();
        assert!(matches!(self.snapshot().vault, VaultView::Locked { .. }), "{:?}", self.snapshot().vault);
        self.ask(Intent::Unlock { password: password(UNLOCK) }).unwrap();
    }

    /// Up to the preview of a file.
    fn preview(&mut self, file: &str, typed: &str) {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors/desktop-exports");
        let bytes = std::fs::read(folder.join(file)).unwrap();
        self.ask(Intent::ImportFile { file_name: file.to_owned(), bytes }).unwrap();
        self.ask(Intent::ImportPassword { password: password(typed) }).unwrap();
        assert!(matches!(self.snapshot().import, ImportView::Preview { .. }));
    }

    fn accounts(&self) -> usize {
        self.world.records.borrow().accounts.len()
    }

    fn changes(&self) -> u32 {
        self.snapshot().summary.unwrap().changes_since_backup
    }

    fn rename_an_account(&mut self, name: &str) -> Result<Reply, Fault> {
        let account = self.world.records.borrow().accounts[0].clone();
        self.ask(Intent::RenameAccount { network: account.network, id: account.id, name: name.to_owned() })
    }
}

fn password(typed: &str) -> Password {
    Password::new(typed.to_owned())
}

fn running(snapshot: &Snapshot) -> Option<&RunView> {
    match &snapshot.recovery {
        RecoveryView::Running { run } => Some(run),
        RecoveryView::Idle { .. } | RecoveryView::Overview { .. } => None,
    }
}

/// Whether the node is being asked about this index.
fn are_asked(snapshot: &Snapshot, index: usize) -> bool {
    running(snapshot).and_then(|run| run.indices.get(index)).is_some_and(|index| index.total > 0)
}

fn resumable(snapshot: &Snapshot) -> Option<u32> {
    match &snapshot.recovery {
        RecoveryView::Idle { resumable } => resumable.as_ref().map(|saved| saved.indices),
        RecoveryView::Running { .. } | RecoveryView::Overview { .. } => None,
    }
}

#[test]
fn a_vault_is_made_locked_and_opened_with_its_password_only() {
    let mut bench = Bench::new();
    assert_eq!(bench.snapshot().vault, VaultView::Absent);
    assert_eq!(bench.refused(Intent::Unlock { password: password(UNLOCK) }), "vault-absent");
    assert_eq!(bench.refused(Intent::CreateVault { password: password("short") }), "password-too-short");
    bench.ask(Intent::CreateVault { password: password(UNLOCK) }).unwrap();
    assert_eq!(bench.refused(Intent::CreateVault { password: password(UNLOCK) }), "vault-exists");
    bench.ask(Intent::Lock).unwrap();
    assert_eq!(bench.refused(Intent::ImportApply), "out-of-step");
    assert_eq!(bench.refused(Intent::SetAutoLock { minutes: 5 }), "vault-locked");
    assert_eq!(bench.refused(Intent::Unlock { password: password("wrong") }), "vault-wrong-password");
    assert_eq!(bench.snapshot().vault, VaultView::Locked { mended: false });
    let [first, second] =
        bench.ask_both(Intent::Unlock { password: password(UNLOCK) }, Intent::Unlock { password: password(UNLOCK) });
    first.unwrap();
    assert_eq!(second.unwrap_err().code, "out-of-step", "nobody is told that there is no vault");
    assert_eq!(bench.snapshot().vault, VaultView::Unlocked);
}

#[test]
fn a_vault_that_was_deleted_makes_room_for_a_new_one_and_stays_away() {
    let mut bench = Bench::open();
    bench.ask(Intent::Lock).unwrap();
    let [_, unlocked] = bench.ask_both(Intent::ResetVault, Intent::Unlock { password: password(UNLOCK) });
    assert_eq!(unlocked.unwrap_err().code, "vault-absent");
    assert_eq!(bench.snapshot().vault, VaultView::Absent);
    bench.ask(Intent::CreateVault { password: password("another one") }).unwrap();
    assert_eq!(bench.snapshot().vault, VaultView::Unlocked);
}

#[test]
fn two_emptied_stores_are_written_anew_from_an_open_session() {
    let mut bench = Bench::open();
    bench.world.store.primary.take();
    bench.world.store.secondary.take();
    bench.ask(Intent::SetAutoLock { minutes: 5 }).unwrap();
    bench.relock();
    assert_eq!(bench.snapshot().settings.unwrap().auto_lock_minutes, 5);
}

#[test]
fn an_import_is_shown_applied_once_and_taken_back() {
    let mut bench = Bench::open();
    bench.preview("typical.json", "correct horse battery");
    assert_eq!(bench.accounts(), 0, "nothing is written by a preview");
    let [first, second] = bench.ask_both(Intent::ImportApply, Intent::ImportApply);
    first.unwrap();
    assert_eq!(second.unwrap_err().code, "out-of-step");
    assert_eq!((bench.accounts(), bench.changes()), (9, 1));
    bench.relock();
    assert_eq!(bench.accounts(), 9);
    bench.ask(Intent::ImportUndo).unwrap();
    assert_eq!(bench.accounts(), 0);
    assert_eq!(bench.refused(Intent::ImportUndo), "undo-gone");
}

#[test]
fn an_import_that_changes_nothing_does_not_take_the_one_before_back() {
    let mut bench = Bench::open();
    for can_be_undone in [true, false] {
        bench.preview("typical.json", "correct horse battery");
        bench.ask(Intent::ImportApply).unwrap();
        let ImportView::Done { can_undo, .. } = bench.snapshot().import else { panic!("not done") };
        assert_eq!(can_undo, can_be_undone);
    }
    assert_eq!(bench.refused(Intent::ImportUndo), "undo-gone");
    assert_eq!(bench.accounts(), 9);
}

#[test]
fn a_preview_that_no_longer_fits_is_refused_and_made_again() {
    let mut bench = Bench::open();
    bench.preview("tiny.json", "tiny-password");
    bench.ask(Intent::ImportApply).unwrap();
    bench.preview("typical.json", "correct horse battery");
    bench.rename_an_account("Savings").unwrap();
    assert_eq!(bench.refused(Intent::ImportApply), "merge-stale-plan");
    bench.ask(Intent::ImportApply).unwrap();
    assert!(bench.world.records.borrow().accounts.iter().any(|account| account.name == "Savings"));
}

#[test]
fn locking_during_a_save_ends_with_what_was_saved_and_nothing_decrypted() {
    let mut bench = Bench::open();
    bench.preview("typical.json", "correct horse battery");
    bench.world.store.is_slow.set(true);
    let (session, world) = (Rc::clone(&bench.session), Rc::clone(&bench.world));
    let rename = Intent::SetAutoLock { minutes: 7 };
    let (saved, ((), late)) = bench.pool.run_until(join(session.handle(rename), async {
        turn().await;
        // Waits behind the save, and comes to its turn when the vault is locked.
        let apply = session.handle(Intent::ImportApply);
        let lock = async {
            turn().await;
            let lock = session.handle(Intent::Lock);
            let release = async {
                turn().await;
                let snapshot = world.seen.borrow().clone().unwrap();
                assert_eq!(snapshot.vault, VaultView::Starting, "locked at once, whatever the store does");
                world.store.is_slow.set(false);
            };
            join(lock, release).await.0.unwrap();
        };
        let (late, ()) = join(apply, lock).await;
        ((), late)
    }));
    saved.unwrap();
    assert_eq!(late.unwrap_err().code, "vault-locked");
    let snapshot = bench.snapshot();
    assert_eq!((snapshot.vault, snapshot.import), (VaultView::Locked { mended: false }, ImportView::Idle));
    bench.ask(Intent::Unlock { password: password(UNLOCK) }).unwrap();
    assert_eq!(bench.snapshot().settings.unwrap().auto_lock_minutes, 7);
    bench.ask(Intent::SetAutoLock { minutes: 8 }).unwrap();
}

#[test]
fn a_backup_is_made_read_back_and_noted_with_what_it_holds() {
    let mut bench = Bench::open();
    bench.preview("typical.json", "correct horse battery");
    bench.ask(Intent::ImportApply).unwrap();
    let seal = || Intent::ExportSeal { format: ExportFormat::LifeboatBackup, password: password("for the file") };
    let Reply::Sealed(files) = bench.ask(seal()).unwrap() else { panic!("no files") };
    let mut damaged = files[0].bytes.clone();
    *damaged.last_mut().unwrap() ^= 1;
    assert_eq!(bench.refused(Intent::ExportSaved { read_back: vec![damaged] }), "read-back-differs");
    assert_eq!(bench.changes(), 1);
    // Changed while the file is being saved: not in it.
    bench.rename_an_account("Savings").unwrap();
    bench.ask(Intent::ExportSaved { read_back: vec![files[0].bytes.clone()] }).unwrap();
    assert_eq!(bench.changes(), 1);
    assert_eq!(bench.refused(Intent::ExportSaved { read_back: Vec::new() }), "out-of-step");

    let mut other = Bench::open();
    other.ask(Intent::ImportFile { file_name: "backup".to_owned(), bytes: files[0].bytes.clone() }).unwrap();
    other.ask(Intent::ImportPassword { password: password("for the file") }).unwrap();
    other.ask(Intent::ImportApply).unwrap();
    assert_eq!(other.accounts(), bench.accounts());
}

#[test]
fn a_recovery_is_locked_in_the_middle_goes_on_and_ends_in_a_preview() {
    let mut bench = Bench::open();
    bench.ask(Intent::RecoveryStart).unwrap();
    assert_eq!(bench.refused(Intent::RecoveryStart), "recovery-running");
    bench.until("a suggestion", |snapshot| running(snapshot).is_some_and(|run| run.suggestion.is_some()));
    assert_eq!(bench.world.prompts.get(), 3);
    bench.world.is_alone.set(true);
    bench.ask(Intent::RecoveryContinue).unwrap();
    bench.until("a prompt", |snapshot| running(snapshot).is_some_and(|run| run.device.index == Some(3)));

    bench.relock();
    bench.settle();
    assert_eq!(resumable(&bench.snapshot()), Some(3));
    bench.world.is_alone.set(false);
    bench.world.is_silent.set(true);
    bench.ask(Intent::RecoveryResume).unwrap();
    bench.until("the fourth index", |snapshot| are_asked(snapshot, 3));
    bench.ask(Intent::RecoveryStop).unwrap();
    let overview = bench.until("the overview", |snapshot| matches!(snapshot.recovery, RecoveryView::Overview { .. }));
    let RecoveryView::Overview { run } = overview.recovery else { panic!("no overview") };
    assert_eq!(run.not_checked, 50, "silence is not absence");
    bench.ask(Intent::RecoveryPreview).unwrap();
    bench.ask(Intent::ImportApply).unwrap();
    assert_eq!(bench.world.records.borrow().devices.len(), 1);
    bench.relock();
    assert_eq!(resumable(&bench.snapshot()), None, "what was taken over is not offered again");
}

#[test]
fn a_run_that_was_thrown_away_does_not_come_back() {
    let mut bench = Bench::open();
    bench.world.is_silent.set(true);
    bench.ask(Intent::RecoveryStart).unwrap();
    bench.until("an index", |snapshot| are_asked(snapshot, 0));
    let [discarded, begun] = bench.ask_both(Intent::RecoveryDiscard, Intent::RecoveryStart);
    discarded.unwrap();
    begun.unwrap();
    bench.until("the new run's first index", |snapshot| are_asked(snapshot, 0));
    bench.settle();
    assert!(running(&bench.snapshot()).is_some(), "the old run's end is not the new one's");
    bench.ask(Intent::RecoveryDiscard).unwrap();
    bench.settle();
    bench.relock();
    assert_eq!(resumable(&bench.snapshot()), None);
}

#[test]
fn the_vault_locks_by_itself_also_while_a_recovery_waits_for_nobody() {
    let mut bench = Bench::open();
    bench.world.is_alone.set(true);
    bench.ask(Intent::RecoveryStart).unwrap();
    bench.until("a prompt", |snapshot| running(snapshot).is_some_and(|run| run.device.index == Some(0)));
    for (minutes, is_open) in [(9, true), (2, false)] {
        bench.world.now.set(bench.world.now.get() + minutes * MINUTE);
        bench.session.tick();
        bench.settle();
        assert_eq!(bench.snapshot().vault == VaultView::Unlocked, is_open);
    }
}
