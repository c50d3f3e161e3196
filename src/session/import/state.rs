//! What is remembered of the import between intents.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use futures_util::future::AbortHandle;

use crate::backup::{LockedFile, Opened, TooEarly, Unplaced};
use crate::crypto::kdf::Effort;
use crate::fault::{Fault, Notice};
use crate::gather::Gather;
use crate::merge;
use crate::merge::{Choices, Ending, Evidence, MergePlan, Report, Subject};
use crate::model::{AccountAddress, AddressProof, Format, GenesisHash, NetworkRecords, Wallet};
use crate::record::fingerprint;
use crate::record::fingerprint::Fingerprint;
use crate::vault::What;

use crate::session::import::rows::Rows;
use crate::session::import::view::OriginView;
use crate::session::keys;
use crate::session::seam::saturated;
use crate::session::vault::may_follow;

/// The import flow.
#[derive(Default)]
pub(in crate::session) enum ImportFlow {
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
pub(in crate::session) struct Stop(pub(in crate::session) AbortHandle);

impl Drop for Stop {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// A file that was recognised and waits for its password.
pub(in crate::session) struct File {
    pub(in crate::session) name: String,
    /// Length in bytes.
    pub(in crate::session) size: usize,
    /// What was read of it. The keys in one that is not encrypted are wiped with it.
    pub(in crate::session) locked: LockedFile,
}

/// An opened file that does not say which network it belongs to.
pub(in crate::session) struct Placeless {
    pub(in crate::session) file: FromFile,
    pub(in crate::session) unplaced: Unplaced,
    pub(in crate::session) notices: Vec<Notice>,
    /// What it says its network is, in a word nobody knows.
    pub(in crate::session) says: Option<String>,
}

/// A later file of an export, opened before the first.
pub(in crate::session) struct Early {
    pub(in crate::session) file: FromFile,
    pub(in crate::session) incoming: Wallet,
    pub(in crate::session) notices: Vec<Notice>,
    pub(in crate::session) why: TooEarly,
}

/// Where incoming records come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::session) enum Origin {
    File(FromFile),
    Recovery,
}

/// A file that was opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::session) struct FromFile {
    pub(in crate::session) format: Format,
    pub(in crate::session) is_encrypted: bool,
    pub(in crate::session) name: String,
}

/// What would change.
pub(in crate::session) struct Preview {
    pub(in crate::session) origin: Origin,
    /// Everything that came in.
    pub(in crate::session) full: Wallet,
    /// Whether its keys are left out.
    pub(in crate::session) watch_only: bool,
    /// What is brought in: all of it, or all but the keys.
    pub(in crate::session) incoming: Wallet,
    pub(in crate::session) plan: MergePlan,
    pub(in crate::session) choices: Choices,
    pub(in crate::session) notices: Vec<Notice>,
    /// What the chain made of its keys.
    pub(in crate::session) compared: keys::Known,
    /// Tells it from every other preview: answers about one are no answers about another.
    pub(in crate::session) token: Rc<()>,
    /// Records of which a name or note had something in it that nobody sees.
    pub(in crate::session) cleaned: BTreeSet<Subject>,
    /// What every item of the plan comes to, with the choices as they stand.
    pub(in crate::session) endings: Vec<Ending>,
    /// Why they cannot be carried out: there would be more than one wallet holds.
    pub(in crate::session) overload: Option<Fault>,
    /// Accounts that a second node denies.
    pub(in crate::session) denied: Denied,
    /// Where the rows of the plan are.
    pub(in crate::session) rows: Rows,
    /// Changes whenever a row may read differently.
    pub(in crate::session) revision: u32,
    /// Whether there are keys in what came in.
    pub(in crate::session) holds_keys: bool,
    pub(in crate::session) networks: Networks,
    /// Addresses that follow from a credential that came in, or was here when the plan was made.
    pub(in crate::session) derived: BTreeSet<AccountAddress>,
}

/// Accounts that a second node knows nothing of, or finds somewhere else.
pub(in crate::session) type Denied = BTreeSet<(GenesisHash, AccountAddress)>;

/// The networks that have records, and how many accounts on each.
pub(in crate::session) type Networks = BTreeMap<GenesisHash, u32>;

impl Origin {
    /// What is known of records that come from here, beside what they say.
    fn evidence(&self, compared: &keys::Known, denied: &Denied) -> Evidence {
        Evidence { found_with_keys: *self == Self::Recovery, keys: keys::words(compared), denied: denied.clone() }
    }

    /// What bringing them in is called as long as it can be taken back.
    pub(in crate::session) fn deed(&self) -> What {
        match self {
            Self::File(file) => What::file(file.format, &file.name),
            Self::Recovery => What::Recovery,
        }
    }

    pub(in crate::session) fn view(&self) -> OriginView {
        match self {
            Self::File(FromFile { format, is_encrypted, name }) => {
                OriginView::File { format: *format, encrypted: *is_encrypted, name: name.into() }
            }
            Self::Recovery => OriginView::Recovery,
        }
    }
}

impl ImportFlow {
    /// Takes the recognised file out; `None`, and nothing taken, at any other step.
    pub(in crate::session) fn take_recognised(&mut self) -> Option<File> {
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
    pub(in crate::session) fn take_placeless(&mut self) -> Option<Placeless> {
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
    pub(in crate::session) fn take_early(&mut self) -> Option<Early> {
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

    /// The rows of a preview may read differently from now on.
    pub(in crate::session) fn touch(&mut self) {
        if let Self::Preview(preview) = self {
            preview.touch();
        }
    }

    /// What tells the preview from every other; `None` at any other step.
    pub(in crate::session) fn token(&self) -> Option<Rc<()>> {
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
    pub(in crate::session) fn take_preview(&mut self) -> Option<Box<Preview>> {
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
    pub(in crate::session) fn opened(name: String, opened: Opened, current: &Wallet) -> Self {
        let Opened { format, is_encrypted, contents, part, notices } = opened;
        let file = FromFile { format, is_encrypted, name };
        match contents {
            crate::backup::FileContents::Placed(incoming) => match crate::backup::too_early(part, &incoming, current) {
                Some(why) => Self::TooEarly(Box::new(Early { file, incoming, notices, why })),
                None => Self::preview(Origin::File(file), incoming, notices, current, Denied::new()),
            },
            crate::backup::FileContents::NetworkUnknown(unplaced) => {
                let says = notices.iter().find_map(|notice| notice.fields.get("environment").cloned());
                Self::NetworkNeeded(Box::new(Placeless { file, unplaced, notices, says }))
            }
        }
    }

    /// The preview of what these records would change.
    pub(in crate::session) fn preview(
        origin: Origin,
        incoming: Wallet,
        notices: Vec<Notice>,
        current: &Wallet,
        denied: Denied,
    ) -> Self {
        let (incoming, cleaned) = merge::cleaned(incoming);
        let notices = match cleaned.len() {
            0 => notices,
            count => [vec![Notice::of(&merge::Reason::NamesCleaned).with("count", count)], notices].concat(),
        };
        let notices = match (&origin, issued_elsewhere(&incoming, current)) {
            (Origin::Recovery, _) | (Origin::File(_), 0) => notices,
            (Origin::File(_), count) => {
                [notices, vec![Notice::of(&merge::Reason::IdentitySignatureUnchecked).with("count", count)]].concat()
            }
        };
        let compared = keys::Known::new();
        let plan = merge::plan_knowing(current, &incoming, origin.evidence(&compared, &denied));
        let with_records = incoming.networks.iter().filter(|(_, records)| !records.is_empty());
        let networks = with_records.map(|(genesis, records)| (*genesis, saturated(records.accounts.len()))).gather();
        let preview = Preview {
            origin,
            networks,
            derived: derived([&incoming, current]),
            holds_keys: incoming.holds_keys(),
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
            overload: None,
            denied,
            rows: Rows::default(),
            revision: 0,
        };
        Self::Preview(Box::new(preview.planned(current)))
    }
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
    pub(in crate::session) fn plan(&self, current: &Wallet, incoming: &Wallet) -> MergePlan {
        crate::merge::plan_knowing(current, incoming, self.origin.evidence(&self.compared, &self.denied))
    }

    /// What ties the address of an account to the person, from whichever wallet has it.
    pub(in crate::session) fn proof(&self, subject: &Subject, current: &Wallet) -> Option<AddressProof> {
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
    pub(in crate::session) fn in_file(&self) -> Option<BTreeSet<Fingerprint>> {
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

    /// The same planned anew, with the keys or without. Choices that are still offered stand.
    pub(in crate::session) fn watching(self, watch_only: bool, current: &Wallet) -> Self {
        let incoming = if watch_only { self.full.clone().watched() } else { self.full.clone() };
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
        self.foresee(current);
        self
    }

    /// Chooses for a record of the plan; `None`, and nothing chosen, where that is not offered.
    pub(in crate::session) fn choose(&mut self, item: u32, choice: u32, current: &Wallet) -> Option<()> {
        let item = self.plan.items.get(usize::try_from(item).ok()?)?;
        let choice = *item.choices.get(usize::try_from(choice).ok()?)?;
        self.choices.set(item.subject.clone(), choice);
        self.foresee(current);
        Some(())
    }

    /// Tries what would be done with the choices as they stand. Nothing is foreseen if the plan is not of this wallet any more, and has to
    /// be made anew.
    fn foresee(&mut self, current: &Wallet) {
        let foreseen = merge::outlook(current, &self.incoming, &self.plan, &self.choices).ok();
        self.overload = foreseen.as_ref().and_then(|foreseen| may_follow(current, &foreseen.wallet).err());
        self.endings = foreseen.map(|foreseen| foreseen.endings).unwrap_or_default();
        self.touch();
    }

    /// A row may read differently from now on.
    pub(in crate::session) const fn touch(&mut self) {
        self.revision = self.revision.wrapping_add(1);
    }
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
        let preview = |incoming| {
            let flow = ImportFlow::preview(Origin::Recovery, incoming, Vec::new(), &current, Denied::new());
            let ImportFlow::Preview(preview) = flow else { panic!("no preview") };
            preview
        };
        assert_eq!(preview(long_notes(44..47)).overload, None, "two of them are here already");
        let mut preview = preview(long_notes(46..49));
        let code = |preview: &Preview| preview.overload.as_ref().map(|fault| fault.code);
        assert_eq!(code(&preview), Some("wallet-too-large"));
        let items: Vec<Subject> = preview.plan.items.iter().map(|item| item.subject.clone()).collect();
        items.into_iter().take(2).for_each(|subject| preview.choices.set(subject, Choice::LeaveOut));
        preview.foresee(&current);
        assert_eq!(code(&preview), None, "47 MiB of notes");
    }
}
