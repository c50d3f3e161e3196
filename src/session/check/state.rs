//! What is remembered of a check between intents. Nobody outside this folder sees it.

use crate::fault::{Fault, Notice};
use crate::model::{Format, GenesisHash, Wallet};
use crate::vault::FileMark;

use crate::session::chosen::{ChosenFile, Opening};
use crate::session::turn::Turns;

/// How far the check is.
#[derive(Default)]
pub(super) enum CheckState {
    #[default]
    Idle,
    Recognised {
        file: Box<ChosenFile>,
        fault: Option<Fault>,
    },
    Opening(Opening),
    Checked(Box<CheckedFile>),
}

/// A file that opened, and what is in it.
pub(super) struct CheckedFile {
    pub(super) name: String,
    /// Length in bytes.
    pub(super) size: usize,
    pub(super) mark: FileMark,
    pub(super) created_at: Option<u64>,
    pub(super) format: Format,
    pub(super) is_encrypted: bool,
    /// The network it is held against, where it does not say which it is of.
    pub(super) assumed: Option<GenesisHash>,
    pub(super) notices: Vec<Notice>,
    pub(super) wallet: Wallet,
    /// What the chain said, once it was asked.
    pub(super) chain: Option<DrillOnChain>,
    /// Whether the vault knows of this check.
    pub(super) is_remembered: bool,
}

/// What the chain said about the accounts in a file.
pub(super) struct DrillOnChain {
    /// Over when nobody wants to know any more.
    pub(super) turns: Turns,
    /// How many are asked about.
    pub(super) accounts: usize,
    pub(super) found: usize,
    pub(super) absent: usize,
    pub(super) failed: usize,
    /// Why the last one that could not be asked about was not.
    pub(super) fault: Option<Fault>,
}

impl Drop for DrillOnChain {
    fn drop(&mut self) {
        self.turns.end();
    }
}

impl CheckState {
    /// Takes the recognised file out; `None`, and nothing taken, at any other step.
    pub(super) fn take_recognised(&mut self) -> Option<Box<ChosenFile>> {
        match std::mem::take(self) {
            Self::Recognised { file, .. } => Some(file),
            other @ (Self::Idle | Self::Opening(_) | Self::Checked(_)) => {
                *self = other;
                None
            }
        }
    }

    /// The file that opened.
    pub(super) fn checked(&self) -> Option<&CheckedFile> {
        match self {
            Self::Checked(file) => Some(file),
            Self::Idle | Self::Recognised { .. } | Self::Opening(_) => None,
        }
    }
}
