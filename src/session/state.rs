//! What the session remembers between intents, and how it looks from outside.

use crate::session::vault::password;
use std::collections::BTreeMap;

use crate::custody::Checked;
use crate::model::{GenesisHash, Wallet};
use crate::vault::Contents;

use crate::session::export::state::ExportFlow;
use crate::session::export::view::ExportView;
use crate::session::import::state::{ImportFlow, Origin};
use crate::session::import::view::ImportView;
use crate::session::ledger::access;
use crate::session::ledger::task::DeviceTask;
use crate::session::ledger::view::LeftAskingView;
use crate::session::recovery::RecoveryFlow;
use crate::session::seam::saturated;
use crate::session::seam::{Foreign, millis};
use crate::session::settings::view::SettingsView;
use crate::session::vault::keeping::Keeping;
use crate::session::vault::presence::Presence;
use crate::session::vault::state::{Open, Vault};
use crate::session::vault::view::VaultView;
use crate::session::view::Snapshot;
use crate::session::{chain, import, keys, settings};

/// Everything the session remembers.
#[derive(Default)]
pub(super) struct State {
    pub(super) revision: u32,
    pub(super) presence: Presence,
    pub(super) vault: Vault,
    /// How safely it is kept.
    pub(super) keeping: Keeping,
    pub(super) import: ImportFlow,
    pub(super) export: ExportFlow,
    /// What is under way with the Ledger outside of a recovery.
    pub(super) device: DeviceTask,
    /// What the chain said about addresses, since the vault was opened.
    pub(super) chain: chain::Known,
    /// What the Ledger can sign for, since the vault was opened.
    pub(super) access: access::Known,
    /// What the chain made of keys that are here, since the vault was opened.
    pub(super) keys: keys::Known,
    pub(super) recovery: RecoveryFlow,
    /// What checks found about the keys here.
    pub(super) checked: Checked,
    /// A question that may still be on a Ledger's screen, although nobody waits for it.
    pub(super) left_asking: Option<LeftAskingView>,
}

impl State {
    pub(super) fn open(&self) -> Option<&Open> {
        self.vault.open()
    }

    pub(super) fn open_mut(&mut self) -> Option<&mut Open> {
        match &mut self.vault {
            Vault::Unlocked(open) => Some(open),
            Vault::Starting | Vault::Absent | Vault::Locked(_) | Vault::Opening | Vault::Lost(_) => None,
        }
    }

    /// Forgets what was decrypted, or learned about it, beside the vault itself.
    pub(super) fn forget_decrypted(&mut self) {
        self.import = ImportFlow::Idle;
        self.export = ExportFlow::default();
        self.device.cancel();
        self.access.clear();
        self.checked.clear();
        self.keys.clear();
        chain::forget(&mut self.chain);
    }

    /// How long nobody has to be here for the vault to lock; `None` when it is not open.
    pub(super) fn auto_lock_ms(&self) -> Option<u64> {
        self.open().map(|open| u64::from(open.contents.settings.auto_lock_minutes) * 60_000)
    }

    /// The network in use.
    pub(super) fn network(&self) -> Option<GenesisHash> {
        self.open().map(|open| open.contents.settings.network)
    }

    pub(super) fn snapshot(&mut self) -> Snapshot {
        self.revision = self.revision.wrapping_add(1);
        Snapshot {
            revision: self.revision,
            vault: self.vault_view(),
            locks_at: self.auto_lock_ms().map(|limit| millis(self.presence.locks_at(limit))),
            keeping: self.keeping_view(),
            settings: self.open().map(|open| SettingsView {
                network: open.contents.settings.network.to_string(),
                networks: settings::networks(&open.contents),
                auto_lock_minutes: open.contents.settings.auto_lock_minutes,
                auto_lock_offered: settings::auto_lock_offered(open.contents.settings.auto_lock_minutes),
                password_is_of_today: password::is_of_today(&open.key),
            }),
            summary: self.open().map(|open| open.summary(self.recovery.summary())),
            import: self.import_view(),
            export: self.export.sealing.map_or(ExportView::Idle, |progress| ExportView::Sealing {
                done: saturated(progress.done),
                files: saturated(progress.files),
            }),
            device: self.device.view(),
            left_asking: self.left_asking.clone(),
            recovery: {
                let nothing = Wallet::default();
                let open = self.open();
                let nodes = open.map(|open| self.recovery.nodes(&open.contents)).unwrap_or_default();
                self.recovery.view(open.map_or(&nothing, |open| &open.contents.wallet), &nodes)
            },
        }
    }

    fn vault_view(&self) -> VaultView {
        match &self.vault {
            Vault::Starting => VaultView::Starting,
            Vault::Absent => VaultView::Absent,
            Vault::Locked(locked) => VaultView::Locked { mended: locked.mended },
            Vault::Opening => VaultView::Opening,
            Vault::Unlocked(_) => VaultView::Unlocked,
            Vault::Lost(fault) => VaultView::Lost { fault: fault.clone() },
        }
    }

    fn import_view(&self) -> ImportView {
        match &self.import {
            ImportFlow::Idle => ImportView::Idle,
            ImportFlow::Recognised { file, fault } => ImportView::Recognised {
                file_name: file.name.as_str().into(),
                size: millis(file.size as u64),
                format: file.locked.format(),
                encrypted: file.locked.is_encrypted(),
                created_at: file.locked.created_at_ms().map(millis),
                effort: file.locked.effort().ok().flatten(),
                fault: fault.clone(),
            },
            ImportFlow::Opening { file_name, effort, .. } => {
                ImportView::Opening { file_name: file_name.into(), effort: *effort }
            }
            ImportFlow::NetworkNeeded(placeless) => ImportView::NetworkNeeded {
                file_name: placeless.file.name.as_str().into(),
                says: placeless.says.as_deref().map(Foreign::from),
                networks: self.open().map(|open| settings::networks(&open.contents)).unwrap_or_default(),
            },
            ImportFlow::TooEarly(early) => ImportView::TooEarly {
                file_name: early.file.name.as_str().into(),
                part: early.why.part.number.into(),
                of: early.why.part.of.into(),
                waiting: saturated(early.why.waiting),
            },
            ImportFlow::Preview(preview) => {
                let nothing = Contents::default();
                let contents = self.open().map_or(&nothing, |open| &open.contents);
                let second = match preview.origin {
                    Origin::Recovery => self.recovery.second(),
                    Origin::File(_) => BTreeMap::new(),
                };
                import::preview_view(preview, contents, &second)
            }
            ImportFlow::Done { origin, report, networks } => ImportView::Done {
                networks: import::placed_view(networks, self.network()),
                origin: origin.view(),
                report: import::report_view(report),
                can_undo: self.open().is_some_and(|open| open.contents.undo.is_some()),
            },
        }
    }
}
