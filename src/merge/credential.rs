//! Own credentials: by their id, and never two of one identity with the same number nor two of one account in the same
//! slot. Where records contradict each other, what is here stays by default and the person may decide otherwise.

use std::collections::BTreeMap;

use super::claim::Owners;
use super::item::{Choice, Verdict};
use super::reason::Reason;
use super::ruling::{Ruling, Way, is_blank, same_json};
use super::sides::Sides;
use crate::model::{
    AccountKey, AccountSlot, Common, Credential, CredentialId, CredentialIndex, IdentityKey, NetworkRecords,
};
use crate::work::{self, Work};

/// Which credential holds which place. A place has one holder.
#[derive(Debug, Default)]
pub(super) struct Places {
    numbers: BTreeMap<(IdentityKey, CredentialIndex), CredentialId>,
    slots: BTreeMap<(AccountKey, AccountSlot), CredentialId>,
}

impl Places {
    /// The places held in these records.
    pub(super) fn of(records: &NetworkRecords) -> Self {
        let mut places = Self::default();
        records.credentials.values().for_each(|credential| places.claim(credential));
        places
    }

    fn claim(&mut self, credential: &Credential) {
        self.numbers.entry((credential.identity, credential.index)).or_insert(credential.id);
        if let Some(slot) = credential.slot {
            self.slots.entry((credential.account.clone(), slot)).or_insert(credential.id);
        }
    }

    /// Somebody else under the same number.
    fn number_holder(&self, credential: &Credential) -> Option<CredentialId> {
        self.numbers.get(&(credential.identity, credential.index)).copied().filter(|id| *id != credential.id)
    }

    /// Somebody else in the same slot.
    fn slot_holder(&self, credential: &Credential) -> Option<CredentialId> {
        let slot = credential.slot?;
        self.slots.get(&(credential.account.clone(), slot)).copied().filter(|id| *id != credential.id)
    }
}

/// Who holds what, as far as a credential needs to know it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Holders<'a> {
    /// The places held here.
    pub(super) here: &'a Places,
    /// Those held in the file: of two that want the same place, the first one by id has it.
    pub(super) incoming: &'a Places,
    pub(super) owners: &'a Owners<'a>,
}

/// The rule for one incoming credential.
pub(super) fn rule(sides: Sides<'_>, holders: Holders<'_>, theirs: &Common<Credential>) -> Ruling<Credential> {
    let Holders { here: held, incoming, owners } = holders;
    if !sides.mine.identities.contains_key(&theirs.identity) && !sides.theirs.identities.contains_key(&theirs.identity)
    {
        return Ruling::cannot_import(Reason::CredentialWithoutIdentity { credential: short(theirs.id) });
    }
    if incoming.number_holder(theirs).is_some() || incoming.slot_holder(theirs).is_some() {
        return Ruling::cannot_import(Reason::CredentialPlaceTwice { credential: short(theirs.id) });
    }
    match sides.mine.credentials.get(&theirs.id) {
        None if claims_for_a_ledger(sides, owners, theirs) => {
            let keep = Way::leave(Choice::KeepMine, None);
            let take = Way::write(Choice::TakeTheirs, theirs.clone(), None);
            conflict(keep, take, Reason::CredentialClaimsAccount { credential: short(theirs.id) })
        }
        None => unknown(held, theirs),
        Some(mine)
            if (mine.identity, mine.index, &mine.account) != (theirs.identity, theirs.index, &theirs.account) =>
        {
            let keep = Way::leave(Choice::KeepMine, None);
            let mut taken = theirs.clone();
            fill(&mut taken, mine);
            let why = match (held.number_holder(theirs), held.slot_holder(theirs)) {
                (Some(holder), _) => number_taken(holder, theirs),
                (None, Some(holder)) => slot_taken(holder, theirs),
                (None, None) => Reason::CredentialElsewhere { credential: short(theirs.id) },
            };
            conflict(keep, Way::write(Choice::TakeTheirs, taken, None), why)
        }
        Some(mine) => known(held, mine, theirs),
    }
}

/// Who stands where a credential comes in that takes its place from others. Of all places in a wallet only those are
/// looked at that are taken: one walk, however many are.
#[derive(Debug, Default)]
pub(super) struct Rivals {
    numbers: BTreeMap<(IdentityKey, CredentialIndex), Vec<CredentialId>>,
    slots: BTreeMap<(AccountKey, AccountSlot), Vec<CredentialId>>,
}

impl Rivals {
    /// Those of the newcomers among these records.
    pub(super) fn of<'c>(newcomers: impl Iterator<Item = &'c Credential>, records: &NetworkRecords) -> Self {
        let mut rivals = Self::default();
        for newcomer in newcomers {
            rivals.numbers.entry((newcomer.identity, newcomer.index)).or_default();
            if let Some(slot) = newcomer.slot {
                rivals.slots.entry((newcomer.account.clone(), slot)).or_default();
            }
        }
        if !rivals.numbers.is_empty() {
            records.credentials.values().for_each(|credential| rivals.note(credential));
        }
        rivals
    }

    /// This credential stands here, too, from now on.
    pub(super) fn note(&mut self, credential: &Credential) {
        work::note(Work::Visit, 1);
        if let Some(holders) = self.numbers.get_mut(&(credential.identity, credential.index)) {
            holders.push(credential.id);
        }
        if let Some(slot) = credential.slot
            && !self.slots.is_empty()
            && let Some(holders) = self.slots.get_mut(&(credential.account.clone(), slot))
        {
            holders.push(credential.id);
        }
    }

    /// Makes room for a newcomer: whoever has its number goes, whoever has its slot stays without one.
    pub(super) fn make_room(&mut self, records: &mut NetworkRecords, newcomer: &Credential) {
        let number = (newcomer.identity, newcomer.index);
        for id in self.numbers.get_mut(&number).map(std::mem::take).unwrap_or_default() {
            work::note(Work::Visit, 1);
            // Whoever was noted may have moved meanwhile.
            let is_rival = |other: &Common<Credential>| (other.identity, other.index) == number;
            if id != newcomer.id && records.credentials.get(&id).is_some_and(is_rival) {
                records.credentials.remove(&id);
            }
        }
        let Some(slot) = newcomer.slot else { return };
        for id in self.slots.get_mut(&(newcomer.account.clone(), slot)).map(std::mem::take).unwrap_or_default() {
            work::note(Work::Visit, 1);
            if id != newcomer.id
                && let Some(other) = records.credentials.get_mut(&id)
                && other.account == newcomer.account
                && other.slot == Some(slot)
            {
                other.slot = None;
            }
        }
    }
}

/// Whether a file says that a Ledger owns an account whose keys are here, and of which nothing here says so.
fn claims_for_a_ledger(sides: Sides<'_>, owners: &Owners<'_>, theirs: &Credential) -> bool {
    let has_keys = sides.mine.accounts.get(&theirs.account).is_some_and(|account| account.keys.is_some());
    theirs.identity.device().is_some()
        && has_keys
        && !owners.is_ledgers_here(&theirs.account)
        && !sides.evidence.found_with_keys
}

/// Not here, but perhaps its place is taken.
fn unknown(held: &Places, theirs: &Common<Credential>) -> Ruling<Credential> {
    let take = || Way::write(Choice::TakeTheirs, theirs.clone(), None);
    if let Some(holder) = held.number_holder(theirs) {
        return conflict(Way::leave(Choice::KeepMine, None), take(), number_taken(holder, theirs));
    }
    if let Some(holder) = held.slot_holder(theirs) {
        let kept = Credential { slot: None, ..theirs.record().clone() };
        return conflict(Way::write(Choice::KeepMine, kept, None), take(), slot_taken(holder, theirs));
    }
    Ruling::new_record(theirs, None)
}

/// Here, with the same number on the same account.
fn known(held: &Places, mine: &Credential, theirs: &Credential) -> Ruling<Credential> {
    let mut completed = mine.clone();
    fill(&mut completed, theirs);
    let taken = {
        let mut taken = theirs.clone();
        taken.slot = taken.slot.or(mine.slot);
        if mine.slot.is_some() && theirs.slot.is_none() {
            // A policy noted for a credential that was no longer on the account is a guess: it contradicts nothing.
            taken.policy.clone_from(&mine.policy);
        }
        fill(&mut taken, mine);
        taken
    };
    let slot_holder = held.slot_holder(theirs);
    if mine.slot.is_none() && theirs.slot.is_some() && slot_holder.is_none() {
        // Theirs was seen on the account and mine was not: what the account says of it is theirs.
        completed.slot = theirs.slot;
        if !is_blank(&theirs.policy) {
            completed.policy.clone_from(&theirs.policy);
        }
    }
    let slots_differ = theirs.slot.is_some() && completed.slot != theirs.slot;
    let texts_differ = contradict(&completed.policy, &taken.policy) || contradict(text(&completed), text(&taken));
    if slots_differ || texts_differ {
        let keep = if completed == *mine {
            Way::leave(Choice::KeepMine, None)
        } else {
            Way::write(Choice::KeepMine, completed, None)
        };
        let why = match slot_holder.filter(|_| slots_differ) {
            Some(holder) => slot_taken(holder, theirs),
            None => Reason::CredentialDiffers { credential: short(theirs.id) },
        };
        return conflict(keep, Way::write(Choice::TakeTheirs, taken, None), why);
    }
    if completed == *mine {
        return Ruling::same();
    }
    let ways = vec![Way::write(Choice::TakeTheirs, completed, None), Way::leave(Choice::LeaveOut, None)];
    Ruling::new(Verdict::Completes, ways, Reason::CredentialCompleted)
}

fn conflict(keep: Way<Credential>, take: Way<Credential>, why: Reason) -> Ruling<Credential> {
    Ruling::new(Verdict::Conflict, vec![keep, take], why)
}

fn number_taken(holder: CredentialId, theirs: &Credential) -> Reason {
    Reason::CredentialNumberTaken { credential: short(theirs.id), number: theirs.index, mine: short(holder) }
}

fn slot_taken(holder: CredentialId, theirs: &Credential) -> Reason {
    Reason::CredentialSlotTaken { credential: short(theirs.id), mine: short(holder) }
}

/// What belongs to the credential itself, whoever wrote it down.
fn fill(credential: &mut Credential, other: &Credential) {
    if is_blank(&credential.policy) && !is_blank(&other.policy) {
        credential.policy.clone_from(&other.policy);
    }
    if is_blank(text(credential)) && !is_blank(text(other)) {
        credential.randomness.clone_from(&other.randomness);
    }
}

fn contradict(mine: &str, theirs: &str) -> bool {
    !is_blank(mine) && !is_blank(theirs) && !same_json(mine, theirs)
}

fn text(credential: &Credential) -> &str {
    credential.randomness.as_deref().unwrap_or_default()
}

fn short(id: CredentialId) -> String {
    id.to_string().chars().take(8).collect()
}
