//! From a file (or a recovery) to records: recognise, open, preview, choose, apply, take back.

use std::rc::Rc;

use crate::backup::{self, Recognised};
use crate::fault::{Fault, Notice};
use crate::merge::{self, Item, Report, Subject};
use crate::model::{IdentityKey, Wallet};
use crate::secret::Password;

use super::error::SessionError;
use super::present::{saturated, short};
use super::state::{File, ImportFlow, Origin, Placeless, Preview};
use super::view::{ChoiceView, ImportView, ItemView, NoticeView, ReportView};
use super::{Ports, Session, fault};

impl<P: Ports + 'static> Session<P> {
    pub(super) fn recognise(self: &Rc<Self>, name: String, bytes: Vec<u8>) -> Result<(), Fault> {
        self.require_open()?;
        let (kind, created_at) = match backup::recognise(&bytes).map_err(fault)? {
            Recognised::LifeboatBackup { created_at } => ("lifeboat-backup", created_at),
            Recognised::ConcordiumEnvelope => ("concordium-envelope", None),
            Recognised::AccountKey { .. } => ("account-key", None),
        };
        let file = File { name, bytes, kind, created_at };
        self.state.borrow_mut().import = ImportFlow::Recognised { file, fault: None };
        self.publish();
        Ok(())
    }

    pub(super) async fn open_file(self: &Rc<Self>, password: Password) -> Result<(), Fault> {
        let file = {
            let mut state = self.state.borrow_mut();
            let file = state.import.take_recognised().ok_or_else(|| fault(SessionError::OutOfStep))?;
            state.import = ImportFlow::Opening { file_name: file.name.clone() };
            file
        };
        // Shown before the key derivation keeps this thread busy.
        self.publish();
        self.ports.sleep(0).await;
        let opened = backup::open(&file.bytes, &password);
        let mut state = self.state.borrow_mut();
        let is_awaited = matches!(state.import, ImportFlow::Opening { .. });
        let result = match (opened, state.open()) {
            (_, None) => Err(fault(SessionError::VaultLocked)),
            // Cancelled, or another file was chosen.
            (_, Some(_)) if !is_awaited => Err(fault(SessionError::OutOfStep)),
            (Ok(opened), Some(open)) => {
                state.import = ImportFlow::opened(file.name, opened, &open.contents.wallet);
                Ok(())
            }
            (Err(error), Some(_)) => {
                let fault = fault(error);
                state.import = ImportFlow::Recognised { file, fault: Some(fault.clone()) };
                Err(fault)
            }
        };
        drop(state);
        self.publish();
        result
    }

    pub(super) fn place(self: &Rc<Self>, genesis: &str) -> Result<(), Fault> {
        let genesis = genesis.parse().map_err(|_| fault(SessionError::UnknownNetwork))?;
        {
            let mut state = self.state.borrow_mut();
            let placeless = state.import.take_placeless().ok_or_else(|| fault(SessionError::OutOfStep))?;
            let Placeless { file_name, source, unplaced, notices } = placeless;
            let nothing = Wallet::default();
            let current = state.open().map_or(&nothing, |open| &open.contents.wallet);
            let origin = Origin::File { source, name: file_name };
            state.import = ImportFlow::preview(origin, unplaced.place(genesis), notices, current);
        }
        self.publish();
        Ok(())
    }

    pub(super) fn choose(self: &Rc<Self>, item: u32, choice: u32) -> Result<(), Fault> {
        {
            let mut state = self.state.borrow_mut();
            let ImportFlow::Preview(preview) = &mut state.import else {
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
        }
        self.publish();
        Ok(())
    }

    pub(super) async fn apply_import(self: &Rc<Self>) -> Result<(), Fault> {
        let preview = self.state.borrow_mut().import.take_preview();
        let preview = preview.ok_or_else(|| fault(SessionError::OutOfStep))?;
        let applied = self
            .commit(|contents| {
                let (wallet, report) =
                    merge::apply(&contents.wallet, &preview.incoming, &preview.plan, &preview.choices)
                        .map_err(fault)?;
                if wallet != contents.wallet {
                    contents.undo = Some(std::mem::replace(&mut contents.wallet, wallet));
                    contents.backup.changes_since = contents.backup.changes_since.saturating_add(1);
                } else {
                    // “Undo this import” must not take an earlier one back.
                    contents.undo = None;
                }
                Ok(report)
            })
            .await;
        match applied {
            Ok(report) => {
                let origin = preview.origin.clone();
                self.follow(|_| ImportFlow::Done { origin: origin.clone(), report });
                if origin == Origin::Recovery {
                    self.forget_recovery().await;
                }
                self.publish_wallet();
                Ok(())
            }
            Err(fault) => {
                // Nothing was written: the preview is still true, or is made again for the wallet as it is now.
                self.follow(|current| {
                    if merge::plan(current, &preview.incoming) == preview.plan {
                        return ImportFlow::Preview(preview);
                    }
                    let Preview { origin, incoming, notices, .. } = *preview;
                    ImportFlow::preview(origin, incoming, notices, current)
                });
                Err(fault)
            }
        }
    }

    /// Shows what follows an attempt to apply, unless the vault was locked meanwhile, or another file was chosen.
    fn follow(&self, next: impl FnOnce(&Wallet) -> ImportFlow) {
        let mut state = self.state.borrow_mut();
        if let (Some(open), ImportFlow::Idle) = (state.open(), &state.import) {
            let next = next(&open.contents.wallet);
            state.import = next;
        }
    }

    pub(super) fn cancel_import(self: &Rc<Self>) {
        self.state.borrow_mut().import = ImportFlow::Idle;
        self.publish();
    }

    pub(super) async fn undo_import(self: &Rc<Self>) -> Result<(), Fault> {
        self.commit(|contents| {
            let before = contents.undo.take().ok_or_else(|| fault(SessionError::UndoGone))?;
            contents.wallet = before;
            contents.backup.changes_since = contents.backup.changes_since.saturating_add(1);
            Ok(())
        })
        .await?;
        self.state.borrow_mut().import = ImportFlow::Idle;
        self.publish_wallet();
        Ok(())
    }

    pub(super) fn require_open(&self) -> Result<(), Fault> {
        self.state.borrow().open().map(|_| ()).ok_or_else(|| fault(SessionError::VaultLocked))
    }
}

/// The preview as the page sees it.
pub(super) fn preview_view(preview: &Preview, current: &Wallet) -> ImportView {
    ImportView::Preview {
        source: preview.origin.code().to_owned(),
        file_name: match &preview.origin {
            Origin::File { name, .. } => Some(name.clone()),
            Origin::Recovery => None,
        },
        notices: preview.notices.iter().map(notice_view).collect(),
        items: preview
            .plan
            .items
            .iter()
            .enumerate()
            .map(|(at, item)| item_view(saturated(at), item, preview, current))
            .collect(),
    }
}

/// The report as the page sees it.
pub(super) fn report_view(report: &Report) -> ReportView {
    ReportView {
        added: report.added,
        updated: report.updated,
        unchanged: report.unchanged,
        left_out: report.left_out,
        refused: report.refused.iter().map(notice_view).collect(),
    }
}

/// A notice as the page sees it.
pub(super) fn notice_view(notice: &Notice) -> NoticeView {
    NoticeView { code: notice.code, fields: notice.fields.clone() }
}

fn item_view(id: u32, item: &Item, preview: &Preview, current: &Wallet) -> ItemView {
    let (title, subtitle) = words(&item.subject, &preview.incoming, current);
    let chosen = preview.choices.get(&item.subject).unwrap_or_else(|| item.default_choice());
    ItemView {
        id,
        kind: item.subject.kind().code(),
        network: item.subject.network().map(|genesis| genesis.to_string()),
        title,
        subtitle,
        status: item.verdict.code(),
        reason: item.reason.as_ref().map(notice_view),
        choices: item
            .choices
            .iter()
            .map(|choice| ChoiceView { code: choice.code(), outcome: item.outcome(*choice).map(str::to_owned) })
            .collect(),
        chosen: item.choices.iter().position(|choice| *choice == chosen).map_or(0, saturated),
    }
}

/// Title and subtitle of a record, from whichever wallet has it.
fn words(subject: &Subject, incoming: &Wallet, current: &Wallet) -> (String, String) {
    let both = [incoming, current];
    let find = |genesis| both.into_iter().filter_map(move |wallet| wallet.networks.get(genesis));
    match subject {
        Subject::Device(key) => (format!("Ledger {}", short(key)), key.to_string()),
        Subject::Identity(genesis, key) => (
            find(genesis).find_map(|records| Some(records.identities.get(key)?.name.clone())).unwrap_or_default(),
            match key {
                IdentityKey::Ledger { device, index, .. } => format!("#{index} · {}", short(device)),
                IdentityKey::Phone(_) => String::new(),
            },
        ),
        Subject::Account(genesis, key) => (
            find(genesis).find_map(|records| Some(records.accounts.get(key)?.name.clone())).unwrap_or_default(),
            key.text(),
        ),
        Subject::Credential(genesis, id) => (
            find(genesis)
                .find_map(|records| {
                    let credential = records.credentials.get(id)?;
                    Some(format!("#{} · {}", credential.index, credential.account.text()))
                })
                .unwrap_or_default(),
            id.to_string(),
        ),
        Subject::Cosigner(genesis, id) => (
            find(genesis)
                .find_map(|records| Some(records.cosigners.get(id)?.note.clone()))
                .filter(|note| !note.is_empty())
                .unwrap_or_else(|| short(id)),
            id.to_string(),
        ),
        Subject::Contact(genesis, address) => (
            find(genesis).find_map(|records| Some(records.contacts.get(address)?.name.clone())).unwrap_or_default(),
            address.to_string(),
        ),
    }
}
