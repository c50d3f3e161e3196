//! What is known about what the Ledger can do for the accounts here: sign for them, and show their addresses.

use std::collections::{BTreeMap, BTreeSet};

use crate::access::Access;
use crate::fault::Fault;
use crate::gather::Rest as _;
use crate::ledger::AddressCheck;
use crate::model::{
    AccountAddress, AccountKey, Credential, GenesisHash, IdentityKey, KeyVersion, NetworkRecords, PairingKey, Wallet,
};

use super::view::{AccessState, AccessView, AddressOnLedger, KeysHeldView};
use crate::session::seam::ids::account_id;

/// What is known about access, by network and account.
pub(in crate::session) type KnownAccess = BTreeMap<(GenesisHash, AccountAddress), AccessAnswer>;

/// What is known about one account.
#[derive(Debug, Clone, Hash)]
pub(in crate::session) enum AccessAnswer {
    /// The Ledger was compared with the chain.
    Compared(Access),
    /// The account belongs to another Ledger.
    OtherLedger,
    /// It could not be checked.
    Failed(Fault),
}

impl AccessAnswer {
    pub(super) const fn state(&self) -> AccessState {
        match self {
            Self::Compared(Access::Alone) => AccessState::CanSign,
            Self::Compared(Access::NeedsMore { .. }) => AccessState::NeedsMore,
            Self::Compared(Access::HasSome { .. }) => AccessState::HasSome,
            Self::Compared(Access::Removed) => AccessState::Removed,
            Self::Compared(Access::KeysDiffer) => AccessState::KeysDiffer,
            Self::Compared(Access::NotChecked) | Self::Failed(_) => AccessState::NotChecked,
            Self::OtherLedger => AccessState::OtherLedger,
        }
    }
}

/// The accounts of a network that have a credential of a Ledger, or were found by a key of one, and of which Ledgers.
pub(super) fn owners(wallet: &Wallet, network: GenesisHash) -> BTreeMap<AccountAddress, BTreeSet<PairingKey>> {
    let mut owners: BTreeMap<AccountAddress, BTreeSet<PairingKey>> = BTreeMap::new();
    let Some(records) = wallet.networks.get(&network) else { return owners };
    for credential in records.credentials.values() {
        if let (Some(device), Some(address)) = (credential.identity.device(), credential.account.address()) {
            owners.entry(*address).or_default().insert(device);
        }
    }
    for account in records.accounts.values().filter(|account| !account.signers.is_empty()) {
        if let Some(address) = account.key.address() {
            owners.entry(*address).or_default().extend(account.signers.iter().map(|signer| signer.device));
        }
    }
    owners
}

/// Whether the Ledger can show the address of this account. `is_shown`: one of its credentials makes that address.
fn on_ledger(records: &NetworkRecords, address: AccountAddress, is_shown: bool) -> AddressOnLedger {
    let account = records.accounts.get(&AccountKey::Address(address));
    match account.and_then(|account| account.identity) {
        _ if is_shown => AddressOnLedger::Shown,
        Some(IdentityKey::Ledger { version: KeyVersion::V0, .. }) => AddressOnLedger::Older,
        Some(IdentityKey::Ledger { .. } | IdentityKey::Phone(_)) | None => AddressOnLedger::NotOfLedger,
    }
}

/// Which Ledger shows the address of this account, and how it is asked. `None` when no device would show the one on the chain.
pub(super) fn shown_on(
    wallet: &Wallet,
    network: GenesisHash,
    address: AccountAddress,
) -> Option<(PairingKey, AddressCheck)> {
    shown(wallet.networks.get(&network)?).take_out(&address)
}

/// Every account whose address a Ledger shows, which Ledger, and how it is asked: one address is made for every credential.
fn shown(records: &NetworkRecords) -> BTreeMap<AccountAddress, (PairingKey, AddressCheck)> {
    let mut shown = BTreeMap::new();
    for credential in records.credentials.values() {
        if let Some(asked) = asked(credential) {
            shown.entry(AccountAddress::of_first_credential(&credential.id)).or_insert(asked);
        }
    }
    shown
}

fn asked(credential: &Credential) -> Option<(PairingKey, AddressCheck)> {
    let IdentityKey::Ledger { device, path, index, version } = credential.identity else { return None };
    let number = u8::try_from(credential.index.0).ok()?;
    Some((device, AddressCheck::of(path, version, index, number)?))
}

/// Of an account that a Ledger may show or sign for.
#[derive(Hash)]
pub(in crate::session) struct AccessFacts<'a> {
    network: GenesisHash,
    address: AccountAddress,
    answer: Option<&'a AccessAnswer>,
    on_ledger: AddressOnLedger,
}

/// What is known of every account that a Ledger may show or sign for.
pub(in crate::session) fn facts<'a>(
    known: &'a KnownAccess,
    wallet: &Wallet,
) -> Vec<((GenesisHash, AccountAddress), AccessFacts<'a>)> {
    let mut facts = Vec::new();
    for (network, records) in &wallet.networks {
        let shown = shown(records);
        for address in owners(wallet, *network).into_keys() {
            let answer = known.get(&(*network, address));
            let on_ledger = on_ledger(records, address, shown.contains_key(&address));
            facts.push(((*network, address), AccessFacts { network: *network, address, answer, on_ledger }));
        }
    }
    facts
}

/// The same as the page sees it.
pub(in crate::session) fn view(facts: &AccessFacts<'_>) -> AccessView {
    let AccessFacts { network, address, answer, on_ledger } = *facts;
    AccessView {
        network: network.to_string(),
        account: account_id(&AccountKey::Address(address)),
        state: answer.map_or(AccessState::Unknown, AccessAnswer::state),
        missing: match answer {
            Some(AccessAnswer::Compared(Access::NeedsMore { signers } | Access::HasSome { signers, .. })) => *signers,
            Some(AccessAnswer::Compared(_) | AccessAnswer::OtherLedger | AccessAnswer::Failed(_)) | None => 0,
        },
        keys: match answer {
            Some(AccessAnswer::Compared(Access::HasSome { held, of, needed, .. })) => {
                Some(KeysHeldView { held: *held, of: *of, needed: *needed })
            }
            Some(AccessAnswer::Compared(_) | AccessAnswer::OtherLedger | AccessAnswer::Failed(_)) | None => None,
        },
        address: on_ledger,
        fault: match answer {
            Some(AccessAnswer::Failed(fault)) => Some(fault.clone()),
            Some(AccessAnswer::Compared(_) | AccessAnswer::OtherLedger) | None => None,
        },
    }
}
