//! `E0 01`: the public key at a path, without a prompt. The key that names the device, and the keys that sign.

use super::ask::{Instruction, ask, check_served, of_coin};
use super::path::KeyPath;
use super::running::ConcordiumApp;
use crate::ledger::error::LedgerError;
use crate::ledger::transport::{Patience, Transport};
use crate::model::{IdentityIndex, LedgerPath, PairingKey};

/// Not shown (with display, short paths show what an earlier one left behind) and not signed.
const SILENT: Instruction = Instruction(0x01, 0x01, 0x00);

/// Ed25519 public key, as the device and the chain write it.
pub type PublicKey = [u8; 32];

/// Reads the key that says which device this is. A new device with the same recovery phrase has the same, and one device
/// with another passphrase has another: reading it again before an export notices both.
///
/// # Errors
/// Everything that can go wrong on the way, and an answer that is not 32 bytes.
pub async fn read_pairing_key<T: Transport>(transport: &mut T, app: &ConcordiumApp) -> Result<PairingKey, LedgerError> {
    read(transport, app, &KeyPath::pairing()).await.map(PairingKey::new)
}

/// Reads a key that signs for a credential: key number `key` of credential number `credential`. `None` for a key number
/// above 0 on a newer path, where a credential has one key.
///
/// # Errors
/// [`LedgerError::PathNotServed`] without asking when the version has no keys there; [`LedgerError::CoinNotServed`] when
/// the build has none; everything that can go wrong on the way; an answer that is not 32 bytes.
pub async fn read_signing_key<T: Transport>(
    transport: &mut T,
    app: &ConcordiumApp,
    path: LedgerPath,
    index: IdentityIndex,
    credential: u8,
    key: u8,
) -> Result<Option<PublicKey>, LedgerError> {
    check_served(app, path)?;
    let Some(at) = KeyPath::signing(path, index, credential, key) else { return Ok(None) };
    of_coin(app, path, read(transport, app, &at).await).map(Some)
}

/// Reads the public key at a path.
pub(super) async fn read<T: Transport>(
    transport: &mut T,
    app: &ConcordiumApp,
    path: &KeyPath,
) -> Result<PublicKey, LedgerError> {
    let response = ask(transport, app, SILENT, &path.bytes(), Patience::Quick).await?;
    response.data().try_into().map_err(|_| match response.data() {
        data if is_system_version(data) => LedgerError::NoAppOpen,
        _ => LedgerError::BadAnswer { command: "public-key" },
    })
}

/// The dashboard takes this command for one of its own and answers it: a number for the model, then its version with a
/// length in front (`device-sdk-ts`, `GetOsVersionCommand`). The app was closed since it was asked for its name, and the
/// device did not leave the bus.
fn is_system_version(data: &[u8]) -> bool {
    let [_, _, _, _, length, rest @ ..] = data else { return false };
    let version = rest.get(..usize::from(*length)).unwrap_or_default();
    version.first().is_some_and(u8::is_ascii_digit)
        && version.contains(&b'.')
        && version.iter().all(u8::is_ascii_graphic)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_dashboard_is_told_by_its_own_answer() {
        assert!(is_system_version(b"\x33\x10\x00\x04\x051.3.1\x04\xA6\x00\x00\x00\x045.24"));
        assert!(is_system_version(b"\x31\x10\x00\x04\x092.1.0-rc1"));
        for other in
            [&[][..], &[7; 33], b"\x33\x10\x00\x04\x00", b"\x33\x10\x00\x04\x091.3", b"\x33\x10\x00\x04\x03abc"]
        {
            assert!(!is_system_version(other), "{other:?}");
        }
    }
}
