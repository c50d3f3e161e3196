//! Version 5 of the wallet record, frozen: `docs/formats/record-v5.md` is its contract. Beyond version 4 it has the names that the person
//! gave to Ledgers.

use std::borrow::Cow;
use std::io;

use serde::{Deserialize, Serialize};

use super::parts::{self, Device, OUT_OF_RANGE, borrowed, keyed};
use super::v2::Network;
use super::v3::DesktopRows;
use super::v4::{self, LedgerSigner};
use super::{KIND, RecordError};
use crate::model;
use crate::model::PairingKey;
use crate::secret::{GrowingPlaintext, Plaintext};
use crate::work::{self, Work};

pub(super) const VERSION: u32 = 5;
/// As [`encode`] begins.
pub(super) const BEGINS: &[u8] = br#"{"record":"lifeboat-wallet","version":5,"#;

pub(super) fn encode(wallet: &model::Wallet) -> Plaintext {
    let mut bytes = GrowingPlaintext::default();
    encode_onto(wallet, &mut bytes);
    bytes.done()
}

/// The same behind what is written already.
pub(super) fn encode_onto(wallet: &model::Wallet, to: &mut GrowingPlaintext) {
    let before = to.len();
    #[expect(clippy::expect_used, reason = "cannot happen: see the text")]
    serde_json::to_writer(&mut *to, &Record::of(wallet)).expect("texts, numbers and lists serialise into memory");
    work::note(Work::Written, to.len() - before);
}

/// How long [`encode`] would be. Nothing is written anywhere.
pub(super) fn length(wallet: &model::Wallet) -> usize {
    Record::of(wallet).length()
}

pub(super) fn decode(bytes: &[u8]) -> Result<model::Wallet, RecordError> {
    let record: Record<'_> = serde_json::from_slice(bytes)?;
    let mut wallet = v4::wallet(record.devices, record.networks, record.desktop_rows, record.ledger_signers)?;
    let names = keyed("ledgerNames", record.ledger_names, |named| Ok((named.device, parts::text(named.name)?)))?;
    for (device, name) in names {
        // A name belongs to a Ledger that is on record, and says something.
        let device = wallet.devices.get_mut(&device).filter(|_| !name.is_empty()).ok_or(OUT_OF_RANGE)?;
        device.name = name;
    }
    Ok(wallet)
}

impl Record<'_> {
    fn of(wallet: &model::Wallet) -> Record<'_> {
        let named = wallet.devices.values().filter(|device| !device.name.is_empty());
        Record {
            record: KIND.into(),
            version: VERSION,
            devices: wallet.devices.values().map(|it| Device::from(it.record())).collect(),
            networks: wallet.networks.iter().map(Network::from).collect(),
            desktop_rows: wallet.desktop_rows.iter().map(DesktopRows::from).collect(),
            ledger_signers: wallet
                .networks
                .iter()
                .flat_map(|(genesis, records)| v4::signers(*genesis, records))
                .collect(),
            ledger_names: named
                .map(|device| LedgerName { device: device.pairing_key, name: borrowed(&device.name) })
                .collect(),
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

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Record<'a> {
    record: Cow<'a, str>,
    version: u32,
    devices: Vec<Device<'a>>,
    networks: Vec<Network<'a>>,
    desktop_rows: Vec<DesktopRows>,
    ledger_signers: Vec<LedgerSigner>,
    ledger_names: Vec<LedgerName<'a>>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct LedgerName<'a> {
    device: PairingKey,
    name: Cow<'a, str>,
}
