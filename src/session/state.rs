//! What the session remembers between intents, and how it looks from outside.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use futures_util::future::AbortHandle;

use crate::backup::{LockedFile, Opened, TooEarly, Unplaced};
use crate::crypto::kdf::Effort;
use crate::custody::Checked;
use crate::fault::{Fault, Notice};
use crate::merge::{self, Choice, Choices, Ending, Evidence, MergePlan, Report, Subject, Verdict};
use crate::model::{AccountAddress, AddressProof, Counts, Format, GenesisHash, Load, Wallet};
use crate::record::fingerprint::{self, Fingerprint};
use crate::vault::{self, Contents, What};

use super::chain;
use super::error::SessionError;
use super::ledger::access;
use super::ledger::task::DeviceTask;
use super::recovery::RecoveryFlow;
use super::vault::keeping::{Keeping, Locked};
use super::vault::presence::Presence;
use super::view::{
    BackupSeen, BackupView, Cover, ExportView, Foreign, ImportView, LastBackupView, LeftAskingView, OriginView,
    SearchSummary, SettingsView, Snapshot, SummaryView, VaultView,
};
use super::wallet::present::saturated;
use super::{fault, import, keys, settings, vault::password};

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

/// The vault, as far as it is open.
#[derive(Default)]
pub(super) enum Vault {
    #[default]
    Starting,
    Absent,
    Locked(Box<Locked>),
    Opening,
    Unlocked(Box<Open>),
    Lost(Fault),
}

/// An open vault.
pub(super) struct Open {
    pub(super) key: vault::Key,
    pub(super) contents: vault::Contents,
    /// Revision of the record that holds these contents.
    pub(super) revision: u64,
    /// How many records no backup holds. Every change of the contents brings its own: counting takes a pass over all records.
    missing: Counts,
}

impl Open {
    pub(super) fn new(key: vault::Key, contents: vault::Contents, revision: u64) -> Self {
        let missing = contents.backup.missing(&contents.wallet);
        Self { key, contents, revision, missing }
    }

    /// These contents from now on. Answers those from before.
    pub(super) fn replace(&mut self, contents: vault::Contents, revision: u64) -> vault::Contents {
        self.missing = contents.backup.missing(&contents.wallet);
        self.revision = revision;
        std::mem::replace(&mut self.contents, contents)
    }

    fn summary(&self, search: Option<SearchSummary>) -> SummaryView {
        let counts = Counts::of(&self.contents.wallet);
        let last = self.contents.backup.last;
        let cover = if self.contents.wallet.is_empty() {
            Cover::Empty
        } else if self.missing.total() == 0 {
            Cover::Covered
        } else if last.is_none() {
            Cover::Never
        } else {
            Cover::Behind
        };
        let last = last.map(last_backup);
        SummaryView { counts, backup: BackupView { cover, last, missing: self.missing }, search }
    }
}

/// The import flow.
#[derive(Default)]
pub(super) enum ImportFlow {
    #[default]
    Idle,
    Recognised {
        file: File,
        fault: Option<Fault>,
    },
    Opening {
        file_name: String,
        effort: Option<Effort>,
        /// Ends the work when this step is left, whichever way.
        _stop: Stop,
    },
    NetworkNeeded(Box<Placeless>),
    TooEarly(Box<Early>),
    Preview(Box<Preview>),
    Done {
        origin: Origin,
        report: Report,
        networks: Networks,
    },
}

/// Work that ends when this is dropped.
pub(super) struct Stop(pub(super) AbortHandle);

impl Drop for Stop {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// A file that was recognised and waits for its password.
pub(super) struct File {
    pub(super) name: String,
    /// Length in bytes.
    pub(super) size: usize,
    /// What was read of it. The keys in one that is not encrypted are wiped with it.
    pub(super) locked: LockedFile,
}

/// An opened file that does not say which network it belongs to.
pub(super) struct Placeless {
    pub(super) file: FromFile,
    pub(super) unplaced: Unplaced,
    pub(super) notices: Vec<Notice>,
    /// What it says its network is, in a word nobody knows.
    pub(super) says: Option<String>,
}

/// A later file of an export, opened before the first.
pub(super) struct Early {
    pub(super) file: FromFile,
    pub(super) incoming: Wallet,
    pub(super) notices: Vec<Notice>,
    pub(super) why: TooEarly,
}

/// Where incoming records come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Origin {
    File(FromFile),
    Recovery,
}

/// A file that was opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FromFile {
    pub(super) format: Format,
    pub(super) is_encrypted: bool,
    pub(super) name: String,
}

/// What would change.
pub(super) struct Preview {
    pub(super) origin: Origin,
    /// Everything that came in.
    pub(super) full: Wallet,
    /// Whether its keys are left out.
    pub(super) watch_only: bool,
    /// What is brought in: all of it, or all but the keys.
    pub(super) incoming: Wallet,
    pub(super) plan: MergePlan,
    pub(super) choices: Choices,
    pub(super) notices: Vec<Notice>,
    /// What the chain made of its keys.
    pub(super) compared: keys::Known,
    /// Tells it from every other preview: answers about one are no answers about another.
    pub(super) token: Rc<()>,
    /// Records of which a name or note had something in it that nobody sees.
    pub(super) cleaned: BTreeSet<Subject>,
    /// What every item of the plan comes to, with the choices as they stand.
    pub(super) endings: Vec<Ending>,
    pub(super) networks: Networks,
    /// Addresses that follow from a credential that came in, or was here when the plan was made.
    derived: BTreeSet<AccountAddress>,
}

/// The networks that have records, and how many accounts on each.
pub(super) type Networks = BTreeMap<GenesisHash, u32>;

/// The export flow.
#[derive(Default)]
pub(super) struct ExportFlow {
    /// Changes with every backup that is begun.
    pub(super) ticket: u64,
    /// How far the one under way is.
    pub(super) sealing: Option<Progress>,
    /// SHA-256 of the files handed out last, until they are noted as saved.
    pub(super) handed_out: Vec<[u8; 32]>,
    /// The records that those files hold together.
    pub(super) held: BTreeSet<Fingerprint>,
}

/// How far a backup is that is being made.
#[derive(Debug, Clone, Copy)]
pub(super) struct Progress {
    pub(super) done: usize,
    pub(super) files: usize,
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

impl Origin {
    /// What is known of records that come from here, beside what they say.
    pub(super) fn evidence(&self, compared: &keys::Known) -> Evidence {
        Evidence { found_with_keys: *self == Self::Recovery, keys: keys::words(compared), ..Evidence::default() }
    }

    /// What bringing them in is called as long as it can be taken back.
    pub(super) fn deed(&self) -> What {
        match self {
            Self::File(file) => What::file(file.format, &file.name),
            Self::Recovery => What::Recovery,
        }
    }

    pub(super) fn view(&self) -> OriginView {
        match self {
            Self::File(FromFile { format, is_encrypted, name }) => {
                OriginView::File { format: *format, encrypted: *is_encrypted, name: name.into() }
            }
            Self::Recovery => OriginView::Recovery,
        }
    }
}

impl Vault {
    /// What is in it, while it is open.
    pub(super) fn open(&self) -> Option<&Open> {
        match self {
            Self::Unlocked(open) => Some(open),
            Self::Starting | Self::Absent | Self::Locked(_) | Self::Opening | Self::Lost(_) => None,
        }
    }

    /// Takes what is locked out; `None`, and nothing taken, in any other state.
    pub(super) fn take_locked(&mut self) -> Option<Box<Locked>> {
        match std::mem::take(self) {
            Self::Locked(locked) => Some(locked),
            other @ (Self::Starting | Self::Absent | Self::Opening | Self::Unlocked(_) | Self::Lost(_)) => {
                *self = other;
                None
            }
        }
    }

    /// Why a vault that is not locked cannot be unlocked. Only one that is absent is called absent.
    pub(super) fn not_locked(&self) -> Fault {
        match self {
            Self::Absent => fault(SessionError::VaultAbsent),
            Self::Lost(why) => why.clone(),
            Self::Starting | Self::Opening | Self::Locked(_) | Self::Unlocked(_) => fault(SessionError::OutOfStep),
        }
    }
}

impl ImportFlow {
    /// Takes the recognised file out; `None`, and nothing taken, at any other step.
    pub(super) fn take_recognised(&mut self) -> Option<File> {
        match std::mem::take(self) {
            Self::Recognised { file, .. } => Some(file),
            other @ (Self::Idle
            | Self::Opening { .. }
            | Self::NetworkNeeded(_)
            | Self::TooEarly(_)
            | Self::Preview(_)
            | Self::Done { .. }) => {
                *self = other;
                None
            }
        }
    }

    /// Takes the file without a network out; `None`, and nothing taken, at any other step.
    pub(super) fn take_placeless(&mut self) -> Option<Placeless> {
        match std::mem::take(self) {
            Self::NetworkNeeded(placeless) => Some(*placeless),
            other @ (Self::Idle
            | Self::Recognised { .. }
            | Self::Opening { .. }
            | Self::TooEarly(_)
            | Self::Preview(_)
            | Self::Done { .. }) => {
                *self = other;
                None
            }
        }
    }

    /// Takes the file that came before its first one out; `None`, and nothing taken, at any other step.
    pub(super) fn take_early(&mut self) -> Option<Early> {
        match std::mem::take(self) {
            Self::TooEarly(early) => Some(*early),
            other @ (Self::Idle
            | Self::Recognised { .. }
            | Self::Opening { .. }
            | Self::NetworkNeeded(_)
            | Self::Preview(_)
            | Self::Done { .. }) => {
                *self = other;
                None
            }
        }
    }

    /// What tells the preview from every other; `None` at any other step.
    pub(super) fn token(&self) -> Option<Rc<()>> {
        match self {
            Self::Preview(preview) => Some(Rc::clone(&preview.token)),
            Self::Idle
            | Self::Recognised { .. }
            | Self::Opening { .. }
            | Self::NetworkNeeded(_)
            | Self::TooEarly(_)
            | Self::Done { .. } => None,
        }
    }

    /// Takes the preview out; `None`, and nothing taken, at any other step.
    pub(super) fn take_preview(&mut self) -> Option<Box<Preview>> {
        match std::mem::take(self) {
            Self::Preview(preview) => Some(preview),
            other @ (Self::Idle
            | Self::Recognised { .. }
            | Self::Opening { .. }
            | Self::NetworkNeeded(_)
            | Self::TooEarly(_)
            | Self::Done { .. }) => {
                *self = other;
                None
            }
        }
    }

    /// What follows an opened file: the preview, or the question which network it belongs to.
    pub(super) fn opened(name: String, opened: Opened, current: &Wallet) -> Self {
        let Opened { format, is_encrypted, contents, part, notices } = opened;
        let file = FromFile { format, is_encrypted, name };
        match contents {
            crate::backup::Contents::Placed(incoming) => match crate::backup::too_early(part, &incoming, current) {
                Some(why) => Self::TooEarly(Box::new(Early { file, incoming, notices, why })),
                None => Self::preview(Origin::File(file), incoming, notices, current),
            },
            crate::backup::Contents::NetworkUnknown(unplaced) => {
                let says = notices.iter().find_map(|notice| notice.fields.get("environment").cloned());
                Self::NetworkNeeded(Box::new(Placeless { file, unplaced, notices, says }))
            }
        }
    }

    /// The preview of what these records would change.
    pub(super) fn preview(origin: Origin, incoming: Wallet, notices: Vec<Notice>, current: &Wallet) -> Self {
        let (incoming, cleaned) = merge::cleaned(incoming);
        let notices = match cleaned.len() {
            0 => notices,
            count => [vec![Notice::new("names-cleaned").with("count", count)], notices].concat(),
        };
        let compared = keys::Known::new();
        let plan = merge::plan_knowing(current, &incoming, origin.evidence(&compared));
        let with_records = incoming.networks.iter().filter(|(_, records)| !records.is_empty());
        let networks = with_records.map(|(genesis, records)| (*genesis, saturated(records.accounts.len()))).collect();
        let preview = Preview {
            origin,
            networks,
            derived: derived([&incoming, current]),
            full: incoming.clone(),
            watch_only: false,
            incoming,
            plan,
            choices: Choices::default(),
            notices,
            compared,
            token: Rc::new(()),
            cleaned,
            endings: Vec::new(),
        };
        Self::Preview(Box::new(preview.with_endings(current)))
    }
}

/// The addresses that follow from the credentials of these wallets.
fn derived(wallets: [&Wallet; 2]) -> BTreeSet<AccountAddress> {
    let records = wallets.into_iter().flat_map(|wallet| wallet.networks.values());
    let mut derived = BTreeSet::new();
    for id in records.flat_map(|records| records.credentials.keys()) {
        derived.insert(AccountAddress::of_first_credential(id));
    }
    derived
}

impl Preview {
    /// What bringing this in would do, with all that is known of it.
    pub(super) fn plan(&self, current: &Wallet, incoming: &Wallet) -> MergePlan {
        crate::merge::plan_knowing(current, incoming, self.origin.evidence(&self.compared))
    }

    /// What ties the address of an account to the person, from whichever wallet has it.
    pub(super) fn proof(&self, subject: &Subject, current: &Wallet) -> Option<AddressProof> {
        let Subject::Account(genesis, key) = subject else { return None };
        let has_keys = |wallet: &Wallet| {
            let account = wallet.networks.get(genesis).and_then(|records| records.accounts.get(key));
            account.is_some_and(|account| account.keys.is_some())
        };
        let address = key.address().filter(|_| !has_keys(&self.incoming) && !has_keys(current))?;
        Some(if self.derived.contains(address) { AddressProof::Derived } else { AddressProof::Word })
    }

    /// The records that the file holds: whoever opened it has it. `None` for what came from no file, or from one that is not encrypted
    /// and is to be deleted.
    pub(super) fn in_file(&self) -> Option<BTreeSet<Fingerprint>> {
        match &self.origin {
            Origin::Recovery | Origin::File(FromFile { is_encrypted: false, .. }) => None,
            Origin::File(FromFile { is_encrypted: true, .. }) => {
                let mut held = fingerprint::all(&self.full);
                if self.watch_only {
                    // Of what is only watched, the file holds more than was taken.
                    fingerprint::each(&self.incoming, |_, fingerprint| {
                        held.insert(fingerprint);
                    });
                }
                Some(held)
            }
        }
    }

    /// How much there would be here, as far as the plan tells. What is written is counted again before it is.
    pub(super) fn load(&self, current: &Wallet) -> Load {
        let mut load = Load::of(current);
        for item in &self.plan.items {
            let choice = self.choices.get(&item.subject).unwrap_or_else(|| item.default_choice());
            if choice == Choice::LeaveOut {
                continue;
            }
            load.records += usize::from(item.verdict == Verdict::New);
            let brings_keys = item.facts.keys.is_some_and(|keys| keys.computer);
            load.with_keys += usize::from(brings_keys && matches!(item.verdict, Verdict::New | Verdict::Repairs));
        }
        load
    }

    /// The same planned anew, with the keys or without. Choices that are still offered stand.
    pub(super) fn watching(self, watch_only: bool, current: &Wallet) -> Self {
        let incoming = if watch_only { self.full.clone().watched() } else { self.full.clone() };
        let plan = self.plan(current, &incoming);
        let still_offered = plan.items.iter().filter_map(|item| {
            let choice = self.choices.get(&item.subject).filter(|choice| item.choices.contains(choice))?;
            Some((item.subject.clone(), choice))
        });
        let choices = still_offered.collect();
        let derived = derived([&incoming, current]);
        Self { derived, watch_only, incoming, plan, choices, ..self }.with_endings(current)
    }

    fn with_endings(self, current: &Wallet) -> Self {
        Self { endings: self.foreseen(current), ..self }
    }

    /// What every item comes to; nothing if the plan is not of this wallet any more, and has to be made anew.
    pub(super) fn foreseen(&self, current: &Wallet) -> Vec<Ending> {
        merge::outlook(current, &self.incoming, &self.plan, &self.choices)
            .map(|(endings, _)| endings)
            .unwrap_or_default()
    }
}

/// The last file that was seen to hold records, as the page knows it.
pub(super) fn last_backup(last: vault::LastBackup) -> LastBackupView {
    LastBackupView {
        at: millis(last.at),
        seen: match last.seen {
            vault::Seen::Saved => BackupSeen::Saved,
            vault::Seen::Opened => BackupSeen::Opened,
        },
    }
}

/// Numbers for JavaScript: exact below 2^53, which times and sizes are.
#[expect(clippy::cast_precision_loss, reason = "times and sizes are far below 2^53")]
pub(super) fn millis(value: u64) -> f64 {
    value as f64
}
