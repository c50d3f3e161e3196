//! From a file (or a recovery) to records: recognise, open, preview, choose, apply, take back.

pub mod intent;
pub mod rows;
pub(super) mod state;
pub mod view;

use std::collections::BTreeMap;
use std::rc::Rc;

use futures_util::future::{AbortHandle, Abortable, Aborted};
use zeroize::Zeroizing;

use crate::backup::{Attempt, LockedFile, Opened};
use crate::fault::Fault;
use crate::merge::{self, Ending, Fate, Report};
use crate::model::{GenesisHash, RecordKind, Wallet};
use crate::secret::Password;
use crate::session::Reply;
use crate::session::import::intent::ImportIntent;
use crate::text;
use crate::vault::{Contents, Deed, LastBackup, Seen};

use crate::session::error::SessionError;
use crate::session::error::fault;
use crate::session::import::rows::RowFilter;
use crate::session::import::state::{Denied, File, ImportFlow, Networks, Origin, Placeless, Preview, Stop};
use crate::session::import::view::{ImportView, ItemView, OutlookView, PlacedView, ReportView};
use crate::session::ports::Ports;
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
            ImportIntent::Rows { kind, filter, from } => {
                return self.preview_rows(kind, filter, from).map(Reply::Rows);
            }
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
        let locked = LockedFile::read(&name, &bytes).map_err(|error| {
            let mut fault = fault(error);
            // Whoever drops several files has to know which one is meant.
            fault.fields.insert("file", text::shown(&name).into_owned());
            fault
        })?;
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
            preview.choose(item, choice, &contents.wallet).ok_or_else(|| fault(SessionError::UnknownRecord))?;
        }
        self.context.redraw();
        Ok(())
    }

    /// Some rows of the preview, as they stand.
    fn preview_rows(&self, kind: RecordKind, filter: RowFilter, from: u32) -> Result<Vec<ItemView>, Fault> {
        let state = self.state.borrow();
        let (ImportFlow::Preview(preview), Ok(contents)) = (&state.import, self.vault.contents()) else {
            return Err(fault(SessionError::OutOfStep));
        };
        let second = match preview.origin {
            Origin::Recovery => state.recovery.second(),
            Origin::File(_) => BTreeMap::new(),
        };
        Ok(rows::page(preview, &contents.wallet, &second, (kind, filter), from))
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

/// The preview as the page sees it, without its rows.
pub(super) fn preview_view(preview: &Preview, contents: &Contents) -> ImportView {
    let in_use = Some(contents.settings.network);
    ImportView::Preview {
        compare: keys::preview_view(preview, contents),
        holds_keys: preview.holds_keys,
        watch_only: preview.watch_only,
        origin: preview.origin.view(),
        networks: placed_view(&preview.networks, in_use),
        overload: preview.overload.clone(),
        notices: preview.notices.iter().filter(|notice| !preview.rows.says(notice)).cloned().collect(),
        revision: preview.revision,
        groups: preview.rows.groups(),
        outlook: outlook_view(&preview.endings),
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
