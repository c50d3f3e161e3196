//! The key of a place: from the Ledger, with the person's approval, or from an identity that came from a phone.

use std::pin::pin;

use futures_util::future::{Either, select};

use super::Run;
use crate::chain::derive_credential_ids;
use crate::custody::{self, Finding};
use crate::ledger::{self, ExportedKey, LedgerError, Proof, Question};
use crate::model::{IdCredPub, IdentityIndex, IdentityKey, LedgerPath, PairingKey};
use crate::recovery::{AtHand, Command, Given, LedgerKey, NoKey, Place, Relation};
use crate::secret::PrfKey;
use crate::session::ports::Ports;
use crate::session::recovery::view::RelationView;

/// How often a node that fails is asked whether it is back: nothing else tells.
const LOOK_AGAIN_MS: u32 = 3_000;

/// Waits for the first; the second goes on meanwhile, and nobody waits for it.
async fn beside<T>(wanted: impl Future<Output = T>, meanwhile: impl Future<Output = ()>) -> T {
    match select(pin!(wanted), pin!(meanwhile)).await {
        Either::Left((wanted, _)) => wanted,
        Either::Right(((), wanted)) => wanted.await,
    }
}

impl<P: Ports + 'static> Run<P> {
    /// Says what the Ledger at hand is to the wallet, and remembers its model: another one with the same key is a replacement.
    pub(super) fn note_device(&self, device: PairingKey) {
        let new_model = {
            let model = self.shown.device.view().model.map(|model| model.name().to_owned());
            let Ok(contents) = self.flow.vault.contents() else { return };
            let before = contents.models.get(&device).map(String::as_str);
            let present = AtHand { pairing_key: device, model: model.as_deref(), model_before: before };
            let relation = match Relation::of(&contents.wallet, &present) {
                Relation::First => RelationView::First,
                Relation::Known { replaces: Some(_), .. } => RelationView::Replaced,
                Relation::Known { replaces: None, .. } => RelationView::Known,
                Relation::Stranger { .. } => RelationView::Other,
            };
            let is_new = before != model.as_deref();
            self.flow.change(&self.turn, |active| active.relation = Some(relation));
            model.filter(|_| is_new)
        };
        self.flow.context.redraw();
        if let Some(model) = new_model {
            self.keep(move |contents| {
                contents.models.insert(device, model);
            });
        }
    }

    /// Before the Ledger is asked for another key: a node that fails would only leave more unchecked. When it is a fault that
    /// passes, the node is asked now and then, and everything unchecked is looked up once it is back; for any other fault the
    /// person reads what to do, and says "check again".
    pub(super) async fn node_is_back(&self) {
        while self.node_is_failing() {
            self.flow.context.ports.sleep(LOOK_AGAIN_MS).await;
            if self.node_is_failing() && self.nodes.fault_passes() && self.nodes.ready().await.is_ok() {
                self.show_node_ready();
                self.control.send(Command::CheckAgain);
            }
        }
    }

    /// The key of an identity index: the person approves it on the device.
    pub(super) async fn ledger_key(
        &self,
        place: Place,
        path: LedgerPath,
        index: IdentityIndex,
    ) -> Result<Given, NoKey> {
        self.node_is_back().await;
        let question = Question::Export { path, index };
        let export = self.desk.ask(&question, async |ledger, app, device| {
            match ledger::export_prf_key(ledger, app, path, index).await {
                // The public key that proves it was read right after the Ledger said who it is, and the seed has to agree
                // with that one, however long the prompt was open: it is of this Ledger.
                Ok(export) if export.proof == Proof::PublicKey => Ok((export, device)),
                // Nothing else ties it to a Ledger: once more, after the answer, whose it is.
                Ok(export) => Ok((export, ledger::read_pairing_key(ledger, app).await?)),
                // Unlocked with another passphrase while the prompt was open?
                Err(error @ LedgerError::WrongIdentity { .. }) => {
                    let now = ledger::read_pairing_key(ledger, app).await?;
                    Err(if now == device { error } else { LedgerError::OtherDevice })
                }
                Err(error) => Err(error),
            }
        });
        let Ok((export, device)) = beside(export, self.warm_up()).await else { return Err(NoKey::Declined) };
        if place.device() != Some(device) {
            return Err(NoKey::Declined);
        }
        if self.flow.state.borrow().active().is_none_or(|active| active.relation.is_none()) {
            self.note_device(device);
        }
        let key = match export.key {
            ExportedKey::Seed(seed) => LedgerKey::Seed(seed),
            ExportedKey::Key(key) => LedgerKey::Key(key),
        };
        Ok(Given::Ledger { device, key, is_proven: export.proof == Proof::PublicKey })
    }

    /// The key of an identity that came from a phone. A key that does not make what the identity is known to have made is none: what
    /// the node does not know of its credentials would say nothing.
    pub(super) fn wallet_key(&self, id: IdCredPub) -> Option<PrfKey> {
        let contents = self.flow.vault.contents().ok()?;
        let records = contents.wallet.networks.get(&self.network)?;
        let identity = records.identities.get(&IdentityKey::Phone(id))?;
        let generator = self.generator.borrow().clone()?;
        let is_other = custody::check_identity(identity, Some(generator.clone())).contains(&Finding::IdentityPrfOther);
        let key = custody::prf_key(identity).filter(|_| !is_other)?;
        let mut on_record = records.credentials.values().filter(|one| one.identity == identity.key).peekable();
        let made = derive_credential_ids(&generator, &key, 0..=u8::MAX);
        let makes_one =
            on_record.peek().is_none() || on_record.any(|credential| made.iter().any(|(_, id)| *id == credential.id));
        makes_one.then_some(key)
    }
}
