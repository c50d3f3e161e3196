//! One search that was begun, and how it looks from outside.

use std::cell::{Cell, OnceCell, RefCell};

use crate::access::Power;
use crate::fault::{Explain as _, Fault};
use crate::key_search::{self, AddressTrial, FoundByKey, KeyAnswer, KeySearch, KeySearchError, SeriesCoverage};
use crate::model::{
    AccountAddress, AccountKey, GenesisHash, LedgerPath, LedgerSigner, PairingKey, SigningPath, Wallet,
};

use super::view::{KeyAccountView, KeySearchStep, KeySeriesView, PowerView, Sought};
use crate::session::seam::saturated;
use crate::session::turn::Turn;

/// A search that was begun.
pub(super) struct Begun {
    pub(super) network: GenesisHash,
    pub(super) sought: Sought,
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
    fn found(&self) -> Vec<FoundByKey<'_>> {
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
    pub(super) fn new(network: GenesisHash, sought: Sought) -> Self {
        Self {
            network,
            sought,
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

    /// What was found, as records.
    pub(super) fn wallet(&self) -> Wallet {
        let gathered = self.gathered.borrow();
        match gathered.device() {
            Some(device) => {
                let own = gathered.found().into_iter().filter(|found| !found.power.may_be_a_strangers());
                key_search::wallet(self.network, device, own)
            }
            None => Wallet::default(),
        }
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
        let is_known = |address: &AccountAddress| {
            records.is_some_and(|records| records.accounts.contains_key(&AccountKey::Address(*address)))
        };
        let series = match &*gathered {
            Gathered::Search(search) => search.coverage().iter().map(series_view).collect(),
            Gathered::Nothing | Gathered::Address(_) => Vec::new(),
        };
        KeySearchStep::Over {
            sought,
            found: found.iter().filter_map(|found| account_view(found, is_known(&found.account.address))).collect(),
            series,
            fault: self.fault.borrow().clone().or_else(|| self.stopped(&gathered)),
        }
    }

    /// Ended before anything could be said of what was not looked at. Of a search its series say it, number by number.
    fn stopped(&self, gathered: &Gathered) -> Option<Fault> {
        let is_said = self.came_to_end.get() || matches!(gathered, Gathered::Search(_));
        (!is_said).then(|| KeySearchError::Stopped.fault())
    }
}

fn account_view(found: &FoundByKey<'_>, is_known: bool) -> Option<KeyAccountView> {
    let (power, missing) = match found.power {
        Power::Alone => (PowerView::Alone, 0),
        Power::AloneBeforeOthers => (PowerView::AloneBeforeOthers, 0),
        Power::OthersToo => (PowerView::OthersToo, 0),
        Power::NeedsMore { signatures } => (PowerView::NeedsMore, signatures),
        Power::OthersRule { signatures } => (PowerView::OthersRule, signatures),
        // Such an account was not found.
        Power::None => return None,
    };
    Some(KeyAccountView {
        address: found.account.address.to_string(),
        power,
        missing,
        may_receive: found.power.may_receive(),
        comes_in: !found.power.may_be_a_strangers(),
        paths: found.signers.iter().map(|LedgerSigner { at, .. }| path_text(at)).collect(),
        total: found.account.balance.total.to_string(),
        is_known,
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
