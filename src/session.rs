//! Use cases over the ports: what the page may ask (`intent`), what it gets to see (`view`), and what happens between. How
//! a browser stores, fetches or talks to a Ledger is not known here.
//!
//! This file composes: it hands an intent to its flow, does what concerns several flows (locking, what follows a removal or an import), and
//! draws the snapshot out of the flows' views. Each flow has its state to itself.
//!
//! One direction: intent → use case → pure step → port → state → snapshot. Borrows of a state never live across an `await`;
//! everything that is written goes through the vault's `commit`, one at a time.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use crate::fault::Fault;
use crate::model::{AccountAddress, Counts, Wallet, YearMonth};
use crate::secret::Password;

use balances::Balances;
use chain::ChainFlow;
use check::CheckFlow;
use check::intent::CheckReply;
use context::{Context, Redraw};
use drafts::DraftsFlow;
use export::ExportFlow;
use export::intent::ExportReply;
use headline::Headline;
use import::intent::{ImportIntent, ImportReply};
use import::{Handled, ImportFlow, Origin};
use intent::Intent;
use key_search::KeySearchFlow;
use key_search::intent::KeySearchIntent;
use keys::Keys;
use ledger::Ledger;
use lists::SentLists;
use ports::Ports;
use recovery::RecoveryFlow;
use recovery::intent::{RecoveryIntent, RecoveryReply};
use seam::actor::Actor;
use settings::SettingsFlow;
use settings::intent::SettingsReply;
use unfinished::{Bequest, Unfinished};
use vault::Vault;
use vault::intent::VaultIntent;
use vault::view::{LockCause, UndoView};
use view::{KeysTally, Snapshot, SummaryView, WalletChange, WalletView};
use wallet::facts::{ChainWord, OnNetwork};
use wallet::intent::{WalletIntent, WalletReply};
use wallet::{WalletFlow, order, present};

pub mod balances;
mod bell;
pub mod chain;
pub mod check;
mod chosen;
mod context;
pub mod drafts;
pub mod error;
pub mod export;
pub mod headline;
pub mod import;
pub mod intent;
pub mod key_search;
pub mod keys;
pub mod ledger;
mod lists;
pub mod nodes;
pub mod ports;
pub mod recovery;
pub mod seam;
pub mod settings;
mod slot;
mod turn;
pub mod unfinished;
pub mod vault;
pub mod view;
pub mod wallet;

/// The answer to an intent that worked.
#[derive(Debug, serde::Serialize)]
#[serde(untagged)]
pub enum Reply {
    /// Nothing to say; the snapshot tells.
    Done,
    /// Of an import.
    Import(ImportReply),
    /// Of a backup.
    Export(ExportReply),
    /// Of a check of a backup.
    Check(CheckReply),
    /// Of a search.
    Recovery(RecoveryReply),
    /// Of the records.
    Wallet(WalletReply),
    /// Of the settings.
    Settings(SettingsReply),
}

/// Something to draw.
#[derive(Debug)]
pub enum Update {
    /// Where everything stands.
    Snapshot(Box<Snapshot>),
    /// What has changed of the records.
    Wallet(Box<WalletChange>),
    /// What the next engine should have: this one is done with the vault.
    Bequest(Bequest),
}

/// One person's session with the engine.
pub struct Session<P: Ports> {
    context: Rc<Context<P>>,
    /// Hands the page something to draw.
    publish: Box<dyn Fn(Update)>,
    /// Grows by one with every snapshot.
    revision: Cell<u32>,
    lists: SentLists,
    vault: Rc<Vault<P>>,
    ledger: Rc<Ledger<P>>,
    keys: Rc<Keys<P>>,
    by_keys: KeySearchFlow<P>,
    wallet: WalletFlow<P>,
    chain: ChainFlow<P>,
    balances: Rc<Balances>,
    import: Rc<ImportFlow<P>>,
    export: ExportFlow<P>,
    check: CheckFlow<P>,
    settings: SettingsFlow<P>,
    recovery: Rc<RecoveryFlow<P>>,
    drafts: DraftsFlow<P>,
    /// What was unfinished at the last lock, sealed.
    unfinished: RefCell<Option<Vec<u8>>>,
}

impl<P: Ports + 'static> Session<P> {
    /// A session that has not looked at the store yet. `publish` hands the page something to draw.
    #[must_use]
    pub fn new(ports: P, publish: impl Fn(Update) + 'static) -> Rc<Self> {
        let context = Rc::new(Context::new(ports));
        let vault = Vault::new(&context);
        let keys = Keys::new(&context, &vault);
        let ledger = Ledger::new(&context, &vault);
        let import = ImportFlow::new(&context, &vault, &keys);
        let balances = Rc::new(Balances::default());
        let session = Rc::new(Self {
            recovery: RecoveryFlow::new(&context, &vault, &ledger, &import, &balances),
            by_keys: KeySearchFlow::new(&context, &vault, &ledger, &import, &balances),
            wallet: WalletFlow::new(&context, &vault),
            chain: ChainFlow::new(&context, &vault, &keys, &balances),
            import,
            export: ExportFlow::new(&context, &vault),
            balances,
            check: CheckFlow::new(&context, &vault),
            settings: SettingsFlow::new(&context, &vault),
            drafts: DraftsFlow::new(&context, &vault),
            unfinished: RefCell::default(),
            keys,
            vault,
            context,
            publish: Box::new(publish),
            revision: Cell::new(0),
            lists: SentLists::default(),
            ledger,
        });
        // Whoever draws must not be kept by what is drawn.
        let drawn = Rc::downgrade(&session);
        session.context.draw_with(move |what| {
            if let Some(session) = drawn.upgrade() {
                session.draw(what);
            }
        });
        session
    }

    /// Takes what the engine before this one left. Before [`Self::start`].
    pub fn inherit(&self, bequest: Bequest) {
        self.vault.note_why(bequest.why);
        *self.unfinished.borrow_mut() = bequest.unfinished;
    }

    /// Reads the store and says what is there.
    pub async fn start(&self) {
        self.vault.load().await;
        self.context.redraw();
    }

    /// Does what the page asked.
    ///
    /// # Errors
    /// A fault for the page to show; nothing was changed.
    pub async fn handle(self: &Rc<Self>, intent: impl Into<Intent>) -> Result<Reply, Fault> {
        let intent = intent.into();
        let (began, by) = (self.context.ports.now(), intent.by());
        if let Some(why) = self.vault.is_over(began) {
            // The deadline counts, not the next look at the clock: a click after a long sleep does not put it off.
            self.lock(why).await;
        }
        let answer = match intent {
            Intent::Vault(intent) => self.handle_vault(intent).await,
            Intent::Import(intent) => self.handle_import(intent).await,
            Intent::Export(intent) => self.export.handle(intent).await.map(Reply::Export),
            Intent::Check(intent) => self.check.handle(intent).await.map(Reply::Check),
            Intent::Recovery(intent) => self.handle_recovery(intent).await,
            Intent::Ledger(intent) => self.ledger.handle(intent).map(|()| Reply::Done),
            Intent::Chain(intent) => self.chain.handle(&intent).map(|()| Reply::Done),
            Intent::KeySearch(intent) => self.handle_key_search(intent).await,
            Intent::Wallet(intent) => self.handle_wallet(intent).await,
            Intent::Settings(intent) => self.settings.handle(intent).await.map(Reply::Settings),
            Intent::Drafts(intent) => self.drafts.handle(intent).map(|()| Reply::Done),
        }
        .inspect_err(|_| self.context.redraw());
        if answer.is_ok() && by == Actor::Person {
            self.vault.touch_at(began);
        }
        answer
    }

    /// Locks when nobody touched anything for the chosen time, or the clock was set back, and tries again what could not be written.
    /// The edge calls it every few seconds.
    pub fn tick(self: &Rc<Self>) {
        self.vault.retry_copy();
        if let Some(why) = self.vault.is_over(self.context.ports.now()) {
            let session = Rc::clone(self);
            self.context.ports.spawn(async move { session.lock(why).await });
        }
    }

    async fn handle_wallet(&self, intent: WalletIntent) -> Result<Reply, Fault> {
        let is_removal = matches!(intent, WalletIntent::Remove { .. });
        let reply = self.wallet.handle(intent).await?;
        if is_removal {
            // What can be taken back now is the removal, and no import before it.
            self.import.leave_report();
            self.context.redraw_records();
        }
        Ok(Reply::Wallet(reply))
    }

    async fn handle_import(self: &Rc<Self>, intent: ImportIntent) -> Result<Reply, Fault> {
        // What a second node says is the search's.
        match self.import.handle(intent, || self.recovery.second()).await? {
            Handled::Replied(reply) => Ok(Reply::Import(reply)),
            Handled::Applied(origin) => {
                self.end_search(&origin).await;
                self.context.redraw_records();
                Ok(Reply::Done)
            }
        }
    }

    async fn handle_recovery(&self, intent: RecoveryIntent) -> Result<Reply, Fault> {
        let adds = matches!(intent, RecoveryIntent::Add);
        let reply = self.recovery.handle(intent).await?;
        if adds { self.add_found().await } else { Ok(Reply::Recovery(reply)) }
    }

    async fn handle_key_search(&self, intent: KeySearchIntent) -> Result<Reply, Fault> {
        let adds = matches!(intent, KeySearchIntent::Add);
        self.by_keys.handle(intent)?;
        if adds { self.add_found().await } else { Ok(Reply::Done) }
    }

    /// Adds of what a search has found what asks nothing. The search is over once nothing of it asks.
    async fn add_found(&self) -> Result<Reply, Fault> {
        if let Some(origin) = self.import.apply_unasked().await? {
            self.end_search(&origin).await;
        }
        self.context.redraw_records();
        Ok(Reply::Done)
    }

    /// What a search has found is in the wallet. One that was begun meanwhile is another one.
    async fn end_search(&self, origin: &Origin) {
        match origin {
            Origin::Recovery if !self.recovery.is_running() => self.recovery.forget().await,
            Origin::Keys(_) if !self.by_keys.is_running() => self.by_keys.forget(),
            Origin::Recovery | Origin::Keys(_) | Origin::File(_) => {}
        }
    }

    async fn handle_vault(self: &Rc<Self>, intent: VaultIntent) -> Result<Reply, Fault> {
        match intent {
            VaultIntent::Create { password } => {
                self.vault.create(password).await?;
                self.context.redraw_records();
            }
            VaultIntent::Unlock { password } => self.unlock(password, None).await?,
            VaultIntent::UnlockChosen { vault, password } => self.unlock(password, Some(vault)).await?,
            VaultIntent::CompleteCopies => self.vault.complete_copies().await?,
            VaultIntent::Lock => self.lock(LockCause::Hand).await,
            VaultIntent::LockBecause { cause } => {
                if self.vault.locks_for(cause) {
                    self.lock(cause).await;
                }
            }
            VaultIntent::Reset => self.reset().await?,
            VaultIntent::Touch => {
                self.vault.touch();
                self.context.redraw();
            }
            VaultIntent::ChangePassword { current, new, passkey } => {
                self.vault.change_password(current, new, passkey).await?;
            }
            VaultIntent::UnlockWithPasskey { secret } => {
                self.vault.unlock_with_passkey(secret).await?;
                self.opened().await;
            }
            VaultIntent::AddPasskey { password, credential, input, secret } => {
                self.vault.add_passkey(password, credential, &input, secret).await?;
            }
            VaultIntent::RemovePasskey => self.vault.remove_passkey().await?,
        }
        Ok(Reply::Done)
    }

    /// Opens the vault, and looks for an interrupted search.
    async fn unlock(self: &Rc<Self>, password: Password, number: Option<u32>) -> Result<(), Fault> {
        self.vault.unlock(password, number).await?;
        self.opened().await;
        Ok(())
    }

    /// The vault is open.
    async fn opened(&self) {
        self.take_up();
        self.recovery.note_resumable().await;
        self.context.redraw_records();
    }

    /// Goes on with what was unfinished when this vault was locked.
    fn take_up(&self) {
        let Some(sealed) = self.unfinished.take() else { return };
        let Some((unfinished, records)) = self.vault.open_unfinished(&sealed).as_ref().and_then(Unfinished::unpack)
        else {
            return;
        };
        self.drafts.take_up(unfinished.drafts);
        self.export.take_up(unfinished.handed_out);
        if let Some((preview, records)) = unfinished.preview.zip(records) {
            self.import.take_up(preview, records);
        }
    }

    /// Seals what is unfinished, so that it outlives the key.
    fn seal_unfinished(&self) -> Option<Vec<u8>> {
        let (preview, records) = self.import.unfinished().unzip();
        let plain = Unfinished { drafts: self.drafts.typed(), preview, handed_out: self.export.unfinished() }
            .pack(records.as_ref())?;
        self.vault.seal_unfinished(&plain)
    }

    /// Forgets the key and everything decrypted, at once. A running search stops; its checkpoint stays.
    async fn lock(self: &Rc<Self>, why: LockCause) {
        self.recovery.halt();
        self.export.withdraw_key_file();
        let unfinished = self.seal_unfinished();
        if !self.vault.close(why) {
            return;
        }
        self.unfinished.borrow_mut().clone_from(&unfinished);
        (self.publish)(Update::Bequest(Bequest { why, unfinished }));
        self.forget();
        self.context.redraw_records();
        self.vault.rest().await;
    }

    /// Deletes every vault here, for ever.
    async fn reset(self: &Rc<Self>) -> Result<(), Fault> {
        self.recovery.halt();
        self.export.withdraw_key_file();
        self.vault.delete().await?;
        self.unfinished.take();
        self.forget();
        self.context.redraw_records();
        Ok(())
    }

    /// Forgets what was decrypted, or learned about it, beside the vault itself.
    fn forget(&self) {
        // Once more: a search may have begun while the stores were being cleared.
        self.recovery.halt();
        self.import.leave();
        self.export.forget();
        self.check.forget();
        self.keys.forget();
        self.chain.forget();
        self.balances.forget();
        self.ledger.forget();
        self.by_keys.forget();
        self.drafts.forget();
    }

    /// All records as they are now: what the changes that were sent add up to.
    #[must_use]
    pub fn records(&self) -> WalletView {
        let mut records = WalletView::default();
        records.follow(self.wallet_change(&SentLists::default()));
        records
    }

    fn draw(self: &Rc<Self>, what: Redraw) {
        if what == Redraw::Records {
            let change = self.wallet_change(&self.lists);
            for part in change.parts(WalletChange::MOST_ROWS, || self.lists.next_revision()) {
                (self.publish)(Update::Wallet(Box::new(part)));
            }
        }
        (self.publish)(Update::Snapshot(Box::new(self.snapshot())));
        if what == Redraw::Records {
            self.keys.check_on();
        }
    }

    fn snapshot(&self) -> Snapshot {
        self.revision.set(self.revision.get().wrapping_add(1));
        let contents = self.vault.contents().ok();
        let contents = contents.as_deref();
        let wallet = contents.map(|contents| &contents.wallet);
        let device = self.ledger.view();
        let (import, export) = (self.import.view(), self.export.view());
        Snapshot {
            revision: self.revision.get(),
            vault: self.vault.view(),
            locks_at: self.vault.locks_at(),
            warns_at: self.vault.warns_at(),
            keeping: self.vault.keeping_view(),
            settings: self.settings.view(),
            summary: wallet.zip(self.vault.backup_view()).map(|(wallet, backup)| {
                let search = self.recovery.summary().or_else(|| self.by_keys.summary());
                let waiting: Vec<_> = [export.waits(), import.waits()].into_iter().flatten().collect();
                SummaryView {
                    counts: Counts::of(wallet),
                    headline: Headline::now(&backup, search, &waiting),
                    // A search by keys has no checkpoint: it ends with the page.
                    once_closed: Headline::once_closed(&backup, self.recovery.summary()),
                    backup,
                    search,
                    waiting,
                }
            }),
            import,
            export,
            check: self.check.view(),
            key_search: self.by_keys.view(),
            ledger_call: device.asks().or_else(|| self.recovery.ledger_asks()).map(Into::into),
            device,
            left_asking: self.ledger.left_asking(),
            drafts: self.drafts.view(),
            recovery: self.recovery.view(),
        }
    }

    /// What has changed of the records since these lists were sent. While the vault is not open there are none.
    fn wallet_change(&self, lists: &SentLists) -> WalletChange {
        let seed = lists.seed(&mut self.context.ports.entropy());
        let contents = self.vault.contents().ok();
        let contents = contents.as_deref();
        let nothing = Wallet::default();
        let records = contents.map_or(&nothing, |contents| &contents.wallet);
        let checked = self.keys.look(records);
        let word = ChainWord {
            said: &|network, address| self.chain.said(network, address),
            power: &|network, address, keys| self.balances.power(network, address, keys),
        };
        let networks = OnNetwork::all(records);
        let keys = Cell::new(KeysTally::of(records));
        let today = YearMonth::of(self.context.ports.now());
        let models = contents.map(|contents| &contents.models);
        let total = |network, address: &AccountAddress| self.balances.total(network, address);
        let identities = networks.iter().flat_map(|on| on.identities(&checked, today));
        let accounts = networks.iter().flat_map(|on| on.accounts(&checked, word));
        let accounts = accounts.inspect(|(_, facts)| keys.update(|keys| keys.and(facts.keys)));
        let contacts = networks.iter().flat_map(|on| on.contacts(word));
        // The tally is whole once every account has been looked at.
        let accounts = lists.accounts.send(seed, accounts, |facts| present::account_view(&facts));
        let keys = keys.get();
        WalletChange {
            revision: lists.next_revision(),
            more: false,
            ledgers: lists.ledgers.send(seed, present::ledgers(records, models.unwrap_or(&BTreeMap::new())), |row| row),
            orders: lists.send_orders(|before| order::orders(records, &total, before)),
            identities: lists.identities.send(seed, identities, |facts| present::identity_view(&facts)),
            accounts,
            contacts: lists.contacts.send(seed, contacts, |facts| present::contact_view(&facts)),
            chain: self.chain.said_of_all(lists, seed),
            totals: self.chain.totals(),
            access: self.ledger.access(records, lists, seed),
            keys_checks: self.keys.checks(records, lists, seed),
            has_ledger: keys.has_ledger(),
            keys,
            undo: contents.and_then(|it| it.undo.as_ref()).map(|undo| UndoView::of(undo, records)),
        }
    }
}
