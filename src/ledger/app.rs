//! The commands of the device, one file each.
//! Each knows its bytes, per app version where they differ; none knows how bytes travel.

pub mod abilities;
pub mod export_key;
pub mod open_app;
mod path;
pub mod public_key;
pub mod verify_address;
pub mod version;
mod witness;

use super::apdu::{Apdu, Response};
use super::error::LedgerError;
use super::transport::{Patience, Transport};
use crate::model::LedgerPath;
use version::ConcordiumApp;

/// Class byte of the app's own commands. Sent only to a [`version::ConcordiumApp`].
const APP_CLASS: u8 = 0xE0;

/// A command of the app: its instruction byte and the two parameters.
#[derive(Debug, Clone, Copy)]
struct Command(u8, u8, u8);

/// One request, and its answer with whatever status word.
async fn exchange<T: Transport>(transport: &mut T, apdu: &Apdu, patience: Patience) -> Result<Response, LedgerError> {
    transport.exchange(apdu, patience).await.map_err(|error| LedgerError::of_transport(error, patience))
}

/// One command of the app, and its answer with a status word that means success.
async fn ask<T: Transport>(
    transport: &mut T,
    app: &ConcordiumApp,
    Command(instruction, p1, p2): Command,
    data: &[u8],
    patience: Patience,
) -> Result<Response, LedgerError> {
    let response = exchange(transport, &Apdu::new(APP_CLASS, instruction, p1, p2, data), patience).await?;
    LedgerError::of_status(response.status(), Some(app)).map_or(Ok(response), Err)
}

/// Whether this version has keys below a path at all. Asked before anything is sent: some versions end when they are asked
/// for what they do not have.
fn check_served(app: &ConcordiumApp, path: LedgerPath) -> Result<(), LedgerError> {
    if app.abilities().serves(path) {
        return Ok(());
    }
    Err(LedgerError::PathNotServed { found: app.version(), needed: abilities::Abilities::first_with(path) })
}
