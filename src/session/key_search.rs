//! Accounts found by public keys: those of Ledger's own program, those of the Desktop Wallet without an approval, and one address that
//! the person knows. It ends in a preview of `import`.
//! This module holds the flow's state and its use cases; what the answers mean is `key_search`'s to say.

pub mod intent;
mod run;
mod state;
pub mod view;

use std::cell::RefCell;
use std::rc::Rc;

use crate::directory::Directory;
use crate::fault::{Explain, Fault};
use crate::key_search::Series;
use crate::model::{Coin, GenesisHash, IdentityIndex, IdentityKey, LedgerPath, Network};

use super::balances::Balances;
use super::context::Context;
use super::error::{SessionError, fault};
use super::import::{Denied, ImportFlow, Origin};
use super::ledger::Ledger;
use super::ports::Ports;
use super::recovery::view::{SearchState, SearchSummary};
use super::seam::saturated;
use super::vault::Vault;
use intent::{KeySearchIntent, KeysOf};
use state::{Begun, Gathered};
use view::{KeySearchStep, KeySearchView, Sought};

/// Identities of the Desktop Wallet that are looked at, whatever is on record.
const FIRST_IDENTITIES: u32 = 5;

/// The search, from its beginning to the preview of what it found.
pub(super) struct KeySearchFlow<P: Ports> {
    context: Rc<Context<P>>,
    vault: Rc<Vault<P>>,
    ledger: Rc<Ledger<P>>,
    import: Rc<ImportFlow<P>>,
    balances: Rc<Balances>,
    /// The search that was begun last, whether it runs or is over. Shared with its task.
    begun: RefCell<Option<Rc<Begun>>>,
}

impl<P: Ports + 'static> KeySearchFlow<P> {
    pub(super) fn new(
        context: &Rc<Context<P>>,
        vault: &Rc<Vault<P>>,
        ledger: &Rc<Ledger<P>>,
        import: &Rc<ImportFlow<P>>,
        balances: &Rc<Balances>,
    ) -> Self {
        Self {
            context: Rc::clone(context),
            vault: Rc::clone(vault),
            ledger: Rc::clone(ledger),
            import: Rc::clone(import),
            balances: Rc::clone(balances),
            begun: RefCell::default(),
        }
    }

    /// Does what the page asked.
    pub(super) fn handle(&self, intent: KeySearchIntent) -> Result<(), Fault> {
        match intent {
            KeySearchIntent::Start { keys, directory } => self.start(keys, &directory)?,
            KeySearchIntent::Address { address } => self.try_address(&address)?,
            KeySearchIntent::CheckAgain => self.check_again()?,
            KeySearchIntent::Stop => self.stop(),
            KeySearchIntent::Preview => self.preview()?,
            // The session adds it then, before anything of the preview is seen.
            KeySearchIntent::Add => return self.preview(),
            KeySearchIntent::Close => {
                self.stop();
                self.forget();
            }
        }
        self.context.redraw();
        Ok(())
    }

    /// Whether a search is going on.
    pub(super) fn is_running(&self) -> bool {
        self.begun.borrow().as_ref().is_some_and(|begun| begun.is_running())
    }

    /// Ends a search that is going on; whoever else sits at the Ledger stays there.
    fn stop(&self) {
        if self.is_running() {
            self.ledger.make_way();
        }
    }

    /// Forgets what was found.
    pub(super) fn forget(&self) {
        self.begun.take();
    }

    /// What was found goes the way of a file's records.
    fn preview(&self) -> Result<(), Fault> {
        let begun = self.begun.borrow().clone().filter(|begun| !begun.is_running());
        let begun = begun.ok_or_else(|| fault(SessionError::OutOfStep))?;
        let (found, shared) = begun.outcome(&self.vault.contents()?.wallet);
        self.import.preview_found(Origin::Keys(shared), found, Denied::new())
    }

    /// How the search stands, if there is one: what it found is in no wallet and no backup.
    pub(super) fn summary(&self) -> Option<SearchSummary> {
        let begun = self.begun.borrow();
        let begun = begun.as_ref()?;
        let state = if begun.is_running() { SearchState::Running } else { SearchState::Resting };
        Some(SearchSummary { state, found: saturated(begun.gathered.borrow().found().len()) })
    }

    /// The flow as the page sees it.
    pub(super) fn view(&self) -> KeySearchView {
        let network = self.vault.network().ok();
        let directory = network.and_then(Network::of).and_then(Directory::public);
        let contents = self.vault.contents().ok();
        let step = self.begun.borrow().as_ref().zip(contents).map(|(begun, contents)| begun.view(&contents.wallet));
        KeySearchView {
            directory: directory.map(|directory| directory.url().to_string()),
            step: step.unwrap_or(KeySearchStep::Idle),
        }
    }

    fn start(&self, keys: KeysOf, directory: &str) -> Result<(), Fault> {
        let directory = Directory::typed(directory).map_err(|error| error.fault())?;
        let network = self.vault.network()?;
        let (sought, series) = match keys {
            KeysOf::LedgerProgram => (Sought::LedgerProgram, vec![Series::ledger_program(Coin::of(network))]),
            KeysOf::DesktopWallet => (Sought::DesktopWallet, self.desktop_series(network)?),
        };
        self.run_search(network, sought, series, None, directory)
    }

    /// The identities of the Desktop Wallet on record, and the first ones.
    fn desktop_series(&self, network: GenesisHash) -> Result<Vec<Series>, Fault> {
        let contents = self.vault.contents()?;
        let records = contents.wallet.networks.get(&network);
        let on_record = records.into_iter().flat_map(|records| records.identities.keys()).filter_map(|key| match key {
            IdentityKey::Ledger { path: LedgerPath::Legacy, index, .. } => Some(*index),
            IdentityKey::Ledger { path: LedgerPath::Bip44 { .. }, .. } | IdentityKey::Phone(_) => None,
        });
        Ok(on_record.chain((0..FIRST_IDENTITIES).filter_map(IdentityIndex::new)).map(Series::desktop).collect())
    }

    /// Whoever allowed one directory to learn the keys allowed no other.
    fn check_again(&self) -> Result<(), Fault> {
        let out_of_step = || fault(SessionError::OutOfStep);
        let begun = self.begun.borrow().clone().filter(|begun| !begun.is_running()).ok_or_else(out_of_step)?;
        let search = match &*begun.gathered.borrow() {
            Gathered::Search(search) => search.clone(),
            Gathered::Nothing | Gathered::Address(_) => return Err(out_of_step()),
        };
        let directory = begun.directory.clone().ok_or_else(out_of_step)?;
        self.run_search(begun.network, begun.sought.clone(), Vec::new(), Some(search), directory)
    }
}
