//! Version 3 of the wallet record, frozen: `docs/formats/record-v3.md` is its contract. Beyond version 2 it has the numbers
//! by which a Desktop Wallet's database knows Ledgers and identities. It is only read any more; its numbers are version
//! 4's, too.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::RecordError;
use super::parts::{self, Device, OUT_OF_RANGE, keyed};
use super::v2::{self, IdentityKey, Network};
use crate::model;
use crate::model::{GenesisHash, PairingKey};

pub(super) fn decode(bytes: &[u8]) -> Result<model::Wallet, RecordError> {
    let record: Record<'_> = serde_json::from_slice(bytes)?;
    wallet(record.devices, record.networks, record.desktop_rows)
}

/// What this version and the next have in common.
pub(super) fn wallet(
    devices: Vec<Device<'_>>,
    networks: Vec<Network<'_>>,
    desktop_rows: Vec<DesktopRows>,
) -> Result<model::Wallet, RecordError> {
    Ok(model::Wallet {
        devices: parts::devices(devices)?,
        networks: v2::networks(networks)?,
        desktop_rows: keyed("desktopRows", desktop_rows, |rows| Ok((rows.genesis, rows.try_into()?)))?,
    })
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
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct DesktopRows {
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
