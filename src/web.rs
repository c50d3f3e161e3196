//! The browser edge: storage, WebHID, fetch, and the few functions the worker calls.
//! This module knows the browser; it refuses to decide anything.

pub mod api;
pub mod derive;
mod fetch;
mod idb;
mod opfs;
mod plain;
mod ports;
mod promise;
mod scope;
mod store;
mod webhid;
