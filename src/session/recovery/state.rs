//! How a search stands between two intents.

use std::collections::BTreeMap;

use crate::fault::Fault;
use crate::gather::Gather;
use crate::model::{AccountAddress, GenesisHash};
use crate::recovery::{Agreement, Checkpoint, Control, Progress, Recovery, RecoveryError, RunReport, Step};

use super::opinion::Second;
use super::view::{RelationView, ScanView};
use crate::session::error::fault;
use crate::session::import::Denied;
use crate::session::ledger::slot::DeviceSlot;
use crate::session::ledger::view::DeviceStateView;
use crate::session::nodes::slot::NodeSlot;
use crate::session::turn::Turn;
use crate::session::vault::Searching;

/// How a search stands.
#[derive(Default)]
pub(super) enum RecoveryState {
    /// There is none.
    #[default]
    Idle,
    /// A run that was interrupted and can go on.
    Resumable(Box<Interrupted>),
    /// A run that was interrupted and that this version cannot go on with, and why.
    Unreadable(Fault),
    /// A run that is going on, or shows its overview.
    Active(Box<Active>),
}

/// An interrupted run.
pub(super) struct Interrupted {
    pub(super) checkpoint: Checkpoint,
    /// In milliseconds since 1970.
    pub(super) saved_at: u64,
}

/// A run, as far as intents and views need it.
pub(super) struct Active {
    pub(super) network: GenesisHash,
    pub(super) control: Control,
    /// It is over when the run was halted, or another one has taken its place.
    pub(super) turn: Turn,
    pub(super) from_ledger: bool,
    pub(super) device: DeviceSlot,
    /// What the Ledger at hand is to the wallet, once that is known.
    pub(super) relation: Option<RelationView>,
    pub(super) node: NodeSlot,
    pub(super) scan: Option<ScanView>,
    pub(super) progress: Option<Progress>,
    pub(super) report: Option<RunReport>,
    pub(super) step: Option<Step>,
    /// What another node says about what this run was told.
    pub(super) second: Option<Second>,
    pub(super) phase: Phase,
}

/// Who has the machine.
pub(super) enum Phase {
    /// The running task.
    Running { _searching: Searching },
    /// Nobody: the overview is shown, with what ended the search if that was not the person.
    Overview(Box<Recovery>, Option<Fault>),
}

impl RecoveryState {
    /// What was left of a run: when it was saved, in eight bytes, and its checkpoint.
    pub(super) fn of_saved(plain: &[u8]) -> Self {
        let Some((saved_at, checkpoint)) = plain.split_first_chunk() else {
            return Self::Unreadable(fault(RecoveryError::CheckpointUnreadable));
        };
        match Checkpoint::decode(checkpoint) {
            Ok(checkpoint) => {
                Self::Resumable(Box::new(Interrupted { checkpoint, saved_at: u64::from_be_bytes(*saved_at) }))
            }
            Err(why) => Self::Unreadable(fault(why)),
        }
    }

    /// Whether a task is running.
    pub(super) fn is_running(&self) -> bool {
        self.active().is_some_and(|active| matches!(active.phase, Phase::Running { .. }))
    }

    pub(super) fn active(&self) -> Option<&Active> {
        match self {
            Self::Active(active) => Some(active),
            Self::Idle | Self::Resumable(_) | Self::Unreadable(_) => None,
        }
    }

    pub(super) fn active_mut(&mut self) -> Option<&mut Active> {
        match self {
            Self::Active(active) => Some(active),
            Self::Idle | Self::Resumable(_) | Self::Unreadable(_) => None,
        }
    }

    /// The machine of a run that shows its overview.
    pub(super) fn at_rest(&self) -> Option<&Recovery> {
        match &self.active()?.phase {
            Phase::Overview(recovery, _) => Some(recovery),
            Phase::Running { .. } => None,
        }
    }

    /// What another node says about the accounts that the run was told of, as far as one was asked.
    pub(super) fn second(&self) -> BTreeMap<AccountAddress, Agreement> {
        self.active().and_then(|active| active.second.as_ref()).map(Second::by_account).unwrap_or_default()
    }

    /// The accounts among them that it contradicts.
    pub(super) fn denied(&self) -> Denied {
        let Some(active) = self.active() else { return Denied::new() };
        let contradicted = self.second().into_iter().filter(|(_, says)| *says == Agreement::Contradicts);
        contradicted.map(|(address, _)| (active.network, address)).gather()
    }
}

impl Active {
    /// A run that continues another one keeps what is known of its Ledger and of what it found.
    pub(super) fn new(
        network: GenesisHash,
        node: NodeSlot,
        (control, turn): (Control, Turn),
        from_ledger: bool,
        searching: Searching,
        before: RecoveryState,
    ) -> Self {
        let fresh = Self {
            network,
            control,
            turn,
            from_ledger,
            device: DeviceSlot::new(DeviceStateView::unknown()),
            relation: None,
            node,
            scan: None,
            progress: None,
            report: None,
            step: None,
            second: None,
            phase: Phase::Running { _searching: searching },
        };
        match before {
            RecoveryState::Active(before) => Self {
                device: DeviceSlot::new(before.device.view()),
                relation: before.relation,
                scan: before.scan,
                progress: before.progress,
                report: before.report,
                ..fresh
            },
            RecoveryState::Idle | RecoveryState::Resumable(_) | RecoveryState::Unreadable(_) => fresh,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Why a run whose checkpoint is this cannot go on; `None` where it can.
    fn why_not(checkpoint: &[u8]) -> Option<&'static str> {
        match RecoveryState::of_saved(&[&[0; 8], checkpoint].concat()) {
            RecoveryState::Unreadable(why) => Some(why.code),
            RecoveryState::Resumable(_) => None,
            RecoveryState::Idle | RecoveryState::Active(_) => panic!("something was saved"),
        }
    }

    #[test]
    fn a_run_that_this_version_cannot_go_on_with_is_told_and_not_passed_over() {
        let vector = include_str!("../../../tests/vectors/recovery-checkpoint/v3-list-first.json");
        let vector: serde_json::Value = serde_json::from_str(vector).unwrap();
        assert_eq!(why_not(vector["checkpoint"].to_string().as_bytes()), None);
        assert_eq!(why_not(br#"{"version":4}"#), Some("recovery-checkpoint-newer"));
        assert_eq!(why_not(b"{"), Some("recovery-checkpoint-unreadable"));
        assert!(matches!(RecoveryState::of_saved(b"short"), RecoveryState::Unreadable(_)));
    }
}
