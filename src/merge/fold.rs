//! Which records of a plan a person need not read one by one: a credential says nothing beside its account, a Ledger nothing beside its
//! identities, and an entry of the address book nothing beside the own account it names. What would come in, stays or stays out with what
//! it belongs to is part of that; what has something to say for itself stands alone.

use std::collections::BTreeMap;

use super::item::{Choice, Item, Subject, Verdict};
use super::plan::MergePlan;
use super::reason::Reason;
use crate::gather::Gather;
use crate::model::{AccountKey, ContactAddress, GenesisHash, PairingKey, Wallet};

/// What is part of what, by position in the plan.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Folds {
    /// What a part belongs to: one item, or of a Ledger every identity and account of it.
    owners: BTreeMap<usize, Vec<usize>>,
    /// The parts of an item.
    parts: BTreeMap<usize, Vec<usize>>,
}

impl Folds {
    /// Looks at every item once.
    #[must_use]
    pub fn of(plan: &MergePlan, incoming: &Wallet) -> Self {
        let on_ledger = on_ledger(plan, incoming);
        let owners_of = |subject: &Subject| match subject {
            Subject::Device(key) => on_ledger.get(key).cloned().unwrap_or_default(),
            Subject::Credential(genesis, id) => {
                let credential = incoming.networks.get(genesis).and_then(|records| records.credentials.get(id));
                at_account(plan, *genesis, credential.map(|credential| credential.account.clone()))
            }
            Subject::Cosigner(genesis, id) => {
                let cosigner = incoming.networks.get(genesis).and_then(|records| records.cosigners.get(id));
                at_account(plan, *genesis, cosigner.map(|cosigner| cosigner.account.into()))
            }
            Subject::Contact(genesis, ContactAddress::Account(address)) => {
                at_account(plan, *genesis, Some((*address).into()))
            }
            Subject::Contact(_, ContactAddress::Invalid(_)) | Subject::Identity(..) | Subject::Account(..) => {
                Vec::new()
            }
        };
        let mut folds = Self::default();
        for (position, item) in plan.items.iter().enumerate() {
            let owners = owners_of(&item.subject);
            if says_nothing(item, owners.iter().filter_map(|owner| plan.items.get(*owner))) {
                for owner in &owners {
                    folds.parts.entry(*owner).or_default().push(position);
                }
                folds.owners.insert(position, owners);
            }
        }
        folds
    }

    /// Whether an item is part of another one.
    #[must_use]
    pub fn is_part(&self, position: usize) -> bool {
        self.owners.contains_key(&position)
    }

    /// What is part of an item. A Ledger is part of everything that is on it.
    #[must_use]
    pub fn parts(&self, position: usize) -> &[usize] {
        self.parts.get(&position).map_or(&[], Vec::as_slice)
    }

    /// What an item is part of.
    #[must_use]
    pub fn owners(&self, position: usize) -> &[usize] {
        self.owners.get(&position).map_or(&[], Vec::as_slice)
    }
}

impl Item {
    /// How it stays out: as it is offered, or as what is here stays as it is. `None` where there is nothing to be left out.
    #[must_use]
    pub fn way_out(&self) -> Option<Choice> {
        [Choice::LeaveOut, Choice::KeepMine].into_iter().find(|choice| self.choices.contains(choice))
    }

    /// Whether something of it comes in unless a person says otherwise.
    #[must_use]
    pub fn comes_in(&self) -> bool {
        self.way_out().is_some_and(|out| out != self.default_choice())
    }

    /// Whether a person is asked what becomes of it: something speaks against it, what is here would read differently, or it only comes in
    /// for whoever says so.
    #[must_use]
    pub fn asks(&self) -> bool {
        // Where there is one way there is nothing to answer.
        if self.choices.len() < 2 {
            return false;
        }
        match self.verdict {
            Verdict::Same | Verdict::CannotImport => false,
            Verdict::New | Verdict::ReplacesPlaceholder | Verdict::Completes => {
                !self.findings.is_empty() || !self.comes_in()
            }
            Verdict::NameDiffers
            | Verdict::NoteDiffers
            | Verdict::Alike
            | Verdict::Repairs
            | Verdict::Doubted
            | Verdict::Conflict => true,
        }
    }
}

/// Whether an item is told with what it belongs to: nothing is wrong with it, nothing is asked about it, and it is as new or as known as
/// that is.
fn says_nothing<'i>(item: &Item, mut owners: impl Iterator<Item = &'i Item>) -> bool {
    let told_elsewhere = match item.reason {
        None | Some(Reason::ContactFollowsAccount { .. }) => true,
        Some(_) => false,
    };
    if !item.findings.is_empty() || !item.remarks.is_empty() || !told_elsewhere {
        return false;
    }
    match item.verdict {
        Verdict::Same => owners.next().is_some(),
        Verdict::New => owners.any(|owner| owner.verdict == Verdict::New),
        Verdict::NameDiffers
        | Verdict::NoteDiffers
        | Verdict::ReplacesPlaceholder
        | Verdict::Completes
        | Verdict::Alike
        | Verdict::Repairs
        | Verdict::Doubted
        | Verdict::Conflict
        | Verdict::CannotImport => false,
    }
}

fn at_account(plan: &MergePlan, genesis: GenesisHash, account: Option<AccountKey>) -> Vec<usize> {
    let position = account.and_then(|key| {
        let account = Subject::Account(genesis, key);
        plan.items.binary_search_by(|item| item.subject.cmp(&account)).ok()
    });
    position.into_iter().collect()
}

/// What is on each Ledger.
fn on_ledger(plan: &MergePlan, incoming: &Wallet) -> BTreeMap<PairingKey, Vec<usize>> {
    let mut on: BTreeMap<PairingKey, Vec<usize>> = BTreeMap::new();
    for (position, item) in plan.items.iter().enumerate() {
        let devices: Vec<PairingKey> = match &item.subject {
            Subject::Identity(_, key) => key.device().into_iter().collect(),
            Subject::Account(genesis, key) => {
                let account = incoming.networks.get(genesis).and_then(|records| records.accounts.get(key));
                let signers = account.into_iter().flat_map(|account| &account.signers);
                let devices: std::collections::BTreeSet<_> = signers.map(|signer| signer.device).gather();
                devices.into_iter().collect()
            }
            Subject::Device(_) | Subject::Credential(..) | Subject::Cosigner(..) | Subject::Contact(..) => Vec::new(),
        };
        for device in devices {
            on.entry(device).or_default().push(position);
        }
    }
    on
}
