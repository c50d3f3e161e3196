//! Finding accounts by the public keys of a Ledger, which it gives without a button press: what to read and to ask next,
//! and what the answers add up to. It decides and asks nobody itself; it believes no directory, and takes silence for no
//! answer.
//!
//! ```text
//!            step()                              handle()
//! KeySearch ─────────▶ ReadKeys · Ask ─ … ─▶ Key · NoKey · Listed · NotListed · Account · NoAccount · GiveUp ─▶ KeySearch
//!     │ found(): accounts, with what the keys can do there      coverage(): what "none" was said of, and what it was not
//! wallet(): what was found, ready for merge
//! ```
//!
//! It follows [`Series`] of keys: numbers 0, 1, 2 … below one path, some beyond the last one that is on an account (Ledger's own
//! program stops at the first that is not, and so hides what comes behind a gap).
//!
//! Invariants, each with its test: a key counts only where the node shows it on the account; *none* is said of a number only when the
//! directory and the node answered everything there is to ask about it; the same chain gives the same result in whatever order
//! the answers come. There is no checkpoint: the keys come silently, in seconds, and nothing of them is secret.

mod address;
mod drive;
mod error;
mod outcome;
mod series;

use std::collections::{BTreeMap, BTreeSet};

pub use address::AddressTrial;
pub use drive::{KeySearchPorts, drive};
pub use error::KeySearchError;
pub use outcome::wallet;
pub use series::Series;

use crate::access::Power;
use crate::fault::{Explain as _, Fault};
use crate::gather::{Gather, Rest as _};
use crate::model::{AccountAddress, LedgerPath, LedgerSigner, PairingKey, SigningPath, VerifyKey};
use crate::node::AccountOnChain;

/// A search for the accounts that keys of one Ledger stand on.
#[derive(Debug, Clone)]
pub struct KeySearch {
    device: PairingKey,
    series: Vec<Series>,
    keys: BTreeMap<SigningPath, ReadKey>,
    accounts: BTreeMap<AccountAddress, AccountAnswer>,
}

/// A key of the Ledger, and what the directory says of it.
#[derive(Debug, Clone, PartialEq, Eq)]
enum ReadKey {
    /// The Ledger does not give it.
    Unread(Fault),
    /// The directory is to be asked.
    Open(VerifyKey),
    /// It could not be asked, or its answer was none.
    NotChecked(VerifyKey, Option<Fault>),
    /// What it lists.
    Listed(VerifyKey, BTreeSet<AccountAddress>),
}

/// What the node says of an account that the directory lists.
#[derive(Debug, Clone, PartialEq, Eq)]
enum AccountAnswer {
    Open,
    There(Box<AccountOnChain>),
    /// The directory lists it and the node denies it: one of them is behind, or wrong.
    Denied,
    NotChecked(Option<Fault>),
}

/// What to do next. Everything in one step may be done in any order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeyStep {
    /// Read the public keys at these places from the Ledger. Never empty.
    ReadKeys(Vec<SigningPath>),
    /// Ask the directory about these keys and the node about these addresses. Not both are empty.
    Ask {
        /// For the directory.
        keys: Vec<VerifyKey>,
        /// For the node.
        accounts: Vec<AccountAddress>,
    },
    /// Nothing.
    Finished,
}

/// What happened. Answers that nobody waits for change nothing.
#[derive(Debug)]
pub enum KeyEvent {
    /// The Ledger gave a key.
    Key {
        /// Where it lies.
        at: SigningPath,
        /// The key.
        key: VerifyKey,
    },
    /// The Ledger gives none there.
    NoKey {
        /// Where it would lie.
        at: SigningPath,
        /// Why.
        fault: Fault,
    },
    /// The directory answered.
    Listed {
        /// What it was asked about.
        key: VerifyKey,
        /// All accounts it lists.
        accounts: BTreeSet<AccountAddress>,
    },
    /// The directory did not answer, and was given up.
    NotListed {
        /// What it was asked about.
        key: VerifyKey,
        /// Why.
        fault: Fault,
    },
    /// The node knows the account.
    Account {
        /// What it was asked about.
        asked: AccountAddress,
        /// The account.
        account: Box<AccountOnChain>,
    },
    /// The node said explicitly that there is none.
    NoAccount {
        /// What it was asked about.
        asked: AccountAddress,
    },
    /// The node did not answer, and was given up.
    NotAnswered {
        /// What it was asked about.
        asked: AccountAddress,
        /// Why.
        fault: Fault,
    },
    /// Everything without an answer is *not checked* from now on, and nothing further is begun.
    GiveUp,
    /// Everything that was not checked is to be asked again.
    CheckAgain,
}

/// An account that a key of the Ledger stands on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundByKey<'a> {
    /// The account, as the node has it.
    pub account: &'a AccountOnChain,
    /// What all the keys that were read can do there.
    pub power: Power,
    /// Which of them stand on it.
    pub signers: BTreeSet<LedgerSigner>,
}

/// What is known of one number of a series.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum KeyAnswer {
    /// The key is on an account.
    Found,
    /// Directory and node answered: the key is on no account.
    None,
    /// Not everything was answered.
    NotChecked,
}

/// What a series came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeriesCoverage {
    /// Which series.
    pub series: Series,
    /// By number, from 0.
    pub numbers: Vec<KeyAnswer>,
    /// What kept answers away, by code.
    pub faults: BTreeMap<&'static str, Fault>,
}

impl KeySearch {
    /// A new search.
    #[must_use]
    pub fn new(device: PairingKey, series: impl IntoIterator<Item = Series>) -> Self {
        let series = series.into_iter().gather::<BTreeSet<_>>().into_iter().collect();
        Self { device, series, keys: BTreeMap::new(), accounts: BTreeMap::new() }
    }

    /// What to do next. Does not change anything; ask again after every event.
    #[must_use]
    pub fn step(&self) -> KeyStep {
        let wanted: Vec<_> = self.wanted().filter(|at| !self.keys.contains_key(at)).collect();
        if !wanted.is_empty() {
            return KeyStep::ReadKeys(wanted);
        }
        let keys: Vec<_> =
            self.keys.values().filter_map(|key| if let ReadKey::Open(key) = key { Some(*key) } else { None }).collect();
        let is_open = |(address, standing): (&AccountAddress, &AccountAnswer)| {
            (*standing == AccountAnswer::Open).then_some(*address)
        };
        let accounts: Vec<_> = self.accounts.iter().filter_map(is_open).collect();
        if keys.is_empty() && accounts.is_empty() { KeyStep::Finished } else { KeyStep::Ask { keys, accounts } }
    }

    /// Takes in what happened.
    ///
    /// # Errors
    /// [`KeySearchError::SameKeyTwice`]; nothing is recorded then.
    pub fn handle(&mut self, event: KeyEvent) -> Result<(), KeySearchError> {
        match event {
            KeyEvent::Key { at, key } => {
                if self.keys.iter().any(|(other, known)| *other != at && known.key() == Some(key)) {
                    return Err(KeySearchError::SameKeyTwice);
                }
                self.keys.entry(at).or_insert(ReadKey::Open(key));
            }
            KeyEvent::NoKey { at, fault } => drop(self.keys.entry(at).or_insert(ReadKey::Unread(fault))),
            KeyEvent::Listed { key, accounts } => {
                for account in &accounts {
                    self.accounts.entry(*account).or_insert(AccountAnswer::Open);
                }
                self.settle(key, ReadKey::Listed(key, accounts));
            }
            KeyEvent::NotListed { key, fault } => self.settle(key, ReadKey::NotChecked(key, Some(fault))),
            KeyEvent::Account { asked, account } => self.answer(asked, AccountAnswer::There(account)),
            KeyEvent::NoAccount { asked } => self.answer(asked, AccountAnswer::Denied),
            KeyEvent::NotAnswered { asked, fault } => self.answer(asked, AccountAnswer::NotChecked(Some(fault))),
            KeyEvent::GiveUp => self.give_up(),
            KeyEvent::CheckAgain => self.check_again(),
        }
        Ok(())
    }

    /// The Ledger this is about.
    #[must_use]
    pub const fn device(&self) -> PairingKey {
        self.device
    }

    /// The paths it looks below.
    pub fn paths(&self) -> impl Iterator<Item = LedgerPath> {
        self.series.iter().map(Series::path)
    }

    /// By address. What the directory listed and the node does not show a key on is not in here.
    pub fn found(&self) -> impl Iterator<Item = FoundByKey<'_>> {
        let keys: BTreeSet<VerifyKey> = self.keys.values().filter_map(ReadKey::key).gather();
        let there = self.accounts.values().filter_map(|standing| match standing {
            AccountAnswer::There(account) => Some(&**account),
            AccountAnswer::Open | AccountAnswer::Denied | AccountAnswer::NotChecked(_) => None,
        });
        // An account may have been listed by an alias, too.
        let by_address: BTreeMap<_, _> = there.map(|account| (account.address, account)).gather();
        by_address.into_values().filter_map(move |account| {
            let power = Power::of(account, &keys);
            power.is_some().then(|| FoundByKey { account, power, signers: self.signers_on(account) })
        })
    }

    /// What every series came to, in their order.
    #[must_use]
    pub fn coverage(&self) -> Vec<SeriesCoverage> {
        let of = |series: &Series| {
            let mut coverage = SeriesCoverage { series: *series, numbers: Vec::new(), faults: BTreeMap::new() };
            for at in series.numbers(0..self.reach(series)) {
                let number = self.number(&at, &mut coverage.faults);
                coverage.numbers.push(number);
            }
            coverage
        };
        self.series.iter().map(of).collect()
    }

    /// How many keys were read, and how many are to be read as it stands.
    #[must_use]
    pub fn progress(&self) -> (u32, u32) {
        let count = |items: usize| u32::try_from(items).unwrap_or(u32::MAX);
        (count(self.keys.len()), count(self.wanted().count()))
    }

    fn wanted(&self) -> impl Iterator<Item = SigningPath> {
        self.series.iter().flat_map(|series| series.numbers(0..self.reach(series)))
    }

    /// How many numbers of a series are looked at, as far as is known now.
    fn reach(&self, series: &Series) -> u16 {
        let last = series.numbers(0..series.most()).filter(|at| self.is_hit(at)).last();
        series.reach(last.map(|at| at.credential))
    }

    /// Whether the node shows the key on an account.
    fn is_hit(&self, at: &SigningPath) -> bool {
        let Some(ReadKey::Listed(key, accounts)) = self.keys.get(at) else { return false };
        accounts.iter().any(|address| self.shows(address, key) == Some(true))
    }

    /// Whether the account has this key; `None` as long as nobody knows.
    fn shows(&self, address: &AccountAddress, key: &VerifyKey) -> Option<bool> {
        match self.accounts.get(address)? {
            AccountAnswer::There(account) => Some(has(account, key)),
            AccountAnswer::Open | AccountAnswer::Denied | AccountAnswer::NotChecked(_) => None,
        }
    }

    fn number(&self, at: &SigningPath, faults: &mut BTreeMap<&'static str, Fault>) -> KeyAnswer {
        let (key, accounts) = match self.keys.get(at) {
            Some(ReadKey::Listed(key, accounts)) => (key, accounts),
            Some(ReadKey::Unread(fault) | ReadKey::NotChecked(_, Some(fault))) => {
                faults.insert(fault.code, fault.clone());
                return KeyAnswer::NotChecked;
            }
            Some(ReadKey::Open(_) | ReadKey::NotChecked(_, None)) | None => return KeyAnswer::NotChecked,
        };
        for address in accounts {
            match self.accounts.get(address) {
                Some(AccountAnswer::NotChecked(Some(fault))) => drop(faults.insert(fault.code, fault.clone())),
                Some(AccountAnswer::Denied) => {
                    let fault = KeySearchError::Contradiction.fault();
                    faults.insert(fault.code, fault);
                }
                Some(AccountAnswer::Open | AccountAnswer::There(_) | AccountAnswer::NotChecked(None)) | None => {}
            }
        }
        let shown: Vec<_> = accounts.iter().map(|address| self.shows(address, key)).collect();
        if shown.contains(&Some(true)) {
            KeyAnswer::Found
        } else if shown.contains(&None) {
            KeyAnswer::NotChecked
        } else {
            KeyAnswer::None
        }
    }

    fn signers_on(&self, account: &AccountOnChain) -> BTreeSet<LedgerSigner> {
        let keys = self.keys.iter().filter_map(|(at, key)| Some((*at, key.key()?)));
        let on_it = keys.filter(|(_, key)| has(account, key));
        on_it.map(|(at, key)| LedgerSigner { device: self.device, at, key }).gather()
    }

    /// An answer that comes after giving up still counts.
    fn settle(&mut self, key: VerifyKey, to: ReadKey) {
        let waiting = self.keys.values_mut().find(|known| match known {
            ReadKey::Open(known) | ReadKey::NotChecked(known, _) => *known == key,
            ReadKey::Unread(_) | ReadKey::Listed(..) => false,
        });
        if let Some(waiting) = waiting {
            *waiting = to;
        }
    }

    fn answer(&mut self, asked: AccountAddress, to: AccountAnswer) {
        let waiting = self.accounts.get_mut(&asked);
        if let Some(waiting @ (AccountAnswer::Open | AccountAnswer::NotChecked(_))) = waiting {
            *waiting = to;
        }
    }

    fn give_up(&mut self) {
        let wanted: Vec<_> = self.wanted().collect();
        for at in wanted {
            self.keys.entry(at).or_insert(ReadKey::Unread(KeySearchError::Stopped.fault()));
        }
        for key in self.keys.values_mut() {
            if let ReadKey::Open(open) = key {
                *key = ReadKey::NotChecked(*open, None);
            }
        }
        for standing in self.accounts.values_mut().filter(|standing| **standing == AccountAnswer::Open) {
            *standing = AccountAnswer::NotChecked(None);
        }
    }

    fn check_again(&mut self) {
        self.keys.keep_only(|_, key| !matches!(key, ReadKey::Unread(_)));
        for key in self.keys.values_mut() {
            if let ReadKey::NotChecked(known, _) = key {
                *key = ReadKey::Open(*known);
            }
        }
        for standing in self.accounts.values_mut() {
            if matches!(standing, AccountAnswer::NotChecked(_) | AccountAnswer::Denied) {
                *standing = AccountAnswer::Open;
            }
        }
    }
}

impl ReadKey {
    const fn key(&self) -> Option<VerifyKey> {
        match self {
            Self::Unread(_) => None,
            Self::Open(key) | Self::NotChecked(key, _) | Self::Listed(key, _) => Some(*key),
        }
    }
}

/// Whether the key stands anywhere on the account.
fn has(account: &AccountOnChain, key: &VerifyKey) -> bool {
    account.credentials.values().any(|credential| credential.keys.keys.values().any(|on_it| on_it == key))
}

#[cfg(test)]
mod tests;
