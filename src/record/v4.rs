//! Version 4 of the wallet record, frozen: `docs/formats/record-v4.md` is its contract. Beyond version 3 it has the keys of
//! Ledgers by which accounts were found that no credential of theirs is on. It is only read any more; its keys are version 5's, too.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::RecordError;
use super::parts::{self, Device, OUT_OF_RANGE, keyed};
use super::v2::{LedgerPath, Network};
use super::v3::{self, DesktopRows};
use crate::model;
use crate::model::{AccountAddress, AccountKey, GenesisHash, PairingKey, VerifyKey};

pub(super) fn decode(bytes: &[u8]) -> Result<model::Wallet, RecordError> {
    let record: Record<'_> = serde_json::from_slice(bytes)?;
    wallet(record.devices, record.networks, record.desktop_rows, record.ledger_signers)
}

/// What this version and the next have in common.
pub(super) fn wallet(
    devices: Vec<Device<'_>>,
    networks: Vec<Network<'_>>,
    desktop_rows: Vec<DesktopRows>,
    ledger_signers: Vec<LedgerSigner>,
) -> Result<model::Wallet, RecordError> {
    let mut wallet = v3::wallet(devices, networks, desktop_rows)?;
    let signers = keyed("ledgerSigners", ledger_signers, |signer| {
        let (genesis, account) = (signer.genesis, signer.account);
        let signer = model::LedgerSigner::try_from(signer)?;
        Ok(((genesis, account, signer.device, signer.at), signer))
    })?;
    for ((genesis, account, ..), signer) in signers {
        let records = wallet.networks.get_mut(&genesis).ok_or(OUT_OF_RANGE)?;
        let account = records.accounts.get_mut(&AccountKey::Address(account)).ok_or(OUT_OF_RANGE)?;
        account.signers.insert(signer);
    }
    Ok(wallet)
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Record<'a> {
    #[serde(rename = "record")]
    _record: Cow<'a, str>,
    #[serde(rename = "version")]
    _version: u32,
    devices: Vec<Device<'a>>,
    networks: Vec<Network<'a>>,
    desktop_rows: Vec<DesktopRows>,
    ledger_signers: Vec<LedgerSigner>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct LedgerSigner {
    genesis: GenesisHash,
    account: AccountAddress,
    device: PairingKey,
    path: LedgerPath,
    index: u32,
    credential: u8,
    verify_key: VerifyKey,
}

/// By account, then by place. A record without an address has no signer: nothing was found there.
pub(super) fn signers(genesis: GenesisHash, records: &model::NetworkRecords) -> impl Iterator<Item = LedgerSigner> {
    let addressed = records.accounts.values().filter_map(|account| Some((*account.key.address()?, account)));
    addressed.flat_map(move |(address, account)| {
        account.signers.iter().map(move |signer| LedgerSigner {
            genesis,
            account: address,
            device: signer.device,
            path: signer.at.path.into(),
            index: signer.at.identity.get(),
            credential: signer.at.credential,
            verify_key: signer.key,
        })
    })
}

impl TryFrom<LedgerSigner> for model::LedgerSigner {
    type Error = RecordError;

    fn try_from(signer: LedgerSigner) -> Result<Self, RecordError> {
        Ok(Self {
            device: signer.device,
            at: model::SigningPath {
                path: signer.path.try_into()?,
                identity: parts::index(signer.index)?,
                credential: signer.credential,
            },
            key: signer.verify_key,
        })
    }
}
