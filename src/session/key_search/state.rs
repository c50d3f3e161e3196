//! One search that was begun, and how it looks from outside.

use std::cell::{Cell, OnceCell, RefCell};
use std::cmp::Reverse;

use crate::directory::Directory;
use crate::fault::{Explain as _, Fault};
use crate::gather::{Gather, Rest as _};
use crate::key_search::{self, AddressTrial, FoundByKey, KeyAnswer, KeySearch, KeySearchError, SeriesCoverage};
use crate::model::{
    AccountAddress, AccountKey, GenesisHash, LedgerPath, LedgerSigner, PairingKey, SigningPath, Wallet,
};
use crate::order::InOrder as _;

use crate::node::AccountOnChain;

use super::view::{KeyAccountView, KeySearchStep, KeySeriesView, PowerView, Sought};
use crate::session::balances::view::BalanceView;
use crate::session::import::Shared;
use crate::session::seam::{Foreign, saturated};
use crate::session::turn::Turn;

/// A search that was begun.
pub(super) struct Begun {
    pub(super) network: GenesisHash,
    pub(super) sought: Sought,
    /// Who was asked which accounts have a key; nobody about one address.
    pub(super) directory: Option<Directory>,
    pub(super) gathered: RefCell<Gathered>,
    /// Its turn at the Ledger, once it has one; over when it is over.
    pub(super) turn: OnceCell<Turn>,
    /// What ended it before its end.
    pub(super) fault: RefCell<Option<Fault>>,
    /// It came to its end by itself; else it was stopped, or somebody else sat down at the Ledger.
    pub(super) came_to_end: Cell<bool>,
}

/// What there is so far.
pub(super) enum Gathered {
    /// The Ledger is not there yet.
    Nothing,
    Search(KeySearch),
    Address(AddressTrial),
}

impl Gathered {
    pub(super) fn found(&self) -> Vec<FoundByKey<'_>> {
        match self {
            Self::Nothing => Vec::new(),
            Self::Search(search) => search.found().collect(),
            Self::Address(trial) => trial.found().into_iter().collect(),
        }
    }

    fn progress(&self) -> (u32, u32) {
        match self {
            Self::Nothing => (0, 0),
            Self::Search(search) => search.progress(),
            Self::Address(trial) => {
                let (read, of) = trial.progress();
                (saturated(read), saturated(of))
            }
        }
    }

    const fn device(&self) -> Option<PairingKey> {
        match self {
            Self::Nothing => None,
            Self::Search(search) => Some(search.device()),
            Self::Address(trial) => Some(trial.device()),
        }
    }
}

impl Begun {
    pub(super) fn new(network: GenesisHash, sought: Sought, directory: Option<Directory>) -> Self {
        Self {
            network,
            sought,
            directory,
            gathered: RefCell::new(Gathered::Nothing),
            turn: OnceCell::new(),
            fault: RefCell::default(),
            came_to_end: Cell::new(false),
        }
    }

    /// Whether somebody sits at the Ledger for it.
    pub(super) fn is_running(&self) -> bool {
        self.turn.get().is_some_and(|turn| !turn.is_over())
    }

    /// What was found, as records, and where others can sign, too. Of an account that is here with a credential of the person's, that
    /// credential says whose it is: it may have further keys, which were not read.
    pub(super) fn outcome(&self, current: &Wallet) -> (Wallet, Shared) {
        let gathered = self.gathered.borrow();
        let Some(device) = gathered.device() else { return (Wallet::default(), Shared::new()) };
        let found = gathered.found();
        let mut wallet = key_search::wallet(self.network, device, found.iter().cloned());
        let here = current.networks.get(&self.network);
        let is_held = |account: &AccountOnChain| {
            let ids = account.credentials.values().map(|credential| &credential.id);
            here.is_some_and(|here| ids.into_iter().any(|id| here.credentials.contains_key(id)))
        };
        let (held, shared): (Vec<_>, Vec<_>) = found.iter().partition(|found| is_held(found.account));
        if let Some(records) = wallet.networks.get_mut(&self.network) {
            records
                .cosigners
                .keep_only(|_, cosigner| !held.iter().any(|found| found.account.address == cosigner.account));
        }
        let shared = shared.into_iter().filter(|found| !found.power.may_receive());
        let shared = shared.map(|found| ((self.network, found.account.address), found.power)).gather();
        (wallet, shared)
    }

    /// The search as the page sees it, beside what the wallet has.
    pub(super) fn view(&self, wallet: &Wallet) -> KeySearchStep {
        let sought = self.sought.clone();
        let gathered = self.gathered.borrow();
        let found = gathered.found();
        if self.is_running() {
            let (read, of) = gathered.progress();
            return KeySearchStep::Running { sought, read, of, found: saturated(found.len()) };
        }
        let records = wallet.networks.get(&self.network);
        let name = |address: &AccountAddress| {
            records.and_then(|records| records.accounts.get(&AccountKey::Address(*address))).map(|it| it.name.as_str())
        };
        let mut listed: Vec<&FoundByKey<'_>> = found.iter().collect();
        listed.order_by_key(|found| {
            (found.power.may_be_a_strangers(), Reverse(found.account.balance.total), found.account.address)
        });
        let series = match &*gathered {
            Gathered::Search(search) => search.coverage().iter().map(series_view).collect(),
            Gathered::Nothing | Gathered::Address(_) => Vec::new(),
        };
        KeySearchStep::Over {
            sought,
            found: listed.iter().filter_map(|found| account_view(found, name(&found.account.address))).collect(),
            series,
            directory: self.directory.as_ref().map(|directory| directory.url().to_string()),
            fault: self.fault.borrow().clone().or_else(|| self.stopped(&gathered)),
        }
    }

    /// Ended before anything could be said of what was not looked at. Of a search its series say it, number by number.
    fn stopped(&self, gathered: &Gathered) -> Option<Fault> {
        let is_said = self.came_to_end.get() || matches!(gathered, Gathered::Search(_));
        (!is_said).then(|| KeySearchError::Stopped.fault())
    }
}

fn account_view(found: &FoundByKey<'_>, known_as: Option<&str>) -> Option<KeyAccountView> {
    let (power, missing) = PowerView::of(found.power)?;
    Some(KeyAccountView {
        address: found.account.address.to_string(),
        name: known_as.map_or_else(|| found.account.address.default_name().into(), Foreign::from),
        power,
        missing,
        may_receive: found.power.may_receive(),
        comes_in: !found.power.may_be_a_strangers(),
        paths: found.signers.iter().map(|LedgerSigner { at, .. }| path_text(at)).collect(),
        balance: BalanceView::of(&found.account.balance, |_| None),
        is_known: known_as.is_some(),
    })
}

fn series_view(coverage: &SeriesCoverage) -> KeySeriesView {
    let count = |said: KeyAnswer| saturated(coverage.numbers.iter().filter(|number| **number == said).count());
    KeySeriesView {
        identity: match coverage.series.path() {
            LedgerPath::Legacy => Some(coverage.series.identity().get()),
            LedgerPath::Bip44 { .. } => None,
        },
        keys: saturated(coverage.numbers.len()),
        found: count(KeyAnswer::Found),
        none: count(KeyAnswer::None),
        not_checked: count(KeyAnswer::NotChecked),
        faults: coverage.faults.values().cloned().collect(),
    }
}

/// A path as it is usually written.
fn path_text(at: &SigningPath) -> String {
    let SigningPath { path, identity, credential } = at;
    match path {
        LedgerPath::Legacy => format!("m/1105'/0'/0'/0'/{identity}'/2'/{credential}'/0'"),
        LedgerPath::Bip44 { coin, provider } => {
            format!("m/44'/{}'/{provider}'/{identity}'/0'/{credential}'", coin.number())
        }
    }
}
