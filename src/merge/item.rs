//! What a plan is made of: one item per incoming record, with its verdict and its choices.
//! This file knows how a plan reads; the rules that write it are elsewhere.

use std::collections::BTreeMap;

use serde::Serialize;

use super::error::MergeError;
use super::facts::KeysAt;
use super::reason::Reason;
use crate::custody::Finding;
use crate::gather::Gather;
use crate::model::{AccountKey, ContactAddress, CredentialId, GenesisHash, IdentityKey, PairingKey, RecordKind};

/// Which record an item is about. The same key finds it in either wallet.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// A Ledger; it serves every network.
    Device(PairingKey),
    /// An identity of a network.
    Identity(GenesisHash, IdentityKey),
    /// An account of a network.
    Account(GenesisHash, AccountKey),
    /// An own credential on a network.
    Credential(GenesisHash, CredentialId),
    /// Somebody else's credential on a network.
    Cosigner(GenesisHash, CredentialId),
    /// An address of a network.
    Contact(GenesisHash, ContactAddress),
}

impl Subject {
    /// What kind of record it is.
    #[must_use]
    pub const fn kind(&self) -> RecordKind {
        match self {
            Self::Device(_) => RecordKind::Device,
            Self::Identity(..) => RecordKind::Identity,
            Self::Account(..) => RecordKind::Account,
            Self::Credential(..) => RecordKind::Credential,
            Self::Cosigner(..) => RecordKind::Cosigner,
            Self::Contact(..) => RecordKind::Contact,
        }
    }

    /// The network it is on; `None` for a device.
    #[must_use]
    pub const fn network(&self) -> Option<GenesisHash> {
        match self {
            Self::Device(_) => None,
            Self::Identity(network, _)
            | Self::Account(network, _)
            | Self::Credential(network, _)
            | Self::Cosigner(network, _)
            | Self::Contact(network, _) => Some(*network),
        }
    }
}

/// What is known about an incoming record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Not here yet.
    New,
    /// Here, and nothing would change.
    Same,
    /// Here under another name (a contact's note may differ, too).
    NameDiffers,
    /// Here with another note.
    NoteDiffers,
    /// The identity that a placeholder stands for.
    ReplacesPlaceholder,
    /// Here in an earlier state, or with parts missing.
    Completes,
    /// Not here yet, under a name that another address has, or one that looks like it.
    Alike,
    /// Here without keys, or with keys that fail a check: good ones come in.
    Repairs,
    /// Somebody says otherwise: another node of the account, or the chain of its keys.
    Doubted,
    /// Here, and the two contradict each other.
    Conflict,
    /// Not possible; the reason says why.
    CannotImport,
}

/// What can be done with an incoming record. What is missing here and not contradicted is filled in with every choice
/// but [`Choice::LeaveOut`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, serde::Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "ItemChoice"))]
#[serde(rename_all = "kebab-case")]
pub enum Choice {
    /// Take the record in.
    Add,
    /// Leave everything as it is here.
    LeaveOut,
    /// Where the two differ, what is here stays.
    KeepMine,
    /// Where the two differ, what comes in wins.
    TakeTheirs,
    /// The incoming name, the note that is here.
    TakeTheirName,
    /// The name that is here, the incoming note.
    TakeTheirNote,
    /// Take the record in, and keys with it that only the file says are its.
    AddWithKeys,
    /// Take the account in, under the name that the file's own address book has for it.
    AddAsContact,
    /// An entry is called what its account is called.
    FollowAccount,
}

/// One incoming record in a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Which record.
    pub subject: Subject,
    /// What is known about it.
    pub verdict: Verdict,
    /// What can be done with it; the default first, never empty.
    pub choices: Vec<Choice>,
    /// Why, or what differs: codes of `notice_<code>`.
    pub reason: Option<Reason>,
    /// What is worth knowing besides: codes of `notice_<code>`.
    pub remarks: Vec<Reason>,
    /// Where the keys are of an account or an identity; `None` for what has none.
    pub keys: Option<KeysAt>,
    /// What checks find about the keys it comes with, the worst first.
    pub findings: Vec<Finding>,
    /// What each choice ends in, by position.
    pub(super) outcomes: Vec<Option<String>>,
}

impl Item {
    /// What happens when the person says nothing.
    #[must_use]
    pub fn default_choice(&self) -> Choice {
        // A ruling without a way cannot be built; leaving out is what an empty list would mean.
        self.choices.first().copied().unwrap_or(Choice::LeaveOut)
    }

    /// The name, note or value this choice ends in, if it ends in one.
    #[must_use]
    pub fn outcome(&self, choice: Choice) -> Option<&str> {
        let position = self.choices.iter().position(|offered| *offered == choice)?;
        self.outcomes.get(position)?.as_deref()
    }
}

/// The person's choices, where they differ from the defaults.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Choices(BTreeMap<Subject, Choice>);

impl Choices {
    /// Notes a choice; the last one for a subject counts.
    pub fn set(&mut self, subject: Subject, choice: Choice) {
        self.0.insert(subject, choice);
    }

    /// What was chosen; `None` means the default.
    #[must_use]
    pub fn get(&self, subject: &Subject) -> Option<Choice> {
        self.0.get(subject).copied()
    }

    /// Refuses what the plan does not offer, so that a mix-up is seen before anything is done.
    pub(super) fn check_against(&self, items: &[Item]) -> Result<(), MergeError> {
        let offered = |subject| items.binary_search_by(|item| item.subject.cmp(subject)).ok();
        let holds = self.0.iter().all(|(subject, choice)| {
            offered(subject).and_then(|at| items.get(at)).is_some_and(|item| item.choices.contains(choice))
        });
        if holds { Ok(()) } else { Err(MergeError::ChoiceNotOffered) }
    }
}

impl FromIterator<(Subject, Choice)> for Choices {
    fn from_iter<I: IntoIterator<Item = (Subject, Choice)>>(choices: I) -> Self {
        Self(choices.into_iter().gather())
    }
}
