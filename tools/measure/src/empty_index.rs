//! One identity index without an account, searched by the engine's own driver and, for comparison, one look-up after the
//! other.

use std::cell::Cell;
use std::collections::BTreeSet;
use std::time::Duration;

use dev_node::chain::COMMITMENT_KEY;
use lifeboat::asking::Pace;
use lifeboat::chain::{Generator, derive_credential_ids, derive_prf_key};
use lifeboat::model::{CredentialId, KeyVersion, PairingKey};
use lifeboat::node::{Lookup, NodeError, NodeTransport, query};
use lifeboat::recovery::{
    Basis, Checkpoint, Control, Given, Hits, Known, LedgerKey, NoKey, Place, Plan, Recovery, RecoveryPorts, Route,
    Said, Scanned, drive,
};
use lifeboat::secret::PrfKeySeed;

/// The generator of every chain here.
///
/// # Panics
/// When it is none; it is a constant.
#[must_use]
#[expect(clippy::expect_used, reason = "a constant")]
pub fn generator() -> Generator {
    let key = hex::decode(COMMITMENT_KEY).expect("hexadecimal");
    Generator::parse(&key).expect("the public networks' own")
}

/// The Ledger's answer: a seed nobody has an account with.
fn seed() -> PrfKeySeed {
    PrfKeySeed::new([0x5e; 32])
}

/// Ports of a run whose Ledger answers at once.
struct Ports<'a, T> {
    node: &'a T,
    absent: Cell<usize>,
}

impl<T: NodeTransport> Pace for Ports<'_, T> {
    async fn sleep(&self, milliseconds: u32) {
        tokio::time::sleep(Duration::from_millis(milliseconds.into())).await;
    }

    fn jitter(&self) -> u32 {
        0
    }
}

impl<T: NodeTransport> RecoveryPorts for Ports<'_, T> {
    async fn key(&self, place: Place) -> Result<Given, NoKey> {
        let device = place.device().ok_or(NoKey::Missing)?;
        Ok(Given::Ledger { device, key: LedgerKey::Seed(seed()), is_proven: true })
    }

    async fn look_up(&self, id: &CredentialId) -> Result<Said, NodeError> {
        let answer = query::account_by_credential(self.node, id).await;
        self.absent.set(self.absent.get() + usize::from(answer == Ok(Lookup::Absent)));
        Ok(Said { lookup: answer?, by: None })
    }

    async fn scan(&self, _: &BTreeSet<CredentialId>, _: &Hits) -> Result<Scanned, NodeError> {
        // The route does not ask for the list.
        Err(NodeError::NotOffered)
    }

    fn now(&self) -> u64 {
        0
    }

    async fn save(&self, _: &Checkpoint) {}

    fn observe(&self, _: &Recovery) {}
}

/// A run over index 0 and no further: how many credential ids the node said nothing was ever made with.
///
/// # Panics
/// When the driver refuses the seed, which it does for two equal ones only.
#[expect(clippy::expect_used, reason = "one index has one key")]
pub async fn recover<T: NodeTransport>(node: &T, generator: &Generator) -> usize {
    let plan = Plan { max_indices: 1, ..Plan::standard() };
    let device = PairingKey::new([1; 32]);
    let basis = Basis { plan, generator: generator.clone(), network: dev_node::DEV_GENESIS, known: Known::default() };
    let mut recovery = Recovery::new(basis, Route::legacy(device));
    let ports = Ports { node, absent: Cell::new(0) };
    drive(&mut recovery, &ports, &Control::default()).await.expect("one index has one key");
    ports.absent.get()
}

/// The ids such a run looks up.
#[must_use]
pub fn credential_ids(generator: &Generator) -> Vec<CredentialId> {
    let of = |version| derive_credential_ids(generator, &derive_prf_key(&seed(), version), 0..=24);
    KeyVersion::ALL.into_iter().flat_map(of).map(|(_, id)| id).collect()
}

/// The same look-ups, each after the answer to the one before: again how many were absent.
///
/// # Errors
/// Whatever keeps the node from answering.
pub async fn one_after_the_other<T: NodeTransport>(node: &T, ids: &[CredentialId]) -> Result<usize, NodeError> {
    let mut absent = 0;
    for id in ids {
        absent += usize::from(query::account_by_credential(node, id).await? == Lookup::Absent);
    }
    Ok(absent)
}
