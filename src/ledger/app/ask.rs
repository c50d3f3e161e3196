//! How a command of the app is sent, and what its refusals mean.

use super::exchange::exchange;
use super::running::ConcordiumApp;
use crate::ledger::abilities::Abilities;
use crate::ledger::apdu::{Apdu, Response};
use crate::ledger::error::LedgerError;
use crate::ledger::transport::{Patience, Transport, TransportError};
use crate::model::LedgerPath;

/// Class byte of the app's own commands. Sent only to a [`ConcordiumApp`].
pub(super) const APP_CLASS: u8 = 0xE0;

/// A command of the app: its instruction byte and the two parameters.
#[derive(Debug, Clone, Copy)]
pub(super) struct Instruction(pub(super) u8, pub(super) u8, pub(super) u8);

/// One command of the app, and its answer with a status word that means success.
pub(super) async fn ask<T: Transport>(
    transport: &mut T,
    app: &ConcordiumApp,
    Instruction(instruction, p1, p2): Instruction,
    data: &[u8],
    patience: Patience,
) -> Result<Response, LedgerError> {
    let response = exchange(transport, &Apdu::new(APP_CLASS, instruction, p1, p2, data), patience).await?;
    LedgerError::of_status(response.status(), Some(app.version())).map_or(Ok(response), Err)
}

/// Whether this version has keys below a path at all. Asked before anything is sent: some versions end when they are asked
/// for what they do not have.
pub(super) fn check_served(app: &ConcordiumApp, path: LedgerPath) -> Result<(), LedgerError> {
    if app.abilities().serves(path) {
        return Ok(());
    }
    Err(LedgerError::PathNotServed { found: app.version(), needed: Abilities::first_with(path) })
}

/// What a refusal means below the coin of test networks: the app was installed without that path. Such an app ends at the
/// question (before 5.7), or says that it cannot; and one that does not look at the coin is not asked any further.
pub(super) fn of_coin<V>(
    app: &ConcordiumApp,
    path: LedgerPath,
    read: Result<V, LedgerError>,
) -> Result<V, LedgerError> {
    match read {
        Err(
            LedgerError::Transport(TransportError::Disconnected)
            | LedgerError::NotUnderstood { .. }
            | LedgerError::UnknownStatus { .. }
            | LedgerError::AppTooNew { .. },
        ) if path.is_of_test_networks() => Err(LedgerError::CoinNotServed { found: app.version() }),
        read => read,
    }
}
