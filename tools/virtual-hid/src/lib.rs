//! A virtual Ledger for an unmodified Chromium on Linux.
//!
//! ```text
//! Chromium ── libvirtualhid.so (shim.c) ── udev.sock, data.sock ── bus ── device ── ledger-sim
//!                                                                            │
//!                                              the page with its buttons ── http
//! ```
//!
//! The shim gives Chromium a hidraw node; this program is what is plugged into it. Tests and the demonstration use it to
//! go through the genuine WebHID stack without hardware.

pub mod bus;
pub mod device;
pub mod http;
pub mod shim;

pub use device::Ledger;
