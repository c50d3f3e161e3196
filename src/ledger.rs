//! The dialogue with a Ledger: packets, requests, answers per app version, and what the person must do now.
//! This module knows the Concordium app on the device; it refuses to know the browser, the chain and recovery.
//!
//! Measured facts that shaped it:
//! - The export request differs between app versions, and the wrong form silently answers the key of identity 0. The
//!   version is read first and chooses the form ([`export_prf_key_seed`]); `recovery` refuses a key that comes twice.
//! - On the dashboard `E0 01` means something else and succeeds. Nothing of class `E0` can be sent without a
//!   [`ConcordiumApp`], and only an answer of the running app gives one.
//! - While a prompt is open, any further request can cost it its answer: one request in flight, no polling.

pub mod apdu;
pub mod app;
pub mod device;
pub mod hid;
pub mod transport;

pub use apdu::{Apdu, Response};
pub use app::export_key::export_prf_key_seed;
pub use app::public_key::read_pairing_key;
pub use app::version::{AppVersion, ConcordiumApp, RunningApp, identify};
pub use device::{DeviceRequest, LedgerError, Retry, model_of};
pub use transport::{Patience, Transport, TransportError};
