//! What a run stands on before its first question: where to look, what is known already, which Ledger is there.

use std::cell::RefCell;

use futures_util::future::join;

use super::{Beginning, Run};
use crate::chain::Generator;
use crate::custody;
use crate::model::{Coin, IdentityKey, LedgerPath, ProviderNumber};
use crate::recovery::{Basis, Command, Inquiry, Known, PhonePlace, Plan, Recovery, Route, Track};
use crate::session::ports::Ports;
use crate::session::recovery::intent::RecoveryRoute;

impl<P: Ports + 'static> Run<P> {
    pub(super) async fn prepare(&self, beginning: Beginning) -> Option<Recovery> {
        match beginning {
            Beginning::Overview(recovery) => {
                recovery.device().into_iter().for_each(|device| self.desk.expect(device));
                Some(*recovery)
            }
            Beginning::Fresh { route: RecoveryRoute::Phone, private_scan } => {
                let generator = self.generator().await;
                let phones = self.phones()?;
                Some(Recovery::new(self.basis(generator)?, Route::phones(phones).asking(inquiry(private_scan))))
            }
            Beginning::Fresh { route: RecoveryRoute::Ledger { legacy, providers }, private_scan } => {
                let (generator, device) = join(self.generator(), self.desk.device()).await;
                let mut route = Route::new();
                if legacy {
                    route = route.then(Track::of(device, LedgerPath::Legacy));
                }
                let providers = providers.into_iter().filter_map(ProviderNumber::new);
                route = route.then_providers(device, Coin::of(self.network), providers).asking(inquiry(private_scan));
                self.note_device(device);
                Some(Recovery::new(self.basis(generator)?, route))
            }
            // The saved run knows its Ledger; it is asked for only when another index is due.
            Beginning::Saved(checkpoint) => {
                checkpoint.device().into_iter().for_each(|device| self.desk.expect(device));
                let generator = self.generator().await;
                Recovery::resume(self.basis(generator)?, &checkpoint).ok()
            }
        }
    }

    /// What the run stands on. `None` when the vault was locked meanwhile.
    pub(super) fn basis(&self, generator: Generator) -> Option<Basis> {
        *self.generator.borrow_mut() = Some(generator.clone());
        let known = Known::of(&self.flow.vault.contents().ok()?.wallet, self.network);
        Some(Basis { plan: Plan::standard(), generator, network: self.network, known })
    }

    /// The identities of this network that came from a phone. One whose key is not here, or not right, is left out by the run, and
    /// said so.
    pub(super) fn phones(&self) -> Option<Vec<PhonePlace>> {
        let contents = self.flow.vault.contents().ok()?;
        let records = contents.wallet.networks.get(&self.network);
        let phones = records.into_iter().flat_map(|records| records.identities.values()).filter_map(|identity| {
            let IdentityKey::Phone(id) = identity.key else { return None };
            let max_accounts = custody::max_accounts(identity);
            Some(PhonePlace {
                identity: id,
                max_accounts: max_accounts.map(|most| u8::try_from(most).unwrap_or(u8::MAX)),
            })
        });
        Some(phones.collect())
    }

    /// While a run is prepared, “stop” ends it, and everything else means: look again now. What asks for more than that is a wish for
    /// the run, and kept for it.
    pub(super) async fn stopped(&self, wishes: &RefCell<Vec<Command>>) {
        loop {
            let command = self.control.next().await;
            match command {
                Command::Stop => return,
                Command::AskOneByOne | Command::LookDeeper { .. } | Command::Revisit { .. } => {
                    wishes.borrow_mut().push(command);
                }
                Command::Continue | Command::NextTrack | Command::CheckAgain | Command::AskAgain | Command::Skip => {}
            }
            self.nodes.again();
            self.look_again.ring();
        }
    }
}

fn inquiry(private_scan: bool) -> Inquiry {
    if private_scan { Inquiry::ListFirst } else { Inquiry::Complete }
}
