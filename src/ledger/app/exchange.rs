//! One request, and its answer with whatever status word.

use crate::ledger::apdu::{Apdu, Response};
use crate::ledger::error::LedgerError;
use crate::ledger::transport::{Patience, Transport};

/// Sends it, and says what a failure on the way means given what was waited for.
pub(super) async fn exchange<T: Transport>(
    transport: &mut T,
    apdu: &Apdu,
    patience: Patience,
) -> Result<Response, LedgerError> {
    transport.exchange(apdu, patience).await.map_err(|error| LedgerError::of_transport(error, patience))
}
