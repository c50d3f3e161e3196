//! Version 3 of the wallet record, frozen: `docs/formats/record-v3.md` is its contract. Beyond version 2 it has the numbers by which a
//! Desktop Wallet's database knows Ledgers and identities.
//! This module knows the member names; it refuses to follow the model when that changes.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::io;

use serde::{Deserialize, Serialize};

use super::parts::{self, Device, OUT_OF_RANGE, keyed};
use super::v2::{self, IdentityKey, Network};
use super::{KIND, RecordError};
use crate::model;
use crate::model::{GenesisHash, PairingKey};
use crate::secret::Plaintext;

pub(super) const VERSION: u32 = 3;

pub(super) fn encode(wallet: &model::Wallet) -> Plaintext {
    let record = Record {
        record: KIND.into(),
        version: VERSION,
        devices: wallet.devices.values().map(Device::from).collect(),
        networks: wallet.networks.iter().map(Network::from).collect(),
        desktop_rows: wallet.desktop_rows.iter().map(DesktopRows::from).collect(),
    };
    // Measured first: a buffer that grows leaves unwiped copies behind.
    let mut length = Length(0);
    let is_measured = serde_json::to_writer(&mut length, &record);
    let mut bytes = Vec::with_capacity(length.0);
    let is_written = serde_json::to_writer(&mut bytes, &record);
    #[expect(clippy::expect_used, reason = "cannot happen: see the text")]
    is_measured.and(is_written).expect("texts, numbers and lists serialise into memory");
    Plaintext::new(bytes)
}

/// Counts what is written.
struct Length(usize);

impl io::Write for Length {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

pub(super) fn decode(bytes: &[u8]) -> Result<model::Wallet, RecordError> {
    let record: Record<'_> = serde_json::from_slice(bytes)?;
    Ok(model::Wallet {
        devices: parts::devices(record.devices)?,
        networks: v2::networks(record.networks)?,
        desktop_rows: keyed("desktopRows", record.desktop_rows, |rows| Ok((rows.genesis, rows.try_into()?)))?,
    })
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Record<'a> {
    record: Cow<'a, str>,
    version: u32,
    devices: Vec<Device<'a>>,
    networks: Vec<Network<'a>>,
    desktop_rows: Vec<DesktopRows>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct DesktopRows {
    genesis: GenesisHash,
    devices: Vec<DeviceRow>,
    identities: Vec<IdentityRow>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct DeviceRow {
    device: PairingKey,
    row: u32,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct IdentityRow {
    identity: IdentityKey,
    row: u32,
}

impl From<(&GenesisHash, &model::DesktopRows)> for DesktopRows {
    fn from((genesis, rows): (&GenesisHash, &model::DesktopRows)) -> Self {
        Self {
            genesis: *genesis,
            devices: rows.devices.iter().map(|(device, row)| DeviceRow { device: *device, row: *row }).collect(),
            identities: rows
                .identities
                .iter()
                .map(|(identity, row)| IdentityRow { identity: identity.into(), row: *row })
                .collect(),
        }
    }
}

impl TryFrom<DesktopRows> for model::DesktopRows {
    type Error = RecordError;

    fn try_from(rows: DesktopRows) -> Result<Self, RecordError> {
        let rows = Self {
            devices: keyed("desktopRows", rows.devices, |entry| Ok((entry.device, entry.row)))?,
            identities: keyed("desktopRows", rows.identities, |entry| Ok((entry.identity.try_into()?, entry.row)))?,
        };
        distinct(&rows.devices)?;
        distinct(&rows.identities)?;
        Ok(rows)
    }
}

/// Numbers from 1, none of them twice.
fn distinct<Key>(rows: &BTreeMap<Key, u32>) -> Result<(), RecordError> {
    let mut seen = BTreeSet::new();
    for row in rows.values() {
        if *row == 0 {
            return Err(OUT_OF_RANGE);
        }
        if !seen.insert(*row) {
            return Err(RecordError::RepeatedKey { list: "desktopRows" });
        }
    }
    Ok(())
}
