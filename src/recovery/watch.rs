//! Which of the addresses a person knows exist on the chain now, and what they hold: no key, no Ledger, no search.
//! This module asks about addresses and believes answers only; it refuses to take a fault, or silence, for "no such account".
//!
//! ```text
//! Watch ─ step() ─▶ LookUp(addresses) ─ … ─ handle() ─▶ There · Absent · Failed · GiveUp · CheckAgain ─▶ Watch ─ rows() ─▶
//! ```

use std::collections::{BTreeMap, BTreeSet};
use std::future::Future;

use futures_util::future::FutureExt;
use futures_util::select_biased;
use futures_util::stream::{FuturesUnordered, StreamExt};

use super::control::{Command, Control};
use super::pace::{Pace, insist};
use crate::fault::Explain;
use crate::model::{AccountAddress, ContactAddress, CredentialId, GenesisHash, Wallet};
use crate::node::{AccountOnChain, Balance, Lookup, NodeError};

/// Look-ups under way at the same time.
const CONCURRENCY: usize = 50;

/// The addresses of one network, and what is known of each. To see them as they are later, begin a new one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Watch {
    rows: BTreeMap<AccountAddress, Row>,
    own: Own,
}

/// What the records say is the person's, to be held against the chain.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Own {
    credentials: BTreeSet<CredentialId>,
    /// Accounts that some of these are on record for. One that came as its keys may have none.
    accounts: BTreeSet<AccountAddress>,
}

/// One address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Whose it is, by the records.
    pub whose: Whose,
    /// What is known of it.
    pub standing: Standing,
    /// Code of the last fault that kept an answer away.
    pub fault: Option<&'static str>,
    /// Whether the node is to be asked about it.
    pub is_open: bool,
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
pub enum Standing {
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
    /// What it holds.
    pub balance: Balance,
    /// How many credentials must sign.
    pub threshold: u32,
    /// Credentials on it.
    pub credentials: u32,
    /// Who can move what it holds.
    pub mover: Mover,
}

/// Who can move what an account holds, by the credentials that are on it now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mover {
    /// The person alone.
    Alone,
    /// The person and others together.
    Together,
    /// Others only: no credential of the person's is on it any more.
    Others,
}

/// What to do next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WatchStep {
    /// Ask the node about these addresses, all at once, in any order. Never empty.
    LookUp(Vec<AccountAddress>),
    /// Nothing, until [`WatchEvent::CheckAgain`].
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
    /// Asking failed; the address stays open.
    Failed {
        /// What was asked about.
        address: AccountAddress,
        /// Code of the fault.
        code: &'static str,
    },
    /// Everything open is *not checked* from now on.
    GiveUp,
    /// Everything *not checked* is open again.
    CheckAgain,
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
    /// On accounts that no credential of the person's is on any more.
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
        watch
    }

    /// These addresses; of two entries the later one counts.
    #[must_use]
    pub fn new(addresses: impl IntoIterator<Item = (AccountAddress, Whose)>) -> Self {
        let row = |(address, whose)| (address, Row { whose, standing: Standing::Unknown, fault: None, is_open: true });
        Self { rows: addresses.into_iter().map(row).collect(), own: Own::default() }
    }

    /// What to do next. Does not change anything; ask again after every event.
    #[must_use]
    pub fn step(&self) -> WatchStep {
        let open: Vec<AccountAddress> =
            self.rows.iter().filter(|(_, row)| row.is_open).map(|(address, _)| *address).collect();
        if open.is_empty() { WatchStep::Finished } else { WatchStep::LookUp(open) }
    }

    /// Takes in what happened.
    pub fn handle(&mut self, event: WatchEvent) {
        match event {
            WatchEvent::There { address, account } => {
                let holding = Holding::of(&address, &account, &self.own);
                self.settle(address, Standing::There(holding));
            }
            WatchEvent::Absent { address } => self.settle(address, Standing::Absent),
            WatchEvent::Failed { address, code } => {
                if let Some(row) = self.waiting(address) {
                    row.fault = Some(code);
                }
            }
            WatchEvent::GiveUp => {
                for row in self.rows.values_mut().filter(|row| row.is_open) {
                    row.is_open = false;
                    if row.standing == Standing::Unknown {
                        row.standing = Standing::NotChecked;
                    }
                }
            }
            WatchEvent::CheckAgain => {
                self.rows.values_mut().filter(|row| !row.is_settled()).for_each(|row| row.is_open = true);
            }
        }
    }

    /// All addresses, in their order.
    pub fn rows(&self) -> impl Iterator<Item = (AccountAddress, &Row)> {
        self.rows.iter().map(|(address, row)| (*address, row))
    }

    /// What is known of an address.
    #[must_use]
    pub fn get(&self, address: &AccountAddress) -> Option<&Row> {
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
                Standing::There(holding) => {
                    totals.there += 1;
                    if row.whose == Whose::Own && counted.insert(holding.address) {
                        let sum = match holding.mover {
                            Mover::Alone => &mut totals.alone,
                            Mover::Together => &mut totals.together,
                            Mover::Others => &mut totals.others,
                        };
                        sum.accounts += 1;
                        sum.total += u128::from(holding.balance.total);
                    }
                }
                Standing::Absent => totals.absent += 1,
                Standing::NotChecked => totals.not_checked += 1,
                Standing::Unknown => {}
            }
            totals.is_whole &= row.whose == Whose::Contact || row.is_settled();
        }
        totals
    }

    fn settle(&mut self, address: AccountAddress, standing: Standing) {
        if let Some(row) = self.waiting(address) {
            *row = Row { standing, fault: None, is_open: false, whose: row.whose };
        }
    }

    /// An answer that comes after giving up still counts.
    fn waiting(&mut self, address: AccountAddress) -> Option<&mut Row> {
        self.rows.get_mut(&address).filter(|row| row.is_open || !row.is_settled())
    }
}

impl Row {
    /// Whether it has its answer.
    const fn is_settled(&self) -> bool {
        matches!(self.standing, Standing::There(_) | Standing::Absent)
    }
}

impl Holding {
    fn of(asked: &AccountAddress, account: &AccountOnChain, own: &Own) -> Self {
        let is_on_record = own.accounts.contains(asked) || own.accounts.contains(&account.address);
        let ours = account.credentials.values().filter(|credential| own.credentials.contains(&credential.id));
        let mover = match super::count(ours) {
            // Nothing is on record that could be missing on the chain: the keys themselves are here.
            0 if !is_on_record && account.threshold <= 1 => Mover::Alone,
            0 if !is_on_record => Mover::Together,
            0 => Mover::Others,
            ours if ours < account.threshold => Mover::Together,
            _ => Mover::Alone,
        };
        Self {
            mover,
            address: account.address,
            balance: account.balance,
            threshold: account.threshold,
            credentials: super::count(account.credentials.keys()),
        }
    }
}

/// What the driver needs of the world.
pub trait WatchPorts: Pace {
    /// Asks the node once about an address.
    fn look_up(&self, address: &AccountAddress) -> impl Future<Output = Result<Lookup, NodeError>>;

    /// Something has changed, or is about to wait.
    fn observe(&self, watch: &Watch);
}

/// Looks everything up that is open, side by side. Ends when every address has its answer, or was given up after failing as
/// often as its fault deserves. Of the commands, [`Command::Stop`] and [`Command::GiveUp`] end it, and [`Command::CheckAgain`]
/// opens what was given up; all others mean nothing here.
pub async fn drive<P: WatchPorts>(watch: &mut Watch, ports: &P, control: &Control) {
    let mut lookups = FuturesUnordered::new();
    let mut asked = BTreeSet::new();
    loop {
        ports.observe(watch);
        let WatchStep::LookUp(open) = watch.step() else { return };
        for address in open {
            if lookups.len() < CONCURRENCY && asked.insert(address) {
                lookups.push(look_up(ports, address));
            }
        }
        if lookups.is_empty() {
            watch.handle(WatchEvent::GiveUp);
            continue;
        }
        let event = select_biased! {
            command = control.next().fuse() => match command {
                Command::Stop | Command::GiveUp => Some(WatchEvent::GiveUp),
                Command::CheckAgain => Some(WatchEvent::CheckAgain),
                Command::Continue
                | Command::NextTrack
                | Command::AddTrack(_)
                | Command::AskOneByOne
                | Command::LookDeeper { .. }
                | Command::Revisit(_)
                | Command::AskAgain
                | Command::Skip => None,
            },
            event = lookups.select_next_some() => Some(event),
        };
        let Some(event) = event else { continue };
        if matches!(event, WatchEvent::CheckAgain | WatchEvent::GiveUp) {
            // Nobody waits for these answers any more; what is still wanted is asked anew.
            lookups.clear();
            asked.clear();
        }
        watch.handle(event);
        while let Some(Some(event)) = lookups.next().now_or_never() {
            watch.handle(event);
        }
    }
}

async fn look_up<P: WatchPorts>(ports: &P, address: AccountAddress) -> WatchEvent {
    match insist(ports, async || ports.look_up(&address).await).await {
        Ok(Lookup::Found(account)) => WatchEvent::There { address, account },
        Ok(Lookup::Absent) => WatchEvent::Absent { address },
        Err(fault) => WatchEvent::Failed { address, code: fault.code() },
    }
}
