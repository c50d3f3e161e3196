//! What bringing records in would do, with the choices as they stand.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use crate::access::Power;
use crate::fault::Notice;
use crate::gather::Gather;
use crate::merge::{self, Choices, Evidence, MergePlan, Reason, Subject};
use crate::model::{AccountAddress, AddressProof, Format, GenesisHash, NetworkRecords, Wallet};
use crate::record::fingerprint::{self, Fingerprint};
use crate::vault::What;

use super::foresight::Foresight;
use super::rows::Rows;
use super::view::OriginView;
use crate::session::keys::WithKeys;
use crate::session::keys::compared::KeysCompared;
use crate::session::seam::saturated;

/// Where incoming records come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::session) enum Origin {
    File(FromFile),
    Recovery,
    /// A search by public keys, and where others can sign, too.
    Keys(Shared),
}

/// A file that was opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::session) struct FromFile {
    pub(super) format: Format,
    pub(super) is_encrypted: bool,
    pub(super) name: String,
}

/// What would change.
pub(super) struct Preview {
    pub(super) origin: Origin,
    /// Everything that came in. Whoever still compares its keys with the chain has a part in it, also while it is being brought in.
    pub(super) full: Rc<Wallet>,
    /// Whether its keys are left out.
    pub(super) watch_only: bool,
    /// What is brought in: all of it, or all but the keys.
    pub(super) incoming: Wallet,
    pub(super) plan: MergePlan,
    pub(super) choices: Choices,
    pub(super) notices: Vec<Notice>,
    /// What the chain made of its keys.
    pub(super) compared: KeysCompared,
    /// Records of which a name or note had something in it that nobody sees.
    pub(super) cleaned: BTreeSet<Subject>,
    /// What the plan comes to, with the choices as they stand.
    pub(super) foresight: Foresight,
    /// The wallet is not any more what it was when this was planned.
    pub(super) is_stale: bool,
    /// Accounts that a second node denies.
    pub(super) denied: Denied,
    /// Where the rows of the plan are.
    pub(super) rows: Rows,
    revision: u32,
    /// Whether there are keys in what came in.
    pub(super) holds_keys: bool,
    /// The accounts that are brought in with keys.
    pub(super) with_keys: Option<WithKeys>,
    pub(super) networks: Networks,
    /// Addresses that follow from a credential that came in, or was here when the plan was made.
    pub(super) derived: BTreeSet<AccountAddress>,
}

/// Accounts that a second node knows nothing of, or finds somewhere else.
pub(in crate::session) type Denied = BTreeSet<(GenesisHash, AccountAddress)>;

/// Accounts that others have keys on, and what the keys can do there by which they were found.
pub(in crate::session) type Shared = BTreeMap<(GenesisHash, AccountAddress), Power>;

/// The networks that have records, and how many accounts on each.
pub(super) type Networks = BTreeMap<GenesisHash, u32>;

impl Origin {
    /// What is known of records that come from here, beside what they say.
    fn evidence(&self, compared: &KeysCompared, denied: &Denied) -> Evidence {
        let (found_with_keys, shared) = match self {
            Self::Recovery => (true, Shared::new()),
            Self::Keys(shared) => (false, shared.clone()),
            Self::File(_) => (false, Shared::new()),
        };
        let found_by_keys = matches!(self, Self::Keys(_));
        Evidence { found_with_keys, found_by_keys, keys: compared.words(), denied: denied.clone(), shared }
    }

    /// What bringing them in is called as long as it can be taken back.
    pub(super) fn deed(&self) -> What {
        match self {
            Self::File(file) => What::file(file.format, &file.name),
            Self::Recovery | Self::Keys(_) => What::Recovery,
        }
    }

    pub(super) fn view(&self) -> OriginView {
        match self {
            Self::File(FromFile { format, is_encrypted, name }) => {
                OriginView::File { format: *format, encrypted: *is_encrypted, name: name.into() }
            }
            Self::Recovery => OriginView::Recovery,
            Self::Keys(_) => OriginView::Keys,
        }
    }
}

impl Preview {
    /// The preview of what these records would change.
    pub(super) fn of(origin: Origin, incoming: Wallet, notices: Vec<Notice>, current: &Wallet, denied: Denied) -> Self {
        let (incoming, cleaned) = merge::cleaned(incoming);
        let notices = match cleaned.len() {
            0 => notices,
            count => [vec![Notice::of(&Reason::NamesCleaned).with("count", count)], notices].concat(),
        };
        let notices = match (&origin, issued_elsewhere(&incoming, current)) {
            (Origin::Recovery | Origin::Keys(_), _) | (Origin::File(_), 0) => notices,
            (Origin::File(_), count) => {
                [notices, vec![Notice::of(&Reason::IdentitySignatureUnchecked).with("count", count)]].concat()
            }
        };
        let compared = KeysCompared::default();
        let plan = merge::plan_knowing(current, &incoming, origin.evidence(&compared, &denied));
        let with_records = incoming.networks.iter().filter(|(_, records)| !records.is_empty());
        let networks = with_records.map(|(genesis, records)| (*genesis, saturated(records.accounts.len()))).gather();
        let preview = Self {
            origin,
            networks,
            derived: derived([&incoming, current]),
            holds_keys: incoming.holds_keys(),
            with_keys: None,
            full: Rc::new(incoming.clone()),
            watch_only: false,
            incoming,
            plan,
            choices: Choices::default(),
            notices,
            compared,
            cleaned,
            foresight: Foresight::default(),
            is_stale: false,
            denied,
            rows: Rows::default(),
            revision: 0,
        };
        preview.planned(current)
    }

    /// What bringing this in would do, with all that is known of it.
    pub(super) fn plan(&self, current: &Wallet, incoming: &Wallet) -> MergePlan {
        merge::plan_knowing(current, incoming, self.origin.evidence(&self.compared, &self.denied))
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
            Origin::Recovery | Origin::Keys(_) | Origin::File(FromFile { is_encrypted: false, .. }) => None,
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

    /// The same planned anew, with the keys or without. Choices that are still offered stand.
    pub(super) fn watching(self, watch_only: bool, current: &Wallet) -> Self {
        let incoming = if watch_only { (*self.full).clone().watched() } else { (*self.full).clone() };
        let plan = self.plan(current, &incoming);
        let still_offered = plan.items.iter().filter_map(|item| {
            let choice = self.choices.get(&item.subject).filter(|choice| item.choices.contains(choice))?;
            Some((item.subject.clone(), choice))
        });
        let choices = still_offered.collect();
        let derived = derived([&incoming, current]);
        Self { derived, watch_only, incoming, plan, choices, ..self }.planned(current)
    }

    /// With what follows from a plan that was just made.
    fn planned(mut self, current: &Wallet) -> Self {
        self.rows = Rows::of(&self.plan);
        self.with_keys = WithKeys::of(&self.incoming);
        self.foresight = Foresight::of(current, &self.incoming, &self.plan, &self.choices);
        self.is_stale = false;
        self.touch();
        self
    }

    /// Chooses for a record of the plan; `None`, and nothing chosen, where that is not offered.
    pub(super) fn choose(&mut self, item: u32, choice: u32, current: &Wallet) -> Option<()> {
        let position = usize::try_from(item).ok()?;
        let item = self.plan.items.get(position)?;
        let choice = *item.choices.get(usize::try_from(choice).ok()?)?;
        self.choices.set(item.subject.clone(), choice);
        self.foresight.choose(current, &self.incoming, &self.plan, &self.choices, position);
        self.touch();
        Some(())
    }

    /// A row may read differently from now on.
    pub(super) const fn touch(&mut self) {
        self.revision = self.revision.wrapping_add(1);
    }

    /// Changes whenever a row may read differently.
    pub(super) fn revision(&self) -> u32 {
        self.revision.wrapping_add(self.compared.changes())
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

/// How many identities come in with an object that is not here: that a provider issued it, the file says, and nobody checks.
fn issued_elsewhere(incoming: &Wallet, current: &Wallet) -> usize {
    let object = |wallet: &Wallet, network, key| {
        let records: Option<&NetworkRecords> = wallet.networks.get(network);
        records.and_then(|records| records.identities.get(key)).and_then(|identity| identity.object.clone())
    };
    let identities = incoming.networks.iter().flat_map(|(network, records)| {
        records
            .identities
            .values()
            .filter(|identity| identity.object.is_some())
            .map(move |identity| (network, identity))
    });
    identities.filter(|(network, identity)| object(current, network, &identity.key) != identity.object).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::merge::Choice;
    use crate::model::{Contact, ContactAddress, Network};
    use crate::record;

    /// Contacts with the longest notes there are, whose numbers are these.
    fn long_notes(numbers: std::ops::Range<u8>) -> Wallet {
        let note = "n".repeat(record::MAX_TEXT);
        let contact = |number: u8| {
            let address = ContactAddress::Account(AccountAddress::new([number; 32]));
            Contact { address, name: format!("Contact {number}"), note: Some(note.clone()) }
        };
        let contacts = numbers.map(contact).map(|contact| (contact.address.clone(), contact)).collect();
        let records = NetworkRecords { contacts, ..NetworkRecords::default() };
        Wallet { networks: [(Network::Mainnet.genesis(), records)].into(), ..Wallet::default() }
    }

    #[test]
    fn more_bytes_than_a_backup_holds_are_said_in_the_preview_and_what_is_left_out_counts() {
        let current = long_notes(0..46);
        let preview = |incoming| Preview::of(Origin::Recovery, incoming, Vec::new(), &current, Denied::new());
        let code = |preview: &Preview| preview.foresight.overload().map(|fault| fault.code);
        assert_eq!(code(&preview(long_notes(44..47))), None, "two of them are here already");
        let mut preview = preview(long_notes(46..48));
        let leave = |preview: &Preview, item: usize| {
            let choices = &preview.plan.items[item].choices;
            saturated(choices.iter().position(|choice| *choice == Choice::LeaveOut).unwrap())
        };
        assert_eq!(code(&preview), Some("wallet-too-large"));
        preview.choose(0, leave(&preview, 0), &current).unwrap();
        assert_eq!(code(&preview), None, "47 MiB of notes");
        // After all: one too many again.
        preview.choose(0, 0, &current).unwrap();
        assert_eq!(code(&preview), Some("wallet-too-large"));
    }
}
