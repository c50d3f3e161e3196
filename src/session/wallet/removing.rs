//! Taking keys and records away again: first what that would mean, then the deed, which can be taken back until the next change.

use crate::fault::Fault;
use crate::model::{AccountKey, GenesisHash, IdentityKey, NetworkRecords, Wallet};
use crate::record::fingerprint;
use crate::removal::{self, Removal, Target};
use crate::vault::{BackupState, Deed, What};

use super::intent::{Removable, RemovalTarget};
use super::view::{BackupCover, RemovalView};
use super::{WalletFlow, facts};
use crate::session::error::{SessionError, fault};
use crate::session::ports::Ports;
use crate::session::seam::{Foreign, ids};
use crate::session::vault::view::last_backup;

impl<P: Ports + 'static> WalletFlow<P> {
    /// What removing it would take along.
    pub(super) fn preview_removal(&self, target: &RemovalTarget) -> Result<RemovalView, Fault> {
        let contents = self.vault.contents()?;
        let (network, target) = resolve(&contents.wallet, target).map_err(fault)?;
        let removal = remove(&contents.wallet, network, &target).map_err(fault)?;
        let keys_left = match &target {
            Target::AccountKeys(key) => removal
                .wallet
                .networks
                .get(&network)
                .and_then(|records| Some(facts::account_keys_of(records, records.accounts.get(key)?))),
            Target::Account(_) | Target::IdentityKeys(_) | Target::Identity(_) => None,
        };
        let backup = cover(&contents.backup, &contents.wallet, &removal.wallet);
        let Removal { gone, accounts, keys, identity_keys, relisted, is_found_again, .. } = removal;
        let accounts = accounts.into_iter().map(Foreign::from).collect();
        Ok(RemovalView { gone, accounts, keys, identity_keys, relisted, is_found_again, keys_left, backup })
    }

    /// Removes it; whoever asked for it draws the records. The wallet before stays in the vault until the next change, for whoever thinks
    /// again.
    pub(super) async fn remove(&self, target: &RemovalTarget) -> Result<(), Fault> {
        let deed = Deed { at: self.context.ports.now(), what: What::Removal };
        self.vault
            .commit(|contents| {
                let (network, target) = resolve(&contents.wallet, target).map_err(fault)?;
                let removal = remove(&contents.wallet, network, &target).map_err(fault)?;
                contents.replace_wallet(removal.wallet, deed);
                Ok(())
            })
            .await
    }
}

fn remove(wallet: &Wallet, network: GenesisHash, target: &Target) -> Result<Removal, SessionError> {
    removal::remove(wallet, network, target).ok_or(SessionError::NothingToRemove)
}

/// The record that an intent names.
fn resolve(wallet: &Wallet, target: &RemovalTarget) -> Result<(GenesisHash, Target), SessionError> {
    let RemovalTarget { what, network, id } = target;
    let network: GenesisHash = network.parse().map_err(|_| SessionError::UnknownNetwork)?;
    let records = wallet.networks.get(&network).ok_or(SessionError::UnknownRecord)?;
    let target = match what {
        Removable::AccountKeys => account(records, id).map(Target::AccountKeys),
        Removable::Account => account(records, id).map(Target::Account),
        Removable::IdentityKeys => identity(records, id).map(Target::IdentityKeys),
        Removable::Identity => identity(records, id).map(Target::Identity),
    };
    Ok((network, target.ok_or(SessionError::UnknownRecord)?))
}

fn account(records: &NetworkRecords, id: &str) -> Option<AccountKey> {
    records.accounts.keys().find(|key| ids::account_id(key) == id).cloned()
}

fn identity(records: &NetworkRecords, id: &str) -> Option<IdentityKey> {
    records.identities.keys().find(|key| ids::identity_id(key) == id).copied()
}

/// Whether a backup has what goes: every record that is not there afterwards as it was before.
fn cover(backup: &BackupState, before: &Wallet, after: &Wallet) -> BackupCover {
    let Some(last) = backup.last else { return BackupCover::None };
    let staying = fingerprint::all(after);
    let mut is_covered = true;
    fingerprint::each(before, |_, going| is_covered &= staying.contains(&going) || backup.held.contains(&going));
    let last = last_backup(last);
    if is_covered { BackupCover::Covered { last } } else { BackupCover::Behind { last } }
}
