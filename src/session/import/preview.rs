//! What bringing records in would do, with the choices as they stand.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use crate::access::Power;
use crate::fault::Notice;
use crate::gather::Gather;
use crate::merge::{self, Choice, Choices, Evidence, Fate, Folds, Item, MergePlan, Reason, Subject};
use crate::model::{AccountAddress, AddressProof, Counts, Format, GenesisHash, NetworkRecords, RecordKind, Wallet};
use crate::order::InOrder as _;
use crate::record::fingerprint;
use crate::vault::{Deed, FileMark, KnownBackup, Seen, What};

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
    /// Its SHA-256.
    pub(super) mark: FileMark,
}

/// What would change.
pub(super) struct Preview {
    pub(super) origin: Origin,
    /// Everything that came in. Whoever still compares its keys with the chain has a part in it, also while it is being brought in.
    pub(super) full: Rc<Wallet>,
    /// Whether its keys are left out.
    pub(super) watch_only: bool,
    /// What is brought in: the very same, or all but the keys.
    pub(super) incoming: Rc<Wallet>,
    pub(super) plan: MergePlan,
    pub(super) choices: Choices,
    pub(super) notices: Vec<Notice>,
    /// What of it came in already, as it asked nothing.
    pub(super) brought: Option<Brought>,
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
    /// What of the plan is part of what.
    pub(super) folds: Folds,
    /// Where the rows of the plan are.
    pub(super) rows: Rows,
    /// How many rows of a kind the person leaves out, of those that come in by themselves.
    pub(super) left_out: BTreeMap<RecordKind, u32>,
    revision: u32,
    /// Whether there are keys in what came in.
    pub(super) holds_keys: bool,
    /// The accounts that are brought in with keys.
    pub(super) with_keys: Option<WithKeys>,
    pub(super) networks: Networks,
    /// Addresses that follow from a credential that came in, or was here when the plan was made.
    pub(super) derived: BTreeSet<AccountAddress>,
}

/// Records of a preview that came in before the rest of it.
pub(super) struct Brought {
    /// How many, never none.
    pub(super) count: u32,
    /// What is taken back with them.
    pub(super) deed: Option<Deed>,
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
            Self::File(FromFile { format, is_encrypted, name, .. }) => OriginView::File {
                format: *format,
                keys_in_clear: !is_encrypted && format.may_hold_keys(),
                name: name.into(),
            },
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
        let incoming = Rc::new(incoming);
        let plan = merge::plan_knowing(current, &incoming, origin.evidence(&compared, &denied));
        let with_records = incoming.networks.iter().filter(|(_, records)| !records.is_empty());
        let networks = with_records.map(|(genesis, records)| (*genesis, saturated(records.accounts.len()))).gather();
        let preview = Self {
            origin,
            networks,
            derived: derived([&incoming, current]),
            holds_keys: incoming.holds_keys(),
            with_keys: None,
            full: Rc::clone(&incoming),
            watch_only: false,
            incoming,
            plan,
            choices: Choices::default(),
            notices,
            brought: None,
            compared,
            cleaned,
            foresight: Foresight::default(),
            is_stale: false,
            denied,
            folds: Folds::default(),
            rows: Rows::default(),
            left_out: BTreeMap::new(),
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

    /// The file as a backup: whoever opened it has it. `None` for what came from no file, or from one that is not encrypted and is to be
    /// deleted.
    pub(super) fn backup(&self, at: u64) -> Option<KnownBackup> {
        match &self.origin {
            Origin::Recovery | Origin::Keys(_) | Origin::File(FromFile { is_encrypted: false, .. }) => None,
            Origin::File(FromFile { is_encrypted: true, format, name, mark }) => {
                // Of what is only watched, the file holds more than was taken.
                let watched = self.watch_only.then_some(&*self.incoming);
                let holds = fingerprint::sorted(std::iter::once(&*self.full).chain(watched));
                Some(KnownBackup {
                    at,
                    marks: vec![*mark],
                    format: *format,
                    name: KnownBackup::named(name),
                    counts: Counts::of(&self.full),
                    seen: Seen::Opened,
                    checked: Some(at),
                    holds: holds.into_iter().gather(),
                })
            }
        }
    }

    /// The same planned anew, with the keys or without. Choices that are still offered stand.
    pub(super) fn watching(self, watch_only: bool, current: &Wallet) -> Self {
        let incoming = if watch_only { Rc::new((*self.full).clone().watched()) } else { Rc::clone(&self.full) };
        let plan = self.plan(current, &incoming);
        let still_offered = plan.items.iter().filter_map(|item| {
            let choice = self.choices.get(&item.subject).filter(|choice| item.choices.contains(choice))?;
            Some((item.subject.clone(), choice))
        });
        let choices = still_offered.collect();
        let derived = derived([&incoming, current]);
        Self { derived, watch_only, incoming, plan, choices, ..self }.planned(current)
    }

    /// The same planned anew, for the wallet as it is and with what is known now.
    pub(super) fn anew(self, current: &Wallet) -> Self {
        let watch_only = self.watch_only;
        self.watching(watch_only, current)
    }

    /// How many rows ask the person something.
    pub(super) fn asking(&self) -> usize {
        self.items().filter(|(position, item)| !self.folds.is_part(*position) && item.asks()).count()
    }

    /// Whether anything would be another one afterwards, with these choices: what belongs to a record that asks stays out with it.
    pub(super) fn changes(&self, current: &Wallet, choices: &Choices) -> bool {
        let foreseen = merge::outlook(current, &self.incoming, &self.plan, choices);
        let endings = foreseen.map(|foreseen| foreseen.endings).unwrap_or_default();
        endings.iter().any(|ending| matches!(ending.fate, Fate::Added | Fate::Updated))
    }

    /// The choices with everything left out that asks, and with what is part of nothing else.
    pub(super) fn unasked(&self) -> Choices {
        let mut choices = self.choices.clone();
        let asks = |position: usize| self.plan.items.get(position).is_some_and(Item::asks);
        for (position, item) in self.items() {
            let stays_out = match self.folds.owners(position) {
                [] => item.asks(),
                owners => owners.iter().all(|owner| asks(*owner)),
            };
            if let Some(out) = item.way_out().filter(|_| stays_out) {
                choices.set(item.subject.clone(), out);
            }
        }
        choices
    }

    /// What is left of it once what asks nothing came in.
    pub(super) fn rest(self, brought: Brought, current: &Wallet) -> Self {
        Self { brought: (brought.count > 0).then_some(brought), ..self }.anew(current)
    }

    /// The same once this was taken back.
    pub(super) fn without(self, deed: Option<&Deed>, current: &Wallet) -> Self {
        let brought = self.brought.filter(|brought| brought.deed.as_ref() != deed);
        Self { brought, ..self }.anew(current)
    }

    /// What is worth knowing of it as a whole.
    pub(super) fn notices(&self) -> Vec<Notice> {
        let brought =
            self.brought.as_ref().map(|Brought { count, .. }| Notice::of(&Reason::AddedUnasked).with("count", count));
        brought.into_iter().chain(self.notices.iter().filter(|notice| !self.rows.says(notice)).cloned()).collect()
    }

    fn items(&self) -> impl Iterator<Item = (usize, &Item)> {
        self.plan.items.iter().enumerate()
    }

    /// With what follows from a plan that was just made.
    fn planned(mut self, current: &Wallet) -> Self {
        self.folds = Folds::of(&self.plan, &self.incoming);
        self.rows = Rows::of(&self.plan, &self.folds);
        self.left_out = BTreeMap::new();
        for (position, item) in self.plan.items.iter().enumerate() {
            if !self.folds.is_part(position) && is_left_out(item, &self.choices) {
                *self.left_out.entry(item.subject.kind()).or_default() += 1;
            }
        }
        self.with_keys = WithKeys::of(&self.incoming);
        self.foresight = Foresight::of(current, &self.incoming, &self.plan, &self.choices, &self.folds);
        self.is_stale = false;
        self.touch();
        self
    }

    /// Chooses for a record of the plan, and for what is part of it; `None`, and nothing chosen, where that is not offered.
    pub(super) fn choose(&mut self, item: u32, choice: u32, current: &Wallet) -> Option<()> {
        let position = usize::try_from(item).ok()?;
        let choice = *self.plan.items.get(position)?.choices.get(usize::try_from(choice).ok()?)?;
        for changed in self.set(position, choice) {
            self.foresight.choose(current, &self.incoming, &self.plan, &self.choices, &self.folds, changed);
        }
        self.touch();
        Some(())
    }

    /// Leaves all rows of a kind out, or brings them in as if nothing had been chosen.
    pub(super) fn choose_all(&mut self, kind: RecordKind, out: bool, current: &Wallet) {
        let positions = self.rows.of_kind(kind).filter_map(|position| usize::try_from(position).ok());
        let positions: Vec<usize> = positions.collect();
        for &position in &positions {
            let Some(item) = self.plan.items.get(position) else { continue };
            let choice = if out { item.way_out() } else { Some(item.default_choice()) };
            if let Some(choice) = choice {
                self.note(position, choice);
            }
        }
        // Each part once, however many of what it belongs to were chosen for.
        let mut parts: Vec<usize> =
            positions.iter().flat_map(|position| self.folds.parts(*position)).copied().collect();
        parts.order();
        parts.dedup();
        for part in parts {
            self.settle(part);
        }
        self.foresight = Foresight::of(current, &self.incoming, &self.plan, &self.choices, &self.folds);
        self.touch();
    }

    /// Notes a choice, and what follows from it. Answers for which items something else is chosen now.
    fn set(&mut self, position: usize, choice: Choice) -> Vec<usize> {
        self.note(position, choice);
        let parts = self.folds.parts(position).to_vec();
        std::iter::once(position).chain(parts.into_iter().filter(|part| self.settle(*part))).collect()
    }

    /// Notes a choice, and nothing that follows from it.
    fn note(&mut self, position: usize, choice: Choice) {
        let Some(item) = self.plan.items.get(position) else { return };
        let was_out = is_left_out(item, &self.choices);
        self.choices.set(item.subject.clone(), choice);
        let is_out = is_left_out(item, &self.choices);
        if !self.folds.is_part(position) {
            let number = self.left_out.entry(item.subject.kind()).or_default();
            *number = (*number + u32::from(is_out)).saturating_sub(u32::from(was_out));
        }
    }

    /// A part stays out when all that it belongs to does. Answers whether something else is chosen for it now.
    fn settle(&mut self, part: usize) -> bool {
        let Some(item) = self.plan.items.get(part) else { return false };
        let stays_out = |owner: &usize| {
            let owner = self.plan.items.get(*owner);
            owner.is_some_and(|owner| self.chosen(owner) == Choice::LeaveOut)
        };
        let out = self.folds.owners(part).iter().all(stays_out).then(|| item.way_out()).flatten();
        let follows = out.unwrap_or_else(|| item.default_choice());
        let differs = self.chosen(item) != follows;
        if differs {
            self.choices.set(item.subject.clone(), follows);
        }
        differs
    }

    /// What is chosen for an item.
    pub(super) fn chosen(&self, item: &Item) -> Choice {
        self.choices.get(&item.subject).unwrap_or_else(|| item.default_choice())
    }

    /// What is part of an item, in numbers.
    pub(super) fn parts(&self, position: usize) -> Counts {
        let mut counts = Counts::default();
        for part in self.folds.parts(position) {
            if let Some(item) = self.plan.items.get(*part) {
                counts.count(item.subject.kind());
            }
        }
        counts
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

/// Whether an item that would come in by itself is left out.
fn is_left_out(item: &Item, choices: &Choices) -> bool {
    item.comes_in() && choices.get(&item.subject).is_some_and(|choice| item.way_out() == Some(choice))
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
    let object = |network, key| {
        let records: Option<&NetworkRecords> = current.networks.get(network);
        records.and_then(|records| records.identities.get(key)).and_then(|identity| identity.object.as_deref())
    };
    let identities = incoming.networks.iter().flat_map(|(network, records)| {
        records
            .identities
            .values()
            .filter(|identity| identity.object.is_some())
            .map(move |identity| (network, identity))
    });
    identities.filter(|(network, identity)| object(network, &identity.key) != identity.object.as_deref()).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Contact, ContactAddress, Network};
    use crate::record;
    use crate::vault::{Contents, Deed};
    use crate::work::{Work, count};

    /// Contacts with the longest notes there are, whose numbers are these.
    fn long_notes(numbers: std::ops::Range<u8>) -> Wallet {
        contacts(numbers, &"n".repeat(record::MAX_TEXT))
    }

    fn contacts(numbers: std::ops::Range<u8>, note: &str) -> Wallet {
        let contact = |number: u8| {
            let address = ContactAddress::Account(AccountAddress::new([number; 32]));
            Contact { address, name: format!("Contact {number}"), note: Some(note.to_owned()) }
        };
        let contacts = numbers.map(contact).map(|contact| (contact.address.clone(), contact.into())).collect();
        let records = NetworkRecords { contacts, ..NetworkRecords::default() };
        Wallet { networks: [(Network::Mainnet.genesis(), records)].into(), ..Wallet::default() }
    }

    #[test]
    #[ignore = "a wallet as large as there may be, measured again and again"]
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

    fn locked_file() -> Origin {
        Origin::File(FromFile {
            format: Format::DesktopWallet,
            is_encrypted: true,
            name: "made-up.json".into(),
            mark: [7; 32],
        })
    }

    #[test]
    fn bringing_records_in_makes_the_fingerprint_of_each_once() {
        for n in [30, 200] {
            let before = Contents { wallet: contacts(0..n / 2, "here"), ..Contents::default() };
            let known = before.backup.missing(&before.wallet);
            assert_eq!(known.any.contacts, u32::from(n / 2));
            let preview =
                Preview::of(locked_file(), contacts(n / 3..n, "here"), Vec::new(), &before.wallet, Denied::new());
            let (marked, (contents, missing)) = count(Work::Marked, || {
                let backup = preview.backup(1).unwrap();
                let done = merge::apply(&before.wallet, &preview.incoming, &preview.plan, &preview.choices);
                let mut contents = before.clone();
                contents.replace_wallet(done.unwrap().0, Deed { at: 1, what: preview.origin.deed() });
                contents.note_made(backup);
                let missing = contents.backup.missing(&contents.wallet);
                (contents, missing)
            });
            // What was here is marked already, and what was brought in is what came in.
            assert_eq!(marked, usize::from(n - n / 3));
            assert_eq!((missing.any.contacts, missing.seen.contacts), (u32::from(n / 3), u32::from(n / 3)));
            // Taking it back, and noting the file once more, looks at nothing that is not known.
            let (again, _) = count(Work::Marked, || {
                let mut back = contents.clone();
                back.wallet = back.undo.take().unwrap().before;
                back.note_made(preview.backup(2).unwrap());
                back.backup.missing(&back.wallet)
            });
            assert_eq!(again, 0);
        }
    }

    #[test]
    fn what_was_made_while_somebody_read_is_not_made_again() {
        let preview =
            Preview::of(locked_file(), contacts(0..50, "here"), Vec::new(), &Wallet::default(), Denied::new());
        for (begin, (made, more)) in [(0, (20, true)), (20, (20, true)), (40, (10, false)), (60, (0, false))] {
            assert_eq!(
                count(Work::Marked, || fingerprint::make_ready(&preview.full, &(begin..begin + 20))),
                (made, more)
            );
        }
        assert_eq!(count(Work::Marked, || preview.backup(1).unwrap()).0, 0);
    }
}
