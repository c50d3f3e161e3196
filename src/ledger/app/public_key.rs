//! `E0 01`: the public key at a path, without a prompt. Used for the one that names the device.
//! This module knows the pairing path; it refuses to know account keys until something signs.

use super::version::ConcordiumApp;
use super::{APP_CLASS, Apdu, LedgerError, Patience, Transport, ask};
use crate::model::PairingKey;

const INSTRUCTION: u8 = 0x01;
/// Do not show it: with display this path shows what an earlier one left behind.
const SILENT: u8 = 0x01;
/// Do not sign it.
const UNSIGNED: u8 = 0x00;
/// Number of components, then `m/1105'/0'` (the app hardens every component itself).
const PAIRING_PATH: [u8; 9] = [2, 0, 0, 0x04, 0x51, 0, 0, 0, 0];

/// Reads the key that says which device this is. A new device with the same recovery phrase has the same.
///
/// # Errors
/// Everything that can go wrong on the way, and an answer that is not 32 bytes.
pub async fn read_pairing_key<T: Transport>(
    transport: &mut T,
    _app: &ConcordiumApp,
) -> Result<PairingKey, LedgerError> {
    let apdu = Apdu::new(APP_CLASS, INSTRUCTION, SILENT, UNSIGNED, PAIRING_PATH);
    let response = ask(transport, &apdu, Patience::Quick).await?;
    let key = response.data().try_into().map_err(|_| LedgerError::BadAnswer { command: "public-key" })?;
    Ok(PairingKey::new(key))
}
