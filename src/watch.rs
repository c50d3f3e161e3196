//! Which of the addresses a person knows exist on the chain now, and what they hold: no key, no Ledger, no search.
//! Only an answer of the node counts: a fault, or silence, is never taken for "no such account".
//!
//! ```text
//! Watch ─ step() ─▶ LookUp(addresses) ─ … ─ handle() ─▶ There · Absent · Failed · GiveUp ─▶ Watch ─ rows() ─▶
//! ```

mod drive;

use std::collections::{BTreeMap, BTreeSet};

pub use drive::{WatchPorts, drive};

use crate::access::{Power, keys_it_rests_on};
use crate::fault::Fault;
use crate::gather::Gather;
use crate::model::{AccountAddress, ContactAddress, CredentialId, GenesisHash, Related, VerifyKey, Wallet};
use crate::node::AccountOnChain;

/// The addresses of one network, and what is known of each. To see them as they are later, begin a new one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Watch {
    rows: BTreeMap<AccountAddress, WatchRow>,
    own: Own,
}

/// What the records say is the person's, to be held against the chain.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Own {
    credentials: BTreeSet<CredentialId>,
    /// Accounts that some of these are on record for. One that came as its keys may have none.
    accounts: BTreeSet<AccountAddress>,
    /// What accounts were found by that nothing else says are the person's.
    keys: BTreeMap<AccountAddress, BTreeSet<VerifyKey>>,
}

/// One address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WatchRow {
    /// Whose it is, by the records.
    pub whose: Whose,
    /// What is known of it.
    pub standing: Existence,
    /// The last fault that kept an answer away.
    pub fault: Option<Fault>,
}

/// Whose an address is, by the records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Whose {
    /// An account of the person.
    Own,
    /// Somebody in the address book.
    Contact,
}

/// What is known of an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Existence {
    /// Nobody was asked yet.
    Unknown,
    /// There is an account.
    There(Holding),
    /// The node said explicitly that there is none.
    Absent,
    /// Asking failed, or was given up: nobody knows.
    NotChecked,
}

/// An account that exists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Holding {
    /// Its canonical address. Another one than the address that was asked about, when that is an alias.
    pub address: AccountAddress,
    /// All CCD that it holds, in microCCD.
    pub total: u64,
    /// How many credentials must sign.
    pub threshold: u32,
    /// Credentials on it.
    pub credentials: u32,
    /// Who can move what it holds.
    pub mover: Mover,
    /// What the keys that it was found by can do there; `None` where a credential, or keys that are here, say whose it is.
    pub power: Option<Power>,
}

/// Who can move what an account holds, by the credentials that are on it now, or by the keys that it was found by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mover {
    /// The person alone.
    Alone,
    /// The person and others together.
    Together,
    /// Others, without the person: no credential of theirs is on it any more, or others have keys there that are enough.
    Others,
}

/// What to do next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WatchStep {
    /// Ask the node about these addresses, all at once, in any order. Never empty.
    LookUp(Vec<AccountAddress>),
    /// Nothing.
    Finished,
}

/// What happened. Events about unknown addresses, and answers nobody waits for, change nothing.
#[derive(Debug)]
pub enum WatchEvent {
    /// The node knows the account.
    There {
        /// What was asked about.
        address: AccountAddress,
        /// The account.
        account: Box<AccountOnChain>,
    },
    /// The node said explicitly that there is none.
    Absent {
        /// What was asked about.
        address: AccountAddress,
    },
    /// Asking failed; the address keeps waiting for an answer.
    Failed {
        /// What was asked about.
        address: AccountAddress,
        /// Why.
        fault: Fault,
    },
    /// Everything without an answer is *not checked* from now on.
    GiveUp,
}

/// How many addresses stand how, and what the person's own accounts hold together.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct WatchTotals {
    /// Accounts that exist.
    pub there: u32,
    /// Addresses without an account.
    pub absent: u32,
    /// Nobody knows.
    pub not_checked: u32,
    /// What the person alone can move. Accounts that were not checked are not in it.
    pub alone: Sum,
    /// What it takes others for as well.
    pub together: Sum,
    /// On accounts that no credential of the person's is on any more, or that others can empty without them.
    pub others: Sum,
    /// Whether every account of the person's own has its answer: only then is the total the whole of it.
    pub is_whole: bool,
}

/// What some accounts hold together.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sum {
    /// How many accounts.
    pub accounts: u32,
    /// In microCCD.
    pub total: u128,
}

impl Watch {
    /// Every address that a wallet knows on a network: its accounts, and its address book. What stands there instead of an
    /// address cannot be asked about, and is not in here. That somebody calls a contact their own makes it no account.
    #[must_use]
    pub fn of(wallet: &Wallet, network: GenesisHash) -> Self {
        let Some(records) = wallet.networks.get(&network) else { return Self::default() };
        let contacts = records.contacts.values().filter_map(|contact| match contact.address {
            ContactAddress::Account(address) => Some((address, Whose::Contact)),
            ContactAddress::Invalid(_) => None,
        });
        let accounts = records.accounts.keys().filter_map(|key| Some((*key.address()?, Whose::Own)));
        // An account comes last, and so its word counts.
        let mut watch = Self::new(contacts.chain(accounts));
        for credential in records.credentials.values() {
            watch.own.credentials.insert(credential.id);
            watch.own.accounts.extend(credential.account.address());
        }
        let related = Related::of(records);
        for account in records.accounts.values().filter(|account| !account.signers.is_empty()) {
            let keys = keys_it_rests_on(account, related.credentials(&account.key));
            if let Some((address, keys)) = account.key.address().zip(keys) {
                watch.own.keys.insert(*address, keys);
            }
        }
        watch
    }

    /// These addresses; of two entries the later one counts.
    #[must_use]
    pub fn new(addresses: impl IntoIterator<Item = (AccountAddress, Whose)>) -> Self {
        let row = |(address, whose)| (address, WatchRow { whose, standing: Existence::Unknown, fault: None });
        Self { rows: addresses.into_iter().map(row).gather(), own: Own::default() }
    }

    /// What to do next. Does not change anything; ask again after every event.
    #[must_use]
    pub fn step(&self) -> WatchStep {
        let open: Vec<AccountAddress> =
            self.rows.iter().filter(|(_, row)| row.is_open()).map(|(address, _)| *address).collect();
        if open.is_empty() { WatchStep::Finished } else { WatchStep::LookUp(open) }
    }

    /// Takes in what happened.
    pub fn handle(&mut self, event: WatchEvent) {
        match event {
            WatchEvent::There { address, account } => {
                let holding = Holding::of(&address, &account, &self.own);
                self.settle(address, Existence::There(holding));
            }
            WatchEvent::Absent { address } => self.settle(address, Existence::Absent),
            WatchEvent::Failed { address, fault } => {
                if let Some(row) = self.waiting(address) {
                    row.fault = Some(fault);
                }
            }
            WatchEvent::GiveUp => {
                for row in self.rows.values_mut().filter(|row| row.is_open()) {
                    row.standing = Existence::NotChecked;
                }
            }
        }
    }

    /// All addresses, in their order.
    pub fn rows(&self) -> impl Iterator<Item = (AccountAddress, &WatchRow)> {
        self.rows.iter().map(|(address, row)| (*address, row))
    }

    /// What is known of an address.
    #[must_use]
    pub fn get(&self, address: &AccountAddress) -> Option<&WatchRow> {
        self.rows.get(address)
    }

    /// Sums over all addresses.
    #[must_use]
    pub fn totals(&self) -> WatchTotals {
        let mut totals = WatchTotals { is_whole: true, ..WatchTotals::default() };
        // An account can be known by its address and by an alias.
        let mut counted = BTreeSet::new();
        for row in self.rows.values() {
            match row.standing {
                Existence::There(holding) => {
                    totals.there += 1;
                    if row.whose == Whose::Own && counted.insert(holding.address) {
                        let sum = match holding.mover {
                            Mover::Alone => &mut totals.alone,
                            Mover::Together => &mut totals.together,
                            Mover::Others => &mut totals.others,
                        };
                        sum.accounts += 1;
                        sum.total += u128::from(holding.total);
                    }
                }
                Existence::Absent => totals.absent += 1,
                Existence::NotChecked => totals.not_checked += 1,
                Existence::Unknown => {}
            }
            totals.is_whole &= row.whose == Whose::Contact || row.is_settled();
        }
        totals
    }

    /// The addresses of the person's own accounts that are there.
    pub fn own(&self) -> impl Iterator<Item = AccountAddress> {
        let own = self.rows.iter().filter(|(_, row)| row.whose == Whose::Own);
        own.filter(|(_, row)| matches!(row.standing, Existence::There(_))).map(|(address, _)| *address)
    }

    fn settle(&mut self, address: AccountAddress, standing: Existence) {
        if let Some(row) = self.waiting(address) {
            *row = WatchRow { standing, fault: None, whose: row.whose };
        }
    }

    /// An answer that comes after giving up still counts.
    fn waiting(&mut self, address: AccountAddress) -> Option<&mut WatchRow> {
        self.rows.get_mut(&address).filter(|row| !row.is_settled())
    }
}

impl WatchRow {
    /// Whether the node is to be asked about it.
    fn is_open(&self) -> bool {
        self.standing == Existence::Unknown
    }

    /// Whether it has its answer.
    const fn is_settled(&self) -> bool {
        matches!(self.standing, Existence::There(_) | Existence::Absent)
    }
}

impl Mover {
    /// By what the keys can do by which an account was found. What others can take without them is not counted as the person's.
    const fn of(power: Power) -> Self {
        match power {
            Power::Alone | Power::AloneBeforeOthers => Self::Alone,
            Power::NeedsMore { .. } => Self::Together,
            Power::OthersToo | Power::OthersRule { .. } | Power::None => Self::Others,
        }
    }
}

impl Holding {
    fn of(asked: &AccountAddress, account: &AccountOnChain, own: &Own) -> Self {
        let is_on_record = own.accounts.contains(asked) || own.accounts.contains(&account.address);
        let ours = account.credentials.values().filter(|credential| own.credentials.contains(&credential.id));
        let rests_on = own.keys.get(asked).or_else(|| own.keys.get(&account.address));
        let power = rests_on.map(|keys| Power::of(account, keys));
        let mover = match (power, count(ours)) {
            (Some(power), _) => Mover::of(power),
            // Nothing is on record that could be missing on the chain: the keys themselves are here.
            (None, 0) if !is_on_record && account.threshold <= 1 => Mover::Alone,
            (None, 0) if !is_on_record => Mover::Together,
            (None, 0) => Mover::Others,
            (None, ours) if ours < account.threshold => Mover::Together,
            (None, _) => Mover::Alone,
        };
        Self {
            mover,
            power,
            address: account.address,
            total: account.balance.total,
            threshold: account.threshold,
            credentials: count(account.credentials.keys()),
        }
    }
}

/// An account has at most as many credentials as there are slots.
fn count<T>(credentials: impl Iterator<Item = T>) -> u32 {
    u32::try_from(credentials.count()).unwrap_or(u32::MAX)
}
