//! The device's own word on which identity a seed belongs to.
//!
//! The answer to an export does not say whose seed it is, and a request in the wrong form is answered with the seed of
//! identity 0. But the seed is the SLIP-10 private key of a leaf, and the app gives the Ed25519 public key of every leaf
//! without a prompt, from a request that has kept its form in all versions and that names the whole path. So the seed's
//! own public key tells: recorded on 4.1.2, 5.1.3 and 5.4.0, where both come from one function of the app.
//!
//! The public key is read *before* the export. Nothing may be sent while the prompt is open, and what is wrong (another
//! app, a lock, a question left open) is better learnt before somebody is asked to press buttons.

use ed25519_dalek::SigningKey;

use super::ask::of_coin;
use super::path::KeyPath;
use super::public_key::{self, PublicKey};
use super::running::ConcordiumApp;
use crate::ledger::error::LedgerError;
use crate::ledger::transport::Transport;
use crate::model::{IdentityIndex, LedgerPath};
use crate::secret::PrfKeySeed;

/// The public key of an identity's PRF key leaf. `None` when the app refuses to say it.
pub(super) async fn read<T: Transport>(
    transport: &mut T,
    app: &ConcordiumApp,
    path: LedgerPath,
    index: IdentityIndex,
) -> Result<Option<PublicKey>, LedgerError> {
    match of_coin(app, path, public_key::read(transport, app, &KeyPath::prf_leaf(path, index)).await) {
        Ok(key) => Ok(Some(key)),
        Err(LedgerError::NotUnderstood { .. } | LedgerError::UnknownStatus { .. } | LedgerError::AppTooNew { .. }) => {
            Ok(None)
        }
        Err(error) => Err(error),
    }
}

/// Whether a seed is the one whose public key the device gave.
pub(super) fn agrees(seed: &PrfKeySeed, key: &PublicKey) -> bool {
    // EXPOSE: the seed as the Ed25519 private key it is; the copy is wiped when dropped.
    SigningKey::from_bytes(seed.expose()).verifying_key().as_bytes() == key
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_recorded_seed_agrees_with_the_recorded_public_key_and_with_no_other() {
        // Identity 0 of the phrase of the recordings: `PUBLIC key of the PRF leaf, silent`, the same in every version.
        let seed = hex::decode("b312566385d024ded4ff4e265df4eeae515a18453a60a4e5b4271fa1e5be0aa4").unwrap();
        let key = hex::decode("3b8eab556c73f856236193e91b90f9ac6ba0688cd3e815850509efa649814c7e").unwrap();
        let (seed, mut key) = (PrfKeySeed::new(seed.try_into().unwrap()), PublicKey::try_from(key).unwrap());
        assert!(agrees(&seed, &key));
        key[0] ^= 1;
        assert!(!agrees(&seed, &key));
    }
}
