//! One run: from the first look at the node to the overview.
//! It is the driver's ports: what comes next, the machine decides.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::rc::Rc;

use futures_util::future::{Either, join, select};

use crate::asking::Pace;
use crate::chain::{ChainError, Generator, derive_credential_ids};
use crate::custody::{self, Finding};
use crate::fault::Fault;
use crate::gather::Gather;
use crate::ledger::{self, ExportedKey, LedgerError, Proof, Question};
use crate::model::{
    Coin, CredentialId, GenesisHash, IdCredPub, IdentityIndex, IdentityKey, LedgerPath, Network, PairingKey,
    ProviderNumber,
};
use crate::node::list::Wanted;
use crate::node::roster::Topic;
use crate::node::{BrokenScan, KeptList, NodeError, Scan, query, retry};
use crate::recovery::{
    AtHand, Basis, Checkpoint, Command, Control, Given, Hits, Inquiry, Known, LedgerKey, NoKey, PhonePlace, Place,
    Plan, Recovery, RecoveryPorts, Relation, Route, Said, Scanned, Step, Track, Witness, drive,
};
use crate::secret::PrfKey;
use crate::vault::Contents;

use super::RecoveryFlow;
use super::intent::RecoveryRoute;
use super::view::{RelationView, ScanState, ScanView};
use crate::session::bell::Bell;
use crate::session::error::fault;
use crate::session::ledger::desk::Desk;
use crate::session::ledger::slot::DeviceSlot;
use crate::session::nodes::Nodes;
use crate::session::nodes::slot::NodeSlot;
use crate::session::nodes::view::{NodeState, NodeStateView};
use crate::session::ports::Ports;
use crate::session::seam::millis;
use crate::session::turn::Turn;

/// How often a node that fails is asked whether it is back: nothing else tells.
const LOOK_AGAIN_MS: u32 = 3_000;
/// How long a list of all accounts is young enough to be compared with the ids of another place.
const LIST_IS_YOUNG_MS: u64 = 10 * 60_000;
/// How long the end of a run waits for the node's last block.
const LAST_WORD_MS: u32 = 2_000;

/// What a run needs while it goes on.
pub(super) struct Run<P: Ports> {
    flow: Rc<RecoveryFlow<P>>,
    network: GenesisHash,
    nodes: Nodes<P>,
    shown: Shown,
    control: Control,
    turn: Turn,
    desk: Desk<P>,
    /// The person wants the node asked again now.
    look_again: Bell,
    /// What the network's credential ids are made of, once that is known.
    generator: RefCell<Option<Generator>>,
    /// The list of all accounts as it was read last.
    list: RefCell<Option<Kept>>,
}

/// Where the page sees what the others are doing.
pub(super) struct Shown {
    pub(super) node: NodeSlot,
    pub(super) device: DeviceSlot,
}

/// A list of all accounts that was read to its end.
struct Kept {
    list: KeptList,
    by: Witness,
}

/// What a run begins with.
pub(super) enum Beginning {
    /// Nothing.
    Fresh {
        /// Where to look.
        route: RecoveryRoute,
        /// Whether the list of all accounts is compared first.
        private_scan: bool,
    },
    /// What was saved when it was interrupted.
    Saved(Box<Checkpoint>),
    /// The machine as it stood in the overview, told to go on.
    Overview(Box<Recovery>),
}

impl Beginning {
    /// Whether it goes on with what the page shows already.
    pub(super) const fn goes_on(&self) -> bool {
        match self {
            Self::Overview(_) => true,
            Self::Fresh { .. } | Self::Saved(_) => false,
        }
    }

    /// Whether a Ledger has to do with it.
    pub(super) fn needs_ledger(&self) -> bool {
        match self {
            Self::Fresh { route, .. } => matches!(route, RecoveryRoute::Ledger { .. }),
            Self::Saved(checkpoint) => checkpoint.device().is_some(),
            Self::Overview(recovery) => recovery.device().is_some(),
        }
    }
}

impl<P: Ports + 'static> Run<P> {
    pub(super) fn new(
        flow: Rc<RecoveryFlow<P>>,
        network: GenesisHash,
        nodes: Nodes<P>,
        shown: Shown,
        control: Control,
        turn: Turn,
    ) -> Self {
        let desk = Desk::new(&flow.ledger, shown.device.clone());
        let (look_again, generator, list) = (Bell::default(), RefCell::default(), RefCell::default());
        Self { flow, network, nodes, shown, control, turn, desk, look_again, generator, list }
    }

    /// Runs until there is an overview to show, or the person stopped before anything was known.
    pub(super) async fn go(self, beginning: Beginning) {
        let prepared = {
            let prepare = std::pin::pin!(self.prepare(beginning));
            let stopped = std::pin::pin!(self.stopped());
            match select(prepare, stopped).await {
                Either::Left((prepared, _)) => prepared,
                Either::Right(((), _)) => None,
            }
        };
        let Some(mut recovery) = prepared else {
            self.flow.abandon(&self.turn).await;
            return;
        };
        let trouble = drive(&mut recovery, &self, &self.control).await.err().map(fault);
        self.observe(&recovery);
        self.flow.rest(&self.turn, recovery, trouble);
        self.last_word().await;
    }

    async fn prepare(&self, beginning: Beginning) -> Option<Recovery> {
        match beginning {
            Beginning::Overview(recovery) => {
                recovery.device().into_iter().for_each(|device| self.desk.expect(device));
                Some(*recovery)
            }
            Beginning::Fresh { route: RecoveryRoute::Phone, private_scan } => {
                let generator = self.generator().await;
                let phones = self.phones()?;
                Some(Recovery::new(self.basis(generator)?, Route::phones(phones).asking(inquiry(private_scan))))
            }
            Beginning::Fresh { route: RecoveryRoute::Ledger { legacy, providers }, private_scan } => {
                let (generator, device) = join(self.generator(), self.desk.device()).await;
                let mut route = Route::new();
                if legacy {
                    route = route.then(Track::of(device, LedgerPath::Legacy));
                }
                let providers = providers.into_iter().filter_map(ProviderNumber::new);
                route = route.then_providers(device, self.coin(), providers).asking(inquiry(private_scan));
                self.note_device(device);
                Some(Recovery::new(self.basis(generator)?, route))
            }
            // The saved run knows its Ledger; it is asked for only when another index is due.
            Beginning::Saved(checkpoint) => {
                checkpoint.device().into_iter().for_each(|device| self.desk.expect(device));
                let generator = self.generator().await;
                Recovery::resume(self.basis(generator)?, &checkpoint).ok()
            }
        }
    }

    /// What the run stands on. `None` when the vault was locked meanwhile.
    fn basis(&self, generator: Generator) -> Option<Basis> {
        *self.generator.borrow_mut() = Some(generator.clone());
        let known = Known::of(&self.flow.vault.contents().ok()?.wallet, self.network);
        Some(Basis { plan: Plan::standard(), generator, network: self.network, known })
    }

    /// The identities of this network that came from a phone. One whose key is not here, or not right, is left out by the run, and
    /// said so.
    fn phones(&self) -> Option<Vec<PhonePlace>> {
        let contents = self.flow.vault.contents().ok()?;
        let records = contents.wallet.networks.get(&self.network);
        let phones = records.into_iter().flat_map(|records| records.identities.values()).filter_map(|identity| {
            let IdentityKey::Phone(id) = identity.key else { return None };
            let max_accounts = custody::max_accounts(identity);
            Some(PhonePlace {
                identity: id,
                max_accounts: max_accounts.map(|most| u8::try_from(most).unwrap_or(u8::MAX)),
            })
        });
        Some(phones.collect())
    }

    /// The coin of this network's newer paths.
    fn coin(&self) -> Coin {
        match Network::of(self.network) {
            Some(Network::Mainnet) => Coin::Concordium,
            Some(Network::Testnet | Network::Stagenet) | None => Coin::Test,
        }
    }

    /// While a run is prepared, “stop” ends it, and everything else means: look again now.
    async fn stopped(&self) {
        while self.control.next().await != Command::Stop {
            self.nodes.again();
            self.look_again.ring();
        }
    }

    /// The generator of this network, from a node that serves it. Tries until it works.
    async fn generator(&self) -> Generator {
        let mut failed = 0;
        loop {
            // Before the attempt: what the person says meanwhile counts.
            let again = self.look_again.next();
            let (fault, pause) = match self.commitment_key().await {
                Ok(key) => match self.expected(Generator::parse(&key)) {
                    Ok(generator) => {
                        self.keep_commitment_key(key);
                        return generator;
                    }
                    Err(error) => (fault(error), None),
                },
                Err(error) => {
                    failed += 1;
                    (self.nodes.fault(&error), retry::pause_after(&error, failed, self.jitter()))
                }
            };
            self.show_node_fault(fault);
            match pause {
                Some(millis) => self.flow.context.ports.sleep(millis).await,
                // Not worth trying by itself any more: the person reads the sentence and says when.
                None => {
                    failed = 0;
                    again.await;
                }
            }
        }
    }

    /// On the public networks the generator is known. With another one every credential id would be wrong, and every answer "absent".
    fn expected(&self, generator: Result<Generator, ChainError>) -> Result<Generator, ChainError> {
        let generator = generator?;
        match Network::of(self.network) {
            Some(Network::Mainnet | Network::Testnet) if generator != Generator::of_mainnet_and_testnet() => {
                let network = self.network;
                self.keep(move |contents| {
                    contents.parameters.remove(&network);
                });
                Err(ChainError::Other)
            }
            Some(_) | None => Ok(generator),
        }
    }

    /// The network's commitment key: of a genesis it never changes, so one answer is kept. The node is examined all the same.
    async fn commitment_key(&self) -> Result<Vec<u8>, NodeError> {
        let kept = self.flow.vault.contents().ok().and_then(|contents| contents.parameters.get(&self.network).cloned());
        match kept {
            Some(kept) => self.nodes.ready().await.map(|()| kept),
            None => {
                let asked =
                    self.nodes.ask(Topic::Chain, async |node| query::cryptographic_parameters(node).await).await;
                asked.map(|(parameters, _)| parameters.commitment_key.bytes().to_vec())
            }
        }
    }

    fn keep_commitment_key(&self, key: Vec<u8>) {
        let network = self.network;
        let is_kept = self.flow.vault.contents().is_ok_and(|contents| contents.parameters.contains_key(&network));
        if !is_kept {
            self.keep(move |contents| {
                contents.parameters.insert(network, key);
            });
        }
    }

    /// Beside the run: a run may be dropped at any moment, and a save must not be dropped half-way. What is kept so only saves a
    /// question next time.
    fn keep(&self, change: impl FnOnce(&mut Contents) + 'static) {
        let vault = Rc::clone(&self.flow.vault);
        self.flow.context.ports.spawn(async move {
            let keep = |contents: &mut Contents| {
                change(contents);
                Ok(())
            };
            let _ = vault.commit(keep).await;
        });
    }

    /// Says what the Ledger at hand is to the wallet, and remembers its model: another one with the same key is a replacement.
    fn note_device(&self, device: PairingKey) {
        let new_model = {
            let model = self.shown.device.view().model.map(|model| model.name().to_owned());
            let Ok(contents) = self.flow.vault.contents() else { return };
            let before = contents.models.get(&device).map(String::as_str);
            let present = AtHand { pairing_key: device, model: model.as_deref(), model_before: before };
            let relation = match Relation::of(&contents.wallet, &present) {
                Relation::First => RelationView::First,
                Relation::Known { replaces: Some(_), .. } => RelationView::Replaced,
                Relation::Known { replaces: None, .. } => RelationView::Known,
                Relation::Stranger { .. } => RelationView::Other,
            };
            let is_new = before != model.as_deref();
            self.flow.change(&self.turn, |active| active.relation = Some(relation));
            model.filter(|_| is_new)
        };
        self.flow.context.redraw();
        if let Some(model) = new_model {
            self.keep(move |contents| {
                contents.models.insert(device, model);
            });
        }
    }

    /// Before the Ledger is asked for another key: a node that fails would only leave more unchecked. When it is a fault that
    /// passes, the node is asked now and then, and everything unchecked is looked up once it is back; for any other fault the
    /// person reads what to do, and says "check again".
    async fn node_is_back(&self) {
        while self.node_is_failing() {
            self.flow.context.ports.sleep(LOOK_AGAIN_MS).await;
            if self.node_is_failing() && self.nodes.fault_passes() && self.nodes.ready().await.is_ok() {
                self.show_node_ready();
                self.control.send(Command::CheckAgain);
            }
        }
    }

    /// The key of an identity index: the person approves it on the device.
    async fn ledger_key(&self, place: Place, path: LedgerPath, index: IdentityIndex) -> Result<Given, NoKey> {
        self.node_is_back().await;
        let asked = self
            .desk
            .ask(&Question::Export { path, index }, async |ledger, app, device| {
                match ledger::export_prf_key(ledger, app, path, index).await {
                    // The public key that proves it was read right after the Ledger said who it is, and the seed has to agree
                    // with that one, however long the prompt was open: it is of this Ledger.
                    Ok(export) if export.proof == Proof::PublicKey => Ok((export, device)),
                    // Nothing else ties it to a Ledger: once more, after the answer, whose it is.
                    Ok(export) => Ok((export, ledger::read_pairing_key(ledger, app).await?)),
                    // Unlocked with another passphrase while the prompt was open?
                    Err(error @ LedgerError::WrongIdentity { .. }) => {
                        let now = ledger::read_pairing_key(ledger, app).await?;
                        Err(if now == device { error } else { LedgerError::OtherDevice })
                    }
                    Err(error) => Err(error),
                }
            })
            .await;
        let Ok((export, device)) = asked else { return Err(NoKey::Declined) };
        if place.device() != Some(device) {
            return Err(NoKey::Declined);
        }
        if self.flow.state.borrow().active().is_none_or(|active| active.relation.is_none()) {
            self.note_device(device);
        }
        let key = match export.key {
            ExportedKey::Seed(seed) => LedgerKey::Seed(seed),
            ExportedKey::Key(key) => LedgerKey::Key(key),
        };
        Ok(Given::Ledger { device, key, is_proven: export.proof == Proof::PublicKey })
    }

    /// The key of an identity that came from a phone. A key that does not make what the identity is known to have made is none: what
    /// the node does not know of its credentials would say nothing.
    fn wallet_key(&self, id: IdCredPub) -> Option<PrfKey> {
        let contents = self.flow.vault.contents().ok()?;
        let records = contents.wallet.networks.get(&self.network)?;
        let identity = records.identities.get(&IdentityKey::Phone(id))?;
        let generator = self.generator.borrow().clone()?;
        let is_other = custody::check_identity(identity, Some(generator.clone())).contains(&Finding::IdentityPrfOther);
        let key = custody::prf_key(identity).filter(|_| !is_other)?;
        let mut on_record = records.credentials.values().filter(|one| one.identity == identity.key).peekable();
        let made = derive_credential_ids(&generator, &key, 0..=u8::MAX);
        let makes_one =
            on_record.peek().is_none() || on_record.any(|credential| made.iter().any(|(_, id)| *id == credential.id));
        makes_one.then_some(key)
    }

    /// The answer of the list that was read for an earlier place, while that is young.
    fn compare_with_kept(&self, wanted: &BTreeSet<CredentialId>) -> Option<Scanned> {
        let kept = self.list.borrow();
        let Kept { list, by } = kept.as_ref()?;
        let is_young = self.flow.context.ports.now().saturating_sub(by.at) < LIST_IS_YOUNG_MS;
        is_young.then(|| Scanned {
            opened: wanted.iter().filter(|id| list.may_hold(id)).copied().gather(),
            accounts_read: list.accounts(),
            by: Some(by.clone()),
        })
    }

    /// The node's last block at the end, for the report: between this one and the first everything was answered.
    async fn last_word(&self) {
        if self.turn.is_over() || self.node_is_failing() {
            return;
        }
        let word = std::pin::pin!(self.nodes.last_word());
        let patience = std::pin::pin!(self.flow.context.ports.sleep(LAST_WORD_MS));
        if let Either::Left((Some(witness), _)) = select(word, patience).await {
            self.flow.note_last_word(&self.turn, witness);
        }
    }

    fn node_is_failing(&self) -> bool {
        self.shown.node.view().state == NodeState::Failing
    }

    fn show_node_fault(&self, fault: Fault) {
        self.change_node(|node| {
            node.state = NodeState::Failing;
            node.fault = Some(fault);
        });
    }

    fn show_node_ready(&self) {
        self.change_node(|node| {
            node.state = NodeState::Ready;
            node.fault = None;
        });
    }

    fn change_node(&self, change: impl FnOnce(&mut NodeStateView)) {
        if self.shown.node.change(change) {
            self.flow.context.redraw();
        }
    }

    fn show_scan(&self, state: ScanState, accounts_read: u64, fault: Option<Fault>) {
        let scan = ScanView { state, accounts_read: millis(accounts_read), fault };
        self.flow.change(&self.turn, |active| active.scan = Some(scan));
        self.flow.context.redraw();
    }
}

fn inquiry(private_scan: bool) -> Inquiry {
    if private_scan { Inquiry::ListFirst } else { Inquiry::Complete }
}

impl<P: Ports + 'static> Pace for Run<P> {
    async fn sleep(&self, milliseconds: u32) {
        self.flow.context.sleep(milliseconds).await;
    }

    fn jitter(&self) -> u32 {
        self.flow.context.jitter()
    }
}

impl<P: Ports + 'static> RecoveryPorts for Run<P> {
    async fn key(&self, place: Place) -> Result<Given, NoKey> {
        match place {
            Place::Ledger { path, index, .. } => self.ledger_key(place, path, index).await,
            Place::Phone(id) => self.wallet_key(id).map(Given::Wallet).ok_or(NoKey::Missing),
        }
    }

    async fn look_up(&self, id: &CredentialId) -> Result<Said, NodeError> {
        let question = async |node: &P::Node| query::account_by_credential(node, id).await;
        let (lookup, by) = self.nodes.ask(Topic::Credential, question).await?;
        Ok(Said { lookup, by: Some(by) })
    }

    async fn scan(&self, wanted: &BTreeSet<CredentialId>, hits: &Hits) -> Result<Scanned, NodeError> {
        if let Some(scanned) = self.compare_with_kept(wanted) {
            self.show_scan(ScanState::Done, scanned.accounts_read, None);
            return Ok(scanned);
        }
        let wanted = Wanted::new(wanted.iter().copied());
        let mut told = BTreeSet::new();
        let mut progress = |scan: &Scan| {
            scan.opened.keys().filter(|id| told.insert(**id)).for_each(|id| hits.tell(*id));
            self.show_scan(ScanState::Reading, scan.accounts, None);
        };
        self.show_scan(ScanState::Reading, 0, None);
        let question = async |node: &P::Node| {
            let read = query::accounts_opened_by(node, &wanted, &mut progress).await;
            read.map_err(|BrokenScan { fault, .. }| fault)
        };
        match self.nodes.ask(Topic::AccountList, question).await {
            Ok((scan, by)) => {
                self.show_scan(ScanState::Done, scan.accounts, None);
                let scanned = Scanned {
                    opened: scan.opened.keys().copied().gather(),
                    accounts_read: scan.accounts,
                    by: Some(by.clone()),
                };
                *self.list.borrow_mut() = Some(Kept { list: scan.keep(), by });
                Ok(scanned)
            }
            Err(error) => {
                // What was read before it broke off stands in the view.
                self.flow.change(&self.turn, |active| {
                    if let Some(scan) = &mut active.scan {
                        scan.state = ScanState::Failed;
                        scan.fault = Some(self.nodes.fault(&error));
                    }
                });
                self.flow.context.redraw();
                Err(error)
            }
        }
    }

    fn now(&self) -> u64 {
        self.flow.context.ports.now()
    }

    async fn save(&self, checkpoint: &Checkpoint) {
        self.flow.save_checkpoint(&self.turn, checkpoint).await;
    }

    fn observe(&self, recovery: &Recovery) {
        {
            let step = recovery.step();
            let is_waiting = recovery.inquiry() == Inquiry::ListFirst && matches!(step, Step::AskKey { .. });
            let is_there = self.flow.change(&self.turn, |active| {
                active.progress = Some(recovery.progress());
                active.report = Some(recovery.report());
                active.step = Some(step);
                if is_waiting && active.scan.is_none() {
                    active.scan = Some(ScanView { state: ScanState::Waiting, accounts_read: 0.0, fault: None });
                }
            });
            if !is_there {
                return;
            }
        }
        self.flow.context.redraw();
    }
}
