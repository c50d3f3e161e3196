//! What the core may not have of its own: storage, devices, the network, time and chance. Who has them is not known here.

use std::future::{self, Future};

use crate::crypto::cbc::SealedBlocks;
use crate::crypto::entropy::Entropy;
use crate::crypto::kdf::{KdfError, Recipe};
use crate::directory::{Directory, DirectoryTransport};
use crate::ledger::{LedgerModel, Transport, TransportError};
use crate::node::{Allowed, ListTransport, NodeTransport};
use crate::secret::{Password, Plaintext, SealingKey};
use crate::vault::{Cabinet, Keeper};

/// Where everything comes from that the core may not have: storage, devices, the network, time and chance.
pub trait Ports {
    /// The database in which the vault rests.
    type Database: Cabinet;
    /// The files in which it rests as well.
    type Files: Cabinet;
    /// One node.
    type Node: NodeTransport + ListTransport;
    /// One directory of keys.
    type Directory: DirectoryTransport;
    /// One opened Ledger.
    type Ledger: Transport;
    /// The only randomness.
    type Random: Entropy;

    /// Where the vault rests.
    fn store(&self) -> &Keeper<Self::Database, Self::Files>;

    /// The node that may be asked. Nothing is asked yet.
    fn node(&self, allowed: &Allowed) -> Self::Node;

    /// The directory that may be asked. Nothing is asked yet.
    fn directory(&self, directory: &Directory) -> Self::Directory;

    /// Opens a Ledger the browser has been granted; also says which model it is, when that can be known.
    fn ledger(&self) -> impl Future<Output = Result<(Self::Ledger, Option<LedgerModel>), TransportError>>;

    /// The source of salts and nonces.
    fn entropy(&self) -> Self::Random;

    /// Milliseconds since 1970.
    fn now(&self) -> u64;

    /// Returns after that many milliseconds.
    fn sleep(&self, millis: u32) -> impl Future<Output = ()>;

    /// Makes a key out of a password as a file wants it made, which may take long and much memory. Whoever drops the future ends the work.
    /// Where nothing else can be done meanwhile, it is done at once.
    fn derive(&self, recipe: &Recipe, password: &Password) -> impl Future<Output = Result<SealingKey, KdfError>> {
        future::ready(recipe.derive(password))
    }

    /// Decrypts all blocks of a foreign file, where that can be done faster than here. `None`: it cannot, or it went wrong. What it answers is
    /// looked at before it is believed. Whoever drops the future ends the waiting.
    fn open_blocks(&self, key: &SealingKey, sealed: SealedBlocks<'_>) -> impl Future<Output = Option<Plaintext>> {
        let _ = (key, sealed);
        future::ready(None)
    }

    /// Runs a task beside the others, on the same thread.
    fn spawn(&self, task: impl Future<Output = ()> + 'static);

    /// Offers a secret file for download, without the page ever having its content. Answers where; `None` if that cannot be done here.
    fn offer(&self, content: &Plaintext) -> Option<String>;

    /// Takes such an offer back. A download that has begun goes on.
    fn withdraw(&self, url: &str);
}
