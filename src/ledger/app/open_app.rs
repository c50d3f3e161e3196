//! `E0 D8`: opens the Concordium app from here. A command of the dashboard. Nothing else is asked this way: a running app
//! would end at it.

use super::ask::APP_CLASS;
use super::exchange::exchange;
use super::running::Dashboard;
use crate::ledger::apdu::Apdu;
use crate::ledger::error::LedgerError;
use crate::ledger::transport::{Patience, Transport, TransportError};

const INSTRUCTION: u8 = 0xD8;
const NAME: &[u8] = b"Concordium";

const DONE: u16 = 0x9000;
const NO_SUCH_APP: u16 = 0x6807;
/// The person said no; the second one on older systems.
const REFUSED: [u16; 2] = [0x5501, 0x6985];

/// Opens the app. The device may ask the person first, and then leaves the bus for seconds: whoever asked begins anew with
/// [`super::running::identify`], on a newly opened device.
///
/// # Errors
/// [`LedgerError::AppMissing`], [`LedgerError::OpenRefused`]; [`LedgerError::NoAppOpen`] from a system that cannot do it,
/// so that it is left to the person; everything that can go wrong on the way, except for the device's leaving the bus:
/// that is how it ends when it went well.
pub async fn open_concordium_app<T: Transport>(transport: &mut T, _dashboard: Dashboard) -> Result<(), LedgerError> {
    let apdu = Apdu::new(APP_CLASS, INSTRUCTION, 0, 0, NAME);
    let status = match exchange(transport, &apdu, Patience::Person).await {
        Ok(response) => response.status(),
        Err(LedgerError::MayHaveRefused | LedgerError::Transport(TransportError::Disconnected)) => return Ok(()),
        Err(error) => return Err(error),
    };
    match status {
        DONE => Ok(()),
        NO_SUCH_APP => Err(LedgerError::AppMissing),
        status if REFUSED.contains(&status) => Err(LedgerError::OpenRefused),
        status => match LedgerError::of_status(status, None) {
            Some(error @ (LedgerError::Locked | LedgerError::MenuOpen)) => Err(error),
            _ => Err(LedgerError::NoAppOpen),
        },
    }
}
