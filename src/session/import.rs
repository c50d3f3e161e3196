//! From a file (or a search) to records: recognise, open, preview, choose, apply, take back.

mod foresight;
pub mod intent;
pub(in crate::session) mod kept;
mod opening;
mod present;
mod preview;
mod row;
pub mod rows;
mod state;
pub mod view;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use crate::fault::Fault;
use crate::merge::{self, Choices, Report};
use crate::model::{AccountAddress, GenesisHash, RecordKind, Wallet};
use crate::node::Lookup;
use crate::recovery::Agreement;
use crate::vault::{Contents, Deed};

use super::context::Context;
use super::error::{SessionError, fault};
use super::keys::Keys;
use super::keys::compared::compare;
use super::nodes::networks::asks_by_itself;
use super::ports::Ports;
use super::vault::Vault;
use super::vault::view::UndoView;
use intent::{ImportIntent, ImportReply};
use preview::{Brought, Preview};
use rows::RowFilter;
use state::ImportState;
use view::ItemView;

pub(super) use preview::{Denied, Origin, Shared};

/// What another node says about the accounts that a search was told of.
type SecondWords = BTreeMap<AccountAddress, Agreement>;

/// What came of an intent.
pub(super) enum Handled {
    /// All of it is done.
    Replied(ImportReply),
    /// What came from here is in the wallet. What follows for the search it came from, and that the records are drawn, is left to whoever asked.
    Applied(Origin),
}

/// From a file, or what a search has found, to records.
pub(super) struct ImportFlow<P: Ports> {
    context: Rc<Context<P>>,
    vault: Rc<Vault<P>>,
    keys: Rc<Keys<P>>,
    state: RefCell<ImportState>,
}

impl<P: Ports + 'static> ImportFlow<P> {
    pub(super) fn new(context: &Rc<Context<P>>, vault: &Rc<Vault<P>>, keys: &Rc<Keys<P>>) -> Rc<Self> {
        let (context, vault, keys) = (Rc::clone(context), Rc::clone(vault), Rc::clone(keys));
        let import = Rc::new(Self { context, vault, keys, state: RefCell::default() });
        let told = Rc::downgrade(&import);
        import.vault.watch_with(move |before, after| {
            if let Some(import) = told.upgrade() {
                import.state.borrow_mut().note_records(before, after);
            }
        });
        import
    }

    /// Does what the page asked. `second` is what another node says about the accounts that a search was told of.
    pub(super) async fn handle(
        self: &Rc<Self>,
        intent: ImportIntent,
        second: impl FnOnce() -> SecondWords,
    ) -> Result<Handled, Fault> {
        match intent {
            ImportIntent::File { file_name, bytes } => self.recognise(file_name, bytes)?,
            ImportIntent::Open => self.open_file(None).await?,
            ImportIntent::Password { password } => self.open_file(Some(password)).await?,
            ImportIntent::Early => self.go_on_early()?,
            ImportIntent::Network { genesis } => self.place(&genesis)?,
            ImportIntent::WatchOnly { watch } => self.watch_only(watch)?,
            ImportIntent::Rows { kind, filter, from } => {
                let rows = self.rows(kind, filter, from, &second())?;
                return Ok(Handled::Replied(ImportReply::Rows(rows)));
            }
            ImportIntent::Choose { item, choice } => self.choose(item, choice)?,
            ImportIntent::ChooseAll { kind, out } => self.choose_all(kind, out)?,
            ImportIntent::Compare => {
                self.ask_chain(&|_, _| true)?;
                self.context.redraw();
            }
            ImportIntent::Apply => return self.apply().await.map(Handled::Applied),
            ImportIntent::Cancel => {
                self.leave();
                self.context.redraw();
            }
            ImportIntent::Undo => return self.undo().await.map(ImportReply::Undone).map(Handled::Replied),
        }
        Ok(Handled::Replied(ImportReply::Done))
    }

    /// Shows what a search has found, in place of whatever is under way. `denied`: accounts that a second node denies.
    pub(super) fn preview_found(&self, origin: Origin, found: Wallet, denied: Denied) -> Result<(), Fault> {
        let preview = Preview::of(origin, found, Vec::new(), &self.vault.contents()?.wallet, denied);
        *self.state.borrow_mut() = ImportState::Preview(Box::new(preview));
        Ok(())
    }

    /// Plans anew with the file's keys, or without. Choices that are still offered stand.
    fn watch_only(&self, watch: bool) -> Result<(), Fault> {
        {
            let contents = self.vault.contents()?;
            let mut state = self.state.borrow_mut();
            let preview = state.take_preview().ok_or_else(|| fault(SessionError::OutOfStep))?;
            *state = ImportState::Preview(Box::new(preview.watching(watch, &contents.wallet)));
        }
        self.context.redraw();
        Ok(())
    }

    /// A second node's word on what a search has found decides about the plan, too.
    pub(super) fn weigh_second_opinion(&self, denied: Denied) {
        let mut state = self.state.borrow_mut();
        let Some(mut preview) = state.take_preview() else { return };
        if preview.origin == Origin::Recovery
            && preview.denied != denied
            && let Ok(contents) = self.vault.contents()
        {
            preview.denied = denied;
            preview = Box::new(preview.anew(&contents.wallet));
        }
        *state = ImportState::Preview(preview);
    }

    /// Chooses what happens with one record.
    fn choose(&self, item: u32, choice: u32) -> Result<(), Fault> {
        self.choose_in(|preview, current| {
            preview.choose(item, choice, current).ok_or_else(|| fault(SessionError::UnknownRecord))
        })
    }

    /// Leaves all records of a kind out, or takes that back.
    fn choose_all(&self, kind: RecordKind, out: bool) -> Result<(), Fault> {
        self.choose_in(|preview, current| {
            preview.choose_all(kind, out, current);
            Ok(())
        })
    }

    fn choose_in(&self, choose: impl FnOnce(&mut Preview, &Wallet) -> Result<(), Fault>) -> Result<(), Fault> {
        {
            let contents = self.vault.contents()?;
            let mut state = self.state.borrow_mut();
            choose(state.fresh_preview(&contents.wallet)?, &contents.wallet)?;
        }
        self.context.redraw();
        Ok(())
    }

    /// Some rows of the preview, as they stand.
    fn rows(
        &self,
        kind: RecordKind,
        filter: RowFilter,
        from: u32,
        second: &SecondWords,
    ) -> Result<Vec<ItemView>, Fault> {
        let state = self.state.borrow();
        let preview = state.preview().ok_or_else(|| fault(SessionError::OutOfStep))?;
        let nobody = BTreeMap::new();
        let second = match preview.origin {
            Origin::Recovery => second,
            Origin::Keys(_) | Origin::File(_) => &nobody,
        };
        Ok(row::page(preview, &self.vault.contents()?.wallet, second, (kind, filter), from))
    }

    /// What a second node says about what a search has found has changed.
    pub(super) fn touch(&self) {
        self.state.borrow_mut().touch();
    }

    /// Writes what the preview shows. Answers where that came from; whoever asked for it draws the records.
    async fn apply(&self) -> Result<Origin, Fault> {
        let preview = self.take_preview()?;
        let choices = preview.choices.clone();
        self.finish(preview, &choices).await
    }

    /// Writes what asks nothing of the person. Answers where it came from if that was all; what asks is shown, planned anew.
    pub(super) async fn apply_unasked(&self) -> Result<Option<Origin>, Fault> {
        let preview = self.take_preview()?;
        let choices = preview.unasked();
        if preview.asking() == 0 {
            return self.finish(preview, &choices).await.map(Some);
        }
        let changes = self.vault.contents().is_ok_and(|contents| preview.changes(&contents.wallet, &choices));
        if !changes {
            self.follow(|_| ImportState::Preview(preview));
            return Ok(None);
        }
        let (preview, report) = self.write(preview, &choices).await?;
        let count = report.added.and(report.updated).total();
        let deed = self.vault.contents().ok().and_then(|contents| contents.undo.as_ref()?.of.clone());
        self.follow(|current| ImportState::Preview(Box::new(preview.rest(Brought { count, deed }, current))));
        Ok(None)
    }

    fn take_preview(&self) -> Result<Box<Preview>, Fault> {
        self.state.borrow_mut().take_preview().ok_or_else(|| fault(SessionError::OutOfStep))
    }

    /// Writes, and shows the report.
    async fn finish(&self, preview: Box<Preview>, choices: &Choices) -> Result<Origin, Fault> {
        let (preview, report) = self.write(preview, choices).await?;
        let Preview { origin, networks, .. } = *preview;
        self.follow(|_| ImportState::Done { origin: origin.clone(), report, networks });
        Ok(origin)
    }

    /// Writes what this preview comes to with these choices; one that failed is shown again.
    async fn write(&self, preview: Box<Preview>, choices: &Choices) -> Result<(Box<Preview>, Report), Fault> {
        let at = self.context.ports.now();
        let backup = preview.backup(at);
        let deed = Deed { at, what: preview.origin.deed() };
        let applied = self
            .vault
            .commit_more(preview.foresight.bytes(), |contents| {
                let (wallet, report) =
                    merge::apply(&contents.wallet, &preview.incoming, &preview.plan, choices).map_err(fault)?;
                if wallet != contents.wallet {
                    contents.replace_wallet(wallet, deed);
                } else {
                    // “Undo this import” must not take an earlier one back.
                    contents.undo = None;
                }
                if let Some(backup) = backup {
                    contents.note_made(backup);
                }
                Ok(report)
            })
            .await;
        match applied {
            Ok(report) => {
                self.keys.carry_over(&preview.compared, &preview.full);
                self.keys.compare_at_own_node();
                Ok((preview, report))
            }
            Err(fault) => {
                // Nothing was written: the preview is still true, or is made again for the wallet as it is now.
                self.follow(|current| {
                    if preview.plan(current, &preview.incoming) == preview.plan {
                        return ImportState::Preview(preview);
                    }
                    ImportState::Preview(Box::new(preview.anew(current)))
                });
                Err(fault)
            }
        }
    }

    /// Shows what follows an attempt to apply, unless the vault was locked meanwhile, or another file was chosen.
    fn follow(&self, next: impl FnOnce(&Wallet) -> ImportState) {
        let mut state = self.state.borrow_mut();
        if let (Ok(contents), ImportState::Idle) = (self.vault.contents(), &*state) {
            let next = next(&contents.wallet);
            *state = next;
        }
    }

    /// Leaves what is under way: nothing is written.
    pub(super) fn leave(&self) {
        *self.state.borrow_mut() = ImportState::Idle;
    }

    /// What was done last is not what can be taken back any more.
    pub(super) fn leave_report(&self) {
        let mut state = self.state.borrow_mut();
        if let ImportState::Done { .. } = *state {
            *state = ImportState::Idle;
        }
    }

    /// Takes the last import, search or removal back.
    async fn undo(&self) -> Result<UndoView, Fault> {
        let (done, deed) = self
            .vault
            .commit(|contents| {
                let undo = contents.undo.take().ok_or_else(|| fault(SessionError::UndoGone))?;
                let done = UndoView::of(&undo, &contents.wallet);
                contents.wallet = undo.before;
                Ok((done, undo.of))
            })
            .await?;
        {
            let mut state = self.state.borrow_mut();
            *state = match (std::mem::take(&mut *state), self.vault.contents()) {
                // What is being looked at is planned anew, for the wallet as it is now.
                (ImportState::Preview(preview), Ok(contents)) => {
                    ImportState::Preview(Box::new(preview.without(deed.as_ref(), &contents.wallet)))
                }
                (ImportState::Done { .. }, _) => ImportState::Idle,
                (other, _) => other,
            };
        }
        self.context.redraw_records();
        Ok(done)
    }

    /// Compares the keys in the preview with the chain, where the node is the person's own.
    fn compare_at_own_node(self: &Rc<Self>) {
        // Without a node there is nothing to compare with, and nobody asked for it.
        let _ = self.ask_chain(&asks_by_itself);
    }

    /// The same on the networks that may be asked. What the chain says decides about the plan, too.
    fn ask_chain(self: &Rc<Self>, may_ask: &dyn Fn(&Contents, GenesisHash) -> bool) -> Result<(), Fault> {
        let state = self.state.borrow();
        let preview = state.preview().ok_or_else(|| fault(SessionError::OutOfStep))?;
        let questions = {
            let contents = self.vault.contents()?;
            preview.compared.open_questions(&preview.full, |network| may_ask(&contents, network))
        };
        let (came_in, ending) = (Rc::downgrade(&preview.full), Rc::downgrade(self));
        let compare = move |at, lookup: &Lookup| compare(&*came_in.upgrade()?, at, lookup);
        let end = move || {
            if let Some(flow) = ending.upgrade() {
                flow.plan_anew();
                flow.context.redraw();
            }
        };
        preview.compared.ask(&self.context, &self.vault, questions, compare, end)
    }

    /// Plans once more, with what is known now.
    fn plan_anew(&self) {
        if let Ok(contents) = self.vault.contents() {
            self.state.borrow_mut().plan_anew(&contents.wallet);
        }
    }
}
