//! Version 4 of the wallet record, frozen: `docs/formats/record-v4.md` is its contract. Beyond version 3 it has the keys of
//! Ledgers by which accounts were found that no credential of theirs is on.

use std::borrow::Cow;
use std::io;

use serde::{Deserialize, Serialize};

use super::parts::{self, Device, OUT_OF_RANGE, keyed};
use super::v2::{LedgerPath, Network};
use super::v3::{self, DesktopRows};
use super::{KIND, RecordError};
use crate::model;
use crate::model::{AccountAddress, AccountKey, GenesisHash, PairingKey, VerifyKey};
use crate::secret::{GrowingPlaintext, Plaintext};
use crate::work::{self, Work};

pub(super) const VERSION: u32 = 4;

pub(super) fn encode(wallet: &model::Wallet) -> Plaintext {
    let mut bytes = GrowingPlaintext::default();
    #[expect(clippy::expect_used, reason = "cannot happen: see the text")]
    serde_json::to_writer(&mut bytes, &Record::of(wallet)).expect("texts, numbers and lists serialise into memory");
    let record = bytes.done();
    // EXPOSE: its length.
    work::note(Work::Written, record.expose().len());
    record
}

/// How long [`encode`] would be. Nothing is written anywhere.
pub(super) fn length(wallet: &model::Wallet) -> usize {
    Record::of(wallet).length()
}

impl Record<'_> {
    fn of(wallet: &model::Wallet) -> Record<'_> {
        Record {
            record: KIND.into(),
            version: VERSION,
            devices: wallet.devices.values().map(Device::from).collect(),
            networks: wallet.networks.iter().map(Network::from).collect(),
            desktop_rows: wallet.desktop_rows.iter().map(DesktopRows::from).collect(),
            ledger_signers: wallet.networks.iter().flat_map(|(genesis, records)| signers(*genesis, records)).collect(),
        }
    }

    fn length(&self) -> usize {
        let mut length = Length(0);
        #[expect(clippy::expect_used, reason = "cannot happen: see the text")]
        serde_json::to_writer(&mut length, self).expect("texts, numbers and lists are counted");
        length.0
    }
}

/// Counts what is written.
struct Length(usize);

impl io::Write for Length {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        work::note(Work::Written, bytes.len());
        self.0 += bytes.len();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

pub(super) fn decode(bytes: &[u8]) -> Result<model::Wallet, RecordError> {
    let record: Record<'_> = serde_json::from_slice(bytes)?;
    let mut wallet = v3::wallet(record.devices, record.networks, record.desktop_rows)?;
    let signers = keyed("ledgerSigners", record.ledger_signers, |signer| {
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

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Record<'a> {
    record: Cow<'a, str>,
    version: u32,
    devices: Vec<Device<'a>>,
    networks: Vec<Network<'a>>,
    desktop_rows: Vec<DesktopRows>,
    ledger_signers: Vec<LedgerSigner>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct LedgerSigner {
    genesis: GenesisHash,
    account: AccountAddress,
    device: PairingKey,
    path: LedgerPath,
    index: u32,
    credential: u8,
    verify_key: VerifyKey,
}

/// By account, then by place. A record without an address has no signer: nothing was found there.
fn signers(genesis: GenesisHash, records: &model::NetworkRecords) -> impl Iterator<Item = LedgerSigner> {
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
