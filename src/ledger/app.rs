//! The commands of the device, one file each.
//! Each knows its bytes, per app version where they differ; none knows how bytes travel.

pub mod export_key;
pub mod public_key;
pub mod version;

use super::apdu::{Apdu, Response};
use super::device::LedgerError;
use super::transport::{Patience, Transport};

/// Class byte of the app's own commands. Sent only to a [`version::ConcordiumApp`].
const APP_CLASS: u8 = 0xE0;

/// One request, and its answer with a status word that means success.
async fn ask<T: Transport>(transport: &mut T, apdu: &Apdu, patience: Patience) -> Result<Response, LedgerError> {
    let response =
        transport.exchange(apdu, patience).await.map_err(|error| LedgerError::of_transport(error, patience))?;
    LedgerError::of_status(response.status()).map_or(Ok(response), Err)
}
