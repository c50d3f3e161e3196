//! From a file (or a recovery) to records: recognise, open, preview, choose, apply, take back.

pub mod intent;
pub(super) mod state;
pub mod view;

use crate::session::keys::view::findings_view;
use std::collections::BTreeMap;
use std::rc::Rc;

use futures_util::future::{AbortHandle, Abortable, Aborted};
use zeroize::Zeroizing;

use crate::backup::{Attempt, LockedFile, Opened};
use crate::fault::{Fault, Notice};
use crate::merge::{self, Choice, Ending, Fate, Item, Reason, Report, Subject, Verdict};
use crate::model::{Account, AccountAddress, GenesisHash, IdentityIndex, NetworkRecords, Wallet};
use crate::recovery;
use crate::secret::Password;
use crate::session::Reply;
use crate::session::import::intent::ImportIntent;
use crate::vault::{Contents, Deed, LastBackup, Seen};

use crate::session::error::SessionError;
use crate::session::error::fault;
use crate::session::import::state::{Denied, File, ImportFlow, Networks, Origin, Placeless, Preview, Stop};
use crate::session::import::view::{ChoiceView, ImportView, ItemView, OutlookView, PlacedView, ReportView};
use crate::session::keys::view::{KeysCheckView, KeysPlace};
use crate::session::ports::Ports;
use crate::session::seam::Foreign;
use crate::session::seam::ids::short;
use crate::session::seam::saturated;
use crate::session::vault::view::UndoView;
use crate::session::{Session, keys};

impl<P: Ports + 'static> Session<P> {
    pub(super) async fn handle_import(self: &Rc<Self>, intent: ImportIntent) -> Result<Reply, Fault> {
        match intent {
            ImportIntent::File { file_name, bytes } => self.recognise(file_name, bytes)?,
            ImportIntent::Open => self.open_file(None).await?,
            ImportIntent::Password { password } => self.open_file(Some(password)).await?,
            ImportIntent::Early => self.go_on_early()?,
            ImportIntent::Network { genesis } => self.place(&genesis)?,
            ImportIntent::WatchOnly { watch } => self.watch_only(watch)?,
            ImportIntent::Choose { item, choice } => self.choose(item, choice)?,
            ImportIntent::Compare => self.compare_import()?,
            ImportIntent::Apply => self.apply_import().await?,
            ImportIntent::Cancel => self.cancel_import(),
            ImportIntent::Undo => return self.undo_import().await.map(Reply::Undone),
        }
        Ok(Reply::Done)
    }

    pub(super) fn recognise(self: &Rc<Self>, name: String, bytes: Vec<u8>) -> Result<(), Fault> {
        let bytes = Zeroizing::new(bytes);
        self.vault.require_open()?;
        let locked = LockedFile::read(&bytes).map_err(fault)?;
        let file = File { name, size: bytes.len(), locked };
        self.state.borrow_mut().import = ImportFlow::Recognised { file, fault: None };
        self.context.redraw();
        Ok(())
    }

    /// Opens the recognised file with its password, or without one if it is not encrypted. Leaving this step ends the work.
    pub(super) async fn open_file(self: &Rc<Self>, password: Option<Password>) -> Result<(), Fault> {
        let (stop, is_stopped) = AbortHandle::new_pair();
        let file = {
            let mut state = self.state.borrow_mut();
            let file = state.import.take_recognised().ok_or_else(|| fault(SessionError::OutOfStep))?;
            let effort = file.locked.effort().ok().flatten();
            state.import = ImportFlow::Opening { file_name: file.name.clone(), effort, _stop: Stop(stop) };
            file
        };
        // Shown before anything keeps this thread busy.
        self.context.redraw();
        let opened = Abortable::new(self.unlock_file(&file, password.as_ref()), is_stopped).await;
        let mut state = self.state.borrow_mut();
        let result = match (opened, self.vault.contents().ok()) {
            (_, None) => Err(fault(SessionError::VaultLocked)),
            // Cancelled, or another file was chosen.
            (Err(Aborted), Some(_)) => Err(fault(SessionError::OutOfStep)),
            (Ok(Ok(opened)), Some(contents)) => {
                state.import = ImportFlow::opened(file.name, opened, &contents.wallet);
                Ok(())
            }
            (Ok(Err(fault)), Some(_)) => {
                state.import = ImportFlow::Recognised { file, fault: Some(fault.clone()) };
                Err(fault)
            }
        };
        drop(state);
        self.compare_import_at_own_node();
        self.context.redraw();
        result
    }

    /// The records of a file, if one wallet can hold them.
    async fn unlock_file(&self, file: &File, password: Option<&Password>) -> Result<Opened, Fault> {
        self.context.ports.sleep(0).await;
        let opened = match password {
            None => file.locked.open_plain().map_err(fault)?,
            Some(password) => match file.locked.attempt(password).map_err(fault)? {
                None => file.locked.open_plain().map_err(fault)?,
                Some(attempt) => self.try_spellings(attempt).await?,
            },
        };
        opened.contents.load().check().map_err(fault)?;
        Ok(opened)
    }

    async fn try_spellings(&self, mut attempt: Attempt<'_>) -> Result<Opened, Fault> {
        while let Some(spelling) = attempt.next_spelling() {
            let key = self.context.ports.derive(attempt.recipe(), &spelling).await.map_err(fault)?;
            if let Some(opened) = attempt.try_key(&key).map_err(fault)? {
                return Ok(opened);
            }
        }
        Err(fault(attempt.refusal()))
    }

    pub(super) fn place(self: &Rc<Self>, genesis: &str) -> Result<(), Fault> {
        let genesis = genesis.parse().map_err(|_| fault(SessionError::UnknownNetwork))?;
        {
            let mut state = self.state.borrow_mut();
            let placeless = state.import.take_placeless().ok_or_else(|| fault(SessionError::OutOfStep))?;
            let Placeless { file, unplaced, notices, .. } = placeless;
            let current = &self.vault.contents()?.wallet;
            state.import =
                ImportFlow::preview(Origin::File(file), unplaced.place(genesis), notices, current, Denied::new());
        }
        self.compare_import_at_own_node();
        self.context.redraw();
        Ok(())
    }

    /// Goes on with a later file of an export although the first was not opened.
    pub(super) fn go_on_early(self: &Rc<Self>) -> Result<(), Fault> {
        {
            let mut state = self.state.borrow_mut();
            let early = state.import.take_early().ok_or_else(|| fault(SessionError::OutOfStep))?;
            let current = &self.vault.contents()?.wallet;
            state.import =
                ImportFlow::preview(Origin::File(early.file), early.incoming, early.notices, current, Denied::new());
        }
        self.context.redraw();
        Ok(())
    }

    /// Plans anew with the file's keys, or without. Choices that are still offered stand.
    pub(super) fn watch_only(self: &Rc<Self>, watch: bool) -> Result<(), Fault> {
        {
            let mut state = self.state.borrow_mut();
            let preview = state.import.take_preview().ok_or_else(|| fault(SessionError::OutOfStep))?;
            let current = &self.vault.contents()?.wallet;
            state.import = ImportFlow::Preview(Box::new(preview.watching(watch, current)));
        }
        self.context.redraw();
        Ok(())
    }

    /// A second node's word on what a search has found decides about the plan, too.
    pub(super) fn weigh_second_opinion(&self, denied: Denied) {
        let mut state = self.state.borrow_mut();
        let Some(mut preview) = state.import.take_preview() else { return };
        if preview.origin == Origin::Recovery
            && preview.denied != denied
            && let Ok(contents) = self.vault.contents()
        {
            preview.denied = denied;
            let watch_only = preview.watch_only;
            preview = Box::new(preview.watching(watch_only, &contents.wallet));
        }
        state.import = ImportFlow::Preview(preview);
    }

    pub(super) fn choose(self: &Rc<Self>, item: u32, choice: u32) -> Result<(), Fault> {
        {
            let mut state = self.state.borrow_mut();
            let (ImportFlow::Preview(preview), Ok(contents)) = (&mut state.import, self.vault.contents()) else {
                return Err(fault(SessionError::OutOfStep));
            };
            let chosen = usize::try_from(item)
                .ok()
                .and_then(|at| preview.plan.items.get(at))
                .and_then(|item| Some((item, *item.choices.get(usize::try_from(choice).ok()?)?)));
            let Some((item, choice)) = chosen else {
                return Err(fault(SessionError::UnknownRecord));
            };
            preview.choices.set(item.subject.clone(), choice);
            preview.foresee(&contents.wallet);
        }
        self.context.redraw();
        Ok(())
    }

    pub(super) async fn apply_import(self: &Rc<Self>) -> Result<(), Fault> {
        let preview = self.state.borrow_mut().import.take_preview();
        let preview = preview.ok_or_else(|| fault(SessionError::OutOfStep))?;
        let in_file = preview.in_file();
        let at = self.context.ports.now();
        let last = LastBackup { at, seen: Seen::Opened };
        let deed = Deed { at, what: preview.origin.deed() };
        let applied = self
            .vault
            .commit(|contents| {
                let (wallet, report) =
                    merge::apply(&contents.wallet, &preview.incoming, &preview.plan, &preview.choices)
                        .map_err(fault)?;
                if wallet != contents.wallet {
                    contents.replace_wallet(wallet, deed);
                } else {
                    // “Undo this import” must not take an earlier one back.
                    contents.undo = None;
                }
                if let Some(in_file) = &in_file {
                    contents.note_backup(in_file, last);
                }
                Ok(report)
            })
            .await;
        match applied {
            Ok(report) => {
                let origin = preview.origin.clone();
                {
                    let state = &mut *self.state.borrow_mut();
                    if let Ok(contents) = self.vault.contents() {
                        keys::carry_over(&mut state.keys, &preview, &contents.wallet);
                    }
                }
                self.compare_wallet_at_own_node();
                let networks = preview.networks.clone();
                self.follow(|_| ImportFlow::Done { origin: origin.clone(), report, networks });
                // A run that was begun meanwhile is another one.
                let is_running = self.state.borrow().recovery.is_running();
                if origin == Origin::Recovery && !is_running {
                    self.forget_recovery().await;
                }
                self.context.redraw_records();
                Ok(())
            }
            Err(fault) => {
                // Nothing was written: the preview is still true, or is made again for the wallet as it is now.
                self.follow(|current| {
                    if preview.plan(current, &preview.incoming) == preview.plan {
                        return ImportFlow::Preview(preview);
                    }
                    let watch_only = preview.watch_only;
                    ImportFlow::Preview(Box::new(preview.watching(watch_only, current)))
                });
                Err(fault)
            }
        }
    }

    /// Shows what follows an attempt to apply, unless the vault was locked meanwhile, or another file was chosen.
    fn follow(&self, next: impl FnOnce(&Wallet) -> ImportFlow) {
        let mut state = self.state.borrow_mut();
        if let (Ok(contents), ImportFlow::Idle) = (self.vault.contents(), &state.import) {
            let next = next(&contents.wallet);
            state.import = next;
        }
    }

    pub(super) fn cancel_import(self: &Rc<Self>) {
        self.state.borrow_mut().import = ImportFlow::Idle;
        self.context.redraw();
    }

    pub(super) async fn undo_import(self: &Rc<Self>) -> Result<UndoView, Fault> {
        let done = self
            .vault
            .commit(|contents| {
                let undo = contents.undo.take().ok_or_else(|| fault(SessionError::UndoGone))?;
                let done = UndoView::of(&undo, &contents.wallet);
                contents.wallet = undo.before;
                Ok(done)
            })
            .await?;
        {
            let mut state = self.state.borrow_mut();
            state.import = match (std::mem::take(&mut state.import), self.vault.contents()) {
                // What is being looked at is planned anew, for the wallet as it is now.
                (ImportFlow::Preview(preview), Ok(contents)) => {
                    let watch_only = preview.watch_only;
                    ImportFlow::Preview(Box::new(preview.watching(watch_only, &contents.wallet)))
                }
                (ImportFlow::Done { .. }, _) => ImportFlow::Idle,
                (other, _) => other,
            };
        }
        self.context.redraw_records();
        Ok(done)
    }
}

/// The preview as the page sees it. `second` is what another node says about the accounts that a search was told of.
pub(super) fn preview_view(
    preview: &Preview,
    contents: &Contents,
    second: &BTreeMap<AccountAddress, recovery::Agreement>,
) -> ImportView {
    let current = &contents.wallet;
    let in_use = Some(contents.settings.network);
    ImportView::Preview {
        compare: keys::preview_view(preview, contents),
        holds_keys: preview.full.holds_keys(),
        watch_only: preview.watch_only,
        origin: preview.origin.view(),
        networks: placed_view(&preview.networks, in_use),
        overload: preview.overload.clone(),
        notices: preview.notices.clone(),
        items: preview
            .plan
            .items
            .iter()
            .enumerate()
            .map(|(at, item)| ItemView {
                second: account_of(&item.subject).and_then(|address| second.get(address)).copied(),
                ..item_view(saturated(at), item, preview, current)
            })
            .collect(),
        outlook: outlook_view(&preview.endings),
    }
}

fn account_of(subject: &Subject) -> Option<&AccountAddress> {
    match subject {
        Subject::Account(_, key) => key.address(),
        Subject::Device(_)
        | Subject::Identity(..)
        | Subject::Credential(..)
        | Subject::Cosigner(..)
        | Subject::Contact(..) => None,
    }
}

fn outlook_view(endings: &[Ending]) -> OutlookView {
    let mut view = OutlookView::default();
    for ending in endings {
        let number = match ending.fate {
            Fate::Added => &mut view.added,
            Fate::Updated => &mut view.changed,
            Fate::Unchanged => &mut view.kept,
            Fate::LeftOut | Fate::Refused => &mut view.left_out,
        };
        *number = number.saturating_add(1);
    }
    view
}

/// The networks that records are of, as the page sees them.
pub(super) fn placed_view(networks: &Networks, in_use: Option<GenesisHash>) -> Vec<PlacedView> {
    let view = |(genesis, accounts): (&GenesisHash, &u32)| PlacedView {
        network: genesis.to_string(),
        in_use: Some(*genesis) == in_use,
        accounts: *accounts,
    };
    networks.iter().map(view).collect()
}

/// The report as the page sees it.
pub(super) fn report_view(report: &Report) -> ReportView {
    ReportView {
        added: report.added,
        updated: report.updated,
        unchanged: report.unchanged,
        left_out: report.left_out,
        refused: report.reasons(),
        outcome: report.outcome(),
    }
}

fn item_view(id: u32, item: &Item, preview: &Preview, current: &Wallet) -> ItemView {
    let Words { title, subtitle, number, at } = words(&item.subject, &preview.incoming, current);
    let ending = usize::try_from(id).ok().and_then(|at| preview.endings.get(at));
    // What it will be called; a co-signer without a note goes by its id.
    let title = ending.and_then(|ending| ending.name.clone()).filter(|name| !name.is_empty()).unwrap_or(title);
    let cleaned = preview.cleaned.contains(&item.subject).then(|| Notice::of(&Reason::NameCleaned));
    let chosen = preview.choices.get(&item.subject).unwrap_or_else(|| item.default_choice());
    ItemView {
        number,
        at,
        keys: keys_place(item, chosen, preview, current),
        keys_check: keys_check(&item.subject, preview),
        proof: preview.proof(&item.subject, current),
        second: None,
        findings: findings_view(&item.findings, &title),
        remarks: item.remarks.iter().map(Notice::of).chain(cleaned).collect(),
        id,
        kind: item.subject.kind(),
        network: item.subject.network().map(|genesis| genesis.to_string()),
        title: title.into(),
        subtitle: subtitle.into(),
        status: item.verdict,
        reason: item.reason.as_ref().map(Notice::of),
        choices: item
            .choices
            .iter()
            .map(|choice| ChoiceView { code: *choice, outcome: item.outcome(*choice).map(Foreign::from) })
            .collect(),
        chosen: item.choices.iter().position(|choice| *choice == chosen).map_or(0, saturated),
        fate: ending.map_or(Fate::LeftOut, |ending| ending.fate),
    }
}

/// How a record is called on the page.
#[derive(Default)]
struct Words {
    title: String,
    subtitle: String,
    number: Option<u32>,
    at: Option<String>,
}

impl Words {
    fn new(title: impl Into<String>, subtitle: impl Into<String>) -> Self {
        Self { title: title.into(), subtitle: subtitle.into(), ..Self::default() }
    }
}

/// How a record is called, from whichever wallet has it.
fn words(subject: &Subject, incoming: &Wallet, current: &Wallet) -> Words {
    let find = |genesis| both(incoming, current, genesis);
    match subject {
        Subject::Device(key) => Words::new(format!("Ledger {}", short(key)), key.to_string()),
        Subject::Identity(genesis, key) => Words {
            title: find(genesis)
                .find_map(|records| Some(records.identities.get(key)?.name.clone()))
                .unwrap_or_default(),
            number: key.index().map(IdentityIndex::get),
            at: key.device().as_ref().map(short),
            ..Words::default()
        },
        Subject::Account(genesis, key) => Words::new(
            find(genesis).find_map(|records| Some(records.accounts.get(key)?.name.clone())).unwrap_or_default(),
            key.text(),
        ),
        Subject::Credential(genesis, id) => {
            let credential = find(genesis).find_map(|records| records.credentials.get(id));
            Words {
                subtitle: id.to_string(),
                number: credential.map(|credential| credential.index.0),
                at: credential.map(|credential| credential.account.text()),
                ..Words::default()
            }
        }
        Subject::Cosigner(genesis, id) => {
            let note = find(genesis).find_map(|records| Some(records.cosigners.get(id)?.note.clone()));
            Words::new(note.filter(|note| !note.is_empty()).unwrap_or_else(|| short(id)), id.to_string())
        }
        Subject::Contact(genesis, address) => Words::new(
            find(genesis).find_map(|records| Some(records.contacts.get(address)?.name.clone())).unwrap_or_default(),
            address.to_string(),
        ),
    }
}

/// Where the keys of an identity or an account will be, with the choice in force.
fn keys_place(item: &Item, choice: Choice, preview: &Preview, current: &Wallet) -> Option<KeysPlace> {
    // Keys that only a file says are somebody's come in if the person says so.
    let come_in = item.verdict != Verdict::Conflict || matches!(choice, Choice::TakeTheirs | Choice::AddWithKeys);
    let sides = [(&preview.incoming, come_in), (current, true)];
    let (held_here, of_ledger) = match &item.subject {
        Subject::Identity(genesis, key) => {
            let has_keys = |wallet: &Wallet| {
                let identity = wallet.networks.get(genesis).and_then(|records| records.identities.get(key));
                identity.and_then(|identity| identity.phone.as_ref()).is_some_and(|phone| phone.keys.is_some())
            };
            (sides.iter().any(|(wallet, counts)| *counts && has_keys(wallet)), key.device().is_some())
        }
        Subject::Account(genesis, key) => {
            let found = sides.map(|(wallet, counts)| {
                let account = wallet.networks.get(genesis).and_then(|records| records.accounts.get(key));
                account.map(|account| (account, counts))
            });
            let found: Vec<_> = found.into_iter().flatten().collect();
            let listed = |account: &Account| account.identity.is_some_and(|key| key.device().is_some());
            let of_ledger =
                item.facts.keys.is_some_and(|keys| keys.ledger) || found.iter().any(|(account, _)| listed(account));
            (found.iter().any(|(account, counts)| *counts && account.keys.is_some()), of_ledger)
        }
        Subject::Device(_) | Subject::Credential(..) | Subject::Cosigner(..) | Subject::Contact(..) => return None,
    };
    Some(KeysPlace::of(held_here, of_ledger))
}

/// What the chain makes of the keys an account comes in with.
fn keys_check(subject: &Subject, preview: &Preview) -> Option<KeysCheckView> {
    let Subject::Account(genesis, key) = subject else { return None };
    preview.incoming.networks.get(genesis)?.accounts.get(key)?.keys.as_ref()?;
    Some(keys::check_view(key.address().and_then(|address| preview.compared.get(&(*genesis, *address)))))
}

/// The records of a network in both wallets, the incoming ones first.
fn both<'w>(
    incoming: &'w Wallet,
    current: &'w Wallet,
    genesis: &GenesisHash,
) -> impl Iterator<Item = &'w NetworkRecords> + use<'w> {
    let genesis = *genesis;
    [incoming, current].into_iter().filter_map(move |wallet| wallet.networks.get(&genesis))
}
