//! The dialogue with a Ledger: packets, requests, answers per app version, and what the person must do now. It is the
//! Concordium app on the device; the browser, the chain and recovery are not known here.
//!
//! Measured facts that shaped it:
//! - The export request differs between app versions, and the wrong form silently answers the key of identity 0. The
//!   version is read first and chooses the form ([`Abilities`]), and a seed is used only when the device's own public key
//!   agrees with it ([`export_prf_key`]).
//! - People press what a picture shows: pages and gestures of every version and model are a table of their own ([`Screens`]).
//! - On the dashboard `E0 01` means something else and succeeds, and a running app ends at the dashboard's commands.
//!   Nothing of class `E0` can be sent without a [`ConcordiumApp`] or a [`Dashboard`], and only what runs gives one.
//! - While a prompt is open, any further request can cost it its answer: one request in flight, no polling.
//!
//! `docs/ledger.md` has the table of versions and the states in words.

pub mod abilities;
pub mod apdu;
pub mod app;
pub mod device;
pub mod error;
pub mod hid;
pub mod model;
pub mod screens;
pub mod state;
pub mod transport;
pub mod version;

pub use abilities::{Abilities, Bip44Export, LegacyExport};
pub use apdu::{Apdu, Response};
pub use app::export_key::{Export, ExportedKey, Proof, export_prf_key};
pub use app::open_app::open_concordium_app;
pub use app::public_key::{PublicKey, read_pairing_key, read_signing_key};
pub use app::running::{ConcordiumApp, Dashboard, RunningApp, identify};
pub use app::verify_address::{AddressCheck, Compared, show_address};
pub use device::{DeviceRequest, Retry};
pub use error::{LastWord, LedgerError};
pub use model::{Body, LedgerModel};
pub use screens::{Gesture, Question, Remark, ScreenPage, Screens, start_page};
pub use state::{DeviceState, Picture};
pub use transport::{Patience, Transport, TransportError};
pub use version::AppVersion;
