//! What the Ledger at hand can do for the accounts here: sign for them, and show their addresses.
//! This module joins records, chain and Ledger; what the comparison means is the `access` room's to say.

use std::rc::Rc;

use futures_util::stream::{self, StreamExt};

use crate::access::{Access, AccessPlan, KeysRead};
use crate::fault::{Explain, Fault};
use crate::ledger::{self, Compared, LedgerError};
use crate::model::{AccountAddress, AccountKey, GenesisHash};
use crate::node::{AccountOnChain, Lookup, NodeError, query};

use super::Ledger;
use super::desk::{Desk, Watched};
use super::doing::Doing;
use super::known::{AccessAnswer, KnownAccess, owners, shown_on};
use super::slot::DeviceSlot;
use super::view::DeviceStateView;
use crate::session::error::{SessionError, fault};
use crate::session::nodes::Nodes;
use crate::session::ports::Ports;
use crate::session::seam::ids::account_id;

/// Look-ups under way at the same time.
const CONCURRENCY: usize = 50;

impl<P: Ports + 'static> Ledger<P> {
    /// Compares the keys of the Ledger at hand with the chain's, for every account on a Ledger of the network in use.
    pub(super) fn check_access(self: &Rc<Self>) -> Result<(), Fault> {
        let network = self.vault.network()?;
        let nodes = Nodes::of(&self.context, &self.vault, network, None)?;
        let ledger = Rc::clone(self);
        let device = DeviceSlot::new(DeviceStateView::unknown());
        let desk = Desk::new(self, device.clone());
        let begun = self.begin(Doing::CheckingAccess { device }, async move |turn| {
            let known = ledger.compare(network, &nodes, &desk).await;
            // Locked meanwhile: there is nobody to tell.
            if ledger.vault.is_open() {
                ledger.access.borrow_mut().extend(known);
            }
            if !turn.is_over() {
                ledger.cancel();
            }
            ledger.context.redraw_records();
        });
        begun.map(drop)
    }

    async fn compare(&self, network: GenesisHash, nodes: &Nodes<P>, desk: &Desk<P>) -> KnownAccess {
        let owners = self.vault.contents().map(|contents| owners(&contents.wallet, network)).unwrap_or_default();
        let device = desk.device().await;
        let mut known = KnownAccess::new();
        let mut ours = Vec::new();
        for (address, devices) in owners {
            if devices.contains(&device) {
                ours.push(address);
            } else {
                known.insert((network, address), AccessAnswer::OtherLedger);
            }
        }
        let mut on_chain = Vec::new();
        let answers: Vec<_> = stream::iter(ours)
            .map(|address| self.account(nodes, address))
            .buffer_unordered(CONCURRENCY)
            .collect()
            .await;
        for (address, answer) in answers {
            match answer {
                Ok(Some(account)) => on_chain.push(account),
                Ok(None) => drop(known.insert((network, address), AccessAnswer::Compared(Access::NotChecked))),
                Err(error) => drop(known.insert((network, address), AccessAnswer::Failed(nodes.fault(&error)))),
            }
        }
        let plan = {
            let Ok(contents) = self.vault.contents() else { return KnownAccess::new() };
            AccessPlan::new(&contents.wallet, network, device, on_chain.iter().map(|account| &**account))
        };
        let read = read_keys(desk, &plan).await;
        for planned in plan.accounts() {
            let answer = match &read {
                Ok(read) => AccessAnswer::Compared(planned.access(read)),
                Err(error) => AccessAnswer::Failed(error.fault()),
            };
            known.insert((network, planned.on_chain.address), answer);
        }
        known
    }

    async fn account(
        &self,
        nodes: &Nodes<P>,
        address: AccountAddress,
    ) -> (AccountAddress, Result<Option<Box<AccountOnChain>>, NodeError>) {
        let question = async |node: &P::Node| query::account_by_address(node, &address).await;
        let answer = nodes.insist(question).await;
        let answer = answer.map(|lookup| match lookup {
            Lookup::Found(account) => Some(account),
            Lookup::Absent => None,
        });
        (address, answer)
    }

    /// Shows an account's address on the Ledger, for the person to compare.
    pub(super) fn show_address(self: &Rc<Self>, network: &str, id: &str) -> Result<(), Fault> {
        let network: GenesisHash = network.parse().map_err(|_| fault(SessionError::UnknownNetwork))?;
        let address: AccountAddress = id.parse().map_err(|_| fault(SessionError::UnknownRecord))?;
        let (device, check) = {
            let contents = self.vault.contents()?;
            shown_on(&contents.wallet, network, address).ok_or_else(|| fault(SessionError::CannotShowAddress))?
        };
        let ledger = Rc::clone(self);
        let slot = DeviceSlot::new(DeviceStateView::unknown());
        let desk = Desk::new(self, slot.clone());
        let doing = Doing::ShowingAddress {
            device: slot,
            network,
            account: account_id(&AccountKey::Address(address)),
            address: address.to_string(),
            confirmed: None,
        };
        let begun = self.begin(doing, async move |turn| {
            desk.expect(device);
            let question = check.question(address.to_string());
            let show = async |ledger: &mut Watched<'_, P>, app: &_, _| ledger::show_address(ledger, app, &check).await;
            if let Ok(compared) = desk.ask(&question, show).await {
                ledger.confirm(&turn, compared == Compared::Agreed);
            }
            ledger.context.redraw();
            // What was said stays to be read, until the person closes it.
            turn.over().await;
        });
        begun.map(drop)
    }
}

/// Reads from the Ledger what tells whether it signs, without a prompt.
async fn read_keys<P: Ports + 'static>(desk: &Desk<P>, plan: &AccessPlan<'_>) -> Result<KeysRead, LedgerError> {
    let mut read = KeysRead::new();
    loop {
        let wanted = plan.worth_reading(&read);
        if wanted.is_empty() {
            return Ok(read);
        }
        let mut connected = desk.take().await;
        for question in wanted {
            let app = connected.app;
            let mut watched = desk.watch(&mut connected);
            let key = ledger::read_signing_key(
                &mut watched,
                &app,
                question.path,
                question.index,
                question.credential,
                question.key,
            );
            read.insert(question, key.await?);
        }
        desk.give_back(connected);
    }
}
